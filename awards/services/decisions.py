"""Publishing: a second person approves a proposed draft, and it becomes a decision with its awards, or an act upon awards."""

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from accounts.outbox import notify
from awards.models import (
    RECIPIENT,
    AwardAct,
    AwardActLine,
    AwardRecord,
    Decision,
    DecisionDraft,
    DraftLine,
    Nomination,
)
from awards.permissions_acts import can_move_draft
from awards.states import APPROVE
from awards.states_acts import PUBLISH
from blocs.access import Action, people_holding
from blocs.models import Authority

from .award_acts import check_standing
from .drafts import check_nominations, lock_draft, lock_nominations, name_on
from .nominations import move_nomination, tell_answer


@transaction.atomic
def publish(*, draft_id: int, by: User, seen: int, word: str) -> Decision | AwardAct:
    """The second person approves what was ``seen`` (the draft's version), with a word on what was checked.

    Raises Refused (rights, SAME_PERSON, own unit, state, STALE, no word, a nomination that may not be decided any more,
    an award whose standing changed) or ValidationError (number and date used already).
    """
    draft = lock_draft(draft_id, by)
    can_move_draft(by, draft, PUBLISH).enforce()
    only_if(draft.version == seen, Reason.STALE).enforce()
    only_if(word.strip(), Reason.REASON_MISSING).enforce()
    # One decision at a time: two people who publish the same number get a sentence, not an error of the database.
    Authority.objects.select_for_update(of=("self",), no_key=True).get(pk=draft.authority_id)
    published = _act(draft, by) if draft.is_act else _decision(draft, by)
    draft.state, draft.word = PUBLISH.target, word.strip()
    draft.answered_by, draft.answered_at = by, clock.now()
    draft.version += 1
    draft.full_clean(exclude=["file"])
    draft.save()
    after = {"number": draft.number, "proposed_by": draft.proposed_by_id, "lines": draft.lines.count()}
    audit.record(by=by, event="draft.publish", target=draft, after=after, note=draft.word)
    return published


def _decision(draft: DecisionDraft, by: User) -> Decision:
    lines = list(draft.lines.select_related("nomination", "unit", "award_type").order_by("pk"))
    nominations = {row.pk: row for row in lock_nominations(filter(None, (line.nomination_id for line in lines)))}
    check_nominations(by, list(nominations.values()), draft)
    decision = Decision(
        authority_id=draft.authority_id,
        number=draft.number,
        date=draft.date,
        effective_on=draft.effective_on,
        issuer=draft.issuer,
        signer=draft.signer,
        file=draft.file.name,
        file_sha256=draft.file_sha256,
        by=by,
        at=clock.now(),
    )
    decision.full_clean(exclude=["file"])
    decision.save()
    draft.decision = decision
    for line in lines:
        _record(decision, line, nominations.get(line.nomination_id), by)
    audit.record(by=by, event="decision.create", target=decision, after={"records": len(lines)})
    return decision


def _record(decision: Decision, line: DraftLine, nomination: Nomination | None, by: User) -> AwardRecord:
    """What the nomination says at this moment goes into the history, not what it said when it was gathered."""
    source = nomination or line
    record = AwardRecord(
        decision=decision,
        authority_id=decision.authority_id,
        bloc_year_id=nomination.campaign.bloc_year_id if nomination else None,
        nomination=nomination,
        **{name: getattr(source, name) for name in RECIPIENT},
        unit=line.unit,
        unit_name=name_on(line.unit, decision.date),
        award_type=nomination.final_type if nomination else line.award_type,
        year=source.year,
        subject=source.subject,
    )
    record.full_clean()
    record.save()
    if nomination:
        move_nomination(nomination, APPROVE, by)
        tell_answer(nomination)
    return record


def _act(draft: DecisionDraft, by: User) -> AwardAct:
    lines = list(draft.lines.select_related("record__decision", "record__award_type").order_by("pk"))
    records = AwardRecord.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    list(records.filter(pk__in=[line.record_id for line in lines]))
    effective_on = draft.effective_on or draft.date
    check_standing(draft.kind, [line.record_id for line in lines], effective_on)
    act = AwardAct(
        authority_id=draft.authority_id,
        decision=draft.about,
        draft=draft,
        kind=draft.kind,
        whole=draft.about.records.count() == len(lines),
        effective_on=effective_on,
        by=draft.proposed_by,
        second=by,
        at=clock.now(),
        file=draft.file.name,
        **{name: getattr(draft, name) for name in ("number", "date", "issuer", "signer", "file_sha256")},
        **{name: getattr(draft, name) for name in ("ground", "reason")},
    )
    act.full_clean(exclude=["file"])
    act.save()
    for line in lines:
        old = {name: getattr(line.record, name) for name in line.values}
        AwardActLine.objects.create(act=act, record=line.record, old=old, new=line.values)
        audit.record(
            by=by, event=f"award.{act.kind}", target=line.record, after={"number": act.number}, note=act.reason
        )
        _tell_unit(act, line.record)
    return act


def _tell_unit(act: AwardAct, record: AwardRecord) -> None:
    notify(
        users=people_holding(Action.AWARD_VIEW, unit_id=record.unit_id),
        kind="award_act",
        title=f"{act.get_kind_display()}: {record}"[:200],
        body=act.reason,
        path=reverse("awards:decision_detail", args=[record.decision_id]),
        key=f"award:{record.pk}:act:{act.pk}",
    )
