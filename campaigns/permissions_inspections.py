"""May this person plan, inspect, sign or answer now, and if not, why. Nobody inspects the unit they work at."""

from django.db.models import TextChoices

from accounts.decisions import ALLOWED, Decision, Reason, only_if
from accounts.models import User
from accounts.states import Move
from blocs.access import Action, granted, own_unit_ids

from .models import Campaign, FollowUp, Inspection, Inspector, MinutesText, TeamConflict, Visit
from .permissions import can_manage
from .states_inspections import (
    CLOSE_INSPECTION,
    FROZEN,
    START_INSPECTION,
    FollowUpState,
    InspectionState,
    Side,
    VisitState,
)
from .teams import team_signers


class InspectionReason(TextChoices):
    NOT_A_BLOC = "not_a_bloc", "Đợt kiểm tra được lập trong kế hoạch của một khối."
    ANNOUNCED = "announced", "Kế hoạch kiểm tra đã thông báo nên không sửa được."
    NO_UNITS = "no_units", "Đợt kiểm tra chưa có đơn vị nào."
    NO_ITEMS = "no_items", "Danh mục kiểm tra chưa có nội dung nào."
    NO_HEAD = "no_head", "Đoàn kiểm tra chưa có trưởng đoàn."
    NOBODY_LEFT = "nobody_left", "Với đơn vị này không còn thành viên nào của đoàn được kiểm tra:"
    NOT_ON_TEAM = "not_on_team", "Chỉ thành viên đoàn kiểm tra làm việc này."
    EXCUSED = "excused", "Bạn không tham gia kiểm tra đơn vị này vì đã ghi xung đột lợi ích."
    NOT_UNDER_WAY = "not_under_way", "Đợt kiểm tra chưa bắt đầu hoặc đã kết thúc."
    MINUTES_FROZEN = "minutes_frozen", "Biên bản đã chốt. Hãy mở lại (kèm lý do) rồi sửa."
    MINUTES_OPEN = "minutes_open", "Biên bản chưa chốt."
    SIGNED_BY_ALL = "signed_by_all", "Biên bản đã có đủ chữ ký nên không mở lại được."
    NOTHING_FOUND = "nothing_found", "Mỗi nội dung trong danh mục phải có kết quả trước khi chốt biên bản."
    SIDE_SIGNED = "side_signed", "Bên này đã ký biên bản."
    OTHER_MINUTES = "other_minutes", "Biên bản đã được mở lại; bản này không còn để ký."
    NOT_TO_ANSWER = "not_to_answer", "Việc này đang chờ đoàn kiểm tra xác nhận hoặc đã xong."
    NOT_ANSWERED = "not_answered", "Đơn vị chưa báo kết quả khắc phục."
    NOT_OPEN = (
        "not_open",
        "Chỉ đổi hạn hoặc thôi yêu cầu việc chưa khắc phục; việc đã báo kết quả thì xác nhận hoặc trả lại.",
    )
    NOT_ELIGIBLE = "not_eligible", "Người này không có chức trách ở đơn vị của khối hoặc cơ quan thi đua, khen thưởng."
    LEAVES_HEAD = "leaves_head", "Đợt đang kiểm tra phải có trưởng đoàn; hãy chọn trưởng đoàn khác trước."


def can_plan(user: User, campaign: Campaign) -> Decision:
    """The bloc's leader, or the board."""
    return can_manage(user, campaign) and only_if(campaign.bloc_year_id, InspectionReason.NOT_A_BLOC)


def _manages(user: User, inspection: Inspection) -> Decision:
    """The team and the units see it too: they are refused with a reason."""
    decision = can_manage(user, inspection.campaign)
    seen = decision.out_of_reach and Inspection.objects.visible_to(user).filter(pk=inspection.pk).exists()
    return Decision(Reason.NOT_YOUR_ROLE) if seen else decision


def can_change_plan(user: User, inspection: Inspection) -> Decision:
    return _manages(user, inspection) and only_if(inspection.state == InspectionState.DRAFT, InspectionReason.ANNOUNCED)


def can_change_team(user: User, inspection: Inspection) -> Decision:
    """The team may change until the inspection is closed: people leave."""
    return _manages(user, inspection) and only_if(
        inspection.state != InspectionState.CLOSED, InspectionReason.NOT_UNDER_WAY
    )


def _can_move(user: User, inspection: Inspection, move: Move) -> Decision:
    return _manages(user, inspection) and only_if(inspection.state in move.sources, Reason.WRONG_STATE)


def can_start(user: User, inspection: Inspection) -> Decision:
    return _can_move(user, inspection, START_INSPECTION)


def can_close(user: User, inspection: Inspection) -> Decision:
    return _can_move(user, inspection, CLOSE_INSPECTION)


