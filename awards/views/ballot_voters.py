"""Who votes, and who stays out of what: pages of a draft."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from accounts.models import User
from awards import permissions_ballots as rights
from awards.forms_ballots import NewVoterForm, RecusalForm, VoterForm
from awards.models import BallotVoter, Recusal
from awards.services import ballot_voters
from campaigns.services.people import offices_of_units

from .ballots import BIGGEST_KEY, DraftFormView, get_ballot, people_near, recusals_of


class VotersView(DraftFormView):
    """The list of voters, and somebody more by name."""

    form_class = NewVoterForm
    template_name = "awards/ballot_voters.html"
    heading = "Cử tri"
    submit_label = "Thêm cử tri"
    done = "Đã thêm cử tri."

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "people": people_near(self.ballot)}

    def call(self, data: dict) -> BallotVoter:
        return ballot_voters.add_voter(ballot_id=self.ballot.pk, by=self.request.user, **data)

    def where_next(self, target) -> str:
        return reverse("awards:ballot_voters", args=[self.ballot.pk])

    def get_context_data(self, **kwargs):
        rows = self.ballot.voters.select_related("user", "unit").order_by("name", "pk")
        return super().get_context_data(voters=rows, recusals=recusals_of(self.ballot), **kwargs)


class VoterView(DraftFormView):
    """Another delegate of the unit, present or absent."""

    form_class = VoterForm
    heading = "Sửa cử tri"
    submit_label = "Lưu"
    done = "Đã lưu cử tri."

    def dispatch(self, request, *args, **kwargs):
        self.key = min(kwargs["voter_pk"], BIGGEST_KEY)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        row = self.ballot.voters.filter(pk=self.key).first()
        if row is None:
            raise Http404
        self.explanation = str(row)
        initial = {"user": row.user_id, "present": row.present}
        return {**super().get_form_kwargs(), "people": delegates_of(row, people_near(self.ballot)), "initial": initial}

    def call(self, data: dict) -> BallotVoter:
        return ballot_voters.save_voter(ballot_id=self.ballot.pk, voter_id=self.key, by=self.request.user, **data)

    def where_next(self, target) -> str:
        return reverse("awards:ballot_voters", args=[self.ballot.pk])


def delegates_of(voter: BallotVoter, everybody):
    """Accounts one may choose for this seat: people of the unit, otherwise anybody near."""
    if not voter.unit_id:
        return everybody
    office = offices_of_units([voter.unit_id])[voter.unit_id]
    return User.objects.filter(pk__in=[user.pk for user in office.heads + office.staff]).order_by("full_name")


class VotersFillView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        ballot = get_ballot(request, pk)
        new = ballot_voters.fill_voters(ballot_id=ballot.pk, by=request.user)
        messages.success(request, f"Đã thêm {len(new)} cử tri theo danh sách thành viên.")
        return redirect("awards:ballot_voters", ballot.pk)


class VoterRemoveView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, voter_pk: int) -> HttpResponse:
        ballot = get_ballot(request, pk)
        ballot_voters.remove_voter(ballot_id=ballot.pk, voter_id=min(voter_pk, BIGGEST_KEY), by=request.user)
        return redirect("awards:ballot_voters", ballot.pk)


class RecuseView(DraftFormView):
    form_class = RecusalForm
    heading = "Không bỏ phiếu cho một ứng viên"
    submit_label = "Ghi"
    explanation = "Cử tri có xung đột lợi ích không bỏ phiếu cho ứng viên này; cơ số của ứng viên bớt một."
    done = "Đã ghi."

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "ballot": self.ballot}

    def call(self, data: dict) -> Recusal:
        return ballot_voters.recuse(
            ballot_id=self.ballot.pk,
            voter_id=data["voter"].pk,
            candidate_id=data["candidate"].pk,
            note=data["note"],
            by=self.request.user,
        )

    def where_next(self, target) -> str:
        return reverse("awards:ballot_voters", args=[self.ballot.pk])


class UnrecuseView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, recusal_pk: int) -> HttpResponse:
        ballot = get_ballot(request, pk)
        rights.can_change(request.user, ballot).enforce()
        ballot_voters.unrecuse(ballot_id=ballot.pk, recusal_id=min(recusal_pk, BIGGEST_KEY), by=request.user)
        return redirect("awards:ballot_voters", ballot.pk)
