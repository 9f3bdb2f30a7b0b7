"""Reminding those who answer petitions; the key of each message says which reminder it is, so nobody is told twice."""

import datetime as dt

from django.urls import reverse

from accounts import clock
from accounts.outbox import notify
from awards.models import Petition
from awards.states_petitions import WAITING
from campaigns.rules.chasing import BEFORE_DAYS, stage, when_words

from .petitions import answerers_of


def remind_petitions() -> int:
    """Tell whoever may answer that the day comes near or has gone by. Returns how many were due for a message today."""
    today = clock.today()
    near = today + dt.timedelta(days=BEFORE_DAYS)
    rows = Petition.objects.for_decisions().filter(state__in=WAITING, answer_by__lte=near).order_by("pk")
    due = [(row, now) for row in rows if (now := stage(row.answer_by, today))]
    for row, now in due:
        notify(
            users=answerers_of(row),
            kind="petition_due",
            title=f"{row} của {row.unit} chờ trả lời ({when_words(row.answer_by, today)})",
            body=row.subject,
            path=reverse("awards:petition", args=[row.pk]),
            key=f"petition_due:{row.pk}:{now}",
        )
    return len(due)
