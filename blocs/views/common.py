"""The shape of every form page here: fetch, ask, call one service, answer."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, View

from accounts.decisions import Reason, Refused
from blocs.rules import OrgReason

CORRECTABLE = (Reason.REASON_MISSING, Reason.WRONG_STATE, *OrgReason)


class PlaceMixin:
    """Fetches what the page is about before anything else: 404 outside, 403 without the right."""

    def dispatch(self, request, *args, **kwargs):
        self.place = self.get_place()
        return super().dispatch(request, *args, **kwargs)

    def get_place(self):
        return None


class ServiceFormView(LoginRequiredMixin, PlaceMixin, FormView):
    """A form whose words are right goes to ``save``; what the service refuses comes back with everything typed.

    422: words wrong. 409: refused as things stand, with the reason at the top. ``save(**cleaned)`` returns what
    ``done`` is said about; ``to(result)`` is where to go then.
    """

    template_name = "blocs/form.html"
    title = ""
    label = "Lưu"
    done = "Đã lưu."
    draft = ""
    text = ""
    back_to = ""  # words of the way back; the place's own name unless said

    def get_form_kwargs(self):
        kwargs = {**super().get_form_kwargs(), "user": self.request.user, "place": self.place}
        instance = self.get_instance()
        return kwargs if instance is None else {**kwargs, "instance": instance}

    def get_instance(self):
        """The row whose values fill the form, for forms made from a model."""
        return None

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=self.get_title(),
            label=self.label,
            text=self.text,
            draft=self.draft,
            back=self.get_back(),
            back_to=self.back_to or str(self.place),
            **kwargs,
        )

    def get_title(self) -> str:
        return self.title

    def get_back(self) -> str:
        return ""

    def form_valid(self, form) -> HttpResponse:
        try:
            result = self.save(**form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        except Refused as refused:
            if refused.reason not in CORRECTABLE:
                raise
            form.add_error(None, str(refused))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(self.request, self.done)
        return redirect(self.to(result))

    def form_invalid(self, form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def add_errors(form, error: ValidationError) -> None:
    """A service's complaint at the fields the form shows, the rest at its top."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
    for name, problems in by_field.items():
        for problem in problems:
            form.add_error(name if name in form.fields else None, problem)


class ServicePostView(LoginRequiredMixin, PlaceMixin, View):
    """A button with a consequence: asks for confirmation on the page it stands on, then POSTs here."""

    http_method_names = ["post"]
    done = ""

    def post(self, request, *args, **kwargs) -> HttpResponse:
        try:
            self.save()
        except Refused as refused:
            if refused.reason not in CORRECTABLE:
                raise
            messages.error(request, str(refused))
        else:
            messages.success(request, self.done)
        return redirect(self.to())
