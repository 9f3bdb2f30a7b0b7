"""Pages of meetings: who sees what, forms with what was typed kept, two taps to answer, what a page costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from campaigns.models import AgendaOutcome, Meeting
from campaigns.services import attendance, meeting_life, meetings
from campaigns.states_meetings import MeetingState
from campaigns.when import ZONE
from tests.factories import MembershipFactory

from .meeting_scenes import event_deadline, invited, opened, plan, seat_of

pytestmark = pytest.mark.django_db
SECRET = "Đang điều trị tại bệnh viện"
JSON = {"accept": "application/json"}


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def typed(**changes):
    day = clock.today().replace(year=clock.today().year + 1)
    return {"title": "Hội nghị tổng kết", "kinds": ["year"], "day": f"{day:%d/%m/%Y}", "hour": "8h30"} | changes


def test_planning_from_a_deadline_and_the_list(world, sign_in):
    due, client = event_deadline(world), sign_in(world.leader)
    page = client.get(url("meeting_create", world.bloc.campaign.pk), {"moc": due.pk})
    assert page.context["form"].initial["title"] == due.title
    answer = client.post(url("meeting_create", world.bloc.campaign.pk), typed(deadlines=[due.pk]))
    meeting = Meeting.objects.get()
    assert answer.url == url("meeting", meeting.pk)
    assert f"{meeting.starts_at.astimezone(ZONE):%H:%M}" == "08:30"
    assert list(meeting.deadlines.all()) == [due]
    listed = client.get(url("meetings", world.bloc.campaign.pk)).content.decode()
    assert "Hội nghị tổng kết" in listed and "Đang chuẩn bị" in listed


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kinds": []}, "ít nhất một nội dung"),
        ({"hour": "25:99"}, "Nhập giờ theo dạng"),
        ({"day": "31/02/2026"}, "Nhập ngày theo dạng"),
        ({"link": "không phải đường dẫn"}, "URL"),
        ({"quorum_percent": "140"}, "100"),
        ({"answer_by": "01/01/2199"}, "Hạn trả lời phải trước"),
    ],
)
def test_bad_input_is_kept_at_its_field(world, sign_in, changes, told):
    answer = sign_in(world.leader).post(
        url("meeting_create", world.bloc.campaign.pk), typed(place="Phòng A2", **changes)
    )
    assert answer.status_code == 422
    assert told in answer.content.decode() and "Phòng A2" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_saving_over_somebody_elses_save_is_shown(world, sign_in):
    meeting, client = plan(world), sign_in(world.leader)
    meetings.update_meeting(meeting_id=meeting.pk, by=world.board, seen=0, title="Tên của cơ quan")
    answer = client.post(url("meeting_update", meeting.pk), typed(title="Tên của tôi", seen=0))
    assert answer.status_code == 422 and "Tên của tôi" in answer.content.decode()
    again = client.post(url("meeting_update", meeting.pk), typed(title="Tên của tôi", seen=1))
    assert again.status_code == 302
    meeting.refresh_from_db()
    assert meeting.title == "Tên của tôi"


def test_answering_in_two_taps_and_with_a_reason(world, sign_in):
    meeting = invited(world)
    seat, client = seat_of(meeting, world.bloc.units[2]), sign_in(world.staff)
    page = client.get(url("meeting", meeting.pk)).content.decode()
    assert "có dự không?" in page and "Đến dự" in page
    assert client.post(url("meeting_answer", seat.pk), {"answer": "coming"}).status_code == 302
    bad = client.post(url("meeting_answer", seat.pk), {"answer": "delegate", "person_post": "Phó phòng Tổng hợp"})
    assert bad.status_code == 422 and "Phó phòng Tổng hợp" in bad.content.decode()
    assert client.post(url("meeting_answer", seat.pk), {"answer": "absent", "reason": SECRET}).status_code == 302
    seat.refresh_from_db()
    assert (seat.answer, seat.reason) == ("absent", SECRET)


def test_reasons_are_read_by_the_unit_and_those_who_follow_only(world, sign_in):
    meeting = invited(world)
    seat = seat_of(meeting, world.bloc.units[2])
    attendance.answer_invitation(seat_id=seat.pk, by=world.staff, answer="absent", reason=SECRET)
    seen = {}
    for name, person in world.people.items():
        client = sign_in(person)
        page = client.get(url("meeting", meeting.pk))
        seen[name] = SECRET in page.content.decode() if page.status_code == 200 else None
    outside = dict.fromkeys(("other_bloc_leader", "other_bloc_head", "foreign_board", "foreign_head", "no_post"))
    follow = dict.fromkeys(("leader", "leader_staff", "deputy", "board", "viewer", "staff", "head"), True)
    assert seen == {"former_leader": False, "other_unit_head": False} | outside | follow


def test_the_moves_of_its_life(world, sign_in):
    meeting, client = plan(world, days=0), sign_in(world.leader)
    for name, state in (("invite", "invited"), ("open", "open"), ("close", "closed")):
        assert client.post(url("meeting_move", meeting.pk, name)).status_code == 302
        meeting.refresh_from_db()
        assert meeting.state == state
    assert client.post(url("meeting_move", meeting.pk, "reopen"), {"reason": ""}).status_code == 422
    assert client.post(url("meeting_move", meeting.pk, "reopen"), {"reason": "Ghi thiếu"}).status_code == 302
    assert client.post(url("meeting_move", meeting.pk, "invite")).status_code == 403
    assert client.post(url("meeting_move", meeting.pk, "explode")).status_code == 404
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.OPEN


def test_agenda_and_guests_on_the_page(world, sign_in):
    meeting, client = plan(world), sign_in(world.leader)
    bad = client.post(url("agenda_create", meeting.pk), {"title": "", "kind": "plain", "presenter": "Văn phòng khối"})
    assert bad.status_code == 422 and "Văn phòng khối" in bad.content.decode()
    assert client.post(url("agenda_create", meeting.pk), {"title": "Trao thưởng", "kind": "plain"}).status_code == 302
    item = meeting.agenda.get(title="Trao thưởng")
    assert client.post(url("agenda_move", item.pk, "len")).status_code == 302
    assert client.post(url("agenda_update", item.pk), {"title": "", "kind": "plain"}).status_code == 422
    assert client.post(url("agenda_update", item.pk), {"title": "Trao cờ", "kind": "plain"}).status_code == 302
    assert client.post(url("agenda_delete", item.pk)).status_code == 302
    assert client.post(url("guest_create", meeting.pk), {"name": ""}).status_code == 422
    assert client.post(url("guest_create", meeting.pk), {"name": "Sở Nội vụ"}).status_code == 302
    assert client.post(url("guest_remove", meeting.attendance.get().pk)).status_code == 302
    assert not meeting.attendance.exists()


def test_concluding_by_page_and_by_script(world, sign_in):
    meeting, client = opened(world), sign_in(world.leader)
    item = meeting.agenda.all()[1]
    to = url("agenda_conclude", item.pk)
    assert client.post(to, {"text": ""}).status_code == 422
    assert client.post(to, {"text": "Giao Phó khối"}).status_code == 302
    stale = client.post(to, {"text": "Của tôi"}, headers=JSON)
    assert stale.status_code == 409 and stale.json()["theirs"]["text"] == "Giao Phó khối"
    last = stale.json()["theirs"]["pk"]
    done = client.post(to, {"text": "Của tôi", "seen": last}, headers=JSON)
    assert done.status_code == 200 and AgendaOutcome.objects.count() == 2
    bad = client.post(to, {"text": " ", "seen": last}, headers=JSON)
    assert bad.status_code == 422 and "kết luận" in bad.json()["message"]
    page = client.get(url("meeting", meeting.pk)).content.decode()
    assert page.index("Giao Phó khối") < page.index("Của tôi")


def test_the_roll_on_the_page(world, sign_in):
    meeting, client = opened(world), sign_in(world.leader)
    seat = seat_of(meeting, world.bloc.units[2])
    assert client.post(url("meeting_call", seat.pk), {"present": "co", "person_name": "Lê C"}).status_code == 302
    seat.refresh_from_db()
    assert (seat.present, seat.person_name) == (True, "Lê C")
    assert client.post(url("meeting_call", seat.pk), {"present": "vang"}, headers=JSON).json() == {"present": False}
    seat.refresh_from_db()
    assert seat.person_name == "Lê C"
    assert client.post(url("meeting_call", seat.pk), {"present": "x"}).status_code == 422
    assert sign_in(world.staff).post(url("meeting_call", seat.pk), {"present": "co"}).status_code == 403


def count(client, address) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("who", ["leader", "staff"])
def test_the_page_costs_the_same_for_any_number_of_units_and_items(world, sign_in, who):
    meeting, client = invited(world, days=0), sign_in(world.people[who])
    address, index = url("meeting", meeting.pk), url("meetings", world.bloc.campaign.pk)
    client.get(address)
    before = count(client, address), count(client, index)
    for number in range(5):
        MembershipFactory(bloc_year=world.bloc.year)
        meetings.add_item(meeting_id=meeting.pk, by=world.leader, title=f"Nội dung {number}")
        plan(world)
    meeting_life.invite(meeting_id=meeting.pk, by=world.leader)
    meeting_life.open_meeting(meeting_id=meeting.pk, by=world.leader)
    for item in meeting.agenda.exclude(kind="scores"):
        meetings.conclude_item(item_id=item.pk, by=world.leader, text="Nhất trí")
    assert count(client, address) <= before[0] and count(client, index) == before[1]
