"""Checking a paper somebody holds: no account, nothing private, nothing kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from reports.codes import read_code
from reports.forms.public import CodeForm
from reports.public import read_certificate, read_checked


class OpenView(View):
    """No cache keeps what is shown (a state changes), no search engine lists it."""

    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response


class LookupView(OpenView):
    """The form; ``ma`` is the code as typed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.GET if "ma" in request.GET else None)
        if form.is_valid():
            return redirect("public:paper", code=form.cleaned_data["ma"])
        return render(request, "reports/public_lookup.html", {"form": form}, status=422 if form.errors else 200)


class PaperView(OpenView):
    """One issued paper. A code typed in another way is led to the printed way; an unknown one is a calm 404."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        known = read_code(code)
        if known is not None and known != code:
            return redirect("public:paper", code=known)
        checked = read_checked(known) if known else None
        certificate = read_certificate(known) if known and checked is None else None
        if certificate is not None:
            return render(request, "reports/public_certificate.html", {"certificate": certificate})
        if checked is None:
            context = {"form": CodeForm(initial={"ma": code[:60]}), "is_unknown": True}
            return render(request, "reports/public_lookup.html", context, status=404)
        return render(request, "reports/public_paper.html", {"paper": checked})
