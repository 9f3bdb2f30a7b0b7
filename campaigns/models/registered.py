"""What a registration holds beside its targets, and what was done with it."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.written_once import WrittenOnce
from blocs.scope import Scope
from campaigns.querysets_registrations import RegistrationActQuerySet
from campaigns.states import RegistrationStep

from .registrations import Registration
from .submissions import Receipt
from .versions import VersionedRow


class RegisteredMovement(VersionedRow):
    """A movement the unit launches itself: name, aim, launch and closing dates (mẫu 1a, TT 35/2011/TT-BLĐTBXH, old law)."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="movements")
    name = models.CharField("tên phong trào", max_length=300)
    aim = models.CharField("mục tiêu", max_length=1000, blank=True)
    begins = models.DateField("ngày phát động", null=True, blank=True)
    ends = models.DateField("ngày kết thúc", null=True, blank=True)

    class Meta(VersionedRow.Meta):
        verbose_name = "phong trào đơn vị đăng ký"
        constraints = [
            *VersionedRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(begins__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("begins")),
                name="registered_movement_dates",
                violation_error_message="Ngày kết thúc phải bằng hoặc sau ngày phát động.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RegistrationAct(WrittenOnce):
    """One step of a registration's life: who did it, when, in which role and why.

    A sending keeps what was sent (``content``) with its checksum, and its receipt where it met the milestone; the first
    one is when the unit registered.
    """

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="acts")
    version = models.PositiveIntegerField("lần đăng ký")
    step = models.CharField("việc", max_length=8, choices=RegistrationStep)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người làm")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    at = models.DateTimeField("lúc")
    note = models.CharField("lý do, ý kiến", max_length=1000, blank=True)
    content = models.JSONField("nội dung đã gửi", null=True, blank=True)
    sha256 = models.CharField("mã kiểm tra", max_length=64, blank=True)
    receipt = models.OneToOneField(
        Receipt, models.PROTECT, null=True, blank=True, related_name="registration_act", verbose_name="biên nhận"
    )

    objects = RegistrationActQuerySet.as_manager()

    class Meta:
        verbose_name = "bước của đăng ký thi đua"
        ordering = ["registration", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step="send", content__isnull=False) | (~Q(step="send") & Q(content__isnull=True)),
                name="registration_act_send_keeps_content",
                violation_error_message="Lần gửi phải giữ nội dung đã gửi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} – {self.registration}"

    def access_scope(self) -> Scope:
        return self.registration.access_scope()
