"""Coefficients of bonus points, and the deadline of the first half of the year."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.decisions import Reason, only_if
from accounts.models import User
from blocs.access import own_unit_ids, refresh
from campaigns.models import Deadline
from scoring.models import ScoringSetup, UnitCoefficient
from scoring.permissions import SheetReason, can_set_up

from .locks import lock_setup
from .outcomes import plain
from .publishing import latest_publication


@transaction.atomic
def set_coefficients(*, campaign_id: int, factors: Mapping[int, tuple[Decimal | None, str]], by: User) -> ScoringSetup:
    """Write {unit id: (factor or None, paper it rests on)}; a unit without a factor has none.

    Nobody changes the own unit's. Raises Refused (rights, own unit, published already) and ValidationError.
    """
    refresh(by)
    setup = lock_setup(campaign_id)
    can_set_up(by, setup.campaign).enforce()
    only_if(latest_publication(campaign_id) is None, SheetReason.PUBLISHED).enforce()
    known = set(setup.campaign.sheets.values_list("unit_id", flat=True))
    only_if(set(factors) <= known, Reason.OUT_OF_REACH).enforce()
    old = {row.unit_id: row for row in setup.coefficients.all()}
    changed = {unit: said for unit, said in factors.items() if _differs(old.get(unit), said)}
    only_if(not own_unit_ids(by) & set(changed), Reason.OWN_UNIT).enforce()
    for unit, (factor, source) in changed.items():
        _write(setup, old.get(unit), unit, factor, source.strip())
    if changed:
        before = {str(unit): plain(old[unit].factor) for unit in changed if unit in old}
        after = {str(unit): plain(factor) for unit, (factor, _) in changed.items() if factor is not None}
        audit.record(by=by, event="scoring.coefficients", target=setup, before=before, after=after)
    return setup


def _differs(old: UnitCoefficient | None, said: tuple[Decimal | None, str]) -> bool:
    return (said[0], "") != (None, "") if old is None else (old.factor, old.source) != (said[0], said[1].strip())


def _write(setup: ScoringSetup, old: UnitCoefficient | None, unit: int, factor: Decimal | None, source: str) -> None:
    if factor is None:
        old.delete()
        return
    if not source:
        raise ValidationError("Ghi văn bản làm căn cứ của hệ số.")
    row = old or UnitCoefficient(setup=setup, unit_id=unit)
    row.factor, row.source = factor, source
    row.full_clean(exclude=["setup", "unit"])
    row.save()


@transaction.atomic
def set_half_deadline(*, campaign_id: int, deadline_id: int | None, by: User) -> ScoringSetup:
    """Choose the deadline of the first half's sheets. Raises Refused (rights, a deadline of another campaign)."""
    refresh(by)
    setup = lock_setup(campaign_id)
    can_set_up(by, setup.campaign).enforce()
    deadline = Deadline.objects.filter(campaign_id=campaign_id, pk=deadline_id).first() if deadline_id else None
    only_if(not deadline_id or deadline, Reason.OUT_OF_REACH).enforce()
    setup.half_deadline = deadline
    setup.save(update_fields=["half_deadline"])
    audit.record(by=by, event="scoring.half_deadline", target=setup, after={"deadline": str(deadline or "")})
    return setup
