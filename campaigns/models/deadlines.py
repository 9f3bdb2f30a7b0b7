"""What is due, from whom, to which roles, by when; extensions."""

import datetime as dt

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.querysets import ThroughCampaignQuerySet
from campaigns.when import AnchorKind, DayOffRule, DueRule, OffsetUnit, Precision, When, last_day_on_time

from .campaigns import Campaign, Phase


class WorkingDateField(models.DateField):
    """The last day on time, derived on every save from what the document says."""

    def __init__(self, **kwargs) -> None:
        kwargs.update(editable=False, null=True, db_index=True)
        super().__init__(**kwargs)

    def pre_save(self, model_instance, add):
        value = None if model_instance.every_year else model_instance.working_date()
        setattr(model_instance, self.attname, value)
        return value


class Deadline(models.Model):
    """Keeps what the document says (precision, value, rule, words) and derives ``last_day``, the working date.

    ``starts`` opens a range («từ tháng 01 đến tháng 6/2022»); ``or_…`` is a second time the document allows («cuối 2019
    hoặc đầu 2020»: the later one is the working date). A yearly duty (``every_year``) is only the document's statement
    and has no working date: each year it is opened as a row of its own (``series``).

    A relative one counts ``offset`` days (negative: before) from ``anchor``: its last day on time, the day it took place,
    or the arrival of each unit's paper. The day of the event itself is not counted (BLDS 2015, Điều 147 khoản 2).
    """

    class Kind(models.TextChoices):
        REGISTRATION = "registration", "Đăng ký thi đua"
        PLEDGE = "pledge", "Ký giao ước thi đua"
        MIDYEAR_REPORT = "midyear_report", "Báo cáo sơ kết"
        YEAR_REPORT = "year_report", "Báo cáo tổng kết"
        SELF_SCORE = "self_score", "Phiếu tự chấm điểm"
        THEMED_REPORT = "themed_report", "Báo cáo chuyên đề"
        AD_HOC = "ad_hoc", "Báo cáo đột xuất"
        MEETING = "meeting", "Hội nghị"
        INSPECTION = "inspection", "Kiểm tra"
        OTHER = "other", "Việc khác"

    EVENTS = frozenset({Kind.MEETING, Kind.PLEDGE, Kind.INSPECTION})  # they take place, nobody sends a paper for them

    class Owes(models.TextChoices):
        MEMBERS = "members", "Các đơn vị thành viên"
        LEADER = "leader", "Trưởng khối"
        DEPUTY = "deputy", "Phó khối"
        BOARD = "board", "Cơ quan thi đua, khen thưởng"
        COUNCIL = "council", "Hội đồng thi đua, khen thưởng"
        CHOSEN = "chosen", "Các đơn vị được chọn"

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="deadlines")
    phase = models.ForeignKey(
        Phase, models.SET_NULL, null=True, blank=True, related_name="deadlines", verbose_name="đợt"
    )
    title = models.CharField("việc phải làm", max_length=300)
    kind = models.CharField("loại", max_length=16, choices=Kind, default=Kind.OTHER)
    owes = models.CharField("ai phải nộp", max_length=8, choices=Owes, default=Owes.MEMBERS)
    to_leader = models.BooleanField("gửi Trưởng khối", default=False)
    to_deputy = models.BooleanField("gửi Phó khối", default=False)
    to_board = models.BooleanField("gửi cơ quan thi đua, khen thưởng", default=False)
    to_members = models.BooleanField("gửi các đơn vị trong khối", default=False)
    to_council = models.BooleanField("gửi Hội đồng thi đua, khen thưởng", default=False)
    to_others = models.CharField("nơi nhận khác", max_length=200, blank=True, help_text="Ví dụ: Bộ, ngành cấp trên")
    precision = models.CharField("thời hạn", max_length=8, choices=Precision, default=Precision.DAY)
    value = models.DateField("ngày", null=True, blank=True)
    starts = models.DateField("bắt đầu từ", null=True, blank=True)
    or_precision = models.CharField("hoặc thời điểm", max_length=8, choices=Precision, default=Precision.NONE)
    or_value = models.DateField("hoặc", null=True, blank=True)
    every_year = models.BooleanField("lặp lại hằng năm", default=False)
    series = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="years", verbose_name="thuộc việc hằng năm"
    )
    place = models.CharField("địa điểm", max_length=300, blank=True)
    host = models.CharField("ai chủ trì", max_length=8, choices=Owes, blank=True)
    rule = models.CharField("cách tính", max_length=6, choices=DueRule, default=DueRule.BY)
    words = models.CharField("ghi trong văn bản", max_length=200, blank=True)
    anchor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="dependents", verbose_name="tính theo mốc"
    )
    anchor_kind = models.CharField("tính từ", max_length=8, choices=AnchorKind, default=AnchorKind.NONE, blank=True)
    offset = models.SmallIntegerField("số ngày", null=True, blank=True)
    offset_unit = models.CharField("loại ngày", max_length=8, choices=OffsetUnit, default=OffsetUnit.CALENDAR)
    day_off = models.CharField("ngày cuối là ngày nghỉ", max_length=4, choices=DayOffRule, default=DayOffRule.LAW)
    grace_days = models.PositiveSmallIntegerField("số ngày ân hạn", default=0, validators=[MaxValueValidator(60)])
    # Both follow from the columns above, the anchor and the office calendar; ``services.relative`` keeps them right.
    computed_day = models.DateField("ngày tính được", null=True, editable=False)
    counted_from = models.CharField("tên mốc gốc", max_length=300, blank=True, editable=False)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    last_day = WorkingDateField(verbose_name="ngày cuối đúng hạn")
    done_on = models.DateField("đã thực hiện ngày", null=True, blank=True)

    objects = ThroughCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "mốc thời hạn"
        ordering = ["campaign", models.F("last_day").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(precision="none", value__isnull=True) | (~Q(precision="none") & Q(value__isnull=False)),
                name="deadline_value_fits_precision",
                violation_error_message="Hãy nhập ngày, hoặc chọn «Không ghi thời gian».",
            ),
            models.CheckConstraint(
                condition=Q(or_precision="none", or_value__isnull=True)
                | (~Q(or_precision="none") & Q(or_value__isnull=False)),
                name="deadline_or_fits_precision",
                violation_error_message="Hãy nhập thời điểm thứ hai, hoặc để trống.",
            ),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(value__isnull=True) | Q(starts__lte=models.F("value")),
                name="deadline_starts_first",
                violation_error_message="Thời điểm bắt đầu phải trước thời hạn.",
            ),
            models.CheckConstraint(
                condition=Q(anchor_kind="", anchor__isnull=True, offset__isnull=True)
                | (~Q(anchor_kind="") & Q(anchor__isnull=False, offset__isnull=False, precision="none")),
                name="deadline_anchor_whole",
                violation_error_message="Thời hạn tính theo mốc khác cần đủ mốc gốc, cách tính và số ngày, không ghi thêm ngày.",
            ),
            models.UniqueConstraint(
                fields=["series", "value"],
                condition=Q(series__isnull=False),
                name="deadline_series_once",
                violation_error_message="Kỳ này đã được mở.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> When:
        return When(Precision(self.precision), self.value)

    @property
    def or_when(self) -> When:
        return When(Precision(self.or_precision), self.or_value)

    @property
    def readings(self) -> tuple[When, ...]:
        """Every time the document allows; the latest gives the working date."""
        return (self.when, self.or_when)

    def working_date(self) -> dt.date | None:
        """The last day on time; the latest when the document allows two times; None when it gives none.

        A day that the calendar or another deadline decides was worked out before saving and stands in ``computed_day``.
        """
        if self.anchor_kind or self.computed_day:
            return self.computed_day
        return self.written_day()

    def written_day(self) -> dt.date | None:
        """The day the document's own words give, whatever the office calendar says."""
        days = [last_day_on_time(when, DueRule(self.rule)) for when in self.readings]
        return max((day for day in days if day), default=None)

    @property
    def takes_paper(self) -> bool:
        """Whether units send something for it; meetings and signings only take place, a yearly statement is opened per year."""
        return self.kind not in self.EVENTS and not self.every_year

    @property
    def by_sheet(self) -> bool:
        """Met by sending the score sheet, not a report."""
        return self.kind == self.Kind.SELF_SCORE

    @property
    def by_registration(self) -> bool:
        """Met by sending the unit's registration; what a leader registers for the bloc is a paper like any other."""
        of_units = self.kind == self.Kind.REGISTRATION and self.owes == self.Owes.MEMBERS and not self.every_year
        return of_units and self.campaign.bloc_year_id is not None

    @property
    def by_form(self) -> bool:
        """Met by sending a form of the application, never a report."""
        return self.by_sheet or self.by_registration

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()


class Extension(models.Model):
    """One unit, one deadline, a later last day, who granted it and why. A further extension is another row."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="extensions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="extensions", verbose_name="đơn vị")
    last_day = models.DateField("gia hạn đến hết ngày")
    reason = models.CharField("lý do", max_length=500)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = "gia hạn"
        ordering = ["-granted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.last_day:%d/%m/%Y}"

    def access_scope(self) -> Scope:
        scope = self.deadline.access_scope()
        return Scope(scope.authority_id, scope.bloc_year_id, self.unit_id)
