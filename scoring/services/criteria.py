"""Writing a criteria set: rows of the tree, versions, putting it in force."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max

from accounts import audit
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from blocs.access import refresh
from blocs.models import Authority
from scoring import rules
from scoring.models import CriteriaSet, Criterion
from scoring.permissions import SheetReason, can_edit_set, can_manage_set
from scoring.states import CriterionKind, SetState

from .reading import node_of

MAX_SIBLINGS = 9999
MAX_DEPTH = 12


@dataclass(frozen=True)
class CriterionValues:
    """One row of a criteria set. `params` as the kind asks for (see scoring.rules)."""

    title: str
    kind: str
    code: str = ""
    max_points: Decimal | None = None
    params: dict[str, Any] = field(default_factory=dict)
    evidence_required: bool = False
    evidence_hint: str = ""


@transaction.atomic
def create_set(*, values: CriteriaSet, by: User) -> CriteriaSet:
    """Keep a new draft set (an unsaved instance). Raises Refused and ValidationError."""
    refresh(by)
    can_manage_set(by, values).enforce()
    values.state = SetState.DRAFT
    values.full_clean()
    values.save()
    audit.record(by=by, event="criteria.create", target=values)
    return values


def _lock_set(set_id: int, by: User) -> CriteriaSet:
    refresh(by)
    rows = CriteriaSet.objects.select_for_update(of=("self",))
    criteria_set = rows.filter(pk=set_id).first()
    if criteria_set is None:
        raise Refused(Reason.OUT_OF_REACH)
    return criteria_set


def _versions(criteria_set: CriteriaSet) -> models.QuerySet:
    """All versions of a set; the authority's row is locked, so that they are numbered and superseded one at a time."""
    Authority.objects.select_for_update(of=("self",), no_key=True).get(pk=criteria_set.authority_id)
    return CriteriaSet.objects.filter(
        authority_id=criteria_set.authority_id, name=criteria_set.name, year=criteria_set.year
    )


def _check(values: CriterionValues) -> None:
    problems = rules.validate_params(values.kind, values.params, values.max_points)
    if problems:
        raise ValidationError({"params": problems})


def _next_path(criteria_set: CriteriaSet, parent: Criterion | None) -> str:
    siblings = criteria_set.criteria.filter(parent=parent)
    last = siblings.aggregate(last=Max("path"))["last"]
    number = int(last.rpartition(".")[2]) + 1 if last else 1
    depth = parent.depth + 1 if parent else 1
    if number > MAX_SIBLINGS or depth > MAX_DEPTH:
        raise ValidationError("Bộ tiêu chí có quá nhiều tiêu chí hoặc quá nhiều cấp.")
    return f"{parent.path}.{number:04d}" if parent else f"{number:04d}"


@transaction.atomic
def add_criterion(*, set_id: int, values: CriterionValues, by: User, parent_id: int | None = None) -> Criterion:
    """Add a row at the end of a group (or of the top). Raises Refused and ValidationError (parameters, in words)."""
    criteria_set = _lock_set(set_id, by)
    can_edit_set(by, criteria_set).enforce()
    parent = criteria_set.criteria.filter(pk=parent_id, kind=CriterionKind.GROUP).first() if parent_id else None
    only_if(not parent_id or parent, Reason.OUT_OF_REACH).enforce()
    criterion = _append(criteria_set, parent, values)
    audit.record(by=by, event="criterion.add", target=criterion, after={"code": values.code, "title": values.title})
    return criterion


def _append(criteria_set: CriteriaSet, parent: Criterion | None, values: CriterionValues) -> Criterion:
    _check(values)
    criterion = Criterion(
        criteria_set=criteria_set, parent=parent, path=_next_path(criteria_set, parent), **vars(values)
    )
    criterion.full_clean(exclude=["parent", "criteria_set"])
    criterion.save()
    return criterion


@transaction.atomic
def add_criteria(
    *, set_id: int, rows: Iterable[tuple[int, CriterionValues]], by: User, expected: int | None = None
) -> int:
    """Add many rows at once, each with its depth (1 is the top), in tree order. All or nothing; returns how many.

    `expected` is how many rows the set had when the new ones were shown: the same click twice adds them once.
    Raises Refused (STALE) and ValidationError (the first row that cannot stand).
    """
    criteria_set = _lock_set(set_id, by)
    can_edit_set(by, criteria_set).enforce()
    only_if(expected in (None, criteria_set.criteria.count()), Reason.STALE).enforce()
    above: dict[int, Criterion] = {}
    added = 0
    for level, values in rows:
        parent = above.get(level - 1)
        if level > 1 and (parent is None or not parent.is_group):
            raise ValidationError(f"{values.title}: thiếu nhóm cấp {level - 1} ở trên.")
        above = {depth: row for depth, row in above.items() if depth < level}
        above[level] = _append(criteria_set, parent, values)
        added += 1
    audit.record(by=by, event="criteria.import", target=criteria_set, after={"rows": added})
    return added


