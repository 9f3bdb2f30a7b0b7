"""Every kind of paper in every layout: built from plain facts, printed, and read back from its PDF in order."""

import io
import re

import pdfplumber
import pytest

from reports.blocks import Paper, Signature, SignatureGrid, Table, Title
from reports.facts import digest
from reports.kinds import KINDS
from reports.layouts import layouts
from reports.papers import BUILDERS, paper_of
from reports.renderer import html_of, pdf_of
from reports.states import DocumentKind as K
from tests.reports.papers.samples import DATA, INPUTS, LAYOUTS, UNITS, paper_facts

KINDS_HERE = [kind for kind in K if kind != K.PLAN]
# What each kind must say besides its head and its parts, in this order.
SAYS = {
    K.DIVISION: ["CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU", "QUYẾT ĐỊNH:", "Điều 1. ", "Điều 4. ", "DANH SÁCH KHỐI", UNITS[4], "15 đơn vị"],
    K.REGISTRATION: ["Kính gửi", "Cải cách hành chính", "Hồ sơ giải quyết đúng hạn", "98,5", "Không được giao.", "Phòng Một"],
    K.PLEDGE: [UNITS[0], "Trưởng khối", "từ 98 trở lên", "KÝ GIAO ƯỚC", "SỞ THỬ NGHIỆM", "Người Đứng Đầu 5"],
    K.INVITATION: ["trân trọng kính mời:", "Lãnh đạo Ban Minh họa.", "Tới dự:", "Thời gian:", "Địa điểm:", "Bảng tự chấm điểm."],
    K.UNIT_MIDYEAR: ["Hồ sơ đúng hạn", "101,53", "Sáng kiến", "đã tham gia:", "- Cải cách hành chính."],
    K.UNIT_YEAR: ["Hồ sơ đúng hạn", "Điểm tự chấm: 980/1000 điểm.", "Quyết định số 45/QĐ-UBND ngày 03/02/2026"],
    K.BLOC_MIDYEAR: ["3/5 đơn vị đã gửi.", "chưa gửi báo cáo gồm:", UNITS[3], UNITS[4], "40 chỉ tiêu, đạt và vượt 31"],
    K.BLOC_YEAR: ["5/5 đơn vị đã gửi.", "971,25", "Khối giới thiệu cho năm sau: Trưởng khối: Sở Mẫu"],
    K.SCORE_TABLE: ["Xếp hạng", UNITS[0], "971,25", "công bố lần 1"],
    K.MEETING_MINUTES: ["Thời gian bắt đầu", "Có mặt (4):", "lý do: đi công tác", "Hội nghị kết thúc", "THƯ KÝ", "Người Chủ Tọa"],
    K.DELIBERATION: ["Thời gian bắt đầu", "Có mặt (4):", "lý do: đi công tác", "3/4", "75,00", "4 thành viên có mặt", "THƯ KÝ", "Người Chủ Tọa"],
    K.COUNTING: ["Tổ kiểm phiếu (3):", "Số phiếu phát ra", "71,43", "7 đơn vị thành viên của khối", "TỔ KIỂM PHIẾU", "Người Kiểm Phiếu Ba"],
    K.PROPOSAL: ["Cờ thi đua của Ủy ban nhân dân tỉnh: 01 tập thể;", "01 cá nhân.", "ĐỀ NGHỊ KHEN THƯỞNG", "Người Được Khen"],
    K.MERIT_UNIT: ["Đề nghị tặng: Bằng khen của Thủ tướng", "2025", "Chưa được khen thưởng."],
    K.MERIT_PERSON: ["NGƯỜI ĐƯỢC KHEN", "01/02/1980", "Sở Mẫu", "Giấy khen", "XÁC NHẬN"],
    K.RESULT_NOTICE: ["Hạng", UNITS[1], "955", "công bố lần 1"],
    K.REMINDER: ["V/v đôn đốc nộp báo cáo", "Mục III.2 Kế hoạch số 05/KH-KTĐ1 ngày 03 tháng 02 năm 2026", UNITS[3], "20/6/2026 (đã gia hạn)", "chậm nhất ngày 05/7/2026"],
    K.AWARD_SUBMIT: ["Kính gửi", "01 tập thể, 01 cá nhân.", "DANH SÁCH TẬP THỂ ĐƯỢC ĐỀ NGHỊ", "Phòng Một", "DANH SÁCH CÁ NHÂN", "Người Được Khen"],
    K.AWARD_DECISION: ["CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU", "QUYẾT ĐỊNH:", "Điều 1. ", "Điều 4. ", "DANH SÁCH TẬP THỂ ĐƯỢC KHEN THƯỞNG", "Phòng Một", "DANH SÁCH CÁ NHÂN", "Trưởng phòng"],
    K.AWARD_BONUS: ["(Theo Quyết định số 512/QĐ-UBND", "3,5", "8.190.000", "Cộng", "Bằng chữ: Tám triệu"],
}  # fmt: skip


