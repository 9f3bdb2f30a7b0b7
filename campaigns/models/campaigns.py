"""A bloc's year, or a themed movement over several years, and its phases."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.clock import now
from accounts.fields import FoldedField, VietnameseSortField
from blocs.models import Authority, BlocYear
from blocs.scope import Scope
from campaigns.querysets import CampaignQuerySet, ThroughCampaignQuerySet
from campaigns.when import Precision, When

_YEARS = [MinValueValidator(1990), MaxValueValidator(2100)]


class Campaign(models.Model):
    """Regular: one bloc-year. Themed: launched by an authority, over years, joined by bloc-years."""

    class Kind(models.TextChoices):
        REGULAR = "regular", "Thi đua thường xuyên của khối trong năm"
        THEMED = "themed", "Phong trào thi đua theo chuyên đề"

    kind = models.CharField("loại", max_length=8, choices=Kind)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="campaigns", verbose_name="cơ quan tổ chức")
    bloc_year = models.OneToOneField(
        BlocYear, models.PROTECT, null=True, blank=True, related_name="campaign", verbose_name="khối trong năm"
    )
    blocs_joined = models.ManyToManyField(
        BlocYear, blank=True, related_name="movements", verbose_name="các khối tham gia"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="triển khai từ"
    )
    code = models.CharField("mã kế hoạch", max_length=60, blank=True)
    title = models.CharField("tên kế hoạch, phong trào", max_length=400)
    theme = models.CharField("chủ đề thi đua", max_length=400, blank=True)
    launcher = models.CharField("cấp phát động", max_length=200, blank=True)
    from_year = models.PositiveSmallIntegerField("từ năm", validators=_YEARS)
    to_year = models.PositiveSmallIntegerField("đến năm", validators=_YEARS)
    funding = models.CharField("kinh phí", max_length=300, blank=True)
    open_below = models.BooleanField(
        "cấp dưới được xem và triển khai",
        default=True,
        help_text="Cấp dưới thấy tên, thời gian, căn cứ của phong trào.",
    )
    is_demo = models.BooleanField("dữ liệu minh họa", default=False)
    created_at = models.DateTimeField(default=now, editable=False)
    sort_key = VietnameseSortField(source="title")
    search_text = FoldedField(sources=("title", "theme"))

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch thi đua"
        ordering = ["-to_year", "sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "code"],
                condition=~Q(code=""),
                name="campaign_code_once",
                violation_error_message="Mã kế hoạch này đã được dùng.",
            ),
            models.CheckConstraint(
                condition=Q(to_year__gte=F("from_year")),
                name="campaign_years",
                violation_error_message="Năm kết thúc phải bằng hoặc sau năm bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(kind="regular", bloc_year__isnull=False) | Q(kind="themed", bloc_year__isnull=True),
                name="campaign_bloc_fits_kind",
                violation_error_message="Thi đua thường xuyên gắn với một khối trong năm; phong trào chuyên đề thì không.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        """A campaign without a code gets one that stays: files of other systems and commands name it by the code."""
        if not self.code:
            self.code = self._free_code()
        super().save(*args, **kwargs)

    def _free_code(self) -> str:
        """`KHOI-1-2026` for a bloc's year, `PT-2026` for a movement; the next free number behind it where it is taken."""
        stem = self.bloc_year.bloc.code if self.bloc_year_id else "PT"
        first, taken = f"{stem}-{self.from_year}", Campaign.objects.filter(authority_id=self.authority_id)
        codes = set(taken.values_list("code", flat=True))
        later = (f"{first}-{number}" for number in range(2, len(codes) + 3))
        return first if first not in codes else next(code for code in later if code not in codes)

    @property
    def years(self) -> str:
        return str(self.from_year) if self.from_year == self.to_year else f"{self.from_year} – {self.to_year}"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id, bloc_year_id=self.bloc_year_id)


class Phase(models.Model):
    """A dated part of a campaign (đợt, giai đoạn) with its occasions. Dates keep the precision of the document."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="phases")
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    name = models.CharField("tên đợt", max_length=200)
    from_precision = models.CharField("thời điểm bắt đầu", max_length=8, choices=Precision, default=Precision.DAY)
    from_value = models.DateField("từ", null=True, blank=True)
    to_precision = models.CharField("thời điểm kết thúc", max_length=8, choices=Precision, default=Precision.DAY)
    to_value = models.DateField("đến", null=True, blank=True)
    text = models.TextField("nội dung", blank=True)
    # [{"name": str, "day": "dd/mm" or "", "origin_year": int or null}]: recurring or counted days; data of the document.
    occasions = models.JSONField("các ngày kỷ niệm", default=list, blank=True)

    objects = ThroughCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt thi đua"
        ordering = ["campaign", "order", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def begins(self) -> When:
        return When(Precision(self.from_precision), self.from_value)

    @property
    def ends(self) -> When:
        return When(Precision(self.to_precision), self.to_value)

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()
