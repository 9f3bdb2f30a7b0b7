"""Units that score each other: the draw, who scores whom, the sealed scores; notes of conflict; the meeting list."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import User
from blocs.models import Unit
from blocs.scope import Scope
from scoring.querysets_cross import ConflictQuerySet, DutyQuerySet, MeetingQuerySet, SupervisorQuerySet
from scoring.states import ConflictKind, CrossAct, DrawMethod, DutyState, Half, MeetingWhy

from .sheets import ScoreLine, ScoreSheet, ScoringSetup

REASON_LENGTH = 1000


class CrossDraw(models.Model):
    """One draw by lot: with the seed and the codes anybody computes it again. A later one takes its place; it stays.

    `order`: codes of the units as they were mixed. `excluded`: [[scorer, scored]] by code, declared before the draw.
    """

    setup = models.ForeignKey(ScoringSetup, models.PROTECT, related_name="draws", verbose_name="thiết lập")
    half = models.PositiveSmallIntegerField("kỳ chấm", choices=Half, default=Half.YEAR)
    number = models.PositiveSmallIntegerField("lần bốc thăm")
    method = models.CharField("cách bốc thăm", max_length=5, choices=DrawMethod)
    each = models.PositiveSmallIntegerField("số đơn vị mỗi đơn vị chấm", default=1, validators=[MinValueValidator(1)])
    seed = models.CharField("số bốc thăm", max_length=64)
    attempt = models.PositiveSmallIntegerField("lần xếp")
    order = models.JSONField("thứ tự", default=list)
    excluded = models.JSONField("cặp đã khai xung đột", default=list)
    reason = models.CharField("lý do bốc thăm lại", max_length=REASON_LENGTH, blank=True)
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người bốc thăm")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    drawn_at = models.DateTimeField("lúc")
    superseded_at = models.DateTimeField("thay bằng lần sau lúc", null=True, blank=True)

    class Meta:
        verbose_name = "lần bốc thăm chấm chéo"
        ordering = ["setup", "half", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["setup", "half", "number"],
                name="draw_number_once",
                violation_error_message="Lần bốc thăm này đã có.",
            ),
            models.UniqueConstraint(
                fields=["setup", "half"],
                condition=Q(superseded_at__isnull=True),
                name="draw_in_force_once",
                violation_error_message="Đã có kết quả bốc thăm.",
            ),
        ]

    def __str__(self) -> str:
        return f"Bốc thăm chấm chéo lần {self.number}"

    def access_scope(self) -> Scope:
        return self.setup.access_scope()


class CrossDuty(models.Model):
    """One unit scores one sheet. Those drawn one by one (a substitute, a late sheet) keep their own seed and the codes
    they were drawn from. `opened_at`: when the seal was taken off and the scores went into the chain."""

    draw = models.ForeignKey(CrossDraw, models.PROTECT, related_name="duties", verbose_name="lần bốc thăm")
    scorer = models.ForeignKey(Unit, models.PROTECT, related_name="cross_duties", verbose_name="đơn vị chấm")
    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="cross_duties", verbose_name="phiếu được chấm")
    group = models.PositiveSmallIntegerField("nhóm bốc thăm", default=0)
    state = models.CharField("trạng thái", max_length=9, choices=DutyState, default=DutyState.OPEN)
    seed = models.CharField("số bốc thăm", max_length=64, blank=True)
    drawn_from = models.JSONField("bốc từ các đơn vị", default=list)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="substitutes", verbose_name="thay cho"
    )
    finished_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    finished_as = models.CharField("với vai trò", max_length=200, blank=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    opened_at = models.DateTimeField("mở niêm phong lúc", null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công chấm chéo"
        ordering = ["draw", "scorer__sort_key", "sheet__unit__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "scorer", "sheet"],
                name="duty_once",
                violation_error_message="Đơn vị này đã được phân chấm phiếu đó.",
            ),
            models.CheckConstraint(
                condition=Q(finished_by__isnull=True, finished_at__isnull=True)
                | Q(finished_by__isnull=False, finished_at__isnull=False),
                name="duty_finished_pair",
                violation_error_message="Người và thời điểm hoàn thành phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=~Q(state="finished") | Q(finished_at__isnull=False),
                name="duty_finished_has_time",
                violation_error_message="Phân công đã xong phải có thời điểm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorer} chấm {self.sheet.unit}"

    @property
    def is_closed(self) -> bool:
        return self.state != DutyState.OPEN

    @property
    def badge(self) -> str:
        return {DutyState.OPEN: "draft", DutyState.FINISHED: "ok"}.get(DutyState(self.state), "back")

    def access_scope(self) -> Scope:
        """It is the scorer's work: until the seal is off it tells about the scored unit nothing."""
        campaign = self.sheet.campaign
        return Scope(campaign.authority_id, campaign.bloc_year_id, self.scorer_id)


