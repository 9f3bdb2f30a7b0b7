"""Checklists: of any candidate, of a file, a person's word on a condition; who could be proposed next."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View

from accounts import clock
from accounts.decisions import Reason, Refused, only_if
from awards.eligibility import Candidature, Checklist, checklist, checklist_of
from awards.eligibility_next import Subject, outlooks
from awards.forms import whole_number
from awards.forms_registers import CandidateForm, JudgeForm
from awards.models import AwardType, EligibilityOverride, Nomination, Person, PersonPlace
from awards.permissions_registers import MISSING, MeritReason, can_judge, can_judge_any, reads_holds
from awards.services.eligibility import judge_finding, read_frozen
from blocs.access import Action, granted, reach
from blocs.models import Authority, BlocYear, Membership, Unit
from blocs.scope import Scope
from blocs.views_base import fetch
from campaigns.models import Campaign

from .base import ServiceFormView
from .merit import BIGGEST_KEY, unit_to_read

MOST_PEOPLE = 300


def chosen_year(request: HttpRequest) -> int:
    year = whole_number(request.GET.get("nam"))
    return year if year and 1990 <= year <= 2100 else clock.today().year


class CandidateView(LoginRequiredMixin, View):
    """The checklist of a unit, or of a person of it, for an award and a year. A bloc's leader asks about its members,
    not about their people."""

    def get(self, request: HttpRequest, unit_pk: int) -> HttpResponse:
        self.unit = fetch(Unit.objects.all(), request.user, pk=min(unit_pk, BIGGEST_KEY))
        self.own = reads_holds(request.user, self.unit)
        if not self.own and not self.led():
            raise Http404
        asked = request.GET if "award" in request.GET else None
        form = CandidateForm(asked, unit=self.unit, people=self.own)
        context = {
            "unit": self.unit,
            "form": form,
            "types": form.fields["award"].queryset,
            "people": form.fields["person"].queryset,
            "own": self.own,
            "year": chosen_year(request),
        }
        if form.is_bound and form.is_valid() and form.cleaned_data["award"]:
            context |= self.answer(form.cleaned_data)
        return render(request, "awards/eligibility.html", context, status=422 if form.errors else 200)

    def led(self) -> bool:
        blocs = reach(self.request.user, Action.NOMINATE).bloc_year_ids
        return Membership.objects.filter(unit=self.unit, bloc_year_id__in=blocs).exists()

    def answer(self, data: dict) -> dict:
        year = data["year"] or clock.today().year
        campaigns = Campaign.objects.filter(bloc_year__memberships__unit=self.unit, to_year=year)
        candidate = Candidature(self.unit, data["person"], data["award"], year, campaigns.order_by("pk").first())
        made = checklist(candidate, authority_id=self.unit.authority_id, on=clock.today(), reader=self.request.user)
        return {"checklist": made, "year": year, "chosen": data}


def get_nomination(request: HttpRequest, pk: int) -> Nomination:
    """A file one reads: those of the bloc who only know that it was approved do not. Raises Http404."""
    rows = Nomination.objects.for_decisions().select_related("person").readable_by(request.user)
    return get_object_or_404(rows, pk=min(pk, BIGGEST_KEY))


class NominationChecklistView(LoginRequiredMixin, View):
    """The checklist of a file today, the ones frozen when it was sent, and what people said of its conditions."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        nomination = get_nomination(request, pk)
        user = request.user
        frozen = nomination.eligibility.select_related("by", "nomination__unit").order_by("-pk")
        context = {
            "nomination": nomination,
            "checklist": checklist_of(nomination, user),
            "frozen": [(row, read_frozen(row, user)) for row in frozen[:5]],
            "judge": nomination if can_judge_any(user, nomination) else None,
            "sets_aside": bool(can_judge(user, nomination, MISSING)),
        }
        return render(request, "awards/nomination_checklist.html", context)


