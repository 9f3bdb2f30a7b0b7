"""People, what they are told (outbox) and what they did (audit)."""

import datetime as dt

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator
from django.db import models

from .clock import now
from .fields import FoldedField, VietnameseSortField
from .querysets import NotificationQuerySet
from .written_once import AppendOnly, WrittenOnce

# Nobody's telephone rings at night unless they wish it.
QUIET_FROM, QUIET_TO = dt.time(21, 0), dt.time(6, 30)


class UserManager(BaseUserManager):
    def create_user(self, email: str, full_name: str, password: str | None = None, **extra) -> "User":
        """A person; without a password nobody can sign in until the invitation is accepted."""
        user = self.model(email=email.strip().lower(), full_name=full_name.strip(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, full_name: str = "Quản trị hệ thống", password: str | None = None, **extra):
        return self.create_user(email, full_name, password, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(email=username.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. Rights are never a property of the account: they come from dated posts (blocs.Post)."""

    email = models.EmailField("thư điện tử", unique=True, error_messages={"unique": "Thư điện tử này đã có tài khoản."})
    full_name = models.CharField("họ và tên", max_length=120)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    is_active = models.BooleanField("đang hoạt động", default=True)
    is_demo = models.BooleanField("dữ liệu minh họa", default=False)
    created_at = models.DateTimeField(default=now, editable=False)
    invited_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    sort_key = VietnameseSortField(source="full_name", person=True)
    search_text = FoldedField(sources=("full_name", "email"))

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()

    # Set for one request by blocs.middleware: the post this person acts in. None = all live posts count.
    acting_post_id: int | None = None
    acting_label: str = ""

    class Meta:
        verbose_name = "người dùng"
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.full_name


class Notification(models.Model):
    """Outbox row: the promise to tell one person one thing on one channel. Tasks only keep the promise."""

    class Channel(models.TextChoices):
        IN_APP = "in_app", "Trong ứng dụng"
        EMAIL = "email", "Thư điện tử"
        SMS = "sms", "Tin nhắn SMS"
        ZALO = "zalo", "Zalo"

    class State(models.TextChoices):
        NEW = "new", "Chờ gửi"
        SENDING = "sending", "Đang gửi"
        SENT = "sent", "Đã gửi"
        IN_DOUBT = "in_doubt", "Chưa rõ đã gửi hay chưa"
        FAILED = "failed", "Không gửi được"
        CANCELLED = "cancelled", "Đã hủy"

    user = models.ForeignKey(User, models.PROTECT, related_name="notifications")
    channel = models.CharField(max_length=10, choices=Channel)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=300, blank=True, help_text="Path inside the application, starting with /")
    dedupe_key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    created_at = models.DateTimeField(default=now)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    # Decided when the row is written, from the person's preferences of that moment.
    not_before = models.DateTimeField(null=True, blank=True)
    in_digest = models.BooleanField(default=False)
    # What it is about, for the log «đã gửi gì cho ai»; bare numbers, because the rooms stand to the right of this one.
    source = models.CharField(max_length=40, blank=True, db_index=True)
    campaign_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    deadline_id = models.BigIntegerField(null=True, blank=True)
    unit_id = models.BigIntegerField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "channel", "-created_at"]),
            models.Index(fields=["channel", "state", "lease_until"]),
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """How one person wants to be told. Whoever has no row is told by the defaults of these columns.

    ``off``: per group of messages (`accounts.kinds`) the channels the person does not want. The notification centre is
    always on: it is the record. Letters about the account itself always leave at once.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="preference")
    off = models.JSONField(default=dict, blank=True)
    digest_hour = models.PositiveSmallIntegerField(
        "gộp thư mỗi ngày lúc", null=True, blank=True, validators=[MaxValueValidator(23)]
    )
    quiet_from = models.TimeField("không gửi từ", null=True, blank=True, default=QUIET_FROM)
    quiet_to = models.TimeField("đến", null=True, blank=True, default=QUIET_TO)
    free_weekends = models.BooleanField("không gửi thứ Bảy, Chủ nhật", default=False)

    class Meta:
        verbose_name = "cách nhận tin"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="preference_quiet_both",
                violation_error_message="Hãy nhập cả giờ bắt đầu và giờ kết thúc, hoặc để trống cả hai.",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.user}"


class AuditEntry(WrittenOnce):
    """Who did what, when and in which role; written in the same transaction as the change, never altered."""

    at = models.DateTimeField(default=now, editable=False, db_index=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField(max_length=200, blank=True)
    event = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    target_label = models.CharField(max_length=300, blank=True)
    authority_id = models.BigIntegerField(null=True, db_index=True)
    bloc_year_id = models.BigIntegerField(null=True, db_index=True)
    unit_id = models.BigIntegerField(null=True, db_index=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    note = models.TextField(blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "nhật ký"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id"])]

    def __str__(self) -> str:
        return f"{self.event} {self.target_label}"