class CrossScore(models.Model):
    """What a scorer says to one line, sealed: nobody outside the scorer's unit reads it before it enters the chain."""

    duty = models.ForeignKey(CrossDuty, models.PROTECT, related_name="scores", verbose_name="phân công")
    line = models.ForeignKey(ScoreLine, models.PROTECT, related_name="cross_scores", verbose_name="tiêu chí")
    act = models.CharField("ý kiến", max_length=7, choices=CrossAct, blank=True)
    points = models.DecimalField("điểm", max_digits=18, decimal_places=4, null=True, blank=True)
    actual = models.DecimalField("kết quả", max_digits=16, decimal_places=4, null=True, blank=True)
    reason = models.CharField("lý do", max_length=REASON_LENGTH, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # Entered into the chain when the seal came off; a line scored again after a return is not entered yet.
    entered_at = models.DateTimeField("mở niêm phong lúc", null=True, blank=True)

    class Meta:
        verbose_name = "điểm chấm chéo"
        ordering = ["duty", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "line"],
                name="cross_score_once",
                violation_error_message="Tiêu chí này đã có điểm chấm chéo của đơn vị.",
            ),
            models.CheckConstraint(
                condition=Q(act__in=["", "accept"]) | ~Q(reason=""),
                name="cross_score_reason",
                violation_error_message="Hãy ghi rõ lý do.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.line)


class ConflictNote(models.Model):
    """A conflict of interest: of a unit or of a person with one sheet. Abstain: the one concerned says so. Recuse: the
    organiser decides. It works from its moment on; only an end can be added."""

    setup = models.ForeignKey(ScoringSetup, models.PROTECT, related_name="conflicts", verbose_name="thiết lập")
    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="conflicts", verbose_name="phiếu")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="conflicts", verbose_name="đơn vị có xung đột"
    )
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="conflicts", verbose_name="người có xung đột"
    )
    kind = models.CharField("loại", max_length=7, choices=ConflictKind)
    reason = models.CharField("lý do", max_length=REASON_LENGTH)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người khai, quyết định")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    at = models.DateTimeField("lúc")
    ended_at = models.DateTimeField("chấm dứt lúc", null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.CharField("lý do chấm dứt", max_length=REASON_LENGTH, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = "xung đột lợi ích"
        ordering = ["setup", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, user__isnull=False) | Q(unit__isnull=False, user__isnull=True),
                name="conflict_unit_or_person",
                violation_error_message="Xung đột là của một đơn vị hoặc của một người.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason="")),
                name="conflict_ended_whole",
                violation_error_message="Chấm dứt phải có người, thời điểm và lý do.",
            ),
            models.UniqueConstraint(
                fields=["sheet", "user"],
                condition=Q(ended_at__isnull=True, user__isnull=False),
                name="conflict_person_once",
                violation_error_message="Xung đột này đã được ghi.",
            ),
            models.UniqueConstraint(
                fields=["sheet", "unit"],
                condition=Q(ended_at__isnull=True, unit__isnull=False),
                name="conflict_unit_once",
                violation_error_message="Xung đột này đã được ghi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.unit or self.user} – {self.sheet.unit}"

    def access_scope(self) -> Scope:
        """Of the campaign, not of the scored unit: who scores whom, and who does not, is known in the bloc."""
        return self.setup.access_scope()


class Supervisor(models.Model):
    """A unit that reads everything that was sent in one campaign and changes nothing. Rows say how things stand; the
    audit trail keeps who appointed and took back whom."""

    setup = models.ForeignKey(ScoringSetup, models.PROTECT, related_name="supervisors", verbose_name="thiết lập")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="supervises", verbose_name="đơn vị giám sát")

    objects = SupervisorQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị giám sát"
        ordering = ["setup", "unit__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["setup", "unit"],
                name="supervisor_once",
                violation_error_message="Đơn vị này đã là đơn vị giám sát.",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)

    def access_scope(self) -> Scope:
        return self.setup.access_scope()


class MeetingItem(models.Model):
    """A line to be talked about at the meeting, and why. It is settled by the agreed score, or by a written conclusion
    that nothing changes."""

    setup = models.ForeignKey(ScoringSetup, models.PROTECT, related_name="meeting_items", verbose_name="thiết lập")
    line = models.ForeignKey(ScoreLine, models.PROTECT, related_name="meeting_items", verbose_name="tiêu chí")
    why = models.CharField("vì sao", max_length=12, choices=MeetingWhy)
    detail = models.CharField("chi tiết", max_length=REASON_LENGTH, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người đưa ra")
    at = models.DateTimeField("đưa vào lúc")
    settled_at = models.DateTimeField("thống nhất lúc", null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_note = models.CharField("kết luận", max_length=REASON_LENGTH, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "nội dung họp thống nhất"
        ordering = ["setup", "line", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "why"],
                condition=Q(settled_at__isnull=True),
                name="meeting_item_open_once",
                violation_error_message="Tiêu chí này đã có trong danh sách họp.",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="meeting_settled_pair",
                violation_error_message="Người và thời điểm thống nhất phải đi cùng nhau.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_why_display()}: {self.line_id}"

    def access_scope(self) -> Scope:
        return self.line.sheet.access_scope()
