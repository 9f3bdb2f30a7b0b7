"""Who could be proposed next: for each award, who meets what can be counted, who lacks one thing, who needs how many
years."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from accounts.models import User
from blocs.models import Unit

from .eligibility_facts import gather
from .eligibility_subjects import Candidature
from .models import AwardRule, AwardType, Person
from .permissions_registers import reads_holds
from .rule_book import rules_on
from .rules.conditions import leaves
from .rules.eligibility import PREDICATES, judge
from .rules.eligibility_others import BY_PEOPLE, hold
from .rules.findings import Distance, distance, hidden
from .states import SubjectKind

Subject = tuple[Unit, Person | None]
_NOT_COUNTED = BY_PEOPLE | {hold}


@dataclass(frozen=True)
class Prospect:
    """One subject and how far it is; ``years``: at least so many more."""

    unit: Unit
    person: Person | None
    far: Distance

    @property
    def name(self) -> str:
        return str(self.person or self.unit)


@dataclass
class Outlook:
    """One award: ``ready`` meets all that can be counted, ``near`` lacks one thing, or one that the registers do not
    say, ``later`` needs years; ``others``: how many are further away."""

    award_type: AwardType
    rule: AwardRule
    ready: list[Prospect] = field(default_factory=list)
    near: list[Prospect] = field(default_factory=list)
    later: list[Prospect] = field(default_factory=list)
    others: int = 0

    @property
    def unconfirmed(self) -> bool:
        return any(leaf.get("status") != "verified" for leaf in leaves(self.rule.conditions))


def outlooks(
    subjects: Iterable[Subject],
    *,
    authority_id: int,
    year: int,
    on: dt.date,
    reader: User,
    award_type_id: int | None = None,
) -> list[Outlook]:
    """One for each award whose rule asks something that can be counted; a constant number of statements. Holds and
    discipline show only to whoever may read them."""
    rules = {pk: rule for pk, rule in rules_on(authority_id, on).items() if _countable(rule)}
    if award_type_id is not None:
        rules = {pk: rule for pk, rule in rules.items() if pk == award_type_id}
    people, found = list(subjects), {pk: Outlook(rule.award_type, rule) for pk, rule in rules.items()}
    rows = [
        Candidature(unit, person, rule.award_type, year)
        for rule in rules.values()
        for unit, person in people
        if (rule.award_type.subject_kind == SubjectKind.PERSON) == (person is not None)
    ]
    readable = {unit: reads_holds(reader, unit) for unit, _ in people}
    for row, facts in zip(rows, gather(rows, rules, authority_id=authority_id, on=on), strict=True):
        rule = rules[row.award_type.pk]
        findings = judge(rule.conditions, facts, article=rule.article)
        seen = findings if readable[row.unit] else tuple(hidden(one) for one in findings)
        _sort_in(found[row.award_type.pk], Prospect(row.unit, row.person, distance(seen)))
    return sorted(_sorted(found.values()), key=lambda one: (one.award_type.order, one.award_type.pk))


def _countable(rule: AwardRule) -> bool:
    """Whether the rule asks anything the registers can answer, of a unit or a person as such."""
    asked = {PREDICATES.get(leaf["p"]) for leaf in leaves(rule.conditions)}
    return not rule.award_type.subject_words and bool(asked - _NOT_COUNTED)


def _sort_in(outlook: Outlook, one: Prospect) -> None:
    if one.far.missing + one.far.unknown == 0:
        outlook.ready.append(one)
    elif one.far.years:
        outlook.later.append(one)
    elif one.far.missing + one.far.unknown == 1:
        outlook.near.append(one)
    else:
        outlook.others += 1


def _sorted(rows: Iterable[Outlook]) -> Sequence[Outlook]:
    found = list(rows)
    for row in found:
        row.ready.sort(key=lambda one: one.far.looks)
        row.later.sort(key=lambda one: (one.far.years, one.far.missing))
    return found
