"""Unit × criterion for the officers of a bloc and the board: on screen by group, in Excel, on paper."""

import tempfile
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from campaigns.models import Campaign
from scoring import permissions
from scoring.rules import say
from scoring.services.matrix import Block, Cell, Matrix, read_cells, read_matrix, read_sums
from scoring.workbook.cells import CONTENT_TYPE
from scoring.workbook.matrix import write_matrix

from .base import ScoringView
from .home import campaign_of

COLUMNS = {"tham-dinh": "Thẩm định", "tu-cham": "Tự chấm", "chenh-lech": "Chênh lệch"}
OF = {"tham-dinh": "verified", "tu-cham": "own", "chenh-lech": "difference"}
SUMMARY = "tong-hop"


def followed(request: HttpRequest, pk: int) -> Campaign:
    campaign = campaign_of(request, pk)
    permissions.can_follow(request.user, campaign).enforce()
    return campaign


class MatrixView(ScoringView):
    """One block of criteria, or the sums of the groups (`nhom`); one of three figures (`cot`)."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        matrix = read_matrix(followed(request, pk), request.user)
        shown = request.GET.get("cot", "")
        shown = shown if shown in COLUMNS else "tham-dinh"
        block = next((one for one in matrix.blocks if one.key == request.GET.get("nhom", "")), None)
        table = _block_rows(matrix, block, OF[shown]) if block else _summary_rows(matrix, OF[shown])
        context = {
            "campaign": matrix.campaign,
            "matrix": matrix,
            "part": block,
            "rows": table,
            "heads": block.leaves if block else matrix.top,
            "tabs": _tabs(matrix, block, shown),
            "chips": _chips(block, shown),
        }
        return render(request, "scoring/matrix.html", context)


def _tabs(matrix: Matrix, chosen: Block | None, shown: str) -> list[tuple[str, str, bool]]:
    """(address, label, current) of the summary and every block."""
    rows = [("", "Tổng hợp", chosen is None)]
    rows += [(one.key, one.label, chosen is not None and one.key == chosen.key) for one in matrix.blocks]
    return [(f"?{urlencode({'nhom': key, 'cot': shown})}", label, current) for key, label, current in rows]


def _chips(block: Block | None, shown: str) -> list[dict]:
    key = block.key if block else ""
    return [
        {"label": label, "url": f"?{urlencode({'nhom': key, 'cot': name})}", "active": name == shown}
        for name, label in COLUMNS.items()
    ]


def _block_rows(matrix: Matrix, block: Block, name: str) -> list[tuple]:
    cells, empty = read_cells(matrix, block.leaves), Cell(None, None)
    keys = [leaf.pk for leaf in block.leaves]
    return [(row, _cells(_words(cells.get((row.sheet.pk, key), empty), name) for key in keys)) for row in matrix.rows]


def _words(cell: Cell, name: str) -> str:
    if not cell.assigned and not (name == "verified" and cell.decided):
        return "không giao"
    value = getattr(cell, name)
    return "" if value is None else say(value)


def _summary_rows(matrix: Matrix, name: str) -> list[tuple]:
    sums, keys = read_sums(matrix), [row.path for row in matrix.top]
    found = []
    for row in matrix.rows:
        parts = [sums.get((row.sheet.pk, key)) for key in keys]
        values = [None if part is None else getattr(part, name) for part in parts]
        found.append((row, _cells("" if value is None else say(value) for value in values)))
    return found


def _cells(words) -> SafeString:
    """Cells of one row in one piece: a page has ten thousand of them. The words are figures and fixed words only."""
    return mark_safe("".join(f"<td>{word}</td>" for word in words))


class MatrixExcelView(ScoringView):
    """The whole matrix as a workbook, written to disk row by row and sent from there."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        matrix = read_matrix(followed(request, pk), request.user)
        file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 – the response closes it
        write_matrix(matrix, file)
        file.seek(0)
        response = FileResponse(file, content_type=CONTENT_TYPE, as_attachment=True, filename=f"bang-diem-{pk}.xlsx")
        response["Cache-Control"] = "no-store, private"
        return response
