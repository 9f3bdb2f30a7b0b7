"""Who reads what of the audit trail: never more than the pages themselves would show."""

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from accounts import audit, clock
from accounts.models import AuditEntry
from reports.trail import in_words, trail_for
from reports.trail_words import EVENTS
from scoring import services as scoring
from tests.factories import UserFactory
from tests.scoring.scenes import fill, line, open_scoring, save

ROOT = Path(__file__).resolve().parent.parent.parent
READERS = {
    "head",
    "other_unit_head",
    "leader",
    "leader_staff",
    "board",
    "viewer",
    "foreign_board",
    "foreign_head",
    "former_leader",
}
READERS |= {"deputy", "other_bloc_leader", "other_bloc_head"}


def readers_of(world, entry) -> set[str]:
    return {name for name, person in world.people.items() if trail_for(person).filter(pk=entry.pk).exists()}


def write(event, target):
    return audit.record(by=None, event=event, target=target)


def literal_events():
    """Every event name written as a literal in a call of a recording function."""
    for app in ("accounts", "blocs", "campaigns", "scoring", "awards", "reports"):
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                name = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
                if not isinstance(node, ast.Call) or "record" not in name:
                    continue
                for value in [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "event")]:
                    if isinstance(value, ast.Constant) and re.fullmatch(r"[a-z_]+\.[a-z_]+", str(value.value)):
                        yield value.value


def test_every_event_has_words_and_an_audience():
    assert sorted(set(literal_events()) - set(EVENTS)) == []


def test_own_draft_work_is_read_by_the_own_head_alone(world):
    scene = open_scoring(world)
    save(scene.sheet, "1", world.staff, value="8")
    entry = AuditEntry.objects.get(event="line.save")
    assert readers_of(world, entry) == {"head"}


def test_a_judgement_being_made_is_not_read_by_the_judged_unit(world):
    scene = open_scoring(world)
    fill(scene.sheet, world.head)
    scoring.submit_sheet(sheet_id=scene.sheet.pk, by=world.head)
    scoring.accept_line(line_id=line(scene.sheet, "1").pk, by=world.leader)
    assert readers_of(world, AuditEntry.objects.get(event="line.verify")) == {
        "leader",
        "leader_staff",
        "board",
        "viewer",
    }
    assert readers_of(world, AuditEntry.objects.get(event="sheet.submit")) == {
        "head",
        "leader",
        "leader_staff",
        "board",
        "viewer",
    }


def test_the_leader_does_not_read_the_deputys_judgement_on_the_own_unit(world):
    scene = open_scoring(world)
    assert readers_of(world, write("line.verify", scene.leader_sheet)) == {"board", "viewer"}
    assert readers_of(world, write("sheet.verify", scene.leader_sheet)) == {"leader", "leader_staff", "board", "viewer"}


def test_the_system_administrator_reads_what_happened_to_accounts_and_nothing_else(world):
    admin = UserFactory(is_superuser=True)
    entry = write("account.disabled", world.staff)
    write("unit.updated", world.bloc.units[2])
    assert list(trail_for(admin)) == [entry]
    assert readers_of(world, entry) == set()


def test_rows_of_a_bloc_and_of_an_authority(world):
    assert readers_of(world, write("campaign.update", world.bloc.campaign)) == {
        "leader",
        "leader_staff",
        "board",
        "viewer",
    }
    assert readers_of(world, write("authority.updated", world.b)) == {"foreign_board"}
    assert readers_of(world, write("unknown.event", world.bloc.units[2])) == set()


def test_who_opens_the_page(world, client):
    for name, person in world.people.items():
        client.force_login(person)
        status = client.get(reverse("reports:audit")).status_code
        assert (name, status) == (name, 200 if name in READERS else 403)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"tu": "01/01/2020", "den": "31/12/2099"}, 200),
        ({"tu": "31/02/2026"}, 422),
        ({"tu": "01/01/0001"}, 422),
        ({"den": "31/12/9999"}, 422),
        ({"viec": "x"}, 422),
        ({"nguoi": "\x00"}, 422),
        ({"nguoi": "k" * 101}, 422),
        ({"page": "99999999999999999999"}, 200),
        ({"page": "x"}, 200),
    ],
)
def test_filters_answer_bad_input_with_a_sentence(world, sign_in, query, status):
    assert sign_in(world.board).get(reverse("reports:audit"), query).status_code == status


def test_filters_narrow(world, sign_in):
    old, new = clock.now() - dt.timedelta(days=40), clock.now()
    with clock.at(old):
        audit.record(by=world.board, event="unit.updated", target=world.bloc.units[0])
    audit.record(by=world.board, event="campaign.update", target=world.bloc.campaign)
    client, address = sign_in(world.board), reverse("reports:audit")

    def events(**query):
        return [item.entry.event for item in client.get(address, query).context["lines"]]

    assert events() == ["campaign.update", "unit.updated"]
    assert events(tu=f"{localdate(new):%d/%m/%Y}") == ["campaign.update"]
    assert events(den=f"{localdate(old):%d/%m/%Y}") == ["unit.updated"]
    assert events(viec="unit.updated") == ["unit.updated"]
    assert events(nguoi=world.board.full_name.lower()) == ["campaign.update", "unit.updated"]
    assert events(nguoi="khong co ai") == []


def test_changes_in_words(world):
    entry = audit.record(
        by=None,
        event="sheet.submit",
        target=world.bloc.units[0],
        before={"state": "draft", "same": 1, "points": None},
        after={"state": "submitted", "same": 1, "points": "9.5", "flags": [True, None], "text": "x" * 300},
    )
    words = in_words([entry])[0]
    assert words.label == "Gửi phiếu tự chấm điểm"
    assert [(change.name, change.before, change.after[:9]) for change in words.changes] == [
        ("trạng thái", "đang soạn", "đã gửi"),
        ("điểm", "", "9,5"),
        ("flags", "", "có, "),
        ("nội dung", "", "xxxxxxxxx"),
    ]
    assert words.unit == world.bloc.units[0].name
    plain = audit.record(by=None, event="unit.updated", target=world.a, before={"points": 1}, after={"points": 1})
    assert [(change.before, change.after) for change in in_words([plain])[0].changes] == [("", "1")]
    assert in_words([audit.record(by=None, event="unit.updated", target=world.a, after="x")])[0].changes[0].after == "x"


def test_the_cost_does_not_grow(world, sign_in):
    client, counts = sign_in(world.board), []
    client.get(reverse("reports:audit"))
    for _ in range(5):
        audit.record(by=world.leader, event="campaign.update", target=world.bloc.campaign, after={"title": "x"})
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("reports:audit"))
        counts.append(len(queries))
    assert len(set(counts)) == 1
