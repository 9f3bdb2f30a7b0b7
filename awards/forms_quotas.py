"""What people type about quotas, places of the meeting, and what they try out."""

from collections.abc import Sequence
from decimal import Decimal

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from accounts import clock
from accounts.forms import RowsField
from accounts.number_field import NumberField
from accounts.numbers import say
from blocs.models import Bloc, Unit
from campaigns.models import Meeting

from .forms import AwardTypeField, PlainForm
from .models import AwardType, Quota
from .proposal_reading import Proposal
from .states import SubjectKind
from .what_if import Dispute, Trial

MOST_PLACES = 1000
MOST_POINTS = Decimal(100_000)


class QuotaForm(PlainForm, forms.ModelForm):
    """``blocs``: those of the authority and under it."""

    award_type = AwardTypeField(AwardType.objects.none(), label="Danh hiệu, hình thức khen thưởng", empty_label="Chọn")
    falls_to = AwardTypeField(
        AwardType.objects.none(),
        label="Nếu không được thì xét",
        required=False,
        empty_label="Không có quy định",
        help_text="Đơn vị được đề nghị mức này mà không được thì được xét danh hiệu, hình thức ở đây; "
        "được rồi thì không xét nữa.",
    )
    value = NumberField(label="Số lượng hoặc tỷ lệ %", required=True)
    blocs = RowsField(
        Bloc.objects.none(), label="Chỉ các khối, cụm", required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Quota
        fields = [
            "award_type",
            "year_from",
            "year_to",
            "order",
            "figure",
            "value",
            "rounding",
            "level",
            "kind",
            "pooled",
            "min_members",
            "small_blocs",
            "leaves_out_chosen",
            "falls_to",
            "rest_years",
            "source",
            "source_status",
            "note",
        ]
        help_texts = {
            "order": "1 xét trước. Mức cao xét trước mức thấp.",
            "year_to": "Để trống nếu chưa có năm kết thúc.",
            "level": "Chọn cấp: các khối do cơ quan cấp đó, trực thuộc, tổ chức.",
            "pooled": "Các khối được tính như một khối; số chung chia theo số đơn vị.",
            "min_members": "Để trống nếu không quy định.",
            "rest_years": "Để trống nếu không quy định. Đơn vị đã được mức này trong số năm đó không được xét.",
            "source": "Số, ký hiệu văn bản, điều khoản.",
        }

    def __init__(self, *args, blocs, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        types = AwardType.objects.valid_on(clock.today()).filter(subject_kind=SubjectKind.COLLECTIVE)
        self.fields["award_type"].queryset = self.fields["falls_to"].queryset = types
        self.fields["blocs"].queryset = blocs
        for name, empty in (("level", "Do chính cơ quan tổ chức"), ("kind", "Cả khối và cụm")):
            self.fields[name].required = False
            self.fields[name].choices = [("", empty), *self.fields[name].choices[1:]]

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            Fieldset("Mức khen và thời gian", "award_type", Row(*_columns("year_from", "year_to", "order"))),
            Fieldset("Số lượng", "figure", Row(*_columns("value", "rounding"))),
            Fieldset(
                "Khối, cụm áp dụng",
                Row(*_columns("level", "kind")),
                "blocs",
                "pooled",
                Row(*_columns("min_members", "small_blocs")),
            ),
            Fieldset("Đơn vị được xét", "leaves_out_chosen", "falls_to", "rest_years"),
            Fieldset("Căn cứ", Row(*_columns("source", "source_status")), "note", "seen"),
        )
        return helper

    def _post_clean(self) -> None:
        """The service validates the whole row."""


def _columns(*names: str) -> list[Column]:
    return [Column(name) for name in names]


def _thirds(names: Sequence[str]) -> Row:
    """Short fields, three in a line where there is room."""
    return Row(*(Column(name, css_class="col-md-4 align-self-end") for name in names))


class PlacesForm(PlainForm):
    """What the meeting decided: units of the ranking and the place it gave them."""

    units = RowsField(Unit.objects.none(), label="Đơn vị", widget=forms.CheckboxSelectMultiple)
    rank = forms.IntegerField(
        label="Hạng hội nghị quyết định",
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text="Để trống: hội nghị quyết định không xếp hạng.",
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi rõ lý do."},
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label="Cuộc họp", required=False, empty_label="Không gắn cuộc họp"
    )
    minutes = forms.CharField(
        label="Biên bản", max_length=300, required=False, help_text="Số, ngày của biên bản ghi quyết định này."
    )

    def __init__(self, *args, proposal: Proposal, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = Unit.objects.filter(pk__in=proposal.names()).order_by("sort_key", "pk")
        self.fields["meeting"].queryset = Meeting.objects.filter(campaign_id=proposal.ranking.campaign_id)


class TrialForm(forms.Form):
    """One field per thing that can be tried: «dong_<line>» another score, «diem_<unit>» points more or fewer,
    «ct_<quota>» places more or fewer."""

    def __init__(self, *args, proposal: Proposal, disputes: Sequence[Dispute], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.disputes = disputes
        self.lines = [f"dong_{one.line.pk}" for one in disputes]
        self.units = [f"diem_{row.unit_id}" for row in proposal.rows if row.row.verified_points is not None]
        self.quotas = [f"ct_{line.quota.pk}" for line in proposal.lines]
        for one in disputes:
            self.fields[f"dong_{one.line.pk}"] = NumberField(label=_line_label(one), help_text=_line_help(one))
        for row in proposal.rows:
            if f"diem_{row.unit_id}" in self.units:
                self.fields[f"diem_{row.unit_id}"] = NumberField(label=f"{row.row.unit_name}: cộng, trừ điểm")
        for line in proposal.lines:
            self.fields[f"ct_{line.quota.pk}"] = forms.IntegerField(
                label=f"{line.quota.award_type.name}: thêm, bớt chỉ tiêu",
                required=False,
                min_value=-MOST_PLACES,
                max_value=MOST_PLACES,
            )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        parts = (("Tiêu chí còn tranh luận", self.lines), ("Chỉ tiêu", self.quotas), ("Điểm của đơn vị", self.units))
        helper.layout = Layout(*(Fieldset(title, _thirds(names)) for title, names in parts if names))
        return helper

    def clean(self):
        data = super().clean()
        for name in (*self.lines, *self.units):
            if data.get(name) is not None and abs(data[name]) > MOST_POINTS:
                self.add_error(name, f"Nhập số không quá {say(MOST_POINTS)}.")
        return data

    def trial(self) -> Trial:
        """What was typed, nothing for fields left empty or at no change."""

        def chosen(names: list[str]) -> dict:
            return {
                int(name.partition("_")[2]): self.cleaned_data[name]
                for name in names
                if self.cleaned_data.get(name) is not None
            }

        points = {unit: more for unit, more in chosen(self.units).items() if more}
        shifts = {quota: more for quota, more in chosen(self.quotas).items() if more}
        return Trial(chosen(self.lines), points, shifts)


def _line_label(one: Dispute) -> str:
    return f"{one.line.sheet.unit}: {one.line.criterion}"


def _line_help(one: Dispute) -> str:
    now = "chưa có" if one.points is None else say(one.points)
    return f"Điểm hiện tính {now}; các bên cho từ {say(one.low)} đến {say(one.high)}."
