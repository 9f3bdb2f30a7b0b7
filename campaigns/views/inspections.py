"""Inspections of a campaign: list, plan, team."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.decisions import Reason, Refused
from campaigns import permissions_inspections as rights
from campaigns.forms.inspections import InspectionForm, TeamForm, initial_of, typed_items
from campaigns.models import Campaign, Inspection, Inspector, Visit
from campaigns.services import inspections
from campaigns.signing import members_on
from campaigns.states_inspections import CLOSE_INSPECTION, FROZEN, START_INSPECTION, FollowUpState, TeamRole, VisitState

from .common import BIGGEST_KEY, as_key, fetch_row, page, try_service
from .pledges import get_bloc_campaign


@login_required
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_bloc_campaign(request, pk)
    rows = Inspection.objects.visible_to(request.user).filter(campaign=campaign)
    signed = Count("visits", filter=Q(visits__state=VisitState.SIGNED))
    rows = rows.annotate(units=Count("visits"), signed=signed).order_by("-from_day", "-pk")
    context = {"campaign": campaign, "rows": rows, "may_plan": bool(rights.can_plan(request.user, campaign))}
    return page(request, "campaigns/inspections.html", context)


@login_required
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """?tu= copies the checklist of an earlier inspection the person sees."""
    campaign = get_bloc_campaign(request, pk)
    rights.can_plan(request.user, campaign).enforce()
    initial = {"seen": 0, "items": _copied(request)}
    return _form(request, campaign, initial)


def _copied(request: HttpRequest) -> str:
    source = as_key(request.GET.get("tu", ""))
    rows = Inspection.objects.visible_to(request.user)
    found = rows.filter(pk=source).first() if source else None
    return typed_items(list(found.items.all())) if found else ""


@login_required
def update(request: HttpRequest, pk: int) -> HttpResponse:
    inspection = get_inspection(request, pk)
    rights.can_change_plan(request.user, inspection).enforce()
    return _form(request, inspection.campaign, initial_of(inspection), inspection)


def _form(
    request: HttpRequest, campaign: Campaign, initial: dict, inspection: Inspection | None = None
) -> HttpResponse:
    units = [row.unit for row in members_on(campaign, clock.today())]
    form = InspectionForm(request.POST or None, initial=initial, units=units)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            saved = try_service(
                form,
                inspections.save_inspection,
                shown_at=InspectionForm.SHOWN_AT,
                campaign_id=campaign.pk,
                values=form.values(),
                by=request.user,
                inspection_id=inspection.pk if inspection else None,
                seen=form.cleaned_data["seen"],
            )
        except Refused as refused:
            if refused.reason is not Reason.STALE:
                raise
            form.add_error(None, str(refused))
            saved, status = None, 409
        if saved:
            messages.success(request, "Đã lưu kế hoạch kiểm tra. Tiếp theo: lập đoàn, rồi thông báo.")
            return redirect("campaigns:inspection", pk=saved.pk)
    earlier = Inspection.objects.visible_to(request.user).exclude(pk=inspection.pk if inspection else 0)
    context = {
        "campaign": campaign,
        "inspection": inspection,
        "form": form,
        "earlier": earlier.filter(campaign__authority_id=campaign.authority_id).order_by("-from_day", "-pk")[:10],
    }
    response = page(request, "campaigns/inspection_form.html", context)
    response.status_code = status
    return response


def get_inspection(request: HttpRequest, pk: int) -> Inspection:
    return fetch_row(Inspection.objects.for_decisions().select_related("by"), request, pk)


def _counted(visits):
    """With what was asked to be put right, once the minutes told it: all, settled, late."""
    told = Q(state__in=FROZEN)
    done = Q(follow_ups__state=FollowUpState.DONE)
    late = Q(follow_ups__state=FollowUpState.OPEN, follow_ups__due__lt=clock.today())
    kept = ~Q(follow_ups__state=FollowUpState.DROPPED)
    return visits.annotate(
        asked=Count("follow_ups", filter=told & kept),
        settled=Count("follow_ups", filter=told & done),
        late=Count("follow_ups", filter=told & late),
    )


@login_required
def show(request: HttpRequest, pk: int, team_form: TeamForm | None = None) -> HttpResponse:
    inspection, user = get_inspection(request, pk), request.user
    may_team = bool(rights.can_change_team(user, inspection))
    posts = inspections.eligible_people(inspection.campaign) if may_team else []
    team = list(inspection.team.live().select_related("user").order_by("role", "pk"))
    has_head = any(row.role == TeamRole.HEAD for row in team)
    visits = Visit.objects.visible_to(user).filter(inspection=inspection).select_related("unit")
    context = {
        "campaign": inspection.campaign,
        "inspection": inspection,
        "items": inspection.items.all(),
        "team": team,
        "visits": _counted(visits).order_by("unit__sort_key", "pk"),
        "team_form": team_form
        or TeamForm(posts=posts, initial={"role": TeamRole.MEMBER if has_head else TeamRole.HEAD}),
        "may_team": may_team,
        "may_change": bool(rights.can_change_plan(user, inspection)),
        "may_start": bool(rights.can_start(user, inspection)),
        "may_close": bool(rights.can_close(user, inspection)),
        "moves": {"start": START_INSPECTION, "close": CLOSE_INSPECTION},
    }
    response = page(request, "campaigns/inspection.html", context)
    response.status_code = 422 if team_form is not None else 200
    return response


@require_POST
@login_required
def team_add(request: HttpRequest, pk: int) -> HttpResponse:
    inspection = get_inspection(request, pk)
    rights.can_change_team(request.user, inspection).enforce()
    form = TeamForm(request.POST, posts=inspections.eligible_people(inspection.campaign))
    if not form.is_valid():
        return show(request, pk, team_form=form)
    data = form.cleaned_data
    row = inspections.add_inspector(
        inspection_id=inspection.pk, user_id=data["person"], role=data["role"], by=request.user
    )
    messages.success(request, f"{row.user} tham gia đoàn: {row.get_role_display().lower()}.")
    return redirect("campaigns:inspection", pk=inspection.pk)


@require_POST
@login_required
def team_end(request: HttpRequest, pk: int) -> HttpResponse:
    if pk > BIGGEST_KEY:
        raise Http404
    row = fetch_row(Inspector.objects.live(), request, pk)
    inspections.end_inspector(inspector_id=row.pk, by=request.user)
    messages.success(request, "Đã cho rời đoàn kiểm tra.")
    return redirect("campaigns:inspection", pk=row.inspection_id)


@require_POST
@login_required
def start(request: HttpRequest, pk: int) -> HttpResponse:
    row = inspections.start_inspection(inspection_id=get_inspection(request, pk).pk, by=request.user)
    messages.success(request, "Đã thông báo kế hoạch kiểm tra cho đoàn và các đơn vị.")
    return redirect("campaigns:inspection", pk=row.pk)


@require_POST
@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    row = inspections.close_inspection(inspection_id=get_inspection(request, pk).pk, by=request.user)
    messages.success(request, "Đã kết thúc đợt kiểm tra.")
    return redirect("campaigns:inspection", pk=row.pk)
