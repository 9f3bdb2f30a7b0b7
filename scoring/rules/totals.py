"""Subtotals and totals of one sheet over the criteria tree, with the caps and minima of sections."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from scoring.states import CriterionKind, NotAssignedPolicy

from .kinds import counts_outside
from .numbers import BadNumber, param, round_half_up, say, say_percent

ZERO = Decimal(0)
PERCENT_SCALE = 4


@dataclass(frozen=True)
class Node:
    """One criterion of the tree. Keys are anything hashable; `parent` is None for a top group.

    `cap` limits the points of a group with everything below it; `minimum` is the least share (in percent of its
    assigned maximum) a row should reach.
    """

    key: Hashable
    parent: Hashable | None
    kind: str
    max_points: Decimal | None
    cap: Decimal | None = None
    minimum: Decimal | None = None


@dataclass(frozen=True)
class Mark:
    """What one line has: points (None when not scored) and whether the unit has the task at all."""

    points: Decimal | None
    assigned: bool = True


@dataclass(frozen=True)
class Subtotal:
    """Sums of a group. `cut` is what its own cap took away; `bonus` and `penalty` are parts of `points`."""

    points: Decimal = ZERO
    max_assigned: Decimal = ZERO
    max_full: Decimal = ZERO
    bonus: Decimal = field(default=ZERO, compare=False)
    penalty: Decimal = field(default=ZERO, compare=False)
    cut: Decimal = field(default=ZERO, compare=False)

    def plus(self, other: "Subtotal") -> "Subtotal":
        return Subtotal(
            self.points + other.points,
            self.max_assigned + other.max_assigned,
            self.max_full + other.max_full,
            self.bonus + other.bonus,
            self.penalty + other.penalty,
        )

    def capped(self, cap: Decimal | None) -> "Subtotal":
        """No more than `cap` points; what is too much is taken from the bonus first. The maxima shrink with it."""
        if cap is None:
            return self
        cut = max(ZERO, self.points - cap)
        return replace(
            self,
            points=self.points - cut,
            max_assigned=min(self.max_assigned, cap),
            max_full=min(self.max_full, cap),
            bonus=self.bonus - min(self.bonus, cut),
            cut=cut,
        )

    @property
    def percent(self) -> Decimal | None:
        """Points in percent of the assigned maximum; None where there is none."""
        return self.points * 100 / self.max_assigned if self.max_assigned else None

    @property
    def shown_maximum(self) -> str:
        """ "684/700": the assigned maximum over the full one; one figure when both are the same."""
        if self.max_assigned == self.max_full:
            return say(self.max_full)
        return f"{say(self.max_assigned)}/{say(self.max_full)}"


@dataclass(frozen=True)
class SheetTotals:
    """`points` is what counts: base (rescaled when the policy says so) plus bonus minus penalty, after all caps.

    `percent` is points on the assigned maximum, in percent with four decimals, or None when nothing is assigned.
    `missing` are the keys of lines without points, in tree order. `groups` holds a Subtotal for every group; those
    include bonus and penalty lines below them and are never rescaled, so children always add up to their parent, less
    what the parent's own cap cuts. `below` are the rows under their own minimum, in tree order.
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
    below: list[Hashable] = field(default_factory=list)

    @property
    def shown_maximum(self) -> str:
        """ "684/700": assigned over full maximum; one figure when both are the same."""
        return Subtotal(max_assigned=self.max_assigned, max_full=self.max_full).shown_maximum


def limits_of(params: Mapping[str, Any]) -> tuple[Decimal | None, Decimal | None]:
    """(cap, minimum percent) of a group's parameters; nothing where they cannot be read."""
    try:
        return param(params, "cap"), param(params, "minimum_percent")
    except BadNumber:
        return None, None


def line_subtotal(node: Node, mark: Mark, policy: str) -> Subtotal:
    """What one leaf adds to its group under the policy for tasks that were not assigned."""
    if counts_outside(node.kind):
        return _outside((mark.points or ZERO) if mark.assigned else ZERO)
    full = node.max_points or ZERO
    if mark.assigned:
        return Subtotal(mark.points or ZERO, full, full)
    if policy == NotAssignedPolicy.KEEP_ZERO:
        return Subtotal(ZERO, full, full)
    if policy == NotAssignedPolicy.GIVE_FULL:
        return Subtotal(full, full, full)
    return Subtotal(ZERO, ZERO, full)


