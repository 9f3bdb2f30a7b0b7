"""The plan behind a campaign as structured text: what the paper prints."""

from django.db import models

from blocs.scope import Scope
from campaigns.citing import about_words
from campaigns.querysets import ThroughCampaignQuerySet, ThroughPlanQuerySet
from campaigns.states import PlanState

from .campaigns import Campaign
from .deadlines import Deadline
from .head import PaperHead, day_and_month
from .legal import LegalDocument


class Plan(PaperHead):
    """The plan as a paper: head and signer (``PaperHead``), opening, state; its text is the tree of ``PlanNode``."""

    State = PlanState

    class BasesStyle(models.TextChoices):
        PROSE = "prose", "Một đoạn văn («Thực hiện …; xây dựng Kế hoạch …, như sau:»)"
        LINES = "lines", "Từng dòng căn cứ"

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="plan")
    state = models.CharField("trạng thái", max_length=6, choices=PlanState, default=PlanState.DRAFT)
    bases_style = models.CharField("cách viết căn cứ", max_length=5, choices=BasesStyle, default=BasesStyle.PROSE)
    opening = models.TextField("câu mở đầu sau căn cứ", blank=True)
    closing = models.TextField("đoạn kết", blank=True)
    source = models.CharField("nguồn", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ThroughCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản kế hoạch"
        constraints = day_and_month("plan")

    def __str__(self) -> str:
        return f"Kế hoạch: {self.subject}"

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()


class PlanBasis(models.Model):
    """A legal basis or cited document, with a warning when its date is suspect."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="bases")
    order = models.PositiveSmallIntegerField(default=1)
    legal = models.ForeignKey(
        LegalDocument, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="chọn từ danh mục"
    )
    doc_type = models.CharField("loại văn bản", max_length=60, blank=True)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    date = models.DateField("ngày", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    about = models.CharField("về việc", max_length=500, blank=True)
    in_opening = models.BooleanField("nêu ở phần căn cứ", default=True)
    suspect = models.CharField("điểm cần xác nhận", max_length=300, blank=True)

    objects = ThroughPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "căn cứ"
        ordering = ["plan", "order", "pk"]

    def __str__(self) -> str:
        return " ".join(part for part in (self.doc_type, self.number, self.about) if part)

    @property
    def goes_on(self) -> str:
        """What stands after type, number, date and issuer."""
        return about_words(self.about) if self.doc_type else self.about

    def access_scope(self) -> Scope:
        return self.plan.access_scope()


class PlanNode(models.Model):
    """One labelled or unlabelled block of the numbered content tree, of any depth."""

    class Kind(models.TextChoices):
        SECTION = "section", "Mục"
        PURPOSE = "purpose", "Mục đích"
        REQUIREMENT = "requirement", "Yêu cầu"
        CONTENT = "content", "Nội dung thi đua"
        PHASE = "phase", "Đợt thi đua"
        SOLUTION = "solution", "Giải pháp"
        STANDARD = "standard", "Tiêu chuẩn, hình thức khen thưởng"
        DUTY = "duty", "Trách nhiệm"
        TIMETABLE = "timetable", "Thời gian, tiến độ"

    class Slot(models.TextChoices):
        """What the paper prints below the text, from rows that are edited once and also drive the reminders."""

        PHASES = "phases", "Các đợt thi đua"
        DEADLINES = "deadlines", "Các mốc thời hạn"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="nodes")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    order = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField("loại", max_length=12, choices=Kind, default=Kind.SECTION)
    label = models.CharField("ký hiệu", max_length=20, blank=True, help_text="Ví dụ: I., 1., 2.1., a), -")
    title = models.CharField("tiêu đề", max_length=400, blank=True)
    text = models.TextField("nội dung", blank=True)
    actor = models.CharField("ai thực hiện", max_length=200, blank=True)
    slot = models.CharField("in kèm danh sách", max_length=9, choices=Slot, blank=True)
    deadline = models.ForeignKey(
        Deadline,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="nodes",
        verbose_name="mốc thời hạn",
        help_text="Trong nội dung, [[hạn]] được in thành thời hạn và [[nơi nhận]] thành nơi nhận của mốc này.",
    )

    objects = ThroughPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "nội dung kế hoạch"
        ordering = ["plan", "order", "pk"]

    def __str__(self) -> str:
        return " ".join(part for part in (self.label, self.title or self.text[:60]) if part)

    def access_scope(self) -> Scope:
        return self.plan.access_scope()


class PlanRecipient(models.Model):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="recipients")
    order = models.PositiveSmallIntegerField(default=1)
    text = models.CharField("nơi nhận", max_length=200)
    mark = models.CharField("ghi chú", max_length=40, blank=True, help_text="Ví dụ: b/c, báo cáo")

    objects = ThroughPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi nhận"
        ordering = ["plan", "order", "pk"]

    def __str__(self) -> str:
        return self.text

    def access_scope(self) -> Scope:
        return self.plan.access_scope()
