"""What the frame of every page asks for: search, the switcher of bloc and year, the counts of the menu."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.http import require_GET, require_POST

from blocs.views_base import fetch
from campaigns.models import Campaign
from reports.context import SESSION_KEY, unread_of
from reports.menu import counts_shown
from reports.search import clean, search
from reports.tasks_due import things_to_do

# Pages of one campaign: switching shows the same page of the other one.
FOLLOWING = ("campaigns:detail", "campaigns:board", "campaigns:plan", "scoring:progress", "scoring:ranking")


@require_GET
@login_required
def search_page(request: HttpRequest) -> HttpResponse:
    text = clean(request.GET.get("q", ""))
    return render(request, "reports/search.html", {"search_text": text, "found": search(request.user, text)})


@require_POST
@login_required
def switch_campaign(request: HttpRequest) -> HttpResponse:
    """Remember the campaign to look at, for this session; 404 when it is out of reach."""
    chosen = request.POST.get("campaign", "")
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
        raise Http404
    campaign = fetch(Campaign.objects, request.user, pk=int(chosen))
    request.session[SESSION_KEY] = campaign.pk
    return _back(request.POST.get("next", ""), campaign)


def _back(path: str, campaign: Campaign) -> HttpResponse:
    """To the page one came from, as far as it makes sense for another campaign."""
    try:
        match = resolve(path) if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else None
    except Resolver404:
        match = None
    if match and match.view_name in FOLLOWING:
        return redirect(match.view_name, campaign.pk)
    return redirect(path if match and not match.kwargs else "home")


class CountsView(LoginRequiredMixin, View):
    """Counts of things to do and of unread notices, asked for by every open page after it is drawn."""

    asked_by_page = True

    def get(self, request: HttpRequest) -> HttpResponse:
        found = counts_shown(request.user, things_to_do(request.user))
        return render(request, "reports/_counts.html", {"counts": found, "unread": unread_of(request.user)})
