"""What a unit is to put right after an inspection: another day, no longer asked for, reminders, nobody left stuck."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import Notification
from campaigns.models import FollowUp
from campaigns.permissions_inspections import InspectionReason
from campaigns.rules.chasing import stage, when_words
from campaigns.services import follow_ups, inspections
from campaigns.services.follow_up_reminders import remind_follow_ups
from campaigns.services.visits import content_of
from campaigns.when import ZONE
from reports.tasks_due import things_to_do
from tests.campaigns.inspection_scenes import add_to_team, find, frozen, plan, sign_both, started, upload, visit_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def reason_of(call, **kwargs):
    with pytest.raises(Refused) as refused:
        call(**kwargs)
    return refused.value.reason


def on(day, hour=9):
    return clock.at(dt.datetime.combine(day, dt.time(hour), tzinfo=ZONE))


@pytest.fixture
def visit(world):
    return visit_of(started(world), world.bloc.units[2])


def ask(world, visit, text="Bổ sung sổ", days=10) -> FollowUp:
    return follow_ups.add_follow_up(visit_id=visit.pk, text=text, due=clock.today() + days * DAY, by=world.deputy)


@pytest.fixture
def asked(world, visit):
    """Told to the unit with signed minutes."""
    row = ask(world, visit)
    sign_both(frozen(visit, world.deputy), world.deputy, world.head)
    return row


@pytest.mark.parametrize(
    ("days", "now"),
    [(-4, ""), (-3, "before"), (-1, "before"), (0, "day"), (1, "late0"), (7, "late0"), (8, "late1"), (56, "late7"), (57, "")],
)  # fmt: skip
def test_which_reminder_stands_on_which_day(days, now):
    due = dt.date(2026, 3, 1)
    assert stage(due, due + days * DAY) == now


def test_how_a_day_is_said():
    due = dt.date(2026, 3, 1)
    said = [when_words(due, due + days * DAY) for days in (-2, 0, 5)]
    assert said == ["còn 2 ngày", "hôm nay là ngày cuối", "quá hạn 5 ngày"]


def reminded(kind="follow_up_due") -> list[str]:
    rows = Notification.objects.filter(kind=kind, channel="in_app").order_by("pk")
    return [row.user.username if hasattr(row.user, "username") else row.user.email for row in rows]


def test_the_unit_is_reminded_once_a_stage_and_the_team_when_it_is_late(world, asked):
    for day in range(-6, 10):
        with on(asked.due + day * DAY):
            remind_follow_ups()
            remind_follow_ups()  # a second beat
    rows = Notification.objects.filter(channel="in_app")
    to_head = rows.filter(kind="follow_up_due", user=world.head).order_by("pk")
    assert [row.title.partition("(")[2].partition(")")[0] for row in to_head] == [
        "còn 3 ngày",
        "hôm nay là ngày cuối",
        "quá hạn 1 ngày",
        "quá hạn 8 ngày",
    ]
    assert rows.filter(kind="reminder_copy", user=world.deputy).count() == 2
    assert not rows.filter(kind="reminder_copy", user=world.head).exists()


def test_after_a_standstill_only_the_latest_reminder_leaves(world, asked):
    with on(asked.due + 9 * DAY):
        assert remind_follow_ups() == 1
    assert Notification.objects.filter(kind="follow_up_due", user=world.head, channel="in_app").count() == 1


def test_nothing_is_reminded_before_the_minutes_or_after_the_answer(world, visit):
    row = ask(world, visit, days=1)
    assert remind_follow_ups() == 0
    frozen(visit, world.deputy)
    assert remind_follow_ups() == 1
    follow_ups.answer_follow_up(follow_up_id=row.pk, text="Đã bổ sung", by=world.staff)
    with on(row.due + 3 * DAY):
        assert remind_follow_ups() == 0


def test_another_day_is_a_step_with_its_reason_and_is_reminded_of_anew(world, asked):
    with on(asked.due):
        remind_follow_ups()
        later = asked.due + 5 * DAY
        follow_ups.extend_follow_up(follow_up_id=asked.pk, due=later, reason="Chờ kinh phí", by=world.deputy)
    asked.refresh_from_db()
    assert asked.due == later and "Chờ kinh phí" in asked.steps.get(kind="extend").text
    with on(later):
        remind_follow_ups()
    assert Notification.objects.filter(kind="follow_up_due", user=world.head, channel="in_app").count() == 2


def test_what_is_no_longer_asked_for_is_kept_and_leaves_the_lists(world, asked):
    follow_ups.drop_follow_up(follow_up_id=asked.pk, reason="Đơn vị giải thể", by=world.deputy)
    asked.refresh_from_db()
    assert asked.state == "dropped" and asked.steps.get().text == "Đơn vị giải thể"
    with on(asked.due):
        assert remind_follow_ups() == 0
    assert reason_of(follow_ups.answer_follow_up, follow_up_id=asked.pk, text="Xong", by=world.staff) == (
        InspectionReason.NOT_TO_ANSWER
    )


def test_a_mistake_is_dropped_before_the_minutes_are_frozen(world, visit):
    row = ask(world, visit)
    ask(world, visit, "Nộp kế hoạch")
    follow_ups.drop_follow_up(follow_up_id=row.pk, reason="Ghi nhầm đơn vị", by=world.deputy)
    assert [one["text"] for one in content_of(visit)["follow_ups"]] == ["Nộp kế hoạch"]
    assert not Notification.objects.filter(kind="inspection_follow_up").exists()


def test_while_the_minutes_are_being_signed_nothing_of_them_changes(world, visit):
    row = ask(world, visit)
    frozen(visit, world.deputy)
    call = {"follow_up_id": row.pk, "reason": "Đổi", "by": world.deputy}
    assert reason_of(follow_ups.drop_follow_up, **call) == InspectionReason.MINUTES_FROZEN
    assert reason_of(follow_ups.extend_follow_up, due=row.due + DAY, **call) == InspectionReason.MINUTES_FROZEN


@pytest.mark.parametrize("who", ["head", "leader", "viewer"])
def test_only_who_confirms_changes_it(world, asked, who):
    call = {"follow_up_id": asked.pk, "reason": "Đổi", "by": world.people[who]}
    assert reason_of(follow_ups.drop_follow_up, **call) == InspectionReason.NOT_ON_TEAM
    assert reason_of(follow_ups.extend_follow_up, due=asked.due + DAY, **call) == InspectionReason.NOT_ON_TEAM


def test_an_answered_one_is_confirmed_or_given_back(world, asked):
    follow_ups.answer_follow_up(follow_up_id=asked.pk, text="Đã bổ sung", by=world.staff)
    call = {"follow_up_id": asked.pk, "reason": "Đổi", "by": world.deputy}
    assert reason_of(follow_ups.drop_follow_up, **call) == InspectionReason.NOT_OPEN


def test_a_reason_and_a_fitting_day_are_needed(world, asked):
    call = {"follow_up_id": asked.pk, "by": world.deputy}
    assert reason_of(follow_ups.drop_follow_up, reason=" ", **call) == Reason.REASON_MISSING
    for due in (clock.today() - DAY, asked.due):
        with pytest.raises(ValidationError) as refused:
            follow_ups.extend_follow_up(due=due, reason="Đổi", **call)
        assert list(refused.value.message_dict) == ["due"]


def test_the_page_shows_the_error_at_the_row_it_was_typed_for(world, visit, sign_in):
    rows = [ask(world, visit, text) for text in ("Bổ sung sổ", "Nộp kế hoạch")]
    sign_both(frozen(visit, world.deputy), world.deputy, world.head)
    client = sign_in(world.deputy)
    yesterday = f"{clock.today() - DAY:%d/%m/%Y}"
    sent = {"due": yesterday, "reason": "Chờ kinh phí"}
    response = client.post(reverse("campaigns:follow_up_extend", args=[rows[1].pk]), sent)
    page = response.content.decode()
    assert response.status_code == 422 and page.count('class="invalid-feedback"') == 1
    assert page.count('value="Chờ kinh phí"') == 1 and f'id="extend_{rows[1].pk}_due"' in page
    answer = sign_in(world.head).post(reverse("campaigns:follow_up_answer", args=[rows[0].pk]), {"text": ""})
    assert answer.status_code == 422 and answer.content.decode().count('class="invalid-feedback"') == 1


def titles(user) -> list[str]:
    return [thing.title for thing in things_to_do(user)]


def test_where_the_head_of_the_team_takes_no_part_a_member_finds_the_minutes_to_sign(world):
    """The head works at the visited unit, so the member signs."""
    row = plan(world, unit_ids=(world.bloc.units[1].pk,))
    add_to_team(row, world.deputy, "head", world.leader)
    add_to_team(row, world.head, "member", world.leader)
    inspections.start_inspection(inspection_id=row.pk, by=world.leader)
    visit = visit_of(row, world.bloc.units[1])
    frozen(visit, world.head)
    word = f"Ký biên bản kiểm tra {visit.unit}"
    assert titles(world.head).count(word) == 1
    assert titles(world.deputy).count(word) == 1  # for the unit, as its head, not for the team


def test_a_member_does_not_sign_beside_an_able_head(world):
    row = plan(world)
    add_to_team(row, world.deputy, "head", world.leader)
    add_to_team(row, world.other_unit_head, "member", world.leader)
    inspections.start_inspection(inspection_id=row.pk, by=world.leader)
    visit = visit_of(row, world.bloc.units[2])
    frozen(visit, world.deputy)
    word = f"Ký biên bản kiểm tra {visit.unit}"
    assert word in titles(world.deputy) and word not in titles(world.other_unit_head)


def test_where_nobody_of_the_team_is_left_the_organiser_confirms(world, asked):
    from blocs.models import Post

    follow_ups.answer_follow_up(follow_up_id=asked.pk, text="Đã bổ sung", file=upload(), by=world.staff)
    word = f"Khắc phục sau kiểm tra: {asked.text}"
    assert word in titles(world.deputy) and word not in titles(world.leader)
    Post.objects.filter(user=world.deputy).update(valid_to=clock.today() - DAY)
    assert word in titles(world.leader)
    follow_ups.verify_follow_up(follow_up_id=asked.pk, accepted=True, text="", by=world.leader)
    assert word not in titles(world.leader)


def test_minutes_are_read_with_days_as_they_are_written_here(world, visit, sign_in):
    row = ask(world, visit)
    text = frozen(visit, world.deputy)
    page = sign_in(world.head).get(reverse("campaigns:minutes", args=[text.pk])).content.decode()
    assert f"{clock.today():%d/%m/%Y}" in page and f"chậm nhất {row.due:%d/%m/%Y}" in page
    assert clock.today().isoformat() not in page
    assert text.content["day"] == clock.today().isoformat()


def test_the_plan_counts_what_is_put_right_once_it_was_told(world, visit, sign_in):
    rows = [ask(world, visit, text) for text in ("Bổ sung sổ", "Nộp kế hoạch")]
    url = reverse("campaigns:inspection", args=[visit.inspection_id])
    assert "0/2" not in sign_in(world.leader).get(url).content.decode()
    sign_both(frozen(visit, world.deputy), world.deputy, world.head)
    follow_ups.answer_follow_up(follow_up_id=rows[0].pk, text="Đã bổ sung", by=world.staff)
    follow_ups.verify_follow_up(follow_up_id=rows[0].pk, accepted=True, text="", by=world.deputy)
    with on(rows[1].due + DAY):
        page = sign_in(world.leader).get(url).content.decode()
    assert "1/2" in page and "1 việc quá hạn" in page


def test_the_form_says_what_to_look_at(world, visit, sign_in):
    find(visit, world.deputy)
    page = sign_in(world.deputy).get(reverse("campaigns:visit", args=[visit.pk])).content.decode()
    assert "Xem: văn bản" in page
