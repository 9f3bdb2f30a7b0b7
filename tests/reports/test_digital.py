"""The signed file of an issued paper: who, when, once, from the frozen facts, and nothing of the key kept."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from accounts import clock
from accounts.decisions import Refused
from accounts.models import AuditEntry
from reports.models import Document, DocumentText, RenderedFile
from reports.services.digital import sign_issued
from reports.signing import BadCertificate
from reports.states import DocumentState, FileFormat
from tests.reports.official import issue, make_document
from tests.reports.test_signing import pkcs12, status

PASSWORD = "mat-khau-CHIM"


@pytest.fixture
def issued(world):
    return issue(make_document(world), world.leader)


@pytest.fixture
def key():
    return pkcs12(password=PASSWORD, until=clock.now() + dt.timedelta(days=9))


def test_the_head_signs_what_was_frozen(world, issued, key):
    DocumentText.objects.update(subject="Đã sửa sau khi ban hành")
    kept = sign_issued(issued_id=issued.pk, pkcs12=key, password=PASSWORD, by=world.leader)
    content = kept.file.read()
    found = status(content)
    assert kept.format == FileFormat.SIGNED and found.intact and found.valid
    text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "CHIM-TRICH-YEU" in text and "+07:00" in text and "Đã sửa" not in text
    entry = AuditEntry.objects.get(event="paper.file_signed")
    assert entry.after["sha256"] == kept.sha256 and PASSWORD not in str(entry.after)
    assert PASSWORD.encode() not in content


def test_it_is_signed_once(world, issued, key):
    sign_issued(issued_id=issued.pk, pkcs12=key, password=PASSWORD, by=world.leader)
    with pytest.raises(Refused, match="đã được ký số"):
        sign_issued(issued_id=issued.pk, pkcs12=key, password=PASSWORD, by=world.leader)


@pytest.mark.parametrize("who", ["leader_staff", "head", "deputy", "board", "foreign_head", "admin_like"])
def test_nobody_else_signs(world, issued, key, who):
    person = world.no_post if who == "admin_like" else world.people[who]
    with pytest.raises(Refused):
        sign_issued(issued_id=issued.pk, pkcs12=key, password=PASSWORD, by=person)
    assert not RenderedFile.objects.filter(format=FileFormat.SIGNED).exists()


@pytest.mark.parametrize("state", [DocumentState.RECALLED, DocumentState.REPLACED])
def test_only_what_is_in_force_is_signed(world, issued, key, state):
    Document.objects.update(state=state)
    with pytest.raises(Refused, match="còn hiệu lực"):
        sign_issued(issued_id=issued.pk, pkcs12=key, password=PASSWORD, by=world.leader)


def test_a_certificate_that_ended_is_refused(world, issued):
    old = pkcs12(password=PASSWORD, until=dt.datetime(2025, 12, 1, tzinfo=dt.UTC))
    with pytest.raises(BadCertificate):
        sign_issued(issued_id=issued.pk, pkcs12=old, password=PASSWORD, by=world.leader)


def send(client, issued, content, password=PASSWORD):
    file = SimpleUploadedFile("chung-thu.p12", content, content_type="application/x-pkcs12")
    address = reverse("reports:document_sign_file", args=[issued.key])
    return client.post(address, {"file": file, "password": password})


def test_the_page_signs_and_leads_back(world, issued, key, sign_in):
    response = send(sign_in(world.leader), issued, key)
    assert response.status_code == 302 and issued.files.filter(format=FileFormat.SIGNED).exists()


@pytest.mark.parametrize(
    ("content", "password", "words"),
    [
        (None, "sai", "sai mật khẩu"),
        (b"khong phai", PASSWORD, "không phải PKCS#12"),
        (b"x" * 300_000, PASSWORD, "không lớn hơn 200 KB"),
        (b"", PASSWORD, "rỗng"),
    ],
)
def test_what_cannot_sign_is_said_at_its_field(world, issued, key, sign_in, content, password, words):
    response = send(sign_in(world.leader), issued, key if content is None else content, password)
    assert response.status_code == 422 and words in response.content.decode()


def test_the_password_is_never_shown_again(world, issued, key, sign_in):
    assert "sai-CHIM" not in send(sign_in(world.leader), issued, key, "sai-CHIM").content.decode()


def test_out_of_reach_is_404_and_not_ones_role_is_403(world, issued, sign_in):
    address = reverse("reports:document_sign_file", args=[issued.key])
    assert sign_in(world.foreign_head).get(address).status_code == 404
    assert sign_in(world.leader_staff).get(address).status_code == 403