def _outside(points: Decimal) -> Subtotal:
    return Subtotal(points=points, bonus=max(points, ZERO), penalty=min(points, ZERO))


def _is_missing(mark: Mark) -> bool:
    return mark.assigned and mark.points is None


def sheet_totals(nodes: Iterable[Node], marks: Mapping[Hashable, Mark], policy: str, scale: int) -> SheetTotals:
    """Add a sheet up. `nodes` come parents first; a leaf without a mark counts as not scored."""
    nodes = list(nodes)
    leaves = [node for node in nodes if node.kind != CriterionKind.GROUP]
    rows = {node.key: marks.get(node.key, Mark(None)) for node in leaves}
    sums = {node.key: line_subtotal(node, rows[node.key], policy) for node in leaves}
    groups = _group_sums(nodes, sums)
    whole = _sum(groups.get(node.key) or sums[node.key] for node in nodes if node.parent is None)
    base = _rescaled(whole, policy, scale)
    points = base + whole.bonus + whole.penalty
    return SheetTotals(
        points=points,
        base=base,
        bonus=whole.bonus,
        penalty=whole.penalty,
        max_full=whole.max_full,
        max_assigned=whole.max_full if policy == NotAssignedPolicy.EXCLUDE_AND_RESCALE else whole.max_assigned,
        percent=percent_of(points, whole, policy),
        missing=[node.key for node in leaves if _is_missing(rows[node.key])],
        groups=groups,
        below=[node.key for node in nodes if _below(node, rows, sums, groups)],
    )


def _sum(parts: Iterable[Subtotal]) -> Subtotal:
    total = Subtotal()
    for part in parts:
        total = total.plus(part)
    return total


def _rescaled(whole: Subtotal, policy: str, scale: int) -> Decimal:
    """The points without bonus and penalty, brought to the full maximum where the policy says so."""
    base = whole.points - whole.bonus - whole.penalty
    if policy != NotAssignedPolicy.EXCLUDE_AND_RESCALE or whole.max_assigned in {ZERO, whole.max_full}:
        return base
    return round_half_up(base * whole.max_full / whole.max_assigned, scale)


def percent_of(points: Decimal, inside: Subtotal, policy: str) -> Decimal | None:
    """Percent of the maximum the points are measured on; None when the unit was assigned nothing."""
    top = inside.max_full if policy == NotAssignedPolicy.EXCLUDE_AND_RESCALE else inside.max_assigned
    if not inside.max_assigned or not top:
        return None
    return round_half_up(points * 100 / top, PERCENT_SCALE)


def _below(node: Node, rows: Mapping, sums: Mapping, groups: Mapping) -> bool:
    """Whether a row is under its own minimum. What is not scored yet or not assigned is not judged."""
    if node.minimum is None or (node.key in rows and rows[node.key].points is None):
        return False
    percent = (groups.get(node.key) or sums[node.key]).percent
    return percent is not None and percent < node.minimum


def _group_sums(nodes: list[Node], sums: Mapping[Hashable, Subtotal]) -> dict[Hashable, Subtotal]:
    groups = {node.key: Subtotal() for node in nodes if node.kind == CriterionKind.GROUP}
    for node in reversed(nodes):
        if node.key in groups:
            groups[node.key] = groups[node.key].capped(node.cap)
        own = groups[node.key] if node.key in groups else sums[node.key]
        if node.parent is not None:
            groups[node.parent] = groups[node.parent].plus(own)
    return groups


def tell_section(subtotal: Subtotal, cap: Decimal | None, minimum: Decimal | None) -> str:
    """What the cap and the minimum of a section did to this unit's points; empty when there are none."""
    words = []
    if subtotal.cut:
        raw = subtotal.points + subtotal.cut
        words.append(
            f"Cộng được {say(raw)} điểm, vượt mức tối đa {say(cap)} của mục: tính {say(subtotal.points)} điểm."
        )
    percent = subtotal.percent
    if minimum is not None and percent is not None:
        verdict = "dưới" if percent < minimum else "đạt"
        words.append(f"Đạt {say_percent(percent / 100)}, {verdict} mức tối thiểu {say(minimum)}% của mục.")
    return " ".join(words)


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
