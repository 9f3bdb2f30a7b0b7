"""Sessions of a council one is invited to, sessions to conclude, and results from which nothing has been proposed yet."""

import datetime as dt

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts import clock
from awards.models import CouncilSession, Nomination
from awards.states import SessionState
from awards.states_council import BADGES, LIVE_SESSIONS
from blocs.access import Action, reach
from campaigns.rules import due_chip
from scoring.models import Ranking
from scoring.states import RankingState

from .desk import OVERDUE_DAYS, Desk
from .things import AWARD, Thing, of_campaign
from .things_waiting import waited


def sessions_invited(desk: Desk):
    """For a member: files to read before the session."""
    rows = CouncilSession.objects.filter(invited__member__user=desk.user, state__in=LIVE_SESSIONS)
    rows = rows.select_related("council").annotate(files=Count("agenda", distinct=True))
    for session in rows.order_by("starts_at", "pk"):
        yield _session(desk, session, f"Đọc {session.files} hồ sơ trước phiên họp: {session}", "Xem hồ sơ")


def sessions_to_conclude(desk: Desk):
    """For the standing office: sessions under way with files that have no conclusion, and those whose day has passed."""
    mine = reach(desk.user, Action.AWARD_RULES).authority_ids
    rows = CouncilSession.objects.filter(council__authority_id__in=mine, state__in=LIVE_SESSIONS)
    passed = Q(state=SessionState.PLANNED, starts_at__lte=clock.now())
    rows = rows.filter(Q(state=SessionState.OPEN) | passed).select_related("council")
    for session in rows.order_by("starts_at", "pk"):
        yield _session(desk, session, f"Ghi kết quả phiên họp: {session}", "Mở phiên họp")


def _session(desk: Desk, session: CouncilSession, title: str, action: str) -> Thing:
    day = timezone.localdate(session.starts_at)
    return Thing(
        title=title,
        detail=str(session.council),
        to="",
        day=day,
        due=due_chip(day, desk.today),
        kind=BADGES[session.state],
        label=session.get_state_display(),
        url=reverse("awards:session", args=[session.pk]),
        action=action,
        room=AWARD,
    )


def results_to_propose(desk: Desk):
    """For the bloc's leader: a published result of the year and no nomination yet."""
    led = reach(desk.user, Action.NOMINATE).bloc_year_ids
    if not led:
        return
    since = clock.now() - dt.timedelta(days=OVERDUE_DAYS)
    rows = Ranking.objects.filter(campaign__bloc_year_id__in=led, state=RankingState.FINAL, computed_at__gte=since)
    rows = rows.defer("inputs", "problems")
    done = Nomination.objects.filter(campaign__bloc_year_id__in=led).values("campaign_id")
    rows = rows.exclude(campaign_id__in=done).select_related("campaign__bloc_year").order_by("number")
    for ranking in {row.campaign_id: row for row in rows}.values():
        day = timezone.localdate(ranking.computed_at)
        yield Thing(
            title="Đề nghị khen thưởng theo kết quả xếp hạng",
            detail=of_campaign(ranking.campaign),
            to="",
            day=day,
            due=waited(day, desk.today),
            kind="draft",
            label="Chưa đề nghị",
            url=reverse("awards:proposal", args=[ranking.campaign_id]),
            action="Xem chỉ tiêu và lập đề nghị",
            room=AWARD,
        )
