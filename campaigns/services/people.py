"""Who is told: live people of units, officers of a bloc, the board."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts import clock
from accounts.models import User
from blocs.access import Action, people_holding
from blocs.models import Membership, Post
from campaigns.models import Deadline
from campaigns.receiving import offices_of
from campaigns.rules.receivers import BOARD


@dataclass(frozen=True)
class Office:
    """Live people of one unit by what they are there."""

    staff: list[User] = field(default_factory=list)
    heads: list[User] = field(default_factory=list)

    def chosen(self, *, staff: bool, heads: bool) -> list[User]:
        """Those wanted; where nobody holds the wanted posts, whoever works there: a message never falls into a void."""
        people = (self.staff if staff else []) + (self.heads if heads else [])
        return people or self.staff + self.heads


def offices_of_units(unit_ids: Iterable[int]) -> dict[int, Office]:
    """Active people with a live post by unit, staff and heads apart; one query."""
    found: dict[int, Office] = defaultdict(Office)
    posts = Post.objects.live(clock.today()).filter(unit_id__in=set(unit_ids), user__is_active=True)
    for post in posts.select_related("user").order_by("pk"):
        office = found[post.unit_id]
        (office.heads if post.role == Post.Role.HEAD else office.staff).append(post.user)
    return found


def people_of_units(unit_ids: Iterable[int]) -> dict[int, list[User]]:
    """Active people with a live post (head or staff) by unit; one query."""
    found: dict[int, list[User]] = defaultdict(list)
    posts = Post.objects.live(clock.today()).filter(unit_id__in=set(unit_ids)).select_related("user")
    for post in posts:
        found[post.unit_id].append(post.user)
    return found


def everybody(unit_ids: Iterable[int]) -> list[User]:
    return [user for users in people_of_units(unit_ids).values() for user in users]


def board_people(authority_id: int) -> list[User]:
    """Staff of the authority's standing office."""
    return list(people_holding(Action.SUBMISSION_RECEIVE, authority_id=authority_id))


def receivers(deadline: Deadline, unit_id: int | None = None) -> list[User]:
    """People who answer papers of a deadline today (``unit_id``: of one unit), by ``rules.receivers.answering_offices``."""
    offices = offices_of(deadline, unit_id)
    officers = Membership.objects.on(clock.today()).filter(bloc_year_id=deadline.campaign.bloc_year_id)
    people = everybody(officers.filter(role__in=offices - {BOARD}).values_list("unit_id", flat=True))
    return people + (board_people(deadline.campaign.authority_id) if BOARD in offices else [])
