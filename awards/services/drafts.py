"""A draft of a decision from its first line to the second person's desk. Publishing is in ``decisions``."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.files import ACCEPTED, CheckedFile, check_upload
from accounts.models import User
from accounts.outbox import notify
from accounts.states import Move
from awards.models import RECIPIENT, AwardType, DecisionDraft, DraftLine, Nomination
from awards.permissions import AwardReason, can_decide
from awards.permissions_acts import ActReason, can_move_draft, can_write_drafts, concerns_no_own
from awards.states import SubjectClass, SubjectKind
from awards.states_acts import DROP, OPEN, PROPOSE, SEND_BACK, DraftKind
from blocs.access import Action, granted, people_holding, refresh
from blocs.models import Authority, Unit, UnitName


@dataclass(frozen=True)
class Signature:
    """What stands on a signed decision. ``effective_on`` empty: from the day of signing."""

    number: str
    date: dt.date
    issuer: str
    signer: str
    effective_on: dt.date | None = None
    file: File | None = None


@dataclass(frozen=True)
class Award:
    """One line of a decision that was not nominated here. An empty subject means the unit as a whole."""

    unit_id: int
    award_type_id: int
    year: int
    subject: str = ""
    position: str = ""


@transaction.atomic
def begin_award(*, nomination_ids: Iterable[int], by: User, title: str = "") -> DecisionDraft:
    """Gather nominations that may be decided (``DECIDABLE``) of one authority into a draft.

    Raises Refused (nothing chosen, rights, own unit, wrong state, not agreed to, several authorities, in another draft).
    """
    refresh(by)
    chosen = sorted(set(nomination_ids))
    nominations = lock_nominations(chosen)
    only_if(nominations, AwardReason.NOTHING_CHOSEN).enforce()
    only_if(len(nominations) == len(chosen), Reason.OUT_OF_REACH).enforce()
    check_nominations(by, nominations)
    authorities = {nomination.campaign.authority_id for nomination in nominations}
    only_if(len(authorities) == 1, AwardReason.SEVERAL_AUTHORITIES).enforce()
    title = title.strip() or f"Khen thưởng {len(nominations)} tập thể, cá nhân theo đề nghị"
    draft = new_draft(DraftKind.AWARD, authorities.pop(), by, title)
    _put_nominations(draft, nominations)
    audit.record(by=by, event="draft.create", target=draft, after={"kind": draft.kind, "nominations": chosen})
    return draft


def lock_nominations(ids: Iterable[int]) -> list[Nomination]:
    """Several nominations, locked in one order everywhere."""
    rows = Nomination.objects.for_decisions().select_for_update(of=("self",))
    return list(rows.filter(pk__in=ids).order_by("pk"))


def check_nominations(by: User, nominations: list[Nomination], draft: DecisionDraft | None = None) -> None:
    """Each may be decided by the person and stands in no other open draft; the refusal names which one it is about, and
    every one the authority has not agreed to."""
    answers = [(nomination, can_decide(by, nomination)) for nomination in nominations]
    for nomination, answer in answers:
        if not answer and answer.reason is not AwardReason.NOT_AGREED:
            raise Refused(answer.reason, "" if answer.out_of_reach else f"({nomination})")
    unagreed = [str(nomination) for nomination, answer in answers if not answer]
    only_if(not unagreed, AwardReason.NOT_AGREED, f"{'; '.join(unagreed)}.").enforce()
    others = DraftLine.objects.filter(nomination__in=nominations, draft__state__in=OPEN)
    taken = others.exclude(draft=draft).select_related("award_type").first()
    only_if(taken is None, ActReason.IN_ANOTHER_DRAFT, f"({taken})").enforce()


def new_draft(kind: str, authority_id: int, by: User, title: str, **fields) -> DecisionDraft:
    draft = DecisionDraft(
        kind=kind, authority_id=authority_id, title=title[:300], created_by=by, created_at=clock.now(), **fields
    )
    draft.full_clean()
    draft.save()
    return draft


def _put_nominations(draft: DecisionDraft, nominations: list[Nomination]) -> None:
    DraftLine.objects.bulk_create(
        DraftLine(
            draft=draft,
            nomination=row,
            unit_id=row.unit_id,
            award_type=row.final_type,
            year=row.year,
            subject=row.subject,
            **{name: getattr(row, name) for name in RECIPIENT},
        )
        for row in nominations
    )


@transaction.atomic
def set_nominations(
    *, draft_id: int, nomination_ids: Iterable[int], by: User, expected_version: int, title: str = ""
) -> DecisionDraft:
    """Which nominations the draft holds, while it is being written. Raises Refused (STALE, and as ``begin_award``)."""
    draft = lock_draft(draft_id, by)
    can_move_draft(by, draft, PROPOSE).enforce()
    only_if(draft.kind == DraftKind.AWARD, ActReason.NOT_THIS_KIND).enforce()
    only_if(draft.version == expected_version, Reason.STALE).enforce()
    chosen = sorted(set(nomination_ids))
    nominations = lock_nominations(chosen)
    only_if(nominations, AwardReason.NOTHING_CHOSEN).enforce()
    same = {nomination.campaign.authority_id for nomination in nominations} == {draft.authority_id}
    only_if(same and len(nominations) == len(chosen), Reason.OUT_OF_REACH).enforce()
    check_nominations(by, nominations, draft)
    draft.lines.all().delete()
    _put_nominations(draft, nominations)
    draft.title = (title.strip() or draft.title)[:300]
    _save(draft)
    audit.record(by=by, event="draft.lines", target=draft, after={"nominations": chosen})
    return draft


@transaction.atomic
def begin_record(*, authority_id: int, awards: Iterable[Award], by: User, signature: Signature) -> DecisionDraft:
    """Enter a decision signed elsewhere or earlier, for units of the own authority, and propose it at once.

    Raises Refused (rights, own unit, a unit of another authority, nothing chosen) or ValidationError.
    """
    authority = Authority.objects.filter(pk=authority_id).first()
    only_if(authority, Reason.OUT_OF_REACH).enforce()
    can_write_drafts(refresh(by), authority).enforce()
    rows = list(awards)
    only_if(rows, AwardReason.NOTHING_CHOSEN).enforce()
    units = Unit.objects.filter(authority=authority).in_bulk([row.unit_id for row in rows])
    for row in rows:
        only_if(row.unit_id in units, Reason.OUT_OF_REACH).enforce()
        granted(by, Action.AWARD_DECIDE, units[row.unit_id]).enforce()
    draft = new_draft(DraftKind.RECORD, authority.pk, by, f"Ghi quyết định số {signature.number.strip()}")
    types = AwardType.objects.in_bulk([row.award_type_id for row in rows])
    for row in rows:
        _put_award(draft, row, units[row.unit_id], types[row.award_type_id], signature.date)
    audit.record(by=by, event="draft.create", target=draft, after={"kind": draft.kind, "awards": len(rows)})
    return lay_before(draft, by, signature)


def _put_award(draft: DecisionDraft, award: Award, unit: Unit, award_type: AwardType, day: dt.date) -> None:
    of_person = award_type.subject_kind == SubjectKind.PERSON
    line = DraftLine(
        draft=draft,
        unit=unit,
        award_type=award_type,
        year=award.year,
        subject=award.subject.strip() or name_on(unit, day),
        position=award.position.strip(),
        subject_class=SubjectClass.PERSON if of_person else SubjectClass.COLLECTIVE,
    )
    line.full_clean()
    line.save()


def name_on(unit: Unit, day: dt.date) -> str:
    """The name a unit carried on a day; today's when no dated name covers it."""
    names = UnitName.objects.filter(unit=unit, valid_from__lte=day).order_by("-valid_from", "-pk")
    row = next((name for name in names if name.is_on(day)), None)
    return row.name if row else unit.name


