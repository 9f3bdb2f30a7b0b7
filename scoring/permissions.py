"""May this person do this to this sheet, ranking or criteria set now, and if not, why."""

from django.conf import settings
from django.db.models import TextChoices

from accounts import clock
from accounts.decisions import ALLOWED, Decision, Reason, only_if
from accounts.models import User
from accounts.states import Move
from blocs.access import Action, acting_unit_id, granted, holds, own_unit_ids, reach
from blocs.models import Unit
from blocs.scope import Scope
from campaigns import when
from campaigns.models import Campaign

from .models import CriteriaSet, Evidence, EvidenceVersion, MeritEvent, Ranking, ScoreLine, ScoreSheet, TargetRequest
from .permissions_conflicts import conflicted, no_conflict, supervises
from .states import (
    CHECKED_STATES,
    EDITABLE,
    OPEN_TO_TARGETS,
    RECALL,
    SEND_BACK,
    SENT,
    SETTLING_STAGES,
    SUBMIT,
    VERIFIED_STATES,
    VERIFY,
    Holder,
    RankingState,
    RequestState,
    Scan,
    SheetState,
    Stage,
)


class SheetReason(TextChoices):
    LINE_LOCKED = "line_locked", "Tiêu chí này không bị trả lại nên không sửa được. Chỉ sửa các tiêu chí bị trả lại."
    SENT_ALREADY = "sent_already", "Phiếu đã gửi nên không sửa được nữa."
    INCOMPLETE = "incomplete", "Phiếu chưa gửi được:"
    VERIFICATION_BEGUN = "verification_begun", "Khối đã bắt đầu thẩm định nên không rút lại phiếu được."
    UNDECIDED = "undecided", "Chưa kết thúc thẩm định được:"
    NOTHING_CHOSEN = "nothing_chosen", "Hãy chọn ít nhất một tiêu chí để trả lại."
    NO_POINTS = "no_points", "Tiêu chí này chưa có điểm để chấp nhận. Hãy nhập điểm thẩm định và lý do."
    BAD_POINTS = "bad_points", "Điểm thẩm định không hợp lệ:"
    NOT_ASSIGNED = "not_assigned", "Tiêu chí này không thuộc phần được giao cho đơn vị bạn thẩm định."
    RECHECK = "recheck", "Tiêu chí này đã bị trả lại; bên trả lại xem lại trước."
    BETWEEN = "between", "Chấp nhận một phần: mức mới phải nằm giữa mức đã thẩm định và mức đơn vị tự chấm."
    NOT_OPEN = "not_open", "Tiêu chí này không mở để giải trình."
    ANSWERED = "answered", "Giải trình này đã được trả lời."
    STAGE_SPOKEN = "stage_spoken", "Đã có điểm ở khâu này nên không bỏ và không đổi người chấm được:"
    WRONG_STAGES = "wrong_stages", "Các khâu chấm điểm chưa đúng:"
    NOT_A_GROUP = "not_a_group", "Nhóm tiêu chí này không thuộc bộ tiêu chí của kế hoạch."
    STAGE_NOT_USED = "stage_not_used", "Khối không dùng khâu chấm điểm này."
    STAGE_OVER = "stage_over", "Khâu sau đã quyết định tiêu chí này nên không sửa ở khâu trước được."
    PUBLISHED = "published", "Kết quả đã công bố. Muốn sửa điểm, hãy lập đề nghị đính chính."
    SAME_PERSON = "same_person", "Người duyệt đính chính phải khác người đề nghị."
    NOT_PUBLISHED = "not_published", "Kết quả chưa công bố nên không cần đính chính; hãy sửa ở khâu đang mở."
    NOT_READY = "not_ready", "Chưa công bố xếp hạng chính thức được:"
    NO_SHEETS = "no_sheets", "Kế hoạch này chưa mở phiếu chấm điểm."
    NO_SETUP = "no_setup", "Kế hoạch này chưa được thiết lập chấm điểm."
    SET_LOCKED = "set_locked", "Bộ tiêu chí đã áp dụng thì không sửa được. Hãy tạo phiên bản mới."
    SET_INVALID = "set_invalid", "Bộ tiêu chí chưa đưa vào áp dụng được:"
    NO_ROOM = "no_room", "Không chuyển được theo hướng này."
    CRITERION_HAS_CHILDREN = "criterion_has_children", "Hãy xóa các tiêu chí con trước."
    NOT_YOUR_FILE = "not_your_file", "Tệp này không thuộc kho minh chứng của đơn vị."
    FILE_IN_USE = "file_in_use", "Tệp đang được dùng làm minh chứng nên không gỡ khỏi kho được."
    FILE_SENT = "file_sent", "Tệp đã gửi cùng phiếu nên không gỡ được; hãy thay bằng phiên bản mới và ghi lý do."
    NOT_SCANNED = "not_scanned", "Tệp đang chờ quét mã độc nên chưa mở được. Hãy thử lại sau ít phút."
    INFECTED = "infected", "Tệp có mã độc nên không mở được. Đơn vị cần thay bằng tệp khác."
    SETUP_FIXED = "setup_fixed", "Đã có phiếu được gửi nên không đổi bộ tiêu chí được."
    BOARD_EVENT = "board_event", "Sự kiện này do cơ quan thi đua, khen thưởng ghi; chỉ cơ quan đó rút được."
    NOT_A_MEMBER = "not_a_member", "Đơn vị không thuộc khối nào của cơ quan trong năm này:"
    MOVES_OTHERS = "moves_others", "Thay đổi này làm điểm của đơn vị khác thay đổi. Hãy xem danh sách rồi xác nhận."
    WRONG_SET = "wrong_set", "Bộ tiêu chí này chưa được áp dụng hoặc không thuộc khối này."
    TARGETS_INCOMPLETE = "targets_incomplete", "Đăng ký chưa gửi được:"
    NOTHING_REGISTERED = (
        "nothing_registered",
        "Đăng ký chưa có chỉ tiêu, phong trào hay danh hiệu nào nên chưa gửi được.",
    )
    TARGETS_FIXED = "targets_fixed", "Phiếu đã thẩm định nên chỉ tiêu không thay đổi được nữa."
    NOT_REGISTERED = (
        "not_registered",
        "Đơn vị chưa có đăng ký chỉ tiêu được duyệt. Hãy ghi ngay trong đăng ký chỉ tiêu.",
    )
    ASKED_ALREADY = "asked_already", "Tiêu chí này đang có một đề nghị chờ quyết định."
    NOT_TO_ASK = "not_to_ask", "Tiêu chí này không có nội dung đó để xin."
    NOT_A_BLOC = "not_a_bloc", "Chỉ chấm điểm trong kế hoạch thi đua thường xuyên của một khối."


