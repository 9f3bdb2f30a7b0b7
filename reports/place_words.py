"""Places the meeting gave, beside the computed ones, as papers say them."""

from awards.models import RankDecision
from awards.quota_reading import AwardedRank
from campaigns.models import Meeting


def place_note(place: AwardedRank) -> str:
    """Why a place is not the one the points give; empty where it is."""
    if place.decision is None or not place.differs:
        return ""
    return (
        f"Hội nghị quyết định {place.decision.rank_words} ({computed_words(place.computed)}): {place.decision.reason}"
    )


def computed_words(rank: int | None) -> str:
    return "theo điểm không có hạng" if rank is None else f"theo điểm: hạng {rank}"


def decided_at(meeting: Meeting) -> list[str]:
    """What a meeting decided about places, a line for each unit; the last word of each counts."""
    rows = RankDecision.objects.filter(meeting=meeting).select_related("unit").order_by("pk")
    last = {row.unit_id: row for row in rows}
    return [
        f"- {row.unit}: {row.rank_words} ({computed_words(row.computed_rank)}). Lý do: {row.reason.rstrip('.')}."
        for row in last.values()
    ]
