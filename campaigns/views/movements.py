"""A movement over years: its years, its tree, the units in it and their own plans."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.files import private_download
from blocs.models import Unit
from campaigns import permissions_movements as permissions
from campaigns.forms.movements import ContactForm, RegisterUnitForm, ReleaseForm, UnitPlanForm
from campaigns.models import Campaign, MovementUnit, Plan, UnitPlan
from campaigns.movement_tree import tree_of
from campaigns.movement_units import STATES, counted, parts_of
from campaigns.movement_years import years_of_movement
from campaigns.permissions import can_edit_plan, can_manage
from campaigns.rules.movements import length_remarks
from campaigns.services import movements as services
from campaigns.services.parent_bases import offered_bases, take_bases

from .common import fetch_row, get_campaign, page, try_service

TABS = (
    ("movement", "Qua các năm"),
    ("movement_tree", "Cây phong trào"),
    ("movement_units", "Đơn vị tham gia"),
    ("movement_criteria", "Tiêu chuẩn"),
    ("movement_funding", "Kinh phí"),
)


MOST_LEAVES = 30  # units shown in the tree; the rest are on their own page


def get_movement(request: HttpRequest, pk: int) -> Campaign:
    """A visible movement; a bloc's year has no such pages (404)."""
    campaign = get_campaign(request, pk)
    if campaign.kind != Campaign.Kind.THEMED:
        raise Http404
    return campaign


def show(request: HttpRequest, template: str, campaign: Campaign, tab: str, **context) -> HttpResponse:
    """One of the pages of a movement, with their tabs."""
    tabs = [(reverse(f"campaigns:{name}", args=[campaign.pk]), label, name == tab) for name, label in TABS]
    may_run = bool(permissions.can_run(request.user, campaign))
    shared = {"campaign": campaign, "tabs": tabs, "may_run": may_run}
    return render(request, template, {**shared, **context})


def form_page(request: HttpRequest, campaign: Campaign, form, title: str, back: str, **context) -> HttpResponse:
    """A short form that goes back to the page it came from."""
    values = {"form": form, "campaign": campaign, "title": title, "back": back, **context}
    return page(request, "campaigns/movement_form.html", values)


