"""One stored ranking as plain values: the same rows as on the screen and in Excel."""

from typing import Any

from django.utils import timezone

from scoring.models import Ranking, RankingRow
from scoring.states import RankingBasis, RankingState

from .heading import bloc_heading, decimal_text, leader_lines


def ranking_facts(ranking: Ranking) -> dict[str, Any]:
    campaign = ranking.campaign
    heading = bloc_heading(campaign)
    return {
        **heading,
        "title": f"Bảng xếp hạng – {campaign.bloc_year} – phiên bản {ranking.version}"[:400],
        "sign": "",
        "draft_mark": "" if ranking.state == RankingState.FINAL else "TẠM TÍNH",
        "subject": str(campaign.bloc_year),
        "rows": [_row(row) for row in ranking.rows.all()],
        "remarks": [_basis(ranking), *(str(problem) for problem in ranking.problems)],
        "signer_lines": leader_lines(campaign, heading["layout"]),
    }


def _row(row: RankingRow) -> dict[str, Any]:
    return {
        "rank": row.rank,
        "unit": row.unit_name,
        "max": decimal_text(row.max_assigned),
        "self": decimal_text(row.self_points),
        "verified": decimal_text(row.verified_points),
        "bonus": decimal_text(row.bonus),
        "percent": decimal_text(row.percent),
        "note": row.note,
    }


def _basis(ranking: Ranking) -> str:
    computed = timezone.localtime(ranking.computed_at)
    basis = RankingBasis(ranking.basis).label.lower()
    return (
        f"Xếp hạng theo {basis}; các đơn vị bằng nhau cùng hạng. Phiên bản {ranking.version}, tính lúc "
        f"{computed:%H:%M} ngày {computed:%d/%m/%Y}; mã kiểm tra số liệu {ranking.sha256[:16]}."
    )
