"""The page anybody may open: what it says in each state, what it never says, and that it keeps nothing."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils.html import strip_tags

from accounts import clock
from reports import services
from reports.models import Document, DocumentAct, IssuedDocument, Job
from reports.states import DocumentState
from tests.reports.official import issue, make_document
from tests.reports.prints import print_quickly

pytestmark = pytest.mark.django_db
WHEN = dt.datetime(2026, 8, 20, 18, 30, tzinfo=dt.UTC)  # already the 21st in Việt Nam


@pytest.fixture
def issued(world, monkeypatch):
    print_quickly(monkeypatch)
    document = make_document(world, state=DocumentState.NUMBERED, number="07", dated=dt.date(2026, 3, 5))
    return issue(document, world.leader)


def page(client, code, status=200) -> str:
    response = client.get(f"/vb/{code}/")
    assert response.status_code == status
    return response.content.decode()


def words(html: str) -> str:
    return " ".join(html.split())


def follow(world, old, *, corrects, number):
    """An issued paper that replaces or corrects another."""
    new = make_document(world, replaces=old, corrects=corrects, number=number, subject="CHIM-BAN-SAU")
    return issue(new, world.leader)


def test_it_shows_number_date_issuer_and_checksums_to_anybody(client, issued):
    for job in Job.objects.all():
        services.make_paper(job_id=job.pk)
    html = page(client, issued.code)
    for shown in ("07/TB-KTĐ", "ngày 05 tháng 3 năm 2026", "KHỐI THI ĐUA SỐ 1", "Thông báo kết quả", issued.sha256):
        assert shown in html
    assert words("Còn hiệu lực") in words(html) and "đính chính" not in html
    for kept in issued.files.all():
        assert f'data-sha256="{kept.sha256}"' in html
    assert issued.files.count() == 2


def test_it_says_nothing_private(client, issued):
    """Canaries of the subject, the signer and the recipients, and everything else a paper or its row carries."""
    html = page(client, issued.code)
    for hidden in (
        "CHIM-",
        "Nguyễn Văn",
        issued.title,
        issued.key.hex,
        str(issued.key),
        "van-ban/",
        issued.made_by.full_name,
    ):
        assert hidden not in html, hidden
    assert IssuedDocument.objects.get().facts["subject"].endswith("CHIM-TRICH-YEU"), "the canary is there to be found"


@pytest.mark.parametrize(
    "state, said",
    [
        (DocumentState.ISSUED, "Còn hiệu lực"),
        (DocumentState.CORRECTED, "Còn hiệu lực đã được đính chính bởi số 12/TB-KTĐ"),
        (DocumentState.REPLACED, "Đã được thay thế bởi số 12/TB-KTĐ"),
        (DocumentState.RECALLED, "Đã thu hồi ngày 21/08/2026"),
    ],
)
def test_each_state_in_words(client, world, issued, state, said):
    old = issued.document
    follower = None
    if state in (DocumentState.CORRECTED, DocumentState.REPLACED):
        follower = follow(world, old, corrects=state == DocumentState.CORRECTED, number="12")
    Document.objects.filter(pk=old.pk).update(state=state)
    if state == DocumentState.RECALLED:
        DocumentAct.objects.create(
            document=old, move="recall", after=state, by=world.leader, at=WHEN, note="CHIM-LY-DO"
        )
    html = page(client, issued.code)
    status = html[html.index('<p role="status">') :]
    assert words(strip_tags(status[: status.index("</p>")])) == said
    assert "CHIM-" not in html
    if follower:
        assert f'<a href="/vb/{follower.code}/">12/TB-KTĐ</a>' in html
    else:
        assert "12/TB" not in html


def test_a_follower_that_is_not_issued_is_not_named(client, world, issued):
    make_document(world, replaces=issued.document, number="13", state=DocumentState.DRAFT)
    assert "13/TB" not in page(client, issued.code)


@pytest.mark.parametrize("code", ["ZZZZ-ZZZZ-ZZ", "zzzz-zzzz-zz", "x", "a" * 300, "1' OR 1=1", "<b>x", "%00", "ạ"])
def test_an_unknown_code_is_a_calm_404_with_the_form(client, issued, code):
    response = client.get(f"/vb/{code}/", follow=True)
    html = response.content.decode()
    assert response.status_code == 404 and "Không có văn bản nào mang mã này" in html and 'name="ma"' in html
    assert "<b>x" not in html


def test_a_code_typed_in_another_way_is_led_to_the_printed_way(client, issued):
    IssuedDocument.objects.update(code="70K3-1QWX-01")
    for typed in ("70k31qwx01", "7ok3-lqwx-oi"):
        response = client.get(f"/vb/{typed}/")
        assert response.status_code == 302 and response.url == "/vb/70K3-1QWX-01/"
        response = client.get("/vb/", {"ma": typed})
        assert response.status_code == 302 and response.url == "/vb/70K3-1QWX-01/"


@pytest.mark.parametrize("typed", ["", "abc", "U" * 10, "x" * 5000])
def test_what_is_no_code_is_answered_at_the_field(client, db, typed):
    response = client.get("/vb/", {"ma": typed})
    assert response.status_code == 422
    assert "mã" in " ".join(response.context["form"].errors["ma"]).lower()


def test_nothing_is_kept_and_nobody_is_followed(client, issued, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        response = client.get(f"/vb/{issued.code}/")
    assert response["Cache-Control"] == "no-store" and response["X-Robots-Tag"] == "noindex"
    assert not response.cookies and not Session.objects.exists()
    assert client.post(f"/vb/{issued.code}/").status_code == 405


def test_prints_without_a_code_have_no_public_page(client, world, monkeypatch):
    print_quickly(monkeypatch)
    draft = make_document(world, state=DocumentState.DRAFT)
    job = services.request_paper(kind="document", subject_id=draft.pk, by=world.leader)
    services.make_paper(job_id=job.pk)
    assert IssuedDocument.objects.get().code is None
    assert client.get("/vb/None/").status_code == 404


def test_it_is_found_from_the_sign_in_page(client, db):
    assert 'href="/vb/"' in client.get("/tai-khoan/dang-nhap/").content.decode()
    assert client.get("/vb/").status_code == 200


def test_the_state_is_that_of_this_moment(client, issued):
    assert "Còn hiệu lực" in page(client, issued.code)
    with clock.at(WHEN):
        Document.objects.update(state=DocumentState.RECALLED)
        assert "Còn hiệu lực" not in page(client, issued.code)
