"""The reminder table of a campaign: edited as a whole, looked at before it is saved, given back to the system's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.channels import GATED, NOT_CONNECTED, connected
from campaigns import permissions, services
from campaigns.forms.reminder_rules import LineForm, TableFormSet
from campaigns.models import Campaign, ReminderRule
from campaigns.reminder_table import is_own, mark_of, shipped, table_of
from campaigns.rules.reminders import FIELDS

from .common import get_campaign


@login_required
def reminder_rules(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_campaign(request, pk)
    permissions.can_manage(request.user, campaign).enforce()
    table = table_of(campaign.pk)
    initial = [LineForm.initial_of(rule) for rule in table]
    typed = request.POST if request.method == "POST" else None
    formset = TableFormSet(typed, initial=initial, prefix="dong")
    if request.method != "POST":
        return _page(request, campaign, formset, table, table)
    if not formset.is_valid():
        return _page(request, campaign, formset, table, None)
    if "preview" in request.POST:
        typed = [ReminderRule(campaign=campaign, **line) for line in formset.lines()]
        return _page(request, campaign, formset, table, typed)
    return _save(request, campaign, formset, table)


def _save(request: HttpRequest, campaign: Campaign, formset, table: list[ReminderRule]) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        services.save_reminder_rules(campaign_id=campaign.pk, lines=formset.lines(), by=request.user, seen=seen)
    except ValidationError as error:
        formset.non_form_errors().extend(error.messages)
        return _page(request, campaign, formset, table, None)
    messages.success(request, "Đã lưu bảng nhắc việc. Các lời nhắc còn chờ đã được lập lại.")
    return redirect("campaigns:reminder_rules", pk=campaign.pk)


def _page(
    request: HttpRequest, campaign: Campaign, formset, table: list[ReminderRule], previewed: list[ReminderRule] | None
) -> HttpResponse:
    """``previewed``: the table whose next reminders are shown; None when what was typed cannot be read."""
    wrong = formset.is_bound and not formset.is_valid()
    context = {
        "campaign": campaign,
        "formset": formset,
        "fields": FIELDS.items(),
        "seen": request.POST.get("seen") or mark_of(table),
        "is_own": is_own(table),
        "source": shipped()["source"],
        "coming": None if previewed is None else services.upcoming(campaign, previewed),
        "typed": "preview" in request.POST,
        "missing": [channel.label for channel in GATED if not connected(channel)],
        "not_connected": NOT_CONNECTED,
        "wrong": wrong,
    }
    return render(request, "campaigns/reminder_rules.html", context, status=422 if wrong else 200)


@require_POST
@login_required
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_campaign(request, pk)
    services.restore_reminder_rules(campaign_id=campaign.pk, by=request.user)
    messages.success(request, "Đã khôi phục bảng nhắc việc mặc định.")
    return redirect("campaigns:reminder_rules", pk=campaign.pk)
