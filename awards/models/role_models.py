"""Role models (điển hình tiên tiến): the story, its stages, evidence, publicity, spread, and what became of it."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.fields import FoldedField, VietnameseSortField
from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from awards.querysets_role_models import RoleModelQuerySet, ThroughRoleModelQuerySet
from awards.states import SubjectKind
from awards.states_role_models import EDITABLE, LOOK, STANDING_LOOK, Field, RoleModelState, Standing
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.models import Campaign
from scoring.models import Evidence

from .awards import Nomination


def role_model_path(row: "RoleModelEvidence", filename: str) -> str:
    """A path that tells nothing and takes nothing from what the person typed."""
    return f"role_models/{uuid.uuid4().hex}"


class RoleModel(models.Model):
    """A collective or a person others can learn from. Until its head proposes it, it is the unit's own notebook.

    A person is shown outside the unit and those who judge only with written consent (``consent_on``).
    """

    kind = models.CharField("đối tượng", max_length=10, choices=SubjectKind)
    name = models.CharField("tên tập thể, cá nhân", max_length=200)
    post = models.CharField("chức vụ, nghề nghiệp", max_length=200, blank=True, help_text="Chỉ với cá nhân")
    field = models.CharField("lĩnh vực", max_length=14, choices=Field, default=Field.OTHER)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="role_models", verbose_name="đơn vị")
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="role_models",
        verbose_name="trong phong trào",
    )
    discovered_on = models.DateField("phát hiện ngày")
    discoverer = models.CharField("ai phát hiện, giới thiệu", max_length=200)
    story = models.TextField("việc làm, kết quả, cách làm có thể học tập", max_length=20000)
    consent_on = models.DateField("đồng ý công khai ngày", null=True, blank=True)
    consent_note = models.CharField(
        "hình thức đồng ý", max_length=300, blank=True, help_text="Ví dụ: đơn đồng ý, biên bản"
    )
    state = models.CharField("giai đoạn", max_length=10, choices=RoleModelState, default=RoleModelState.DISCOVERED)
    standing = models.CharField("tình trạng", max_length=8, choices=Standing, default=Standing.VALID)
    proposed_at = models.DateTimeField("giới thiệu lúc", null=True, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    nominations = models.ManyToManyField(
        Nomination, blank=True, related_name="role_models", verbose_name="đề nghị khen thưởng"
    )
    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người soạn")
    saved_at = models.DateTimeField("lưu lúc", default=now)
    is_demo = models.BooleanField("dữ liệu minh họa", default=False)
    sort_key = VietnameseSortField(source="name")
    search_text = FoldedField(sources=("name", "post", "story"))

    objects = RoleModelQuerySet.as_manager()

    class Meta:
        verbose_name = "điển hình tiên tiến"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "name", "field"],
                name="role_model_once",
                violation_error_message="Đơn vị đã có điển hình này trong lĩnh vực đó.",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True, proposed_by__isnull=True)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="role_model_proposed_pair",
                violation_error_message="Thời điểm giới thiệu và người giới thiệu phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["discovered", "nurtured"]) | Q(proposed_at__isnull=False),
                name="role_model_judged_was_proposed",
                violation_error_message="Điển hình đã tổng kết phải được đơn vị giới thiệu trước.",
            ),
            models.CheckConstraint(
                condition=~Q(state="replicated", kind="person") | Q(consent_on__isnull=False),
                name="role_model_person_consents",
                violation_error_message="Cá nhân chỉ được nhân rộng khi đã đồng ý công khai.",
            ),
        ]

    def __str__(self) -> str:
        """What the audit trail calls it: a person's name does not go there."""
        return self.name if self.kind == SubjectKind.COLLECTIVE else f"Cá nhân điển hình của {self.unit}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def look(self) -> str:
        return LOOK[RoleModelState(self.state)]

    @property
    def standing_look(self) -> str:
        return STANDING_LOOK[Standing(self.standing)]

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.unit.authority_id, unit_id=self.unit_id)


