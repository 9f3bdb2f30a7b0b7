"""One condition of a rule, typed without knowing its structure: the fields come from the predicate."""

from typing import Any

from django import forms

from .forms_rules import VersionedForm, award_choices, checked_field, percent_field, plain, status_field
from .rules.predicates import PREDICATES, Arg


def _label(text: str) -> str:
    return text[0].upper() + text[1:]


def _field(arg: Arg) -> forms.Field:
    label, required = _label(arg.label), arg.required
    match arg.kind:
        case "whole":
            return forms.IntegerField(label=label, required=required, min_value=arg.low, max_value=arg.high)
        case "percent":
            return percent_field(label, required=required)
        case "yes":
            return forms.BooleanField(label=label, required=False)
        case "one":
            return forms.ChoiceField(label=label, required=required, choices=[("", "– Chọn –"), *arg.choices.items()])
        case "many":
            choices, widget = list(arg.choices.items()), forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(label=label, required=required, choices=choices, widget=widget)
        case "award":
            return forms.ChoiceField(label=label, required=required, choices=award_choices())
    return forms.CharField(label=label, required=required, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ConditionForm(VersionedForm):
    """``predicate``: a key of ``PREDICATES``; ``node``: what stands there now."""

    def __init__(self, *args, predicate: str, node: dict[str, Any] | None = None, **kwargs) -> None:
        self.predicate = predicate
        super().__init__(*args, **kwargs)
        for name, arg in PREDICATES[predicate].args.items():
            self.fields[f"a_{name}"] = _field(arg)
        self.fields["clause"] = forms.CharField(label="Điều khoản", max_length=300)
        self.fields["status"] = status_field()
        self.fields["note"] = forms.CharField(label="Ghi chú", max_length=500, required=False)
        self.fields["checked"] = checked_field()
        for name, value in (node or {}).items():
            key = name if name in ("clause", "status", "note") else f"a_{name}"
            if key in self.fields:
                self.fields[key].initial = value

    def node(self) -> dict[str, Any]:
        """The condition as data; what was left empty is left out."""
        data, args = self.cleaned_data, PREDICATES[self.predicate].args
        values = {name: self._value(arg, data[f"a_{name}"]) for name, arg in args.items()}
        kept = {name: value for name, value in values.items() if value not in (None, "", [], False)}
        found = {"p": self.predicate, **kept, "clause": data["clause"], "status": data["status"]}
        return found | ({"note": data["note"]} if data["note"] else {})

    @staticmethod
    def _value(arg: Arg, value: Any) -> Any:
        return plain(value) if arg.kind == "percent" else value
