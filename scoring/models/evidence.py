"""Evidence: files of a unit's library, hung on lines."""

import uuid

from django.db import models

from accounts.models import User
from blocs.models import Unit
from blocs.scope import Scope
from scoring.querysets import EvidenceQuerySet

from .sheets import ScoreLine


def stored_name(evidence: "Evidence", filename: str) -> str:
    """A path that tells nothing and takes nothing from what the person typed."""
    return f"evidence/{evidence.unit_id}/{uuid.uuid4().hex}"


class Evidence(models.Model):
    """A file of a unit. Removing hides it; the bytes stay with their checksum, since a score may rest on them."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evidence", verbose_name="đơn vị")
    name = models.CharField("tên tệp", max_length=255)
    file = models.FileField("tệp", upload_to=stored_name, max_length=200)
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    size = models.PositiveBigIntegerField("kích thước")
    content_type = models.CharField("loại tệp", max_length=100)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("tải lên lúc")
    removed_at = models.DateTimeField("gỡ lúc", null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "minh chứng"
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.unit.authority_id, unit_id=self.unit_id)


class LineEvidence(models.Model):
    line = models.ForeignKey(ScoreLine, models.PROTECT, related_name="evidence_links")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="uses")

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
