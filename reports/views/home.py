"""First page: what I have to do."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from accounts import clock
from reports.context import frame_of
from reports.tasks_due import has_work
from reports.things import Thing, this_week

FILTERS = {
    "": ("Tất cả", lambda thing, today: True),
    "qua-han": ("Quá hạn", lambda thing, today: thing.late),
    "tra-lai": ("Bị trả lại", lambda thing, today: thing.returned),
    "tuan-nay": ("Tuần này", this_week),
}


@login_required
def home(request):
    """``?loc=`` chooses a filter; an unknown one shows everything."""
    things, today = frame_of(request).things, clock.today()
    chosen = request.GET.get("loc", "")
    chosen = chosen if chosen in FILTERS else ""
    context = {
        "things": [thing for thing in things if FILTERS[chosen][1](thing, today)],
        "all_things": things,
        "chips": _chips(things, today, chosen),
        "next": next_step(things),
        "has_work": has_work(request.user),
        "show_to": mostly_sent(things),
        "campaign": frame_of(request).campaign,
        "today": today,
    }
    return render(request, "reports/home.html", context)


def mostly_sent(things: list[Thing]) -> bool:
    """Whether «Gửi đến» deserves a column: an officer's list is mostly things that come in."""
    return 2 * sum(1 for thing in things if thing.to) >= len(things) > 0


def _chips(things: list[Thing], today, chosen: str) -> list[dict]:
    return [
        {
            "label": label,
            "count": sum(1 for thing in things if wanted(thing, today)),
            "url": f"?loc={name}" if name else "?",
            "active": name == chosen,
        }
        for name, (label, wanted) in FILTERS.items()
    ]


def next_step(things: list[Thing]) -> Thing | None:
    """The one thing to do first: something overdue, something returned, else the earliest."""
    order = sorted(things, key=lambda thing: (not thing.late, not thing.returned))
    return next(iter(order), None)