def can_view(user: User, sheet: ScoreSheet) -> Decision:
    """Content of a sheet: the own unit always; others once it is sent and they have a reason to."""
    mine = granted(user, Action.SHEET_EDIT, sheet)
    if mine:
        return mine
    return only_if(sheet.state in SENT, Reason.OUT_OF_REACH) and (
        granted(user, Action.SHEET_VIEW, sheet)
        or only_if(supervises(user, sheet.campaign_id), Reason.OUT_OF_REACH)
        or _published_to(user, sheet)
    )


def can_view_line(user: User, line: ScoreLine) -> Decision:
    """A line of a sheet one may view, or one that one's unit was given to check."""
    allowed = can_view(user, line.sheet)
    return ALLOWED if allowed or is_assigned(user, line) else allowed


def is_assigned(user: User, line: ScoreLine) -> bool:
    """Whether the person's unit was given this line to check."""
    return ScoreLine.objects.assigned_to(user).filter(pk=line.pk).exists()


def sees_judgement(user: User, sheet: ScoreSheet) -> bool:
    """Whether the bloc's points are shown: to those who judge and follow at any time, to the judged unit once it is
    over, to who has a conflict of interest once it is published. The same on the page, on paper and in the trail."""
    if sheet.unit_id in own_unit_ids(user):
        return sheet.state in VERIFIED_STATES
    return sheet.state == SheetState.LOCKED or not conflicted(user, sheet)


