"""Shapes of the data files: what a plan says, before it becomes rows."""

import datetime as dt
from dataclasses import dataclass, field

from campaigns.when import DueRule, Precision, When

NO_DATE = When(Precision.NONE)


def day(year: int, month: int, number: int) -> When:
    return When(Precision.DAY, dt.date(year, month, number))


def month(year: int, number: int) -> When:
    return When(Precision.MONTH, dt.date(year, number, 1))


def in_year(year: int) -> When:
    return When(Precision.YEAR, dt.date(year, 1, 1))


def end_of_year(year: int) -> When:
    return When(Precision.YEAR_END, dt.date(year, 12, 31))


@dataclass(frozen=True)
class Node:
    """One block of the content tree; an empty ``kind`` is that of the parent."""

    label: str
    title: str = ""
    text: str = ""
    kind: str = ""
    actor: str = ""
    children: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Basis:
    """A document the plan rests on (``in_opening``) or cites inside; ``suspect`` says what a person must check."""

    doc_type: str
    number: str = ""
    date: dt.date | None = None
    issuer: str = ""
    about: str = ""
    in_opening: bool = True
    suspect: str = ""


@dataclass(frozen=True)
class Occasion:
    """A day a phase honours: ``day`` as dd/mm (empty when the document gives none), counted from ``origin_year``."""

    name: str
    day: str = ""
    origin_year: int | None = None

    def as_json(self) -> dict:
        return {"name": self.name, "day": self.day, "origin_year": self.origin_year}


@dataclass(frozen=True)
class PhaseFacts:
    name: str
    begins: When
    ends: When
    text: str = ""
    occasions: tuple[Occasion, ...] = ()


@dataclass(frozen=True)
class Due:
    """One deadline as the document words it. ``to`` names receivers: leader deputy board members council."""

    title: str
    kind: str
    when: When = NO_DATE
    owes: str = "members"
    to: tuple[str, ...] = ()
    to_others: str = ""
    rule: DueRule = DueRule.BY
    words: str = ""
    note: str = ""
    phase: str = ""
    or_when: When = NO_DATE
    every_year: bool = False
    place: str = ""
    host: str = ""

    def values(self) -> dict:
        """Column values of the deadline, without its phase."""
        receivers = {f"to_{name}": name in self.to for name in ("leader", "deputy", "board", "members", "council")}
        names = ("title", "kind", "owes", "to_others", "words", "note", "every_year", "place", "host")
        return {
            **{name: getattr(self, name) for name in names},
            **receivers,
            "precision": self.when.precision,
            "value": self.when.value,
            "or_precision": self.or_when.precision,
            "or_value": self.or_when.value,
            "rule": self.rule,
        }


@dataclass(frozen=True)
class PlanFacts:
    """A whole plan. ``campaign`` and ``header`` are column values; recipients are (text, mark) pairs."""

    key: str
    campaign: dict
    header: dict
    bases: tuple[Basis, ...]
    nodes: tuple[Node, ...]
    recipients: tuple[tuple[str, str], ...]
    phases: tuple[PhaseFacts, ...] = ()
    deadlines: tuple[Due, ...] = ()
    issued: bool = field(default=True)
