"""Subtotals and totals of one sheet over the criteria tree."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from scoring.states import CriterionKind, NotAssignedPolicy

from .kinds import counts_outside
from .numbers import round_half_up

ZERO = Decimal(0)
PERCENT_SCALE = 4


@dataclass(frozen=True)
class Node:
    """One criterion of the tree. Keys are anything hashable; `parent` is None for a top group."""

    key: Hashable
    parent: Hashable | None
    kind: str
    max_points: Decimal | None


@dataclass(frozen=True)
class Mark:
    """What one line has: points (None when not scored) and whether the unit has the task at all."""

    points: Decimal | None
    assigned: bool = True


@dataclass(frozen=True)
class Subtotal:
    points: Decimal = ZERO
    max_assigned: Decimal = ZERO
    max_full: Decimal = ZERO

    def plus(self, other: "Subtotal") -> "Subtotal":
        return Subtotal(
            self.points + other.points, self.max_assigned + other.max_assigned, self.max_full + other.max_full
        )


@dataclass(frozen=True)
class SheetTotals:
    """`points` is what counts: base (rescaled when the policy says so) plus bonus minus penalty.

    `percent` is points on the assigned maximum, in percent with four decimals, or None when nothing is assigned.
    `missing` are the keys of lines without points, in tree order. `groups` holds a Subtotal for every group; those
    include bonus and penalty lines below them and are never rescaled, so children always add up to their parent.
    """

    points: Decimal
    base: Decimal
    bonus: Decimal
    penalty: Decimal
    max_full: Decimal
    max_assigned: Decimal
    percent: Decimal | None
    missing: list[Hashable] = field(default_factory=list)
    groups: dict[Hashable, Subtotal] = field(default_factory=dict)


def line_subtotal(node: Node, mark: Mark, policy: str) -> Subtotal:
    """What one leaf adds to its group under the policy for tasks that were not assigned."""
    if counts_outside(node.kind):
        return Subtotal(points=(mark.points or ZERO) if mark.assigned else ZERO)
    full = node.max_points or ZERO
    if mark.assigned:
        return Subtotal(mark.points or ZERO, full, full)
    if policy == NotAssignedPolicy.KEEP_ZERO:
        return Subtotal(ZERO, full, full)
    if policy == NotAssignedPolicy.GIVE_FULL:
        return Subtotal(full, full, full)
    return Subtotal(ZERO, ZERO, full)


def _is_missing(mark: Mark) -> bool:
    return mark.assigned and mark.points is None


def sheet_totals(nodes: Iterable[Node], marks: Mapping[Hashable, Mark], policy: str, scale: int) -> SheetTotals:
    """Add a sheet up. `nodes` come parents first; a leaf without a mark counts as not scored."""
    nodes = list(nodes)
    leaves = [node for node in nodes if node.kind != CriterionKind.GROUP]
    rows = {node.key: marks.get(node.key, Mark(None)) for node in leaves}
    sums = {node.key: line_subtotal(node, rows[node.key], policy) for node in leaves}
    inside = _sum(sums[node.key] for node in leaves if not counts_outside(node.kind))
    extra = [sums[node.key].points for node in leaves if counts_outside(node.kind)]
    base = _rescaled(inside, policy, scale)
    points = base + sum(extra, ZERO)
    return SheetTotals(
        points=points,
        base=base,
        bonus=sum((value for value in extra if value > 0), ZERO),
        penalty=sum((value for value in extra if value < 0), ZERO),
        max_full=inside.max_full,
        max_assigned=inside.max_full if policy == NotAssignedPolicy.EXCLUDE_AND_RESCALE else inside.max_assigned,
        percent=percent_of(points, inside, policy),
        missing=[node.key for node in leaves if _is_missing(rows[node.key])],
        groups=_group_sums(nodes, sums),
    )


def _sum(parts: Iterable[Subtotal]) -> Subtotal:
    total = Subtotal()
    for part in parts:
        total = total.plus(part)
    return total


def _rescaled(inside: Subtotal, policy: str, scale: int) -> Decimal:
    if policy != NotAssignedPolicy.EXCLUDE_AND_RESCALE or inside.max_assigned in {ZERO, inside.max_full}:
        return inside.points
    return round_half_up(inside.points * inside.max_full / inside.max_assigned, scale)


def percent_of(points: Decimal, inside: Subtotal, policy: str) -> Decimal | None:
    """Percent of the maximum the points are measured on; None when the unit was assigned nothing."""
    top = inside.max_full if policy == NotAssignedPolicy.EXCLUDE_AND_RESCALE else inside.max_assigned
    if not inside.max_assigned or not top:
        return None
    return round_half_up(points * 100 / top, PERCENT_SCALE)


def _group_sums(nodes: list[Node], sums: Mapping[Hashable, Subtotal]) -> dict[Hashable, Subtotal]:
    groups = {node.key: Subtotal() for node in nodes if node.kind == CriterionKind.GROUP}
    for node in reversed(nodes):
        own = groups[node.key] if node.key in groups else sums[node.key]
        if node.parent is not None:
            groups[node.parent] = groups[node.parent].plus(own)
    return groups


def tree_problems(nodes: Iterable[Node]) -> list[tuple[Hashable, Decimal, Decimal]]:
    """Groups whose stated maximum differs from the sum of their children: (key, stated, sum)."""
    nodes = list(nodes)
    sums = _group_sums(
        nodes,
        {n.key: line_subtotal(n, Mark(None), NotAssignedPolicy.KEEP_ZERO) for n in nodes if n.kind != "group"},
    )
    stated = {node.key: node.max_points for node in nodes if node.kind == CriterionKind.GROUP}
    return [
        (key, stated[key], total.max_full)
        for key, total in sums.items()
        if stated[key] is not None and stated[key] != total.max_full
    ]
