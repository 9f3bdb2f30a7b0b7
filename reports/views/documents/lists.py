"""Lists of papers: of one campaign, or everything the person reads, narrowed by the address."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import ListView

from blocs.access import Action, holds
from blocs.views_base import ScopedListMixin
from campaigns.models import Campaign, Plan
from campaigns.permissions import can_manage
from campaigns.views.common import get_campaign
from reports.models import Document
from reports.services.documents import Place
from reports.states import DOCUMENT_BADGES, DocumentKind, DocumentState

from .create import create_url

D = DocumentState
# Address word → (label, states): where papers stand, as people ask for them.
STAGES = {
    "soan": ("Đang soạn", frozenset({D.DRAFT})),
    "gop-y": ("Đang lấy ý kiến", frozenset({D.CONSULTING})),
    "trinh-ky": ("Chờ ký, chờ ban hành", frozenset({D.APPROVED, D.SIGNED, D.NUMBERED})),
    "hieu-luc": ("Còn hiệu lực", frozenset({D.ISSUED, D.CORRECTED})),
    "het-hieu-luc": ("Không còn hiệu lực", frozenset({D.REPLACED, D.RECALLED})),
}


class DocumentListView(ScopedListMixin, ListView):
    """``?loai=`` a kind, ``?trang-thai=`` one of ``STAGES``; the counts of the chips are of the rest of the filter."""

    model = Document
    template_name = "reports/document_list.html"
    context_object_name = "documents"
    campaign: Campaign | None = None

    def get_queryset(self) -> QuerySet[Document]:
        self.reachable = self.within(super().get_queryset())
        kind = self.request.GET.get("loai", "")
        self.kind = kind if kind in DocumentKind.values else ""
        self.of_kind = self.reachable.filter(kind=self.kind) if self.kind else self.reachable
        stage = self.request.GET.get("trang-thai", "")
        self.stage = stage if stage in STAGES else ""
        rows = self.of_kind.filter(state__in=STAGES[self.stage][1]) if self.stage else self.of_kind
        return rows.for_decisions().select_related("series_number")

    def within(self, rows: QuerySet[Document]) -> QuerySet[Document]:
        return rows

    @cached_property
    def by_state(self) -> dict[str, int]:
        rows = self.of_kind.order_by().values("state").annotate(n=Count("pk"))
        return {row["state"]: row["n"] for row in rows}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for document in context["documents"]:
            document.badge = DOCUMENT_BADGES[document.state]
        kinds = set(self.reachable.order_by().values_list("kind", flat=True).distinct())
        return {
            **context,
            "campaign": self.campaign,
            "chips": [self._chip("", "Tất cả", None), *(self._chip(key, *STAGES[key]) for key in STAGES)],
            "kinds": [(value, label) for value, label in DocumentKind.choices if value in kinds],
            "kind": self.kind,
            "stage": self.stage,
            "may_create": holds(self.request.user, Action.DOCUMENT_WRITE),
        }

    def _chip(self, key: str, label: str, states: frozenset[str] | None) -> dict:
        query = self.request.GET.copy()
        query.pop("page", None)
        query["trang-thai"] = key
        count = sum(n for state, n in self.by_state.items() if states is None or state in states)
        return {"label": label, "count": count, "url": f"?{query.urlencode()}", "active": key == self.stage}


class CampaignDocumentsView(DocumentListView):
    """Papers of one campaign."""

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.campaign = get_campaign(request, kwargs["pk"])

    def within(self, rows: QuerySet[Document]) -> QuerySet[Document]:
        return rows.filter(campaign=self.campaign)


class PlanDocumentView(LoginRequiredMixin, View):
    """The paper of a campaign's plan: its page, the page that begins it, or the list for who does neither."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = get_campaign(request, pk)
        document = Document.objects.visible_to(request.user).filter(plan__campaign=campaign).order_by("-pk").first()
        if document:
            return redirect("reports:document_detail", pk=document.pk)
        if can_manage(request.user, campaign) and Plan.objects.filter(campaign=campaign).exists():
            return redirect(create_url(DocumentKind.PLAN, Place(campaign.authority, campaign)))
        return redirect("reports:documents", pk=campaign.pk)
