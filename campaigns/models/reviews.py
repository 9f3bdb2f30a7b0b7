"""Reviews of a movement (sơ kết, tổng kết): a report asked from chosen units, and the rewards they propose."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.querysets import ThroughCampaignQuerySet
from campaigns.querysets_movements import ReviewProposalQuerySet
from campaigns.states_movements import ReviewKind, SubjectKind

from .campaigns import Campaign
from .deadlines import Deadline


class DeadlineUnit(models.Model):
    """A unit chosen to owe a deadline (``Deadline.Owes.CHOSEN``)."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="chosen_units", verbose_name="mốc")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="deadlines_chosen", verbose_name="đơn vị")

    class Meta:
        verbose_name = "đơn vị được chọn"
        ordering = ["deadline", "unit__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "unit"], name="deadline_unit_once", violation_error_message="Đơn vị đã được chọn."
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.deadline}"

    def access_scope(self) -> Scope:
        scope = self.deadline.access_scope()
        return Scope(scope.authority_id, scope.bloc_year_id, self.unit_id)


class Review(models.Model):
    """A mid or final review of a movement. ``deadline`` is its request for a report (what it asks: that deadline's
    ``ReportForm``). Closed by its conclusion."""

    Kind = ReviewKind

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="reviews", verbose_name="phong trào")
    kind = models.CharField("loại", max_length=5, choices=ReviewKind)
    year = models.PositiveSmallIntegerField("năm", validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="review", verbose_name="mốc báo cáo")
    conclusion = models.TextField("kết luận", blank=True)
    closed_on = models.DateField("kết luận ngày", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người mở")
    at = models.DateTimeField("mở lúc", default=now)

    objects = ThroughCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "sơ kết, tổng kết phong trào"
        ordering = ["campaign", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind", "year"],
                name="review_once",
                violation_error_message="Phong trào đã có đợt này trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, conclusion="") | (Q(closed_on__isnull=False) & ~Q(conclusion="")),
                name="review_closed_pair",
                violation_error_message="Kết luận phải có nội dung và ngày.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} năm {self.year}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()


class ReviewProposal(models.Model):
    """A reward a unit proposes in a review, in its own words; taken back, it stays readable."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="proposals", verbose_name="đợt sơ kết, tổng kết")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="review_proposals", verbose_name="đơn vị")
    subject_kind = models.CharField("đối tượng", max_length=10, choices=SubjectKind)
    subject = models.CharField("tập thể, cá nhân được đề nghị", max_length=200)
    wanted = models.CharField("hình thức đề nghị", max_length=200, help_text="Ví dụ: Bằng khen của Chủ tịch UBND tỉnh")
    reason = models.TextField("thành tích trong phong trào", max_length=3000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)

    objects = ReviewProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị khen thưởng trong đợt sơ kết, tổng kết"
        ordering = ["review", "unit__sort_key", "subject_kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "unit", "subject_kind", "subject", "wanted"],
                condition=Q(withdrawn_at__isnull=True),
                name="review_proposal_once",
                violation_error_message="Đề nghị này đã được ghi.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.wanted} – {self.subject}"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.review.campaign.authority_id, unit_id=self.unit_id)
