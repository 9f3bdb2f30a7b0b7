"""Which minutes were begun from which ballot."""

from django.db import models

from awards.models import Ballot

from .documents import Document


class BallotPaper(models.Model):
    """Minutes of the count begun from a ballot. A paper set aside leaves room for the next."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="papers", verbose_name="cuộc bỏ phiếu")
    document = models.OneToOneField(Document, models.CASCADE, related_name="of_ballot", verbose_name="văn bản")

    class Meta:
        verbose_name = "biên bản của cuộc bỏ phiếu"
        ordering = ["ballot", "pk"]

    def __str__(self) -> str:
        return f"Biên bản kiểm phiếu – {self.ballot}"
