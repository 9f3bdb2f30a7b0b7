"""Ballots: the list, setting one up, its page in every state, its moves."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView, ListView

from accounts import clock
from accounts.models import User
from accounts.posted import posted_text
from awards import permissions_ballots as rights
from awards.ballot_results import marks_by_name, results_of
from awards.forms_ballots import BallotForm, CandidateForm, NewBallotForm
from awards.models import Ballot, CouncilSession, Nomination, Recusal
from awards.services import ballot_life, ballots, casting, counting
from awards.services.ballot_voters import member_units
from awards.states import LIVE
from awards.states_ballots import CANCEL, CLOSE, DROP, OPEN, PUBLISH
from awards.turnout import share_words, turnout_of
from blocs.models import Membership, Post, Unit
from blocs.views_base import ScopedListMixin, ScopedObjectMixin, fetch
from campaigns.models import Campaign

from .base import ServiceFormView

BIGGEST_KEY = 2**63 - 1


def get_ballot(request: HttpRequest, pk: int) -> Ballot:
    return fetch(Ballot.objects.for_decisions(), request.user, pk=min(pk, BIGGEST_KEY))


def nominations_for(ballot_place: Campaign | CouncilSession):
    """What may be put to the vote here: live nominations of the campaign, or those on the agenda of the session."""
    rows = Nomination.objects.filter(state__in=LIVE).select_related("award_type").order_by("award_type__order", "pk")
    if isinstance(ballot_place, Campaign):
        return rows.filter(campaign=ballot_place)
    return rows.filter(council_items__session=ballot_place)


def people_near(ballot: Ballot):
    """Accounts that may vote or count here: of the member units, of the authority, of the council."""
    units = Membership.objects.on(clock.today()).filter(bloc_year_id=ballot.access_scope().bloc_year_id)
    posts = Post.objects.live(clock.today())
    near = posts.filter(unit_id__in=units.order_by().values("unit_id")) | posts.filter(authority_id=ballot.authority_id)
    users = User.objects.filter(pk__in=near.order_by().values("user_id"), is_active=True)
    if ballot.session_id:
        seats = ballot.session.council.members.on(clock.today())
        users = users | User.objects.filter(pk__in=seats.order_by().values("user_id"), is_active=True)
    return users.order_by("full_name", "pk")


class BallotListView(ScopedListMixin, ListView):
    """?ke-hoach= keeps one campaign."""

    queryset = Ballot.objects.for_decisions().annotate(
        voters_count=Count("voters", distinct=True), candidates_count=Count("candidates", distinct=True)
    )
    template_name = "awards/ballots.html"

    def get_queryset(self):
        rows = super().get_queryset().order_by("-created_at", "-pk")
        campaign = self.campaign()
        return rows.filter(campaign=campaign) if campaign else rows

    def campaign(self) -> Campaign | None:
        key = self.request.GET.get("ke-hoach", "")
        if not (key.isascii() and key.isdecimal()) or int(key) > BIGGEST_KEY:
            return None
        return Campaign.objects.visible_to(self.request.user).filter(pk=int(key)).first()

    def get_context_data(self, **kwargs):
        campaign = self.campaign() or getattr(getattr(self.request, "frame", None), "campaign", None)
        may = campaign is not None and rights.can_create(self.request.user, campaign)
        return super().get_context_data(campaign=campaign, may_create=may, **kwargs)


class BallotCreateView(ServiceFormView):
    """Of a campaign, or (``of_session``) of a council's session."""

    form_class = NewBallotForm
    template_name = "awards/ballot_form.html"
    heading = "Lập cuộc bỏ phiếu"
    submit_label = "Lập"
    explanation = "Sau bước này là tỷ lệ, giờ kết thúc, ứng viên và cử tri; cử tri chỉ biết khi cuộc bỏ phiếu được mở."
    done = "Đã lập cuộc bỏ phiếu. Hãy kiểm tra tỷ lệ, ứng viên, cử tri rồi mở."
    of_session = False

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        rows = CouncilSession.objects.for_decisions() if self.of_session else Campaign.objects.all()
        self.place = fetch(rows, request.user, pk=min(kwargs["pk"], BIGGEST_KEY))
        rights.can_create(request.user, self.place).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        meetings = None if self.of_session else self.place.meetings.all()
        return {**super().get_form_kwargs(), "meetings": meetings, "nominations": nominations_for(self.place)}

    def call(self, data: dict) -> Ballot:
        return ballots.create_ballot(place=self.place, by=self.request.user, **data)

    def where_next(self, ballot: Ballot) -> str:
        return reverse("awards:ballot_update", args=[ballot.pk])


