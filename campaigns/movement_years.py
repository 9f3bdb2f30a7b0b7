"""A movement year by year: phases, what is due, reviews, how many take part, money. A constant number of statements."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from accounts import clock
from blocs.models import Unit

from .models import Campaign, Deadline, FundingLine, Phase, Review
from .owing import units_on
from .rules.movements import years_of


@dataclass
class Year:
    """One year of a movement. ``yearly``: duties of every year with the row that was opened for this one, or None.
    ``units`` take part on its last day (today in the current year; None before it begins)."""

    number: int
    phases: list[Phase] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    yearly: list[tuple[Deadline, Deadline | None]] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    blocs: int = 0
    units: int | None = None
    planned: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)

    @property
    def opened(self) -> list[Deadline]:
        """This year's rows of the yearly duties."""
        return [row for _, row in self.yearly if row is not None]

    @property
    def unopened(self) -> int:
        """How many yearly duties of a year that has begun nobody has opened."""
        return 0 if self.units is None else sum(row is None for _, row in self.yearly)


def years_of_movement(campaign: Campaign) -> list[Year]:
    """All years of the movement in order."""
    found = {number: Year(number) for number in range(campaign.from_year, campaign.to_year + 1)}
    for phase in campaign.phases.all():
        for number in years_of(phase.begins.first_day(), phase.ends.last_day(), campaign.from_year, campaign.to_year):
            found[number].phases.append(phase)
    _add_deadlines(found, list(campaign.deadlines.select_related("review")))
    within = {"year__range": (campaign.from_year, campaign.to_year)}
    for row in campaign.reviews.filter(**within).select_related("deadline"):
        found[row.year].reviews.append(row)
    for row in FundingLine.objects.filter(campaign=campaign, **within):
        found[row.year].planned += row.planned
        found[row.year].spent += row.spent
    _add_parts(found, campaign)
    return list(found.values())


def _add_deadlines(found: dict[int, Year], rows: list[Deadline]) -> None:
    """A deadline stands in the year of its day; one without a day, and one due after the last year, in none but the
    last it can be about; the report a review asks for stands with the review."""
    opened = {(row.series_id, row.value.year): row for row in rows if row.series_id and row.value}
    for row in rows:
        if row.every_year:
            for year in found.values():
                year.yearly.append((row, opened.get((row.pk, year.number))))
        elif row.series_id is None and not hasattr(row, "review") and (day := row.last_day or row.value):
            found[min(max(day.year, min(found)), max(found))].deadlines.append(row)


def _add_parts(found: dict[int, Year], campaign: Campaign) -> None:
    today = clock.today()
    begun = [year for year in found.values() if year.number <= today.year]
    days = {year.number: min(dt.date(year.number, 12, 31), today) for year in begun}
    units: dict[tuple[int, dt.date], list[Unit]] = units_on([campaign], days.values())
    for number, day in days.items():
        found[number].units = len(units[campaign.pk, day])
    for number in campaign.blocs_joined.order_by().values_list("year", flat=True):
        if number in found:
            found[number].blocs += 1
