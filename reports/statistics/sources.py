"""What a form counts: award records, nominations or campaigns, each grouped by the dimensions a cell may ask for.

A source gives the groups (few, whatever the number of rows) and the rows behind any cell; both know the same dimensions.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, QuerySet

from awards.models import AwardRecord, Nomination
from campaigns.models import Campaign
from campaigns.when import ZONE
from reports.award_rows import nominations_of, records_of
from reports.ground import Ground

from .shapes import Wanted, form_of

Group = tuple[dict[str, object], int]


@dataclass(frozen=True)
class Period:
    """The year of a form up to a day (inclusive), on a ground."""

    ground: Ground
    day: dt.date

    @property
    def begins(self) -> dt.date:
        return dt.date(self.ground.year, 1, 1)

    @property
    def ends(self) -> dt.date:
        return min(self.day, dt.date(self.ground.year, 12, 31))


@dataclass(frozen=True)
class Source:
    """``fields``: dimension → column of the model."""

    rows: Callable[[Period], QuerySet]
    fields: dict[str, str]

    def groups(self, period: Period) -> list[Group]:
        """(dimensions, how many), one statement."""
        names = list(self.fields)
        counted = self.rows(period).values_list(*self.fields.values()).annotate(n=Count("pk"))
        return [(dict(zip(names, row[:-1], strict=True)), row[-1]) for row in counted.order_by()]

    def behind(self, period: Period, wanted: Wanted) -> QuerySet:
        """The rows a cell counts."""
        return self.rows(period).filter(**{f"{self.fields[name]}__in": values for name, values in wanted.items()})


def fits(dimensions: dict[str, object], wanted: Wanted) -> bool:
    return all(dimensions[name] in values for name, values in wanted.items())


def counted(groups: Iterable[Group], wanted: Wanted) -> int:
    return sum(n for dimensions, n in groups if fits(dimensions, wanted))


def decided(period: Period) -> QuerySet[AwardRecord]:
    """Records of decisions signed in the period, whether they stand or not."""
    return records_of(period.ground).filter(decision__date__range=(period.begins, period.ends))


def standing(period: Period) -> QuerySet[AwardRecord]:
    """Those that stand on the day of the form."""
    return decided(period).in_force(period.day)


def fallen(period: Period) -> QuerySet[AwardRecord]:
    """Those a form leaves out: cancelled, stripped or not yet in effect on its day."""
    return decided(period).exclude(pk__in=standing(period).values("pk"))


def proposed(period: Period) -> QuerySet[Nomination]:
    """Nominations sent in the period, whatever became of them."""
    begin = dt.datetime.combine(period.begins, dt.time(), ZONE)
    end = dt.datetime.combine(period.ends + dt.timedelta(days=1), dt.time(), ZONE)
    return nominations_of(period.ground).filter(submitted_at__gte=begin, submitted_at__lt=end)


_RECIPIENT = {
    "type": "award_type_id",
    "class": "subject_class",
    "mode": "mode",
    "leader": "is_leader",
    "worker": "is_direct_worker",
}

_MONTH = 365.2425 / 12  # days


class Movements:
    """Campaigns under way in the year. How long one lasts comes from its dated phases, else from its whole years."""

    def groups(self, period: Period) -> list[Group]:
        found = Counter(tuple(dimensions.items()) for _, dimensions in self._read(period))
        return [(dict(dimensions), n) for dimensions, n in found.items()]

    def behind(self, period: Period, wanted: Wanted) -> QuerySet[Campaign]:
        return Campaign.objects.filter(pk__in=[pk for pk, row in self._read(period) if fits(row, wanted)])

    def _read(self, period: Period) -> list[tuple[int, dict[str, object]]]:
        year = period.ground.year
        rows = Campaign.objects.filter(authority_id__in=period.ground.ids, from_year__lte=year, to_year__gte=year)
        rows = rows.order_by().annotate(begins=Min("phases__from_value"), ends=Max("phases__to_value"))
        names = ("pk", "kind", "authority__level", "from_year", "to_year", "begins", "ends")
        return [
            (pk, {"kind": kind, "authority_level": level, "length": length_of(kind, *dates)})
            for pk, kind, level, *dates in rows.values_list(*names)
        ]


def length_of(kind: str, from_year: int, to_year: int, begins: dt.date | None, ends: dt.date | None) -> str:
    """The class of length its form names, by whole months; a bloc's year is a year however its phases are dated."""
    months = 12 * (to_year - from_year + 1)
    if kind == Campaign.Kind.THEMED and begins and ends and begins <= ends:
        months = round(((ends - begins).days + 1) / _MONTH)
    classes = form_of("0601").lengths
    return next(row["key"] for row in classes if row["months_below"] is None or months < row["months_below"])


SOURCES: dict[str, Source | Movements] = {
    "records": Source(standing, {**_RECIPIENT, "authority_level": "authority__level"}),
    "nominations": Source(proposed, {**_RECIPIENT, "authority_level": "campaign__authority__level"}),
    "campaigns": Movements(),
}
