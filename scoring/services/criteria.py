"""Writing a criteria set: its rows, and publishing a version."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max

from accounts import audit
from accounts.clock import today
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from blocs.access import refresh
from blocs.models import Authority
from scoring import rules
from scoring.models import CriteriaSet, Criterion
from scoring.permissions import SheetReason, can_edit_set, can_manage_set
from scoring.states import CriterionKind, SetState

from .criteria_checks import set_problems

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
    guidance: str = ""
    legal_basis: str = ""


def values_of(row: Criterion) -> CriterionValues:
    """The values of a kept row."""
    return CriterionValues(**{name: getattr(row, name) for name in CriterionValues.__dataclass_fields__})


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


def lock_set(set_id: int, by: User) -> CriteriaSet:
    """A set, locked, with the person's rights read afresh. Raises Refused when it does not exist."""
    refresh(by)
    rows = CriteriaSet.objects.select_for_update(of=("self",))
    criteria_set = rows.filter(pk=set_id).first()
    if criteria_set is None:
        raise Refused(Reason.OUT_OF_REACH)
    return criteria_set


def lock_draft(set_id: int, by: User) -> CriteriaSet:
    """`lock_set` for who may change its rows now. Raises Refused."""
    criteria_set = lock_set(set_id, by)
    can_edit_set(by, criteria_set).enforce()
    return criteria_set


def all_versions(criteria_set: CriteriaSet) -> models.QuerySet:
    """All versions of a set."""
    return CriteriaSet.objects.filter(
        authority_id=criteria_set.authority_id, name=criteria_set.name, year=criteria_set.year
    )


def lock_versions(criteria_set: CriteriaSet) -> models.QuerySet:
    """`all_versions` behind the lock of the authority's row: they are numbered and superseded one at a time."""
    Authority.objects.select_for_update(of=("self",), no_key=True).get(pk=criteria_set.authority_id)
    return all_versions(criteria_set)


def checked(row: Criterion) -> Criterion:
    """The row when it can stand. Raises ValidationError (parameters, in words)."""
    problems = rules.validate_params(row.kind, row.params, row.max_points)
    if not problems and row.max_points is not None and row.max_points < 0:
        problems = ["Điểm chuẩn không được âm."]
    if problems:
        raise ValidationError({"params": problems})
    row.clean_fields(exclude=["parent", "criteria_set", "path"])
    return row


def step_path(parent: Criterion | None, number: int) -> str:
    """The path of the `number`-th child. Raises ValidationError where the tree is full."""
    depth = parent.depth + 1 if parent else 1
    if number > MAX_SIBLINGS or depth > MAX_DEPTH:
        raise ValidationError("Bộ tiêu chí có quá nhiều tiêu chí hoặc quá nhiều cấp.")
    return f"{parent.path}.{number:04d}" if parent else f"{number:04d}"


def next_number(criteria_set: CriteriaSet, parent: Criterion | None) -> int:
    """Which child of a group (or of the top) comes next, from 1."""
    last = criteria_set.criteria.filter(parent=parent).aggregate(last=Max("path"))["last"]
    return int(last.rpartition(".")[2]) + 1 if last else 1


def group_of(criteria_set: CriteriaSet, group_id: int | None) -> Criterion | None:
    """The group with this id in the set; None for the top. Raises Refused for any other row."""
    if not group_id:
        return None
    group = criteria_set.criteria.filter(pk=group_id, kind=CriterionKind.GROUP).first()
    only_if(group, Reason.OUT_OF_REACH).enforce()
    return group


@transaction.atomic
def add_criterion(*, set_id: int, values: CriterionValues, by: User, parent_id: int | None = None) -> Criterion:
    """Add a row at the end of a group (or of the top). Raises Refused and ValidationError (parameters, in words)."""
    criteria_set = lock_draft(set_id, by)
    parent = group_of(criteria_set, parent_id)
    row = Criterion(criteria_set=criteria_set, parent=parent, **vars(values))
    row.path = step_path(parent, next_number(criteria_set, parent))
    checked(row).save()
    audit.record(by=by, event="criterion.add", target=row, after={"code": values.code, "title": values.title})
    return row


@transaction.atomic
def add_criteria(
    *,
    set_id: int,
    rows: Iterable[tuple[int, CriterionValues]],
    by: User,
    expected: int | None = None,
    parent_id: int | None = None,
) -> int:
    """Add many rows at once, each with its depth (1 is the top, or the first level under the group `parent_id`), in
    tree order. All or nothing; returns how many. One statement a level.

    `expected` is how many rows the set had when the new ones were shown: the same click twice adds them once.
    Raises Refused (STALE) and ValidationError (the first row that cannot stand).
    """
    criteria_set = lock_draft(set_id, by)
    only_if(expected in (None, criteria_set.criteria.count()), Reason.STALE).enforce()
    parent = group_of(criteria_set, parent_id)
    made = plant(criteria_set, list(rows), parent, next_number(criteria_set, parent))
    audit.record(by=by, event="criteria.import", target=criteria_set, after={"rows": len(made)})
    return len(made)


