"""Bloc notices: list, writing, reading before they leave, who has read them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.services import mark_source_read
from campaigns import permissions_notices as permissions
from campaigns import services
from campaigns.forms.notices import NoticeForm, ReleaseForm
from campaigns.models import Campaign, Notice
from campaigns.notice_readers import readers_of
from campaigns.states_notices import NOTICE_BADGES, NOTICE_MOVES, RELEASE, NoticeState

from .common import add_errors, fetch_row, get_campaign, page, try_service


def _fetch(request: HttpRequest, pk: int) -> Notice:
    return fetch_row(Notice.objects.for_decisions(), request, pk)


@login_required
def notice_list(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_campaign(request, pk)
    rows = Notice.objects.visible_to(request.user).filter(campaign=campaign).select_related("unit", "written_by")
    shown = Paginator(rows.select_related("campaign__authority").distinct(), 50).get_page(request.GET.get("page"))
    context = {
        "campaign": campaign,
        "page_obj": shown,
        "rows": [(row, NOTICE_BADGES[row.state]) for row in shown.object_list],
        "may_write": bool(permissions.can_write_notices(request.user, campaign)),
    }
    return page(request, "campaigns/notices.html", context)


@login_required
def create(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_campaign(request, pk)
    permissions.can_write_notices(request.user, campaign).enforce()
    units = services.addressees(campaign, permissions.sender_unit_id(request.user, campaign))
    form = NoticeForm(request.POST or None, campaign=campaign, units=units)
    if request.method == "POST" and form.is_valid():
        saved = try_service(form, services.write_notice, campaign_id=campaign.pk, by=request.user, **form.values())
        if saved:
            return redirect("campaigns:notice", pk=saved.pk)
    return _form(request, campaign, form, None)


@login_required
def update(request: HttpRequest, pk: int) -> HttpResponse:
    notice = _fetch(request, pk)
    permissions.can_edit_notice(request.user, notice).enforce()
    units = services.addressees(notice.campaign, notice.unit_id)
    form = NoticeForm(
        request.POST or None, campaign=notice.campaign, units=units, initial=NoticeForm.initial_of(notice)
    )
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        saved = try_service(
            form,
            services.update_notice,
            notice_id=notice.pk,
            by=request.user,
            expected_version=int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else 0,
            **form.values(),
        )
        if saved:
            return redirect("campaigns:notice", pk=saved.pk)
    return _form(request, notice.campaign, form, notice)


def _form(request: HttpRequest, campaign: Campaign, form: NoticeForm, notice: Notice | None) -> HttpResponse:
    version = request.POST.get("version") or (notice.version if notice else "")
    context = {"campaign": campaign, "form": form, "notice": notice, "version": version}
    return page(request, "campaigns/notice_form.html", context)


@login_required
def show(request: HttpRequest, pk: int, form: ReleaseForm | None = None) -> HttpResponse:
    """The notice as it will be, or was, received; for its office and the officers also who has read it."""
    notice, user = _fetch(request, pk), request.user
    if notice.state == NoticeState.SENT:
        mark_source_read(by=user, source=notice.source)
    moves = {name: permissions.can_move_notice(user, notice, move) for name, move in NOTICE_MOVES.items()}
    readers = readers_of(notice) if permissions.can_see_readers(user, notice) else None
    context = {
        "campaign": notice.campaign,
        "notice": notice,
        "badge": NOTICE_BADGES[notice.state],
        "may_edit": bool(permissions.can_edit_notice(user, notice)),
        "moves": {name: bool(decision) for name, decision in moves.items()},
        "why_not": str(moves["release"]) if notice.state == NoticeState.DRAFT else "",
        "readers": readers,
        "read": sum(row.has_read for row in readers or ()),
        "form": form,
    }
    return page(request, "campaigns/notice.html", context)


@require_POST
@login_required
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    notice, chosen = _fetch(request, pk), NOTICE_MOVES.get(move)
    if chosen is None:
        raise Http404
    permissions.can_move_notice(request.user, notice, chosen).enforce()
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return show(request, pk, form)
    at = form.leaves_at if chosen is RELEASE else None
    try:
        moved = services.move_notice(
            notice_id=notice.pk,
            move=chosen,
            by=request.user,
            expected_version=form.cleaned_data["version"],
            leaves_at=at,
        )
    except ValidationError as error:
        add_errors(form, error, {"leaves_at": "day"})
        return show(request, pk, form)
    messages.success(request, f"{chosen.label}: {moved.get_state_display().lower()}.")
    return redirect("campaigns:notice", pk=notice.pk)
