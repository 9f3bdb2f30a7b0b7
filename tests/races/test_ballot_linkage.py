"""Can a choice be matched to its voter from everything that is left after the count?

20 secret ballots × 30 voters with known, distinguishable choices, cast through the pages or the service. The attacker has a dump of every
table with PostgreSQL's hidden columns (place, transactions), every sequence, mails, stored files and a log of every
statement and request, and tries every order of anything that lists the voters against every order of anything that lists
votes. Beside it stands a naive pair of tables, which the same attacker matches 30 of 30.
"""

import logging
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from celery.signals import before_task_publish
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts import clock
from awards.models import Ballot, BallotKey, BallotVoter, Participation, SealedVote, VoteSlip
from awards.sealing import BrokenSeal, unseal
from awards.services import ballot_life, ballot_voters, ballots, casting, counting
from tests.awards.ballot_scenes import HOUR, many_units
from tests.world import build_world

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]

BALLOTS, VOTERS, CANDIDATES = 20, 30, 5
BY_PAGE = 4  # ballots cast through the pages, with their sessions and logs of requests
MARKS = ("agree", "disagree", "blank")
HIDDEN = ("ctid", "xmin", "xmax", "cmin")
Row = dict[str, str]
Dump = dict[str, list[Row]]


@pytest.fixture
def scene(transactional_db):
    """Thirty heads, each signed in on an own browser."""
    world = build_world()
    world.heads = many_units(world, VOTERS)
    world.clients = {}
    for user in world.heads:
        world.clients[user.pk] = Client()
        world.clients[user.pk].force_login(user)
    return world


def start(world, number: int) -> Ballot:
    ballot = ballots.create_ballot(
        place=world.bloc.campaign, title=f"Cuộc {number}", by=world.leader, closes_at=clock.now() + HOUR
    )
    for place in range(CANDIDATES):
        ballots.add_candidates(ballot_id=ballot.pk, by=world.leader, label=f"Ứng viên {place}")
    ballot_voters.fill_voters(ballot_id=ballot.pk, by=world.leader)
    ballot.voters.exclude(user__in=world.heads).delete()
    return ballot_life.open_ballot(ballot_id=ballot.pk, by=world.leader)


def choices() -> list[tuple[str, ...]]:
    """As many different votes as there are voters."""
    found: set[tuple[str, ...]] = set()
    while len(found) < VOTERS:
        found.add(tuple(random.choices(MARKS, k=CANDIDATES)))
    return random.sample(sorted(found), VOTERS)


def cast_all(world, ballot: Ballot, truth: dict[int, tuple[str, ...]], *, by_page: bool = True) -> None:
    """Everybody votes, through the page or (quicker) the service, in an order of chance; the naive tables get the same
    votes."""
    keys = list(ballot.candidates.values_list("pk", flat=True))
    address = reverse("awards:ballot_cast", args=[ballot.pk])
    voters = list(ballot.voters.select_related("user"))
    random.shuffle(voters)
    for voter in voters:
        said = dict(zip(keys, truth[voter.pk], strict=True))
        if by_page:
            typed = {f"candidate_{key}": mark for key, mark in said.items()}
            assert world.clients[voter.user_id].post(address, typed).status_code == 302
        else:
            casting.cast_vote(ballot_id=ballot.pk, marks=said, by=voter.user)
        naive(ballot.pk, voter.pk, truth[voter.pk])