class JudgeView(ServiceFormView):
    form_class = JudgeForm
    template_name = "awards/eligibility_judge.html"
    heading = "Kết luận về một điều kiện"
    submit_label = "Ghi kết luận"
    explanation = "Kết luận kèm lý do hiện ở hồ sơ và không sửa được; kết luận sau thay cho kết luận trước."
    done = "Đã ghi kết luận."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.nomination = get_nomination(request, kwargs["pk"])
        made: Checklist = checklist_of(self.nomination, request.user)
        self.finding = made.find(kwargs["key"])
        if self.finding is None:
            raise Refused(Reason.OUT_OF_REACH)
        only_if(not self.finding.untold, MeritReason.NO_SUCH_FINDING).enforce()
        can_judge(request.user, self.nomination, self.finding).enforce()
        return super().dispatch(request, *args, **kwargs)

    def call(self, data: dict) -> EligibilityOverride:
        return judge_finding(nomination_id=self.nomination.pk, key=self.kwargs["key"], by=self.request.user, **data)

    def where_next(self, row: EligibilityOverride) -> str:
        return reverse("awards:nomination_checklist", args=[self.nomination.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(nomination=self.nomination, finding=self.finding, **kwargs)


class ProspectsView(LoginRequiredMixin, View):
    """Subclasses name what is looked at: ``of(pk)`` → (authority id, title, subjects)."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        year = chosen_year(request)
        authority_id, title, subjects = self.of(min(pk, BIGGEST_KEY))
        award = whole_number(request.GET.get("danh-hieu"))
        rows = outlooks(
            subjects, authority_id=authority_id, year=year, on=clock.today(), reader=request.user, award_type_id=award
        )
        types = AwardType.objects.valid_on(clock.today()).filter(subject_words="")
        context = {"title": title, "rows": rows, "year": year, "types": types, "award": award, "people": len(subjects)}
        return render(request, "awards/prospects.html", context | self.more())

    def more(self) -> dict:
        return {}


class UnitProspectsView(ProspectsView):
    """The unit itself and everybody of the register who works there today."""

    def of(self, pk: int) -> tuple[int, str, list[Subject]]:
        self.unit = unit_to_read(self.request, pk)
        here = PersonPlace.objects.on(clock.today()).filter(unit=self.unit).order_by().values("person_id")
        people = Person.objects.filter(pk__in=here).order_by("sort_key", "pk")[:MOST_PEOPLE]
        return self.unit.authority_id, self.unit.name, [(self.unit, None), *((self.unit, one) for one in people)]

    def more(self) -> dict:
        return {"unit": self.unit, "most": MOST_PEOPLE}


class BlocProspectsView(ProspectsView):
    """Units of a bloc's year, for who proposes in it and the standing office."""

    def of(self, pk: int) -> tuple[int, str, list[Subject]]:
        row = fetch(BlocYear.objects.select_related("bloc"), self.request.user, pk=pk)
        scope = Scope(authority_id=row.bloc.authority_id, bloc_year_id=row.pk)
        granted(self.request.user, Action.NOMINATION_VIEW, scope).enforce()
        members = Membership.objects.on(clock.today()).filter(bloc_year=row).order_by().values("unit_id")
        units = Unit.objects.filter(pk__in=members).order_by("sort_key", "pk")
        return row.bloc.authority_id, row.name, [(unit, None) for unit in units]


class AuthorityProspectsView(ProspectsView):
    """Units of an authority, for its standing office."""

    def of(self, pk: int) -> tuple[int, str, list[Subject]]:
        row = fetch(Authority.objects.all(), self.request.user, pk=pk)
        granted(self.request.user, Action.AWARD_VIEW, row).enforce()
        units = Unit.objects.filter(authority=row).at_work().order_by("sort_key", "pk")[:MOST_PEOPLE]
        return row.pk, row.name, [(unit, None) for unit in units]

    def more(self) -> dict:
        return {"most": MOST_PEOPLE}
