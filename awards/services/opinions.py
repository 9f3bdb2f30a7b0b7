"""What others say of a file: bodies asked for their opinion (hiệp y), and the public."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.files import file_columns
from accounts.models import User
from awards.models import ConsultedBody, Nomination, PublicComment, PublicConsultation
from awards.permissions import AwardReason, can_ask_others, can_record_opinion
from awards.states import NominationState
from awards.states_files import Opinion
from blocs.access import refresh
from campaigns.office_days import office_days

from . import nominations
from .processing import pause, resume


def _invalid(field: str, sentence: str) -> ValidationError:
    return ValidationError({field: [sentence]})


@transaction.atomic
def ask_body(
    *, nomination_id: int, body: str, letter_number: str, letter_date: dt.date, due: dt.date, by: User
) -> ConsultedBody:
    """Ask another body; the processing clock stands until every one has answered. Raises Refused, ValidationError."""
    nomination = nominations.lock_nomination(nomination_id)
    can_ask_others(refresh(by), nomination).enforce()
    row = ConsultedBody(
        nomination=nomination,
        body=body.strip(),
        letter_number=letter_number.strip(),
        letter_date=letter_date,
        due=due,
        by=by,
        at=clock.now(),
    )
    row.full_clean()
    row.save()
    pause(nomination)
    nomination.save(update_fields=["paused_since"])
    audit.record(by=by, event="nomination.ask", target=nomination, after={"body": row.body, "due": due})
    return row


@transaction.atomic
def record_opinion(
    *,
    opinion_id: int,
    opinion: str,
    answered_on: dt.date,
    by: User,
    text: str = "",
    answer_number: str = "",
    file: File | None = None,
) -> ConsultedBody:
    """What it answered, once; silence only after the day has passed. Raises Refused, ValidationError."""
    pk = ConsultedBody.objects.filter(pk=opinion_id).values_list("nomination_id", flat=True).first()
    nomination = nominations.lock_nomination(pk or 0)
    can_record_opinion(refresh(by), nomination).enforce()
    row = nomination.opinions.get(pk=opinion_id)
    only_if(row.opinion == Opinion.WAITING, Reason.STALE).enforce()
    _check_opinion(row, opinion, answered_on, text)
    row.opinion, row.text, row.answer_number = opinion, text.replace("\r\n", "\n").strip(), answer_number.strip()
    row.answered_on, row.recorded_by, row.recorded_at = answered_on, by, clock.now()
    for name, value in _scan(file).items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    if nomination.state != NominationState.RETURNED:
        resume(nomination)
        nomination.save(update_fields=["due_on", "paused_since"])
    audit.record(by=by, event="nomination.opinion", target=nomination, after={"body": row.body, "opinion": opinion})
    return row


def _check_opinion(row: ConsultedBody, opinion: str, answered_on: dt.date, text: str) -> None:
    if not row.letter_date <= answered_on <= clock.today():
        raise _invalid("answered_on", "Ngày trả lời phải từ ngày văn bản hỏi đến hôm nay.")
    if opinion == Opinion.SILENT and clock.today() <= row.due:
        raise _invalid("opinion", f"Còn trong thời hạn trả lời (đến hết ngày {row.due:%d/%m/%Y}).")
    if opinion == Opinion.DISAGREE and not text.strip():
        raise _invalid("text", "Hãy ghi nội dung không đồng ý.")


def _scan(file: File | None) -> dict[str, object]:
    try:
        return file_columns(file)
    except ValidationError as error:
        raise _invalid("file", error.messages[0]) from error


@transaction.atomic
def open_consultation(*, nomination_id: int, text: str, days: int, by: User, where: str = "") -> PublicConsultation:
    """Publish the file from today for ``days`` working days; no decision before they have passed. Raises Refused (fewer
    days than the rule asks for), ValidationError."""
    nomination = nominations.lock_nomination(nomination_id)
    can_ask_others(refresh(by), nomination).enforce()
    only_if(days >= nomination.consult_days, AwardReason.TOO_FEW_DAYS, f"({nomination.consult_days})").enforce()
    authority_id = nomination.campaign.authority_id
    row = PublicConsultation(
        nomination=nomination,
        authority_id=authority_id,
        text=text.replace("\r\n", "\n").strip(),
        where=where.strip(),
        days=days,
        first_day=clock.today(),
        last_day=office_days(authority_id).add(clock.today(), days) if 0 < days <= 365 else clock.today(),
        by=by,
        at=clock.now(),
    )
    row.full_clean()
    row.save()
    nomination.consult_until = row.last_day
    nomination.save(update_fields=["consult_until"])
    audit.record(by=by, event="nomination.publish", target=nomination, after={"days": days, "last_day": row.last_day})
    return row


@transaction.atomic
def add_comment(*, consultation_id: int, text: str, received_on: dt.date, by: User, sender: str = "") -> PublicComment:
    """What the board received, while or after the file was published. Raises Refused, ValidationError."""
    consultation = _consultation(consultation_id)
    nomination = nominations.lock_nomination(consultation.nomination_id)
    can_record_opinion(refresh(by), nomination).enforce()
    if not consultation.first_day <= received_on <= clock.today():
        raise _invalid("received_on", "Ngày nhận phải từ ngày công khai đến hôm nay.")
    row = PublicComment(
        consultation=consultation,
        received_on=received_on,
        sender=sender.strip(),
        text=text.replace("\r\n", "\n").strip(),
        by=by,
        at=clock.now(),
    )
    row.full_clean()
    row.save()
    audit.record(by=by, event="nomination.comment", target=nomination, after={"comment": row.pk})
    return row


def _consultation(pk: int) -> PublicConsultation:
    row = PublicConsultation.objects.filter(pk=pk).first()
    if row is None:
        raise Refused(Reason.OUT_OF_REACH)
    return row


def consultation_words(nomination: Nomination) -> str:
    """First words of what is published: the subject, the award, the achievement."""
    return f"{nomination.award_type.name}: {nomination.subject} ({nomination.unit.name}).\n\n{nomination.achievement}"
