"""What the views of scoring share."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views import View

from accounts.decisions import Reason, Refused
from accounts.prepared import Prepared, given_id
from blocs.views_base import fetch
from scoring.models import ScoreLine, ScoreSheet
from scoring.permissions import can_view

DEADLINES = ("campaign__scoring__self_score_deadline", "campaign__scoring__half_deadline")
_SHEET = Prepared(
    lambda: (
        ScoreSheet.objects.for_decisions()
        .select_related("submitted_by", *DEADLINES)
        .filter(pk=given_id("sheet"))
        .order_by()
    )
)


class ScoringView(LoginRequiredMixin, View):
    """A signed-in person's view; what the person may not see is 404."""

    def sheet(self, pk: int) -> ScoreSheet:
        """A sheet whose content the person may see: `can_view` says of one what `visible_to` says of many."""
        sheet = _SHEET.first(sheet=pk)
        if sheet is None or not can_view(self.request.user, sheet):
            raise Http404
        return sheet

    def line(self, pk: int) -> ScoreLine:
        rows = ScoreLine.objects.select_related(
            "criterion__criteria_set", "sheet__campaign__bloc_year", "sheet__unit", "sheet__criteria_set"
        )
        return fetch(rows, self.request.user, pk=pk)


class CellView(ScoringView):
    """Answers a script: JSON always, with a sentence in `message` when something is refused."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"message": "Phiên làm việc đã hết."}, status=401)
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as refusal:
            return JsonResponse({"message": str(refusal)}, status=_status(refusal))


def _status(refusal: Refused) -> int:
    return {Reason.OUT_OF_REACH: 404, Reason.STALE: 409}.get(refusal.reason, 403)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of ours is asking (not a plain form)."""
    return request.headers.get("Accept", "").startswith("application/json")
