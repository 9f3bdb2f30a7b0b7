"""A criteria set from an Excel file: preview first, then all rows or none."""

from dataclasses import replace
from decimal import Decimal

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from scoring import rules, services
from scoring.forms.criteria import ImportForm
from scoring.models import CriteriaSet
from scoring.services import CriterionValues
from scoring.workbook import CriteriaFile, read_criteria, write_criteria
from scoring.workbook.cells import CONTENT_TYPE

from .base import ScoringView
from .criteria import draft_of, set_of

SALT = "scoring.import"
AN_HOUR = 3600
MOST_KEPT = 3_000_000  # characters that travel signed between the preview and its confirmation


class ImportView(ScoringView):
    """Read the file and show row by row what will be added, and which rows cannot stand and why."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = draft_of(request, pk)
        return render(request, "scoring/import.html", {"set": criteria_set, "form": ImportForm()})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = draft_of(request, pk)
        form = ImportForm(request.POST, request.FILES)
        found = _file_of(form)
        context = _preview(criteria_set, found, form) if found else {}
        if len(context.get("signed", "")) > MOST_KEPT:
            form.add_error("file", "Tệp có quá nhiều nội dung. Hãy chia thành nhiều tệp.")
            context = {}
        if not context:
            return render(request, "scoring/import.html", {"set": criteria_set, "form": form}, status=422)
        return render(request, "scoring/import.html", context)


def _file_of(form: ImportForm) -> CriteriaFile | None:
    """What the file says, or None with the sentence on the form."""
    if not form.is_valid():
        return None
    try:
        return read_criteria(form.cleaned_data["file"])
    except ValidationError as problem:
        form.add_error("file", problem)
        return None


def _preview(criteria_set: CriteriaSet, found: CriteriaFile, form: ImportForm) -> dict:
    for row in found.rows:
        row.words = rules.tell(row.values.kind, row.values.params, row.values.max_points)
    has = criteria_set.criteria.count()
    replaces = form.cleaned_data["replace"] and has > 0
    payload = {
        "set": criteria_set.pk,
        "has": has,
        "replace": replaces,
        "settings": found.settings,
        "rows": [row.as_json() for row in found.rows],
    }
    return {
        "set": criteria_set,
        "form": ImportForm(),
        "rows": found.rows,
        "problems": found.problems,
        "changes": _changes(criteria_set, found.settings),
        "wrong": found.wrong,
        "has": has,
        "replaces": replaces,
        "signed": "" if found.wrong else signing.dumps(payload, salt=SALT, compress=True),
    }


def _changes(criteria_set: CriteriaSet, settings: dict) -> list[tuple[str, str, str]]:
    """(setting, before, after) of every setting the file would change, in words."""
    changed = CriteriaSet(**settings)
    words = {
        "scale": lambda one: str(one.scale),
        "not_assigned_policy": lambda one: one.get_not_assigned_policy_display(),
        "result_rules": lambda one: "có quy định" if one.result_rules else "không có",
    }
    return [
        (CriteriaSet._meta.get_field(name).verbose_name, words[name](criteria_set), words[name](changed))
        for name in settings
        if getattr(criteria_set, name) != settings[name]
    ]


class ImportConfirmView(ScoringView):
    """Add exactly the rows that were shown; they travel signed, so nobody can slip others in."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = draft_of(request, pk)
        try:
            payload = signing.loads(request.POST.get("signed", ""), salt=SALT, max_age=AN_HOUR)
            if payload["set"] != pk:
                raise signing.BadSignature("of another set")
            rows = [(row["level"], _values(row["values"])) for row in payload["rows"]]
            rest = {"settings": payload["settings"], "expected": payload["has"], "replace": payload["replace"]}
            added = services.import_criteria(set_id=pk, rows=rows, by=request.user, **rest)
        except signing.BadSignature:
            return _again(request, criteria_set, "Bản xem trước đã quá một giờ hoặc không còn đúng. Hãy chọn lại tệp.")
        except ValidationError as problem:
            return _again(request, criteria_set, " ".join(problem.messages))
        messages.success(request, f"Đã nạp {added} dòng vào bộ tiêu chí.")
        return redirect("scoring:set", pk=pk)


def _values(data: dict) -> CriterionValues:
    values = CriterionValues(**data)
    top = values.max_points
    return replace(values, max_points=None if top is None else Decimal(top))


def _again(request: HttpRequest, criteria_set: CriteriaSet, problem: str) -> HttpResponse:
    form = ImportForm({}, {})
    form.add_error(None, problem)
    return render(request, "scoring/import.html", {"set": criteria_set, "form": form}, status=422)


class ExportView(ScoringView):
    """The set in the layout the import reads; of an empty draft it is the template."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = set_of(request, pk)
        response = HttpResponse(write_criteria(criteria_set), content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="bo-tieu-chi-{pk}.xlsx"'
        return response
