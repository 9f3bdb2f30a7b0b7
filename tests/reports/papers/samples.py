"""Facts of one paper of every kind, typed by hand: invented institutions, no real persons."""

from typing import Any

from reports.kinds import KINDS, abbreviation_of
from reports.states import DocumentKind as K

LAYOUTS = ("state_nd30_2020", "party_hd36_2018", "party_hd05_2026")
UNITS = ("Sở Thử nghiệm", "Sở Mẫu", "Ban Minh họa", "Cục Ví dụ", "Chi cục Giả định")

WORDS = {
    "state": {
        "superior": "ỦY BAN NHÂN DÂN TỈNH MẪU",
        "issuer_lines": ["KHỐI THI ĐUA SỐ 1"],
        "sign": "KTĐ1",
        "authority_line": "TM. KHỐI THI ĐUA",
        "archive_line": "Lưu: VT",
    },
    "party": {
        "superior": "TỈNH ỦY MẪU",
        "issuer_lines": ["KHỐI THI ĐUA CÁC BAN ĐẢNG"],
        "sign": "KTĐ",
        "authority_line": "T/M KHỐI THI ĐUA",
        "archive_line": "Lưu Văn phòng",
    },
}

SUBJECTS = {
    K.DIVISION: "Về việc chia khối thi đua năm 2026",
    K.REGISTRATION: "Năm 2026",
    K.PLEDGE: "Khối thi đua số 1 năm 2026",
    K.INVITATION: "Dự Hội nghị sơ kết 6 tháng đầu năm 2026",
    K.UNIT_MIDYEAR: "Sơ kết phong trào thi đua 6 tháng đầu năm 2026",
    K.UNIT_YEAR: "Tổng kết phong trào thi đua năm 2026",
    K.BLOC_MIDYEAR: "Sơ kết phong trào thi đua 6 tháng đầu năm 2026 của Khối thi đua số 1",
    K.BLOC_YEAR: "Tổng kết phong trào thi đua năm 2026 của Khối thi đua số 1",
    K.SCORE_TABLE: "Khối thi đua số 1 năm 2026",
    K.MEETING_MINUTES: "Hội nghị sơ kết 6 tháng đầu năm 2026",
    K.DELIBERATION: "Họp bình xét thi đua năm 2026",
    K.COUNTING: "Kiểm phiếu bình xét thi đua năm 2026",
    K.PROPOSAL: "Về việc đề nghị khen thưởng năm 2026",
    K.MERIT_UNIT: "Thành tích đề nghị khen thưởng năm 2026 của Sở Mẫu",
    K.MERIT_PERSON: "Thành tích cá nhân đề nghị khen thưởng năm 2026",
    K.RESULT_NOTICE: "Kết quả thi đua năm 2026 của Khối thi đua số 1",
    K.REMINDER: "đôn đốc nộp báo cáo sơ kết 6 tháng đầu năm",
    K.AWARD_SUBMIT: "Về việc khen thưởng năm 2026",
    K.AWARD_DECISION: "Về việc khen thưởng năm 2026",
    K.AWARD_BONUS: "Kèm theo quyết định khen thưởng năm 2026",
}

