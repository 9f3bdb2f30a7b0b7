"""All units against their registered targets, as their heads have sent: who is behind, who has sent no figures."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from accounts import clock
from campaigns import permissions
from campaigns.attainment import Standing, UnitStandings, sent_standings, units_of
from campaigns.models import Deadline
from campaigns.rules.attainment import elapsed

from .common import as_key, get_campaign, page

FILTERS = (
    ("cham", "Chậm, vượt mức", lambda row: row.judged.is_short),
    ("thieu", "Chưa có số liệu", lambda row: row.takes_figure and row.value is None),
    ("dat", "Đạt, đúng tiến độ", lambda row: row.judged.is_good),
    ("tat-ca", "Tất cả", lambda row: True),
)
A_PAGE = 100


@login_required
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """Officers of the bloc and the board. A summary by unit, then the targets of one filter, of one unit if chosen."""
    campaign = get_campaign(request, pk)
    permissions.can_follow(request.user, campaign).enforce()
    deadlines = [row for row in campaign.deadlines.order_by("last_day", "pk") if row.takes_paper]
    chosen = _chosen(deadlines, request.GET.get("moc", ""))
    units = sent_standings(campaign, units_of(campaign), chosen)
    unit = next((each for each in units if each.unit.pk == as_key(request.GET.get("don_vi", ""))), None)
    rows = [(each, row) for each in ([unit] if unit else units) for row in each.rows]
    key, test = _filter(request.GET.get("loc", ""), unit)
    shown = [(each, row) for each, row in rows if test(row)]
    context = {
        "campaign": campaign,
        "deadlines": deadlines,
        "chosen": chosen,
        "units": [(each, _bars(each)) for each in units],
        "unit": unit,
        "chips": _chips(request, rows, key),
        "page_obj": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
        "passed": int(elapsed(clock.today(), campaign.from_year, campaign.to_year) * 100),
        "has_targets": any(each.rows for each in units),
    }
    return page(request, "campaigns/attainment.html", context)


def _chosen(deadlines: list[Deadline], text: str) -> Deadline | None:
    return next((row for row in deadlines if row.pk == as_key(text)), None)


def _filter(text: str, unit: UnitStandings | None):
    """The filter by its name; who chose a unit sees all of its targets."""
    found = {key: test for key, _, test in FILTERS}
    key = text if text in found else "tat-ca" if unit else "cham"
    return key, found[key]


def _chips(request: HttpRequest, rows: list[tuple[UnitStandings, Standing]], chosen: str) -> list[dict]:
    query = request.GET.copy()
    query.pop("page", None)
    chips = []
    for key, label, test in FILTERS:
        query["loc"] = key
        count = sum(test(row) for _, row in rows)
        chips.append({"label": label, "count": count, "url": f"?{query.urlencode()}", "active": key == chosen})
    return chips


def _bars(each: UnitStandings) -> dict[str, str]:
    """Where the two coloured parts of a unit's bar begin and end, in percent of all its targets."""
    counts = each.counts
    whole = counts["all"] or 1
    good = 100 * counts["good"] / whole
    return {"good": f"{good:.1f}", "short": f"{100 * counts['short'] / whole:.1f}"}
