"""The office's PKCS#12 file and its password, used once."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

LARGEST = 200 * 1024


class SignFileForm(forms.Form):
    file = forms.FileField(
        label="Tệp chứng thư số",
        help_text="Tệp PKCS#12 (.p12 hoặc .pfx) của cơ quan. Hệ thống dùng một lần rồi bỏ, không lưu tệp và mật khẩu.",
        widget=forms.ClearableFileInput(attrs={"accept": ".p12,.pfx"}),
    )
    password = forms.CharField(
        label="Mật khẩu của tệp", max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_file(self) -> bytes:
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise ValidationError("Tệp chứng thư số không lớn hơn 200 KB. Hãy chọn đúng tệp .p12 hoặc .pfx.")
        return given.read()
