"""The result slip of a unit: page, PDF, and its suggestions taken into next year's registration."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from accounts.decisions import Reason, Refused, only_if
from awards.forms import whole_number
from awards.services.next_targets import take_suggestions
from awards.slip import Slip, next_campaign, registration_of, slip_of
from blocs.access import Action, granted
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.models import Campaign
from campaigns.permissions import can_write_registration
from campaigns.views.common import BIGGEST_KEY, get_campaign
from reports.exports import as_file
from reports.papers.slip import paper_of, result_words
from reports.press import NotPrinted
from reports.renderer import pdf_of


class SlipBase(LoginRequiredMixin, View):
    """For the unit itself, the bloc's officers and the board."""

    def place(self, pk: int, unit_pk: int) -> tuple[Campaign, Unit]:
        campaign = get_campaign(self.request, pk)
        if unit_pk > BIGGEST_KEY or campaign.bloc_year_id is None:
            raise Http404
        unit = Unit.objects.filter(pk=unit_pk, memberships__bloc_year_id=campaign.bloc_year_id).distinct().first()
        if unit is None:
            raise Http404
        scope = Scope(campaign.authority_id, campaign.bloc_year_id, unit.pk)
        granted(self.request.user, Action.SHEET_VIEW, scope).enforce()
        return campaign, unit

    def published(self, pk: int, unit_pk: int) -> Slip:
        slip = slip_of(*self.place(pk, unit_pk))
        only_if(slip is not None, Reason.WRONG_STATE).enforce()
        return slip


class SlipView(SlipBase):
    def get(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        campaign, unit = self.place(pk, unit_pk)
        slip, later = slip_of(campaign, unit), next_campaign(campaign, unit)
        may_take = later and can_write_registration(request.user, later, unit.pk, registration_of(later, unit))
        context = {"campaign": campaign, "unit": unit, "slip": slip, "later": later, "may_take": may_take}
        context |= {"words": result_words(slip) if slip else "", "chips": self.chips(slip) if slip else []}
        return render(request, "reports/slip.html", context)

    def chips(self, slip: Slip) -> list[dict]:
        """The slips of the other units, for those who read all sheets of the bloc."""
        scope = Scope(slip.campaign.authority_id, slip.campaign.bloc_year_id)
        if not granted(self.request.user, Action.SHEET_VIEW, scope):
            return []
        return [
            {"label": row.unit_name, "active": row.unit_id == slip.unit.pk, "count": None,
             "url": reverse("reports:slip", args=[slip.campaign.pk, row.unit_id])}
            for row in slip.rows
        ]  # fmt: skip


class SlipPdfView(SlipBase):
    def get(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        slip = self.published(pk, unit_pk)
        try:
            content = pdf_of(paper_of(slip))
        except NotPrinted as error:
            messages.error(request, str(error))
            return redirect("reports:slip", pk, unit_pk)
        return as_file(content, f"phieu-phan-hoi-{pk}-{unit_pk}.pdf", "application/pdf")


class SlipTakeView(SlipBase):
    """The chosen suggestions into the first draft of next year; nothing is sent."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        campaign, unit = self.place(pk, unit_pk)
        later = next_campaign(campaign, unit)
        only_if(later is not None, Reason.WRONG_STATE).enforce()
        can_write_registration(request.user, later, unit.pk, registration_of(later, unit)).enforce()
        chosen = [key for text in request.POST.getlist("chon") if (key := whole_number(text)) is not None]
        try:
            take_suggestions(campaign=campaign, unit=unit, keep=chosen, by=request.user)
        except Refused as refused:
            if refused.reason is not Reason.WRONG_STATE:
                raise
            messages.error(request, refused.detail or str(refused))
            return redirect("reports:slip", pk, unit_pk)
        messages.success(request, "Đã ghi các gợi ý vào bản đăng ký đang soạn. Hãy kiểm tra, sửa rồi gửi.")
        return redirect("scoring:registration", later.pk, unit_pk)
