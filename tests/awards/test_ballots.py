"""Setting up, opening, voting, counting: what is refused and why, what is written."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from awards.ballot_results import marks_by_name, results_for_nominations, results_of
from awards.models import (
    Ballot,
    BallotCount,
    BallotKey,
    NamedVote,
    Nomination,
    PaperLine,
    Participation,
    Recusal,
    SealedVote,
    VoteSlip,
)
from awards.permissions_ballots import BallotReason
from awards.services import ballot_life, ballot_voters, ballots, casting, counting
from tests.awards.ballot_scenes import (
    AGREE,
    BLANK,
    DISAGREE,
    HOUR,
    cast,
    close,
    closed,
    counters,
    draft,
    many_units,
    nominated,
    opened,
    reading,
    seat,
    voters,
)
from tests.awards.scenes import award_type
from tests.campaigns.inspection_scenes import upload

pytestmark = pytest.mark.django_db


def refused(reason):
    return pytest.raises(Refused, match=reason.label.split(";")[0][:40])


def figures(ballot):
    return [(row.agree, row.disagree, row.blank, row.base, row.percent, row.passed) for row in results_of(ballot)]


# setting up ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["staff", "head", "deputy", "viewer"])
def test_only_leader_and_board_set_up(world, who):
    with pytest.raises(Refused) as found:
        ballots.create_ballot(place=world.bloc.campaign, title="T", by=getattr(world, who))
    assert found.value.reason is Reason.NOT_YOUR_ROLE


@pytest.mark.parametrize("who", ["other_bloc_leader", "foreign_board", "no_post"])
def test_out_of_reach_for_others(world, who):
    with pytest.raises(Refused) as found:
        ballots.create_ballot(place=world.bloc.campaign, title="T", by=getattr(world, who))
    assert found.value.reason is Reason.OUT_OF_REACH


def test_one_voter_for_each_member_unit(world):
    ballot = draft(world)
    assert {row.user for row in ballot.voters.all()} == set(voters(world))
    assert ballot_voters.fill_voters(ballot_id=ballot.pk, by=world.leader) == []


def test_a_nomination_of_another_bloc_is_no_candidate(world):
    other = nominated(world)
    ballot = ballots.create_ballot(place=world.other_bloc.campaign, title="T", by=world.other_bloc_leader)
    with refused(BallotReason.NOT_A_CANDIDATE):
        ballots.add_candidates(ballot_id=ballot.pk, nominations=[other], by=world.other_bloc_leader)


def test_a_label_twice_is_said_at_its_field(world):
    ballot = draft(world)
    with pytest.raises(ValidationError, match="đã có trên phiếu"):
        ballots.add_candidates(ballot_id=ballot.pk, label="Nội dung một", by=world.leader)


def test_a_stale_save_is_refused(world):
    ballot = draft(world)
    ballots.save_ballot(ballot_id=ballot.pk, expected_version=0, title="Mới", by=world.leader)
    with refused(Reason.STALE):
        ballots.save_ballot(ballot_id=ballot.pk, expected_version=0, title="Cũ", by=world.leader)


def test_a_threshold_without_basis_is_to_be_confirmed(world):
    ballot = draft(world)
    said = {"basis": " ", "basis_status": "verified"}
    assert (
        ballots.save_ballot(ballot_id=ballot.pk, expected_version=0, by=world.leader, **said).basis_status
        == "unconfirmed"
    )


# opening ------------------------------------------------------------------------------------------------------------


def test_opening_needs_candidates_voters_and_an_end(world):
    def said(ballot):
        with pytest.raises(Refused) as found:
            ballot_life.open_ballot(ballot_id=ballot.pk, by=world.leader)
        return found.value.reason

    assert said(draft(world, labels=())) == BallotReason.NO_CANDIDATES
    assert said(draft(world, closes_at=None)) == BallotReason.NO_END
    assert said(draft(world, closes_at=clock.now() - HOUR)) == BallotReason.NO_END
    empty = draft(world)
    empty.voters.all().delete()
    assert said(empty) == BallotReason.NO_VOTERS
    few = draft(world, quorum_percent=75)
    few.voters.filter(user__in=[world.head, world.deputy]).update(present=False)
    assert said(few) == BallotReason.NO_QUORUM
    paper = draft(world)
    ballot_voters.add_voter(ballot_id=paper.pk, name="Bà Lan", by=world.leader)
    assert said(paper) == BallotReason.NO_COUNTERS


def test_nothing_changes_once_open(world):
    ballot = opened(world)
    voter, candidate = ballot.voters.first(), ballot.candidates.first()
    by = {"ballot_id": ballot.pk, "by": world.leader}
    for change in (
        lambda: ballots.save_ballot(expected_version=ballot.version, title="X", **by),
        lambda: ballots.add_candidates(label="X", **by),
        lambda: ballots.remove_candidate(candidate_id=candidate.pk, **by),
        lambda: ballot_voters.fill_voters(**by),
        lambda: ballot_voters.add_voter(name="X", **by),
        lambda: ballot_voters.save_voter(voter_id=voter.pk, present=False, **by),
        lambda: ballot_voters.remove_voter(voter_id=voter.pk, **by),
        lambda: ballot_voters.recuse(voter_id=voter.pk, candidate_id=candidate.pk, note="X", **by),
    ):
        with refused(BallotReason.FIXED):
            change()


def test_only_the_board_cancels_an_open_ballot_and_votes_are_gone(world):
    ballot = opened(world)
    cast(ballot, world.head, AGREE)
    with refused(Reason.NOT_YOUR_ROLE):
        ballot_life.cancel_ballot(ballot_id=ballot.pk, reason="Sai", by=world.leader)
    with refused(Reason.REASON_MISSING):
        ballot_life.cancel_ballot(ballot_id=ballot.pk, reason=" ", by=world.board)
    ballot_life.cancel_ballot(ballot_id=ballot.pk, reason="Sai tên ứng viên", by=world.board)
    assert (SealedVote.objects.count(), BallotKey.objects.count()) == (0, 0)
    with refused(BallotReason.NOT_NOW):
        cast(ballot, world.deputy, AGREE)


# voting -------------------------------------------------------------------------------------------------------------


def test_a_vote_is_one_box_one_participation_and_one_row_of_the_trail(world):
    ballot = opened(world)
    cast(ballot, world.head, AGREE, DISAGREE)
    assert Participation.objects.get().voter == seat(ballot, world.head)
    box = SealedVote.objects.get()
    assert b"agree" not in bytes(box.box)
    entry = AuditEntry.objects.get(event="ballot.cast")
    assert (entry.before, entry.after, entry.note, entry.unit_id, entry.bloc_year_id) == (None, None, "", None, None)
    assert not Notification.objects.filter(title__contains="ghi nhận").exists()


def test_all_boxes_have_one_length(world):
    ballot = opened(world)
    for user, marks in zip(
        voters(world), [(AGREE, AGREE), (BLANK, BLANK), (DISAGREE, AGREE), (AGREE, BLANK)], strict=True
    ):
        cast(ballot, user, *marks)
    assert len({len(bytes(row.box)) for row in SealedVote.objects.all()}) == 1


def test_once_only(world):
    ballot = opened(world)
    cast(ballot, world.head, AGREE)
    with refused(BallotReason.VOTED):
        cast(ballot, world.head, DISAGREE)
    assert SealedVote.objects.count() == 1


@pytest.mark.parametrize(("moment", "taken"), [(-1, False), (0, True), (3599.999, True), (3600, False), (3601, False)])
def test_the_window_is_half_open(world, moment, taken):
    start = clock.now() + HOUR
    ballot = opened(world, opens_at=start, closes_at=start + HOUR)
    with clock.at(start + dt.timedelta(seconds=moment)):
        if taken:
            cast(ballot, world.head, AGREE)
        else:
            with refused(BallotReason.NOT_NOW):
                cast(ballot, world.head, AGREE)


def test_strangers_the_absent_and_former_delegates_do_not_vote(world):
    ballot = draft(world)
    ballot.voters.filter(user=world.deputy).update(present=False)
    ballot_life.open_ballot(ballot_id=ballot.pk, by=world.leader)
    ballot.refresh_from_db()
    marks = {row.pk: AGREE for row in ballot.candidates.all()}
    with refused(BallotReason.NOT_A_VOTER):
        casting.cast_vote(ballot_id=ballot.pk, marks=marks, by=world.staff)
    with refused(BallotReason.AWAY):
        cast(ballot, world.deputy, AGREE)
    world.head.posts.update(valid_to=clock.today() - dt.timedelta(days=1))
    with refused(BallotReason.NOT_A_VOTER):
        cast(ballot, world.head, AGREE)


def test_every_candidate_needs_a_mark_and_no_other(world):
    ballot = opened(world)
    first, second = ballot.candidates.all()
    with pytest.raises(ValidationError) as found:
        casting.cast_vote(ballot_id=ballot.pk, marks={first.pk: AGREE}, by=world.head)
    assert list(found.value.message_dict) == [f"candidate_{second.pk}"]
    with refused(BallotReason.NOT_A_CANDIDATE):
        casting.cast_vote(ballot_id=ballot.pk, marks={first.pk: AGREE, second.pk: AGREE, 0: AGREE}, by=world.head)
    assert not Participation.objects.exists()


def test_not_more_approvals_than_places(world):
    ballot = opened(world, max_choices=1)
    with pytest.raises(ValidationError, match="không quá 1"):
        cast(ballot, world.head, AGREE, AGREE)
    cast(ballot, world.head, AGREE, BLANK)


def test_a_unit_does_not_vote_on_itself(world):
    ballot = opened(world, labels=("Nội dung",), units=[world.bloc.units[2]])
    own = ballot.candidates.get(unit=world.bloc.units[2])
    assert casting.offered_to(seat(ballot, world.head), list(ballot.candidates.all())) == [ballot.candidates.first()]
    for user in voters(world):
        cast(ballot, user, AGREE)
    ballot = close(ballot, world.leader)
    assert figures(ballot) == [(4, 0, 0, 4, "100,00 %", True), (3, 0, 0, 3, "100,00 %", True)]
    assert Recusal.objects.get(candidate=own).why == "own_unit"


def test_a_declared_conflict_leaves_one_candidate_out(world):
    ballot = draft(world)
    first = ballot.candidates.first()
    by = {"ballot_id": ballot.pk, "voter_id": seat(ballot, world.head).pk, "candidate_id": first.pk, "by": world.leader}
    with refused(Reason.REASON_MISSING):
        ballot_voters.recuse(note=" ", **by)
    ballot_voters.recuse(note="Vợ của ứng viên", **by)
    ballot_life.open_ballot(ballot_id=ballot.pk, by=world.leader)
    for user in voters(world):
        cast(ballot, user, AGREE)
    assert [row.base for row in results_of(close(ballot, world.leader))] == [3, 4]


# closing ------------------------------------------------------------------------------------------------------------


def test_nobody_is_cut_off_before_the_time(world):
    ballot = opened(world)
    cast(ballot, world.head, AGREE)
    with refused(BallotReason.RUNNING):
        close(ballot, world.leader)
    with clock.at(ballot.closes_at):
        close(ballot, world.leader)
    assert Ballot.objects.get().state == "closed"


def test_closing_counts_shuffles_and_forgets(world):
    ballot = opened(world)
    for user, marks in zip(
        voters(world), [(AGREE, AGREE), (AGREE, BLANK), (DISAGREE, AGREE), (AGREE, DISAGREE)], strict=True
    ):
        cast(ballot, user, *marks)
    ballot = close(ballot, world.leader)
    assert figures(ballot) == [(3, 1, 0, 4, "75,00 %", True), (2, 1, 1, 4, "50,00 %", True)]
    assert (SealedVote.objects.count(), BallotKey.objects.count(), VoteSlip.objects.count()) == (0, 0, 8)
    count = BallotCount.objects.get()
    assert (count.issued, count.returned, count.valid, count.invalid, count.online) == (4, 4, 4, 0, 4)
    assert AuditEntry.objects.filter(event="ballot.close").count() == 1


def test_results_are_told_of_counted_ballots_only(world):
    ballot = opened(world)
    with refused(Reason.WRONG_STATE):
        results_of(ballot)
    with refused(Reason.WRONG_STATE):
        marks_by_name(ballot)


def test_a_missing_or_strange_box_stops_the_count(world):
    ballot = opened(world)
    for user in voters(world):
        cast(ballot, user, AGREE)
    box = SealedVote.objects.first()
    SealedVote.objects.filter(pk=box.pk).update(box=bytes(box.box)[:-1] + b"x")
    with refused(BallotReason.COUNT_DIFFERS):
        close(ballot, world.leader)
    box.delete()
    with refused(BallotReason.COUNT_DIFFERS):
        close(ballot, world.leader)
    assert Ballot.objects.get().state == "open" and not VoteSlip.objects.exists()


def test_without_the_key_of_the_settings_nothing_opens(world, settings):
    ballot = opened(world)
    for user in voters(world):
        cast(ballot, user, AGREE)
    settings.BALLOT_KEY = "another"
    with refused(BallotReason.COUNT_DIFFERS):
        close(ballot, world.leader)


def test_too_few_took_part_nobody_is_chosen(world):
    ballot = opened(world, quorum_percent=75)
    for user in voters(world)[:2]:
        cast(ballot, user, AGREE)
    with clock.at(ballot.closes_at):
        ballot = close(ballot, world.leader)
    assert [row.passed for row in results_of(ballot)] == [False, False]


def test_an_open_vote_has_names_after_the_count_only(world):
    ballot = opened(world, secrecy="open", labels=("Nội dung",))
    for user, mark in zip(voters(world), (AGREE, AGREE, DISAGREE, BLANK), strict=True):
        cast(ballot, user, mark)
    assert not SealedVote.objects.exists()
    ballot = close(ballot, world.leader)
    assert figures(ballot) == [(2, 1, 1, 4, "50,00 %", True)]
    assert {(row.voter.user, row.mark) for row in marks_by_name(ballot)} >= {(world.head, DISAGREE)}


# paper and writing --------------------------------------------------------------------------------------------------


def on_paper(world, **fields):
    """Two vote online, two on paper."""
    ballot = opened(world, **counters(world), **fields)
    for user in (world.leader, world.head):
        cast(ballot, user, AGREE)
    for user in (world.deputy, world.other_unit_head):
        casting.hand_out_paper(ballot_id=ballot.pk, voter_id=seat(ballot, user).pk, by=world.leader)
    return ballot


def test_two_readings_must_agree(world):
    ballot = on_paper(world)
    with refused(BallotReason.PAPER_MISSING):
        close(ballot, world.leader)
    one = reading(ballot, (1, 1, 0), (2, 0, 0), returned=2)
    counting.enter_paper(ballot_id=ballot.pk, reading=one, by=world.deputy)
    with refused(BallotReason.PAPER_MISSING):
        close(ballot, world.leader)
    two = reading(ballot, (2, 0, 0), (2, 0, 0), returned=2)
    counting.enter_paper(ballot_id=ballot.pk, reading=two, by=world.other_unit_head)
    with refused(BallotReason.PAPER_DIFFERS):
        close(ballot, world.leader)
    counting.enter_paper(ballot_id=ballot.pk, reading=one, by=world.other_unit_head)
    ballot = close(ballot, world.leader)
    assert figures(ballot) == [(3, 1, 0, 4, "75,00 %", True), (4, 0, 0, 4, "100,00 %", True)]
    assert not PaperLine.objects.exists()
    assert "agree" not in str(list(AuditEntry.objects.values_list("after", flat=True)))


def test_paper_voters_do_not_vote_online_and_the_other_way(world):
    ballot = on_paper(world)
    with refused(BallotReason.VOTED):
        cast(ballot, world.deputy, AGREE)
    with refused(BallotReason.VOTED):
        casting.hand_out_paper(ballot_id=ballot.pk, voter_id=seat(ballot, world.head).pk, by=world.leader)


def test_only_the_two_counters_enter(world):
    ballot = on_paper(world)
    one = reading(ballot, (1, 1, 0), (2, 0, 0), returned=2)
    for who in (world.leader, world.board, world.head):
        with refused(BallotReason.NOT_A_COUNTER):
            counting.enter_paper(ballot_id=ballot.pk, reading=one, by=who)


def test_invalid_and_missing_paper_ballots(world):
    ballot = on_paper(world, base="valid")
    for who in (world.deputy, world.other_unit_head):
        lines = reading(ballot, (0, 1, 0), (1, 0, 0), returned=2, invalid=1)
        counting.enter_paper(ballot_id=ballot.pk, reading=lines, by=who)
    ballot = close(ballot, world.leader)
    assert figures(ballot) == [(2, 1, 0, 3, "66,66 %", True), (3, 0, 0, 3, "100,00 %", True)]
    count = ballot.count
    assert (count.issued, count.returned, count.valid, count.invalid, count.paper) == (4, 4, 3, 1, 2)


def test_impossible_paper_figures_are_said_at_their_fields(world):
    ballot = on_paper(world)
    wrong = reading(ballot, (3, 0, 0), (1, 1, 0), returned=3, invalid=0)
    with pytest.raises(ValidationError) as found:
        counting.enter_paper(ballot_id=ballot.pk, reading=wrong, by=world.deputy)
    second = ballot.candidates.last()
    assert set(found.value.message_dict) == {"returned", f"agree_{second.pk}"}


def test_a_written_opinion_counts_in_all_members(world):
    ballot = draft(world, base="total_members", written_allowed=True, threshold_num=3, threshold_den=4, labels=("A",))
    ballot.voters.filter(user=world.deputy).update(present=False)
    ballot = ballot_life.open_ballot(ballot_id=ballot.pk, by=world.leader)
    marks = {row.pk: AGREE for row in ballot.candidates.all()}
    by = {"ballot_id": ballot.pk, "marks": marks, "by": world.leader}
    with refused(BallotReason.PRESENT):
        casting.enter_opinion(voter_id=seat(ballot, world.head).pk, file=upload(), **by)
    with pytest.raises(ValidationError):
        casting.enter_opinion(voter_id=seat(ballot, world.deputy).pk, file=None, **by)
    casting.enter_opinion(voter_id=seat(ballot, world.deputy).pk, file=upload(), **by)
    with refused(BallotReason.VOTED):
        casting.enter_opinion(voter_id=seat(ballot, world.deputy).pk, file=upload(), **by)
    for user, mark in ((world.leader, AGREE), (world.head, AGREE), (world.other_unit_head, DISAGREE)):
        cast(ballot, user, mark)
    ballot = close(ballot, world.leader)
    assert figures(ballot) == [(3, 1, 0, 4, "75,00 %", True)]
    assert (ballot.count.issued, ballot.count.written) == (4, 1)
    assert NamedVote.objects.get().voter.user == world.deputy


def test_opinions_only_where_the_rule_takes_them(world):
    ballot = opened(world)
    with refused(BallotReason.NO_WRITING):
        casting.enter_opinion(
            ballot_id=ballot.pk, voter_id=seat(ballot, world.head).pk, marks={}, file=upload(), by=world.leader
        )


# after --------------------------------------------------------------------------------------------------------------


def test_a_tie_across_the_cut_is_voted_again_by_the_same_voters(world):
    ballot = opened(world, labels=("A", "B", "C"), max_choices=2, threshold_num=1, threshold_den=4)
    for user, marks in zip(
        voters(world),
        [(AGREE, AGREE, BLANK), (AGREE, BLANK, AGREE), (AGREE, AGREE, BLANK), (AGREE, BLANK, AGREE)],
        strict=True,
    ):
        cast(ballot, user, *marks)
    ballot = close(ballot, world.leader)
    rows = results_of(ballot)
    assert [(row.passed, row.tied) for row in rows] == [(True, False), (False, True), (False, True)]
    tied = [row.candidate.pk for row in rows if row.tied]
    again = ballot_life.start_run_off(ballot_id=ballot.pk, candidate_ids=tied, by=world.leader)
    assert [row.label for row in again.candidates.all()] == ["B", "C"]
    assert (again.max_choices, again.threshold_den, again.state) == (1, 4, "draft")
    assert {row.user for row in again.voters.all()} == set(voters(world))
    with refused(BallotReason.RUN_OFF_EXISTS):
        ballot_life.start_run_off(ballot_id=ballot.pk, candidate_ids=tied, by=world.leader)


def test_the_result_of_a_nomination(world, django_assert_num_queries):
    row = nominated(world)
    ballot = ballots.create_ballot(
        place=world.bloc.campaign, title="T", nominations=[row], closes_at=clock.now() + HOUR, by=world.leader
    )
    ballot_voters.fill_voters(ballot_id=ballot.pk, by=world.leader)
    ballot = ballot_life.open_ballot(ballot_id=ballot.pk, by=world.leader)
    assert results_for_nominations([row.pk]) == {}
    for user in voters(world):
        cast(ballot, user, AGREE)
    close(ballot, world.leader)
    found = results_for_nominations([row.pk])[row.pk]
    assert (found.agree, found.base, found.passed) == (3, 3, True)


def test_a_vote_on_units_belongs_to_what_is_proposed_for_them_afterwards(world):
    kind = award_type()
    ballot = ballots.create_ballot(place=world.bloc.campaign, title="T", closes_at=clock.now() + HOUR, by=world.leader)
    unit, other = world.bloc.units[2], world.bloc.units[3]
    ballots.add_candidates(ballot_id=ballot.pk, units=[unit], award_type=kind, by=world.leader)
    ballot_voters.fill_voters(ballot_id=ballot.pk, by=world.leader)
    ballot = ballot_life.open_ballot(ballot_id=ballot.pk, by=world.leader)
    for user in voters(world):
        if user != world.head:  # the own unit stays out
            cast(ballot, user, AGREE)
    with clock.at(ballot.closes_at):
        close(ballot, world.leader)
    row = nominated(world)
    assert (row.unit, row.award_type, row.subject) == (unit, kind, unit.name)
    found = results_for_nominations([row.pk])[row.pk]
    assert (found.candidate.unit, found.agree, found.base) == (unit, 3, 3)
    for changed in ({"unit": other}, {"subject": "Phòng Tổng hợp"}, {"award_type": award_type("CO_TINH")}):
        Nomination.objects.filter(pk=row.pk).update(unit=row.unit, subject=row.subject, award_type=row.award_type)
        Nomination.objects.filter(pk=row.pk).update(**changed)
        assert results_for_nominations([row.pk]) == {}


def test_results_cost_the_same_for_any_number_of_candidates_and_voters(world, django_assert_num_queries):
    small = closed(world, labels=("A",))
    with django_assert_num_queries(6):
        results_of(small)
    many_units(world, 4)
    ballot = opened(world, labels=("A", "B", "C", "D", "E"))
    with clock.at(ballot.closes_at):
        large = close(ballot, world.leader)
    with django_assert_num_queries(6):
        results_of(large)
