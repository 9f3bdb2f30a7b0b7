"""The code somebody reads off a print."""

from django import forms

from reports.codes import read_code

NO_CODE = "Mã tra cứu có 10 chữ và số. Hãy xem lại mã in trên văn bản."


class CodeForm(forms.Form):
    ma = forms.CharField(
        label="Mã tra cứu",
        max_length=60,
        help_text="Mã gồm 10 chữ và số in ở cuối trang đầu của văn bản, ví dụ 7K3M-9QWX-2B.",
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Hãy nhập mã tra cứu in trên văn bản.", "max_length": NO_CODE},
    )

    def clean_ma(self) -> str:
        code = read_code(self.cleaned_data["ma"])
        if code is None:
            raise forms.ValidationError(NO_CODE, code="code")
        return code
