"""Where a paper goes, in the words its bloc uses."""

from dataclasses import dataclass
from typing import Protocol


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
