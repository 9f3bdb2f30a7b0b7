"""Entering decided events."""

from typing import Any

from django import forms

from scoring.models import MeritEvent
from scoring.services.events import EventValues, Level
from scoring.states import EventKind


class EventForm(forms.ModelForm):
    level = forms.ChoiceField(label="Loại và mức")
    units = forms.TypedMultipleChoiceField(
        label="Đơn vị",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Một quyết định cho nhiều đơn vị thì chọn tất cả.",
        error_messages={"required": "Chọn ít nhất một đơn vị."},
    )

    class Meta:
        model = MeritEvent
        fields = ["level", "title", "result_key", "number", "decided_on", "issuer", "self_declared", "units"]
        widgets = {"decided_on": forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "31/12/2026"})}

    def __init__(self, *args, units, levels: list[Level], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = [(unit.pk, str(unit)) for unit in units]
        named = [(level.key, f"{EventKind(level.kind).label} – {level.name} ({level.points} điểm)") for level in levels]
        self.fields["level"].choices = [
            ("", "– Chọn –"),
            *named,
            (EventKind.DISCIPLINE, "Kỷ luật, vi phạm (không tính điểm, dùng làm điều kiện xét)"),
        ]
        self.fields["decided_on"].label = "Ngày quyết định"

    def _post_clean(self) -> None:
        """The row is made by the service, one for each unit; it is checked there."""

    def clean_decided_on(self):
        day = self.cleaned_data["decided_on"]
        if not 1990 <= day.year <= 2100:
            raise forms.ValidationError("Năm của ngày quyết định không hợp lệ.")
        return day

    def values(self) -> EventValues:
        data: dict[str, Any] = self.cleaned_data
        kind, _, rest = data["level"].partition("|")
        register, _, level = rest.partition("|")
        said = {name: data[name].strip() for name in ("title", "result_key", "number", "issuer")}
        return EventValues(
            kind=kind,
            register=register,
            level=level,
            decided_on=data["decided_on"],
            self_declared=data["self_declared"],
            **said,
        )
