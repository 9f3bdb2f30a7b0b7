"""Certificates of a decision: register, print on a stock; the test print with a ruler."""

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from accounts.forms import RowsField
from awards import permissions_acts
from awards.forms import PlainForm
from awards.models import Certificate, CertificateStock, Decision
from blocs.views_base import fetch
from reports.certificates import certificate_pdf, sample_facts
from reports.exports import as_file
from reports.models import Job
from reports.services.certificates import print_certificates, register_certificates
from reports.states import PaperKind


class PrintForm(PlainForm):
    stock = forms.ModelChoiceField(CertificateStock.objects.none(), label="Phôi", empty_label="Chọn phôi")
    certificates = RowsField(
        Certificate.objects.none(),
        label="Các bằng cần in",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một bằng."},
    )

    def __init__(self, *args, decision: Decision, **kwargs):
        super().__init__(*args, **kwargs)
        stocks = CertificateStock.objects.filter(authority_id=decision.authority_id, is_closed=False)
        self.fields["stock"].queryset = stocks.order_by("name", "pk")
        rows = Certificate.objects.filter(record__decision=decision).select_related("record__award_type")
        self.fields["certificates"].queryset = rows.order_by("year", "number")
        self.fields["certificates"].label_from_instance = lambda row: f"{row}: {row.record}"


class OfDecision(LoginRequiredMixin, View):
    """For who decides awards; others who see the decision are told why not."""

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.decision = fetch(Decision.objects.select_related("authority"), request.user, pk=kwargs["pk"])
        permissions_acts.can_act(request.user, self.decision).enforce()
        return super().dispatch(request, *args, **kwargs)


class CertificatesView(OfDecision):
    """Which awards are registered, what was printed, and the form that prints."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        every = list(Certificate.objects.filter(record__decision=self.decision).values_list("pk", flat=True))
        return self.page(request, PrintForm(decision=self.decision, initial={"certificates": every}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = PrintForm(request.POST, decision=self.decision)
        if not form.is_valid():
            return self.page(request, form, 422)
        chosen = [row.pk for row in form.cleaned_data["certificates"]]
        stock = form.cleaned_data["stock"]
        job = print_certificates(decision_id=pk, stock_id=stock.pk, certificate_ids=chosen, by=request.user)
        return redirect("reports:job_detail", pk=job.pk)

    def page(self, request: HttpRequest, form: PrintForm, status: int = 200) -> HttpResponse:
        left = [
            row
            for row in self.decision.records.with_facts().filter(certificate__isnull=True)
            if not row.standing.is_out
        ]
        prints = self.decision.certificate_prints.select_related("stock", "by").order_by("-at", "-pk")[:20]
        jobs = Job.objects.visible_to(request.user).filter(kind=PaperKind.CERTIFICATES)
        own = dict(jobs.filter(subject_id__in=[row.pk for row in prints]).values_list("subject_id", "pk"))
        context = {
            "decision": self.decision,
            "form": form,
            "left": left,
            "registered": form.fields["certificates"].queryset,
            "prints": [(row, own.get(row.pk)) for row in prints],
        }
        return render(request, "reports/certificates.html", context, status=status)


class RegisterView(OfDecision):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = register_certificates(decision_id=pk, by=request.user)
        messages.success(request, f"Đã vào sổ {len(found)} bằng, từ số {found[0].number} đến số {found[-1].number}.")
        return redirect("reports:certificates", pk=pk)


class StockTestView(LoginRequiredMixin, View):
    """The texts of samples over a ruler, to be laid over the stock; one page, printed at once within the press's limits."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        stock = fetch(CertificateStock.objects.select_related("authority"), request.user, pk=pk)
        sheet = {
            "width": stock.width_mm,
            "height": stock.height_mm,
            "preprinted": stock.preprinted,
            "places": stock.places,
        }
        content = certificate_pdf(sample_facts(sheet, f"In thử: {stock.name}"), ruler=True)
        return as_file(content, f"in-thu-{stock.pk}.pdf", "application/pdf")
