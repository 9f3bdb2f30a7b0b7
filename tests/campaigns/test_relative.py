"""Deadlines counted from another date: the arithmetic, the words, chains and circles, and what follows when the anchor moves."""

import datetime as dt
from functools import partial
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts import clock
from accounts.decisions import Refused
from accounts.models import AuditEntry, Notification
from bench.statements import statements
from campaigns import progress, services
from campaigns.arrivals import counted_days
from campaigns.models import Deadline, Reminder
from campaigns.office_days import shipped
from campaigns.permissions import CampaignReason
from campaigns.rules import printed_words, time_words
from campaigns.rules.relative import calendar_notes, counted_day, day_off_words, in_circle, in_order, rolled_day
from campaigns.when import AnchorKind, DayOffRule, DueRule, OffsetUnit, Precision, When, last_day_on_time
from tests.factories import DeadlineFactory

D = dt.date
CALENDAR, WORKING = OffsetUnit.CALENDAR, OffsetUnit.WORKING
LAW, NEXT, KEEP = DayOffRule.LAW, DayOffRule.NEXT, DayOffRule.KEEP


def counted(offset, unit=CALENDAR, day_off=LAW, **more):
    return SimpleNamespace(offset=offset, offset_unit=unit, day_off=day_off, anchor_kind="due", **more)


@pytest.mark.parametrize(
    ("offset", "unit", "day_off", "start", "last_day"),
    [
        (-7, CALENDAR, LAW, "2026-12-18", "2026-12-11"),  # «ít nhất 07 ngày trước ngày họp»
        (-7, CALENDAR, LAW, "2026-11-22", "2026-11-15"),  # a Sunday: notice counted backwards is never shortened
        (15, CALENDAR, LAW, "2026-12-04", "2026-12-21"),  # «15 ngày sau»: the 19th is a Saturday
        (15, CALENDAR, KEEP, "2026-12-04", "2026-12-19"),
        (15, CALENDAR, LAW, "2026-12-01", "2026-12-16"),
        (15, CALENDAR, LAW, "2026-02-02", "2026-02-23"),  # ends on the first day of Tết
        (5, WORKING, LAW, "2026-12-18", "2026-12-25"),  # «05 ngày làm việc từ ngày nhận hồ sơ hợp lệ»
        (5, WORKING, KEEP, "2026-02-13", "2026-02-27"),  # over Tết
        (5, WORKING, LAW, "2026-12-19", "2026-12-25"),  # received on a Saturday
        (1, WORKING, LAW, "2026-08-21", "2026-08-22"),  # a Saturday worked for another day
        (-3, WORKING, LAW, "2026-09-03", "2026-08-26"),
        (0, CALENDAR, LAW, "2026-12-19", "2026-12-19"),
        (0, CALENDAR, NEXT, "2026-12-19", "2026-12-21"),
        (-1, CALENDAR, NEXT, "2026-12-20", "2026-12-21"),
    ],
)
def test_the_day_of_the_event_is_not_counted(offset, unit, day_off, start, last_day):
    assert counted_day(counted(offset, unit, day_off), D.fromisoformat(start), shipped()) == D.fromisoformat(last_day)


@given(st.dates(D(2025, 3, 1), D(2027, 6, 30)), st.integers(1, 90), st.booleans())
def test_a_period_never_ends_on_a_day_off_nor_is_shortened(start, offset, working):
    unit = WORKING if working else CALENDAR
    end = counted_day(counted(offset, unit), start, shipped())
    assert shipped().is_working(end)
    assert end >= start + dt.timedelta(days=offset)
    assert counted_day(counted(-offset, unit), start, shipped()) <= start - dt.timedelta(days=offset)


@pytest.mark.parametrize(
    ("day", "day_off", "moved"),
    [
        (D(2026, 12, 19), LAW, None),  # a day the document names stays
        (D(2026, 12, 19), KEEP, None),
        (D(2026, 12, 19), NEXT, D(2026, 12, 21)),
        (D(2026, 12, 18), NEXT, None),
        (None, NEXT, None),
    ],
)
def test_a_named_day_moves_only_where_the_deadline_says_so(day, day_off, moved):
    assert rolled_day(day, day_off, shipped()) == moved


