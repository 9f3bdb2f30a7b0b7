"""From sheets to a result, as data: what one unit brings, and the rules of a criteria set that judge it.

`ResultRules` is the readable form of `CriteriaSet.result_rules`; `Account` is one unit's year. Rows of the tree are
named by `ref`: the codes from the top down, joined by " › ", so that a rule survives copying a set and moving rows.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from .numbers import as_decimal, round_half_up

ZERO = Decimal(0)
HUNDRED = Decimal(100)
SEPARATOR = " › "
MEETING = "meeting"


@dataclass(frozen=True)
class TieKey:
    """One step of the ladder that parts equal units: `key` is section, criterion, bonus, penalty or meeting."""

    key: str
    of: str = ""


@dataclass(frozen=True)
class Gate:
    """A condition that excludes a unit from the ranking or lowers its rating.

    `when`: zero (the row `of` has no points), below_minimum (the row `of`, or any row, is under its own minimum),
    discipline, not_registered, late (a report of `deadline_kind` more than `days` days late).
    """

    when: str
    effect: str
    to: str = ""
    of: str = ""
    deadline_kind: str = ""
    days: int = 0


@dataclass(frozen=True)
class TargetCase:
    """At least `met` of the hard targets are reached, and each of the others is at most `short` percent short (less
    than that when `strict`); without `short` the others do not matter."""

    met: int
    short: Decimal | None = None
    strict: bool = False


@dataclass(frozen=True)
class Step:
    """One rating: from which value (None: any), the minima that go with it, and where a unit falls that reaches the
    value but not the minima (`otherwise`; empty: the next rating whose conditions it meets)."""

    name: str
    start: Decimal | None = None
    each_percent: Decimal | None = None
    targets: tuple[TargetCase, ...] = ()
    otherwise: str = ""
    share: Decimal | None = None
    voted: bool = False

    @property
    def free(self) -> bool:
        """Whether every unit meets it."""
        return self.start is None and self.each_percent is None and not self.targets


@dataclass(frozen=True)
class Ratings:
    """Ratings, best first. `on` is points or percent; `cap` is the most that is measured (min(points, 100)).
    `each_of`: the minima look at every criterion (leaf) or at every top section."""

    on: str = "percent"
    cap: Decimal | None = None
    each_of: str = "leaf"
    targets: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    def place(self, name: str) -> int:
        """0 is the best rating; a name that is none comes after all."""
        names = [step.name for step in self.steps]
        return names.index(name) if name in names else len(names)


@dataclass(frozen=True)
class ResultRules:
    ties: tuple[TieKey, ...] = (TieKey(MEETING),)
    gates: tuple[Gate, ...] = ()
    ratings: Ratings = field(default_factory=Ratings)
    coefficient: bool = False
    halves: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def meeting_decides(self) -> bool:
        return any(tie.key == MEETING for tie in self.ties)


def read_result_rules(data: Mapping[str, Any]) -> ResultRules:
    """The rules of a stored set, already checked by `validate_result_rules`. No ties named: the meeting decides."""
    ties = tuple(TieKey(row["key"], row.get("of", "")) for row in data.get("ties") or [])
    return ResultRules(
        ties=ties or (TieKey(MEETING),),
        gates=tuple(Gate(**row) for row in data.get("gates") or []),
        ratings=_read_ratings(data.get("ratings") or {}),
        coefficient=data.get("coefficient") is True,
        halves={int(half): as_decimal(weight) for half, weight in (data.get("halves") or {}).items()},
    )


def _read_ratings(data: Mapping[str, Any]) -> Ratings:
    return Ratings(
        on=data.get("on", "percent"),
        cap=as_decimal(data.get("cap")),
        each_of=data.get("each_of", "leaf"),
        targets=tuple(data.get("targets") or ()),
        steps=tuple(_read_step(row) for row in data.get("steps") or []),
    )


def _read_step(row: Mapping[str, Any]) -> Step:
    cases = tuple(
        TargetCase(case["met"], as_decimal(case.get("short")), case.get("strict") is True)
        for case in row.get("targets") or []
    )
    return Step(
        name=row["name"],
        start=as_decimal(row.get("from")),
        each_percent=as_decimal(row.get("each_percent")),
        targets=cases,
        otherwise=row.get("otherwise", ""),
        share=as_decimal(row.get("share")),
        voted=row.get("voted") is True,
    )


@dataclass(frozen=True)
class Piece:
    """One row of the tree as it counts for one unit. `max_points` is the assigned maximum; `shortfall` is how many
    percent a result is short of its target (0: reached), None where the row has none. `points` None: not scored."""

    ref: str
    title: str
    points: Decimal | None
    max_points: Decimal
    level: str  # section (a top group), group, leaf or outside (bonus, penalty)
    assigned: bool = True
    minimum: Decimal | None = None
    shortfall: Decimal | None = None

    @property
    def percent(self) -> Decimal | None:
        return self.points * 100 / self.max_points if self.max_points and self.points is not None else None

    @property
    def is_below(self) -> bool:
        return self.minimum is not None and self.percent is not None and self.percent < self.minimum


@dataclass(frozen=True)
class Facts:
    """What gates ask besides points. `days_late` by kind of deadline: only what arrived late or is overdue."""

    discipline: tuple[str, ...] = ()
    registered: bool = True
    days_late: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Account:
    """One unit's year: `points` with everything, `extra` is what the coefficient added to the bonus."""

    points: Decimal
    percent: Decimal | None
    bonus: Decimal
    penalty: Decimal
    max_assigned: Decimal
    max_full: Decimal
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    factor: Decimal | None = None
    extra: Decimal = ZERO

    def value(self, basis: str) -> Decimal | None:
        """What ranks: the percent of the assigned maximum, or the points."""
        return self.percent if basis == "percent" else self.points


