"""Which rule holds for an award at an authority on a day: the one question every judgement asks."""

import datetime as dt

from .models import AwardRule, AwardType, RuleSet


def rules_on(authority_id: int, day: dt.date) -> dict[int, AwardRule]:
    """The rule of every award type by its id: the authority's own set before the common one, the latest first. Two
    statements."""
    sets = list(RuleSet.objects.in_force(authority_id, day))
    place = {row.pk: number for number, row in enumerate(sets)}
    rows = AwardRule.objects.filter(rule_set__in=sets).select_related("rule_set", "award_type")
    found: dict[int, AwardRule] = {}
    for rule in sorted(rows, key=lambda row: place[row.rule_set_id]):
        found.setdefault(rule.award_type_id, rule)
    return found


def rule_for(award_type: AwardType, authority_id: int, day: dt.date) -> AwardRule | None:
    """The rule of one award type; None where no set in force names it."""
    return rules_on(authority_id, day).get(award_type.pk)
