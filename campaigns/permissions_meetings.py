"""May this person plan, run, answer for a meeting?"""

from django.db.models import TextChoices

from accounts import clock
from accounts.decisions import ALLOWED, Decision, Reason, only_if
from accounts.models import User
from accounts.states import Move
from blocs.access import Action, granted
from blocs.scope import Scope

from .models import Attendance, Campaign, Meeting
from .permissions import can_follow, can_manage
from .states_meetings import OPEN, RUNNING, MeetingState, Seat


class MeetingReason(TextChoices):
    OVER = "meeting_over", "Cuộc họp đã kết thúc hoặc không tổ chức nên không sửa được."
    NOT_OPEN = "meeting_not_open", "Cuộc họp chưa khai mạc hoặc đã kết thúc."
    NOT_INVITED = "meeting_not_invited", "Chỉ trả lời được sau khi có lời mời và trước khi cuộc họp khai mạc."
    NOBODY_SILENT = "meeting_nobody_silent", "Mọi nơi được mời đều đã trả lời hoặc hôm nay đã được nhắc."
    HAS_OUTCOME = "meeting_has_outcome", "Nội dung này đã có kết luận nên không xóa được."
    ON_SHEETS = "meeting_on_sheets", "Nội dung này được kết luận theo từng tiêu chí của phiếu chấm."
    NOT_A_GUEST = "meeting_not_a_guest", "Chỉ khách mời mới bỏ khỏi danh sách được."
    EARLY = "meeting_early", "Chưa đến ngày họp. Nếu họp sớm hơn, hãy sửa ngày họp rồi mới khai mạc."
    NO_MEMBERS = "meeting_no_members", "Ngày họp này khối chưa có đơn vị thành viên nào để mời."


def can_plan(user: User, campaign: Campaign) -> Decision:
    return can_manage(user, campaign)


def can_change(user: User, meeting: Meeting) -> Decision:
    return can_manage(user, meeting.campaign) and only_if(meeting.state in RUNNING, MeetingReason.OVER)


def runs(user: User, meeting: Meeting) -> Decision:
    """Whoever manages the campaign, the chair and the secretary, and the people of the unit that is the host."""
    managed = can_manage(user, meeting.campaign)
    if managed or managed.out_of_reach:
        return managed
    named = user.pk in (meeting.chair_id, meeting.secretary_id)
    host = meeting.host_id is not None and bool(granted(user, Action.SUBMISSION_EDIT, Scope(unit_id=meeting.host_id)))
    return ALLOWED if named or host else managed


def can_move(user: User, meeting: Meeting, move: Move) -> Decision:
    """Whoever runs the meeting opens it, not before its day: the time it was held stands in the minutes and on the
    deadlines; inviting, ending, taking back and calling off are for who manages the campaign."""
    allowed = runs(user, meeting) if move is OPEN else can_manage(user, meeting.campaign)
    due = move is not OPEN or meeting.day <= clock.today()
    return allowed and only_if(meeting.state in move.sources, Reason.WRONG_STATE) and only_if(due, MeetingReason.EARLY)


def can_record(user: User, meeting: Meeting) -> Decision:
    """Call the roll and write what is concluded: while the meeting runs."""
    return runs(user, meeting) and only_if(meeting.state == MeetingState.OPEN, MeetingReason.NOT_OPEN)


def can_see_all_seats(user: User, meeting: Meeting) -> bool:
    """Who answered what, with reasons; the others see their own seat and the counts."""
    return bool(can_follow(user, meeting.campaign)) or bool(runs(user, meeting))


def answers_for(user: User, seat: Attendance) -> Decision:
    """The unit's own people, the board's for the board, and who runs the meeting for somebody who telephoned."""
    if seat.seat == Seat.MEMBER and granted(user, Action.SUBMISSION_EDIT, seat):
        return ALLOWED
    authority = Scope(authority_id=seat.meeting.campaign.authority_id)
    if seat.seat == Seat.BOARD and granted(user, Action.SUBMISSION_RECEIVE, authority):
        return ALLOWED
    return runs(user, seat.meeting)


def can_answer(user: User, seat: Attendance) -> Decision:
    return answers_for(user, seat) and only_if(seat.meeting.state == MeetingState.INVITED, MeetingReason.NOT_INVITED)
