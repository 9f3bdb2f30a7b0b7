"""Shape and messages of what people type about awards."""

import datetime as dt

from crispy_forms.helper import FormHelper
from django import forms

from accounts import clock

from .models import Nomination
from .states import AwardKind


class AwardTypeChoices(forms.models.ModelChoiceIterator):
    """Titles and forms of reward in two named groups, never one mixed list."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        rows = list(self.queryset)
        for kind in AwardKind:
            yield (kind.label, [self.choice(row) for row in rows if row.kind == kind])


class AwardTypeField(forms.ModelChoiceField):
    iterator = AwardTypeChoices


class PlainForm(forms.Form):
    """A form without its own <form> tag: the page supplies it, with buttons and the error summary."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class ReasonForm(PlainForm):
    reason = forms.CharField(
        label="Lý do",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Hãy ghi rõ lý do."},
    )


class SignatureForm(PlainForm):
    """Number, date, issuer, signer and scan of a signed decision."""

    number = forms.CharField(label="Số, ký hiệu quyết định", max_length=60, help_text="Ví dụ: 512/QĐ-UBND")
    date = forms.DateField(
        label="Ngày ký", widget=forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy"})
    )
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200)
    signer = forms.CharField(label="Người ký", max_length=120)
    file = forms.FileField(label="Bản quét (PDF)", required=False, max_length=255)

    def clean_number(self) -> str:
        return self.cleaned_data["number"].strip()

    def clean_date(self) -> dt.date:
        return past_day(self.cleaned_data["date"])


def past_day(day: dt.date) -> dt.date:
    """A signed paper is not dated in the future, nor before the present regime of rewards."""
    if not dt.date(1945, 9, 2) <= day <= clock.today():
        raise forms.ValidationError("Ngày ký phải từ 02/9/1945 đến hôm nay.")
    return day


def nomination_words(row: Nomination) -> str:
    """What a decision would give to whom, the unit named once; beside it what was proposed, where that was another."""
    whom = row.subject if row.subject == row.unit.name else f"{row.subject} ({row.unit})"
    words = f"{row.final_type} – {whom}"
    return words if row.final_type == row.award_type else f"{words}; đề nghị: {row.award_type}"


def whole_number(text: str | None) -> int | None:
    """A number from the address bar, or None when it is none that a database could hold."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
