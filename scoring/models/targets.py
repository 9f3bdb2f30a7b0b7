"""Which target of a unit's registration measures which criterion, and what units ask while they score."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from blocs.scope import Scope
from campaigns.models import Target
from scoring.querysets import TargetRequestQuerySet
from scoring.states import BADGES, RequestKind, RequestState

from .criteria import Criterion
from .sheets import ScoreLine, _amount


class CriterionTarget(models.Model):
    """A target that a criterion is scored against."""

    target = models.OneToOneField(Target, models.CASCADE, related_name="criterion_link")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="target_links")

    class Meta:
        verbose_name = "chỉ tiêu của tiêu chí"
        ordering = ["target"]

    def __str__(self) -> str:
        return f"{self.criterion} – {self.target}"


class TargetRequest(models.Model):
    """What a unit asks about one line while it scores: another target, or whether the task is its own at all."""

    line = models.ForeignKey(ScoreLine, models.PROTECT, related_name="target_requests")
    asks = models.CharField("nội dung xin", max_length=12, choices=RequestKind)
    planned = _amount("chỉ tiêu xin điều chỉnh")
    reason = models.CharField("lý do", max_length=1000)
    state = models.CharField("trạng thái", max_length=7, choices=RequestState, default=RequestState.OPEN)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người xin")
    at = models.DateTimeField("xin lúc")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người quyết định"
    )
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    decision_note = models.CharField("lý do quyết định", max_length=1000, blank=True)

    objects = TargetRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị về chỉ tiêu"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(state="open"),
                name="target_request_one_open",
                violation_error_message="Tiêu chí này đang có một đề nghị chờ quyết định.",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="target_request_decided_pair",
                violation_error_message="Người và thời điểm quyết định phải đi cùng trạng thái.",
            ),
            models.CheckConstraint(
                condition=Q(asks="new_target", planned__isnull=False)
                | (~Q(asks="new_target") & Q(planned__isnull=True)),
                name="target_request_planned_fits",
                violation_error_message="Chỉ xin điều chỉnh chỉ tiêu mới kèm con số.",
            ),
            models.CheckConstraint(
                condition=Q(planned__isnull=True) | Q(planned__gte=0),
                name="target_request_not_negative",
                violation_error_message="Chỉ tiêu không được âm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_asks_display()} – {self.line}"

    @property
    def badge(self) -> str:
        return BADGES[RequestState(self.state)]

    def access_scope(self) -> Scope:
        return self.line.access_scope()
