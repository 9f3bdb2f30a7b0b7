"""What became of authorities and blocs, by which paper, and what of the past counts for whoever goes on."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.clock import today
from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.querysets_lineage import ReorganisationQuerySet
from blocs.scope import Scope

from .units import Authority, Change


def paper_path(reorganisation: "Reorganisation", filename: str) -> str:
    """A path that tells nothing and takes nothing from what the person typed."""
    return f"reorganisations/{uuid.uuid4().hex}"


class Reorganisation(WrittenOnce):
    """One change of units or of authorities by one paper. ``changes`` keeps what was closed and opened with it, by ids,
    so that a correcting record can put exactly that back."""

    class Kind(models.TextChoices):
        MERGE = "merge", "Sáp nhập"
        SPLIT = "split", "Chia tách"
        SUCCEED = "succeed", "Kế thừa (một thành một)"
        RENAME = "rename", "Đổi tên"
        DISSOLVE = "dissolve", "Giải thể, không có nơi kế thừa"

    class Of(models.TextChoices):
        UNIT = "unit", "Đơn vị"
        AUTHORITY = "authority", "Cơ quan tổ chức phong trào"

    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="reorganisations", verbose_name="cơ quan tổ chức"
    )
    of = models.CharField("sắp xếp", max_length=9, choices=Of)
    kind = models.CharField("hình thức", max_length=8, choices=Kind)
    on = models.DateField("có hiệu lực từ ngày")
    number = models.CharField("số, ký hiệu văn bản", max_length=60, blank=True)
    date = models.DateField("ngày văn bản", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    about = models.CharField("trích yếu", max_length=300, blank=True)
    unconfirmed = models.BooleanField("văn bản cần xác nhận", default=False)
    file = models.FileField("tệp văn bản", upload_to=paper_path, max_length=200, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    file_sha256 = models.CharField("mã kiểm tra", max_length=64, blank=True)
    # Ids of all that were and of all that go on, one that stays what it is among both.
    before = models.JSONField(default=list)
    after = models.JSONField(default=list, blank=True)
    words = models.CharField("nội dung", max_length=1000)
    changes = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    at = models.DateTimeField("ghi lúc")

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "việc sắp xếp tổ chức"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.words

    @property
    def paper(self) -> str:
        """The paper in words: number, date, issuer; empty when nothing is known of it."""
        day = f"ngày {self.date:%d/%m/%Y}" if self.date else ""
        issuer = f"của {self.issuer}" if self.issuer else ""
        return " ".join(part for part in (self.number, day, issuer) if part)

    @property
    def is_ahead(self) -> bool:
        """Recorded before its day: nothing has changed yet."""
        return self.on > today()

    @property
    def is_corrected(self) -> bool:
        return hasattr(self, "correction")

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


class ReorganisationCorrection(WrittenOnce):
    """The record that takes a reorganisation entered by mistake back; the reorganisation itself stays readable."""

    reorganisation = models.OneToOneField(Reorganisation, models.PROTECT, related_name="correction")
    reason = models.CharField("lý do", max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    at = models.DateTimeField("ghi lúc")

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "đính chính việc sắp xếp"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Đính chính: {self.reorganisation}"

    def access_scope(self) -> Scope:
        return self.reorganisation.access_scope()


class AuthorityLineage(models.Model):
    """An authority that became (part of) another on a day. Its blocs, criteria and templates stay its own.

    ``main``: the one that goes on with its work; ``reads_past``: its standing office may read what was done before.
    """

    predecessor = models.ForeignKey(Authority, models.PROTECT, related_name="successions", verbose_name="cơ quan trước")
    successor = models.ForeignKey(Authority, models.PROTECT, related_name="origins", verbose_name="cơ quan sau")
    kind = models.CharField("hình thức", max_length=8, choices=Change)
    on = models.DateField("từ ngày")
    main = models.BooleanField("tiếp nhận công việc", default=True)
    reads_past = models.BooleanField("được xem hồ sơ trước đây", default=True)
    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="authority_rows")
    undone = models.BooleanField("đã đính chính", default=False)

    class Meta:
        verbose_name = "quá trình sắp xếp cơ quan"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], condition=Q(undone=False), name="authority_lineage_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="authority_lineage_two",
                violation_error_message="Cơ quan trước và cơ quan sau phải khác nhau.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class BlocLineage(WrittenOnce):
    """A bloc that goes on from one of another authority or of another name: their years make one series."""

    predecessor = models.ForeignKey("blocs.Bloc", models.PROTECT, related_name="successions", verbose_name="khối trước")
    successor = models.ForeignKey("blocs.Bloc", models.PROTECT, related_name="origins", verbose_name="khối sau")
    source = models.CharField("căn cứ", max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "khối nối tiếp"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="bloc_lineage_once",
                violation_error_message="Hai khối này đã được nối.",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="bloc_lineage_two",
                violation_error_message="Khối trước và khối sau phải khác nhau.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class HistoryPolicy(WrittenOnce):
    """Who inherits what was won before, by the kind of change: the newest row of an authority and a kind counts."""

    class Rule(models.TextChoices):
        ALL = "all", "Tính cho mọi đơn vị kế thừa"
        MAIN = "main", "Chỉ tính cho đơn vị tiếp nhận chính"
        SHOWN = "shown", "Hiển thị, không tự tính"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="history_policies")
    kind = models.CharField("hình thức", max_length=8, choices=Change)
    rule = models.CharField("cách tính", max_length=5, choices=Rule)
    source = models.CharField("căn cứ", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "cách tính thành tích khi sắp xếp"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_rule_display()}"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)
