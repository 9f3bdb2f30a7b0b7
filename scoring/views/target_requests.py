"""Asking about a target while scoring, and the bloc's answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from blocs.views_base import fetch
from campaigns.permissions import decides_for_board
from scoring import permissions
from scoring.forms.targets import AnswerForm, AskForm
from scoring.models import ScoreLine, TargetRequest
from scoring.services import target_requests as services
from scoring.services.targets import InvalidTarget

from .base import ScoringView


class AskView(ScoringView):
    """The unit asks for another target of one line, or whether the task is its own at all."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = self.line(pk)
        permissions.can_ask_target(request.user, line).enforce()
        return self.page(line, AskForm(choices=services.choices_for(line)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = self.line(pk)
        permissions.can_ask_target(request.user, line).enforce()
        form = AskForm(request.POST, choices=services.choices_for(line))
        if not form.is_valid():
            return self.page(line, form, 422)
        data = form.cleaned_data
        try:
            services.ask_target(
                line_id=pk,
                asks=data["asks"],
                planned=data.get("planned"),
                reason=data["reason"],
                by=request.user,
            )
        except InvalidTarget as problem:
            form.add_error("planned", str(problem))
            return self.page(line, form, 422)
        messages.success(request, "Đã gửi đề nghị. Điểm của tiêu chí chưa đổi cho đến khi đề nghị được đồng ý.")
        return redirect(f"{self.sheet_url(line)}#dong-{pk}")

    def sheet_url(self, line: ScoreLine) -> str:
        return redirect("scoring:sheet", pk=line.sheet_id).url

    def page(self, line: ScoreLine, form: AskForm, status: int = 200) -> HttpResponse:
        context = {
            "line": line,
            "sheet": line.sheet,
            "form": form,
            "registration": services.registration_in_force(line),
            "open": line.target_requests.open().first(),
            "history": services.history_of(line),
        }
        return render(self.request, "scoring/target_ask.html", context, status=status)


class RequestView(ScoringView):
    """One request: read by the unit and the bloc, decided by who may, with the reason."""

    def found(self, pk: int) -> TargetRequest:
        return fetch(TargetRequest.objects.for_decisions(), self.request.user, pk=pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.found(pk), AnswerForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = self.found(pk)
        permissions.can_decide_request(request.user, asked).enforce()
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.page(asked, form, 422)
        grant = form.cleaned_data["act"] == "grant"
        services.decide_request(request_id=pk, grant=grant, note=form.cleaned_data["note"], by=request.user)
        messages.success(request, "Đã ghi quyết định và báo cho đơn vị.")
        return redirect("scoring:target_request", pk=pk)

    def page(self, asked: TargetRequest, form: AnswerForm, status: int = 200) -> HttpResponse:
        line, user = asked.line, self.request.user
        context = {
            "asked": asked,
            "line": line,
            "sheet": line.sheet,
            "form": form,
            "can_decide": bool(permissions.can_decide_request(user, asked)),
            "for_board": decides_for_board(user, line.access_scope()),
            "may_open": bool(permissions.can_view(user, line.sheet)),
            "history": services.history_of(line),
        }
        return render(self.request, "scoring/target_request.html", context, status=status)
