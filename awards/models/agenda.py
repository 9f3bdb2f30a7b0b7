"""What a session of the council talks about, who was there, and what came of each file."""

from django.db import models

from accounts.clock import now
from accounts.models import User
from accounts.written_once import WrittenOnce
from blocs.scope import Scope

from ..querysets_quotas import AgendaQuerySet
from ..states_council import AgendaOutcome, Presence
from .awards import Nomination
from .council import CouncilMember, CouncilSession


class CouncilAgendaItem(models.Model):
    """One file on the agenda. ``field``: under which heading it is called."""

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="agenda", verbose_name="phiên họp")
    nomination = models.ForeignKey(
        Nomination, models.PROTECT, related_name="council_items", verbose_name="hồ sơ đề nghị"
    )
    field = models.CharField("lĩnh vực", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now, editable=False)

    objects = AgendaQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ trong phiên họp"
        ordering = ["session", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "nomination"],
                name="agenda_nomination_once",
                violation_error_message="Hồ sơ này đã có trong phiên họp.",
            )
        ]

    def __str__(self) -> str:
        return str(self.nomination)

    def access_scope(self) -> Scope:
        return self.session.access_scope()


class AgendaConclusion(WrittenOnce):
    """What the council concluded about one file; written once."""

    item = models.OneToOneField(CouncilAgendaItem, models.PROTECT, related_name="conclusion")
    outcome = models.CharField("kết luận", max_length=7, choices=AgendaOutcome)
    text = models.CharField("nội dung, lý do", max_length=2000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = "kết luận của hội đồng"
        ordering = ["item"]

    def __str__(self) -> str:
        return self.get_outcome_display()

    def access_scope(self) -> Scope:
        return self.item.access_scope()


class SessionMember(models.Model):
    """One member invited to a session, and whether that person came."""

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="invited", verbose_name="phiên họp")
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="sessions", verbose_name="thành viên")
    invited_at = models.DateTimeField("mời lúc", default=now)
    presence = models.CharField("dự họp", max_length=7, choices=Presence, blank=True)

    class Meta:
        verbose_name = "thành viên dự phiên họp"
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "member"],
                name="session_member_once",
                violation_error_message="Thành viên này đã được mời.",
            )
        ]

    def __str__(self) -> str:
        return str(self.member)

    def access_scope(self) -> Scope:
        return self.session.access_scope()
