"""Units that read everything of one campaign and change nothing."""

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts import audit
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.access import Action, people_holding, refresh
from blocs.models import Membership, Unit
from campaigns.models import Campaign
from scoring.models import CrossDuty, ScoringSetup, Supervisor
from scoring.permissions import can_set_up
from scoring.reasons_cross import CrossReason
from scoring.states import DutyState

from .locks import lock_setup


@transaction.atomic
def appoint_supervisor(*, campaign_id: int, unit_id: int, by: User) -> Supervisor:
    """Let the people of a unit of the authority read everything sent, the progress and the meeting list of a campaign.

    Not an officer of the bloc (they verify), and not a unit that was drawn to score. Raises Refused.
    """
    refresh(by)
    setup = lock_setup(campaign_id)
    can_set_up(by, setup.campaign).enforce()
    unit = possible_supervisors(setup.campaign).filter(pk=unit_id).first()
    if unit is None:
        raise Refused(Reason.OUT_OF_REACH)
    only_if(not _is_officer(setup, unit), CrossReason.SUPERVISOR_OFFICER).enforce()
    only_if(not _scores(setup, unit), CrossReason.SUPERVISOR_SCORES).enforce()
    row, made = Supervisor.objects.get_or_create(setup=setup, unit=unit)
    if made:
        audit.record(by=by, event="supervisor.add", target=row, after={"supervisor": unit.name})
        _tell(row)
    return row


def possible_supervisors(campaign: Campaign) -> QuerySet[Unit]:
    """Units of the authority that are still there."""
    return Unit.objects.at_work().filter(authority_id=campaign.authority_id).order_by("sort_key", "pk")


def _is_officer(setup: ScoringSetup, unit: Unit) -> bool:
    rows = Membership.objects.filter(bloc_year_id=setup.campaign.bloc_year_id, unit=unit).officers()
    return rows.filter(valid_to__isnull=True).exists()


def _scores(setup: ScoringSetup, unit: Unit) -> bool:
    live = [DutyState.OPEN, DutyState.FINISHED]
    return CrossDuty.objects.current().filter(draw__setup=setup, scorer=unit, state__in=live).exists()


def _tell(row: Supervisor) -> None:
    notify(
        users=people_holding(Action.SHEET_EDIT, unit_id=row.unit_id),
        kind="supervisor",
        title="Đơn vị được giao giám sát chấm điểm",
        body=f"{row.setup.campaign}. Xem được mọi phiếu đã gửi, tiến độ và danh sách họp; không sửa gì.",
        path=reverse("scoring:cross", args=[row.setup.campaign_id]),
        key=f"supervisor:{row.pk}",
    )


@transaction.atomic
def dismiss_supervisor(*, supervisor_id: int, by: User) -> None:
    """Take the supervision back. Raises Refused."""
    refresh(by)
    row = Supervisor.objects.select_related("setup__campaign__bloc_year", "unit").filter(pk=supervisor_id).first()
    only_if(row, Reason.OUT_OF_REACH).enforce()
    can_set_up(by, row.setup.campaign).enforce()
    audit.record(by=by, event="supervisor.remove", target=row, before={"supervisor": row.unit.name})
    row.delete()