def naive(ballot: int, voter: int, vote: tuple[str, ...]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO naive_participation (ballot, voter) VALUES (%s, %s)", [ballot, voter])
        cursor.execute("INSERT INTO naive_vote (ballot, vote) VALUES (%s, %s)", [ballot, " ".join(vote)])


class Statements(logging.Handler):
    """Every statement as its log line says it, without the copies a test's own reports keep."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture
def statements():
    """What the log of the database layer says, statement by statement."""
    logger, handler = logging.getLogger("django.db.backends"), Statements()
    level, propagate = logger.level, logger.propagate
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.addHandler(handler)
    connection.force_debug_cursor = True
    yield handler.lines
    connection.force_debug_cursor = False
    logger.removeHandler(handler)
    logger.setLevel(level)
    logger.propagate = propagate


@pytest.fixture
def naive_tables(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_participation (id serial PRIMARY KEY, ballot int, voter int)")
        cursor.execute("CREATE TABLE naive_vote (id serial PRIMARY KEY, ballot int, vote text)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE naive_participation, naive_vote")


# what the attacker has ----------------------------------------------------------------------------------------------


def dump() -> Dump:
    """Every row of every table with its hidden columns, as text."""
    found: Dump = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT {", ".join(f"{name}::text AS h_{name}" for name in HIDDEN)}, t.* FROM "{table}" t')
            names = [column.name for column in cursor.description]
            found[table] = [{n: _text(v) for n, v in zip(names, row, strict=True)} for row in cursor.fetchall()]
    return found


def _text(value) -> str:
    return bytes(value).hex() if isinstance(value, memoryview | bytes) else str(value)


def sortable(text: str):
    """Numbers, places and transactions in their own order, everything else as text."""
    digits = text.strip("()").replace(",", ".")
    try:
        page, _, tuple_ = digits.partition(".")
        return (0, int(page), int(tuple_ or 0), "")
    except ValueError:
        return (1, 0, 0, text)


def orders(rows: list[Row], key: str) -> Iterator[tuple[str, list[str]]]:
    """The values of ``key`` in the order of every other column."""
    for column in rows[0]:
        if column != key and len({row[column] for row in rows}) > 1:
            yield column, [row[key] for row in sorted(rows, key=lambda row: sortable(row[column]))]


def voter_orders(tables: Dump, ballot: Ballot, voters: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Everything that lists the thirty voters once, by the voter's id or (beside the ballot's id or address) by the
    account's; ``voters``: account id → voter id."""
    marks = {str(ballot.pk), reverse("awards:ballot", args=[ballot.pk])}
    by_voter = {voter: voter for voter in voters.values()}
    for table, rows in tables.items():
        for key in rows[0] if rows else ():
            if key == "id" and "voter" not in table:
                continue  # a number of its own that happens to be a voter's
            own = _alike(row for row in rows if row[key] in by_voter)
            near = _alike(row for row in rows if row[key] in voters and marks & set(row.values()))
            for names, found in [*((by_voter, each) for each in own), *((voters, each) for each in near)]:
                if sorted(names[row[key]] for row in found) == sorted(by_voter):
                    kind = found[0].get("event", found[0].get("channel", ""))
                    for column, listed in orders(found, key):
                        yield f"{table}.{key} {kind} by {column}", [names[value] for value in listed]


def _alike(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows of the trail by what they tell of, messages by their words and channel."""
    groups: dict[tuple, list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row.get(name, "") for name in ("event", "kind", "title", "channel"))].append(row)
    return list(groups.values())


def vote_orders(tables: Dump, ballot: Ballot, candidates: list[str]) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Everything that lists marks by candidate: the n-th mark of each candidate taken together as one vote."""
    for table, rows in tables.items():
        for key in rows[0] if rows else ():
            mine = [row for row in rows if row[key] in candidates and any(value in MARKS for value in row.values())]
            by = defaultdict(list)
            for row in mine:
                by[row[key]].append(row)
            if {pk: len(found) for pk, found in by.items()} != dict.fromkeys(candidates, VOTERS):
                continue
            mark = next(name for name, value in mine[0].items() if value in MARKS)
            for column in [*mine[0], None]:
                if column in (mark, key):
                    continue
                lists = [
                    sorted(by[pk], key=lambda row: sortable(row[column])) if column else by[pk] for pk in candidates
                ]
                votes = zip(*([row[mark] for row in found] for found in lists), strict=True)
                yield f"{table} by {column}", list(votes)


def matched(listed: list[str], votes: list[tuple[str, ...]], truth: dict[str, tuple[str, ...]]) -> int:
    return sum(truth[voter] == vote for voter, vote in zip(listed, votes, strict=True))


def same_marks(listed, votes, truth) -> tuple[int, float, float]:
    """(marks guessed right, expected by chance, variance) over all candidates."""
    right, expected, variance = 0, 0.0, 0.0
    for place in range(CANDIDATES):
        real = [truth[voter][place] for voter in listed]
        right += sum(one == vote[place] for one, vote in zip(real, votes, strict=True))
        share = sum((real.count(mark) / VOTERS) ** 2 for mark in MARKS)
        expected += VOTERS * share
        variance += VOTERS * share * (1 - share) * VOTERS / (VOTERS - 1)
    return right, expected, variance


@pytest.fixture
def brokered():
    """Every message sent to the broker, as text."""
    found: list[str] = []

    def note(sender=None, body=None, headers=None, **rest) -> None:
        found.append(f"{sender} {body} {headers}")

    before_task_publish.connect(note, weak=False)
    yield found
    before_task_publish.disconnect(note)


# the test -----------------------------------------------------------------------------------------------------------


def test_nothing_left_after_the_count_links_a_voter_with_a_choice(
    scene, naive_tables, statements, brokered, caplog, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path  # files of this test alone
    settings.BALLOT_KEY = "khóa chỉ máy chủ có " * 3
    caplog.set_level(logging.DEBUG)
    told: list[tuple[Ballot, dict[str, tuple[str, ...]], dict[str, str]]] = []
    for number in range(BALLOTS):
        ballot = start(scene, number)
        seats = dict(ballot.voters.values_list("pk", "user_id"))
        truth = dict(zip(seats, choices(), strict=True))
        cast_all(scene, ballot, truth, by_page=number < BY_PAGE)
        if number == 0:
            assert linked_while_open(ballot, truth) == VOTERS
            early = list(SealedVote.objects.values_list("box", flat=True)), bytes(ballot.key.wrapped)
        counting.close_ballot(ballot_id=ballot.pk, by=scene.leader)
        ballot_life.publish_ballot(ballot_id=ballot.pk, by=scene.leader)
        known = {str(pk): vote for pk, vote in truth.items()}
        told.append((ballot, known, {str(user): str(pk) for pk, user in seats.items()}))
    connection.force_debug_cursor = False
    tables = dump()

    whole: dict[str, list[int]] = defaultdict(list)
    parts: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
    for ballot, truth, voters in told:
        candidates = [str(pk) for pk in ballot.candidates.values_list("pk", flat=True)]
        found = list(vote_orders(tables, ballot, candidates))
        for way, listed in voter_orders(tables, ballot, voters):
            for how, votes in found:
                whole[f"{way} / {how}"].append(matched(listed, votes, truth))
                parts[f"{way} / {how}"].append(same_marks(listed, votes, truth))
    ways = {name: rows for name, rows in whole.items() if len(rows) == BALLOTS}
    assert len(ways) >= 40, sorted(ways)  # an attacker who tries little proves little
    means = {name: sum(rows) / BALLOTS for name, rows in ways.items()}
    best = max(means, key=means.get)
    assert means[best] <= 1.5, (best, means[best])
    scores = {name: z_score(parts[name]) for name in ways}
    luckiest = max(scores, key=lambda name: abs(scores[name]))
    assert abs(scores[luckiest]) < 5, (luckiest, scores[luckiest])
    print(f"{len(ways)} ways, best mean {means[best]:.2f} of {VOTERS}, largest z {scores[luckiest]:.2f}")

    # One transaction holds all slips of a ballot, another order none; boxes and keys are gone.
    assert {row["h_xmin"] for row in tables["awards_voteslip"]} == {
        row["h_xmin"] for row in tables["awards_ballotcount"]
    }
    assert not tables["awards_sealedvote"] and not tables["awards_ballotkey"]
    words_stand_nowhere_else(tables, settings, [*statements, *(record.getMessage() for record in caplog.records)])
    assert brokered == []  # neither a vote nor its counting goes by way of the broker
    # What the log of the open hours kept is ciphertext; with another key of the settings it opens nothing.
    settings.BALLOT_KEY = "another"
    with pytest.raises(BrokenSeal):
        unseal(early[1], early[0])

    assert [
        naive_matches(tables, ballot, truth, by) for ballot, truth, _ in told for by in ("h_xmin", "h_ctid", "id")
    ] == ([VOTERS] * BALLOTS * 3)


def z_score(rows: list[tuple[int, float, float]]) -> float:
    right, expected, variance = (sum(column) for column in zip(*rows, strict=True))
    return (right - expected) / math.sqrt(variance)


def linked_while_open(ballot: Ballot, truth: dict[int, tuple[str, ...]]) -> int:
    """Not promised, and so said on the page: with the server's key and the hidden columns, while it is open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.voter_id, s.box FROM awards_participation p JOIN awards_sealedvote s ON s.xmin = p.xmin "
            "JOIN awards_ballotvoter v ON v.id = p.voter_id WHERE v.ballot_id = %s",
            [ballot.pk],
        )
        rows = cursor.fetchall()
    key = BallotKey.objects.get(ballot=ballot).wrapped
    return sum(tuple(unseal(key, [box])[0]) == truth[voter] for voter, box in rows)


def naive_matches(tables: Dump, ballot: Ballot, truth: dict[str, tuple[str, ...]], by: str) -> int:
    lists = []
    for table, column in (("naive_participation", "voter"), ("naive_vote", "vote")):
        rows = [row for row in tables[table] if row["ballot"] == str(ballot.pk)]
        lists.append([row[column] for row in sorted(rows, key=lambda row: sortable(row[by]))])
    return matched(lists[0], [tuple(vote.split()) for vote in lists[1]], truth)


def words_stand_nowhere_else(tables: Dump, settings, lines: list[str]) -> None:
    """The marks are written in the slips alone: in no other table, mail, file, nor in the log of requests."""
    for table, rows in tables.items():
        if table in ("awards_voteslip", "naive_vote"):
            continue
        assert not [value for row in rows for value in row.values() if value in ("disagree", "blank")], table
    assert not [row for row in tables["accounts_auditentry"] if "agree" in row["before"] + row["after"] + row["note"]]
    assert not [letter for letter in mail.outbox if "gree" in letter.body]
    assert not [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]
    said = [line for line in lines if "'disagree'" in line and "naive_" not in line]
    assert said and all("awards_voteslip" in line for line in said)
    assert not [line for line in lines if "candidate_" in line and "POST" in line]


def test_the_counts_are_those_of_the_votes(scene, naive_tables):
    """The same path, counted: what was cast is what is told."""
    ballot = start(scene, 1)
    truth = dict(zip(ballot.voters.values_list("pk", flat=True), choices(), strict=True))
    cast_all(scene, ballot, truth)
    counting.close_ballot(ballot_id=ballot.pk, by=scene.leader)
    for place, candidate in enumerate(ballot.candidates.all()):
        for mark in MARKS:
            cast = sum(vote[place] == mark for vote in truth.values())
            assert VoteSlip.objects.filter(candidate=candidate, mark=mark).count() == cast
    assert (
        Participation.objects.filter(voter__ballot=ballot).count() == BallotVoter.objects.filter(ballot=ballot).count()
    )
