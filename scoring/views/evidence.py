"""One line in full: its history and its files; adding, pointing, taking off."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render

from scoring import permissions, permissions_cross, services
from scoring.forms.evidence import EvidenceForm, PointerForm
from scoring.models import Evidence, LineEvidence, ScoreLine
from scoring.services.evidence_reading import line_files
from scoring.services.explanations import answers_for
from scoring.services.verification import mark_opened

from .base import ScoringView, wants_json


class LineView(ScoringView):
    """Everything about one line: rule, values, chain of scores, files."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = self.line(pk)
        permissions.can_view_line(request.user, line).enforce()
        if permissions.stage_of(request.user, line):
            mark_opened(line_ids=[line.pk], by=request.user)
        return render(request, "scoring/line.html", _context(request, line))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = self.line(pk)
        permissions.can_edit_line(request.user, line).enforce()
        form = EvidenceForm(request.POST, request.FILES, library=library_of(line))
        kept = _attach(form, line, request) if form.is_valid() else 0
        if wants_json(request):
            return _answer(form)
        if kept:
            messages.success(request, f"Đã đính kèm {kept} minh chứng.")
        if form.errors:
            return render(request, "scoring/line.html", _context(request, line, form), status=422)
        return redirect("scoring:line", pk=pk)


def _answer(form: EvidenceForm) -> JsonResponse:
    """For the script that sends one file after the other."""
    said = [sentence for sentences in form.errors.values() for sentence in sentences]
    return JsonResponse({"message": " ".join(said)}, status=422 if said else 200)


def _attach(form: EvidenceForm, line: ScoreLine, request: HttpRequest) -> int:
    """Attach what the form holds, each on its own; the number attached. What could not be kept is said on the form."""
    data, kept = form.cleaned_data, 0
    for upload in data["file"]:
        try:
            services.attach_upload(line_id=line.pk, upload=upload, by=request.user, pointer=data["pointer"])
            kept += 1
        except ValidationError as problem:
            form.add_error("file", f"{upload.name[:150]}: {problem.messages[0]}")
    if data["existing"]:
        services.attach_existing(
            line_id=line.pk, evidence_id=data["existing"].pk, by=request.user, pointer=data["pointer"]
        )
        kept += 1
    return kept


def library_of(line: ScoreLine):
    """The unit's documents that do not hang on this line yet."""
    rows = Evidence.objects.filter(unit_id=line.sheet.unit_id, removed_at__isnull=True)
    return rows.exclude(uses__line=line).order_by("name", "pk")


def _context(request: HttpRequest, line: ScoreLine, form: EvidenceForm | None = None) -> dict:
    can_edit = bool(permissions.can_edit_line(request.user, line))
    row = services.read_row(line, judged=permissions.sees_judgement(request.user, line.sheet))
    return {
        "line": row.line,
        "sheet": line.sheet,
        "criterion": row.criterion,
        "row": row,
        "files": line_files(line, row.word, request.user),
        "opens_files": ScoreLine.objects.with_files_for(request.user).filter(pk=line.pk).exists(),
        "may_open_sheet": bool(permissions.can_view(request.user, line.sheet)),
        "answers": answers_for(request.user, line),
        "can_edit": can_edit,
        "can_bring": bool(permissions_cross.can_bring(request.user, line)),
        "form": (form or EvidenceForm(library=library_of(line))) if can_edit else None,
    }


def _link(request: HttpRequest, pk: int) -> LineEvidence:
    lines = ScoreLine.objects.visible_to(request.user).values("pk")
    return get_object_or_404(LineEvidence, pk=pk, line_id__in=lines)


class DetachView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = services.detach(link_id=_link(request, pk).pk, by=request.user)
        messages.success(request, "Đã gỡ tệp khỏi tiêu chí. Tệp vẫn còn trong kho minh chứng của đơn vị.")
        return redirect("scoring:line", pk=line.pk)


class PointView(ScoringView):
    """Where in the document to look."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        link, form = _link(request, pk), PointerForm(request.POST)
        if form.is_valid():
            services.point_to(link_id=link.pk, pointer=form.cleaned_data["pointer"], by=request.user)
            messages.success(request, "Đã lưu chỗ cần xem.")
        else:
            messages.error(request, form.errors["pointer"][0])
        return redirect("scoring:line", pk=link.line_id)
