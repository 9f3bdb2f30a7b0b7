"""The day up to which a statistical form counts."""

from django import forms

from reports.forms.trail import DayField


class DayFilter(forms.Form):
    ngay = DayField(
        label="Số liệu đến hết ngày",
        required=False,
        widget=forms.DateInput({"class": "form-control form-control-sm", "size": 10, "placeholder": "dd/mm/yyyy"}),
    )
