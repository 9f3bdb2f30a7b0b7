"""An official paper from its draft to its issue and after: text, versions, comments, acts."""

from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import WrittenOnce
from blocs.models import Authority, Unit
from blocs.scope import Scope
from campaigns.models import Campaign, Deadline, Plan
from campaigns.models.head import PaperHead, day_and_month
from reports.querysets import CommentQuerySet, ConsultationQuerySet, DocumentQuerySet, ThroughDocumentQuerySet
from reports.states import CommentOutcome, DocumentKind, DocumentState


class DocumentText(PaperHead):
    """What people type into a paper that is not the plan: its head, its parts and its own facts.

    ``addressees``, ``bases``, ``recipients``: one per line; a recipient's purpose follows after « | ». ``parts``: text of
    the kind's sections by key, paragraphs on lines of their own. ``inputs``: what the kind's own form asks (place and
    time of a meeting, counts of a vote), as plain JSON values.
    """

    doc_type = models.CharField("tên loại văn bản", max_length=60, blank=True)  # a công văn has none
    addressees = models.TextField("kính gửi", blank=True, help_text="Mỗi dòng một nơi")
    bases = models.TextField("căn cứ", blank=True, help_text="Mỗi dòng một căn cứ")
    recipients = models.TextField("nơi nhận", blank=True, help_text="Mỗi dòng một nơi; mục đích ghi sau dấu |")
    parts = models.JSONField("nội dung", default=dict, blank=True)
    inputs = models.JSONField("số liệu riêng", default=dict, blank=True)

    class Meta:
        verbose_name = "nội dung văn bản"
        constraints = day_and_month("text")

    def __str__(self) -> str:
        return " ".join(part for part in (self.doc_type, self.subject) if part)


class Document(models.Model):
    """One official paper. Its words are the campaign's ``plan``, or a ``text``; its numbers are read when it is frozen.

    A paper of a unit has ``unit``; one of a bloc has only ``campaign``; one of the authority has neither. ``deadline``:
    what a report or a reminder letter is about. ``replaces``: the issued paper this one is to take the place of.
    """

    kind = models.CharField("loại văn bản", max_length=16, choices=DocumentKind)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="documents", verbose_name="cơ quan")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="kế hoạch"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="đơn vị"
    )
    deadline = models.ForeignKey(
        Deadline, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="mốc thời hạn"
    )
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="documents")
    text = models.OneToOneField(DocumentText, models.PROTECT, null=True, blank=True, related_name="document")
    state = models.CharField("trạng thái", max_length=10, choices=DocumentState, default=DocumentState.DRAFT)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name="thay thế, đính chính"
    )
    corrects = models.BooleanField("đính chính, không thay thế", default=False)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField("lập lúc", default=now, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập")
    updated_at = models.DateTimeField(auto_now=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="plan", plan__isnull=False, text__isnull=True)
                | (~Q(kind="plan") & Q(plan__isnull=True, text__isnull=False)),
                name="document_has_one_text",
                violation_error_message="Văn bản phải có đúng một nội dung.",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=["draft", "consulting", "approved", "signed", "numbered"]),
                name="document_plan_once_under_way",
                violation_error_message="Kế hoạch này đang được trình ký.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.head.subject}" if self.head.subject else self.get_kind_display()

    @property
    def head(self) -> PaperHead:
        """Letterhead, number, date, subject and signer: the plan's own, or the text's."""
        return self.plan or self.text

    def access_scope(self) -> Scope:
        bloc_year = self.campaign.bloc_year_id if self.campaign else None
        return Scope(authority_id=self.authority_id, bloc_year_id=bloc_year, unit_id=self.unit_id)


class DocumentVersion(WrittenOnce):
    """The paper's facts at one moment of its life, numbered; what comments and comparisons refer to."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("bản")
    why = models.CharField("lý do lập bản", max_length=120)
    facts = models.JSONField("nội dung đã chốt")
    sha256 = models.CharField("mã kiểm tra nội dung", max_length=64)
    at = models.DateTimeField("lúc", default=now, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập bản")

    objects = ThroughDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "bản của văn bản"
        ordering = ["document", "-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]

    def __str__(self) -> str:
        return f"{self.document}, bản {self.number}"

    def access_scope(self) -> Scope:
        return self.document.access_scope()


class DocumentAct(WrittenOnce):
    """One move in the life of a paper: who, when, from which state to which, with what note."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="acts")
    move = models.CharField("việc", max_length=16)
    before = models.CharField("từ trạng thái", max_length=10, choices=DocumentState, blank=True)
    after = models.CharField("sang trạng thái", max_length=10, choices=DocumentState)
    version = models.ForeignKey(DocumentVersion, models.PROTECT, null=True, blank=True, related_name="acts")
    note = models.CharField("ghi chú", max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    acting_label = models.CharField("với tư cách", max_length=200, blank=True)
    at = models.DateTimeField("lúc", default=now, editable=False)

    objects = ThroughDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "việc đã làm với văn bản"
        ordering = ["document", "pk"]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_after_display()}"

    def access_scope(self) -> Scope:
        return self.document.access_scope()


class Consultation(models.Model):
    """One round of comments on a version, open until the end of a day (``until``) or until it is closed."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="consultations")
    version = models.OneToOneField(DocumentVersion, models.PROTECT, related_name="consultation")
    until = models.DateField("góp ý đến hết ngày")
    opened_at = models.DateTimeField("mở lúc", default=now, editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt lấy ý kiến"
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(closed_at__isnull=True), name="document_consulted_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}: lấy ý kiến đến {self.until:%d/%m/%Y}"

    def access_scope(self) -> Scope:
        return self.document.access_scope()


class Comment(WrittenOnce):
    """What a unit says about one paragraph of the version under consultation. ``anchor`` is the paragraph's key in the
    facts, empty for the whole paper; ``quote`` is its text as it stood."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="comments")
    anchor = models.CharField(max_length=60, blank=True)
    quote = models.TextField("đoạn được góp ý", blank=True)
    text = models.TextField("ý kiến")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name="đơn vị"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người góp ý")
    acting_label = models.CharField("với tư cách", max_length=200, blank=True)
    at = models.DateTimeField("lúc", default=now, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "ý kiến góp ý"
        ordering = ["consultation", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

    def access_scope(self) -> Scope:
        return self.consultation.access_scope()


class CommentAnswer(WrittenOnce):
    """How the drafter answered and closed a comment; a later answer to the same comment counts instead."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="answers")
    outcome = models.CharField("kết quả", max_length=8, choices=CommentOutcome)
    text = models.TextField("giải trình, tiếp thu", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người trả lời")
    at = models.DateTimeField("lúc", default=now, editable=False)

    class Meta:
        verbose_name = "trả lời ý kiến"
        ordering = ["comment", "pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.text[:60]}"
