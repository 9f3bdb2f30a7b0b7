"""The audit trail: who did what, when and in which role."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from accounts.decisions import Reason, only_if
from blocs.access import Action, holds
from reports.forms import TrailFilter
from reports.trail import filtered, in_words, trail_for


class TrailView(LoginRequiredMixin, View):
    """A filter that makes no sense answers 422 with the reason at its field, and shows no rows."""

    def get(self, request: HttpRequest) -> HttpResponse:
        only_if(holds(request.user, Action.AUDIT_VIEW), Reason.NOT_YOUR_ROLE).enforce()
        form, rows = TrailFilter(request.GET), trail_for(request.user)
        rows = filtered(rows, form.cleaned_data) if form.is_valid() else rows.none()
        page = Paginator(rows, 50).get_page(request.GET.get("page"))
        context = {
            "form": form,
            "page_obj": page,
            "lines": in_words(page),
            "is_filtered": any(request.GET.get(name) for name in form.fields),
        }
        return render(request, "reports/audit.html", context, status=200 if form.is_valid() else 422)
