"""The form field people type a number in."""

from django import forms

from .numbers import BadNumber, parse_typed, say


class NumberField(forms.CharField):
    """A number as Vietnamese people write it (7,5 or 7.5); an empty field is None."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("required", False)
        super().__init__(max_length=60, **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        try:
            number = parse_typed(str(value or ""))
        except BadNumber as problem:
            raise forms.ValidationError(str(problem)) from None
        if number is None and self.required:
            raise forms.ValidationError("Hãy nhập số.")
        return number

    def validate(self, value):
        """Emptiness was judged in `to_python`."""

    def run_validators(self, value):
        """Length and NUL rules are for text; `to_python` admits digits only."""

    def prepare_value(self, value):
        return say(value) if hasattr(value, "as_tuple") else value
