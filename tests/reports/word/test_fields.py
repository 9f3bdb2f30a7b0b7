"""The fields of offices' own templates: every kind has them, with the values the paper itself prints."""

import pytest

from reports.blocks import Column
from reports.kinds import KINDS
from reports.papers import award_decision, division, merit, minutes, paper_of, promises, proposal, reminder, scores
from reports.papers import report as report_papers
from reports.word.fields import PARTS, TABLES, column_name, fields_of, known_of, sample_of
from reports.word.office import office_docx
from reports.word.values import values_of
from tests.reports import samples
from tests.reports.word.templates import printed, report, template

KIND = "unit_year"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_fields_once_with_an_example_of_the_right_shape(kind):
    names = [item.name for item in fields_of(kind)]
    assert len(names) == len(set(names))
    known, sample = known_of(kind), sample_of(kind)
    assert set(known["scalars"]) | set(known["lists"]) | set(known["rows"]) == set(names)
    for part in KINDS[kind].parts:
        assert PARTS[part.key] in sample["phan"]
    for name in known["rows"]:
        group, _, own = name.partition(".")
        rows = sample[group][own] if own else sample[group]
        assert rows and all(set(row) == set(known["rows"][name]) for row in rows)


def test_names_of_sections_and_columns_are_distinct():
    assert len(set(PARTS.values())) == len(PARTS)
    for columns, _ in TABLES.values():
        assert len({column_name(column.title) for column in columns}) == len(columns)
    assert column_name("Tỷ lệ đồng ý %") == "ty_le_dong_y"


def test_every_table_of_an_official_paper_has_a_name():
    """Constants of the builders of official papers; sheets, rankings and the matrix have no templates."""
    found = {
        value
        for module in (award_decision, division, merit, minutes, promises, proposal, reminder, report_papers, scores)
        for value in vars(module).values()
        if isinstance(value, tuple) and value and all(isinstance(item, Column) for item in value)
    }
    assert found == {columns for columns, _ in TABLES.values()}


def test_values_have_the_shape_of_the_sample():
    values, sample = values_of(report()), sample_of(KIND)
    assert set(values) == set(sample) and set(values["phan"]) == set(sample["phan"])
    assert set(values["bang"]) == set(sample["bang"])
    assert set(values["bang"]["ket_qua"][0]) == set(sample["bang"]["ket_qua"][0])
    assert values["so_ky_hieu"] == paper_of(report()).sections[0].blocks[0].number_line


def test_a_plan_has_its_text_paragraph_by_paragraph():
    values = values_of(samples.state_plan())
    first = values["noi_dung"][1]
    assert (first["nhan"], first["tieu_de"]) == ("I.", "có")
    lines = printed(
        office_docx(
            template(
                "{%p for d in noi_dung %}", "{% if d.tieu_de %}# {% endif %}{{ d.nhan }} {{ d.chu }}", "{%p endfor %}"
            ),
            samples.state_plan(),
        )
    )
    assert "# I. MỤC ĐÍCH, YÊU CẦU" in lines and len(lines) == len(values["noi_dung"])
