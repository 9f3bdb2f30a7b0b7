"""A unit's own sheet in Excel: take it along, fill it in, load it, choose cell by cell what is taken over."""

from dataclasses import replace

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from scoring import permissions, services
from scoring.forms.sheets import SheetFileForm
from scoring.models import ScoreSheet
from scoring.services import InvalidCells, StaleLine
from scoring.services.sheet_import import CellChange, FileCell, apply_cells, compare
from scoring.workbook.cells import CONTENT_TYPE
from scoring.workbook.sheet import sheet_workbook
from scoring.workbook.sheet_reading import read_sheet_file

from .base import ScoringView

SALT = "scoring.sheet_load"
A_DAY = 24 * 3600
FIELDS = ("line", "name", "at", "before", "new", "problem")


class OwnSheetView(ScoringView):
    def own(self, pk: int) -> ScoreSheet:
        """A sheet the person may fill in now; otherwise 404 or 403 with the reason."""
        sheet = self.sheet(pk)
        permissions.can_edit(self.request.user, sheet).enforce()
        return sheet

    def page(self, sheet: ScoreSheet, form: SheetFileForm, status: int = 200, **context) -> HttpResponse:
        context |= {"sheet": sheet, "form": form}
        return render(self.request, "scoring/sheet_load.html", context, status=status)


class SheetExcelView(OwnSheetView):
    """The protected workbook of the own sheet."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        data = sheet_workbook(services.read_sheet(self.own(pk), judged=False))
        response = HttpResponse(data, content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="phieu-tu-cham-{pk}.xlsx"'
        response["Cache-Control"] = "no-store, private"
        return response


class SheetLoadView(OwnSheetView):
    """Read the file and show old and new per cell; nothing is saved yet."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.own(pk), SheetFileForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet, form = self.own(pk), SheetFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(sheet, form, 422)
        try:
            cells = read_sheet_file(form.cleaned_data["file"], services.read_sheet(sheet, judged=False))
        except ValidationError as problem:
            form.add_error("file", problem)
            return self.page(sheet, form, 422)
        return self.page(sheet, SheetFileForm(), **shown(request, sheet, cells))


def shown(request: HttpRequest, sheet: ScoreSheet, cells: list[FileCell], chosen: dict | None = None) -> dict:
    """The page of a loaded file: changes against what the server holds now, and the cells signed for the next step.
    `chosen` are answers given already, by the cell's address."""
    changes = compare(sheet, cells, request.user)
    answers = {change.at: "" if change.conflict else "file" for change in changes} | (chosen or {})
    return {
        "loaded": True,
        "rows": [(change, answers[change.at]) for change in changes],
        "wrong": sum(1 for change in changes if change.problem),
        "conflicts": sum(1 for change in changes if change.conflict),
        "signed": signing.dumps(_payload(sheet, cells, changes), salt=SALT, compress=True),
    }


def _payload(sheet: ScoreSheet, cells: list[FileCell], changes: list[CellChange]) -> dict:
    return {
        "sheet": sheet.pk,
        "cells": [[getattr(cell, name) for name in FIELDS] for cell in cells],
        "versions": {str(change.line.pk): change.line.version for change in changes},
    }


class SheetLoadConfirmView(OwnSheetView):
    """Save the chosen cells, all or none; what was shown travels signed."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self.own(pk)
        try:
            payload = signing.loads(request.POST.get("signed", ""), salt=SALT, max_age=A_DAY)
            if payload["sheet"] != pk:
                raise signing.BadSignature("of another sheet")
        except signing.BadSignature:
            form = SheetFileForm({}, {})
            form.add_error(None, "Bản xem trước đã quá một ngày hoặc không còn đúng. Hãy chọn lại tệp.")
            return self.page(sheet, form, 422)
        return self._apply(sheet, payload)

    def _apply(self, sheet: ScoreSheet, payload: dict) -> HttpResponse:
        request, cells = self.request, [FileCell(*values) for values in payload["cells"]]
        changes = [change for change in compare(sheet, cells, request.user) if not change.problem]
        answers = {change.at: request.POST.get(f"o-{change.at}", "")[:8] for change in changes}
        if any(change.conflict and not answers[change.at] for change in changes):
            return self._again(sheet, cells, answers, 422, "Hãy chọn giá trị cho các ô có hai giá trị khác nhau.")
        taken = [change for change in changes if answers[change.at] == "file"]
        if not taken:
            return self._again(sheet, cells, answers, 422, "Chưa chọn ô nào để lưu.")
        # A line that was not on the page when it was shown has no version there: it counts as changed meanwhile.
        versions = {change.line.pk: payload["versions"].get(str(change.line.pk), -1) for change in taken}
        try:
            saved = apply_cells(sheet_id=sheet.pk, changes=taken, versions=versions, by=request.user)
        except StaleLine:
            words = "Có người vừa sửa phiếu trong lúc bạn xem. Các giá trị mới nhất ở bên dưới, hãy chọn lại."
            return self._again(sheet, cells, {}, 409, words)
        except InvalidCells as invalid:
            return self._again(sheet, _with_problems(cells, taken, invalid.problems), answers, 422, _COUNT)
        messages.success(request, f"Đã lưu {len(taken)} ô của {len(saved)} tiêu chí từ tệp Excel.")
        return redirect(f"{reverse('scoring:sheet', args=[sheet.pk])}")

    def _again(self, sheet, cells, answers: dict, status: int, problem: str) -> HttpResponse:
        context = shown(self.request, sheet, cells, answers) | {"problem": problem}
        return self.page(sheet, SheetFileForm(), status, **context)


_COUNT = "Có ô chưa lưu được; lý do ghi ở từng ô. Các ô khác vẫn giữ lựa chọn của bạn, bấm lưu lần nữa để lưu chúng."


def _with_problems(cells: list[FileCell], taken: list[CellChange], problems: dict[int, str]) -> list[FileCell]:
    """The cells again, with the sentence at the figures that cannot stand."""
    return [
        replace(cell, problem=problems[cell.line]) if cell.line in problems and cell.name != "note" else cell
        for cell in cells
    ]
