"""The postman: once, never twice, never silently."""

import datetime as dt
import re
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from accounts import clock, services, tokens
from accounts.models import Notification
from accounts.outbox import notify
from accounts.services import delivery
from tests.factories import UserFactory

State = Notification.State
pytestmark = pytest.mark.django_db


def letter(user=None, **values):
    values = {"kind": "account.test", "title": "Nhắc việc", "key": f"k{Notification.objects.count()}", **values}
    notify(users=[user or UserFactory()], channels=("email",), **values)
    return Notification.objects.latest("pk")


class Backend(EmailBackend):
    """Fails as told: where, with what."""

    fails_at, error = "", None

    def open(self):
        if self.fails_at == "open":
            raise self.error
        return True

    def send_messages(self, messages):
        if self.fails_at == "send":
            raise self.error
        return super().send_messages(messages)


@pytest.fixture
def backend(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Backend"

    def fail(where, error):
        monkeypatch.setattr(Backend, "fails_at", where)
        monkeypatch.setattr(Backend, "error", error)

    return fail


def test_a_letter_leaves_once():
    row = letter(path="/ke-hoach/", body="Còn 3 ngày.")
    assert services.deliver_due_notifications() == 1
    assert services.deliver_due_notifications() == 0
    row.refresh_from_db()
    assert (row.state, row.attempts, len(mail.outbox)) == (State.SENT, 1, 1)
    assert mail.outbox[0].subject == "Nhắc việc"
    assert "http://127.0.0.1:8000/ke-hoach/" in mail.outbox[0].body


def test_the_same_row_has_the_same_message_id():
    row = letter()
    services.deliver_due_notifications()
    first = mail.outbox[0].extra_headers["Message-ID"]
    Notification.objects.update(state=State.NEW)
    services.deliver_due_notifications()
    assert re.fullmatch(rf"<thong-bao-{row.pk}-[0-9a-f]{{16}}@127.0.0.1>", first)
    assert mail.outbox[1].extra_headers["Message-ID"] == first


def test_a_line_break_in_a_title_cannot_add_a_header():
    letter(title="Chào\r\nBcc: ai-do@example.vn")
    services.deliver_due_notifications()
    assert mail.outbox[0].subject == "Chào Bcc: ai-do@example.vn"
    assert mail.outbox[0].recipients() == [Notification.objects.get().user.email]


@pytest.mark.parametrize(
    ("where", "error", "state"),
    [
        ("open", ConnectionRefusedError(), State.NEW),
        ("send", SMTPRecipientsRefused({}), State.FAILED),
        ("send", SMTPServerDisconnected("gone"), State.IN_DOUBT),
        ("send", TimeoutError(), State.IN_DOUBT),
    ],
)
def test_trouble_is_named(backend, where, error, state):
    row = letter()
    backend(where, error)
    services.deliver_due_notifications()
    row.refresh_from_db()
    assert row.state == state


def test_a_letter_in_doubt_is_never_sent_again(backend):
    letter()
    backend("send", TimeoutError())
    services.deliver_due_notifications()
    backend("", None)
    assert services.deliver_due_notifications() == 0
    assert mail.outbox == []


def test_an_unreachable_server_is_tried_later_and_given_up_in_the_end(backend):
    row = letter()
    backend("open", OSError())
    moment = timezone.now()
    for _ in range(delivery.MAX_ATTEMPTS):
        with clock.at(moment):
            assert services.deliver_due_notifications() == 0
            assert services.deliver_due_notifications() == 0  # waits for its pause
        moment += dt.timedelta(days=1)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.FAILED, delivery.MAX_ATTEMPTS)


def test_a_letter_of_a_dead_postman_is_in_doubt():
    row = letter()
    delivery.take_next()
    assert services.deliver_due_notifications() == 0
    with clock.at(timezone.now() + delivery.LEASE + dt.timedelta(seconds=1)):
        services.deliver_due_notifications()
    row.refresh_from_db()
    assert (row.state, mail.outbox) == (State.IN_DOUBT, [])


def test_a_disabled_person_gets_nothing():
    row = letter()
    row.user.is_active = False
    row.user.save()
    services.deliver_due_notifications()
    row.refresh_from_db()
    assert (row.state, mail.outbox) == (State.CANCELLED, [])


def test_an_invitation_letter_carries_a_working_link():
    user, by = UserFactory(password=None), UserFactory()
    services.send_invitation(user=user, by=by, place="Chuyên viên – Sở Nội vụ")
    services.deliver_due_notifications()
    token = re.search(r"http://127.0.0.1:8000/tai-khoan/moi/(\S+)/", mail.outbox[0].body)[1]
    assert tokens.read(token, tokens.Purpose.INVITATION) == user
    assert "7 ngày" in mail.outbox[0].body
