"""The numbered content of a plan: add, change, move and delete nodes of any depth."""

import hashlib
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.decisions import Reason, Refused, only_if
from accounts.models import AuditEntry, User
from campaigns.models import Plan, PlanNode
from campaigns.permissions import CampaignReason, can_edit_plan
from campaigns.rules.outline import MOVES, Outline, Place, insert, under

from .locks import invalid, lock_plan, put
from .plans import touch

_FIELDS = ("kind", "label", "title", "text", "actor", "slot", "deadline")
MAX_DEPTH = 12


def fingerprint(node: PlanNode) -> str:
    """Short checksum of what an editor saw, so that a later writer notices a change in between."""
    seen = (node.kind, node.label, node.title, node.text, node.actor, node.slot, str(node.deadline_id or ""))
    return hashlib.sha256("\x1f".join(seen).encode()).hexdigest()[:16]


def open_plan(plan_id: int, by: User, seen: int | None = None) -> Plan:
    """The plan under its lock, if the person may edit it; ``seen`` is the version the person looked at. Raises Refused
    (STALE when somebody changed it since)."""
    plan = lock_plan(plan_id, by)
    can_edit_plan(by, plan).enforce()
    only_if(seen in (None, plan.version), Reason.STALE).enforce()
    return plan


@transaction.atomic
def add_node(
    *, plan_id: int, by: User, parent: PlanNode | None = None, after: PlanNode | None = None, **fields: Any
) -> PlanNode:
    """A new node under ``parent`` (None: outermost), after a sibling or last. ``fields``: kind, label, title, text,
    actor, slot, deadline. Raises Refused, ValidationError."""
    plan = open_plan(plan_id, by)
    outline = outline_of(plan)
    check_place(plan, outline, parent, after)
    node = PlanNode(plan=plan, parent=parent)
    _, filled = put(node, frozenset(_FIELDS), fields)
    _check(node)
    node.save()
    place(plan, outline, insert(outline, node.pk, parent.pk if parent else None, after.pk if after else None))
    node.refresh_from_db(fields=["order"])
    touch(plan)
    audit.record(by=by, event="node.create", target=node, after=filled)
    return node


def check_place(plan: Plan, outline: Outline, parent: PlanNode | None, after: PlanNode | None) -> None:
    """Refuses neighbours of another plan, neighbours deleted meanwhile, and a place too deep."""
    if any(node is not None and node.plan_id != plan.pk for node in (parent, after)):
        raise Refused(Reason.OUT_OF_REACH)
    only_if(all(node is None or node.pk in outline for node in (parent, after)), Reason.STALE).enforce()
    only_if(parent is None or depth(outline, parent.pk) < MAX_DEPTH, CampaignReason.NO_ROOM).enforce()


def _check(node: PlanNode) -> None:
    if not (node.title.strip() or node.text.strip() or node.slot):
        raise invalid("title", "Hãy nhập tiêu đề hoặc nội dung.")
    if node.deadline and node.deadline.campaign_id != node.plan.campaign_id:
        raise invalid("deadline", "Mốc này thuộc kế hoạch khác.")


def outline_of(plan: Plan) -> dict[int, Place]:
    rows = PlanNode.objects.filter(plan=plan).values_list("pk", "parent_id", "order")
    return {pk: Place(parent, order) for pk, parent, order in rows}


def depth(outline: Outline, node: int) -> int:
    """1 for the outermost level."""
    level, parent = 1, outline[node].parent
    while parent is not None:
        level, parent = level + 1, outline[parent].parent
    return level


def place(plan: Plan, old: Outline, new: Outline) -> None:
    """Write the places that differ."""
    changed = [
        PlanNode(pk=pk, plan=plan, parent_id=where.parent, order=where.order)
        for pk, where in new.items()
        if old.get(pk) != where
    ]
    PlanNode.objects.bulk_update(changed, ["parent", "order"], batch_size=500)


def _node(node_id: int, by: User, seen: int | None = None) -> PlanNode:
    found = PlanNode.objects.filter(pk=node_id).values_list("plan_id", flat=True).first()
    if found is None:
        raise Refused(Reason.OUT_OF_REACH)
    plan = open_plan(found, by, seen)
    node = PlanNode.objects.filter(pk=node_id).first()
    if node is None:
        raise Refused(Reason.STALE)
    node.plan = plan
    return node


@transaction.atomic
def update_node(*, node_id: int, by: User, expected: str | None = None, **fields: Any) -> PlanNode:
    """Change a node; ``expected`` is the fingerprint the writer saw. Raises Refused (STALE), ValidationError."""
    node = _node(node_id, by)
    only_if(expected in (None, fingerprint(node)), Reason.STALE).enforce()
    before, after = put(node, frozenset(_FIELDS), fields)
    _check(node)
    node.save()
    touch(node.plan)
    audit.record(by=by, event="node.update", target=node, before=before, after=after)
    return node


@transaction.atomic
def move_node(*, node_id: int, move: str, by: User, seen: int | None = None) -> PlanNode:
    """``move``: up, down, indent or outdent, children included; ``seen``: the plan's version the person looked at.

    Raises Refused when there is no room that way, or somebody changed the plan since (STALE).
    """
    node = _node(node_id, by, seen)
    old = outline_of(node.plan)
    new = MOVES[move](old, node.pk) if move in MOVES else None
    if new is None or (move == "indent" and _deepest(new) > MAX_DEPTH):
        raise Refused(CampaignReason.NO_ROOM)
    place(node.plan, old, new)
    touch(node.plan)
    audit.record(by=by, event="node.move", target=node, note=move)
    return node


def _deepest(outline: Outline) -> int:
    return max(depth(outline, node) for node in outline)


@transaction.atomic
def delete_node(*, node_id: int, by: User, seen: int | None = None) -> AuditEntry:
    """Delete a node with everything under it. The entry of the trail keeps all of it: ``restore_nodes`` takes it back.

    Raises Refused.
    """
    node = _node(node_id, by, seen)
    gone = under(outline_of(node.plan), node.pk)
    rows = PlanNode.objects.in_bulk(gone)
    kept = [_kept(rows[pk]) for pk in gone]
    before = {"label": node.label, "title": node.title, "text": node.text, "plan_id": node.plan_id, "nodes": kept}
    entry = audit.record(by=by, event="node.delete", target=node, before=before)
    node.delete()
    touch(node.plan)
    return entry


def _kept(node: PlanNode) -> dict[str, Any]:
    """A node as the trail keeps it."""
    words = {name: getattr(node, name) for name in _FIELDS if name != "deadline"}
    return {"pk": node.pk, "parent_id": node.parent_id, "order": node.order, "deadline_id": node.deadline_id, **words}
