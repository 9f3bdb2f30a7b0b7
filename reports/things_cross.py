"""Sheets of other units that wait for the own unit's sealed scores."""

from django.urls import reverse
from django.utils import timezone

from scoring.models import CrossDuty
from scoring.states import DutyState, SheetState

from .desk import Desk
from .things import SCORE, Thing, of_campaign
from .things_waiting import waited


def sheets_to_score(desk: Desk):
    """One line per sheet the unit was drawn to score and has not finished."""
    duties = CrossDuty.objects.held_by(desk.user).for_decisions()
    for duty in duties.filter(state=DutyState.OPEN, sheet__state=SheetState.SUBMITTED):
        since = timezone.localdate(max(duty.sheet.submitted_at, duty.draw.drawn_at))
        yield Thing(
            title=f"Chấm chéo phiếu của {duty.sheet.unit.name}",
            detail=of_campaign(duty.sheet.campaign),
            to="",
            day=since,
            due=waited(since, desk.today),
            kind="sent",
            label="Chờ chấm chéo",
            url=reverse("scoring:cross_duty", args=[duty.pk]),
            action="Chấm chéo",
            room=SCORE,
        )
