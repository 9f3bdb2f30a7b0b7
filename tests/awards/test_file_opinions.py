"""What others say of a file, the clock that waits for them, public consultation, and the components of the dossier."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry
from awards.consultation_reading import open_consultations
from awards.models import AwardRule, ConsultedBody, Nomination, RuleSet
from awards.nomination_reading import dossier_of, lacks_of, rule_of
from awards.permissions import AwardReason, can_decide
from awards.services import nomination_path as path
from awards.services import refuse_nomination, return_nomination, submit_nomination
from awards.services.nomination_parts import tick_dossier
from awards.services.opinions import add_comment, ask_body, open_consultation, record_opinion
from campaigns.office_days import office_days

from .file_scenes import agreed, later, proposed, received, time_set, unit_file, upload
from .scenes import award_type, fresh
from .test_files import reason_of

pytestmark = pytest.mark.django_db


def rule(world, code="BK_TINH_TT", **values):
    rules = RuleSet.objects.create(
        code="TEST", name="Quy định thử", effective_from=dt.date(2020, 1, 1), published_at=clock.now()
    )
    return AwardRule.objects.create(rule_set=rules, award_type=award_type(code), article="Điều 1", **values)


def ask(nomination, by, **changes):
    today = clock.today()
    values = {"body": "Cục Thuế", "letter_number": "12/BTĐKT", "letter_date": today, "due": today + dt.timedelta(5)}
    return ask_body(nomination_id=nomination.pk, by=by, **values | changes)


def answer(row, by, **changes):
    values = {"opinion": "agree", "answered_on": clock.today()}
    return record_opinion(opinion_id=row.pk, by=by, **values | changes)


def test_receipt_starts_the_clock_by_the_row_that_counts(world):
    assert received(world).due_on is None
    time_set(world, 25)
    time_set(world, 10, award_type=award_type("CO_TINH"))
    calendar, today = office_days(world.a.pk), clock.today()
    assert received(world, code="TTLDXS").due_on == calendar.add(today, 25)
    assert received(world, code="CO_TINH").due_on == calendar.add(today, 10)
    time_set(world, 5, valid_from=today + dt.timedelta(1))
    assert received(world, code="BK_TINH_TT", place=2, achievement="Khác", subject="Phòng").due_on == calendar.add(today, 25)  # fmt: skip


def test_times_are_the_boards_and_are_added_to(world):
    values = {"award_type": None, "valid_from": clock.today(), "source": "x", "source_status": "secondary"}
    from awards.services.processing import set_time

    for who, reason in (("leader", Reason.OUT_OF_REACH), ("viewer", Reason.NOT_YOUR_ROLE), ("foreign_board", Reason.OUT_OF_REACH)):  # fmt: skip
        found = reason_of(set_time, authority=world.a, days=5, by=world.people[who], **values)
        assert found in (reason, Reason.NOT_YOUR_ROLE)
    with pytest.raises(ValidationError):
        set_time(authority=world.a, days=0, by=world.board, **values)
    row = time_set(world)
    with pytest.raises(TypeError):
        row.save()


def test_the_clock_stands_while_the_file_is_returned(world):
    time_set(world, 25)
    nomination = received(world)
    due, calendar = nomination.due_on, office_days(world.a.pk)
    row = return_nomination(nomination_id=nomination.pk, by=world.board, reason="Bổ sung", parts=["report"])
    assert (row.paused_since, row.due_on) == (clock.today(), due)
    with later(10):
        row = submit_nomination(nomination_id=nomination.pk, by=world.head)
        passed = calendar.count(clock.today() - dt.timedelta(10), clock.today())
        assert (row.paused_since, row.due_on) == (None, calendar.add(due, passed))
        again = path.receive(nomination_ids=[row.pk], by=world.board)[0]
        assert (again.due_on, again.received_at) == (row.due_on, row.received_at)


def test_the_clock_stands_until_every_body_has_answered(world):
    time_set(world, 25)
    nomination = received(world)
    first, second = ask(nomination, world.board), ask(nomination, world.board, body="Công an tỉnh")
    assert fresh(nomination).paused_since == clock.today()
    answer(first, world.board)
    assert fresh(nomination).paused_since is not None
    answer(second, world.board, opinion="disagree", text="Đang xác minh đơn.")
    row = fresh(nomination)
    assert (row.paused_since, row.due_on) == (None, nomination.due_on)


def test_a_body_asked_before_receipt_lets_the_clock_start_paused(world):
    time_set(world, 25)
    nomination = proposed(world)
    asked = ask(nomination, world.board)
    assert fresh(nomination).paused_since is None
    row = path.receive(nomination_ids=[nomination.pk], by=world.board)[0]
    assert row.due_on and row.paused_since == clock.today()
    answer(asked, world.board)
    assert fresh(nomination).paused_since is None


def test_a_returned_file_stays_paused_when_a_body_answers(world):
    time_set(world, 25)
    nomination = received(world)
    asked = ask(nomination, world.board)
    return_nomination(nomination_id=nomination.pk, by=world.board, reason="Bổ sung", parts=["report"])
    answer(asked, world.board)
    assert fresh(nomination).paused_since == clock.today()


def test_an_opinion_is_recorded_once_by_the_board(world):
    nomination = received(world)
    asked = ask(nomination, world.board)
    for who, reason in (("leader", Reason.NOT_YOUR_ROLE), ("head", Reason.NOT_YOUR_ROLE), ("viewer", Reason.NOT_YOUR_ROLE), ("foreign_board", Reason.OUT_OF_REACH)):  # fmt: skip
        assert reason_of(answer, row=asked, by=world.people[who]) == reason
        assert reason_of(ask, nomination=nomination, by=world.people[who]) == reason
    row = answer(asked, world.board, file=upload(), answer_number="7/CT", text="Không nợ thuế.")
    assert (row.opinion, row.file_name, row.recorded_by) == ("agree", "bao-cao.pdf", world.board)
    assert reason_of(answer, row=asked, by=world.board) == Reason.STALE
    events = AuditEntry.objects.filter(event__in=["nomination.ask", "nomination.opinion"])
    assert events.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"opinion": "silent"}, "opinion"),  # the day has not passed
        ({"opinion": "disagree", "text": " "}, "text"),
        ({"answered_on": dt.date(2000, 1, 1)}, "answered_on"),
        ({"answered_on": dt.date(2100, 1, 1)}, "answered_on"),
        ({"opinion": "other"}, "opinion"),
    ],
)
def test_bad_answers_are_said_at_their_field(world, changes, field):
    asked = ask(received(world), world.board)
    with pytest.raises(ValidationError) as error:
        answer(asked, world.board, **changes)
    assert field in error.value.message_dict
    assert ConsultedBody.objects.get().opinion == "waiting"


def test_silence_counts_after_the_day(world):
    asked = ask(received(world), world.board)
    assert list(ConsultedBody.objects.overdue(clock.today())) == []
    with later(6):
        assert list(ConsultedBody.objects.overdue(clock.today())) == [asked]
        assert answer(asked, world.board, opinion="silent").opinion == "silent"


def test_a_day_to_answer_before_the_letter_is_refused(world):
    with pytest.raises(ValidationError):
        ask(received(world), world.board, due=clock.today() - dt.timedelta(1))


def publish(nomination, by, days=10):
    return open_consultation(nomination_id=nomination.pk, text="Đề nghị khen thưởng", days=days, by=by)


def test_no_decision_before_the_public_was_asked_and_the_window_has_ended(world):
    rule(world, conditions=[{"p": "public_opinion", "days": 10, "working": True, "status": "verified"}])
    nomination = agreed(world)
    assert nomination.consult_days == 10
    assert can_decide(world.board, nomination).reason == AwardReason.NOT_PUBLISHED
    assert reason_of(publish, nomination=nomination, by=world.board, days=9) == AwardReason.TOO_FEW_DAYS
    row = publish(nomination, world.board)
    assert row.last_day == office_days(world.a.pk).add(clock.today(), 10)
    up = {"nomination_id": nomination.pk, "by": world.board, "to": "Thủ tướng", "reason": "x"}
    assert reason_of(path.pass_up, **up) == AwardReason.STILL_PUBLISHED
    for day, allowed in ((row.last_day, False), (row.last_day + dt.timedelta(1), True)):
        with clock.at(dt.datetime.combine(day, dt.time(9), tzinfo=clock.now().tzinfo)):
            found = can_decide(world.board, fresh(nomination))
            assert bool(found) == allowed
            assert found.reason == (None if allowed else AwardReason.STILL_PUBLISHED)


def test_without_a_rule_nothing_waits_but_a_window_once_opened_is_kept(world):
    nomination = agreed(world)
    assert can_decide(world.board, nomination)
    publish(nomination, world.board, days=3)
    assert can_decide(world.board, fresh(nomination)).reason == AwardReason.STILL_PUBLISHED
    assert refuse_nomination(nomination_id=nomination.pk, by=world.board, reason="x").state == "refused"


def test_comments_are_recorded_by_the_board_within_their_days(world):
    nomination = received(world)
    row = publish(nomination, world.board)
    values = {"consultation_id": row.pk, "text": "Nhất trí", "received_on": clock.today()}
    for who in ("leader", "head", "viewer"):
        assert reason_of(add_comment, by=world.people[who], **values) == Reason.NOT_YOUR_ROLE
    assert add_comment(by=world.board, sender="Ông A", **values).sender == "Ông A"
    with pytest.raises(ValidationError):
        add_comment(by=world.board, **values | {"received_on": clock.today() - dt.timedelta(1)})
    assert reason_of(add_comment, by=world.board, **values | {"consultation_id": 10**9}) == Reason.OUT_OF_REACH


def test_open_windows_for_the_public_page(world, django_assert_num_queries):
    nomination = received(world)
    first = publish(nomination, world.board, days=2)
    again = publish(nomination, world.board, days=5)
    other = publish(received(world, code="CO_TINH"), world.board, days=3)
    with django_assert_num_queries(1):
        found = open_consultations(world.a.pk, clock.today())
        assert [row.nomination.subject for row in found]
    assert found == [other, again] and first not in found
    assert open_consultations(world.b.pk, clock.today()) == []
    assert open_consultations(world.a.pk, again.last_day + dt.timedelta(1)) == []
    refuse_nomination(nomination_id=nomination.pk, by=world.board, reason="x")
    assert open_consultations(world.a.pk, clock.today()) == [other]


ITEMS = [
    {"text": "Báo cáo thành tích", "clause": "Điều 30", "status": "secondary"},
    {"text": "Xác nhận thuế", "clause": "", "status": "unconfirmed"},
]


def test_components_of_the_dossier_are_ticked_before_sending(world):
    rule(world, dossier=ITEMS)
    nomination = unit_file(world)
    asked = {"nomination_id": nomination.pk, "by": world.staff}
    assert [lack.text for lack in lacks_of(nomination)] == [
        "Chưa đánh dấu: Báo cáo thành tích.",
        "Chưa đánh dấu: Xác nhận thuế.",
    ]
    with pytest.raises(ValidationError):
        tick_dossier(ticks={"Xác nhận thuế": ("not_needed", " ")}, **asked)
    tick_dossier(ticks={"Báo cáo thành tích": ("present", ""), "Xác nhận thuế": ("missing", "")}, **asked)
    assert [lack.text for lack in lacks_of(nomination)] == ["Còn thiếu: Xác nhận thuế."]
    tick_dossier(ticks={"Xác nhận thuế": ("not_needed", "Cơ quan nhà nước")}, **asked)
    assert lacks_of(nomination) == []
    assert submit_nomination(nomination_id=nomination.pk, by=world.head).state == "at_bloc"
    lines = dossier_of(nomination, rule_of(nomination))
    assert [(line.text, line.said.tick, line.unconfirmed) for line in lines] == [
        ("Báo cáo thành tích", "present", True),
        ("Xác nhận thuế", "not_needed", True),
    ]


def test_what_was_ticked_under_an_earlier_rule_is_still_shown(world):
    row = rule(world, dossier=ITEMS)
    nomination = unit_file(world)
    tick_dossier(nomination_id=nomination.pk, ticks={"Xác nhận thuế": ("present", "")}, by=world.staff)
    row.dossier = ITEMS[:1]
    row.save()
    lines = dossier_of(nomination, rule_of(nomination))
    assert [(line.text, bool(line.said)) for line in lines] == [("Báo cáo thành tích", False), ("Xác nhận thuế", True)]


def test_the_board_may_ask_only_while_the_file_is_on_its_desk(world):
    up = path.pass_up(nomination_id=received(world).pk, by=world.board, to="Thủ tướng", reason="x")
    assert reason_of(ask, nomination=up, by=world.board) == Reason.WRONG_STATE
    assert ask(proposed(world, code="CO_TINH"), world.board).opinion == "waiting"
    assert Nomination.objects.filter(paused_since__isnull=False).count() == 0
    with pytest.raises(Refused):
        ask(unit_file(world, code="TTLDXS"), world.board)
