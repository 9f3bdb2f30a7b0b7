"""Notification centre and the kept letters."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import services
from accounts.models import Notification
from accounts.outbox import notify
from accounts.views.mailbox import kept_letters
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def tell(user, number=1, **values):
    for index in range(number):
        key = f"k{Notification.objects.count()}"
        notify(users=[user], kind="account.test", key=key, **{"title": f"Việc {index}", "path": "/ke-hoach/", **values})
    return Notification.objects.in_app_of(user).first()


def test_only_own_in_app_notices_are_listed(client):
    me, other = UserFactory(), UserFactory()
    tell(me, 2)
    tell(other)
    client.force_login(me)
    page = client.get(reverse("accounts:notifications"))
    assert [row.user for row in page.context["object_list"]] == [me, me]


def test_opening_marks_read_and_leads_inside(client):
    me = UserFactory()
    notice = tell(me)
    client.force_login(me)
    assert client.get(reverse("accounts:notification_open", args=[notice.pk])).url == "/ke-hoach/"
    notice.refresh_from_db()
    assert notice.read_at
    assert [r.pk for r in client.get(reverse("accounts:notifications") + "?loc=chua-doc").context["object_list"]] == []


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "", "javascript:x"])
def test_a_notice_never_leads_outside(client, path):
    me = UserFactory()
    notice = tell(me, path=path)
    client.force_login(me)
    opened = client.get(reverse("accounts:notification_open", args=[notice.pk]))
    assert opened.url == reverse("accounts:notifications")


def test_foreign_and_mail_rows_are_not_there(client):
    me, other = UserFactory(), UserFactory()
    tell(me)
    client.force_login(me)
    letter = Notification.objects.get(user=me, channel="email")
    for pk in (tell(other).pk, letter.pk, 10**30):
        assert client.get(f"/tai-khoan/thong-bao/{pk}/mo/").status_code == 404


def test_reading_all_touches_only_own(client):
    me, other = UserFactory(), UserFactory()
    tell(me, 3)
    foreign = tell(other)
    client.force_login(me)
    client.post(reverse("accounts:notifications_read_all"))
    foreign.refresh_from_db()
    assert foreign.read_at is None
    assert not Notification.objects.in_app_of(me).filter(read_at__isnull=True)


def test_the_list_asks_the_same_number_of_questions(client):
    counts = []
    for number in (1, 5):
        me = UserFactory()
        tell(me, number)
        client.force_login(me)
        client.get(reverse("accounts:notifications"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("accounts:notifications"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["0", "-1", "x", "\x00", "9" * 5000])
def test_page_numbers_that_make_no_sense(client, page):
    client.force_login(UserFactory())
    assert client.get(reverse("accounts:notifications"), {"page": page}).status_code == 200


def test_the_mailbox_shows_kept_letters_to_whoever_tries_out(client, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    settings.MAILBOX = True
    services.send_invitation(user=UserFactory(password=None), by=UserFactory(), place="Chuyên viên – Sở Nội vụ")
    tell(UserFactory(), title="Báo cáo <b>trễ</b>")
    assert services.deliver_due_notifications() == 2
    page = client.get(reverse("accounts:mailbox")).content.decode()
    assert "Mời tham gia hệ thống Khối thi đua" in page
    assert '<a href="http://127.0.0.1:8000/tai-khoan/moi/' in page
    assert "Báo cáo &lt;b&gt;trễ&lt;/b&gt;" in page
    assert mail.outbox == []
    assert "hộp thư dùng thử" in client.get(reverse("accounts:login")).content.decode()


def test_a_kept_letter_tells_the_hour_here(tmp_path):
    letter = "To: a@b.example\nSubject: x\nDate: Sat, 21 Nov 2026 03:20:00 -0000\n\nNội dung\n"
    (tmp_path / "a.log").write_text(letter)
    assert [f"{kept.at:%H:%M %d/%m}" for kept in kept_letters(tmp_path)] == ["10:20 21/11"]


@pytest.mark.parametrize(
    ("backend", "shown"),
    [("filebased", False), ("locmem", True), ("smtp", True)],
)
def test_the_mailbox_is_not_there_where_mail_is_real(client, settings, tmp_path, backend, shown):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    settings.MAILBOX = shown
    assert client.get(reverse("accounts:mailbox")).status_code == 404
