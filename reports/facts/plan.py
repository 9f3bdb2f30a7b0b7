"""A plan as plain values."""

from typing import Any

from campaigns.models import Plan, PlanNode
from campaigns.printed import labels_of, slot_items, text_of
from campaigns.rules import Labels
from campaigns.rules.bases import basis_warnings
from campaigns.states import PlanState

from .heading import document_day, head_facts


def plan_facts(plan: Plan) -> dict[str, Any]:
    """Three queries however long the plan is; a few more when it prints phases, deadlines or receivers.

    ``cited``: documents named inside the text, for the checker only.
    """
    bases = list(plan.bases.select_related("legal"))
    return {
        **head_facts(plan),
        "is_draft": plan.state == PlanState.DRAFT,
        "bases_style": plan.bases_style,
        "bases": [_basis(plan, basis) for basis in bases if basis.in_opening],
        "cited": [_basis(plan, basis) for basis in bases if not basis.in_opening],
        "opening": plan.opening,
        "nodes": _tree(plan),
        "closing": plan.closing,
        "recipients": [{"text": row.text, "mark": row.mark} for row in plan.recipients.all()],
    }


def _basis(plan: Plan, basis) -> dict[str, Any]:
    """``doubts`` are for the checker; they are never printed."""
    return {
        "doc_type": basis.doc_type,
        "number": basis.number,
        "date": basis.date.isoformat() if basis.date else None,
        "issuer": basis.issuer,
        "about": basis.about,
        "doubts": basis_warnings(basis, basis.legal, document_day(plan)),
    }


def _tree(plan: Plan) -> list[dict[str, Any]]:
    """The tree in reading order, each node with its depth (1 = top) and the key that comments refer to."""
    nodes = list(plan.nodes.select_related("deadline").order_by("order", "pk"))
    labels = labels_of(plan.campaign) if any(node.slot or node.deadline for node in nodes) else Labels()
    children: dict[int | None, list[PlanNode]] = {}
    for node in nodes:
        children.setdefault(node.parent_id, []).append(node)
    found, waiting = [], [(node, 1) for node in reversed(children.get(None, []))]
    while waiting:
        node, depth = waiting.pop()
        found.append(_item(f"node:{node.pk}", node.label, text_of(node, labels), depth, node.title))
        found += [_item(key, "-", text, depth + 1) for key, text in slot_items(plan, node.slot, labels)]
        waiting += [(child, depth + 1) for child in reversed(children.get(node.pk, []))]
    return found


def _item(key: str, label: str, text: str, depth: int, title: str = "") -> dict[str, Any]:
    return {"key": key, "label": label, "title": title, "text": text, "depth": depth}
