"""A unit's report: written by its staff, sent by its head, accepted or returned by those who receive it."""

from dataclasses import asdict

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.canonical import canonical_bytes, sha256_of
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from accounts.photos import checked_without_traces
from blocs.models import Unit
from campaigns.models import Deadline, Receipt, SentReport, Submission, SubmissionAnswer, SubmissionFile
from campaigns.owing import owed_units
from campaigns.permissions import (
    CampaignReason,
    can_accept,
    can_edit_submission,
    can_return,
    can_submit,
    can_write,
)
from campaigns.permissions_reports import ReportReason
from campaigns.report_forms import form_of
from campaigns.states import ACCEPT, EDITABLE, SEND_BACK, SENT, SUBMIT, SubmissionState

from .locks import invalid, lock_deadline, lock_submission
from .people import people_of_units, receivers
from .receipts import write_receipt
from .relative import settle_arrivals
from .sent_content import Content, content_of, missing_in, says_something

MAX_FILES = 30


class StaleText(Refused):
    """Somebody else saved meanwhile: carries both texts, nothing is lost."""

    def __init__(self, submission: Submission, mine: str) -> None:
        self.submission, self.theirs, self.mine = submission, submission.text, mine
        super().__init__(Reason.STALE)


def open_draft(deadline_id: int, unit: Unit, by: User) -> tuple[Submission, bool]:
    """The unit's report behind the deadline's lock, made when it is first written to; and whether it is new."""
    deadline = lock_deadline(deadline_id, by)
    can_write(by, deadline, unit.pk).enforce()
    rows = Submission.objects.for_decisions().select_for_update(of=("self",), no_key=True)
    submission = rows.filter(deadline=deadline, unit=unit).first()
    if submission is not None:
        can_edit_submission(by, submission).enforce()
        return submission, False
    only_if(unit in owed_units(deadline), CampaignReason.DOES_NOT_OWE).enforce()
    return Submission.objects.create(deadline=deadline, unit=unit, updated_by=by), True


@transaction.atomic
def save_submission(
    *, deadline_id: int, unit: Unit, text: str, by: User, expected_version: int | None = None
) -> Submission:
    """Keep the draft's text. ``expected_version`` is the version the writer saw (0 before there was a draft).

    Raises Refused, StaleText (with both texts) when somebody else saved meanwhile.
    """
    submission, new = open_draft(deadline_id, unit, by)
    if expected_version is not None and submission.version != expected_version and submission.text != text:
        raise StaleText(submission, text)
    if new or submission.text != text:
        before = {"length": len(submission.text)}
        submission.text, submission.updated_by = text, by
        submission.version += 1
        submission.save()
        audit.record(by=by, event="submission.save", target=submission, before=before, after={"length": len(text)})
    return submission


