"""What the standing office keeps about days: its own working days and days off, and when the system was down."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from accounts.clock import now
from accounts.models import User
from blocs.models import Authority
from blocs.scope import Scope
from campaigns.querysets_office import KeptQuerySet
from campaigns.when import ZONE


class Kept(models.Model):
    """A row an authority adds and may withdraw; a correction is a withdrawal and another row, nothing disappears."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="%(class)ss", verbose_name="cơ quan")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    added_at = models.DateTimeField(default=now, editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


class OfficeDay(Kept):
    """A day that is worked or not at an authority, whatever the weekday and the calendar shipped with the system say."""

    day = models.DateField("ngày")
    working = models.BooleanField("là ngày làm việc", default=False)
    name = models.CharField("tên ngày", max_length=200)
    source = models.CharField("căn cứ", max_length=200, help_text="Văn bản quyết định ngày nghỉ hoặc ngày làm bù")

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "day"],
                condition=Q(withdrawn_at__isnull=True),
                name="office_day_once",
                violation_error_message="Ngày này đã có trong lịch của cơ quan; hãy bỏ dòng cũ trước.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.name}"


class Outage(Kept):
    """The system could not be used from a moment to another: what lateness takes into account."""

    started_at = models.DateTimeField("ngừng từ")
    ended_at = models.DateTimeField("đến")
    what = models.CharField("việc gì đã xảy ra", max_length=300)

    class Meta:
        verbose_name = "lần hệ thống ngừng"
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gt=F("started_at")),
                name="outage_ends_later",
                violation_error_message="Thời điểm chạy lại phải sau thời điểm ngừng.",
            )
        ]

    def __str__(self) -> str:
        begin, end = (moment.astimezone(ZONE) for moment in (self.started_at, self.ended_at))
        return f"{begin:%H:%M %d/%m/%Y} – {end:%H:%M %d/%m/%Y}"

    def days(self) -> set[dt.date]:
        """The days of Việt Nam it touched. One that ended at 00:00 did not touch the day that began then."""
        first = self.started_at.astimezone(ZONE).date()
        last = (self.ended_at.astimezone(ZONE) - dt.timedelta(microseconds=1)).date()
        return {first + dt.timedelta(days=n) for n in range((last - first).days + 1)}
