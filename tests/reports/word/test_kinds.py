"""Every kind of official paper as a Word file, and through the fields of an office's own template."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from reports.papers import paper_of
from reports.states import DocumentKind
from reports.word import docx_of
from reports.word.fields import TABLES, sample_of
from reports.word.markup import clean
from reports.word.values import text_of, values_of
from tests.reports.papers.samples import LAYOUTS, frozen_pledge, paper_facts

KINDS = [kind for kind in DocumentKind if kind != DocumentKind.PLAN]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_word_file_says_all_words_of_the_paper(kind, layout):
    paper = paper_of(paper_facts(kind, layout))
    document = docx.Document(BytesIO(docx_of(paper)))
    said = "".join(text.text or "" for text in document.element.body.iter(qn("w:t")))
    for section in paper.sections:
        for block in section.blocks:
            for words in [text_of(getattr(block, "runs", ())), *_cells(block)]:
                assert clean(words).replace("\n", "").replace("\t", "") in said


def _cells(block) -> list[str]:
    return [cell for row in getattr(block, "rows", ()) for cell in getattr(row, "cells", ())]


@pytest.mark.parametrize("kind", KINDS)
def test_fields_hold_what_the_paper_prints(kind):
    values, sample = values_of(paper_facts(kind)), sample_of(kind)
    assert set(values) == set(sample)
    assert set(values["phan"]) == set(sample["phan"]) and all(values["phan"].values())
    assert set(values["bang"]) == set(sample["bang"])
    for name, rows in values["bang"].items():
        assert all(set(row) == set(sample["bang"][name][0]) for row in rows)
    assert values["noi_dung"] and values["nguoi_ky"] and values["co_quan"]


def test_every_table_is_found_in_some_paper():
    """A table whose columns no longer are those of the paper would stay empty for ever."""
    papers = [paper_facts(kind) for kind in KINDS] + [frozen_pledge()]
    filled = {name for facts in papers for name, rows in values_of(facts)["bang"].items() if rows}
    assert filled == set(TABLES)
