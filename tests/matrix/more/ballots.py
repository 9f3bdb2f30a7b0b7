"""Ballots of the main bloc: a draft, one open with the deputy absent, one on which everybody has voted, one counted with a
written opinion of the deputy, one published; and a session of the council."""

from types import SimpleNamespace

from accounts import clock
from awards.models import Ballot, Council, CouncilSession
from awards.services import ballot_life, ballot_voters, casting
from tests.awards.ballot_scenes import AGREE, cast, close, counters, draft, opened, published, seat
from tests.campaigns.inspection_scenes import upload


def stage(s: SimpleNamespace) -> None:
    world = s.world
    s.ballot_draft = draft(world)
    s.recusal = ballot_voters.recuse(
        ballot_id=s.ballot_draft.pk,
        voter_id=seat(s.ballot_draft, world.head).pk,
        candidate_id=s.ballot_draft.candidates.first().pk,
        note="Người thân",
        by=world.leader,
    )
    s.ballot = _with_the_deputy_absent(world)
    s.ballot_full = opened(world, labels=("Nội dung",))
    for user in (world.leader, world.deputy, world.head, world.other_unit_head):
        cast(s.ballot_full, user, AGREE)
    s.ballot_closed = _counted(world)
    s.ballot_published = published(world, labels=("Nội dung",))
    council = Council.objects.create(authority=world.a, name="Hội đồng", valid_from=clock.today())
    s.ballot_session = CouncilSession.objects.create(
        council=council, title="Phiên bỏ phiếu", starts_at=clock.now(), created_by=world.board
    )


def _with_the_deputy_absent(world) -> Ballot:
    ballot = draft(world, labels=("Nội dung",), base="total_members", written_allowed=True, **counters(world))
    ballot_voters.save_voter(
        ballot_id=ballot.pk, voter_id=seat(ballot, world.deputy).pk, present=False, by=world.leader
    )
    return ballot_life.open_ballot(ballot_id=ballot.pk, by=world.leader)


def _counted(world) -> Ballot:
    """With a written opinion, and nobody chosen: a run-off can be begun."""
    ballot = _with_the_deputy_absent(world)
    candidate = ballot.candidates.get()
    deputy = seat(ballot, world.deputy)
    casting.enter_opinion(
        ballot_id=ballot.pk, voter_id=deputy.pk, marks={candidate.pk: "disagree"}, file=upload(), by=world.leader
    )
    for user in (world.leader, world.head, world.other_unit_head):
        cast(ballot, user, "disagree")
    return close(ballot, world.leader)


def places(s: SimpleNamespace) -> dict[str, tuple]:
    draft_, open_, closed = (s.ballot_draft.pk,), (s.ballot.pk,), (s.ballot_closed.pk,)
    voter, candidate = s.ballot_draft.voters.first(), s.ballot_draft.candidates.first()
    deputy = s.world.deputy
    return {
        "awards:ballot_create": (s.campaign.pk,),
        "awards:ballot_create_session": (s.ballot_session.pk,),
        "awards:ballot": open_,
        "awards:ballot@draft": draft_,
        "awards:ballot@closed": closed,
        "awards:ballot@published": (s.ballot_published.pk,),
        "awards:ballot_update@open": open_,
        **{
            f"awards:ballot_{name}": draft_
            for name in ("update", "candidate", "voters", "voters_fill", "recuse", "open", "drop")
        },
        "awards:ballot_candidate_remove": (s.ballot_draft.pk, candidate.pk),
        "awards:ballot_voter": (s.ballot_draft.pk, voter.pk),
        "awards:ballot_voter_remove": (s.ballot_draft.pk, voter.pk),
        "awards:ballot_unrecuse": (s.ballot_draft.pk, s.recusal.pk),
        **{f"awards:ballot_{name}": open_ for name in ("cancel", "cast", "turnout", "screen", "paper", "count")},
        "awards:ballot_opinion": (s.ballot.pk, seat(s.ballot, deputy).pk),
        "awards:ballot_close": (s.ballot_full.pk,),
        "awards:ballot_publish": closed,
        "awards:ballot_run_off": closed,
        "awards:ballot_opinion_file": (s.ballot_closed.pk, seat(s.ballot_closed, deputy).pk),
        "reports:ballot_minutes": closed,
    }


def sends(s: SimpleNamespace) -> dict[str, dict]:
    return {
        "awards:ballot_drop": {"reason": "Nhập nhầm"},
        "awards:ballot_cancel": {"reason": "Sai tên ứng viên"},
        "awards:ballot_paper": {"voter": seat(s.ballot, s.world.head).pk},
        "awards:ballot_run_off": {"candidate": s.ballot_closed.candidates.get().pk},
    }
