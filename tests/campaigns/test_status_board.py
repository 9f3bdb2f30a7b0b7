"""The board unit × milestone: five states in words, meetings beside papers, filters, bulk reminders, what it costs."""

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from campaigns import services
from campaigns.models import Deadline, Extension, Reminder, Submission
from campaigns.services import attendance, meeting_life
from campaigns.status_board import Status, read_status_board
from tests.factories import DeadlineFactory, MembershipFactory

from . import pledge_scenes
from .meeting_scenes import invited, plan, seat_of
from .pledge_scenes import sign

pytestmark = pytest.mark.django_db


def owe(world, days, **changes) -> Deadline:
    values = {"title": f"Báo cáo {days}", "value": clock.today() + dt.timedelta(days=days)} | changes
    return DeadlineFactory(campaign=world.bloc.campaign, **values)


def state(deadline, unit, value):
    return Submission.objects.create(deadline=deadline, unit=unit, state=value)


def words(world, column):
    board = read_status_board(world.bloc.campaign)
    at = [row.title for row in board.columns].index(column)
    return [(entries[at].status, entries[at].word) if entries[at] else None for _, entries in board.rows]


def test_every_state_of_a_paper(world):
    late, units = owe(world, -3), world.bloc.units
    state(late, units[0], "submitted")
    state(late, units[1], "accepted")
    state(late, units[2], "returned")
    assert words(world, "Báo cáo -3") == [
        (Status.WAITING, "Chờ duyệt"),
        (Status.DONE, "Đã duyệt"),
        (Status.BACK, "Trả lại"),
        (Status.LATE, "Quá hạn"),
    ]
    ahead = owe(world, 5)
    state(ahead, units[0], "draft")
    assert words(world, "Báo cáo 5")[:2] == [
        (Status.NOT_SENT, "Chưa gửi (đang soạn)"),
        (Status.NOT_SENT, "Chưa gửi"),
    ]
    Extension.objects.create(deadline=late, unit=units[3], last_day=clock.today(), reason="bão", granted_by=world.board)
    assert words(world, "Báo cáo -3")[3][0] == Status.NOT_SENT


def test_a_meeting_is_a_column_from_invitation_to_roll(world):
    meeting, units = invited(world, days=0, title="Họp khối", answer_by=clock.today()), world.bloc.units
    seats = [seat_of(meeting, unit) for unit in units]
    attendance.answer_invitation(seat_id=seats[0].pk, by=world.leader, answer="coming")
    attendance.answer_invitation(seat_id=seats[1].pk, by=world.deputy, answer="absent", reason="Đi công tác")
    assert words(world, "Họp khối") == [
        (Status.WAITING, "Đến dự"),
        (Status.WAITING, "Vắng mặt"),
        (Status.NOT_SENT, "Chưa trả lời"),
        (Status.NOT_SENT, "Chưa trả lời"),
    ]
    with clock.at(clock.now() + dt.timedelta(days=1)):
        assert words(world, "Họp khối")[2] == (Status.LATE, "Quá hạn trả lời")
    meeting_life.open_meeting(meeting_id=meeting.pk, by=world.leader)
    for seat, present in ((seats[0], True), (seats[1], False), (seats[2], False)):
        attendance.call_seat(seat_id=seat.pk, by=world.leader, present=present)
    meeting_life.close_meeting(meeting_id=meeting.pk, by=world.leader)
    assert words(world, "Họp khối") == [
        (Status.DONE, "Có mặt"),
        (Status.DONE, "Vắng có lý do"),
        (Status.LATE, "Vắng"),
        (Status.LATE, "Không điểm danh"),
    ]


def test_a_meeting_nobody_was_invited_to_is_no_column(world):
    plan(world, title="Chưa mời")
    assert read_status_board(world.bloc.campaign).columns == []


