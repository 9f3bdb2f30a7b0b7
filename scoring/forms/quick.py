"""One figure with its photo, written down on the spot."""

from django import forms

from accounts import clock
from accounts.number_field import NumberField
from campaigns.forms.fields import day_field

from .base import SentenceForm

PHOTOS = "image/jpeg,image/png"


class QuickForm(SentenceForm):
    target = forms.IntegerField(
        label="Chỉ tiêu",
        min_value=1,
        max_value=2**63 - 1,
        error_messages={"required": "Hãy chọn chỉ tiêu.", "invalid": "Hãy chọn chỉ tiêu."},
    )
    value = NumberField(label="Kết quả đến nay (lũy kế từ đầu năm)", required=True)
    as_of = day_field("Tính đến hết ngày")
    photo = forms.FileField(
        label="Ảnh minh chứng (không bắt buộc)",
        required=False,
        max_length=4000,
        widget=forms.FileInput(attrs={"accept": PHOTOS}),
    )
    note = forms.CharField(
        label="Ghi chú (không bắt buộc)", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("as_of", clock.today())
