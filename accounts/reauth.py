"""Asking for the password again before something is signed. Wrong ones count against the same lock as signing in."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth import authenticate
from django.http import HttpRequest

from .clock import now
from .models import User

GOOD_FOR = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Confirmation:
    """Proof that a person has just typed their password; services that sign ask for it."""

    user_id: int
    at: dt.datetime

    def covers(self, user: User) -> bool:
        """Whether it is this person's and still fresh."""
        return self.user_id == user.pk and dt.timedelta(0) <= now() - self.at <= GOOD_FOR


def confirm(request: HttpRequest, password: str) -> Confirmation | None:
    """Try the password of the person signed in; None when it is wrong or the account is locked (the middleware then
    answers with the page of the lock)."""
    person = authenticate(request, username=request.user.email, password=password)
    same = person is not None and person.pk == request.user.pk
    return Confirmation(person.pk, now()) if same else None
