"""What one line of a sheet sends."""

from django import forms

from scoring.rules import Inputs
from scoring.services import CellValues

from .base import NumberField, SentenceForm

CELL_LABELS = {
    "value": "Tự chấm",
    "actual": "Kết quả",
    "count": "Số lượng",
    "days": "Số ngày trễ",
    "achieved": "Đạt / không đạt",
}


class CellForm(SentenceForm):
    """What one line of a sheet sends. Which of the fields its kind asks for is known behind the lock: the service drops
    the others."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    note = forms.CharField(required=False, max_length=2000)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, label in CELL_LABELS.items():
            self.fields[name] = _achieved_field() if name == "achieved" else NumberField(label=label)

    def values(self) -> CellValues:
        given = {name: self.cleaned_data[name] for name in CELL_LABELS}
        return CellValues(Inputs(**given), self.cleaned_data["note"])


def _achieved_field() -> forms.TypedChoiceField:
    words = {"yes": True, "no": False, "": None}
    return forms.TypedChoiceField(
        label=CELL_LABELS["achieved"],
        choices=[("", "–"), ("yes", "Đạt"), ("no", "Không đạt")],
        coerce=words.get,
        empty_value=None,
        required=False,
    )


class SheetFileForm(forms.Form):
    file = forms.FileField(
        label="Tệp phiếu đã nhập",
        max_length=4000,
        help_text="Tệp .xlsx đã tải về từ trang phiếu này, tối đa 1 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
