"""Everything `make run` needs before the first request: tables, demonstration data, static files.

Each step looks whether it is needed, so that the second start takes seconds.
"""

import hashlib
import os
import sys

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Tạo hoặc nâng cấp bảng dữ liệu …", flush=True)
        call_command("migrate", verbosity=0, interactive=False)


def load_demo() -> None:
    """Load the demonstration data into an empty database; again when an earlier loading was interrupted."""
    unfinished = settings.VAR_DIR / "demo_unfinished"
    if get_user_model().objects.exists() and not unfinished.exists():
        return
    print("Nạp dữ liệu minh họa (chỉ lần đầu) …", flush=True)
    unfinished.touch()
    call_command("load_demo")
    unfinished.unlink()


def static_key() -> str:
    """Changes with every static file: path, size, time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = os.stat(storage.path(path))
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    stamp = settings.STATIC_ROOT / ".collected"
    key = static_key()
    if stamp.exists() and stamp.read_text() == key:
        return
    print("Gom tệp tĩnh …", flush=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(key)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    try:
        migrate()
    except OperationalError as error:
        sys.exit(f"Không mở được cơ sở dữ liệu (the database does not answer): {str(error).strip()}")
    load_demo()
    collect_static()


if __name__ == "__main__":
    main()
