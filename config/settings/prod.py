"""Production: every secret comes from the environment; a missing one stops the start with its name."""

import sys

from .base import *  # noqa: F403
from .base import STORAGES, env


def required(*names: str) -> list[str]:
    """Values of variables that must be set and not empty; otherwise the process ends with one sentence."""
    missing = [name for name in names if not env.str(name, default="")]
    if missing:
        sys.exit(f"Thiếu biến môi trường / missing environment variables: {', '.join(missing)} (see .env.example).")
    return [env.str(name) for name in names]


DEBUG = False
SECRET_KEY, _hosts, SITE_URL, EMAIL_HOST, _database, _redis = required(
    "SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_HOST", "DATABASE_URL", "REDIS_URL"
)
ALLOWED_HOSTS = _hosts.split(",")

EMAIL_PORT = env.int("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=True)

# The web process is reached through our own proxy alone, which ends TLS. config/wsgi.py takes the client's address
# and the scheme from that proxy's headers only, so SECURE_PROXY_SSL_HEADER, which believes anyone, stays unset.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # browsers' preload list is for registered domains, not an office's host
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"

_bucket = env.str("AWS_STORAGE_BUCKET_NAME", default="")
if _bucket:
    _key, _secret = required("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _bucket,
            "access_key": _key,
            "secret_key": _secret,
            "endpoint_url": env.str("AWS_S3_ENDPOINT_URL", default="") or None,
            "region_name": env.str("AWS_S3_REGION_NAME", default="") or None,
            "default_acl": None,
            "file_overwrite": False,
        },
    }
else:
    PRIVATE_MEDIA_ACCEL = env.str("PRIVATE_MEDIA_ACCEL", default="")
