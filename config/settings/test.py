"""Tests: PostgreSQL when DATABASE_URL names it, SQLite otherwise (`make test` looks for a server and sets it)."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES, env

SECRET_KEY = "tests-only"
DEBUG = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
_media = tempfile.TemporaryDirectory(prefix="khoi-media-")  # removed when the process ends
MEDIA_ROOT = Path(_media.name)
_static = tempfile.TemporaryDirectory(prefix="khoi-static-")
STATIC_ROOT = Path(_static.name)  # static files come from the finders; whitenoise wants a folder that exists
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"
AXES_ENABLED = False
_suffix = env.str("TEST_DB_SUFFIX", default="")
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["TEST"] = {"NAME": f"test_khoi_{_suffix or 'suite'}"}
    # Nothing of a test has to outlive a power failure; locks and what others see are the same.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
