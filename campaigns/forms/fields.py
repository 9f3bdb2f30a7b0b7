"""Fields shared by the forms of this room."""

import re
from decimal import Decimal

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


class DongField(forms.DecimalField):
    """Whole đồng, typed and shown the Vietnamese way: «60.000.000», also with spaces, commas or nothing between."""

    _GROUPED = re.compile(r"[0-9]{1,3}([.,\s])[0-9]{3}(?:\1[0-9]{3})*")

    def __init__(self, **kwargs) -> None:
        said = "Ghi số tiền tròn đồng, ví dụ 60.000.000."
        errors = {"invalid": said, "max_decimal_places": said, "min_value": "Số tiền không thể âm."}
        limits = {"min_value": 0, "max_value": 10**15 - 1, "decimal_places": 0}
        super().__init__(widget=forms.TextInput, error_messages=errors, **limits, **kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def to_python(self, value):
        words = str(value or "").strip().removesuffix("đồng").removesuffix("đ").strip()
        if self._GROUPED.fullmatch(words):
            words = re.sub(r"[.,\s]", "", words)
        if not re.fullmatch(r"-?[0-9]*", words):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(words)

    def prepare_value(self, value):
        return f"{value:,.0f}".replace(",", ".") if isinstance(value, Decimal) else value