@pytest.mark.parametrize(
    ("offset", "unit", "words"),
    [
        (-7, CALENDAR, "ít nhất 07 ngày trước ngày «Hội nghị»"),
        (15, CALENDAR, "trong 15 ngày kể từ ngày «Hội nghị»"),
        (5, WORKING, "trong 05 ngày làm việc kể từ ngày «Hội nghị»"),
        (0, CALENDAR, "đúng ngày «Hội nghị»"),
    ],
)
def test_relative_words(offset, unit, words):
    row = Deadline(
        anchor_kind="due", offset=offset, offset_unit=unit, counted_from="ngày «Hội nghị»", last_day=D(2026, 12, 11)
    )
    assert time_words(row) == words
    assert printed_words(row) == f"{words} (ngày cuối đúng hạn 11/12/2026)"


@pytest.mark.parametrize(
    ("pk", "anchor", "anchors", "circle"),
    [
        (None, 1, {2: 1}, False),
        (1, 1, {}, True),
        (1, 2, {2: 1}, True),
        (1, 3, {2: 1, 3: 2}, True),
        (1, 3, {3: 2}, False),
        (9, 1, {1: 2, 2: 1}, True),
    ],
)
def test_circles(pk, anchor, anchors, circle):
    assert in_circle(pk, anchor, anchors) == circle


def test_chains_come_in_order():
    assert in_order([1], {4: 3, 2: 1, 3: 2, 6: 5}) == [2, 3, 4]


def test_doubts_about_the_calendar_are_said():
    assert calendar_notes(D(2026, 12, 1), D(2026, 12, 9), shipped()) == []
    unknown, unsure = calendar_notes(D(2028, 1, 3), D(2027, 11, 20), shipped())
    assert "2028" in unknown
    assert "24/11/2027 (Ngày Văn hóa Việt Nam)" in unsure
    assert day_off_words(D(2026, 11, 24), shipped()) == "ngày nghỉ: Ngày Văn hóa Việt Nam (cần xác nhận)"
    assert day_off_words(D(2026, 9, 2), shipped()) == "ngày nghỉ: Quốc khánh"


@pytest.fixture
def year(world):
    """Meeting in 40 days; the papers 7 days before, the invitation 3 working days before those, minutes 15 days after."""
    world.meeting = add(world, "Hội nghị tổng kết", kind="meeting", value=clock.today() + dt.timedelta(days=40))
    world.papers = follow_up(world, "Gửi tài liệu", world.meeting, -7)
    world.invitation = follow_up(world, "Gửi giấy mời", world.papers, -3, unit=WORKING)
    world.minutes = follow_up(world, "Gửi biên bản", world.meeting, 15, kind=AnchorKind.DONE)
    return world


def add(world, title, by=None, **fields):
    values = {"title": title, "to_leader": True} | fields
    return services.add_deadline(campaign_id=world.bloc.campaign.pk, by=by or world.leader, **values)


def relative(anchor, offset, kind=AnchorKind.DUE, unit=CALENDAR, **fields):
    return {
        "precision": Precision.NONE,
        "anchor": anchor,
        "anchor_kind": kind,
        "offset": offset,
        "offset_unit": unit,
    } | fields


def follow_up(world, title, anchor, offset, kind=AnchorKind.DUE, unit=CALENDAR, **fields):
    return add(world, title, **relative(anchor, offset, kind, unit, **fields))


def days_of(*rows):
    return [Deadline.objects.get(pk=row.pk).last_day for row in rows]


def test_days_follow_through_the_chain_and_everybody_is_told_once(year):
    Notification.objects.all().delete()
    before = days_of(year.papers, year.invitation)
    assert before[0] == year.meeting.last_day - dt.timedelta(days=7)
    assert before[1] == shipped().add(before[0], -3)
    later = year.meeting.last_day + dt.timedelta(days=5)
    services.update_deadline(deadline_id=year.meeting.pk, by=year.leader, value=later)
    papers, invitation, minutes = days_of(year.papers, year.invitation, year.minutes)
    assert (papers, invitation) == (later - dt.timedelta(days=7), shipped().add(papers, -3))
    assert minutes is None  # counted from the day it takes place
    followed = AuditEntry.objects.filter(event="deadline.follow").order_by("pk")
    assert [(row.target_label, row.by) for row in followed] == [
        ("Gửi tài liệu", year.leader),
        ("Gửi giấy mời", year.leader),
    ]
    told = Notification.objects.filter(user=year.head, channel="in_app", kind="deadline_moved")
    assert sorted(told.values_list("title", flat=True)) == [
        "Thay đổi thời hạn: Gửi tài liệu và 1 mốc khác",
        "Thay đổi thời hạn: Hội nghị tổng kết",
    ]


