"""The digitally signed file of an issued paper."""

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from accounts import audit, clock
from accounts.models import User
from blocs.access import refresh
from reports.layouts import layouts
from reports.models import Document, IssuedDocument, RenderedFile
from reports.papers import paper_of
from reports.papers.wording import number_line
from reports.permissions_signing import can_sign_file
from reports.renderer import pdf_of
from reports.signing import certificate_of, open_signer, sign_pdf
from reports.states import FileFormat

from .printing import keep_file

REASON = "Ban hành văn bản"


@sensitive_variables("pkcs12", "password")
def sign_issued(*, issued_id: int, pkcs12: bytes, password: str, by: User) -> RenderedFile:
    """Print the frozen facts with the words of the signature (number and sign, moment with time zone; NĐ 30/2020, Phụ lục I,
    phần II.8), sign the file and keep it beside the others. The PKCS#12 file and its password are used and forgotten.

    Raises Refused, BadCertificate and NotPrinted.
    """
    issued = _issued(issued_id)
    can_sign_file(by, issued).enforce()
    at = clock.now()
    signer = open_signer(pkcs12, password, at)
    facts = {**issued.facts, "stamp": stamp_of(issued.facts, at)}
    content = sign_pdf(
        pdf_of(paper_of(facts), issued.variant), signer, place=facts["place"] or "Việt Nam", reason=REASON
    )
    return _keep(issued_id, content, certificate_of(signer).subject, by)


def stamp_of(facts: dict, at) -> dict[str, str]:
    line = number_line(layouts()[facts["layout"]], facts["number"], facts["sign"])
    return {"number_line": line, "signed_at": timezone.localtime(at).isoformat(timespec="seconds")}


@transaction.atomic
def _keep(issued_id: int, content: bytes, subject: str, by: User) -> RenderedFile:
    """Under the paper's lock: rights once more, and only one signed file."""
    document_id = IssuedDocument.objects.values_list("document_id", flat=True).get(pk=issued_id)
    Document.objects.select_for_update(of=("self",)).get(pk=document_id)
    issued = _issued(issued_id)
    can_sign_file(refresh(by), issued).enforce()
    kept = keep_file(issued, FileFormat.SIGNED, content)
    after = {"sha256": kept.sha256, "certificate": subject}
    audit.record(by=by, event="paper.file_signed", target=issued.document, after=after)
    return kept


def _issued(issued_id: int) -> IssuedDocument:
    return IssuedDocument.objects.select_related("document__campaign__bloc_year").get(pk=issued_id)
