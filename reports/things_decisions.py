"""Drafts of decisions: those that wait for this person's approval, those sent back to who proposed them, and those nobody
could approve."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from awards.models import DecisionDraft
from awards.permissions_acts import decides_alone
from awards.states_acts import OPEN, DraftState
from blocs.access import Action, reach
from campaigns.rules import DueChip

from .desk import Desk
from .things import AWARD, Thing
from .things_waiting import waited


def second_person_wanted(desk: Desk):
    """A draft of an office in which nobody else could approve it."""
    own = reach(desk.user, Action.AWARD_DECIDE).authority_ids
    drafts = DecisionDraft.objects.filter(state__in=OPEN, authority_id__in=own).order_by("pk") if own else ()
    for draft in {row.authority_id: row for row in drafts}.values():
        if decides_alone(desk.user, draft.authority_id):
            yield Thing(
                title="Mời thêm một người quyết định khen thưởng",
                detail="Công bố cần hai người; cơ quan mới có một tài khoản",
                to="",
                day=None,
                due=DueChip("chưa công bố được", "later", draft.title),
                kind="draft",
                label="Thiếu người duyệt",
                url=reverse("blocs:invite"),
                action="Mời người",
                room=AWARD,
            )


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
