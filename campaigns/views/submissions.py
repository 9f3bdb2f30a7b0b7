"""A unit's page for a deadline: write, attach, send; receive, return; the receipt."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from accounts import clock
from accounts.files import private_download
from accounts.models import User
from blocs.models import Unit
from blocs.views_base import ScopedObjectMixin
from campaigns import permissions, services
from campaigns.forms import FileForm, ReturnForm, TextForm
from campaigns.lateness import with_lateness
from campaigns.models import Deadline, Receipt, SentReport, Submission, SubmissionFile
from campaigns.owing import owed_units
from campaigns.printed import labels_of
from campaigns.rules import due_chip, printed_words, receiver_words
from campaigns.rules.lateness import RULE as LATE_RULE
from campaigns.states import ACCEPT, SEND_BACK, SUBMIT

from .common import BIGGEST_KEY, fetch_row, get_deadline
from .report_page import report_context, send_context


def take_place(request: HttpRequest, pk: int, unit_pk: int) -> tuple[Deadline, Unit, Submission | None]:
    """The deadline, the unit and its report as far as this person may read it: writers always, others once it is sent.

    404 otherwise: a draft, and that there is one, is its unit's own.
    """
    deadline = get_deadline(request, pk)
    if unit_pk > BIGGEST_KEY:
        raise Http404
    rows = Submission.objects.visible_to(request.user).for_decisions().select_related("updated_by")
    submission = rows.filter(deadline=deadline, unit_id=unit_pk).first()
    if submission:
        submission.deadline = deadline
        return deadline, submission.unit, submission
    unit = Unit.objects.filter(pk=unit_pk).first()
    writes = unit and permissions.granted_to_write(request.user, deadline, unit.pk)
    if not writes or unit not in owed_units(deadline):
        raise Http404
    return deadline, unit, None


@login_required
def detail(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    deadline, unit, submission = take_place(request, pk, unit_pk)
    return show(request, deadline, unit, submission)


def show(
    request: HttpRequest, deadline: Deadline, unit: Unit, submission: Submission | None, status: int = 422, **refused
) -> HttpResponse:
    """The page. ``refused``: forms that could not be taken (``form``, ``file_form``, ``return_form``, ``figures``, and
    ``sections`` by key); they come back with what was typed, and ``status``."""
    user, last_day = request.user, services.last_day_for(deadline, unit.pk)
    report = report_context(deadline, unit, submission, refused.pop("sections", None), refused.pop("figures", None))
    text, version = (submission.text, submission.version) if submission else ("", 0)
    context = {
        "deadline": deadline,
        "campaign": deadline.campaign,
        "unit": unit,
        "submission": submission,
        "words": printed_words(deadline),
        "last_day": last_day,
        "extended": last_day != deadline.last_day,
        "due": None if submission and submission.is_sent else due_chip(last_day, clock.today()),
        "receivers": receiver_words(deadline, labels_of(deadline.campaign)),
        "files": submission.files.kept().select_related("uploaded_by") if submission else [],
        "receipts": _receipts(deadline, submission),
        "answers": submission.answers.select_related("by") if submission else [],
        "form": TextForm(initial={"text": text, "version": version}),
        "file_form": FileForm(),
        **_rights(user, deadline, unit, submission),
        **report,
        **send_context(user, submission, report["report"]),
        "moves": {"submit": SUBMIT, "accept": ACCEPT, "back": SEND_BACK},
        **refused,
    }
    is_bad = bool(refused or report["is_bad"])
    return render(request, "campaigns/submission.html", context, status=status if is_bad else 200)


def _rights(user: User, deadline: Deadline, unit: Unit, submission: Submission | None) -> dict[str, bool]:
    is_open = submission is None or submission.is_editable
    return {
        "may_write": bool(permissions.can_write(user, deadline, unit.pk)) and is_open,
        "sends": bool(permissions.granted_to_send(user, deadline, unit.pk)),
        "is_author": bool(permissions.granted_to_write(user, deadline, unit.pk)),
        "may_accept": bool(submission and permissions.can_accept(user, submission)),
        "may_return": bool(submission and permissions.can_return(user, submission)),
    }


@require_POST
@login_required
def save(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """Keep the draft: a fragment for autosave, a redirect for the button."""
    deadline, unit, submission = take_place(request, pk, unit_pk)
    form = TextForm(request.POST)
    if not form.is_valid():
        if request.htmx:
            return render(request, "campaigns/_save_state.html", {"form": form}, status=422)
        return show(request, deadline, unit, submission, form=form)
    values = {"text": form.cleaned_data["text"], "expected_version": form.cleaned_data["version"]}
    try:
        saved = services.save_submission(deadline_id=deadline.pk, unit=unit, by=request.user, **values)
    except services.StaleText as stale:
        return _stale(request, deadline, unit, stale)
    if request.htmx:
        sends = bool(permissions.granted_to_send(request.user, deadline, unit.pk))
        context = {"saved": saved, "at": clock.now(), "may_write": True, "sends": sends}
        context |= send_context(request.user, saved)
        return render(request, "campaigns/_save_state.html", context)
    messages.success(request, "Đã lưu bản nháp.")
    return redirect("campaigns:submission", pk=deadline.pk, unit_pk=unit.pk)


def _stale(request: HttpRequest, deadline: Deadline, unit: Unit, stale: services.StaleText) -> HttpResponse:
    """Both texts, side by side; the person decides."""
    context = {
        "deadline": deadline,
        "campaign": deadline.campaign,
        "unit": unit,
        "theirs": stale.submission,
        "mine": stale.mine,
        "form": TextForm(initial={"text": stale.mine, "version": stale.submission.version}),
        "choose": "report",
    }
    template = "campaigns/_stale.html" if request.htmx else "campaigns/submission_stale.html"
    return render(request, template, context, status=409)


@require_POST
@login_required
def upload(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    deadline, unit, submission = take_place(request, pk, unit_pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            file = form.cleaned_data["file"]
            kept = services.attach_file(deadline_id=deadline.pk, unit=unit, file=file, by=request.user)
        except ValidationError as error:
            form.add_error("file", error.error_dict["file"] if hasattr(error, "error_dict") else error)
        else:
            messages.success(request, f"Đã thêm tệp {kept.name}.")
            return redirect("campaigns:submission", pk=deadline.pk, unit_pk=unit.pk)
    return show(request, deadline, unit, submission, file_form=form)


@require_POST
@login_required
def remove_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch_row(SubmissionFile.objects.select_related("submission"), request, pk)
    services.remove_file(file_id=found.pk, by=request.user)
    messages.success(request, f"Đã bỏ tệp {found.name}.")
    return _to_page(found.submission)


@login_required
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Whoever may read the report at this moment."""
    found = fetch_row(SubmissionFile.objects.all(), request, pk)
    return private_download(found.file, name=found.name, content_type=found.content_type)


