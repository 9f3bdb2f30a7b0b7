"""May this person write the form of a deadline, a section of a report or a figure of progress now, and if not, why."""

from django.db.models import TextChoices

from accounts.decisions import Decision, only_if
from accounts.models import User
from blocs.access import Action, granted

from .models import Campaign, Deadline, Registration, TargetValue
from .permissions import CampaignReason, can_manage, takes_report


class ReportReason(TextChoices):
    SECTIONS_MISSING = "sections_missing", "Báo cáo chưa gửi được, còn mục bắt buộc chưa viết:"
    NO_SUCH_SECTION = "no_such_section", "Mục này không còn trong mẫu báo cáo. Hãy mở lại trang."
    NOT_A_TARGET = "not_a_target", "Chỉ ghi số liệu cho chỉ tiêu đã được duyệt và có số kế hoạch."
    NOT_A_BLOC = "not_a_bloc", "Chỉ yêu cầu báo cáo đột xuất trong kế hoạch năm của khối."


def can_edit_form(user: User, deadline: Deadline) -> Decision:
    """Say what the units write for a deadline: who manages it, where it takes reports at all."""
    return can_manage(user, deadline) and takes_form(deadline)


def takes_form(deadline: Deadline) -> Decision:
    """Whether there is anything to write for it; for a yearly duty what each of its years will ask."""
    if not deadline.every_year:
        return takes_report(deadline)
    asks = deadline.kind not in deadline.EVENTS and not deadline.by_sheet
    return only_if(asks, CampaignReason.TAKES_NO_PAPER)


def can_request(user: User, campaign: Campaign) -> Decision:
    """Ask the units of a bloc for a report nobody planned: who manages the campaign."""
    return can_manage(user, campaign) and only_if(campaign.bloc_year_id, ReportReason.NOT_A_BLOC)


def can_record(user: User, registration: Registration) -> Decision:
    """Write down figures of progress: the unit's own people."""
    return granted(user, Action.SUBMISSION_EDIT, registration)


def takes_figures(value: TargetValue | None) -> Decision:
    """Figures belong to approved targets that were given to the unit and have a plan figure."""
    return only_if(value and value.assigned and value.planned is not None, ReportReason.NOT_A_TARGET)
