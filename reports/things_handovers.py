"""At the end of a leader's year: a handover to begin, to finish, to receive."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from blocs.access import Action, reach
from blocs.models import BlocYear, Membership
from campaigns.models import Handover
from campaigns.rules import due_chip
from campaigns.states_handovers import LOOK, HandoverState

from .desk import Desk
from .things import PLAN, Thing, bloc_words
from .things_waiting import waited


def handovers_to_begin(desk: Desk):
    """Years the own unit leads, where another unit was named for the year after and nothing was written yet."""
    led = reach(desk.user, Action.CAMPAIGN_MANAGE).bloc_year_ids
    leads = Membership.objects.filter(role=Membership.Role.LEADER)
    after = leads.filter(bloc_year__bloc=OuterRef("bloc"), bloc_year__year=OuterRef("year") + 1, valid_to__isnull=True)
    rows = BlocYear.objects.filter(
        Exists(after.exclude(unit__in=desk.own)),
        ~Exists(after.filter(unit__in=desk.own)),
        pk__in=led,
        handover__isnull=True,
        year__gte=desk.today.year - 1,
    )
    for bloc_year in rows.order_by("year", "pk"):
        yield _thing(
            f"Lập biên bản bàn giao {bloc_year.leader_label}", bloc_year, due_chip(None, desk.today), "Lập biên bản"
        )


def handovers_under_way(desk: Desk):
    """Drafts of the own unit to be finished and given; for the head of the next leader, one that was given."""
    drafts = Handover.objects.filter(giver__in=desk.own, state=HandoverState.DRAFT)
    heads = reach(desk.user, Action.SUBMISSION_SEND).unit_ids
    given = Handover.objects.filter(receiver__in=heads, state=HandoverState.GIVEN)
    for row in (drafts | given).select_related("bloc_year").order_by("pk"):
        if row.state == HandoverState.DRAFT:
            title, due, action = (
                f"Bàn giao {row.bloc_year.leader_label}",
                due_chip(None, desk.today),
                "Hoàn thành biên bản",
            )
        else:
            since = timezone.localdate(row.given_at)
            title, due, action = (
                f"Tiếp nhận bàn giao {row.bloc_year.leader_label}",
                waited(since, desk.today),
                "Xem và tiếp nhận",
            )
        yield _thing(title, row.bloc_year, due, action, row)


def _thing(title: str, bloc_year: BlocYear, due, action: str, row: Handover | None = None) -> Thing:
    return Thing(
        title=title,
        detail=bloc_words(bloc_year),
        to="",
        day=timezone.localdate(row.given_at) if row and row.given_at else None,
        due=due,
        kind=LOOK[HandoverState(row.state)] if row else "draft",
        label=row.get_state_display() if row else "Chưa lập",
        url=reverse("reports:handover", args=[bloc_year.pk]),
        action=action,
        room=PLAN,
    )
