"""A stored ranking as plain values, for other programs."""

from typing import Any

from campaigns.models import Campaign
from scoring.models import Ranking, RankingRow

from .columns import plain_number


def latest(campaign: Campaign) -> Ranking | None:
    """The newest stored ranking, provisional or final."""
    return Ranking.objects.filter(campaign=campaign).order_by("-version").first()


def facts_of(ranking: Ranking) -> dict[str, Any]:
    """Head and rows of a ranking: numbers as text, ranks as numbers, the details as they were stored."""
    campaign = ranking.campaign
    return {
        "authority": campaign.authority.name,
        "campaign": campaign.code,
        "title": campaign.title,
        "version": ranking.version,
        "state": ranking.state,
        "state_words": ranking.get_state_display().lower(),
        "number": ranking.number,
        "computed_at": ranking.computed_at.isoformat(),
        "basis": ranking.basis,
        "sha256": ranking.sha256,
        "problems": ranking.problems,
        "rows": [_row(row) for row in ranking.rows.select_related("unit")],
    }


def _row(row: RankingRow) -> dict[str, Any]:
    numbers = {
        "self_points": row.self_points,
        "points": row.verified_points,
        "bonus": row.bonus,
        "max_assigned": row.max_assigned,
        "percent": row.percent,
    }
    return {
        "unit_code": row.unit.code,
        "unit": row.unit_name,
        "rank": row.rank,
        **{name: None if value is None else plain_number(value) for name, value in numbers.items()},
        "rating": row.rating,
        "note": row.note,
        "details": row.details,
    }
