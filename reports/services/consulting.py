"""Asking the bloc's members for comments on a frozen version, and answering each of them."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused
from accounts.models import Notification, User
from accounts.outbox import notify
from blocs.access import refresh
from blocs.models import Membership
from campaigns.services.people import everybody
from reports.models import Comment, CommentAnswer, Consultation, Document
from reports.paragraphs import paragraphs_of
from reports.permissions_documents import (
    can_answer,
    can_comment,
    can_move,
    commenting_unit,
    place_of,
    signing_places,
)
from reports.states import CONSULT, END_CONSULTATION, CommentOutcome

from .acts import advance, lock_document

LONGEST = 4000
FURTHEST = dt.timedelta(days=366)


@transaction.atomic
def open_consultation(*, document_id: int, by: User, until: dt.date) -> Consultation:
    """Freeze the draft and ask every member unit but the drafter's until the end of ``until``.

    Raises Refused, ValidationError (a day that has passed, or is more than a year away).
    """
    document = lock_document(document_id, by)
    can_move(by, document, CONSULT).enforce()
    today = clock.today()
    if not today <= until <= today + FURTHEST:
        raise ValidationError({"until": "Ngày cuối để góp ý phải từ hôm nay và trong vòng một năm."})
    act = advance(document, CONSULT, by, note=f"Góp ý đến hết ngày {until:%d/%m/%Y}", freeze="Bản lấy ý kiến")
    consultation = Consultation.objects.create(
        document=document, version=act.version, until=until, opened_at=clock.now(), opened_by=by
    )
    _ask_members(consultation)
    return consultation


def _ask_members(consultation: Consultation) -> None:
    document = consultation.document
    place = place_of(document)
    drafters = {office.unit_id for office in signing_places(place)}
    seats = Membership.objects.on(clock.today()).filter(bloc_year_id=place.bloc_year_id)
    notify(
        users=everybody(seats.exclude(unit_id__in=drafters).values_list("unit_id", flat=True)),
        kind="document_consulted",
        title=f"Xin ý kiến dự thảo: {document}"[:300],
        body=f"Góp ý đến hết ngày {consultation.until:%d/%m/%Y}.",
        path=reverse("reports:consultation", args=[consultation.pk]),
        key=f"consultation:{consultation.pk}",
    )


@transaction.atomic
def close_consultation(*, document_id: int, by: User) -> Document:
    """End the round: nobody comments any more, every member reads all comments and answers. Raises Refused."""
    document = lock_document(document_id, by)
    can_move(by, document, END_CONSULTATION).enforce()
    rows = Consultation.objects.select_for_update(of=("self",), no_key=True)
    consultation = rows.get(document=document, closed_at__isnull=True)
    consultation.closed_at = clock.now()
    consultation.save(update_fields=["closed_at"])
    advance(document, END_CONSULTATION, by, version=consultation.version)
    return document


@transaction.atomic
def add_comment(*, consultation_id: int, by: User, text: str, anchor: str = "") -> Comment:
    """What a unit says about one paragraph (``anchor``, a key of the frozen version) or, without one, about the whole.

    Raises Refused (right, last day over) and ValidationError.
    """
    refresh(by)
    # The row is locked so that a comment and the end of the round come one after the other.
    rows = Consultation.objects.select_related("version", "document__campaign__bloc_year", "document__authority")
    consultation = rows.select_for_update(of=("self",), no_key=True).filter(pk=consultation_id).first()
    if consultation is None:
        raise Refused(Reason.OUT_OF_REACH)
    can_comment(by, consultation).enforce()
    comment = Comment.objects.create(
        consultation=consultation,
        anchor=anchor,
        quote=_quote(consultation, anchor),
        text=_words(text),
        unit_id=commenting_unit(by, consultation.document),
        by=by,
        acting_label=getattr(by, "acting_label", "")[:200],
        at=clock.now(),
    )
    audit.record(by=by, event="document.comment", target=consultation.document, after={"length": len(comment.text)})
    return comment


def _quote(consultation: Consultation, anchor: str) -> str:
    if not anchor:
        return ""
    found = {para.key: para.text for para in paragraphs_of(consultation.version.facts)}
    if anchor not in found:
        raise ValidationError("Đoạn này không có trong bản lấy ý kiến. Hãy tải lại trang.")
    return found[anchor]


def _words(text: str, needed: bool = True) -> str:
    words = text.strip()
    if needed and not words:
        raise ValidationError({"text": "Hãy ghi nội dung."})
    if len(words) > LONGEST:
        raise ValidationError({"text": f"Dài nhất {LONGEST} ký tự."})
    return words


@transaction.atomic
def answer_comment(*, comment_id: int, by: User, outcome: str, text: str = "") -> CommentAnswer:
    """Close a comment: taken over, in part, or kept as drafted (the last two with a reason). A later answer counts instead.

    Raises Refused, ValidationError.
    """
    document_id = Comment.objects.filter(pk=comment_id).values_list("consultation__document_id", flat=True).first()
    if document_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    document = lock_document(document_id, by)
    can_answer(by, document).enforce()
    comment = Comment.objects.select_related("by").get(pk=comment_id)
    if outcome not in CommentOutcome.values:
        raise ValidationError({"outcome": "Hãy chọn kết quả."})
    text = _words(text, needed=outcome != CommentOutcome.ACCEPTED)
    answer = CommentAnswer.objects.create(comment=comment, outcome=outcome, text=text, by=by, at=clock.now())
    audit.record(by=by, event="document.answer", target=document, after={"outcome": answer.get_outcome_display()})
    _tell_answer(document, comment, answer)
    return answer


def _tell_answer(document: Document, comment: Comment, answer: CommentAnswer) -> None:
    """With the answer itself: after the round the draft is no longer open to who commented."""
    asked = document.state == CONSULT.target
    notify(
        users=[comment.by],
        kind="comment_answered",
        title=f"Ý kiến của bạn đã được trả lời: {document}"[:300],
        body=f"{answer.get_outcome_display()}. {answer.text}".strip(),
        path=reverse("reports:consultation", args=[comment.consultation_id]) if asked else "",
        key=f"comment:{comment.pk}:answer:{answer.pk}",
        channels=(Notification.Channel.IN_APP,),
    )
