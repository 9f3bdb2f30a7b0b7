"""How far scores of one line lie apart, measured on the item's maximum."""

from collections.abc import Sequence
from decimal import Decimal

from scoring.states import MeetingWhy

HUNDRED = Decimal(100)


def divergences(
    own: Decimal | None,
    peers: Sequence[Decimal],
    leader: Decimal | None,
    full: Decimal | None,
    percent: Decimal,
) -> dict[MeetingWhy, Decimal]:
    """Why a line is to be talked about, and by how much the scores differ (in points, or in results).

    `own`: the unit's score; `peers`: those of the scorers (abstentions left out); `leader`: the verified one; `full`: the
    item's maximum, None or 0 where it has none: then the largest of the values. A gap counts when it is larger than
    `percent` (0 … 100) of `full`.
    """
    if not peers:
        return {}
    found = {
        MeetingWhy.CROSS_SELF: _farthest(own, peers),
        MeetingWhy.CROSS_SPREAD: max(peers) - min(peers),
        MeetingWhy.CROSS_LEADER: _farthest(leader, peers),
    }
    values = [abs(value) for value in (*peers, own, leader) if value is not None]
    limit = percent * (abs(full) if full else max(values))
    return {why: gap for why, gap in found.items() if gap * HUNDRED > limit}


def _farthest(value: Decimal | None, others: Sequence[Decimal]) -> Decimal:
    return Decimal(0) if value is None else max(abs(value - other) for other in others)
