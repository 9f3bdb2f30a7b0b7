"""Production settings: secrets by name, warnings none, proxy and storage as told."""

import ast
import json
import re

import pytest

from .production import REQUIRED, ROOT, run_python

SHOW = "import json; from django.conf import settings; print(json.dumps({}, default=str))"


def show(expression: str, **environment: str):
    done = run_python("-c", SHOW.format(expression), **REQUIRED, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def variables_read() -> set[str]:
    """Names given to env.str(...), env.int(...), required(...) in the settings that production uses."""
    found = set()
    for name in ("base", "prod"):
        for node in ast.walk(ast.parse((ROOT / f"config/settings/{name}.py").read_text())):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            reads_one = isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "env"
            reads_many = getattr(function, "id", "") == "required"
            strings = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if reads_many or (reads_one and function.attr != "db_url_config"):
                found.update(strings)
    return found


def variables_in_example() -> set[str]:
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_every_variable_is_in_the_example():
    read = variables_read()
    assert read >= set(REQUIRED)
    assert read - variables_in_example() == set()


def test_the_example_names_nothing_that_nobody_reads():
    compose = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert compose <= variables_in_example()
    assert variables_in_example() - variables_read() - compose == set()


@pytest.mark.parametrize("name", sorted(REQUIRED))
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_secret_stops_the_start_with_its_name(name, value):
    environment = {key: text for key, text in REQUIRED.items() if key != name}
    if value is not None:
        environment[name] = value
    done = run_python("manage.py", "check", **environment)
    assert done.returncode == 1
    assert re.findall(r"[A-Z]+_[A-Z_]+", done.stderr) == [name]
    assert done.stderr.count("\n") == 1


def test_all_missing_secrets_are_named_at_once():
    done = run_python("manage.py", "check")
    assert re.findall(r"[A-Z]+_[A-Z]+", done.stderr) == list(REQUIRED)


def test_celery_says_the_missing_name_too():
    done = run_python("-m", "celery", "-A", "config", "beat")
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_deployment_check_has_no_finding():
    done = run_python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **REQUIRED)
    assert done.returncode == 0, done.stdout + done.stderr


def test_cookies_and_transport_are_strict():
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_HTTPONLY")
    assert show("{" + ",".join(f"'{name}': settings.{name}" for name in names) + "}") == dict.fromkeys(names, True)
    assert show("settings.SECURE_PROXY_SSL_HEADER") is None


def test_files_go_to_the_shared_folder_without_a_bucket():
    assert show(
        "[settings.STORAGES['default']['BACKEND'], settings.PRIVATE_MEDIA_ACCEL]", PRIVATE_MEDIA_ACCEL="/p/"
    ) == [
        "django.core.files.storage.FileSystemStorage",
        "/p/",
    ]


def test_files_go_to_the_bucket_when_named():
    storage = show(
        "[settings.STORAGES['default'], settings.PRIVATE_MEDIA_ACCEL]",
        AWS_STORAGE_BUCKET_NAME="khoi",
        AWS_ACCESS_KEY_ID="id",
        AWS_SECRET_ACCESS_KEY="secret",
        AWS_S3_ENDPOINT_URL="https://s3.example.vn",
        PRIVATE_MEDIA_ACCEL="/p/",
    )
    assert storage[0]["BACKEND"] == "storages.backends.s3.S3Storage"
    assert storage[0]["OPTIONS"]["endpoint_url"] == "https://s3.example.vn"
    assert storage[1] == ""


def test_a_bucket_without_keys_stops_the_start():
    done = run_python("manage.py", "check", **REQUIRED, AWS_STORAGE_BUCKET_NAME="khoi")
    assert done.returncode == 1
    assert "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY" in done.stderr


REQUEST = """
import io, sys
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
WSGIHandler.get_response = lambda self, request: HttpResponse(f"{request.META['REMOTE_ADDR']} {request.scheme}")
from config.wsgi import application
environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "SERVER_NAME": "khoi.example.vn", "SERVER_PORT": "80",
    "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
    "REMOTE_ADDR": sys.argv[1], "HTTP_X_FORWARDED_FOR": "203.0.113.9", "HTTP_X_FORWARDED_PROTO": "https"}
print(b"".join(application(environ, lambda status, headers: None)).decode())
"""


@pytest.mark.parametrize(("peer", "seen"), [("172.30.57.2", "203.0.113.9 https"), ("172.30.57.9", "172.30.57.9 http")])
def test_only_our_own_proxy_is_believed_about_the_client(peer, seen):
    done = run_python("-c", REQUEST, peer, **REQUIRED, TRUSTED_PROXIES="172.30.57.2")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == seen
