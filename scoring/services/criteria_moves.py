"""Moving rows of a draft criteria set: every path below the place of change is written anew, in two statements."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from accounts import audit
from accounts.decisions import Refused, only_if
from accounts.models import User
from campaigns.rules.outline import MOVES, Outline, Place, insert
from scoring.models import CriteriaSet, Criterion
from scoring.permissions import SheetReason

from .criteria import MAX_DEPTH, MAX_SIBLINGS, CriterionValues, change_criterion, group_of, lock_criterion


@transaction.atomic
def move_criterion(*, criterion_id: int, move: str, by: User) -> Criterion:
    """``move``: up, down, indent (into the group before it) or outdent, children included. Raises Refused (no room)."""
    row = lock_criterion(criterion_id, by)
    rows = _rows(row.criteria_set)
    old = _outline(rows)
    new = MOVES[move](old, row.pk) if move in MOVES else None
    only_if(new and _fits(new, rows, row), SheetReason.NO_ROOM).enforce()
    _place(row.criteria_set, rows, new)
    audit.record(by=by, event="criterion.move", target=row, note=_WORDS[move])
    return row


_WORDS = {"up": "chuyển lên", "down": "chuyển xuống", "indent": "chuyển vào nhóm trước", "outdent": "chuyển ra một cấp"}


@transaction.atomic
def move_to_group(*, criterion_id: int, group_id: int | None, by: User) -> Criterion:
    """Put a row, with what is under it, last in another group (None: the top). Raises Refused (no room there)."""
    row = lock_criterion(criterion_id, by)
    group = group_of(row.criteria_set, group_id)
    if row.parent_id == (group.pk if group else None):
        return row
    rows = _rows(row.criteria_set)
    inside = group is not None and f"{group.path}.".startswith(f"{row.path}.")
    only_if(not inside, SheetReason.NO_ROOM).enforce()
    new = insert(_outline(rows), row.pk, group.pk if group else None, None)
    only_if(_fits(new, rows, row), SheetReason.NO_ROOM).enforce()
    _place(row.criteria_set, rows, new)
    audit.record(
        by=by, event="criterion.move", target=row, note=f"chuyển vào nhóm {group}" if group else "chuyển ra cấp 1"
    )
    return row


def _rows(criteria_set: CriteriaSet) -> dict[int, Criterion]:
    return {row.pk: row for row in criteria_set.criteria.order_by("path")}


def _outline(rows: Mapping[int, Criterion]) -> dict[int, Place]:
    return {pk: Place(row.parent_id, place) for place, (pk, row) in enumerate(rows.items())}


def _fits(new: Outline, rows: Mapping[int, Criterion], row: Criterion) -> bool:
    """Whether the new parent is a group and nothing gets too deep."""
    parent = new[row.pk].parent
    return (parent is None or rows[parent].is_group) and max(_depth(new, pk) for pk in new) <= MAX_DEPTH


def _depth(outline: Outline, node: int) -> int:
    level, parent = 1, outline[node].parent
    while parent is not None:
        level, parent = level + 1, outline[parent].parent
    return level


def _place(criteria_set: CriteriaSet, rows: Mapping[int, Criterion], new: Outline) -> None:
    """Write parents and paths of every row that changed. A path is unique at every moment, so the changed ones step
    aside first."""
    paths = _paths(new)
    changed = [rows[pk] for pk in new if (rows[pk].path, rows[pk].parent_id) != (paths[pk], new[pk].parent)]
    for row in changed:
        row.path, row.parent_id = paths[row.pk], new[row.pk].parent
    aside = Concat(Value("~"), Cast("pk", CharField()))
    criteria_set.criteria.filter(pk__in=[row.pk for row in changed]).update(path=aside)
    Criterion.objects.bulk_update(changed, ["path", "parent"])


def _paths(outline: Outline) -> dict[int, str]:
    children: dict[int | None, list[int]] = {}
    for node in sorted(outline, key=lambda key: outline[key].order):
        children.setdefault(outline[node].parent, []).append(node)
    if max(map(len, children.values())) > MAX_SIBLINGS:
        raise Refused(SheetReason.NO_ROOM)
    found: dict[int, str] = {}

    def walk(parent: int | None, head: str) -> None:
        for number, node in enumerate(children.get(parent, []), start=1):
            found[node] = f"{head}{number:04d}"
            walk(node, f"{found[node]}.")

    walk(None, "")
    return found


@transaction.atomic
def rewrite_criterion(*, criterion_id: int, values: CriterionValues, group_id: int | None, by: User) -> Criterion:
    """What the form of a row says: its values and the group it stands in. Raises Refused and ValidationError."""
    move_to_group(criterion_id=criterion_id, group_id=group_id, by=by)
    return change_criterion(criterion_id=criterion_id, values=values, by=by)
