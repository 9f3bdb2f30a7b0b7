"""How many statements the pages and computations cost."""

import html
import io
import re

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from scoring.models import ScoreLine
from scoring.services.locks import lock_setup
from scoring.services.relative import recompute_relative

from .data import Place, make_place, open_scoring, publish, send_all
from .results import Result
from .statements import of_request, signed_in, statements

LEAVES = 176
RELATIVE = 12


def pages() -> list[Result]:
    """A sheet of 176 leaves as its unit and the board open it, one saved cell, the ranking, the bloc's progress."""
    place = open_scoring(make_place("trang", 3), LEAVES)
    sheet = place.sheets[2]
    page = reverse("scoring:sheet", args=[sheet.pk])
    line = ScoreLine.objects.filter(sheet=sheet).order_by("pk").first()
    save = reverse("scoring:line_save", args=[line.pk])
    of_request(place.heads[2], save, {"version": 0, "value": "6"})  # a process keeps the tree of a set in force
    found = [
        ("statements: sheet of 176 leaves, being filled in", of_request(place.heads[2], page), 12),
        ("statements: saving one cell", of_request(place.heads[2], save, {"version": 1, "value": "7"}), 8),
    ]
    send_all(place)
    publish(place)
    ranking = reverse("scoring:ranking", args=[place.campaign.pk])
    found += [
        ("statements: sheet of 176 leaves, sent, read by the board", of_request(place.board, page), 12),
        ("statements: ranking", max(_of_each(place, ranking), key=len), 8),
        ("statements: cockpit (progress of a bloc)", max(_of_officers(place), key=len), 8),
    ]
    return [Result(what, len(sent), "session, person and rights included", most=most) for what, sent, most in found]


def _of_each(place: Place, path: str) -> list[list[str]]:
    return [of_request(user, path) for user in (place.heads[0], place.heads[2], place.board)]


def _of_officers(place: Place) -> list[list[str]]:
    path = reverse("scoring:progress", args=[place.campaign.pk])
    return [of_request(user, path) for user in (place.heads[0], place.board)]


def recompute(units: tuple[int, ...]) -> list[Result]:
    """Twelve leader-relative criteria of a whole bloc: the same number of statements at any size, all or nothing."""
    found = []
    for size in units:
        place = send_all(open_scoring(make_place(f"tinh-lai-{size}", size), RELATIVE + 1, relative=RELATIVE))
        sent = _recomputed(place)
        unset = ScoreLine.objects.filter(sheet__campaign=place.campaign, self_points=None).count()
        words = f"{RELATIVE * size - unset} of {RELATIVE * size} lines have points"
        found.append(
            Result(f"statements: recomputing {RELATIVE} relative criteria, {size} units", len(sent), words, 10)
        )
    return found


def _recomputed(place: Place) -> list[str]:
    with transaction.atomic():
        setup = lock_setup(place.campaign.pk)
        return statements(lambda: recompute_relative(setup, place.board))


def matrix(units: int) -> list[Result]:
    """The largest answer of the matrix unit × criterion: its summary, or one of its groups."""
    place = send_all(open_scoring(make_place("ma-tran", units), LEAVES))
    client, path = signed_in(place.heads[0]), reverse("scoring:matrix", args=[place.campaign.pk])
    first = client.get(path)
    keys = sorted(set(re.findall(r"nhom=([^&\"]+)", first.content.decode())))
    pages = [first, *(client.get(path, {"nhom": key}) for key in keys)]
    assert all(page.status_code == 200 for page in pages), [page.status_code for page in pages]
    words = f"the largest of {len(pages)} pages, {units} units × {LEAVES} criteria"
    return [Result("matrix by group, KB of a page", max(len(page.content) for page in pages) / 1024, words, most=300)]


def excel() -> list[Result]:
    """The own sheet taken to Excel, every figure filled in, loaded and saved."""
    place = open_scoring(make_place("excel", 3), LEAVES)
    client, sheet = signed_in(place.heads[2]), place.sheets[2]
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("scoring:sheet_excel", args=[sheet.pk])).content))
    answers, shown = {}, []
    for cell in _unlocked_figures(book):
        cell.value = 5
    load, confirm = (reverse(name, args=[sheet.pk]) for name in ("scoring:sheet_load", "scoring:sheet_load_confirm"))
    seen = statements(lambda: shown.append(client.post(load, {"file": _file_of(book)}).content.decode()))
    answers["signed"] = html.unescape(re.search(r'name="signed" value="([^"]*)"', shown[0])[1])
    answers |= dict.fromkeys(re.findall(r'name="(o-[A-Z]+[0-9]+)"', shown[0]), "file")
    saved = statements(lambda: client.post(confirm, answers))
    done = ScoreLine.objects.filter(sheet=sheet, self_points=5).count()
    words = f"{done} of {LEAVES} lines saved; {len(seen)} statements to show what would change"
    return [Result("statements: loading a whole sheet from Excel", len(saved), words, most=15)]


def _unlocked_figures(book: openpyxl.Workbook) -> list:
    """The cells for figures: the unlocked ones that are not for notes."""
    page = next(one for one in book.worksheets if one.protection.sheet)
    unlocked = [cell for row in page.iter_rows() for cell in row if not cell.protection.locked]
    return [cell for cell in unlocked if cell.column == unlocked[0].column]


def _file_of(book: openpyxl.Workbook) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("phieu.xlsx", buffer.getvalue())
