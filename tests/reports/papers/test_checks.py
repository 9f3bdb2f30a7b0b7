"""The rule checker: cases it must find, and as many that it must leave alone."""

import time

import pytest

from reports.checks import findings_of
from reports.states import DocumentKind as K
from tests.reports import samples as plans
from tests.reports.papers.samples import DATA, LAYOUTS, paper_facts

STATE, PARTY, PARTY26 = LAYOUTS


def report(text="Lời báo cáo.", layout=STATE, kind=K.UNIT_YEAR, **changes):
    """A complete report whose first section says ``text``."""
    facts = paper_facts(kind, layout, **changes)
    for part in facts["parts"]:
        if part["key"] == "direction":
            part["text"] = text
    return facts


def said(facts):
    return [(finding.level, finding.where, finding.says) for finding in findings_of(facts)]


def about(facts, where):
    return [says for _, found, says in said(facts) if found == where]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", [kind for kind in K if kind != K.PLAN])
def test_a_complete_paper_has_no_finding(kind, layout):
    facts = paper_facts(kind, layout)
    # What the samples show on purpose: units that have not reported, appendices nobody refers to, an unconfirmed sum.
    expected = {K.BLOC_MIDYEAR: {"data"}, K.DIVISION: {"parts"}, K.AWARD_DECISION: {"parts"}, K.AWARD_BONUS: {"data"}}
    found = said(facts)
    assert {where for _, where, _ in found} == expected.get(kind, set()), found
    assert all(level == "warn" for level, _, _ in found)


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("được tặng huân chương lao động hạng Ba", "Viết «Huân chương Lao động»"),
        ("được tặng Huân chương Lao Động hạng Ba", "Viết «Huân chương Lao động»"),
        ("được tặng Huân chương Lao động hạng ba", "«hạng Ba»"),
        ("danh hiệu anh hùng lao động", "Viết «Anh hùng Lao động»"),
        ("nghị quyết của Bộ chính trị", "Viết «Bộ Chính trị»"),
        ("Ủy Ban Nhân Dân tỉnh", "Viết «Ủy ban nhân dân»"),
        ("uỷ viên", "«ủy»"),
        ("trước ngày 5 tháng 3", "«ngày 05 tháng 3»"),
        ("trước ngày 05 tháng 03 năm 2026", "«ngày 05 tháng 3»"),
        ("từ ngày 10 tháng 2", "«ngày 10 tháng 02»"),
        ("trong tháng 07", "«tháng 7»"),
        ("đến tháng 2 năm 2026", "«tháng 02»"),
        ("gửi UBND các huyện, thị xã", "không còn đơn vị hành chính cấp huyện"),
        ("ở cấp huyện", "không còn đơn vị hành chính cấp huyện"),
        ("dịch vụ công mức độ 4", "toàn trình"),
        ("nộp [[hạn]] hằng năm", "[[…]]"),
        ("xong./. Thêm một câu", "«./.»"),
    ],
)
def test_words_that_are_wrong(text, correction):
    found = about(report(text), "part:direction")
    assert len(found) == 1 and correction in found[0], found


@pytest.mark.parametrize(
    "text",
    [
        "được tặng Huân chương Lao động hạng Nhất, HUÂN CHƯƠNG LAO ĐỘNG",
        "người lao động tiên tiến, anh hùng trong lao động sản xuất",
        "tổng kết hạng nhất toàn đoàn",
        "ngày 05 tháng 02, ngày 10 tháng 12 năm 2026, ngày 20 tháng 10",
        "6 tháng 1 lần, mỗi tháng 2 lần, tháng 1/2026, tháng 12 năm 2025, 03 tháng đầu năm",
        "trong tháng 02, tháng 10, tháng 3",
        "nhân dân xã Huyện Hội, mặt trận đấu tranh, quốc gia, chính quyền",
        "theo Quyết định số 12/QĐ-UBND và Công văn số 9/SNV-TĐKT",
        "thủy lợi, suy nghĩ, khuỷu tay",
        "Ủy ban nhân dân tỉnh, Hội đồng nhân dân, Chính phủ, Quốc hội, Bộ Chính trị",
        "Kết thúc tốt đẹp./.",
    ],
)
def test_words_that_are_right_are_left_alone(text):
    assert about(report(text), "part:direction") == []


