"""What people decided about findings of a checklist, and the checklist as it stood when a file was sent."""

from django.db import models

from accounts.clock import now
from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.scope import Scope

from .awards import Nomination
from .rules import RuleSet


class EligibilityOverride(WrittenOnce):
    """A person's word on one finding (``key``): it stands as met or as missing, and why. The last one of a key counts."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="overrides", verbose_name="đề nghị")
    key = models.CharField("điều kiện", max_length=60)
    said = models.CharField("điều kiện khi quyết định", max_length=1000)
    accepted = models.BooleanField("coi là đạt", default=True)
    reason = models.TextField("lý do, căn cứ", max_length=2000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người quyết định")
    at = models.DateTimeField("lúc", default=now)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "quyết định về điều kiện"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.nomination}: {self.said}"

    def access_scope(self) -> Scope:
        return self.nomination.access_scope()


class EligibilitySnapshot(WrittenOnce):
    """The checklist of a nomination as canonical JSON with its SHA-256, under the rules of the day ``on``."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="eligibility", verbose_name="đề nghị")
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, null=True, related_name="+", verbose_name="bộ quy định")
    on = models.DateField("theo quy định của ngày")
    content = models.TextField("nội dung")
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gửi")
    at = models.DateTimeField("lúc", default=now)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "điều kiện khi gửi"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.nomination} ({self.on:%d/%m/%Y})"

    def access_scope(self) -> Scope:
        return self.nomination.access_scope()
