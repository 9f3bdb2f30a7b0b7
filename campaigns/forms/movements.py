"""Forms of a movement over years: units, plans of units, criteria, money, reviews."""

from decimal import Decimal

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from accounts import clock
from accounts.forms import RowsField
from blocs.models import BlocYear, Membership, Unit
from campaigns.models import Campaign, FundingLine, MovementCriterion, ReviewProposal
from campaigns.rules.movements import day_within
from campaigns.states_movements import ReviewKind, SubjectKind

from .fields import DongField, day_field


class Plain(forms.Form):
    """Without its own <form> tag: the page supplies it."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        return helper


def _unit_field(units: list[Unit]) -> forms.ModelChoiceField:
    rows = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("sort_key", "pk")
    return forms.ModelChoiceField(rows, label="Đơn vị", empty_label="– Chọn đơn vị –")


class RegisterUnitForm(Plain):
    joined_on = day_field("Tham gia từ ngày")
    contact = forms.CharField(
        label="Đầu mối liên hệ",
        max_length=200,
        required=False,
        help_text="Họ tên, chức vụ, số điện thoại công vụ. Chỉ đơn vị và cơ quan tổ chức phong trào xem được.",
    )
    field_order = ["unit", "joined_on", "contact"]

    def __init__(self, *args, units: list[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = _unit_field(units)
        self.order_fields(self.field_order)


class ContactForm(Plain):
    contact = forms.CharField(label="Đầu mối liên hệ", max_length=200, required=False)


class ReleaseForm(Plain):
    left_on = day_field("Thôi tham gia từ ngày")
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi rõ lý do."},
    )


class UnitPlanForm(Plain):
    number = forms.CharField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ: 15/KH-SNV")
    date = day_field("Ngày ban hành")
    title = forms.CharField(label="Trích yếu", max_length=400, required=False)
    file = forms.FileField(label="Tệp kế hoạch", required=False, max_length=255)


class MovementCriterionForm(forms.ModelForm):
    class Meta:
        model = MovementCriterion
        fields = ["subject_kind", "text", "figure", "measure", "order"]
        localized_fields = ["figure"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "subject_kind": forms.RadioSelect}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject_kind"].choices = SubjectKind.choices
        self.fields["order"].required = False
        self.fields["order"].help_text = "Để trống: xếp cuối."
        self.fields["order"].initial = None
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("subject_kind", "text", Row(Column("figure"), Column("measure"), Column("order")))

    def clean(self):
        data = super().clean()
        if data.get("figure") is not None and not data.get("measure") and "measure" not in self.errors:
            self.add_error("measure", "Con số phải đạt cần có đơn vị tính.")
        return data

    def _post_clean(self) -> None:
        """The service validates the whole row."""


class FundingForm(Plain):
    year = forms.IntegerField(label="Năm", min_value=1990, max_value=2100)
    source = forms.CharField(
        label="Nguồn kinh phí", max_length=200, help_text="Ví dụ: Quỹ thi đua, khen thưởng của đơn vị"
    )
    planned = DongField(label="Dự toán (đồng)", help_text="Ghi tròn đồng, ví dụ 60.000.000.")
    spent = DongField(label="Đã chi (đồng)", required=False)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    @staticmethod
    def initial_of(row: FundingLine) -> dict:
        return {name: getattr(row, name) for name in ("year", "source", "planned", "spent", "note")}

    def clean_spent(self):
        return self.cleaned_data["spent"] or Decimal(0)


class ChosenForm(Plain):
    """Blocs of the campaign and single units; a bloc stands for its members of today."""

    blocs = RowsField(BlocYear.objects.none(), label="Cả khối", required=False, widget=forms.CheckboxSelectMultiple)
    units = RowsField(Unit.objects.none(), label="Từng đơn vị", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, campaign: Campaign, units: list[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by(
            "sort_key", "pk"
        )
        self.offered = {unit.pk for unit in units}
        if campaign.bloc_year_id:
            del self.fields["blocs"]
        else:
            self.fields["blocs"].queryset = campaign.blocs_joined.order_by("-year", "sort_key")

    def unit_ids(self) -> set[int]:
        """Chosen units, and the offered ones that are members of chosen blocs."""
        rows = Membership.objects.filter(bloc_year__in=self.cleaned_data.get("blocs") or []).select_related("bloc_year")
        members = {row.unit_id for row in rows if row.is_on(day_within(row.bloc_year.year, clock.today()))}
        of_blocs = members & self.offered
        return {unit.pk for unit in self.cleaned_data["units"]} | of_blocs

    def clean(self):
        data = super().clean()
        told = self.errors.keys() & {"blocs", "units"}
        if not told and not (data.get("blocs") or data.get("units")):
            self.add_error("units", "Hãy chọn ít nhất một khối hoặc một đơn vị.")
        return data


class ReviewForm(ChosenForm):
    kind = forms.ChoiceField(label="Loại", choices=ReviewKind.choices, widget=forms.RadioSelect)
    year = forms.IntegerField(label="Năm", min_value=1990, max_value=2100)
    last_day = day_field("Hạn gửi báo cáo")
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)
    field_order = ["kind", "year", "last_day", "note", "blocs", "units"]


class ConclusionForm(Plain):
    conclusion = forms.CharField(label="Kết luận", max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))


class ProposalForm(forms.ModelForm):
    class Meta:
        model = ReviewProposal
        fields = ["subject_kind", "subject", "wanted", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].required = False
        self.fields["subject"].help_text = "Để trống khi đề nghị cho cả đơn vị."
        self.helper = FormHelper()
        self.helper.form_tag = False

    def _post_clean(self) -> None:
        """The service validates the whole row."""

    def clean(self):
        data = super().clean()
        if data.get("subject_kind") == "person" and not data.get("subject"):
            self.add_error("subject", "Hãy ghi họ tên cá nhân được đề nghị.")
        return data
