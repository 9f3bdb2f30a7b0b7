"""The bytes of evidence: downloads and previews, each asking the sheet's rights at that moment."""

import re
from base64 import b64encode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.files import private_download
from accounts.previews import NoPreview, Preview, can_preview, preview
from blocs.views_base import fetch
from scoring import permissions
from scoring.models import EvidenceVersion
from scoring.services.evidence_reading import note_opening

from .base import ScoringView

_PAGE = re.compile(r"(?:trang|tr\.?)\s*(\d{1,4})", re.IGNORECASE)


class _FileView(ScoringView):
    def version(self, **lookup) -> EvidenceVersion:
        """The newest version the person may read, scanned where there is a scanner; its opening is remembered."""
        rows = EvidenceVersion.objects.select_related("evidence__unit").order_by("-number")
        version = fetch(rows, self.request.user, **lookup)
        permissions.can_open(version).enforce()
        if not permissions.can_use_library(self.request.user, version.evidence):
            note_opening(version=version, by=self.request.user)
        return version


def _download(version: EvidenceVersion) -> HttpResponseBase:
    return private_download(version.file, name=version.name, content_type=version.content_type)


class DownloadView(_FileView):
    """A document, to whoever may read a line it hangs on at this moment."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return _download(self.version(evidence_id=pk))


class VersionView(_FileView):
    """One version: also an earlier one that a score was given with."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return _download(self.version(pk=pk))


class PreviewView(_FileView):
    """A page of the document as a picture with its page buttons; a part of the line's page for htmx."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = self.version(pk=pk)
        if not can_preview(version.content_type):
            raise Http404
        shown = _shown(version, _wanted(request))
        template = "scoring/_evidence_preview.html" if request.htmx else "scoring/evidence_preview.html"
        return render(request, template, {"version": version, "shown": shown, "picture": _inline(shown)})


def _inline(shown: Preview | None) -> str:
    """The picture inside the page: the bytes of the file itself are never shown by the browser."""
    return f"data:image/jpeg;base64,{b64encode(shown.jpeg).decode()}" if shown else ""


def _wanted(request: HttpRequest) -> int:
    """The page asked for, or the one that words like «trang 3, mục II» name; otherwise the first."""
    typed = request.GET.get("trang", "")
    found = _PAGE.search(request.GET.get("cho-xem", ""))
    if typed.isascii() and typed.isdigit():
        return min(int(typed[:5]), 9999)
    return int(found[1]) if found else 1


def _shown(version: EvidenceVersion, number: int) -> Preview | None:
    """The page, or the first where there is no such page; None when nothing of the file can be shown."""
    for page in dict.fromkeys((number, 1)):
        try:
            return preview(version.file, version.content_type, page)
        except NoPreview:
            continue
    return None