class BallotView(ScopedObjectMixin, DetailView):
    """One page in every state: what is set up, how many have voted, what was counted."""

    queryset = Ballot.objects.for_decisions().select_related("run_off_of", "opened_by", "ended_by", "count")
    template_name = "awards/ballot.html"
    context_object_name = "ballot"

    def get_object(self, queryset=None):
        self.kwargs["pk"] = min(self.kwargs["pk"], BIGGEST_KEY)
        return super().get_object(queryset)

    def get_context_data(self, **kwargs):
        user, ballot, now = self.request.user, self.object, clock.now()
        voter = rights.voter_of(user, ballot)
        context = {
            "share": share_words(ballot),
            "turnout": turnout_of(ballot),
            "candidates": list(ballot.candidates.select_related("award_type", "unit")),
            "voter": voter,
            "may_cast": rights.can_cast(ballot, voter, at=now),
            "over": ballot.closes_at is not None and now >= ballot.closes_at,
            "may_change": rights.can_change(user, ballot),
            "may_count": rights.can_count(user, ballot),
            "may_hand_out": rights.can_hand_out(user, ballot) and ballot.first_counter_id,
            "absent": absent_of(user, ballot),
            "moves": moves_of(user, ballot),
            "close_answer": counting.can_close(user, ballot, at=now) if ballot.opened_at else None,
            "follows": rights.follows(user, ballot),
            "problems": problems_of(ballot, now),
            "again": ballot.run_offs.order_by("pk"),
        }
        return super().get_context_data(**context, **results_context(user, ballot), **kwargs)


def absent_of(user: User, ballot: Ballot) -> list:
    """Absent voters whose written opinion may still be entered here."""
    if not casting.can_take_opinion(user, ballot):
        return []
    return list(ballot.voters.filter(present=False, participation__isnull=True).order_by("name", "pk"))


def moves_of(user: User, ballot: Ballot) -> dict:
    return {move.name: move for move in (OPEN, CLOSE, PUBLISH, DROP, CANCEL) if rights.can_move(user, ballot, move)}


def problems_of(ballot: Ballot, now) -> list:
    """What still stands against opening a draft."""
    answers = ballot_life.ready(ballot, now) if ballot.state == "draft" else []
    return [answer for answer in answers if not answer]


def results_context(user: User, ballot: Ballot) -> dict:
    """Results for whom they are open; who took part only for who follows the bloc."""
    context: dict = {"recusals": recusals_of(ballot)}
    if rights.can_see_results(user, ballot):
        rows = results_of(ballot)
        tied = [row.candidate.pk for row in rows if row.tied]
        failed = [row.candidate.pk for row in rows if not row.passed]
        free = ballot.max_choices is None or sum(row.passed for row in rows) < ballot.max_choices
        context |= {
            "results": rows,
            "unanimous": [row.candidate for row in rows if row.agree + row.disagree + row.blank > 1 and _alike(row)],
            "again_ids": tied or (failed if free else []),
            "undecided": bool(tied) or not any(row.passed for row in rows),
            "may_run_off": rights.manages(user, ballot),
            "named": marks_by_name(ballot),
        }
    if rights.can_see_participants(user, ballot):
        context["participants"] = ballot.voters.select_related("participation", "opinion").order_by("name", "pk")
    return context


def _alike(row) -> bool:
    """Everybody who voted on it said the same: the result tells each one's vote."""
    return max(row.agree, row.disagree, row.blank) == row.agree + row.disagree + row.blank


def recusals_of(ballot: Ballot) -> list:
    return list(Recusal.objects.filter(candidate__ballot=ballot).select_related("voter", "candidate"))


