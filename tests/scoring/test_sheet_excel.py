"""A unit's sheet out to Excel and in again: what changed is shown cell by cell, what was tampered with is named."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEntry
from scoring import services
from scoring.models import ScoreLine
from scoring.services import CellValues
from scoring.workbook.sheet import MAIN, MARK, SALT, TOP, sheet_workbook
from scoring.workbook.sheet_reading import read_sheet_file
from tests.world import build_world

from . import scenes
from .scenes import line, save

D = Decimal
ROWS = [
    ("1", "direct", "10", {}, False),
    ("2", "achieved", "5", {}, False),
    ("3", "count", "10", {"points_each": "2"}, False),
    ("4", "late_tiers", "2", {"deadline_kind": "year_report", "tiers": [{"to_days": None, "points": "1"}]}, False),
    ("5", "bonus", None, {}, False),
]
# The first row of the table is the group; criterion n stands n rows below it.
at = {str(number): TOP + number for number in range(1, 6)}


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="module")
def built(kept):
    return scenes.open_scoring(build_world(), ROWS)


@pytest.fixture
def scene(copied):
    return copied


def taken(scene, user=None) -> openpyxl.Workbook:
    answer = browser(user or scene.world.staff).get(reverse("scoring:sheet_excel", args=[scene.sheet.pk]))
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def as_file(book, name="phieu.xlsx") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def send(scene, book, user=None, sheet=None):
    address = reverse("scoring:sheet_load", args=[(sheet or scene.sheet).pk])
    return browser(user or scene.world.staff).post(address, {"file": as_file(book)})


def confirm(scene, page, user=None, **answers):
    address = reverse("scoring:sheet_load_confirm", args=[scene.sheet.pk])
    sent = {"signed": page.context["signed"]} | {f"o-{key}": value for key, value in answers.items()}
    return browser(user or scene.world.staff).post(address, sent)


def changes(page) -> list[tuple]:
    return [
        (one.at, one.cell.before, one.now, one.cell.new, one.conflict, bool(one.problem))
        for one, _ in page.context["rows"]
    ]


def test_only_inputs_are_open_and_nothing_is_a_formula(scene):
    save(scene.sheet, "1", scene.world.staff, note="=1+1", value="7.5")
    book = taken(scene)
    page = book[MAIN]
    assert book.sheetnames == [MAIN, "Hướng dẫn", MARK]
    assert (book.security.lockStructure, book[MARK].sheet_state, page.protection.sheet) == (True, "veryHidden", True)
    open_cells = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
    assert open_cells == {"G6", "H6", "G7", "H7", "G8", "H8", "H9", "G10", "H10"}
    assert (page["G6"].value, page["G6"].data_type, page["H6"].value, page["H6"].data_type) == (7.5, "n", "=1+1", "s")
    assert page.freeze_panes == "C5"
    rules = {str(one.sqref): (one.type, one.formula1, one.formula2) for one in page.data_validations.dataValidation}
    assert rules["G6"] == ("decimal", "0", "10")
    assert rules["G7"] == ("list", '"Đạt,Không đạt"', None)
    assert rules["G8"][0] == "whole"


def test_the_file_as_it_was_made_changes_nothing(scene):
    save(scene.sheet, "1", scene.world.staff, note="dòng 1\r\ndòng 2  ", value="7.25")
    save(scene.sheet, "2", scene.world.staff, achieved=False)
    page = send(scene, taken(scene))
    assert (page.status_code, changes(page)) == (200, [])


def test_chosen_cells_are_saved_and_the_others_left(scene):
    book = taken(scene)
    page = book[MAIN]
    page["G6"], page["H6"], page["G7"], page["G8"] = 8.5, "@ghi chú", "Đạt", "3"
    shown = send(scene, book)
    assert changes(shown) == [
        ("G6", "", "", "8.5", False, False),
        ("H6", "", "", "@ghi chú", False, False),
        ("G7", "", "", "yes", False, False),
        ("G8", "", "", "3", False, False),
    ]
    assert not ScoreLine.objects.filter(sheet=scene.sheet, saved_at__isnull=False).exists()
    assert confirm(scene, shown, G6="file", H6="file", G7="file").status_code == 302
    one, two, three = (line(scene.sheet, code) for code in "123")
    assert (one.value, one.note, one.self_points, one.saved_by) == (D("8.5"), "@ghi chú", D("8.5"), scene.world.staff)
    assert (two.achieved, two.self_points, three.count) == (True, D(5), None)
    events = AuditEntry.objects.filter(event__in=["line.save", "sheet.import"]).order_by("pk")
    assert [(row.event, row.after) for row in events] == [
        ("line.save", {"value": "8.5", "assigned": True, "note": "@ghi chú"}),
        ("line.save", {"achieved": True, "assigned": True}),
        ("sheet.import", {"rows": 2}),
    ]


def test_a_value_changed_meanwhile_is_shown_with_who_and_must_be_chosen(scene):
    save(scene.sheet, "1", scene.world.staff, value="5")
    book = taken(scene)
    save(scene.sheet, "1", scene.world.head, value="6")
    book[MAIN]["G6"], book[MAIN]["G8"] = 9, 2
    shown = send(scene, book)
    assert changes(shown) == [("G6", "5", "6", "9", True, False), ("G8", "", "", "2", False, False)]
    assert str(scene.world.head) in shown.content.decode()
    undecided = confirm(scene, shown, G8="file")
    assert (undecided.status_code, "Chưa chọn" in undecided.content.decode()) == (422, True)
    assert line(scene.sheet, "3").count is None
    assert confirm(scene, shown, G6="now", G8="file").status_code == 302
    assert (line(scene.sheet, "1").value, line(scene.sheet, "3").count) == (D(6), D(2))
    again = send(scene, book)
    assert changes(again) == [("G6", "5", "6", "9", True, False)]
    assert confirm(scene, again, G6="file").status_code == 302
    assert line(scene.sheet, "1").value == D(9)


def test_a_change_between_preview_and_saving_is_shown_again(scene):
    book = taken(scene)
    book[MAIN]["G6"] = 9
    shown = send(scene, book)
    save(scene.sheet, "1", scene.world.head, value="4")
    late = confirm(scene, shown, G6="file")
    assert (late.status_code, changes(late)) == (409, [("G6", "", "4", "9", True, False)])
    assert line(scene.sheet, "1").value == D(4)
    assert confirm(scene, late, G6="file").status_code == 302


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("1", "mười", "không phải là số"),
        ("1", 11, "vượt điểm chuẩn 10"),
        ("1", -1, "không được âm"),
        ("1", "=1+1", "công thức"),
        ("1", True, "không phải là số"),
        ("1", "1.000", "hai cách"),
        ("1", 1e300, "số"),
        ("1", "9" * 100, "số"),
        ("1", "١٢", "không phải là số"),
        ("2", "có thể", "Chọn Đạt hoặc Không đạt"),
        ("3", 1.5, "số nguyên"),
        ("4", 3, "hệ thống tự tính"),
    ],
)
def test_a_bad_figure_is_named_with_its_cell_and_the_rest_is_kept(scene, code, value, words):
    book = taken(scene)
    book[MAIN][f"G{at[code]}"], book[MAIN]["G10"] = value, 2
    shown = send(scene, book)
    text = shown.content.decode()
    assert (shown.status_code, shown.context["wrong"], f"Ô G{at[code]}:" in text, words in text) == (200, 1, True, True)
    answers = {f"G{at[code]}": "file", "G10": "file"}
    assert confirm(scene, shown, **answers).status_code == 302
    assert line(scene.sheet, "5").value == D(2)
    assert line(scene.sheet, code).saved_at is None


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda page: page.__setitem__("B7", "Tên khác"), "Ô B7"),
        (lambda page: page.__setitem__("D6", 100), "Ô D6"),
        (lambda page: page.__setitem__("G4", "Cột"), "Ô G4"),
        (lambda page: page.insert_rows(7), "Ô A7"),
        (lambda page: page.delete_rows(6), "Ô A6"),
        (lambda page: page.insert_cols(2), "Ô B4"),
        (lambda page: page.__setitem__("A11", "thêm"), "Ô A11"),
        (lambda page: page.__setitem__("C40", "thêm"), "Ô C40"),
    ],
)
def test_a_changed_structure_is_refused_naming_the_cell(scene, change, named):
    book = taken(scene)
    change(book[MAIN])
    page = send(scene, book)
    assert (page.status_code, named in page.content.decode()) == (422, True)


def test_another_sheets_file_and_a_tampered_mark_are_refused(scene):
    book = taken(scene)
    other = send(scene, book, user=scene.world.other_unit_head, sheet=scene.other_sheet)
    assert (other.status_code, "phiếu khác" in other.content.decode()) == (422, True)
    mark = signing.loads(book[MARK]["A1"].value, salt=SALT)
    book[MARK]["A1"] = signing.dumps(mark | {"set": 0}, salt=SALT)
    version = send(scene, book)
    assert (version.status_code, "phiên bản khác" in version.content.decode()) == (422, True)
    for text in ("", "x", signing.dumps(mark, salt="khác"), "x" * 30000):
        book[MARK]["A1"] = text
        assert send(scene, book).status_code == 422
    del book[MARK]
    assert send(scene, book).status_code == 422
    assert send(scene, openpyxl.Workbook()).status_code == 422


@pytest.mark.parametrize("signed", ["", "x", "a:b:c", "\x00"])
def test_a_tampered_preview_is_refused(scene, signed):
    address = reverse("scoring:sheet_load_confirm", args=[scene.sheet.pk])
    assert browser(scene.world.staff).post(address, {"signed": signed}).status_code == 422


@pytest.mark.parametrize(
    ("name", "data"), [("a.xlsx", b"x"), ("a.xlsx", b""), ("a.csv", b"a;b"), ("a.xls", b"\xd0\xcf")]
)
def test_a_file_that_is_none_gets_a_sentence(scene, name, data):
    address = reverse("scoring:sheet_load", args=[scene.sheet.pk])
    answer = browser(scene.world.staff).post(address, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422


def test_only_the_own_units_people_while_the_sheet_is_theirs(scene):
    names = ("sheet_excel", "sheet_load")
    for name in names:
        address = reverse(f"scoring:{name}", args=[scene.sheet.pk])
        found = {who: browser(user).get(address).status_code for who, user in scene.world.people.items()}
        assert {who for who, status in found.items() if status == 200} == {"staff", "head"}
        assert {found[who] for who in ("leader", "other_unit_head", "board", "foreign_head")} == {404}
    for code, values in {
        "1": {"value": "5"},
        "2": {"achieved": True},
        "3": {"count": "1"},
        "5": {"value": "0"},
    }.items():
        save(scene.sheet, code, scene.world.staff, **values)
    book = taken(scene)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    assert send(scene, book).status_code == 403
    for name in names:
        assert browser(scene.world.staff).get(reverse(f"scoring:{name}", args=[scene.sheet.pk])).status_code == 403


def test_in_a_returned_sheet_only_the_returned_lines_are_open(scene):
    for code, values in {
        "1": {"value": "5"},
        "2": {"achieved": True},
        "3": {"count": "1"},
        "5": {"value": "0"},
    }.items():
        save(scene.sheet, code, scene.world.staff, **values)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    one = line(scene.sheet, "1")
    services.return_lines(sheet_id=scene.sheet.pk, line_ids=[one.pk], note="Xem lại", by=scene.world.leader)
    book = taken(scene)
    page = book[MAIN]
    assert {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked} == {"G6", "H6"}
    page["G6"], page["G8"] = 4, 3
    shown = send(scene, book)
    assert [(one.at, bool(one.problem)) for one, _ in shown.context["rows"]] == [("G6", False), ("G8", True)]
    assert confirm(scene, shown, G6="file", G8="file").status_code == 302
    assert (line(scene.sheet, "1").value, line(scene.sheet, "3").count) == (D(4), D(1))


NOTES = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=60)
FIGURES = st.none() | st.decimals(min_value=0, max_value=10, places=4)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(FIGURES, st.none() | st.booleans(), st.none() | st.integers(0, 5), NOTES))
def test_what_is_saved_goes_out_and_comes_back_the_same(scene, values):
    figure, achieved, count, note = values
    rows = {code: line(scene.sheet, code) for code in "123"}
    rows["1"].value, rows["1"].note, rows["2"].achieved, rows["3"].count = figure, note.strip(), achieved, count
    for row in rows.values():
        row.save()
    reading = services.read_sheet(scene.sheet, judged=False)
    file = SimpleUploadedFile("phieu.xlsx", sheet_workbook(reading))
    assert read_sheet_file(file, reading) == []


def test_a_whole_sheet_is_loaded_in_few_statements(world):
    rows = [(str(number), "direct", "10", {}, False) for number in range(1, 177)]
    scene = scenes.open_scoring(world, rows)
    cells = {
        row.pk: (CellValues(scenes.Inputs(value=D(number % 11)), f"ghi chú {number}"), row.version)
        for number, row in enumerate(ScoreLine.objects.filter(sheet=scene.sheet))
    }
    by = type(world.staff).objects.get(pk=world.staff.pk)
    with CaptureQueriesContext(connection) as found:
        saved = services.save_cells(sheet_id=scene.sheet.pk, cells=cells, by=by)
    written = [query["sql"] for query in found if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert (len(saved), len(written) <= 15) == (176, True), "\n".join(sql[:120] for sql in written)
    assert AuditEntry.objects.filter(event="line.save").count() == 176


def test_reading_a_whole_file_back_takes_as_many_statements_as_a_short_one(world):
    def statements(rows) -> int:
        scene = scenes.open_scoring(world, rows, name=f"Bộ {len(rows)}") if not made else made[0]
        made.append(scene)
        client, address = browser(world.staff), reverse("scoring:sheet_load", args=[scene.sheet.pk])
        book = taken(scene)
        for number in range(1, len(rows) + 1):
            book[MAIN][f"G{TOP + number}"] = 5
        file = as_file(book)
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            page = client.post(address, {"file": file})
        assert len(page.context["rows"]) == len(rows)
        return len(found)

    made: list = []
    many = [(str(number), "direct", "10", {}, False) for number in range(1, 61)]
    whole = statements(many)
    short = statements(many[:1])
    assert whole == short <= 16
