"""Where a paper goes, in the words its bloc uses, and whose office answers it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

LEADER, DEPUTY, BOARD = "leader", "deputy", "board"
OFFICES = frozenset({LEADER, DEPUTY, BOARD})


class Receiving(Protocol):
    to_leader: bool
    to_deputy: bool
    to_board: bool
    to_council: bool
    to_members: bool
    to_others: str


@dataclass(frozen=True)
class Labels:
    """What a bloc calls its officers (Trưởng khối, Khối trưởng, Cụm trưởng) and its authority's standing office."""

    leader: str = "Trưởng khối"
    deputy: str = "Phó khối"
    board: str = "Cơ quan thi đua, khen thưởng"
    council: str = "Hội đồng thi đua, khen thưởng"


def receiver_words(deadline: Receiving, labels: Labels) -> list[str]:
    """Receivers by name of role, in the order of documents; empty when the document names none."""
    named = (
        (deadline.to_leader, labels.leader),
        (deadline.to_deputy, labels.deputy),
        (deadline.to_board, labels.board),
        (deadline.to_council, labels.council),
        (deadline.to_members, "Các đơn vị trong khối"),
        (deadline.to_others, deadline.to_others),
    )
    return [words for wanted, words in named if wanted]


def answering_offices(deadline: Receiving, *, in_bloc: bool, sender: Collection[str] = ()) -> frozenset[str]:
    """Offices that accept or return a paper: those the document sends it to, one of them for all; the leader where it
    names none, the board for its council and in a movement. ``sender``: offices that the sending unit holds itself; nobody
    answers the own paper, so when it holds all that are named the others answer."""
    if not in_bloc:
        return frozenset({BOARD})
    wanted = (
        (LEADER, deadline.to_leader),
        (DEPUTY, deadline.to_deputy),
        (BOARD, deadline.to_board or deadline.to_council),
    )
    named = {office for office, is_named in wanted if is_named} or {LEADER}
    return frozenset(named - set(sender) or OFFICES - set(sender))