def test_filters_narrow_and_odd_ones_do_not(world, sign_in):
    late, ahead = owe(world, -3), owe(world, 5, kind=Deadline.Kind.REGISTRATION)
    state(late, world.bloc.units[0], "accepted")
    whole = read_status_board(world.bloc.campaign)
    assert [row.key for row in whole.narrowed(f"m{late.pk}").columns] == [f"m{late.pk}"]
    assert [row.key for row in whole.narrowed("registration").columns] == [f"m{ahead.pk}"]
    assert whole.narrowed(f"{late.last_day:%Y-%m}").columns[0].key == f"m{late.pk}"
    assert len(whole.narrowed(unit_id=world.bloc.units[1].pk).rows) == 1
    overdue = whole.narrowed(status="qua-han")
    assert len(overdue.rows) == 3 and [row.key for row in overdue.columns] == [f"m{late.pk}"]
    assert all(len(entries) == 1 for _, entries in overdue.rows)
    assert whole.kinds == [("registration", "Đăng ký thi đua"), (late.kind, late.get_kind_display())]
    assert (f"{late.last_day:%Y-%m}", f"Tháng {late.last_day.month}/{late.last_day.year}") in whole.months
    assert len(whole.narrowed("x", 10**9, "y").rows) == 4
    client = sign_in(world.leader)
    address = reverse("campaigns:board", args=[world.bloc.campaign.pk])
    page = client.get(address, {"loc": "da-duyet", "moc": f"m{late.pk}"})
    assert [unit for unit, _ in page.context["shown"].rows] == [world.bloc.units[0]]
    counts = {chip["label"]: chip["count"] for chip in page.context["chips"]}
    assert counts == {
        "Tất cả": 4,
        "Chưa gửi": 0,
        "Quá hạn": 3,
        "Chờ duyệt": 0,
        "Trả lại": 0,
        "Đã duyệt": 1,
        "Được bỏ qua": 0,
    }
    assert f"moc=m{late.pk}" in page.context["chips"][0]["url"]
    for query in ("?loc=%00", "?moc=²&don-vi=²", "?don-vi=99999999999999999999"):
        assert client.get(address + query).status_code == 200


def test_a_filter_by_kind_or_month_stays_to_be_seen(world, sign_in):
    late = owe(world, -3)
    client, address = sign_in(world.leader), reverse("campaigns:board", args=[world.bloc.campaign.pk])
    for key in (late.kind, f"{late.last_day:%Y-%m}", f"m{late.pk}"):
        assert f'<option value="{key}" selected>' in client.get(address, {"moc": key}).content.decode()


def test_the_signed_pledge_tells_the_day_and_nothing_is_overdue(world, sign_in):
    due = owe(world, -30, kind=Deadline.Kind.PLEDGE, title="Ký giao ước", owes="members")
    with clock.at(clock.now() - dt.timedelta(days=31)):
        sign(pledge_scenes.opened(world), world.bloc.units[0], world.leader)
    board = read_status_board(world.bloc.campaign)
    at = [row.key for row in board.columns].index(f"m{due.pk}")
    signed = next(entries[at] for unit, entries in board.rows if unit == world.bloc.units[0])
    assert (signed.status, signed.word) == (Status.DONE, "Đã ký")
    page = sign_in(world.leader).get(reverse("campaigns:board", args=[world.bloc.campaign.pk])).content.decode()
    assert f"ký ngày {signed.cell.signature.signed_on:%d/%m/%Y}" in page
    text = sign_in(world.leader).get(reverse("reports:board_export", args=[world.bloc.campaign.pk]))
    rows = list(openpyxl.load_workbook(io.BytesIO(text.content))["Danh sách"].iter_rows(values_only=True))
    own = next(row for row in rows if row[0] == world.bloc.units[0].name)
    assert own[3] == "Đã ký" and own[5] == f"{signed.cell.signature.signed_on:%d/%m/%Y}"


