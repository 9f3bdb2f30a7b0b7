"""The register of documents that papers cite."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import ListView

from accounts import clock
from accounts.decisions import Reason, only_if
from blocs.access import Action, reach
from blocs.models import Authority
from blocs.views_base import ScopedListMixin
from campaigns import services
from campaigns.forms import LegalForm
from campaigns.models import LegalDocument
from campaigns.permissions import can_change_legal

from .common import fetch_row, page, try_service


def status_of(entry: LegalDocument) -> tuple[str, str]:
    """Badge and words of an entry today: (kind, label)."""
    today = clock.today()
    if entry.lapsed_on and entry.lapsed_on <= today:
        return "late", f"Hết hiệu lực từ {entry.lapsed_on:%d/%m/%Y}"
    if entry.suspect or entry.checked_on is None:
        return "back", "Cần xác nhận"
    if entry.in_force_from and entry.in_force_from > today:
        return "sent", f"Có hiệu lực từ {entry.in_force_from:%d/%m/%Y}"
    return "ok", "Còn hiệu lực"


def _conditions() -> tuple[tuple[str, str, Q], ...]:
    today = clock.today()
    lapsed = Q(lapsed_on__isnull=False, lapsed_on__lte=today)
    return (
        ("", "Tất cả", Q()),
        ("con-hieu-luc", "Còn hiệu lực", ~lapsed),
        ("het-hieu-luc", "Hết hiệu lực", lapsed),
        ("can-xac-nhan", "Cần xác nhận", Q(checked_on__isnull=True) | ~Q(suspect="")),
    )


class LegalListView(ScopedListMixin, ListView):
    model = LegalDocument
    template_name = "campaigns/legal_list.html"

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset().search(self.request.GET.get("q", "")[:100])
        self.searched = rows
        chosen = {key: condition for key, _, condition in _conditions()}.get(
            self.request.GET.get("tinh-trang", ""), Q()
        )
        return rows.filter(chosen).select_related("authority", "replaced_by").order_by("doc_type", "-date", "pk")

    def get_context_data(self, **kwargs):
        chosen, query, chips = self.request.GET.get("tinh-trang", ""), self.request.GET.copy(), []
        query.pop("page", None)
        for key, label, condition in _conditions():
            query["tinh-trang"] = key
            count = self.searched.filter(condition).count()
            chips.append({"label": label, "count": count, "url": f"?{query.urlencode()}", "active": key == chosen})
        own = reach(self.request.user, Action.ORG_MANAGE).authority_ids
        context = super().get_context_data(chips=chips, chosen=chosen, may_add=bool(own), **kwargs)
        context["rows"] = [(row, *status_of(row), row.authority_id in own) for row in context["object_list"]]
        return context


@login_required
def create(request: HttpRequest) -> HttpResponse:
    own = Authority.objects.filter(pk__in=reach(request.user, Action.ORG_MANAGE).authority_ids)
    authority = own.order_by("pk").first()
    only_if(authority is not None, Reason.NOT_YOUR_ROLE).enforce()
    form = LegalForm(request.POST or None, authority=authority)
    if request.method == "POST" and form.is_valid():
        saved = try_service(
            form, services.add_legal_document, authority=authority, by=request.user, **form.cleaned_data
        )
        if saved:
            messages.success(request, "Đã thêm văn bản vào danh mục.")
            return redirect("campaigns:legal")
    return page(request, "campaigns/legal_form.html", {"form": form, "title": "Thêm văn bản vào danh mục"})


@login_required
def update(request: HttpRequest, pk: int) -> HttpResponse:
    entry = fetch_row(LegalDocument.objects.select_related("authority"), request, pk)
    can_change_legal(request.user, entry).enforce()
    form = LegalForm(request.POST or None, instance=entry, authority=entry.authority)
    if request.method == "POST" and form.is_valid():
        saved = try_service(
            form, services.update_legal_document, entry_id=entry.pk, by=request.user, **form.cleaned_data
        )
        if saved:
            messages.success(request, "Đã lưu. Các văn bản đã viện dẫn giữ nguyên lời văn của mình.")
            return redirect("campaigns:legal")
    return page(request, "campaigns/legal_form.html", {"form": form, "title": "Sửa văn bản trong danh mục"})
