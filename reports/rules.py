"""Words and places on the province board: values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

NEARLY = Decimal("0.8")


@dataclass(frozen=True)
class Heat:
    """One cell: how many of those who owe have sent. ``kind``: h0 nothing, h1 some, h2 nearly all, h3 all, hx overdue."""

    owed: int = 0
    sent: int = 0
    late: int = 0
    kind: str = "h0"
    words: str = "không có mốc"

    @property
    def count(self) -> str:
        return f"{self.sent}/{self.owed}" if self.owed else "–"

    @property
    def share(self) -> int | None:
        """Percent of those who owe that have sent, whole, rounded down so that 100 means all; None when nobody owes."""
        return self.sent * 100 // self.owed if self.owed else None


def heat(owed: int, sent: int, late: int = 0, *, none: str = "không có mốc", some: str = "đang thực hiện") -> Heat:
    """``late`` are those who have not sent although their last day has passed; it outweighs everything else.

    ``none`` are the words when nobody owes anything, ``some`` those when it has begun.
    """
    if owed == 0:
        return Heat(words=none)
    if late:
        return Heat(owed, sent, late, "hx", f"quá hạn {late}")
    if sent >= owed:
        return Heat(owed, sent, 0, "h3", "đủ")
    if sent == 0:
        return Heat(owed, sent, 0, "h0", "chưa có")
    nearly = Decimal(sent) / owed >= NEARLY
    return Heat(owed, sent, 0, "h2" if nearly else "h1", "gần đủ" if nearly else some)


def total(cells: Iterable[Heat], **words: str) -> Heat:
    """The same cell for several blocs together."""
    rows = list(cells)
    return heat(sum(c.owed for c in rows), sum(c.sent for c in rows), sum(c.late for c in rows), **words)


@dataclass(frozen=True)
class Axis:
    """A percent axis from ``low`` to ``high`` drawn from ``left`` over ``width`` units; whole numbers only."""

    low: int
    high: int
    left: int = 220
    width: int = 560

    def at(self, percent: Decimal) -> int:
        return self.left + int((percent - self.low) * self.width / (self.high - self.low))

    @property
    def ticks(self) -> list[tuple[int, int]]:
        """(percent, place) at every fifth of the axis."""
        step = max(1, (self.high - self.low) // 5)
        return [(value, self.at(Decimal(value))) for value in range(self.low, self.high + 1, step)]


def axis_for(percents: Iterable[Decimal]) -> Axis | None:
    """An axis of multiples of five around all values; None without values."""
    values = list(percents)
    if not values:
        return None
    low = int((min(values) / 5).to_integral_value(ROUND_FLOOR)) * 5
    high = int((max(values) / 5).to_integral_value(ROUND_CEILING)) * 5
    return Axis(max(0, low if low < high else low - 5), max(high, low + 5) if low < high else high)