def _published_to(user: User, sheet: ScoreSheet) -> Decision:
    final = Ranking.objects.filter(campaign_id=sheet.campaign_id, state=RankingState.FINAL).exists()
    return only_if(final, Reason.OUT_OF_REACH) and granted(user, Action.RANKING_VIEW, sheet.campaign)


def can_edit(user: User, sheet: ScoreSheet) -> Decision:
    return granted(user, Action.SHEET_EDIT, sheet) and only_if(sheet.state in EDITABLE, SheetReason.SENT_ALREADY)


def can_edit_line(user: User, line: ScoreLine) -> Decision:
    """In a returned sheet only the returned lines are open."""
    open_line = line.sheet.state == SheetState.DRAFT or line.returned
    return can_edit(user, line.sheet) and only_if(open_line, SheetReason.LINE_LOCKED)


def can_ask_target(user: User, line: ScoreLine) -> Decision:
    """Ask for another target or applicability of one line: the unit's own people, until the sheet is verified."""
    return granted(user, Action.REGISTRATION_EDIT, line) and only_if(
        line.sheet.state in OPEN_TO_TARGETS, SheetReason.TARGETS_FIXED
    )


def can_decide_request(user: User, request: TargetRequest) -> Decision:
    """The leader (of the leader's own: the deputy), or the board; never the own unit's."""
    return granted(user, Action.REGISTRATION_APPROVE, request) and only_if(
        request.state == RequestState.OPEN, Reason.WRONG_STATE
    )


def can_use_library(user: User, evidence: Evidence) -> Decision:
    """The library is the unit's own: nobody else keeps or removes files in it."""
    return granted(user, Action.SHEET_EDIT, evidence)


def can_keep_files(user: User, unit: Unit) -> Decision:
    """As above, before there is a document."""
    return granted(user, Action.SHEET_EDIT, Scope(authority_id=unit.authority_id, unit_id=unit.pk))


def can_open(version: EvidenceVersion) -> Decision:
    """Whether the bytes leave the application at all; who may read them, `visible_to` has said. With a scanner set up
    only what it found clean (fails closed)."""
    unscanned = version.scan == Scan.PENDING or (version.scan == Scan.OFF and settings.CLAMD_URL)
    return only_if(version.scan != Scan.INFECTED, SheetReason.INFECTED) and only_if(
        not unscanned, SheetReason.NOT_SCANNED
    )


def _can_move(user: User, sheet: ScoreSheet, move: Move) -> Decision:
    return granted(user, Action(move.action), sheet) and only_if(sheet.state in move.sources, Reason.WRONG_STATE)


def can_submit(user: User, sheet: ScoreSheet) -> Decision:
    return _can_move(user, sheet, SUBMIT)


def can_recall(user: User, sheet: ScoreSheet) -> Decision:
    """The window (before the deadline, before verification began) is asked by the service, under its lock."""
    return _can_move(user, sheet, RECALL)


def can_verify(user: User, sheet: ScoreSheet) -> Decision:
    """The leader verifies every sheet but the own unit's; that one is the deputy's. Never one's own unit. Where the
    bloc-year gives this stage to the standing office, its people alone."""
    return _can_move(user, sheet, VERIFY) and _holds_verification(user, sheet) and no_conflict(user, sheet)


def _holds_verification(user: User, sheet: ScoreSheet) -> Decision:
    if holder_of(sheet, Stage.LEADER) != Holder.BOARD:
        return ALLOWED
    return only_if(granted(user, Action.SHEET_VERIFY, _for_the_board(sheet)), Reason.NOT_YOUR_ROLE)


def holder_of(sheet: ScoreSheet, stage: Stage) -> str | None:
    """Who holds a stage of the sheet's bloc-year; None when it is not used."""
    setup = getattr(sheet.campaign, "scoring", None)
    return setup.holder(stage) if setup else None


