"""Figures of progress for papers: of one unit, and of a bloc as its units' heads have sent them."""

import datetime as dt
from typing import Any

from accounts.clock import today
from blocs.models import Unit
from campaigns.attainment import UnitStandings, sent_standings, standings, units_of
from campaigns.models import Campaign, Deadline

HALF_ENDS = (6, 30)


def last_figures(campaign: Campaign, unit: Unit, midyear: bool) -> dict[int, Any]:
    """The latest figure of each target, by target id: of a half-year report up to the end of June. Two statements."""
    until = min(today(), dt.date(campaign.to_year, *HALF_ENDS)) if midyear else today()
    return {row.target_id: row.value for row in standings(campaign, unit, until) if row.value is not None}


def sent_totals(campaign: Campaign, deadline: Deadline | None) -> dict[str, Any]:
    """How many targets the units reached by the figures they sent for a deadline: {units, targets, reached, short,
    unknown}, and the names of units ``without_figures``."""
    found = sent_standings(campaign, units_of(campaign), deadline) if deadline else []
    rows = [row for each in found if _has_figures(each) for row in each.rows if row.takes_figure]
    reached = sum(row.judged.kind in ("reached", "within") for row in rows)
    unknown = sum(row.value is None for row in rows)
    totals = {
        "units": sum(map(_has_figures, found)),
        "targets": len(rows),
        "reached": reached,
        "short": len(rows) - reached - unknown,
        "unknown": unknown,
    }
    return {"totals": totals, "without_figures": [each.unit.name for each in found if not _has_figures(each)]}


def _has_figures(each: UnitStandings) -> bool:
    return each.sent is not None and any(row.value is not None for row in each.rows)
