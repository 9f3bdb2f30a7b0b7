"""Invitation, reset and change of passwords, and the own profile."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import clock, services, tokens
from accounts.models import AuditEntry, Notification
from accounts.tokens import Purpose
from tests.factories import PASSWORD, UserFactory

NEW = "Hoa-sen-trang-88"
pytestmark = pytest.mark.django_db


def invited():
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    return user


def events():
    return list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))


def test_an_invitation_works_once():
    user = invited()
    token = tokens.make(user, Purpose.INVITATION)
    services.accept_invitation(token=token, password=NEW)
    user.refresh_from_db()
    assert user.check_password(NEW)
    with pytest.raises(ValidationError):
        services.accept_invitation(token=token, password="Mat-khau-khac-99")
    assert events() == ["account.accepted"]


@pytest.mark.parametrize(("days", "holds"), [(6, True), (8, False)])
def test_an_invitation_holds_for_a_week(time_machine, days, holds):
    time_machine.move_to(dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC))
    token = tokens.make(invited(), Purpose.INVITATION)
    time_machine.shift(dt.timedelta(days=days))
    assert (tokens.read(token, Purpose.INVITATION) is not None) is holds


@pytest.mark.parametrize(("minutes", "holds"), [(59, True), (61, False)])
def test_a_reset_link_holds_for_an_hour(time_machine, minutes, holds):
    time_machine.move_to(dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC))
    token = tokens.make(UserFactory(), Purpose.RESET)
    time_machine.shift(dt.timedelta(minutes=minutes))
    assert (tokens.read(token, Purpose.RESET) is not None) is holds


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00", "9" * 5000])
def test_a_foreign_token_is_nobody(token):
    assert tokens.read(token, Purpose.INVITATION) is None


def test_a_token_serves_one_purpose():
    user = UserFactory()
    assert tokens.read(tokens.make(user, Purpose.RESET), Purpose.INVITATION) is None


def test_inviting_again_voids_the_first_link():
    user, by = invited(), UserFactory()
    first = tokens.make(user, Purpose.INVITATION)
    assert services.send_invitation(user=user, by=by, place="Chuyên viên – Sở")
    assert tokens.read(first, Purpose.INVITATION) is None


def test_a_disabled_person_cannot_use_a_link():
    user = invited()
    token = tokens.make(user, Purpose.INVITATION)
    user.is_active = False
    user.save()
    assert tokens.read(token, Purpose.INVITATION) is None


def test_a_weak_password_is_refused_in_vietnamese():
    with pytest.raises(ValidationError) as caught:
        services.accept_invitation(token=tokens.make(invited(), Purpose.INVITATION), password="12345")
    assert any("10 ký tự" in message for message in caught.value.messages)
    assert events() == []


def test_invitations_are_five_an_hour():
    user, by = invited(), UserFactory()
    sent = [services.send_invitation(user=user, by=by, place="–") for _ in range(6)]
    assert sent == [True] * 5 + [False]


def test_resets_are_five_an_hour():
    user = UserFactory()
    for _ in range(7):
        services.request_password_reset(email=user.email.upper())
    assert Notification.objects.filter(user=user, kind="account.reset").count() == 5
    with clock.at(timezone.now() + dt.timedelta(hours=1, seconds=1)):
        services.request_password_reset(email=user.email)
    assert Notification.objects.filter(user=user, kind="account.reset").count() == 6


@pytest.mark.parametrize("who", ["nobody", "disabled", "invited"])
def test_no_reset_letter_for(who):
    user = {"nobody": None, "disabled": UserFactory(is_active=False), "invited": invited()}[who]
    services.request_password_reset(email=user.email if user else "khong-co@example.vn")
    assert Notification.objects.count() == 0


def test_reset_tells_the_person_and_is_audited():
    user = UserFactory()
    services.reset_password(token=tokens.make(user, Purpose.RESET), password=NEW)
    kinds = set(Notification.objects.values_list("kind", "channel"))
    assert kinds == {("account.changed", "in_app"), ("account.changed", "email")}
    assert events() == ["account.password_reset"]


def test_change_asks_the_present_password():
    user = UserFactory()
    with pytest.raises(ValidationError) as caught:
        services.change_password(by=user, current="sai", password=NEW)
    assert caught.value.message_dict == {"current": ["Mật khẩu hiện tại không đúng."]}
    services.change_password(by=user, current=PASSWORD, password=NEW)
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_profile_keeps_sorting_in_step():
    user = UserFactory(full_name="Nguyễn Văn Bình")
    services.update_profile(by=user, full_name="Trần Thị Ánh", phone="0900 000 000")
    user.refresh_from_db()
    assert (user.full_name, user.search_text.split()[0]) == ("Trần Thị Ánh", "tran")
    assert AuditEntry.objects.get().after == {"full_name": "Trần Thị Ánh", "phone": "0900 000 000"}


def test_letters_keep_no_secret_in_the_database():
    user, by = invited(), UserFactory()
    services.send_invitation(user=user, by=by, place="Chuyên viên – Sở")
    row = Notification.objects.get()
    assert not re.search(r"tai-khoan|http", row.body + row.path + row.title)
