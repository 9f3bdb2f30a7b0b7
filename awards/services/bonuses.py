"""Amounts decided apart from the rules, and the entries of the fund."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from awards.bonus_list import bonus_list
from awards.models import AwardRecord, BonusOverride, Decision, FundEntry
from awards.permissions_acts import ActReason, can_act, can_keep_fund
from awards.states_acts import Direction
from blocs.access import Action, granted, refresh
from blocs.models import Authority


@transaction.atomic
def override_bonus(*, record_id: int, by: User, amount: int | None, reason: str) -> BonusOverride:
    """Decide the amount of one award, in đồng; None goes back to the computed one. Raises Refused, ValidationError."""
    record = AwardRecord.objects.select_related("decision", "nomination__campaign").filter(pk=record_id).first()
    only_if(record, Reason.OUT_OF_REACH).enforce()
    can_act(refresh(by), record.decision).enforce()
    granted(by, Action.AWARD_DECIDE, record).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    row = BonusOverride(record=record, amount=amount, reason=reason.strip(), by=by, at=clock.now())
    row.full_clean()
    row.save()
    audit.record(by=by, event="bonus.override", target=record, after={"amount": amount}, note=row.reason)
    return row


@transaction.atomic
def enter_fund(
    *,
    authority_id: int,
    by: User,
    year: int,
    direction: str,
    amount: int,
    on: dt.date,
    source: str,
    decision_id: int | None = None,
) -> FundEntry:
    """One income or spending, in đồng. Raises Refused (rights, a decision of another authority), ValidationError."""
    authority = _lock(authority_id)
    can_keep_fund(refresh(by), authority).enforce()
    if decision_id is not None:
        known = Decision.objects.filter(pk=decision_id, authority=authority).exists()
        only_if(known, Reason.OUT_OF_REACH).enforce()
    if on > clock.today():
        raise ValidationError({"on": "Ngày thu, chi không được sau hôm nay."})
    entry = FundEntry(
        authority=authority,
        year=year,
        direction=direction,
        amount=amount,
        on=on,
        source=source.strip(),
        decision_id=decision_id,
        by=by,
        at=clock.now(),
    )
    return _keep(entry, by, "fund.enter")


@transaction.atomic
def pay_decision(*, decision_id: int, by: User, on: dt.date) -> FundEntry:
    """Enter the whole bonus list of a decision as one spending; what was entered for it already is taken off.

    Raises Refused (rights) or ValidationError (nothing left to pay).
    """
    decision = Decision.objects.filter(pk=decision_id).first()
    only_if(decision, Reason.OUT_OF_REACH).enforce()
    can_act(refresh(by), decision).enforce()
    _lock(decision.authority_id)
    records = decision.records.with_facts().prefetch_related("bonus_overrides")
    left = bonus_list(decision, records).total - paid_for(decision)
    if left <= 0:
        raise ValidationError({"on": "Tiền thưởng của quyết định này đã được chi đủ."})
    return enter_fund(
        authority_id=decision.authority_id,
        by=by,
        year=on.year,
        direction=Direction.SPENDING,
        amount=left,
        on=on,
        source=f"Tiền thưởng theo {decision}",
        decision_id=decision.pk,
    )


def paid_for(decision: Decision) -> int:
    """What was spent for a decision, counter entries taken off, in đồng."""
    rows = FundEntry.objects.filter(decision=decision, direction=Direction.SPENDING)
    return sum(-row.amount if row.reverses_id else row.amount for row in rows)


@transaction.atomic
def reverse_entry(*, entry_id: int, by: User, reason: str) -> FundEntry:
    """A counter entry of the same amount today; the wrong one stays. Raises Refused (rights, reversed already, reason)."""
    wrong = FundEntry.objects.filter(pk=entry_id).first()
    only_if(wrong, Reason.OUT_OF_REACH).enforce()
    authority = _lock(wrong.authority_id)
    can_keep_fund(refresh(by), authority).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    free = wrong.reverses_id is None and not FundEntry.objects.filter(reverses=wrong).exists()
    only_if(free, ActReason.REVERSED_ALREADY).enforce()
    entry = FundEntry(
        authority=authority,
        year=wrong.year,
        direction=wrong.direction,
        amount=wrong.amount,
        on=clock.today(),
        source=reason.strip()[:300],
        decision_id=wrong.decision_id,
        reverses=wrong,
        by=by,
        at=clock.now(),
    )
    return _keep(entry, by, "fund.reverse")


def _lock(authority_id: int) -> Authority:
    authority = Authority.objects.select_for_update(of=("self",), no_key=True).filter(pk=authority_id).first()
    only_if(authority, Reason.OUT_OF_REACH).enforce()
    return authority


def _keep(entry: FundEntry, by: User, event: str) -> FundEntry:
    entry.full_clean()
    entry.save()
    after = {"direction": entry.direction, "amount": entry.amount, "year": entry.year}
    audit.record(by=by, event=event, target=entry, after=after, note=entry.source)
    return entry
