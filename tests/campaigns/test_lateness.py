"""How late a paper is: extension, grace, outages; to the millisecond around midnight and the end of the year."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts import clock
from accounts.models import AuditEntry
from bench.statements import statements
from campaigns import progress, services
from campaigns.lateness import first_arrivals, late_map
from campaigns.models import Deadline, Outage, Receipt
from campaigns.rules.lateness import Lateness, days_down, late_by, lateness
from campaigns.when import ZONE, DueRule, closes_at

D = dt.date
LAST = D(2026, 12, 19)
SECOND, MILLI = dt.timedelta(seconds=1), dt.timedelta(milliseconds=1)


def moment(day, hour=12, minute=0):
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=ZONE)


def days(*numbers):
    return {D(2026, 12, number) for number in numbers}


@pytest.mark.parametrize(
    ("arrives", "grace", "down", "expected"),
    [
        (D(2026, 12, 1), 0, (), Lateness()),
        (D(2026, 12, 19), 0, (), Lateness()),
        (D(2026, 12, 20), 0, (), Lateness(1, 1)),
        (D(2026, 12, 23), 0, (), Lateness(4, 4)),
        (D(2026, 12, 20), 2, (), Lateness(0, 1, 1)),
        (D(2026, 12, 23), 2, (), Lateness(2, 4, 2)),
        (D(2026, 12, 20), 0, days(19), Lateness(0, 1, 0, 1)),  # down on the last day: the next day is on time
        (D(2026, 12, 21), 0, days(19), Lateness(1, 2, 0, 1)),
        (D(2026, 12, 21), 0, days(19, 20), Lateness(0, 2, 0, 2)),
        (D(2026, 12, 22), 0, days(20), Lateness(2, 3, 0, 1)),
        (D(2026, 12, 20), 0, days(20), Lateness(1, 1)),  # the day of arrival itself was open
        (D(2026, 12, 20), 0, days(18), Lateness(1, 1)),  # the day before the last one is the unit's own choice
        (D(2026, 12, 22), 1, days(19), Lateness(2, 3, 1)),  # its last chance was the day of grace
        (D(2026, 12, 22), 1, days(20), Lateness(1, 3, 1, 1)),
    ],
)
def test_what_counts_as_late(arrives, grace, down, expected):
    assert late_by(moment(arrives), LAST, grace=grace, down=down) == expected


@given(st.integers(0, 40), st.integers(0, 10), st.sets(st.integers(-5, 45)), st.sets(st.integers(-5, 45)))
def test_more_grace_and_more_outages_never_make_anything_later(passed, grace, down, more):
    at = moment(LAST + dt.timedelta(days=passed))
    few = {LAST + dt.timedelta(days=n) for n in down}
    many = few | {LAST + dt.timedelta(days=n) for n in more}
    found = late_by(at, LAST, grace=grace, down=few)
    assert 0 <= found.days == found.calendar - found.grace - found.down
    assert late_by(at, LAST, grace=grace + 1, down=few).days <= found.days
    assert late_by(at, LAST, grace=grace, down=many).days <= found.days
    assert late_by(at + dt.timedelta(days=1), LAST, grace=grace, down=few).days >= found.days


YEAR_END = D(2026, 12, 31)


@pytest.mark.parametrize("last_day", [LAST, YEAR_END, D(2028, 2, 29)])
@pytest.mark.parametrize(
    ("away", "expected"),
    [(-SECOND, 0), (-MILLI, 0), (dt.timedelta(0), 1), (MILLI, 1), (SECOND, 1)],
    ids=["second before", "millisecond before", "midnight", "millisecond after", "second after"],
)
def test_the_line_is_midnight_in_viet_nam(last_day, away, expected):
    at = closes_at(last_day) + away
    assert late_by(at, last_day).days == expected
    assert late_by(at.astimezone(dt.UTC), last_day).days == expected
    assert (at < closes_at(last_day)) == (expected == 0)


def receipt(day, last_day=LAST):
    return SimpleNamespace(at=moment(day), last_day=last_day)


def test_a_paper_is_never_made_later_by_what_was_decided_after_it_came():
    came = receipt(D(2026, 12, 18))
    assert lateness(came, last_day=D(2026, 12, 10)).days == 0
    assert lateness(receipt(D(2026, 12, 25), None), last_day=D(2026, 12, 10)).days == 0


def test_an_extension_given_afterwards_counts_and_says_so():
    found = lateness(receipt(D(2026, 12, 21)), last_day=D(2026, 12, 25))
    assert (found.days, found.words) == (0, "đúng hạn; được gia hạn")
    assert lateness(receipt(D(2026, 12, 27)), last_day=D(2026, 12, 25)).words == "chậm 2 ngày"


def test_the_words_say_what_was_not_counted():
    found = lateness(receipt(D(2026, 12, 22)), grace=1, down=days(20))
    assert found.words == "chậm 1 ngày; không tính 1 ngày ân hạn; không tính 1 ngày: hệ thống ngừng hoạt động"


@pytest.mark.parametrize(
    ("begin", "end", "touched"),
    [
        (moment(LAST, 22), moment(LAST, 23), {LAST}),
        (moment(LAST, 23, 59), moment(D(2026, 12, 20), 0, 0), {LAST}),
        (moment(LAST, 23, 59), moment(D(2026, 12, 20), 0, 1), {LAST, D(2026, 12, 20)}),
        (moment(D(2026, 12, 31), 1), moment(D(2027, 1, 1), 5), {D(2026, 12, 31), D(2027, 1, 1)}),
    ],
)
def test_which_days_an_outage_touches(begin, end, touched):
    assert Outage(started_at=begin, ended_at=end).days() == touched
    assert days_down([Outage(started_at=begin.astimezone(dt.UTC), ended_at=end)]) == touched


@pytest.fixture
def late_paper(world, noon):
    """A paper due yesterday that arrived today at noon; `world.late` is its receipt."""
    due = services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=world.leader,
        title="Báo cáo năm",
        kind=Deadline.Kind.YEAR_REPORT,
        value=noon(-1).date(),
        rule=DueRule.BY,
        to_leader=True,
    )
    with clock.at(noon(0)):
        unit = world.bloc.units[2]
        draft = services.save_submission(deadline_id=due.pk, unit=unit, text="Kết quả", by=world.staff)
        world.late = services.submit(submission_id=draft.pk, by=world.head)
    world.due, world.unit = due, unit
    return world


def record(world, noon, days_ago, hours=2, by=None):
    begin = noon(-days_ago)
    return services.record_outage(
        authority_id=world.a.pk,
        started_at=begin,
        ended_at=begin + dt.timedelta(hours=hours),
        what="Mất điện máy chủ",
        by=by or world.board,
    )


def cell_of(world):
    return progress.cells_of([world.due])[world.due.pk, world.unit.pk]


def test_an_outage_is_taken_into_account_everywhere_and_the_receipt_stays(late_paper, noon, sign_in):
    world = late_paper
    assert (cell_of(world).days_late, world.late.days_late) == (1, 1)
    row = record(world, noon, 1)
    cell = cell_of(world)
    assert (cell.days_late, cell.late.down, cell.is_late) == (0, 1, False)
    assert Receipt.objects.get().days_late == 1
    why = "không tính 1 ngày: hệ thống ngừng hoạt động"
    for path in (f"bien-nhan/{world.late.pk}/", f"moc/{world.due.pk}/", f"moc/{world.due.pk}/don-vi/{world.unit.pk}/"):
        assert why in sign_in(world.head).get(f"/ke-hoach/{path}").content.decode(), path
    services.withdraw_outage(outage_id=row.pk, by=world.board)
    assert cell_of(world).days_late == 1
    events = AuditEntry.objects.filter(event__startswith="outage.").order_by("pk").values_list("event", flat=True)
    assert list(events) == ["outage.record", "outage.withdraw"]


def test_an_outage_of_another_province_changes_nothing(late_paper, noon):
    begin = noon(-1)
    services.record_outage(
        authority_id=late_paper.b.pk,
        started_at=begin,
        ended_at=begin + dt.timedelta(hours=1),
        what="Mất điện",
        by=late_paper.foreign_board,
    )
    assert cell_of(late_paper).days_late == 1


def test_an_extension_granted_afterwards_counts(late_paper, noon):
    services.grant_extension(
        deadline_id=late_paper.due.pk,
        unit=late_paper.unit,
        last_day=noon(3).date(),
        reason="Bão",
        by=late_paper.leader,
    )
    assert (cell_of(late_paper).days_late, cell_of(late_paper).late.reasons) == (0, ["được gia hạn"])


def test_grace_counts_for_what_arrives_within_it(world, noon):
    due = services.add_deadline(
        campaign_id=world.bloc.campaign.pk, by=world.leader, title="x", value=noon(-2).date(), grace_days=3
    )
    with clock.at(noon(0)):
        draft = services.save_submission(deadline_id=due.pk, unit=world.bloc.units[2], text="Kết quả", by=world.staff)
        assert services.submit(submission_id=draft.pk, by=world.head).days_late == 0


def test_statements_do_not_grow_and_nothing_late_costs_nothing(world, noon):
    deadlines = [
        services.add_deadline(
            campaign_id=world.bloc.campaign.pk, by=world.leader, title=f"B{n}", value=noon(n - 3).date()
        )
        for n in range(7)
    ]
    for due in deadlines:
        draft = services.save_submission(deadline_id=due.pk, unit=world.bloc.units[2], text="x", by=world.staff)
        services.submit(submission_id=draft.pk, by=world.head)
    arrivals = first_arrivals(deadlines)
    counts = []
    for chosen in (deadlines[5:], deadlines[:1], deadlines[:3]):
        pairs = {pair: row for pair, row in arrivals.items() if pair[0] in {due.pk for due in chosen}}
        counts.append(len(statements(lambda chosen=chosen, pairs=pairs: late_map(chosen, pairs))))
    assert counts[0] == 0
    assert counts[1] == counts[2] <= 3


@pytest.mark.parametrize(
    ("begin", "end", "field"),
    [(1, -1, "ended_at"), (-1, 2, "ended_at"), (-40 * 24, -1, "ended_at"), (-1, -2, "ended_at")],
)
def test_what_is_no_outage(world, begin, end, field):
    hour = dt.timedelta(hours=1)
    with pytest.raises(ValidationError) as refused:
        services.record_outage(
            authority_id=world.a.pk,
            started_at=clock.now() + begin * hour,
            ended_at=clock.now() + end * hour,
            what="x",
            by=world.board,
        )
    assert list(refused.value.error_dict) == [field]


@pytest.mark.parametrize(("away", "expected"), [(-SECOND, 0), (-MILLI, 0), (dt.timedelta(0), 1), (MILLI, 1)])
def test_a_receipt_at_midnight(world, noon, away, expected):
    due = services.add_deadline(
        campaign_id=world.bloc.campaign.pk, by=world.leader, title="x", value=noon(2).date(), rule=DueRule.BY
    )
    draft = services.save_submission(deadline_id=due.pk, unit=world.bloc.units[2], text="x", by=world.staff)
    with clock.at(closes_at(due.last_day) + away):
        assert services.submit(submission_id=draft.pk, by=world.head).days_late == expected
