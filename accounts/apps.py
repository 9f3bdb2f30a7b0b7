from django.apps import AppConfig
from django.core.validators import ProhibitNullCharactersValidator


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Tài khoản"

    def ready(self):
        # The one sentence of form validation that Django's Vietnamese catalogue lacks.
        ProhibitNullCharactersValidator.message = "Nội dung có ký tự không hợp lệ."