@transaction.atomic
def change_criterion(*, criterion_id: int, values: CriterionValues, by: User) -> Criterion:
    """Rewrite a row of a draft set. Raises Refused and ValidationError."""
    criterion = _lock_criterion(criterion_id, by)
    _check(values)
    if criterion.children.exists() and values.kind != CriterionKind.GROUP:
        raise ValidationError({"kind": "Tiêu chí có tiêu chí con thì phải là nhóm."})
    before = {"title": criterion.title, "kind": criterion.kind, "params": criterion.params}
    for name, value in vars(values).items():
        setattr(criterion, name, value)
    criterion.full_clean(exclude=["parent", "criteria_set"])
    criterion.save()
    audit.record(by=by, event="criterion.change", target=criterion, before=before, after={"params": values.params})
    return criterion


def _lock_criterion(criterion_id: int, by: User) -> Criterion:
    rows = Criterion.objects.filter(pk=criterion_id)
    set_id = rows.values_list("criteria_set_id", flat=True).first()
    if set_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    criteria_set = _lock_set(set_id, by)
    can_edit_set(by, criteria_set).enforce()
    # Read behind the lock: a row deleted meanwhile is not written back.
    criterion = rows.first()
    if criterion is None:
        raise Refused(Reason.STALE)
    criterion.criteria_set = criteria_set
    return criterion


@transaction.atomic
def delete_criterion(*, criterion_id: int, by: User) -> None:
    """Take a row out of a draft set; a group must be empty first. Raises Refused."""
    criterion = _lock_criterion(criterion_id, by)
    only_if(not criterion.children.exists(), SheetReason.CRITERION_HAS_CHILDREN).enforce()
    audit.record(by=by, event="criterion.delete", target=criterion, before={"title": criterion.title})
    criterion.delete()


@transaction.atomic
def copy_set(*, set_id: int, by: User) -> CriteriaSet:
    """A draft copy: the next version for the same year. Raises Refused."""
    source = _lock_set(set_id, by)
    can_manage_set(by, source).enforce()
    rows = list(source.criteria.order_by("path"))
    same = _versions(source)
    copy = CriteriaSet.objects.get(pk=source.pk)
    copy.pk, copy._state.adding = None, True
    copy.state = SetState.DRAFT
    copy.version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    copy.save()
    _copy_rows(copy, rows)
    audit.record(by=by, event="criteria.copy", target=copy, before={"set": source.pk})
    return copy


def _copy_rows(copy: CriteriaSet, rows: Iterable[Criterion]) -> None:
    """Copy a tree level by level; parents come first because rows are in path order."""
    twins: dict[int, Criterion] = {}
    for row in rows:
        old = row.pk
        row.pk, row._state.adding = None, True
        row.criteria_set = copy
        row.parent = twins[row.parent_id] if row.parent_id else None
        row.save()
        twins[old] = row


def set_problems(criteria_set: CriteriaSet) -> list[str]:
    """What keeps a set from being put in force, in words that name the rows."""
    rows = list(criteria_set.criteria.order_by("path"))
    if not any(not row.is_group for row in rows):
        return ["Chưa có tiêu chí nào để chấm."]
    problems = [
        f"{row}: {problem}" for row in rows for problem in rules.validate_params(row.kind, row.params, row.max_points)
    ]
    parents = {row.parent_id for row in rows}
    problems += [f"{row}: nhóm chưa có tiêu chí con." for row in rows if row.is_group and row.pk not in parents]
    names = {row.pk: row for row in rows}
    return problems + [
        f"{names[key]}: điểm của nhóm là {rules.say(stated)} nhưng các tiêu chí con cộng lại {rules.say(total)}."
        for key, stated, total in rules.tree_problems([node_of(row) for row in rows])
    ]


@transaction.atomic
def put_in_force(*, set_id: int, by: User) -> CriteriaSet:
    """Close a draft for editing and let campaigns use it; earlier versions in force are superseded. Raises Refused."""
    criteria_set = _lock_set(set_id, by)
    can_edit_set(by, criteria_set).enforce()
    problems = set_problems(criteria_set)
    only_if(not problems, SheetReason.SET_INVALID, " ".join(problems[:20])).enforce()
    _versions(criteria_set).filter(state=SetState.IN_FORCE).update(state=SetState.SUPERSEDED)
    criteria_set.state = SetState.IN_FORCE
    criteria_set.save(update_fields=["state"])
    audit.record(by=by, event="criteria.put_in_force", target=criteria_set)
    return criteria_set