def plant(
    criteria_set: CriteriaSet, rows: list[tuple[int, CriterionValues]], root: Criterion | None, first: int
) -> list[Criterion]:
    """Write rows with their depths below `root`, the first one as its child number `first`. Raises ValidationError."""
    above: dict[int, Criterion | None] = {0: root}
    counts: dict[int, int] = {1: first - 1}
    made = []
    for level, values in rows:
        parent = above.get(level - 1)
        if level > 1 and (parent is None or not parent.is_group):
            raise ValidationError(f"{values.title}: thiếu nhóm cấp {level - 1} ở trên.")
        counts = {depth: count for depth, count in counts.items() if depth <= level}
        counts[level] = counts.get(level, 0) + 1
        row = Criterion(criteria_set=criteria_set, parent=parent, path=step_path(parent, counts[level]), **vars(values))
        above = {depth: kept for depth, kept in above.items() if depth < level} | {level: checked(row)}
        made.append(row)
    return write_tree(made)


def write_tree(rows: list[Criterion]) -> list[Criterion]:
    """Write unsaved rows whose parents are among them (or written already): one statement a level."""
    for depth in sorted({row.depth for row in rows}):
        Criterion.objects.bulk_create([row for row in rows if row.depth == depth], batch_size=500)
    return rows


@transaction.atomic
def change_criterion(*, criterion_id: int, values: CriterionValues, by: User) -> Criterion:
    """Rewrite a row of a draft set. Raises Refused and ValidationError."""
    criterion = lock_criterion(criterion_id, by)
    if criterion.children.exists() and values.kind != CriterionKind.GROUP:
        raise ValidationError({"kind": "Tiêu chí có tiêu chí con thì phải là nhóm."})
    before = vars(values_of(criterion))
    for name, value in vars(values).items():
        setattr(criterion, name, value)
    checked(criterion).save()
    changed = {name for name, value in vars(values).items() if value != before[name]}
    old, new = ({name: _plain(side[name]) for name in sorted(changed)} for side in (before, vars(values)))
    audit.record(by=by, event="criterion.change", target=criterion, before=old, after=new)
    return criterion


def _plain(value: Any) -> Any:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def lock_criterion(criterion_id: int, by: User) -> Criterion:
    """A row of a locked draft set. Raises Refused."""
    rows = Criterion.objects.filter(pk=criterion_id)
    set_id = rows.values_list("criteria_set_id", flat=True).first()
    if set_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    criteria_set = lock_draft(set_id, by)
    # Read behind the lock: a row deleted meanwhile is not written back.
    criterion = rows.first()
    if criterion is None:
        raise Refused(Reason.STALE)
    criterion.criteria_set = criteria_set
    return criterion


@transaction.atomic
def delete_criterion(*, criterion_id: int, by: User) -> None:
    """Take a row out of a draft set; a group must be empty first. Raises Refused."""
    criterion = lock_criterion(criterion_id, by)
    only_if(not criterion.children.exists(), SheetReason.CRITERION_HAS_CHILDREN).enforce()
    audit.record(by=by, event="criterion.delete", target=criterion, before={"title": criterion.title})
    criterion.delete()


@transaction.atomic
def put_in_force(*, set_id: int, by: User, effective_from: dt.date | None = None) -> CriteriaSet:
    """Close a draft for editing and let campaigns use it from a day on (today when none is given); the version in force
    until now is superseded. Sheets opened on that one keep it. Raises Refused and ValidationError (the day)."""
    criteria_set = lock_draft(set_id, by)
    problems = set_problems(criteria_set)
    only_if(not problems, SheetReason.SET_INVALID, " ".join(map(str, problems[:20]))).enforce()
    day = effective_from or today()
    earlier = lock_versions(criteria_set).filter(state=SetState.IN_FORCE)
    check_day(day, earlier)
    earlier.update(state=SetState.SUPERSEDED)
    criteria_set.state, criteria_set.effective_from = SetState.IN_FORCE, day
    criteria_set.save(update_fields=["state", "effective_from"])
    audit.record(by=by, event="criteria.put_in_force", target=criteria_set, after={"effective_from": f"{day}"})
    return criteria_set


def check_day(day: dt.date, earlier: models.QuerySet) -> None:
    """A version takes effect no earlier than the one it replaces. Raises ValidationError."""
    last = earlier.aggregate(last=Max("effective_from"))["last"]
    if last is not None and day < last:
        sentence = f"Phiên bản đang áp dụng có hiệu lực từ {last:%d/%m/%Y}: ngày hiệu lực không được sớm hơn."
        raise ValidationError({"effective_from": sentence})
