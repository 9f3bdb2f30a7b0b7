"""An inspection of units of a bloc: the plan, its team and checklist, the visit to each unit with its findings."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.querysets_inspections import (
    FindingFileQuerySet,
    InspectionQuerySet,
    InspectorQuerySet,
    ThroughVisitQuerySet,
    VisitQuerySet,
)
from campaigns.states_inspections import (
    INSPECTION_BADGES,
    VISIT_BADGES,
    FindingOutcome,
    InspectionState,
    Organiser,
    TeamRole,
    VisitState,
)

from .campaigns import Campaign


def finding_path(file: "FindingFile", filename: str) -> str:
    """A path that tells nothing and takes nothing from what the person typed."""
    return f"inspections/{file.finding_id}/{uuid.uuid4().hex}"


class Inspection(models.Model):
    """``organiser``: on whose behalf the team goes. ``saves`` counts changes of the plan."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="inspections", verbose_name="kế hoạch")
    title = models.CharField("tên đợt kiểm tra", max_length=300)
    organiser = models.CharField("tổ chức", max_length=8, choices=Organiser)
    basis = models.CharField("căn cứ", max_length=500, blank=True)
    from_day = models.DateField("từ ngày")
    to_day = models.DateField("đến ngày")
    state = models.CharField("trạng thái", max_length=9, choices=InspectionState, default=InspectionState.DRAFT)
    saves = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập")
    at = models.DateTimeField("lập lúc", default=now)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt kiểm tra"
        ordering = ["-from_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__gte=F("from_day")),
                name="inspection_days",
                violation_error_message="Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def badge(self) -> str:
        return INSPECTION_BADGES[InspectionState(self.state)]

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()


class InspectionItem(models.Model):
    """One line of the checklist: what is checked, and what to look at."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("thứ tự")
    title = models.CharField("nội dung kiểm tra", max_length=500)
    look_at = models.CharField("xem gì", max_length=500, blank=True)

    class Meta:
        verbose_name = "nội dung kiểm tra"
        ordering = ["inspection", "position", "pk"]

    def __str__(self) -> str:
        return self.title

    def access_scope(self) -> Scope:
        return self.inspection.access_scope()


class Inspector(models.Model):
    """A person of the team. Nobody inspects the unit they work at, whatever the team says."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="team")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người")
    role = models.CharField("vai trò", max_length=6, choices=TeamRole, default=TeamRole.MEMBER)
    place = models.CharField("nơi công tác", max_length=200)
    added_at = models.DateTimeField("vào đoàn lúc", default=now)
    ended_at = models.DateTimeField("rời đoàn lúc", null=True, blank=True)

    objects = InspectorQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên đoàn kiểm tra"
        ordering = ["inspection", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "user"],
                condition=Q(ended_at__isnull=True),
                name="inspector_once",
                violation_error_message="Người này đã ở trong đoàn.",
            ),
            models.UniqueConstraint(
                fields=["inspection"],
                condition=Q(ended_at__isnull=True, role="head"),
                name="inspection_one_head",
                violation_error_message="Đoàn đã có trưởng đoàn.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"

    def access_scope(self) -> Scope:
        return self.inspection.access_scope()


class Visit(models.Model):
    """The inspection of one unit. ``minutes`` is the frozen text in force; ``saves`` counts changes of the findings."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="visits", verbose_name="đợt kiểm tra")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="inspection_visits", verbose_name="đơn vị")
    day = models.DateField("ngày làm việc", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    general = models.TextField("nhận xét chung", blank=True)
    state = models.CharField("trạng thái", max_length=7, choices=VisitState, default=VisitState.OPEN)
    minutes = models.ForeignKey(
        "campaigns.MinutesText", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="biên bản"
    )
    saves = models.PositiveIntegerField(default=0)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = "buổi kiểm tra"
        ordering = ["inspection", "unit__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "unit"],
                name="visit_once",
                violation_error_message="Đơn vị đã có trong đợt kiểm tra này.",
            ),
            models.CheckConstraint(
                condition=Q(state="open", minutes__isnull=True) | (~Q(state="open") & Q(minutes__isnull=False)),
                name="visit_minutes_fit_state",
                violation_error_message="Biên bản phải đi cùng trạng thái của buổi kiểm tra.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection} – {self.unit}"

    @property
    def badge(self) -> str:
        return VISIT_BADGES[VisitState(self.state)]

    def access_scope(self) -> Scope:
        scope = self.inspection.access_scope()
        return Scope(scope.authority_id, scope.bloc_year_id, self.unit_id)


class TeamConflict(WrittenOnce):
    """Why a member of the team does not take part in one visit: said by the member, or decided by the organiser."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="conflicts")
    inspector = models.ForeignKey(Inspector, models.PROTECT, related_name="conflicts")
    reason = models.CharField("lý do", max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("lúc", default=now)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "xung đột lợi ích khi kiểm tra"
        ordering = ["visit", "pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "inspector"], name="team_conflict_once")]

    def __str__(self) -> str:
        return f"{self.inspector}: {self.reason}"

    def access_scope(self) -> Scope:
        return self.visit.access_scope()


class Finding(models.Model):
    """What was found about one line of the checklist."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="findings")
    item = models.ForeignKey(InspectionItem, models.PROTECT, related_name="findings")
    outcome = models.CharField("kết quả", max_length=7, choices=FindingOutcome, blank=True)
    note = models.TextField("nhận xét", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("lúc", default=now)

    objects = ThroughVisitQuerySet.as_manager()

    class Meta:
        verbose_name = "kết quả kiểm tra"
        ordering = ["visit", "item__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "item"], name="finding_once")]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_outcome_display()}"

    def access_scope(self) -> Scope:
        return self.visit.access_scope()


class FindingFile(models.Model):
    """A picture or paper behind a finding. Removing one hides it; the bytes stay with their checksum."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to=finding_path, max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = FindingFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp của kết quả kiểm tra"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.name

    def access_scope(self) -> Scope:
        return self.finding.access_scope()
