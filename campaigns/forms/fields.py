"""Fields shared by the forms of this room."""

from django import forms
from django.core.exceptions import ValidationError

from campaigns.rules import parse_typed, written
from campaigns.rules.typed import HELP
from campaigns.when import Precision, When


class WhenField(forms.CharField):
    """A date of any precision in one field; cleans to When."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("help_text", HELP)
        super().__init__(**kwargs)

    def clean(self, value) -> When:
        text = super().clean(value)
        try:
            return parse_typed(text)
        except ValueError as error:
            raise ValidationError(str(error), code="when") from error

    def prepare_value(self, value):
        return written(value) if isinstance(value, When) else value


def day_field(label: str, **kwargs) -> forms.DateField:
    """A whole date typed dd/mm/yyyy."""
    widget = forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "inputmode": "numeric"})
    errors = {"invalid": "Nhập ngày theo dạng dd/mm/yyyy."}
    return forms.DateField(label=label, widget=widget, error_messages=errors, **kwargs)


def optional_day(when: When, field: str) -> None:
    """A range can only begin with the same precision; kept simple: a day."""
    if when.precision not in (Precision.DAY, Precision.MONTH, Precision.NONE):
        raise ValidationError({field: "Nhập ngày dd/mm/yyyy hoặc tháng mm/yyyy."})
