"""Choosing, one by one, the units that owe a deadline."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.models import Membership, Unit
from campaigns.models import Campaign, Deadline, DeadlineUnit
from campaigns.permissions_movements import MovementReason, can_choose_units
from campaigns.rules import printed_words
from campaigns.rules.movements import day_within, takes_part

from .locks import lock_deadline
from .people import everybody
from .reminders import replan


def choosable_units(campaign: Campaign) -> list[Unit]:
    """Units that may be asked: members of the bloc's year, or of the joined blocs and those registered themselves,
    without those that left the bloc or the movement."""
    blocs = {"bloc_year_id": campaign.bloc_year_id} if campaign.bloc_year_id else {"bloc_year__movements": campaign}
    rows = Membership.objects.filter(**blocs).order_by().select_related("unit", "bloc_year")
    units = {row.unit for row in rows if row.is_on(day_within(row.bloc_year.year, clock.today()))}
    stretches: dict[Unit, list] = {}
    for row in campaign.units_joined.order_by().select_related("unit"):
        stretches.setdefault(row.unit, []).append(row)
    for unit, rows in stretches.items():
        answer = takes_part(rows, clock.today())
        units = units - {unit} if answer is False else units | {unit}
    return sorted(units, key=lambda unit: (bytes(unit.sort_key), unit.pk))


@transaction.atomic
def choose_units(*, deadline_id: int, unit_ids: Iterable[int], by: User) -> Deadline:
    """From now on exactly these units owe the deadline; newly chosen ones are told.

    Raises Refused: rights, nobody chosen, a unit outside the campaign, one left out that has sent its paper already.
    """
    deadline = lock_deadline(deadline_id, by)
    can_choose_units(by, deadline).enforce()
    return put_units(deadline, set(unit_ids), by)


def put_units(deadline: Deadline, wanted: set[int], by: User) -> Deadline:
    """The same behind the caller's lock and questions."""
    only_if(wanted, MovementReason.NOBODY_CHOSEN).enforce()
    have = set(deadline.chosen_units.values_list("unit_id", flat=True))
    allowed = {unit.pk for unit in choosable_units(deadline.campaign)} | have
    only_if(wanted <= allowed, MovementReason.NOT_TAKING_PART).enforce()
    gone, new = have - wanted, wanted - have
    sent = deadline.submissions.filter(unit_id__in=gone, receipts__isnull=False)
    only_if(not sent.exists(), MovementReason.ASKED_ALREADY).enforce()
    deadline.chosen_units.filter(unit_id__in=gone).delete()
    DeadlineUnit.objects.bulk_create([DeadlineUnit(deadline=deadline, unit_id=pk) for pk in sorted(new)])
    before, deadline.owes = deadline.owes, Deadline.Owes.CHOSEN
    deadline.save()
    row = audit.record(
        by=by,
        event="deadline.units",
        target=deadline,
        before={"owes": before, "units": sorted(have)},
        after={"owes": deadline.owes, "units": sorted(wanted)},
    )
    replan([deadline])
    _tell(deadline, new, row.pk)
    return deadline


def _tell(deadline: Deadline, unit_ids: set[int], change: int) -> None:
    notify(
        users=everybody(unit_ids),
        kind="report_asked",
        title=f"Đơn vị được yêu cầu: {deadline.title}",
        body=f"Thời hạn: {printed_words(deadline)}. {deadline.campaign}",
        path=reverse("campaigns:deadline_detail", args=[deadline.pk]),
        key=f"deadline:{deadline.pk}:asked:{change}",
    )
