"""A unit's score sheet as plain values."""

from typing import Any

from scoring.models import ScoreSheet
from scoring.services.reading import Row, SheetReading, read_sheet
from scoring.states import EDITABLE, VERIFIED_STATES

from .heading import bloc_heading, decimal_text, leader_lines


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
        "rows": [_row(row, verified) for row in reading.rows],
        "total": _total(reading, verified),
        "remarks": _remarks(reading),
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
        "assigned": row.is_group or row.line.assigned,
        "explanation": "" if row.is_group else _explanation(row, verified),
        "evidence": [link.evidence.name for link in row.files if link.evidence.removed_at is None],
    }


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
    }


def _remarks(reading: SheetReading) -> list[str]:
    missing = len(reading.self_totals.missing)
    return [f"Còn {missing} tiêu chí chưa có điểm; tổng điểm chưa đầy đủ."] if missing else []
