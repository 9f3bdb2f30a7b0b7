"""The embedded database takes many writers at once; a control shows what happens without IMMEDIATE."""

import json

import pytest

from .production import run_python

THREADS, EACH = 8, 20
WRITERS = f"""
import json, sys, threading, time, django
from django.conf import settings
options = settings.DATABASES["default"]["OPTIONS"]
options["transaction_mode"] = sys.argv[1]
django.setup()
from django.db import OperationalError, connection, transaction
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE counter (value integer)")
    cursor.execute("INSERT INTO counter VALUES (0)")
errors = []
def add_one():
    with transaction.atomic(), connection.cursor() as cursor:
        value = cursor.execute("SELECT value FROM counter").fetchone()[0]
        time.sleep(0.001)
        cursor.execute("UPDATE counter SET value = %s", [value + 1])
def work():
    for _ in range({EACH}):
        try:
            add_one()
        except OperationalError as error:
            errors.append(str(error))
    connection.close()
threads = [threading.Thread(target=work) for _ in range({THREADS})]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
with connection.cursor() as cursor:
    total = cursor.execute("SELECT value FROM counter").fetchone()[0]
    journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
print(json.dumps([total, len(errors), journal]))
"""


def write(tmp_path, mode: str) -> list:
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "VAR_DIR": str(tmp_path)}
    done = run_python("-c", WRITERS, mode, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_no_write_fails_and_none_is_lost(tmp_path):
    assert write(tmp_path, "IMMEDIATE") == [THREADS * EACH, 0, "wal"]


def test_control_without_immediate_writes_fail(tmp_path):
    total, failed, _journal = write(tmp_path, "DEFERRED")
    assert failed > 0
    assert total == THREADS * EACH - failed


def test_the_settings_say_immediate():
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        pytest.skip("these tests run on PostgreSQL")
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] == 60
