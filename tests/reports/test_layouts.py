"""Layouts as files, and every word of every block escaped."""

import datetime as dt
import html
from dataclasses import fields, is_dataclass, replace

import pytest

from reports import layouts as package
from reports.layouts import layout_for, layouts
from reports.renderer import html_of, pdf_of
from tests.reports import layout_samples as samples
from tests.reports.measure import Measured

D = dt.date
ADDED = """
import datetime as dt
from dataclasses import replace

from reports.layouts.state_nd30_2020 import LAYOUT as STATE

LAYOUT = replace(STATE, key="state_new", in_force_from=dt.date(2030, 1, 1), body_size="13pt", recipients_mark=",")
"""


@pytest.fixture
def added(tmp_path, monkeypatch):
    """A further file in the folder of layouts."""
    (tmp_path / "state_new_2030.py").write_text(ADDED)
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    layouts.cache_clear()
    yield
    layouts.cache_clear()


def test_a_new_layout_is_a_new_file(added):
    assert layout_for("state", D(2029, 12, 31)).key == "state_nd30_2020"
    assert layout_for("state", D(2030, 1, 1)).key == "state_new"
    found = Measured(pdf_of(samples.letter("state_new")))
    assert found.find("Tổ chức phong trào").size == 13 and found.find("- UBND tỉnh").text.endswith(",")


@pytest.mark.parametrize(
    ("family", "day", "key"),
    [
        ("state", D(2006, 10, 25), "state_nd30_2020"),
        ("state", D(2026, 12, 31), "state_nd30_2020"),
        ("party", D(2001, 1, 1), "party_hd36_2018"),
        ("party", D(2026, 5, 26), "party_hd36_2018"),
        ("party", D(2026, 5, 27), "party_hd05_2026"),
    ],
)
def test_the_layout_of_a_day(family, day, key):
    assert layout_for(family, day).key == key


def test_what_nobody_verified_is_named():
    assert all(layout.source and layout.name for layout in layouts().values())
    assert any("18, 19" in sentence for sentence in layouts()["party_hd05_2026"].doubtful)
    assert any("Lề trang" in sentence for sentence in layouts()["party_hd36_2018"].doubtful)


HOSTILE = "<script>alert(1)</script>{{ 7000|add:777 }}{% now 'Y' %}\"'&</style>"
# Which words choose a look, and are not printed as they are.
CHOICES = {"look", "align", "layout"}


def hostile(value):
    """The same blocks with every word replaced."""
    if isinstance(value, str):
        return HOSTILE if value else ""
    if isinstance(value, tuple):
        return tuple(map(hostile, value))
    if is_dataclass(value):
        return replace(
            value, **{f.name: hostile(getattr(value, f.name)) for f in fields(value) if f.name not in CHOICES}
        )
    return value


@pytest.mark.parametrize("sample", ["plan", "decision", "letter", "minutes", "wide_table", "specimen"])
def test_no_word_of_any_block_is_markup(sample):
    paper = hostile(getattr(samples, sample)("state_nd30_2020"))
    page = html_of(paper)
    assert page.count(html.escape(HOSTILE)) > 10
    assert "<script" not in page and "alert(1)</" not in page and page.count("</style>") == 1
    assert "7777" not in page


def test_a_hostile_paper_is_printed_as_text():
    words = "".join(piece.text for piece in Measured(pdf_of(hostile(samples.letter("state_nd30_2020")))).pieces)
    assert "<script>" in words and "{{" in words
