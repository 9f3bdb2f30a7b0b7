"""An entry of the register of legal documents."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from blocs.models import Authority
from campaigns.models import LegalDocument
from campaigns.models.legal import LEGAL_FIELDS

from .fields import day_field


class LegalForm(forms.ModelForm):
    date = day_field("Ngày ban hành", required=False)
    in_force_from = day_field("Có hiệu lực từ", required=False)
    lapsed_on = day_field("Hết hiệu lực từ", required=False)
    checked_on = day_field(
        "Đối chiếu với văn bản gốc ngày", required=False, help_text="Để trống thì văn bản được ghi «cần xác nhận»."
    )

    class Meta:
        model = LegalDocument
        fields = LEGAL_FIELDS
        widgets = {"about": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "doc_type": "Ví dụ: Luật, Nghị định, Thông tư, Quyết định",
            "number": "Ví dụ: 98/2023/NĐ-CP",
            "suspect": "Điều còn nghi ngờ, ví dụ hai nguồn ghi ngày khác nhau",
        }

    def __init__(self, *args, authority: Authority, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = LegalDocument.objects.filter(authority__isnull=True) | LegalDocument.objects.filter(
            authority=authority
        )
        self.fields["replaced_by"].queryset = others.exclude(pk=self.instance.pk)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Row(Column("doc_type"), Column("number"), Column("date")),
            "issuer",
            "about",
            Row(Column("in_force_from"), Column("lapsed_on")),
            "replaced_by",
            "suspect",
            Row(Column("source"), Column("checked_on")),
        )

    def _post_clean(self) -> None:
        """The service validates the whole row."""
