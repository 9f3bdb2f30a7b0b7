"""Nomination → decision → award history."""

import datetime as dt
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.clock import now, today
from accounts.fields import FoldedField
from accounts.models import User
from accounts.written_once import WrittenOnce
from blocs.models import Authority, BlocYear, Unit
from blocs.scope import Scope
from campaigns.models import Campaign
from scoring.models import RankingRow

from ..querysets import AwardRecordQuerySet, AwardTypeQuerySet, DecisionQuerySet, NominationQuerySet
from ..states import (
    DECIDABLE,
    EDITABLE,
    LIVE,
    LOOK,
    AwardKind,
    Mode,
    NominationState,
    SourceStatus,
    SubjectClass,
    SubjectKind,
)
from ..validity import ActSeen, Standing, standing_on
from .file_columns import FileColumns
from .people import Person


class AwardType(models.Model):
    """A title or a form of reward as the law of a period names it."""

    class Level(models.TextChoices):
        GRASSROOTS = "grassroots", "Cấp cơ sở"
        PROVINCE = "province", "Cấp bộ, ngành, tỉnh"
        STATE = "state", "Cấp Nhà nước"

    code = models.CharField("mã", max_length=20, unique=True)
    kind = models.CharField("loại", max_length=5, choices=AwardKind)
    subject_kind = models.CharField("đối tượng", max_length=10, choices=SubjectKind)
    name = models.CharField("tên", max_length=200)
    level = models.CharField("cấp", max_length=10, choices=Level)
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    source = models.CharField("căn cứ", max_length=300)
    source_status = models.CharField("tình trạng nguồn", max_length=11, choices=SourceStatus)
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("áp dụng đến", null=True, blank=True)
    # Narrower than ``subject_kind``: «Hộ gia đình», «Xã, phường, đặc khu».
    subject_words = models.CharField("đối tượng cụ thể", max_length=100, blank=True)
    # Units put these into their yearly registration; the others are asked for when their time has come.
    registered = models.BooleanField("đăng ký hằng năm", default=True)

    objects = AwardTypeQuerySet.as_manager()

    class Meta:
        verbose_name = "danh hiệu, hình thức khen thưởng"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="award_type_dates",
                violation_error_message="Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unconfirmed(self) -> bool:
        return self.source_status != SourceStatus.VERIFIED

    @property
    def subject_label(self) -> str:
        return self.subject_words or self.get_subject_kind_display()


# What a decision copies from a nomination to the history.
RECIPIENT = ("person", "position", "is_leader", "is_direct_worker", "subject_class", "mode")


class Recipient(models.Model):
    """Who is proposed or rewarded: ``person`` where one of the register is meant, with position and flags of that day;
    ``mode`` and ``subject_class`` as the statistics count."""

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name="cá nhân"
    )
    position = models.CharField("chức vụ, nơi công tác", max_length=200, blank=True)
    is_leader = models.BooleanField("lãnh đạo, quản lý", default=False)
    is_direct_worker = models.BooleanField("trực tiếp công tác, lao động", default=False)
    subject_class = models.CharField(
        "loại đối tượng", max_length=10, choices=SubjectClass, default=SubjectClass.COLLECTIVE
    )
    mode = models.CharField("loại khen thưởng", max_length=10, choices=Mode, default=Mode.REGULAR)

    class Meta:
        abstract = True