@transaction.atomic
def attach_file(*, deadline_id: int, unit: Unit, file: File, by: User) -> SubmissionFile:
    """Add a checked file to the draft, a photo without its place. Raises Refused and ValidationError
    (``accounts.photos.checked_without_traces``)."""
    submission, _ = open_draft(deadline_id, unit, by)
    if submission.files.kept().count() >= MAX_FILES:
        raise invalid("file", f"Mỗi báo cáo kèm nhiều nhất {MAX_FILES} tệp.")
    checked, file = checked_without_traces(file)
    row = SubmissionFile(
        submission=submission,
        file=file,
        **asdict(checked),
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    row.save()
    audit.record(by=by, event="submission.attach", target=submission, after={"name": row.name, "sha256": row.sha256})
    return row


@transaction.atomic
def remove_file(*, file_id: int, by: User) -> SubmissionFile:
    """Hide a file of a draft; the bytes stay. Raises Refused."""
    rows = SubmissionFile.objects.kept().filter(pk=file_id)
    submission = lock_submission(rows.values_list("submission_id", flat=True).first() or 0, by)
    can_edit_submission(by, submission).enforce()
    found = rows.first()
    if found is None:
        raise Refused(Reason.STALE)
    found.removed_at = clock.now()
    found.save(update_fields=["removed_at"])
    audit.record(by=by, event="submission.detach", target=submission, before={"name": found.name})
    return found


@transaction.atomic
def submit(*, submission_id: int, by: User, seen: str | None = None) -> Receipt:
    """Send the report: the head of the unit. What it says is frozen with its receipt. ``seen``: the checksum of what the
    head was shown; when somebody changed the report since, it is not sent.

    Raises Refused (rights, state, STALE, empty, needed sections missing: they are named).
    """
    submission = lock_submission(submission_id, by)
    can_submit(by, submission).enforce()
    content = content_of(submission)
    only_if(seen in (None, sha256_of(content)), Reason.STALE).enforce()
    only_if(says_something(content), CampaignReason.EMPTY).enforce()
    missing = missing_in(content, form_of(submission.deadline))
    only_if(not missing, ReportReason.SECTIONS_MISSING, f"{'; '.join(missing)}.").enforce()
    before = submission.state
    receipt = _arrive(submission, by, sha256_of(content))
    SentReport.objects.create(receipt=receipt, content=_kept(content))
    _record(submission, f"submission.{SUBMIT.name}", before, by, f"Biên nhận số {receipt.number}")
    notify(
        users=receivers(submission.deadline, submission.unit_id),
        kind="submission_sent",
        title=f"{submission.unit} đã gửi: {submission.deadline}",
        body=f"Biên nhận số {receipt.number}." + (f" Chậm {receipt.days_late} ngày." if receipt.days_late else ""),
        path=reverse("campaigns:submission", args=[submission.deadline_id, submission.unit_id]),
        key=f"submission:{submission.pk}:sent:{submission.version}",
    )
    return receipt


def _kept(content: Content) -> str:
    return canonical_bytes(content).decode()


def _arrive(submission: Submission, by: User, sha256: str) -> Receipt:
    submission.state, submission.return_note, submission.updated_by = SUBMIT.target, "", by
    submission.version += 1
    submission.save()
    receipt = write_receipt(submission=submission, by=by, sha256=sha256)
    settle_arrivals(submission.deadline)
    return receipt


def _record(submission: Submission, event: str, before: str, by: User, note: str = "") -> None:
    audit.record(
        by=by, event=event, target=submission, before={"state": before}, after={"state": submission.state}, note=note
    )


@transaction.atomic
def accept(*, submission_id: int, by: User) -> Submission:
    """Say that the report was received: one of its receivers does so for all of them. Raises Refused."""
    submission = lock_submission(submission_id, by)
    can_accept(by, submission).enforce()
    before, submission.state = submission.state, ACCEPT.target
    submission.version += 1
    submission.save()
    _answer(submission, by)
    _record(submission, f"submission.{ACCEPT.name}", before, by)
    _tell_unit(submission, f"Đã nhận báo cáo: {submission.deadline}", "")
    return submission


@transaction.atomic
def return_submission(*, submission_id: int, reason: str, by: User) -> Submission:
    """Give the report back for completion; reminders are planned again. Raises Refused, ValidationError (no reason)."""
    submission = lock_submission(submission_id, by)
    can_return(by, submission).enforce()
    if not reason.strip():
        raise invalid("reason", Reason.REASON_MISSING.label)
    before = submission.state
    _give_back(submission, SEND_BACK.target, reason.strip())
    _answer(submission, by, reason.strip())
    _record(submission, f"submission.{SEND_BACK.name}", before, by, reason.strip())
    _tell_unit(submission, f"Báo cáo bị trả lại: {submission.deadline}", f"Lý do: {reason.strip()}")
    return submission


def _answer(submission: Submission, by: User, note: str = "") -> None:
    SubmissionAnswer.objects.create(
        submission=submission, state=submission.state, note=note, by=by, acting_as=by.acting_label, at=clock.now()
    )


def _give_back(submission: Submission, state: str, note: str) -> None:
    submission.state, submission.return_note = state, note
    submission.version += 1
    submission.save()
    settle_arrivals(submission.deadline)


def _tell_unit(submission: Submission, title: str, body: str) -> None:
    notify(
        users=people_of_units([submission.unit_id])[submission.unit_id],
        kind="submission_answered",
        title=title,
        body=body,
        path=reverse("campaigns:submission", args=[submission.deadline_id, submission.unit_id]),
        key=f"submission:{submission.pk}:{submission.state}:{submission.version}",
    )


@transaction.atomic
def record_submission(*, deadline: Deadline, unit: Unit, by: User, sha256: str) -> Receipt:
    """A score sheet was sent for a deadline: note the arrival and give its receipt.

    For the scoring application, inside its own transaction: it asked the rights, wrote the audit row of the move and
    tells the verifiers. ``sha256`` is the checksum of what was sent. Sending again makes another receipt.
    """
    Submission.objects.get_or_create(deadline=deadline, unit=unit)
    rows = Submission.objects.for_decisions().select_for_update(of=("self",), no_key=True)
    return _arrive(rows.get(deadline=deadline, unit=unit), by, sha256)


@transaction.atomic
def reopen_submission(
    *, deadline: Deadline, unit: Unit, by: User, note: str = "", state: str = SubmissionState.RETURNED
) -> None:
    """The sheet behind a deadline was returned (RETURNED, with the reason) or taken back (DRAFT): it is owed again.

    For the scoring application, like ``record_submission``. Does nothing when the unit had not sent anything.
    """
    if state not in EDITABLE:
        raise ValueError(f"{state} is not a state a report is given back to")
    rows = Submission.objects.for_decisions().select_for_update(of=("self",), no_key=True)
    submission = rows.filter(deadline=deadline, unit=unit, state__in=SENT).first()
    if submission is not None:
        submission.updated_by = by
        _give_back(submission, state, note)