def test_reminders_of_what_follows_are_planned_anew(year):
    services.update_deadline(
        deadline_id=year.meeting.pk, by=year.leader, value=year.meeting.last_day + dt.timedelta(days=5)
    )
    planned = Reminder.objects.filter(deadline=year.papers, state=Reminder.State.PLANNED)
    assert set(planned.values_list("last_day", flat=True)) == set(days_of(year.papers))
    stopped = Reminder.objects.filter(deadline=year.papers, state=Reminder.State.STOPPED)
    assert set(stopped.values_list("last_day", flat=True)) == {year.papers.last_day}


def test_the_day_it_took_place_starts_the_count(year):
    services.mark_done(deadline_id=year.meeting.pk, on=clock.today(), by=year.leader)
    assert days_of(year.minutes) == [shipped().next_working(clock.today() + dt.timedelta(days=15))]
    services.mark_done(deadline_id=year.meeting.pk, on=None, by=year.leader)
    assert days_of(year.minutes) == [None]


def test_a_leader_does_not_bring_forward_what_is_open_through_its_anchor(year):
    earlier = year.meeting.last_day - dt.timedelta(days=5)
    loose = add(year, "Họp", kind="meeting", value=year.meeting.last_day, starts=year.meeting.last_day)
    follow_up(year, "Nộp", loose, -7)
    with pytest.raises(Refused) as refused:
        services.update_deadline(deadline_id=loose.pk, by=year.leader, value=earlier, starts=earlier)
    assert refused.value.reason == CampaignReason.NOT_EARLIER
    services.update_deadline(deadline_id=year.meeting.pk, by=year.board, value=earlier)
    assert days_of(year.papers) == [earlier - dt.timedelta(days=7)]


def test_a_new_title_of_the_anchor_stands_in_the_words(year):
    services.update_deadline(deadline_id=year.meeting.pk, by=year.leader, title="Hội nghị cuối năm")
    assert time_words(Deadline.objects.get(pk=year.papers.pk)) == "ít nhất 07 ngày trước ngày «Hội nghị cuối năm»"


def test_statements_do_not_grow_with_what_follows(world):
    sent = []
    for number in (1, 5):
        anchor = add(world, f"Họp {number}", kind="meeting", value=clock.today() + dt.timedelta(days=60))
        for step in range(number):
            follow_up(world, f"Nộp {step}", anchor, -step - 1)
        moved = anchor.last_day + dt.timedelta(days=3)
        change = partial(services.update_deadline, deadline_id=anchor.pk, by=world.leader, value=moved)
        sent.append(len([sql for sql in statements(change) if not sql.startswith("INSERT")]))  # rows go in in batches
    assert sent[0] == sent[1]


CIRCLES = [
    ("anchor", lambda year: (year.meeting, relative(year.invitation, 1, value=None))),
    ("anchor", lambda year: (year.papers, relative(year.papers, 1))),
    ("offset", lambda year: (year.papers, relative(year.meeting, 5000))),
    ("or_value", lambda year: (year.papers, {"or_precision": "day", "or_value": D(2030, 1, 1)})),
    ("every_year", lambda year: (year.meeting, {"every_year": True})),
    ("anchor", lambda year: (year.minutes, relative(year.meeting, 5, AnchorKind.ARRIVAL))),
    ("anchor", lambda year: (year.invitation, relative(year.papers, 5, AnchorKind.DONE))),
    ("anchor", lambda year: (year.papers, relative(DeadlineFactory(), 5))),
    ("anchor_kind", lambda year: (year.papers, relative(report(year), 5, AnchorKind.ARRIVAL))),
]


def report(world):
    return add(world, "Hồ sơ đề nghị", value=clock.today() + dt.timedelta(days=10))


@pytest.mark.parametrize(("field", "change"), CIRCLES)
def test_what_cannot_be_counted_is_refused_at_its_field(year, field, change):
    deadline, fields = change(year)
    with pytest.raises(ValidationError) as refused:
        services.update_deadline(deadline_id=deadline.pk, by=year.leader, **fields)
    assert list(refused.value.error_dict) == [field]


