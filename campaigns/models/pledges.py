"""The pledge of a bloc's year: one document, frozen before it is signed, with one signature of every member unit."""

from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.querysets_pledges import PledgeQuerySet, PledgeSignatureQuerySet, PledgeTextQuerySet
from campaigns.states_pledges import PLEDGE_BADGES, PledgeState, TextKind

from .campaigns import Campaign
from .signed import Signed


class Pledge(models.Model):
    """What is being written, and which frozen wording (``text``) is in force: None while it is a draft.

    ``summed``: keys of the shared targets whose figures are added up for the bloc; the others stand unit by unit.
    ``saves`` counts changes, so that two people who write at once notice.
    """

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="pledge", verbose_name="kế hoạch")
    state = models.CharField("trạng thái", max_length=7, choices=PledgeState, default=PledgeState.DRAFT)
    opening = models.TextField("lời mở đầu", blank=True)
    aim = models.TextField("mục tiêu chung", blank=True)
    contents = models.TextField("nội dung thi đua", blank=True)
    promise = models.TextField("cam kết", blank=True)
    summed = models.JSONField("chỉ tiêu cộng chung", default=list, blank=True)
    saves = models.PositiveIntegerField(default=0)
    text = models.ForeignKey(
        "campaigns.PledgeText", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nội dung đã chốt"
    )
    closed_at = models.DateTimeField("kết thúc ký lúc", null=True, blank=True)
    close_note = models.CharField("lý do kết thúc khi chưa đủ chữ ký", max_length=500, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = "giao ước thi đua"
        ordering = ["campaign"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", text__isnull=True) | (~Q(state="draft") & Q(text__isnull=False)),
                name="pledge_text_fits_state",
                violation_error_message="Giao ước đang ký hoặc đã ký phải có nội dung đã chốt.",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="pledge_closed_has_time",
                violation_error_message="Thời điểm kết thúc ký phải đi cùng trạng thái.",
            ),
        ]

    def __str__(self) -> str:
        return f"Giao ước thi đua – {self.campaign}"

    @property
    def badge(self) -> str:
        return PLEDGE_BADGES[PledgeState(self.state)]

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()


class PledgeText(WrittenOnce):
    """A wording as it was opened for signing: ``content`` in plain values, its SHA-256 over ``accounts.canonical``.

    An annex carries one late unit's targets and the checksum of the pledge it joins (``main``).
    """

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="texts", verbose_name="giao ước")
    number = models.PositiveIntegerField("lần chốt")
    kind = models.CharField("loại", max_length=5, choices=TextKind)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị")
    main = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="annexes")
    content = models.JSONField("nội dung")
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người chốt")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    at = models.DateTimeField("chốt lúc", default=now)

    objects = PledgeTextQuerySet.as_manager()

    class Meta:
        verbose_name = "nội dung giao ước đã chốt"
        ordering = ["pledge", "number"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "number"], name="pledge_text_once"),
            models.UniqueConstraint(
                fields=["main", "unit"],
                condition=Q(kind="annex"),
                name="pledge_annex_once",
                violation_error_message="Đơn vị đã có phụ lục của giao ước này.",
            ),
            models.CheckConstraint(
                condition=Q(kind="main", unit__isnull=True, main__isnull=True)
                | Q(kind="annex", unit__isnull=False, main__isnull=False),
                name="pledge_annex_has_unit",
                violation_error_message="Phụ lục thuộc một đơn vị và một giao ước.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} (bản chốt lần {self.number}) – {self.pledge.campaign}"

    @property
    def unit_ids(self) -> list[int]:
        """Units that are to sign it, in the order in which they stand in it."""
        return [row["unit_id"] for row in self.content["members"]]

    def access_scope(self) -> Scope:
        return self.pledge.access_scope()


class PledgeSignature(Signed):
    """One unit's signature under one frozen text. After an objection a further one (``number``) may follow."""

    text = models.ForeignKey(PledgeText, models.PROTECT, related_name="signatures", verbose_name="nội dung đã ký")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="pledge_signatures", verbose_name="đơn vị")
    number = models.PositiveSmallIntegerField("lần", default=1)

    objects = PledgeSignatureQuerySet.as_manager()

    class Meta(Signed.Meta):
        verbose_name = "chữ ký giao ước"
        ordering = ["text", "at", "pk"]
        constraints = [
            *Signed.Meta.constraints,
            models.UniqueConstraint(
                fields=["text", "unit", "number"],
                name="pledge_signature_once",
                violation_error_message="Đơn vị đã ký giao ước này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} – {self.get_method_display()}"

    def access_scope(self) -> Scope:
        scope = self.text.access_scope()
        return Scope(scope.authority_id, scope.bloc_year_id, self.unit_id)


class PledgeObjection(WrittenOnce):
    """A unit says that what was entered for it from paper is not its signature: that one counts no longer."""

    signature = models.OneToOneField(PledgeSignature, models.PROTECT, related_name="objection")
    reason = models.CharField("lý do", max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người phản đối")
    at = models.DateTimeField("lúc", default=now)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "phản đối chữ ký trên giấy"
        ordering = ["signature"]

    def __str__(self) -> str:
        return f"Phản đối: {self.signature}"

    def access_scope(self) -> Scope:
        return self.signature.access_scope()
