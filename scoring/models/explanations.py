"""What a unit answers to a changed score, and what came of it."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from blocs.scope import Scope
from scoring.querysets import ExplanationQuerySet
from scoring.states import Outcome, Stance

from .evidence import Evidence
from .sheets import ScoreEntry, ScoreLine

TEXT_LENGTH = 500


class Explanation(models.Model):
    """The unit's answer to the verified score of one line. A later answer is a further round; the last one counts.

    Only the verifier's outcome is added to a row, once.
    """

    line = models.ForeignKey(ScoreLine, models.PROTECT, related_name="explanations")
    round = models.PositiveSmallIntegerField("lần")
    stance = models.CharField("ý kiến", max_length=7, choices=Stance)
    text = models.CharField("nội dung giải trình", max_length=TEXT_LENGTH, blank=True)
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="explanations", verbose_name="minh chứng"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gửi")
    at = models.DateTimeField("gửi lúc")
    outcome = models.CharField("kết quả", max_length=8, choices=Outcome, blank=True)
    outcome_reason = models.CharField("lý do", max_length=1000, blank=True)
    outcome_entry = models.ForeignKey(
        ScoreEntry, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lần chấm sau giải trình"
    )
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trả lời"
    )
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    objects = ExplanationQuerySet.as_manager()

    class Meta:
        verbose_name = "giải trình"
        ordering = ["line", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "round"],
                name="explanation_round_once",
                violation_error_message="Đơn vị vừa gửi ý kiến cho tiêu chí này.",
            ),
            models.CheckConstraint(
                condition=Q(stance="agree", text="", evidence__isnull=True) | (Q(stance="explain") & ~Q(text="")),
                name="explanation_has_text",
                violation_error_message="Giải trình phải có nội dung; đồng ý thì không kèm nội dung.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(outcome="") & Q(stance="explain", answered_by__isnull=False, answered_at__isnull=False)),
                name="explanation_answered_pair",
                violation_error_message="Kết quả, người trả lời và thời điểm trả lời phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["partly", "refused"]) | ~Q(outcome_reason=""),
                name="explanation_outcome_reason",
                violation_error_message="Chấp nhận một phần hoặc không chấp nhận phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stance_display()}: {self.line_id}"

    @property
    def waits(self) -> bool:
        """An explanation the verifier has not answered."""
        return self.stance == Stance.EXPLAIN and not self.outcome

    def access_scope(self) -> Scope:
        return self.line.sheet.access_scope()
