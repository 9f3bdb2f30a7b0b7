"""Facts and wording of papers: what is printed, before any PDF."""

import datetime as dt

import pytest

from reports.blocks import Heading, ListItem, Paragraph, Row, Run, Table, runs_of, split_table
from reports.facts import digest, read_facts
from reports.layouts import layout_for, layouts
from reports.papers import paper_of
from reports.papers.wording import amount, citation, ended, long_date, number_line, short_date
from reports.permissions import subject_for
from reports.renderer import html_of
from reports.states import PaperKind
from tests.reports import samples
from tests.reports.scenes import final_ranking, make_plan
from tests.scoring.scenes import fill, open_scoring

STATE, PARTY = layouts()["state_nd30_2020"], layouts()["party_hd36_2018"]


def plain(runs):
    return "".join(run.text for run in runs)


@pytest.mark.parametrize(
    ("family", "day", "key"),
    [
        ("state", dt.date(2019, 8, 16), "state_nd30_2020"),
        ("state", dt.date(2026, 1, 1), "state_nd30_2020"),
        ("party", dt.date(2017, 1, 1), "party_hd36_2018"),
        ("party", dt.date(2026, 5, 26), "party_hd36_2018"),
        ("party", dt.date(2026, 5, 27), "party_hd05_2026"),
    ],
)
def test_the_layout_follows_family_and_date(family, day, key):
    assert layout_for(family, day).key == key


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((5, 3, 2026), "ngày 05 tháng 3 năm 2026"),
        ((16, 8, 2019), "ngày 16 tháng 8 năm 2019"),
        ((1, 2, 2022), "ngày 01 tháng 02 năm 2022"),
        ((None, 4, 2023), "ngày \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0 tháng 4 năm 2023"),
    ],
)
def test_dates_as_documents_write_them(parts, text):
    assert long_date(*parts) == text


@pytest.mark.parametrize(
    ("layout", "number", "sign", "text"),
    [
        (STATE, "5", "KH-UBND", "Số: 05/KH-UBND"),
        (STATE, "3741", "KH-UBND", "Số: 3741/KH-UBND"),
        (PARTY, "127", "QĐ/TW", "Số 127-QĐ/TW"),
        (STATE, "12", "", "Số: 12"),
        (STATE, "", "", ""),
    ],
)
def test_number_and_sign(layout, number, sign, text):
    assert number_line(layout, number, sign) == text


def test_a_blank_number_is_blank_room():
    assert number_line(STATE, "", "KH-KTĐ") == "Số: " + "\u00a0" * 7 + "/KH-KTĐ"


@pytest.mark.parametrize(
    ("layout", "basis", "text"),
    [
        (
            STATE,
            samples.basis("Công văn", "644/UBND-NC", "2022-02-03", "UBND tỉnh", "chia khối"),
            "Công văn số 644/UBND-NC ngày 03/02/2022 của UBND tỉnh về chia khối",
        ),
        (
            PARTY,
            samples.basis("Quyết định", "443/QĐ-UBND", "2023-03-21", "Chủ tịch UBND tỉnh", "về việc kiện toàn"),
            "Quyết định số 443/QĐ-UBND, ngày 21/3/2023 của Chủ tịch UBND tỉnh về việc kiện toàn",
        ),
        (
            STATE,
            samples.basis("Luật", "", "2003-11-26", "", "Thi đua, khen thưởng"),
            "Luật Thi đua, khen thưởng ngày 26/11/2003",
        ),
        (STATE, samples.basis(about="phong trào thi đua yêu nước"), "phong trào thi đua yêu nước"),
    ],
)
def test_citations(layout, basis, text):
    assert citation(layout, basis) == text


def test_small_wordings():
    assert [short_date(None), short_date("2022-12-28"), amount("9.5000"), amount(None)] == ["", "28/12/2022", "9,5", ""]
    assert [ended(text, "./.") for text in ("xong", "xong.", "xong./.", "xong ./")] == ["xong./."] * 4
    assert ended("xong./.", ".") == "xong."


def test_runs():
    assert runs_of("a **b** c *d* ***e*** 2 * 3 * 4") == (
        Run("a "),
        Run("b", bold=True),
        Run(" c "),
        Run("d", italic=True),
        Run(" "),
        Run("e", bold=True, italic=True),
        Run(" 2 * 3 * 4"),
    )


def blocks_of(facts):
    return paper_of(facts).sections[0].blocks


def test_a_state_plan_in_blocks():
    blocks = blocks_of(samples.state_plan())
    opening = next(block for block in blocks if isinstance(block, Paragraph))
    assert plain(opening.runs).startswith("Thực hiện Hướng dẫn số 2556/HD-HĐTĐKT ngày 25/10/2006 của Hội đồng")
    headings = [(block.label, plain(block.runs)) for block in blocks if isinstance(block, Heading)]
    assert headings == [
        ("I.", "MỤC ĐÍCH, YÊU CẦU"),
        ("1.", "Mục đích"),
        ("2.", "Yêu cầu"),
        ("II.", "NỘI DUNG THI ĐUA"),
        ("III.", "TỔ CHỨC THỰC HIỆN"),
        ("1.", "Đơn vị Trưởng khối"),
    ]
    items = [block for block in blocks if isinstance(block, ListItem)]
    assert plain(items[2].runs).startswith("Về chuyển đổi số: Tổ chức")
    assert plain(blocks[-2].runs).endswith("triển khai thực hiện./.")
    assert (blocks[0].draft_mark, blocks[0].number_line) == ("DỰ THẢO", number_line(STATE, "", "KH-KTĐ"))
    signature = blocks[-1]
    assert signature.signer.lines == ("TM. KHỐI THI ĐUA", "TRƯỞNG KHỐI")
    assert signature.signer.post == "CHÁNH VĂN PHÒNG UBND TỈNH"
    assert [plain(item) for item in signature.recipients.items][-1] == "Lưu: VT, HC-TC(Ph)"


