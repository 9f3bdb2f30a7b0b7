"""Reminding units of what they are to put right after an inspection. The key of each message says which reminder it is,
so running late, twice or side by side tells nobody twice."""

import datetime as dt

from django.urls import reverse

from accounts import clock
from accounts.models import User
from accounts.outbox import About, notify
from campaigns.models import FollowUp
from campaigns.rules.chasing import BEFORE_DAYS, is_late, stage, when_words
from campaigns.states_inspections import FROZEN, FollowUpState
from campaigns.teams import active_team

from .people import people_of_units


def remind_follow_ups() -> int:
    """Tell the units whose day comes near or has gone by, and, once it has gone by, the team too. Returns how many were
    due for a message today."""
    today = clock.today()
    rows = FollowUp.objects.filter(
        state=FollowUpState.OPEN, visit__state__in=FROZEN, due__lte=today + dt.timedelta(days=BEFORE_DAYS)
    )
    due = [(row, now) for row in _with_facts(rows) if (now := stage(row.due, today))]
    people = people_of_units(row.visit.unit_id for row, _ in due)
    for row, now in due:
        _tell(row, now, people[row.visit.unit_id], "follow_up_due", "Nhắc khắc phục sau kiểm tra")
        if is_late(now):
            team = [member.user for member in active_team(row.visit)]
            _tell(row, now, team, "reminder_copy", f"{row.visit.unit} chưa khắc phục sau kiểm tra")
    return len(due)


def _with_facts(rows):
    return rows.select_related("visit__unit", "visit__inspection").order_by("pk")


def _tell(row: FollowUp, now: str, users: list[User], kind: str, title: str) -> None:
    """A work given back, or one with another day, is reminded of anew."""
    notify(
        users=users,
        kind=kind,
        title=f"{title} ({when_words(row.due, clock.today())}): {row.text}",
        body=f"{row.visit.inspection}. Chậm nhất ngày {row.due:%d/%m/%Y}.",
        path=reverse("campaigns:visit", args=[row.visit_id]),
        key=f"{kind}:{row.pk}:{row.due:%Y%m%d}:{now}",
        about=About(
            campaign_id=row.visit.inspection.campaign_id, unit_id=row.visit.unit_id, source=f"follow_up:{row.pk}"
        ),
    )
