"""One stored ranking as plain values: the same rows as on the screen and in Excel."""

from typing import Any

from django.utils import timezone

from awards.quota_reading import AwardedRank, awarded_ranks
from reports.place_words import place_note
from scoring.exports import closing_lines, maximum_of, remarks_of, section_table
from scoring.models import Ranking, RankingRow
from scoring.states import RankingBasis, RankingState

from .heading import bloc_heading, decimal_text, leader_lines


def ranking_facts(ranking: Ranking) -> dict[str, Any]:
    campaign = ranking.campaign
    places = awarded_ranks(ranking)
    rows = sorted(ranking.rows.all(), key=lambda row: (places[row.unit_id].rank is None, places[row.unit_id].rank or 0))
    heading = bloc_heading(campaign)
    return {
        **heading,
        "title": f"Bảng xếp hạng – {campaign.bloc_year} – phiên bản {ranking.version}"[:400],
        "sign": "",
        "draft_mark": "" if ranking.state == RankingState.FINAL else "TẠM TÍNH",
        "subject": str(campaign.bloc_year),
        "rows": [_row(row, places[row.unit_id]) for row in rows],
        "sections": _sections(ranking),
        "remarks": [_basis(ranking), *(str(problem) for problem in ranking.problems), *closing_lines(ranking)],
        "signer_lines": leader_lines(campaign, heading["layout"]),
    }


def _sections(ranking: Ranking) -> list[list[str | None]]:
    """Points of every section by unit as text, heading first."""
    table = section_table(ranking)
    return table[:1] + [[unit, *(decimal_text(cell) for cell in cells)] for unit, *cells in table[1:]]


def _row(row: RankingRow, place: AwardedRank) -> dict[str, Any]:
    """``rank`` is the awarded place; where the points give another one the note says so."""
    return {
        "rank": place.rank,
        "unit": row.unit_name,
        "max": decimal_text(row.max_assigned),
        "self": decimal_text(row.self_points),
        "verified": decimal_text(row.verified_points),
        "bonus": decimal_text(row.bonus),
        "percent": decimal_text(row.percent),
        "rating": row.rating,
        "maximum": maximum_of(row),
        "note": " ".join(words for words in (place_note(place), *remarks_of(row)) if words),
    }


def _basis(ranking: Ranking) -> str:
    computed = timezone.localtime(ranking.computed_at)
    basis = RankingBasis(ranking.basis).label.lower()
    return (
        f"Xếp hạng theo {basis}; các đơn vị bằng nhau cùng hạng. Phiên bản {ranking.version}, tính lúc "
        f"{computed:%H:%M} ngày {computed:%d/%m/%Y}; mã kiểm tra số liệu {ranking.sha256[:16]}."
    )
