"""Votes to cast, ballots to end, paper ballots to count."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts import clock
from awards.models import Ballot, BallotVoter, PaperEntry
from awards.states_ballots import BallotState, Channel
from blocs.access import Action, own_unit_ids, reach
from campaigns.rules import due_chip

from .desk import Desk
from .things import AWARD, Thing


def ballots_to_cast(desk: Desk):
    """Open ballots on which the person has a vote and has not used it."""
    now = clock.now()
    seats = BallotVoter.objects.filter(user=desk.user, present=True, participation__isnull=True)
    seats = seats.filter(Q(unit__isnull=True) | Q(unit_id__in=own_unit_ids(desk.user)))
    rows = Ballot.objects.filter(
        state=BallotState.OPEN, opens_at__lte=now, closes_at__gt=now, pk__in=seats.order_by().values("ballot_id")
    )
    for ballot in rows.select_related("campaign__bloc_year", "session"):
        yield _thing(desk, ballot, "Bỏ phiếu", "awards:ballot_cast", "Chưa bỏ phiếu")


def ballots_to_end(desk: Desk):
    """Ballots whose time is over, or on which all present have voted, for who runs them."""
    runs = reach(desk.user, Action.BALLOT_MANAGE)
    waiting = Count("voters", filter=Q(voters__present=True, voters__participation__isnull=True))
    rows = Ballot.objects.filter(state=BallotState.OPEN).annotate(waiting=waiting)
    rows = rows.filter(Q(closes_at__lte=clock.now()) | Q(waiting=0))
    rows = rows.filter(Q(authority_id__in=runs.authority_ids) | Q(campaign__bloc_year_id__in=runs.bloc_year_ids))
    for ballot in rows.select_related("campaign__bloc_year", "session"):
        yield _thing(desk, ballot, "Kết thúc cuộc bỏ phiếu", "awards:ballot", "Chờ kiểm phiếu")


def paper_to_count(desk: Desk):
    """Paper ballots handed out that this counter has not read."""
    mine = Q(first_counter=desk.user) | Q(second_counter=desk.user)
    entered = PaperEntry.objects.filter(ballot=OuterRef("pk"), by=desk.user).values("pk")[:1]
    rows = Ballot.objects.filter(mine, state=BallotState.OPEN).annotate(entered=Subquery(entered))
    rows = rows.annotate(handed=Count("voters", filter=Q(voters__participation__channel=Channel.PAPER)))
    for ballot in rows.filter(entered__isnull=True, handed__gt=0).select_related("campaign__bloc_year", "session"):
        yield _thing(desk, ballot, "Nhập kết quả phiếu giấy", "awards:ballot_count", "Chưa nhập")


def _thing(desk: Desk, ballot: Ballot, title: str, address: str, label: str) -> Thing:
    day = timezone.localdate(ballot.closes_at)
    due = due_chip(day, desk.today)
    return Thing(
        title=f"{title}: {ballot}",
        detail=str(ballot.session or ballot.campaign),
        to="",
        day=day,
        due=due,
        kind="late" if due.kind == "late" else "draft",
        label=label,
        url=reverse(address, args=[ballot.pk]),
        action=title.split(":")[0],
        room=AWARD,
    )
