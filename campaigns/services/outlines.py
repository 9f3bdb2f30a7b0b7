"""Changes of many nodes of a plan at once: pasted, numbered anew, taken back after a deletion."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.db import transaction

from accounts import audit
from accounts.decisions import Reason, only_if
from accounts.models import AuditEntry, User
from campaigns.models import Deadline, Plan, PlanNode
from campaigns.permissions import CampaignReason
from campaigns.rules.outline import Outline, insert
from campaigns.rules.relabel import Row, relabel

from .locks import invalid
from .nodes import MAX_DEPTH, check_place, depth, open_plan, outline_of, place
from .plans import touch

MOST_ITEMS = 500


class Item(Protocol):
    """A row to add; ``depth`` counts from 1, and is at most one more than that of the row before. A row may also bring
    its ``kind`` and ``actor``; without them it is of the kind of the row above."""

    label: str
    title: str
    text: str
    depth: int


@transaction.atomic
def add_nodes(
    *, plan_id: int, by: User, items: Sequence[Item], parent: PlanNode | None = None, after: PlanNode | None = None
) -> list[PlanNode]:
    """Many nodes in reading order, the outermost of them under ``parent`` (None: outermost), after a sibling or last.

    Raises Refused (rights, place gone, too deep) and ValidationError (nothing to add, more than 500 rows, too long a
    title).
    """
    plan = open_plan(plan_id, by)
    outline = outline_of(plan)
    check_place(plan, outline, parent, after)
    if not items:
        raise invalid("items", "Chưa chọn mục nào để thêm.")
    if len(items) > MOST_ITEMS:
        raise invalid("items", f"Mỗi lần thêm nhiều nhất {MOST_ITEMS} mục.")
    top = depth(outline, parent.pk) if parent else 0
    only_if(top + max(item.depth for item in items) <= MAX_DEPTH, CampaignReason.NO_ROOM).enforce()
    added = _write(plan, items, parent)
    new: Outline = outline
    for node in [node for node in added if node.parent == parent]:
        new = insert(new, node.pk, parent.pk if parent else None, after.pk if after else None)
        after = node
    place(plan, outline, new)
    touch(plan)
    audit.record(by=by, event="node.paste", target=plan, after={"count": len(added)})
    return added


def _write(plan: Plan, items: Sequence[Item], parent: PlanNode | None) -> list[PlanNode]:
    """The rows below their own parents, in order; their outermost ones still have to be put into place."""
    opened: list[PlanNode] = []
    added = []
    for order, item in enumerate(items, start=1):
        del opened[item.depth - 1 :]
        above = opened[-1] if opened else parent
        node = PlanNode(plan=plan, parent=above, order=order, label=item.label, title=item.title, text=item.text)
        node.kind = getattr(item, "kind", "") or (above.kind if above else PlanNode.Kind.SECTION)
        node.actor = getattr(item, "actor", "")
        node.full_clean(exclude=["plan", "parent"])
        node.save()
        opened.append(node)
        added.append(node)
    return added


def label_changes(plan: Plan) -> dict[int, str]:
    """The labels that numbering anew would change: node → new label."""
    rows = PlanNode.objects.filter(plan=plan).order_by("order", "pk").values_list("pk", "parent_id", "label")
    return relabel([Row(*row) for row in rows], plan.family)


@transaction.atomic
def renumber(*, plan_id: int, by: User, seen: int | None = None) -> int:
    """Number every level of the outline anew (``rules.relabel``); returns how many labels changed. Raises Refused."""
    plan = open_plan(plan_id, by, seen)
    changes = label_changes(plan)
    if not changes:
        return 0
    rows = PlanNode.objects.in_bulk(changes)
    before = {"labels": [row.label for row in rows.values()]}
    for row in rows.values():
        row.label = changes[row.pk]
    PlanNode.objects.bulk_update(rows.values(), ["label"], batch_size=500)
    touch(plan)
    after = {"labels": [row.label for row in rows.values()]}
    audit.record(by=by, event="node.renumber", target=plan, before=before, after=after)
    return len(changes)


@transaction.atomic
def restore_nodes(*, plan_id: int, entry_id: int, by: User) -> PlanNode:
    """Take a deletion back: the nodes stand again where they stood, with the numbers comments refer to.

    ``entry_id`` is the deletion's entry in the trail. A parent that has gone meanwhile puts them at the end. Raises
    Refused (STALE when they were taken back already).
    """
    plan = open_plan(plan_id, by)
    entry = AuditEntry.objects.filter(pk=entry_id, event="node.delete", before__plan_id=plan.pk).first()
    only_if(entry is not None, Reason.OUT_OF_REACH).enforce()
    kept = entry.before["nodes"]
    only_if(not PlanNode.objects.filter(pk__in=[row["pk"] for row in kept]).exists(), Reason.STALE).enforce()
    outline = outline_of(plan)
    root = _restored(plan, kept, outline)
    siblings = [pk for pk, where in outline.items() if where.parent == root.parent_id and where.order < root.order]
    after = max(siblings, key=lambda pk: outline[pk].order, default=None)
    place(plan, outline, insert(outline, root.pk, root.parent_id, after, first=after is None))
    touch(plan)
    audit.record(by=by, event="node.restore", target=root, after={"label": root.label, "title": root.title})
    return root


def _restored(plan: Plan, kept: list[dict[str, Any]], outline: Outline) -> PlanNode:
    """Write the kept rows again, parents before children; a deadline deleted meanwhile is left out. Returns the root."""
    deadlines = set(Deadline.objects.filter(campaign_id=plan.campaign_id).values_list("pk", flat=True))
    rows = [PlanNode(plan=plan, **row) for row in kept]
    for row in rows:
        row.deadline_id = row.deadline_id if row.deadline_id in deadlines else None
    root = rows[0]
    if root.parent_id is not None and root.parent_id not in outline:
        root.parent_id, root.order = None, 1 + max((where.order for where in outline.values()), default=0)
    for row in rows:
        row.save(force_insert=True)
    return root
