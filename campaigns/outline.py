"""The content tree of a plan in reading order, in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass

from .models import Plan, PlanNode
from .printed import labels_of, slot_items, text_of
from .rules import Labels, receiver_words, time_words
from .rules.slots import text_warnings


@dataclass(frozen=True)
class Branch:
    """A node with its depth (1 = outermost), its place among its siblings (1 first, of ``size``) and how many nodes
    stand ``below`` it; ``text`` and ``lines`` as the paper prints them, ``warnings`` for whoever edits."""

    node: PlanNode
    depth: int
    place: int
    size: int
    below: int
    text: str
    lines: list[str]
    warnings: list[str]


def branches(plan: Plan) -> list[Branch]:
    """Every node of a plan, parents before children, siblings in their order."""
    children: dict[int | None, list[PlanNode]] = defaultdict(list)
    for node in PlanNode.objects.filter(plan=plan).select_related("deadline").order_by("order", "pk"):
        node.plan = plan
        children[node.parent_id].append(node)
    labels, below = labels_of(plan.campaign), _counts(children)
    printed = {slot: [text for _, text in slot_items(plan, slot, labels)] for slot in _slots(children)}
    found: list[Branch] = []
    waiting = [(node, 1, place) for place, node in reversed(list(enumerate(children[None], start=1)))]
    while waiting:
        node, depth, place = waiting.pop()
        size, lines = len(children[node.parent_id]), printed.get(node.slot, [])
        warnings = _warnings(node, labels)
        found.append(Branch(node, depth, place, size, below[node.pk], text_of(node, labels), lines, warnings))
        waiting += [(child, depth + 1, at) for at, child in reversed(list(enumerate(children[node.pk], start=1)))]
    return found


def _slots(children: dict[int | None, list[PlanNode]]) -> set[str]:
    return {node.slot for row in children.values() for node in row if node.slot}


def _counts(children: dict[int | None, list[PlanNode]]) -> dict[int, int]:
    """How many nodes stand below each."""
    order, waiting = [], list(children.get(None, []))
    while waiting:
        order.append(waiting.pop())
        waiting += children.get(order[-1].pk, [])
    below: dict[int, int] = {}
    for node in reversed(order):
        below[node.pk] = sum(below[child.pk] + 1 for child in children.get(node.pk, []))
    return below


def _warnings(node: PlanNode, labels: Labels) -> list[str]:
    due = time_words(node.deadline) if node.deadline else ""
    receivers = ", ".join(receiver_words(node.deadline, labels)) if node.deadline else ""
    return text_warnings(f"{node.title}\n{node.text}", node.deadline, due, receivers)
