"""Pages where a password is set, asked for again or changed; and the own profile."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, UpdateView

from accounts import services, tokens
from accounts.forms import ChangePasswordForm, EmailForm, NewPasswordForm, ProfileForm
from accounts.models import User
from accounts.tokens import Purpose


class Answers422:
    def form_invalid(self, form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def refuse(self, form, error: ValidationError) -> HttpResponse:
        """Show a service's complaint at its field (at the password unless it names one)."""
        form.add_error(None if hasattr(error, "error_dict") else "password", error)
        return self.form_invalid(form)


@method_decorator(never_cache, name="dispatch")
class LinkView(Answers422, FormView):
    """A page reached by a signed link from a letter: looking at it changes nothing, the link is used by the POST."""

    form_class = NewPasswordForm
    success_url = reverse_lazy("accounts:login")
    purpose: Purpose

    def dispatch(self, request, *args, **kwargs):
        self.person = tokens.read(kwargs["token"], self.purpose)
        if self.person is None:
            return render(request, "accounts/void_link.html", {"purpose": self.purpose}, status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(person=self.person, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        try:
            self.save(token=self.kwargs["token"], password=form.cleaned_data["password"])
        except ValidationError as error:
            return self.refuse(form, error)
        messages.success(self.request, "Đã đặt mật khẩu. Mời bạn đăng nhập.")
        return super().form_valid(form)


class InviteAcceptView(LinkView):
    template_name = "accounts/invite_accept.html"
    purpose = Purpose.INVITATION
    save = staticmethod(services.accept_invitation)


class PasswordResetConfirmView(LinkView):
    template_name = "accounts/password_reset_confirm.html"
    purpose = Purpose.RESET
    save = staticmethod(services.reset_password)


class PasswordResetView(Answers422, FormView):
    """Asks for a letter; the answer is the same for every address."""

    template_name = "accounts/password_reset.html"
    form_class = EmailForm

    def form_valid(self, form) -> HttpResponse:
        services.request_password_reset(email=form.cleaned_data["email"])
        return render(self.request, "accounts/password_reset_sent.html")


class PasswordChangeView(LoginRequiredMixin, Answers422, FormView):
    template_name = "accounts/password_change.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("accounts:profile")

    def form_valid(self, form) -> HttpResponse:
        data = form.cleaned_data
        try:
            user = services.change_password(by=self.request.user, current=data["current"], password=data["password"])
        except ValidationError as error:
            return self.refuse(form, error)
        update_session_auth_hash(self.request, user)
        messages.success(self.request, "Đã đổi mật khẩu. Các thiết bị khác phải đăng nhập lại.")
        return super().form_valid(form)


class ProfileView(LoginRequiredMixin, Answers422, UpdateView):
    template_name = "accounts/profile.html"
    form_class = ProfileForm
    success_url = reverse_lazy("accounts:profile")

    def get_object(self, queryset=None):
        # A row of its own: the form fills it before it is known to be valid.
        return User.objects.get(pk=self.request.user.pk)

    def form_valid(self, form) -> HttpResponse:
        services.update_profile(by=self.request.user, **form.cleaned_data)
        messages.success(self.request, "Đã lưu thông tin.")
        return redirect(self.success_url)
