"""How many places a quota gives, who is within them, and how close the cut is: exact fractions, values in, value out.

Sources of the shapes: blocs.md §4.2 (fixed numbers per bloc), NĐ 91/2017 Đ.9 and TT 03/2018/TT-BNG (percentages with a
stated rounding; granted the higher flag, no lower one; refused, the lower one), Luật TĐKT 2022 Đ.5 (one achievement, one
reward). No figure of any of them is here.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from accounts.numbers import round_half_up, say
from awards.states_quotas import Higher, QuotaFigure, Rounding, SmallBlocs

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Terms:
    """What a quota says about numbers. ``value``: units, or percent (0–100)."""

    figure: str
    value: Decimal
    rounding: str = Rounding.DOWN
    pooled: bool = False
    min_members: int | None = None
    small_blocs: str = SmallBlocs.NONE


@dataclass(frozen=True)
class Size:
    """Units of a bloc: all members, and those not chosen for a higher award."""

    members: int
    remaining: int


@dataclass(frozen=True)
class Allotment:
    """What one bloc gets and how it came about. ``pool``: the whole number where several blocs count as one."""

    places: int
    words: str
    pool: int | None = None


def rounded(share: Fraction, rounding: str) -> int:
    """Whole units of a share; «không quá» rounds down, so it is never exceeded."""
    if rounding == Rounding.UP:
        return ceil(share)
    return floor(share + HALF) if rounding == Rounding.HALF_UP else floor(share)


def share_of(terms: Terms, size: Size) -> Fraction:
    """The exact number before rounding."""
    if terms.figure == QuotaFigure.NUMBER:
        return Fraction(terms.value)
    base = size.remaining if terms.figure == QuotaFigure.PCT_REMAINING else size.members
    return Fraction(terms.value) * base / 100


def allot(terms: Terms, sizes: Mapping[Hashable, Size]) -> dict[Hashable, Allotment]:
    """Places of every bloc, never more than it has units left. Blocs of a pool count as one bloc, and its places are
    divided by members with the largest remainders; the order of the blocs does not matter except where everything else
    is equal."""
    small = {key for key, size in sizes.items() if terms.min_members and size.members < terms.min_members}
    if terms.pooled:
        left_out = small if terms.small_blocs == SmallBlocs.NONE else set()
        return _left_out(left_out, terms) | _pool(terms, {key: sizes[key] for key in sizes if key not in left_out})
    found = {key: _alone(terms, size) for key, size in sizes.items() if key not in small}
    if terms.small_blocs == SmallBlocs.NONE:
        return found | _left_out(small, terms)
    return found | _pool(terms, {key: sizes[key] for key in sizes if key in small})


def _left_out(keys: Iterable[Hashable], terms: Terms) -> dict[Hashable, Allotment]:
    return {key: Allotment(0, f"Khối dưới {terms.min_members} đơn vị: không có chỉ tiêu.") for key in keys}


def _alone(terms: Terms, size: Size) -> Allotment:
    most = rounded(share_of(terms, size), terms.rounding)
    places = min(most, size.remaining)
    cut = f" Chỉ còn {size.remaining} đơn vị để xét." if places < most else ""
    return Allotment(places, told(terms, size) + cut)


def _pool(terms: Terms, sizes: Mapping[Hashable, Size]) -> dict[Hashable, Allotment]:
    """Several blocs as one."""
    if not sizes:
        return {}
    whole = Size(sum(size.members for size in sizes.values()), sum(size.remaining for size in sizes.values()))
    if terms.min_members and whole.members < terms.min_members:
        words = f"Các khối gộp lại vẫn dưới {terms.min_members} đơn vị: không có chỉ tiêu."
        return {key: Allotment(0, words, 0) for key in sizes}
    total = min(rounded(share_of(terms, whole), terms.rounding), whole.remaining)
    weights = {key: _base(terms, size) for key, size in sizes.items()}
    parts = divide(total, weights, {key: size.remaining for key, size in sizes.items()})
    head = f"Tính chung {len(sizes)} khối: {told(terms, whole)}"
    rule = "Chia theo số đơn vị, phần lẻ lớn hơn được làm tròn lên trước."
    return {key: Allotment(parts[key], f"{head} {rule}", total) for key in sizes}


def _base(terms: Terms, size: Size) -> int:
    return size.remaining if terms.figure == QuotaFigure.PCT_REMAINING else size.members


def divide(total: int, weights: Mapping[Hashable, int], most: Mapping[Hashable, int]) -> dict[Hashable, int]:
    """Whole numbers in proportion to the weights that add up to ``total`` (to all of ``most`` when that is less): the
    whole parts, then one more each by the largest remainder; of equal ones the larger weight, then the earlier key."""
    whole = sum(weights.values()) or 1
    exact = {key: Fraction(weight * total, whole) for key, weight in weights.items()}
    found = {key: min(floor(part), most[key]) for key, part in exact.items()}
    for _ in range(min(total, sum(most.values())) - sum(found.values())):
        free = [key for key in found if found[key] < most[key]]
        found[max(free, key=lambda key: (exact[key] - found[key], weights[key]))] += 1
    return found


def told(terms: Terms, size: Size) -> str:
    """«20% của 12 đơn vị thành viên = 2,4 → không quá 2»."""
    share = share_of(terms, size)
    whole = rounded(share, terms.rounding)
    if terms.figure == QuotaFigure.NUMBER:
        return f"Số lượng cố định: {whole}."
    base, name = (
        (size.remaining, "đơn vị còn lại")
        if terms.figure == QuotaFigure.PCT_REMAINING
        else (size.members, "đơn vị thành viên")
    )
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    how = {Rounding.DOWN: "không quá", Rounding.UP: "làm tròn lên", Rounding.HALF_UP: "làm tròn số học"}
    return f"{say(terms.value)}% của {base} {name} = {say(round_half_up(exact, 2))} → {how[Rounding(terms.rounding)]} {whole}."


@dataclass(frozen=True)
class Candidate:
    """One unit of the bloc. ``place``: the awarded one; ``barred``: why it is not considered; ``higher``: what became of
    its proposal for the award that falls back to this one."""

    key: Hashable
    place: int | None
    barred: str = ""
    higher: str = Higher.NONE


@dataclass(frozen=True)
class Choice:
    """Who is within the places, in order of the places. ``holding``: those inside that wait for a higher award and free
    their place when they get it. ``tied``: units of one place that do not all fit; ``left``: places nobody took yet."""

    inside: tuple[Hashable, ...] = ()
    holding: frozenset[Hashable] = frozenset()
    tied: tuple[Hashable, ...] = ()
    over: tuple[Hashable, ...] = ()
    left: int = 0
    barred: Mapping[Hashable, str] = field(default_factory=dict)


def choose(candidates: Sequence[Candidate], places: int) -> Choice:
    """The first ``places`` units by awarded place. Nobody is parted from a unit of the same place: where not all of them
    fit the meeting decides. Granted a higher award: not here; refused: here again; waiting: keeps its place."""
    barred = {one.key: why for one in candidates if (why := _why_not(one))}
    playing = [one for one in candidates if one.key not in barred]
    inside: list[Hashable] = []
    tied: tuple[Hashable, ...] = ()
    over: list[Hashable] = []
    for place in sorted({one.place for one in playing}):
        group = [one.key for one in playing if one.place == place]
        if over or tied or len(inside) >= places:
            over += group
        elif len(inside) + len(group) <= places:
            inside += group
        else:
            tied = tuple(group)
    holding = frozenset(one.key for one in playing if one.higher == Higher.PENDING and one.key in inside)
    return Choice(tuple(inside), holding, tied, tuple(over), places - len(inside), barred)


def _why_not(one: Candidate) -> str:
    if one.barred:
        return one.barred
    if one.higher == Higher.GRANTED:
        return "Đã được khen thưởng mức cao hơn."
    return "" if one.place is not None else "Không có hạng."


@dataclass(frozen=True)
class Cut:
    """How far the last one inside is above the first one outside. Below zero: the meeting gave other places than the
    points. ``thin``: points still under dispute could change it."""

    last_in: Hashable
    first_out: Hashable
    gap: Decimal
    percent_gap: Decimal | None
    disputed: Decimal

    @property
    def thin(self) -> bool:
        return self.disputed >= self.gap > 0 or self.gap == 0


@dataclass(frozen=True)
class Standing:
    """Figures of one unit. ``disputed``: points that may still come or go."""

    points: Decimal
    percent: Decimal | None = None
    disputed: Decimal = Decimal(0)


def cut_of(choice: Choice, standings: Mapping[Hashable, Standing]) -> Cut | None:
    """The cut of a choice; None where nobody is inside or nobody is left out."""
    outside = choice.tied or choice.over
    if not choice.inside or not outside or not standings.keys() >= {choice.inside[-1], outside[0]}:
        return None
    last, first = standings[choice.inside[-1]], standings[outside[0]]
    both = last.percent is not None and first.percent is not None
    return Cut(
        choice.inside[-1],
        outside[0],
        last.points - first.points,
        last.percent - first.percent if both else None,
        last.disputed + first.disputed,
    )
