"""Keeping an office's own Word template."""

from typing import Any

from django import forms

from blocs.models import Authority, Unit
from reports.permissions_office import Offices
from reports.states import DocumentKind


class OfficeTemplateForm(forms.Form):
    """``owner`` is one of the offices the person writes papers for."""

    owner = forms.ChoiceField(label="Mẫu của")
    kind = forms.ChoiceField(label="Dùng cho loại văn bản", choices=DocumentKind.choices)
    name = forms.CharField(label="Tên mẫu", max_length=200, help_text="Ví dụ: Mẫu báo cáo của Sở, bản tháng 3/2026")
    file = forms.FileField(
        label="Tệp Word (.docx)",
        help_text="Không quá 5 MB, không có macro, đối tượng nhúng hay liên kết lấy nội dung từ nơi khác.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, *args: Any, offices: Offices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [*offices.units.order_by("sort_key", "pk"), *offices.authorities.order_by("pk")]
        self.offices: dict[str, Unit | Authority] = {_key(row): row for row in rows}
        self.fields["owner"].choices = [(key, str(row)) for key, row in self.offices.items()]

    def clean_owner(self) -> Unit | Authority:
        return self.offices[self.cleaned_data["owner"]]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


def _key(row: Unit | Authority) -> str:
    return f"{'don-vi' if isinstance(row, Unit) else 'co-quan'}-{row.pk}"
