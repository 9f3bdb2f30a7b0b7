"""Who has reported, what was reached, how the bloc was ranked: figures of half-year and year reports, and of reminders."""

from typing import Any

from awards.quota_reading import AwardedRank, awarded_ranks
from blocs.models import Unit
from campaigns.models import Campaign, Deadline
from campaigns.progress import Cell, cells_of
from campaigns.rules import time_words
from reports.layouts import layout_for
from reports.models import Document
from reports.place_words import place_note
from scoring.models import Ranking, RankingRow, ScoreSheet
from scoring.services import read_sheet
from scoring.states import SENT, VERIFIED_STATES, RankingState

from .awards import award_rows
from .heading import decimal_text, document_day
from .members import member_facts, movement_rows
from .progress import sent_totals
from .results import bloc_totals, result_rows, sheet_for


def unit_report_facts(campaign: Campaign, unit: Unit, midyear: bool) -> dict[str, Any]:
    """``results`` of the unit's targets, its ``score`` when its sheet was sent, its ``awards`` of the year, ``movements`` of the bloc."""
    sheet = sheet_for(campaign, unit, midyear)
    return {
        "unit": unit.name,
        "results": result_rows(campaign, unit, midyear),
        "score": _score(sheet) if sheet and sheet.state in SENT and not midyear else None,
        "awards": award_rows([unit.pk], year=campaign.to_year),
        "movements": [row["name"] for row in movement_rows(campaign)],
    }


def _score(sheet: ScoreSheet) -> dict[str, Any]:
    reading = read_sheet(sheet)
    verified = sheet.state in VERIFIED_STATES
    return {
        "self": decimal_text(reading.self_totals.points),
        "max": decimal_text(reading.self_totals.max_assigned),
        "verified": decimal_text(reading.verified_totals.points) if verified else None,
    }


def bloc_report_facts(document: Document, kind: str, midyear: bool) -> dict[str, Any]:
    """Members, who has reported and who has not, sums of targets, movements, awards of the year, and the final ranking."""
    campaign = document.campaign
    deadline = document.deadline or campaign.deadlines.filter(kind=kind).order_by("last_day", "pk").first()
    found = member_facts(campaign) | reported_facts(deadline) | _totals(campaign, deadline, midyear)
    units = list(campaign.bloc_year.memberships.values_list("unit_id", flat=True)) if campaign.bloc_year else []
    found["awards"] = award_rows(units, year=campaign.to_year)
    found["movements"] = [row["name"] for row in movement_rows(campaign)]
    return found | (final_facts(campaign) if not midyear else {"ranking": []})


def _totals(campaign: Campaign, deadline: Deadline | None, midyear: bool) -> dict[str, Any]:
    """``totals`` by the sheets that were sent; while there are none, by the figures of the units' reports
    (``totals_of`` says which), with the units ``without_figures``."""
    sheets = bloc_totals(campaign, midyear)
    if sheets["targets"]:
        return {"totals": sheets, "totals_of": "sheets", "without_figures": []}
    return sent_totals(campaign, deadline) | {"totals_of": "reports"}


def reported_facts(deadline: Deadline | None) -> dict[str, Any]:
    """``reported`` and ``missing``: names of units that owe the deadline. Without a deadline both are empty."""
    if deadline is None:
        return {"deadline": None, "reported": [], "missing": []}
    cells = _cells(deadline)
    return {
        "deadline": {"title": deadline.title, "when": time_words(deadline)},
        "reported": [cell.unit.name for cell in cells if cell.is_sent],
        "missing": [cell.unit.name for cell in cells if not cell.is_sent],
    }


def _cells(deadline: Deadline) -> list[Cell]:
    cells = cells_of(Deadline.objects.filter(pk=deadline.pk).select_related("campaign")).values()
    return sorted(cells, key=lambda cell: (bytes(cell.unit.sort_key), cell.unit.pk))


def final_facts(campaign: Campaign) -> dict[str, Any]:
    """``ranking`` of the last published result: [{rank, unit, self, verified, bonus, max, percent, rating}], ``rank`` being
    the awarded place; provisional orders are for the officers' eyes and stand on no official paper. ``source`` names what
    it was computed from, and places the meeting gave otherwise."""
    ranking = (
        Ranking.objects.filter(campaign=campaign, state=RankingState.FINAL).defer("inputs").order_by("-version").first()
    )
    if ranking is None:
        return {"ranking": [], "source": ""}
    places = awarded_ranks(ranking)
    found = sorted(
        ranking.rows.all(), key=lambda row: (places[row.unit_id].rank is None, places[row.unit_id].rank or 0)
    )
    notes = [f"{row.unit_name}: {note.rstrip('.')}" for row in found if (note := place_note(places[row.unit_id]))]
    source = f"công bố lần {ranking.number}, mã kiểm tra số liệu {ranking.sha256[:16]}"
    return {"ranking": [_ranked(row, places) for row in found], "source": "; ".join([source, *notes])}


def _ranked(row: RankingRow, places: dict[int, AwardedRank]) -> dict[str, Any]:
    return {
        "rank": places[row.unit_id].rank,
        "unit": row.unit_name,
        "self": decimal_text(row.self_points),
        "verified": decimal_text(row.verified_points),
        "bonus": decimal_text(row.bonus),
        "max": decimal_text(row.max_assigned),
        "percent": decimal_text(row.percent),
        "rating": row.rating,
    }


def reminder_facts(document: Document) -> dict[str, Any]:
    """``late``: units that have not sent what the deadline asks, with their own last day; ``plan``: the plan and the item
    that ask for it."""
    deadline = document.deadline
    if deadline is None:
        return {"deadline": None, "late": [], "plan": None, "item": ""}
    return {
        "deadline": {"title": deadline.title, "when": time_words(deadline)},
        "late": [_late(cell) for cell in _cells(deadline) if not cell.is_sent],
        "plan": _plan(document.campaign),
        "item": _item(deadline),
    }


def _late(cell: Cell) -> dict[str, Any]:
    return {
        "unit": cell.unit.name,
        "last_day": cell.last_day.isoformat() if cell.last_day else None,
        "extended": cell.extended,
    }


def _plan(campaign: Campaign) -> dict[str, Any] | None:
    """The campaign's plan as it is cited; None while it has no number."""
    plan = getattr(campaign, "plan", None)
    if plan is None or not plan.number:
        return None
    return {
        "layout": layout_for(plan.family, document_day(plan)).key,
        "number": plan.number,
        "sign": plan.sign,
        "day": plan.day,
        "month": plan.month,
        "year": plan.year,
        "about": plan.subject,
    }


def _item(deadline: Deadline) -> str:
    """«III.2»: labels from the top of the plan down to the first item that names the deadline; "" when none does."""
    node = deadline.nodes.order_by("order", "pk").first()
    if node is None:
        return ""
    known = {row.pk: row for row in node.plan.nodes.only("pk", "parent_id", "label", "plan_id")}
    labels, place = [], known.get(node.pk)
    while place is not None:
        labels.append(place.label.strip(" .-)"))
        place = known.get(place.parent_id)
    return ".".join(label for label in reversed(labels) if label)
