"""Drafts of decisions: those that wait for this person's approval, and those sent back to who proposed them."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from awards.models import DecisionDraft
from awards.states_acts import DraftState
from blocs.access import Action, reach

from .desk import Desk
from .things import AWARD, Thing
from .things_waiting import waited


def decisions_to_approve(desk: Desk):
    """One line a draft: proposed by somebody else, or sent back to the person."""
    own = reach(desk.user, Action.AWARD_DECIDE).authority_ids
    if not own:
        return
    waiting = Q(state=DraftState.PROPOSED) & ~Q(proposed_by=desk.user)
    back = Q(state=DraftState.DRAFT, proposed_by=desk.user) & ~Q(word="")
    for row in DecisionDraft.objects.filter(waiting | back, authority_id__in=own).select_related("authority"):
        returned = row.state == DraftState.DRAFT
        since = timezone.localdate(row.answered_at if returned else row.proposed_at)
        yield Thing(
            title=row.title,
            detail=f"{row.get_kind_display()} · {row.number}",
            to="",
            day=since,
            due=waited(since, desk.today),
            kind="back" if returned else "sent",
            label="Bị trả lại" if returned else "Chờ người thứ hai duyệt",
            url=reverse("awards:draft", args=[row.pk]),
            action="Xem và sửa" if returned else "Xem và duyệt",
            room=AWARD,
            returned=returned,
        )
