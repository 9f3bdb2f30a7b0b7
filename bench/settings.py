"""The application as it is measured: production's middleware and settings, without TLS, the proxy and Redis."""

from config.settings.base import *  # noqa: F403
from config.settings.base import LOGGING, STORAGES

SECRET_KEY = "only-for-measuring"
DEBUG = False
ALLOWED_HOSTS = ["*"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = BASE_DIR / "static"  # noqa: F405
LOGGING = LOGGING | {"root": {"handlers": ["stdout"], "level": "ERROR"}, "loggers": {}}
