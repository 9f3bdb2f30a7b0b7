"""Nominations: the list and its Excel file, the page of one file, writing and sending it."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Case, Count, DateField, F, Q, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView, ListView

from accounts import clock
from accounts.decisions import Reason
from awards import permissions, services
from awards.ballot_results import results_for_nominations
from awards.forms import whole_number
from awards.forms_files import NominationForm
from awards.models import AwardType, Nomination
from awards.nomination_reading import with_clocks
from awards.services.aims import aims_in_force
from awards.services.nominations import Details
from awards.states import CLOCKED, Mode, NominationState, SubjectClass
from awards.states_files import Origin
from awards.workbook.nominations import nominations_workbook
from blocs.access import Action, holds, reach
from blocs.models import BlocYear, Unit
from blocs.views_base import ScopedListMixin, ScopedObjectMixin, fetch
from campaigns.models import Campaign
from scoring.models import RankingRow
from scoring.states import RankingState
from scoring.workbook.cells import CONTENT_TYPE

from .base import ServiceFormView
from .nomination_page import page_of

BIGGEST_KEY = 2**63 - 1
MOST_ROWS = 5000  # of one Excel file


def get_nomination(request: HttpRequest, pk: int) -> Nomination:
    return fetch(Nomination.objects.for_decisions(), request.user, pk=min(pk, BIGGEST_KEY))


def own_campaigns(user):
    """Campaigns in which the person may nominate, the latest year first."""
    blocs = reach(user, Action.NOMINATE).bloc_year_ids
    return Campaign.objects.filter(bloc_year_id__in=blocs).order_by("-to_year", "sort_key", "pk")


def writing_units(user):
    """Units for which the person writes files."""
    return Unit.objects.filter(pk__in=reach(user, Action.NOMINATION_EDIT).unit_ids).order_by("sort_key", "pk")


def last_slip(user) -> RankingRow | None:
    """The own unit's row of the last published ranking, whose result slip it may read."""
    own = reach(user, Action.NOMINATION_EDIT).unit_ids
    rows = RankingRow.objects.filter(unit__in=own, ranking__state=RankingState.FINAL).defer(
        "details", "ranking__inputs"
    )
    rows = rows.select_related("ranking__campaign")
    return rows.order_by("-ranking__campaign__to_year", "-ranking__number", "-pk").first()


class Filtered:
    """The rows one may see, by ?state= ?award= ?bloc= ?late=1; the most overdue first, then the latest saved."""

    def filtered(self):
        user, get = self.request.user, self.request.GET
        rows = self.mine = Nomination.objects.for_decisions().select_related("agreed_type").visible_to(user)
        running = Q(state__in=CLOCKED, paused_since__isnull=True)
        late = running & Q(due_on__lt=clock.today())
        self.counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
        self.late_count = rows.filter(late).count()
        self.state = get.get("state") if get.get("state") in NominationState.values else ""
        self.award, self.bloc = whole_number(get.get("award")), whole_number(get.get("bloc"))
        self.late = get.get("late") == "1"
        rows = rows.filter(state=self.state) if self.state else rows
        rows = rows.filter(award_type_id=self.award) if self.award is not None else rows
        rows = rows.filter(campaign__bloc_year_id=self.bloc) if self.bloc is not None else rows
        rows = rows.filter(late) if self.late else rows
        due = Case(When(running, then=F("due_on")), output_field=DateField())
        return rows.annotate(runs_until=due).order_by(F("runs_until").asc(nulls_last=True), "-saved_at", "-pk")


