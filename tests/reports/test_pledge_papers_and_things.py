"""The pledge's paper says the very words that are signed and who signed; each person's list tells what is theirs to do."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from awards.services.petitions import answer_petition
from campaigns.services import follow_ups, inspections, pledges
from reports.facts.document import document_facts
from reports.papers.promises import pledge as pledge_paper
from reports.states import DocumentKind
from reports.tasks_due import things_to_do
from tests.awards.petition_scenes import about_place, published
from tests.campaigns.inspection_scenes import add_to_team, find, frozen, plan, sign_both, started, visit_of
from tests.campaigns.pledge_scenes import WORDS, on_paper, opened, promise, sign, sign_all, title_of
from tests.factories import DeadlineFactory, MembershipFactory, UnitFactory
from tests.reports.papers.test_facts import begin
from tests.world import person

pytestmark = pytest.mark.django_db


def titles(user, *words) -> list[str]:
    return [thing.title for thing in things_to_do(user) if any(word in thing.title for word in words)]


def test_a_paper_begun_before_prints_its_own_words(world):
    facts = document_facts(begin(world, DocumentKind.PLEDGE))
    assert facts["data"]["frozen"] is None
    assert [row["unit"] for row in facts["data"]["members"]] == [unit.name for unit in world.bloc.units]


def test_once_open_the_paper_prints_what_is_signed_and_by_whom(world):
    promise(world, 2, ("Sáng kiến", "sáng kiến", "2"), ("Riêng", "việc", "1"))
    promise(world, 3, ("Sáng kiến", "sáng kiến", "3"))
    title_of(world.head, "Giám đốc Sở")
    document = begin(world, DocumentKind.PLEDGE)
    text = opened(world, summed=[row.key for row in pledges.promises_of(world.bloc.campaign)])
    sign(text, world.bloc.units[2], world.head)
    on_paper(text, world.bloc.units[3], world.leader)
    facts = document_facts(document)
    parts = {part["key"]: part["text"] for part in facts["parts"]}
    assert (parts["aim"], parts["contents"], parts["promise"]) == (WORDS["aim"], WORDS["contents"], WORDS["promise"])
    members = facts["data"]["members"]
    signed = [bool(row["signed"]) for row in members]
    assert signed == [False, False, True, False]
    assert (members[2]["head"], members[2]["post"]) == (world.head.full_name, "Giám đốc Sở")
    said = str(pledge_paper(facts))
    assert "5 (cộng 2 đơn vị)" in said and "Đã ký trong hệ thống lúc" in said and "Riêng" in said


def test_the_annex_of_a_late_joiner_is_printed_with_a_place_to_sign(world):
    text = opened(world)
    unit = UnitFactory(authority=world.a)
    MembershipFactory(bloc_year=world.bloc.year, unit=unit, valid_from=clock.today())
    head = person(unit, role="head")
    document = begin(world, DocumentKind.PLEDGE)
    assert "PHỤ LỤC" not in str(pledge_paper(document_facts(document)))
    annex = pledges.make_annex(pledge_id=text.pledge_id, unit_id=unit.pk, by=world.leader)
    said = str(pledge_paper(document_facts(document)))
    assert f"PHỤ LỤC: {unit.name.upper()}" in said and text.sha256 in said and head.full_name in said
    sign(annex, unit, head)
    assert str(pledge_paper(document_facts(document))).count("Đã ký trong hệ thống lúc") == 1


def test_a_unit_addresses_its_registration_to_all_the_plan_names(world):
    assert "Hội đồng" in begin(world, DocumentKind.REGISTRATION).text.addressees, "as long as the plan names nobody"
    DeadlineFactory(
        campaign=world.bloc.campaign,
        kind="registration",
        to_leader=True,
        to_board=True,
        to_members=True,
        to_others="Bộ",
    )
    named = begin(world, DocumentKind.REGISTRATION).text.addressees.splitlines()
    assert len(named) == 4 and named[0].endswith(world.bloc.year.name) and named[2:] == ["Các đơn vị trong khối", "Bộ"]


def test_a_head_is_asked_to_sign_until_signed_and_the_leader_sees_who_is_missing(world):
    text = opened(world)
    assert titles(world.head, "Ký giao ước") == ["Ký giao ước thi đua"]
    assert titles(world.staff, "Ký giao ước") == [] and titles(world.other_bloc_head, "Ký giao ước") == []
    assert titles(world.leader, "chưa ký") == ["4 đơn vị chưa ký giao ước thi đua"]
    sign(text, world.bloc.units[2], world.head)
    assert titles(world.head, "Ký giao ước") == []
    assert titles(world.leader, "chưa ký") == ["3 đơn vị chưa ký giao ước thi đua"]
    sign_all(world, text, [0, 1, 3])
    assert titles(world.leader, "chưa ký", "Ký giao ước") == []


def test_the_team_the_unit_and_the_team_again(world):
    row, unit = started(world), world.bloc.units[2]
    visit = visit_of(row, unit)
    assert titles(world.deputy, "Kiểm tra") == [f"Kiểm tra {unit}"]
    assert titles(world.head, "Kiểm tra", "biên bản") == titles(world.leader, "Kiểm tra", "biên bản") == []
    due = clock.today() + dt.timedelta(days=5)
    asked = follow_ups.add_follow_up(visit_id=visit.pk, text="Bổ sung sổ", due=due, by=world.deputy)
    assert titles(world.staff, "Khắc phục") == []
    text = frozen(visit, world.deputy)
    for who in (world.deputy, world.head):
        assert titles(who, "biên bản") == [f"Ký biên bản kiểm tra {unit}"]
    sign_both(text, world.deputy, world.head)
    assert titles(world.deputy, "biên bản", "Kiểm tra") == titles(world.head, "biên bản") == []
    assert titles(world.staff, "Khắc phục") == ["Khắc phục sau kiểm tra: Bổ sung sổ"]
    follow_ups.answer_follow_up(follow_up_id=asked.pk, text="Xong", by=world.staff)
    assert titles(world.staff, "Khắc phục") == []
    assert titles(world.deputy, "Khắc phục") == ["Khắc phục sau kiểm tra: Bổ sung sổ"]


def test_nobody_is_asked_to_inspect_the_own_unit(world):
    units = (world.bloc.units[2].pk, world.bloc.units[3].pk)
    row = plan(world, unit_ids=units)
    add_to_team(row, world.deputy, "head", world.leader)
    add_to_team(row, world.other_unit_head, "member", world.leader)
    inspections.start_inspection(inspection_id=row.pk, by=world.leader)
    assert titles(world.other_unit_head, "Kiểm tra") == [f"Kiểm tra {world.bloc.units[2]}"]
    assert len(titles(world.deputy, "Kiểm tra")) == 2


def test_a_petition_waits_for_who_may_answer(world):
    published(world)
    petition = about_place(world)
    for who in (world.leader, world.board):
        assert titles(who, "kiến nghị") == [f"Trả lời kiến nghị của {world.bloc.units[2]}"]
    for who in (world.head, world.deputy, world.viewer, world.other_unit_head):
        assert titles(who, "kiến nghị") == []
    answer_petition(petition_id=petition.pk, outcome="kept", answer="Đúng", by=world.leader)
    assert titles(world.leader, "kiến nghị") == []


def test_the_list_asks_the_same_number_of_statements_for_more_visits(world):
    started(world)
    things_to_do(world.deputy)
    with CaptureQueriesContext(connection) as before:
        things_to_do(world.deputy)
    for number in range(4):
        visit = visit_of(started(world, title=f"Đợt {number}"), world.bloc.units[2])
        find(visit, world.deputy)
    with CaptureQueriesContext(connection) as after:
        assert len(titles(world.deputy, "Kiểm tra")) == 5
    assert len(before) == len(after)
