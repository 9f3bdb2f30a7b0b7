"""When units are reminded (the table of a campaign) and each planned or sent reminder."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import User
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.querysets import ThroughCampaignQuerySet
from campaigns.when import OffsetUnit

from .campaigns import Campaign
from .deadlines import Deadline

MOST_DAYS = 60  # no reminder lies further from its deadline than this


class ReminderRule(models.Model):
    """One line of a campaign's reminder table: when, to whom, by which channels, in which words.

    A campaign without lines of its own uses those of data/reminders.json (``campaigns.reminder_table``). The
    notification centre always has the message; the channels say what leaves the application besides.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="reminder_rules")
    offset = models.SmallIntegerField(
        "số ngày so với hạn", validators=[MinValueValidator(-MOST_DAYS), MaxValueValidator(MOST_DAYS)]
    )
    offset_unit = models.CharField("loại ngày", max_length=8, choices=OffsetUnit, default=OffsetUnit.CALENDAR)
    is_on = models.BooleanField("đang dùng", default=True)
    to_staff = models.BooleanField("chuyên viên", default=True)
    to_head = models.BooleanField("thủ trưởng", default=True)
    copy_leader = models.BooleanField("Trưởng khối", default=False)
    copy_deputy = models.BooleanField("Phó khối", default=False)
    copy_board = models.BooleanField("cơ quan thi đua, khen thưởng", default=False)
    by_email = models.BooleanField("thư điện tử", default=True)
    by_sms = models.BooleanField("tin nhắn SMS", default=False)
    by_zalo = models.BooleanField("Zalo", default=False)
    subject = models.CharField("tiêu đề", max_length=200)
    text = models.TextField("nội dung", max_length=1000)

    objects = ThroughCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhắc"
        ordering = ["campaign", "offset", "offset_unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "offset", "offset_unit"],
                name="reminder_rule_once",
                violation_error_message="Đã có lần nhắc vào ngày này.",
            ),
            models.CheckConstraint(
                condition=Q(to_staff=True) | Q(to_head=True),
                name="reminder_rule_to_somebody",
                violation_error_message="Hãy chọn người nhận: chuyên viên, thủ trưởng hoặc cả hai.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.offset} {self.get_offset_unit_display()}"

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()


class Reminder(models.Model):
    """A planned reminder of one unit (None: the authority's board) about one deadline: the row is the plan, the beat
    only keeps it. ``offset`` is None for a reminder somebody sent by hand, and then ``by`` says who."""

    class State(models.TextChoices):
        PLANNED = "planned", "Chờ gửi"
        SENT = "sent", "Đã gửi"
        STOPPED = "stopped", "Không gửi nữa"

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="reminders")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="reminders")
    offset = models.SmallIntegerField("số ngày so với hạn", null=True, blank=True)
    offset_unit = models.CharField("loại ngày", max_length=8, choices=OffsetUnit, default=OffsetUnit.CALENDAR)
    on = models.DateField("ngày nhắc", db_index=True)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    last_day = models.DateField("theo hạn", null=True, blank=True)  # the working date it was planned against
    done_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người nhắc")
    why_stopped = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "nhắc việc"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "unit", "offset", "offset_unit", "last_day"], name="reminder_once"
            ),
            models.UniqueConstraint(
                fields=["deadline", "offset", "offset_unit", "last_day"],
                condition=Q(unit__isnull=True),
                name="reminder_board_once",
            ),
            models.UniqueConstraint(
                fields=["deadline", "unit", "on"], condition=Q(offset__isnull=True), name="reminder_by_hand_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.deadline} ({self.on:%d/%m/%Y})"

    @property
    def source(self) -> str:
        """How the messages of this reminder name it in the outbox."""
        return f"reminder:{self.pk}"