def test_the_district_existed_until_july_2025():
    assert about(report("UBND huyện", year=2024), "part:direction") == []
    assert about(report("UBND huyện", day=30, month=6, year=2025), "part:direction") == []
    assert len(about(report("UBND huyện", day=1, month=7, year=2025), "part:direction")) == 1


@pytest.mark.parametrize(
    ("layout", "changes", "level", "where", "part"),
    [
        (STATE, {"sign": ""}, "stop", "sign", "Chưa có ký hiệu"),
        (STATE, {"number": "", "sign": ""}, "stop", "sign", "Chưa có ký hiệu"),
        (STATE, {"number": "7a"}, "warn", "number", "chữ số Ả Rập"),
        (STATE, {"sign": "BC - KTĐ"}, "warn", "sign", "«BC-KTĐ»"),
        (STATE, {"sign": "BC/KTĐ"}, "warn", "sign", "dùng dấu «-»"),
        (STATE, {"sign": "KH-KTĐ"}, "warn", "sign", "bắt đầu bằng «BC»"),
        (PARTY, {"sign": "BC-KTĐ"}, "warn", "sign", "«BC/KTĐ»"),
        (STATE, {"place": ""}, "stop", "place", "địa danh"),
        (STATE, {"day": None}, "stop", "day", "còn để trống"),
        (STATE, {"day": 31, "month": 6}, "stop", "day", "Không có ngày 31/6/2026"),
        (STATE, {"subject": " "}, "stop", "subject", "Chưa có trích yếu"),
        (STATE, {"subject": "Tổng kết."}, "warn", "subject", "dấu câu"),
        (STATE, {"issuer_lines": []}, "stop", "issuer_lines", "Chưa có tên cơ quan"),
        (STATE, {"issuer_lines": ["Sở Mẫu"]}, "warn", "issuer_lines", "in hoa"),
        (STATE, {"archive_line": ""}, "warn", "archive_line", "Lưu: VT"),
        (STATE, {"archive_line": "Lưu: Văn phòng"}, "warn", "archive_line", "VT"),
        (PARTY26, {"archive_line": "Lưu VT"}, "warn", "archive_line", "không kèm «VT»"),
        (STATE, {"recipients": []}, "warn", "recipients", "nơi nhận"),
    ],
)
def test_heads_that_are_wrong(layout, changes, level, where, part):
    found = [row for row in said(report(layout=layout, **changes)) if row[1] == where]
    assert [row[0] for row in found] == [level] and part in found[0][2], found


def test_a_draft_may_leave_its_date_blank():
    assert about(report(day=None, is_draft=True), "day") == []


def signer(**changes):
    known = {"authority_line": "TM. KHỐI THI ĐUA", "capacity": "TRƯỞNG KHỐI", "post": "", "name": "Người Ký"}
    return {"signer": {**known, "titles_below": [], **changes}}


@pytest.mark.parametrize(
    ("layout", "changes", "where", "part"),
    [
        (STATE, {"authority_line": ""}, "authority_line", "tập thể"),
        (STATE, {"authority_line": "TM.KHỐI THI ĐUA"}, "authority_line", "«TM. KHỐI THI ĐUA»"),
        (STATE, {"authority_line": "T/M KHỐI THI ĐUA"}, "authority_line", "«TM.»"),
        (PARTY, {"authority_line": "TM. KHỐI THI ĐUA"}, "authority_line", "«T/M»"),
        (PARTY26, {"authority_line": "K/T TRƯỞNG KHỐI"}, "authority_line", "không ký thay"),
        (STATE, {"name": ""}, "signer_name", "họ tên"),
        (STATE, {"name": "TS. Người Ký"}, "signer_name", "học hàm, học vị"),
        (STATE, {"authority_line": "", "capacity": "", "post": ""}, "capacity", "người ký"),
    ],
)
def test_signers_that_are_wrong(layout, changes, where, part):
    found = about(paper_facts(K.RESULT_NOTICE, layout, **signer(**changes)), where)
    assert len(found) == 1 and part in found[0], found


