"""What the meeting decided about units whose results are equal."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from blocs.access import own_unit_ids, refresh
from scoring import rules
from scoring.models import Ranking, ScoringSetup, TieDecision
from scoring.permissions import SheetReason, can_compute

from .locks import lock_setup
from .publishing import latest_publication


@transaction.atomic
def decide_tie(*, campaign_id: int, order: Sequence[int], reason: str, by: User) -> TieDecision:
    """Record the order (unit ids, first place first) the meeting gave to units that share a place now.

    The next computation uses it as long as exactly these units are equal. Nobody records it about the own unit. Raises
    Refused (rights, own unit, no reason, published already) and ValidationError (these units do not share a place).
    """
    refresh(by)
    setup = lock_setup(campaign_id)
    can_compute(by, setup.campaign).enforce()
    only_if(not own_unit_ids(by) & set(order), Reason.OWN_UNIT).enforce()
    only_if(latest_publication(campaign_id) is None, SheetReason.PUBLISHED).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    if set(order) not in [set(group) for group in open_ties(setup)] or len(set(order)) != len(order):
        raise ValidationError("Các đơn vị này hiện không cùng hạng. Hãy tính lại xếp hạng rồi ghi quyết định.")
    decision = TieDecision(
        setup=setup,
        order=list(order),
        reason=reason.strip()[:1000],
        by=by,
        acting_as=by.acting_label,
        at=clock.now(),
    )
    decision.save()
    audit.record(by=by, event="ranking.tie", target=setup, after={"order": list(order)}, note=decision.reason)
    return decision


def open_ties(setup: ScoringSetup, ranking: Ranking | None = None) -> list[tuple[int, ...]]:
    """Units (ids, in the order of the table) that share a place in the newest ranking and the meeting may part."""
    if not rules.read_result_rules(setup.criteria_set.result_rules).meeting_decides:
        return []
    ranking = ranking or Ranking.objects.filter(campaign_id=setup.campaign_id).order_by("-version").first()
    groups: dict[int, list[int]] = {}
    for row in ranking.rows.all() if ranking else []:
        if row.rank is not None:
            groups.setdefault(row.rank, []).append(row.unit_id)
    return [tuple(units) for units in groups.values() if len(units) > 1]
