"""The handover of the bloc's leader: one page for who gives, who receives and the standing office."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from accounts.decisions import Decision, Reason, Refused, only_if
from accounts.posted import posted_text
from blocs.access import Action, granted
from blocs.models import BlocYear
from campaigns.models import Handover
from campaigns.permissions_handovers import (
    can_give,
    can_prepare_handover,
    can_receive,
    can_write_handover,
)
from campaigns.services.handovers import (
    digest_of,
    leader_of,
    next_year_of,
    open_handover,
    receive_handover,
    write_handover,
)
from campaigns.states_handovers import LOOK, HandoverState
from campaigns.views.common import fetch_row, try_service
from reports.forms.handover import HandoverForm
from reports.handover import gather
from reports.services.handovers import give

TOLD = ("no_next_year", "no_leader", "same_leader", "given_already", "stale")


def _bloc_year(request: HttpRequest, pk: int) -> BlocYear:
    return fetch_row(BlocYear.objects.select_related("bloc__authority"), request, pk)


def _handover(request: HttpRequest, pk: int) -> Handover | None:
    rows = Handover.objects.visible_to(request.user).for_decisions()
    return rows.filter(bloc_year_id=pk).distinct().first()


def _may_look(request: HttpRequest, bloc_year: BlocYear) -> Decision:
    """Officers and boards, as long as there is none; one that exists is shown to whom it concerns."""
    nobodys = not Handover.objects.filter(bloc_year=bloc_year).exists()
    return granted(request.user, Action.PROGRESS_VIEW, bloc_year) and only_if(nobodys, Reason.NOT_YOUR_ROLE)


def _existing(request: HttpRequest, pk: int) -> Handover:
    _bloc_year(request, pk)
    row = _handover(request, pk)
    if row is None:
        raise Http404
    return row


class HandoverView(LoginRequiredMixin, View):
    """What is there; without a record yet, who would give to whom and how to begin."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, _bloc_year(request, pk), _handover(request, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = _existing(request, pk)
        can_write_handover(request.user, row).enforce()
        form = HandoverForm(request.POST)
        if form.is_valid() and try_service(
            form, write_handover, handover_id=row.pk, by=request.user, **form.cleaned_data
        ):
            messages.success(request, "Đã lưu biên bản bàn giao.")
            return redirect("reports:handover", pk=pk)
        return self._page(request, row.bloc_year, row, form, 422)

    def _page(self, request, bloc_year, row: Handover | None, form=None, status=200) -> HttpResponse:
        if row is None:
            _may_look(request, bloc_year).enforce()
            giver = leader_of(bloc_year)
            decision = can_prepare_handover(request.user, bloc_year, giver)
            following = next_year_of(bloc_year)
            receiver = leader_of(following) if following else None
            context = {"giver": giver, "receiver": receiver, "following": following, "may_open": decision}
            return render(request, "reports/handover_begin.html", {"bloc_year": bloc_year, **context})
        writes = can_write_handover(request.user, row)
        initial = {"not_done": row.not_done, "advice": row.advice, "version": row.version}
        frozen = row.state != HandoverState.DRAFT
        context = {
            "bloc_year": bloc_year,
            "row": row,
            "facts": row.facts if frozen else gather(row.bloc_year),
            "look": LOOK[HandoverState(row.state)],
            "form": form or (HandoverForm(initial=initial) if writes else None),
            "may_give": can_give(request.user, row),
            "may_receive": can_receive(request.user, row),
            "intact": not frozen or digest_of(row.facts) == row.sha256,
        }
        return render(request, "reports/handover.html", context, status=status)


class _StepView(LoginRequiredMixin, View):
    """A button of the page; what the person can mend is told on the page again."""

    http_method_names = ["post"]
    done = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            self.step(request, pk)
        except Refused as refused:
            if refused.reason.value not in TOLD:
                raise
            messages.error(request, str(refused))
        else:
            messages.success(request, self.done)
        return redirect("reports:handover", pk=pk)


class OpenView(_StepView):
    done = "Đã lập biên bản. Ghi việc chưa làm được và lưu ý, rồi thủ trưởng bàn giao."

    def step(self, request: HttpRequest, pk: int) -> None:
        open_handover(bloc_year_id=_bloc_year(request, pk).pk, by=request.user)


class GiveView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = _existing(request, pk)
        can_give(request.user, row).enforce()
        initial = {"not_done": row.not_done, "advice": row.advice, "version": row.version}
        form = HandoverForm(initial)
        form.is_valid()
        if try_service(form, give, handover_id=row.pk, by=request.user):
            messages.success(request, "Đã bàn giao. Bản ghi được giữ nguyên kèm mã kiểm tra.")
            return redirect("reports:handover", pk=pk)
        return HandoverView()._page(request, row.bloc_year, row, form, 422)


class ReceiveView(_StepView):
    done = "Đã tiếp nhận bàn giao."

    def step(self, request: HttpRequest, pk: int) -> None:
        row = _existing(request, pk)
        receive_handover(handover_id=row.pk, by=request.user, remark=posted_text(request, "note")[:1000])
