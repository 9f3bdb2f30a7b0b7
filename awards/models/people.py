"""Persons who are proposed and rewarded. Their history follows the person, whatever unit they work at."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.fields import FoldedField, VietnameseSortField
from accounts.models import User
from blocs.models import Authority, Unit
from blocs.scope import Dated, Scope

from ..querysets_people import PersonPlaceQuerySet, PersonQuerySet


class Person(models.Model):
    """A person of the register of one authority. ``code``: the number the office knows the person by, never an identity
    card number; ``birth_year`` tells namesakes apart."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="persons", verbose_name="cơ quan tổ chức")
    full_name = models.CharField("họ và tên", max_length=120)
    birth_year = models.PositiveSmallIntegerField(
        "năm sinh", null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    female = models.BooleanField("nữ", null=True, blank=True)
    code = models.CharField("mã cán bộ", max_length=30, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)
    sort_key = VietnameseSortField(source="full_name", person=True)
    search_text = FoldedField(sources=("full_name", "code"))

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "cá nhân"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "code"],
                condition=~Q(code=""),
                name="person_code_once",
                violation_error_message="Mã cán bộ này đã có.",
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


class PersonPlace(Dated):
    """Where a person works and as what, from one day to another (inclusive). ``is_leader`` and ``is_direct_worker`` are
    what the statistics ask (Thông tư 02/2023/TT-BNV)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="places", verbose_name="cá nhân")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="persons", verbose_name="đơn vị")
    position = models.CharField("chức vụ, vị trí việc làm", max_length=200, blank=True)
    is_leader = models.BooleanField("lãnh đạo, quản lý", default=False)
    is_direct_worker = models.BooleanField("trực tiếp công tác, lao động", default=False)

    objects = PersonPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi công tác"
        ordering = ["person", "-valid_from", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(is_leader=True, is_direct_worker=True),
                name="person_place_leader_or_worker",
                violation_error_message="Lãnh đạo, quản lý không đồng thời là người trực tiếp lao động.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.unit}"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.unit.authority_id, unit_id=self.unit_id)
