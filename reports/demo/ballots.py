"""Votes of the main made-up bloc: one counted and published, and one open with some votes in."""

from accounts import clock
from awards.models import AwardType, Ballot
from awards.services import ballot_life, ballot_voters, ballots, casting, counting
from awards.states_ballots import Mark
from blocs.models import Unit
from campaigns.models import Campaign

from . import provinces, reporting, world
from .cast import MAIN, PROVINCES
from .world import Demo

HELD, AHEAD = -20, 3
RULE = {"threshold_num": 2, "threshold_den": 3, "quorum_percent": 70, "tie_words": "Bỏ phiếu lại giữa những ứng viên bằng phiếu."}  # fmt: skip


def build(demo: Demo) -> None:
    for facts in PROVINCES:
        if MAIN in facts.blocs:
            bloc_year = provinces.year_of(facts, MAIN, demo.year)
            campaign = Campaign.objects.filter(bloc_year=bloc_year).first()
            if campaign and not campaign.ballots.exists():
                units = reporting.members(bloc_year)
                _held(demo, campaign, units)
                _running(demo, campaign, units)


def _held(demo: Demo, campaign: Campaign, units: list[Unit]) -> None:
    """Who may lead the bloc next year: published, one unit did not get enough."""
    with demo.on(demo.days(HELD)):
        ballot = _open(demo, campaign, units, "Giới thiệu đơn vị Trưởng khối năm sau", units[1:3], days=HELD + 1)
        for place, voter in enumerate(ballot.voters.select_related("user").order_by("pk")):
            _vote(ballot, voter, Mark.AGREE if place % 3 else Mark.DISAGREE)
        counting.close_ballot(ballot_id=ballot.pk, by=world.head_of(units[0]))
        ballot_life.publish_ballot(ballot_id=ballot.pk, by=world.head_of(units[0]))


def _running(demo: Demo, campaign: Campaign, units: list[Unit]) -> None:
    """For which units a flag is asked: two have voted."""
    flag = AwardType.objects.get(code="CO_TINH")
    title = "Suy tôn đơn vị đề nghị tặng Cờ thi đua"
    ballot = _open(demo, campaign, units, title, units[:3], days=AHEAD, award=flag, max_choices=1)
    for voter in ballot.voters.select_related("user").order_by("-pk")[:2]:
        _vote(ballot, voter, Mark.BLANK)


def _open(
    demo: Demo, campaign: Campaign, units: list[Unit], title: str, candidates, *, days: int, award=None, **more
) -> Ballot:
    leader = world.head_of(units[0])
    closes_at = clock.now() + (demo.days(days) - clock.today())
    ballot = ballots.create_ballot(place=campaign, title=title, by=leader, closes_at=closes_at, **RULE, **more)
    ballots.add_candidates(ballot_id=ballot.pk, by=leader, units=candidates, award_type=award)
    ballot_voters.fill_voters(ballot_id=ballot.pk, by=leader)
    return ballot_life.open_ballot(ballot_id=ballot.pk, by=leader)


def _vote(ballot: Ballot, voter, mark: str) -> None:
    offered = casting.offered_to(voter, list(ballot.candidates.all()))
    casting.cast_vote(ballot_id=ballot.pk, marks={row.pk: mark for row in offered}, by=voter.user)
