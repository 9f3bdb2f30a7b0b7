"""A criteria set through the workbook and through the form: what was written is what is read."""

import io
from decimal import Decimal
from itertools import pairwise

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from scoring import services
from scoring.forms.criteria import CriterionForm
from scoring.models import CriteriaSet, Criterion
from scoring.rules import say
from scoring.rules.wording import write_bands, write_tiers
from scoring.services import CriterionValues
from scoring.services.criteria_checks import differences
from scoring.workbook import read_criteria, write_criteria
from scoring.workbook.params import normal, read_params, write_params

from . import scenes
from .reference import load_reference
from .test_rules_kinds import BACKLOG, LATE, SIGNING
from .test_rules_real_sheets import parse_bands

D = Decimal
RISKY = ["=1+1", "+84", "-5", "@cmd", "=HYPERLINK(1)", "a | b = c; d: 1", "dòng 1\ndòng 2", "“ngoặc”", "<b>&amp;</b>"]
EVERY_KIND = [
    ("1", "direct", "10", {"step": "0.5", "minimum_percent": "85"}, True),
    ("2", "bands", "1.5", SIGNING, False),
    ("3", "late_tiers", "2", LATE | {"deadline_kind": "year_report"}, False),
    ("4", "deduct", "110", BACKLOG, False),
    ("5", "count", "10", {"points_each": "2", "cap": "5"}, False),
    ("6", "ratio", "10.25", {"capped": False}, False),
    ("7", "relative", "20", scenes.RELATIVE, False),
    ("8", "penalty", None, {"points_each": "0.25"}, False),
    ("9", "bonus", None, {"register": "so", "levels": [{"level": "Cấp bộ", "points": "10"}], "cap": "15"}, False),
    ("10", "bonus", None, {"register": "so | 2", "levels": [{"level": "A: b; c", "points": "1"}]}, False),
    ("11", "achieved", "3", {}, False),
]


