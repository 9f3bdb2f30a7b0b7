"""The part of a criteria set that turns points into ratings and places."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.models import User
from campaigns.models import Deadline
from scoring import rules
from scoring.models import CriteriaSet
from scoring.permissions import can_edit_set

from .criteria import lock_set
from .criteria_checks import rules_problems


@transaction.atomic
def set_result_rules(*, set_id: int, data: dict[str, Any], by: User) -> CriteriaSet:
    """Keep the result rules of a draft set. Raises Refused and ValidationError (what cannot stand, in sentences)."""
    criteria_set = lock_set(set_id, by)
    can_edit_set(by, criteria_set).enforce()
    problems = rules_problems(data, list(criteria_set.criteria.order_by("path")))
    if problems:
        raise ValidationError(problems)
    before, criteria_set.result_rules = criteria_set.result_rules, data
    criteria_set.save(update_fields=["result_rules"])
    told = {"rules": tell_result_rules(data)}
    audit.record(
        by=by,
        event="criteria.result_rules",
        target=criteria_set,
        before={"rules": tell_result_rules(before)},
        after=told,
    )
    return criteria_set


def tell_result_rules(data: Any) -> list[str]:
    """Result rules in Vietnamese sentences, with the deadlines named as the plans name them."""
    return rules.tell_result_rules(data, dict(Deadline.Kind.choices))
