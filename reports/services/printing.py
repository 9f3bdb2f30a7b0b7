"""The files of a paper: which it has, how each is printed from the frozen facts, how it is kept."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2
from django.core.files.base import ContentFile
from pypdfium2 import raw

from reports.certificates import certificate_pdf
from reports.models import IssuedDocument, OfficeTemplate, RenderedFile
from reports.papers import paper_of
from reports.renderer import pdf_of
from reports.states import FileFormat, PaperKind
from reports.word import docx_of
from reports.word.office import Unfit, office_docx

from .office import template_for

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Printed:
    """Contents of files by format; ``remark``: what could not be printed beside them, and why."""

    contents: dict[str, bytes]
    remark: str = ""


def print_missing(document: IssuedDocument) -> Printed:
    """The files the paper should have and has not, or whose stored bytes are no longer what was kept. An official paper
    also leaves as Word, and in the issuing office's own template of that moment; one that does not fit holds up nothing.
    """
    kept = {row.format: row for row in document.files.all()}
    contents, remark = {}, ""
    for format, print_it in _printers(document).items():
        if format not in kept or not is_intact(kept[format]):
            try:
                contents[format] = print_it()
            except Unfit as error:
                remark = f"Không điền được mẫu Word của cơ quan: {error}"
    return Printed(contents, remark[:500])


def _printers(document: IssuedDocument) -> dict[str, Callable[[], bytes]]:
    """How each file of the paper is printed, from its frozen facts alone."""
    if document.kind == PaperKind.CERTIFICATES:
        return {FileFormat.PDF: lambda: certificate_pdf(document.facts, variant=document.variant)}
    paper = paper_of(document.facts)
    printers: dict[str, Callable[[], bytes]] = {FileFormat.PDF: lambda: pdf_of(paper, document.variant)}
    if document.kind == PaperKind.DOCUMENT:
        printers[FileFormat.DOCX] = lambda: docx_of(paper)
        if template := template_for(document.document, document.made_at):
            printers[FileFormat.OFFICE] = lambda: office_docx(_bytes_of(template), document.facts)
    return printers


def _bytes_of(template: OfficeTemplate) -> bytes:
    with template.file.open() as stored:
        return stored.read()


def is_intact(kept: RenderedFile) -> bool:
    """Whether the stored bytes are there and are those whose checksum was recorded."""
    try:
        with kept.file.open() as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest() == kept.sha256
    except OSError as error:
        logger.error("a kept file cannot be read: %s", error)
        return False


def keep_missing(document: IssuedDocument, contents: dict[str, bytes]) -> tuple[dict[str, str], dict[str, str]]:
    """Keep the files that are still missing; checksums by format, before and after. The caller holds a transaction.

    Two workers may print one official paper at the same time: what the first has kept stays, byte for byte.
    """
    IssuedDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    kept = {row.format: row for row in RenderedFile.objects.filter(document=document, format__in=contents)}
    damaged = {format: row.sha256 for format, row in kept.items() if not is_intact(row)}
    wanted = [format for format in contents if format not in kept or format in damaged]
    return damaged, {format: keep_file(document, format, contents[format]).sha256 for format in wanted}


def keep_file(document: IssuedDocument, format: str, content: bytes) -> RenderedFile:
    """Store a file under the paper's only name of that format; what a killed worker left there is replaced."""
    row = RenderedFile.objects.filter(document=document, format=format).first()
    row = row or RenderedFile(document=document, format=format)
    row.sha256, row.size = hashlib.sha256(content).hexdigest(), len(content)
    row.fonts = fonts_of(content) if content.startswith(b"%PDF-") else []
    field = RenderedFile._meta.get_field("file")
    row.file.storage.delete(field.generate_filename(row, ""))
    row.file.save("paper", ContentFile(content), save=False)
    row.save()
    return row


def fonts_of(pdf: bytes) -> list[str]:
    """Names of the fonts a PDF's text uses, read back from it; one that is not embedded is marked so."""
    with pypdfium2.PdfDocument(pdf) as read:
        found = {_font_name(text) for page in read for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])}
    return sorted(found)


def _font_name(text: pypdfium2.PdfTextObj) -> str:
    font = text.get_font()
    name = font.get_base_name().partition("+")[2] or font.get_base_name()
    return name if font.is_embedded else f"{name} (không nhúng)"
