"""One line in full: its history, its files; uploading, taking off, downloading."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import ListView

from accounts.decisions import Refused
from accounts.files import private_download
from blocs.views_base import ScopedListMixin, fetch
from scoring import permissions, services
from scoring.forms import EvidenceForm
from scoring.models import Evidence, LineEvidence, ScoreLine
from scoring.states import Stage

from .base import ScoringView


class LineView(ScoringView):
    """Everything about one line: rule, values, chain of scores, files."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = self.line(pk)
        permissions.can_view(request.user, line.sheet).enforce()
        return render(request, "scoring/line.html", _context(request, line))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = self.line(pk)
        permissions.can_edit_line(request.user, line).enforce()
        form = EvidenceForm(request.POST, request.FILES, library=library_of(line))
        if not form.is_valid() or not _attach(form, line, request):
            return render(request, "scoring/line.html", _context(request, line, form), status=422)
        messages.success(request, "Đã đính kèm minh chứng.")
        return redirect("scoring:line", pk=pk)


def _attach(form: EvidenceForm, line: ScoreLine, request: HttpRequest) -> bool:
    """Attach what the form holds; False with the sentence on the form when the file cannot be kept."""
    data = form.cleaned_data
    try:
        if data["file"]:
            services.attach_upload(line_id=line.pk, upload=data["file"], by=request.user)
        if data["existing"]:
            services.attach_existing(line_id=line.pk, evidence_id=data["existing"].pk, by=request.user)
    except ValidationError as problem:
        form.add_error("file", problem)
        return False
    return True


def library_of(line: ScoreLine):
    """The unit's files that do not hang on this line yet."""
    rows = Evidence.objects.filter(unit_id=line.sheet.unit_id, removed_at__isnull=True)
    return rows.exclude(uses__line=line)


def _context(request: HttpRequest, line: ScoreLine, form: EvidenceForm | None = None) -> dict:
    can_edit = bool(permissions.can_edit_line(request.user, line))
    chain = line.entries.select_related("by")
    if not permissions.sees_judgement(request.user, line.sheet):
        chain = chain.filter(stage=Stage.SELF)
    return {
        "line": line,
        "sheet": line.sheet,
        "criterion": line.criterion,
        "row": services.Row(line.criterion, line, list(chain), []),
        "links": line.evidence_links.filter(evidence__in=Evidence.objects.visible_to(request.user)).select_related(
            "evidence__uploaded_by"
        ),
        "can_edit": can_edit,
        "form": (form or EvidenceForm(library=library_of(line))) if can_edit else None,
    }


class DetachView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        lines = ScoreLine.objects.visible_to(request.user).values("pk")
        link = get_object_or_404(LineEvidence, pk=pk, line_id__in=lines)
        line = services.detach(link_id=link.pk, by=request.user)
        messages.success(request, "Đã gỡ tệp khỏi tiêu chí. Tệp vẫn còn trong kho minh chứng của đơn vị.")
        return redirect("scoring:line", pk=line.pk)


class DownloadView(ScoringView):
    """A file of evidence, to whoever may read a sheet it hangs on at this moment."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        evidence = fetch(Evidence.objects.all(), request.user, pk=pk)
        return private_download(evidence.file, name=evidence.name, content_type=evidence.content_type)


class LibraryView(ScopedListMixin, ListView):
    """The files of the own unit, newest first, with how many lines each one serves."""

    template_name = "scoring/evidence_list.html"
    context_object_name = "files"

    def get_queryset(self):
        rows = Evidence.objects.filter(unit_id__in=permissions.own_units(self.request.user), removed_at__isnull=True)
        counted = rows.annotate(used=Count("uses")).select_related("unit", "uploaded_by")
        return counted.order_by("-uploaded_at", "-pk")


class RemoveView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        evidence = fetch(Evidence.objects.all(), request.user, pk=pk)
        try:
            services.remove_evidence(evidence_id=evidence.pk, by=request.user)
            messages.success(request, "Đã gỡ tệp khỏi kho minh chứng.")
        except Refused as refusal:
            if refusal.reason is not permissions.SheetReason.FILE_IN_USE:
                raise
            messages.error(request, str(refusal))
        return redirect("scoring:evidence_list")
