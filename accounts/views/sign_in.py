"""In and out."""

from django.contrib.auth import views as auth
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from accounts.forms import SignInForm
from accounts.middleware import EXPIRED_USER

from .mailbox import mail_is_kept


class SignInView(auth.LoginView):
    """After a session that ran out, pages still open in this browser go on working: the same person's sign-in keeps
    the CSRF secret those pages were made with. For anybody else it changes, as Django does."""

    template_name = "accounts/login.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(mailbox=mail_is_kept(), **kwargs)

    def form_valid(self, form) -> HttpResponse:
        same = self.request.session.pop(EXPIRED_USER, None) == form.get_user().pk
        secret = self.request.META.get("CSRF_COOKIE") if same else None
        response = super().form_valid(form)
        if secret:
            self.request.META["CSRF_COOKIE"] = secret
        return response

    def form_invalid(self, form) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


@method_decorator(never_cache, name="dispatch")
class SignOutView(auth.LogoutView):
    pass
