"""The register of events: who enters what, what it is worth on the sheet, what withdrawing does."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.decisions import Reason, Refused
from accounts.models import Notification
from scoring import services
from scoring.models import MeritEvent
from scoring.permissions import SheetReason
from scoring.services.events import EventValues, add_events, levels_of, withdraw_event

from .scenes import D, line, open_scoring, save

pytestmark = pytest.mark.django_db
AWARDS = {
    "register": "Khen thưởng",
    "levels": [{"level": "Chính phủ", "points": "15"}, {"level": "Tỉnh", "points": "10"}],
    "cap": "20",
}
FAULTS = {
    "register": "Vi phạm",
    "levels": [{"level": "Chậm báo cáo", "points": "4"}],
    "self_declared_factor": "0.5",
}
ROWS = [
    ("1", "direct", "100", {}, False),
    ("2", "bonus", None, AWARDS, False),
    ("3", "penalty", None, FAULTS, False),
]


def values(level="Tỉnh", kind="bonus", register="Khen thưởng", result="Cờ khối 2025", **more):
    said = {"title": "Cờ thi đua", "number": "12/QĐ-UBND", "decided_on": dt.date(2026, 3, 1), "issuer": "UBND tỉnh"}
    return EventValues(kind=kind, register=register, level=level, result_key=result, **said | more)


def enter(scene, by, *units, **said):
    pks = [unit.pk for unit in units] or [scene.sheet.unit_id]
    return add_events(authority_id=scene.world.a.pk, year=2026, unit_ids=pks, values=values(**said), by=by)


@pytest.fixture
def scene(world):
    return open_scoring(world, ROWS)


def shown(sheet, code):
    reading = services.read_sheet(type(sheet).objects.for_decisions().get(pk=sheet.pk))
    return next(row.line for row in reading.lines if row.criterion.code == code)


def test_the_sheet_counts_a_result_once_at_the_highest_level(scene, world):
    enter(scene, world.leader)
    enter(scene, world.board, level="Chính phủ", number="9/QĐ-TTg", issuer="Thủ tướng Chính phủ")
    row = shown(scene.sheet, "2")
    assert row.self_points == D(15)
    assert "Chính phủ (Quyết định số 9/QĐ-TTg ngày 01/03/2026 của Thủ tướng Chính phủ): 15" in row.explanation
    enter(scene, world.leader, result="Chuyển đổi số")
    assert (shown(scene.sheet, "2").self_points, shown(scene.other_sheet, "2").self_points) == (D(20), D(0))


def test_the_unit_types_nothing_into_a_register_line(scene, world):
    row = save(scene.sheet, "2", world.staff, value="99")
    assert (row.value, row.self_points) == (None, D(0))


def test_a_fault_weighs_less_when_the_unit_declared_it(scene, world):
    fault = {"kind": "penalty", "register": "Vi phạm", "level": "Chậm báo cáo"}
    enter(scene, world.board, *world.bloc.units[2:], result="Báo cáo quý 1", **fault)
    enter(scene, world.board, world.bloc.units[2], result="Báo cáo quý 2", self_declared=True, **fault)
    assert (shown(scene.sheet, "3").self_points, shown(scene.other_sheet, "3").self_points) == (D(-6), D(-4))


def test_the_board_enters_for_units_of_many_blocs_at_once(scene, world):
    units = [*world.bloc.units, *world.other_bloc.units]
    events = enter(scene, world.board, *units)
    assert [event.bloc_year_id for event in events].count(world.other_bloc.year.pk) == 4
    assert all(event.by_board for event in events)
    assert Notification.objects.filter(user=world.staff, kind="merit_event", channel="in_app").count() == 1


@pytest.mark.parametrize(
    ("who", "place", "reason"),
    [
        ("leader", 0, Reason.OWN_UNIT),
        ("deputy", 2, Reason.NOT_YOUR_ROLE),
        ("deputy", 1, Reason.OWN_UNIT),
        ("staff", 2, Reason.NOT_YOUR_ROLE),
        ("head", 3, Reason.OUT_OF_REACH),
        ("viewer", 2, Reason.NOT_YOUR_ROLE),
        ("other_bloc_leader", 2, Reason.OUT_OF_REACH),
        ("foreign_board", 2, Reason.OUT_OF_REACH),
        ("former_leader", 2, Reason.OUT_OF_REACH),
    ],
)
def test_who_may_not_enter_an_event(scene, world, who, place, reason):
    with pytest.raises(Refused) as refused:
        enter(scene, getattr(world, who), world.bloc.units[place])
    assert (refused.value.reason, MeritEvent.objects.count()) == (reason, 0)


def test_the_deputy_enters_for_the_leaders_unit(scene, world):
    assert enter(scene, world.deputy, world.bloc.units[0])[0].acting_unit == world.bloc.units[1]


def test_one_unit_out_of_reach_refuses_all(scene, world):
    with pytest.raises(Refused):
        enter(scene, world.leader, world.bloc.units[2], world.other_bloc.units[0])
    with pytest.raises(Refused) as refused:
        enter(scene, world.board, world.foreign_bloc.units[0])
    assert (refused.value.reason, MeritEvent.objects.count()) == (SheetReason.NOT_A_MEMBER, 0)


@pytest.mark.parametrize("missing", ["number", "issuer", "title", "result"])
def test_the_decision_is_compulsory(scene, world, missing):
    with pytest.raises(ValidationError):
        enter(scene, world.leader, **{missing: ""})


def test_withdrawing_keeps_the_row_and_takes_the_points_back(scene, world):
    event = enter(scene, world.leader)[0]
    with pytest.raises(Refused):
        withdraw_event(event_id=event.pk, reason=" ", by=world.leader)
    withdraw_event(event_id=event.pk, reason="Ghi nhầm đơn vị", by=world.leader)
    assert shown(scene.sheet, "2").self_points == D(0)
    assert MeritEvent.objects.get().withdrawn_reason == "Ghi nhầm đơn vị"
    with pytest.raises(Refused) as refused:
        withdraw_event(event_id=event.pk, reason="Lần nữa", by=world.leader)
    assert refused.value.reason == Reason.WRONG_STATE


def test_what_the_board_entered_only_the_board_takes_back(scene, world):
    event = enter(scene, world.board)[0]
    with pytest.raises(Refused) as refused:
        withdraw_event(event_id=event.pk, reason="Bỏ", by=world.leader)
    assert refused.value.reason == SheetReason.BOARD_EVENT
    withdraw_event(event_id=event.pk, reason="Hủy quyết định", by=world.board)


def test_decided_points_follow_the_register_unless_a_person_typed_them(scene, world):
    for sheet in (scene.sheet, scene.other_sheet):
        head = world.head if sheet == scene.sheet else world.other_unit_head
        save(sheet, "1", head, value="80")
        services.submit_sheet(sheet_id=sheet.pk, by=head)
    services.accept_line(line_id=line(scene.sheet, "2").pk, by=world.leader)
    services.change_line(line_id=line(scene.other_sheet, "2").pk, points=D(3), reason="Đã xét", by=world.leader)
    enter(scene, world.board, *world.bloc.units[2:])
    chain = list(line(scene.sheet, "2").entries.order_by("pk").values_list("stage", "points", "reason"))
    assert chain[-2:] == [
        ("leader", D(0), ""),
        ("leader", D(10), "Tính lại theo sổ điểm thưởng, điểm trừ"),
    ]
    assert line(scene.other_sheet, "2").entries.order_by("-pk").first().points == D(3)


def test_levels_come_from_the_sets_of_the_year(scene, world):
    assert [(level.kind, level.name, level.points) for level in levels_of(world.a, 2026)] == [
        ("bonus", "Chính phủ", "15"),
        ("bonus", "Tỉnh", "10"),
        ("penalty", "Chậm báo cáo", "4"),
    ]
    assert levels_of(world.b, 2026) == levels_of(world.a, 2025) == []


FORM = {
    "level": "bonus|Khen thưởng|Tỉnh",
    "title": "Cờ thi đua",
    "result_key": "Cờ khối 2025",
    "number": "12/QĐ-UBND",
    "decided_on": "01/03/2026",
    "issuer": "UBND tỉnh",
}


def test_the_page_enters_for_several_units_and_keeps_what_was_typed(scene, world, sign_in):
    client, url = sign_in(world.board), reverse("scoring:event_create")
    units = [unit.pk for unit in world.bloc.units]
    for wrong in ({}, {"units": units, "number": ""}, {"units": units, "level": "bonus|x|y"}, {"units": ["9" * 40]}):
        answer = client.post(url, FORM | wrong)
        assert (answer.status_code, "Cờ khối 2025" in answer.content.decode()) == (422, True)
    for wrong in ({"decided_on": "01/01/0001"}, {"title": "x\x00y"}, {"number": "9" * 500}):
        assert client.post(url, FORM | {"units": units} | wrong).status_code == 422
    assert client.post(url, FORM | {"units": units}).status_code == 302
    assert MeritEvent.objects.count() == 4


def test_officers_choose_among_the_units_they_may_judge(scene, world, sign_in):
    page = sign_in(world.leader).get(reverse("scoring:event_create")).content.decode()
    offered = {
        int(pk)
        for box in re.findall(r"<input[^>]*name=\"units\"[^>]*>", page)
        for pk in re.findall(r'value="(\d+)"', box)
    }
    assert offered >= {unit.pk for unit in world.bloc.units[1:]}
    assert not offered & {world.bloc.units[0].pk, *(unit.pk for unit in world.other_bloc.units)}
    assert sign_in(world.leader).get(reverse("scoring:event_create") + "?noi=x").status_code == 404


def test_members_see_events_of_their_own_unit_only(scene, world, sign_in):
    enter(scene, world.board, *world.bloc.units[2:])
    url = reverse("scoring:events")
    own, other = world.bloc.units[2].name, world.bloc.units[3].name
    found = {}
    for who in ("staff", "leader", "board", "other_bloc_leader", "foreign_board"):
        page = sign_in(getattr(world, who)).get(url).content.decode()
        found[who] = (f'<th scope="row">{own}' in page, f'<th scope="row">{other}' in page)
    assert found == {
        "staff": (True, False),
        "leader": (True, True),
        "board": (True, True),
        "other_bloc_leader": (False, False),
        "foreign_board": (False, False),
    }


def test_withdrawing_on_the_page_needs_a_reason(scene, world, sign_in):
    event = enter(scene, world.leader)[0]
    client, url = sign_in(world.leader), reverse("scoring:event_withdraw", args=[event.pk])
    assert client.post(url, {"reason": "\x00"}).status_code == 422
    assert client.post(url, {"reason": "Ghi nhầm"}).status_code == 302
    assert "Ghi nhầm" in client.get(reverse("scoring:events")).content.decode()


def test_the_list_costs_the_same_for_one_and_five_events(scene, world, sign_in):
    client, url = sign_in(world.board), reverse("scoring:events")
    counts = []
    for number in (1, 4):
        for each in range(number):
            enter(scene, world.board, result=f"{number}-{each}")
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        counts.append(len(seen))
    assert counts[0] == counts[1]
