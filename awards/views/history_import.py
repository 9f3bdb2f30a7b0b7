"""Old decisions from Excel: template, upload, what every line would become, questions, writing with its progress."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from accounts.decisions import Reason, Refused, only_if
from awards.forms_history import HistoryImportForm
from awards.history_known import units_by_code
from awards.history_words import LOOKS, chips, line_words, names_of, outcomes_of
from awards.models import AwardType, HistoryImport
from awards.permissions_history import HistoryReason, can_choose, can_go_on, can_start
from awards.services.history_import import choose, preview, save_history_import, start_import, write_next
from awards.states import ImportState
from awards.workbook.history import template
from blocs.access import Action, holds, reach
from blocs.models import Authority
from blocs.views_base import fetch
from campaigns.views.common import BIGGEST_KEY

from .base import ServiceFormView

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
QUESTIONS, LINES = 40, 100


class UploadView(ServiceFormView):
    """For those who record decisions: an Excel list for the authority they act for."""

    form_class = HistoryImportForm
    template_name = "awards/history_import_upload.html"
    heading = "Nhập quyết định khen thưởng cũ từ Excel"
    submit_label = "Đọc tệp và xem trước"
    done = "Đã đọc tệp. Chưa có gì được ghi: hãy xem từng dòng và trả lời những chỗ chưa chắc."

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            only_if(holds(request.user, Action.AWARD_DECIDE), Reason.NOT_YOUR_ROLE).enforce()
            own = reach(request.user, Action.AWARD_DECIDE).authority_ids
            self.authority = Authority.objects.filter(pk__in=own).order_by("sort_key", "pk").first()
        return super().dispatch(request, *args, **kwargs)

    def call(self, data: dict) -> HistoryImport:
        return save_history_import(authority_id=self.authority.pk, by=self.request.user, **data)

    def where_next(self, row: HistoryImport) -> str:
        return reverse("awards:history_import", args=[row.pk])

    def get_context_data(self, **kwargs):
        rows = HistoryImport.objects.visible_to(self.request.user).defer("rows", "plan", "choices").select_related("by")
        return super().get_context_data(authority=self.authority, earlier=rows[:20], **kwargs)


class TemplateView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        only_if(holds(request.user, Action.AWARD_DECIDE), Reason.NOT_YOUR_ROLE).enforce()
        names = list(AwardType.objects.values_list("name", flat=True))
        response = HttpResponse(template(names), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="mau-quyet-dinh-khen-thuong-cu.xlsx"'
        return response


class ImportBase(LoginRequiredMixin, View):
    def row(self, pk: int) -> HistoryImport:
        if pk > BIGGEST_KEY:
            raise Http404
        rows = HistoryImport.objects.select_related("authority", "by", "started_by")
        return fetch(rows, self.request.user, pk=pk)


class ImportView(ImportBase):
    """The preview while nothing is written; afterwards what became of each decision."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.row(pk))

    def page(self, row: HistoryImport, status: int = 200, **more) -> HttpResponse:
        if row.state != ImportState.DRAFT:
            context = {"row": row, **outcomes_of(row), "may_go_on": can_go_on(self.request.user, row)}
            return render(self.request, "awards/history_import_done.html", context | more, status=status)
        context = self.draft(row) | more
        return render(self.request, "awards/history_import.html", context, status=status)

    def draft(self, row: HistoryImport) -> dict:
        plan, checksum = preview(row, self.request.user)
        wanted = self.request.GET.get("loai", "")
        chosen = [line for line in plan.lines if line.status == wanted] if wanted in LOOKS else plan.lines
        page = Paginator(chosen, LINES).get_page(self.request.GET.get("page"))
        names = names_of(page.object_list)
        open_ = [question for question in plan.questions if not question.answer]
        return {
            "row": row,
            "plan": plan,
            "checksum": checksum,
            "chips": chips(plan, wanted),
            "lines": [line_words(line, *names) for line in page.object_list],
            "page_obj": page,
            "questions": plan.questions[:QUESTIONS],
            "left": max(0, len(open_) - QUESTIONS),
            "to_write": sum(len(one.to_write) for one in plan.ready),
            "may_choose": can_choose(self.request.user, row),
            "may_start": can_start(self.request.user, row),
        }


class ChooseView(ImportView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(pk)
        answers, problems = self.answers(row)
        if problems:
            return self.page(row, 422, problems=problems)
        choose(import_id=row.pk, answers=answers, by=request.user)
        messages.success(request, "Đã giữ các lựa chọn; bảng bên dưới đã tính lại.")
        return redirect("awards:history_import", pk=pk)

    def answers(self, row: HistoryImport) -> tuple[dict[str, str], list[str]]:
        """What was chosen for each question; a unit may also be named by its code."""
        found, codes = {}, {}
        for name, value in self.request.POST.items():
            if name.startswith("q-"):
                found[name[2:]] = value[:20]
            elif name.startswith("o-") and value.strip():
                codes[name[2:]] = value.replace("\x00", "").split(" – ")[0].strip()[:40]
        units = units_by_code(self.request.user, row.authority_id, codes.values())
        problems = [f"Không có đơn vị mang mã «{code}»." for code in codes.values() if code.casefold() not in units]
        return found | {
            key: units[code.casefold()] for key, code in codes.items() if code.casefold() in units
        }, problems


class StartView(ImportView):
    """Writes exactly what the sender saw; if matching says something else by now, the new preview is shown (409)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(pk)
        try:
            start_import(import_id=row.pk, checksum=request.POST.get("checksum", ""), by=request.user)
        except Refused as refused:
            if refused.reason not in (Reason.STALE, HistoryReason.NOTHING_TO_WRITE):
                raise
            return self.page(row, 409, refused_reason=str(refused))
        return redirect("awards:history_import", pk=pk)


class GoOnView(ImportView):
    """The next decisions; the page asks again by itself until all are written."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = write_next(import_id=self.row(pk).pk, by=request.user)
        if not request.htmx:
            return redirect("awards:history_import", pk=pk)
        context = {"row": row, **outcomes_of(row), "may_go_on": can_go_on(request.user, row)}
        return render(request, "awards/_history_import_progress.html", context)
