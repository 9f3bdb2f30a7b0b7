"""Copying a bloc's year into the next: all of it shown first, row by row."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from accounts.decisions import Reason, Refused
from blocs.models import BlocYear
from campaigns.views.common import fetch_row
from scoring.forms.copy_year import CopyYearForm
from scoring.services.copy_year import copy_year
from scoring.services.year_items import Part
from scoring.services.year_preview import can_copy, preview_year, target_of


class CopyYearView(LoginRequiredMixin, View):
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            self.source = fetch_row(BlocYear.objects.select_related("bloc__authority"), request, kwargs["pk"])
            can_copy(request.user, self.source, target_of(self.source)).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        chosen, form = request.POST.getlist("chon"), CopyYearForm(request.POST)
        if not chosen:
            return self._page(request, "Hãy chọn ít nhất một mục để chép.", 422, form=form)
        if not form.is_valid():
            return self._page(request, "", 422, chosen, form)
        try:
            copy = copy_year(source_id=self.source.pk, keys=chosen, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            return self._page(request, self._problem(form, error), 422, chosen, form)
        except Refused as refused:
            if refused.reason not in (Reason.WRONG_STATE,):
                raise
            return self._page(request, str(refused), 409, chosen, form)
        if copy is None:
            messages.info(request, "Các mục đã chọn đều đã có ở năm mới; không có gì được chép thêm.")
            return redirect("scoring:copy_year", pk=pk)
        messages.success(request, f"Đã chép sang năm {copy.target.year}. Xem lại những chỗ được đánh dấu.")
        return redirect("blocs:bloc_year_detail", pk=copy.target_id)

    def _problem(self, form: CopyYearForm, error: ValidationError) -> str:
        """At its field where there is one, else over the rows."""
        if set(getattr(error, "error_dict", {})) <= set(form.fields) and hasattr(error, "error_dict"):
            form.add_error(None, error)
            return ""
        return " ".join(error.messages)

    def _page(self, request: HttpRequest, problem: str = "", status: int = 200, chosen=None, form=None) -> HttpResponse:
        preview = preview_year(request.user, self.source)
        keys = {item.key for section in preview.sections for item in section.items if not item.optional}
        members = any(
            section.part == Part.MEMBER and section.new and not section.refused for section in preview.sections
        )
        context = {
            "preview": preview,
            "problem": problem,
            "chosen": keys if chosen is None else set(chosen),
            "form": form or CopyYearForm(),
            "asks_day": members,
        }
        return render(request, "scoring/copy_year.html", context, status=status)
