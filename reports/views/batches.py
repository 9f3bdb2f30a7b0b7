"""Many papers at once: asking for them from the pages that list them, watching, stopping, taking the ZIP away."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.generic import ListView

from accounts import clock
from accounts.decisions import Reason, only_if
from accounts.files import clean_name, private_download
from blocs.access import Action, holds
from blocs.views_base import ScopedListMixin, fetch
from campaigns.models import Campaign, Plan
from campaigns.views.common import as_key
from reports import services
from reports.models import IssuedDocument, Job, JobBatch
from reports.permissions import can_fetch_batch, can_go_on, can_repack, can_stop
from reports.rules_batches import progress_of
from reports.services.batches import MOST
from reports.services.jobs import MAX_ATTEMPTS
from reports.states import PaperKind
from scoring.models import ScoreSheet
from scoring.permissions import can_follow

from .papers import job_lists


def _begin(request: HttpRequest, kind: str, subject_ids: Iterable[int], title: str) -> HttpResponse:
    """The batch's page, or back to the list with the reason."""
    try:
        batch = services.request_batch(kind=kind, subject_ids=subject_ids, title=title, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(_origin(request))
    return redirect("reports:batch_detail", pk=batch.pk)


def _origin(request: HttpRequest) -> str:
    came_from = request.META.get("HTTP_REFERER", "")
    secure = request.is_secure()
    known = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}, require_https=secure)
    return came_from if known else "reports:jobs"


class BatchSheetsView(LoginRequiredMixin, View):
    """POST: the sheets of every unit of a campaign, for who follows it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = fetch(Campaign.objects.for_decisions(), request.user, pk=pk)
        can_follow(request.user, campaign).enforce()
        sheets = ScoreSheet.objects.filter(campaign=campaign).order_by("unit__sort_key", "pk")
        title = f"Phiếu tự chấm điểm các đơn vị – {campaign}"
        return _begin(request, PaperKind.SHEET, sheets.values_list("pk", flat=True), title)


class BatchPlansView(LoginRequiredMixin, View):
    """POST: the plans of all blocs of a year, for a board."""

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        only_if(holds(request.user, Action.PROVINCE_VIEW), Reason.NOT_YOUR_ROLE).enforce()
        plans = Plan.objects.filter(campaign__bloc_year__year=year)
        title = f"Kế hoạch thi đua của các khối năm {year}"
        return _begin(request, PaperKind.PLAN, plans.visible_to(request.user).values_list("pk", flat=True), title)


class BatchDocumentsView(LoginRequiredMixin, View):
    """POST: the documents chosen in a list (``document``, repeated); issued ones leave as they were issued."""

    def post(self, request: HttpRequest) -> HttpResponse:
        sent = request.POST.getlist("document")[: MOST + 1]
        chosen = dict.fromkeys(key for text in sent if (key := as_key(text)) is not None)
        return _begin(request, PaperKind.DOCUMENT, chosen, f"Văn bản đã chọn, ngày {clock.today():%d/%m/%Y}")


def counts_of(batches: Iterable[JobBatch]) -> dict[int, dict[str, int]]:
    """Jobs of batches by state, in one statement."""
    found: dict[int, dict[str, int]] = {batch.pk: {} for batch in batches}
    rows = Job.objects.filter(batch__in=found).order_by().values_list("batch_id", "state").annotate(Count("pk"))
    for batch_id, state, count in rows:
        found[batch_id][state] = count
    return found


class BatchListView(ScopedListMixin, ListView):
    """Batches I asked for, newest first."""

    queryset = JobBatch.objects.all()
    template_name = "reports/batches.html"
    context_object_name = "batches"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        counts = counts_of(context["batches"])
        lines = [(batch, progress_of(batch, counts[batch.pk], MAX_ATTEMPTS)) for batch in context["batches"]]
        return {**context, "lines": lines, "chips": job_lists("reports:batches")}


class BatchView(LoginRequiredMixin, View):
    """One batch; ``_batch.html`` is what the page asks for again while it moves."""

    template_name = "reports/batch.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = fetch(JobBatch.objects.select_related("acting_post"), request.user, pk=pk)
        jobs = Paginator(batch.jobs.select_related("document").order_by("pk"), 50).get_page(request.GET.get("page"))
        shown = [job.document_id for job in jobs if job.document_id]
        readable = IssuedDocument.objects.visible_to(request.user).filter(pk__in=shown, files__isnull=False)
        context = {
            "batch": batch,
            "progress": progress_of(batch, counts_of([batch])[batch.pk], MAX_ATTEMPTS),
            "page_obj": jobs,
            "readable": set(readable.values_list("pk", flat=True)),
            "fetching": can_fetch_batch(request.user, batch),
            "may_stop": can_stop(request.user, batch),
            "may_go_on": can_go_on(request.user, batch),
            "may_repack": can_repack(request.user, batch),
        }
        return render(request, self.template_name, context)


class BatchProgressView(BatchView):
    template_name = "reports/_batch.html"
    asked_by_page = True


class _BatchAction(LoginRequiredMixin, View):
    """POST: one step of a batch, then its page again."""

    service: Callable[..., JobBatch]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = fetch(JobBatch.objects.all(), request.user, pk=pk)
        type(self).service(batch_id=batch.pk, by=request.user)
        return redirect("reports:batch_detail", pk=batch.pk)


class BatchCancelView(_BatchAction):
    service = services.cancel_batch


class BatchGoOnView(_BatchAction):
    service = services.go_on


class BatchRepackView(_BatchAction):
    service = services.repack


class BatchDownloadView(LoginRequiredMixin, View):
    """The ZIP, if every paper in it may still be read; otherwise the batch's page says what to do."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = fetch(JobBatch.objects.all(), request.user, pk=pk)
        can_fetch_batch(request.user, batch).enforce()
        if not batch.file.storage.exists(batch.file.name):
            raise Http404
        name = clean_name(f"{batch.title[:120]}.zip".replace("/", "-"))
        return private_download(batch.file, name=name, content_type="application/zip")


class RemakeFilesView(LoginRequiredMixin, View):
    """POST: the missing or damaged files of an official issue, from its frozen facts."""

    def post(self, request: HttpRequest, key) -> HttpResponse:
        issued = fetch(IssuedDocument.objects.filter(code__isnull=False), request.user, key=key)
        job = services.remake_files(document_id=issued.pk, by=request.user)
        return redirect("reports:job_detail", pk=job.pk)
