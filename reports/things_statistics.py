"""Statistical forms the standing office hands in once a year."""

from django.urls import reverse

from blocs.access import Action, reach
from blocs.models import Authority
from campaigns.rules import due_chip

from .desk import Desk
from .statistics.overview import due_day
from .statistics.shapes import all_forms
from .things import AWARD, Thing

# From how many days before the day on; when it was handed in is written nowhere, so that it is not asked for afterwards.
AHEAD = 14
_LEVELS = (Authority.Level.MINISTRY, Authority.Level.PROVINCE)


def statistics_to_send(desk: Desk):
    """The forms due soon, one line a day, for the board of a province or a ministry."""
    forms = [(day, form) for form in all_forms() if (day := due_day(form, desk.today.year))]
    soon = [(day, form) for day, form in forms if 0 <= (day - desk.today).days <= AHEAD]
    boards = reach(desk.user, Action.AWARD_DECIDE).authority_ids if soon else frozenset()
    if not boards or not Authority.objects.filter(pk__in=boards, level__in=_LEVELS).exists():
        return
    for day in sorted({day for day, _ in soon}):
        yield Thing(
            title=f"Nộp biểu thống kê thi đua, khen thưởng năm {day.year}",
            detail="; ".join(form.number for due, form in soon if due == day),
            to="",
            day=day,
            due=due_chip(day, desk.today),
            kind="draft",
            label="Sắp đến hạn nộp",
            url=f"{reverse('reports:province_statistics')}?nam={day.year}",
            action="Xem và tải biểu",
            room=AWARD,
        )
