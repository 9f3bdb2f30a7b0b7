"""Forms of a paper's own facts: what is typed becomes plain JSON, what is wrong is said at its field with its line."""

import json

import pytest

from reports.forms.inputs import PREFIX, input_form, inputs_of
from reports.forms.rows import LONGEST_CELL, MOST_ROWS
from reports.papers import paper_of
from reports.states import DocumentKind as K
from tests.reports.papers.samples import INPUTS, paper_facts

ASKING = [kind for kind, inputs in INPUTS.items() if inputs or kind == K.PROPOSAL]


def typed(kind, **values):
    return {f"{PREFIX}{name}": value for name, value in values.items()}


def as_typed(kind, initial) -> dict:
    """What a browser sends back of a form that was filled from stored facts."""
    form = input_form(kind, initial=initial)
    return {field.html_name: field.value() for field in form if field.value() not in (None, "")} | {
        field.html_name: field.value().strftime("%d/%m/%Y") for field in form if hasattr(field.value(), "strftime")
    }


def errors(kind, **values) -> dict[str, list[str]]:
    form = input_form(kind, typed(kind, **values))
    return {name.removeprefix(PREFIX): list(said) for name, said in form.errors.items()}


@pytest.mark.parametrize("kind", ASKING)
def test_stored_facts_come_back_as_they_were(kind):
    form = input_form(kind, as_typed(kind, INPUTS[kind]))
    assert form.is_valid(), form.errors
    assert inputs_of(form) == json.loads(json.dumps(INPUTS[kind]))


@pytest.mark.parametrize("kind", [K.SCORE_TABLE, K.RESULT_NOTICE, K.UNIT_YEAR, K.PLAN])
def test_a_kind_that_asks_nothing_has_no_form(kind):
    assert input_form(kind) is None and inputs_of(None) == {}


@pytest.mark.parametrize("kind", ASKING)
def test_an_empty_form_is_valid_and_builds(kind):
    form = input_form(kind, {})
    assert form.is_valid() and inputs_of(form) == {}
    assert paper_of(paper_facts(kind, inputs={}))


def test_rows_name_their_line():
    said = errors(K.COUNTING, candidates="Sở Mẫu | Cờ | 5 | 1 | 0\n\nSở Hai | Cờ | năm | 1 | 0", base_count="7")
    assert said["candidates"] == ["Dòng 3, «đồng ý»: hãy ghi một số nguyên không âm, ví dụ 12."]
    assert errors(K.REGISTRATION, movements="| mục tiêu") == {"movements": ["Dòng 1, «tên phong trào»: chưa ghi."]}
    assert "có 5 ô, nhiều nhất 4 ô" in errors(K.REGISTRATION, movements="a|b|c|d|e")["movements"][0]
    assert "«tập thể» hoặc «cá nhân»" in errors(K.PROPOSAL, proposed="Cờ | đơn vị | Sở Mẫu")["proposed"][0]


@pytest.mark.parametrize("count", ["-1", "1,5", "٣", "1e3", "9999999"])
def test_counts_are_small_whole_numbers(count):
    said = errors(K.COUNTING, candidates=f"Sở Mẫu | Cờ | {count} | 0 | 0", base="phiếu hợp lệ", base_count="7")
    assert "số nguyên không âm" in said["candidates"][0]


def test_lines_and_cells_have_a_measure():
    assert f"dài quá {LONGEST_CELL}" in errors(K.INVITATION, guests="x" * (LONGEST_CELL + 1))["guests"][0]
    assert f"Nhiều nhất {MOST_ROWS} dòng" in errors(K.INVITATION, guests="x\n" * (MOST_ROWS + 1))["guests"][0]
    assert f"dài quá {LONGEST_CELL}" in errors(K.PLEDGE, targets="x" * (LONGEST_CELL + 1))["targets"][0]


def test_what_no_printer_prints_is_left_out():
    form = input_form(K.INVITATION, typed(K.INVITATION, guests="Lãnh đạo\x07 Sở\tMẫu\r\n  \r\nBan"))
    assert form.is_valid() and inputs_of(form) == {"guests": ["Lãnh đạo Sở Mẫu", "Ban"]}


@pytest.mark.parametrize(
    ("values", "field", "part"),
    [
        ({"issued": 5, "returned": 6}, "returned", "nhiều hơn 5 phiếu phát ra"),
        ({"returned": 6, "valid": 5, "invalid": 2}, "valid", "cộng lại là 7, khác 6"),
        ({"candidates": "Sở Mẫu | Cờ | 5 | 1 | 0"}, "base_count", "cơ số"),
        ({"candidates": "Sở Mẫu | Cờ | 5 | 1 | 0", "base_count": 7}, "base", "cơ số nào"),
        (
            {"candidates": "Sở Mẫu | Cờ | 5 | 1 | 0", "base_count": 7, "base": "phiếu hợp lệ", "valid": 6},
            "base_count",
            "phải bằng 6",
        ),
        (
            {"candidates": "Sở Mẫu | Cờ | 5 | 1 | 1", "base_count": 7, "base": "thành viên có mặt", "valid": 6},
            "candidates",
            "cộng lại là 7, khác 6",
        ),
        (
            {"candidates": "Sở Mẫu | Cờ | 8 | 0 | 0", "base_count": 7, "base": "thành viên có mặt"},
            "candidates",
            "nhiều hơn cơ số 7",
        ),
        ({"base": "người qua đường"}, "base", "người qua đường"),
    ],
)
def test_counts_that_cannot_be(values, field, part):
    found = errors(K.COUNTING, **values)
    assert set(found) == {field} and part in found[field][0], found


def test_more_hands_than_voters():
    said = errors(K.DELIBERATION, votes="Sở Mẫu | Cờ | 9", base="thành viên có mặt", base_count=4)
    assert said == {"votes": ["Dòng 1: 9 đồng ý, nhiều hơn cơ số 4."]}


def test_a_new_day_is_a_day():
    assert errors(K.REMINDER, new_date="31/02/2026") == {"new_date": ["Nhập ngày theo dạng dd/mm/yyyy."]}
    for text in ("2026-02-31", "9999-99-99", "31/02/2026"):
        form = input_form(K.REMINDER, typed(K.REMINDER, new_date=text))
        assert not form.is_valid() and text in str(form), "what was typed stays"
    form = input_form(K.REMINDER, typed(K.REMINDER, new_date="05/07/2026"))
    assert form.is_valid() and inputs_of(form) == {"new_date": "2026-07-05"}
