"""How many SQL statements a request may cost: session, person and rights included, savepoints and BEGIN left out."""

import pytest

from accounts.models import AuditEntry
from bench.data import make_place, open_scoring, publish, send_all
from bench.statements import statements
from scoring.models import ScoreLine
from scoring.services.locks import lock_setup
from scoring.services.relative import recompute_relative

LEAVES = 176


def cost(client, path: str, data: dict | None = None) -> int:
    """Statements of one request of a session already under way."""

    def ask():
        page = client.get(path) if data is None else client.post(path, data)
        assert page.status_code == 200, page.content[:500]

    client.get("/tai-khoan/ho-so/")
    sent = statements(ask)
    print(*(f"{number}. {sql[:400]}" for number, sql in enumerate(sent, start=1)), sep="\n")
    return len(sent)


@pytest.fixture
def place(db):
    return open_scoring(make_place("A", 3), LEAVES)


def test_a_sheet_of_176_leaves(place, sign_in):
    assert cost(sign_in(place.heads[2]), f"/cham-diem/phieu/{place.sheets[2].pk}/") <= 12


def test_a_sent_sheet_of_176_leaves(place, sign_in):
    send_all(place)
    assert cost(sign_in(place.board), f"/cham-diem/phieu/{place.sheets[2].pk}/") <= 12


def test_saving_one_cell(place, sign_in):
    line = ScoreLine.objects.get(sheet=place.sheets[2], criterion=place.leaves[0])
    client, path = sign_in(place.heads[2]), f"/cham-diem/dong/{line.pk}/luu/"
    cost(client, path, {"version": 0, "value": "6"})  # a process keeps the tree of a set in force
    assert cost(client, path, {"version": 1, "value": "7"}) <= 8
    line.refresh_from_db()
    assert (line.value, line.version, AuditEntry.objects.filter(event="line.save").count()) == (7, 2, 2)


@pytest.mark.parametrize("who", ["leader", "member", "board"])
def test_the_ranking(place, sign_in, who):
    publish(place)
    person = {"leader": place.heads[0], "member": place.heads[2], "board": place.board}[who]
    assert cost(sign_in(person), f"/cham-diem/ke-hoach/{place.campaign.pk}/xep-hang/") <= 8


@pytest.mark.parametrize("who", ["leader", "board"])
def test_the_progress_of_a_bloc(place, sign_in, who):
    send_all(place)
    person = {"leader": place.heads[0], "board": place.board}[who]
    assert cost(sign_in(person), f"/cham-diem/ke-hoach/{place.campaign.pk}/") <= 8


@pytest.mark.parametrize("units", [3, 12])
def test_recomputing_a_bloc_with_12_relative_criteria(db, units):
    place = send_all(open_scoring(make_place("B", units), 13, relative=12))
    setup = lock_setup(place.campaign.pk)
    assert len(statements(lambda: recompute_relative(setup, place.board))) <= 10
    assert not ScoreLine.objects.filter(criterion__kind="relative", self_points=None).exists()
