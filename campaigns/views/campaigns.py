"""Campaigns: list, one campaign by tabs, making and changing it, its phases."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from accounts import clock
from accounts.decisions import Reason, Refused
from blocs.access import Action, holds, own_unit_ids, reach
from blocs.models import Authority, BlocYear
from blocs.views_base import ScopedListMixin, ScopedObjectMixin
from campaigns import permissions, progress, services
from campaigns.forms import CampaignForm, JoinForm, PhaseForm
from campaigns.models import Campaign, Deadline, Phase
from campaigns.printed import labels_of
from campaigns.reminder_table import lines_in_words, table_of
from campaigns.rules import Labels, due_chip, receiver_words, time_words
from campaigns.services.parents import authorities_above
from campaigns.signing import with_pledge

from .common import BIGGEST_KEY, as_key, fetch_row, get_campaign, page, try_service

TABS = (("", "Tổng quan"), ("van-ban", "Văn bản"), ("moc", "Mốc thời hạn"), ("tien-do", "Tiến độ"))
KIND_CHIPS = (
    ("", "Tất cả", Q()),
    ("khoi", "Khối trong năm", Q(kind="regular")),
    ("phong-trao", "Phong trào", Q(kind="themed")),
)


class CampaignListView(ScopedListMixin, ListView):
    model = Campaign
    template_name = "campaigns/list.html"

    def get_queryset(self):
        rows = super().get_queryset().search(self.request.GET.get("q", "")).distinct()
        year = self.request.GET.get("nam", "")
        if year.isascii() and year.isdigit() and len(year) == 4:
            rows = rows.filter(from_year__lte=int(year), to_year__gte=int(year))
        self.searched = rows
        kind = {key: q for key, _, q in KIND_CHIPS}.get(self.request.GET.get("loai", ""), Q())
        return rows.filter(kind).select_related("authority", "bloc_year").order_by("-to_year", "sort_key", "pk")

    def get_context_data(self, **kwargs):
        chosen = self.request.GET.get("loai", "")
        query = self.request.GET.copy()
        chips = []
        for key, label, condition in KIND_CHIPS:
            query["loai"] = key
            count = self.searched.filter(condition).count()
            chips.append({"label": label, "count": count, "url": f"?{query.urlencode()}", "active": key == chosen})
        may_create = any(rows.exists() for rows in _places(self.request))
        return super().get_context_data(chips=chips, may_create=may_create, **kwargs)


class CampaignDetailView(ScopedObjectMixin, DetailView):
    """One campaign; ``?phan=`` chooses the tab."""

    template_name = "campaigns/detail.html"
    context_object_name = "campaign"

    def get_queryset(self):
        bloc_years = Prefetch("blocs_joined", BlocYear.objects.order_by("-year", "sort_key"))
        rows = Campaign.objects.visible_to(self.request.user).for_decisions().select_related("parent", "plan")
        return rows.prefetch_related("phases", bloc_years).distinct()

    def get_object(self, queryset=None):
        self.kwargs["pk"] = min(self.kwargs["pk"], BIGGEST_KEY)
        return super().get_object(queryset)

    def get_context_data(self, **kwargs):
        user, campaign = self.request.user, self.object
        tab = self.request.GET.get("phan", "")
        tab = tab if tab in dict(TABS) else ""
        base = reverse("campaigns:detail", args=[campaign.pk])
        tabs = [(f"{base}?phan={key}" if key else base, label, key == tab) for key, label in TABS]
        follow = bool(permissions.can_follow(user, campaign))
        context = {
            "tab": tab,
            "tabs": tabs,
            "may_manage": bool(permissions.can_manage(user, campaign)),
            "may_follow": follow,
            "parent_visible": campaign.parent_id
            and Campaign.objects.visible_to(user).filter(pk=campaign.parent_id).exists(),
            "deadlines": deadline_rows(campaign, follow, own_unit_ids(user)),
        }
        if tab == "":
            context["reminder_lines"] = lines_in_words(table_of(campaign.pk))
        if tab == "tien-do":
            context["board"] = progress.board_of(campaign, None if follow else own_unit_ids(user))
        return super().get_context_data(**context, **kwargs)


def deadline_rows(campaign: Campaign, follow: bool, own: frozenset[int]) -> list[dict]:
    """Deadlines of a campaign in words, with how many have sent (for those who follow) or the own unit's state."""
    rows = list(campaign.deadlines.select_related("campaign", "phase").prefetch_related("nodes"))
    signed = with_pledge(rows)
    cells = progress.cells_of([row for row in rows if row.takes_paper or row.pk in signed])
    labels, today = labels_of(campaign), clock.today()
    return [
        _deadline_row(row, [cell for key, cell in cells.items() if key[0] == row.pk], labels, today, follow, own)
        for row in rows
    ]