class NominationListView(Filtered, ScopedListMixin, ListView):
    template_name = "awards/list.html"

    def get_queryset(self):
        return self.filtered()

    def get_context_data(self, **kwargs):
        user = self.request.user
        context = super().get_context_data(**kwargs)
        rows = context["object_list"] = context["page_obj"].object_list = with_clocks(list(context["object_list"]))
        blocs = BlocYear.objects.filter(pk__in=self.mine.order_by().values("campaign__bloc_year_id"))
        return context | {
            "chips": self.chips(),
            "awards": AwardType.objects.filter(pk__in=self.mine.order_by().values("award_type_id")),
            "blocs": blocs.order_by("-year", "sort_key", "pk"),
            "chosen": {"state": self.state, "award": self.award, "bloc": self.bloc, "late": self.late},
            "may_nominate": holds(user, Action.NOMINATE) and own_campaigns(user).exists(),
            "units": writing_units(user),
            "slip": last_slip(user),
            "may_decide": holds(user, Action.AWARD_DECIDE),
            "receivable": {row.pk for row in rows if permissions.can_receive(user, row)},
            "waiting": self.counts.get(NominationState.SUBMITTED, 0),
            "times": sorted(reach(user, Action.AWARD_RULES).authority_ids),
        }

    def chips(self) -> list[dict]:
        """One chip per state that there is, the late ones, and one for all."""
        here = reverse("awards:list")
        every = not self.state and not self.late
        total = {"label": "Tất cả", "count": sum(self.counts.values()), "url": here, "active": every}
        late = {"label": "Quá hạn", "count": self.late_count, "url": f"{here}?late=1", "active": self.late}
        states = [
            {"label": s.label, "count": self.counts[s], "url": f"{here}?state={s}", "active": s == self.state}
            for s in NominationState
            if self.counts.get(s) or s == self.state
        ]
        return [total, *([late] if self.late_count or self.late else []), *states]