def test_the_list_of_an_export_holds_the_chosen_status_alone(world, sign_in):
    late, _ = owe(world, -3), owe(world, 5)
    state(late, world.bloc.units[0], "accepted")
    address = reverse("reports:board_export", args=[world.bloc.campaign.pk])
    book = openpyxl.load_workbook(io.BytesIO(sign_in(world.leader).get(address, {"loc": "qua-han"}).content))
    words = [row[2] for row in book["Danh sách"].iter_rows(min_row=4, values_only=True)]
    assert words == ["Quá hạn"] * 3
    assert book["Tiến độ"]["B4"].value == "quá hạn 3 ngày"


def test_a_member_sees_the_own_row_alone(world, sign_in):
    owe(world, -3, title="Báo cáo năm")
    page = sign_in(world.staff).get(reverse("campaigns:board", args=[world.bloc.campaign.pk]))
    assert [unit for unit, _ in page.context["shown"].rows] == [world.bloc.units[2]]
    assert 'type="checkbox"' not in page.content.decode()


def test_chosen_cells_are_read_then_reminded_in_one_go(world, sign_in):
    first, second = owe(world, -3), owe(world, 5)
    units, client = world.bloc.units, sign_in(world.leader)
    address = reverse("campaigns:board_remind", args=[world.bloc.campaign.pk])
    board = client.get(reverse("campaigns:board", args=[world.bloc.campaign.pk])).content.decode()
    assert f'value="{first.pk}-{units[2].pk}"' in board and f'value="{first.pk}-{units[0].pk}"' not in board
    chosen = [f"{first.pk}-{units[2].pk}", f"{first.pk}-{units[3].pk}", f"{second.pk}-{units[2].pk}", "x-y", "1"]
    page = client.get(address, {"o": chosen})
    assert page.context["count"] == 3 and not Reminder.objects.filter(state="sent").exists()
    assert client.post(address, {"o": chosen}).status_code == 302
    sent = set(Reminder.objects.filter(state="sent").values_list("deadline", "unit"))
    assert sent == {(first.pk, units[2].pk), (first.pk, units[3].pk), (second.pk, units[2].pk)}
    again = client.post(address, {"o": chosen}, follow=True)
    assert "Hôm nay đã nhắc rồi" in again.content.decode()
    assert Reminder.objects.filter(state="sent").count() == 3


def test_only_own_deadlines_and_only_those_who_may(world, sign_in):
    elsewhere = DeadlineFactory(campaign=world.other_bloc.campaign, value=clock.today())
    address = reverse("campaigns:board_remind", args=[world.bloc.campaign.pk])
    pair = {"o": f"{elsewhere.pk}-{world.other_bloc.units[2].pk}"}
    assert sign_in(world.leader).post(address, pair).status_code == 302
    assert not Reminder.objects.filter(state="sent").exists()
    own = {"o": f"{owe(world, -3).pk}-{world.bloc.units[3].pk}"}
    assert sign_in(world.staff).post(address, own).status_code == 403
    assert sign_in(world.viewer).post(address, own).status_code == 403
    assert sign_in(world.other_bloc_leader).post(address, own).status_code == 404


def test_the_board_costs_the_same_for_any_number_of_cells(world, sign_in):
    state(owe(world, -3), world.bloc.units[0], "submitted")
    invited(world)
    client, address = sign_in(world.leader), reverse("campaigns:board", args=[world.bloc.campaign.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for days in range(-6, -1):
        MembershipFactory(bloc_year=world.bloc.year)
        state(owe(world, days), world.bloc.units[1], "accepted")
        invited(world)
    with CaptureQueriesContext(connection) as after:
        assert len(client.get(address).context["shown"].columns) == 12
    assert len(after) == len(before)


def test_reminding_one_deadline_still_works_beside(world):
    rows = services.remind_now(deadline_id=owe(world, -3).pk, unit_ids=[world.bloc.units[2].pk], by=world.deputy)
    assert [row.unit for row in rows] == [world.bloc.units[2]]
