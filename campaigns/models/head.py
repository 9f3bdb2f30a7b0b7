"""The head, number, date and signature that every official paper has, as people edit them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from blocs.models import BlocYear


def day_and_month(name: str) -> list[models.CheckConstraint]:
    """The constraints of a concrete head; ``name`` begins their names."""
    return [
        models.CheckConstraint(
            condition=Q(day__isnull=True) | Q(day__range=(1, 31)),
            name=f"{name}_day",
            violation_error_message="Ngày từ 1 đến 31.",
        ),
        models.CheckConstraint(
            condition=Q(month__isnull=True) | Q(month__range=(1, 12)),
            name=f"{name}_month",
            violation_error_message="Tháng từ 1 đến 12.",
        ),
    ]


class PaperHead(models.Model):
    """Letterhead, number and date, title and signer; number, day and month may be blank (filled in by hand).

    Names, titles and place are what the paper prints: kept as typed, never derived from the unit tree afterwards.
    """

    family = models.CharField(
        "thể thức", max_length=6, choices=BlocYear.FormatFamily, default=BlocYear.FormatFamily.STATE
    )
    superior_line = models.CharField("cơ quan chủ quản", max_length=200, blank=True)
    issuer_lines = models.TextField("cơ quan ban hành", blank=True, help_text="Mỗi dòng một hàng")
    doc_type = models.CharField("tên loại văn bản", max_length=60, default="KẾ HOẠCH")
    number = models.CharField("số", max_length=20, blank=True)
    sign = models.CharField("ký hiệu", max_length=40, blank=True)
    place = models.CharField("địa danh", max_length=80, blank=True)
    day = models.PositiveSmallIntegerField("ngày", null=True, blank=True)
    month = models.PositiveSmallIntegerField("tháng", null=True, blank=True)
    year = models.PositiveSmallIntegerField("năm", validators=[MinValueValidator(1945), MaxValueValidator(2100)])
    draft_mark = models.CharField("dấu dự thảo", max_length=40, blank=True, help_text="Ví dụ: (Dự thảo)")
    subject = models.TextField("trích yếu")
    authority_line = models.CharField("thẩm quyền ký", max_length=120, blank=True, help_text="Ví dụ: TM. KHỐI THI ĐUA")
    capacity = models.CharField("quyền hạn trong khối", max_length=120, blank=True, help_text="Ví dụ: TRƯỞNG KHỐI")
    post = models.CharField("chức vụ tại cơ quan", max_length=120, blank=True)
    signer_name = models.CharField("người ký", max_length=120, blank=True)
    titles_below = models.TextField("chức danh dưới họ tên", blank=True, help_text="Mỗi dòng một chức danh")
    archive_line = models.CharField("dòng lưu", max_length=120, blank=True, help_text="Ví dụ: Lưu: VT, NC")
    drafter_initials = models.CharField("ký hiệu người soạn thảo", max_length=20, blank=True)

    class Meta:
        abstract = True


HEAD_FIELDS = frozenset(field.name for field in PaperHead._meta.local_fields)
