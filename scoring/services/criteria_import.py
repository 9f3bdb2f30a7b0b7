"""Taking over what an Excel file says about a criteria set, after it was shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.decisions import Reason, only_if
from accounts.models import User

from .criteria import CriterionValues, lock_draft, next_number, plant
from .criteria_checks import rules_problems

SETTINGS = ("scale", "not_assigned_policy", "result_rules")


@transaction.atomic
def import_criteria(
    *,
    set_id: int,
    rows: Sequence[tuple[int, CriterionValues]],
    settings: Mapping[str, Any],
    by: User,
    expected: int,
    replace: bool = False,
) -> int:
    """Add the rows of a file after those of a draft set, or with `replace` in their place, and take over its settings
    (`SETTINGS`). All or nothing; returns how many rows.

    `expected` is how many rows the set had when the new ones were shown. Raises Refused (STALE), ValidationError.
    """
    criteria_set = lock_draft(set_id, by)
    only_if(expected == criteria_set.criteria.count(), Reason.STALE).enforce()
    if replace:
        _clear(criteria_set)
    made = plant(criteria_set, list(rows), None, next_number(criteria_set, None))
    before = {name: getattr(criteria_set, name) for name in SETTINGS if name in settings}
    for name in before:
        setattr(criteria_set, name, settings[name])
    if problems := rules_problems(settings.get("result_rules", {}), list(criteria_set.criteria.order_by("path"))):
        raise ValidationError(problems)
    criteria_set.full_clean(validate_unique=False, validate_constraints=False)
    criteria_set.save(update_fields=[*SETTINGS])
    after = {"rows": len(made), "replaced": expected if replace else 0}
    audit.record(by=by, event="criteria.import", target=criteria_set, before=before, after=after | dict(settings))
    return len(made)


def _clear(criteria_set) -> None:
    """Take all rows out, the deepest first: a parent protects its children."""
    rows = list(criteria_set.criteria.all())
    for depth in sorted({row.depth for row in rows}, reverse=True):
        criteria_set.criteria.filter(pk__in=[row.pk for row in rows if row.depth == depth]).delete()
