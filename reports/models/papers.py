"""Papers that were made: frozen facts and the files printed from them."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from awards.models import CertificatePrint
from blocs.scope import Scope
from campaigns.models import MinutesText, Plan, Receipt
from reports.querysets import IssuedDocumentQuerySet, RenderedFileQuerySet
from reports.states import SUBJECTS, FileFormat, PaperKind, PdfVariant
from scoring.models import Ranking, ScoreSheet

from .documents import Document

_FIELDS = ("plan", "sheet", "ranking", "receipt", "minutes", "certs", "document")


def _only(field: str, **kind) -> Q:
    """Papers of a kind stand on exactly this one field."""
    return Q(**kind, **{f"{name}__isnull": name != field for name in _FIELDS})


class IssuedDocument(models.Model):
    """Everything one paper says, frozen. Rendering again reads the facts only, never the domain.

    ``is_private``: the facts were frozen while the sheet was its unit's draft; nobody else ever reads them. ``code``:
    the short code of an official issue, printed on its first page with a QR of the public page; prints of drafts,
    sheets and rankings have none. ``variant``: which standard of PDF the file follows.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("loại", max_length=8, choices=PaperKind)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="papers")
    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, null=True, blank=True, related_name="papers")
    ranking = models.ForeignKey(Ranking, models.PROTECT, null=True, blank=True, related_name="papers")
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, blank=True, related_name="papers")
    minutes = models.ForeignKey(MinutesText, models.PROTECT, null=True, blank=True, related_name="papers")
    certs = models.ForeignKey(CertificatePrint, models.PROTECT, null=True, blank=True, related_name="papers")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="papers")
    code = models.CharField("mã tra cứu", max_length=12, null=True, blank=True, unique=True, editable=False)
    variant = models.CharField("chuẩn PDF", max_length=10, choices=PdfVariant, default=PdfVariant.UA)
    is_private = models.BooleanField(default=False)
    title = models.CharField("tên văn bản", max_length=400)
    facts = models.JSONField("nội dung đã chốt")
    sha256 = models.CharField("mã kiểm tra nội dung", max_length=64)
    made_at = models.DateTimeField("chốt lúc", default=now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người tạo")

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đã tạo"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=_only("plan", kind="plan")
                | _only("sheet", kind="sheet")
                | _only("ranking", kind__in=["ranking", "matrix"])
                | _only("receipt", kind="receipt")
                | _only("minutes", kind="minutes")
                | _only("certs", kind="certs")
                | _only("document", kind="document"),
                name="document_subject_fits_kind",
                violation_error_message="Văn bản phải gắn với đúng một nội dung.",
            ),
            models.CheckConstraint(
                condition=Q(code__isnull=True) | Q(kind="document"),
                name="document_code_fits_kind",
                violation_error_message="Chỉ văn bản chính thức có mã tra cứu.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> Plan | ScoreSheet | Ranking | Receipt | MinutesText | CertificatePrint | Document:
        return getattr(self, SUBJECTS[self.kind])

    def access_scope(self) -> Scope:
        return self.subject.access_scope()

    def file_of(self, format: str) -> "RenderedFile | None":
        """The kept file of a format; read from what was prefetched."""
        return next((kept for kept in self.files.all() if kept.format == format), None)


def stored_name(rendered: "RenderedFile", filename: str) -> str:
    """One name per paper and format: making it a second time replaces what a killed worker left behind."""
    return f"papers/{rendered.document.key.hex}.{FileFormat(rendered.format).suffix}"


class RenderedFile(models.Model):
    """One file printed from frozen facts. ``fonts``: names of the fonts embedded in it."""

    document = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="files")
    format = models.CharField("định dạng", max_length=6, choices=FileFormat, default=FileFormat.PDF)
    file = models.FileField("tệp", upload_to=stored_name, max_length=200)
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    size = models.PositiveBigIntegerField("kích thước")
    fonts = models.JSONField("phông chữ nhúng", default=list, blank=True)
    made_at = models.DateTimeField(default=now, editable=False)

    objects = RenderedFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp văn bản"
        ordering = ["document", "pk"]
        constraints = [models.UniqueConstraint(fields=["document", "format"], name="rendered_once_per_format")]

    def __str__(self) -> str:
        return f"{self.document} ({self.get_format_display()})"
