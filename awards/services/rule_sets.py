"""An authority's own rule sets: copied from one in force, written, published, then never changed."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from awards.models import RULE_PARTS, AwardRule, AwardType, RuleSet, RuleSettings
from awards.permissions_rules import can_edit, writes_for
from awards.rules.rule_checks import rule_problems
from awards.rules.rule_words import verified
from blocs.access import refresh
from blocs.models import Authority
from campaigns.models import LegalDocument

HEAD = (
    "name",
    "effective_from",
    "effective_to",
    "note",
    "bonus_step",
    "bonus_step_source",
    "bonus_step_status",
)


@transaction.atomic
def copy_rule_set(
    *, source_id: int, authority: Authority, by: User, instruments: Iterable[LegalDocument] = (), **head: Any
) -> RuleSet:
    """A draft of the authority with every rule of the source. Raises Refused (rights, source not seen), ValidationError
    (dates, name)."""
    writes_for(refresh(by), authority.pk).enforce()
    source = RuleSet.objects.visible_to(by).filter(pk=source_id).first()
    if source is None:
        raise Refused(Reason.OUT_OF_REACH)
    row = RuleSet(code=f"{authority.pk}-{uuid.uuid4().hex[:12]}", authority=authority, based_on=source, **head)
    row.full_clean()
    row.save()
    row.instruments.set(_known(instruments, by))
    AwardRule.objects.bulk_create(
        AwardRule(rule_set=row, award_type_id=rule.award_type_id, **rule.parts()) for rule in source.rules.all()
    )
    after = {name: getattr(row, name) for name in HEAD} | {"based_on": source.pk}
    audit.record(by=by, event="rule_set.copy", target=row, after=after)
    return row


@transaction.atomic
def update_rule_set(
    *, rule_set_id: int, version: int, by: User, instruments: Iterable[LegalDocument] = (), **head: Any
) -> RuleSet:
    """Name, days, rounding and instruments of a draft. Raises Refused (rights, published, stale), ValidationError."""
    row = _lock_set(rule_set_id, by)
    only_if(row.version == version, Reason.STALE).enforce()
    before = {name: getattr(row, name) for name in HEAD}
    for name in HEAD:
        setattr(row, name, head[name])
    row.version += 1
    row.full_clean()
    row.save()
    row.instruments.set(_known(instruments, by))
    after = {name: getattr(row, name) for name in HEAD}
    audit.record(by=by, event="rule_set.update", target=row, before=before, after=after)
    return row


def _known(instruments: Iterable[LegalDocument], by: User) -> list[LegalDocument]:
    """Those of the register the person sees."""
    wanted = [row.pk for row in instruments]
    return list(LegalDocument.objects.visible_to(by).filter(pk__in=wanted))


def _lock_set(rule_set_id: int, by: User) -> RuleSet:
    """A draft the person may write. Raises Refused."""
    refresh(by)
    rows = RuleSet.objects.visible_to(by).filter(pk=rule_set_id).values("pk")
    row = RuleSet.objects.select_for_update().filter(pk__in=rows).first()
    if row is None:
        raise Refused(Reason.OUT_OF_REACH)
    can_edit(by, row).enforce()
    return row


def lock_rule(rule_id: int, version: int | None, by: User) -> AwardRule:
    """One rule of a draft, its set locked. Raises Refused (rights, published, stale)."""
    found = AwardRule.objects.visible_to(by).filter(pk=rule_id).first()
    if found is None:
        raise Refused(Reason.OUT_OF_REACH)
    rule_set = _lock_set(found.rule_set_id, by)
    rule = AwardRule.objects.select_related("award_type").filter(pk=rule_id, rule_set=rule_set).first()
    only_if(rule is not None and version in (None, rule.version), Reason.STALE).enforce()
    rule.rule_set = rule_set
    return rule


@transaction.atomic
def add_rule(*, rule_set_id: int, award_type_id: int, by: User) -> AwardRule:
    """An empty rule for a title or form the draft does not name yet. Raises Refused, ValidationError."""
    row = _lock_set(rule_set_id, by)
    if not AwardType.objects.filter(pk=award_type_id).exists() or row.rules.filter(award_type=award_type_id).exists():
        raise ValidationError({"award_type": "Bộ quy định đã có danh hiệu, hình thức này."})
    rule = AwardRule.objects.create(rule_set=row, award_type_id=award_type_id)
    audit.record(by=by, event="award_rule.add", target=rule, after={"award_type": rule.award_type.code})
    return rule


@transaction.atomic
def drop_rule(*, rule_id: int, by: User) -> RuleSet:
    """Take a title or form out of a draft: the common set answers for it then. Raises Refused."""
    rule = lock_rule(rule_id, None, by)
    audit.record(by=by, event="award_rule.drop", target=rule, before=rule.parts())
    rule.delete()
    return rule.rule_set


@transaction.atomic
def save_rule(*, rule_id: int, version: int, by: User, checked: str = "", **parts: Any) -> AwardRule:
    """Change parts of a rule (columns of ``RULE_PARTS``). ``checked``: the text it was compared with, asked for when a
    fact becomes verified. Raises Refused, ValidationError by column."""
    rule = lock_rule(rule_id, version, by)
    before = rule.parts()
    after = before | {name: value for name, value in parts.items() if name in RULE_PARTS}
    _check(after)
    newly = sorted(verified(after) - verified(before))
    if newly and not checked.strip():
        raise ValidationError({"checked": "Hãy ghi văn bản đã đối chiếu (số, ngày, điều khoản)."})
    for name, value in after.items():
        setattr(rule, name, value)
    if newly:
        what = {"what": newly, "text": checked.strip(), "by": by.full_name, "on": f"{clock.today():%d/%m/%Y}"}
        rule.checks = [*rule.checks, what]
    rule.version += 1
    rule.full_clean()
    rule.save()
    audit.record(by=by, event="award_rule.save", target=rule, before=before, after=after | {"checked": checked})
    return rule


def _check(values: dict[str, Any]) -> None:
    problems = rule_problems(values, frozenset(AwardType.objects.values_list("code", flat=True)))
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def publish_rule_set(*, rule_set_id: int, version: int, by: User) -> RuleSet:
    """From its first day on judged by; never changed again. Raises Refused (rights, stale), ValidationError (a rule is not
    well formed, no rules, no instruments)."""
    row = _lock_set(rule_set_id, by)
    only_if(row.version == version, Reason.STALE).enforce()
    rules = list(row.rules.select_related("award_type"))
    if not rules or not row.instruments.exists():
        raise ValidationError("Bộ quy định phải có văn bản căn cứ và ít nhất một danh hiệu hoặc hình thức.")
    for rule in rules:
        _check(rule.parts())
    row.published_at, row.published_by, row.version = clock.now(), by, row.version + 1
    row.full_clean()
    row.save()
    after = {"effective_from": row.effective_from, "effective_to": row.effective_to, "rules": len(rules)}
    audit.record(by=by, event="rule_set.publish", target=row, after=after)
    return row


@transaction.atomic
def set_warn_days(*, authority: Authority, warn_days: int, by: User) -> RuleSettings:
    """How early the board is warned. Raises Refused, ValidationError."""
    writes_for(refresh(by), authority.pk).enforce()
    RuleSettings.objects.get_or_create(authority=authority)
    row = RuleSettings.objects.select_for_update().get(authority=authority)
    before, row.warn_days = row.warn_days, warn_days
    row.full_clean()
    row.save()
    audit.record(
        by=by, event="rule_set.warn_days", target=row, before={"warn_days": before}, after={"warn_days": warn_days}
    )
    return row
