"""What comes of a visit: frozen minutes with two signatures, and what the unit is to put right by when."""

import datetime as dt
import uuid

from django.db import models

from accounts.clock import now
from accounts.models import User
from accounts.written_once import WrittenOnce
from blocs.scope import Scope
from campaigns.querysets_inspections import (
    MinutesQuerySet,
    MinutesSignatureQuerySet,
    StepQuerySet,
    ThroughVisitQuerySet,
)
from campaigns.states_inspections import FOLLOW_UP_BADGES, FollowUpState, Side, StepKind

from .inspections import Visit
from .signed import Signed


def step_path(step: "FollowUpStep", filename: str) -> str:
    """A path that tells nothing and takes nothing from what the person typed."""
    return f"follow_ups/{step.follow_up_id}/{uuid.uuid4().hex}"


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


class MinutesText(WrittenOnce):
    """Minutes built from the findings as they stood; SHA-256 over ``accounts.canonical``."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField("bản số")
    content = models.JSONField("nội dung")
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người chốt")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    at = models.DateTimeField("chốt lúc", default=now)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = "biên bản kiểm tra"
        ordering = ["visit", "number"]
        constraints = [models.UniqueConstraint(fields=["visit", "number"], name="minutes_text_once")]

    def __str__(self) -> str:
        return f"Biên bản kiểm tra {self.visit.unit}, bản {self.number}"

    @property
    def shown(self) -> dict:
        """The content as it is read: days as dates (what is hashed keeps them as ISO text)."""
        rows = [row | {"due": _day(row["due"])} for row in self.content.get("follow_ups", [])]
        return self.content | {"day": _day(self.content["day"]), "follow_ups": rows}

    def access_scope(self) -> Scope:
        return self.visit.access_scope()


class MinutesSignature(Signed):
    """One signature a side."""

    text = models.ForeignKey(MinutesText, models.PROTECT, related_name="signatures")
    side = models.CharField("bên ký", max_length=4, choices=Side)

    objects = MinutesSignatureQuerySet.as_manager()

    class Meta(Signed.Meta):
        verbose_name = "chữ ký biên bản kiểm tra"
        ordering = ["text", "side"]
        constraints = [
            *Signed.Meta.constraints,
            models.UniqueConstraint(
                fields=["text", "side"],
                name="minutes_signature_once",
                violation_error_message="Bên này đã ký biên bản.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.signer_name}"

    def access_scope(self) -> Scope:
        return self.text.access_scope()


class FollowUp(models.Model):
    """What the unit is to put right, by which day; its ``steps`` are the unit's answers and the team's words to them."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="follow_ups")
    text = models.CharField("việc phải khắc phục", max_length=500)
    due = models.DateField("hạn khắc phục")
    state = models.CharField("trạng thái", max_length=8, choices=FollowUpState, default=FollowUpState.OPEN)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("lúc", default=now)

    objects = ThroughVisitQuerySet.as_manager()

    class Meta:
        verbose_name = "việc khắc phục sau kiểm tra"
        ordering = ["visit", "due", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def badge(self) -> str:
        return FOLLOW_UP_BADGES[FollowUpState(self.state)]

    def access_scope(self) -> Scope:
        return self.visit.access_scope()


class FollowUpStep(WrittenOnce):
    """One step of putting it right; an answer may carry a file."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="steps")
    kind = models.CharField("bước", max_length=6, choices=StepKind)
    text = models.CharField("nội dung", max_length=1000)
    file = models.FileField(upload_to=step_path, max_length=200, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    at = models.DateTimeField("lúc", default=now)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = "bước khắc phục"
        ordering = ["follow_up", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"

    def access_scope(self) -> Scope:
        return self.follow_up.access_scope()