AWARDED = [
    {
        "award": "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        "kind": "form",
        "subject": subject,
        "of_person": of_person,
        "position": "Trưởng phòng" if of_person else "",
        "unit": "Sở Mẫu",
        "achievement": "Dẫn đầu phong trào.",
        "year": 2026,
    }
    for subject, of_person in (("Phòng Một", False), ("Người Được Khen", True))
]
RANKING = [
    {
        "rank": rank,
        "unit": unit,
        "self": "980.5",
        "verified": points,
        "bonus": "5",
        "max": "1000",
        "percent": "97.1250",
        "rating": "Xuất sắc",
    }
    for rank, unit, points in ((1, UNITS[0], "971.25"), (2, UNITS[1], "955"), (None, UNITS[2], None))
]
AWARDS = [
    {
        "year": 2025,
        "award": "Cờ thi đua của Ủy ban nhân dân tỉnh",
        "kind": "title",
        "subject": UNITS[1],
        "unit": UNITS[1],
        "number": "45/QĐ-UBND",
        "date": "2026-02-03",
        "issuer": "Chủ tịch Ủy ban nhân dân tỉnh Mẫu",
    }
]
MEMBERS = [
    {"unit": unit, "role": role, "head": f"Người Đứng Đầu {number}", "post": "Giám đốc"}
    for number, (unit, role) in enumerate(zip(UNITS, ("Trưởng khối", "Phó khối", "", "", ""), strict=True), start=1)
]
TARGETS = [
    {"title": "Hồ sơ giải quyết đúng hạn", "measure_unit": "%", "planned": "98.5", "note": "Nghị quyết của tỉnh"},
    {"title": "Nông thôn mới", "measure_unit": "xã", "planned": None, "note": "Không được giao."},
]
RESULTS = [
    {"title": "Hồ sơ đúng hạn", "measure_unit": "%", "planned": "98", "actual": "99.5", "percent": "101.53"},
    {"title": "Sáng kiến", "measure_unit": "sáng kiến", "planned": "12", "actual": None, "percent": None},
]
PROPOSED = [
    {
        "award": "Cờ thi đua của Ủy ban nhân dân tỉnh",
        "award_kind": "title",
        "subject": UNITS[0],
        "subject_kind": "collective",
        "unit": UNITS[0],
        "achievement": "Dẫn đầu khối năm 2026.",
    },
    {
        "award": "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        "award_kind": "form",
        "subject": "Người Được Khen",
        "subject_kind": "person",
        "unit": UNITS[1],
        "achievement": "Có sáng kiến rút ngắn thời gian giải quyết hồ sơ.",
    },
]
MEETING = {
    "begins": "08 giờ 00 phút, ngày 20 tháng 12 năm 2026",
    "ends": "11 giờ 00 phút cùng ngày",
    "place": "Trụ sở Sở Thử nghiệm",
    "chair": "Người Chủ Tọa",
    "secretary": "Người Thư Ký",
}
REPORTING = {"deadline": {"title": "Báo cáo sơ kết", "when": "trước ngày 15/06/2026"}, "awards": AWARDS}

