"""The screen of a meeting in the room: roll, agenda and lines in dispute, by keyboard, also while the line is down."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from accounts.decisions import Reason, Refused
from campaigns.permissions_meetings import can_record, runs
from campaigns.views.meetings import get_meeting
from scoring import permissions_cross
from scoring.forms.cross import ConcludeForm
from scoring.models import ScoreLine
from scoring.reasons_cross import CrossReason
from scoring.services import meeting as talks
from scoring.services.room import read_room

from .base import CellView, ScoringView
from .meeting import ON_THE_PAGE, line_of_item

_TAKEN = frozenset({Reason.STALE, CrossReason.SETTLED})  # somebody else was there first: 409 with what they wrote


class ProjectorView(ScoringView):
    """The page; with ``?phan=man-hinh`` only what is on the screens, which the page asks for every few seconds."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        meeting = get_meeting(request, pk)
        runs(request.user, meeting).enforce()
        context = {
            "meeting": meeting,
            "campaign": meeting.campaign,
            "room": read_room(meeting, request.user),
            "may_record": bool(can_record(request.user, meeting)),
        }
        part = request.GET.get("phan") == "man-hinh"
        return render(request, "scoring/_stage.html" if part else "scoring/projector.html", context)


class ProjectorConcludeView(CellView):
    """Write what the meeting agreed on one line, as a script asks. 409: somebody else settled or changed it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = line_of_item(request, pk)
        permissions_cross.can_conclude(request.user, line.sheet).enforce()
        form = ConcludeForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"message": form.first_problem()}, status=422)
        data = dict(form.cleaned_data)
        try:
            talks.conclude(line_id=pk, by=request.user, keep=data.pop("act") == "keep", **data)
        except Refused as refusal:
            return self._refused(line, refusal, form.cleaned_data)
        return JsonResponse({})

    def _refused(self, line: ScoreLine, refusal: Refused, said: dict) -> HttpResponse:
        if refusal.reason not in ON_THE_PAGE:
            raise refusal
        if refusal.reason not in _TAKEN:
            return JsonResponse({"message": str(refusal)}, status=422)
        item = (
            line.meeting_items.filter(settled_at__isnull=False)
            .select_related("settled_by")
            .order_by("-settled_at")
            .first()
        )
        mine = item and item.settled_by_id == self.request.user.pk and item.settled_note == said["note"].strip()
        if refusal.reason is CrossReason.SETTLED and mine:
            return JsonResponse({})  # the answer to the first sending was lost on the way
        last = [entry for entry in line.entries.select_related("by").order_by("pk") if entry.counts][-1:]
        theirs = {"text": item.settled_note if item else "", "who": str(item.settled_by) if item else "", "pk": None}
        if refusal.reason is Reason.STALE and last:
            theirs = {"text": last[0].reason, "who": last[0].acting_as, "pk": last[0].pk}
        return JsonResponse({"message": str(refusal), "theirs": theirs}, status=409)
