"""Votes to cast, ballots to run, paper ballots to count."""

import datetime as dt

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts import clock
from awards.models import Ballot, BallotVoter, PaperEntry
from awards.states_ballots import BallotState, Channel
from blocs.access import Action, own_unit_ids, reach
from campaigns.rules import DueChip, due_chip

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


def ballots_to_run(desk: Desk):
    """The next move of each ballot for who runs it: one to open, one whose time is over or on which all present have
    voted, one that was counted and whose result nobody else reads yet."""
    runs = reach(desk.user, Action.BALLOT_MANAGE)
    waiting = Count("voters", filter=Q(voters__present=True, voters__participation__isnull=True))
    rows = Ballot.objects.annotate(waiting=waiting)
    over = Q(state=BallotState.OPEN) & (Q(closes_at__lte=clock.now()) | Q(waiting=0))
    rows = rows.filter(over | Q(state__in=(BallotState.DRAFT, BallotState.CLOSED)))
    rows = rows.filter(Q(authority_id__in=runs.authority_ids) | Q(campaign__bloc_year_id__in=runs.bloc_year_ids))
    for ballot in rows.select_related("campaign__bloc_year", "session"):
        yield _thing(desk, ballot, _NEXT[ballot.state][0], "awards:ballot", _NEXT[ballot.state][1])


_NEXT = {
    BallotState.DRAFT: ("Mở cuộc bỏ phiếu", "Đang lập"),
    BallotState.OPEN: ("Kết thúc cuộc bỏ phiếu", "Chờ kiểm phiếu"),
    BallotState.CLOSED: ("Công bố kết quả bỏ phiếu", "Đã kiểm phiếu"),
}


def paper_to_count(desk: Desk):
    """Paper ballots handed out that this counter has not read."""
    mine = Q(first_counter=desk.user) | Q(second_counter=desk.user)
    entered = PaperEntry.objects.filter(ballot=OuterRef("pk"), by=desk.user).values("pk")[:1]
    rows = Ballot.objects.filter(mine, state=BallotState.OPEN).annotate(entered=Subquery(entered))
    rows = rows.annotate(handed=Count("voters", filter=Q(voters__participation__channel=Channel.PAPER)))
    for ballot in rows.filter(entered__isnull=True, handed__gt=0).select_related("campaign__bloc_year", "session"):
        yield _thing(desk, ballot, "Nhập kết quả phiếu giấy", "awards:ballot_count", "Chưa nhập")


def _when(desk: Desk, ballot: Ballot) -> tuple[dt.date | None, DueChip]:
    """An open ballot ends; a counted one waits since then; one that is being set up may have no end yet."""
    if ballot.state == BallotState.CLOSED:
        since = timezone.localdate(ballot.ended_at)
        return since, DueChip("chờ công bố", "later", f"kiểm phiếu {since:%d/%m/%Y}")
    day = timezone.localdate(ballot.closes_at) if ballot.closes_at else None
    return day, due_chip(day, desk.today)


def _thing(desk: Desk, ballot: Ballot, title: str, address: str, label: str) -> Thing:
    day, due = _when(desk, ballot)
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
