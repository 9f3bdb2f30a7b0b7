"""Drafts of what follows a published decision: corrected, cancelled, stripped, restored; and the handing over."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Decision as Answer
from accounts.decisions import Reason, only_if
from accounts.models import User
from awards.grounds import grounds
from awards.models import RECIPIENT, AwardRecord, Decision, DecisionDraft, DraftLine, HandingOver
from awards.permissions import AwardReason
from awards.permissions_acts import ActReason, can_act
from awards.standing import standing_of
from awards.states_acts import ACT_NEEDS, CORRECTABLE, OPEN, DraftKind
from blocs.access import Action, granted, refresh

from .drafts import Signature, lay_before, new_draft


@transaction.atomic
def begin_act(
    *,
    decision_id: int,
    kind: str,
    record_ids: Iterable[int],
    by: User,
    signature: Signature,
    ground: str,
    reason: str,
    corrections: dict[int, dict[str, str]] | None = None,
) -> DecisionDraft:
    """Propose an act upon some or all awards of one decision; it takes effect when a second person has published it.

    ``corrections``: by record, what a correction puts in the place of which column (``CORRECTABLE``). Raises Refused
    (rights, own unit, nothing chosen, standing, ground, no reason, another draft under way) or ValidationError.
    """
    refresh(by)
    decision = Decision.objects.filter(pk=decision_id).first()
    only_if(decision, Reason.OUT_OF_REACH).enforce()
    can_act(by, decision).enforce()
    records = _chosen(decision, record_ids, by)
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    only_if(ground in grounds() and kind in grounds()[ground].kinds, ActReason.NO_SUCH_GROUND).enforce()
    only_if(signature.date >= decision.date, AwardReason.BEFORE_AWARD).enforce()
    check_standing(kind, [row.pk for row in records], signature.effective_on or signature.date)
    values = {row.pk: _corrected(row, (corrections or {}).get(row.pk, {})) for row in records}
    if kind == DraftKind.CORRECT:
        only_if(all(values.values()), ActReason.NOTHING_CORRECTED).enforce()
    draft = new_draft(
        kind,
        decision.authority_id,
        by,
        _title(kind, decision, records),
        about=decision,
        ground=ground,
        reason=reason.strip(),
    )
    DraftLine.objects.bulk_create(_line(draft, row, values[row.pk]) for row in records)
    audit.record(
        by=by, event="draft.create", target=draft, after={"kind": kind, "records": [row.pk for row in records]}
    )
    return lay_before(draft, by, signature)


def _chosen(decision: Decision, record_ids: Iterable[int], by: User) -> list[AwardRecord]:
    """The records, locked, none of the own unit and none in another draft."""
    chosen = set(record_ids)
    rows = decision.records.select_related("award_type", "unit", "decision", "nomination__campaign")
    records = list(rows.select_for_update(of=("self",), no_key=True).filter(pk__in=chosen).order_by("pk"))
    only_if(records, AwardReason.NOTHING_CHOSEN).enforce()
    only_if(len(records) == len(chosen), Reason.OUT_OF_REACH).enforce()
    for record in records:
        answer = granted(by, Action.AWARD_DECIDE, record)
        (answer or Answer(answer.reason, f"({record})")).enforce()
    waiting = DraftLine.objects.filter(record__in=records, draft__state__in=OPEN).select_related("award_type").first()
    only_if(waiting is None, ActReason.UNDER_WAY, f"({waiting})").enforce()
    return records


def check_standing(kind: str, record_ids: list[int], on: dt.date) -> None:
    """Each award is what the act starts from, on the day the act takes effect and after every later act. Raises Refused."""
    needed = ACT_NEEDS[DraftKind(kind)]
    for day in {on, dt.date.max}:
        found = standing_of(record_ids, day)
        wrong = next((pk for pk, standing in found.items() if standing.validity not in needed), None)
        label = f"({found[wrong].label})" if wrong else ""
        only_if(wrong is None, ActReason.WRONG_STANDING, label).enforce()


def _corrected(record: AwardRecord, values: dict[str, str]) -> dict[str, str]:
    """Only columns that may be corrected, and only what differs from what holds now."""
    now = {name: record.standing_on(dt.date.max).values.get(name, getattr(record, name)) for name in CORRECTABLE}
    typed = {name: " ".join(values.get(name, "").split())[:200] for name in CORRECTABLE}
    return {name: text for name, text in typed.items() if text and text != now[name]}


def _title(kind: str, decision: Decision, records: list[AwardRecord]) -> str:
    what = str(records[0]) if len(records) == 1 else f"{len(records)} khen thưởng của {decision}"
    return f"{DraftKind(kind).label}: {what}"


def _line(draft: DecisionDraft, record: AwardRecord, values: dict[str, str]) -> DraftLine:
    return DraftLine(
        draft=draft,
        record=record,
        unit_id=record.unit_id,
        award_type_id=record.award_type_id,
        year=record.year,
        subject=record.subject,
        values=values,
        **{name: getattr(record, name) for name in RECIPIENT},
    )


@transaction.atomic
def hand_over(
    *,
    decision_id: int,
    record_ids: Iterable[int],
    by: User,
    on: dt.date,
    place: str,
    receiver: str = "",
    note: str = "",
) -> list[HandingOver]:
    """Note when and where awards of a decision were handed over; without a ``receiver`` each subject received its own.

    A later note about the same record counts instead of the earlier. Raises Refused or ValidationError.
    """
    refresh(by)
    decision = Decision.objects.filter(pk=decision_id).first()
    only_if(decision, Reason.OUT_OF_REACH).enforce()
    can_act(by, decision).enforce()
    records = list(decision.records.filter(pk__in=set(record_ids)).order_by("pk"))
    only_if(records, AwardReason.NOTHING_CHOSEN).enforce()
    if not decision.date <= on <= clock.today():
        raise ValidationError({"on": "Ngày trao phải từ ngày ký quyết định đến hôm nay."})
    found = []
    for record in records:
        row = HandingOver(record=record, on=on, place=place.strip(), note=note.strip(), by=by, at=clock.now())
        row.receiver = (receiver.strip() or record.subject)[:120]
        row.full_clean()
        row.save()
        audit.record(by=by, event="award.handed", target=record, after={"on": on.isoformat(), "receiver": row.receiver})
        found.append(row)
    return found
