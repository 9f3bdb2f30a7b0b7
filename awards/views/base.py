"""What the form pages of awards share."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from accounts.decisions import Reason, Refused


class ServiceFormView(LoginRequiredMixin, FormView):
    """A form over one service call. What the service refuses is said above the form, with everything typed kept.

    Subclasses give ``call(data)`` which returns the object to show afterwards, ``done``: what has been done, and in
    ``said_at`` the field a refusal is about.
    """

    template_name = "awards/form.html"
    heading = submit_label = explanation = done = ""
    said_at: dict[TextChoices, str] = {}

    def form_valid(self, form) -> HttpResponse:
        try:
            target = self.call(form.cleaned_data)
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                form.add_error(name if name in form.fields else None, sentences)
            return self.form_invalid(form)
        except Refused as refusal:
            if refusal.reason is Reason.OUT_OF_REACH:
                raise
            form.add_error(self.said_at.get(refusal.reason), str(refusal))
            return self.answer(form, 409 if refusal.reason is Reason.STALE else 403)
        messages.success(self.request, self.done)
        return redirect(self.where_next(target))

    def form_invalid(self, form) -> HttpResponse:
        return self.answer(form, 422)

    def answer(self, form, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs):
        words = {"heading": self.heading, "submit_label": self.submit_label, "explanation": self.explanation}
        return super().get_context_data(**{**words, **kwargs})
