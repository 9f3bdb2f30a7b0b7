"""The path of a nomination file and what hangs on it: steps, documents, dossier items, opinions, public consultation,
and how long an authority has to decide."""

import uuid

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.models import Authority
from blocs.scope import Scope
from scoring.models import EvidenceVersion

from ..querysets_files import OfNominationQuerySet, OpinionQuerySet, ProcessingTimeQuerySet, StepQuerySet
from ..states import NominationState, SourceStatus
from ..states_files import Opinion, Part, Tick
from .awards import AwardType, Nomination

_LONG = [MaxLengthValidator(20_000)]
_DAYS = [MinValueValidator(1), MaxValueValidator(365)]


def nomination_path(row: models.Model, filename: str) -> str:
    """A path that tells nothing and takes nothing from what the person typed."""
    return f"nominations/{uuid.uuid4().hex}"


class OfNomination(models.Model):
    """Stands where its nomination stands."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)

    objects = OfNominationQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]

    def access_scope(self) -> Scope:
        return self.nomination.access_scope()


class NominationStep(WrittenOnce):
    """One move of the file. ``role``: as whom the person acted, in words; ``parts``: what was returned; ``facts``: what
    belongs to the move (award agreed, receiving level, result of a ballot)."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="steps", verbose_name="đề nghị")
    move = models.CharField("bước", max_length=20)
    from_state = models.CharField(max_length=9, choices=NominationState)
    to_state = models.CharField(max_length=9, choices=NominationState)
    role = models.CharField("vai trò", max_length=300, blank=True)
    reason = models.TextField("lý do, ý kiến", blank=True, validators=_LONG)
    parts = models.JSONField("phần bị trả lại", default=list, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    at = models.DateTimeField("lúc", default=now)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = "bước của đề nghị khen thưởng"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.nomination}: {self.move}"

    def access_scope(self) -> Scope:
        return self.nomination.access_scope()


