"""A unit's score sheet as plain values."""

from typing import Any

from awards.quota_reading import awarded_ranks
from scoring.models import RankingRow, ScoreSheet
from scoring.services import Row, SheetReading, read_sheet
from scoring.services.not_assigned import not_assigned_of
from scoring.states import EDITABLE, VERIFIED_STATES, RankingState, Stage

from .heading import bloc_heading, decimal_text, leader_lines

# Steps of the chain that may stand in columns of their own beside what the unit says and what counts in the end.
_JUDGING = (Stage.DEPARTMENT, Stage.CROSS, Stage.LEADER, Stage.AGREED, Stage.COUNCIL)


def sheet_facts(sheet: ScoreSheet) -> dict[str, Any]:
    """Verified points are given only once verification has ended: a paper never shows a judgement half made."""
    reading = read_sheet(sheet)
    campaign, verified = sheet.campaign, sheet.state in VERIFIED_STATES
    heading = bloc_heading(campaign)
    return {
        **heading,
        "issuer_lines": [sheet.unit.name.upper()],
        "title": f"Phiếu tự chấm điểm – {sheet.unit.name} – {campaign.bloc_year}"[:400],
        "draft_mark": "BẢN ĐANG NHẬP" if sheet.state in EDITABLE else "",
        "subject": str(campaign.bloc_year),
        "note": str(sheet.criteria_set),
        "stages": [{"key": str(stage), "label": stage.label} for stage in _spoken(reading, verified)],
        "rows": [_row(row, verified) for row in reading.rows],
        "total": _total(reading, verified),
        "result": _result(sheet),
        "remarks": _remarks(reading, verified),
        "is_verified": verified,
        "verifier_line": leader_lines(campaign, heading["layout"])[-1],
        "year": campaign.to_year,
    }


def _row(row: Row, verified: bool) -> dict[str, Any]:
    criterion = row.criterion
    if row.is_group:
        mine, theirs = row.self_subtotal.points, row.verified_subtotal.points
        most = row.self_subtotal.max_full or None  # a group of bonuses only has none
    else:
        mine, theirs, most = row.line.self_points, row.verified, criterion.max_points
    return {
        "code": criterion.code,
        "title": criterion.title,
        "is_group": row.is_group,
        "max": decimal_text(most),
        "self": decimal_text(mine),
        "verified": decimal_text(theirs) if verified else None,
        "stages": _by_stage(row) if verified and not row.is_group else {},
        "assigned": row.is_group or row.line.assigned,
        "explanation": "" if row.is_group else _explanation(row, verified),
        "evidence": [link.evidence.name for link in row.files if link.evidence.removed_at is None],
    }


def _spoken(reading: SheetReading, verified: bool) -> list[Stage]:
    """Which steps judged the sheet, when there were several; one step alone is the verified score itself."""
    keys = {entry.stage for row in reading.rows for entry in row.entries} if verified else set()
    found = [stage for stage in _JUDGING if stage in keys]
    return found if len(found) > 1 else []


def _by_stage(row: Row) -> dict[str, list[str]]:
    """Points of every step since the unit's own last word; several peers give several."""
    found: dict[str, list[str]] = {}
    for entry in row.entries:
        if entry.stage == Stage.SELF:
            found = {}
        elif entry.points is not None:
            said = found.setdefault(str(entry.stage), [])
            said[:] = [*(said if entry.stage == Stage.CROSS else ()), decimal_text(entry.points)]
    return found


def _result(sheet: ScoreSheet) -> dict[str, Any] | None:
    """Place and rating in the last published ranking; ``computed`` where the meeting decided another place than the points
    give. Three statements."""
    rows = RankingRow.objects.filter(
        ranking__campaign_id=sheet.campaign_id, ranking__state=RankingState.FINAL, unit_id=sheet.unit_id
    )
    row = rows.select_related("ranking").order_by("-ranking__version").first()
    if row is None:
        return None
    place = awarded_ranks(row.ranking)[sheet.unit_id]
    said = {"rank": place.rank, "rating": row.rating}
    return said | {"computed": place.computed} if place.differs else said


def _explanation(row: Row, verified: bool) -> str:
    """How the points came about, and why they were changed."""
    parts = [row.line.explanation, row.line.note]
    if verified and row.decision and row.decision.reason:
        parts.append(f"Thẩm định: {row.decision.reason}")
    return "\n".join(part.strip() for part in parts if part.strip())


def _total(reading: SheetReading, verified: bool) -> dict[str, Any]:
    counted = reading.verified_totals if verified else reading.self_totals
    return {
        "max": decimal_text(counted.max_assigned),
        "self": decimal_text(reading.self_totals.points),
        "verified": decimal_text(reading.verified_totals.points) if verified else None,
        "percent": decimal_text(counted.percent),
        "bonus": decimal_text(counted.bonus),
        "penalty": decimal_text(counted.penalty),
    }


def _remarks(reading: SheetReading, verified: bool) -> list[str]:
    missing = len(reading.self_totals.missing)
    found = [f"Còn {missing} tiêu chí chưa có điểm; tổng điểm chưa đầy đủ."] if missing else []
    left_out = not_assigned_of(reading, reading.verified_totals if verified else None)
    return [*found, left_out.words] if left_out else found