@transaction.atomic
def propose(*, draft_id: int, by: User, expected_version: int, signature: Signature, reason: str = "") -> DecisionDraft:
    """Lay the signed decision before the second person. ``reason``: of an act, the words as they now stand.

    Raises Refused (rights, own unit, state, STALE) or ValidationError (number used already, file, dates).
    """
    draft = lock_draft(draft_id, by)
    can_move_draft(by, draft, PROPOSE).enforce()
    concerns_no_own(by, draft).enforce()
    only_if(draft.version == expected_version, Reason.STALE).enforce()
    if draft.is_act:
        draft.reason = reason.strip() or draft.reason
    return lay_before(draft, by, signature)


def lay_before(draft: DecisionDraft, by: User, signature: Signature) -> DecisionDraft:
    put_signature(draft, signature)
    draft.state, draft.proposed_by, draft.proposed_at = PROPOSE.target, by, clock.now()
    draft.word = ""
    draft.full_clean(exclude=["file"])
    _save(draft)
    _trail(draft, PROPOSE, by)
    others = [user for user in people_holding(Action.AWARD_DECIDE, authority_id=draft.authority_id) if user != by]
    _tell(draft, others, f"Chờ duyệt công bố: {draft}")
    return draft


def put_signature(draft: DecisionDraft, signature: Signature) -> None:
    """Number, dates, issuer, signer and scan. Raises ValidationError at the field."""
    draft.number, draft.date = signature.number.strip(), signature.date
    draft.issuer, draft.signer = signature.issuer.strip(), signature.signer.strip()
    draft.effective_on = signature.effective_on
    if draft.effective_on and draft.effective_on < draft.date:
        raise ValidationError({"effective_on": "Ngày có hiệu lực không được trước ngày ký."})
    wanted = {"number": draft.number, "issuer": draft.issuer, "signer": draft.signer}
    empty = [name for name, text in wanted.items() if not text]
    if empty:
        raise ValidationError(dict.fromkeys(empty, "Hãy ghi nội dung này."))
    if signature.file is not None:
        draft.file_sha256 = check_scan(signature.file).sha256
        draft.file = signature.file


