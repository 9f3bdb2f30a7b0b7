"""A person's dated role at a unit or an authority."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from blocs.querysets import PostQuerySet
from blocs.scope import Dated, Scope

from .units import Authority, Unit


class Post(Dated):
    """The only source of rights: who works where, as what, from when to when."""

    class Role(models.TextChoices):
        STAFF = "staff", "Chuyên viên"
        HEAD = "head", "Thủ trưởng đơn vị"
        BOARD_STAFF = "board_staff", "Cán bộ thi đua, khen thưởng"
        BOARD_VIEWER = "board_viewer", "Người xem của cơ quan thi đua, khen thưởng"

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="người")
    role = models.CharField("vai trò", max_length=12, choices=Role)
    title = models.CharField("chức vụ", max_length=120, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="đơn vị")
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="cơ quan"
    )

    objects = PostQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "chức trách"
        ordering = ["user", "-valid_from", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(role__in=["staff", "head"], unit__isnull=False, authority__isnull=True)
                | Q(role__in=["board_staff", "board_viewer"], unit__isnull=True, authority__isnull=False),
                name="post_place_fits_role",
                violation_error_message="Chuyên viên, thủ trưởng thuộc một đơn vị; cán bộ thi đua, khen thưởng thuộc một cơ quan tổ chức.",
            ),
            models.UniqueConstraint(
                fields=["user", "unit"],
                condition=Q(valid_to__isnull=True, unit__isnull=False),
                name="post_unit_open_once",
            ),
            models.UniqueConstraint(
                fields=["user", "authority"],
                condition=Q(valid_to__isnull=True, authority__isnull=False),
                name="post_authority_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.place}"

    @property
    def place(self) -> Unit | Authority:
        return self.unit or self.authority

    def access_scope(self) -> Scope:
        if self.unit_id:
            return Scope(authority_id=self.unit.authority_id, unit_id=self.unit_id)
        return Scope(authority_id=self.authority_id)
