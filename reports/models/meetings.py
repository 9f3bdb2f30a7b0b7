"""Which papers were made for a meeting: its invitation, its minutes."""

from django.db import models

from campaigns.models import Meeting
from reports.states import DocumentKind

from .documents import Document


class MeetingPaper(models.Model):
    """One official paper begun from a meeting. A paper set aside leaves room for the next of its kind."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers", verbose_name="cuộc họp")
    document = models.OneToOneField(Document, models.CASCADE, related_name="of_meeting", verbose_name="văn bản")

    class Meta:
        verbose_name = "văn bản của cuộc họp"
        ordering = ["meeting", "pk"]

    def __str__(self) -> str:
        return f"{DocumentKind(self.document.kind).label} – {self.meeting}"