DATA: dict[str, dict[str, Any]] = {
    K.AWARD_SUBMIT: {"awards": AWARDED},
    K.AWARD_DECISION: {"awards": AWARDED},
    K.AWARD_BONUS: {
        "about": "Quyết định số 512/QĐ-UBND ngày 28/12/2026",
        "bonuses": [
            {
                "subject": "Người Được Khen",
                "unit": "Sở Mẫu",
                "award": "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
                "coefficient": "3,5",
                "amount": "8.190.000",
                "why": "",
            }
        ],
        "total": "8.190.000",
        "words": "Tám triệu một trăm chín mươi nghìn đồng",
        "unconfirmed": True,
    },
    K.DIVISION: {
        "year": 2026,
        "blocs": [
            {"name": f"Khối thi đua số {number}", "leader": UNITS[0], "deputies": [UNITS[1]], "units": list(UNITS)}
            for number in (1, 2, 3)
        ],
    },
    K.REGISTRATION: {"unit": UNITS[1], "targets": TARGETS},
    K.PLEDGE: {"members": MEMBERS},
    K.UNIT_MIDYEAR: {
        "unit": UNITS[1],
        "results": RESULTS,
        "score": None,
        "awards": [],
        "movements": ["Cải cách hành chính"],
    },
    K.UNIT_YEAR: {
        "unit": UNITS[1],
        "results": RESULTS,
        "score": {"self": "980", "max": "1000", "verified": None},
        "awards": AWARDS,
    },
    K.BLOC_MIDYEAR: {
        **REPORTING,
        "members": MEMBERS,
        "reported": list(UNITS[:3]),
        "missing": list(UNITS[3:]),
        "totals": {"units": 3, "targets": 40, "reached": 31, "short": 5, "unknown": 4},
        "ranking": [],
    },
    K.BLOC_YEAR: {
        **REPORTING,
        "members": MEMBERS,
        "reported": list(UNITS),
        "missing": [],
        "totals": {"units": 5, "targets": 50, "reached": 50, "short": 0, "unknown": 0},
        "ranking": RANKING,
        "source": "công bố lần 1, mã kiểm tra số liệu 0123456789abcdef",
    },
    K.SCORE_TABLE: {"ranking": RANKING, "source": "công bố lần 1, mã kiểm tra số liệu 0123456789abcdef"},
    K.MEETING_MINUTES: {"members": MEMBERS},
    K.DELIBERATION: {"members": MEMBERS},
    K.COUNTING: {"members": MEMBERS},
    K.PROPOSAL: {"proposed": PROPOSED},
    K.MERIT_UNIT: {"unit": UNITS[1], "titles": AWARDS, "forms": []},
    K.MERIT_PERSON: {"unit": UNITS[1], "titles": [], "forms": [{**AWARDS[0], "kind": "form", "award": "Giấy khen"}]},
    K.RESULT_NOTICE: {"ranking": RANKING, "source": "công bố lần 1, mã kiểm tra số liệu 0123456789abcdef"},
    K.REMINDER: {
        "deadline": {"title": "Báo cáo sơ kết 6 tháng đầu năm", "when": "trước ngày 15/06/2026"},
        "late": [
            {"unit": UNITS[3], "last_day": "2026-06-14", "extended": False},
            {"unit": UNITS[4], "last_day": "2026-06-20", "extended": True},
        ],
        "plan": {
            "layout": "state_nd30_2020",
            "number": "5",
            "sign": "KH-KTĐ1",
            "day": 3,
            "month": 2,
            "year": 2026,
            "about": "thi đua",
        },
        "item": "III.2",
    },
}

INPUTS: dict[str, dict[str, Any]] = {
    K.DIVISION: {"decider": "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU"},
    K.AWARD_DECISION: {"decider": "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU"},
    K.REGISTRATION: {
        "movements": [
            {"name": "Cải cách hành chính", "aim": "Rút ngắn thủ tục", "begins": "02/2026", "ends": "12/2026"}
        ],
        "titles": [{"award": "Tập thể lao động xuất sắc", "quantity": "3", "names": "Phòng Một, Phòng Hai, Phòng Ba"}],
    },
    K.PLEDGE: {"targets": [{"title": "Hồ sơ đúng hạn", "measure_unit": "%", "planned": "từ 98 trở lên"}]},
    K.INVITATION: {
        "guests": ["Lãnh đạo Sở Mẫu", "Lãnh đạo Ban Minh họa"],
        "meeting": "Hội nghị sơ kết phong trào thi đua 6 tháng đầu năm 2026",
        "chair": "Trưởng khối",
        "time": "08 giờ 00 phút, ngày 15 tháng 7 năm 2026",
        "place": "Hội trường Sở Thử nghiệm",
        "bring": ["Báo cáo sơ kết", "Bảng tự chấm điểm"],
        "report_due": "ngày 10 tháng 7 năm 2026",
    },
    K.BLOC_YEAR: {"next_leader": UNITS[1], "next_deputies": [UNITS[2]]},
    K.MEETING_MINUTES: {
        **MEETING,
        "present": list(UNITS[:4]),
        "absent": [{"name": UNITS[4], "reason": "đi công tác"}],
    },
    K.DELIBERATION: {
        **MEETING,
        "present": list(UNITS[:4]),
        "absent": [{"name": UNITS[4], "reason": "đi công tác"}],
        "method": "giơ tay",
        "base": "thành viên có mặt",
        "base_count": 4,
        "votes": [{"subject": UNITS[0], "award": "Cờ thi đua", "agree": 3}],
    },
    K.COUNTING: {
        **MEETING,
        "team": [
            {"name": "Người Kiểm Phiếu Một", "role": "Tổ trưởng"},
            {"name": "Người Kiểm Phiếu Hai", "role": "Thành viên"},
            {"name": "Người Kiểm Phiếu Ba", "role": ""},
        ],
        "issued": 7,
        "returned": 7,
        "valid": 6,
        "invalid": 1,
        "base": "đơn vị thành viên của khối",
        "base_count": 7,
        "candidates": [{"subject": UNITS[0], "award": "Cờ thi đua", "agree": 5, "disagree": 1, "blank": 0}],
    },
    K.PROPOSAL: {},
    K.MERIT_UNIT: {"award": "Bằng khen của Thủ tướng Chính phủ"},
    K.MERIT_PERSON: {
        "award": "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        "name": "Người Được Khen",
        "birth": "01/02/1980",
        "hometown": "Xã Ví Dụ, tỉnh Mẫu",
        "post": "Trưởng phòng",
    },
    K.REMINDER: {"new_date": "2026-07-05", "contact": "Văn phòng Sở Thử nghiệm, số máy 000"},
}


