"""A digital signature on a finished PDF, made with the office's own PKCS#12 file. Neither the file nor its password is kept.

The visible words of the signature (NĐ 30/2020, Phụ lục I, phần II.8) are laid out with the paper itself; what is added here
is the signature of the whole file (PAdES, SHA-256). Whether the certificate leads to a trusted root is not asked: that takes
the network of the certification service, and readers' programs ask it themselves.
"""

import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyhanko.sign import SimpleSigner

FIELD = "ChuKySo"


class BadCertificate(ValueError):
    """The PKCS#12 file cannot sign; the sentence says why."""


@dataclass(frozen=True)
class Certificate:
    """Who signs, who issued the certificate, and its days."""

    subject: str
    issuer: str
    serial: str
    not_before: dt.datetime
    not_after: dt.datetime


def open_signer(pkcs12: bytes, password: str, at: dt.datetime) -> "SimpleSigner":
    """The key and certificate of a PKCS#12 file. Raises BadCertificate (password, no key, outside its days, other use)."""
    from pyhanko.sign import SimpleSigner

    try:
        signer = SimpleSigner.load_pkcs12_data(pkcs12, other_certs=[], passphrase=password.encode())
    except (ValueError, TypeError, OSError):
        signer = None
    if signer is None or signer.signing_cert is None:
        raise BadCertificate("Không mở được tệp chữ ký số: sai mật khẩu, hoặc tệp không phải PKCS#12 (.p12, .pfx).")
    certificate = certificate_of(signer)
    if not certificate.not_before <= at <= certificate.not_after:
        until = f"{certificate.not_before:%d/%m/%Y} đến {certificate.not_after:%d/%m/%Y}"
        raise BadCertificate(f"Chứng thư số chỉ có giá trị từ {until}.")
    usage = signer.signing_cert.key_usage_value
    if usage is not None and not {"digital_signature", "non_repudiation"} & usage.native:
        raise BadCertificate("Chứng thư số này không dùng để ký văn bản.")
    return signer


def certificate_of(signer: "SimpleSigner") -> Certificate:
    found = signer.signing_cert
    days = found["tbs_certificate"]["validity"]
    return Certificate(
        subject=found.subject.human_friendly,
        issuer=found.issuer.human_friendly,
        serial=f"{found.serial_number:x}",
        not_before=days["not_before"].native,
        not_after=days["not_after"].native,
    )


def sign_pdf(content: bytes, signer: "SimpleSigner", *, place: str, reason: str) -> bytes:
    """The PDF with an invisible signature over all of it, as a further revision."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata
    from pyhanko.sign import sign_pdf as put_signature
    from pyhanko.sign.fields import SigSeedSubFilter

    told = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", location=place, reason=reason, subfilter=SigSeedSubFilter.PADES
    )
    signed = put_signature(IncrementalPdfFileWriter(io.BytesIO(content)), told, signer=signer)
    return signed.getvalue()
