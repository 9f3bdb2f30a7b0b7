"""Copying criteria: the next version of a set, a new set from an existing one, one group into a draft."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from scoring.models import CriteriaSet, Criterion
from scoring.permissions import can_manage_set
from scoring.states import SetState

from .criteria import (
    CriterionValues,
    create_set,
    group_of,
    lock_draft,
    lock_set,
    lock_versions,
    next_number,
    plant,
    values_of,
)

# What of a set's head goes along; its state, version, day in force and campaigns do not.
CARRIED = ("scale", "not_assigned_policy", "source", "result_rules")


def leveled(rows: Iterable[Criterion], top: int = 0) -> list[tuple[int, CriterionValues]]:
    """Rows in path order with their depths, `top` levels above them left out."""
    return [(row.depth - top, values_of(row)) for row in rows]


@transaction.atomic
def copy_set(*, set_id: int, by: User) -> CriteriaSet:
    """A draft copy: the next version for the same year. Raises Refused."""
    source = lock_set(set_id, by)
    can_manage_set(by, source).enforce()
    rows = list(source.criteria.order_by("path"))
    same = lock_versions(source)
    copy = CriteriaSet.objects.get(pk=source.pk)
    copy.pk, copy._state.adding = None, True
    copy.state, copy.effective_from = SetState.DRAFT, None
    copy.version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    copy.save()
    plant(copy, leveled(rows), None, 1)
    audit.record(by=by, event="criteria.copy", target=copy, before={"set": source.pk})
    return copy


@transaction.atomic
def create_from(*, source_id: int, values: CriteriaSet, by: User) -> CriteriaSet:
    """A new draft set (an unsaved instance: name, year, authority, bloc) with the rows of a set the person may read.

    Raises Refused and ValidationError.
    """
    source = _readable(source_id, by)
    for name in CARRIED:
        setattr(values, name, getattr(source, name))
    created = create_set(values=values, by=by)
    plant(created, leveled(source.criteria.order_by("path")), None, 1)
    audit.record(by=by, event="criteria.copy_from", target=created, note=str(source)[:300])
    return created


@transaction.atomic
def copy_group(
    *, set_id: int, group_id: int, by: User, parent_id: int | None = None, expected: int | None = None
) -> int:
    """Put a group of another set, with everything under it, last into a group of a draft (None: at the top).

    `expected` is how many rows the draft had when this was shown. Returns the number of rows; raises Refused.
    """
    criteria_set = lock_draft(set_id, by)
    only_if(expected in (None, criteria_set.criteria.count()), Reason.STALE).enforce()
    group = Criterion.objects.visible_to(by).filter(pk=group_id, kind="group").first()
    if group is None:
        raise Refused(Reason.OUT_OF_REACH)
    parent = group_of(criteria_set, parent_id)
    rows = branch_of(group)
    plant(criteria_set, leveled(rows, top=group.depth - 1), parent, next_number(criteria_set, parent))
    audit.record(by=by, event="criteria.copy_group", target=criteria_set, note=f"{group} – {group.criteria_set}"[:300])
    return len(rows)


def branch_of(group: Criterion) -> list[Criterion]:
    """A group and everything under it, in path order."""
    rows = Criterion.objects.filter(criteria_set_id=group.criteria_set_id).order_by("path")
    return [row for row in rows if row.path == group.path or row.path.startswith(f"{group.path}.")]


def _readable(set_id: int, by: User) -> CriteriaSet:
    found = CriteriaSet.objects.visible_to(by).filter(pk=set_id).first()
    if found is None:
        raise Refused(Reason.OUT_OF_REACH)
    return found
