"""Meetings of a campaign: who is invited and came, what was talked about and concluded, which deadlines they carry out."""

import datetime as dt
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import WrittenOnce
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.querysets_meetings import AgendaQuerySet, AttendanceQuerySet, MeetingQuerySet, OutcomeQuerySet
from campaigns.states_meetings import BADGES, AgendaKind, Answer, MeetingKind, MeetingState, Seat
from campaigns.when import ZONE

from .campaigns import Campaign
from .deadlines import Deadline


def _person(label: str) -> models.ForeignKey:
    return models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class Meeting(models.Model):
    """One meeting. ``kinds``: list of ``MeetingKind`` values, at least one. ``quorum_percent``: share of the member units
    that must be present, empty where the bloc's rules name none. ``asked_at``: since when answers are asked for; an
    earlier answer was given to another date. ``deadlines``: what holding the meeting carries out.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="meetings", verbose_name="kế hoạch")
    title = models.CharField("tên cuộc họp", max_length=300)
    kinds = models.JSONField("nội dung", default=list)
    starts_at = models.DateTimeField("bắt đầu dự kiến")
    place = models.CharField("địa điểm", max_length=300, blank=True)
    link = models.URLField("đường dẫn họp trực tuyến", max_length=500, blank=True)
    host = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="meetings_hosted", verbose_name="đơn vị chủ trì"
    )
    chair = _person("chủ tọa")
    secretary = _person("thư ký")
    state = models.CharField("trạng thái", max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    answer_by = models.DateField("trả lời chậm nhất", null=True, blank=True)
    quorum_percent = models.PositiveSmallIntegerField(
        "tỷ lệ đơn vị thành viên phải có mặt (%)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    bring = models.TextField("tài liệu mang theo", blank=True, max_length=2000)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    deadlines = models.ManyToManyField(
        Deadline, through="MeetingDeadline", related_name="meetings", verbose_name="các mốc được thực hiện"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField("khai mạc lúc", null=True, blank=True)
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    closed_by = _person("người kết thúc")
    reason = models.CharField("lý do không tổ chức", max_length=500, blank=True)
    saves = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "cuộc họp"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="meeting_closed_pair",
                violation_error_message="Thời điểm kết thúc và người kết thúc phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False, state="closed") | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="meeting_closed_has_time",
                violation_error_message="Cuộc họp đã kết thúc phải có giờ kết thúc.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "closed"]) | Q(opened_at__isnull=False),
                name="meeting_opened_has_time",
                violation_error_message="Cuộc họp đã khai mạc phải có giờ khai mạc.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def day(self) -> dt.date:
        """The day it is held, in Việt Nam."""
        return self.starts_at.astimezone(ZONE).date()

    @property
    def badge(self) -> str:
        return BADGES[self.state]

    @property
    def kind_words(self) -> list[str]:
        return [str(MeetingKind(kind).label) for kind in self.kinds]

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()


class MeetingDeadline(models.Model):
    """A deadline that holding the meeting carries out. ``marked_on``: the day this meeting wrote on it, empty until the
    meeting ends and where the deadline had been marked before."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="closes")
    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="held_by")
    marked_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "mốc của cuộc họp"
        ordering = ["meeting", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "deadline"], name="meeting_deadline_once")]

    def __str__(self) -> str:
        return f"{self.meeting} – {self.deadline}"


class AgendaItem(models.Model):
    """One item of the agenda, in order. What came of it: the last of its ``outcomes``."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    kind = models.CharField("loại", max_length=6, choices=AgendaKind, default=AgendaKind.PLAIN)
    title = models.CharField("nội dung", max_length=300)
    presenter = models.CharField("người trình bày", max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(
        "số phút", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )

    objects = AgendaQuerySet.as_manager()

    class Meta:
        verbose_name = "nội dung họp"
        ordering = ["meeting", "order", "pk"]

    def __str__(self) -> str:
        return self.title

    def access_scope(self) -> Scope:
        return self.meeting.access_scope()


class AgendaOutcome(WrittenOnce):
    """What was said and concluded on an item; a further row replaces it and the earlier one stays to be seen.

    ``key`` is chosen by the page that sends it: sent twice over a bad line, it is written once.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="outcomes")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    discussion = models.TextField("ý kiến", blank=True, max_length=10_000)
    text = models.TextField("kết luận", max_length=4000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = "kết luận về một nội dung"
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return f"{self.item}: {self.text[:80]}"

    def access_scope(self) -> Scope:
        return self.item.access_scope()


class Attendance(models.Model):
    """One seat: a member unit, the board, or a guest by name. ``answer``: what was replied to the invitation, with
    ``reason`` of an absence; ``person_name`` and ``person_post``: who comes, in place of the head with ``authorised_by``.
    ``present``: called at the meeting (None: not called yet).
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    seat = models.CharField("tư cách", max_length=6, choices=Seat, default=Seat.MEMBER)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="attendance")
    name = models.CharField("khách mời", max_length=200, blank=True)
    answer = models.CharField("trả lời", max_length=8, choices=Answer, default=Answer.NONE, blank=True)
    reason = models.CharField("lý do vắng", max_length=500, blank=True)
    person_name = models.CharField("người dự", max_length=120, blank=True)
    person_post = models.CharField("chức vụ", max_length=200, blank=True)
    authorised_by = models.CharField("ai ủy quyền", max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = _person("người trả lời")
    reminded_on = models.DateField(null=True, blank=True)
    present = models.BooleanField("có mặt", null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = _person("người điểm danh")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "thành phần họp"
        ordering = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seat="member", unit__isnull=False) | (~Q(seat="member") & Q(unit__isnull=True)),
                name="attendance_member_has_unit",
                violation_error_message="Đơn vị thành viên dự họp với tư cách thành viên; khách ghi bằng tên.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "unit"],
                name="attendance_unit_once",
                violation_error_message="Đơn vị đã có trong thành phần mời.",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(seat="board"),
                name="attendance_board_once",
                violation_error_message="Cơ quan thi đua, khen thưởng đã có trong thành phần mời.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="attendance_answer_pair",
                violation_error_message="Thời điểm trả lời và người trả lời phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True, called_at__isnull=True, called_by__isnull=True)
                | Q(present__isnull=False, called_at__isnull=False, called_by__isnull=False),
                name="attendance_called_pair",
                violation_error_message="Điểm danh phải có thời điểm và người điểm danh.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who} – {self.meeting}"

    @property
    def who(self) -> str:
        """The seat in words."""
        return self.unit.name if self.unit else self.name

    def access_scope(self) -> Scope:
        scope = self.meeting.access_scope()
        return Scope(scope.authority_id, scope.bloc_year_id, self.unit_id)
