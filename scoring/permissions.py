"""May this person do this to this sheet, ranking or criteria set now, and if not, why."""

from django.db.models import TextChoices

from accounts.decisions import Decision, Reason, only_if
from accounts.models import User
from accounts.states import Move
from blocs.access import Action, granted, holds, own_unit_ids, reach
from blocs.scope import Scope
from campaigns.models import Campaign

from .models import CriteriaSet, Evidence, Ranking, ScoreLine, ScoreSheet
from .states import EDITABLE, RECALL, SEND_BACK, SENT, SUBMIT, VERIFIED_STATES, VERIFY, RankingState, SheetState


class SheetReason(TextChoices):
    LINE_LOCKED = "line_locked", "Tiêu chí này không bị trả lại nên không sửa được. Chỉ sửa các tiêu chí bị trả lại."
    SENT_ALREADY = "sent_already", "Phiếu đã gửi nên không sửa được nữa."
    INCOMPLETE = "incomplete", "Phiếu chưa gửi được:"
    VERIFICATION_BEGUN = "verification_begun", "Khối đã bắt đầu thẩm định nên không rút lại phiếu được."
    UNDECIDED = "undecided", "Chưa kết thúc thẩm định được:"
    NOTHING_CHOSEN = "nothing_chosen", "Hãy chọn ít nhất một tiêu chí để trả lại."
    NO_POINTS = "no_points", "Tiêu chí này chưa có điểm để chấp nhận. Hãy nhập điểm thẩm định và lý do."
    BAD_POINTS = "bad_points", "Điểm thẩm định không hợp lệ:"
    NOT_READY = "not_ready", "Chưa công bố xếp hạng chính thức được:"
    NO_SHEETS = "no_sheets", "Kế hoạch này chưa mở phiếu chấm điểm."
    NO_SETUP = "no_setup", "Kế hoạch này chưa được thiết lập chấm điểm."
    SET_LOCKED = "set_locked", "Bộ tiêu chí đã áp dụng thì không sửa được. Hãy tạo phiên bản mới."
    SET_INVALID = "set_invalid", "Bộ tiêu chí chưa đưa vào áp dụng được:"
    CRITERION_HAS_CHILDREN = "criterion_has_children", "Hãy xóa các tiêu chí con trước."
    NOT_YOUR_FILE = "not_your_file", "Tệp này không thuộc kho minh chứng của đơn vị."
    FILE_IN_USE = "file_in_use", "Tệp đang được dùng làm minh chứng nên không gỡ khỏi kho được."
    SETUP_FIXED = "setup_fixed", "Đã có phiếu được gửi nên không đổi bộ tiêu chí được."
    WRONG_SET = "wrong_set", "Bộ tiêu chí này chưa được áp dụng hoặc không thuộc khối này."
    NOT_A_BLOC = "not_a_bloc", "Chỉ chấm điểm trong kế hoạch thi đua thường xuyên của một khối."


def can_view(user: User, sheet: ScoreSheet) -> Decision:
    """Content of a sheet: the own unit always; others once it is sent and they have a reason to."""
    mine = granted(user, Action.SHEET_EDIT, sheet)
    if mine:
        return mine
    return only_if(sheet.state in SENT, Reason.OUT_OF_REACH) and (
        granted(user, Action.SHEET_VIEW, sheet) or _published_to(user, sheet)
    )


def sees_judgement(user: User, sheet: ScoreSheet) -> bool:
    """Whether the bloc's points are shown: to those who judge and follow at any time, to the judged unit once it is
    over. The same on the page, on paper and in the audit trail."""
    return sheet.state in VERIFIED_STATES or sheet.unit_id not in own_unit_ids(user)


def _published_to(user: User, sheet: ScoreSheet) -> Decision:
    final = Ranking.objects.filter(campaign_id=sheet.campaign_id, state=RankingState.FINAL).exists()
    return only_if(final, Reason.OUT_OF_REACH) and granted(user, Action.RANKING_VIEW, sheet.campaign)


def can_edit(user: User, sheet: ScoreSheet) -> Decision:
    return granted(user, Action.SHEET_EDIT, sheet) and only_if(sheet.state in EDITABLE, SheetReason.SENT_ALREADY)


def can_edit_line(user: User, line: ScoreLine) -> Decision:
    """In a returned sheet only the returned lines are open."""
    open_line = line.sheet.state == SheetState.DRAFT or line.returned
    return can_edit(user, line.sheet) and only_if(open_line, SheetReason.LINE_LOCKED)


def can_use_library(user: User, evidence: Evidence) -> Decision:
    """The library is the unit's own: nobody else keeps or removes files in it."""
    return granted(user, Action.SHEET_EDIT, evidence)


def _can_move(user: User, sheet: ScoreSheet, move: Move) -> Decision:
    return granted(user, Action(move.action), sheet) and only_if(sheet.state in move.sources, Reason.WRONG_STATE)


def can_submit(user: User, sheet: ScoreSheet) -> Decision:
    return _can_move(user, sheet, SUBMIT)


def can_recall(user: User, sheet: ScoreSheet) -> Decision:
    """The window (before the deadline, before verification began) is asked by the service, under its lock."""
    return _can_move(user, sheet, RECALL)


def can_verify(user: User, sheet: ScoreSheet) -> Decision:
    """The leader verifies every sheet but the own unit's; that one is the deputy's. Never one's own unit."""
    return _can_move(user, sheet, VERIFY)


def can_return(user: User, sheet: ScoreSheet) -> Decision:
    return _can_move(user, sheet, SEND_BACK)


def steps_in(user: User, sheet: ScoreSheet) -> bool:
    """Whether the person verifies for the standing office, not as an officer of the bloc: then every decision is given
    its reason in writing and the unit is told."""
    in_the_bloc = Scope(bloc_year_id=sheet.campaign.bloc_year_id, unit_id=sheet.unit_id)
    return bool(can_verify(user, sheet)) and not granted(user, Action.SHEET_VERIFY, in_the_bloc)


def can_follow(user: User, campaign: Campaign) -> Decision:
    """The progress table: who has sent, who has not."""
    return granted(user, Action.PROGRESS_VIEW, campaign)


def can_compute(user: User, campaign: Campaign) -> Decision:
    return granted(user, Action.RANKING_COMPUTE, campaign)


def can_set_up(user: User, campaign: Campaign) -> Decision:
    return granted(user, Action.CAMPAIGN_MANAGE, campaign) and only_if(
        campaign.bloc_year_id is not None, SheetReason.NOT_A_BLOC
    )


def can_manage_set(user: User, criteria_set: CriteriaSet) -> Decision:
    return granted(user, Action.CRITERIA_MANAGE, criteria_set)


def can_edit_set(user: User, criteria_set: CriteriaSet) -> Decision:
    return can_manage_set(user, criteria_set) and only_if(criteria_set.is_editable, SheetReason.SET_LOCKED)


def can_create_set(user: User) -> Decision:
    """Whether the person writes criteria sets anywhere; where, the service asks with the set itself."""
    return only_if(holds(user, Action.CRITERIA_MANAGE), Reason.NOT_YOUR_ROLE)


def own_units(user: User) -> frozenset[int]:
    """Units whose sheets the person fills in, in the acting role."""
    return reach(user, Action.SHEET_EDIT).unit_ids


# Refusals of a computation that the ranking page itself explains.
RANKING_NOT_YET = frozenset({SheetReason.NOT_READY, SheetReason.NO_SHEETS, SheetReason.NO_SETUP})
