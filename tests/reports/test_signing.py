"""Signing a finished PDF with a PKCS#12 file, read back by the library that verifies."""

import datetime as dt
import io

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from reports.press import print_pdf
from reports.signing import BadCertificate, certificate_of, open_signer, sign_pdf

pytestmark = pytest.mark.once

NOW = dt.datetime(2026, 6, 1, 8, tzinfo=dt.UTC)
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PAGE = "<html lang='vi'><title>Văn bản</title><p>Một đoạn văn.</p></html>"


def pkcs12(*, password="mat-khau", until=NOW + dt.timedelta(days=365), signs=True) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Văn phòng Khối thi đua minh họa")])
    usage = x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=not signs,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(KEY.public_key())
        .serial_number(73194)
        .not_valid_before(NOW - dt.timedelta(days=365))
        .not_valid_after(until)
        .add_extension(usage, critical=True)
        .sign(KEY, hashes.SHA256())
    )
    return serialize_key_and_certificates(b"x", KEY, made, None, BestAvailableEncryption(password.encode()))


def status(content: bytes):
    reader = PdfFileReader(io.BytesIO(content))
    (signature,) = reader.embedded_signatures
    roots = ValidationContext(trust_roots=[signature.signer_cert], moment=NOW)
    return validate_pdf_signature(signature, roots)


@pytest.fixture(scope="module")
def signed():
    signer = open_signer(pkcs12(), "mat-khau", NOW)
    return sign_pdf(print_pdf(PAGE, variant="pdf/a-3b"), signer, place="Địa danh", reason="Ban hành văn bản")


@pytest.mark.parametrize("variant", ["pdf/ua-1", "pdf/a-3b"])
def test_a_signed_paper_is_whole_and_its_signature_holds(variant):
    signer = open_signer(pkcs12(), "mat-khau", NOW)
    content = sign_pdf(print_pdf(PAGE, variant=variant), signer, place="Địa danh", reason="Ban hành văn bản")
    found = status(content)
    assert found.intact and found.valid and found.coverage.name == "ENTIRE_FILE"


def test_the_signed_file_begins_with_the_unsigned_one():
    plain = print_pdf(PAGE)
    content = sign_pdf(plain, open_signer(pkcs12(), "mat-khau", NOW), place="x", reason="y")
    assert content.startswith(plain) and b"mat-khau" not in content


def test_one_changed_letter_breaks_it(signed):
    at = signed.index(b"/Producer") if b"/Producer" in signed else 2000
    spoiled = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    try:
        assert not status(spoiled).intact
    except Exception as refused:  # so broken that it is no PDF any more
        assert refused


def test_who_signed_is_told():
    told = certificate_of(open_signer(pkcs12(), "mat-khau", NOW))
    assert "Văn phòng Khối thi đua minh họa" in told.subject and told.serial == f"{73194:x}"


@pytest.mark.parametrize(
    ("content", "password", "at", "words"),
    [
        (pkcs12(), "sai", NOW, "sai mật khẩu"),
        (b"%PDF-1.7 not a key", "mat-khau", NOW, "không phải PKCS#12"),
        (b"", "mat-khau", NOW, "không phải PKCS#12"),
        (pkcs12(until=NOW - dt.timedelta(days=1)), "mat-khau", NOW, "chỉ có giá trị từ 01/06/2025 đến 31/05/2026"),
        (pkcs12(), "mat-khau", NOW - dt.timedelta(days=400), "chỉ có giá trị"),
        (pkcs12(signs=False), "mat-khau", NOW, "không dùng để ký văn bản"),
    ],
)
def test_a_file_that_cannot_sign_says_why(content, password, at, words):
    with pytest.raises(BadCertificate, match=words):
        open_signer(content, password, at)
