"""Pages about reminders: the table, the reminder by hand, what went to whom."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.models import Notification
from campaigns import services
from campaigns.models import Reminder, ReminderRule
from campaigns.reminder_table import default_table, mark_of


def table_url(world):
    return reverse("campaigns:reminder_rules", args=[world.bloc.campaign.pk])


def typed(*lines, initial=0, **more):
    """What the page sends: ``initial`` lines came with it."""
    data = {"dong-TOTAL_FORMS": len(lines), "dong-INITIAL_FORMS": initial}
    for number, line in enumerate(lines):
        given = {"side": "before", "days": 2, "offset_unit": "calendar", "is_on": "on", "to_head": "on"}
        given |= {"by_email": "on", "subject": "{viec}", "text": "{don_vi} gửi {viec}"} | line
        data |= {f"dong-{number}-{name}": value for name, value in given.items()}
    return data | {"seen": mark_of(default_table())} | more


def test_the_table_is_shown_saved_and_given_back(world, due, sign_in):
    client, url = sign_in(world.leader), table_url(world)
    page = client.get(url)
    assert [form.initial["days"] for form in page.context["formset"].initial_forms] == [14, 7, 3, 1, None, 1, 3]
    assert len(page.context["coming"]) == 6 and "Khôi phục mặc định" not in page.content.decode()
    lines = [{"days": 5, "offset_unit": "working"}, {"side": "after", "days": 4}, {"side": "on", "copy_leader": "on"}]
    assert client.post(url, typed(*lines)).status_code == 302
    rows = ReminderRule.objects.order_by("offset").values_list("offset", "offset_unit", "copy_leader", "to_staff")
    assert list(rows) == [(-5, "working", False, False), (0, "calendar", True, False), (4, "calendar", False, False)]
    assert "Khôi phục mặc định" in client.get(url).content.decode()
    client.post(reverse("campaigns:reminder_rules_restore", args=[world.bloc.campaign.pk]))
    assert not ReminderRule.objects.exists()


def test_looking_first_saves_nothing(world, due, sign_in):
    page = sign_in(world.leader).post(table_url(world), typed({"days": 2, "subject": "Mới: {viec}"}, preview="1"))
    (row,) = page.context["coming"]
    assert (row.day, row.said.title) == (due.last_day - dt.timedelta(days=2), "Mới: Báo cáo 6 tháng")
    assert "theo bảng đang nhập" in page.content.decode()
    assert not ReminderRule.objects.exists()


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"text": "Chào {ban}"}, "dong-0-text"),
        ({"days": ""}, "dong-0-days"),
        ({"days": "61"}, "dong-0-days"),
        ({"to_head": ""}, "dong-0-to_staff"),
        ({"subject": ""}, "dong-0-subject"),
        ({"side": "never"}, "dong-0-side"),
    ],
)
def test_bad_lines_are_named_and_kept(world, sign_in, line, field):
    page = sign_in(world.leader).post(table_url(world), typed({"text": "Giữ lại {viec}"} | line))
    text = page.content.decode()
    assert page.status_code == 422 and f'href="#id_{field}"' in text
    assert "Giữ lại" in text or "text" in line
    assert not ReminderRule.objects.exists()


@pytest.mark.parametrize("lines", [[{}, {}], [{"DELETE": "on"}]], ids=["twice", "none left"])
def test_what_the_whole_table_refuses(world, sign_in, lines):
    page = sign_in(world.leader).post(table_url(world), typed(*lines, initial=len(lines)))
    assert page.status_code == 422 and page.context["formset"].non_form_errors()


def test_a_broken_form_is_no_error_of_ours(world, sign_in):
    client = sign_in(world.leader)
    for data in ({}, {"dong-TOTAL_FORMS": "x"}, {"dong-TOTAL_FORMS": "99999", "dong-INITIAL_FORMS": "0"}):
        assert client.post(table_url(world), data).status_code == 422


def test_an_old_page_does_not_overwrite(world, sign_in):
    client, url = sign_in(world.leader), table_url(world)
    assert client.post(url, typed({})).status_code == 302
    assert client.post(url, typed({"days": 9})).status_code == 409
    assert ReminderRule.objects.get().offset == -2


def test_the_preview_costs_the_same_for_one_deadline_and_five(world, sign_in, due):
    client, seen = sign_in(world.leader), []
    client.get(table_url(world))
    for extra in (0, 4):
        for number in range(extra):
            services.add_deadline(
                campaign_id=world.bloc.campaign.pk, by=world.leader, title=f"Việc {number}", value=due.last_day
            )
        with CaptureQueriesContext(connection) as found:
            client.get(table_url(world))
        seen.append(len(found))
    assert seen[0] == seen[1]


# «Nhắc»


def test_a_reminder_by_hand_is_read_first(world, due, sign_in):
    client, url = sign_in(world.deputy), reverse("campaigns:remind", args=[due.pk])
    unit = world.bloc.units[2]
    text = client.get(url, {"unit": unit.pk}).content.decode()
    assert "Còn 10 ngày: Báo cáo 6 tháng" in text
    assert world.staff.full_name in text and world.other_unit_head.full_name not in text
    assert not Reminder.objects.filter(state="sent").exists()
    answer = client.post(url, {"unit": unit.pk, "next": "//evil.example/"})
    assert answer.url == reverse("campaigns:deadline_detail", args=[due.pk])
    assert Reminder.objects.get(state="sent").by == world.deputy
    text = client.get(answer.url).content.decode()
    assert world.deputy.full_name in text
    assert "Không còn đơn vị nào cần nhắc" in client.get(url, {"unit": unit.pk}).content.decode()


# «Đã gửi gì cho ai»


@pytest.fixture
def log(world, due, noon):
    with clock.at(noon(3)):
        services.send_due_reminders()
    return reverse("campaigns:message_log", args=[world.bloc.campaign.pk])


def shown(client, url, **query):
    return {(line.row.user_id, line.row.channel) for line in client.get(url, query).context["lines"]}


def test_the_log_says_what_went_to_whom(world, due, log, sign_in):
    client = sign_in(world.deputy)
    everybody = {world.staff.pk, world.other_unit_head.pk, world.leader_staff.pk, world.deputy.pk}
    assert shown(client, log) == {(pk, channel) for pk in everybody for channel in ("in_app", "email")}
    assert shown(client, log, kenh="email", tt="cho-gui") == {(pk, "email") for pk in everybody}
    unit = {"don-vi": world.bloc.units[2].pk}
    assert shown(client, log, **unit) == {(world.staff.pk, "in_app"), (world.staff.pk, "email")}
    assert shown(client, log, q=world.staff.full_name, kenh="in_app") >= {(world.staff.pk, "in_app")}
    assert shown(client, log, moc=due.pk, tt="khong-gui-duoc") == set()
    assert client.get(log, {"moc": "x", "don-vi": "9" * 30, "tt": "?", "page": "abc", "q": "\0"}).status_code == 200


def test_a_unit_sees_only_what_went_to_its_people(world, log, sign_in):
    assert shown(sign_in(world.head), log) == {(world.staff.pk, "in_app"), (world.staff.pk, "email")}
    text = sign_in(world.other_unit_head).get(log).content.decode()
    assert world.staff.full_name not in text and world.bloc.units[2].name not in text
    assert sign_in(world.other_bloc_head).get(log).status_code == 404


def test_states_of_letters_are_told_apart(world, log, sign_in):
    rows = Notification.objects.filter(channel="email").order_by("pk")
    for row, state in zip(rows, ("sent", "in_doubt", "failed", "cancelled"), strict=True):
        Notification.objects.filter(pk=row.pk).update(state=state)
    page = sign_in(world.board).get(log, {"kenh": "email"})
    assert {chip["label"]: chip["count"] for chip in page.context["chips"]} == {
        "Tất cả": 4,
        "Đã gửi": 1,
        "Chờ gửi": 0,
        "Chưa rõ đã gửi hay chưa": 1,
        "Không gửi được": 1,
        "Không gửi nữa": 1,
    }
