"""Petitions: within the window, about what is one's own or an award of another, read and answered by nobody concerned."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from awards.models import Petition, PetitionRule
from awards.permissions_petitions import PetitionReason
from awards.petitionable import subjects_of
from awards.services.petition_reminders import remind_petitions
from awards.services.petitions import (
    accept_petition,
    answer_petition,
    send_petition,
    set_petition_days,
    withdraw_petition,
)
from blocs.access import refresh
from blocs.models import Post
from blocs.services import reorganise_units
from campaigns.when import ZONE
from reports.trail import trail_for
from scoring.models import Ranking, RankingRow
from tests.awards.petition_scenes import (
    about_award,
    about_line,
    about_place,
    award_of_another,
    published,
    refused_nomination,
)
from tests.factories import PostFactory, UnitFactory

pytestmark = pytest.mark.django_db
EVERYBODY = ("staff", "head", "other_unit_head", "leader", "leader_staff", "deputy", "former_leader", "other_bloc_leader", "other_bloc_head", "board", "viewer", "foreign_board", "foreign_head", "admin", "no_post")  # fmt: skip


def reason_of(call, **kwargs):
    with pytest.raises(Refused) as refused:
        call(**kwargs)
    return refused.value.reason


def readers(world, petition) -> set[str]:
    rows = Petition.objects
    return {who for who in EVERYBODY if who in world.people and petition in rows.visible_to(world.people[who])}


def answer(petition, by, **changes):
    values = {"outcome": "kept", "answer": "Đã chấm đúng tiêu chí."} | changes
    return answer_petition(petition_id=petition.pk, by=by, **values)


def test_a_petition_about_a_score_is_read_by_the_unit_the_leader_and_the_board_only(world):
    published(world)
    petition = about_place(world)
    assert readers(world, petition) == {"staff", "head", "leader", "leader_staff", "board", "viewer"}
    told = {row.user for row in Notification.objects.filter(kind="petition", channel="in_app")}
    assert told == {world.leader, world.leader_staff, world.board}


def test_of_the_leaders_own_petition_the_deputy_judges_not_the_leader(world):
    published(world)
    petition = about_place(world, 0, world.leader)
    assert readers(world, petition) == {"leader", "leader_staff", "deputy", "board", "viewer"}
    assert reason_of(answer, petition=petition, by=world.leader) == Reason.OWN_UNIT
    assert answer(petition, world.deputy).state == "answered"


def test_a_petition_about_anothers_award_is_never_read_by_that_unit_nor_by_the_bloc(world):
    petition = about_award(world)
    assert readers(world, petition) == {"staff", "head", "board", "viewer"}
    PostFactory(user=world.board, unit=world.bloc.units[3])
    refresh(world.board)
    assert "board" not in readers(world, petition)
    assert reason_of(answer, petition=petition, by=world.board) == PetitionReason.CONCERNED


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("head", Reason.NOT_YOUR_ROLE),
        ("deputy", Reason.NOT_YOUR_ROLE),
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("other_unit_head", Reason.OUT_OF_REACH),
        ("foreign_board", Reason.OUT_OF_REACH),
    ],
)
def test_nobody_else_answers(world, who, reason):
    published(world)
    assert reason_of(answer, petition=about_place(world), by=world.people[who]) == reason


def test_somebody_of_the_board_who_works_at_the_unit_does_not_answer(world):
    published(world)
    petition = about_place(world)
    PostFactory(user=world.board, unit=world.bloc.units[2])
    assert reason_of(answer, petition=petition, by=world.board) == Reason.OWN_UNIT


def test_it_is_taken_up_and_answered_once_with_a_reason(world):
    published(world)
    petition = about_place(world)
    accept_petition(petition_id=petition.pk, by=world.leader)
    assert reason_of(answer, petition=petition, by=world.leader, answer=" ") == Reason.REASON_MISSING
    done = answer(petition, world.leader, outcome="changed")
    assert (done.outcome, done.answered_by) == ("changed", world.leader)
    assert reason_of(answer, petition=petition, by=world.board) == Reason.WRONG_STATE
    assert reason_of(withdraw_petition, petition_id=petition.pk, by=world.head) == Reason.WRONG_STATE
    events = AuditEntry.objects.filter(target_type="awards.petition").order_by("pk").values_list("event", flat=True)
    assert list(events) == ["petition.send", "petition.accept", "petition.answer"]


def test_the_trail_tells_unit_and_board_not_the_leader_of_the_bloc(world):
    published(world)
    about_place(world)
    seen = {who for who in ("head", "leader", "deputy", "board", "other_unit_head") if trail_for(world.people[who]).filter(event="petition.send").exists()}  # fmt: skip
    assert seen == {"head", "board"}


@pytest.mark.parametrize(("who", "reason"), [("staff", Reason.NOT_YOUR_ROLE), ("leader", Reason.OUT_OF_REACH)])
def test_only_the_head_sends_and_withdraws(world, who, reason):
    published(world)
    assert reason_of(about_place, world=world, by=world.people[who]) == reason
    petition = about_place(world)
    found = reason_of(withdraw_petition, petition_id=petition.pk, by=world.people[who])
    assert found == Reason.NOT_YOUR_ROLE
    assert withdraw_petition(petition_id=petition.pk, by=world.head).state == "withdrawn"


def test_numbers_follow_each_other_within_an_authority(world):
    published(world)
    petitions = [about_place(world), about_line(world), about_place(world, 3, world.other_unit_head)]
    assert [row.number for row in petitions] == [1, 2, 3]


def test_one_open_petition_about_one_thing(world):
    published(world)
    petition = about_place(world)
    assert reason_of(about_place, world=world) == PetitionReason.SENT_ALREADY
    withdraw_petition(petition_id=petition.pk, by=world.head)
    assert about_place(world).number == 2


@pytest.mark.parametrize(("days", "refused"), [(10, False), (11, True)])
def test_the_window_counts_from_the_publication(world, days, refused):
    published(world)
    Ranking.objects.update(computed_at=clock.now() - dt.timedelta(days=days))
    if refused:
        assert reason_of(about_place, world=world) == PetitionReason.WINDOW_CLOSED
    else:
        assert about_place(world).window_until == clock.today()


def test_the_board_sets_the_days_and_names_the_source(world):
    published(world)
    rule = {"window_days": 20, "answer_days": 5, "source": "Quy chế khối", "source_status": "verified"}
    assert reason_of(set_petition_days, authority=world.a, by=world.leader, **rule) == Reason.OUT_OF_REACH
    set_petition_days(authority=world.a, by=world.board, **rule)
    petition = about_place(world)
    assert petition.answer_by == clock.today() + dt.timedelta(days=5)
    with pytest.raises(ValidationError):
        set_petition_days(authority=world.a, by=world.board, **rule | {"window_days": 0})


def test_days_that_come_with_the_product_are_marked_to_be_confirmed(world):
    rule = PetitionRule(authority=world.a)
    assert rule.unconfirmed and rule.source


def test_a_unit_petitions_only_about_its_own_and_about_awards_of_its_blocs(world):
    published(world)
    refused_nomination(world)
    award_of_another(world)
    kinds = {(row.about, row.concerned_id) for row in subjects_of(world.bloc.units[2].pk, dt.date.min)}
    own, other = world.bloc.units[2].pk, world.bloc.units[3].pk
    assert kinds == {("ranking", own), ("line", own), ("nomination", own), ("award", other)}
    assert subjects_of(world.other_bloc.units[2].pk, dt.date.min) == []
    row = RankingRow.objects.get(unit=world.bloc.units[3])
    call = {"unit_id": own, "about": "ranking", "subject_id": row.pk, "text": "Xem lại", "by": world.head}
    assert reason_of(send_petition, **call) == PetitionReason.NOT_A_SUBJECT


def test_nothing_to_petition_about_before_the_publication(world):
    published(world)
    Ranking.objects.update(state="provisional", number=None)
    assert subjects_of(world.bloc.units[2].pk, dt.date.min) == []


def test_the_page_keeps_what_was_typed(world, sign_in):
    published(world)
    url = reverse("awards:petition_create", args=[world.bloc.units[2].pk])
    response = sign_in(world.head).post(url, {"subject": "", "text": "Điểm thưởng chưa tính"})
    assert response.status_code == 422 and "Điểm thưởng chưa tính" in response.content.decode()
    row = RankingRow.objects.get(unit=world.bloc.units[2])
    response = sign_in(world.head).post(url, {"subject": f"ranking-{row.pk}", "text": "Điểm thưởng chưa tính"})
    assert response.status_code == 302 and Petition.objects.get().sent_by == world.head


def test_an_answer_without_words_is_422_and_a_changed_one_leads_to_the_correction(world, sign_in):
    published(world)
    petition = about_line(world)
    url = reverse("awards:petition_answer", args=[petition.pk])
    assert sign_in(world.board).post(url, {"outcome": "changed"}).status_code == 422
    assert sign_in(world.board).post(url, {"outcome": "changed", "answer": "Chấm lại"}).status_code == 302
    page = sign_in(world.board).get(reverse("awards:petition", args=[petition.pk])).content.decode()
    assert reverse("scoring:correction_create", args=[petition.line.sheet_id]) in page
    page = sign_in(world.head).get(reverse("awards:petition", args=[petition.pk])).content.decode()
    assert reverse("scoring:correction_create", args=[petition.line.sheet_id]) not in page


def test_the_list_asks_the_same_number_of_statements(world, sign_in):
    published(world)
    client = sign_in(world.head)
    client.get(reverse("awards:petitions"))  # what a process reads once
    counts = []
    for wanted in (1, 5):
        while Petition.objects.count() < wanted:
            withdraw_petition(petition_id=about_place(world).pk, by=world.head)
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("awards:petitions")).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_whoever_answers_is_reminded_once_a_stage_until_it_is_answered(world):
    published(world)
    petition = about_place(world)
    for day in (-4, -3, 0, 0, 2):
        with clock.at(dt.datetime.combine(petition.answer_by + dt.timedelta(days=day), dt.time(9), tzinfo=ZONE)):
            remind_petitions()
    rows = Notification.objects.filter(kind="petition_due", channel="in_app")
    assert {row.user for row in rows} == {world.leader, world.leader_staff, world.board}
    assert [rows.filter(user=world.leader).count(), rows.filter(user=world.board).count()] == [3, 3]
    answer(petition, world.leader)
    with clock.at(dt.datetime.combine(petition.answer_by + dt.timedelta(days=12), dt.time(9), tzinfo=ZONE)):
        assert remind_petitions() == 0


def test_whoever_goes_on_with_a_units_work_is_told_and_reads_the_answer_but_does_not_withdraw(world):
    published(world)
    petition = about_place(world)
    heir = UnitFactory(authority=world.a)
    reader = PostFactory(unit=heir, role=Post.Role.HEAD).user
    assert petition not in Petition.objects.visible_to(refresh(reader))
    reorganise_units(
        by=world.board, kind="merge", on=clock.today(), predecessors=[world.bloc.units[2]], successors=[heir]
    )
    answer(petition, world.board)
    assert petition in Petition.objects.visible_to(refresh(reader))
    assert Notification.objects.filter(kind="petition", user=reader, channel="in_app").count() == 1
    assert reason_of(withdraw_petition, petition_id=petition.pk, by=reader) == Reason.NOT_YOUR_ROLE
