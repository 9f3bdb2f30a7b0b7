"""Parts of a unit's report, each saved by itself: one section, the figures of its targets."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from blocs.models import Unit
from campaigns import permissions, services
from campaigns.attainment import standings
from campaigns.forms.reports import FiguresForm, SectionForm
from campaigns.models import Deadline, Submission
from campaigns.report_forms import Section, form_of

from .common import add_errors
from .report_page import send_context
from .submissions import show, take_place


@require_POST
@login_required
def save_section(request: HttpRequest, pk: int, unit_pk: int, key: str) -> HttpResponse:
    """Keep one section: a fragment for autosave, a redirect for the button."""
    deadline, unit, submission = take_place(request, pk, unit_pk)
    asked = form_of(deadline).section(key) or Section(key, "Mục không còn trong mẫu")
    form = SectionForm(request.POST, auto_id=f"id_%s-{key}")
    if not form.is_valid():
        if request.htmx:
            return render(request, "campaigns/_part_state.html", {"problems": [form.problem]}, status=422)
        return show(request, deadline, unit, submission, sections={key: form})
    data = form.cleaned_data
    try:
        saved = services.save_section(
            deadline_id=deadline.pk,
            unit=unit,
            key=key,
            text=data["text"],
            figure=data["figure"] if asked.figure else None,
            expected_version=data["version"],
            by=request.user,
        )
    except services.StaleSection as stale:
        return _stale(request, deadline, unit, asked, stale)
    if request.htmx:
        return _saved(request, saved.submission, {"key": key, "version": saved.version})
    messages.success(request, f"Đã lưu mục «{asked.heading}».")
    return redirect("campaigns:submission", pk=deadline.pk, unit_pk=unit.pk)


def _saved(request: HttpRequest, submission: Submission, more: dict) -> HttpResponse:
    """What the page exchanges after a save: the time, the versions, and whether the report can be sent now."""
    context = {
        "saved": True,
        "at": clock.now(),
        "submission": submission,
        "may_write": True,
        "sends": bool(permissions.granted_to_send(request.user, submission.deadline, submission.unit_id)),
    }
    return render(request, "campaigns/_part_state.html", context | send_context(request.user, submission) | more)


def _stale(
    request: HttpRequest, deadline: Deadline, unit: Unit, asked: Section, stale: services.StaleSection
) -> HttpResponse:
    """Both texts, side by side; the person decides."""
    mine = {"text": stale.text, "figure": stale.figure, "version": stale.section.version}
    context = {
        "deadline": deadline,
        "campaign": deadline.campaign,
        "unit": unit,
        "asked": asked,
        "theirs": stale.section,
        "mine": stale.text,
        "mine_figure": stale.figure,
        "form": SectionForm(initial=mine),
        "choose": f"muc-{asked.key}",
    }
    template = "campaigns/_stale.html" if request.htmx else "campaigns/section_stale.html"
    return render(request, template, context, status=409)


@require_POST
@login_required
def save_figures(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """Write down the figures that changed: a fragment for autosave, a redirect for the button."""
    deadline, unit, submission = take_place(request, pk, unit_pk)
    if not form_of(deadline).with_targets:
        raise Http404
    rows = standings(deadline.campaign, unit, clock.today(), deadline)
    form = FiguresForm(request.POST, rows=rows)
    written = _record(request, deadline, unit, form) if form.is_valid() else None
    if written is None:
        if request.htmx:
            said = {"problems": [f"{name}: {problem}" for name, problem in form.problems], "changed": form.stale_rows}
            return render(request, "campaigns/_part_state.html", said, status=_status(form))
        return show(request, deadline, unit, submission, figures=form, status=_status(form))
    if request.htmx:
        fresh = [row for row in standings(deadline.campaign, unit, clock.today(), deadline) if row.target_id in written]
        report = Submission.objects.for_decisions().get(deadline=deadline, unit=unit)
        return _saved(request, report, {"changed": fresh})
    messages.success(request, f"Đã ghi {len(written)} số liệu." if written else "Không có số liệu nào thay đổi.")
    return redirect("campaigns:submission", pk=deadline.pk, unit_pk=unit.pk)


def _record(request: HttpRequest, deadline: Deadline, unit: Unit, form: FiguresForm) -> set[int] | None:
    """Ids of the targets that got a figure; None, with the errors on the form, when nothing could be written."""
    values = {"figures": form.figures(), "as_of": form.cleaned_data["as_of"]}
    try:
        rows = services.record_figures(deadline_id=deadline.pk, unit=unit, by=request.user, **values)
    except services.StaleFigures as stale:
        for key, theirs in stale.theirs.items():
            form.add_error(f"value-{key}", _other_words(theirs))
        form.stale_rows = [
            row for row in standings(deadline.campaign, unit, clock.today(), deadline) if row.target_id in stale.theirs
        ]
        return None
    except services.InvalidFigures as error:
        for key, problem in error.problems.items():
            form.add_error(f"value-{key}", problem)
        return None
    except ValidationError as error:
        add_errors(form, error)
        return None
    return {row.target_id for row in rows}


def _other_words(theirs) -> str:
    value = f"{theirs.value.normalize():f}".replace(".", ",")
    return (
        f"{theirs.by} vừa ghi {value} (đến ngày {theirs.as_of:%d/%m/%Y}). Kiểm tra rồi lưu lần nữa để giữ số của bạn."
    )


def _status(form: FiguresForm) -> int:
    return 409 if form.stale_rows else 422
