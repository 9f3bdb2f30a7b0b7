"""A registration of targets as one form, and what a unit asks about one target."""

from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from scoring.services.target_rows import TargetInput, TargetRow, planned_problem
from scoring.states import RequestKind

from .base import NumberField

PARTS = ("planned", "measure_unit", "source", "evidence_kind", "note", "off")


@dataclass(frozen=True)
class FormRow:
    """A row of the registration with its fields; `fields` is empty where nothing can be typed."""

    row: TargetRow
    fields: dict[str, BoundField]

    @property
    def errors(self) -> list[str]:
        return [str(error) for field in self.fields.values() for error in field.errors]

    @property
    def is_plain(self) -> bool:
        """Folded away: no target to give, nothing asked, nothing wrong."""
        return self.row.is_plain and not self.errors and not any(field.value() for field in self.fields.values())


class TargetsForm(forms.Form):
    """All criteria of a registration: a figure where one is needed, and whether the task is the unit's at all."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, rows: list[TargetRow], seen: int, open_ids: set[int], **kwargs) -> None:
        """``open_ids``: criteria whose row may be typed in (in a returned registration only the returned ones)."""
        super().__init__(*args, initial={"seen": seen}, **kwargs)
        self.target_rows, self.open_ids = rows, open_ids
        for row in rows:
            if row.criterion.pk in open_ids:
                self._add(row)

    def _add(self, row: TargetRow) -> None:
        key, said = row.criterion.pk, row.said
        name = row.criterion.code or row.criterion.title
        if row.needed:
            self.fields[f"planned-{key}"] = _number(f"Chỉ tiêu của tiêu chí {name}", said.planned)
            self.fields[f"measure_unit-{key}"] = _text(f"Đơn vị tính của tiêu chí {name}", 50, said.measure_unit)
            self.fields[f"source-{key}"] = _text(f"Căn cứ giao của tiêu chí {name}", 300, said.source)
            self.fields[f"evidence_kind-{key}"] = _text(f"Minh chứng của tiêu chí {name}", 200, said.evidence_kind)
            self.fields[f"evidence_kind-{key}"].widget.attrs["list"] = "minh-chung"
        self.fields[f"off-{key}"] = forms.BooleanField(
            label=f"Tiêu chí {name}: không được giao", required=False, initial=not said.assigned
        )
        self.fields[f"note-{key}"] = _text(f"Ghi chú, lý do của tiêu chí {name}", 1000, said.note)

    def clean(self) -> dict:
        data = super().clean()
        for row in self.target_rows:
            key = f"planned-{row.criterion.pk}"
            problem = planned_problem(row.criterion, data.get(key))
            if problem:
                self.add_error(key, problem)
        return data

    def values(self) -> dict[int, TargetInput]:
        """What was typed, by criterion id."""
        return {key: self._input(key) for key in self.open_ids}

    def _input(self, key: int) -> TargetInput:
        data = self.cleaned_data
        return TargetInput(
            planned=data.get(f"planned-{key}"),
            measure_unit=data.get(f"measure_unit-{key}", ""),
            source=data.get(f"source-{key}", ""),
            evidence_kind=data.get(f"evidence_kind-{key}", ""),
            note=data.get(f"note-{key}", ""),
            assigned=not data.get(f"off-{key}"),
        )

    def table(self) -> list[FormRow]:
        """The rows in order, each with its fields by what they hold."""
        return [FormRow(row, self._fields_of(row)) for row in self.target_rows]

    def _fields_of(self, row: TargetRow) -> dict[str, BoundField]:
        names = {part: f"{part}-{row.criterion.pk}" for part in PARTS}
        return {part: self[name] for part, name in names.items() if name in self.fields}


def _number(label: str, value) -> NumberField:
    field = NumberField(label=label, initial=value)
    field.widget.attrs.update({"class": "cell", "aria-label": label, "maxlength": 40})
    return field


def _text(label: str, length: int, value: str) -> forms.CharField:
    field = forms.CharField(label=label, max_length=length, required=False, initial=value)
    field.widget.attrs.update({"class": "cell text", "aria-label": label})
    return field


class AskForm(forms.Form):
    """What a unit asks about one line."""

    asks = forms.ChoiceField(label="Đề nghị", widget=forms.RadioSelect)
    planned = NumberField(label="Chỉ tiêu xin điều chỉnh", help_text="Chỉ nhập khi xin điều chỉnh chỉ tiêu.")
    reason = forms.CharField(
        label="Lý do", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), help_text="Văn bản giao, số liệu."
    )

    def __init__(self, *args, choices: list[RequestKind], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asks"].choices = [(kind.value, kind.label) for kind in choices]
        self.initial.setdefault("asks", choices[0].value)
        if RequestKind.NEW_TARGET not in choices:
            del self.fields["planned"]


class AnswerForm(forms.Form):
    """The bloc's answer to what a unit asks."""

    act = forms.ChoiceField(choices=[("grant", "Đồng ý"), ("refuse", "Không đồng ý")])
    note = forms.CharField(label="Lý do quyết định", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