@pytest.mark.parametrize(
    ("kind", "layout", "changes"),
    [
        (K.UNIT_YEAR, STATE, {"authority_line": "", "capacity": "GIÁM ĐỐC"}),
        (K.RESULT_NOTICE, PARTY, {"authority_line": ""}),
        (K.RESULT_NOTICE, STATE, {"name": "Tsering Người Ký"}),
        (K.PLEDGE, STATE, {"authority_line": "", "name": ""}),
    ],
)
def test_signers_that_are_right_are_left_alone(kind, layout, changes):
    assert said(paper_facts(kind, layout, **signer(**changes))) == []


@pytest.mark.parametrize(
    ("bases", "part"),
    [
        (["Quyết định số 12/QĐ-UBND ngày 20/12/2026 của UBND tỉnh"], "sau ngày của văn bản này"),
        (["Quyết định số 12/QĐ-UBND ngày 20 tháng 12 năm 2026"], "sau ngày của văn bản này"),
        (["Quyết định số 12/QĐ-UBND ngày 31/02/2026 của UBND tỉnh"], "Không có ngày 31/02/2026"),
        (["Luật Thi đua, khen thưởng số 06/2022/QH15"], "Luật, pháp lệnh chỉ ghi tên"),
        (["Công văn số 9/SNV-TĐKT", "Công văn số 9/SNV-TĐKT về báo cáo"], "được nêu hai lần"),
    ],
)
def test_bases_that_are_wrong(bases, part):
    found = about(report(bases=bases), "bases")
    assert len(found) == 1 and part in found[0], found


def test_bases_that_are_right_are_left_alone():
    bases = [
        "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
        "Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ",
        "Quyết định số 12/QĐ-UBND ngày 05/7/2026 của UBND tỉnh",
    ]
    assert about(report(bases=bases), "bases") == []


def plan_with(**changes):
    facts = plans.state_plan(**changes)
    return {**facts, "nodes": [{"key": f"node:{place}", **node} for place, node in enumerate(facts["nodes"])]}


def test_what_the_register_doubts_is_said():
    known = plans.basis("Chỉ thị", "09/CT-UBND", "2022-08-26", "UBND tỉnh", "phát động")
    doubtful = {**known, "doubts": ["Ngày 26/08/2022 muộn hơn ngày của văn bản này (01/03/2022)."]}
    assert about(plan_with(bases=[doubtful]), "bases") == [f"Chỉ thị 09/CT-UBND: {doubtful['doubts'][0]}"]
    assert about(plan_with(bases=[known]), "bases") == []
    assert about(plan_with(bases=[], cited=[doubtful]), "bases") != [], "what is cited inside is doubted too"


def test_a_document_is_cited_in_full_once():
    full = "Công văn số 9/SNV-TĐKT ngày 01/02/2026 của Sở Mẫu"
    assert len(about(report(f"Theo {full}. Thực hiện {full}."), "part:direction")) == 1
    assert len(about(report(f"Theo {full}.", bases=[full]), "part:direction")) == 1
    assert about(report(f"Theo {full}; thực hiện Công văn số 9/SNV-TĐKT."), "part:direction") == []


def test_empty_parts_stop_a_paper():
    facts = report()
    facts["parts"] = [{**part, "text": ""} if part["key"] == "limits" else part for part in facts["parts"]]
    assert ("stop", "part:limits", "Phần «IV. Hạn chế và nguyên nhân» còn trống.") in said(facts)
    assert about(plan_with(nodes=[]), "nodes") == ["Kế hoạch chưa có nội dung."]


