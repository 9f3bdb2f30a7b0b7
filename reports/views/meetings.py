"""Papers of a meeting: its invitation and its minutes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.decisions import Reason, only_if
from campaigns.permissions_meetings import can_see_all_seats
from campaigns.states_meetings import MeetingState
from campaigns.views.meetings import get_meeting
from reports.models import Document
from reports.permissions_documents import can_write_at
from reports.services.documents import Place
from reports.services.meeting_papers import INVITATION, MINUTES, begin_paper, kind_of, live_paper
from reports.states import DocumentKind

_NAMES = {INVITATION: "Giấy mời", MINUTES: "Biên bản"}


@require_safe
@login_required
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Papers of one meeting this person may read, and what can be begun."""
    meeting = get_meeting(request, pk)
    only_if(can_see_all_seats(request.user, meeting), Reason.NOT_YOUR_ROLE).enforce()
    found = Document.objects.visible_to(request.user).filter(of_meeting__meeting=meeting)
    place = Place(meeting.campaign.authority, meeting.campaign)
    writes = bool(can_write_at(request.user, place.scope)) and meeting.state != MeetingState.CALLED_OFF
    can_begin = {INVITATION: not meeting.opened_at, MINUTES: bool(meeting.opened_at)}
    begins = [
        (which, name, DocumentKind(kind_of(meeting, which)).label)
        for which, name in _NAMES.items()
        if writes and can_begin[which] and live_paper(meeting, kind_of(meeting, which)) is None
    ]
    context = {
        "meeting": meeting,
        "campaign": meeting.campaign,
        "papers": found.select_related("text").order_by("pk"),
        "begins": begins,
    }
    return render(request, "reports/meeting_papers.html", context)


@require_POST
@login_required
def begin(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """Begin the paper, or go on with the one under way."""
    if which not in _NAMES:
        raise Http404
    meeting = get_meeting(request, pk)
    document = begin_paper(meeting_id=meeting.pk, which=which, by=request.user)
    messages.success(request, f"{_NAMES[which]} đã điền sẵn từ cuộc họp. Hãy đọc lại rồi trình ký.")
    return redirect("reports:document_edit", pk=document.pk)
