"""Minutes of a session of the council as a PDF."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views import View

from awards.permissions_council import CouncilReason, only_if
from awards.views.council_sessions import get_session, reading_for
from reports.exports import as_file
from reports.papers.council import paper_of
from reports.press import NotPrinted
from reports.renderer import pdf_of


class MinutesView(LoginRequiredMixin, View):
    """From the opening on; until the session ends it is marked as a draft."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = get_session(request, pk)
        only_if(session.opened_at, CouncilReason.NOT_OPEN).enforce()
        try:
            content = pdf_of(paper_of(reading_for(request.user, session)))
        except NotPrinted as error:
            messages.error(request, str(error))
            return redirect("awards:session", session.pk)
        return as_file(content, f"bien-ban-phien-hop-{session.pk}.pdf", "application/pdf")