def with_coefficient(account: Account, factor: Decimal | None, scale: int) -> Account:
    """The bonus (and nothing else) multiplied by the unit's coefficient, rounded half up."""
    if factor is None or factor == 1:
        return account
    extra = round_half_up(account.bonus * factor, scale) - account.bonus
    more = round_half_up(extra * 100 / account.max_assigned, 4) if account.max_assigned else ZERO
    return replace(
        account,
        points=account.points + extra,
        percent=None if account.percent is None else account.percent + more,
        bonus=account.bonus + extra,
        factor=factor,
        extra=extra,
    )


def weighted(parts: Iterable[tuple[Decimal, Account]], scale: int) -> Account:
    """The halves of a year as one account, each multiplied by its weight and the sums rounded half up.

    A percent is the weighted mean of the percents; a half in which nothing was assigned leaves its weight to the other.
    """
    parts = list(parts)

    def total(name: str, decimals: int) -> Decimal:
        return round_half_up(sum((weight * getattr(one, name) for weight, one in parts), ZERO), decimals)

    known = [(weight, one.percent) for weight, one in parts if one.percent is not None]
    weights = sum((weight for weight, _ in known), ZERO)
    mean = sum((weight * percent for weight, percent in known), ZERO)
    return replace(
        parts[-1][1],
        **{name: total(name, scale) for name in ("points", "bonus", "penalty", "max_assigned", "max_full", "extra")},
        percent=round_half_up(mean / weights, 4) if weights else None,
        pieces=_weighted_pieces(parts, scale),
    )


def _weighted_pieces(parts: list[tuple[Decimal, Account]], scale: int) -> dict[str, Piece]:
    found: dict[str, Piece] = {}
    for ref, last in parts[-1][1].pieces.items():
        rows = [(weight, one.pieces[ref]) for weight, one in parts if ref in one.pieces]
        scored = [(weight, row) for weight, row in rows if row.points is not None]
        short = [row.shortfall for _, row in rows if row.shortfall is not None]
        points = round_half_up(sum((w * row.points for w, row in scored), ZERO), scale) if scored else None
        found[ref] = replace(
            last,
            points=points,
            max_points=round_half_up(sum((w * row.max_points for w, row in rows), ZERO), 4),
            assigned=any(row.assigned for _, row in rows),
            shortfall=max(short, default=None),
        )
    return found


def refs_of(rows: Iterable[tuple[Hashable, Hashable | None, str, str]]) -> dict[Hashable, str]:
    """{key: ref} of (key, parent, code, title) rows, parents first. A row without a code is named by its title."""
    found: dict[Hashable, str] = {}
    for key, parent, code, title in rows:
        own = code.strip() or title.strip()
        found[key] = f"{found[parent]}{SEPARATOR}{own}" if parent in found else own
    return found


def resolve(name: str, refs: Iterable[str]) -> str | None:
    """The ref a rule means: written in full, or a last part that only one row has. None when there is none or two."""
    refs = list(refs)
    if refs.count(name) == 1:
        return name
    short = [ref for ref in refs if ref.split(SEPARATOR)[-1] == name]
    return short[0] if len(short) == 1 and name not in refs else None


def piece_of(account: Account, name: str) -> Piece | None:
    ref = name if name in account.pieces else resolve(name, account.pieces)
    return account.pieces.get(ref) if ref else None
