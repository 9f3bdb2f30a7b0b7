"""Authorities (who organises) and units (who takes part), with dated names and lineage."""

from django.db import models

from accounts.clock import today
from accounts.fields import FoldedField, VietnameseSortField
from blocs.querysets import AuthorityQuerySet, UnitQuerySet
from blocs.scope import Dated, Scope


class Authority(models.Model):
    """Who divides blocs and decides awards: a tree (province, former district, commune, ministry)."""

    class Level(models.TextChoices):
        CENTRAL = "central", "Trung ương"
        MINISTRY = "ministry", "Bộ, ngành"
        PROVINCE = "province", "Cấp tỉnh"
        DISTRICT = "district", "Cấp huyện (trước 7/2025)"
        COMMUNE = "commune", "Cấp xã"

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="cấp trên"
    )
    level = models.CharField("cấp", max_length=10, choices=Level)
    name = models.CharField(
        "tên", max_length=200, unique=True, error_messages={"unique": "Đã có cơ quan mang tên này."}
    )
    short_name = models.CharField("tên ngắn", max_length=80, blank=True)
    place_name = models.CharField("địa danh", max_length=80, blank=True)
    board_name = models.CharField(
        "cơ quan thường trực", max_length=200, blank=True, help_text="Ví dụ: Phòng Thi đua – Khen thưởng, Sở Nội vụ"
    )
    council_name = models.CharField("hội đồng", max_length=200, blank=True)
    dissolved_on = models.DateField("kết thúc hoạt động", null=True, blank=True)
    is_demo = models.BooleanField("dữ liệu minh họa", default=False)
    sort_key = VietnameseSortField()
    search_text = FoldedField(sources=("name", "short_name"))

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan tổ chức phong trào"
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_ended(self) -> bool:
        """Whether its work is over today; the day may be known before it comes."""
        return self.dissolved_on is not None and self.dissolved_on <= today()

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.pk)


class Unit(models.Model):
    """A member unit. ``name`` is today's; earlier names are UnitName rows; mergers and splits are UnitLineage rows."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", "Sở, ban, ngành"
        PARTY = "party", "Cơ quan Đảng"
        FRONT = "front", "Mặt trận, đoàn thể"
        CENTRAL = "central", "Cơ quan Trung ương đóng tại địa phương"
        LOCALITY = "locality", "Địa phương (huyện, xã)"
        PUBLIC = "public", "Đơn vị sự nghiệp công lập"
        ENTERPRISE = "enterprise", "Doanh nghiệp, hợp tác xã"
        ASSOCIATION = "association", "Hội"
        FORCE = "force", "Lực lượng vũ trang"
        OTHER = "other", "Khác"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="units", verbose_name="thuộc cơ quan")
    code = models.CharField("mã đơn vị", max_length=40)
    name = models.CharField("tên đơn vị", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=80, blank=True)
    kind = models.CharField("loại đơn vị", max_length=12, choices=Kind, default=Kind.OTHER)
    founded_on = models.DateField("thành lập", null=True, blank=True)
    dissolved_on = models.DateField("kết thúc hoạt động", null=True, blank=True)
    is_demo = models.BooleanField("dữ liệu minh họa", default=False)
    sort_key = VietnameseSortField()
    search_text = FoldedField(sources=("name", "short_name", "code"))

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "code"],
                name="unit_code_once",
                violation_error_message="Mã đơn vị này đã được dùng.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_ended(self) -> bool:
        """Whether its work is over today; the day may be known before it comes."""
        return self.dissolved_on is not None and self.dissolved_on <= today()

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id, unit_id=self.pk)


class UnitName(Dated):
    """The name a unit carried from one day to another (the open row is today's)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names")
    name = models.CharField("tên đơn vị", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=80, blank=True)
    decision = models.CharField("văn bản", max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "tên theo thời gian"
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return self.name


class Change(models.TextChoices):
    """How one became another."""

    MERGE = "merge", "Sáp nhập"
    SPLIT = "split", "Chia tách"
    SUCCEED = "succeed", "Kế thừa"


class UnitLineage(models.Model):
    """A unit that became (part of) another on a day. ``main``: the one that goes on with its work; ``undone``: a
    correcting record took the row back, it no longer counts anywhere."""

    Kind = Change

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions", verbose_name="đơn vị trước")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="origins", verbose_name="đơn vị sau")
    kind = models.CharField("hình thức", max_length=8, choices=Kind)
    on = models.DateField("từ ngày")
    decision = models.CharField("văn bản", max_length=200, blank=True)
    main = models.BooleanField("tiếp nhận công việc", default=True)
    reorganisation = models.ForeignKey(
        "blocs.Reorganisation", models.PROTECT, null=True, blank=True, related_name="unit_rows"
    )
    undone = models.BooleanField("đã đính chính", default=False)

    class Meta:
        verbose_name = "quá trình sắp xếp"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], condition=models.Q(undone=False), name="lineage_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")),
                name="lineage_two_units",
                violation_error_message="Đơn vị trước và đơn vị sau phải khác nhau.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
