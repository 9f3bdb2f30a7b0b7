"""Evidence: the library of a unit, its files in versions, and the lines they hang on."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.fields import FoldedField
from accounts.models import User
from blocs.models import Unit
from blocs.scope import Scope
from scoring.querysets import EvidenceQuerySet, EvidenceVersionQuerySet
from scoring.states import Scan

from .sheets import ScoreLine


def stored_name(version: "EvidenceVersion", filename: str) -> str:
    """A path that tells nothing and takes nothing from what the person typed."""
    return f"evidence/{version.evidence.unit_id}/{uuid.uuid4().hex}"


class Evidence(models.Model):
    """A document in a unit's library. Its bytes are versions; `current` is the newest. Removing hides it: the versions
    stay with their checksums, since a score may rest on them."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evidence", verbose_name="đơn vị")
    name = models.CharField("tên minh chứng", max_length=255)
    symbol = models.CharField("số, ký hiệu", max_length=100, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    folded = FoldedField(("name", "symbol", "note"))
    current = models.ForeignKey(
        "scoring.EvidenceVersion", models.PROTECT, null=True, related_name="+", verbose_name="phiên bản đang dùng"
    )
    removed_at = models.DateTimeField("gỡ lúc", null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "minh chứng"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.unit.authority_id, unit_id=self.unit_id)


class EvidenceVersion(models.Model):
    """One file of a document in the library. Only `scan` is ever changed; a better file is a further version."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="versions", verbose_name="minh chứng")
    number = models.PositiveIntegerField("phiên bản")
    file = models.FileField("tệp", upload_to=stored_name, max_length=200)
    name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("mã kiểm tra", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField("kích thước")
    content_type = models.CharField("loại tệp", max_length=100)
    scan = models.CharField("quét mã độc", max_length=8, choices=Scan, default=Scan.OFF)
    scanned_at = models.DateTimeField("quét lúc", null=True, blank=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người tải lên")
    uploaded_at = models.DateTimeField("tải lên lúc")
    reason = models.CharField("lý do thay", max_length=500, blank=True)

    objects = EvidenceVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên bản minh chứng"
        ordering = ["evidence", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "number"],
                name="evidence_version_once",
                violation_error_message="Phiên bản này của minh chứng đã có.",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(reason="")),
                name="evidence_version_reason",
                violation_error_message="Thay tệp phải ghi lý do.",
            ),
        ]
        indexes = [models.Index(fields=["uploaded_at"], condition=Q(scan="pending"), name="evidence_to_scan")]

    def __str__(self) -> str:
        return f"{self.name} (phiên bản {self.number})"

    def access_scope(self) -> Scope:
        return self.evidence.access_scope()


class EvidenceOpening(models.Model):
    """When somebody outside the unit first opened a version: whether a score was given with or without reading."""

    version = models.ForeignKey(EvidenceVersion, models.PROTECT, related_name="openings")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("mở lần đầu lúc")

    class Meta:
        verbose_name = "lần mở minh chứng"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "by"], name="opening_once", violation_error_message="Lần mở này đã được ghi."
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} – {self.by}"


class LineEvidence(models.Model):
    line = models.ForeignKey(ScoreLine, models.PROTECT, related_name="evidence_links")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="uses")
    pointer = models.CharField(
        "trang, mục, khoản", max_length=200, blank=True, help_text="Chỗ cần xem trong tài liệu, ví dụ: trang 3, mục II."
    )

    class Meta:
        verbose_name = "minh chứng của tiêu chí"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "evidence"],
                name="line_evidence_once",
                violation_error_message="Tệp này đã được đính kèm vào tiêu chí.",
            )
        ]

    def __str__(self) -> str:
        return str(self.evidence)
