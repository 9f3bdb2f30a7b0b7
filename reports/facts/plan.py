"""A plan as plain values."""

import calendar
import datetime as dt
from typing import Any

from campaigns.models import Plan, PlanNode
from campaigns.states import PlanState
from reports.layouts import layout_for


def plan_facts(plan: Plan) -> dict[str, Any]:
    """Four queries however long the plan is."""
    bases = [_basis(basis) for basis in plan.bases.all() if basis.in_opening]
    return {
        "layout": layout_for(plan.family, document_day(plan)).key,
        "title": f"{plan.doc_type.capitalize()} {plan.subject}"[:400],
        "superior": plan.superior_line,
        "issuer_lines": _lines(plan.issuer_lines),
        "number": plan.number,
        "sign": plan.sign,
        "place": plan.place,
        "day": plan.day,
        "month": plan.month,
        "year": plan.year,
        "draft_mark": plan.draft_mark,
        "is_draft": plan.state == PlanState.DRAFT,
        "doc_type": plan.doc_type,
        "subject": plan.subject,
        "bases_style": plan.bases_style,
        "bases": bases,
        "opening": plan.opening,
        "nodes": _tree(list(plan.nodes.order_by("order", "pk"))),
        "closing": plan.closing,
        "signer": _signer(plan),
        "recipients": [{"text": row.text, "mark": row.mark} for row in plan.recipients.all()],
        "archive_line": plan.archive_line,
        "drafter_initials": plan.drafter_initials,
    }


def document_day(plan: Plan) -> dt.date:
    """The last day the document's date can mean: what decides which layout was in force."""
    month = plan.month or 12
    last = calendar.monthrange(plan.year, month)[1]
    return dt.date(plan.year, month, min(plan.day or last, last))


def _basis(basis) -> dict[str, Any]:
    return {
        "doc_type": basis.doc_type,
        "number": basis.number,
        "date": basis.date.isoformat() if basis.date else None,
        "issuer": basis.issuer,
        "about": basis.about,
    }


def _signer(plan: Plan) -> dict[str, Any]:
    return {
        "authority_line": plan.authority_line,
        "capacity": plan.capacity,
        "post": plan.post,
        "name": plan.signer_name,
        "titles_below": _lines(plan.titles_below),
    }


def _tree(nodes: list[PlanNode]) -> list[dict[str, Any]]:
    """The tree in reading order, each node with its depth (1 = top)."""
    children: dict[int | None, list[PlanNode]] = {}
    for node in nodes:
        children.setdefault(node.parent_id, []).append(node)
    found, waiting = [], [(node, 1) for node in reversed(children.get(None, []))]
    while waiting:
        node, depth = waiting.pop()
        found.append({"label": node.label, "title": node.title, "text": node.text, "depth": depth})
        waiting += [(child, depth + 1) for child in reversed(children.get(node.pk, []))]
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
