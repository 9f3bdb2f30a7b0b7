"""The unit's report."""

from django import forms


class TextForm(forms.Form):
    text = forms.CharField(
        label="Nội dung tóm tắt",
        required=False,
        max_length=100_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")


class FileForm(forms.Form):
    file = forms.FileField(
        label="Thêm tệp",
        error_messages={
            "required": "Hãy chọn một tệp.",
            "empty": "Tệp rỗng, không có nội dung.",
            "missing": "Hãy chọn một tệp.",
        },
    )


class CheckForm(FileForm):
    """A file to compare with what was sent; of any kind, it is only read."""


class ReturnForm(forms.Form):
    reason = forms.CharField(label="Lý do trả lại", max_length=2000, error_messages={"required": "Hãy ghi rõ lý do."})
