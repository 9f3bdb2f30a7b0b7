"""Skipping a duty officially."""

from django import forms

from blocs.models import Unit


class WaiverForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label="– Chọn đơn vị –")
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: đơn vị mới vào khối từ tháng 9. Lý do hiện trên bảng theo dõi của khối.",
    )

    def __init__(self, *args, units: list[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
