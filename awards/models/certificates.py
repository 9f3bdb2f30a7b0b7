"""Certificates: the stock they are printed on, and the number each one carries in the register."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.models import Authority
from blocs.scope import Scope

from ..querysets_acts import PrintQuerySet, StockQuerySet
from .awards import AwardRecord, AwardType, Decision

_SIDE = (MinValueValidator(50), MaxValueValidator(600))


class CertificateStock(models.Model):
    """Paper certificates are printed on, in millimetres, with the place of each text.

    ``places``: {field: {x, y, width, size, align}}: left edge of the text's box and baseline of its first line from the
    top left corner in mm, width in mm, size in points (``awards.rules.certificates``). ``preprinted``: the stock carries
    frame, emblem and fixed words already, so only the texts are printed; without it a plain frame and a QR are added.
    """

    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="certificate_stocks", verbose_name="cơ quan tổ chức"
    )
    name = models.CharField("tên phôi", max_length=120)
    award_type = models.ForeignKey(
        AwardType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dùng cho danh hiệu, hình thức",
        help_text="Để trống khi dùng cho mọi danh hiệu, hình thức.",
    )
    width_mm = models.PositiveSmallIntegerField("chiều rộng (mm)", default=297, validators=_SIDE)
    height_mm = models.PositiveSmallIntegerField("chiều cao (mm)", default=210, validators=_SIDE)
    preprinted = models.BooleanField("phôi in sẵn khung, quốc hiệu", default=True)
    signer_title = models.CharField("chức danh người ký", max_length=120, blank=True)
    place_name = models.CharField("địa danh", max_length=80, blank=True)
    achievement = models.CharField(
        "câu về thành tích",
        max_length=300,
        blank=True,
        default="Đã có thành tích xuất sắc trong phong trào thi đua năm {năm}",
        help_text="{năm} được thay bằng năm của thành tích.",
    )
    places = models.JSONField("vị trí các dòng chữ", default=dict)
    is_closed = models.BooleanField("không dùng nữa", default=False)
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người sửa")
    at = models.DateTimeField("sửa lúc", default=now)

    objects = StockQuerySet.as_manager()

    class Meta:
        verbose_name = "phôi bằng"
        ordering = ["authority", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name"],
                condition=Q(is_closed=False),
                name="certificate_stock_name_once",
                violation_error_message="Đã có phôi mang tên này.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


class Certificate(WrittenOnce):
    """The entry of a record in the register of certificates: number of the year, and the code anybody can check."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="certificates", verbose_name="cơ quan")
    record = models.OneToOneField(AwardRecord, models.PROTECT, related_name="certificate", verbose_name="khen thưởng")
    year = models.PositiveSmallIntegerField("năm sổ")
    number = models.PositiveIntegerField("số vào sổ")
    code = models.CharField("mã tra cứu", max_length=12, unique=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người vào sổ")
    at = models.DateTimeField("vào sổ lúc", default=now)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "bằng, giấy đã vào sổ"
        ordering = ["authority", "-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "year", "number"],
                name="certificate_number_once",
                violation_error_message="Số vào sổ này đã dùng.",
            )
        ]

    def __str__(self) -> str:
        return f"Số {self.number}/{self.year}"

    def access_scope(self) -> Scope:
        return self.record.access_scope()


class CertificatePrint(WrittenOnce):
    """Certificates of a decision sent to be printed on one stock: by whom and when, and which."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="certificate_prints", verbose_name="quyết định")
    stock = models.ForeignKey(CertificateStock, models.PROTECT, related_name="prints", verbose_name="phôi")
    certificates = models.JSONField("các bằng", default=list)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người in")
    at = models.DateTimeField("in lúc", default=now)

    objects = PrintQuerySet.as_manager()

    class Meta:
        verbose_name = "lần in bằng"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"In bằng theo {self.decision}"

    def access_scope(self) -> Scope:
        return self.decision.access_scope()
