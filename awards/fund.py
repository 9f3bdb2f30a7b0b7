"""The emulation and reward fund of an authority: entries of a year, what was carried over, what is left."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from .models import FundEntry
from .rules.amounts import in_figures, in_words
from .states_acts import Direction


@dataclass(frozen=True)
class FundYear:
    """All in đồng. ``carried``: what the years before left (negative when they overspent)."""

    year: int
    carried: int
    income: int
    spending: int

    @property
    def left(self) -> int:
        return self.carried + self.income - self.spending

    @property
    def overspent(self) -> bool:
        return self.left < 0

    @property
    def figures(self) -> dict[str, str]:
        return {name: in_figures(getattr(self, name)) for name in ("carried", "income", "spending", "left")}

    @property
    def left_words(self) -> str:
        return in_words(self.left) if self.left >= 0 else f"Âm {in_words(-self.left).lower()}"


def fund_year(authority_id: int, year: int) -> FundYear:
    """One statement. A counter entry takes back what it answers, in its own year, on the same side."""
    here, before = Q(year=year), Q(year__lt=year)
    plus, minus = Q(reverses__isnull=True), Q(reverses__isnull=False)
    sums = FundEntry.objects.filter(authority_id=authority_id, year__lte=year).aggregate(
        **{
            f"{when}_{side}_{sign}": Sum("amount", filter=Q(direction=side) & period & kind, default=0)
            for when, period in (("here", here), ("before", before))
            for side in Direction.values
            for sign, kind in (("plus", plus), ("minus", minus))
        }
    )
    net = {
        (when, side): sums[f"{when}_{side}_plus"] - sums[f"{when}_{side}_minus"]
        for when in ("here", "before")
        for side in Direction.values
    }
    return FundYear(
        year=year,
        carried=net["before", Direction.INCOME] - net["before", Direction.SPENDING],
        income=net["here", Direction.INCOME],
        spending=net["here", Direction.SPENDING],
    )
