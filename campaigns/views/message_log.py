"""The log «đã gửi gì cho ai» of a campaign."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from accounts.models import Notification
from blocs.models import Unit
from campaigns import permissions
from campaigns.message_log import STATES, Filters, counts, filtered, in_state, lines_of, messages_of

from .common import as_key, get_campaign, page


@login_required
def message_log(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_campaign(request, pk)
    everything = messages_of(request.user, campaign)
    chosen = _chosen(request)
    rows = filtered(everything, chosen)
    shown = Paginator(in_state(rows, chosen.state).select_related("user"), 50).get_page(request.GET.get("page"))
    unit_ids = everything.order_by().exclude(unit_id=None).values("unit_id").distinct()
    context = {
        "campaign": campaign,
        "page_obj": shown,
        "lines": lines_of(list(shown.object_list)),
        "chips": _chips(request, chosen, counts(rows)),
        "chosen": chosen,
        "filtering": chosen != Filters(),
        "deadlines": campaign.deadlines.order_by("last_day", "pk"),
        "units": Unit.objects.filter(pk__in=unit_ids).order_by("sort_key", "pk"),
        "channels": Notification.Channel.choices,
        "may_follow": bool(permissions.can_follow(request.user, campaign)),
    }
    return page(request, "campaigns/message_log.html", context)


def _chosen(request: HttpRequest) -> Filters:
    given = request.GET
    return Filters(
        state=given.get("tt", "") if given.get("tt") in {key for key, *_ in STATES} else "",
        channel=given.get("kenh", "") if given.get("kenh") in Notification.Channel.values else "",
        deadline=as_key(given.get("moc", "")),
        unit=as_key(given.get("don-vi", "")),
        person=given.get("q", "").replace("\0", "")[:100].strip(),
    )


def _chips(request: HttpRequest, chosen: Filters, found: dict[str, int]) -> list[dict]:
    rows = [("", "Tất cả", sum(found.values()))] + [(key, word, found[key]) for key, word, _, _ in STATES]
    chips = []
    for key, label, number in rows:
        query = request.GET.copy()
        query.pop("page", None)
        query["tt"] = key
        chips.append({"label": label, "count": number, "url": f"?{query.urlencode()}", "active": key == chosen.state})
    return chips