class OfRoleModel(models.Model):
    """A row about one role model: who wrote it and when."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]

    def access_scope(self) -> Scope:
        return self.role_model.access_scope()


class RoleModelStep(OfRoleModel, WrittenOnce):
    """From one stage to another on a day. Leaving out a stage, or going back, has its reason."""

    role_model = models.ForeignKey(RoleModel, models.PROTECT, related_name="steps")
    source = models.CharField("từ giai đoạn", max_length=10, choices=RoleModelState)
    target = models.CharField("đến giai đoạn", max_length=10, choices=RoleModelState)
    on = models.DateField("ngày")
    reason = models.CharField("lý do", max_length=500, blank=True)

    objects = AppendOnly.as_manager()

    class Meta(OfRoleModel.Meta):
        abstract = False
        verbose_name = "bước của điển hình"

    def __str__(self) -> str:
        return f"{self.get_source_display()} → {self.get_target_display()}"


class RoleModelStanding(OfRoleModel, WrittenOnce):
    """What became of a role model later, and why: still valid, no longer a model, a violation."""

    role_model = models.ForeignKey(RoleModel, models.PROTECT, related_name="standings")
    standing = models.CharField("tình trạng", max_length=8, choices=Standing)
    on = models.DateField("từ ngày")
    reason = models.CharField("lý do", max_length=500)

    objects = AppendOnly.as_manager()

    class Meta(OfRoleModel.Meta):
        abstract = False
        verbose_name = "tình trạng của điển hình"

    def __str__(self) -> str:
        return self.get_standing_display()


class RoleModelEvidence(OfRoleModel):
    """A file sent here, or a document of the unit's library. Removing hides it; bytes and checksum stay."""

    role_model = models.ForeignKey(RoleModel, models.PROTECT, related_name="evidence")
    name = models.CharField("tên tài liệu", max_length=255)
    file = models.FileField("tệp", upload_to=role_model_path, max_length=200, blank=True)
    sha256 = models.CharField("mã kiểm tra", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("kích thước", default=0)
    content_type = models.CharField(max_length=100, blank=True)
    document = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="role_models", verbose_name="từ kho minh chứng"
    )
    removed_at = models.DateTimeField("gỡ lúc", null=True, blank=True)

    objects = ThroughRoleModelQuerySet.as_manager()

    class Meta(OfRoleModel.Meta):
        abstract = False
        verbose_name = "minh chứng của điển hình"
        constraints = [
            models.CheckConstraint(
                condition=(Q(file="") & Q(document__isnull=False)) | (~Q(file="") & Q(document__isnull=True)),
                name="role_model_evidence_one",
                violation_error_message="Chọn một tệp hoặc một tài liệu trong kho minh chứng.",
            ),
            models.UniqueConstraint(
                fields=["role_model", "document"],
                condition=Q(removed_at__isnull=True),
                name="role_model_document_once",
                violation_error_message="Tài liệu này đã được gắn.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoleModelPublicity(OfRoleModel, WrittenOnce):
    """Where it was told about: newspaper, television, portal, conference."""

    role_model = models.ForeignKey(RoleModel, models.PROTECT, related_name="publicity")
    on = models.DateField("ngày")
    outlet = models.CharField("báo, đài, cổng thông tin, hội nghị", max_length=200)
    title = models.CharField("tên bài, nội dung", max_length=300)
    link = models.URLField("đường dẫn", max_length=500, blank=True)

    objects = ThroughRoleModelQuerySet.as_manager()

    class Meta(OfRoleModel.Meta):
        abstract = False
        verbose_name = "tuyên truyền về điển hình"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.outlet}: {self.title}"


class RoleModelSpread(OfRoleModel, WrittenOnce):
    """A unit that learned from it: when, what it took over, what came of it. A later result is a further row."""

    role_model = models.ForeignKey(RoleModel, models.PROTECT, related_name="spreads")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="role_models_learned", verbose_name="đơn vị học tập")
    on = models.DateField("ngày")
    what = models.CharField("học tập, áp dụng điều gì", max_length=500)
    result = models.TextField("kết quả", max_length=3000, blank=True)

    objects = ThroughRoleModelQuerySet.as_manager()

    class Meta(OfRoleModel.Meta):
        abstract = False
        verbose_name = "việc học tập điển hình"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.what}"
