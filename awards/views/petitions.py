"""Petitions: a unit's own, those to answer, their days."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView, ListView

from accounts import clock
from accounts.files import private_download
from awards import permissions_petitions as rights
from awards.forms_petitions import PetitionAnswerForm, PetitionForm, PetitionRuleForm
from awards.models import Petition, PetitionRule
from awards.petitionable import Subject, rule_of, subjects_of
from awards.services import petitions
from awards.states_petitions import ACCEPT, OF_SCORES, WITHDRAW, PetitionOutcome
from blocs.access import Action, reach
from blocs.models import Authority, Unit
from blocs.views_base import ScopedListMixin, ScopedObjectMixin, fetch

from .base import ServiceFormView

BIGGEST_KEY = 2**63 - 1
LONGEST = dt.timedelta(days=365)  # no window is longer (PetitionRule)


class PetitionListView(ScopedListMixin, ListView):
    queryset = Petition.objects.for_decisions().order_by("-sent_at", "-pk")
    template_name = "awards/petitions.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        authorities = reach(user, Action.AWARD_DECIDE).authority_ids
        return super().get_context_data(
            units=Unit.objects.filter(pk__in=reach(user, Action.PETITION_SEND).unit_ids).order_by("sort_key"),
            authorities=Authority.objects.filter(pk__in=authorities).order_by("sort_key"),
            **kwargs,
        )


def get_petition(request: HttpRequest, pk: int) -> Petition:
    return fetch(Petition.objects.for_decisions(), request.user, pk=min(pk, BIGGEST_KEY))


class PetitionView(ScopedObjectMixin, DetailView):
    queryset = Petition.objects.for_decisions().select_related("sent_by", "accepted_by", "answered_by", "line")
    template_name = "awards/petition.html"

    def get_object(self, queryset=None):
        self.kwargs["pk"] = min(self.kwargs["pk"], BIGGEST_KEY)
        return super().get_object(queryset)

    def get_context_data(self, **kwargs):
        user, row = self.request.user, self.object
        changed = row.outcome == PetitionOutcome.CHANGED and row.about in OF_SCORES
        extra = {
            "may_accept": rights.can_accept(user, row),
            "may_answer": rights.can_answer(user, row),
            "may_withdraw": rights.can_withdraw(user, row),
            "moves": {"accept": ACCEPT, "withdraw": WITHDRAW},
            "correct_sheet": row.line.sheet_id if changed and row.line and rights.answers(user, row) else None,
        }
        return super().get_context_data(**kwargs, **extra)


class PetitionCreateView(ServiceFormView):
    """The head of a unit; ?ve= chooses what it is about."""

    form_class = PetitionForm
    template_name = "awards/petition_form.html"
    heading = "Kiến nghị mới"
    submit_label = "Gửi kiến nghị"
    done = "Đã gửi kiến nghị; số biên nhận và thời điểm gửi ghi ở trang này."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.unit_id = kwargs["unit_pk"]
        rights.can_send(request.user, self.unit_id).enforce()
        self.subjects = open_subjects(self.unit_id)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "subjects": self.subjects}

    def get_initial(self):
        return {"subject": self.request.GET.get("ve", "")[:40]}

    def call(self, data: dict) -> Petition:
        about, _, subject_id = data["subject"].partition("-")
        return petitions.send_petition(
            unit_id=self.unit_id,
            about=about,
            subject_id=int(subject_id),
            text=data["text"],
            file=data["file"],
            by=self.request.user,
        )

    def where_next(self, petition: Petition) -> str:
        return reverse("awards:petition", args=[petition.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            unit=Unit.objects.get(pk=self.unit_id),
            subjects=self.subjects,
            rules=rules_of(self.subjects),
            **kwargs,
        )


def open_subjects(unit_id: int) -> list[Subject]:
    """What the unit may still petition about today, with the days of each authority."""
    rows = subjects_of(unit_id, clock.today() - LONGEST)
    days = {pk: rule_of(pk).window_days for pk in {row.authority_id for row in rows}}
    return [row for row in rows if clock.today() <= row.day + dt.timedelta(days=days[row.authority_id])]


def rules_of(subjects: list[Subject]) -> list[PetitionRule]:
    return [rule_of(pk) for pk in sorted({row.authority_id for row in subjects})]


class PetitionMoveView(LoginRequiredMixin, View):
    http_method_names = ["post"]
    service = None
    done = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        petition = get_petition(request, pk)
        type(self).service(petition_id=petition.pk, by=request.user)
        messages.success(request, self.done)
        return redirect("awards:petition", petition.pk)


class PetitionAcceptView(PetitionMoveView):
    service = staticmethod(petitions.accept_petition)
    done = "Đã nhận xem xét; đơn vị được báo."


class PetitionWithdrawView(PetitionMoveView):
    service = staticmethod(petitions.withdraw_petition)
    done = "Đã rút kiến nghị."


class PetitionAnswerView(ServiceFormView):
    form_class = PetitionAnswerForm
    template_name = "awards/petition_answer.html"
    heading = "Trả lời kiến nghị"
    submit_label = "Gửi trả lời"
    explanation = "Câu trả lời kèm lý do được gửi cho đơn vị và không sửa được nữa. Điểm đã công bố chỉ thay đổi bằng thủ tục đính chính."
    done = "Đã trả lời kiến nghị."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.petition = get_petition(request, kwargs["pk"])
        rights.can_answer(request.user, self.petition).enforce()
        return super().dispatch(request, *args, **kwargs)

    def call(self, data: dict) -> Petition:
        return petitions.answer_petition(petition_id=self.petition.pk, by=self.request.user, **data)

    def where_next(self, petition: Petition) -> str:
        return reverse("awards:petition", args=[petition.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(petition=self.petition, **kwargs)


class PetitionFileView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, pk: int):
        petition = get_petition(request, pk)
        if not petition.file:
            raise Http404
        return private_download(petition.file, name=petition.file_name, content_type=petition.content_type)


class PetitionRuleView(ServiceFormView):
    form_class = PetitionRuleForm
    heading = "Thời hạn kiến nghị"
    submit_label = "Lưu"
    done = "Đã lưu thời hạn kiến nghị."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.authority = fetch(Authority.objects.all(), request.user, pk=min(kwargs["pk"], BIGGEST_KEY))
        rights.can_set_days(request.user, self.authority).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": rule_of(self.authority.pk)}

    def call(self, data: dict) -> PetitionRule:
        return petitions.set_petition_days(authority=self.authority, by=self.request.user, **data)

    def where_next(self, rule: PetitionRule) -> str:
        return reverse("awards:petitions")
