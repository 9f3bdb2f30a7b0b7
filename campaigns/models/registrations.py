"""What a unit promises for the year: measurable targets, sent by its head, approved by the bloc, never changed silently."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.written_once import WrittenOnce
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.querysets import RegistrationQuerySet, TargetQuerySet, TargetValueQuerySet
from campaigns.states import REGISTRATION_BADGES, REGISTRATION_EDITABLE, Direction, RegistrationState

from .campaigns import Campaign


def _amount(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=16, decimal_places=4, null=True, blank=True)


def _person(label: str) -> models.ForeignKey:
    return models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


def _together(*names: str) -> Q:
    """All of the columns are filled, or none."""
    return Q(**{f"{name}__isnull": True for name in names}) | Q(**{f"{name}__isnull": False for name in names})


class Registration(models.Model):
    """A unit's registration in one campaign. ``version`` counts its wordings: the approved one stays in force (as
    ``TargetValue`` rows) while the next, with its ``reason``, is written and decided.

    ``entered_by``: somebody of the bloc or the board typed it for the unit from its paper; ``saves`` counts changes, so
    that two people who write at once notice. ``returned_parts``: whole parts given back (``RegistrationPart``);
    ``aims_sha256``: checksum of the titles and forms aimed at, which the awards application keeps.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="registrations", verbose_name="kế hoạch")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="registrations", verbose_name="đơn vị")
    state = models.CharField("trạng thái", max_length=8, choices=RegistrationState, default=RegistrationState.DRAFT)
    version = models.PositiveIntegerField("lần đăng ký", default=1)
    reason = models.CharField("lý do điều chỉnh", max_length=1000, blank=True)
    entered_by = _person("người nhập thay")
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    sent_by = _person("người gửi")
    decided_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    decided_by = _person("người duyệt")
    note = models.CharField("ý kiến khi duyệt", max_length=1000, blank=True)
    saves = models.PositiveIntegerField(default=0)
    returned_parts = models.JSONField("phần bị trả lại", default=list, blank=True)
    aims_sha256 = models.CharField("mã kiểm tra danh hiệu, hình thức đăng ký", max_length=64, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "đăng ký chỉ tiêu"
        ordering = ["campaign", "unit__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit"],
                name="registration_once",
                violation_error_message="Đơn vị đã có đăng ký trong kế hoạch này.",
            ),
            models.CheckConstraint(
                condition=_together("sent_at", "sent_by"),
                name="registration_sent_pair",
                violation_error_message="Thời điểm gửi và người gửi phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=_together("decided_at", "decided_by"),
                name="registration_decided_pair",
                violation_error_message="Thời điểm duyệt và người duyệt phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "approved"]) | Q(sent_at__isnull=False),
                name="registration_sent_has_time",
                violation_error_message="Đăng ký đã gửi phải có thời điểm gửi.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "returned"]) | Q(decided_at__isnull=False),
                name="registration_decided_has_time",
                violation_error_message="Đăng ký đã duyệt hoặc bị trả lại phải có thời điểm quyết định.",
            ),
        ]

    def __str__(self) -> str:
        return f"Đăng ký chỉ tiêu – {self.unit}"

    @property
    def is_editable(self) -> bool:
        return self.state in REGISTRATION_EDITABLE

    @property
    def is_amendment(self) -> bool:
        return self.version > 1

    @property
    def version_in_force(self) -> int:
        """The wording that counts; 0 while none was approved."""
        return self.version if self.state == RegistrationState.APPROVED else self.version - 1

    @property
    def badge(self) -> str:
        return REGISTRATION_BADGES[RegistrationState(self.state)]

    def access_scope(self) -> Scope:
        return Scope(self.campaign.authority_id, self.campaign.bloc_year_id, self.unit_id)


class Target(models.Model):
    """One promised figure as it is being written. ``assigned`` False asks to have the task taken out of the score (of a
    target of the unit's own: to give it up), and ``note`` says why. What counts is the last of its ``values``.
    ``returned_note``: what the row was last given back for; it stays beside the row until that is decided again."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="targets")
    position = models.PositiveIntegerField("thứ tự", default=0)
    title = models.CharField("nội dung", max_length=1000)
    measure_unit = models.CharField("đơn vị tính", max_length=50, blank=True)
    planned = _amount("chỉ tiêu")
    direction = models.CharField("chiều đánh giá", max_length=4, choices=Direction, default=Direction.UP)
    source = models.CharField("căn cứ giao", max_length=300, blank=True)
    evidence_kind = models.CharField("minh chứng sẽ có", max_length=200, blank=True)
    note = models.CharField("ghi chú, lý do", max_length=1000, blank=True)
    assigned = models.BooleanField("được giao", default=True)
    returned = models.BooleanField("bị trả lại", default=False)
    returned_note = models.CharField("lý do trả lại", max_length=500, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu"
        ordering = ["registration", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned__isnull=True) | Q(planned__gte=0),
                name="target_not_negative",
                violation_error_message="Chỉ tiêu không được âm.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def access_scope(self) -> Scope:
        return self.registration.access_scope()


class TargetValue(WrittenOnce):
    """A target as it was approved: with which version of the registration, by whom and why. Never changed."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="values")
    version = models.PositiveIntegerField("lần đăng ký")
    title = models.CharField("nội dung", max_length=1000, default="")
    planned = _amount("chỉ tiêu")
    assigned = models.BooleanField("được giao", default=True)
    measure_unit = models.CharField("đơn vị tính", max_length=50, blank=True)
    direction = models.CharField("chiều đánh giá", max_length=4, choices=Direction, default=Direction.UP)
    source = models.CharField("căn cứ giao", max_length=300, blank=True)
    evidence_kind = models.CharField("minh chứng sẽ có", max_length=200, blank=True)
    note = models.CharField("ghi chú, lý do của đơn vị", max_length=1000, blank=True)
    reason = models.CharField("ý kiến khi duyệt", max_length=1000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người duyệt")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    at = models.DateTimeField("lúc")

    objects = TargetValueQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu được duyệt"
        ordering = ["target", "pk"]

    def __str__(self) -> str:
        return f"{self.target} (lần {self.version})"

    def access_scope(self) -> Scope:
        return self.target.access_scope()
