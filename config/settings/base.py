"""Settings shared by every environment. Values that differ come from the environment (see .env.example)."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "bootstrap",
    "accounts",
    "blocs",
    "campaigns",
    "scoring",
    "awards",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "blocs.middleware.ActingRoleMiddleware",
    "accounts.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reports.context.frame",
            ],
            "builtins": ["accounts.templatetags.vi"],
        },
    },
]

SQLITE_OPTIONS = {
    # IMMEDIATE: without it most concurrent read-modify-write requests fail with "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
}


def database(url: str) -> dict:
    """One Django database dictionary for a database URL, or for the embedded file when the URL is empty."""
    embedded = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR_DIR / "db.sqlite3")}
    config = env.db_url_config(url) if url else embedded
    config["CONN_MAX_AGE"] = 60
    config["CONN_HEALTH_CHECKS"] = True
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = dict(SQLITE_OPTIONS)
    return config


DATABASES = {"default": database(env.str("DATABASE_URL", default=""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "blocs.backends.PersonBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.validators.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:login"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=30 * 60)
SESSION_ABSOLUTE_SECONDS = env.int("SESSION_ABSOLUTE_SECONDS", default=12 * 3600)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
INVITATION_DAYS = 7
PASSWORD_RESET_TIMEOUT = 3600

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# Per account and source together: a guesser elsewhere cannot lock the person out, nor a colleague the whole office.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# The sign-in form's field; the default is the model's USERNAME_FIELD, under which no failure finds its account.
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_RESET_ON_SUCCESS = True
# Trying on while stopped neither lengthens the stop nor counts.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "accounts.lockout.Handler"
# Accounts of one source within the cool-off. A whole office may stand behind one address: more than slips explain.
SIGN_IN_FAILED_ACCOUNTS = 20

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
# Internal nginx location that serves MEDIA_ROOT for X-Accel-Redirect; empty: the view streams the file itself.
PRIVATE_MEDIA_ACCEL = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
EVIDENCE_MAX_BYTES = 20 * 1024 * 1024
# A ClamAV daemon, tcp://host:3310 or unix:///path; empty: files are not scanned.
CLAMD_URL = env.str("CLAMD_URL", default="")
# Closes the private keys of secret ballots while they are open; empty: derived from SECRET_KEY.
BALLOT_KEY = env.str("BALLOT_KEY", default="")

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Khối thi đua <khong-tra-loi@localhost>")
EMAIL_TIMEOUT = 20
# Gateways for SMS and Zalo: channel → class (accounts.channels.Gateway), e.g. «sms=accounts.gateways.FileGateway».
MESSAGE_GATEWAYS = env.dict("MESSAGE_GATEWAYS", default={})
MESSAGE_FOLDER = VAR_DIR / "messages"  # where accounts.gateways.FileGateway keeps what it is given
# A page that shows the letters kept as files; only where one person tries the application out (see dev).
MAILBOX = False

# Addresses of our own reverse proxy: only from these are X-Forwarded-For and X-Forwarded-Proto believed.
TRUSTED_PROXIES: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
    "root": {"handlers": ["stdout"], "level": "INFO"},
    # Django's own handlers print only with DEBUG and mail administrators otherwise: one stream for all instead.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # These tell every step of a PDF, a font subset, a start.
        **{name: {"level": "WARNING"} for name in ("axes", "fontTools", "weasyprint")},
    },
}

CELERY_BROKER_URL = REDIS_URL or "embedded://localhost"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 3}
else:
    # config/broker.py: messages are files, so nothing but a directory is needed.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"folder": str(VAR_DIR / "broker"), "polling_interval": 0.1}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Two processes x 2 = four messages fetched ahead (a polling broker is slow one message at a time).
CELERY_WORKER_PREFETCH_MULTIPLIER = 2
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "deliver-notifications": {"task": "accounts.tasks.deliver_notifications", "schedule": 15.0},
    "plan-reminders": {"task": "campaigns.tasks.plan_reminders", "schedule": 300.0},
    "open-years-due": {"task": "campaigns.tasks.open_years_due", "schedule": 3600.0},
    "send-due-reminders": {"task": "campaigns.tasks.send_due_reminders", "schedule": 60.0},
    "remind-due-answers": {"task": "campaigns.tasks.remind_due_answers", "schedule": 3600.0},
    "remind-follow-ups": {"task": "campaigns.tasks.remind_follow_ups", "schedule": 3600.0},
    "remind-petitions": {"task": "awards.tasks.remind_petitions", "schedule": 3600.0},
    "send-released-notices": {"task": "campaigns.tasks.send_released_notices", "schedule": 30.0},
    "sweep-jobs": {"task": "reports.tasks.sweep_jobs", "schedule": 60.0},
    "sweep-scans": {"task": "scoring.tasks.sweep_scans", "schedule": 60.0},
    "sweep-files": {"task": "scoring.tasks.sweep_files", "schedule": 86400.0},
}
CRISPY_FAIL_SILENTLY = False
