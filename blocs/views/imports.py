"""A division file: upload, look, apply."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView

from accounts.clock import today
from accounts.decisions import Reason, Refused
from blocs import forms, services
from blocs.division_lines import Status
from blocs.models import Authority, ImportDraft
from blocs.views_base import ScopedObjectMixin, fetch
from blocs.workbook import template

from .common import CORRECTABLE, ServiceFormView

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS = {Status.CREATE: "sent", Status.CHANGE: "back", Status.SAME: "draft", Status.REFUSED: "late"}


class ImportUploadView(ServiceFormView):
    """A file for the authority whose standing office the person acts in."""

    template_name = "blocs/import_upload.html"
    form_class = forms.ImportForm
    title = "Nhập quyết định phân khối từ Excel"
    label = "Xem trước"
    done = "Đã đọc tệp. Chưa có gì thay đổi: hãy xem trước rồi mới nhập."

    def get_place(self):
        authority = Authority.objects.managed_by(self.request.user).first()
        if authority is None:
            raise Refused(Reason.NOT_YOUR_ROLE)
        return authority

    def get_context_data(self, **kwargs):
        drafts = ImportDraft.objects.visible_to(self.request.user).filter(authority=self.place).defer("rows", "result")
        return super().get_context_data(authority=self.place, drafts=drafts.select_related("by")[:10], **kwargs)

    def get_back(self) -> str:
        return reverse("blocs:bloc_list")

    def save(self, **data):
        return services.save_import(by=self.request.user, authority=self.place, **data)

    def to(self, draft) -> str:
        return reverse("blocs:import_preview", args=[draft.pk])


class ImportTemplateView(LoginRequiredMixin, View):
    def get(self, request) -> HttpResponse:
        response = HttpResponse(template(today().year), content_type=_XLSX)
        response["Content-Disposition"] = 'attachment; filename="mau-phan-khoi.xlsx"'
        return response


def preview_context(draft: ImportDraft) -> dict:
    """What the preview shows: outcomes of a waiting file as of now, or what an applied one did."""
    if draft.state == ImportDraft.State.APPLIED:
        return {"draft": draft, "data": _looks(draft.result)}
    plan, checksum = services.preview(draft)
    counts = [(label, count, _KINDS[status]) for status, label, count in plan.counts]
    return {
        "draft": draft,
        "data": _looks(plan.as_data()),
        "counts": counts,
        "checksum": checksum,
        "accepted": sum(not line.refused for line in plan.lines),
        "refused": plan.count(Status.REFUSED),
        "changes": plan.changes_something,
    }


def _looks(data: dict) -> dict:
    """Adds the word and the look of every status."""
    for row in (*data["blocs"], *data["lines"]):
        row["look"], row["status_label"] = _KINDS[row["status"]], Status(row["status"]).label
    return data


class ImportPreviewView(ScopedObjectMixin, DetailView):
    template_name = "blocs/import_preview.html"
    queryset = ImportDraft.objects.select_related("authority", "by")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**preview_context(self.object), **kwargs)


class ImportApplyView(LoginRequiredMixin, View):
    """Applies exactly what the sender saw; if that is no longer true, shows the new preview (409)."""

    http_method_names = ["post"]

    def post(self, request, pk) -> HttpResponse:
        draft = fetch(ImportDraft.objects.select_related("authority", "by"), request.user, pk=pk)
        try:
            services.apply_import(by=request.user, draft=draft, checksum=request.POST.get("checksum", ""))
        except Refused as refused:
            if refused.reason not in (Reason.STALE, *CORRECTABLE):
                raise
            draft.refresh_from_db()
            context = {**preview_context(draft), "refused_reason": str(refused)}
            return render(request, "blocs/import_preview.html", context, status=409)
        messages.success(request, "Đã nhập quyết định phân khối.")
        return redirect("blocs:import_preview", pk=pk)
