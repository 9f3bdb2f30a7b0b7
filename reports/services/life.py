"""The life of a paper after its draft: approved, signed, numbered, issued, and what follows. Each step is a further act."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts import clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.access import Action, people_holding
from blocs.models import Membership
from campaigns.services import fix_plan, issue_plan, reopen_plan
from campaigns.services.people import everybody
from reports.checks import Finding, findings_of
from reports.facts.document import document_facts
from reports.models import Document, IssuedDocument
from reports.permissions_documents import can_move, place_of
from reports.rules_documents import reason_of
from reports.states import (
    APPROVE,
    CORRECT,
    ISSUE,
    NUMBER,
    RECALL,
    REOPEN,
    REPLACE,
    SIGN,
    PdfVariant,
)

from .acts import advance, lock_document, words_version
from .issuing import freeze_issue
from .numbering import reserve_number


@transaction.atomic
def approve(*, document_id: int, by: User, seen: int, note: str = "") -> Document:
    """Fix the words that were ``seen`` (``words_version``) as a version. Raises Refused (STALE when they changed since)."""
    document = lock_document(document_id, by)
    can_move(by, document, APPROVE).enforce()
    only_if(words_version(document) == seen, Reason.STALE).enforce()
    _check_ready(document)
    if document.plan:
        document.plan = fix_plan(plan_id=document.plan_id, by=by)
    advance(document, APPROVE, by, note=note, freeze="Bản được phê duyệt")
    return document


@transaction.atomic
def reopen(*, document_id: int, by: User, reason: str) -> Document:
    """Back to a draft before it has a number; what was approved stays as a version. Raises Refused, ValidationError."""
    document = lock_document(document_id, by)
    can_move(by, document, REOPEN).enforce()
    advance(document, REOPEN, by, note=reason_of(reason))
    if document.plan:
        document.plan = reopen_plan(plan_id=document.plan_id, by=by)
    return document


@transaction.atomic
def sign(*, document_id: int, by: User, signer_name: str, signed_on: dt.date) -> Document:
    """Note who signed and when; a blank date of the paper becomes that day. Raises Refused, ValidationError."""
    document = lock_document(document_id, by)
    can_move(by, document, SIGN).enforce()
    approved = document.acts.filter(move=APPROVE.name).last()
    _check_signing(signer_name, signed_on)
    head = document.head
    head.signer_name = signer_name.strip()
    if head.day is None:
        head.day, head.month, head.year = signed_on.day, signed_on.month, signed_on.year
    head.save(update_fields=["signer_name", "day", "month", "year"])
    advance(document, SIGN, by, note=f"{head.signer_name} ký ngày {signed_on:%d/%m/%Y}", version=approved.version)
    return document


def _check_signing(name: str, day: dt.date) -> None:
    """A signature may be noted late, as it was given on paper: up to a year, never ahead."""
    problems = {}
    if not 0 < len(name.strip()) <= 120:
        problems["signer_name"] = "Hãy ghi họ tên người ký, dài nhất 120 ký tự."
    if day > clock.today():
        problems["signed_on"] = "Ngày ký không được sau hôm nay."
    if day < clock.today() - dt.timedelta(days=366):
        problems["signed_on"] = "Ngày ký đã quá một năm. Hãy kiểm tra lại."
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def give_number(*, document_id: int, by: User, dated: dt.date | None = None, number: int | None = None) -> Document:
    """The next number of its register, or the free ``number`` of an own book. Raises Refused, ValidationError."""
    document = lock_document(document_id, by)
    can_move(by, document, NUMBER).enforce()
    # A number cannot be taken back: what would stop the issue stops here.
    _check_ready(document)
    given = reserve_number(document=document, by=by, dated=dated, number=number)
    advance(document, NUMBER, by, note=f"Số {document.head.number}, sổ «{given.series}»")
    return document


@transaction.atomic
def issue(*, document_id: int, by: User, confirmed: bool = False, variant: str = PdfVariant.UA) -> IssuedDocument:
    """Freeze the paper, open its public page, tell the receivers, and settle what it replaces or corrects.

    ``confirmed``: the warnings of the checker were read. Raises Refused, ValidationError (what stops, or is unread).
    """
    document = lock_document(document_id, by)
    can_move(by, document, ISSUE).enforce()
    warned = _check_ready(document)
    if warned and not confirmed:
        raise ValidationError({"confirmed": "Hãy đọc các điểm cần xem lại và đánh dấu đồng ý ban hành."})
    advance(document, ISSUE, by, freeze="Bản ban hành")
    issued = freeze_issue(document=document, by=by, variant=variant)
    if document.replaces_id:
        _settle(document, by)
    if document.plan:
        issue_plan(plan_id=document.plan_id, by=by)
    else:
        _tell(document, f"Đã ban hành: {document}", "issued")
    return issued


def _check_ready(document: Document) -> list[Finding]:
    """What the checker only warns about. Raises ValidationError with every sentence of what stops the paper."""
    findings = findings_of(document_facts(document))
    stops = [finding.says for finding in findings if finding.level == "stop"]
    if stops:
        raise ValidationError(stops)
    return findings


def _settle(document: Document, by: User) -> None:
    """The issued paper takes its predecessor's place, or stands beside it as its correction."""
    move = CORRECT if document.corrects else REPLACE
    old = lock_document(document.replaces_id, by)
    if old.state in move.sources:
        advance(old, move, by, note=f"Bằng văn bản: {document}")


@transaction.atomic
def recall(*, document_id: int, by: User, reason: str) -> Document:
    """The paper is no longer in force; it stays kept, and its public page says so. Raises Refused, ValidationError."""
    document = lock_document(document_id, by)
    can_move(by, document, RECALL).enforce()
    reason = reason_of(reason)
    advance(document, RECALL, by, note=reason)
    under_way = document.successors.filter(plan__isnull=False).exists()
    if document.plan and not under_way:
        reopen_plan(plan_id=document.plan_id, by=by)
    _tell(document, f"Đã thu hồi: {document}", "recalled", reason)
    return document


def _tell(document: Document, title: str, what: str, body: str = "") -> None:
    """The people of the bloc for a bloc's paper; those of the unit and of the bloc's officers for a unit's."""
    place = place_of(document)
    if place.authority_id:
        users = people_holding(Action.DOCUMENT_VIEW, authority_id=place.authority_id)
    else:
        users = everybody(_told_units(document))
    notify(
        users=users,
        kind=f"document_{what}",
        title=title,
        body=body,
        path=reverse("reports:document_detail", args=[document.pk]),
        key=f"document:{document.pk}:{what}",
    )


def _told_units(document: Document) -> set[int]:
    bloc_year_id = document.campaign.bloc_year_id if document.campaign else None
    seats = Membership.objects.on(clock.today()).filter(bloc_year_id=bloc_year_id)
    if document.unit_id is None:
        return set(seats.values_list("unit_id", flat=True))
    officers = seats.exclude(role=Membership.Role.MEMBER)
    return {document.unit_id, *officers.values_list("unit_id", flat=True)}
