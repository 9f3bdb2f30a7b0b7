"""Handing the leader's office over: prepared, given by one head, received by the other, frozen in between."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from blocs.access import refresh
from campaigns.models import Handover
from campaigns.permissions_handovers import YearReason
from campaigns.services import meeting_life
from campaigns.services.handovers import digest_of, open_handover, receive_handover, write_handover
from reports.handover import gather
from reports.services.handovers import give
from reports.services.meeting_papers import MINUTES, begin_paper
from reports.tasks_due import things_to_do
from tests.campaigns.meeting_scenes import opened, plan
from tests.factories import BlocYearFactory, DeadlineFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def following(world, unit=None):
    row = BlocYearFactory(bloc=world.bloc.year.bloc, year=world.bloc.year.year + 1)
    if unit is not None:
        MembershipFactory(bloc_year=row, unit=unit, role="leader", valid_from=timezone.localdate())
    return row


@pytest.fixture
def prepared(world):
    following(world, world.bloc.units[3])
    row = open_handover(bloc_year_id=world.bloc.year.pk, by=world.leader_staff)
    return write_handover(
        handover_id=row.pk, not_done="Chưa họp", advice="Nhắc sớm", version=row.version, by=world.leader_staff
    )


def refusal(call, **values):
    with pytest.raises(Refused) as caught:
        call(**values)
    return caught.value.reason


def test_it_is_given_by_one_head_and_received_by_the_other(world, prepared):
    DeadlineFactory(campaign=world.bloc.campaign, title="Báo cáo tổng kết")
    row = give(handover_id=prepared.pk, by=world.leader)
    assert (row.state, row.given_by, row.facts["not_done"], row.facts["advice"]) == (
        "given",
        world.leader,
        "Chưa họp",
        "Nhắc sớm",
    )
    assert row.sha256 == digest_of(row.facts)
    row = receive_handover(handover_id=row.pk, by=world.other_unit_head, remark="Đã nhận")
    assert (row.state, row.received_by, row.remark) == ("received", world.other_unit_head, "Đã nhận")
    events = list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))
    assert events == ["handover.open", "handover.write", "handover.give", "handover.receive"]
    told = Notification.objects.filter(kind="handover", channel="in_app").values_list("user", "title")
    words = str(world.bloc.year)
    assert set(told) == {
        (world.other_unit_head.pk, f"Biên bản bàn giao: {words}"),
        (world.board.pk, f"Biên bản bàn giao: {words}"),
        (world.leader.pk, f"Đã tiếp nhận bàn giao: {words}"),
        (world.board.pk, f"Đã tiếp nhận bàn giao: {words}"),
    }


def test_what_was_given_stays_as_it_was(world, prepared):
    row = give(handover_id=prepared.pk, by=world.leader)
    frozen = row.facts
    DeadlineFactory(campaign=world.bloc.campaign, title="Mốc thêm sau")
    row.refresh_from_db()
    assert row.facts == frozen
    assert gather(world.bloc.year)["deadlines"] != frozen["deadlines"]
    reason = refusal(write_handover, handover_id=row.pk, not_done="x", advice="", version=1, by=world.leader)
    assert reason == YearReason.GIVEN_ALREADY


def test_a_copy_that_was_tampered_with_is_not_received(world, prepared):
    row = give(handover_id=prepared.pk, by=world.leader)
    Handover.objects.filter(pk=row.pk).update(facts={**row.facts, "advice": "khác"})
    assert refusal(receive_handover, handover_id=row.pk, by=world.other_unit_head) == Reason.STALE


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("leader_staff", Reason.NOT_YOUR_ROLE),
        ("other_unit_head", Reason.OUT_OF_REACH),  # a draft is not there for who will receive it
        ("deputy", Reason.OUT_OF_REACH),
        ("head", Reason.OUT_OF_REACH),
        ("board", Reason.NOT_YOUR_ROLE),
        ("foreign_board", Reason.OUT_OF_REACH),
    ],
)
def test_only_the_outgoing_head_gives(world, prepared, who, reason):
    assert refusal(give, handover_id=prepared.pk, by=world.people[who]) in (reason, Reason.NOT_YOUR_ROLE)
    assert Handover.objects.get().state == "draft"


def test_only_the_incoming_head_receives(world, prepared):
    give(handover_id=prepared.pk, by=world.leader)
    for who in ("leader", "board", "deputy", "head"):
        with pytest.raises(Refused):
            receive_handover(handover_id=prepared.pk, by=world.people[who])
    assert Handover.objects.get().state == "given"


def test_there_must_be_somebody_to_give_to(world):
    call = {"bloc_year_id": world.bloc.year.pk, "by": world.leader}
    assert refusal(open_handover, **call) == YearReason.NO_NEXT_YEAR
    row = following(world)
    assert refusal(open_handover, **call) == YearReason.NO_LEADER
    seat = MembershipFactory(bloc_year=row, unit=world.bloc.units[0], role="leader", valid_from=timezone.localdate())
    assert refusal(open_handover, **call) == YearReason.SAME_LEADER
    seat.delete()
    MembershipFactory(bloc_year=row, unit=world.bloc.units[3], role="leader", valid_from=timezone.localdate())
    assert open_handover(**call).receiver == world.bloc.units[3]
    with pytest.raises(Refused):
        open_handover(bloc_year_id=world.bloc.year.pk, by=world.deputy)


def test_a_draft_follows_who_leads_the_next_year_and_is_not_given_to_somebody_else(world, prepared):
    seat = prepared.next_year.memberships.get(role="leader")
    seat.unit = world.bloc.units[2]
    seat.save()
    assert refusal(give, handover_id=prepared.pk, by=world.leader) == Reason.STALE
    assert open_handover(bloc_year_id=world.bloc.year.pk, by=world.leader).receiver == world.bloc.units[2]


def test_something_has_to_be_said_about_what_was_not_done(world, prepared):
    row = write_handover(handover_id=prepared.pk, not_done=" ", advice="", version=prepared.version, by=world.leader)
    with pytest.raises(ValidationError) as caught:
        give(handover_id=row.pk, by=world.leader)
    assert list(caught.value.message_dict) == ["not_done"]


def test_two_who_write_at_once_notice(world, prepared):
    reason = refusal(
        write_handover, handover_id=prepared.pk, not_done="x", advice="", version=prepared.version - 1, by=world.leader
    )
    assert reason == Reason.STALE


def test_who_sees_it(world, prepared):
    def seen():
        return {
            who
            for who, user in world.people.items()
            if Handover.objects.visible_to(refresh(user)).filter(pk=prepared.pk).exists()
        }

    assert seen() == {"leader", "leader_staff", "board", "viewer"}
    give(handover_id=prepared.pk, by=world.leader)
    assert seen() == {"leader", "leader_staff", "board", "viewer", "other_unit_head"}


def test_the_copy_holds_work_contacts_and_states_only(world, prepared):
    unit = world.bloc.units[2]
    due = DeadlineFactory(campaign=world.bloc.campaign, title="Báo cáo")
    from campaigns import services

    services.save_submission(deadline_id=due.pk, unit=unit, text="CHIM-YEN", by=world.staff)
    facts = gather(world.bloc.year)
    assert "CHIM-YEN" not in str(facts)
    assert {tuple(sorted(one)) for one in facts["contacts"]} == {("email", "name", "phone", "title", "unit")}
    assert (unit.name, "Đang soạn") in {(one["unit"], one["state"]) for one in facts["tasks"]}
    strangers = {post.user.email for post in world.other_bloc.units[0].posts.all()}
    assert strangers and not strangers & {one["email"] for one in facts["contacts"]}


def test_the_standing_office_is_among_the_contacts(world):
    assert world.board.email in {one["email"] for one in gather(world.bloc.year)["contacts"]}
    assert world.viewer.email not in {one["email"] for one in gather(world.bloc.year)["contacts"]}


def test_meetings_and_papers_under_way_are_open_tasks(world):
    ahead = plan(world, title="Hội nghị tổng kết")
    done = opened(world, title="Hội nghị sơ kết")
    meeting_life.close_meeting(meeting_id=done.pk, by=world.leader)
    assert ("Hội nghị tổng kết", "Đang chuẩn bị") in tasks(world)
    assert ("Hội nghị sơ kết", "Chưa có biên bản") in tasks(world)
    paper = begin_paper(meeting_id=done.pk, which=MINUTES, by=world.leader)
    assert ("Hội nghị sơ kết", "Chưa có biên bản") not in tasks(world)
    assert (f"Văn bản: {paper}", "Dự thảo") in tasks(world)
    meeting_life.call_off(meeting_id=ahead.pk, by=world.leader, reason="Hoãn")
    assert "Hội nghị tổng kết" not in {what for what, _ in tasks(world)}


def tasks(world) -> set[tuple[str, str]]:
    return {(one["what"], one["state"]) for one in gather(world.bloc.year)["tasks"]}


def titles(user) -> list[str]:
    return [thing.title for thing in things_to_do(refresh(user)) if "bàn giao" in thing.title.lower()]


def test_both_leaders_are_told_what_to_do(world):
    assert titles(world.leader) == []
    following(world, world.bloc.units[3])
    assert titles(world.leader) == titles(world.leader_staff) == ["Lập biên bản bàn giao Trưởng khối"]
    assert titles(world.other_unit_head) == titles(world.deputy) == titles(world.board) == []
    row = open_handover(bloc_year_id=world.bloc.year.pk, by=world.leader)
    assert titles(world.leader) == ["Bàn giao Trưởng khối"] and titles(world.other_unit_head) == []
    write_handover(handover_id=row.pk, not_done="Không có", advice="", version=row.version, by=world.leader)
    give(handover_id=row.pk, by=world.leader)
    assert titles(world.leader) == [] and titles(world.other_unit_head) == ["Tiếp nhận bàn giao Trưởng khối"]
    receive_handover(handover_id=row.pk, by=world.other_unit_head)
    assert titles(world.other_unit_head) == []


def test_who_goes_on_leading_hands_nothing_over(world):
    following(world, world.bloc.units[0])
    assert titles(world.leader) == []


def test_the_number_of_statements_does_not_grow(world):
    def statements():
        with CaptureQueriesContext(connection) as found:
            gather(world.bloc.year)
        return len(found)

    DeadlineFactory(campaign=world.bloc.campaign)
    begin_paper(meeting_id=opened(world).pk, which=MINUTES, by=world.leader)
    few = statements()
    DeadlineFactory.create_batch(4, campaign=world.bloc.campaign)
    for number in range(4):
        plan(world, title=f"Họp {number}")
        begin_paper(meeting_id=opened(world, title=f"Đã họp {number}").pk, which=MINUTES, by=world.leader)
    assert statements() == few


def test_the_pages(world, prepared, sign_in):
    url = reverse("reports:handover", args=[world.bloc.year.pk])
    client = sign_in(world.leader)
    assert client.post(url, {"not_done": "", "advice": "giữ lại", "version": ""}).status_code == 422
    page = client.post(url, {"not_done": "x", "advice": "y", "version": 0})
    assert page.status_code == 409
    assert client.post(reverse("reports:handover_give", args=[world.bloc.year.pk])).status_code == 302
    shown = client.get(url).content.decode()
    assert prepared.advice in shown and Handover.objects.get().sha256 in shown
    receiver = sign_in(world.other_unit_head)
    assert receiver.post(reverse("reports:handover_receive", args=[world.bloc.year.pk])).status_code == 302
    assert Handover.objects.get().state == "received"


def test_before_there_is_one_the_page_says_what_to_do(world, sign_in):
    url = reverse("reports:handover", args=[world.bloc.year.pk])
    assert "Cần mở năm tiếp theo" in sign_in(world.leader).get(url).content.decode()
    following(world, world.bloc.units[3])
    assert "Lập biên bản bàn giao" in sign_in(world.leader).get(url).content.decode()
    assert sign_in(world.head).get(url).status_code in (403, 404)


def test_dates_are_written_as_people_write_them(world, prepared):
    assert gather(world.bloc.year)["on"] == f"{timezone.localdate():%d/%m/%Y}"
    assert dt.datetime.strptime(gather(world.bloc.year)["members"][0]["from"], "%d/%m/%Y")
