"""Taking in what happened with a deadline: whom it was asked of, extensions, waivers, reminders that went out, reports
that arrived with what was sent, receipts and answers."""

import hashlib

from campaigns.models import Deadline, Receipt, ReceiptCounter, Reminder, ReportForm, Submission
from campaigns.report_forms import MOST_SECTIONS
from campaigns.services.receipts import COUNTER
from campaigns.states import SubmissionState

from .campaigns import EXTENSION, REMINDER
from .keys import Scope
from .papers import (
    ANSWER,
    CHOSEN_UNIT,
    RECEIPT,
    REPORT_FORM,
    SECTION,
    SENT,
    SUBMISSION,
    SUBMISSION_FILE,
    WAIVER,
)
from .problems import BadBundle
from .run import Document, Run, restore, restore_missing, restore_one

_ANSWERS = (SubmissionState.ACCEPTED, SubmissionState.RETURNED)


def below_deadline(run: Run, deadline: Deadline, document: Document, path: str, *, fresh: bool) -> None:
    """Everything below one deadline; ``fresh``: it was added just now. Raises BadBundle."""
    scope = Scope(deadline.campaign_id)
    chosen = document.get("chosen_units", [])
    if chosen and deadline.owes != Deadline.Owes.CHOSEN:
        raise BadBundle.at(f"{path}.chosen_units", "mốc này không phải của các đơn vị được chọn.")
    restore_missing(run, CHOSEN_UNIT, chosen, f"{path}.chosen_units", scope, deadline, "deadline")
    if "form" in document:
        _form(run, deadline, document["form"], f"{path}.form", scope)
    for name, shape in (("extensions", EXTENSION), ("waivers", WAIVER)):
        restore_missing(run, shape, document.get(name, []), f"{path}.{name}", scope, deadline, "deadline")
    reminders = document.get("reminders", [])
    if fresh:  # what stopped while it was added is no history: that is in the document
        Reminder.objects.filter(deadline=deadline).exclude(state=Reminder.State.PLANNED).delete()
    _drop_planned(run, deadline, reminders, path)
    restore_missing(run, REMINDER, reminders, f"{path}.reminders", scope, deadline, "deadline")
    for number, row in enumerate(document.get("submissions", ())):
        _submission(run, deadline, row, f"{path}.submissions[{number}]", scope)


def _form(run: Run, deadline: Deadline, document: Document, path: str, scope: Scope) -> None:
    found = ReportForm.objects.filter(deadline=deadline).first()

    def make() -> None:
        sections = document.get("sections", [])
        if len(sections) > MOST_SECTIONS or len({row["key"] for row in sections}) < len(sections):
            raise BadBundle.at(f"{path}.sections", f"nhiều nhất {MOST_SECTIONS} mục, mỗi mục một lần.")
        restore_one(run, REPORT_FORM, document, path, scope, {"deadline": deadline})

    run.take(REPORT_FORM, document, path, found, make)


def _drop_planned(run: Run, deadline: Deadline, documents: list[Document], path: str) -> None:
    """A reminder that was sent or stopped stands where this system would plan it anew."""
    for document in documents:
        unit = run.pk(document, "unit", "unit", path)
        same = Reminder.objects.filter(deadline=deadline, unit_id=unit, offset=document.get("offset"))
        same.filter(state=Reminder.State.PLANNED).delete()


def _submission(run: Run, deadline: Deadline, document: Document, path: str, scope: Scope) -> None:
    unit = run.pk(document, "unit", "unit", path)
    found = Submission.objects.filter(deadline=deadline, unit_id=unit).first()
    run.take(SUBMISSION, document, path, found, lambda: _arrived(run, deadline, document, path, scope))


def _arrived(run: Run, deadline: Deadline, document: Document, path: str, scope: Scope) -> None:
    row = restore_one(run, SUBMISSION, document, path, scope, {"deadline": deadline})
    receipts, answers = document.get("receipts", []), document.get("answers", [])
    numbers = [receipt["number"] for receipt in receipts]
    taken = Receipt.objects.filter(number__in=numbers).values_list("number", flat=True).first()
    if taken:
        raise BadBundle.at(f"{path}.receipts", f"số biên nhận {taken} đã được hệ thống này cấp.")
    for number, answer in enumerate(answers):
        if answer["state"] not in _ANSWERS:
            raise BadBundle.at(f"{path}.answers[{number}].state", "trả lời là đã nhận hoặc trả lại.")
    for number, file in enumerate(document.get("files", ())):
        here = f"{path}.files[{number}]"
        given = {"submission": row, "file": run.files.content(file, here)}
        run.files.keep(restore_one(run, SUBMISSION_FILE, file, here, scope, given).file)
    for name, shape, rows in (
        ("sections", SECTION, document.get("sections", [])),
        ("answers", ANSWER, answers),
    ):
        restore(run, shape, rows, f"{path}.{name}", scope, [row] * len(rows), "submission")
    for number, receipt in enumerate(receipts):
        _receipt(run, row, receipt, f"{path}.receipts[{number}]", scope)
    _count_on(max(numbers, default=0))


def _receipt(run: Run, report: Submission, document: Document, path: str, scope: Scope) -> None:
    """A receipt with the text it is the proof of: the text must have the receipt's checksum. Raises BadBundle."""
    row = restore_one(run, RECEIPT, document, path, scope, {"submission": report})
    sent = document.get("sent")
    if sent is None:
        return
    if hashlib.sha256(sent["content"].encode()).hexdigest() != row.sha256:
        raise BadBundle.at(f"{path}.sent.content", "không khớp với mã kiểm tra của biên nhận: nội dung đã bị sửa.")
    restore_one(run, SENT, sent, f"{path}.sent", scope, {"receipt": row})


def _count_on(number: int) -> None:
    """The next receipt given here has a higher number."""
    ReceiptCounter.objects.get_or_create(pk=COUNTER)
    counter = ReceiptCounter.objects.select_for_update().get(pk=COUNTER)
    counter.last = max(counter.last, number)
    counter.save(update_fields=["last"])
