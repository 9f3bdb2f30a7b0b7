"""What an authority shows to anybody, off until its board switches it on."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from blocs.models import Authority
from blocs.scope import Scope

from ..querysets_history import PublicPageQuerySet


class PublicPage(models.Model):
    """One authority's page without sign-in. ``by`` and ``at``: who set it as it stands, and when; earlier settings are in
    the trail. Points and names of persons are shown only when chosen."""

    authority = models.OneToOneField(Authority, models.PROTECT, related_name="public_page", verbose_name="cơ quan")
    is_on = models.BooleanField("mở trang công khai", default=False)
    address = models.CharField(
        "địa chỉ",
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", "Địa chỉ chỉ gồm chữ thường không dấu, số và gạch nối.")
        ],
        error_messages={"unique": "Địa chỉ này đã được dùng."},
    )
    shows_ranks = models.BooleanField("hạng của các đơn vị theo kết quả đã công bố", default=False)
    shows_points = models.BooleanField("kèm điểm của các đơn vị", default=False)
    shows_awards = models.BooleanField("khen thưởng tập thể còn hiệu lực", default=False)
    shows_persons = models.BooleanField("khen thưởng cá nhân còn hiệu lực (họ tên, đơn vị)", default=False)
    shows_consultations = models.BooleanField("danh sách đang lấy ý kiến công khai", default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đặt")
    at = models.DateTimeField("đặt lúc", default=now)

    objects = PublicPageQuerySet.as_manager()

    class Meta:
        verbose_name = "trang kết quả công khai"
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shows_points=False) | Q(shows_ranks=True),
                name="public_points_need_ranks",
                violation_error_message="Chỉ công khai điểm khi công khai hạng.",
            )
        ]

    def __str__(self) -> str:
        return f"Trang công khai của {self.authority}"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)
