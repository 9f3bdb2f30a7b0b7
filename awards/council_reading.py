"""A session of the council as its page and its minutes show it: a constant number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from blocs.models import Post

from .ballot_results import CandidateResult, results_of_many
from .models import Ballot, CouncilAgendaItem, CouncilMember, CouncilSession, SessionMember
from .states_ballots import COUNTED
from .states_council import Presence


@dataclass(frozen=True)
class AgendaRow:
    """One file. ``left_out``: members who work at the unit it is about and do not vote on it; ``result``: its ballot."""

    item: CouncilAgendaItem
    left_out: list[CouncilMember] = field(default_factory=list)
    result: CandidateResult | None = None

    @property
    def conclusion(self):
        return getattr(self.item, "conclusion", None)


@dataclass(frozen=True)
class AgendaGroup:
    """Files of one field and one award."""

    field: str
    award: str
    rows: list[AgendaRow]


@dataclass(frozen=True)
class SessionReading:
    session: CouncilSession
    members: list[SessionMember]
    groups: list[AgendaGroup]

    @property
    def rows(self) -> list[AgendaRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def voting(self) -> list[SessionMember]:
        return [row for row in self.members if row.member.votes]

    @property
    def present(self) -> list[SessionMember]:
        return [row for row in self.members if row.presence == Presence.PRESENT]

    @property
    def voting_present(self) -> int:
        return sum(row.member.votes for row in self.present)


def read_session(session: CouncilSession, *, counted: bool = True) -> SessionReading:
    """``counted``: with the results of its ballots, which are not everybody's before the session has ended."""
    members = list(session.invited.select_related("member__user").order_by("pk"))
    rows = session.agenda.select_related(
        "nomination__unit", "nomination__award_type", "nomination__campaign__bloc_year", "conclusion"
    )
    items = list(rows.order_by("order", "pk"))
    results = results_in(session) if counted else {}
    units = units_on_day(session, [row.member.user_id for row in members])
    found: dict[tuple[str, str], AgendaGroup] = {}
    for item in items:
        item.session = session
        key = (item.field, item.nomination.award_type.name)
        group = found.setdefault(key, AgendaGroup(*key, []))
        left_out = [row.member for row in members if item.nomination.unit_id in units.get(row.member.user_id, ())]
        group.rows.append(AgendaRow(item, left_out, results.get(item.nomination_id)))
    return SessionReading(session, members, sorted(found.values(), key=lambda group: group.field))


def results_in(session: CouncilSession) -> dict[int, CandidateResult]:
    """{nomination: its result in the session's last counted ballot}; ballots of its bloc are not the council's word."""
    ballots = list(Ballot.objects.filter(session=session, state__in=COUNTED).order_by("ended_at", "pk"))
    results = results_of_many(ballots)
    return {one.candidate.nomination_id: one for ballot in ballots for one in results[ballot.pk]}


def units_on_day(session: CouncilSession, users: Iterable[int | None]) -> dict[int, set[int]]:
    """{user: units the person works at on the day of the session}: one statement."""
    posts = Post.objects.on(session.day).filter(user__in=set(users), unit__isnull=False)
    found: dict[int, set[int]] = {}
    for user_id, unit_id in posts.order_by().values_list("user_id", "unit_id"):
        found.setdefault(user_id, set()).add(unit_id)
    return found


def seats_on(council, day) -> list[CouncilMember]:
    """Who sits on a council on a day, in the order of the seats."""
    return list(CouncilMember.objects.on(day).filter(council=council).select_related("user").order_by("pk"))
