"""A rule as a page shows it, and the history of an award's rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .models import AwardRule, AwardType, RuleSet
from .money import Bonus
from .rules.conditions import tell_cap, tell_vote
from .rules.rule_words import Change, Line, differences, doubtful, lines, times, unsure


@dataclass(frozen=True)
class Fact:
    """One sentence with where it comes from; ``unsure`` is empty when it was compared with the text."""

    text: str
    clause: str
    unsure: str
    note: str = ""


@dataclass(frozen=True)
class Shown:
    """Everything a rule says, in words. ``doubtful``: how many facts nobody compared with the text."""

    rule: AwardRule
    deciders: list[Fact]
    conditions: tuple[Line, ...]
    cap: Fact | None
    vote: Fact | None
    dossier: list[Fact]
    times: str
    bonus: Bonus | None
    bonus_unsure: str
    doubtful: int


def award_names() -> dict[str, str]:
    """Names of award types by code; one statement."""
    return dict(AwardType.objects.values_list("code", "name"))


def shown(rule: AwardRule, names: Mapping[str, str], bonus: Bonus | None = None) -> Shown:
    """The rule in words; ``bonus`` where the money of a day is shown beside it."""
    cap, vote = tell_cap(rule.cap, names), tell_vote(rule.vote)
    return Shown(
        rule=rule,
        deciders=[_fact(row["who"], row) for row in rule.deciders],
        conditions=lines(rule.conditions, names),
        cap=_fact(cap, rule.cap, note="" if rule.cap.get("pct") is None else rule.cap.get("note", "")) if cap else None,
        vote=_fact(vote, rule.vote) if vote else None,
        dossier=[_fact(row["text"], row) for row in rule.dossier],
        times=times(rule.bonus) if rule.bonus is not None else "",
        bonus=bonus,
        bonus_unsure=unsure(rule.bonus_status),
        doubtful=doubtful(rule.parts()),
    )


def _fact(text: str, row: Mapping[str, Any], note: str | None = None) -> Fact:
    words = row.get("note", "") if note is None else note
    return Fact(text[:1].upper() + text[1:], row.get("clause", ""), unsure(row.get("status")), words)


@dataclass(frozen=True)
class AwardChange:
    """How one award differs between two sets; ``before`` or ``after`` is None where a set does not name it."""

    award_type: AwardType
    before: AwardRule | None
    after: AwardRule | None
    changes: list[Change]


def compare(older: RuleSet, newer: RuleSet, names: Mapping[str, str]) -> list[AwardChange]:
    """The awards of two sets that differ, in the order of the catalogue. Two statements."""
    before, after = _by_type(older), _by_type(newer)
    types = {rule.award_type_id: rule.award_type for rule in [*before.values(), *after.values()]}
    found = []
    for award in sorted(types.values(), key=lambda row: (row.order, row.pk)):
        old, new = before.get(award.pk), after.get(award.pk)
        changes = differences(old and old.parts(), new and new.parts(), names)
        if changes or (old is None) != (new is None):
            found.append(AwardChange(award, old, new, changes))
    return found


def _by_type(rule_set: RuleSet) -> dict[int, AwardRule]:
    rows = AwardRule.objects.filter(rule_set=rule_set).select_related("award_type")
    return {rule.award_type_id: rule for rule in rows}


def history_of(rules: Iterable[AwardRule], names: Mapping[str, str]) -> list[tuple[AwardRule, list[Change]]]:
    """Each rule of one award with what it says differently from the one before, the latest first. ``rules``: with their
    sets, of one authority or common."""
    rows = sorted(rules, key=lambda rule: (rule.rule_set.effective_from, rule.pk))
    found, before = [], None
    for rule in rows:
        found.append((rule, differences(before and before.parts(), rule.parts(), names) if before else []))
        before = rule
    return found[::-1]
