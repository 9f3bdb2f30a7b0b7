"""Signing in, passwords, profile."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from .models import User

PASSWORD_HELP = "Ít nhất 10 ký tự; không trùng họ tên, thư điện tử và không phải mật khẩu thông dụng."


def _password(label: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=200, widget=widget, help_text=help_text)


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows chosen by number; a number no database could hold is one choice more that does not exist."""

    def clean(self, value):
        for key in value or []:
            if str(key).isdecimal() and len(str(key)) > 18:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": str(key)[:20]}
                )
        return super().clean(value)


class SignInForm(AuthenticationForm):
    keeps_nothing = "Chưa đăng nhập được."  # the summary of errors must not say that a password is kept
    error_messages = {"invalid_login": "Thư điện tử hoặc mật khẩu không đúng.", "inactive": "Không đăng nhập được."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Thư điện tử"
        self.fields["username"].widget = forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
        self.fields["password"].label = "Mật khẩu"

    def clean_username(self):
        return self.cleaned_data["username"].strip().lower()


class EmailForm(forms.Form):
    email = forms.EmailField(label="Thư điện tử", widget=forms.EmailInput(attrs={"autocomplete": "username"}))


class NewPasswordForm(forms.Form):
    keeps_nothing = "Chưa đặt được mật khẩu. Hãy nhập lại:"
    password = _password("Mật khẩu mới", "new-password", PASSWORD_HELP)
    again = _password("Nhập lại mật khẩu mới", "new-password")

    def clean(self):
        data = super().clean()
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "Hai lần nhập không giống nhau.")
        return data


class ChangePasswordForm(NewPasswordForm):
    current = _password("Mật khẩu hiện tại", "current-password")
    field_order = ["current", "password", "again"]


class ConfirmForm(forms.Form):
    """The own password once more, before something is signed (``accounts.reauth``)."""

    keeps_nothing = "Chưa ký được."
    password = _password("Mật khẩu của bạn", "current-password", "Nhập lại mật khẩu để xác nhận chính bạn ký.")


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["full_name", "phone"]
