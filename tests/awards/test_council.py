"""The council: who sits on it, its sessions, which files its members read, conclusions written once, the minutes."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from awards.council_reading import read_session
from awards.models import AgendaConclusion, Council, CouncilSession, Nomination
from awards.permissions_council import CouncilReason
from awards.services import council, council_sessions
from awards.states import SessionState
from awards.states_council import CANCEL, CLOSE, OPEN
from reports.blocks import Table
from reports.desk import read_desk
from reports.papers.council import paper_of
from reports.things_council import sessions_invited, sessions_to_conclude
from tests.awards.council_scenes import add, make_council, plan, with_file
from tests.awards.scenes import board_person_at, draft, received, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def judge(world):
    """A member of the council from a bloc that has nothing to do with the files."""
    return world.other_bloc_head


@pytest.fixture
def session(world, judge):
    return plan(world, make_council(world, [judge, world.head]))


def opened(world, session):
    council_sessions.invite_members(session_id=session.pk, by=world.board)
    return council_sessions.move_session(session_id=session.pk, move=OPEN, by=world.board)


def everybody_came(world, session):
    said = {row.pk: "present" for row in session.invited.all()}
    council_sessions.record_presence(session_id=session.pk, presence=said, by=world.board)


def refused(call, **values):
    with pytest.raises(Refused) as found:
        call(**values)
    return found.value.reason


# --- who sits -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "reason"),
    [("viewer", Reason.NOT_YOUR_ROLE), ("leader", Reason.OUT_OF_REACH), ("foreign_board", Reason.OUT_OF_REACH)],
)
def test_only_the_staff_of_the_office_establishes_a_council(world, who, reason):
    values = {"name": "Hội đồng", "decision": "", "valid_from": clock.today(), "valid_to": None}
    found = refused(council.save_council, authority_id=world.a.pk, by=getattr(world, who), **values)
    assert (found, Council.objects.count()) == (reason, 0)


def test_a_council_cannot_end_before_it_begins(world):
    with pytest.raises(ValidationError) as wrong:
        make_council(world, valid_to=dt.date(2019, 1, 1))
    assert "valid_to" in wrong.value.message_dict


def test_members_come_and_go_by_date(world, judge):
    row = make_council(world, [judge])
    member = row.members.get(user=judge)
    council.end_member(member_id=member.pk, last_day=clock.today() - dt.timedelta(days=1), by=world.board)

    assert not Council.objects.visible_to(judge).exists()
    assert (
        refused(council.end_member, member_id=member.pk, last_day=clock.today(), by=world.board) is CouncilReason.ENDED
    )
    add(row, world, judge, valid_from=clock.today())  # back again
    assert Council.objects.visible_to(judge).get() == row
    assert [entry.event for entry in AuditEntry.objects.filter(event__startswith="council.").order_by("pk")] == [
        "council.create", "council.member", "council.member", "council.member_end", "council.member"
    ]  # fmt: skip


def test_nobody_sits_twice_and_no_stranger_sits(world, judge):
    row = make_council(world, [judge])
    with pytest.raises(Refused) as twice:
        add(row, world, judge)
    assert twice.value.reason is CouncilReason.SEATED
    with pytest.raises(ValidationError) as stranger:
        add(row, world, world.foreign_head)
    assert "email" in stranger.value.message_dict


def test_the_page_warns_of_an_even_number_of_votes_and_names_no_rule_as_certain(client, world, judge):
    row = make_council(world, [judge, world.head])
    client.force_login(world.viewer)
    text = client.get(reverse("awards:council", args=[row.pk])).content.decode()
    assert "Số thành viên biểu quyết là số chẵn (2)" in text and "cần xác nhận" in text
    add(row, world, world.leader)
    assert "số chẵn" not in client.get(reverse("awards:council", args=[row.pk])).content.decode()


# --- files --------------------------------------------------------------------------------------------------------


def test_members_read_the_files_of_their_sessions_and_no_others(world, judge, session):
    other = waiting(world, subject="Phòng khác")
    item = with_file(world, session)

    assert list(Nomination.objects.visible_to(judge)) == [item.nomination]
    assert other not in Nomination.objects.visible_to(judge)


def test_reading_ends_with_the_seat_the_agenda_and_the_session(world, judge, session):
    item = with_file(world, session)
    seat = session.council.members.get(user=judge)
    for stop in ("seat", "agenda", "session"):
        assert Nomination.objects.visible_to(judge).exists()
        if stop == "seat":
            seat.valid_to = clock.today() - dt.timedelta(days=1)
            seat.save()
            assert not Nomination.objects.visible_to(judge).exists()
            seat.valid_to = None
            seat.save()
        elif stop == "agenda":
            council_sessions.take_off_agenda(item_id=item.pk, by=world.board)
            assert not Nomination.objects.visible_to(judge).exists()
            council_sessions.put_on_agenda(session_id=session.pk, nomination_ids=[item.nomination_id], by=world.board)
        else:
            council_sessions.move_session(session_id=session.pk, move=CANCEL, by=world.board)
            assert not Nomination.objects.visible_to(judge).exists()


def test_only_files_on_the_boards_desk_of_this_authority_and_once(world, session):
    put = {"session_id": session.pk, "by": world.board}
    assert refused(council_sessions.put_on_agenda, nomination_ids=[], **put) is CouncilReason.NOTHING_CHOSEN
    unsent = draft(world, place=3)
    for row in (unsent, waiting(world, subject="Phòng chưa tiếp nhận")):
        assert refused(council_sessions.put_on_agenda, nomination_ids=[row.pk], **put) is CouncilReason.NOT_WAITING
    item = with_file(world, session)
    second = plan(world, session.council, title="Phiên khác")
    again = {"session_id": second.pk, "nomination_ids": [item.nomination_id], "by": world.board}
    assert refused(council_sessions.put_on_agenda, **again) is CouncilReason.ELSEWHERE
    Nomination.objects.filter(pk=unsent.pk).update(campaign=world.foreign_bloc.campaign)
    assert refused(council_sessions.put_on_agenda, nomination_ids=[unsent.pk], **put) is Reason.OUT_OF_REACH


@pytest.mark.parametrize(
    ("who", "reason"),
    [("viewer", Reason.NOT_YOUR_ROLE), ("other_bloc_head", Reason.NOT_YOUR_ROLE), ("leader", Reason.OUT_OF_REACH)],
)
def test_members_and_readers_change_nothing(world, session, who, reason):
    nomination = waiting(world)
    by = getattr(world, who)
    calls = (
        (council_sessions.put_on_agenda, {"nomination_ids": [nomination.pk]}),
        (council_sessions.invite_members, {}),
        (council_sessions.move_session, {"move": CANCEL}),
        (council_sessions.record_presence, {"presence": {}}),
    )
    assert [refused(call, session_id=session.pk, by=by, **values) for call, values in calls] == [reason] * 4


# --- the session --------------------------------------------------------------------------------------------------


def test_invited_once_told_and_on_the_list_of_things_to_do(world, judge, session):
    with_file(world, session)
    assert council_sessions.invite_members(session_id=session.pk, by=world.board) == 3
    assert council_sessions.invite_members(session_id=session.pk, by=world.board) == 0
    assert Notification.objects.filter(user=judge, kind="award_council", channel="in_app").count() == 1
    (thing,) = sessions_invited(read_desk(judge))
    assert (thing.title, thing.url) == (
        "Đọc 1 hồ sơ trước phiên họp: Phiên họp xét cuối năm",
        reverse("awards:session", args=[session.pk]),
    )
    assert list(sessions_to_conclude(read_desk(world.board))) == []


def test_it_opens_with_files_and_members_only(world, session):
    move = {"session_id": session.pk, "move": OPEN, "by": world.board}
    assert refused(council_sessions.move_session, **move) is CouncilReason.EMPTY
    with_file(world, session)
    assert refused(council_sessions.move_session, **move) is CouncilReason.EMPTY
    assert opened(world, session).state == SessionState.OPEN
    assert [thing.label for thing in sessions_to_conclude(read_desk(world.board))] == ["Đang họp"]


def test_once_open_day_and_agenda_stand(world, session):
    item = with_file(world, session)
    opened(world, session)
    for call, values in (
        (council_sessions.take_off_agenda, {"item_id": item.pk}),
        (council_sessions.put_on_agenda, {"session_id": session.pk, "nomination_ids": [item.nomination_id]}),
        (council_sessions.invite_members, {"session_id": session.pk}),
    ):
        assert refused(call, by=world.board, **values) is CouncilReason.FIXED
    assert (
        refused(council_sessions.move_session, session_id=session.pk, move=CANCEL, by=world.board) is Reason.WRONG_STATE
    )


def test_conclusions_are_written_once_with_a_reason_where_it_is_no(world, session):
    item = with_file(world, session)
    conclude = {"item_id": item.pk, "by": world.board}
    assert refused(council_sessions.conclude_item, outcome="propose", **conclude) is CouncilReason.NOT_OPEN
    opened(world, session)
    assert refused(council_sessions.conclude_item, outcome="decline", text=" ", **conclude) is Reason.REASON_MISSING
    council_sessions.conclude_item(outcome="decline", text="Chưa đủ điều kiện", **conclude)

    assert refused(council_sessions.conclude_item, outcome="propose", **conclude) is CouncilReason.CONCLUDED
    with pytest.raises(TypeError):
        AgendaConclusion.objects.get().save()
    entry = AuditEntry.objects.get(event="council_session.conclude")
    assert (entry.after, entry.note) == ({"outcome": "decline"}, "Chưa đủ điều kiện")


def test_nobody_concludes_about_the_own_unit(world, session):
    item = with_file(world, session)
    opened(world, session)
    by = board_person_at(world, world.bloc.units[2])
    assert refused(council_sessions.conclude_item, item_id=item.pk, outcome="propose", by=by) is Reason.OWN_UNIT


def test_it_ends_when_everything_is_concluded_and_everybody_called(world, session):
    item = with_file(world, session)
    opened(world, session)
    close = {"session_id": session.pk, "move": CLOSE, "by": world.board}
    assert refused(council_sessions.move_session, **close) is CouncilReason.UNFINISHED
    council_sessions.conclude_item(item_id=item.pk, outcome="propose", by=world.board)
    assert refused(council_sessions.move_session, **close) is CouncilReason.UNFINISHED
    everybody_came(world, session)
    assert council_sessions.move_session(**close).closed_at is not None
    assert refused(council_sessions.record_presence, session_id=session.pk, presence={}, by=world.board) is CouncilReason.NOT_OPEN  # fmt: skip


def test_the_chair_is_a_member_on_the_day(world, judge):
    row = make_council(world, [judge])
    stranger = make_council(world, [world.head], name="Hội đồng khác")
    with pytest.raises(ValidationError) as wrong:
        plan(world, row, chair_id=stranger.members.first().pk)
    assert "chair" in wrong.value.message_dict


def test_a_member_of_the_candidates_unit_is_named_as_left_out(world, session):
    """world.head works at units[2], which the file is about."""
    with_file(world, session)
    council_sessions.invite_members(session_id=session.pk, by=world.board)
    (row,) = read_session(session).rows
    assert [member.user for member in row.left_out] == [world.head]


def test_minutes_say_who_was_there_and_what_was_concluded(world, session):
    item = with_file(world, session)
    opened(world, session)
    everybody_came(world, session)
    council_sessions.conclude_item(item_id=item.pk, outcome="later", text="Bổ sung báo cáo", by=world.board)
    session.refresh_from_db()
    paper = paper_of(read_session(session))

    people, files = (block for block in paper.sections[0].blocks if isinstance(block, Table))
    assert [row.cells[-1] for row in people.rows] == ["Có mặt"] * 3
    assert files.rows[0].cells == (
        "1",
        item.nomination.subject,
        world.head.full_name,
        "–",
        "Chưa xét, yêu cầu bổ sung hồ sơ. Bổ sung báo cáo",
    )


# --- pages --------------------------------------------------------------------------------------------------------


def test_the_way_through_the_pages(client, world, judge):
    client.force_login(world.board)

    def post(name, pk, data=None, *more):
        return client.post(reverse(f"awards:{name}", args=[pk, *more]), data or {})

    wrong = post("council_create", world.a.pk, {"name": "", "valid_from": "x"})
    assert wrong.status_code == 422
    assert post("council_create", world.a.pk, {"name": "Hội đồng", "valid_from": "01/01/2020"}).status_code == 302
    row = Council.objects.get()
    member = {"full_name": "Bà A", "seat": "chair", "votes": "on", "valid_from": "01/01/2020", "email": judge.email}
    assert post("council_member", row.pk, member | {"email": "khong@co.vn"}).status_code == 422
    assert post("council_member", row.pk, member).status_code == 302
    assert post("council_member", row.pk, member).status_code == 403
    day = f"{clock.today() + dt.timedelta(days=2):%d/%m/%Y}"
    values = {"title": "Phiên 1", "day": day, "hour": "8h30", "chair": row.members.get().pk}
    assert post("session_create", row.pk, values).status_code == 302
    session = CouncilSession.objects.get()
    assert post("session_agenda", session.pk, {"nominations": ["x"]}).status_code == 422
    nomination = received(world)
    assert post("session_agenda", session.pk, {"nominations": [nomination.pk], "field": "Sở, ngành"}).status_code == 302
    assert post("session_invite", session.pk).status_code == 302
    assert post("session_move", session.pk, None, "open").status_code == 302
    invited, item = session.invited.get(), session.agenda.get()
    assert post("session_presence", session.pk, {f"du_{invited.pk}": "khac"}).status_code == 422
    assert post("session_presence", session.pk, {f"du_{invited.pk}": "present"}).status_code == 302
    assert post("agenda_conclude", item.pk, {"outcome": "propose"}).status_code == 302
    assert post("session_move", session.pk, None, "close").status_code == 302
    text = client.get(reverse("awards:session", args=[session.pk])).content.decode()
    assert "Nhất trí đề nghị khen thưởng" in text and "Có mặt" in text
    assert client.post(reverse("awards:session_move", args=[session.pk, "x"])).status_code == 404


def test_a_member_opens_session_and_file(client, world, judge, session):
    item = with_file(world, session)
    client.force_login(judge)
    for name, pk in (
        ("session", session.pk),
        ("council", session.council_id),
        ("nomination_detail", item.nomination_id),
    ):
        assert client.get(reverse(f"awards:{name}", args=[pk])).status_code == 200
    client.force_login(world.leader)
    assert client.get(reverse("awards:session", args=[session.pk])).status_code == 404


def statements(client, user, session) -> int:
    client.force_login(user)
    with CaptureQueriesContext(connection) as found:
        assert client.get(reverse("awards:session", args=[session.pk])).status_code == 200
    return len(found)


def test_the_page_costs_the_same_for_one_file_and_five(client, world, judge, session):
    with_file(world, session)
    council_sessions.invite_members(session_id=session.pk, by=world.board)
    statements(client, world.board, session)
    first = statements(client, world.board, session)
    for number in range(4):
        with_file(world, session, subject=f"Phòng {number}")
        add(session.council, world, None, full_name=f"Ủy viên {number}")
    council_sessions.invite_members(session_id=session.pk, by=world.board)
    assert statements(client, world.board, session) == first
