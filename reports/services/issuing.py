"""Freezing an official issue: facts, short code, and the promise of its files."""

from django.db import IntegrityError, transaction

from accounts import audit, clock
from accounts.models import User
from reports.addresses import address_of, new_code
from reports.facts import digest, read_facts
from reports.models import Document, IssuedDocument
from reports.states import PaperKind, PdfVariant

from .jobs import ask_for_files

TRIES = 5


def freeze_issue(*, document: Document, by: User, variant: str = PdfVariant.UA) -> IssuedDocument:
    """Freeze everything the paper says, with its check code, and ask for its files. Called inside the move ISSUE: the
    caller holds the transaction and the document's lock, and has asked for the right."""
    facts = read_facts(PaperKind.DOCUMENT, document)
    issued = _create(document, facts, by, variant)
    audit.record(by=by, event="paper.frozen", target=document, after={"code": issued.code, "sha256": issued.sha256})
    ask_for_files(issued, by)
    return issued


def _create(document: Document, facts: dict, by: User, variant: str) -> IssuedDocument:
    """With a code nobody has; a collision (one in 2⁵⁰ per paper) draws again."""
    for left in reversed(range(TRIES)):
        code = new_code()
        coded = {**facts, "check": {"code": code, "url": address_of(code)}}
        try:
            with transaction.atomic():
                return IssuedDocument.objects.create(
                    kind=PaperKind.DOCUMENT,
                    document=document,
                    code=code,
                    variant=variant,
                    title=facts["title"],
                    facts=coded,
                    sha256=digest(coded),
                    made_at=clock.now(),
                    made_by=by,
                )
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("unreachable")
