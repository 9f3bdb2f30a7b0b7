"""Sessions of people who are signed in already, and what they send."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User
from scoring.models import ScoreLine

from .client import Person, request_bytes

TOKEN = "a" * 32  # the same in the cookie and in the header: what the browser's script sends


def cookie_of(user: User) -> str:
    """Value of the session cookie of a fresh session."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def headers_of(user: User) -> dict[str, str]:
    cookies = {settings.SESSION_COOKIE_NAME: cookie_of(user), settings.CSRF_COOKIE_NAME: TOKEN}
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "X-CSRFToken": TOKEN,
            "Accept": "application/json, text/html"}  # fmt: skip


class Typist:
    """Somebody who fills in one sheet line after line, over and over. ``saved``: how often each line was confirmed."""

    def __init__(self, sheet_id: int, head: User | None = None) -> None:
        """With a person: the application's own address; without: the floor's."""
        rows = ScoreLine.objects.filter(sheet=sheet_id).order_by("pk")
        self.versions = dict(rows.values_list("pk", "version"))
        self.order = list(self.versions)
        self.saved = 0
        self.headers = headers_of(head) if head else {}
        self.path = "/cham-diem/dong/{}/luu/" if head else "/dong/{}/"

    @property
    def line(self) -> int:
        return self.order[self.saved % len(self.order)]

    def request(self) -> bytes:
        version = self.versions[self.line]
        body = f"value={(version * 3 + self.line + 1) % 10}.5&note=&version={version}"
        return request_bytes("POST", self.path.format(self.line), self.headers, body)

    def took(self, status: int) -> None:
        if status == 200:
            self.versions[self.line] += 1
            self.saved += 1

    def lost(self) -> int:
        """Confirmed saves that the database does not have."""
        stored = dict(ScoreLine.objects.filter(pk__in=self.order).values_list("pk", "version"))
        return sum(abs(stored[pk] - version) for pk, version in self.versions.items())

    def person(self) -> Person:
        return Person(self.request, self.took)
