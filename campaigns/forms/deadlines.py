"""Deadlines, extensions, and the small forms beside them."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError

from blocs.models import Unit
from campaigns.models import Campaign, Deadline, Phase
from campaigns.when import DueRule

from .fields import WhenField, day_field, optional_day

_COLUMNS = [
    "title",
    "kind",
    "owes",
    "phase",
    "rule",
    "every_year",
    "to_leader",
    "to_deputy",
    "to_board",
    "to_council",
    "to_members",
    "to_others",
    "words",
    "place",
    "host",
    "note",
]


def _layout() -> Layout:
    return Layout(
        "title",
        Row(Column("kind"), Column("owes")),
        Row(Column("when"), Column("rule")),
        Fieldset(
            "Nơi nhận",
            Row(Column("to_leader", "to_deputy", "to_members"), Column("to_board", "to_council")),
            "to_others",
        ),
        Row(Column("phase"), Column("every_year")),
        Fieldset("Nếu văn bản ghi khác thường", Row(Column("or_when"), Column("starts")), "words"),
        Fieldset("Nếu là hội nghị, lễ ký", Row(Column("place"), Column("host"))),
        "note",
    )


class DeadlineForm(forms.ModelForm):
    """One deadline; the time is typed with the precision the document gives."""

    when = WhenField(label="Thời hạn")
    or_when = WhenField(
        label="Hoặc thời điểm khác", help_text="Chỉ khi văn bản cho hai khả năng; tính hạn theo mốc muộn."
    )
    starts = WhenField(
        label="Bắt đầu từ", help_text="Chỉ khi văn bản ghi một khoảng thời gian: dd/mm/yyyy hoặc mm/yyyy."
    )

    class Meta:
        model = Deadline
        fields = _COLUMNS
        widgets = {"rule": forms.RadioSelect, "note": forms.TextInput}
        help_texts = {
            "rule": "«Trước ngày 20/12»: ngày 19/12 là ngày cuối đúng hạn. «Chậm nhất ngày 20/12»: ngày 20/12 vẫn đúng hạn.",
            "words": "Chép đúng cách ghi của văn bản nếu khác thường. Ví dụ: cuối năm 2019 hoặc đầu năm 2020.",
        }

    def __init__(self, *args, campaign: Campaign, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].queryset = Phase.objects.filter(campaign=campaign)
        self.fields["rule"].choices = DueRule.choices
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = _layout()
        if self.instance.pk:
            self.initial["when"], self.initial["or_when"] = self.instance.when, self.instance.or_when
            self.initial["starts"] = f"{self.instance.starts:%d/%m/%Y}" if self.instance.starts else ""

    def _post_clean(self) -> None:
        """The service validates the whole row."""

    def clean(self):
        data = super().clean()
        starts = data.get("starts")
        if starts is not None:
            try:
                optional_day(starts, "starts")
            except ValidationError as error:
                self.add_error(None, error)
        return data

    def values(self) -> dict:
        """What the service takes."""
        data = {name: self.cleaned_data[name] for name in _COLUMNS}
        when, other, starts = (self.cleaned_data[name] for name in ("when", "or_when", "starts"))
        return data | {
            "precision": when.precision,
            "value": when.value,
            "or_precision": other.precision,
            "or_value": other.value,
            "starts": starts.value,
        }

    # errors of columns that people type through the fields above
    SHOWN_AT = {"value": "when", "precision": "when", "or_value": "or_when", "or_precision": "or_when"}


class ExtensionForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label="– Chọn đơn vị –")
    last_day = day_field("Gia hạn đến hết ngày")
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, units: list[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])


class OpenYearForm(forms.Form):
    year = forms.IntegerField(label="Năm", min_value=1990, max_value=2100)


class DoneForm(forms.Form):
    on = day_field("Đã thực hiện ngày", required=False)
