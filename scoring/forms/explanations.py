"""The unit's answer to a changed score, and the verifier's to the unit."""

from typing import Any

from django import forms

from accounts.files import ACCEPTED
from scoring.models.explanations import TEXT_LENGTH
from scoring.states import Outcome, Stance

from .base import NumberField, SentenceForm


class AnswerForm(SentenceForm):
    """Agree, or explain with a text and perhaps a file: a new one or one of the unit's library."""

    stance = forms.ChoiceField(label="Ý kiến", choices=Stance.choices)
    text = forms.CharField(label="Nội dung giải trình", max_length=TEXT_LENGTH, required=False)
    file = forms.FileField(label="Tệp mới", required=False, max_length=4000)
    existing = forms.ModelChoiceField(queryset=None, label="Tệp trong kho", required=False)
    seen = forms.IntegerField(min_value=0, max_value=10_000, required=False)

    def __init__(self, *args, library, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["existing"].queryset = library

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("stance") == Stance.EXPLAIN and not data.get("text", "").strip() and "text" not in self.errors:
            self.add_error("text", "Hãy ghi nội dung giải trình.")
        return data


class OutcomeForm(SentenceForm):
    outcome = forms.ChoiceField(label="Kết quả", choices=Outcome.choices)
    reason = forms.CharField(label="Lý do", max_length=1000, required=False)
    points = NumberField(label="Điểm mới")
    actual = NumberField(label="Kết quả mới")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("outcome") in (Outcome.PARTLY, Outcome.REFUSED) and not data.get("reason", "").strip():
            self.add_error("reason", "Chấp nhận một phần hoặc không chấp nhận phải ghi lý do.")
        return data


def accepted_files() -> str:
    """The kinds of files for the browser's dialogue."""
    return ",".join(f".{extension}" for extension in ACCEPTED)
