"""The unit's library: list, adding, one document with its versions and uses."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import ListView

from accounts.decisions import Refused
from blocs.models import Unit
from blocs.views_base import ScopedListMixin, fetch
from scoring import permissions, services
from scoring.forms.evidence import DescribeForm, LibraryForm, ReplaceForm
from scoring.models import Evidence, EvidenceVersion
from scoring.services.evidence_reading import where_used

from .base import ScoringView


class LibraryView(ScopedListMixin, ListView):
    """The documents of the own unit, newest first, with how many lines each one serves."""

    template_name = "scoring/evidence_list.html"
    context_object_name = "files"

    def get_queryset(self):
        rows = Evidence.objects.filter(unit__in=permissions.own_units(self.request.user), removed_at__isnull=True)
        counted = rows.search(self.request.GET.get("q", "")).annotate(used=Count("uses", distinct=True))
        return counted.select_related("unit", "current__uploaded_by").order_by("-pk")

    def get_context_data(self, **kwargs) -> dict:
        units = Unit.objects.filter(pk__in=permissions.own_units(self.request.user)).order_by("sort_key", "pk")
        form = kwargs.pop("form", None) or LibraryForm(units=units)
        more = {
            "form": form if units else None,
            "several": len(units) > 1,
            "scanned": bool(settings.CLAMD_URL),
            "q": self.request.GET.get("q", "")[:200],
        }
        return super().get_context_data(**kwargs) | more

    def post(self, request: HttpRequest) -> HttpResponse:
        units = Unit.objects.filter(pk__in=permissions.own_units(request.user)).order_by("sort_key", "pk")
        form = LibraryForm(request.POST, request.FILES, units=units)
        if form.is_valid() and (evidence := _add(form, request)):
            messages.success(request, f"Đã thêm «{evidence.name}» vào kho minh chứng.")
            return redirect("scoring:evidence_item", pk=evidence.pk)
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _add(form: LibraryForm, request: HttpRequest) -> Evidence | None:
    try:
        return services.add_to_library(
            unit_id=form.cleaned_data["unit"].pk,
            upload=form.cleaned_data["file"],
            details=form.details,
            by=request.user,
        )
    except ValidationError as problem:
        form.add_error("file", problem)
        return None


class _ItemView(ScoringView):
    def evidence(self, pk: int) -> Evidence:
        return fetch(Evidence.objects.select_related("unit", "current"), self.request.user, pk=pk)

    def page(self, evidence: Evidence, status: int = 200, **forms: Form) -> HttpResponse:
        """The document's page; `forms` are those that were refused, with what was typed."""
        user = self.request.user
        own = bool(permissions.can_use_library(user, evidence))
        versions = EvidenceVersion.objects.visible_to(user).filter(evidence=evidence)
        context = {
            "evidence": evidence,
            "versions": [
                (version, permissions.can_open(version)) for version in versions.select_related("uploaded_by")
            ],
            "uses": where_used(evidence, user),
            "own": own,
            "replace_form": forms.get("replace") or ReplaceForm() if own else None,
            "describe_form": forms.get("describe") or DescribeForm(initial=_said(evidence)) if own else None,
            "described": "describe" in forms,
        }
        return render(self.request, "scoring/evidence_item.html", context, status=status)


def _said(evidence: Evidence) -> dict:
    return {name: getattr(evidence, name) for name in ("name", "symbol", "issued_on", "note")}


class ItemView(_ItemView):
    """One document: what it is called, its versions, where it is used."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.evidence(pk))


class ReplaceView(_ItemView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        evidence, form = self.evidence(pk), ReplaceForm(request.POST, request.FILES)
        permissions.can_use_library(request.user, evidence).enforce()
        if not form.is_valid() or not _replace(form, evidence, request):
            return self.page(evidence, 422, replace=form)
        messages.success(request, "Đã thay tệp. Phiên bản cũ vẫn giữ cùng các lần chấm đã dùng nó.")
        return redirect("scoring:evidence_item", pk=pk)


def _replace(form: ReplaceForm, evidence: Evidence, request: HttpRequest) -> bool:
    data = form.cleaned_data
    try:
        services.replace_file(evidence_id=evidence.pk, upload=data["file"], reason=data["reason"], by=request.user)
    except ValidationError as problem:
        form.add_error("file", problem)
        return False
    return True


class DescribeView(_ItemView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        evidence, form = self.evidence(pk), DescribeForm(request.POST)
        permissions.can_use_library(request.user, evidence).enforce()
        if not form.is_valid():
            return self.page(evidence, 422, describe=form)
        services.describe(evidence_id=pk, details=form.details, by=request.user)
        messages.success(request, "Đã lưu thông tin minh chứng.")
        return redirect("scoring:evidence_item", pk=pk)


class RemoveView(_ItemView):
    KEPT = frozenset({permissions.SheetReason.FILE_IN_USE, permissions.SheetReason.FILE_SENT})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        evidence = self.evidence(pk)
        try:
            services.remove_evidence(evidence_id=evidence.pk, by=request.user)
            messages.success(request, "Đã gỡ tệp khỏi kho minh chứng.")
        except Refused as refusal:
            if refusal.reason not in self.KEPT:
                raise
            messages.error(request, str(refusal))
        return redirect("scoring:evidence_list")
