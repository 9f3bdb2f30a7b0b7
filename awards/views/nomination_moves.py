"""What bloc and board do with a file, each on a page that says the consequence first; receiving many at once."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from awards import permissions
from awards.ballot_results import results_for_nominations
from awards.forms import PlainForm, ReasonForm, whole_number
from awards.forms_files import BlocWordForm, CouncilForm, DowngradeForm, PassUpForm, ReturnForm, WordForm
from awards.models import Nomination
from awards.services import nomination_path as path
from awards.services import nominations
from awards.states import (
    AGREE,
    BLOC_RETURN,
    COUNCIL_AGREE,
    DOWNGRADE,
    DROP,
    PASS_ON,
    PASS_UP,
    RECEIVE,
    REFUSE,
    RETURN,
    TO_COUNCIL,
)

from .base import ServiceFormView
from .nominations import get_nomination


def _receive(nomination_id: int, by) -> Nomination:
    return path.receive(nomination_ids=[nomination_id], by=by)[0]


def _council(nomination_id: int, by, passed: str, reason: str) -> Nomination:
    """With the figures of the ballot held here, where there was one."""
    found = results_for_nominations([nomination_id]).get(nomination_id)
    facts = found.figures() if found else {}
    return path.council_result(nomination_id=nomination_id, passed=passed == "yes", by=by, reason=reason, facts=facts)


def _downgrade(nomination_id: int, by, award_type, reason: str) -> Nomination:
    return path.downgrade(nomination_id=nomination_id, award_type_id=award_type.pk, by=by, reason=reason)


@dataclass(frozen=True)
class Page:
    """One move: its form, the service and what is said afterwards."""

    move: object
    form: type[PlainForm]
    call: Callable
    done: str


PAGES = {
    page.move.name: page
    for page in (
        Page(PASS_ON, BlocWordForm, path.pass_on, "Đã trình hồ sơ kèm ý kiến của khối."),
        Page(BLOC_RETURN, ReturnForm, path.bloc_return, "Đã trả lại các phần được chọn, kèm lý do."),
        Page(DROP, ReasonForm, path.drop, "Đã ghi khối không đề nghị; đơn vị được thông báo kèm lý do."),
        Page(RECEIVE, PlainForm, _receive, "Đã tiếp nhận hồ sơ; thời hạn giải quyết bắt đầu tính."),
        Page(AGREE, WordForm, path.agree, "Đã đồng ý; hồ sơ chờ quyết định."),
        Page(DOWNGRADE, DowngradeForm, _downgrade, "Đã đồng ý mức khác; khối và đơn vị được thông báo kèm lý do."),
        Page(TO_COUNCIL, WordForm, path.to_council, "Đã trình hội đồng."),
        Page(PASS_UP, PassUpForm, path.pass_up, "Đã ghi trình cấp trên; khối và đơn vị được thông báo."),
        Page(RETURN, ReturnForm, nominations.return_nomination, "Đã trả lại các phần được chọn, kèm lý do."),
        Page(REFUSE, ReasonForm, nominations.refuse_nomination, "Đã ghi không khen thưởng; khối và đơn vị được báo."),
    )
}
# What the council said is one page for both answers.
PAGES["council"] = Page(COUNCIL_AGREE, CouncilForm, _council, "Đã ghi kết quả của hội đồng.")


class NominationMoveView(ServiceFormView):
    template_name = "awards/nomination_answer.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.page = PAGES.get(kwargs["move"])
        if self.page is None:
            raise Http404
        self.nomination = get_nomination(request, kwargs["pk"])
        permissions.can_move(request.user, self.nomination, self.page.move).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        return self.page.form

    def get_form_kwargs(self):
        more = {"nomination": self.nomination} if self.page.form is DowngradeForm else {}
        return {**super().get_form_kwargs(), **more}

    def call(self, data: dict) -> Nomination:
        self.done = self.page.done
        return self.page.call(nomination_id=self.nomination.pk, by=self.request.user, **data)

    def where_next(self, nomination: Nomination) -> str:
        return reverse("awards:nomination_detail", args=[nomination.pk])

    def get_context_data(self, **kwargs):
        move = self.page.move
        heading = "Kết quả của hội đồng" if self.page.form is CouncilForm else move.label
        words = {"heading": heading, "submit_label": heading, "explanation": move.says}
        ballot = None
        if self.page.form is CouncilForm:
            ballot = results_for_nominations([self.nomination.pk]).get(self.nomination.pk)
        return super().get_context_data(nomination=self.nomination, ballot=ballot, **{**words, **kwargs})


class NominationReceiveView(LoginRequiredMixin, View):
    """Files ticked on the list, all or none."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = [whole_number(text) for text in request.POST.getlist("nomination")]
        visible = Nomination.objects.visible_to(request.user).filter(pk__in=[pk for pk in wanted if pk is not None])
        found = path.receive(nomination_ids=visible.values_list("pk", flat=True), by=request.user)
        messages.success(request, f"Đã tiếp nhận {len(found)} hồ sơ; thời hạn giải quyết bắt đầu tính.")
        return redirect("awards:list")
