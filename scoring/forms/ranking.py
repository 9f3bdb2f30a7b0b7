"""What the meeting decided about units with equal results."""

from django import forms

from .base import SentenceForm

MOST_UNITS = 50


class TieForm(SentenceForm):
    """`unit` are the equal units, `place_<unit>` the place each was given among them."""

    unit = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={"required": "Chưa chọn các đơn vị.", "invalid_choice": "Danh sách đơn vị không hợp lệ."},
    )
    reason = forms.CharField(
        max_length=1000, error_messages={"required": "Ghi nội dung quyết định của hội nghị (biên bản số, ngày)."}
    )

    def __init__(self, data, **kwargs) -> None:
        super().__init__(data, **kwargs)
        named = [value for value in data.getlist("unit")[:MOST_UNITS] if value.isascii() and value.isdigit()]
        units = [int(value) for value in named if len(value) < 10]
        self.fields["unit"].choices = [(unit, unit) for unit in units]
        for unit in units:
            self.fields[f"place_{unit}"] = forms.IntegerField(
                min_value=1,
                max_value=MOST_UNITS,
                error_messages={"required": "Ghi thứ tự của từng đơn vị.", "invalid": "Thứ tự là số nguyên."},
            )

    def clean(self):
        data = super().clean()
        units = data.get("unit") or []
        places = [data.get(f"place_{unit}") for unit in units]
        if None not in places and len(set(places)) < len(places):
            raise forms.ValidationError("Mỗi đơn vị một thứ tự khác nhau.")
        return data

    def order(self) -> list[int]:
        return sorted(self.cleaned_data["unit"], key=lambda unit: self.cleaned_data[f"place_{unit}"])
