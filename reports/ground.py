"""What the pages of a province look at: which authorities, which year. Read once, the same for figures and the lists
behind them."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Max, Min

from accounts import clock
from accounts.models import User
from awards.models import AwardRecord
from blocs.access import Action, grants, reach
from blocs.models import Authority, BlocYear

SPAN = 5  # years side by side


@dataclass(frozen=True)
class Ground:
    """``authorities``: all the person may look at, ``own`` those of a post; ``chosen`` None: all together."""

    user: User
    authorities: list[Authority]
    own: frozenset[int]
    years: list[int]
    year: int
    chosen: Authority | None = None

    @cached_property
    def ids(self) -> list[int]:
        rows = [self.chosen] if self.chosen else self.authorities
        return [row.pk for row in rows]

    @property
    def several(self) -> bool:
        return len(self.authorities) > 1

    @property
    def home(self) -> Authority | None:
        """Who a paper of these figures is of: the chosen authority, else that of the post."""
        own = [row for row in self.authorities if row.pk in self.own]
        return self.chosen or next(iter(own or self.authorities), None)

    @property
    def span(self) -> list[int]:
        """The chosen year and those before it, earliest first."""
        return list(range(self.year - SPAN + 1, self.year + 1))

    @property
    def last_day(self) -> dt.date:
        """The day up to which the year's figures count: its end, or today."""
        return min(clock.today(), dt.date(self.year, 12, 31))

    def query(self, **more) -> str:
        """«?nam=…» with the same choices and some more; what is None or empty is left out."""
        asked = {"nam": self.year, "co-quan": self.chosen.pk if self.chosen else None, **more}
        return "?" + urlencode({name: value for name, value in asked.items() if value not in (None, "")})


def read_ground(user: User, *, year: int | None = None, authority_id: int | None = None) -> Ground:
    """The ground as asked for; an unknown year or authority gives the usual one. Three statements."""
    ids = reach(user, Action.PROVINCE_VIEW).authority_ids
    authorities = list(Authority.objects.filter(pk__in=ids).order_by("sort_key", "pk"))
    own = {row.authority_id for row in grants(user) if row.authority_id and row.allows(Action.PROVINCE_VIEW)}
    years = _years(ids)
    chosen = next((row for row in authorities if row.pk == authority_id), None)
    usual = clock.today().year
    return Ground(user, authorities, frozenset(own), years, year if year in years else usual, chosen)


def _years(authority_ids: frozenset[int]) -> list[int]:
    """Every year of a bloc or an award, this one included, newest first."""
    ends = Min("year"), Max("year")
    awards = AwardRecord.objects.filter(authority_id__in=authority_ids).order_by().aggregate(*ends)
    blocs = BlocYear.objects.filter(bloc__authority_id__in=authority_ids).order_by().aggregate(*ends)
    found = [year for row in (awards, blocs) for year in row.values() if year is not None] + [clock.today().year]
    return list(range(max(found), min(found) - 1, -1))
