"""What makes a nomination a file: who writes it, for which achievement, what was returned, what was agreed, its clock."""

from django.core.validators import MaxLengthValidator
from django.db import models

from accounts.models import User
from campaigns.models import Campaign

from ..states_files import Desk, Origin

_LONG = [MaxLengthValidator(20_000)]


class FileColumns(models.Model):
    """``returned_from`` and ``open_parts``: while it is returned, by whom and which parts may be corrected.
    ``award_type`` is what is proposed, ``agreed_type`` what the board agreed to. ``due_on``: the last working day of the
    time for processing, moved on by every pause; ``paused_since``: the clock stands since that day. ``consult_days``:
    working days of public consultation the rule of the day of sending asks for; ``consult_until``: its last day."""

    origin = models.CharField("bên lập hồ sơ", max_length=5, choices=Origin, default=Origin.BLOC)
    background = models.TextField("sơ lược đặc điểm, tình hình", blank=True, validators=_LONG)
    measures = models.TextField("biện pháp, nguyên nhân đạt thành tích", blank=True, validators=_LONG)
    from_day = models.DateField("lập thành tích từ ngày", null=True, blank=True)
    to_day = models.DateField("đến ngày", null=True, blank=True)
    movement = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="phong trào, chuyên đề"
    )
    occasion = models.CharField("vụ việc, sự kiện", max_length=300, blank=True)
    returned_from = models.CharField("bên trả lại", max_length=5, choices=Desk, blank=True)
    open_parts = models.JSONField("phần được sửa", default=list, blank=True)
    bloc_word = models.TextField("ý kiến của khối", blank=True, validators=_LONG)
    received_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_type = models.ForeignKey(
        "awards.AwardType",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="danh hiệu, hình thức được đồng ý",
    )
    passed_up_to = models.CharField("trình cấp", max_length=200, blank=True)
    due_on = models.DateField("hạn giải quyết", null=True, blank=True)
    paused_since = models.DateField("tạm dừng tính thời hạn từ ngày", null=True, blank=True)
    consult_days = models.PositiveSmallIntegerField("số ngày làm việc lấy ý kiến công khai", default=0)
    consult_until = models.DateField("lấy ý kiến công khai đến hết ngày", null=True, blank=True)

    class Meta:
        abstract = True
