"""Filters of the audit trail."""

import datetime as dt

from django import forms

from reports.trail_words import EVENTS

_INPUT = "form-control form-control-sm"


class DayField(forms.DateField):
    """A day typed as dd/mm/yyyy within the years a trail can hold."""

    default_error_messages = {"invalid": "Hãy nhập ngày theo dạng 25/12/2026."}

    def clean(self, value):
        day = super().clean(value)
        if day is not None and not dt.date(1990, 1, 1) <= day <= dt.date(2100, 12, 31):
            raise forms.ValidationError("Năm từ 1990 đến 2100.", code="year")
        return day


def _day(label: str) -> DayField:
    return DayField(
        label=label, required=False, widget=forms.DateInput({"class": _INPUT, "size": 10, "placeholder": "dd/mm/yyyy"})
    )


class TrailFilter(forms.Form):
    tu = _day("Từ ngày")
    den = _day("Đến ngày")
    viec = forms.ChoiceField(
        label="Việc",
        required=False,
        widget=forms.Select({"class": "form-select form-select-sm"}),
        choices=[
            ("", "Tất cả"),
            *sorted(((event, label) for event, (label, _) in EVENTS.items()), key=lambda row: row[1]),
        ],
        error_messages={"invalid_choice": "Không có việc này trong danh sách."},
    )
    nguoi = forms.CharField(
        label="Người làm", required=False, max_length=100, widget=forms.TextInput({"class": _INPUT})
    )
