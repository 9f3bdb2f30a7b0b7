"""May this person do this to this campaign, deadline or report now, and if not, why."""

from django.db.models import TextChoices

from accounts.decisions import ALLOWED, Decision, Reason, only_if
from accounts.models import User
from accounts.states import Move
from blocs.access import Action, granted, own_unit_ids
from blocs.models import Authority, BlocYear, Unit
from blocs.scope import Scope

from .models import Campaign, Deadline, LegalDocument, Plan, PlanReading, Registration, Submission
from .receiving import is_addressed
from .states import (
    ACCEPT,
    AMEND_TARGETS,
    APPROVE_TARGETS,
    RECALL_TARGETS,
    RETURN_TARGETS,
    SEND_BACK,
    SEND_TARGETS,
    SUBMIT,
    WITHDRAW_TARGETS,
    PlanState,
)


class CampaignReason(TextChoices):
    HAS_CAMPAIGN = "has_campaign", "Khối đã có kế hoạch cho năm này."
    NOTHING_TO_PLAN = "nothing_to_plan", "Các khối bạn phụ trách đều đã có kế hoạch."
    ALREADY_JOINED = "already_joined", "Khối đã tham gia phong trào này."
    NOT_A_MOVEMENT = "not_a_movement", "Chỉ phong trào theo chuyên đề mới có các khối tham gia."
    OUTSIDE_YEARS = "outside_years", "Năm của khối nằm ngoài thời gian của phong trào."
    OTHER_AUTHORITY = "other_authority", "Khối này không thuộc cơ quan tổ chức phong trào hoặc cấp dưới."
    IN_USE = "in_use", "Đã có đơn vị gửi hoặc đang soạn báo cáo cho mốc này nên không xóa được."
    NOT_EARLIER = (
        "not_earlier",
        "Mốc đang trong thời gian thực hiện nên Trưởng khối chỉ lùi được, không rút ngắn được thời hạn.",
    )
    RELIED_ON = (
        "relied_on",
        "Đã có đơn vị được nhắc, được gia hạn hoặc đang làm theo thời hạn này nên không rút ngắn được nữa.",
    )
    NO_DATE = "no_date", "Mốc này không có thời hạn cụ thể."
    DOES_NOT_OWE = "does_not_owe", "Đơn vị này không phải nộp theo mốc này."
    OWN_EXTENSION = "own_extension", "Không tự gia hạn cho chính đơn vị mình."
    BY_SHEET = "by_sheet", "Mốc này được thực hiện bằng cách gửi phiếu tự chấm điểm."
    BY_REGISTRATION = "by_registration", "Mốc này được thực hiện bằng cách gửi đăng ký thi đua của đơn vị."
    PART_CLOSED = "part_closed", "Phần này của đăng ký không bị trả lại nên không sửa được."
    TAKES_NO_PAPER = "takes_no_paper", "Mốc này không nhận báo cáo."
    TAKES_PAPER = "takes_paper", "Mốc này được hoàn thành khi các đơn vị gửi báo cáo."
    NOT_ADDRESSED = "not_addressed", "Mốc này gửi nơi khác nhận, bạn chỉ xem báo cáo."
    EMPTY = "empty", "Báo cáo chưa có nội dung hoặc tệp đính kèm."
    SENT_ALREADY = "sent_already", "Báo cáo đã gửi nên không sửa được nữa."
    PLAN_ISSUED = "plan_issued", "Nội dung đã được chốt hoặc đã ban hành. Hãy mở lại ở trang văn bản của kế hoạch."
    NOT_YEARLY = "not_yearly", "Chỉ việc lặp lại hằng năm mới mở theo từng năm."
    REMINDED_TODAY = "reminded_today", "Hôm nay đã nhắc rồi."
    NOTHING_TO_REMIND = "nothing_to_remind", "Không có đơn vị nào cần nhắc."
    REGISTRATION_SENT = "registration_sent", "Đăng ký đã gửi hoặc đã duyệt nên không sửa được."
    NOT_A_MEMBER = "not_a_member", "Đơn vị này không thuộc khối nên không phải đăng ký chỉ tiêu."
    UNIT_WRITES = "unit_writes", "Đơn vị đang tự soạn đăng ký của mình nên không nhập thay được."
    ENTERED_BY_YOU = "entered_by_you", "Người nhập thay không duyệt đăng ký do chính mình nhập."
    READING_DONE = "reading_done", "Bản đọc này đã được nhận vào kế hoạch."
    NO_ROOM = "no_room", "Không di chuyển được theo hướng này."
    COMMON_ENTRY = "common_entry", "Danh mục chung đi cùng hệ thống; cơ quan bạn chỉ sửa được văn bản tự thêm."


