"""What goes into a criterion and what comes out."""

from dataclasses import dataclass
from decimal import Decimal

from .numbers import say


@dataclass(frozen=True)
class Event:
    """One decided event of a register. Events with the same `result` are about one and the same achievement or fault."""

    result: str
    level: str
    decision: str
    self_declared: bool = False


@dataclass(frozen=True)
class Inputs:
    """What one unit states for one criterion. `assigned=False`: the unit has no such task this year.

    `events` are not typed by the unit: the register gives them.
    """

    value: Decimal | None = None
    target: Decimal | None = None
    actual: Decimal | None = None
    count: Decimal | None = None
    days: Decimal | None = None
    achieved: bool | None = None
    assigned: bool = True
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """Points (already rounded), or None with the reason.

    `problem` is a value that cannot stand; `waiting` means that other units' figures are still missing. With neither,
    None means that the unit has not filled the criterion in.
    """

    points: Decimal | None
    explanation: str
    problem: str | None = None
    waiting: bool = False


def empty(words: str = "Chưa chấm") -> Outcome:
    return Outcome(None, words)


def refused(problem: str) -> Outcome:
    return Outcome(None, problem, problem=problem)


def points_words(points: Decimal) -> str:
    return f"{say(points)} điểm"


def sentence(words: str) -> str:
    """The same words with a capital first letter; the rest keeps its case."""
    return words[:1].upper() + words[1:]
