"""Shape and messages of what people type about awards."""

import datetime as dt

from crispy_forms.helper import FormHelper
from django import forms

from accounts import clock
from accounts.forms import RowsField
from blocs.models import Unit
from campaigns.models import Campaign
from scoring.models import RankingRow
from scoring.states import RankingState

from .models import AwardType, Nomination
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


class NominationForm(PlainForm):
    """One proposal inside one campaign; every choice is limited to that campaign."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label="Chọn đơn vị")
    award_type = AwardTypeField(
        AwardType.objects.none(), label="Danh hiệu hoặc hình thức khen thưởng", empty_label="Chọn"
    )
    subject = forms.CharField(
        label="Tập thể, cá nhân được đề nghị",
        max_length=200,
        required=False,
        help_text="Để trống khi đề nghị cho cả đơn vị.",
    )
    ranking_row = forms.ModelChoiceField(
        RankingRow.objects.none(),
        label="Kết quả xếp hạng làm căn cứ",
        required=False,
        empty_label="Không gắn kết quả xếp hạng",
    )
    achievement = forms.CharField(label="Tóm tắt thành tích", max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, campaign: Campaign, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(memberships__bloc_year_id=campaign.bloc_year_id)
        self.fields["unit"].queryset = units.distinct().order_by("sort_key", "pk")
        self.fields["award_type"].queryset = AwardType.objects.valid_on(clock.today())
        rows = RankingRow.objects.filter(ranking__campaign=campaign, ranking__state=RankingState.FINAL)
        self.fields["ranking_row"].queryset = rows.select_related("ranking").order_by("-ranking__version", "rank")

    def clean(self):
        row, unit = self.cleaned_data.get("ranking_row"), self.cleaned_data.get("unit")
        if row and unit and row.unit_id != unit.pk:
            self.add_error("ranking_row", "Kết quả xếp hạng này là của đơn vị khác.")

    @staticmethod
    def initial_of(nomination: Nomination) -> dict:
        names = ("unit", "award_type", "subject", "ranking_row", "achievement", "version")
        return {name: getattr(nomination, name) for name in names}


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
    date = forms.DateField(label="Ngày ký", widget=forms.TextInput(attrs={"placeholder": "dd/mm/yyyy"}))
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
    """What is proposed for whom, the unit named once."""
    return str(row) if row.subject == row.unit.name else f"{row} ({row.unit})"


class DecisionForm(SignatureForm):
    nominations = RowsField(
        Nomination.objects.none(),
        label="Các đề nghị được khen thưởng",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một đề nghị."},
    )
    field_order = ["nominations", "number", "date", "issuer", "signer", "file"]

    def __init__(self, *args, nominations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nominations"].queryset = nominations
        self.fields["nominations"].label_from_instance = nomination_words


class RecordForm(SignatureForm):
    """One award of a decision that was not nominated here."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label="Chọn đơn vị")
    award_type = AwardTypeField(
        AwardType.objects.all(), label="Danh hiệu hoặc hình thức khen thưởng", empty_label="Chọn"
    )
    subject = forms.CharField(
        label="Tập thể, cá nhân", max_length=200, required=False, help_text="Để trống khi khen thưởng cả đơn vị."
    )
    year = forms.IntegerField(label="Thành tích của năm", min_value=1945, max_value=2100)
    field_order = ["unit", "award_type", "subject", "year", "number", "date", "issuer", "signer", "file"]

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class RevocationForm(PlainForm):
    number = forms.CharField(label="Số quyết định hủy bỏ", max_length=60)
    date = forms.DateField(label="Ngày ký", widget=forms.TextInput(attrs={"placeholder": "dd/mm/yyyy"}))
    reason = forms.CharField(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def clean_date(self) -> dt.date:
        return past_day(self.cleaned_data["date"])


def whole_number(text: str | None) -> int | None:
    """A number from the address bar, or None when it is none that a database could hold."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