def as_file(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("bo.xlsx", data)


def loaded(world, data: bytes, name: str) -> CriteriaSet:
    """A new draft with everything a workbook says."""
    found = read_criteria(as_file(data))
    assert (found.problems, [row.problems for row in found.rows if row.problems]) == ([], [])
    draft = services.create_set(values=CriteriaSet(authority=world.a, name=name, year=2026), by=world.board)
    rows = [(row.level, row.values) for row in found.rows]
    services.import_criteria(set_id=draft.pk, rows=rows, settings=found.settings, by=world.board, expected=0)
    draft.refresh_from_db()
    return draft


def same(one: CriteriaSet, other: CriteriaSet) -> None:
    """Every row and every setting of two sets."""
    names = [name for name in CriterionValues.__dataclass_fields__ if name != "params"]
    rows = [list(found.criteria.order_by("path")) for found in (one, other)]
    left, right = ([[row.path, *(getattr(row, n) for n in names), normal(row.params)] for row in side] for side in rows)
    assert left == right
    settings = ("scale", "not_assigned_policy", "result_rules")
    assert [getattr(one, n) for n in settings] == [getattr(other, n) for n in settings]


def test_a_set_of_every_kind_is_the_same_after_the_round_trip(world):
    source = scenes.make_set(world, EVERY_KIND, name="Bộ nguồn", scale=3, not_assigned_policy="give_full")
    for row, text in zip(source.criteria.order_by("path"), RISKY * 2, strict=False):
        Criterion.objects.filter(pk=row.pk).update(title=text, guidance=text, legal_basis=text, evidence_hint=text)
    source.result_rules = {"ties": [{"key": "bonus"}], "halves": {"1": "0.4", "2": "0.6"}, "coefficient": True}
    source.save()
    data = write_criteria(source)
    same(loaded(world, data, "Bộ nạp"), source)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Bộ tiêu chí", "Cách xếp loại", "Hướng dẫn"]
    cells = [cell for row in book["Bộ tiêu chí"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


NUMBERS = st.decimals(min_value=0, max_value=9999, places=4).map(lambda number: f"{number:f}")
TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20).map(str.strip)
EDGES = st.lists(st.integers(0, 500), min_size=1, max_size=6, unique=True).map(sorted)


@st.composite
def some_params(draw):
    """Parameters of any kind, in the words of the code."""
    edges = [None, *draw(EDGES), None]
    bands = [
        {
            "lower": None if low is None else str(low),
            "lower_inclusive": low is not None,
            "upper": None if high is None else str(high),
            "upper_inclusive": False,
            "points": draw(NUMBERS),
        }
        for low, high in pairwise(edges)
    ]
    tiers = [{"to_days": day, "points": draw(NUMBERS)} for day in [*draw(EDGES), None]]
    levels = [{"level": name, "points": draw(NUMBERS)} for name in draw(st.lists(TEXTS, max_size=3, unique=True))]
    found = {"bands": bands, "tiers": tiers, "levels": levels, "unit": draw(TEXTS), "register": draw(TEXTS)}
    found |= {
        "capped": draw(st.booleans()),
        "measure": draw(st.sampled_from(["value", "ratio"])),
        "step": draw(NUMBERS),
    }
    return {name: found[name] for name in draw(st.sets(st.sampled_from(sorted(found))))}


@given(some_params())
def test_parameters_read_back_as_they_were_written(params):
    problems: list[str] = []
    assert (normal(read_params(write_params(params), problems)), problems) == (normal(params), [])


@pytest.mark.parametrize("text", ["{", "{}x", '{"lạ": 1}', "[" * 5000, '{"step": ' + "9" * 5000 + "}", '{"bands": 5}'])
def test_parameters_that_are_nonsense_are_named(world, text):
    problems: list[str] = []
    found = read_params(text, problems)
    assert problems or CriterionValues("x", "direct", max_points=D(1), params=found)


KINDS = {"checkbox": "achieved", "fixed": "direct", "bonus": "bonus", "relative": "relative", "no_target": "relative"}


def values_of(row: dict, leaf: bool) -> CriterionValues:
    """One row of a published sheet as the application holds it."""
    rule, kind, top = row.get("rule_vi") or "", row.get("kind"), row.get("max_points")
    params: dict = {}
    if not leaf:
        kind = "group"
    elif kind == "bonus":
        params = {"points_each": str(top)}
    elif rule.startswith("Đúng hạn:"):
        kind = "late_tiers"
        params = {
            "tiers": [
                {"to_days": d, "points": p} for d, p in ((0, "2"), (2, "1.5"), (5, "1"), (10, "0.5"), (None, "0"))
            ]
        }
    elif "trừ 10" in rule:
        kind, params = "deduct", BACKLOG
    elif kind == "ratio" and "%:" in rule and "từ" not in rule:
        kind, params = "bands", parse_bands(rule)
    elif kind == "ratio" and "từ 95%" in rule:
        kind, params = "bands", parse_bands("100%: 3; 95–<100%: 2,75; 80–<95%: 2,5; 70–<80%: 2; 60–<70%: 1,5; <60%: 0")
    elif KINDS.get(kind) == "relative" or kind in {"ratio", "count"}:
        kind, params = "relative", scenes.RELATIVE
    else:
        kind = KINDS.get(kind, "direct")
    hint = row.get("evidence_vi") or ""
    number = None if top is None or kind in {"bonus", "group"} else D(top)
    return CriterionValues(row["title_vi"], kind, row.get("code") or "", number, params, bool(hint), hint)


def rows_of(sheet: dict) -> list[tuple[int, CriterionValues]]:
    found = []

    def walk(row, level):
        children = row.get("criteria", row.get("children"))
        found.append((level, values_of(row, not children)))
        for child in children:
            walk(child, level + 1)

    for section in sheet["sections"]:
        walk(section, 1)
    return found


def typed(values: CriterionValues) -> dict:
    """What a person types into the form for these values."""
    params = {name: str(value).replace(".", ",") for name, value in values.params.items()}
    params |= {"capped": values.params.get("capped"), "measure": values.params.get("measure", "")}
    params |= {
        "bands": write_bands(values.params),
        "tiers": write_tiers(values.params),
        "unit": values.params.get("unit", ""),
    }
    kept = {"title": values.title, "kind": values.kind, "code": values.code, "evidence_hint": values.evidence_hint}
    top = "" if values.max_points is None else say(values.max_points)
    return params | kept | {"max_points": top, "evidence_required": values.evidence_required}


def test_every_published_sheet_goes_in_by_form_and_by_workbook(world):
    sheets = [sheet for sheet in load_reference("domain/scoring_sheets.json") if sheet["sections"]]
    assert len(sheets) == 6
    for number, sheet in enumerate(sheets):
        source = services.create_set(
            values=CriteriaSet(authority=world.a, name=f"Bộ {number}", year=2026), by=world.board
        )
        rows = []
        for level, values in rows_of(sheet):
            form = CriterionForm(typed(values), criteria_set=source)
            assert form.is_valid(), (values, form.errors)
            rows.append((level, form.values()))
        services.add_criteria(set_id=source.pk, rows=rows, by=world.board)
        by_hand = services.create_set(
            values=CriteriaSet(authority=world.a, name=f"Tay {number}", year=2026), by=world.board
        )
        services.add_criteria(set_id=by_hand.pk, rows=rows_of(sheet), by=world.board)
        copy = loaded(world, write_criteria(source), f"Nạp {number}")
        same(copy, source)
        trees = [list(one.criteria.order_by("path")) for one in (by_hand, copy)]
        assert differences(*trees) == []
        assert services.put_in_force(set_id=copy.pk, by=world.board).state == "in_force"


def test_a_file_may_replace_what_is_there(world):
    source = scenes.make_set(world, name="Bộ nguồn")
    draft = scenes.make_set(world, name="Bộ soạn", in_force=False)
    client = Client()
    client.force_login(world.board)
    sent = {"file": as_file(write_criteria(source)), "replace": "on"}
    page = client.post(reverse("scoring:criterion_import", args=[draft.pk]), sent)
    assert "Sẽ bỏ 6 dòng đang có" in page.content.decode()
    signed = {"signed": page.context["signed"]}
    assert client.post(reverse("scoring:criterion_import_confirm", args=[draft.pk]), signed).status_code == 302
    same(draft, source)


def test_loading_takes_as_many_statements_however_long_the_file(world, django_assert_max_num_queries):
    draft = services.create_set(values=CriteriaSet(authority=world.a, name="Dài", year=2026), by=world.board)
    rows = [(1, CriterionValues("Nhóm", "group"))] + [
        (2, CriterionValues(f"T{n}", "achieved", max_points=D(1))) for n in range(300)
    ]
    with django_assert_max_num_queries(20):
        services.import_criteria(set_id=draft.pk, rows=rows, settings={}, by=world.board, expected=0)


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        ("Số chữ số thập phân", "12", "từ 0 đến 4"),
        ("Khi không được giao", "Tùy ý", "không hiểu"),
        ("Cách xếp loại, xếp hạng (JSON)", "[1]", "không đúng cấu trúc"),
        ("Cách xếp loại, xếp hạng (JSON)", '{"lạ": 1}', "không đúng cấu trúc"),
        ("Cách xếp loại, xếp hạng (JSON)", "{" * 3000, "không đúng cấu trúc"),
    ],
)
def test_settings_that_cannot_stand_are_named(world, label, value, words):
    book = openpyxl.load_workbook(io.BytesIO(write_criteria(scenes.make_set(world))))
    for row in book["Cách xếp loại"].iter_rows():
        if row[0].value == label:
            row[1].value = value
    buffer = io.BytesIO()
    book.save(buffer)
    assert words in " ".join(read_criteria(as_file(buffer.getvalue())).problems)
