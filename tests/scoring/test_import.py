"""A criteria set out to Excel and in again; files that are none."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from scoring import rules, services
from scoring.models import CriteriaSet, Criterion
from scoring.services import CriterionValues
from scoring.workbook import COLUMNS

from . import scenes
from .test_rules_kinds import BACKLOG, LATE, SIGNING


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def book(rows, head=COLUMNS) -> bytes:
    workbook, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in [list(head), *rows]:
        workbook.active.append(row)
    workbook.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def draft(world):
    return services.create_set(values=CriteriaSet(authority=world.a, name="Bộ nạp", year=2026), by=world.board)


def send(world, draft, data, name="bo.xlsx"):
    address = reverse("scoring:criterion_import", args=[draft.pk])
    return browser(world.board).post(address, {"file": SimpleUploadedFile(name, data)})


def test_a_set_of_every_kind_survives_the_round_trip(world, draft):
    rows = [
        ("1", "direct", "10", {"step": "0.5"}, True),
        ("2", "bands", "1.5", SIGNING, False),
        ("3", "late_tiers", "2", LATE | {"deadline_kind": "year_report"}, False),
        ("4", "deduct", "110", BACKLOG, False),
        ("5", "count", "10", {"points_each": "2", "cap": "5"}, False),
        ("6", "ratio", "10", {"capped": False}, False),
        ("7", "relative", "20", scenes.RELATIVE, False),
        ("8", "penalty", None, {"points_each": "0.25"}, False),
    ]
    source = scenes.make_set(world, rows, name="Bộ nguồn")
    data = browser(world.board).get(reverse("scoring:set_export", args=[source.pk])).content
    page = send(world, draft, data)
    assert (page.status_code, page.context["wrong"]) == (200, 0)
    assert draft.criteria.count() == 0
    confirm = reverse("scoring:criterion_import_confirm", args=[draft.pk])
    assert browser(world.board).post(confirm, {"signed": page.context["signed"]}).status_code == 302

    def told(criteria_set):
        names = ("path", "code", "title", "kind", "max_points", "evidence_required")
        return [
            (*[getattr(row, name) for name in names], rules.tell(row.kind, row.params, row.max_points))
            for row in criteria_set.criteria.order_by("path")
        ]

    assert told(draft) == told(source)
    again = browser(world.board).post(confirm, {"signed": page.context["signed"]})
    assert (again.status_code, draft.criteria.count()) == (409, source.criteria.count())
    other = services.create_set(values=CriteriaSet(authority=world.a, name="Bộ khác", year=2026), by=world.board)
    elsewhere = reverse("scoring:criterion_import_confirm", args=[other.pk])
    assert browser(world.board).post(elsewhere, {"signed": page.context["signed"]}).status_code == 422


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ([1, "1", "Tên", "Chấm trực tiếp", "abc", "", "", ""], "không phải là số"),
        ([1, "1", "Tên", "Kiểu lạ", 5, "", "", ""], "Không có cách chấm"),
        ([2, "1", "Tên", "Chấm trực tiếp", 5, "", "", ""], "Cấp 2 phải nằm dưới một nhóm cấp 1"),
        (["x", "1", "Tên", "Chấm trực tiếp", 5, "", "", ""], "Cấp phải là số"),
        (["²", "1", "Tên", "Chấm trực tiếp", 5, "", "", ""], "Cấp phải là số"),
        ([1, "1", "", "Chấm trực tiếp", 5, "", "", ""], "Thiếu tên tiêu chí"),
        ([1, "1", "Tên", "Chấm trực tiếp", 5, "lạ = 5", "", ""], "Không hiểu tham số"),
        (
            [1, "1", "Tên", "Theo bậc giá trị", 5, "đo bằng = giá trị | bậc = từ 0 đến 5: 1; trên 6: 2", "", ""],
            "khoảng từ 5 đến 6",
        ),
    ],
)
def test_rows_that_cannot_stand_are_named_and_nothing_is_kept(world, draft, row, words):
    page = send(world, draft, book([row]))
    assert (page.status_code, page.context["wrong"], page.context["signed"]) == (200, 1, "")
    assert words in page.content.decode()
    assert Criterion.objects.filter(criteria_set=draft).count() == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bo.xlsx", b"not a workbook"),
        ("bo.xlsx", b""),
        ("bo.csv", b"a;b"),
        ("bo.xlsx", book([], head=["Một", "Hai"])),
        ("bo.xlsx", book([])),
    ],
)
def test_a_file_that_is_none_gets_a_sentence(world, draft, name, data):
    assert send(world, draft, data, name).status_code == 422


@pytest.mark.parametrize("signed", ["", "x", "a:b:c", "\x00"])
def test_a_tampered_preview_is_refused(world, draft, signed):
    address = reverse("scoring:criterion_import_confirm", args=[draft.pk])
    assert browser(world.board).post(address, {"signed": signed}).status_code == 422


def test_only_who_writes_the_set_imports(world, draft):
    services.add_criterion(set_id=draft.pk, values=CriterionValues("Nhóm", "group"), by=world.board)
    address = reverse("scoring:criterion_import", args=[draft.pk])
    found = {name: browser(user).get(address).status_code for name, user in world.people.items()}
    allowed = {name for name, status in found.items() if status == 200}
    assert (allowed, found["viewer"], found["staff"]) == ({"board"}, 403, 404)


def test_a_small_file_that_unpacks_into_a_huge_one_is_not_read(world, draft):
    """Kept as evidence it would do no harm; read, every one of its shared texts would stand in memory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book([]))) as sound, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in sound.namelist():
            bomb.writestr(name, sound.read(name))
        bomb.writestr("xl/sharedStrings2.xml", b"<si><t>x</t></si>" * 3_000_000)
    page = send(world, draft, buffer.getvalue())
    assert (page.status_code, len(buffer.getvalue()) < 2 * 1024 * 1024) == (422, True)
    assert "quá nhiều dữ liệu" in page.content.decode()
