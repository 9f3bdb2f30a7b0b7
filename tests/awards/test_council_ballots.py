"""A ballot of the council: who votes by the day of the session, who keeps out of which file, the minutes of the count."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts import clock
from accounts.decisions import Reason, Refused
from awards.ballot_results import results_of
from awards.models import Ballot, Recusal
from awards.permissions_ballots import BallotReason
from awards.services import ballot_life, ballot_voters, ballots, council, council_sessions
from awards.services.casting import cast_vote
from awards.states_council import OPEN
from blocs.models import Post
from reports.facts import document_facts
from reports.models import Document
from reports.papers import paper_of
from reports.renderer import html_of
from reports.services.ballot_papers import begin_counting
from tests.awards.ballot_scenes import AGREE, DISAGREE, HOUR, cast, close
from tests.awards.council_scenes import add, make_council, plan, with_file
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def session(world):
    """In three days; world.head works at units[2], which the file is about."""
    return plan(world, make_council(world, [world.other_bloc_head, world.head, world.other_unit_head]))


def drawn(world, session, nominations=(), **fields) -> Ballot:
    fields.setdefault("closes_at", session.starts_at + HOUR)
    ballot = ballots.create_ballot(
        place=session, title="Xét tặng Bằng khen", by=world.board, nominations=nominations, **fields
    )
    ballot_voters.fill_voters(ballot_id=ballot.pk, by=world.board)
    return Ballot.objects.get(pk=ballot.pk)


def voted_on(world, session, **fields) -> Ballot:
    """Opened on the day of the session."""
    item = with_file(world, session)
    ballot = drawn(world, session, [item.nomination], **fields)
    return ballot_life.open_ballot(ballot_id=ballot.pk, by=world.board)


def users_of(ballot):
    return set(ballot.voters.values_list("user", flat=True))


def refused(call, **values):
    with pytest.raises(Refused) as found:
        call(**values)
    return found.value.reason


def test_voters_are_the_members_of_the_day_of_the_session(world, session):
    """Neither who leaves before, nor who comes after, nor the secretary without a vote."""
    seats = {row.user: row for row in session.council.members.all()}
    council.end_member(member_id=seats[world.head].pk, last_day=session.day - DAY, by=world.board)
    council.end_member(member_id=seats[world.other_unit_head].pk, last_day=session.day, by=world.board)
    add(session.council, world, world.leader, valid_from=session.day + DAY)
    add(session.council, world, world.deputy, valid_from=session.day)
    ballot = drawn(world, session)
    assert users_of(ballot) == {world.other_bloc_head.pk, world.other_unit_head.pk, world.deputy.pk}
    assert not ballot.voters.filter(name="Thư ký").exists()


def test_who_left_the_council_before_the_session_votes_no_more(world, session):
    item = with_file(world, session)
    ballot = drawn(world, session, [item.nomination])
    assert world.other_unit_head.pk in users_of(ballot)
    seat = session.council.members.get(user=world.other_unit_head)
    council.end_member(member_id=seat.pk, last_day=session.day - DAY, by=world.board)
    ballot = ballot_life.open_ballot(ballot_id=ballot.pk, by=world.board)
    assert users_of(ballot) == {world.other_bloc_head.pk, world.head.pk}


def test_nor_does_who_left_while_it_is_open(world, session):
    ballot = voted_on(world, session)
    cast(ballot, world.other_bloc_head, AGREE)
    seat = session.council.members.get(user=world.other_unit_head)
    council.end_member(member_id=seat.pk, last_day=session.day - DAY, by=world.board)
    values = {"ballot_id": ballot.pk, "marks": {}, "by": world.other_unit_head}
    assert refused(cast_vote, **values) is BallotReason.NOT_A_VOTER


@pytest.mark.parametrize("who", ["leader", "board", "foreign_board"])
def test_others_do_not_vote_in_the_council(world, session, who):
    ballot = voted_on(world, session)
    assert refused(cast_vote, ballot_id=ballot.pk, marks={}, by=getattr(world, who)) is BallotReason.NOT_A_VOTER


def test_a_member_keeps_out_of_the_file_of_the_own_unit(world, session):
    other = with_file(world, session, place=3, subject="Phòng khác")
    nomination = with_file(world, session).nomination
    ballot = drawn(world, session, [nomination, other.nomination], base="total_members")
    ballot = ballot_life.open_ballot(ballot_id=ballot.pk, by=world.board)
    kept = {(row.voter.user, row.candidate.nomination) for row in Recusal.objects.select_related("voter__user")}
    assert kept == {(world.head, nomination), (world.other_unit_head, other.nomination)}

    cast(ballot, world.head, DISAGREE)  # the one that is left to each
    cast(ballot, world.other_unit_head, AGREE)
    cast(ballot, world.other_bloc_head, AGREE, AGREE)
    with clock.at(ballot.closes_at):
        found = results_of(close(ballot, world.board))
    assert [(row.agree, row.disagree, row.base) for row in found] == [(2, 0, 2), (1, 1, 2)]


def test_where_the_member_works_counts_on_the_day_of_the_session(world, session):
    """Who moved away before the day is free to vote; who comes that day is not."""
    world.head.posts.update(valid_to=session.day - DAY)
    PostFactory(user=world.other_bloc_head, unit=world.bloc.units[2], role=Post.Role.STAFF, valid_from=session.day)
    voted_on(world, session)
    assert [row.voter.user for row in Recusal.objects.select_related("voter__user")] == [world.other_bloc_head]


def test_without_the_rule_nobody_keeps_out(world, session):
    voted_on(world, session, own_unit_out=False)
    assert not Recusal.objects.exists()


def counted(world, session) -> Ballot:
    ballot = voted_on(world, session, base="total_members")
    for user in (world.other_bloc_head, world.other_unit_head):
        cast(ballot, user, AGREE)
    with clock.at(ballot.closes_at):
        return close(ballot, world.board)


def test_the_count_has_its_minutes_under_the_authoritys_name(world, session, sign_in):
    ballot = counted(world, session)
    client = sign_in(world.board)
    page = client.get(reverse("awards:ballot", args=[ballot.pk])).content.decode()
    address = reverse("reports:ballot_minutes", args=[ballot.pk])
    assert address in page
    document = Document.objects.get(pk=int(client.post(address)["Location"].split("/")[-3]))
    assert (document.kind, document.campaign, document.unit, document.authority) == ("counting", None, None, world.a)
    head = document.text
    assert (head.superior_line, head.issuer_lines) == (world.a.name.upper(), "HỘI ĐỒNG TỈNH")
    assert (head.authority_line, head.capacity) == ("TM. HỘI ĐỒNG", "ỦY VIÊN")
    assert head.signer_name == session.chair.full_name
    html = html_of(paper_of(document_facts(document)))
    for words in (world.a.name.upper(), "HỘI ĐỒNG TỈNH", session.place, "3 thành viên hội đồng", "nơi mình công tác"):
        assert words in html
    assert "khối" not in html.lower().replace("khối lượng", "")
    assert begin_counting(ballot_id=ballot.pk, by=world.board) == document
    assert client.get(reverse("reports:document_edit", args=[document.pk])).status_code == 200


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("other_bloc_head", Reason.NOT_YOUR_ROLE),
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("leader", Reason.OUT_OF_REACH),
        ("foreign_board", Reason.OUT_OF_REACH),
    ],
)
def test_who_begins_no_minutes_of_the_council(world, session, who, reason):
    ballot = counted(world, session)
    assert refused(begin_counting, ballot_id=ballot.pk, by=getattr(world, who)) is reason
    assert not Document.objects.exists()


def test_no_minutes_before_the_count(world, session):
    ballot = voted_on(world, session)
    assert refused(begin_counting, ballot_id=ballot.pk, by=world.board) is BallotReason.NOT_COUNTED


def test_a_councils_conclusion_carries_the_figures_of_its_ballot(world, session):
    ballot = counted(world, session)
    item = session.agenda.get()
    council_sessions.invite_members(session_id=session.pk, by=world.board)
    council_sessions.move_session(session_id=session.pk, move=OPEN, by=world.board)
    council_sessions.conclude_item(item_id=item.pk, outcome="propose", by=world.board)
    facts = item.nomination.steps.order_by("pk").last().facts
    assert (facts["agree"], facts["base"], facts["passed"], facts["session"]) == (2, 2, True, session.pk)
    assert ballot.session == session
