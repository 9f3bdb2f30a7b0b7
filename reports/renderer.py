"""Blocks → HTML → PDF. The only module that knows WeasyPrint; nothing it prints can reach a file or a network."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from .blocks import Paper, Table
from .layouts import layouts

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2"


# The renderer may break a line after its first word when a paragraph ends in white space and nearly fits one line.
_TRAILING = re.compile(r"\s+(?=</(?:p|h[123])>)")


class RendererMissing(RuntimeError):
    """The native libraries of the PDF renderer are not installed; the sentence names the packages."""


def html_of(paper: Paper) -> str:
    """The paper as one self-contained HTML page; every text is escaped, no text is ever a template."""
    tables = [block for section in paper.sections for block in section.blocks if isinstance(block, Table)]
    shares = sorted({column.share for table in tables for column in table.columns})
    context = {"paper": paper, "layout": layouts()[paper.layout], "shares": shares}
    return _TRAILING.sub("", render_to_string("reports/documents/paper.html", context))


def pdf_of(paper: Paper) -> bytes:
    """The paper as PDF bytes. Raises RendererMissing when Pango is not installed."""
    weasyprint = _weasyprint()
    page = weasyprint.HTML(string=html_of(paper), url_fetcher=_closed_fetcher(), base_url=None)
    return page.write_pdf(font_config=_fonts(), pdf_variant="pdf/ua-1")


def _weasyprint():
    try:
        import weasyprint
    except OSError as error:
        raise RendererMissing(f"Máy chủ chưa cài thư viện tạo PDF. Cần các gói: {PACKAGES}.") from error
    return weasyprint


@lru_cache(maxsize=1)
def _fonts() -> "FontConfiguration":
    """Reading the font directories costs more than a small document: done once a process."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@lru_cache(maxsize=1)
def _closed_fetcher():
    """A fetcher that refuses every address: our papers are text and rules only, they have nothing to fetch."""
    from weasyprint.urls import URLFetcher, URLFetchingError

    class ClosedFetcher(URLFetcher):
        def fetch(self, url, headers=None):
            raise URLFetchingError("papers fetch nothing")

    return ClosedFetcher()