def can_manage(user: User, obj: Campaign | Deadline | Plan) -> Decision:
    """Change a campaign, its deadlines and its plan: the bloc's leader, or the board of its authority.

    Members of a bloc that joined a movement see it, so they are refused with a reason, not by 404.
    """
    campaign = obj if isinstance(obj, Campaign) else obj.campaign
    decision = granted(user, Action.CAMPAIGN_MANAGE, campaign)
    if decision.out_of_reach and Campaign.objects.visible_to(user).filter(pk=campaign.pk).exists():
        return Decision(Reason.NOT_YOUR_ROLE)
    return decision


def can_create_for_bloc(user: User, bloc_year: BlocYear) -> Decision:
    return granted(user, Action.CAMPAIGN_MANAGE, bloc_year)


def can_create_movement(user: User, authority: Authority) -> Decision:
    return granted(user, Action.CAMPAIGN_MANAGE, authority)


def can_edit_plan(user: User, plan: Plan) -> Decision:
    return can_manage(user, plan) and only_if(plan.state == PlanState.DRAFT, CampaignReason.PLAN_ISSUED)


def can_register_legal(user: User, authority: Authority) -> Decision:
    """Add to the register of legal documents of an authority: its board."""
    return granted(user, Action.ORG_MANAGE, authority)


def can_change_legal(user: User, entry: LegalDocument) -> Decision:
    """The board of the authority the entry belongs to; the common entries come with the product."""
    if not LegalDocument.objects.visible_to(user).filter(pk=entry.pk).exists():
        return Decision(Reason.OUT_OF_REACH)
    if entry.authority is None:
        return Decision(CampaignReason.COMMON_ENTRY)
    decision = granted(user, Action.ORG_MANAGE, entry.authority)
    return Decision(Reason.NOT_YOUR_ROLE) if decision.out_of_reach else decision


def can_apply_reading(user: User, reading: PlanReading) -> Decision:
    """Take rows of an old plan into the campaign, once."""
    open_one = only_if(reading.state == PlanReading.State.DRAFT, CampaignReason.READING_DONE)
    return can_manage(user, reading.campaign) and open_one


def can_follow(user: User, obj: Campaign | Deadline) -> Decision:
    """See which units have sent and which have not (never what is in a draft)."""
    campaign = obj if isinstance(obj, Campaign) else obj.campaign
    decision = granted(user, Action.PROGRESS_VIEW, campaign)
    if decision.out_of_reach and Campaign.objects.visible_to(user).filter(pk=campaign.pk).exists():
        return Decision(Reason.NOT_YOUR_ROLE)
    return decision


def can_remind(user: User, deadline: Deadline) -> Decision:
    """Leader, deputy and board urge together; a viewer only looks."""
    decision = granted(user, Action.SUBMISSION_RECEIVE, deadline)
    return can_follow(user, deadline) and decision if decision.out_of_reach else decision


def can_extend(user: User, deadline: Deadline, unit: Unit) -> Decision:
    return can_manage(user, deadline) and only_if(unit.pk not in own_unit_ids(user), CampaignReason.OWN_EXTENSION)


def scope_of(deadline: Deadline, unit_id: int) -> Scope:
    """Where a unit's report for a deadline stands, before there is a row of it."""
    scope = deadline.campaign.access_scope()
    return Scope(scope.authority_id, scope.bloc_year_id, unit_id)


def granted_to_write(user: User, deadline: Deadline, unit_id: int) -> Decision:
    """Whether the person writes for this unit at all."""
    return granted(user, Action.SUBMISSION_EDIT, scope_of(deadline, unit_id))


def granted_to_send(user: User, deadline: Deadline, unit_id: int) -> Decision:
    """Whether the person is the one who sends for this unit."""
    return granted(user, Action.SUBMISSION_SEND, scope_of(deadline, unit_id))


def can_write(user: User, deadline: Deadline, unit_id: int) -> Decision:
    """Write a unit's report (the row may not exist yet)."""
    return granted_to_write(user, deadline, unit_id) and takes_report(deadline)


def takes_report(deadline: Deadline) -> Decision:
    return (
        only_if(deadline.takes_paper, CampaignReason.TAKES_NO_PAPER)
        and only_if(not deadline.by_sheet, CampaignReason.BY_SHEET)
        and only_if(not deadline.by_registration, CampaignReason.BY_REGISTRATION)
    )


def can_edit_submission(user: User, submission: Submission) -> Decision:
    return can_write(user, submission.deadline, submission.unit_id) and only_if(
        submission.is_editable, CampaignReason.SENT_ALREADY
    )


def can_read_submission(user: User, submission: Submission) -> Decision:
    visible = Submission.objects.visible_to(user).filter(pk=submission.pk).exists()
    return only_if(visible, Reason.OUT_OF_REACH)


def _can_move(user: User, submission: Submission, move: Move) -> Decision:
    return granted(user, Action(move.action), submission) and only_if(
        submission.state in move.sources, Reason.WRONG_STATE
    )


def can_submit(user: User, submission: Submission) -> Decision:
    """The head of the unit, from a draft or a returned report."""
    return _can_move(user, submission, SUBMIT) and takes_report(submission.deadline)


