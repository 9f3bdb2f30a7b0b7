"""The emulation and commendation council of an authority: who sits on it, and its meetings."""

import datetime as dt

from django.db import models
from django.utils import timezone

from accounts.clock import now
from accounts.models import User
from blocs.models import Authority
from blocs.scope import Dated, DatedQuerySet, Scope

from ..querysets_council import CouncilQuerySet, SessionQuerySet
from ..states import CouncilSeat, SessionState


class Council(models.Model):
    """One council as established by a decision; members change by date."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="councils", verbose_name="cơ quan")
    name = models.CharField("tên hội đồng", max_length=300)
    decision = models.CharField("quyết định thành lập", max_length=200, blank=True)
    valid_from = models.DateField("hoạt động từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = "hội đồng thi đua, khen thưởng"
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return self.name

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


class CouncilMember(Dated):
    """One seat. ``user``: the account with which the member votes here, if any. A secretary who is not a member does not
    vote (``votes``)."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="members", verbose_name="hội đồng")
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="council_seats", verbose_name="tài khoản"
    )
    full_name = models.CharField("họ và tên", max_length=120)
    position = models.CharField("chức vụ", max_length=200, blank=True)
    seat = models.CharField("vai trò trong hội đồng", max_length=10, choices=CouncilSeat, default=CouncilSeat.MEMBER)
    votes = models.BooleanField("có quyền biểu quyết", default=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên hội đồng"
        ordering = ["council", "pk"]
        constraints = [*Dated.Meta.constraints]

    def __str__(self) -> str:
        return self.full_name

    def access_scope(self) -> Scope:
        return self.council.access_scope()


class CouncilSession(models.Model):
    """One meeting of the council on files of nominations; ballots hang on it."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="sessions", verbose_name="hội đồng")
    title = models.CharField("tên phiên họp", max_length=300)
    starts_at = models.DateTimeField("bắt đầu dự kiến")
    place = models.CharField("địa điểm", max_length=300, blank=True)
    chair = models.ForeignKey(
        CouncilMember, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chủ trì"
    )
    secretary = models.CharField("thư ký", max_length=120, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=SessionState, default=SessionState.PLANNED)
    opened_at = models.DateTimeField("khai mạc lúc", null=True, blank=True)
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên họp hội đồng"
        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def day(self) -> dt.date:
        """The day it is held on, in Viet Nam: who sits on the council that day is a member of it."""
        return timezone.localdate(self.starts_at)

    def access_scope(self) -> Scope:
        return self.council.access_scope()