@require_safe
@login_required
def years(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_movement(request, pk)
    rows = years_of_movement(campaign)
    remarks = length_remarks(campaign.from_year, campaign.to_year)
    return show(
        request, "campaigns/movement_years.html", campaign, "movement",
        years=rows, remarks=remarks, this_year=clock.today().year, phased=any(row.phases for row in rows),
    )  # fmt: skip


@require_safe
@login_required
def tree(request: HttpRequest, pk: int) -> HttpResponse:
    """Open to a bloc's year too: it may carry out a movement."""
    campaign = fetch_row(Campaign.objects.for_decisions().select_related("parent"), request, pk)
    plan = Plan.objects.for_decisions().filter(campaign=campaign).first()
    offered = bool(plan and can_edit_plan(request.user, plan) and offered_bases(campaign))
    context = {"levels": tree_of(campaign, request.user), "offered": offered}
    if campaign.kind != Campaign.Kind.THEMED:
        may_run = bool(can_manage(request.user, campaign))
        return render(
            request, "campaigns/movement_tree.html", {"campaign": campaign, "may_run": may_run, "leaves": [], **context}
        )
    leaves = [part for part in parts_of(campaign, request.user) if part.now and part.told]
    return show(
        request, "campaigns/movement_tree.html", campaign, "movement_tree",
        leaves=sorted(leaves, key=lambda part: not part.mine)[:MOST_LEAVES],
        more=len(leaves) - MOST_LEAVES, **context,
    )  # fmt: skip


@login_required
def parent_bases(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the bases of the movement above into the own plan."""
    campaign = fetch_row(Campaign.objects.for_decisions().select_related("parent", "plan"), request, pk)
    plan = Plan.objects.for_decisions().filter(campaign=campaign).first()
    if plan is None:
        raise Http404
    can_edit_plan(request.user, plan).enforce()
    if request.method == "POST":
        taken = take_bases(plan_id=plan.pk, keys=request.POST.getlist("basis"), by=request.user)
        messages.success(request, f"Đã thêm {len(taken)} căn cứ vào kế hoạch.")
        return redirect("campaigns:plan_outline", pk=campaign.pk)
    context = {"campaign": campaign, "offered": offered_bases(campaign)}
    return render(request, "campaigns/parent_bases.html", context)


@require_safe
@login_required
def units(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_movement(request, pk)
    parts = parts_of(campaign, request.user)
    board = bool(parts) and all(part.told for part in parts)
    state = request.GET.get("loc", "")
    state = state if board and state in STATES else ""
    counts = counted(parts)
    chips = [
        {"label": label, "count": counts[key], "url": f"?loc={key}" if key else "?", "active": key == state}
        for key, (label, _) in STATES.items()
    ]
    shown = sorted((part for part in parts if STATES[state][1](part)), key=lambda part: not part.mine)
    return show(
        request, "campaigns/movement_units.html", campaign, "movement_units",
        page_obj=Paginator(shown, 50).get_page(request.GET.get("page")),
        chips=chips if board else [], counts=counts, board=board, any_part=bool(parts),
        may_register=_registers(request, campaign, parts),
    )  # fmt: skip


def _registers(request: HttpRequest, campaign: Campaign, parts) -> bool:
    if permissions.can_run(request.user, campaign):
        return True
    mine = [part for part in parts if part.mine and (part.own is None or part.own.left_on)]
    return any(permissions.can_register_unit(request.user, campaign, part.unit.pk) for part in mine)


def _offered(request: HttpRequest, campaign: Campaign) -> list[Unit]:
    """Units the person may register: any of the board's, else the own ones in the movement; without those in already."""
    inside = set(campaign.units_joined.filter(left_on__isnull=True).values_list("unit_id", flat=True))
    if permissions.can_run(request.user, campaign):
        return [unit for unit in Unit.objects.taken_in_by(request.user) if unit.pk not in inside]
    mine = [part.unit for part in parts_of(campaign, request.user) if part.mine]
    return [
        unit
        for unit in mine
        if unit.pk not in inside and permissions.can_register_unit(request.user, campaign, unit.pk)
    ]


@login_required
def unit_add(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_movement(request, pk)
    offered = _offered(request, campaign)
    if not offered:
        permissions.can_run(request.user, campaign).enforce()
    initial = {"joined_on": clock.today(), "unit": offered[0] if len(offered) == 1 else None}
    form = RegisterUnitForm(request.POST or None, units=offered, initial=initial)
    back = reverse("campaigns:movement_units", args=[campaign.pk])
    if request.method == "POST" and form.is_valid():
        values = {"campaign_id": campaign.pk, "by": request.user, **form.cleaned_data}
        if try_service(form, services.register_unit, **values):
            messages.success(request, f"{form.cleaned_data['unit']} đã tham gia phong trào.")
            return redirect(back)
    return form_page(request, campaign, form, "Ghi đơn vị tham gia phong trào", back)


def _get_part(request: HttpRequest, pk: int) -> MovementUnit:
    return fetch_row(MovementUnit.objects.for_decisions(), request, pk)


@login_required
def unit_contact(request: HttpRequest, pk: int) -> HttpResponse:
    row = _get_part(request, pk)
    permissions.can_register_unit(request.user, row.campaign, row.unit_id).enforce()
    form = ContactForm(request.POST or None, initial={"contact": row.contact})
    back = reverse("campaigns:movement_units", args=[row.campaign_id])
    saved = (
        request.method == "POST"
        and form.is_valid()
        and try_service(form, services.change_contact, row_id=row.pk, by=request.user, **form.cleaned_data)
    )
    if saved:
        messages.success(request, "Đã lưu đầu mối liên hệ.")
        return redirect(back)
    return form_page(request, row.campaign, form, f"Đầu mối liên hệ của {row.unit}", back)


@login_required
def unit_release(request: HttpRequest, pk: int) -> HttpResponse:
    row = _get_part(request, pk)
    permissions.can_release_unit(request.user, row).enforce()
    form = ReleaseForm(request.POST or None, initial={"left_on": clock.today()})
    back = reverse("campaigns:movement_units", args=[row.campaign_id])
    saved = (
        request.method == "POST"
        and form.is_valid()
        and try_service(form, services.release_unit, row_id=row.pk, by=request.user, **form.cleaned_data)
    )
    if saved:
        messages.success(request, f"Đã ghi {row.unit} thôi tham gia; đơn vị được báo kèm lý do.")
        return redirect(back)
    return form_page(request, row.campaign, form, f"{row.unit} thôi tham gia phong trào", back)


@login_required
def unit_plan(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """Record that a unit has issued its own plan; what was recorded before stays below the form."""
    campaign = get_movement(request, pk)
    unit = fetch_row(Unit.objects.all(), request, unit_pk)
    permissions.can_record_plan(request.user, campaign, unit.pk).enforce()
    form = UnitPlanForm(request.POST or None, request.FILES or None)
    back = reverse("campaigns:movement_units", args=[campaign.pk])
    if request.method == "POST" and form.is_valid():
        values = {"campaign_id": campaign.pk, "unit": unit, "by": request.user, **form.cleaned_data}
        if try_service(form, services.record_unit_plan, **values):
            messages.success(request, "Đã ghi kế hoạch triển khai của đơn vị.")
            return redirect(back)
    earlier = UnitPlan.objects.visible_to(request.user).filter(campaign=campaign, unit=unit).select_related("by")
    title = f"Kế hoạch triển khai của {unit}"
    return form_page(request, campaign, form, title, back, earlier=earlier)


@require_safe
@login_required
def unit_plan_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = fetch_row(UnitPlan.objects.all(), request, pk)
    if not row.file:
        raise Http404
    return private_download(row.file, name=row.file_name, content_type=row.content_type)