class DraftFormView(ServiceFormView):
    """A form on a draft: 404 out of reach, 403 with its reason once it is open."""

    template_name = "awards/ballot_form.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.ballot = get_ballot(request, kwargs["pk"])
        rights.can_change(request.user, self.ballot).enforce()
        return super().dispatch(request, *args, **kwargs)

    def where_next(self, target) -> str:
        return reverse("awards:ballot", args=[self.ballot.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(ballot=self.ballot, **kwargs)


class BallotUpdateView(DraftFormView):
    form_class = BallotForm
    heading = "Tỷ lệ, thời gian, tổ kiểm phiếu"
    submit_label = "Lưu"
    done = "Đã lưu."

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.ballot, "people": people_near(self.ballot)}

    def form_valid(self, form):
        self.values = form.values()
        return super().form_valid(form)

    def call(self, data: dict) -> Ballot:
        seen = posted_text(self.request, "seen")
        expected = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else self.ballot.version
        return ballots.save_ballot(
            ballot_id=self.ballot.pk, expected_version=expected, by=self.request.user, **self.values
        )


class CandidateView(DraftFormView):
    form_class = CandidateForm
    heading = "Thêm ứng viên"
    submit_label = "Thêm"
    done = "Đã thêm."

    def get_form_kwargs(self):
        here = self.ballot.campaign or self.ballot.session
        units = Unit.objects.filter(pk__in=[unit.pk for unit in member_units(self.ballot)]).order_by("sort_key")
        taken = self.ballot.candidates.filter(nomination__isnull=False).values("nomination_id")
        rows = nominations_for(here).exclude(pk__in=taken)
        return {**super().get_form_kwargs(), "nominations": rows, "units": units}

    def call(self, data: dict) -> Ballot:
        return ballots.add_candidates(ballot_id=self.ballot.pk, by=self.request.user, **data)


class CandidateRemoveView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, candidate_pk: int) -> HttpResponse:
        ballot = get_ballot(request, pk)
        ballots.remove_candidate(ballot_id=ballot.pk, candidate_id=min(candidate_pk, BIGGEST_KEY), by=request.user)
        return redirect("awards:ballot", ballot.pk)


class BallotMoveView(LoginRequiredMixin, View):
    http_method_names = ["post"]
    service = None
    done = ""
    with_reason = False

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        ballot = get_ballot(request, pk)
        reason = {"reason": posted_text(request, "reason")} if self.with_reason else {}
        type(self).service(ballot_id=ballot.pk, by=request.user, **reason)
        messages.success(request, self.done)
        return redirect("awards:ballot", ballot.pk)


class OpenView(BallotMoveView):
    service = staticmethod(ballot_life.open_ballot)
    done = "Đã mở bỏ phiếu; cử tri được báo."


class CloseView(BallotMoveView):
    service = staticmethod(counting.close_ballot)
    done = "Đã kết thúc và kiểm phiếu."


class PublishView(BallotMoveView):
    service = staticmethod(ballot_life.publish_ballot)
    done = "Đã công bố kết quả."


class DropView(BallotMoveView):
    service = staticmethod(ballot_life.drop_ballot)
    done = "Đã bỏ cuộc bỏ phiếu."
    with_reason = True


class CancelView(BallotMoveView):
    service = staticmethod(ballot_life.cancel_ballot)
    done = "Đã hủy cuộc bỏ phiếu; cử tri được báo."
    with_reason = True


class RunOffView(LoginRequiredMixin, View):
    """The candidates ticked on the result page, the ones of equal votes ticked beforehand."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        ballot = get_ballot(request, pk)
        sent = request.POST.getlist("candidate")
        chosen = [int(key) for key in sent if key.isascii() and key.isdecimal() and int(key) <= BIGGEST_KEY]
        again = ballot_life.start_run_off(ballot_id=ballot.pk, candidate_ids=chosen, by=request.user)
        messages.success(request, "Đã lập cuộc bỏ phiếu lại. Hãy ghi giờ kết thúc rồi mở.")
        return redirect("awards:ballot_update", again.pk)
