"""How many have taken part in an open ballot: numbers alone, no names and no votes."""

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Q

from .models import Ballot
from .rules.ballots import needed, quorum_needed, say_share
from .states_ballots import VoteBase

WIDTH = 1000  # of the drawing, in its own units
FEW = 5


@dataclass(frozen=True)
class Turnout:
    """``quorum``: how many must take part, 0 where nothing asks; ``enough``: approvals a candidate needs on whom
    everybody votes, None where it depends on how many ballots are valid."""

    voters: int
    present: int
    taken: int
    quorum: int
    enough: int | None
    share: str

    @property
    def few(self) -> bool:
        """So few that the result itself may tell who voted what."""
        return self.voters < FEW

    @property
    def taken_x(self) -> int:
        return self._x(self.taken)

    @property
    def quorum_x(self) -> int:
        return self._x(self.quorum)

    @property
    def enough_x(self) -> int:
        return self._x(self.enough or 0)

    def _x(self, number: int) -> int:
        return WIDTH * min(number, self.voters) // self.voters if self.voters else 0


def turnout_of(ballot: Ballot) -> Turnout:
    """One statement."""
    counts = ballot.voters.aggregate(
        voters=Count("pk"),
        present=Count("pk", filter=Q(present=True)),
        taken=Count("pk", filter=Q(participation__isnull=False)),
    )
    share = Fraction(ballot.threshold_num, ballot.threshold_den)
    bases = {VoteBase.PRESENT: counts["present"], VoteBase.TOTAL: counts["voters"]}
    base = bases.get(VoteBase(ballot.base))
    return Turnout(
        **counts,
        quorum=quorum_needed(counts["voters"], ballot.quorum_percent),
        enough=None if base is None else needed(base, share, more_than=ballot.more_than),
        share=share_words(ballot),
    )


def share_words(ballot: Ballot) -> str:
    """«từ 2/3 trở lên, tính trên cử tri có mặt»."""
    share = say_share(Fraction(ballot.threshold_num, ballot.threshold_den))
    reached = f"trên {share}" if ballot.more_than else f"từ {share} trở lên"
    return f"{reached}, tính trên {VoteBase(ballot.base).label}"