def _for_the_board(sheet: ScoreSheet) -> Scope:
    """The sheet as only the people of its authority stand to it."""
    return Scope(authority_id=sheet.campaign.authority_id, unit_id=sheet.unit_id)


def _for_the_officers(sheet: ScoreSheet) -> Scope:
    """The sheet as only the officers of its bloc stand to it."""
    return Scope(bloc_year_id=sheet.campaign.bloc_year_id, unit_id=sheet.unit_id)


def can_settle(user: User, sheet: ScoreSheet, stage: Stage) -> Decision:
    """Write what the meeting agreed or the council decided, on a verified sheet: whoever holds that stage."""
    holder = holder_of(sheet, stage)
    where, action = {
        Holder.OFFICERS: (_for_the_officers(sheet), Action.SHEET_VERIFY),
        Holder.BOARD: (_for_the_board(sheet), Action.AWARD_DECIDE),
    }.get(holder, (sheet.access_scope(), Action.SHEET_VERIFY))
    return (
        granted(user, action, sheet)
        and only_if(holder, SheetReason.STAGE_NOT_USED)
        and only_if(granted(user, action, where), Reason.NOT_YOUR_ROLE)
        and only_if(sheet.state == SheetState.VERIFIED, Reason.WRONG_STATE)
        and no_conflict(user, sheet)
    )


def can_decide(user: User, line: ScoreLine, stage: Stage) -> Decision:
    """May this person give this line a score at this stage now?"""
    if stage == Stage.LEADER:
        return can_verify(user, line.sheet) and _may_look_again(line, stage)
    if stage == Stage.DEPARTMENT:
        return can_check(user, line) and _may_look_again(line, stage)
    if stage in SETTLING_STAGES:
        return can_settle(user, line.sheet, stage)
    return Decision(Reason.NOT_YOUR_ROLE)


def can_check(user: User, line: ScoreLine) -> Decision:
    """Whoever was given the line's group, on every sheet but the own unit's; on a returned sheet the lines that stay
    locked, so that one department's return does not stop the others."""
    return (
        only_if(line.sheet.unit_id not in own_unit_ids(user), Reason.OWN_UNIT)
        and only_if(is_assigned(user, line), SheetReason.NOT_ASSIGNED)
        and only_if(line.sheet.state in CHECKED_STATES, Reason.WRONG_STATE)
        and no_conflict(user, line.sheet)
    )


def _may_look_again(line: ScoreLine, stage: Stage) -> Decision:
    """A line that was given back is looked at again by the stage that asked, as long as somebody holds it."""
    theirs = line.return_stage in ("", stage) or (line.return_stage == Stage.DEPARTMENT and not has_checker(line))
    return only_if(theirs, SheetReason.RECHECK)


def has_checker(line: ScoreLine) -> bool:
    """Whether a unit other than the judged one was given this line to check."""
    setup = getattr(line.sheet.campaign, "scoring", None)
    if setup is None or not setup.holder(Stage.DEPARTMENT):
        return False
    path = line.criterion.path
    above = [path[:end] for end in range(4, len(path) + 1, 5)]
    rows = setup.assignments.filter(group__criteria_set_id=line.sheet.criteria_set_id, group__path__in=above)
    return rows.exclude(unit_id=line.sheet.unit_id).exists()


def stage_of(user: User, line: ScoreLine) -> Stage | None:
    """The stage at which the person may speak on this line now; the later one when there are two."""
    return next((stage for stage in reversed(Stage) if can_decide(user, line, stage)), None)


def can_return(user: User, sheet: ScoreSheet) -> Decision:
    return _can_move(user, sheet, SEND_BACK) and _holds_verification(user, sheet) and no_conflict(user, sheet)


def can_return_line(user: User, line: ScoreLine) -> Decision:
    """A department gives back its own items only; further ones also while the unit corrects what others gave back."""
    return can_return(user, line.sheet) or can_check(user, line)


