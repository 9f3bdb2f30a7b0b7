"""Registers of papers sent out, and papers numbered elsewhere."""

from django import forms

from reports.kinds import KINDS
from reports.models import NumberSeries
from reports.permissions_numbers import Issuers
from reports.states import DocumentKind, SeriesPeriod

from .trail import DayField

NUMBERED = [(kind.value, kind.label) for kind in DocumentKind if KINDS[kind].numbered]


class SeriesForm(forms.ModelForm):
    """What can be changed at any time."""

    doc_types = forms.MultipleChoiceField(
        label="Đánh số cho",
        choices=NUMBERED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn loại nào: sổ chung, đánh số cho mọi loại chưa có sổ riêng.",
    )

    class Meta:
        model = NumberSeries
        fields = ["name", "first", "doc_types"]
        help_texts = {
            "first": "Lớn hơn 1 nếu cơ quan đã cấp số từ trước khi dùng hệ thống; từ kỳ sau số bắt đầu lại từ 01."
        }

    def clean_first(self) -> int:
        first = self.cleaned_data["first"]
        if first > 99_999:
            raise forms.ValidationError("Số bắt đầu từ 1 đến 99999.")
        return first


class NewSeriesForm(SeriesForm):
    """Whose register, and by which period it counts: fixed from the first number on."""

    issuer = forms.ChoiceField(label="Sổ của")

    class Meta(SeriesForm.Meta):
        help_texts = {**SeriesForm.Meta.help_texts, "term_from": "Chỉ ghi khi đánh số theo nhiệm kỳ."}
        fields = ["issuer", "name", "period", "term_from", "term_to", "first", "doc_types"]

    field_order = ["issuer", "name", "period", "term_from", "term_to", "first", "doc_types"]

    def __init__(self, *args, issuers: Issuers, **kwargs):
        super().__init__(*args, **kwargs)
        self._owners = {
            f"{name}:{row.pk}": row
            for name, rows in (("bloc", issuers.blocs), ("unit", issuers.units), ("authority", issuers.authorities))
            for row in rows.order_by("sort_key", "pk")
        }
        self.fields["issuer"].choices = [(key, str(row)) for key, row in self._owners.items()]

    def clean(self):
        cleaned = super().clean()
        owner = self._owners.get(cleaned.get("issuer", ""))
        if owner is not None:
            name = cleaned["issuer"].partition(":")[0]
            self.instance.authority_id = owner.pk if name == "authority" else owner.authority_id
            self.instance.bloc_id = owner.pk if name == "bloc" else None
            self.instance.unit_id = owner.pk if name == "unit" else None
        if cleaned.get("period") == SeriesPeriod.YEAR:
            cleaned["term_from"] = cleaned["term_to"] = None
        elif not (cleaned.get("term_from") and cleaned.get("term_to")):
            self.add_error("term_from", "Hãy ghi năm đầu và năm cuối của nhiệm kỳ.")
        elif cleaned["term_from"] > cleaned["term_to"]:
            self.add_error("term_to", "Năm cuối phải bằng hoặc sau năm đầu của nhiệm kỳ.")
        return cleaned


class OutsideForm(forms.Form):
    """A paper that was numbered elsewhere."""

    number = forms.IntegerField(label="Số", min_value=1, max_value=99_999)
    sign = forms.CharField(label="Ký hiệu", max_length=40, required=False)
    dated = DayField(label="Ngày văn bản", widget=forms.DateInput({"placeholder": "dd/mm/yyyy"}, format="%d/%m/%Y"))
    note = forms.CharField(
        label="Văn bản nào mang số này",
        max_length=300,
        help_text="Ví dụ: Công văn đề nghị cử người dự hội nghị, ban hành trên giấy.",
    )
