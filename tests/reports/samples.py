"""Facts typed by hand: a state plan, a party plan and a long score sheet, for looking at papers without a database."""

LONG = (
    "Tổ chức phong trào thi đua thiết thực, gắn với nhiệm vụ chính trị của từng đơn vị; kịp thời phát hiện, bồi dưỡng, "
    "nhân rộng điển hình tiên tiến; bảo đảm việc khen thưởng chính xác, công khai, công bằng và đúng quy định. "
)


def basis(doc_type="", number="", date=None, issuer="", about=""):
    return {"doc_type": doc_type, "number": number, "date": date, "issuer": issuer, "about": about}


def node(label="", title="", text="", depth=1):
    return {"label": label, "title": title, "text": text, "depth": depth}


def state_plan(**changes):
    facts = {
        "kind": "plan",
        "layout": "state_nd30_2020",
        "title": "Kế hoạch tổ chức phong trào thi đua năm 2022",
        "superior": "ỦY BAN NHÂN DÂN TỈNH A",
        "issuer_lines": ["KHỐI THI ĐUA", "CÁC CƠ QUAN THAM MƯU, TỔNG HỢP"],
        "number": "",
        "sign": "KH-KTĐ",
        "place": "Quảng Trị",
        "day": None,
        "month": None,
        "year": 2022,
        "draft_mark": "",
        "is_draft": True,
        "doc_type": "Kế hoạch",
        "subject": "Tổ chức thực hiện phong trào thi đua của Khối các cơ quan tham mưu, tổng hợp năm 2022",
        "bases_style": "prose",
        "bases": [
            basis(
                "Hướng dẫn", "2556/HD-HĐTĐKT", "2006-10-25", "Hội đồng Thi đua, Khen thưởng tỉnh", "chấm điểm thi đua"
            ),
            basis("Công văn", "644/UBND-NC", "2022-02-03", "UBND tỉnh", "phân khối thi đua năm 2022"),
        ],
        "opening": "Khối thi đua xây dựng kế hoạch năm 2022, như sau:",
        "nodes": [
            node("I.", "MỤC ĐÍCH, YÊU CẦU"),
            node("1.", "Mục đích", depth=2),
            node("-", text=LONG * 2, depth=3),
            node("2.", "Yêu cầu", depth=2),
            node("a)", text=LONG, depth=3),
            node("đ)", "Về chuyển đổi số", LONG, depth=3),
            node("II.", "NỘI DUNG THI ĐUA"),
            *[node(f"2.{n}.", text=LONG * 3, depth=2) for n in range(1, 11)],
            node("III.", "TỔ CHỨC THỰC HIỆN"),
            node("1.", "Đơn vị Trưởng khối", f"{LONG}\n{LONG}", depth=2),
        ],
        "closing": "Trên đây là Kế hoạch; đề nghị các đơn vị trong Khối triển khai thực hiện.",
        "signer": {
            "authority_line": "TM. KHỐI THI ĐUA",
            "capacity": "TRƯỞNG KHỐI",
            "post": "CHÁNH VĂN PHÒNG UBND TỈNH",
            "name": "Nguyễn Văn Thử",
            "titles_below": [],
        },
        "recipients": [
            {"text": "UBND tỉnh", "mark": "b/c"},
            {"text": "Ban Thi đua - Khen thưởng tỉnh", "mark": "b/c"},
            {"text": "Các đơn vị trong Khối thi đua", "mark": ""},
        ],
        "archive_line": "Lưu: VT, HC-TC",
        "drafter_initials": "Ph",
    }
    return {**facts, **changes}


