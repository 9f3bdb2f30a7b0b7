"""What a counted ballot says of each candidate; nothing is told of one that has not been closed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.decisions import Reason, Refused

from .models import Ballot, BallotCandidate, BallotCount, BallotVoter, NamedVote, Nomination, Recusal, VoteSlip
from .rules.ballots import choose, needed, percent_words, quorum_needed, reaches
from .states_ballots import COUNTED, Mark, VoteBase


@dataclass(frozen=True)
class CandidateResult:
    """``base``: what the percentage is of, without those who do not vote on this candidate. ``percent``: in words, cut to
    two digits. ``reached``: the threshold; ``passed``: chosen; ``tied``: shares the last place with others;
    ``enough``: approvals that would do."""

    candidate: BallotCandidate
    agree: int
    disagree: int
    blank: int
    base: int
    enough: int
    percent: str
    reached: bool
    passed: bool
    tied: bool

    def figures(self) -> dict[str, Any]:
        """What a step of the file keeps."""
        names = ("agree", "disagree", "blank", "base", "percent", "passed")
        return {name: getattr(self, name) for name in names}


def results_of(ballot: Ballot) -> list[CandidateResult]:
    """One row for each candidate in the order of the ballot. A constant number of statements. Raises Refused before the
    count."""
    if not ballot.is_counted:
        raise Refused(Reason.WRONG_STATE)
    return _results([ballot])[ballot.pk]


def results_of_many(ballots: Iterable[Ballot]) -> dict[int, list[CandidateResult]]:
    """{ballot id: its results} of those that were counted. A constant number of statements."""
    return _results([ballot for ballot in ballots if ballot.is_counted])


def results_for_nominations(ids: Iterable[int]) -> dict[int, CandidateResult]:
    """The result of each nomination in the last counted ballot it stood on: itself, or before it was written its unit,
    for the same award of the same plan. A constant number of statements."""
    stood = _Candidacies(ids)
    ballots = Ballot.objects.filter(pk__in=stood.candidates().values("ballot_id")).order_by("ended_at", "pk")
    found: dict[int, CandidateResult] = {}
    for rows in _results(list(ballots)).values():
        found |= {pk: row for row in rows if (pk := stood.nomination_of(row.candidate))}
    return found


class _Candidacies:
    """Which candidates are which nominations."""

    def __init__(self, ids: Iterable[int]) -> None:
        names = ("pk", "campaign_id", "unit_id", "award_type_id", "subject")
        rows = Nomination.objects.filter(pk__in=set(ids)).values_list(*names)
        self.keys = {pk: key for pk, *key in rows}
        self.of_units = {tuple(key): pk for pk, key in self.keys.items()}

    def candidates(self) -> QuerySet[BallotCandidate]:
        campaigns, units = ({key[place] for key in self.keys.values()} for place in (0, 1))
        its_unit = Q(nomination=None, unit_id__in=units, ballot__campaign_id__in=campaigns)
        mine = BallotCandidate.objects.filter(Q(nomination_id__in=self.keys) | its_unit)
        return mine.filter(ballot__state__in=COUNTED)

    def nomination_of(self, row: BallotCandidate) -> int | None:
        """Of a unit's candidate the label is the unit's name, which is the subject of what is proposed for it."""
        if row.nomination_id:
            return row.nomination_id if row.nomination_id in self.keys else None
        return self.of_units.get((row.ballot.campaign_id, row.unit_id, row.award_type_id, row.label))


def _results(ballots: list[Ballot]) -> dict[int, list[CandidateResult]]:
    ids = [ballot.pk for ballot in ballots]
    tallies, bases = _tallies(ids), _Bases(ids)
    candidates = defaultdict(list)
    for row in BallotCandidate.objects.filter(ballot__in=ids).select_related("unit", "ballot").order_by("order", "pk"):
        candidates[row.ballot_id].append(row)
    return {
        ballot.pk: _judged(ballot, candidates[ballot.pk], tallies, bases, bases.quorate(ballot)) for ballot in ballots
    }


def _judged(ballot, candidates, tallies, bases, quorate: bool) -> list[CandidateResult]:
    share = Fraction(ballot.threshold_num, ballot.threshold_den)
    strict = ballot.more_than
    based = [bases.of(ballot, row.pk, tallies[row.pk]) for row in candidates]
    agrees = [tallies[row.pk][Mark.AGREE] for row in candidates]
    reached = [
        quorate and reaches(agree, base, share, more_than=strict) for agree, base in zip(agrees, based, strict=True)
    ]
    chosen = choose(agrees, reached, ballot.max_choices)
    return [
        CandidateResult(
            candidate=row,
            agree=agrees[place],
            disagree=tallies[row.pk][Mark.DISAGREE],
            blank=tallies[row.pk][Mark.BLANK],
            base=based[place],
            enough=needed(based[place], share, more_than=strict),
            percent=percent_words(agrees[place], based[place]),
            reached=reached[place],
            passed=place in chosen.passed,
            tied=place in chosen.tied,
        )
        for place, row in enumerate(candidates)
    ]


def _tallies(ballot_ids: list[int]) -> dict[int, Counter]:
    """Marks of every candidate: opened slips, and votes with a name."""
    found: dict[int, Counter] = defaultdict(Counter)
    for model in (VoteSlip, NamedVote):
        rows = model.objects.filter(candidate__ballot__in=ballot_ids).order_by().values_list("candidate_id", "mark")
        for candidate, mark, number in rows.annotate(number=Count("pk")):
            found[candidate][mark] += number
    return found


class _Bases:
    """Of how many the percentages are: voters, those present, or their marks, less the recused."""

    def __init__(self, ballot_ids: list[int]) -> None:
        self.voters: Counter = Counter()
        self.present: Counter = Counter()
        self.recused: Counter = Counter()
        self.recused_present: Counter = Counter()
        voters = BallotVoter.objects.filter(ballot__in=ballot_ids).order_by()
        for ballot, present, number in voters.values_list("ballot_id", "present").annotate(number=Count("pk")):
            self.voters[ballot] += number
            self.present[ballot] += number if present else 0
        counted = BallotCount.objects.filter(ballot__in=ballot_ids)
        self.returned = dict(counted.values_list("ballot_id", "returned"))
        recused = Recusal.objects.filter(candidate__ballot__in=ballot_ids).order_by()
        for candidate, present, number in recused.values_list("candidate_id", "voter__present").annotate(
            number=Count("pk")
        ):
            self.recused[candidate] += number
            self.recused_present[candidate] += number if present else 0

    def of(self, ballot: Ballot, candidate_id: int, tally: Counter) -> int:
        match ballot.base:
            case VoteBase.PRESENT:
                return self.present[ballot.pk] - self.recused_present[candidate_id]
            case VoteBase.TOTAL:
                return self.voters[ballot.pk] - self.recused[candidate_id]
        return sum(tally.values())

    def quorate(self, ballot: Ballot) -> bool:
        return self.returned[ballot.pk] >= quorum_needed(self.voters[ballot.pk], ballot.quorum_percent)


def marks_by_name(ballot: Ballot) -> list[NamedVote]:
    """Votes that carry a name, after the count: all of an open vote, written opinions of a secret one. Raises Refused."""
    if not ballot.is_counted:
        raise Refused(Reason.WRONG_STATE)
    rows = NamedVote.objects.filter(voter__ballot=ballot).select_related("voter", "candidate")
    return list(rows.order_by("voter__name", "voter_id", "candidate__order"))
