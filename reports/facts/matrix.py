"""Unit × criterion of one stored ranking as plain values: the very points the ranking was computed from."""

from typing import Any

from django.utils import timezone

from scoring.models import Criterion, Ranking, RankingRow
from scoring.services.matrix import Block, blocks_of
from scoring.states import VERIFIED_STATES, Half, RankingState

from .heading import bloc_heading, decimal_text, leader_lines

COLUMNS = 16  # criteria side by side on a landscape page


def matrix_facts(ranking: Ranking) -> dict[str, Any]:
    """Points of sheets whose verification had ended; of the others only that it had not. The same for every reader."""
    campaign = ranking.campaign
    heading = bloc_heading(campaign)
    points, rows = _points(ranking), list(ranking.rows.all())
    criteria = list(Criterion.objects.filter(criteria_set_id=ranking.inputs["criteria_set"]["id"]).order_by("path"))
    blocks = [_block(block, rows, points) for block in blocks_of(criteria, COLUMNS)]
    return {
        **heading,
        "title": f"Bảng điểm theo tiêu chí – {campaign.bloc_year} – phiên bản {ranking.version}"[:400],
        "sign": "",
        "draft_mark": "" if ranking.state == RankingState.FINAL else "TẠM TÍNH",
        "subject": str(campaign.bloc_year),
        "totals": [_total(row) for row in rows],
        "blocks": [block for block in blocks if block["columns"]],
        "remarks": [_source(ranking)],
        "signer_lines": leader_lines(campaign, heading["layout"]),
    }


Key = tuple[int, int]  # unit and half of the year (0: the whole year)


def _points(ranking: Ranking) -> dict[Key, dict[int, str | None]]:
    """{(unit, half): {criterion: points}} of the sheets that were verified when the ranking was computed."""
    found: dict[Key, dict[int, str | None]] = {}
    for sheet in ranking.inputs["sheets"]:
        verified = sheet["state"] in VERIFIED_STATES
        lines = {line["criterion"]: line["points"] if line["assigned"] else "" for line in sheet["lines"]}
        found[sheet["unit"], sheet.get("half", Half.YEAR)] = lines if verified else {}
    return found


def _total(row: RankingRow) -> dict[str, Any]:
    return {
        "rank": row.rank,
        "unit": row.unit_name,
        "verified": decimal_text(row.verified_points),
        "max": decimal_text(row.max_assigned),
        "percent": decimal_text(row.percent),
        "note": row.note,
    }


def _block(block: Block, rows: list[RankingRow], points: dict[Key, dict]) -> dict[str, Any]:
    """One block without the criteria nobody has points for; a unit has a row for each of its sheets."""
    kept = [leaf for leaf in block.leaves if any(sheet.get(leaf.pk) for sheet in points.values())]
    sheets = [(row, key) for row in rows for key in sorted(points) if key[0] == row.unit_id]
    return {
        "title": block.label,
        "columns": [{"code": leaf.code, "title": leaf.title, "max": decimal_text(leaf.max_points)} for leaf in kept],
        "rows": [
            {"rank": row.rank, "unit": _name(row, key[1]), "cells": [points[key].get(leaf.pk) for leaf in kept]}
            for row, key in sheets
        ],
    }


def _name(row: RankingRow, half: int) -> str:
    return f"{row.unit_name} ({Half(half).label.lower()})" if half else row.unit_name


def _source(ranking: Ranking) -> str:
    computed = timezone.localtime(ranking.computed_at)
    return (
        f"Điểm và thứ tự theo bảng xếp hạng phiên bản {ranking.version}, tính lúc {computed:%H:%M} ngày "
        f"{computed:%d/%m/%Y}; mã kiểm tra số liệu {ranking.sha256[:16]}. Chỉ in điểm của phiếu đã thẩm định xong; “–”: "
        "không được giao; ô trống: chưa có. Tiêu chí không đơn vị nào có điểm thì không in."
    )
