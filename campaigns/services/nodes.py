"""The numbered content of a plan: add, change, move and delete nodes of any depth."""

import hashlib
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from campaigns.models import Plan, PlanNode
from campaigns.permissions import CampaignReason, can_edit_plan
from campaigns.rules.outline import MOVES, Outline, Place, insert

from .locks import invalid, lock_plan, put
from .plans import touch

_FIELDS = frozenset({"kind", "label", "title", "text", "actor"})
MAX_DEPTH = 12


def fingerprint(node: PlanNode) -> str:
    """Short checksum of what an editor saw, so that a later writer notices a change in between."""
    said = "\x1f".join((node.kind, node.label, node.title, node.text, node.actor))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@transaction.atomic
def add_node(
    *, plan_id: int, by: User, parent: PlanNode | None = None, after: PlanNode | None = None, **fields: Any
) -> PlanNode:
    """A new node under ``parent`` (None: outermost), after a sibling or last. ``fields``: kind, label, title, text,
    actor. Raises Refused, ValidationError."""
    plan = lock_plan(plan_id, by)
    can_edit_plan(by, plan).enforce()
    if any(node is not None and node.plan_id != plan.pk for node in (parent, after)):
        raise Refused(Reason.OUT_OF_REACH)
    node = PlanNode(plan=plan, parent=parent)
    _, filled = put(node, _FIELDS, fields)
    _check(node)
    outline = outline_of(plan)
    if parent is not None and depth(outline, parent.pk) + 1 > MAX_DEPTH:
        raise Refused(CampaignReason.NO_ROOM)
    node.save()
    _place(plan, outline, insert(outline, node.pk, parent.pk if parent else None, after.pk if after else None))
    node.refresh_from_db(fields=["order"])
    touch(plan)
    audit.record(by=by, event="node.create", target=node, after=filled)
    return node


def _check(node: PlanNode) -> None:
    if not (node.title.strip() or node.text.strip()):
        raise invalid("title", "Hãy nhập tiêu đề hoặc nội dung.")


def outline_of(plan: Plan) -> dict[int, Place]:
    rows = PlanNode.objects.filter(plan=plan).values_list("pk", "parent_id", "order")
    return {pk: Place(parent, order) for pk, parent, order in rows}


def depth(outline: Outline, node: int) -> int:
    """1 for the outermost level."""
    level, parent = 1, outline[node].parent
    while parent is not None:
        level, parent = level + 1, outline[parent].parent
    return level


def _place(plan: Plan, old: Outline, new: Outline) -> None:
    changed = [
        PlanNode(pk=pk, plan=plan, parent_id=place.parent, order=place.order)
        for pk, place in new.items()
        if old.get(pk) != place
    ]
    PlanNode.objects.bulk_update(changed, ["parent", "order"], batch_size=500)


def _node(node_id: int, by: User) -> PlanNode:
    found = PlanNode.objects.filter(pk=node_id).values_list("plan_id", flat=True).first()
    if found is None:
        raise Refused(Reason.OUT_OF_REACH)
    plan = lock_plan(found, by)
    can_edit_plan(by, plan).enforce()
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
    before, after = put(node, _FIELDS, fields)
    _check(node)
    node.save()
    touch(node.plan)
    audit.record(by=by, event="node.update", target=node, before=before, after=after)
    return node


@transaction.atomic
def move_node(*, node_id: int, move: str, by: User) -> PlanNode:
    """``move``: up, down, indent or outdent, children included. Raises Refused when there is no room that way."""
    node = _node(node_id, by)
    old = outline_of(node.plan)
    new = MOVES[move](old, node.pk) if move in MOVES else None
    if new is None or (move == "indent" and _deepest(new) > MAX_DEPTH):
        raise Refused(CampaignReason.NO_ROOM)
    _place(node.plan, old, new)
    touch(node.plan)
    audit.record(by=by, event="node.move", target=node, note=move)
    return node


def _deepest(outline: Outline) -> int:
    return max(depth(outline, node) for node in outline)


@transaction.atomic
def delete_node(*, node_id: int, by: User) -> int:
    """Delete a node with everything under it; returns how many went. Raises Refused."""
    node = _node(node_id, by)
    before = {"label": node.label, "title": node.title, "text": node.text}
    audit.record(by=by, event="node.delete", target=node, before=before)
    _, gone = node.delete()
    touch(node.plan)
    return gone.get(PlanNode._meta.label, 0)
