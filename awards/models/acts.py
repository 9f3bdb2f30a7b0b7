"""Drafts that two persons publish, and the acts that follow a published decision. Published rows are written once; the
database refuses their change as well (``awards.triggers``)."""

from django.db import models
from django.db.models import F, Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.models import Authority, Unit
from blocs.scope import Scope

from ..querysets_acts import AwardActQuerySet, DraftQuerySet
from ..states_acts import ACT_KINDS, DRAFT_LOOK, DraftKind, DraftState
from .awards import AwardRecord, AwardType, Decision, Nomination, Recipient, decision_path


class DecisionDraft(models.Model):
    """What one person proposes to publish and another approves: a decision with its awards, or an act upon awards.

    ``about``: the decision an act concerns. ``decision``: what became of a draft that makes records. ``word``: what the
    second person said; ``reason``: why an act is taken, with its ``ground`` (``awards.grounds``).
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="decision_drafts", verbose_name="cơ quan")
    kind = models.CharField("việc", max_length=7, choices=DraftKind)
    state = models.CharField("trạng thái", max_length=9, choices=DraftState, default=DraftState.DRAFT)
    title = models.CharField("nội dung", max_length=300)
    about = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="act_drafts")
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="draft")
    number = models.CharField("số, ký hiệu quyết định", max_length=60, blank=True)
    date = models.DateField("ngày ký", null=True, blank=True)
    effective_on = models.DateField("có hiệu lực từ", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    signer = models.CharField("người ký", max_length=120, blank=True)
    file = models.FileField("bản quét (PDF)", upload_to=decision_path, max_length=200, blank=True)
    file_sha256 = models.CharField("mã kiểm tra", max_length=64, blank=True)
    ground = models.CharField("căn cứ", max_length=10, blank=True)
    reason = models.TextField("lý do", blank=True)
    word = models.TextField("ý kiến của người duyệt", blank=True)
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập")
    created_at = models.DateTimeField("lập lúc", default=now)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField("đề nghị công bố lúc", null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("duyệt, trả lại lúc", null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "dự thảo quyết định"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "published"])
                | (Q(proposed_by__isnull=False, proposed_at__isnull=False, date__isnull=False) & ~Q(number="")),
                name="draft_proposed_is_signed",
                violation_error_message="Đề nghị công bố phải có số, ngày ký và người đề nghị.",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(answered_by__isnull=False) & ~Q(answered_by=F("proposed_by"))),
                name="draft_published_by_two",
                violation_error_message="Người duyệt phải khác người đề nghị công bố.",
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=["award", "record"]) & Q(about__isnull=True))
                | (~Q(kind__in=["award", "record"]) & Q(about__isnull=False, decision__isnull=True)),
                name="draft_act_is_about_a_decision",
                violation_error_message="Đính chính, hủy bỏ, tước, phục hồi phải chỉ rõ quyết định khen thưởng.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def look(self) -> str:
        return DRAFT_LOOK[DraftState(self.state)]

    @property
    def is_act(self) -> bool:
        return self.kind in ACT_KINDS

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


class DraftLine(Recipient):
    """One award of a draft. Of a nomination its own columns are read from it when it is published; of an act ``record``
    is what it concerns, ``values`` what a correction puts in the place of which column."""

    draft = models.ForeignKey(DecisionDraft, models.CASCADE, related_name="lines")
    nomination = models.ForeignKey(Nomination, models.PROTECT, null=True, blank=True, related_name="draft_lines")
    record = models.ForeignKey(AwardRecord, models.PROTECT, null=True, blank=True, related_name="draft_lines")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    award_type = models.ForeignKey(AwardType, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    subject = models.CharField("tập thể, cá nhân", max_length=200)
    values = models.JSONField("nội dung đính chính", default=dict, blank=True)

    class Meta:
        verbose_name = "dòng của dự thảo quyết định"
        ordering = ["draft", "award_type__order", "unit__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "nomination"], condition=Q(nomination__isnull=False), name="draft_line_nomination_once"
            ),
            models.UniqueConstraint(
                fields=["draft", "record"], condition=Q(record__isnull=False), name="draft_line_record_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_type} – {self.subject}"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.draft.authority_id, unit_id=self.unit_id)


class AwardAct(WrittenOnce):
    """A decision about awards that exist: corrected, cancelled, stripped or restored from a day on.

    ``by`` proposed it and ``second`` approved it; acts entered before two persons were asked have no ``second``.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="award_acts", verbose_name="cơ quan")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="acts", verbose_name="quyết định khen thưởng")
    draft = models.OneToOneField(DecisionDraft, models.PROTECT, null=True, blank=True, related_name="act")
    kind = models.CharField("việc", max_length=7, choices=[(kind.value, kind.label) for kind in ACT_KINDS])
    whole = models.BooleanField("toàn bộ quyết định", default=False)
    number = models.CharField("số quyết định", max_length=60)
    date = models.DateField("ngày ký")
    effective_on = models.DateField("có hiệu lực từ")
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    signer = models.CharField("người ký", max_length=120, blank=True)
    file = models.FileField("bản quét (PDF)", upload_to=decision_path, max_length=200, blank=True)
    file_sha256 = models.CharField("mã kiểm tra", max_length=64, blank=True)
    ground = models.CharField("căn cứ", max_length=10)
    reason = models.TextField("lý do")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đề nghị")
    second = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người duyệt"
    )
    at = models.DateTimeField("ghi lúc", default=now)

    objects = AwardActQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định về khen thưởng đã có"
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("by")),
                name="award_act_by_two",
                violation_error_message="Người duyệt phải khác người đề nghị.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} theo quyết định số {self.number} ngày {self.date:%d/%m/%Y}"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


class AwardActLine(WrittenOnce):
    """One record an act concerns; of a correction the columns with what they said (``old``) and what holds (``new``)."""

    act = models.ForeignKey(AwardAct, models.PROTECT, related_name="lines")
    record = models.ForeignKey(AwardRecord, models.PROTECT, related_name="act_lines")
    old = models.JSONField("đã ghi", default=dict, blank=True)
    new = models.JSONField("đính chính thành", default=dict, blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "khen thưởng trong quyết định"
        ordering = ["act", "pk"]
        constraints = [models.UniqueConstraint(fields=["act", "record"], name="award_act_line_once")]

    def __str__(self) -> str:
        return f"{self.act}: {self.record}"

    def access_scope(self) -> Scope:
        return self.record.access_scope()


class HandingOver(WrittenOnce):
    """When and where an award was handed over, and who received it; a later row of the same record counts instead."""

    record = models.ForeignKey(AwardRecord, models.PROTECT, related_name="handings", verbose_name="khen thưởng")
    on = models.DateField("ngày trao")
    place = models.CharField("nơi trao", max_length=200)
    receiver = models.CharField("người nhận", max_length=120)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "trao thưởng"
        ordering = ["record", "pk"]

    @property
    def days(self) -> int:
        """How many days after the decision was signed."""
        return (self.on - self.record.decision.date).days

    def __str__(self) -> str:
        return f"{self.record}: trao ngày {self.on:%d/%m/%Y}"

    def access_scope(self) -> Scope:
        return self.record.access_scope()
