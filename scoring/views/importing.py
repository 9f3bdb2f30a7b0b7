"""A criteria set from an Excel file: preview first, then all rows or none."""

from dataclasses import replace
from decimal import Decimal

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from scoring import permissions, rules, services
from scoring.forms import ImportForm
from scoring.models import CriteriaSet
from scoring.services import CriterionValues
from scoring.workbook import ImportedRow, read_criteria, write_criteria

from .base import ScoringView
from .criteria import set_of

SALT = "scoring.import"
AN_HOUR = 3600


class ImportView(ScoringView):
    """Read the file and show row by row what will be added, and which rows cannot stand and why."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = set_of(request, pk)
        permissions.can_edit_set(request.user, criteria_set).enforce()
        return render(request, "scoring/import.html", {"set": criteria_set, "form": ImportForm()})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = set_of(request, pk)
        permissions.can_edit_set(request.user, criteria_set).enforce()
        form = ImportForm(request.POST, request.FILES)
        rows = _rows_of(form)
        if rows is None:
            return render(request, "scoring/import.html", {"set": criteria_set, "form": form}, status=422)
        return render(request, "scoring/import.html", _preview(criteria_set, rows))


def _rows_of(form: ImportForm) -> list[ImportedRow] | None:
    """Rows of the file, or None with the sentence on the form."""
    if not form.is_valid():
        return None
    try:
        return read_criteria(form.cleaned_data["file"])
    except ValidationError as problem:
        form.add_error("file", problem)
        return None


def _preview(criteria_set: CriteriaSet, rows: list[ImportedRow]) -> dict:
    for row in rows:
        row.words = rules.tell(row.values.kind, row.values.params, row.values.max_points)
    wrong = sum(1 for row in rows if row.problems)
    has = criteria_set.criteria.count()
    payload = {"set": criteria_set.pk, "has": has, "rows": [row.as_json() for row in rows]}
    return {
        "set": criteria_set,
        "form": ImportForm(),
        "rows": rows,
        "wrong": wrong,
        "signed": "" if wrong else signing.dumps(payload, salt=SALT, compress=True),
    }


class ImportConfirmView(ScoringView):
    """Add exactly the rows that were shown; they travel signed, so nobody can slip others in."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = set_of(request, pk)
        permissions.can_edit_set(request.user, criteria_set).enforce()
        try:
            payload = signing.loads(request.POST.get("signed", ""), salt=SALT, max_age=AN_HOUR)
            if payload["set"] != pk:
                raise signing.BadSignature("of another set")
            rows = [(row["level"], _values(row["values"])) for row in payload["rows"]]
            added = services.add_criteria(set_id=pk, rows=rows, by=request.user, expected=payload["has"])
        except signing.BadSignature:
            return _again(request, criteria_set, "Bản xem trước đã quá một giờ hoặc không còn đúng. Hãy chọn lại tệp.")
        except ValidationError as problem:
            return _again(request, criteria_set, " ".join(problem.messages))
        messages.success(request, f"Đã thêm {added} dòng vào bộ tiêu chí.")
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
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(write_criteria(criteria_set), content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="bo-tieu-chi-{pk}.xlsx"'
        return response
