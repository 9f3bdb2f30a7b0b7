"""«Ghi nhanh»: pick a target, a number, a photo. Works as a plain form; the script keeps what could not be sent."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.decisions import Refused
from blocs.access import Action, reach
from campaigns.attainment import OwnTarget, own_targets
from campaigns.models import TargetProgress
from campaigns.permissions_reports import ReportReason
from campaigns.services import Figure
from scoring.forms.quick import QuickForm
from scoring.services.progress import record_quickly

from .base import ScoringView, wants_json

LATE_MONTHS = 2  # until the end of February figures of the year before are still written down


class QuickView(ScoringView):
    """GET: the form over the person's own targets. POST: one figure."""

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("chi-tieu", "")
        initial = {"key": uuid.uuid4()} | ({"target": int(chosen)} if chosen.isdecimal() and len(chosen) < 19 else {})
        return self.page(QuickForm(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = QuickForm(request.POST, request.FILES)
        saved = self.keep(form) if form.is_valid() else None
        if wants_json(request):
            return _json(form, saved)
        if saved is None:
            return self.page(form, status=422)
        messages.success(request, f"Đã ghi: {saved.target.title}.")
        return redirect("scoring:quick")

    def keep(self, form: QuickForm) -> TargetProgress | None:
        """Write what was typed; None, with the errors on the form, when it cannot stand. Raises Refused."""
        data = form.cleaned_data
        try:
            return record_quickly(
                target_id=data["target"],
                figure=Figure(data["value"], data["note"]),
                as_of=data["as_of"],
                upload=data["photo"],
                key=data["key"],
                by=self.request.user,
            )
        except ValidationError as error:
            _add(form, error)
        except Refused as refusal:
            if refusal.reason is not ReportReason.NOT_A_TARGET:
                raise
            form.add_error("target", str(refusal))
        return None

    def page(self, form: QuickForm, status: int = 200) -> HttpResponse:
        """The form; without a right to write anywhere the list is empty and says so."""
        targets = _targets(self.request.user)
        groups: dict[str, list[OwnTarget]] = {}
        for row in targets:
            groups.setdefault(f"{row.unit.short_name or row.unit.name} – {row.campaign}", []).append(row)
        context = {"form": form, "groups": groups.items() if len(groups) > 1 else [("", targets)], "any": targets}
        return render(self.request, "scoring/quick.html", context, status=status)


def _targets(user) -> list[OwnTarget]:
    today = clock.today()
    years = [today.year, today.year - (today.month <= LATE_MONTHS)]
    return own_targets(reach(user, Action.SUBMISSION_EDIT).unit_ids, years, today)


def _add(form: QuickForm, error: ValidationError) -> None:
    if hasattr(error, "error_dict"):
        for name, problems in error.error_dict.items():
            form.add_error(name if name in form.fields else None, problems)
    else:
        form.add_error("photo" if getattr(error, "code", "") else "value", error)


def _json(form: QuickForm, saved: TargetProgress | None) -> JsonResponse:
    """For the script: the sentence, and a key for the next figure."""
    if saved is None:
        return JsonResponse({"message": form.first_problem(), "fields": list(form.errors)}, status=422)
    return JsonResponse({"message": f"Đã lưu {clock.now():%H:%M}", "key": str(uuid.uuid4())})
