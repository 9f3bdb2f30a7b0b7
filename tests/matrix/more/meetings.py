"""Meetings and boards in the matrix: one invited, one running with an outcome, one planned with a guest, a unit's own seat."""

from campaigns.services import attendance, meeting_life, meetings
from tests.campaigns.meeting_scenes import invited, opened, plan, seat_of


def stage(s) -> None:
    world = s.world
    s.meeting = invited(world, days=0, title="Cuộc họp đã mời")
    s.seat = seat_of(s.meeting, world.bloc.units[2])
    s.open_meeting = opened(world, title="Cuộc họp đang mở", kinds=["agree"])
    s.open_seat = seat_of(s.open_meeting, world.bloc.units[2])
    s.agenda_item = s.open_meeting.agenda.filter(kind="plain").first()
    meetings.conclude_item(item_id=s.agenda_item.pk, by=world.leader, text="Nhất trí")
    s.planned_meeting = plan(world, title="Cuộc họp đang chuẩn bị")
    s.spare_item = s.planned_meeting.agenda.last()
    s.guest = attendance.add_guest(meeting_id=s.planned_meeting.pk, by=world.leader, name="Sở Nội vụ")
    s.closed_meeting = opened(world, title="Cuộc họp đã xong")
    meeting_life.close_meeting(meeting_id=s.closed_meeting.pk, by=world.leader)


def places(s) -> dict[str, tuple]:
    campaign = (s.campaign.pk,)
    return {
        "campaigns:meetings": campaign,
        "campaigns:meeting_create": campaign,
        "campaigns:meeting": (s.meeting.pk,),
        "campaigns:meeting_update": (s.meeting.pk,),
        "campaigns:meeting_move": (s.meeting.pk, "invite"),
        "campaigns:meeting_move@open": (s.meeting.pk, "open"),
        "campaigns:meeting_move@close": (s.open_meeting.pk, "close"),
        "campaigns:meeting_move@reopen": (s.closed_meeting.pk, "reopen"),
        "campaigns:meeting_move@off": (s.planned_meeting.pk, "call_off"),
        "campaigns:agenda_create": (s.meeting.pk,),
        "campaigns:agenda_update": (s.spare_item.pk,),
        "campaigns:agenda_move": (s.spare_item.pk, "len"),
        "campaigns:agenda_delete": (s.spare_item.pk,),
        "campaigns:agenda_conclude": (s.agenda_item.pk,),
        "campaigns:guest_create": (s.meeting.pk,),
        "campaigns:guest_remove": (s.guest.pk,),
        "campaigns:meeting_answer": (s.seat.pk,),
        "campaigns:meeting_call": (s.open_seat.pk,),
        "campaigns:meeting_remind": (s.meeting.pk,),
        "campaigns:board_remind": campaign,
        "scoring:projector": (s.open_meeting.pk,),
        "scoring:projector_conclude": (s.meeting_item.line_id,),
        "reports:meeting_papers": (s.meeting.pk,),
        "reports:meeting_paper": (s.meeting.pk, "giay-moi"),
        "reports:meeting_paper@minutes": (s.closed_meeting.pk, "bien-ban"),
    }


def sends(s) -> dict[str, dict]:
    last = s.agenda_item.outcomes.last()
    when = {"title": "Hội nghị", "kinds": ["year"], "day": "01/12/2099", "hour": "08:00"}
    return {
        "campaigns:meeting_create": when,
        "campaigns:meeting_update": when | {"seen": s.meeting.saves},
        "campaigns:meeting_move@reopen": {"reason": "Ghi nhầm"},
        "campaigns:meeting_move@off": {"reason": "Trùng lịch"},
        "campaigns:agenda_create": {"title": "Thêm", "kind": "plain"},
        "campaigns:agenda_update": {"title": "Sửa", "kind": "plain"},
        "campaigns:agenda_conclude": {"text": "Kết luận", "seen": last.pk},
        "campaigns:guest_create": {"name": "Khách"},
        "campaigns:meeting_answer": {"answer": "coming"},
        "campaigns:meeting_call": {"present": "co"},
        "campaigns:board_remind": {"o": f"{s.deadline.pk}-{s.world.bloc.units[3].pk}"},
        "scoring:projector_conclude": {"act": "keep", "note": "Giữ nguyên"},
    }
