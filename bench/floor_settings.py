"""The floor: the same server, database and Django, with nothing in between."""

from bench.settings import *  # noqa: F403
from bench.settings import BASE_DIR

MIDDLEWARE = []
ROOT_URLCONF = "bench.floor"
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [BASE_DIR / "bench" / "templates"]},
]