def _deadline_row(deadline: Deadline, cells: list[progress.Cell], labels: Labels, today, follow: bool, own) -> dict:
    mine = next((cell for cell in cells if cell.unit.pk in own), None)
    shown = cells if follow else [mine] if mine else []
    last_day = mine.last_day if mine and not follow else deadline.last_day
    over = deadline.done_on or deadline.every_year or (shown and all(cell.is_sent for cell in shown))
    return {
        "deadline": deadline,
        "time": time_words(deadline),
        "receivers": receiver_words(deadline, labels),
        "who": owes_words(deadline, labels),
        "due": None if over else due_chip(last_day, today, event=not deadline.takes_paper),
        "own": None if follow else mine,
        "sent": sum(cell.is_sent for cell in shown),
        "total": len(cells) if follow else 0,
    }


def owes_words(deadline: Deadline, labels: Labels) -> str:
    words = {"leader": labels.leader, "deputy": labels.deputy, "board": labels.board, "council": labels.council}
    words["chosen"] = "Các đơn vị được chọn"
    return words.get(deadline.owes, "Các đơn vị thành viên")


@login_required
def create(request: HttpRequest) -> HttpResponse:
    """A bloc's year, or a movement of an authority one works for."""
    bloc_years, authorities = _places(request)
    if not bloc_years and not authorities:
        manages = holds(request.user, Action.CAMPAIGN_MANAGE)
        raise Refused(permissions.CampaignReason.NOTHING_TO_PLAN if manages else Reason.NOT_YOUR_ROLE)
    parents = _parents(reach(request.user, Action.CAMPAIGN_MANAGE).authority_ids, bloc_years)
    initial = {"bloc_year": as_key(request.GET.get("khoi", ""))}
    form = CampaignForm(
        request.POST or None, bloc_years=bloc_years, authorities=authorities, parents=parents, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if value is not None}
        campaign = try_service(form, services.create_campaign, by=request.user, **values)
        if campaign:
            messages.success(request, "Đã lập kế hoạch. Tiếp theo: thêm các mốc thời hạn và soạn văn bản.")
            return redirect("campaigns:detail", pk=campaign.pk)
    return page(request, "campaigns/campaign_form.html", {"form": form})


def _places(request: HttpRequest):
    """Bloc-years without a campaign, and authorities, that the person may plan for."""
    scope = reach(request.user, Action.CAMPAIGN_MANAGE)
    mine = Q(pk__in=scope.bloc_year_ids) | Q(bloc__authority_id__in=scope.authority_ids)
    bloc_years = BlocYear.objects.filter(mine, campaign__isnull=True).order_by("-year", "sort_key")
    return bloc_years, Authority.objects.filter(pk__in=scope.authority_ids)


def _parents(authority_ids, bloc_years):
    """Movements of these authorities and of those above them."""
    found = set()
    wanted = Q(pk__in=authority_ids) | Q(blocs__years__in=bloc_years)
    for authority in Authority.objects.filter(wanted).distinct():
        found |= authorities_above(authority)
    own = Q(authority_id__in=authority_ids) | Q(open_below=True)
    return Campaign.objects.filter(own, kind=Campaign.Kind.THEMED, authority_id__in=found)