@pytest.mark.parametrize(
    ("kind", "changes", "level", "part"),
    [
        (K.RESULT_NOTICE, {"data": {"ranking": [], "source": ""}}, "stop", "chưa công bố"),
        (K.SCORE_TABLE, {"data": {"ranking": [], "source": ""}}, "stop", "chưa công bố"),
        (K.DIVISION, {"data": {"year": 2026, "blocs": []}}, "stop", "chưa có khối nào"),
        (K.REGISTRATION, {"data": {"targets": []}}, "warn", "chưa đăng ký chỉ tiêu"),
        (K.PLEDGE, {"data": {"members": []}}, "stop", "chưa có đơn vị"),
        (K.PROPOSAL, {"data": {"proposed": []}}, "stop", "được đề nghị"),
        (K.REMINDER, {"data": {"late": [], "deadline": None}}, "warn", "Không có đơn vị nào"),
        (K.BLOC_MIDYEAR, {}, "warn", "Còn 2 đơn vị chưa gửi"),
    ],
)
def test_figures_a_paper_cannot_do_without(kind, changes, level, part):
    found = [row for row in said(paper_facts(kind, **changes)) if row[1] == "data"]
    assert [row[0] for row in found] == [level] and part in found[0][2]


def test_what_a_form_asks_is_missed():
    found = said(paper_facts(K.INVITATION, inputs={}))
    assert {where for _, where, _ in found} == {"input:guests", "input:time", "input:place"}
    assert about(paper_facts(K.MERIT_PERSON, inputs={"award": "Giấy khen"}), "input:name") != []
    nothing = {where for _, where, _ in said(paper_facts(K.REGISTRATION, inputs={}))}
    assert nothing == {"input:movements", "input:titles"}
    assert about(paper_facts(K.COUNTING, inputs={}), "input:candidates") == ["Chưa có kết quả kiểm phiếu."]


def test_a_number_on_a_paper_outside_the_series_is_doubted():
    assert about(paper_facts(K.PLEDGE, number="3", sign="GU-KTĐ"), "number") != []


def test_a_letter_has_no_abbreviation_of_the_state_and_cv_of_the_party():
    assert len(about(paper_facts(K.REMINDER, sign="CV-KTĐ1"), "sign")) == 1
    assert about(paper_facts(K.REMINDER, PARTY, sign="CV/KTĐ"), "sign") == []
    assert len(about(paper_facts(K.REMINDER, PARTY, sign="KTĐ/X"), "sign")) == 1


def test_an_appendix_is_referred_to():
    facts = paper_facts(K.DIVISION)
    assert about(facts, "parts") != []
    facts["parts"][0]["text"] = "Chia khối theo Phụ lục ban hành kèm theo Quyết định này."
    assert about(facts, "parts") == []


def test_a_paper_that_ends_with_a_table_has_nowhere_to_end():
    facts = paper_facts(K.MERIT_UNIT, data={"titles": [], "forms": DATA[K.MERIT_PERSON]["forms"]})
    assert about(facts, "closing") == []
    facts["parts"] = [part for part in facts["parts"] if part["key"] != "closing"]
    assert "«./.»" in about(facts, "closing")[0]


def test_what_stops_stands_first():
    levels = [level for level, _, _ in said(report(place="", archive_line="", sign=""))]
    assert levels == sorted(levels) and set(levels) == {"stop", "warn"}


@pytest.mark.parametrize(
    "text", ["1/", "1-A/", "9/A-", "ngày 1 tháng ", "UBND các ", "- ", "**a", "[[", "Huân chương "]
)
def test_long_hostile_text_is_read_in_no_time(text):
    facts = report((text * 60_000)[:60_000])
    begun = time.perf_counter()
    findings_of(facts)
    assert time.perf_counter() - begun < 2
