"""Which papers were begun from a draft of a decision."""

from django.db import models

from awards.models import DecisionDraft

from .documents import Document


class AwardPaper(models.Model):
    """A submission, decision or bonus list begun from a draft. A paper set aside leaves room for the next of its kind."""

    draft = models.ForeignKey(DecisionDraft, models.PROTECT, related_name="papers", verbose_name="dự thảo quyết định")
    document = models.OneToOneField(Document, models.CASCADE, related_name="of_award", verbose_name="văn bản")

    class Meta:
        verbose_name = "văn bản của dự thảo quyết định"
        ordering = ["draft", "pk"]

    def __str__(self) -> str:
        return f"{self.document.get_kind_display()} – {self.draft}"
