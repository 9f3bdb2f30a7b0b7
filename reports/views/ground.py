"""What the views of a province share: who may look, which year and authority, a list as a page or a file."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.decisions import Reason, only_if
from blocs.access import Action, holds
from reports.exports import Grid, answer
from reports.ground import Ground, read_ground
from reports.listing import LISTS, Line

from .province import number_in


def ground_for(request: HttpRequest) -> Ground:
    """The ground as filtered by ``nam`` and ``co-quan``. Raises Refused for who has no province-wide view."""
    only_if(holds(request.user, Action.PROVINCE_VIEW), Reason.NOT_YOUR_ROLE).enforce()
    return read_ground(request.user, year=number_in(request, "nam"), authority_id=number_in(request, "co-quan"))


def list_page(
    request: HttpRequest, ground: Ground, of: str, rows: QuerySet, title: str, back: dict[str, str]
) -> HttpResponse:
    """What stands behind a figure, 50 a page, or all of it as a file (``dang``). ``of``: a key of ``LISTS``."""
    listing = LISTS[of]
    rows = listing.ordered(rows)
    kind = request.GET.get("dang", "")
    if kind in ("csv", "excel"):
        grid = Grid("Danh sách", [title], listing.columns, [listing.line(row).cells for row in rows])
        return answer([grid], name=f"danh-sach-{ground.year}", kind=kind)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "ground": ground,
        "title": title,
        "back": back,
        "columns": listing.columns,
        "page_obj": page,
        "lines": [_named(listing.columns, listing.line(row)) for row in page],
    }
    return render(request, "reports/province_list.html", context)


def _named(columns: list[str], line: Line) -> dict:
    """A line with the name of each cell's column, for the phone."""
    return {"url": line.url, "named": list(zip(columns, line.cells, strict=True))}