@login_required
def update(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_campaign(request, pk)
    permissions.can_manage(request.user, campaign).enforce()
    above = authorities_above(campaign.authority)
    offered = Q(authority_id=campaign.authority_id) | Q(open_below=True) | Q(pk=campaign.parent_id)
    parents = Campaign.objects.filter(offered, kind=Campaign.Kind.THEMED, authority_id__in=above).exclude(
        pk=campaign.pk
    )
    form = CampaignForm(request.POST or None, instance=campaign, parents=parents)
    if request.method == "POST" and form.is_valid():
        saved = try_service(
            form, services.update_campaign, campaign_id=campaign.pk, by=request.user, **form.cleaned_data
        )
        if saved:
            messages.success(request, "Đã lưu thông tin kế hoạch.")
            return redirect("campaigns:detail", pk=campaign.pk)
    return page(request, "campaigns/campaign_form.html", {"form": form, "campaign": campaign})


@login_required
def join(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_campaign(request, pk)
    permissions.can_manage(request.user, campaign).enforce()
    scope = reach(request.user, Action.CAMPAIGN_VIEW)
    bloc_years = (
        BlocYear.objects.filter(bloc__authority_id__in=scope.authority_ids)
        .filter(year__range=(campaign.from_year, campaign.to_year))
        .exclude(movements=campaign)
        .order_by("-year", "sort_key")
    )
    form = JoinForm(request.POST or None, bloc_years=bloc_years)
    if request.method == "POST" and form.is_valid():
        services.join_bloc(campaign_id=campaign.pk, bloc_year=form.cleaned_data["bloc_year"], by=request.user)
        messages.success(request, f"{form.cleaned_data['bloc_year']} đã tham gia phong trào.")
        return redirect("campaigns:detail", pk=campaign.pk)
    context = {"form": form, "campaign": campaign, "title": "Thêm khối tham gia phong trào", "label": "Thêm khối"}
    return page(request, "campaigns/part_form.html", context)


def _phase_page(request: HttpRequest, campaign: Campaign, phase: Phase | None) -> HttpResponse:
    permissions.can_manage(request.user, campaign).enforce()
    form = PhaseForm(request.POST or None, initial=PhaseForm.initial_of(phase) if phase else None)
    if request.method == "POST" and form.is_valid():
        if phase:
            call, key = services.update_phase, {"phase_id": phase.pk}
        else:
            call, key = services.add_phase, {"campaign_id": campaign.pk}
        shown = {"from_value": "begins", "to_value": "ends"}
        if try_service(form, call, shown, by=request.user, **key, **form.values()):
            messages.success(request, "Đã lưu đợt thi đua.")
            return redirect("campaigns:detail", pk=campaign.pk)
    title = "Sửa đợt thi đua" if phase else "Thêm đợt thi đua"
    return page(request, "campaigns/part_form.html", {"form": form, "campaign": campaign, "title": title})


@login_required
def phase_create(request: HttpRequest, pk: int) -> HttpResponse:
    return _phase_page(request, get_campaign(request, pk), None)


def _get_phase(request: HttpRequest, pk: int) -> Phase:
    return fetch_row(Phase.objects.for_decisions(), request, pk)


@login_required
def phase_update(request: HttpRequest, pk: int) -> HttpResponse:
    phase = _get_phase(request, pk)
    return _phase_page(request, phase.campaign, phase)


@require_POST
@login_required
def phase_delete(request: HttpRequest, pk: int) -> HttpResponse:
    phase = _get_phase(request, pk)
    services.delete_phase(phase_id=phase.pk, by=request.user)
    messages.success(request, f"Đã xóa {phase.name}; các mốc thời hạn của đợt được giữ lại.")
    return redirect("campaigns:detail", pk=phase.campaign_id)
