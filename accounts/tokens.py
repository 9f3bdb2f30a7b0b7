"""Signed links that let a person set a password: the invitation and the reset. Nothing is stored.

A link carries the account and a fingerprint of what it would change; once the password, the e-mail or the activity of
the account changes, every earlier link is void. So a link works once, and inviting again voids the earlier one.
"""

import datetime as dt
from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import User


class Purpose(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"

    @property
    def lifetime(self) -> dt.timedelta:
        if self is Purpose.INVITATION:
            return dt.timedelta(days=settings.INVITATION_DAYS)
        return dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def make(user: User, purpose: Purpose) -> str:
    """A link token for this person; it holds from now for ``purpose.lifetime``."""
    return signing.dumps([user.pk, _fingerprint(user, purpose)], salt=f"accounts.{purpose}")


def read(token: str, purpose: Purpose) -> User | None:
    """The person a token was made for, or None when it is foreign, too old or already used."""
    try:
        pk, fingerprint = signing.loads(token, salt=f"accounts.{purpose}", max_age=purpose.lifetime)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    known = user is not None and constant_time_compare(fingerprint, _fingerprint(user, purpose))
    return user if known else None


def _fingerprint(user: User, purpose: Purpose) -> str:
    return salted_hmac(f"accounts.tokens.{purpose}", f"{user.password} {user.email} {user.last_login}").hexdigest()[:32]
