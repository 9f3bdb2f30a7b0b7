"""The ledger of initiatives: which proposal each serves. A use ends with a refused proposal or by taking it out."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from awards.models import Initiative, InitiativeUse, Nomination
from awards.permissions import can_edit_part
from awards.states_files import Part
from blocs.access import refresh


def initiatives_for(nomination: Nomination):
    """Live initiatives the file may use: the person's own, or those of the unit without authors."""
    rows = Initiative.objects.live()
    if nomination.person_id:
        return rows.filter(authors__person_id=nomination.person_id)
    return rows.filter(unit_id=nomination.unit_id, authors__isnull=True)


@transaction.atomic
def use_initiatives(*, nomination_id: int, initiative_ids: Iterable[int], by: User) -> list[InitiativeUse]:
    """The file uses exactly these from now on; what served another proposal before is allowed, the checklist warns.
    Raises Refused (rights, a locked part, an initiative of somebody else)."""
    rows = Nomination.objects.for_decisions().select_for_update(of=("self",))
    nomination = rows.filter(pk=nomination_id).first()
    if nomination is None:
        raise Refused(Reason.OUT_OF_REACH)
    can_edit_part(refresh(by), nomination, Part.INITIATIVES).enforce()
    wanted = set(initiative_ids)
    found = {row.pk: row for row in initiatives_for(nomination).filter(pk__in=wanted)}
    only_if(set(found) == wanted, Reason.OUT_OF_REACH).enforce()
    live = InitiativeUse.objects.filter(nomination=nomination, released_at__isnull=True)
    gone = live.filter(~Q(initiative__in=wanted))
    before = list(live.order_by("initiative_id").values_list("initiative__title", flat=True))
    gone.update(released_at=clock.now(), released_by=by)
    kept = set(live.values_list("initiative_id", flat=True))
    for pk in sorted(wanted - kept):
        InitiativeUse.objects.create(
            initiative_id=pk,
            nomination=nomination,
            person_id=nomination.person_id,
            year=nomination.year,
            by=by,
            at=clock.now(),
        )
    after = {"initiatives": [found[pk].title for pk in sorted(wanted)]}
    audit.record(by=by, event="initiative.use", target=nomination, before={"initiatives": before}, after=after)
    return list(live.select_related("initiative").order_by("pk"))
