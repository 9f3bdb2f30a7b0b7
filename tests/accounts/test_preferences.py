"""Personal choices about messages: page, service, and what the outbox and the postman make of them."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock, services
from accounts.channels import Outcome, mobile_number
from accounts.models import AuditEntry, Notification, Preference
from accounts.outbox import notify
from accounts.services import delivery
from accounts.timing import Urgency
from campaigns.when import ZONE
from tests.factories import UserFactory

State, Channel = Notification.State, Notification.Channel
EVERYWHERE = ("in_app", "email", "sms", "zalo")
NOON, NIGHT = (dt.datetime(2026, 11, 20, hour, tzinfo=ZONE) for hour in (12, 23))
pytestmark = pytest.mark.django_db


def choose(user, **values):
    given = {"off": {}, "digest_hour": None, "quiet_from": None, "quiet_to": None, "free_weekends": False} | values
    return services.save_preference(by=user, **given)


def tell(*users, key="k", kind="reminder", channels=("in_app", "email"), **values):
    notify(users=users, kind=kind, title=f"Việc {key}", key=key, channels=channels, **values)
    return list(Notification.objects.filter(dedupe_key__startswith=f"{key}:").order_by("pk"))


class Recording:
    """A gateway that does as told and remembers what it was given."""

    given, does = [], Outcome.SENT

    def send(self, notification, address):
        if isinstance(self.does, Exception):
            raise self.does
        if self.does is Outcome.SENT:
            self.given.append((notification.title, address))
        return self.does


@pytest.fixture
def gateway(settings, monkeypatch):
    settings.MESSAGE_GATEWAYS = {"sms": f"{__name__}.Recording"}
    monkeypatch.setattr(Recording, "given", [])
    monkeypatch.setattr(Recording, "does", Outcome.SENT)
    return monkeypatch


def test_whoever_chose_nothing_sleeps_at_night():
    with clock.at(NIGHT):
        rows = tell(UserFactory())
        assert services.deliver_due_notifications() == 0
    morning = dt.datetime(2026, 11, 21, 6, 30, tzinfo=ZONE)
    assert [(row.channel, row.state, row.not_before) for row in rows] == [
        ("in_app", "sent", None),
        ("email", "new", morning),
    ]
    with clock.at(morning):
        assert (services.deliver_due_notifications(), services.deliver_due_notifications()) == (1, 0)


@pytest.mark.parametrize(
    ("kind", "urgency"), [("account.reset", Urgency.NORMAL), ("notice", Urgency.NOW)], ids=["account", "urgent"]
)
def test_what_is_urgent_waits_for_nothing(kind, urgency):
    user = UserFactory()
    choose(user, digest_hour=7, quiet_from=dt.time(21), quiet_to=dt.time(6))
    with clock.at(NIGHT):
        tell(user, kind=kind, urgency=urgency)
        assert services.deliver_due_notifications() == 1


def test_an_unwanted_channel_is_left_out_for_that_group_alone():
    user = UserFactory()
    choose(user, off={"reminders": ["email"], "nonsense": ["email"], "awards": ["in_app"]})
    assert Preference.objects.get().off == {"reminders": ["email"]}
    assert [row.channel for row in tell(user, key="a")] == ["in_app"]
    assert [row.channel for row in tell(user, key="b", kind="extension")] == ["in_app", "email"]
    assert [row.channel for row in tell(user, key="c", kind="account.reset", channels=("email",))] == ["email"]


def test_a_digest_is_one_letter_with_everything():
    user, other = UserFactory(), UserFactory()
    choose(user, digest_hour=7)
    with clock.at(NOON):
        for key in ("a", "b", "c"):
            tell(user, other, key=key, path="/ke-hoach/", body=f"Nội dung {key}")
        assert services.deliver_due_notifications() == 3
    assert {letter.to[0] for letter in mail.outbox} == {other.email}
    mail.outbox.clear()
    with clock.at(dt.datetime(2026, 11, 21, 7, 0, tzinfo=ZONE)):
        assert (services.deliver_due_notifications(), services.deliver_due_notifications()) == (1, 0)
    (letter,) = mail.outbox
    assert letter.subject == "3 thông báo trong ngày"
    assert re.findall(r"Nội dung (.)", letter.body) == ["a", "b", "c"]
    assert set(Notification.objects.filter(channel="email").values_list("state", "attempts")) == {("sent", 1)}


def test_a_digest_in_doubt_is_never_sent_again(monkeypatch):
    user = UserFactory()
    choose(user, digest_hour=7)
    with clock.at(NOON):
        for key in ("a", "b"):
            tell(user, key=key)
    with clock.at(NOON + dt.timedelta(days=1)):
        assert len(delivery.take_next()) == 2
    with clock.at(NOON + dt.timedelta(days=2)):
        assert services.deliver_due_notifications() == 0
    assert set(Notification.objects.filter(channel="email").values_list("state", flat=True)) == {"in_doubt"}
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("values", "field"),
    [({"digest_hour": 24}, "digest_hour"), ({"quiet_from": dt.time(21)}, "__all__")],
)
def test_what_the_service_refuses(values, field):
    with pytest.raises(ValidationError) as refused:
        choose(UserFactory(), **values)
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("0912 345 678", "+84912345678"),
        ("+84 912.345.678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("0233 3 852 123", None),
        ("(024) 3825 1234", None),
        ("091234567", None),
        ("", None),
    ],
)
def test_mobile_numbers(phone, number):
    assert mobile_number(phone) == number


def test_nothing_is_queued_where_no_gateway_or_no_mobile_is(gateway, settings):
    rows = tell(UserFactory(phone="0912345678"), UserFactory(phone="024 38251234"), channels=EVERYWHERE)
    assert sorted(row.channel for row in rows) == ["email", "email", "in_app", "in_app", "sms"]
    settings.MESSAGE_GATEWAYS = {}
    rows = tell(UserFactory(phone="0912345678"), key="none", channels=EVERYWHERE)
    assert sorted(row.channel for row in rows) == ["email", "in_app"]


@pytest.mark.parametrize(
    ("does", "state", "tried"),
    [
        (Outcome.SENT, "sent", 1),
        (Outcome.REFUSED, "failed", 1),
        (Outcome.IN_DOUBT, "in_doubt", 1),
        (Outcome.NOT_NOW, "new", 0),
        (ConnectionRefusedError(), "new", 0),
        (TimeoutError(), "in_doubt", 1),
        (ValueError("bad answer"), "in_doubt", 1),
    ],
    ids=str,
)
def test_what_a_gateway_may_do(gateway, does, state, tried):
    gateway.setattr(Recording, "does", does)
    with clock.at(NOON):
        (row,) = tell(UserFactory(phone="0912345678"), channels=["sms"])
        assert services.deliver_due_notifications() == tried
        assert services.deliver_due_notifications() == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == (state, 1)


def test_a_silent_gateway_does_not_hold_up_letters(gateway):
    gateway.setattr(Recording, "does", Outcome.NOT_NOW)
    user = UserFactory(phone="0912345678")
    with clock.at(NOON):
        tell(user, channels=["sms"])
        tell(user, key="b", channels=["email"])
        assert services.deliver_due_notifications() == 1
        gateway.setattr(Recording, "does", Outcome.SENT)
    with clock.at(NOON + dt.timedelta(minutes=3)):
        assert services.deliver_due_notifications() == 1
    assert Recording.given == [("Việc k", "+84912345678")]


def test_the_gateway_that_keeps_files(settings, tmp_path):
    settings.MESSAGE_GATEWAYS = {"zalo": "accounts.gateways.FileGateway"}
    settings.MESSAGE_FOLDER = tmp_path / "tin"
    with clock.at(NOON):
        (row,) = tell(UserFactory(phone="0912345678"), channels=["zalo"], body="Nội dung")
        services.deliver_due_notifications()
    assert [path.name for path in settings.MESSAGE_FOLDER.iterdir()] == [f"zalo-{row.pk}-1.txt"]
    assert next(settings.MESSAGE_FOLDER.iterdir()).read_text() == "+84912345678\nViệc k\nNội dung\n"


# The page


def page(client, **data):
    return client.post(reverse("accounts:preferences"), data)


def test_the_page_shows_and_saves_the_choices(sign_in):
    user = UserFactory()
    client = sign_in(user)
    text = client.get(reverse("accounts:preferences")).content.decode()
    assert 'value="21:00"' in text and 'value="06:30"' in text and "chưa nối cổng tin nhắn" in text
    answer = page(client, **{"notices-email": "on", "digest_hour": "7", "quiet_from": "22:00", "quiet_to": "06:00"})
    assert answer.status_code == 302
    row = Preference.objects.get(user=user)
    assert ("notices" in row.off, row.off["reminders"], row.digest_hour) == (False, ["email"], 7)
    assert AuditEntry.objects.get().event == "account.preferences"
    text = client.get(reverse("accounts:preferences")).content.decode()
    assert '<option value="7" selected>' in text and 'value="22:00"' in text


def test_bad_input_is_named_and_kept(sign_in):
    client = sign_in(UserFactory())
    answer = page(client, quiet_from="25:00", quiet_to="06:00", digest_hour="99")
    text = answer.content.decode()
    assert answer.status_code == 422 and 'value="25:00"' in text
    assert '<a href="#id_quiet_from">' in text and '<a href="#id_digest_hour">' in text
    assert page(client, quiet_from="21:00", quiet_to="").status_code == 422
    assert not Preference.objects.exists()


def test_a_channel_that_is_not_connected_keeps_its_choice(sign_in):
    user = UserFactory()
    choose(user, off={"reminders": ["sms"]})
    page(sign_in(user), **{f"{key}-email": "on" for key in ("reminders", "notices")}, digest_hour="")
    assert Preference.objects.get().off["reminders"] == ["sms"]


def test_profile_and_preferences_belong_to_the_one_signed_in(sign_in):
    user, other = UserFactory(), UserFactory()
    choose(other, digest_hour=9)
    page(sign_in(user), digest_hour="8")
    assert dict(Preference.objects.values_list("user_id", "digest_hour")) == {user.pk: 8, other.pk: 9}


# The notification centre


def test_the_centre_filters_by_group_and_unread_and_marks_one(sign_in):
    user = UserFactory()
    rows = [tell(user, key=f"r{n}")[0] for n in range(3)]
    tell(user, key="x", kind="extension", path="/ke-hoach/")
    tell(UserFactory(), key="o")
    client, url = sign_in(user), reverse("accounts:notifications")
    assert client.get(url, {"loai": "reminders"}).context["object_list"].count() == 3
    assert client.get(url, {"loai": "deadlines"}).context["object_list"].count() == 1
    assert client.get(url, {"loai": "khong-co"}).context["object_list"].count() == 4
    back = f"{url}?loai=reminders"
    answer = client.post(reverse("accounts:notification_read", args=[rows[0].pk]), {"next": back})
    assert answer.url == back
    unread = client.get(url, {"loai": "reminders", "loc": "chua-doc"})
    assert [row.pk for row in unread.context["object_list"]] == [rows[2].pk, rows[1].pk]
    assert client.post(reverse("accounts:notification_read", args=[rows[1].pk]), {"next": "//evil.example"}).url == url


def test_a_strangers_message_is_not_there(sign_in):
    (row, _) = tell(UserFactory())
    assert sign_in(UserFactory()).post(reverse("accounts:notification_read", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_the_centre_asks_the_same_number_of_questions(sign_in):
    user = UserFactory()
    client, seen = sign_in(user), []
    client.get(reverse("accounts:notifications"))  # the first request of a session writes when it was seen
    for sizes in (range(1), range(1, 5)):
        for n in sizes:
            tell(user, key=f"k{n}")
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("accounts:notifications"))
        seen.append(len(found))
    assert seen[0] == seen[1], seen


def test_one_question_more_for_the_wishes_of_all_receivers(django_assert_num_queries):
    users = [UserFactory() for _ in range(5)]
    for people in (users[:1], users):
        with django_assert_num_queries(2):
            tell_key = f"n{len(people)}"
            notify(users=people, kind="reminder", title="Việc", key=tell_key)