def inspects(user: User, visit: Visit) -> Decision:
    """On the team today, not of the inspected unit in any live post, not excused for this visit."""
    row = Inspector.objects.live().filter(inspection_id=visit.inspection_id, user_id=user.pk).first()
    if row is None or not Campaign.objects.visible_to(user).filter(pk=visit.inspection.campaign_id).exists():
        return Decision(InspectionReason.NOT_ON_TEAM)
    if visit.unit_id in own_unit_ids(user):
        return Decision(Reason.OWN_UNIT)
    excused = TeamConflict.objects.filter(visit=visit, inspector=row).exists()
    return only_if(not excused, InspectionReason.EXCUSED)


def can_find(user: User, visit: Visit) -> Decision:
    """Write findings of a visit, until its minutes are frozen."""
    return (
        inspects(user, visit)
        and only_if(visit.inspection.state == InspectionState.UNDER_WAY, InspectionReason.NOT_UNDER_WAY)
        and only_if(visit.state == VisitState.OPEN, InspectionReason.MINUTES_FROZEN)
    )


def can_withdraw_minutes(user: User, visit: Visit) -> Decision:
    """The team, while a signature is missing."""
    return inspects(user, visit) and _takes_signatures(visit)


def _takes_signatures(visit: Visit) -> Decision:
    return only_if(visit.state != VisitState.OPEN, InspectionReason.MINUTES_OPEN) and only_if(
        visit.state == VisitState.SIGNING, InspectionReason.SIGNED_BY_ALL
    )


def signs_minutes(user: User, visit: Visit, side: str) -> Decision:
    """For the team its head (another member where the head may not inspect this unit), for the unit its head."""
    if side == Side.UNIT:
        decision = granted(user, Action.PLEDGE_SIGN, visit)
        return Decision(Reason.NOT_YOUR_ROLE) if decision.out_of_reach else decision
    return inspects(user, visit) and only_if(user.pk in team_signers(visit), Reason.NOT_YOUR_ROLE)


def can_sign_minutes(user: User, text: MinutesText, side: str) -> Decision:
    visit = text.visit
    signed = text.signatures.filter(side=side).exists()
    return (
        signs_minutes(user, visit, side)
        and only_if(visit.minutes_id == text.pk, InspectionReason.OTHER_MINUTES)
        and _takes_signatures(visit)
        and only_if(not signed, InspectionReason.SIDE_SIGNED)
    )


def can_scan_minutes(user: User, text: MinutesText) -> Decision:
    """Enter minutes signed by hand: the team."""
    return (
        inspects(user, text.visit)
        and only_if(text.visit.minutes_id == text.pk, InspectionReason.OTHER_MINUTES)
        and _takes_signatures(text.visit)
    )


def can_follow_up(user: User, visit: Visit) -> Decision:
    """Give the unit something to put right: the team, with the minutes or after them."""
    begun = only_if(visit.inspection.state != InspectionState.DRAFT, InspectionReason.NOT_UNDER_WAY)
    return (
        inspects(user, visit) and begun and only_if(visit.state != VisitState.SIGNING, InspectionReason.MINUTES_FROZEN)
    )


def can_answer(user: User, follow_up: FollowUp) -> Decision:
    """The unit's people; the answer is seen once the minutes are."""
    decision = granted(user, Action.SUBMISSION_EDIT, follow_up)
    decision = Decision(Reason.NOT_YOUR_ROLE) if decision.out_of_reach else decision
    told = only_if(follow_up.visit.state in FROZEN, InspectionReason.MINUTES_OPEN)
    return decision and told and only_if(follow_up.state == FollowUpState.OPEN, InspectionReason.NOT_TO_ANSWER)


def verifies(user: User, visit: Visit) -> Decision:
    """The team, or who organised the inspection where nobody of the team is left; never for the own unit."""
    return inspects(user, visit) or _organiser_verifies(user, visit)


def can_verify(user: User, follow_up: FollowUp) -> Decision:
    return verifies(user, follow_up.visit) and only_if(
        follow_up.state == FollowUpState.ANSWERED, InspectionReason.NOT_ANSWERED
    )


def can_change_follow_up(user: User, follow_up: FollowUp) -> Decision:
    """Give another day, or no longer ask for it: whoever confirms, while the unit has not answered; not while the
    minutes that name it are being signed."""
    return (
        verifies(user, follow_up.visit)
        and only_if(follow_up.visit.state != VisitState.SIGNING, InspectionReason.MINUTES_FROZEN)
        and only_if(follow_up.state == FollowUpState.OPEN, InspectionReason.NOT_OPEN)
    )


def _organiser_verifies(user: User, visit: Visit) -> Decision:
    if not _manages(user, visit.inspection) or team_signers(visit):
        return Decision(InspectionReason.NOT_ON_TEAM)
    return only_if(visit.unit_id not in own_unit_ids(user), Reason.OWN_UNIT)


def can_excuse(user: User, visit: Visit, inspector: Inspector) -> Decision:
    """The member says so, or the organiser decides."""
    own = inspector.user_id == user.pk and inspector.ended_at is None
    return (ALLOWED if own else _manages(user, visit.inspection)) and only_if(
        visit.state == VisitState.OPEN, InspectionReason.MINUTES_FROZEN
    )