def can_explain(user: User, sheet: ScoreSheet) -> Decision:
    """The unit answers changed scores until the last day of the window; afterwards silence means accepted."""
    until = sheet.explain_until
    return (
        granted(user, Action.SHEET_EDIT, sheet)
        and only_if(sheet.state == SheetState.VERIFIED, Reason.WRONG_STATE)
        and only_if(until, SheetReason.NOT_OPEN)
        and only_if(until and clock.now() < when.closes_at(until), Reason.WINDOW_CLOSED)
    )


def can_answer(user: User, sheet: ScoreSheet) -> Decision:
    """Answer explanations: who may verify this sheet (the leader; the deputy for the leader's own)."""
    return (
        granted(user, Action.SHEET_VERIFY, sheet)
        and _holds_verification(user, sheet)
        and only_if(sheet.state == SheetState.VERIFIED, Reason.WRONG_STATE)
        and no_conflict(user, sheet)
    )


def steps_in(user: User, sheet: ScoreSheet) -> bool:
    """Whether the person verifies for the standing office, not as an officer of the bloc: then every decision is given
    its reason in writing and the unit is told."""
    if holder_of(sheet, Stage.LEADER) == Holder.BOARD:
        return False
    return bool(can_verify(user, sheet)) and not granted(user, Action.SHEET_VERIFY, _for_the_officers(sheet))


def can_follow(user: User, campaign: Campaign) -> Decision:
    """The progress table: who has sent, who has not."""
    allowed = granted(user, Action.PROGRESS_VIEW, campaign)
    return ALLOWED if allowed or supervises(user, campaign.pk) else allowed


def can_analyse(user: User, campaign: Campaign) -> Decision:
    """The analysis of scoring: the board for its campaigns, officers for their bloc; members do not know of it. Own
    units are shown like all others, since only finished verification is counted."""
    follows = granted(user, Action.PROGRESS_VIEW, campaign)
    return follows and only_if(campaign.bloc_year_id is not None, Reason.OUT_OF_REACH)


def names_verifiers(user: User, campaign: Campaign) -> Decision:
    """People who verified are named to the authority's own people only; officers read the units they spoke for."""
    return granted(user, Action.PROVINCE_VIEW, Scope(authority_id=campaign.authority_id))


def can_compute(user: User, campaign: Campaign) -> Decision:
    return granted(user, Action.RANKING_COMPUTE, campaign)


def can_correct(user: User, campaign: Campaign) -> Decision:
    """Propose or decide a correction of what was published: the staff of the board (`trust.md` 2, row 10)."""
    return granted(user, Action.AWARD_DECIDE, campaign)


def can_correct_sheet(user: User, sheet: ScoreSheet) -> Decision:
    """Never for the unit one works at."""
    return granted(user, Action.AWARD_DECIDE, sheet)


def can_record_event(user: User, event: MeritEvent) -> Decision:
    """The register of a unit: officers of its bloc (a deputy for the leader's unit), the board; never the own unit."""
    return granted(user, Action.SHEET_VERIFY, event)


def can_withdraw_event(user: User, event: MeritEvent) -> Decision:
    """What the standing office entered, only the standing office takes back."""
    theirs = officer_unit(user, event.unit_id, event.bloc_year_id) is None
    return (
        can_record_event(user, event)
        and only_if(event.withdrawn_at is None, Reason.WRONG_STATE)
        and only_if(theirs or not event.by_board, SheetReason.BOARD_EVENT)
    )


def officer_unit(user: User, unit_id: int, bloc_year_id: int | None) -> int | None:
    """The unit a person speaks for as an officer of a bloc about one of its units; None for the standing office."""
    in_the_bloc = Scope(bloc_year_id=bloc_year_id, unit_id=unit_id)
    return acting_unit_id(user, in_the_bloc) if granted(user, Action.SHEET_VERIFY, in_the_bloc) else None


def can_record_events(user: User) -> bool:
    """Whether the person may enter events for some unit."""
    return holds(user, Action.SHEET_VERIFY)


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
