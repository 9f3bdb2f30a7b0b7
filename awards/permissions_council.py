"""May this person write a council, its sessions and their conclusions now, and if not, why."""

from django.db.models import TextChoices

from accounts.decisions import Decision as Answer
from accounts.decisions import Reason, only_if
from accounts.models import User
from accounts.states import Move
from blocs.access import Action, granted, own_unit_ids
from blocs.models import Authority

from .models import Council, CouncilAgendaItem, CouncilSession
from .states import SessionState


class CouncilReason(TextChoices):
    ENDED = "ended", "Thành viên này đã thôi tham gia hội đồng."
    DATES = "dates", "Ngày không phù hợp với thời gian hoạt động của hội đồng."
    SEATED = "seated", "Người này đang là thành viên hội đồng."
    FIXED = "fixed", "Phiên họp đã khai mạc hoặc không tổ chức nên không sửa được."
    EMPTY = "empty", "Phiên họp chưa có hồ sơ nào hoặc chưa mời thành viên nào."
    NOT_OPEN = "not_open", "Chỉ ghi khi phiên họp đang họp."
    CONCLUDED = "concluded", "Hồ sơ này đã có kết luận; kết luận không sửa được."
    UNFINISHED = "unfinished", "Còn hồ sơ chưa có kết luận hoặc chưa ghi thành viên có mặt."
    NOT_WAITING = "not_waiting", "Chỉ đưa vào phiên họp những hồ sơ cơ quan đã tiếp nhận và chưa quyết định."
    ELSEWHERE = "elsewhere", "Hồ sơ này đang ở một phiên họp khác."
    NOTHING_CHOSEN = "nothing_chosen", "Hãy chọn ít nhất một hồ sơ."


def can_establish(user: User, authority: Authority) -> Answer:
    return granted(user, Action.AWARD_RULES, authority)


def can_manage(user: User, thing: Council | CouncilSession | CouncilAgendaItem) -> Answer:
    """Members of the council see it too: what only the standing office does is refused with its reason."""
    answer = granted(user, Action.AWARD_RULES, thing)
    if answer.out_of_reach and type(thing).objects.visible_to(user).filter(pk=thing.pk).exists():
        return Answer(Reason.NOT_YOUR_ROLE)
    return answer


def can_change_session(user: User, session: CouncilSession) -> Answer:
    """Day, agenda, invitations: until it opens."""
    return can_manage(user, session) and only_if(session.state == SessionState.PLANNED, CouncilReason.FIXED)


def can_move(user: User, session: CouncilSession, move: Move) -> Answer:
    return can_manage(user, session) and only_if(session.state in move.sources, Reason.WRONG_STATE)


def can_record(user: User, session: CouncilSession) -> Answer:
    """Who came, and what was concluded: while it is held."""
    return can_manage(user, session) and only_if(session.state == SessionState.OPEN, CouncilReason.NOT_OPEN)


def can_conclude(user: User, item: CouncilAgendaItem) -> Answer:
    """Once, and never about the unit one works at."""
    return (
        can_record(user, item.session)
        and only_if(item.nomination.unit_id not in own_unit_ids(user), Reason.OWN_UNIT)
        and only_if(not hasattr(item, "conclusion"), CouncilReason.CONCLUDED)
    )