def text_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as book:
        return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in book.pages))


def plain(paper: Paper) -> str:
    """All words of a paper in the order of its blocks, from the HTML (which keeps them in order)."""
    page = html_of(paper).partition("<body>")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("&#x27;", "'")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_every_kind_has_a_builder_and_a_sample():
    assert {str(kind) for kind in K} <= set(BUILDERS)
    assert set(SAYS) == set(KINDS_HERE) and set(DATA) | set(INPUTS) == set(KINDS_HERE)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", KINDS_HERE)
def test_a_paper_says_everything_in_order(kind, layout):
    facts = paper_facts(kind, layout)
    text, at = squeezed(plain(paper_of(facts))), 0
    number = "07-" if layout.startswith("party") else "Số: 07/"
    head = [number] if KINDS[kind].numbered else []
    for words in [*head, *SAYS[kind]]:
        found = text.find(squeezed(words), at)
        assert found >= 0, f"{words!r} not in its place"
        at = found
    for part in facts["parts"]:
        assert squeezed(part["text"].rstrip(".")) in text, part["key"]


@pytest.mark.parametrize("layout", LAYOUTS[:2])
@pytest.mark.parametrize("kind", KINDS_HERE)
def test_its_pdf_says_the_same(kind, layout):
    text = squeezed(text_of(pdf_of(paper_of(paper_facts(kind, layout)))))
    for part in paper_facts(kind)["parts"]:
        assert squeezed(f"Lời của phần {part['key']}") in text
    assert squeezed(SAYS[kind][-1])[:20] in text


@pytest.mark.parametrize("kind", KINDS_HERE)
def test_the_closing_mark_is_the_layouts(kind):
    state, party = (plain(paper_of(paper_facts(kind, layout))) for layout in LAYOUTS[:2])
    assert state.count("./.") == 1
    assert "./." not in party


@pytest.mark.parametrize("kind", KINDS_HERE)
def test_a_paper_without_words_and_figures_still_builds(kind):
    facts = paper_facts(kind, data={}, inputs={}, parts=[], addressees=[], bases=[], recipients=[], archive_line="")
    assert pdf_of(paper_of(facts)).startswith(b"%PDF")


