"""How far a figure has come with its target: values in, a judgement in words out."""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from campaigns.states import Direction

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Attainment:
    """``percent`` of the plan where more is better, None elsewhere. ``kind``: reached, on_pace, behind, within, over,
    unknown (no figure yet), unmeasured (no plan figure), not_assigned. ``badge`` names one of the shared marks."""

    kind: str
    percent: Decimal | None = None

    @property
    def label(self) -> str:
        return _LABELS[self.kind]

    @property
    def badge(self) -> str:
        return _BADGES[self.kind]

    @property
    def is_short(self) -> bool:
        """Behind the time that has passed, or beyond what was allowed."""
        return self.kind in ("behind", "over")

    @property
    def is_good(self) -> bool:
        return self.kind in ("reached", "on_pace", "within")


_LABELS = {
    "reached": "Đạt kế hoạch",
    "on_pace": "Đúng tiến độ",
    "behind": "Chậm tiến độ",
    "within": "Trong mức cho phép",
    "over": "Vượt mức cho phép",
    "unknown": "Chưa có số liệu",
    "unmeasured": "Không có số kế hoạch",
    "not_assigned": "Không được giao",
}
_BADGES = {
    "reached": "ok",
    "on_pace": "sent",
    "behind": "late",
    "within": "ok",
    "over": "late",
    "unknown": "draft",
    "unmeasured": "lock",
    "not_assigned": "lock",
}


def elapsed(on: dt.date, from_year: int, to_year: int) -> Decimal:
    """Share of the campaign's years that has passed at the end of a day, between 0 and 1."""
    first, after = dt.date(from_year, 1, 1), dt.date(to_year + 1, 1, 1)
    days = (min(max(on + dt.timedelta(days=1), first), after) - first).days
    return Decimal(days) / Decimal((after - first).days)


def attainment(
    planned: Decimal | None, actual: Decimal | None, direction: str, passed: Decimal, *, assigned: bool = True
) -> Attainment:
    """Judge a figure against its plan. ``passed``: share of the time that has passed (``elapsed``) on its day.

    Where more is better, «đúng tiến độ» means that the share of the plan is at least the share of the time; where less
    is better the plan is a ceiling all year long. A plan of 0 where more is better is reached by any figure. This pace is
    our own measure to see who may need help; it gives no points.
    """
    if not assigned:
        return Attainment("not_assigned")
    if planned is None:
        return Attainment("unmeasured")
    if actual is None:
        return Attainment("unknown")
    if direction == Direction.DOWN:
        return Attainment("within" if actual <= planned else "over")
    percent = percent_of(planned, actual)
    if actual >= planned:
        return Attainment("reached", percent)
    return Attainment("on_pace" if actual >= planned * passed else "behind", percent)


def percent_of(planned: Decimal, actual: Decimal) -> Decimal | None:
    """Two decimals, halves away from zero; None for a plan of 0."""
    return (actual * WHOLE / planned).quantize(Decimal("0.01"), ROUND_HALF_UP) if planned else None