def test_a_party_plan_in_blocks():
    blocks = blocks_of(samples.party_plan())
    assert blocks == blocks_of(samples.party_plan(bases_style="prose")), "a Party paper always has lines"
    lines = [plain(block.runs) for block in blocks if isinstance(block, Paragraph) and block.look == "basis"]
    assert [line[:24] for line in lines] == ["- Căn cứ Chương trình số", "- Căn cứ Quyết định số 4"]
    assert [line[-1] for line in lines] == [";", "."]
    assert blocks[1].subject.startswith("triển khai")
    assert plain(blocks[-2].runs).endswith(".") and not plain(blocks[-2].runs).endswith("./.")
    assert blocks[-1].signer.titles_below == ("Ủy viên Ban Thường vụ Tỉnh ủy", "Trưởng Ban Tuyên giáo Tỉnh ủy")


def test_a_head_without_capacity_signs_under_the_authority():
    signer = {
        "authority_line": "TM. ỦY BAN NHÂN DÂN",
        "capacity": "",
        "post": "CHỦ TỊCH",
        "name": "X",
        "titles_below": [],
    }
    block = blocks_of(samples.state_plan(signer=signer))[-1].signer
    assert (block.lines, block.post) == (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "")


def test_long_tables_are_cut_at_groups_and_lose_no_row():
    table = next(block for block in blocks_of(samples.score_sheet(400)) if isinstance(block, Table))
    rows = [row for block in blocks_of(samples.score_sheet(400)) if isinstance(block, Table) for row in block.rows]
    assert len(rows) == 400 + 40 + 1 and rows[0].look == "group"
    assert all(len(part.rows) <= 125 for part in split_table(Table(table.columns, tuple(rows))))
    long_group = Table(table.columns, tuple(Row(("",) * 7) for _ in range(300)))
    assert sum(len(part.rows) for part in split_table(long_group)) == 300


def test_hostile_text_is_text():
    text = '<img src="http://127.0.0.1:9/x"> {{ facts }} {% load x %} <style>@import url(file:///etc/passwd)</style>'
    page = html_of(paper_of(samples.state_plan(subject=text, closing=text, place=text)))
    assert "<img" not in page and page.count("<style>") == 1
    assert page.count("{{ facts }}") == 3 and "&lt;img src=&quot;http" in page


def test_a_plan_read_into_facts(world, django_assert_num_queries):
    make_plan(world, closing="Hết.", day=5, month=3)
    with django_assert_num_queries(4):
        plan = type(world.bloc.campaign.plan).objects.get()
        facts = read_facts(PaperKind.PLAN, plan)
    assert [(node["label"], node["depth"]) for node in facts["nodes"]] == [("I.", 1), ("1.", 2), ("II.", 1)]
    assert (facts["layout"], facts["is_draft"], facts["day"]) == ("state_nd30_2020", True, 5)
    assert facts["recipients"] == [{"text": "UBND tỉnh", "mark": "b/c"}]
    assert digest(facts) == digest(read_facts(PaperKind.PLAN, plan))
    assert "Số:" in html_of(paper_of(facts))


def test_verified_points_are_printed_only_after_verification(world):
    scene = open_scoring(world)
    fill(scene.sheet, world.head)
    facts = read_facts(PaperKind.SHEET, subject_for(world.head, PaperKind.SHEET, scene.sheet.pk))
    assert facts["is_verified"] is False and facts["draft_mark"] == "BẢN ĐANG NHẬP"
    assert {row["verified"] for row in facts["rows"]} == {None}
    assert [row["self"] for row in facts["rows"] if row["code"] == "1"] == ["8.0000"]


def test_verified_sheet_and_ranking(world):
    scene = final_ranking(world)
    sheet = read_facts(PaperKind.SHEET, subject_for(world.leader, PaperKind.SHEET, scene.sheet.pk))
    assert sheet["is_verified"] and sheet["total"]["verified"] is not None
    assert [row["max"] for row in sheet["rows"] if row["is_group"]] == [sheet["total"]["max"]]
    ranking = read_facts(PaperKind.RANKING, subject_for(world.staff, PaperKind.RANKING, scene.ranking.pk))
    stored = list(scene.ranking.rows.values_list("rank", "unit_name"))
    assert [(row["rank"], row["unit"]) for row in ranking["rows"]] == stored
    assert ranking["draft_mark"] == "" and ranking["signer_lines"] == ["TM. KHỐI THI ĐUA", "TRƯỞNG KHỐI"]