class NominationExcelView(Filtered, LoginRequiredMixin, View):
    """The list as it is filtered on the screen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        data = nominations_workbook(with_clocks(list(self.filtered()[:MOST_ROWS])))
        response = HttpResponse(data, content_type=CONTENT_TYPE)
        response["Content-Disposition"] = 'attachment; filename="de-nghi-khen-thuong.xlsx"'
        response["Cache-Control"] = "no-store, private"
        return response


class NominationDetailView(ScopedObjectMixin, DetailView):
    queryset = Nomination.objects.for_decisions().select_related(
        "ranking_row__ranking", "saved_by", "submitted_by", "record__decision", "agreed_type", "movement", "person"
    )
    template_name = "awards/nomination.html"

    def get_object(self, queryset=None):
        self.kwargs["pk"] = min(self.kwargs["pk"], BIGGEST_KEY)
        return super().get_object(queryset)

    def get_context_data(self, **kwargs):
        ballot = results_for_nominations([self.object.pk]).get(self.object.pk)
        return super().get_context_data(**kwargs, ballot=ballot, **page_of(self.request.user, self.object))


class NominationFormView(ServiceFormView):
    form_class = NominationForm
    template_name = "awards/nomination_form.html"
    submit_label = "Lưu bản nháp"
    done = "Đã lưu bản nháp. Tiếp theo: kiểm tra lại rồi gửi đề nghị."
    unit = None  # a unit that writes about itself

    def get_form_kwargs(self):
        more = {"campaign": self.campaign, "unit": self.unit, "user": self.request.user}
        return {**super().get_form_kwargs(), **more}

    def call(self, data: dict) -> Nomination:
        row, person, movement = data["ranking_row"], data.get("person"), data["movement"]
        details = Details(
            person_id=person.pk if person else None,
            subject_class=data["subject_class"] or SubjectClass.COLLECTIVE,
            mode=data["mode"] or Mode.REGULAR,
            movement_id=movement.pk if movement else None,
            **{name: data[name] for name in ("from_day", "to_day", "occasion", "background", "measures")},
        )
        return services.save_nomination(
            campaign_id=self.campaign.pk,
            unit_id=(self.unit or data["unit"]).pk,
            award_type_id=data["award_type"].pk,
            subject=data["subject"],
            achievement=data["achievement"],
            ranking_row_id=row.pk if row else None,
            details=details,
            by=self.request.user,
            **self.target(data),
        )

    def target(self, data: dict) -> dict:
        return {"origin": Origin.UNIT} if self.unit else {}

    def where_next(self, nomination: Nomination) -> str:
        return reverse("awards:nomination_detail", args=[nomination.pk])

    def get_context_data(self, **kwargs):
        registered = aims_in_force(self.campaign.pk)
        if self.unit:
            registered = [aim for aim in registered if aim.registration.unit_id == self.unit.pk]
        return super().get_context_data(campaign=self.campaign, registered=registered, of_unit=self.unit, **kwargs)


class NominationCreateView(NominationFormView):
    """?campaign= chooses one of the campaigns one leads; the latest otherwise."""

    heading = "Đề nghị khen thưởng mới"
    here = "awards:nomination_create"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.campaigns = self.choices(**kwargs)
        self.campaign = self.choose()
        return super().dispatch(request, *args, **kwargs)

    def choices(self) -> list[Campaign]:
        return list(own_campaigns(self.request.user))

    def choose(self) -> Campaign:
        wanted = whole_number(self.request.GET.get("campaign"))
        if "campaign" in self.request.GET:
            return next((row for row in self.campaigns if row.pk == wanted), None) or self.nothing()
        return self.campaigns[0] if self.campaigns else self.nothing()

    def nothing(self):
        permissions.only_if(holds(self.request.user, Action.NOMINATE), Reason.NOT_YOUR_ROLE).enforce()
        raise Http404

    def get_context_data(self, **kwargs):
        chips = [
            {"label": row.title, "url": f"{self.request.path}?campaign={row.pk}", "active": row == self.campaign}
            for row in self.campaigns[:12]
        ]
        return super().get_context_data(chips=chips if len(chips) > 1 else [], **kwargs)


class FileCreateView(NominationCreateView):
    """A unit writes its own file; ?campaign= chooses one of the campaigns it takes part in."""

    heading = "Hồ sơ đề nghị khen thưởng mới"
    done = "Đã lưu hồ sơ. Tiếp theo: kèm tài liệu, đánh dấu thành phần hồ sơ rồi để thủ trưởng gửi."

    def choices(self, unit_pk: int) -> list[Campaign]:
        permissions.can_write_file(self.request.user, permissions.Scope(unit_id=unit_pk)).enforce()
        self.unit = fetch(Unit.objects.all(), self.request.user, pk=unit_pk)
        rows = Campaign.objects.visible_to(self.request.user).filter(bloc_year__memberships__unit=self.unit)
        return list(rows.distinct().order_by("-to_year", "sort_key", "pk"))

    def nothing(self):
        raise Http404


class NominationUpdateView(NominationFormView):
    heading = "Sửa đề nghị khen thưởng"
    submit_label = "Lưu"
    done = "Đã lưu đề nghị. Tiếp theo: kiểm tra lại rồi gửi."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.nomination = get_nomination(request, kwargs["pk"])
        permissions.can_edit(request.user, self.nomination).enforce()
        self.campaign = self.nomination.campaign
        self.unit = self.nomination.unit if self.nomination.origin == Origin.UNIT else None
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "open_parts": permissions.editable_parts(self.nomination)}

    def get_initial(self):
        return NominationForm.initial_of(self.nomination)

    def target(self, data: dict) -> dict:
        return {"nomination_id": self.nomination.pk, "expected_version": data["version"]}

    def get_context_data(self, **kwargs):
        return super().get_context_data(nomination=self.nomination, **kwargs)


class NominationSubmitView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        nomination = services.submit_nomination(nomination_id=get_nomination(request, pk).pk, by=request.user)
        to_board = nomination.state == NominationState.SUBMITTED
        where = "cơ quan thi đua, khen thưởng" if to_board else "khối"
        messages.success(request, f"Đã gửi đề nghị đến {where}.")
        return redirect("awards:nomination_detail", nomination.pk)
