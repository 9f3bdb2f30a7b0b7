"""The content tree of a plan in reading order, in one query."""

from collections import defaultdict
from dataclasses import dataclass

from .models import Plan, PlanNode


@dataclass(frozen=True)
class Branch:
    """A node with its depth (1 = outermost) and whether it can move each way."""

    node: PlanNode
    depth: int
    first: bool
    last: bool


def branches(plan: Plan) -> list[Branch]:
    """Every node of a plan, parents before children, siblings in their order."""
    children: dict[int | None, list[PlanNode]] = defaultdict(list)
    for node in PlanNode.objects.filter(plan=plan).order_by("order", "pk"):
        node.plan = plan
        children[node.parent_id].append(node)
    found: list[Branch] = []

    def walk(parent: int | None, depth: int) -> None:
        row = children[parent]
        for place, node in enumerate(row, start=1):
            found.append(Branch(node, depth, place == 1, place == len(row)))
            walk(node.pk, depth + 1)

    walk(None, 1)
    return found
