"""The office calendar, and the list of times the system was down."""

import datetime as dt

from django import forms

from campaigns.when import ZONE

from .fields import day_field


class OfficeDayForm(forms.Form):
    day = day_field("Ngày")
    working = forms.TypedChoiceField(
        label="Ngày này",
        choices=[("0", "nghỉ"), ("1", "làm việc (làm bù)")],
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
        initial="0",
    )
    name = forms.CharField(label="Tên ngày", max_length=200, help_text="Ví dụ: Nghỉ bù Quốc khánh")
    source = forms.CharField(
        label="Căn cứ", max_length=200, help_text="Số, ngày văn bản quyết định ngày nghỉ hoặc ngày làm bù"
    )


def _moment(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"placeholder": "hh:mm dd/mm/yyyy"}, format="%H:%M %d/%m/%Y")
    return forms.DateTimeField(
        label=label,
        widget=widget,
        input_formats=["%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M"],
        error_messages={"invalid": "Nhập giờ và ngày theo dạng hh:mm dd/mm/yyyy."},
    )


class OutageForm(forms.Form):
    started_at = _moment("Ngừng từ")
    ended_at = _moment("Đến")
    what = forms.CharField(label="Việc gì đã xảy ra", max_length=300)

    def clean(self):
        data = super().clean()
        moments: list[dt.datetime] = [
            data[name].astimezone(ZONE) for name in ("started_at", "ended_at") if name in data
        ]
        if len(moments) == 2 and moments[1] <= moments[0]:
            self.add_error("ended_at", "Thời điểm chạy lại phải sau thời điểm ngừng.")
        return data