@pytest.mark.parametrize("missing", [{"offset": None}, {"anchor": None}, {"precision": "day", "value": D(2030, 1, 1)}])
def test_half_a_relative_deadline_is_none(year, missing):
    with pytest.raises(ValidationError):
        add(year, "x", **relative(year.meeting, 5) | missing)


def test_what_others_count_from_is_not_deleted(year):
    with pytest.raises(Refused) as refused:
        services.delete_deadline(deadline_id=year.meeting.pk, by=year.leader)
    assert refused.value.reason == CampaignReason.IN_USE


def send(world, due, unit, staff, head):
    draft = services.save_submission(deadline_id=due.pk, unit=unit, text="Hồ sơ", by=staff)
    services.submit(submission_id=draft.pk, by=head)
    return draft


def test_each_unit_has_its_day_from_its_own_arrival(world, noon):
    due, unit = report(world), world.bloc.units[2]
    answer = follow_up(world, "Bổ sung", due, 5, AnchorKind.ARRIVAL, WORKING)
    assert (answer.last_day, counted_days([answer])) == (None, {})
    with clock.at(noon(0)):
        draft = send(world, due, unit, world.staff, world.head)
    own = shipped().add(clock.today(), 5)
    assert counted_days([Deadline.objects.select_related("campaign").get(pk=answer.pk)]) == {(answer.pk, unit.pk): own}
    cells = progress.cells_of([answer])
    assert {key[1]: cell.last_day for key, cell in cells.items() if cell.last_day} == {unit.pk: own}
    assert services.last_day_for(answer, unit.pk) == own
    planned = Reminder.objects.filter(deadline=answer, state=Reminder.State.PLANNED)
    assert set(planned.values_list("unit_id", "last_day")) == {(unit.pk, own)}
    services.return_submission(submission_id=draft.pk, reason="Thiếu tài liệu", by=world.leader)
    assert counted_days([answer]) == {}
    assert not Reminder.objects.filter(deadline=answer, state=Reminder.State.PLANNED).exists()


def test_what_the_board_answers_is_due_with_the_latest_arrival(world, noon, sign_in):
    due = report(world)
    answer = follow_up(world, "Trả lời hồ sơ", due, 5, AnchorKind.ARRIVAL, WORKING, owes=Deadline.Owes.BOARD)
    with clock.at(noon(0)):
        send(world, due, world.bloc.units[2], world.staff, world.head)
    assert days_of(answer) == [shipped().add(clock.today(), 5)]
    afterwards = follow_up(world, "Trả lời sau", due, 3, AnchorKind.ARRIVAL, WORKING, owes=Deadline.Owes.BOARD)
    assert afterwards.last_day == shipped().add(clock.today(), 3)  # made when the papers were there already
    page = sign_in(world.board).get(f"/ke-hoach/moc/{answer.pk}/").content.decode()
    assert "Hạn trả lời từng đơn vị" in page
    assert f'{world.bloc.units[2]}</th><td data-label="Trả lời chậm nhất">{days_of(answer)[0]:%d/%m/%Y}' in page


def test_a_new_day_off_moves_what_counts_working_days(year):
    off = shipped().add(year.papers.last_day, -1)
    services.add_office_day(
        authority_id=year.a.pk, day=off, working=False, name="Lễ hội", source="Thông báo 1", by=year.board
    )
    assert days_of(year.papers, year.invitation) == [
        year.papers.last_day,
        shipped().add(year.papers.last_day, -4),
    ]
    assert AuditEntry.objects.filter(event="deadline.follow", by=year.board).count() == 1


def test_the_form_makes_says_and_keeps_a_relative_deadline(year, sign_in):
    client = sign_in(year.leader)
    typed = {
        "title": "Gửi kết quả",
        "kind": "other",
        "owes": "members",
        "rule": "by",
        "when": "",
        "anchor_kind": "due",
        "anchor": year.meeting.pk,
        "days": "15",
        "side": "after",
        "offset_unit": "calendar",
    }
    path = f"/ke-hoach/{year.bloc.campaign.pk}/moc/moi/"
    answer = client.post(path, typed, follow=True)
    assert "trong 15 ngày kể từ ngày «Hội nghị tổng kết»" in answer.content.decode()
    made = Deadline.objects.get(title="Gửi kết quả")
    assert (made.offset, made.anchor, made.day_off) == (15, year.meeting, "law")
    form = client.get(f"/ke-hoach/moc/{made.pk}/sua/").content.decode()
    assert 'name="days" value="15"' in form
    for wrong, sentence in [
        ({"anchor": ""}, "Chọn mốc gốc."),
        ({"days": ""}, "Nhập số ngày."),
        ({"when": "20/12/2030"}, "thì để trống ô này"),
        ({"anchor_kind": ""}, "Chọn cách tính theo mốc gốc"),
        ({"days": "9999"}, "9999"),
    ]:
        refused = client.post(path, typed | wrong)
        assert refused.status_code == 422
        assert sentence in refused.content.decode()
        assert "Gửi kết quả" in refused.content.decode()


