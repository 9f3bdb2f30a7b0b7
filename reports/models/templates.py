"""An office's own Word templates."""

from django.db import models

from accounts.clock import now
from accounts.models import User
from blocs.models import Authority, Unit
from blocs.scope import Scope
from reports.querysets import OfficeTemplateQuerySet
from reports.states import DocumentKind


class OfficeTemplate(models.Model):
    """A .docx with named fields for one kind of paper, of a unit (also for the bloc it leads) or of an authority.

    ``fields``: names found in it. A newer template of the same owner and kind counts instead; ``retired_at`` ends one.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="office_templates", verbose_name="cơ quan")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="office_templates", verbose_name="đơn vị"
    )
    kind = models.CharField("dùng cho", max_length=16, choices=DocumentKind)
    name = models.CharField("tên mẫu", max_length=200)
    file = models.FileField("tệp", upload_to="office-templates/", max_length=200)
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    size = models.PositiveBigIntegerField("kích thước")
    fields = models.JSONField("trường trong mẫu", default=list, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nạp")
    at = models.DateTimeField("nạp lúc", default=now, editable=False)
    retired_at = models.DateTimeField("thôi dùng lúc", null=True, blank=True)

    objects = OfficeTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu văn bản của cơ quan"
        ordering = ["kind", "-at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id, unit_id=self.unit_id)
