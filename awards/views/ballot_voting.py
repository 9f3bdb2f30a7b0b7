"""Voting, the count of who took part, paper ballots and written opinions."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.decisions import Reason, only_if
from accounts.files import private_download
from awards import permissions_ballots as rights
from awards.forms_ballots import OpinionForm, PaperForm, VoteForm
from awards.models import BallotVoter, WrittenOpinion
from awards.services import casting, counting
from awards.turnout import share_words, turnout_of

from .ballots import BIGGEST_KEY, get_ballot
from .base import ServiceFormView

# Nothing of a vote stays in the browser's history, nor in the report of an error.
_private = [method_decorator(never_cache, "dispatch"), method_decorator(sensitive_post_parameters(), "dispatch")]


def _voting(view):
    for decorate in _private:
        view = decorate(view)
    return view


class BallotFormView(ServiceFormView):
    """A form on a visible ballot, after ``may(user, ballot)``."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.ballot = get_ballot(request, kwargs["pk"])
        self.prepare(request)
        return super().dispatch(request, *args, **kwargs)

    def where_next(self, target) -> str:
        return reverse("awards:ballot", args=[self.ballot.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(ballot=self.ballot, share=share_words(self.ballot), **kwargs)


@_voting
class CastView(BallotFormView):
    form_class = VoteForm
    template_name = "awards/ballot_cast.html"
    submit_label = "Gửi phiếu"
    done = "Đã ghi nhận phiếu của bạn. Phiếu không xem lại và không sửa được."

    def prepare(self, request: HttpRequest) -> None:
        self.voter = rights.voter_of(request.user, self.ballot)
        rights.can_cast(self.ballot, self.voter, at=clock.now()).enforce()
        self.candidates = list(self.ballot.candidates.select_related("award_type"))
        self.offered = casting.offered_to(self.voter, self.candidates)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "candidates": self.offered}

    def form_valid(self, form):
        self.marks = form.marks()
        return super().form_valid(form)

    def call(self, data: dict):
        return casting.cast_vote(ballot_id=self.ballot.pk, marks=self.marks, by=self.request.user)

    def get_context_data(self, **kwargs):
        kept = [row for row in self.candidates if row not in self.offered]
        return super().get_context_data(kept=kept, turnout=turnout_of(self.ballot), **kwargs)


class TurnoutView(LoginRequiredMixin, View):
    """The bar alone, asked for again and again by the page."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "awards/_ballot_turnout.html", turnout_context(get_ballot(request, pk)))


class ScreenView(LoginRequiredMixin, View):
    """For the projector: what is voted on and how many have."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        ballot = get_ballot(request, pk)
        context = turnout_context(ballot) | {"candidates": ballot.candidates.select_related("award_type")}
        return render(request, "awards/ballot_screen.html", context)


def turnout_context(ballot) -> dict:
    over = ballot.closes_at is not None and clock.now() >= ballot.closes_at
    return {"ballot": ballot, "turnout": turnout_of(ballot), "over": over, "live": ballot.state == "open"}


class PaperView(LoginRequiredMixin, View):
    """Who gets a paper ballot; the page shows those who have not voted yet, to who runs the ballot alone."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        ballot = self._ballot(request, pk)
        rows = ballot.voters.filter(present=True).select_related("participation").order_by("name", "pk")
        waiting = [row for row in rows if not hasattr(row, "participation")]
        handed = [row for row in rows if hasattr(row, "participation") and row.participation.channel == "paper"]
        context = {"ballot": ballot, "waiting": waiting, "handed": handed}
        return render(request, "awards/ballot_paper.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        ballot = self._ballot(request, pk)
        key = request.POST.get("voter", "")
        voter = int(key) if key.isascii() and key.isdecimal() and int(key) <= BIGGEST_KEY else 0
        casting.hand_out_paper(ballot_id=ballot.pk, voter_id=voter, by=request.user)
        return redirect("awards:ballot_paper", ballot.pk)

    def _ballot(self, request: HttpRequest, pk: int):
        ballot = get_ballot(request, pk)
        rights.can_hand_out(request.user, ballot).enforce()
        only_if(ballot.first_counter_id, rights.BallotReason.NO_COUNTERS).enforce()
        return ballot


@_voting
class CountView(BallotFormView):
    """One counter's reading of the paper ballots; the other's is compared, not shown."""

    form_class = PaperForm
    template_name = "awards/ballot_count.html"
    heading = "Kết quả phiếu giấy"
    submit_label = "Lưu kết quả tôi đã đếm"
    done = "Đã lưu kết quả bạn đã đếm."

    def prepare(self, request: HttpRequest) -> None:
        rights.can_count(request.user, self.ballot).enforce()
        self.candidates = list(self.ballot.candidates.all())
        self.readings = counting.readings_of(self.ballot)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "candidates": self.candidates}

    def get_initial(self):
        mine = self.readings.get(self.request.user.pk)
        if mine is None:
            return {}
        names = ("agree", "disagree", "blank")
        figures = {
            f"{name}_{pk}": number for pk, line in mine.lines.items() for name, number in zip(names, line, strict=True)
        }
        return {"returned": mine.returned, "invalid": mine.invalid, **figures}

    def form_valid(self, form):
        self.reading = form.reading()
        return super().form_valid(form)

    def call(self, data: dict):
        return counting.enter_paper(ballot_id=self.ballot.pk, reading=self.reading, by=self.request.user)

    def where_next(self, target) -> str:
        return reverse("awards:ballot_count", args=[self.ballot.pk])

    def get_context_data(self, **kwargs):
        differ = counting.differences(self.readings, self.candidates)
        entered = len(self.readings)
        mine = self.request.user.pk in self.readings
        return super().get_context_data(
            differ=differ, entered=entered, mine=mine, handed=counting.paper_voters(self.ballot), **kwargs
        )


@_voting
class OpinionView(BallotFormView):
    """An absent member's written opinion: by name."""

    form_class = OpinionForm
    template_name = "awards/ballot_opinion.html"
    heading = "Ý kiến bằng văn bản"
    submit_label = "Ghi ý kiến"
    done = "Đã ghi ý kiến bằng văn bản."

    def prepare(self, request: HttpRequest) -> None:
        casting.can_take_opinion(request.user, self.ballot).enforce()
        key = min(self.kwargs["voter_pk"], BIGGEST_KEY)
        self.voter: BallotVoter | None = self.ballot.voters.filter(pk=key).first()
        if self.voter is None:
            raise Http404

    def get_form_kwargs(self):
        offered = casting.offered_to(self.voter, list(self.ballot.candidates.all()))
        return {**super().get_form_kwargs(), "candidates": offered}

    def form_valid(self, form):
        self.marks = form.marks()
        return super().form_valid(form)

    def call(self, data: dict):
        return casting.enter_opinion(
            ballot_id=self.ballot.pk,
            voter_id=self.voter.pk,
            marks=self.marks,
            file=data["file"],
            by=self.request.user,
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(voter=self.voter, **kwargs)


class OpinionFileView(LoginRequiredMixin, View):
    """The scan, for who may know who took part."""

    def get(self, request: HttpRequest, pk: int, voter_pk: int):
        ballot = get_ballot(request, pk)
        only_if(rights.follows(request.user, ballot), Reason.NOT_YOUR_ROLE).enforce()
        rights.can_see_participants(request.user, ballot).enforce()
        row = WrittenOpinion.objects.filter(voter__ballot=ballot, pk=min(voter_pk, BIGGEST_KEY)).first()
        if row is None:
            raise Http404
        return private_download(row.file, name=row.file_name, content_type=row.content_type)
