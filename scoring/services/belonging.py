"""Whose sheets count in a bloc's ranking when units came or went within the year."""

from collections.abc import Sequence

from blocs.moving import Stay, uncounted_units
from campaigns.models import Campaign
from scoring.models import ScoreSheet


def _when(stay: Stay) -> str:
    """«ở khối từ … đến …», without an end that is only the year's."""
    parts = [f"từ {stay.first:%d/%m/%Y}"] if stay.first.timetuple().tm_yday > 1 else []
    if (stay.last.month, stay.last.day) != (12, 31):
        parts.append(f"đến {stay.last:%d/%m/%Y}")
    return f"ở khối {' '.join(parts)}".strip()


def belonging(campaign: Campaign, sheets: Sequence[ScoreSheet]) -> tuple[list[ScoreSheet], list[str]]:
    """Sheets of units whose year belongs to this bloc by its rule (`BlocYear.moved_rule`), and a sentence for each that
    does not: kept, readable, not ranked here."""
    left_out = uncounted_units(campaign.bloc_year) if campaign.bloc_year_id else {}
    rule = campaign.bloc_year.get_moved_rule_display().lower() if left_out else ""
    words = {
        sheet.unit_id: f"{sheet.unit.name}: {_when(left_out[sheet.unit_id])}, không xếp hạng ({rule})."
        for sheet in sheets
        if sheet.unit_id in left_out
    }
    return [sheet for sheet in sheets if sheet.unit_id not in left_out], list(words.values())