def paper_facts(kind: str, layout: str = "state_nd30_2020", **changes: Any) -> dict[str, Any]:
    """Facts of a complete paper; every part says which part it is."""
    family = layout.partition("_")[0]
    words, known, mark = WORDS[family], KINDS[kind], "/" if family == "party" else "-"
    facts = {
        "kind": str(kind),
        "layout": layout,
        "title": f"{known.doc_type.capitalize()} {SUBJECTS[kind]}".strip(),
        "superior": words["superior"],
        "issuer_lines": words["issuer_lines"],
        "issuer_name": "Khối thi đua số 1",
        "number": "7" if known.numbered else "",
        "sign": mark.join(filter(None, (abbreviation_of(known, family), words["sign"]))) if known.numbered else "",
        "place": "Mẫu",
        "day": 5,
        "month": 7,
        "year": 2026,
        "draft_mark": "",
        "is_draft": False,
        "doc_type": known.doc_type,
        "subject": SUBJECTS[kind],
        "signer": {
            "authority_line": words["authority_line"],
            "capacity": "TRƯỞNG KHỐI",
            "post": "GIÁM ĐỐC SỞ THỬ NGHIỆM",
            "name": "Người Ký Văn Bản",
            "titles_below": [],
        },
        "archive_line": words["archive_line"],
        "drafter_initials": "",
        "addressees": ["Hội đồng Thi đua - Khen thưởng tỉnh Mẫu", "Sở Mẫu"],
        "bases": ["Luật Thi đua, khen thưởng", "Theo đề nghị của Giám đốc Sở Mẫu tại Tờ trình số 12/TTr-SM"],
        "recipients": [{"text": "Như trên", "mark": ""}, {"text": "Sở Mẫu", "mark": "b/c"}],
        "parts": [
            {"key": part.key, "label": part.label, "title": part.title, "text": f"Lời của phần {part.key}."}
            for part in known.parts
        ],
        "inputs": INPUTS.get(kind, {}),
        "data": DATA.get(kind, {}),
        "check": None,
        "stamp": None,
    }
    return {**facts, **changes}


def frozen_pledge() -> dict:
    """A pledge with the registered targets frozen in it: a shared one, and one of a unit's own field."""
    shared = {"title": "Hồ sơ đúng hạn", "measure_unit": "%", "how": "same", "planned": "98", "parts": []}
    own = {"title": "Tuyến đường hoàn thành", "measure_unit": "km", "planned": "12"}
    frozen = {"shared": [shared], "own": [{"unit": UNITS[0], "rows": [own]}]}
    return paper_facts(K.PLEDGE, data={"members": MEMBERS, "frozen": frozen})
