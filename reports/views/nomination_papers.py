"""Issued papers that go into a nomination file: reports of merit of its unit, minutes of its bloc."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from accounts.models import User
from accounts.posted import posted_text
from awards import permissions
from awards.forms import whole_number
from awards.models import Nomination
from awards.services.nomination_parts import attach
from awards.states_files import Part
from blocs.views_base import fetch
from reports.models import Document, RenderedFile
from reports.states import IN_FORCE, DocumentKind, FileFormat

MERIT = (DocumentKind.MERIT_UNIT, DocumentKind.MERIT_PERSON)
MINUTES = (DocumentKind.DELIBERATION, DocumentKind.COUNTING)
BIGGEST_KEY = 2**63 - 1


def papers_of(nomination: Nomination, user):
    """PDF files of papers in force that the person reads, the latest first."""
    of_unit = Q(kind__in=MERIT, unit_id=nomination.unit_id)
    of_bloc = Q(kind__in=MINUTES, unit__isnull=True, campaign_id=nomination.campaign_id)
    documents = Document.objects.visible_to(user).filter(of_unit | of_bloc, state__in=IN_FORCE)
    rows = RenderedFile.objects.filter(document__document__in=documents.values("pk"), format=FileFormat.PDF)
    return rows.select_related("document__document__text").order_by("-made_at", "-pk")


def part_of(row: RenderedFile) -> Part:
    return Part.REPORT if row.document.document.kind in MERIT else Part.MINUTES


class NominationPapersView(LoginRequiredMixin, View):
    """GET: papers to choose from. POST ``paper``: its PDF is copied into the file, as it was issued."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        rows = Nomination.objects.for_decisions()
        self.nomination = fetch(rows, request.user, pk=min(kwargs["pk"], BIGGEST_KEY))
        user = request.user
        report = permissions.can_add_file(user, self.nomination, Part.REPORT)
        (report if report else permissions.can_add_file(user, self.nomination, Part.MINUTES)).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int, problem: str = "") -> HttpResponse:
        rows = [(row, part_of(row).label) for row in papers_of(self.nomination, request.user)]
        context = {"nomination": self.nomination, "papers": rows, "problem": problem}
        return render(request, "reports/nomination_papers.html", context, status=422 if problem else 200)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        wanted = whole_number(posted_text(request, "paper")) or 0
        row = papers_of(self.nomination, request.user).filter(pk=wanted).first()
        if row is None:
            return self.get(request, pk, "Hãy chọn một văn bản trong danh sách.")
        try:
            bring(self.nomination, row, request.user)
        except ValidationError as error:
            return self.get(request, pk, " ".join(error.messages))
        messages.success(request, "Đã đưa văn bản vào hồ sơ.")
        return redirect("awards:nomination_detail", self.nomination.pk)


def bring(nomination: Nomination, row: RenderedFile, by: User) -> None:
    """Copy the PDF as it was issued. Raises Refused, ValidationError (it is there already)."""
    with row.file.open("rb") as stored:
        attach(
            nomination_id=nomination.pk,
            part=part_of(row),
            by=by,
            file=File(stored, name=f"{row.document.title[:120]}.pdf".replace("/", "-")),
            source=f"{row.document.document.get_kind_display()} lập trên hệ thống",
        )
