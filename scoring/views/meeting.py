"""The meeting list: lines to talk about, side by side; bringing one; writing what was agreed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.decisions import Reason, Refused
from campaigns.models import Campaign
from scoring import permissions, permissions_cross
from scoring.forms.cross import ConcludeForm, ReasonForm
from scoring.models import MeetingItem, ScoreLine
from scoring.reasons_cross import CrossReason
from scoring.services import meeting

from .base import ScoringView
from .home import campaign_of
from .sheets import Chip

SETTLED, EVERYTHING = "da-thong-nhat", "tat-ca"
ON_THE_PAGE = frozenset(
    {
        Reason.REASON_MISSING,
        Reason.STALE,
        permissions.SheetReason.BAD_POINTS,
        permissions.SheetReason.NO_POINTS,
        CrossReason.SETTLED,
        CrossReason.LISTED,
        CrossReason.NO_AGREED_STAGE,
    }
)


def meeting_context(request: HttpRequest, campaign: Campaign, **more) -> dict:
    found = meeting.read_meeting(campaign, request.user)
    chosen = request.GET.get("loc", "")
    chosen = chosen if chosen in (SETTLED, EVERYTHING) else ""
    rows = {SETTLED: found.settled, EVERYTHING: found.rows}.get(chosen, found.open)
    chips = [
        Chip("", "Chưa thống nhất", len(found.open), chosen == ""),
        Chip(SETTLED, "Đã thống nhất", len(found.settled), chosen == SETTLED),
        Chip(EVERYTHING, "Tất cả", len(found.rows), chosen == EVERYTHING),
    ]
    return {"campaign": campaign, "rows": rows, "chips": chips, "setup": getattr(campaign, "scoring", None)} | more


class MeetingView(ScoringView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = campaign_of(request, pk)
        permissions_cross.can_see_meeting(request.user, campaign).enforce()
        return render(request, "scoring/meeting.html", meeting_context(request, campaign))


def line_of_item(request: HttpRequest, pk: int) -> ScoreLine:
    """A line of the list as the person may see it. Raises Refused."""
    rows = MeetingItem.objects.visible_to(request.user).filter(line_id=pk)
    item = rows.select_related(
        "line__criterion", "line__sheet__campaign__bloc_year", "line__sheet__campaign__scoring", "line__sheet__unit"
    ).first()
    if item is None:
        raise Refused(Reason.OUT_OF_REACH)
    return item.line


class ConcludeView(ScoringView):
    """Write what the meeting agreed on one line."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = line_of_item(request, pk)
        campaign = line.sheet.campaign
        permissions_cross.can_conclude(request.user, line.sheet).enforce()
        form = ConcludeForm(request.POST)
        problem = form.first_problem() if not form.is_valid() else self._conclude(line, form.cleaned_data)
        if problem:
            typed = {name: request.POST.get(name, "") for name in ("act", "points", "actual", "note")}
            context = meeting_context(request, campaign, problem=problem, problem_line=line.pk, typed=typed)
            return render(request, "scoring/meeting.html", context, status=422)
        messages.success(request, f"Đã ghi kết luận: {line.criterion.code} – {line.sheet.unit}.")
        return redirect("scoring:meeting", pk=campaign.pk)

    def _conclude(self, line: ScoreLine, data: dict) -> str:
        keep = data.pop("act") == "keep"
        try:
            meeting.conclude(line_id=line.pk, by=self.request.user, keep=keep, **data)
        except Refused as refusal:
            if refusal.reason not in ON_THE_PAGE:
                raise
            return str(refusal)
        return ""


class BringView(ScoringView):
    """Put a line on the list by hand, with the reason."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._line(pk), ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        line, form = self._line(pk), ReasonForm(request.POST)
        if form.is_valid():
            try:
                meeting.bring_to_meeting(line_id=pk, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                if refusal.reason not in ON_THE_PAGE:
                    raise
                form.add_error(None, str(refusal))
        if form.errors:
            return self._page(line, form, 422)
        messages.success(request, "Đã đưa tiêu chí vào danh sách họp thống nhất.")
        return redirect(reverse("scoring:meeting", args=[line.sheet.campaign_id]))

    def _line(self, pk: int) -> ScoreLine:
        line = self.line(pk)
        permissions_cross.can_bring(self.request.user, line).enforce()
        return line

    def _page(self, line: ScoreLine, form: ReasonForm, status: int = 200) -> HttpResponse:
        return render(self.request, "scoring/meeting_bring.html", {"line": line, "form": form}, status=status)
