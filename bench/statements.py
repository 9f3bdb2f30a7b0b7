"""SQL statements of whole requests and of computations: session, person and rights included, BEGIN and savepoints not."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User

COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE")


def statements(act: Callable[[], object]) -> list[str]:
    """The statements an act sends."""
    with CaptureQueriesContext(connection) as seen:
        act()
    return [row["sql"] for row in seen if row["sql"].startswith(COUNTED)]


def signed_in(user: User) -> Client:
    """A client in the middle of a session: its first request also writes the session."""
    client = Client()
    client.force_login(user)
    client.get("/tai-khoan/ho-so/")
    return client


def of_request(user: User, path: str, data: dict | None = None) -> list[str]:
    """Statements of one request, whose answer must be 200."""
    client = signed_in(user)

    def ask() -> None:
        page = client.get(path) if data is None else client.post(path, data)
        assert page.status_code == 200, f"{path}: {page.status_code}"

    return statements(ask)