class Nomination(FileColumns, Recipient):
    """What a unit or a bloc proposes for one unit, or for one person of a unit: the file and where it stands."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="nominations", verbose_name="kế hoạch")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="nominations", verbose_name="đơn vị")
    award_type = models.ForeignKey(
        AwardType, models.PROTECT, related_name="nominations", verbose_name="danh hiệu hoặc hình thức khen thưởng"
    )
    subject = models.CharField("tập thể, cá nhân được đề nghị", max_length=200)
    achievement = models.TextField("tóm tắt thành tích")
    ranking_row = models.ForeignKey(
        RankingRow,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations",
        verbose_name="kết quả xếp hạng làm căn cứ",
    )
    state = models.CharField("trạng thái", max_length=9, choices=NominationState, default=NominationState.DRAFT)
    reply = models.TextField("ý kiến của cơ quan thi đua, khen thưởng", blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField("lưu lúc", default=now)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người soạn")
    submitted_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị khen thưởng"
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "award_type", "subject"],
                condition=Q(state__in=sorted(LIVE)),
                name="nomination_live_once",
                violation_error_message="Đã có đề nghị này cho cùng tập thể hoặc cá nhân.",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="nomination_submitted_pair",
                violation_error_message="Thời điểm gửi và người gửi phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False),
                name="nomination_sent_has_time",
                violation_error_message="Đề nghị đã gửi phải có thời điểm gửi.",
            ),
            models.CheckConstraint(
                condition=Q(from_day__isnull=True) | Q(to_day__isnull=True) | Q(to_day__gte=F("from_day")),
                name="nomination_period",
                violation_error_message="Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_type} – {self.subject}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def look(self) -> str:
        return LOOK[NominationState(self.state)]

    @property
    def is_decidable(self) -> bool:
        return self.state in DECIDABLE

    @property
    def final_type(self) -> AwardType:
        """What a decision gives: the award agreed to, which may be another than the one proposed."""
        return self.agreed_type or self.award_type

    @property
    def year(self) -> int:
        return self.campaign.to_year

    def access_scope(self) -> Scope:
        return Scope(self.campaign.authority_id, self.campaign.bloc_year_id, self.unit_id)


def decision_path(decision: "Decision", filename: str) -> str:
    """A path that tells nothing and takes nothing from what the person typed."""
    return f"decisions/{uuid.uuid4().hex}"


class Decision(WrittenOnce):
    """A signed award decision with the records it made."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="decisions", verbose_name="cơ quan")
    number = models.CharField("số, ký hiệu quyết định", max_length=60)
    date = models.DateField("ngày ký")
    # Empty: from the day of signing.
    effective_on = models.DateField("có hiệu lực từ", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    signer = models.CharField("người ký", max_length=120)
    file = models.FileField("bản quét (PDF)", upload_to=decision_path, max_length=200, blank=True)
    file_sha256 = models.CharField("mã kiểm tra", max_length=64, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định khen thưởng"
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "number", "date"],
                name="decision_number_once",
                violation_error_message="Quyết định này đã được ghi.",
            )
        ]

    def __str__(self) -> str:
        return f"Quyết định số {self.number} ngày {self.date:%d/%m/%Y}"

    @property
    def in_force_from(self) -> dt.date:
        return self.effective_on or self.date

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


class AwardRecord(Recipient, WrittenOnce):
    """One line of the award history. Published rows stay; what followed is an AwardAct."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="records", verbose_name="quyết định")
    nomination = models.OneToOneField(
        Nomination, models.PROTECT, null=True, blank=True, related_name="record", verbose_name="đề nghị"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="awards", verbose_name="đơn vị")
    unit_name = models.CharField("tên đơn vị khi khen thưởng", max_length=200)
    award_type = models.ForeignKey(
        AwardType, models.PROTECT, related_name="records", verbose_name="danh hiệu hoặc hình thức khen thưởng"
    )
    # The authority of the decision and the bloc it was won in, beside the row: lists of a hundred thousand filter by them.
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="award_records", verbose_name="cơ quan")
    bloc_year = models.ForeignKey(
        BlocYear, models.PROTECT, null=True, blank=True, related_name="award_records", verbose_name="khối"
    )
    year = models.PositiveSmallIntegerField("năm", validators=[MinValueValidator(1945), MaxValueValidator(2100)])
    subject = models.CharField("tập thể, cá nhân", max_length=200)
    search_text = FoldedField(sources=("unit_name", "subject", "position", "decision_number", "person_code"))

    objects = AwardRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "khen thưởng"
        ordering = ["-year", "award_type__order", "unit__sort_key", "pk"]
        indexes = [models.Index(fields=["authority", "-year"]), models.Index(fields=["unit", "-year"])]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "award_type", "unit", "subject"],
                name="award_record_once",
                violation_error_message="Quyết định này đã ghi khen thưởng đó.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.award_type} – {self.subject} ({self.year})"

    @property
    def decision_number(self) -> str:
        return self.decision.number

    @property
    def person_code(self) -> str:
        return self.person.code if self.person else ""

    def access_scope(self) -> Scope:
        return Scope(self.authority_id, self.bloc_year_id, self.unit_id)

    @property
    def handing(self):
        """When it was handed over, as was noted last; read from what was prefetched."""
        rows = sorted(self.handings.all(), key=lambda row: row.pk)
        return rows[-1] if rows else None

    @property
    def standing(self) -> Standing:
        """What it is today; read from what was prefetched (``with_facts``)."""
        return self.standing_on(today())

    def standing_on(self, day: dt.date) -> Standing:
        acts = [
            ActSeen(line.act_id, line.act.kind, line.act.effective_on, str(line.act), line.act.reason, line.new)
            for line in self.act_lines.all()
        ]
        return standing_on(self.decision.in_force_from, acts, day)
