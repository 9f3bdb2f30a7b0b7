"""Everything a judgement of a candidate is made from, read beforehand."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .findings import Proof

# ``perhaps``: a person must say whether it counts (a predecessor's year, the year in which discipline ended).
Weight = Literal["counts", "perhaps", "not"]


@dataclass(frozen=True)
class Period:
    """From when to when something was achieved, both days included."""

    since: dt.date
    until: dt.date

    def meets(self, other: "Period") -> bool:
        return self.since <= other.until and other.since <= self.until

    def __str__(self) -> str:
        return f"{self.since:%d/%m/%Y} – {self.until:%d/%m/%Y}"


def period_of(year: int, since: dt.date | None = None, until: dt.date | None = None) -> Period:
    """The days that were said; the whole year where they weren't."""
    return Period(since or dt.date(year, 1, 1), until or dt.date(year, 12, 31))


@dataclass(frozen=True)
class YearFact:
    """The rating of one year; ``own``: of the subject itself, not of a predecessor."""

    year: int
    level: str
    proof: Proof
    weight: Weight = "counts"
    why: str = ""
    own: bool = True
    private: bool = False


@dataclass(frozen=True)
class TitleFact:
    """A title or form in force. ``mode``: for what it was given; ``is_form``, ``level`` as the catalogue says; ``period``:
    when it was achieved, None where its file doesn't say (the year, then)."""

    year: int
    code: str
    proof: Proof
    weight: Weight = "counts"
    why: str = ""
    mode: str = "regular"
    is_form: bool = False
    level: str = ""
    private: bool = False
    period: Period | None = None


@dataclass(frozen=True)
class InitiativeFact:
    """``used_for``: the proposal or award it served before, empty when none."""

    kind: str
    scope: str
    proof: Proof
    used_for: str = ""


@dataclass(frozen=True)
class LedFact:
    """A bloc whose published ranking gave the unit the first place; ``level`` of its organiser."""

    bloc: str
    level: str
    proof: Proof


@dataclass(frozen=True)
class HoldFact:
    kind: str
    words: str


@dataclass(frozen=True)
class DisciplineFact:
    """``until``: the day it was completed, None while it lasts."""

    since: dt.date
    until: dt.date | None
    words: str


@dataclass(frozen=True)
class OtherFact:
    """Another proposal of the same subject that is not decided."""

    code: str
    name: str
    is_form: bool
    level: str
    mode: str
    period: Period | None = None


@dataclass(frozen=True)
class VoteFact:
    """A closed ballot's result; ``percent`` as text, ``reached`` against the rule's figure, None when it can't be said."""

    words: str
    reached: bool | None
    url: str = ""


@dataclass(frozen=True)
class CapFact:
    """How many are proposed for the award, and the number the share is taken of (proposals included)."""

    proposed: int
    base: int
    pending: int = 0


@dataclass(frozen=True)
class Targets:
    """Targets of the year as they were sent: judged good, and all that can be judged. ``final``: sent with the report of
    the whole year; then ``exceeded`` and ``short`` count the figures beyond the plan and those that fell short of it."""

    good: int
    judged: int
    unknown: int
    final: bool = False
    exceeded: int = 0
    short: int = 0


@dataclass(frozen=True)
class Members:
    """People of a collective in the year. ``titles``/``pending``: persons by code, given and proposed; ``levels``: persons
    by rating; ``disciplined``: forms of discipline in the year."""

    headcount: int | None = None
    headcount_source: str = ""
    titles: Mapping[str, int] = field(default_factory=dict)
    pending: Mapping[str, int] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    disciplined: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """Of one candidate for one award and year. ``mode``: for what it is proposed; ``award_*`` describe the award;
    ``names``: award types by code; ``period``: when it was achieved, None where the file doesn't say; ``others``:
    proposals of the same year, ``elsewhen``: of other years for a time that meets this one."""

    year: int
    on: dt.date
    award_code: str = ""
    award_is_form: bool = False
    award_level: str = ""
    mode: str = "regular"
    names: Mapping[str, str] = field(default_factory=dict)
    evaluations: tuple[YearFact, ...] = ()
    titles: tuple[TitleFact, ...] = ()
    initiatives: tuple[InitiativeFact, ...] = ()
    members: Members = Members()
    led: tuple[LedFact, ...] = ()
    targets: Targets | None = None
    holds: tuple[HoldFact, ...] = ()
    disciplines: tuple[DisciplineFact, ...] = ()
    period: Period | None = None
    others: tuple[OtherFact, ...] = ()
    elsewhen: tuple[OtherFact, ...] = ()
    ended_on: dt.date | None = None
    cap: CapFact | None = None
    vote: VoteFact | None = None

    @property
    def pending(self) -> frozenset[str]:
        return frozenset(other.code for other in self.others)
