"""What every signature of this room keeps: who, in which post, for which unit, on which text, when and how."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.scope import Scope
from campaigns.states_pledges import SigningMethod

from .campaigns import Campaign


def scan_path(scan: "SignedScan", filename: str) -> str:
    """A path that tells nothing and takes nothing from what the person typed."""
    return f"signed/{scan.campaign_id}/{uuid.uuid4().hex}"


class SignedScan(WrittenOnce):
    """The scan of a paper signed by hand; one may carry the signatures of several units. Read through what it proves."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="signed_scans")
    name = models.CharField("tên tệp", max_length=255)
    file = models.FileField(upload_to=scan_path, max_length=200)
    sha256 = models.CharField("mã kiểm tra của tệp", max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người tải lên")
    at = models.DateTimeField("tải lên lúc", default=now)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "bản quét đã ký"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()


class Signed(WrittenOnce):
    """``by`` signed in the application after typing the password again, or entered what was signed on paper.

    Name, post and unit are kept as they were that day; ``sha256`` is the checksum of the text that was signed.
    """

    method = models.CharField("cách ký", max_length=5, choices=SigningMethod)
    signer_name = models.CharField("người ký", max_length=120)
    signer_post = models.CharField("chức vụ", max_length=120, blank=True)
    unit_name = models.CharField("đơn vị khi ký", max_length=200)
    sha256 = models.CharField("mã kiểm tra của nội dung đã ký", max_length=64)
    signed_on = models.DateField("ngày ký")
    scan = models.ForeignKey(SignedScan, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    at = models.DateTimeField("lúc", default=now)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(method="app", scan__isnull=True) | Q(method="paper", scan__isnull=False),
                name="%(app_label)s_%(class)s_paper_has_scan",
                violation_error_message="Chữ ký trên giấy phải kèm bản quét.",
            )
        ]

    @property
    def in_app(self) -> bool:
        return self.method == SigningMethod.APP
