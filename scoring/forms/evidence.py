"""Files on a line and in the library."""

from typing import Any

from django import forms
from django.conf import settings

from accounts.files import ACCEPTED
from campaigns.forms.fields import day_field
from scoring.models import Evidence, LineEvidence
from scoring.services.evidence_library import REASON_LENGTH, Details

TYPES = ",".join(f".{extension}" for extension in ACCEPTED)


def size_words() -> str:
    return f"{', '.join(ACCEPTED).upper()}; mỗi tệp tối đa {settings.EVIDENCE_MAX_BYTES // (1024 * 1024)} MB."


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """A list of files, empty when none was chosen."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list:
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(SeveralFilesField, self).clean(one) for one in chosen if one]


class DocumentField(forms.ModelChoiceField):
    def label_from_instance(self, evidence: Evidence) -> str:
        day = f"{evidence.issued_on:%d/%m/%Y}" if evidence.issued_on else ""
        return " – ".join(part for part in (evidence.symbol, day, evidence.name) if part)


class EvidenceForm(forms.Form):
    """New files, or one of the unit's library."""

    file = SeveralFilesField(label="Tệp mới", required=False, max_length=4000)
    existing = DocumentField(label="Tài liệu có sẵn trong kho của đơn vị", queryset=None, required=False)
    pointer = LineEvidence._meta.get_field("pointer").formfield(label="Chỗ cần xem (trang, mục, khoản)")

    def __init__(self, *args, library, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["existing"].queryset = library
        self.fields["existing"].empty_label = "– Chọn tài liệu –"
        self.fields["file"].widget.attrs["accept"] = TYPES
        self.fields["file"].help_text = f"Chọn được nhiều tệp một lần. {size_words()}"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("file") and not data.get("existing") and not self.errors:
            raise forms.ValidationError("Hãy chọn tệp mới hoặc một tài liệu có sẵn.")
        return data


class PointerForm(forms.Form):
    pointer = LineEvidence._meta.get_field("pointer").formfield()


class DescribeForm(forms.ModelForm):
    """How a document is called."""

    issued_on = day_field("Ngày ban hành", required=False)

    class Meta:
        model = Evidence
        fields = ("name", "symbol", "issued_on", "note")
        help_texts = {"symbol": "Ví dụ: 12/BC-UBND."}

    @property
    def details(self) -> Details:
        return Details(**{name: self.cleaned_data[name] for name in ("name", "symbol", "issued_on", "note")})


class LibraryForm(DescribeForm):
    """A new document."""

    unit = forms.ModelChoiceField(label="Đơn vị", queryset=None, empty_label=None)
    file = forms.FileField(label="Tệp", max_length=4000)
    field_order = ("file", "unit", "name", "symbol", "issued_on", "note")

    def __init__(self, *args, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["name"].required = False
        self.fields["name"].help_text = "Để trống thì lấy tên tệp."
        self.fields["file"].widget = forms.FileInput(attrs={"accept": TYPES})
        self.fields["file"].help_text = size_words()
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = units[0]


class ReplaceForm(forms.Form):
    """A better file for the same document."""

    file = forms.FileField(label="Tệp thay thế", max_length=4000, widget=forms.FileInput(attrs={"accept": TYPES}))
    reason = forms.CharField(
        label="Lý do thay", max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 2}), strip=True
    )
