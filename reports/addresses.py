"""Codes of what anybody may check, and the address they are checked at."""

import secrets

from django.conf import settings
from django.urls import reverse

from .codes import ALPHABET, LENGTH, printed


def address_of(code: str) -> str:
    """Where anybody can check the paper; printed with the code, so it stays what it was on the day of issue."""
    return settings.SITE_URL.rstrip("/") + reverse("public:paper", args=[code])


def new_code() -> str:
    """«ABCD-EFGH-JK»: ten symbols of a secure source."""
    return printed("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))
