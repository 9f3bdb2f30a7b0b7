"""Score sheets of units, their lines, and the append-only chain of scores on a line."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.models import Campaign, Deadline
from scoring.querysets import LineQuerySet, SetupQuerySet, SheetQuerySet
from scoring.states import ADVISORY_STAGES, BADGES, EDITABLE, Half, RankingBasis, SheetState, Stage, default_stages

from .criteria import CriteriaSet, Criterion


def _amount(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=16, decimal_places=4, null=True, blank=True)


def _points(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=18, decimal_places=4, null=True, blank=True)


def _together(*names: str) -> Q:
    """All of the columns are filled, or none."""
    return Q(**{f"{name}__isnull": True for name in names}) | Q(**{f"{name}__isnull": False for name in names})


class ScoringSetup(models.Model):
    """How one campaign is scored: its criteria set, what ranks, and the deadline of the self-score."""

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="scoring", verbose_name="kế hoạch")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="setups", verbose_name="bộ tiêu chí")
    ranking_basis = models.CharField("xếp hạng theo", max_length=7, choices=RankingBasis, default=RankingBasis.PERCENT)
    self_score_deadline = models.ForeignKey(
        Deadline, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thời hạn tự chấm"
    )
    half_deadline = models.ForeignKey(
        Deadline,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="thời hạn tự chấm 6 tháng đầu năm",
        help_text="Chỉ dùng khi bộ tiêu chí chấm riêng từng nửa năm.",
    )
    stages = models.JSONField("các khâu chấm điểm", default=default_stages)
    explain_days = models.PositiveSmallIntegerField(
        "số ngày làm việc để giải trình",
        default=5,
        validators=[MaxValueValidator(60)],
        help_text="Tính từ ngày sau khi thẩm định xong. 0: không có bước giải trình.",
    )
    divergence_percent = models.DecimalField(
        "mức chênh lệch đưa ra họp (% điểm chuẩn)",
        max_digits=5,
        decimal_places=2,
        default=Decimal(10),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="Tiêu chí có điểm chấm chéo chênh nhau quá mức này được đưa vào danh sách họp thống nhất.",
    )

    objects = SetupQuerySet.as_manager()

    class Meta:
        verbose_name = "thiết lập chấm điểm"

    def __str__(self) -> str:
        return f"Chấm điểm: {self.campaign}"

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()

    def deadline_of(self, half: int) -> Deadline | None:
        """The self-score deadline of a sheet: the first half of the year has its own."""
        return self.half_deadline if half == Half.FIRST else self.self_score_deadline

    def holder(self, stage: str) -> str | None:
        """Who holds a stage of this bloc-year's chain; None when the stage is not used."""
        return self.stages.get(stage)


