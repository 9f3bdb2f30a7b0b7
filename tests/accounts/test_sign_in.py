"""Signing in, being locked out, sessions that run out, and coming back to where one was."""

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from accounts import services, tokens
from accounts.models import Notification
from tests.factories import PASSWORD, PostFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/tai-khoan/dang-nhap/"
NEW = "Hoa-sen-trang-88"


def sign_in(client, user, password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": user.email, "password": password}, **extra)


def test_signing_in_ignores_case_and_changes_the_session_key(client):
    user = UserFactory(email="binh@example.vn")
    client.get(LOGIN)
    client.session["x"] = 1
    before = client.session.session_key
    response = client.post(LOGIN, {"username": " BINH@example.vn ", "password": PASSWORD})
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.session_key != before


def test_the_answer_is_the_same_for_everybody_who_fails(client):
    disabled, invited = UserFactory(is_active=False), UserFactory()
    invited.set_unusable_password()
    invited.save()
    pages = set()
    for email in ("khong-co@example.vn", disabled.email, invited.email, UserFactory().email):
        response = client.post(LOGIN, {"username": email, "password": "sai"})
        pages.add((response.status_code, str(response.context["form"].non_field_errors())))
    assert len(pages) == 1
    assert pages.pop()[0] == 422


@pytest.mark.parametrize("known", [True, False])
def test_five_failures_stop_this_source(client, settings, known):
    settings.AXES_ENABLED = True
    user = UserFactory()
    email = user.email if known else "khong-co@example.vn"
    statuses = [client.post(LOGIN, {"username": email.upper(), "password": "sai"}).status_code for _ in range(5)]
    assert statuses == [422] * 4 + [429]
    locked = client.post(LOGIN, {"username": email, "password": PASSWORD})
    assert locked.status_code == 429
    assert "tạm dừng trong 15 phút" in locked.content.decode()
    # A colleague at the same place, and the person at another place, are not stopped.
    assert sign_in(client, UserFactory()).status_code == 302
    if known:
        assert sign_in(Client(), user, REMOTE_ADDR="10.1.1.9").status_code == 302


def test_one_guess_at_each_of_many_accounts_stops_the_source(client, settings, time_machine):
    settings.AXES_ENABLED, settings.SIGN_IN_FAILED_ACCOUNTS = True, 3
    time_machine.move_to(dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC))
    person, names = UserFactory(), [f"doan-{number}@example.vn" for number in range(3)]
    assert [client.post(LOGIN, {"username": name, "password": "sai"}).status_code for name in names] == [422] * 3
    stopped = sign_in(client, person)
    assert (stopped.status_code, "tạm dừng trong 15 phút" in stopped.content.decode()) == (429, True)
    assert sign_in(Client(), person, REMOTE_ADDR="10.1.1.9").status_code == 302
    time_machine.shift(dt.timedelta(minutes=16))
    assert sign_in(client, person).status_code == 302


def test_slips_of_colleagues_who_then_sign_in_do_not_add_up(settings):
    settings.AXES_ENABLED, settings.SIGN_IN_FAILED_ACCOUNTS = True, 3
    for person in UserFactory.create_batch(4):
        assert [sign_in(Client(), person, word).status_code for word in ("sai", PASSWORD)] == [422, 302]


def test_a_forged_address_header_does_not_help(client, settings):
    settings.AXES_ENABLED = True
    for number in range(5):
        client.post(LOGIN, {"username": "a@example.vn", "password": "sai"}, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert AccessAttempt.objects.count() == 1
    assert client.post(LOGIN, {"username": "a@example.vn", "password": "sai"}).status_code == 429


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client, target):
    user = UserFactory()
    response = client.post(f"{LOGIN}?next={target}", {"username": user.email, "password": PASSWORD, "next": target})
    assert response.url == "/"


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_idle_sessions_end(client, time_machine, minutes, status):
    time_machine.move_to(dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC))
    client.force_login(UserFactory())
    assert client.get(reverse("accounts:profile")).status_code == 200
    time_machine.shift(dt.timedelta(minutes=minutes))
    assert client.get(reverse("accounts:profile")).status_code == status


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(client, time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC))
    client.force_login(UserFactory())
    client.get(reverse("accounts:profile"))
    seen = []
    for _ in range(4):
        time_machine.shift(dt.timedelta(minutes=10))
        seen.append(client.get(reverse("reports:job_progress", args=[1]), HTTP_HX_REQUEST="true").status_code)
    assert seen == [404, 404, 404, 401]


def test_busy_sessions_end_after_twelve_hours(client, time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC))
    client.force_login(UserFactory())
    seen = []
    for _ in range(36):
        seen.append(client.get(reverse("accounts:profile")).status_code)
        time_machine.shift(dt.timedelta(minutes=20))
    time_machine.shift(dt.timedelta(minutes=1))
    assert seen == [200] * 36
    assert client.get(reverse("accounts:profile")).status_code == 302


@pytest.fixture
def expired(client, settings):
    """A client whose session has just run out."""
    user = UserFactory()
    client.force_login(user)
    client.get(reverse("accounts:profile"))
    settings.SESSION_IDLE_SECONDS = -1
    client.person = user
    return client


def test_an_expired_form_comes_back_to_its_page(expired, settings):
    page = "http://testserver" + reverse("accounts:profile") + "?tab=1"
    response = expired.post(reverse("accounts:notifications_read_all"), HTTP_REFERER=page)
    assert response.url == f"{LOGIN}?next=%2Ftai-khoan%2Fho-so%2F%3Ftab%3D1"
    settings.SESSION_IDLE_SECONDS = 1800
    back = expired.post(response.url, {"username": expired.person.email, "password": PASSWORD})
    assert back.url == "/tai-khoan/ho-so/?tab=1"


