"""Fields and forms the forms of scoring share."""

from django import forms

from accounts.number_field import NumberField

__all__ = ["NumberField", "SentenceForm"]


class SentenceForm(forms.Form):
    """A form whose first complaint is said in one place."""

    def first_problem(self) -> str:
        return next(str(message) for messages in self.errors.values() for message in messages)
