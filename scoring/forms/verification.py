"""The bloc's word on lines of a sent sheet."""

from django import forms

from scoring.permissions import SheetReason
from scoring.states import SETTLING_STAGES

from .base import NumberField, SentenceForm

NOTE_LENGTH = 1000


class DecisionForm(SentenceForm):
    """The bloc's word on one line. `stage` is named only by who may speak at two."""

    act = forms.ChoiceField(choices=[("accept", "Chấp nhận"), ("change", "Thay đổi")])
    seen = forms.IntegerField(min_value=0, max_value=2**62, required=False)
    stage = forms.ChoiceField(choices=[(stage.value, stage.label) for stage in SETTLING_STAGES], required=False)
    points = NumberField(label="Điểm thẩm định")
    actual = NumberField(label="Kết quả")
    reason = forms.CharField(label="Lý do", required=False, max_length=NOTE_LENGTH)
    shown = forms.CharField(required=False, max_length=16)


class FinishForm(SentenceForm):
    reason = forms.CharField(label="Lý do", required=False, max_length=NOTE_LENGTH)


class ReturnForm(forms.Form):
    """The lines to give back, one reason for all, and `note_<line>` for single ones."""

    line = forms.TypedMultipleChoiceField(label="Tiêu chí trả lại", coerce=int, required=False)
    note = forms.CharField(label="Lý do trả lại", max_length=NOTE_LENGTH, required=False, widget=forms.Textarea)

    def __init__(self, *args, line_ids: list[int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [(pk, pk) for pk in line_ids]
        for pk in line_ids:
            self.fields[f"note_{pk}"] = forms.CharField(max_length=NOTE_LENGTH, required=False)

    def chosen(self) -> list[int]:
        return self.cleaned_data.get("line", [])

    def notes(self) -> dict[int, str]:
        """Reasons of single lines by id."""
        return {pk: self.cleaned_data[f"note_{pk}"] for pk in self.chosen() if self.cleaned_data.get(f"note_{pk}")}

    def problem(self) -> str:
        """Why nothing can be given back yet, in words; empty when it can."""
        if not self.is_valid():
            return "Hãy xem lại các tiêu chí đã chọn và lý do (tối đa 1000 ký tự)."
        if not self.chosen():
            return SheetReason.NOTHING_CHOSEN.label
        notes = self.notes()
        silent = not self.cleaned_data["note"].strip() and any(not notes.get(pk, "").strip() for pk in self.chosen())
        return "Hãy ghi lý do trả lại: một lý do chung, hoặc lý do riêng cho từng tiêu chí đã chọn." if silent else ""
