"""What stands for a printed file where printing itself is not the subject."""

import io
from functools import lru_cache

import pypdfium2

from reports.services import printing


@lru_cache(maxsize=1)
def blank_pdf() -> bytes:
    with pypdfium2.PdfDocument.new() as made:
        made.new_page(100, 100)
        buffer = io.BytesIO()
        made.save(buffer)
    return buffer.getvalue()


def quick_pdf(paper=None, variant=None) -> bytes:
    """A readable PDF of one blank page, with the title behind its end."""
    return blank_pdf() + f"\n% {paper.title if paper else ''}\n".encode()


def print_quickly(monkeypatch) -> None:
    """Neither PDF nor Word is laid out."""
    monkeypatch.setattr(printing, "pdf_of", quick_pdf)
    monkeypatch.setattr(printing, "docx_of", lambda paper: b"PK docx " + paper.title.encode())
