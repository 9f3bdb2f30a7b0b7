"""Blocs, one year of a bloc, and who holds which role in it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.fields import VietnameseSortField
from blocs.querysets import BlocQuerySet, BlocYearQuerySet, MembershipQuerySet
from blocs.scope import Dated, Scope

from .units import Authority, Unit


class Bloc(models.Model):
    """A bloc's identity over the years."""

    class Kind(models.TextChoices):
        KHOI = "khoi", "Khối thi đua"
        CUM = "cum", "Cụm thi đua"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="blocs", verbose_name="cơ quan tổ chức")
    kind = models.CharField("loại", max_length=4, choices=Kind, default=Kind.KHOI)
    code = models.CharField("mã khối", max_length=40)
    name = models.CharField("tên khối", max_length=200)
    is_demo = models.BooleanField("dữ liệu minh họa", default=False)
    sort_key = VietnameseSortField()

    objects = BlocQuerySet.as_manager()

    class Meta:
        verbose_name = "khối, cụm thi đua"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "code"], name="bloc_code_once", violation_error_message="Mã khối này đã được dùng."
            )
        ]

    def __str__(self) -> str:
        return self.name

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


class BlocYear(models.Model):
    """One year of a bloc: the decision behind it, the words it uses and the layout of its papers."""

    class FormatFamily(models.TextChoices):
        STATE = "state", "Văn bản hành chính (Nghị định 30/2020/NĐ-CP)"
        PARTY = "party", "Văn bản của Đảng"

    class MovedRule(models.TextChoices):
        """To which bloc a year's result of a unit belongs that moved within the year."""

        LAST_DAY = "last_day", "Cả năm tính ở khối mà đơn vị thuộc về vào ngày 31/12"
        LONGEST = "longest", "Cả năm tính ở khối mà đơn vị có nhiều ngày nhất"
        OWN_PART = "own_part", "Mỗi khối tính phần việc của đơn vị trong thời gian ở khối"

    bloc = models.ForeignKey(Bloc, models.PROTECT, related_name="years", verbose_name="khối")
    year = models.PositiveSmallIntegerField("năm", validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    name = models.CharField("tên trong năm", max_length=200)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decision_date = models.DateField("ngày quyết định", null=True, blank=True)
    decision_issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    format_family = models.CharField("thể thức", max_length=6, choices=FormatFamily, default=FormatFamily.STATE)
    leader_label = models.CharField("cách gọi Trưởng khối", max_length=40, default="Trưởng khối")
    deputy_label = models.CharField("cách gọi Phó khối", max_length=40, default="Phó khối")
    number_sign = models.CharField("ký hiệu văn bản", max_length=40, blank=True, help_text="Ví dụ: KH-TĐK8")
    superior_line = models.CharField("cơ quan chủ quản trên văn bản", max_length=200, blank=True)
    issuer_lines = models.TextField("tên cơ quan ban hành trên văn bản", blank=True, help_text="Mỗi dòng một hàng")
    place_name = models.CharField("địa danh", max_length=80, blank=True)
    moved_rule = models.CharField(
        "kết quả của đơn vị chuyển khối trong năm", max_length=8, choices=MovedRule, default=MovedRule.LAST_DAY
    )
    moved_rule_source = models.CharField(
        "căn cứ của cách tính này", max_length=300, blank=True, help_text="Để trống thì màn hình ghi «cần xác nhận»."
    )
    is_demo = models.BooleanField("dữ liệu minh họa", default=False)
    sort_key = VietnameseSortField()

    objects = BlocYearQuerySet.as_manager()

    class Meta:
        verbose_name = "khối trong năm"
        ordering = ["-year", "sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bloc", "year"],
                name="bloc_year_once",
                violation_error_message="Khối đã có dữ liệu cho năm này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, năm {self.year}"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.bloc.authority_id, bloc_year_id=self.pk)


class Membership(Dated):
    """A unit in a bloc-year. Officers are units: one row at a time, whose role says member, leader or deputy."""

    class Role(models.TextChoices):
        MEMBER = "member", "Thành viên"
        LEADER = "leader", "Trưởng khối"
        DEPUTY = "deputy", "Phó khối"

    bloc_year = models.ForeignKey(BlocYear, models.PROTECT, related_name="memberships", verbose_name="khối trong năm")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="đơn vị")
    role = models.CharField("vai trò", max_length=6, choices=Role, default=Role.MEMBER)
    note = models.CharField("ghi chú", max_length=200, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "thành viên khối"
        ordering = ["bloc_year", "unit__sort_key", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["bloc_year", "unit"],
                condition=Q(valid_to__isnull=True),
                name="membership_open_once",
                violation_error_message="Đơn vị đã ở trong khối này.",
            ),
            models.UniqueConstraint(
                fields=["bloc_year"],
                condition=Q(valid_to__isnull=True, role="leader"),
                name="one_open_leader",
                violation_error_message="Khối đã có Trưởng khối. Hãy kết thúc nhiệm kỳ đang giữ trước.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.get_role_display()} – {self.bloc_year}"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.bloc_year.bloc.authority_id, bloc_year_id=self.bloc_year_id)
