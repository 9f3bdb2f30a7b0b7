"""What the frame of every page asks for: search, and the switcher of bloc and year."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from blocs.views_base import fetch
from campaigns.models import Campaign
from reports.context import SESSION_KEY
from reports.search import clean, search

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