def _get(request: HttpRequest, pk: int) -> Submission:
    return fetch_row(Submission.objects.for_decisions(), request, pk)


def _to_page(submission: Submission) -> HttpResponse:
    return redirect("campaigns:submission", pk=submission.deadline_id, unit_pk=submission.unit_id)


@require_POST
@login_required
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    submission = _get(request, pk)
    seen = request.POST.get("seen", "")[:64] or None
    receipt = services.submit(submission_id=submission.pk, by=request.user, seen=seen)
    messages.success(request, f"Đã gửi. Biên nhận số {receipt.number}.")
    return redirect("campaigns:receipt", pk=receipt.pk)


@require_POST
@login_required
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    submission = _get(request, pk)
    services.accept(submission_id=submission.pk, by=request.user)
    messages.success(request, f"Đã xác nhận nhận báo cáo của {submission.unit}.")
    return _to_page(submission)


@require_POST
@login_required
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    submission = _get(request, pk)
    permissions.can_return(request.user, submission).enforce()
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show(request, submission.deadline, submission.unit, submission, return_form=form)
    services.return_submission(submission_id=submission.pk, by=request.user, **form.cleaned_data)
    messages.success(request, f"Đã trả lại báo cáo cho {submission.unit}.")
    return redirect("campaigns:board", pk=submission.deadline.campaign_id)


def _receipts(deadline: Deadline, submission: Submission | None) -> list[Receipt]:
    if submission is None:
        return []
    return with_lateness(deadline, submission.unit_id, submission.receipts.select_related("by"))


class ReceiptView(ScopedObjectMixin, DetailView):
    template_name = "campaigns/receipt.html"
    context_object_name = "receipt"

    def get_queryset(self):
        rows = Receipt.objects.visible_to(self.request.user).select_related(
            "by",
            "submission__unit",
            "submission__deadline__campaign__bloc_year",
            "submission__deadline__campaign__authority",
        )
        return rows

    def get_object(self, queryset=None):
        self.kwargs["pk"] = min(self.kwargs["pk"], BIGGEST_KEY)
        return super().get_object(queryset)

    def get_context_data(self, **kwargs):
        deadline = self.object.submission.deadline
        readable = Submission.objects.visible_to(self.request.user).filter(pk=self.object.submission_id).exists()
        receivers = receiver_words(deadline, labels_of(deadline.campaign))
        with_lateness(deadline, self.object.submission.unit_id, [self.object])
        said = {"late": self.object.late, "late_rule": LATE_RULE}
        said["has_content"] = SentReport.objects.filter(receipt=self.object).exists()
        return super().get_context_data(deadline=deadline, receivers=receivers, readable=readable, **said, **kwargs)
