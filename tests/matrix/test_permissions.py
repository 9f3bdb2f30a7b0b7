"""The permission matrix: every route × every persona, as written in permissions.txt and more/*.txt.

Y reached · 3 seen, refused with the reason (403) · 4 not there (404) · L asked to sign in. A route without a row fails.
"""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.matrix.more import TABLES
from tests.matrix.personas import PERSONAS, outcome
from tests.matrix.routes import PUBLIC, all_routes, places, sent_with

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TABLE = Path(__file__).with_name("permissions.txt")
LETTERS = {"ok": "Y", "refused": "3", "hidden": "4", "login": "L"}


def rows() -> dict[tuple[str, str], str]:
    """(route, method) → letters in the order of PERSONAS."""
    texts = [line for table in (TABLE, *TABLES) for line in table.read_text().splitlines()]
    lines = [line.split() for line in texts if line and not line.startswith("#")]
    return {(name, method): "".join(letters) for name, method, *letters in lines}


ROWS = rows()


def test_every_route_has_a_row():
    assert {name.split("@")[0] for name, _ in ROWS} | PUBLIC == set(all_routes())


def test_every_row_speaks_of_every_persona():
    assert {len(letters) for letters in ROWS.values()} == {len(PERSONAS)}


@pytest.fixture(scope="module")
def clients(stage):
    """A signed-in client of each persona."""
    found = {who: Client(raise_request_exception=False) for who in PERSONAS}
    for who, client in found.items():
        if who != "anonymous":
            client.force_login(stage.people[who])
    return found


def letters_of(stage, clients, name: str, method: str, undo) -> str:
    """What each persona meets; whatever a request wrote is taken back."""
    url = reverse(name.split("@")[0], args=places(stage).get(name, ()))
    data = {"csrfmiddlewaretoken": "x", **sent_with(stage).get(name, {})} if method == "post" else {}
    found = ""
    for who in PERSONAS:
        with undo():
            response = getattr(clients[who], method)(url, data)
        found += LETTERS.get(outcome(response), f"[{who}: {response.status_code}]")
    return found


@pytest.mark.parametrize(("name", "method"), ROWS, ids=" ".join)
def test_route(stage, clients, fresh_transaction, name, method):
    assert letters_of(stage, clients, name, method, fresh_transaction) == ROWS[name, method]
