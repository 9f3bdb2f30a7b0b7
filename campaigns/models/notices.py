"""What the leader tells the units of a bloc in their own words: read before it leaves, kept with who read it."""

from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.querysets_notices import NoticeQuerySet
from campaigns.states_notices import NoticeState

from .campaigns import Campaign
from .deadlines import Deadline


class Notice(models.Model):
    """Written by the staff or the head of the leader's office (``unit``), or by the board (``unit`` empty).

    draft → released (the head has read it; it leaves at ``leaves_at`` and may be held back until then) → sent, or
    withdrawn. The units are the ones chosen when it was written; who they are told through is decided on leaving.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="notices")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị gửi")
    deadline = models.ForeignKey(
        Deadline, models.SET_NULL, null=True, blank=True, related_name="notices", verbose_name="về mốc thời hạn"
    )
    title = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung", max_length=5000)
    units = models.ManyToManyField(Unit, related_name="notices", verbose_name="gửi đến")
    to_staff = models.BooleanField("chuyên viên", default=True)
    to_head = models.BooleanField("thủ trưởng", default=True)
    urgent = models.BooleanField("khẩn: gửi ngay, kể cả ngoài giờ", default=False)
    state = models.CharField("trạng thái", max_length=9, choices=NoticeState, default=NoticeState.DRAFT)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người soạn")
    written_at = models.DateTimeField(default=now, editable=False)
    released_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người duyệt gửi"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    leaves_at = models.DateTimeField("gửi lúc", null=True, blank=True, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo của khối"
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_staff=True) | Q(to_head=True),
                name="notice_to_somebody",
                violation_error_message="Hãy chọn người nhận: chuyên viên, thủ trưởng hoặc cả hai.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(released_by__isnull=False, released_at__isnull=False, leaves_at__isnull=False),
                name="notice_released_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="notice_sent_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def source(self) -> str:
        """How the messages of this notice name it in the outbox."""
        return f"notice:{self.pk}"

    @property
    def sender(self) -> str:
        """In whose name it leaves."""
        return self.unit.name if self.unit else self.campaign.authority.board_name or self.campaign.authority.name

    def access_scope(self) -> Scope:
        scope = self.campaign.access_scope()
        return Scope(scope.authority_id, scope.bloc_year_id, self.unit_id)

    def signing_scope(self) -> Scope:
        """Whose word it is: the head of the unit, or the authority's board."""
        return Scope(unit_id=self.unit_id) if self.unit_id else Scope(authority_id=self.campaign.authority_id)