# The times of /domain/documents.md §1.7 and the deadlines of blocs.md §2.6: (time, rule, last day on time, words).
TIMES = [
    (When(Precision.DAY, D(2022, 6, 30)), DueRule.BEFORE, D(2022, 6, 29), "trước ngày 30/06/2022"),
    (When(Precision.DAY, D(2021, 6, 15)), DueRule.BEFORE, D(2021, 6, 14), "trước ngày 15/06/2021"),
    (When(Precision.DAY, D(2022, 12, 20)), DueRule.BEFORE, D(2022, 12, 19), "trước ngày 20/12/2022"),
    (When(Precision.DAY, D(2022, 2, 1)), DueRule.BEFORE, D(2022, 1, 31), "trước ngày 01/02/2022"),
    (When(Precision.DAY, D(2023, 6, 30)), DueRule.BY, D(2023, 6, 30), "chậm nhất ngày 30/06/2023"),
    (When(Precision.DAY, D(2023, 12, 10)), DueRule.BY, D(2023, 12, 10), "chậm nhất ngày 10/12/2023"),
    (When(Precision.MONTH, D(2021, 7, 1)), DueRule.BY, D(2021, 7, 31), "trong tháng 07/2021"),
    (When(Precision.MONTH, D(2022, 2, 1)), DueRule.BY, D(2022, 2, 28), "trong tháng 02/2022"),
    (When(Precision.MONTH, D(2022, 12, 1)), DueRule.BY, D(2022, 12, 31), "trong tháng 12/2022"),
    (When(Precision.MONTH, D(2024, 2, 1)), DueRule.BY, D(2024, 2, 29), "trong tháng 02/2024"),
    (When(Precision.QUARTER, D(2022, 5, 9)), DueRule.BY, D(2022, 6, 30), "trong quý II/2022"),
    (When(Precision.QUARTER, D(2022, 10, 1)), DueRule.BEFORE, D(2022, 9, 30), "trước quý IV/2022"),
    (When(Precision.HALF, D(2022, 1, 1)), DueRule.BY, D(2022, 6, 30), "trong 6 tháng đầu năm 2022"),
    (When(Precision.HALF, D(2022, 8, 1)), DueRule.BY, D(2022, 12, 31), "trong 6 tháng cuối năm 2022"),
    (When(Precision.YEAR, D(2025, 1, 1)), DueRule.BY, D(2025, 12, 31), "trong năm 2025"),
    (When(Precision.YEAR, D(2026, 1, 1)), DueRule.BEFORE, D(2025, 12, 31), "trước năm 2026"),
    (When(Precision.YEAR_END, D(2022, 1, 1)), DueRule.BY, D(2022, 12, 31), "hết năm 2022"),
    (When(Precision.NONE), DueRule.BY, None, "không ghi thời gian"),
]


@pytest.mark.parametrize(("when", "rule", "last_day", "words"), TIMES)
def test_every_time_a_document_writes(when, rule, last_day, words):
    row = Deadline(precision=when.precision, value=when.value, rule=rule)
    assert (last_day_on_time(when, rule), row.working_date(), time_words(row)) == (last_day, last_day, words)


def test_a_range_and_a_choice_of_two_times():
    span = Deadline(precision="month", value=D(2022, 6, 1), starts=D(2022, 1, 1))
    assert (span.working_date(), time_words(span)) == (D(2022, 6, 30), "từ tháng 01/2022, trong tháng 06/2022")
    either = Deadline(
        precision="year_end", value=D(2019, 1, 1), or_precision="month", or_value=D(2020, 1, 1), rule=DueRule.BY
    )
    assert (either.working_date(), time_words(either)) == (D(2020, 1, 31), "hết năm 2019 hoặc trong tháng 01/2020")
