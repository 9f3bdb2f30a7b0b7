"""Offices' own Word templates: the list, the names of fields, keeping one, looking at it, ending it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from accounts.files import ACCEPTED, clean_name, private_download
from blocs.views_base import ScopedListMixin
from campaigns.views.common import fetch_row, page, try_service
from reports.forms.office import OfficeTemplateForm
from reports.models import OfficeTemplate
from reports.permissions_office import can_use_templates, offices_of, retires
from reports.services.office import retire_template, upload_template
from reports.states import DocumentKind
from reports.word.fields import fields_of
from reports.word.office import Unfit, office_sample

WORD = ACCEPTED["docx"]


class OfficeListView(ScopedListMixin, ListView):
    queryset = OfficeTemplate.objects.select_related("unit", "authority", "by")
    template_name = "reports/office_list.html"
    context_object_name = "templates"

    def get_queryset(self):
        can_use_templates(self.request.user).enforce()
        return super().get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        used, user = OfficeTemplate.objects.visible_to(self.request.user).used(), self.request.user
        for row in context["templates"]:
            row.is_used, row.may_retire = row.pk in used, bool(retires(user, row))
        return {**context, "first_kind": DocumentKind.PLAN}


class OfficeUploadView(LoginRequiredMixin, View):
    """``?loai=`` chooses the kind beforehand."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, self._form(request, initial={"kind": request.GET.get("loai", "")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request, data=request.POST, files=request.FILES)
        if form.is_valid():
            values = form.cleaned_data
            upload = values.pop("file")
            if try_service(form, upload_template, upload=upload, by=request.user, **values):
                messages.success(request, "Đã nạp mẫu. Văn bản ban hành từ nay có thêm tệp Word theo mẫu này.")
                return redirect("reports:office_list")
        return self._page(request, form)

    def _form(self, request: HttpRequest, **kwargs: Any) -> OfficeTemplateForm:
        can_use_templates(request.user).enforce()
        return OfficeTemplateForm(offices=offices_of(request.user), **kwargs)

    def _page(self, request: HttpRequest, form: OfficeTemplateForm) -> HttpResponse:
        asked = form["kind"].value()
        shown = asked if asked in DocumentKind.values else DocumentKind.PLAN
        return page(request, "reports/office_form.html", {"form": form, "shown_kind": shown})


class OfficeFieldsView(LoginRequiredMixin, View):
    """Every field of a kind with how it is typed and an example."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        can_use_templates(request.user).enforce()
        if kind not in DocumentKind.values:
            raise Http404
        chips = [
            {"label": label, "url": reverse("reports:office_fields", args=[value]), "active": value == kind}
            for value, label in DocumentKind.choices
        ]
        context = {"kind": DocumentKind(kind), "fields": fields_of(kind), "chips": chips}
        return page(request, "reports/office_fields.html", context)


class OfficeFileView(LoginRequiredMixin, View):
    """The template as it was sent."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = fetch_row(OfficeTemplate.objects.all(), request, pk)
        return private_download(row.file, name=f"{clean_name(row.name)}.docx", content_type=WORD)


class OfficeSampleView(LoginRequiredMixin, View):
    """The template filled with made-up values."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = fetch_row(OfficeTemplate.objects.all(), request, pk)
        with row.file.open() as stored:
            content = stored.read()
        try:
            filled = office_sample(content, row.kind)
        except Unfit as error:
            messages.error(request, " ".join(error.problems))
            return redirect("reports:office_list")
        name = f"{clean_name(row.name)} - xem thu.docx"
        response = FileResponse(ContentFile(filled.content), as_attachment=True, filename=name, content_type=WORD)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store, private"
        return response


class OfficeRetireView(LoginRequiredMixin, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = fetch_row(OfficeTemplate.objects.all(), request, pk)
        retire_template(template_id=row.pk, by=request.user)
        messages.success(request, "Mẫu đã thôi dùng. Tệp và các văn bản đã tạo theo mẫu vẫn được giữ.")
        return redirect("reports:office_list")
