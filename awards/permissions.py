"""May this person do this to this nomination or award now, and if not, why."""

from django.db.models import TextChoices

from accounts.decisions import Decision as Answer
from accounts.decisions import Reason, only_if
from accounts.models import User
from accounts.states import Move
from blocs.access import Action, granted
from blocs.models import Authority
from campaigns.models import Campaign

from .models import AwardRecord, Nomination
from .states import APPROVE, EDITABLE, REFUSE, RETURN, SUBMIT


class AwardReason(TextChoices):
    NOT_A_BLOC = "not_a_bloc", "Chỉ đề nghị khen thưởng trong kế hoạch thi đua thường xuyên của một khối."
    NOT_A_MEMBER = "not_a_member", "Đơn vị này không thuộc khối trong năm."
    TYPE_NOT_VALID = "type_not_valid", "Danh hiệu, hình thức khen thưởng này không áp dụng ở thời điểm hiện tại."
    AIMED_TWICE = "aimed_twice", "Mỗi danh hiệu, hình thức chỉ đăng ký ở một dòng; hãy gộp số lượng."
    WRONG_RANKING = "wrong_ranking", "Kết quả xếp hạng này không phải của đơn vị trong kế hoạch này."
    ALREADY_NOMINATED = "already_nominated", "Đã có đề nghị này cho cùng tập thể hoặc cá nhân."
    SENT_ALREADY = "sent_already", "Đề nghị đã gửi nên không sửa được nữa."
    NOTHING_CHOSEN = "nothing_chosen", "Hãy chọn ít nhất một đề nghị để quyết định."
    SEVERAL_AUTHORITIES = "several_authorities", "Một quyết định chỉ gồm các đề nghị của cùng một cơ quan."
    DECIDED_TWICE = "decided_twice", "Quyết định với số và ngày này đã được ghi."
    REVOKED_ALREADY = "revoked_already", "Khen thưởng này đã được hủy bỏ."
    BEFORE_AWARD = "before_award", "Ngày hủy bỏ không thể trước ngày quyết định khen thưởng."


def can_nominate(user: User, campaign: Campaign) -> Answer:
    """The bloc's leader proposes, in the bloc's own campaign."""
    return granted(user, Action.NOMINATE, campaign) and only_if(
        campaign.bloc_year_id is not None, AwardReason.NOT_A_BLOC
    )


def can_edit(user: User, nomination: Nomination) -> Answer:
    return granted(user, Action.NOMINATE, nomination) and only_if(
        nomination.state in EDITABLE, AwardReason.SENT_ALREADY
    )


def _can_move(user: User, nomination: Nomination, move: Move) -> Answer:
    return granted(user, Action(move.action), nomination) and only_if(
        nomination.state in move.sources, Reason.WRONG_STATE
    )


def can_submit(user: User, nomination: Nomination) -> Answer:
    return _can_move(user, nomination, SUBMIT)


def can_return(user: User, nomination: Nomination) -> Answer:
    return _can_move(user, nomination, RETURN)


def can_refuse(user: User, nomination: Nomination) -> Answer:
    return _can_move(user, nomination, REFUSE)


def can_decide(user: User, nomination: Nomination) -> Answer:
    """The standing office of the authority; never for the unit one works at."""
    return _can_move(user, nomination, APPROVE)


def can_record(user: User, authority: Authority) -> Answer:
    """Enter awards of decisions that were not nominated here."""
    return granted(user, Action.AWARD_DECIDE, authority)


def can_revoke(user: User, record: AwardRecord) -> Answer:
    return granted(user, Action.AWARD_DECIDE, record)