def party_plan(**changes):
    facts = state_plan(
        layout="party_hd36_2018",
        superior="TỈNH HÀ GIANG",
        issuer_lines=["KHỐI GIAO ƯỚC THI ĐUA", "CÁC BAN ĐẢNG TỈNH ỦY"],
        sign="KH/KTĐ",
        place="Hà Giang",
        month=4,
        year=2023,
        draft_mark="(Dự thảo)",
        subject="Triển khai công tác thi đua, khen thưởng năm 2023",
        bases_style="lines",
        bases=[
            basis("Chương trình", "299/CTr-UBND", "2022-12-28", "Ủy ban nhân dân tỉnh", "phát động phong trào thi đua"),
            basis("Quyết định", "443/QĐ-UBND", "2023-03-21", "Chủ tịch UBND tỉnh", "kiện toàn các Khối thi đua"),
        ],
        opening="Sau khi thảo luận thống nhất, Trưởng Khối ban hành Kế hoạch, cụ thể như sau:",
        nodes=[
            node("I-", "MỤC ĐÍCH, YÊU CẦU"),
            node("1.", "Mục đích", LONG, depth=2),
            node("II-", "NỘI DUNG"),
            node("1.", "Tổ chức các phong trào thi đua", LONG, depth=2),
            *[node("-", text=f"Phong trào ***“Thi đua số {n}”***. {LONG * 2}", depth=3) for n in range(9)],
        ],
        closing="",
        signer={
            "authority_line": "",
            "capacity": "TRƯỞNG KHỐI",
            "post": "",
            "name": "Nguyễn Văn Thử",
            "titles_below": ["Ủy viên Ban Thường vụ Tỉnh ủy", "Trưởng Ban Tuyên giáo Tỉnh ủy"],
        },
        recipients=[
            {"text": "Ban Thi đua - Khen thưởng tỉnh", "mark": "báo cáo"},
            {"text": "Các cơ quan thành viên trong Khối", "mark": ""},
        ],
        archive_line="Lưu Ban Tuyên giáo Tỉnh ủy",
        drafter_initials="",
    )
    return {**facts, **changes}


def sheet_row(code, title, is_group=False, **changes):
    row = {
        "code": code,
        "title": title,
        "is_group": is_group,
        "max": "10.0000",
        "self": "9.5000",
        "verified": "9.2500",
        "assigned": True,
        "explanation": "" if is_group else "Đạt 112% chỉ tiêu → 9,5 điểm.",
        "evidence": [] if is_group else ["Báo cáo kết quả.pdf"],
    }
    return {**row, **changes}


def score_sheet(lines=60, **changes):
    rows = []
    for number in range(1, lines + 1):
        if number % 10 == 1:
            rows.append(sheet_row(f"{number // 10 + 1}", f"Nhóm tiêu chí {number // 10 + 1}", True, max="100"))
        rows.append(
            sheet_row(f"{number // 10 + 1}.{number}", f"Tiêu chí số {number}: tỷ lệ thực hiện nhiệm vụ được giao")
        )
    facts = {
        "kind": "sheet",
        "layout": "state_nd30_2020",
        "title": "Phiếu tự chấm điểm",
        "superior": "ỦY BAN NHÂN DÂN TỈNH A",
        "issuer_lines": ["SỞ NỘI VỤ"],
        "draft_mark": "",
        "subject": "Khối thi đua số 1, năm 2026",
        "note": "Bộ tiêu chí (năm 2026, phiên bản 1)",
        "rows": rows,
        "total": {"max": "600", "self": "570", "verified": "555", "percent": "92.5"},
        "remarks": [],
        "is_verified": True,
        "verifier_line": "TRƯỞNG KHỐI",
        "place": "Quảng Trị",
        "year": 2026,
    }
    return {**facts, **changes}


def bloc_ranking(**changes):
    facts = {
        "kind": "ranking",
        "layout": "state_nd30_2020",
        "title": "Bảng xếp hạng",
        "superior": "ỦY BAN NHÂN DÂN TỈNH A",
        "issuer_lines": ["KHỐI THI ĐUA SỐ 1"],
        "sign": "",
        "place": "Quảng Trị",
        "year": 2026,
        "draft_mark": "TẠM TÍNH",
        "subject": "Khối thi đua số 1, năm 2026",
        "rows": [
            {
                "rank": rank,
                "unit": f"Sở thứ {n}",
                "max": "100",
                "self": "98.5",
                "verified": "97.25",
                "bonus": "2",
                "percent": "97.25",
                "note": "",
            }
            for n, rank in enumerate((1, 2, 2, 4), start=1)
        ],
        "remarks": ["Xếp hạng theo tỷ lệ % trên điểm chuẩn được giao. Phiên bản 1."],
        "signer_lines": ["TM. KHỐI THI ĐUA", "TRƯỞNG KHỐI"],
    }
    return {**facts, **changes}
