"""Whose sheets count in a bloc's ranking when units came or went within the year."""

from collections.abc import Sequence

from blocs.moving import uncounted_units
from campaigns.models import Campaign
from scoring.models import ScoreSheet


def belonging(campaign: Campaign, sheets: Sequence[ScoreSheet]) -> tuple[list[ScoreSheet], list[str]]:
    """Sheets of units whose year belongs to this bloc by its rule (`BlocYear.moved_rule`), and a sentence for each that
    does not: kept, readable, not ranked here."""
    left_out = uncounted_units(campaign.bloc_year) if campaign.bloc_year_id else {}
    rule = campaign.bloc_year.get_moved_rule_display().lower() if left_out else ""
    words = {
        sheet.unit_id: f"{sheet.unit.name}: ở khối đến {left_out[sheet.unit_id].last:%d/%m/%Y}, không xếp hạng ({rule})."
        for sheet in sheets
        if sheet.unit_id in left_out
    }
    return [sheet for sheet in sheets if sheet.unit_id not in left_out], list(words.values())
