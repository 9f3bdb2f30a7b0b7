"""What an award brings: the multiple its rule gives, times the base salary in force on the day of the decision."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from .models import AwardRule, AwardType, BaseSalary
from .rule_book import rules_on
from .rules.bonus import bonus_amount
from .states import SourceStatus

_WORST = (SourceStatus.UNCONFIRMED, SourceStatus.SECONDARY, SourceStatus.VERIFIED)


@dataclass(frozen=True)
class Bonus:
    """``amount`` = ``coefficient`` × ``base``, rounded up as the rule set says, all in đồng. ``status``: the most doubtful of
    multiple, base and rounding; ``source``: all three in words."""

    coefficient: Decimal
    base: int
    amount: int
    source: str
    status: SourceStatus

    @property
    def unconfirmed(self) -> bool:
        return self.status != SourceStatus.VERIFIED


def base_salary_on(authority_id: int, day: dt.date) -> BaseSalary | None:
    """The row an authority goes by on a day; None where nothing is known of that day. One statement."""
    return BaseSalary.objects.known_at(authority_id).filter(valid_from__lte=day).first()


def bonuses_on(authority_id: int, day: dt.date) -> dict[int, Bonus]:
    """The bonus of every award type by its id, of those that have one. Three statements."""
    return bonuses_of(rules_on(authority_id, day), base_salary_on(authority_id, day))


def bonuses_of(rules: dict[int, AwardRule], base: BaseSalary | None) -> dict[int, Bonus]:
    """The bonuses of rules already read."""
    if base is None:
        return {}
    return {pk: _bonus(rule, base) for pk, rule in rules.items() if rule.bonus is not None}


def bonus_of(award_type: AwardType, authority_id: int, day: dt.date) -> Bonus | None:
    """The bonus of one award decided on a day; None where the rules or the base salary of that day are not known."""
    return bonuses_on(authority_id, day).get(award_type.pk)


def _bonus(rule: AwardRule, base: BaseSalary) -> Bonus:
    rules = rule.rule_set
    statuses = [rule.bonus_status, base.source_status]
    if rules.bonus_step:
        statuses.append(rules.bonus_step_status)
    sources = (rule.bonus_source, base.source, rules.bonus_step_source)
    return Bonus(
        coefficient=rule.bonus,
        base=base.amount,
        amount=bonus_amount(rule.bonus, base.amount, rules.bonus_step or 1),
        source="; ".join(source for source in sources if source),
        status=SourceStatus(min(statuses, key=_WORST.index)),
    )
