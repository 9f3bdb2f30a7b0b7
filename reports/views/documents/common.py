"""What the pages of a paper share."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import User
from blocs.views_base import fetch
from campaigns.views.common import BIGGEST_KEY
from reports.blocks import Paper
from reports.facts.document import document_facts
from reports.layouts import layouts
from reports.models import Document
from reports.papers import paper_of
from reports.permissions_documents import writes
from reports.states import DOCUMENT_BADGES, OUT, DocumentState

_TABS = (
    ("noi-dung", "Nội dung", "document_detail", False),
    ("gop-y", "Góp ý", "document_rounds", False),
    ("phien-ban", "Phiên bản", "document_versions", True),
    ("lich-su", "Lịch sử", "document_history", True),
    ("tep", "Tệp", "document_files", False),
)


def get_document(request: HttpRequest, pk: int) -> Document:
    """A paper the person may read at this moment, or 404."""
    if pk > BIGGEST_KEY:
        raise Http404
    return fetch(Document.objects.for_decisions(), request.user, pk=pk)


def facts_of(user: User, document: Document) -> dict[str, Any]:
    """What the paper says to this person: as it was frozen once it is out; the draft itself to who writes it, the version
    under consultation to who is asked."""
    if document.state in OUT:
        issued = document.papers.filter(code__isnull=False).order_by("pk").first()
        return issued.facts if issued else document_facts(document)
    if writes(user, document):
        return document_facts(document)
    return get_object_or_404(document.consultations.select_related("version"), closed_at__isnull=True).version.facts


def printed(facts: dict[str, Any]) -> dict[str, Any]:
    """The paper of these facts for a screen: template variables ``paper`` and ``layout``."""
    paper: Paper = paper_of(facts)
    return {"paper": paper, "layout": layouts()[paper.layout]}


def heading(request: HttpRequest, document: Document, here: str = "") -> dict[str, Any]:
    """Badge and tabs of every page of one paper; ``here``: the tab that is open."""
    drafts = bool(writes(request.user, document))
    # Who was asked for comments still reads the round while the paper itself is being finished.
    is_read = document.state in OUT or document.state == DocumentState.CONSULTING
    tabs = [
        (key, label, reverse(f"reports:{name}", args=[document.pk]))
        for key, label, name, own in _TABS
        if drafts or (is_read and not own)
    ]
    return {"document": document, "badge": DOCUMENT_BADGES[document.state], "here": here, "tabs": tabs}
