"""Documents, dossier items, opinions and public consultation of one file; times for processing of an authority."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from accounts.files import private_download
from awards import permissions
from awards.forms_files import (
    AskForm,
    AttachForm,
    CommentForm,
    ConsultationForm,
    DossierForm,
    InitiativesForm,
    OpinionForm,
    ProcessingTimeForm,
)
from awards.models import ConsultedBody, Nomination, NominationFile, ProcessingTime, PublicConsultation
from awards.nomination_reading import dossier_of, rule_of
from awards.services import nomination_parts, opinions
from awards.services.initiative_uses import initiatives_for, use_initiatives
from awards.services.processing import set_time
from awards.states_files import WITH_FILES, Part
from blocs.models import Authority
from blocs.views_base import fetch
from scoring.models import Evidence
from scoring.permissions import can_open

from .base import ServiceFormView
from .nominations import BIGGEST_KEY, get_nomination


class OfNominationView(ServiceFormView):
    """A form about one file; ``ask`` says whether one may."""

    template_name = "awards/nomination_answer.html"
    submit_label = "Lưu"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.nomination = self.find(**kwargs)
        self.ask().enforce()
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int, **kwargs) -> Nomination:
        return get_nomination(self.request, pk)

    def where_next(self, row) -> str:
        return reverse("awards:nomination_detail", args=[self.nomination.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(nomination=self.nomination, **kwargs)


class AttachView(OfNominationView):
    form_class = AttachForm
    submit_label = "Đính kèm"
    done = "Đã đính kèm tài liệu."

    def ask(self):
        if self.kwargs["part"] not in WITH_FILES:
            raise Http404
        self.part = Part(self.kwargs["part"])
        return permissions.can_add_file(self.request.user, self.nomination, self.part)

    def get_form_kwargs(self):
        rows = Evidence.objects.visible_to(self.request.user).filter(
            unit_id=self.nomination.unit_id, current__isnull=False
        )
        return {**super().get_form_kwargs(), "documents": rows.order_by("-pk")}

    def call(self, data: dict) -> NominationFile:
        return nomination_parts.attach(nomination_id=self.nomination.pk, part=self.part, by=self.request.user, **data)

    def get_context_data(self, **kwargs):
        return super().get_context_data(heading=f"Đính kèm: {self.part.label}", **kwargs)


def get_file(request: HttpRequest, pk: int) -> NominationFile:
    rows = NominationFile.objects.filter(removed_at__isnull=True).select_related("nomination", "version")
    return fetch(rows, request.user, pk=min(pk, BIGGEST_KEY))


class FileView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        row = get_file(request, pk)
        if row.version is not None:
            can_open(row.version).enforce()
        stored = row.version.file if row.version is not None else row.file
        return private_download(
            stored, name=row.version.name if row.version else row.name, content_type=row.content_type
        )


class DetachView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = nomination_parts.detach(file_id=get_file(request, pk).pk, by=request.user)
        messages.success(request, "Đã gỡ tài liệu khỏi hồ sơ.")
        return redirect("awards:nomination_detail", row.nomination_id)


class DossierView(OfNominationView):
    form_class = DossierForm
    heading = "Thành phần hồ sơ"
    explanation = (
        "Theo quy định về danh hiệu, hình thức này. Thành phần còn thiếu hoặc chưa đánh dấu thì chưa gửi được."
    )
    done = "Đã lưu thành phần hồ sơ."

    def ask(self):
        return permissions.can_edit_part(self.request.user, self.nomination, Part.DOSSIER)

    def get_form_kwargs(self):
        lines = dossier_of(self.nomination, rule_of(self.nomination))
        return {**super().get_form_kwargs(), "lines": lines}

    def form_valid(self, form) -> HttpResponse:
        self.ticks = form.ticks
        return super().form_valid(form)

    def call(self, data: dict) -> Nomination:
        return nomination_parts.tick_dossier(nomination_id=self.nomination.pk, ticks=self.ticks, by=self.request.user)


class InitiativesView(OfNominationView):
    form_class = InitiativesForm
    heading = "Sáng kiến, đề tài của hồ sơ"
    explanation = "Chọn trong sổ sáng kiến. Sáng kiến đã dùng cho đề nghị khác vẫn chọn được; bảng điều kiện sẽ nhắc."
    done = "Đã ghi sáng kiến, đề tài của hồ sơ."

    def ask(self):
        return permissions.can_edit_part(self.request.user, self.nomination, Part.INITIATIVES)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "initiatives": initiatives_for(self.nomination).order_by("-date", "-pk")}

    def get_initial(self):
        used = self.nomination.initiative_uses.filter(released_at__isnull=True)
        return {"initiatives": list(used.values_list("initiative_id", flat=True))}

    def call(self, data: dict):
        chosen = [row.pk for row in data["initiatives"]]
        return use_initiatives(nomination_id=self.nomination.pk, initiative_ids=chosen, by=self.request.user)


class AskView(OfNominationView):
    form_class = AskForm
    heading = submit_label = "Hỏi ý kiến (hiệp y)"
    explanation = "Thời hạn giải quyết tạm dừng đến khi mọi cơ quan được hỏi đã trả lời hoặc được ghi là không trả lời."
    done = "Đã ghi văn bản hỏi ý kiến."

    def ask(self):
        return permissions.can_ask_others(self.request.user, self.nomination)

    def call(self, data: dict) -> ConsultedBody:
        return opinions.ask_body(nomination_id=self.nomination.pk, by=self.request.user, **data)


def get_opinion(request: HttpRequest, pk: int) -> ConsultedBody:
    return fetch(ConsultedBody.objects.select_related("nomination"), request.user, pk=min(pk, BIGGEST_KEY))


class OpinionView(OfNominationView):
    form_class = OpinionForm
    submit_label = "Ghi ý kiến"
    explanation = "Ý kiến ghi một lần và không sửa được nữa."
    done = "Đã ghi ý kiến."

    def find(self, pk: int) -> Nomination:
        self.row = get_opinion(self.request, pk)
        return get_nomination(self.request, self.row.nomination_id)

    def ask(self):
        return permissions.can_record_opinion(self.request.user, self.nomination)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "asked": self.row}

    def call(self, data: dict) -> ConsultedBody:
        return opinions.record_opinion(opinion_id=self.row.pk, by=self.request.user, **data)

    def get_context_data(self, **kwargs):
        return super().get_context_data(heading=f"Ý kiến của {self.row.body}", **kwargs)


class OpinionFileView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        row = get_opinion(request, pk)
        if not row.file:
            raise Http404
        return private_download(row.file, name=row.file_name, content_type=row.content_type)


class ConsultationView(OfNominationView):
    form_class = ConsultationForm
    heading = submit_label = "Lấy ý kiến công khai"
    explanation = "Nội dung được công khai từ hôm nay; chưa quyết định được trước khi hết thời gian. Nội dung đã công khai không sửa được."
    done = "Đã công khai hồ sơ để lấy ý kiến."

    def ask(self):
        return permissions.can_ask_others(self.request.user, self.nomination)

    def get_initial(self):
        days = self.nomination.consult_days or None
        return {"text": opinions.consultation_words(self.nomination), "days": days}

    def call(self, data: dict) -> PublicConsultation:
        return opinions.open_consultation(nomination_id=self.nomination.pk, by=self.request.user, **data)


class CommentView(OfNominationView):
    form_class = CommentForm
    heading = "Ghi ý kiến nhận được"
    submit_label = "Ghi ý kiến"
    done = "Đã ghi ý kiến nhận được."

    def find(self, pk: int) -> Nomination:
        self.row = fetch(PublicConsultation.objects.all(), self.request.user, pk=min(pk, BIGGEST_KEY))
        return get_nomination(self.request, self.row.nomination_id)

    def ask(self):
        return permissions.can_record_opinion(self.request.user, self.nomination)

    def call(self, data: dict):
        return opinions.add_comment(consultation_id=self.row.pk, by=self.request.user, **data)


class ProcessingTimesView(ServiceFormView):
    form_class = ProcessingTimeForm
    template_name = "awards/processing_times.html"
    heading = "Thời hạn giải quyết hồ sơ"
    submit_label = "Thêm thời hạn"
    done = "Đã ghi thời hạn giải quyết."
    explanation = "Hồ sơ tiếp nhận từ ngày áp dụng theo thời hạn mới; hồ sơ đã tiếp nhận giữ thời hạn của mình. Dòng riêng của một danh hiệu, hình thức được dùng trước dòng chung."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.authority = fetch(Authority.objects.all(), request.user, pk=min(kwargs["pk"], BIGGEST_KEY))
        permissions.can_set_times(request.user, self.authority).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "authority": self.authority}

    def call(self, data: dict) -> ProcessingTime:
        return set_time(authority=self.authority, by=self.request.user, **data)

    def where_next(self, row) -> str:
        return self.request.path

    def get_context_data(self, **kwargs):
        rows = ProcessingTime.objects.filter(authority=self.authority).select_related("award_type", "by")
        return super().get_context_data(authority=self.authority, rows=rows, **kwargs)
