"""The common rule sets and base salaries, kept as data files."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit, clock
from awards.models import RULE_PARTS, AwardRule, AwardType, BaseSalary, RuleSet
from awards.rules.rule_checks import rule_problems
from campaigns.models import LegalDocument

DATA = Path(__file__).resolve().parent.parent / "data"
_HEAD = ("name", "note", "bonus_step", "bonus_step_source", "bonus_step_status")
_DAYS = ("effective_from", "effective_to")


@transaction.atomic
def load_rule_sets(folder: Path = DATA / "rule_sets") -> list[RuleSet]:
    """Bring the common sets in step with the files, by code; award types and legal documents are loaded before. Returns
    what changed. Raises ValidationError when a file is not well formed. What was judged keeps its own frozen checklist."""
    types = {row.code: row for row in AwardType.objects.all()}
    changed = []
    for file in sorted(folder.glob("*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        if _load(told, types):
            changed.append(RuleSet.objects.get(code=told["code"]))
    return changed


def _load(told: dict[str, Any], types: dict[str, AwardType]) -> bool:
    """Whether anything differed."""
    row = RuleSet.objects.select_for_update().filter(code=told["code"]).first() or RuleSet(code=told["code"])
    before = _head_of(row) if row.pk else None
    for name in _HEAD:
        setattr(row, name, told[name])
    for name in _DAYS:
        setattr(row, name, dt.date.fromisoformat(told[name]) if told[name] else None)
    row.published_at = row.published_at or clock.now()
    row.full_clean()
    differs = before != _head_of(row)
    if differs:
        row.save()
        audit.record(by=None, event="rule_set.load", target=row, before=before, after=_head_of(row))
    row.instruments.set(LegalDocument.objects.filter(number__in=told["instruments"], authority__isnull=True))
    return _load_rules(row, told["rules"], types) or differs


def _head_of(row: RuleSet) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*_HEAD, *_DAYS)}


def _load_rules(rule_set: RuleSet, rows: list[dict[str, Any]], types: dict[str, AwardType]) -> bool:
    have = {rule.award_type_id: rule for rule in AwardRule.objects.filter(rule_set=rule_set)}
    new, traces = [], []
    for told in rows:
        award, values = types[told["award"]], _values(told, frozenset(types))
        rule = have.get(award.pk) or AwardRule(rule_set=rule_set, award_type=award)
        before = rule.parts() if rule.pk else None
        if before == values:
            continue
        for name, value in values.items():
            setattr(rule, name, value)
        rule.clean_fields(exclude=["rule_set", "award_type"])
        if rule.pk:
            rule.save()
        else:
            new.append(rule)
        traces.append((rule, before, values))
    AwardRule.objects.bulk_create(new)
    audit.record_many(by=None, event="award_rule.load", rows=traces)
    return bool(traces)


def _values(told: dict[str, Any], codes: frozenset[str]) -> dict[str, Any]:
    values = {name: told[name] for name in RULE_PARTS}
    values["bonus"] = None if told["bonus"] is None else Decimal(told["bonus"])
    problems = rule_problems(values, codes)
    if problems:
        raise ValidationError([f"{told['award']}: {text}" for texts in problems.values() for text in texts])
    return values


@transaction.atomic
def load_base_salaries(file: Path = DATA / "base_salaries.json") -> list[BaseSalary]:
    """Add the common rows of the file that are not there; nothing is changed. Returns the new ones."""
    columns = ("valid_from", "amount", "source", "source_status")
    common = BaseSalary.objects.filter(authority__isnull=True)
    have = {(f"{day}", *rest) for day, *rest in common.values_list(*columns)}
    found = []
    for told in json.loads(file.read_text(encoding="utf-8")):
        if tuple(told[name] for name in columns) not in have:
            row = BaseSalary(**{**told, "valid_from": dt.date.fromisoformat(told["valid_from"])})
            row.full_clean()
            row.save()
            audit.record(by=None, event="base_salary.load", target=row, after=told)
            found.append(row)
    return found
