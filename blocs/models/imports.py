"""A division file on its way in: read once, previewed as often as needed, applied once."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.clock import now
from accounts.models import User
from blocs.querysets import ImportDraftQuerySet
from blocs.scope import Scope

from .units import Authority


class ImportDraft(models.Model):
    """The rows of one Excel file as they were read; what they would change is computed anew at every look."""

    class State(models.TextChoices):
        DRAFT = "draft", "Chờ nhập"
        APPLIED = "applied", "Đã nhập"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="imports", verbose_name="cơ quan tổ chức")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)
    file_name = models.CharField("tệp", max_length=200)
    year = models.PositiveSmallIntegerField("năm", validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decision_date = models.DateField("ngày quyết định", null=True, blank=True)
    decision_issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    rows = models.JSONField(default=list)
    unknown_columns = models.JSONField(default=list, blank=True)
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the rows as read")
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    applied_at = models.DateTimeField(null=True, blank=True)
    # What applying did, line by line, as it was shown in the preview.
    result = models.JSONField(null=True, blank=True)

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp phân khối"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft", applied_at__isnull=True)
                | models.Q(state="applied", applied_at__isnull=False),
                name="import_applied_at_fits_state",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, năm {self.year}"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)
