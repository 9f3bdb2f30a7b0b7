"""What was counted: the two readings of the paper ballots, and how many ballots there were."""

from django.db import models
from django.db.models import F, Q

from accounts.clock import now
from accounts.models import User

from .ballots import Ballot, BallotCandidate


class PaperEntry(models.Model):
    """What one of the two counters read from the paper ballots. At closing its lines become slips and are deleted: with
    one or two paper voters they would tell who voted what."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="paper_entries")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    returned = models.PositiveIntegerField("số phiếu thu về")
    invalid = models.PositiveIntegerField("số phiếu không hợp lệ")
    saved_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = "kết quả kiểm phiếu giấy"
        ordering = ["ballot", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "by"], name="paper_entry_once"),
            models.CheckConstraint(
                condition=Q(invalid__lte=F("returned")),
                name="paper_invalid_of_returned",
                violation_error_message="Số phiếu không hợp lệ không thể nhiều hơn số phiếu thu về.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot} – {self.by}"


class PaperLine(models.Model):
    entry = models.ForeignKey(PaperEntry, models.CASCADE, related_name="lines")
    candidate = models.ForeignKey(BallotCandidate, models.CASCADE, related_name="+")
    agree = models.PositiveIntegerField("đồng ý", default=0)
    disagree = models.PositiveIntegerField("không đồng ý", default=0)
    blank = models.PositiveIntegerField("không có ý kiến", default=0)

    class Meta:
        verbose_name = "số phiếu giấy của một ứng viên"
        ordering = ["entry", "candidate__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "candidate"], name="paper_line_once")]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.agree}/{self.disagree}/{self.blank}"


class BallotCount(models.Model):
    """How many ballots there were, as counted at closing. ``issued``: online ballots of those present, paper ballots
    handed out and written opinions; ``valid`` + ``invalid`` = ``returned``."""

    ballot = models.OneToOneField(Ballot, models.CASCADE, primary_key=True, related_name="count")
    issued = models.PositiveIntegerField("số phiếu phát ra")
    returned = models.PositiveIntegerField("số phiếu thu về")
    valid = models.PositiveIntegerField("số phiếu hợp lệ")
    invalid = models.PositiveIntegerField("số phiếu không hợp lệ")
    online = models.PositiveIntegerField("bỏ trên hệ thống")
    paper = models.PositiveIntegerField("phiếu giấy thu về")
    written = models.PositiveIntegerField("ý kiến bằng văn bản")

    class Meta:
        verbose_name = "số phiếu"
        constraints = [
            models.CheckConstraint(condition=Q(returned=F("valid") + F("invalid")), name="ballot_count_adds_up"),
            models.CheckConstraint(
                condition=Q(returned=F("online") + F("paper") + F("written")), name="ballot_count_by_channel"
            ),
            models.CheckConstraint(condition=Q(returned__lte=F("issued")), name="ballot_count_returned_issued"),
        ]

    def __str__(self) -> str:
        return f"Số phiếu: {self.ballot}"