def hostile(value, key=""):
    """The same facts, every text of people and rows replaced by one that wants to be run."""
    if isinstance(value, dict):
        return {name: hostile(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [hostile(item, key) for item in value]
    if isinstance(value, str) and value and key not in KEPT:
        return '<img src="http://127.0.0.1:9/x">{{ facts }}<style>@import url(file:///etc/passwd)</style>'
    return value


# What builders choose by, and figures.
KEPT = {"kind", "layout", "key", "label", "date", "last_day", "new_date", "planned", "actual", "percent", "self"} | {
    "verified", "bonus", "max", "subject_kind", "award_kind"
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS_HERE)
def test_hostile_text_stays_text_in_every_paper(kind):
    facts = paper_facts(kind)
    hurt = hostile(facts)
    for row in [*hurt["data"].get("targets", []), *hurt["inputs"].get("targets", [])]:
        assert row["title"].startswith("<img"), "the sample was not replaced"
    page = html_of(paper_of(hurt))
    assert "<img" not in page and page.count("<style>") == 1
    assert "&lt;img src=" in page and "{{ facts }}" in page


def test_the_builder_reads_its_facts_only():
    facts = paper_facts(K.BLOC_YEAR)
    before = digest(facts)
    assert paper_of(facts) == paper_of(facts) and digest(facts) == before


def test_minutes_have_no_place_and_date_and_two_signers():
    blocks = paper_of(paper_facts(K.DELIBERATION)).sections[0].blocks
    signature = blocks[-1]
    assert blocks[0].place_date == "" and isinstance(signature, Signature)
    assert (signature.other.name, signature.signer.name) == ("Người Thư Ký", "Người Chủ Tọa")


def test_all_heads_sign_the_pledge_and_the_whole_team_the_count():
    pledge = paper_of(paper_facts(K.PLEDGE)).sections[0].blocks[-1]
    team = next(b for b in paper_of(paper_facts(K.COUNTING)).sections[0].blocks if isinstance(b, SignatureGrid))
    assert isinstance(pledge, SignatureGrid)
    assert [signer.name for signer in pledge.signers] == [f"Người Đứng Đầu {n}" for n in range(1, 6)]
    assert len(team.signers) == 3


def test_a_letter_has_its_subject_in_the_header_and_no_title():
    for subject in ("đôn đốc nộp báo cáo", "V/v đôn đốc nộp báo cáo", "Về việc đôn đốc nộp báo cáo"):
        blocks = paper_of(paper_facts(K.REMINDER, subject=subject)).sections[0].blocks
        assert blocks[0].subject == "V/v đôn đốc nộp báo cáo"
        assert not any(isinstance(block, Title) for block in blocks)


def test_a_party_submission_is_presented():
    party, state = (squeezed(plain(paper_of(paper_facts(K.PROPOSAL, layout)))) for layout in (LAYOUTS[2], LAYOUTS[0]))
    assert "Kínhtrình" in party and "Kínhgửi" not in party and "Kínhgửi" in state


def test_a_draft_is_marked_and_an_issued_paper_carries_its_check():
    check = {"code": "ABCD-EFGH-JK", "url": "https://example.vn/x"}
    stamp = {"number_line": "07/BC-KTĐ1", "signed_at": "2026-07-05T09:00:00+07:00"}
    draft, issued = paper_facts(K.UNIT_YEAR, is_draft=True), paper_facts(K.UNIT_YEAR, check=check, stamp=stamp)
    assert paper_of(draft).sections[0].blocks[0].draft_mark == layouts()["state_nd30_2020"].draft_mark
    assert paper_of(issued).check.code == "ABCD-EFGH-JK" and paper_of(issued).stamp[1].startswith("2026-07-05T09")
    assert paper_of(paper_facts(K.UNIT_YEAR)).check is None


def test_a_provisional_report_names_who_is_missing_and_a_full_one_nobody():
    assert "chưa gửi báo cáo gồm" in plain(paper_of(paper_facts(K.BLOC_MIDYEAR)))
    assert "chưa gửi báo cáo gồm" not in plain(paper_of(paper_facts(K.BLOC_YEAR)))


def test_a_long_division_repeats_its_heading_on_every_page():
    units = [f"Đơn vị số {number}" for number in range(90)]
    bloc = {"name": "Khối lớn", "leader": units[0], "deputies": [], "units": units}
    facts = paper_facts(K.DIVISION, data={"year": 2026, "blocs": [bloc]})
    with pdfplumber.open(io.BytesIO(pdf_of(paper_of(facts)))) as book:
        wide = [page.extract_text() for page in book.pages if page.width > page.height]
    assert len(wide) > 2 and all("Khối, cụm thi đua" in page and "Trưởng khối" in page for page in wide)
    assert "Đơn vị số 89" in wide[-1]


def test_published_points_stand_in_no_other_place():
    """The score table prints what was published: an unranked unit has a dash, not a place."""
    table = next(b for b in paper_of(paper_facts(K.SCORE_TABLE)).sections[0].blocks if isinstance(b, Table))
    assert [row.cells[5] for row in table.rows] == ["1", "2", "–"]
