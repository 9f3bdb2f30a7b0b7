"""One thing to do, and the words it is told in."""

import datetime as dt
import re
from dataclasses import dataclass

from blocs.models import BlocYear
from campaigns.models import Campaign
from campaigns.rules import DueChip

WEEK_DAYS = 7
PLAN, REPORT, PAPER, SCORE, AWARD = "plan", "report", "paper", "score", "award"


@dataclass(frozen=True)
class Thing:
    """One line of the first page. ``kind`` and ``label``: the state mark; ``day``: what the list is sorted by."""

    title: str
    detail: str
    to: str
    day: dt.date | None
    due: DueChip
    kind: str
    label: str
    url: str
    action: str
    room: str = REPORT
    returned: bool = False

    @property
    def late(self) -> bool:
        return self.due.kind == "late"


def this_week(thing: Thing, today: dt.date) -> bool:
    """Due today or within the next seven days."""
    return thing.due.kind in ("today", "soon") and thing.day is not None and (thing.day - today).days <= WEEK_DAYS


def bloc_words(bloc_year: BlocYear) -> str:
    """«Khối 1, năm 2026»: a numbered bloc is known by its number, what follows the dash is left out."""
    number = re.match(r"\w+ \d+(?= [-–] )", bloc_year.name)
    return f"{number.group() if number else bloc_year.name}, năm {bloc_year.year}"


def of_campaign(campaign: Campaign) -> str:
    """Which plan a line belongs to, short."""
    return bloc_words(campaign.bloc_year) if campaign.bloc_year else campaign.title