class ScoreSheet(models.Model):
    """One unit's sheet in one campaign. `version` counts its moves; lines count their own changes."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="sheets", verbose_name="kế hoạch")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sheets", verbose_name="đơn vị")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="sheets", verbose_name="bộ tiêu chí")
    half = models.PositiveSmallIntegerField("kỳ chấm", choices=Half, default=Half.YEAR)
    state = models.CharField("trạng thái", max_length=9, choices=SheetState, default=SheetState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField("thẩm định xong lúc", null=True, blank=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    explain_until = models.DateField("hạn giải trình", null=True, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = "phiếu tự chấm điểm"
        ordering = ["campaign", "unit__sort_key", "half", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "half"],
                name="sheet_once",
                violation_error_message="Đơn vị đã có phiếu trong kế hoạch này.",
            ),
            models.CheckConstraint(
                condition=_together("submitted_at", "submitted_by"),
                name="sheet_submitted_pair",
                violation_error_message="Thời điểm gửi và người gửi phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=_together("verified_at", "verified_by"),
                name="sheet_verified_pair",
                violation_error_message="Thời điểm thẩm định và người thẩm định phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "verified", "locked"]) | Q(submitted_at__isnull=False),
                name="sheet_sent_has_time",
                violation_error_message="Phiếu đã gửi phải có thời điểm gửi.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["verified", "locked"]) | Q(verified_at__isnull=False),
                name="sheet_verified_has_time",
                violation_error_message="Phiếu đã thẩm định phải có thời điểm thẩm định.",
            ),
        ]

    def __str__(self) -> str:
        half = f" {self.get_half_display()}" if self.half else ""
        return f"Phiếu tự chấm{half} – {self.unit}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def badge(self) -> str:
        return BADGES[SheetState(self.state)]

    def access_scope(self) -> Scope:
        return Scope(self.campaign.authority_id, self.campaign.bloc_year_id, self.unit_id)


class ScoreLine(models.Model):
    """What the unit states for one criterion. `self_points` and `explanation` are the frozen answer of the rules."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="lines")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="lines")
    value = _amount("giá trị")
    target = _amount("chỉ tiêu")
    actual = _amount("kết quả")
    count = _amount("số lượng")
    days = _amount("số ngày trễ")
    achieved = models.BooleanField("đạt", null=True, blank=True)
    assigned = models.BooleanField("được giao", default=True)
    note = models.TextField("ghi chú", blank=True)
    self_points = _points("điểm tự chấm")
    explanation = models.CharField("cách ra điểm", max_length=500, blank=True)
    waiting = models.BooleanField("chờ số liệu nơi khác", default=False)
    returned = models.BooleanField("bị trả lại", default=False)
    return_note = models.CharField("lý do trả lại", max_length=1000, blank=True)
    # The stage that gave the line back and looks at it again first; empty when nothing is to be looked at again.
    return_stage = models.CharField("khâu trả lại", max_length=10, choices=Stage, blank=True)
    # Its verified score differed from the unit's when verification ended: the unit may answer until `explain_until`.
    explainable = models.BooleanField("được giải trình", default=False)
    # The approved target changed after the sheet was sent: what was decided before that no longer settles the line.
    reopened_at = models.DateTimeField("chỉ tiêu đổi lúc", null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # The result was taken from a figure of progress of this day and nobody has confirmed or changed it yet.
    from_progress_on = models.DateField("lấy từ số liệu tiến độ ngày", null=True, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng chấm điểm"
        ordering = ["sheet", "criterion__path"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion"],
                name="line_once",
                violation_error_message="Tiêu chí này đã có trong phiếu.",
            ),
            models.CheckConstraint(
                condition=_together("saved_at", "saved_by"),
                name="line_saved_pair",
                violation_error_message="Thời điểm lưu và người lưu phải đi cùng nhau.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.criterion)

    def settled_by(self, entry: "ScoreEntry | None") -> bool:
        """Whether this entry is a decision that still stands: not the unit's own word, and not of a time before the
        approved target changed."""
        if entry is None or entry.stage == Stage.SELF:
            return False
        return self.reopened_at is None or entry.at > self.reopened_at

    def access_scope(self) -> Scope:
        return self.sheet.access_scope()


class ScoreEntry(WrittenOnce):
    """One score somebody gave to one line at one stage. Never changed: a correction is a further entry.

    `points` is None for a task that was not assigned and for a relative line whose bloc is not complete. `evidence` are
    the files that hung on the line at that moment: [{"id", "version", "name", "sha256"}].
    """

    line = models.ForeignKey(ScoreLine, models.PROTECT, related_name="entries")
    stage = models.CharField("khâu", max_length=10, choices=Stage)
    points = _points("điểm")
    inputs = models.JSONField("số liệu", default=dict)
    reason = models.CharField("lý do", max_length=1000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    acting_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt đơn vị"
    )
    evidence = models.JSONField("minh chứng khi chấm", default=list)
    correction = models.ForeignKey(
        "scoring.Correction", models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="đính chính"
    )
    at = models.DateTimeField("lúc")

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "lần chấm"
        ordering = ["line", "pk"]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.points}"

    @property
    def counts(self) -> bool:
        """Whether this entry may be the score of its line (an advisory one is shown beside it)."""
        return self.stage not in ADVISORY_STAGES