def check_scan(file: File) -> CheckedFile:
    """A scan of a decision is a PDF. Raises ValidationError at the field `file`."""
    try:
        checked = check_upload(file)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    if checked.content_type != ACCEPTED["pdf"]:
        raise ValidationError({"file": "Bản quét quyết định phải là tệp PDF."})
    return checked


@transaction.atomic
def send_back(*, draft_id: int, by: User, reason: str) -> DecisionDraft:
    """Back to be changed, by the second person or by who proposed it. Raises Refused (rights, state, no reason)."""
    draft = lock_draft(draft_id, by)
    can_move_draft(by, draft, SEND_BACK).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    draft.state, draft.word = SEND_BACK.target, reason.strip()
    draft.answered_by, draft.answered_at = by, clock.now()
    _save(draft)
    _trail(draft, SEND_BACK, by, reason.strip())
    _tell(draft, [draft.proposed_by], f"Trả lại để sửa: {draft}", reason.strip())
    return draft


@transaction.atomic
def drop(*, draft_id: int, by: User, reason: str) -> DecisionDraft:
    """Give the draft up; its nominations wait for a decision again. Raises Refused (rights, state, no reason)."""
    draft = lock_draft(draft_id, by)
    can_move_draft(by, draft, DROP).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    draft.state, draft.word = DROP.target, reason.strip()
    _save(draft)
    _trail(draft, DROP, by, reason.strip())
    return draft


def lock_draft(draft_id: int, by: User) -> DecisionDraft:
    """The draft under its lock, rights read again. Raises Refused when it does not exist or is out of reach."""
    refresh(by)
    row = DecisionDraft.objects.select_for_update(of=("self",)).filter(pk=draft_id).first()
    only_if(row, Reason.OUT_OF_REACH).enforce()
    granted(by, Action.AWARD_DECIDE, row).enforce()
    return row


def _save(draft: DecisionDraft) -> None:
    draft.version += 1
    draft.save()


def _trail(draft: DecisionDraft, move: Move, by: User, note: str = "") -> None:
    after = {"state": draft.state, "number": draft.number}
    audit.record(by=by, event=f"draft.{move.name}", target=draft, after=after, note=note)


def _tell(draft: DecisionDraft, users: list[User], title: str, body: str = "") -> None:
    notify(
        users=users,
        kind="decision_draft",
        title=title,
        body=body,
        path=reverse("awards:draft", args=[draft.pk]),
        key=f"draft:{draft.pk}:{draft.version}",
    )
