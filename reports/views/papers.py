"""Asking for a paper, watching it being made, taking it away."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from accounts.files import private_download
from blocs.views_base import ScopedListMixin, fetch
from campaigns.models import Plan
from reports import services
from reports.models import IssuedDocument, Job, RenderedFile
from reports.permissions import can_cancel, can_fetch, can_retry
from reports.states import FileFormat, JobState, PaperKind


class MakePlanView(LoginRequiredMixin, View):
    """POST: the plan of a campaign as PDF."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = fetch(Plan.objects.all(), request.user, campaign_id=pk)
        return _begin(request, PaperKind.PLAN, plan.pk)


class MakeSheetView(LoginRequiredMixin, View):
    """POST: a score sheet as PDF."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _begin(request, PaperKind.SHEET, pk)


class MakeRankingView(LoginRequiredMixin, View):
    """POST: one version of a ranking as PDF."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _begin(request, PaperKind.RANKING, pk)


class MakeMatrixView(LoginRequiredMixin, View):
    """POST: unit × criterion of one version of a ranking as PDF."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _begin(request, PaperKind.MATRIX, pk)


class MakeReceiptView(LoginRequiredMixin, View):
    """POST: a receipt as PDF."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _begin(request, PaperKind.RECEIPT, pk)


class MakeMinutesView(LoginRequiredMixin, View):
    """POST: minutes of an inspection as PDF."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _begin(request, PaperKind.MINUTES, pk)


def _begin(request: HttpRequest, kind: str, subject_id: int) -> HttpResponse:
    job = services.request_paper(kind=kind, subject_id=subject_id, by=request.user)
    return redirect("reports:job_detail", pk=job.pk)


class JobListView(ScopedListMixin, ListView):
    """Papers I asked for one at a time, newest first; those asked for together stand under their batch."""

    queryset = Job.objects.filter(batch=None).select_related("document").prefetch_related("document__files")
    template_name = "reports/jobs.html"
    context_object_name = "jobs"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = [job.document_id for job in context["jobs"] if job.document_id]
        mine = IssuedDocument.objects.visible_to(self.request.user).filter(pk__in=shown, files__isnull=False)
        return {**context, "readable": set(mine.values_list("pk", flat=True)), "chips": job_lists("reports:jobs")}


def job_lists(current: str) -> list[dict]:
    """The two lists of what was asked for, as chips."""
    names = {"reports:jobs": "Từng văn bản", "reports:batches": "Nhiều văn bản cùng lúc"}
    return [{"label": label, "url": reverse(name), "active": name == current} for name, label in names.items()]


class JobView(LoginRequiredMixin, View):
    """One job; ``fragment`` is what the page asks for again while the job runs."""

    template_name = "reports/job.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = fetch(Job.objects.select_related("document"), request.user, pk=pk)
        may_fetch = bool(job.document and job.state == JobState.DONE and can_fetch(request.user, job.document))
        context = {
            "job": job,
            "may_fetch": may_fetch,
            "may_cancel": can_cancel(request.user, job),
            "may_retry": can_retry(request.user, job),
        }
        return render(request, self.template_name, context)


class JobProgressView(JobView):
    template_name = "reports/_job.html"
    asked_by_page = True


class JobCancelView(LoginRequiredMixin, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = fetch(Job.objects.all(), request.user, pk=pk)
        services.cancel_job(job_id=job.pk, by=request.user)
        return redirect("reports:job_detail", pk=job.pk)


class JobRetryView(LoginRequiredMixin, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = fetch(Job.objects.all(), request.user, pk=pk)
        again = services.retry_job(job_id=job.pk, by=request.user)
        return redirect("reports:job_detail", pk=again.pk)


class DownloadView(LoginRequiredMixin, View):
    """A kept file, for whoever may read its subject at this moment; 404 for everybody else."""

    def get(self, request: HttpRequest, key, format: str) -> HttpResponse:
        kept = fetch(RenderedFile.objects.select_related("document"), request.user, document__key=key, format=format)
        if not kept.file.storage.exists(kept.file.name):
            raise Http404
        kind = FileFormat(kept.format)
        name = f"{kept.document.title[:120]}.{kind.suffix}".replace("/", "-")
        return private_download(kept.file, name=name, content_type=kind.content_type)