def test_a_foreign_referrer_is_not_where_one_comes_back_to(expired):
    response = expired.post(reverse("accounts:profile"), HTTP_REFERER="https://evil.example/x")
    assert "evil" not in response.url


def test_an_expired_fragment_says_so_beside_the_text(expired):
    response = expired.post(reverse("accounts:profile"), HTTP_HX_REQUEST="true")
    assert response.status_code == 401
    assert response["HX-Retarget"] == "#session-ended"
    assert "HX-Redirect" not in response
    assert 'target="_blank"' in response.content.decode()


def test_an_expired_script_gets_json(expired):
    response = expired.get(reverse("accounts:profile"), HTTP_ACCEPT="application/json")
    assert (response.status_code, response.json()["sign_in"]) == (401, LOGIN)


@pytest.mark.parametrize(("same_person", "status"), [(True, 302), (False, 403)])
def test_a_page_still_open_works_after_signing_in_again(settings, same_person, status):
    user, other = UserFactory(), UserFactory()
    client = Client(enforce_csrf_checks=True)
    client.get(LOGIN)
    token = client.cookies["csrftoken"].value
    client.post(LOGIN, {"username": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token})
    page = client.get(reverse("accounts:profile"))
    token = page.context["csrf_token"]
    settings.SESSION_IDLE_SECONDS = -1
    client.get(reverse("accounts:profile"))
    settings.SESSION_IDLE_SECONDS = 1800
    person = user if same_person else other
    again = client.get(LOGIN).context["csrf_token"]
    client.post(LOGIN, {"username": person.email, "password": PASSWORD, "csrfmiddlewaretoken": str(again)})
    typed = {"full_name": "Tên đã gõ", "phone": "", "csrfmiddlewaretoken": str(token)}
    assert client.post(reverse("accounts:profile"), typed).status_code == status


@pytest.fixture
def two(client):
    """Two browsers of one person."""
    user = UserFactory()
    other = Client()
    for browser in (client, other):
        sign_in(browser, user)
    return user, client, other


def test_changing_the_password_ends_other_sessions(two):
    _user, client, other = two
    data = {"current": PASSWORD, "password": NEW, "again": NEW}
    assert client.post(reverse("accounts:password_change"), data).status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert other.get(reverse("accounts:profile")).status_code == 302


def test_resetting_the_password_ends_all_sessions(two):
    user, client, other = two
    user.refresh_from_db()
    services.reset_password(token=tokens.make(user, tokens.Purpose.RESET), password=NEW)
    assert [browser.get(reverse("accounts:profile")).status_code for browser in (client, other)] == [302, 302]


def test_disabling_ends_sessions_at_the_next_request(two):
    user, client, _other = two
    user.is_active = False
    user.save()
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_signing_out_is_a_post(client):
    client.force_login(UserFactory())
    assert client.get(reverse("accounts:logout")).status_code == 405
    page = "http://testserver" + reverse("accounts:profile")
    assert client.post(reverse("accounts:logout"), HTTP_REFERER=page).url == LOGIN
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_invitation_page(client):
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    url = reverse("accounts:invite_accept", args=[tokens.make(user, tokens.Purpose.INVITATION)])
    assert client.get(url).status_code == 200
    assert client.get(url).status_code == 200  # looking (a mail scanner does) uses nothing up
    wrong = client.post(url, {"password": NEW, "again": "khác"})
    assert (wrong.status_code, wrong.context["form"].errors["again"]) == (422, ["Hai lần nhập không giống nhau."])
    weak = client.post(url, {"password": "123", "again": "123"})
    assert weak.status_code == 422
    assert "cần ít nhất 10 ký tự" in weak.content.decode()
    assert client.post(url, {"password": NEW, "again": NEW}, HTTP_REFERER="http://testserver" + url).url == LOGIN
    assert client.get(url).status_code == 410
    assert sign_in(client, user, NEW).status_code == 302


def test_reset_page_answers_everybody_alike(client):
    url = reverse("accounts:password_reset")
    known, unknown = client.post(url, {"email": UserFactory().email}), client.post(url, {"email": "x@example.vn"})
    assert known.content == unknown.content
    assert Notification.objects.filter(kind="account.reset").count() == 1


@pytest.mark.parametrize("token", ["x", "1:2:3", "9" * 3000])
def test_a_made_up_link(client, token):
    for name in ("invite_accept", "password_reset_confirm"):
        assert client.get(reverse(f"accounts:{name}", args=[token])).status_code == 410


@pytest.mark.parametrize("value", ["\x00", "x" * 100_000, "9" * 10**6, "<script>", "' OR 1=1 --"])
def test_bad_input_is_a_sentence(client, value):
    assert client.post(LOGIN, {"username": value, "password": value}).status_code == 422
    assert client.post(reverse("accounts:password_reset"), {"email": value}).status_code == 422
    client.force_login(UserFactory())
    assert client.post(reverse("accounts:profile"), {"full_name": value[:200] * 200, "phone": value}).status_code == 422


def test_profile_shows_posts_and_is_the_own_one(client):
    post = PostFactory(unit=UnitFactory(name="Sở Nội vụ"))
    client.force_login(post.user)
    assert "Chuyên viên – Sở Nội vụ" in client.get(reverse("accounts:profile")).content.decode()
    client.post(reverse("accounts:profile"), {"full_name": "Tên mới", "phone": "0900"})
    post.user.refresh_from_db()
    assert post.user.full_name == "Tên mới"


def test_a_body_beyond_the_limit_is_refused_in_words(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client.force_login(UserFactory())
    response = client.post(reverse("accounts:profile"), {"full_name": "x" * 2000})
    assert response.status_code == 400
    assert "quá lớn" in response.content.decode()