def can_accept(user: User, submission: Submission) -> Decision:
    """The offices the deadline names, one for all; never for the own unit. A report on its author's desk does not exist for
    them."""
    return _receiving(user, submission) and _can_move(user, submission, ACCEPT) and _addressed(user, submission)


def can_return(user: User, submission: Submission) -> Decision:
    return _receiving(user, submission) and _can_move(user, submission, SEND_BACK) and _addressed(user, submission)


def _addressed(user: User, submission: Submission) -> Decision:
    return only_if(is_addressed(user, submission), CampaignReason.NOT_ADDRESSED)


def _receiving(user: User, submission: Submission) -> Decision:
    if submission.deadline.by_form:
        reason = CampaignReason.BY_SHEET if submission.deadline.by_sheet else CampaignReason.BY_REGISTRATION
        return can_read_submission(user, submission) and Decision(reason)
    mine = submission.unit_id in own_unit_ids(user)
    if mine and granted(user, Action.SUBMISSION_RECEIVE, submission):
        return Decision(Reason.OWN_UNIT)
    return ALLOWED if mine else can_read_submission(user, submission)


def registration_scope(campaign: Campaign, unit_id: int) -> Scope:
    """Where a unit's registration stands, before there is a row of it."""
    return Scope(campaign.authority_id, campaign.bloc_year_id, unit_id)


def enters_for(user: User, campaign: Campaign, unit_id: int) -> Decision:
    """Type the registration of a unit that handed it in on paper: whoever may approve it, never for the own unit."""
    return granted(user, Action.REGISTRATION_APPROVE, registration_scope(campaign, unit_id))


def can_write_registration(user: User, campaign: Campaign, unit_id: int, row: Registration | None) -> Decision:
    """Write a unit's registration (the row may not exist yet): its own people, or somebody for it while it has not
    begun one itself."""
    own = granted(user, Action.REGISTRATION_EDIT, registration_scope(campaign, unit_id))
    open_row = only_if(row is None or row.is_editable, CampaignReason.REGISTRATION_SENT)
    if own:
        return open_row
    for_unit = enters_for(user, campaign, unit_id)
    if not for_unit:
        return for_unit if own.out_of_reach or for_unit.reason == Reason.OWN_UNIT else own
    return only_if(row is None or row.entered_by_id, CampaignReason.UNIT_WRITES) and open_row


def can_send_registration(user: User, row: Registration) -> Decision:
    """The head of the unit; who entered it for the unit sends it as well."""
    moved = only_if(row.state in SEND_TARGETS.sources, Reason.WRONG_STATE)
    own = granted(user, Action(SEND_TARGETS.action), row)
    if own or row.entered_by_id is None:
        return own and moved
    return enters_for(user, row.campaign, row.unit_id) and moved


def can_recall_registration(user: User, row: Registration) -> Decision:
    return granted(user, Action(RECALL_TARGETS.action), row) and only_if(
        row.state in RECALL_TARGETS.sources, Reason.WRONG_STATE
    )


def can_amend_registration(user: User, row: Registration) -> Decision:
    return granted(user, Action(AMEND_TARGETS.action), row) and only_if(
        row.state in AMEND_TARGETS.sources, Reason.WRONG_STATE
    )


def can_withdraw_amendment(user: User, row: Registration) -> Decision:
    """Whoever may amend, while the amendment is not in somebody else's hands."""
    return granted(user, Action(WITHDRAW_TARGETS.action), row) and only_if(
        row.is_amendment and row.state in WITHDRAW_TARGETS.sources, Reason.WRONG_STATE
    )


def can_approve_registration(user: User, row: Registration) -> Decision:
    """The leader (of the leader's own: the deputy), or the board; never the own unit's, never what one typed for it."""
    return _can_decide_registration(user, row, APPROVE_TARGETS)


def can_return_registration(user: User, row: Registration) -> Decision:
    return _can_decide_registration(user, row, RETURN_TARGETS)


def _can_decide_registration(user: User, row: Registration, move: Move) -> Decision:
    return (
        granted(user, Action(move.action), row)
        and only_if(row.state in move.sources, Reason.WRONG_STATE)
        and only_if(row.entered_by_id != user.pk, CampaignReason.ENTERED_BY_YOU)
    )


def decides_for_board(user: User, obj: Registration | Scope) -> bool:
    """Whether the person decides about targets for the standing office, not as an officer of the bloc: then the reason
    is given in writing."""
    scope = obj if isinstance(obj, Scope) else obj.access_scope()
    officer = Scope(bloc_year_id=scope.bloc_year_id, unit_id=scope.unit_id)
    return not granted(user, Action.REGISTRATION_APPROVE, officer)


def reads_draft(user: User, row: Registration) -> bool:
    """Whether the person may read what is being written: the unit itself, and who enters it for the unit."""
    if granted(user, Action.REGISTRATION_EDIT, row):
        return True
    return not row.is_editable or (row.entered_by_id is not None and bool(enters_for(user, row.campaign, row.unit_id)))
