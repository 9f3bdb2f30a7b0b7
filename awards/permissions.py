"""May this person do this to this nomination or award now, and if not, why."""

from django.db.models import TextChoices

from accounts import clock
from accounts.decisions import ALLOWED, Reason, only_if
from accounts.decisions import Decision as Answer
from accounts.models import User
from accounts.states import Move
from blocs.access import Action, granted, own_unit_ids
from blocs.models import Authority
from blocs.scope import Scope
from campaigns.models import Campaign

from .models import Nomination
from .states import (
    APPROVE,
    CLOCKED,
    EDITABLE,
    HAND_OVER,
    OPEN,
    PASS_UP,
    RECEIVE,
    REFUSE,
    RESEND,
    RETURN,
    SEND,
    SUBMIT,
    UNAGREED,
    NominationState,
)
from .states_council import LIVE_SESSIONS
from .states_files import Desk, Origin, Part


class AwardReason(TextChoices):
    NOT_A_BLOC = "not_a_bloc", "Chỉ đề nghị khen thưởng trong kế hoạch thi đua thường xuyên của một khối."
    NOT_A_MEMBER = "not_a_member", "Đơn vị này không thuộc khối trong năm."
    TYPE_NOT_VALID = "type_not_valid", "Danh hiệu, hình thức khen thưởng này không áp dụng ở thời điểm hiện tại."
    AIMED_TWICE = "aimed_twice", "Mỗi danh hiệu, hình thức chỉ đăng ký ở một dòng; hãy gộp số lượng."
    WRONG_RANKING = "wrong_ranking", "Kết quả xếp hạng này không phải của đơn vị trong kế hoạch này."
    SENT_ALREADY = "sent_already", "Đề nghị đã gửi nên không sửa được nữa."
    NOTHING_CHOSEN = "nothing_chosen", "Hãy chọn ít nhất một đề nghị để quyết định."
    SEVERAL_AUTHORITIES = "several_authorities", "Một quyết định chỉ gồm các đề nghị của cùng một cơ quan."
    NOT_AGREED = "not_agreed", "Chưa được đồng ý xét:"
    IN_SESSION = "in_session", "Hồ sơ đang ở một phiên họp hội đồng; kết quả được ghi tại phiên họp đó."
    PART_LOCKED = "part_locked", "Chỉ các phần bị trả lại sửa được; phần này giữ nguyên."
    PART_MISSING = "part_missing", "Hãy chọn ít nhất một phần để trả lại."
    NOT_WHOLE = "not_whole", "Hồ sơ chưa đủ nên chưa gửi được."
    NOT_HERE = "not_here", "Cá nhân này không công tác tại đơn vị ở thời điểm hiện tại."
    TYPE_OF_OTHERS = "type_of_others", "Danh hiệu, hình thức này không dành cho đối tượng đã chọn."
    SAME_TYPE = "same_type", "Hãy chọn danh hiệu, hình thức khác với đề nghị."
    NOT_PUBLISHED = "not_published", "Theo quy định phải lấy ý kiến công khai trước; chưa công khai hồ sơ này."
    STILL_PUBLISHED = "still_published", "Thời gian lấy ý kiến công khai chưa kết thúc."
    TOO_FEW_DAYS = "too_few_days", "Số ngày lấy ý kiến công khai ít hơn quy định."
    BEFORE_AWARD = "before_award", "Ngày hủy bỏ không thể trước ngày quyết định khen thưởng."


def can_nominate(user: User, campaign: Campaign) -> Answer:
    """The bloc's leader proposes, in the bloc's own campaign."""
    return granted(user, Action.NOMINATE, campaign) and only_if(
        campaign.bloc_year_id is not None, AwardReason.NOT_A_BLOC
    )


def can_write_file(user: User, scope: Scope) -> Answer:
    """A unit's own people write its file."""
    return granted(user, Action.NOMINATION_EDIT, scope)


def can_edit(user: User, nomination: Nomination) -> Answer:
    """Who began the file, while it has not been sent or is returned."""
    action = Action.NOMINATION_EDIT if nomination.origin == Origin.UNIT else Action.NOMINATE
    return granted(user, action, nomination) and only_if(nomination.state in EDITABLE, AwardReason.SENT_ALREADY)


def can_edit_part(user: User, nomination: Nomination, part: Part) -> Answer:
    """Of a returned file only the parts that were returned."""
    return can_edit(user, nomination) and only_if(part in editable_parts(nomination), AwardReason.PART_LOCKED)


