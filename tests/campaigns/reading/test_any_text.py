"""Any text gives a proposal: no exception, no line lost, quickly; and what a proposal prints is read as the same plan."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaigns.labels import parse_label
from campaigns.models import PlanNode
from campaigns.reading import Proposal, read
from campaigns.reading.lines import lines_of, paragraphs
from campaigns.reading.moving import move_years
from campaigns.reading.stored import as_data, from_data
from campaigns.when import Precision, last_day_on_time

from . import words
from .expected import SAMPLES
from .test_plans import text_of

PIECES = (
    "KẾ HOẠCH", "CHƯƠNG TRÌNH", "I. MỤC ĐÍCH", "II- NỘI DUNG", "1. Mục đích:", "a) ", "đ) gửi", "- Báo cáo sơ kết gửi Trưởng khối trước ngày 31/6/2022",
    "+ hằng năm", "Điều 1.", "Phần I", "trước ngày", "trước 00/13/2022", "từ ngày 30/6/2022 đến ngày 01/01/2022", "Quý V", "quý I",
    "Nơi nhận:", "- Lưu: VT, (Ph).", "TM. KHỐI THI ĐUA", "TRƯỞNG KHỐI", "Số:  /KH-UBND", "Số", "A, ngày  tháng  năm 20", "ngày 99 tháng 99 năm 9999",
    "Căn cứ Quyết định số 1/QĐ-UBND ngày 32/13/2021 của UBND;", "Thực hiện", "như sau:", "(", "“", "\t", " | ", "Đợt 1 (từ 1/1 đến 30/6)", "kỷ niệm 92 năm",
    "(03/02/1930 - 03/02/2022)", "TT\tNội dung\tThời gian", "1\tBáo cáo\t30/6", "./.", "hội nghị sơ kết tại", "Trên đây là", "\n", "\n\n", " ", "năm 2022", "/",
    "29/02/2024", "Sở Y tế (Khối trưởng)", "gửi về", "định kỳ hàng năm báo cáo",
)  # fmt: skip
PLANLIKE = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=40).map("".join)


def held(proposal: Proposal, text: str) -> None:
    """What every proposal keeps to."""
    assert {line for line, _kind in proposal.marks} == {line.number for line in lines_of(text)}
    depth = 0
    for node in proposal.nodes:
        assert 1 <= node.depth <= depth + 1 and node.depth <= 12
        assert node.kind in PlanNode.Kind.values and (node.title or node.text or node.label)
        depth = node.depth
    for row in proposal.deadlines:
        assert row.title and (row.when.value is None) == (row.when.precision == Precision.NONE)
        assert row.starts is None or row.when.value is None or row.starts <= row.when.value
        last_day_on_time(row.when, row.rule)
    for phase in proposal.phases:
        first, last = phase.begins.first_day(), phase.ends.last_day()
        assert not (first and last) or first <= last
    assert from_data(as_data(proposal)) == proposal


@settings(max_examples=150, deadline=None)
@given(PLANLIKE)
@example("")
@example("\x00\ud800\u202e\ufeff")
@example("KẾ HOẠCH\n\nTừ năm 2022 đến năm 2020: x\n")
def test_any_planlike_text_gives_a_proposal(text):
    held(read(text, 2026), text)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400))
def test_any_unicode_gives_a_proposal(text):
    held(read(text, 2026), text)


@settings(max_examples=60, deadline=None)
@given(PLANLIKE, st.integers(-40, 60))
def test_any_proposal_moves_to_another_year(text, years):
    moved = move_years(read(text, 2026), years)
    for row in moved.deadlines:
        assert row.starts is None or row.when.value is None or row.starts <= row.when.value


@pytest.mark.parametrize("name", SAMPLES)
def test_no_word_of_a_plan_is_lost(name):
    """Every word of the text proper stands in an item; words of the other lines in head, bases, end, or what is left."""
    text = text_of(name)
    proposal = read(text, 2026)
    lines = {line.number: line.text for line in lines_of(text)}
    body = " ".join(lines[number] for number, kind in proposal.marks if kind == "node")
    kept = " ".join(f"{node.label} {node.title} {node.text}" for node in proposal.nodes)
    assert set(re.findall(r"\w+", body)) <= set(re.findall(r"\w+", kept))


def _said(node) -> str:
    """A long title stands on a line of its own, as papers print it; a short one runs in."""
    mark = ": " if len(node.title) <= 60 else "\n\n"
    return mark.join(part for part in (node.title, node.text) if part)


def printed(proposal: Proposal) -> str:
    """The proposal as a plain paper."""
    head = proposal.head
    number = f"Số: {head.number}/{head.sign}" if head.family == "state" else f"Số {head.number}-{head.sign}"
    right = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" if head.family == "state" else "ĐẢNG CỘNG SẢN VIỆT NAM"
    date = f"{head.place}, ngày {head.day or ''} tháng {head.month or ''} năm {head.year}"
    top = [
        head.superior_line,
        head.issuer_lines,
        number,
        head.draft_mark,
        right,
        date,
        "",
        head.doc_type,
        head.subject,
        "",
    ]
    lines = [line for line in top if line is not None]
    lines += [head.opening, ""] + [f"{node.label} {_said(node)}".strip() + "\n" for node in proposal.nodes]
    feet = ["Nơi nhận:", *(f"- {row.text}{f' ({row.mark})' if row.mark else ''};" for row in proposal.recipients)]
    sign = [head.authority_line, head.capacity, head.post, "", head.signer_name, head.titles_below]
    return "\n".join([*lines, "", *feet, f"- {head.archive_line}." if head.archive_line else "", *sign])


@pytest.mark.parametrize("name", ["articles", "numbers_only", "party", "quarters", "wrapped", "000", "002", "004"])
def test_what_is_printed_reads_the_same(name):
    first = read(text_of(name), 2026)
    again = read(printed(first), 2026)
    assert words.labels(again) == words.labels(first)
    assert [(node.title, node.text.replace("\n", " ")) for node in again.nodes] == [
        (node.title, node.text.replace("\n", " ")) for node in first.nodes
    ]
    assert words.duties(again) == words.duties(first)
    fields = ("family", "issuer_lines", "number", "sign", "subject", "signer_name", "authority_line", "capacity")
    assert [getattr(again.head, field) for field in fields] == [getattr(first.head, field) for field in fields]


HOSTILE = {
    "one long line": "gửi báo cáo " * 20_000,
    "capitals": "KẾ HOẠCH " * 20_000,
    "brackets": "(" * 50_000,
    "quotes": "“" * 50_000,
    "numbers": "1/2/2022 " * 15_000,
    "labels": "1.1.1.1.1.1.1.1 x\n" * 5_000,
    "dashes": "- \n" * 20_000,
    "bodies": "Sở Y tế (Khối trưởng) " * 8_000,
    "cited": "Quyết định số 1/QĐ-UBND ngày 1/1/2022 của " * 4_000,
    "times": "từ ngày 1/1/2022 đến " * 8_000,
    "spaces": "Số" + " " * 100_000 + "x",
    "tabs": "a\tb\t" * 20_000,
    "nesting": "\n".join(f"{'1.' * depth}1 x" for depth in range(1, 400)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_in_seconds(name):
    begun = time.monotonic()
    held(read(HOSTILE[name], 2026), HOSTILE[name])
    assert time.monotonic() - begun < 10


def test_lines_cut_by_a_page_are_joined_and_items_are_not():
    text = "- Chỉ thị số 34-\n\nCT/TW về tiếp tục đổi mới công tác thi đua của các cơ quan và\n\nđơn vị;\n- Mục khác\n\n2\n\nMột đoạn mới."
    assert [para.text for para in paragraphs(lines_of(text))] == [
        "- Chỉ thị số 34-CT/TW về tiếp tục đổi mới công tác thi đua của các cơ quan và đơn vị;",
        "- Mục khác",
        "Một đoạn mới.",
    ]


@pytest.mark.parametrize("line", ["1.1 Đối với các đơn vị", "Mục 1 Ủy ban", "Phần I Ổn định tổ chức"])
def test_labels_stand_before_every_vietnamese_capital(line):
    assert parse_label(line).label and parse_label(line).rest[0].isupper()
