"""One paper: as it will be printed, its versions, its history, its files; a print of what it says now."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from reports import services
from reports.checks import findings_of
from reports.issues import issue_of
from reports.models import Document, IssuedDocument
from reports.permissions_documents import can_print, can_succeed, writes
from reports.states import MOVES, OUT, WORDS_OPEN, PaperKind

from .common import facts_of, get_document, heading, printed
from .next import next_of


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The text as it will be printed, what to do next, and every step this person may take."""
    document = get_document(request, pk)
    consultation = document.consultations.last()
    facts, may_print = facts_of(request.user, document), bool(can_print(request.user, document))
    findings = findings_of(facts) if may_print and document.state in WORDS_OPEN else []
    stops = sum(finding.level == "stop" for finding in findings)
    notes = {act.move: act.note for act in document.acts.filter(move__in=("create", "recall")) if act.note}
    context = {
        **heading(request, document, "noi-dung"),
        **printed(facts),
        "next": next_of(request.user, document, consultation, stops),
        "consultation": consultation,
        "began": notes.get("create") if may_print else None,
        "recalled": notes.get("recall"),
        "findings": findings,
        "is_out": document.state in OUT,
        "may_print": may_print,
        "successors": _visible(request, document.successors.all()),
        "predecessor": _visible(request, Document.objects.filter(pk=document.replaces_id)).first(),
        "may_succeed": can_succeed(request.user, document),
    }
    return render(request, "reports/document_detail.html", context)


def _visible(request: HttpRequest, rows):
    return rows.visible_to(request.user).for_decisions().select_related("series_number")


@login_required
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    document = get_document(request, pk)
    writes(request.user, document).enforce()
    rows = document.versions.visible_to(request.user).defer("facts").select_related("by")
    return render(
        request, "reports/document_versions.html", {**heading(request, document, "phien-ban"), "versions": rows}
    )


@login_required
def history(request: HttpRequest, pk: int) -> HttpResponse:
    document = get_document(request, pk)
    writes(request.user, document).enforce()
    acts = document.acts.visible_to(request.user).select_related("by", "version").defer("version__facts")
    rows = [(act, MOVES[act.move].label if act.move in MOVES else "Lập dự thảo") for act in acts]
    return render(request, "reports/document_history.html", {**heading(request, document, "lich-su"), "acts": rows})


@login_required
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """The official issue with its files, and prints of earlier moments."""
    document = get_document(request, pk)
    papers = IssuedDocument.objects.visible_to(request.user).filter(document=document, code=None).defer("facts")
    context = {
        **heading(request, document, "tep"),
        "issue": issue_of(document, request.user),
        "papers": papers.select_related("made_by").prefetch_related("files"),
    }
    return render(request, "reports/document_files.html", context)


@require_POST
@login_required
def print_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a PDF of what the paper says at this moment."""
    document = get_document(request, pk)
    job = services.request_paper(kind=PaperKind.DOCUMENT, subject_id=document.pk, by=request.user)
    return redirect("reports:job_detail", pk=job.pk)