def can_add_file(user: User, nomination: Nomination, part: Part) -> Answer:
    """The author to an open part; minutes and results of votes also whoever holds the file: the bloc's officers while it
    lies with the bloc, the board while it lies with the board."""
    if part == Part.MINUTES and nomination.state == NominationState.AT_BLOC:
        return granted(user, Action.NOMINATION_PASS, nomination)
    if part == Part.MINUTES and nomination.state in CLOCKED:
        return granted(user, Action.AWARD_DECIDE, nomination)
    return can_edit_part(user, nomination, part)


def editable_parts(nomination: Nomination) -> frozenset[str]:
    if nomination.state == NominationState.RETURNED and nomination.open_parts:
        return frozenset(nomination.open_parts)
    return frozenset(Part) if nomination.state in EDITABLE else frozenset()


def _can_move(user: User, nomination: Nomination, move: Move) -> Answer:
    return granted(user, Action(move.action), nomination) and only_if(
        nomination.state in move.sources, Reason.WRONG_STATE
    )


def sending_move(user: User, nomination: Nomination) -> Move:
    """Where the author's file goes: to the bloc, or back to the board that returned it; what a leader writes about the
    own unit to the deputy first."""
    back = nomination.state == NominationState.RETURNED and nomination.returned_from == Desk.BOARD
    if nomination.origin == Origin.UNIT:
        return RESEND if back else SEND
    return HAND_OVER if nomination.unit_id in own_unit_ids(user) and not back else SUBMIT


def can_submit(user: User, nomination: Nomination) -> Answer:
    """Whether the author may send; what the file lacks is asked by the service."""
    return _can_move(user, nomination, sending_move(user, nomination))


def can_move(user: User, nomination: Nomination, move: Move) -> Answer:
    """A move of the bloc's officers or the board: never for the unit one works at; of the leader's own unit the deputy or
    the board passes on."""
    answer = _can_move(user, nomination, move) and in_no_session(nomination)
    return answer and consulted(nomination) if move == PASS_UP else answer


def can_record_council(user: User, nomination: Nomination, move: Move) -> Answer:
    """What the council concluded in its session, by who may move the file."""
    return _can_move(user, nomination, move)


def in_no_session(nomination: Nomination) -> Answer:
    """A file on the agenda of a session that has not ended waits for the session's conclusion."""
    if nomination.state != NominationState.COUNCIL:
        return ALLOWED
    waiting = nomination.council_items.filter(session__state__in=LIVE_SESSIONS, conclusion__isnull=True)
    return only_if(not waiting.exists(), AwardReason.IN_SESSION)


def can_receive(user: User, nomination: Nomination) -> Answer:
    return can_move(user, nomination, RECEIVE)


def consulted(nomination: Nomination) -> Answer:
    """The public was asked where the rule wants it, and the window has ended."""
    until = nomination.consult_until
    asked = only_if(until or not nomination.consult_days, AwardReason.NOT_PUBLISHED)
    detail = f"(đến hết ngày {until:%d/%m/%Y})" if until else ""
    return asked and only_if(until is None or until < clock.today(), AwardReason.STILL_PUBLISHED, detail)


def can_return(user: User, nomination: Nomination) -> Answer:
    return can_move(user, nomination, RETURN)


def can_refuse(user: User, nomination: Nomination) -> Answer:
    return _can_move(user, nomination, REFUSE)


def can_decide(user: User, nomination: Nomination) -> Answer:
    """The standing office of the authority, what it has agreed to; never for the unit one works at, not while the public
    is being asked."""
    return (
        granted(user, Action.AWARD_DECIDE, nomination)
        and only_if(nomination.state not in UNAGREED, AwardReason.NOT_AGREED)
        and only_if(nomination.state in APPROVE.sources, Reason.WRONG_STATE)
        and consulted(nomination)
    )


def can_ask_others(user: User, nomination: Nomination) -> Answer:
    """Ask other bodies or the public: the board, while the file is on its desk."""
    return granted(user, Action.AWARD_DECIDE, nomination) and only_if(nomination.state in CLOCKED, Reason.WRONG_STATE)


def can_record_opinion(user: User, nomination: Nomination) -> Answer:
    """What others answered is recorded also while the file is with its author."""
    return granted(user, Action.AWARD_DECIDE, nomination) and only_if(nomination.state in OPEN, Reason.WRONG_STATE)


def can_set_times(user: User, authority: Authority) -> Answer:
    """Days for processing: the standing office."""
    return granted(user, Action.AWARD_RULES, authority)


def can_record(user: User, authority: Authority) -> Answer:
    """Enter awards of decisions that were not nominated here."""
    return granted(user, Action.AWARD_DECIDE, authority)
