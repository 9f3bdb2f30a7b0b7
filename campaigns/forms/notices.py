"""A bloc notice as a form, and the moment it leaves."""

import datetime as dt

from django import forms

from blocs.models import Unit
from campaigns.models import Deadline, Notice
from campaigns.when import ZONE

from .fields import day_field


class NoticeForm(forms.Form):
    title = forms.CharField(label="Tiêu đề", max_length=200, widget=forms.TextInput(attrs={"class": "form-control"}))
    body = forms.CharField(
        label="Nội dung", max_length=5000, widget=forms.Textarea(attrs={"rows": 8, "class": "form-control"})
    )
    deadline = forms.ModelChoiceField(
        Deadline.objects.none(),
        label="Về mốc thời hạn",
        required=False,
        empty_label="– Không gắn với mốc nào –",
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="Gửi đến", error_messages={"required": "Hãy chọn ít nhất một đơn vị."}
    )
    to_staff = forms.BooleanField(label="chuyên viên", required=False, initial=True)
    to_head = forms.BooleanField(label="thủ trưởng", required=False, initial=True)
    urgent = forms.BooleanField(label="Khẩn: gửi ngay, kể cả ngoài giờ và qua tin nhắn nếu đã nối cổng", required=False)

    def __init__(self, *args, campaign, units: list[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deadline"].queryset = Deadline.objects.filter(campaign=campaign).order_by("last_day", "pk")
        self.choices = units
        self.fields["units"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        for name in self.errors if self.is_bound else ():
            if "class" in self.fields[name].widget.attrs:
                self.fields[name].widget.attrs["class"] += " is-invalid"

    @staticmethod
    def initial_of(notice: Notice) -> dict:
        names = ("title", "body", "deadline", "to_staff", "to_head", "urgent")
        return {name: getattr(notice, name) for name in names} | {"units": list(notice.units.all())}

    @property
    def chosen(self) -> set[int]:
        """Units that are ticked: everybody at first, then what was typed."""
        if self.is_bound:
            return {int(key) for key in self.data.getlist("units") if key.isascii() and key.isdecimal()}
        given = self.initial.get("units")
        return {unit.pk for unit in (self.choices if given is None else given)}

    def clean(self):
        data = super().clean()
        if not (data.get("to_staff") or data.get("to_head")):
            self.add_error("to_staff", "Hãy chọn người nhận: chuyên viên, thủ trưởng hoặc cả hai.")
        return data

    def values(self) -> dict:
        """What the services take."""
        return self.cleaned_data | {"units": list(self.cleaned_data["units"])}


class ReleaseForm(forms.Form):
    version = forms.IntegerField(min_value=1)
    day = day_field("Gửi ngày", required=False)
    time = forms.TimeField(label="lúc", required=False, error_messages={"invalid": "Nhập giờ theo dạng 08:30."})

    def clean(self):
        data = super().clean()
        if bool(data.get("day")) != bool(data.get("time")) and not self.errors:
            self.add_error("day" if data.get("time") else "time", "Hãy nhập cả ngày và giờ, hoặc để trống cả hai.")
        return data

    @property
    def leaves_at(self) -> dt.datetime | None:
        day, time = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        return dt.datetime.combine(day, time, tzinfo=ZONE) if day and time else None
