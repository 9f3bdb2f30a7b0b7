"""Inspections: the plan, a team without people of the inspected unit, findings, minutes of two signatures, follow-up."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts import clock
from accounts.canonical import sha256_of
from accounts.decisions import Reason, Refused
from accounts.models import Notification
from blocs.models import Post
from campaigns.models import Inspection, Visit
from campaigns.permissions_inspections import InspectionReason
from campaigns.services import follow_ups, inspections, visits
from campaigns.services.inspections import PlanValues
from tests.campaigns.inspection_scenes import (
    add_to_team,
    find,
    frozen,
    plan,
    sign_both,
    sign_minutes,
    started,
    upload,
    visit_of,
)
from tests.factories import PostFactory, UnitFactory

pytestmark = pytest.mark.django_db


def reason_of(call, **kwargs):
    with pytest.raises(Refused) as refused:
        call(**kwargs)
    return refused.value.reason


def told(kind) -> set:
    return {row.user for row in Notification.objects.filter(kind=kind, channel="in_app")}


def sees(user, row) -> bool:
    return type(row).objects.visible_to(user).filter(pk=row.pk).exists()


def reads(user, visit) -> bool:
    return Visit.objects.readable_by(user).filter(pk=visit.pk).exists()


@pytest.mark.parametrize(
    ("who", "reason"),
    [("head", Reason.NOT_YOUR_ROLE), ("deputy", Reason.NOT_YOUR_ROLE), ("foreign_board", Reason.OUT_OF_REACH)],
)
def test_leader_and_board_plan(world, who, reason):
    values = PlanValues("Kiểm tra", "cross", clock.today(), clock.today())
    call = {"campaign_id": world.bloc.campaign.pk, "values": values, "by": world.people[who]}
    assert reason_of(inspections.save_inspection, **call) == reason


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to_day": clock.today() - dt.timedelta(days=1)}, "to_day"),
        ({"items": (("x" * 501, ""),)}, "items"),
        ({"items": (("x", ""),) * 101}, "items"),
    ],
)
def test_a_bad_plan_is_refused_at_its_field(world, changes, field):
    with pytest.raises(ValidationError) as refused:
        plan(world, **changes)
    assert list(refused.value.message_dict) == [field]


def test_only_units_of_the_bloc_are_inspected(world):
    with pytest.raises(ValidationError) as refused:
        plan(world, unit_ids=(UnitFactory(authority=world.a).pk,))
    assert list(refused.value.message_dict) == ["units"]


def test_a_plan_is_its_writers_until_it_is_announced(world):
    row = plan(world)
    assert {who for who in ("head", "leader", "deputy", "board", "viewer") if sees(world.people[who], row)} == {
        "leader",
        "board",
    }
    row = started(world)
    seen = {who for who in ("head", "other_unit_head", "leader", "deputy", "board", "viewer", "former_leader", "other_bloc_leader", "foreign_board") if sees(world.people[who], row)}  # fmt: skip
    assert seen == {"head", "leader", "deputy", "board", "viewer"}
    assert {world.head, world.staff} == told("inspection_announced")


@pytest.mark.parametrize("who", ["other_bloc_leader", "foreign_head", "no_post", "viewer"])
def test_only_people_of_the_bloc_and_the_board_join_the_team(world, who):
    row = plan(world)
    call = {"inspection_id": row.pk, "user_id": world.people[who].pk, "role": "member", "by": world.leader}
    assert reason_of(inspections.add_inspector, **call) == InspectionReason.NOT_ELIGIBLE


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ("units", InspectionReason.NO_UNITS),
        ("items", InspectionReason.NO_ITEMS),
        ("head", InspectionReason.NO_HEAD),
    ],
)
def test_an_incomplete_plan_is_not_announced(world, missing, reason):
    changes = {"units": {"unit_ids": ()}, "items": {"items": ()}, "head": {}}[missing]
    row = plan(world, **changes)
    add_to_team(row, world.deputy, "member" if missing == "head" else "head", world.leader)
    assert reason_of(inspections.start_inspection, inspection_id=row.pk, by=world.leader) == reason


def test_a_unit_that_nobody_of_the_team_may_inspect_stops_the_announcement(world):
    row = plan(world)
    add_to_team(row, world.head, "head", world.leader)
    assert reason_of(inspections.start_inspection, inspection_id=row.pk, by=world.leader) == (
        InspectionReason.NOBODY_LEFT
    )


def test_people_of_the_inspected_unit_take_no_part_even_in_another_post(world):
    row = started(world)
    add_to_team(row, world.other_unit_head, "member", world.leader)
    visit = visit_of(row, world.bloc.units[2])
    find(visit, world.other_unit_head)
    PostFactory(user=world.other_unit_head, unit=world.bloc.units[2])
    assert reason_of(find, visit=visit, by=world.other_unit_head) == Reason.OWN_UNIT
    assert not reads(world.other_unit_head, visit)


def test_who_has_left_the_team_or_the_office_inspects_no_more(world):
    row = started(world)
    member = add_to_team(row, world.other_unit_head, "member", world.leader)
    visit = visit_of(row, world.bloc.units[2])
    inspections.end_inspector(inspector_id=member.pk, by=world.leader)
    assert reason_of(find, visit=visit, by=world.other_unit_head) == InspectionReason.NOT_ON_TEAM
    Post.objects.filter(user=world.deputy).update(valid_to=clock.today() - dt.timedelta(days=1))
    assert reason_of(find, visit=visit, by=world.deputy) in (Reason.OUT_OF_REACH, InspectionReason.NOT_ON_TEAM)


def test_an_excused_member_neither_writes_nor_reads(world):
    row = started(world)
    member = add_to_team(row, world.other_unit_head, "member", world.leader)
    visit = visit_of(row, world.bloc.units[2])
    inspections.excuse(visit_id=visit.pk, inspector_id=member.pk, reason="Người thân", by=world.other_unit_head)
    assert reason_of(find, visit=visit, by=world.other_unit_head) == InspectionReason.EXCUSED
    assert not reads(world.other_unit_head, visit) and reads(world.deputy, visit)


def test_nobody_excuses_another_member_but_the_organiser(world):
    row = started(world)
    member = add_to_team(row, world.other_unit_head, "member", world.leader)
    visit = visit_of(row, world.bloc.units[2])
    call = {"visit_id": visit.pk, "inspector_id": member.pk, "reason": "Cùng quê", "by": world.deputy}
    assert reason_of(inspections.excuse, **call) == Reason.NOT_YOUR_ROLE
    inspections.excuse(**call | {"by": world.leader})


def test_findings_stay_with_the_team_until_the_minutes_are_frozen(world):
    visit = visit_of(started(world), world.bloc.units[2])
    find(visit, world.deputy)
    everybody = ("head", "staff", "leader", "deputy", "board", "viewer", "other_unit_head", "foreign_board")
    assert {who for who in everybody if reads(world.people[who], visit)} == {"deputy"}
    frozen(visit, world.deputy)
    assert {who for who in everybody if reads(world.people[who], visit)} == {
        "head",
        "staff",
        "leader",
        "deputy",
        "board",
        "viewer",
    }


def test_two_writers_the_second_is_told(world):
    visit = visit_of(started(world), world.bloc.units[2])
    find(visit, world.deputy)
    assert reason_of(find, visit=visit, by=world.deputy, seen=0) == Reason.STALE


def test_minutes_need_a_day_and_an_outcome_for_every_line(world):
    visit = visit_of(started(world), world.bloc.units[2])
    find(visit, world.deputy, day=None)
    with pytest.raises(ValidationError) as refused:
        visits.freeze_minutes(visit_id=visit.pk, by=world.deputy)
    assert list(refused.value.message_dict) == ["day"]
    find(visit, world.deputy, outcome="")
    assert reason_of(visits.freeze_minutes, visit_id=visit.pk, by=world.deputy) == InspectionReason.NOTHING_FOUND


def test_minutes_are_frozen_and_signed_by_both_sides(world):
    visit = visit_of(started(world), world.bloc.units[2])
    find(visit, world.deputy)
    visits.attach_finding_file(
        visit_id=visit.pk, item_id=visit.inspection.items.first().pk, file=upload(), by=world.deputy
    )
    text = frozen(visit, world.deputy)
    text.refresh_from_db()
    assert sha256_of(text.content) == text.sha256 and text.content["findings"][0]["files"][0]["name"] == "anh.pdf"
    assert {world.head, world.staff} == told("inspection_minutes")
    sign_both(text, world.deputy, world.head)
    visit.refresh_from_db()
    assert visit.state == "signed"
    assert reason_of(visits.withdraw_minutes, visit_id=visit.pk, reason="Sai", by=world.deputy) == (
        InspectionReason.SIGNED_BY_ALL
    )


@pytest.mark.parametrize(
    ("who", "side", "reason"),
    [
        ("staff", "unit", Reason.NOT_YOUR_ROLE),
        ("deputy", "unit", Reason.NOT_YOUR_ROLE),
        ("head", "team", InspectionReason.NOT_ON_TEAM),
        ("leader", "team", InspectionReason.NOT_ON_TEAM),
        ("board", "unit", Reason.NOT_YOUR_ROLE),
    ],
)
def test_each_side_is_signed_by_its_own_head(world, who, side, reason):
    text = frozen(visit_of(started(world), world.bloc.units[2]), world.deputy)
    assert reason_of(sign_minutes, text=text, side=side, by=world.people[who]) == reason


def test_where_the_head_of_the_team_takes_no_part_another_member_signs(world):
    row = plan(world, unit_ids=(world.bloc.units[1].pk, world.bloc.units[2].pk))
    add_to_team(row, world.deputy, "head", world.leader)
    add_to_team(row, world.other_unit_head, "member", world.leader)
    inspections.start_inspection(inspection_id=row.pk, by=world.leader)
    own, other = visit_of(row, world.bloc.units[1]), visit_of(row, world.bloc.units[2])
    assert sign_minutes(frozen(own, world.other_unit_head), "team", world.other_unit_head).signer_name
    assert (
        reason_of(sign_minutes, text=frozen(other, world.deputy), side="team", by=world.other_unit_head)
        == Reason.NOT_YOUR_ROLE
    )


def test_a_withdrawn_text_is_not_signed_and_its_signature_stays(world):
    visit = visit_of(started(world), world.bloc.units[2])
    text = frozen(visit, world.deputy)
    sign_minutes(text, "team", world.deputy)
    visits.withdraw_minutes(visit_id=visit.pk, reason="Thiếu nhận xét", by=world.deputy)
    assert reason_of(sign_minutes, text=text, side="unit", by=world.head) == InspectionReason.OTHER_MINUTES
    again = frozen(visit, world.deputy)
    assert (again.number, text.signatures.count(), again.signatures.count()) == (2, 1, 0)


def test_minutes_signed_by_hand_carry_the_scan(world):
    text = frozen(visit_of(started(world), world.bloc.units[2]), world.deputy)
    names = {"team": ("An", "Trưởng đoàn"), "unit": ("Bình", "Giám đốc")}
    rows = visits.scan_minutes(text_id=text.pk, names=names, signed_on=clock.today(), file=upload(), by=world.deputy)
    assert {row.scan_id for row in rows} == {rows[0].scan_id} and text.visit.texts.count() == 1
    assert Visit.objects.get(pk=text.visit_id).state == "signed"


def due(days=10):
    return clock.today() + dt.timedelta(days=days)


def test_follow_up_is_answered_by_the_unit_and_confirmed_by_the_team(world):
    visit = visit_of(started(world), world.bloc.units[2])
    row = follow_ups.add_follow_up(visit_id=visit.pk, text="Bổ sung sổ", due=due(), by=world.deputy)
    assert reason_of(follow_ups.answer_follow_up, follow_up_id=row.pk, text="Đã bổ sung", by=world.staff) == (
        InspectionReason.MINUTES_OPEN
    )
    sign_both(frozen(visit, world.deputy), world.deputy, world.head)
    follow_ups.answer_follow_up(follow_up_id=row.pk, text="Đã bổ sung", file=upload(), by=world.staff)
    assert world.deputy in told("inspection_follow_up")
    call = {"follow_up_id": row.pk, "text": "", "by": world.deputy}
    assert reason_of(follow_ups.verify_follow_up, accepted=False, **call) == Reason.REASON_MISSING
    follow_ups.verify_follow_up(accepted=False, **call | {"text": "Thiếu quý 3"})
    follow_ups.answer_follow_up(follow_up_id=row.pk, text="Đã đủ", by=world.staff)
    follow_ups.verify_follow_up(accepted=True, **call)
    row.refresh_from_db()
    assert row.state == "done" and [step.kind for step in row.steps.all()] == ["answer", "return", "answer", "accept"]


@pytest.mark.parametrize(
    ("who", "reason"),
    [("head", InspectionReason.NOT_ON_TEAM), ("leader", InspectionReason.NOT_ON_TEAM), ("viewer", InspectionReason.NOT_ON_TEAM)],
)  # fmt: skip
def test_only_the_team_confirms(world, who, reason):
    visit = visit_of(started(world), world.bloc.units[2])
    row = follow_ups.add_follow_up(visit_id=visit.pk, text="Bổ sung sổ", due=due(), by=world.deputy)
    frozen(visit, world.deputy)
    follow_ups.answer_follow_up(follow_up_id=row.pk, text="Đã bổ sung", by=world.staff)
    call = {"follow_up_id": row.pk, "accepted": True, "text": "", "by": world.people[who]}
    assert reason_of(follow_ups.verify_follow_up, **call) == reason


def test_a_day_gone_by_is_refused(world):
    visit = visit_of(started(world), world.bloc.units[2])
    with pytest.raises(ValidationError) as refused:
        follow_ups.add_follow_up(visit_id=visit.pk, text="Bổ sung", due=due(-1), by=world.deputy)
    assert list(refused.value.message_dict) == ["due"]


def test_a_closed_inspection_takes_no_findings(world):
    row = started(world)
    inspections.close_inspection(inspection_id=row.pk, by=world.leader)
    assert Inspection.objects.get().state == "closed"
    call = {"visit": visit_of(row, world.bloc.units[2]), "by": world.deputy}
    assert reason_of(find, **call) == InspectionReason.NOT_UNDER_WAY
