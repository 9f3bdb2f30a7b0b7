"""What is kept beside a role model: evidence, publicity, spread, nominations."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views import View

from accounts import clock
from accounts.files import private_download
from awards import permissions_role_models as permissions
from awards.forms_role_models import EvidenceForm, NominationLinkForm, PublicityForm, SpreadForm
from awards.models import Nomination, RoleModelEvidence
from awards.services import role_model_records as services
from blocs.access import Action, reach
from blocs.models import Unit
from blocs.views_base import fetch
from scoring.permissions import can_open

from .role_models import RoleModelFormView


class EvidenceView(RoleModelFormView):
    form_class = EvidenceForm
    heading = "Gắn minh chứng"
    submit_label = "Gắn"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "unit_id": self.row.unit_id}

    def call(self, data: dict):
        return services.add_evidence(role_model_id=self.row.pk, by=self.request.user, **data)


class EvidenceFileView(LoginRequiredMixin, View):
    """The bytes, to those who read the role model in full; a library document in its present version, scanned."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        rows = RoleModelEvidence.objects.in_full(request.user).filter(removed_at__isnull=True)
        row = fetch(rows.select_related("document__current"), request.user, pk=pk)
        if row.document_id is None:
            return private_download(row.file, name=row.name, content_type=row.content_type)
        version = row.document.current
        can_open(version).enforce()
        return private_download(version.file, name=version.name, content_type=version.content_type)


class EvidenceRemoveView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = fetch(RoleModelEvidence.objects.filter(removed_at__isnull=True), request.user, pk=pk)
        services.remove_evidence(evidence_id=row.pk, by=request.user)
        messages.success(request, "Đã gỡ minh chứng.")
        return redirect("awards:role_model", row.role_model_id)


class PublicityView(RoleModelFormView):
    form_class = PublicityForm
    heading = "Ghi việc tuyên truyền"
    submit_label = "Ghi"

    def get_initial(self):
        return {"on": clock.today()}

    def call(self, data: dict):
        return services.add_publicity(role_model_id=self.row.pk, by=self.request.user, **data)


class SpreadView(RoleModelFormView):
    form_class = SpreadForm
    heading = "Ghi việc học tập điển hình"
    submit_label = "Ghi"
    explanation = "Ghi thêm một dòng khi có kết quả mới; các dòng đã ghi được giữ nguyên."

    def ask(self) -> None:
        """Which unit, the service asks; here whether any may be recorded."""
        units = list(self.offered())
        answers = [permissions.can_record_spread(self.request.user, self.row, unit) for unit in units[:1]]
        if not answers:
            permissions.can_add_to(self.request.user, self.row).enforce()
        for answer in answers:
            answer.enforce()

    def offered(self):
        """Own units; for the model's unit and those who judge, every unit they see."""
        user = self.request.user
        own = Unit.objects.filter(pk__in=reach(user, Action.ROLE_MODEL_EDIT).unit_ids)
        wide = permissions.can_add_to(user, self.row) or permissions.judges(user, self.row)
        rows = Unit.objects.visible_to(user).distinct() if wide else own
        return rows.exclude(pk=self.row.unit_id).order_by("sort_key", "pk")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "units": self.offered()}

    def call(self, data: dict):
        return services.record_spread(role_model_id=self.row.pk, by=self.request.user, **data)


class NominationLinkView(RoleModelFormView):
    form_class = NominationLinkForm
    heading = "Gắn đề nghị khen thưởng"
    submit_label = "Gắn"

    def get_form_kwargs(self):
        rows = Nomination.objects.visible_to(self.request.user).filter(unit_id=self.row.unit_id)
        rows = rows.exclude(role_models=self.row).select_related("award_type").order_by("-saved_at", "-pk")
        return {**super().get_form_kwargs(), "nominations": rows}

    def call(self, data: dict):
        return services.link_nomination(role_model_id=self.row.pk, by=self.request.user, **data)