class NominationFile(OfNomination):
    """A document of one part: a file sent here, or one version of a document in the unit's library. ``source`` says where
    an issued paper came from. Removing hides it; the bytes stay."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="files", verbose_name="đề nghị")
    part = models.CharField("phần hồ sơ", max_length=11, choices=Part)
    name = models.CharField("tên tài liệu", max_length=255)
    source = models.CharField("nguồn", max_length=300, blank=True)
    file = models.FileField("tệp", upload_to=nomination_path, max_length=200, blank=True)
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    content_type = models.CharField(max_length=100)
    version = models.ForeignKey(
        EvidenceVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="từ kho minh chứng"
    )
    removed_at = models.DateTimeField("gỡ lúc", null=True, blank=True)

    class Meta(OfNomination.Meta):
        abstract = False
        verbose_name = "tài liệu của đề nghị khen thưởng"
        constraints = [
            models.CheckConstraint(
                condition=(Q(file="") & Q(version__isnull=False)) | (~Q(file="") & Q(version__isnull=True)),
                name="nomination_file_one",
                violation_error_message="Chọn một tệp hoặc một tài liệu trong kho minh chứng.",
            ),
            models.UniqueConstraint(
                fields=["nomination", "part", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="nomination_file_once",
                violation_error_message="Tài liệu này đã có trong phần hồ sơ này.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DossierItem(OfNomination):
    """What the file says of one component its rule asks for, as it read on that day (``text`` in ``AwardRule.dossier``)."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="dossier", verbose_name="đề nghị")
    label = models.CharField("thành phần", max_length=500)
    tick = models.CharField("tình trạng", max_length=10, choices=Tick)
    reason = models.CharField("lý do", max_length=500, blank=True)

    class Meta(OfNomination.Meta):
        abstract = False
        verbose_name = "thành phần hồ sơ"
        constraints = [
            models.UniqueConstraint(fields=["nomination", "label"], name="dossier_item_once"),
            models.CheckConstraint(
                condition=~Q(tick=Tick.NOT_NEEDED) | ~Q(reason=""),
                name="dossier_item_why",
                violation_error_message="Hãy ghi vì sao không cần thành phần này.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ConsultedBody(OfNomination):
    """Another body asked for its opinion, and what it answered (hiệp y)."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="opinions", verbose_name="đề nghị")
    body = models.CharField("cơ quan được hỏi", max_length=200)
    letter_number = models.CharField("số, ký hiệu văn bản hỏi", max_length=60, blank=True)
    letter_date = models.DateField("ngày văn bản hỏi")
    due = models.DateField("đề nghị trả lời trước ngày")
    opinion = models.CharField("ý kiến", max_length=8, choices=Opinion, default=Opinion.WAITING)
    text = models.TextField("nội dung trả lời", blank=True, validators=_LONG)
    answer_number = models.CharField("số, ký hiệu văn bản trả lời", max_length=60, blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    file = models.FileField("bản quét", upload_to=nomination_path, max_length=200, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("ghi trả lời lúc", null=True, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta(OfNomination.Meta):
        abstract = False
        verbose_name = "ý kiến hiệp y"
        constraints = [
            models.CheckConstraint(
                condition=Q(due__gte=F("letter_date")),
                name="consulted_body_days",
                violation_error_message="Ngày đề nghị trả lời phải bằng hoặc sau ngày văn bản hỏi.",
            ),
            models.CheckConstraint(
                condition=Q(opinion=Opinion.WAITING, recorded_at__isnull=True, recorded_by__isnull=True)
                | ~Q(opinion=Opinion.WAITING) & Q(recorded_at__isnull=False, recorded_by__isnull=False),
                name="consulted_body_answer",
                violation_error_message="Ý kiến, người ghi và thời điểm ghi phải đi cùng nhau.",
            ),
        ]

    def __str__(self) -> str:
        return self.body


class PublicConsultation(WrittenOnce):
    """What was published about one nomination and for how long (``days`` working days, ``first_day`` … ``last_day``); a
    wrong text is published anew, with a window of its own."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="consultations", verbose_name="đề nghị")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="consultations", verbose_name="cơ quan")
    text = models.TextField("nội dung công khai", validators=_LONG)
    where = models.CharField("nơi công khai", max_length=300, blank=True)
    days = models.PositiveSmallIntegerField("số ngày làm việc", validators=_DAYS)
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người công khai")
    at = models.DateTimeField("công khai lúc", default=now)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = "lấy ý kiến công khai"
        ordering = ["-last_day", "-pk"]

    def __str__(self) -> str:
        return f"Lấy ý kiến công khai: {self.nomination}"

    def access_scope(self) -> Scope:
        return self.nomination.access_scope()


class PublicComment(WrittenOnce):
    """One opinion of the public as the board received it; read by the board alone."""

    consultation = models.ForeignKey(PublicConsultation, models.PROTECT, related_name="comments")
    received_on = models.DateField("nhận ngày")
    sender = models.CharField("người góp ý", max_length=200, blank=True)
    text = models.TextField("nội dung", validators=_LONG)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "ý kiến của nhân dân"
        ordering = ["received_on", "pk"]

    def __str__(self) -> str:
        return f"{self.sender or 'Không nêu tên'}, {self.received_on:%d/%m/%Y}"

    def access_scope(self) -> Scope:
        return self.consultation.access_scope()


class ProcessingTime(WrittenOnce):
    """Working days from receipt to decision at an authority, for one award or (without) for all that have no own row; the
    latest row that has begun counts."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="processing_times", verbose_name="cơ quan")
    award_type = models.ForeignKey(
        AwardType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="danh hiệu, hình thức"
    )
    days = models.PositiveSmallIntegerField("số ngày làm việc", validators=_DAYS)
    valid_from = models.DateField("áp dụng từ ngày")
    source = models.CharField("căn cứ", max_length=300)
    source_status = models.CharField(
        "tình trạng nguồn", max_length=11, choices=SourceStatus, default=SourceStatus.UNCONFIRMED
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)

    objects = ProcessingTimeQuerySet.as_manager()

    class Meta:
        verbose_name = "thời hạn giải quyết"
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"{self.days} ngày làm việc từ {self.valid_from:%d/%m/%Y}"

    @property
    def unconfirmed(self) -> bool:
        return self.source_status != SourceStatus.VERIFIED

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)
