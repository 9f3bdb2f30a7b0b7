"""Quảng Trị province, movement on office culture, 2019–2025: a plan over seven years with reviews in 2022 and 2025.

Facts, names, numbers and quoted slogans are the document's; the sentences are ours.
"""

import datetime as dt
from decimal import Decimal

from reports.demo.shapes import Basis, Due, Node, PlanFacts, end_of_year, in_year, month

MOVEMENT = "“Cán bộ, công chức, viên chức thi đua thực hiện văn hóa công sở”"

BASES = (
    Basis("Quyết định", "733/QĐ-TTg", dt.date(2019, 6, 14), "Thủ tướng Chính phủ", f"ban hành kế hoạch tổ chức thực hiện Phong trào thi đua {MOVEMENT} giai đoạn 2019 - 2025"),
    Basis("Công văn", "1097/BTĐKT-VIII", dt.date(2019, 6, 10), "Ban Thi đua - Khen thưởng Trung ương", "tổ chức các phong trào thi đua", suspect="Công văn đề ngày 10/6/2019, trước Quyết định số 733/QĐ-TTg (14/6/2019)."),
)  # fmt: skip

REQUIREMENTS = (
    Node("a)", text="Phong trào thi đua là nhiệm vụ trọng tâm trong các phong trào của tỉnh và của các khối thi đua;"),
    Node("b)", text="Triển khai sâu rộng trong cơ quan Đảng, chính quyền, Mặt trận và đoàn thể bằng nội dung, hình thức phong phú, tiêu chí rõ ràng, liên tục; đôn đốc, kiểm tra, sơ kết, tổng kết để kịp thời phát hiện nhân tố mới và nhân rộng điển hình phù hợp với từng cơ quan;"),
    Node("c)", text="Đề cao trách nhiệm của người đứng đầu cơ quan, tổ chức, đơn vị trong chỉ đạo và tổ chức Phong trào thi đua."),
)  # fmt: skip

SUBJECTS = (
    Node("a)", "Tập thể", "Cơ quan cấp tỉnh và UBND cấp huyện; cơ quan Trung ương tại tỉnh, lực lượng vũ trang; đơn vị sự nghiệp công lập, doanh nghiệp nhà nước (gọi tắt là đơn vị, địa phương);"),
    Node("b)", "Cá nhân", "Cán bộ, công chức, viên chức và cán bộ, chiến sĩ lực lượng vũ trang nhân dân (gọi tắt là cán bộ, công chức, viên chức)."),
)  # fmt: skip

COLLECTIVE = (
    Node("-", text="Xây dựng cơ quan, đơn vị văn minh, hiện đại, xanh, sạch, đẹp."),
    Node("-", text="Thực hiện tốt Quy tắc ứng xử trong các cơ quan hành chính, đơn vị sự nghiệp công lập của tỉnh."),
    Node("-", text="Giữ nghiêm quy định về văn hóa công sở gắn với cải cách hành chính và dịch vụ công trực tuyến, coi đó là khâu then chốt hằng năm và cả giai đoạn; xây dựng môi trường công sở thân thiện, liêm chính, kiến tạo, phục vụ người dân và doanh nghiệp."),
)  # fmt: skip

PERSONAL = (
    Node("-", text="Làm việc tận tụy, gương mẫu, trách nhiệm, chấp hành nghiêm kỷ cương, kỷ luật hành chính."),
    Node("-", text="Giao tiếp, ứng xử chuẩn mực."),
    Node("-", text="Đạo đức, lối sống chuẩn mực."),
    Node("-", text="Trang phục gọn gàng, lịch sự, hợp với công việc."),
    Node("-", text="Hưởng ứng tích cực các phong trào của cơ quan và của địa phương."),
)

SOLUTIONS = (
    Node("1.", text="Đơn vị, địa phương và khối thi đua chọn hình thức tuyên truyền hợp với đặc điểm của mình để tạo chuyển biến về nhận thức, sự đồng thuận xã hội và sức mạnh của cả hệ thống chính trị; tránh hình thức, lãng phí.", actor="Đơn vị, địa phương, khối thi đua"),
    Node("2.", text="Sở Thông tin và Truyền thông cùng Ban Tuyên giáo Tỉnh ủy chỉ đạo cơ quan truyền thông mở chuyên trang, chuyên mục, bám cơ sở để phát hiện, biểu dương và nhân rộng mô hình hay, cách làm mới, điển hình tiên tiến.", actor="Sở Thông tin và Truyền thông"),
    Node("3.", text="Hội đồng Thi đua - Khen thưởng các cấp phân công rõ từng thành viên theo dõi, hướng dẫn, đôn đốc, giám sát theo lĩnh vực, địa bàn.\nHằng năm, Hội đồng Thi đua - Khen thưởng tỉnh lập đoàn kiểm tra tình hình thực hiện ở một số đơn vị, địa phương.", actor="Hội đồng Thi đua - Khen thưởng các cấp"),
)  # fmt: skip

COLLECTIVE_STANDARDS = (
    Node("-", text="Phổ biến đến 100% người làm việc trong cơ quan; Quy tắc ứng xử và văn hóa công sở được giữ nghiêm."),
    Node("-", text="Cải cách hành chính theo phương châm “Đơn giản - thân thiện - đúng hẹn”, rút ngắn thời gian giải quyết công việc, được đánh giá loại tốt."),
    Node("-", text="Ứng dụng rộng rãi công nghệ thông tin trong hoạt động nội bộ."),
    Node("-", text="Xây dựng, giữ gìn cơ quan văn minh, hiện đại, xanh, sạch, đẹp."),
    Node("-", text="Tổ chức phong trào thi đua thiết thực, đa dạng, thu hút đông đảo người tham gia, góp phần hoàn thành tốt nhiệm vụ."),
)  # fmt: skip

PERSONAL_STANDARDS = (
    Node("-", text="Chấp hành nghiêm kỷ cương, kỷ luật hành chính."),
    Node("-", text="Không ngừng học tập nâng cao trình độ chuyên môn, nghiệp vụ."),
    Node("-", text="Thái độ làm việc tận tụy, nghiêm túc, trách nhiệm."),
    Node("-", text="Giao tiếp, ứng xử chuẩn mực."),
    Node("-", text="Thường xuyên tu dưỡng đạo đức, lối sống."),
    Node("-", text="Trang phục gọn gàng, lịch sự, hợp với công việc."),
    Node("-", text="Tham gia tích cực các phong trào nơi công tác và nơi cư trú."),
)

REWARDS = (
    Node("a)", text="Hằng năm, Hội đồng Thi đua - Khen thưởng tỉnh coi kết quả Phong trào thi đua là nội dung quan trọng khi đánh giá thi đua và xét khen thưởng đơn vị, địa phương."),
    Node("b)", text="Khen thưởng cấp cơ sở\nĐơn vị, địa phương sơ kết, tổng kết và khen thưởng theo thẩm quyền; chọn tập thể, cá nhân tiêu biểu xuất sắc nhất để đề nghị cấp trên khen thưởng."),
    Node("c)", "Khen thưởng cấp tỉnh", children=(
        Node("-", "Khen thưởng sơ kết, tổng kết", children=(
            Node("+", text="Trên cơ sở đề xuất của các đơn vị, địa phương, Hội đồng Thi đua - Khen thưởng tỉnh xét, trình Chủ tịch UBND tỉnh tặng Bằng khen cho một số tập thể, cá nhân xuất sắc."),
        )),
    )),
    Node("d)", "Khen thưởng cấp Nhà nước", "Theo hướng dẫn của Ban Thi đua - Khen thưởng Trung ương."),
)  # fmt: skip

TIMETABLE = (
    Node(
        "1.",
        text="Năm 2019: Ban hành kế hoạch; lồng ghép phát động trong hội nghị của tỉnh vào cuối năm 2019 hoặc đầu năm 2020.",
    ),
    Node(
        "2.",
        text="Năm 2022: Hội đồng Thi đua - Khen thưởng tỉnh sơ kết, đánh giá kết quả để tiếp tục phong trào đến năm 2025.",
    ),
    Node("3.", text="Năm 2025: Hội đồng Thi đua - Khen thưởng tỉnh tổng kết Phong trào thi đua giai đoạn 2019 - 2025."),
)

DUTIES = (
    Node("1.", text="Đơn vị, địa phương lập kế hoạch, tổ chức thực hiện bảo đảm nội dung, chất lượng, tiến độ; định kỳ hằng năm báo cáo Ban Thi đua - Khen thưởng tỉnh để tổng hợp.", actor="Đơn vị, địa phương"),
    Node("2.", text="Ban Thi đua - Khen thưởng tỉnh là cơ quan thường trực giúp Hội đồng theo dõi, đôn đốc; định kỳ hằng năm báo cáo Hội đồng Thi đua - Khen thưởng Trung ương.", actor="Ban Thi đua - Khen thưởng tỉnh"),
    Node("3.", text="Kinh phí tổ chức và khen thưởng lấy từ Quỹ thi đua, khen thưởng của các đơn vị, địa phương."),
    Node("4.", text="Vướng mắc khi thực hiện được phản ánh về Ban Thi đua - Khen thưởng tỉnh; Ban trình Chủ tịch UBND tỉnh điều chỉnh, bổ sung."),
)  # fmt: skip

NODES = (
    Node("I.", "MỤC ĐÍCH, YÊU CẦU", children=(
        Node("1.", "Mục đích", "Tạo chuyển biến mạnh về ý thức, hành động và đạo đức công vụ của cán bộ, công chức, viên chức; tăng cường kỷ cương, phòng, chống tham nhũng, thực hành tiết kiệm. Xây dựng đội ngũ của tỉnh gương mẫu, chuyên nghiệp, thân thiện; đẩy mạnh học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh bằng việc làm hằng ngày, góp phần xây dựng hệ thống chính trị trong sạch, Nhà nước của dân, do dân, vì dân.", kind="purpose"),
        Node("2.", "Yêu cầu", kind="requirement", children=REQUIREMENTS),
    )),
    Node("II.", "ĐỐI TƯỢNG, NỘI DUNG PHONG TRÀO THI ĐUA", kind="content", children=(
        Node("1.", "Đối tượng", children=SUBJECTS),
        Node("2.", "Nội dung thi đua", children=(
            Node("a)", "Đối với tập thể", children=COLLECTIVE),
            Node("b)", "Đối với cán bộ, công chức, viên chức", "“Thi đua thực hiện kỷ cương, trách nhiệm, tận tụy, chuyên nghiệp”:", children=PERSONAL),
        )),
    )),
    Node("III.", "GIẢI PHÁP THỰC HIỆN", kind="solution", children=SOLUTIONS),
    Node("IV.", "TIÊU CHUẨN THI ĐUA VÀ HÌNH THỨC KHEN THƯỞNG", kind="standard", children=(
        Node("1.", "Tiêu chuẩn thi đua", children=(
            Node("a)", "Đối với tập thể", children=COLLECTIVE_STANDARDS),
            Node("b)", "Đối với cá nhân", children=PERSONAL_STANDARDS),
            Node("", text="Ngoài ra, khi đánh giá đơn vị, địa phương hoặc người đứng đầu, lấy kết quả xếp loại cải cách hành chính làm cơ sở khen thưởng và đề nghị cấp trên khen thưởng."),
        )),
        Node("2.", "Hình thức khen thưởng", children=REWARDS),
    )),
    Node("V.", "TIẾN ĐỘ THỰC HIỆN", "Phong trào thi đua được triển khai từ năm 2019 đến năm 2025:", kind="timetable", children=TIMETABLE),
    Node("VI.", "TỔ CHỨC THỰC HIỆN", kind="duty", children=DUTIES),
)  # fmt: skip

DEADLINES = (
    Due("Ban hành kế hoạch triển khai Phong trào thi đua", "other", in_year(2019), owes="board", words="năm 2019"),
    Due("Phát động Phong trào thi đua (lồng ghép hội nghị của tỉnh)", "meeting", end_of_year(2019), owes="council", host="council", or_when=month(2020, 1), words="cuối năm 2019 hoặc đầu năm 2020"),
    Due("Sơ kết Phong trào thi đua", "meeting", in_year(2022), owes="council", host="council", words="năm 2022"),
    Due("Tổng kết Phong trào thi đua giai đoạn 2019 - 2025", "meeting", in_year(2025), owes="council", host="council", words="năm 2025"),
    Due("Báo cáo tình hình thực hiện Phong trào thi đua hằng năm", "themed_report", to=("board",), every_year=True, words="định kỳ hằng năm"),
    Due("Báo cáo Hội đồng Thi đua - Khen thưởng Trung ương hằng năm", "themed_report", owes="board", to_others="Hội đồng Thi đua - Khen thưởng Trung ương", every_year=True, words="định kỳ hằng năm"),
)  # fmt: skip

# The decision this plan implements: known by number, date and title only, so it has no text of its own.
PARENT = {
    "title": f"Phong trào thi đua {MOVEMENT} theo Quyết định số 733/QĐ-TTg ngày 14/6/2019 của Thủ tướng Chính phủ",
    "theme": "",
    "launcher": "Thủ tướng Chính phủ",
    "from_year": 2019,
    "to_year": 2025,
    "funding": "",
}

# Section IV.1 of the plan; the one figure it gives is the share of staff who are told.
CRITERIA = (
    ("collective", COLLECTIVE_STANDARDS, {0: (Decimal(100), "%")}),
    ("person", PERSONAL_STANDARDS, {}),
)

PLAN = PlanFacts(
    key="quang_tri_2019_2025",
    campaign={
        "title": f"Phong trào thi đua {MOVEMENT} giai đoạn 2019 - 2025",
        "theme": "Thi đua thực hiện kỷ cương, trách nhiệm, tận tụy, chuyên nghiệp",
        "launcher": "Thủ tướng Chính phủ",
        "from_year": 2019,
        "to_year": 2025,
        "funding": "Quỹ thi đua, khen thưởng của các đơn vị, địa phương",
    },
    header={
        "family": "state",
        "superior_line": "",
        "issuer_lines": "ỦY BAN NHÂN DÂN\nTỈNH QUẢNG TRỊ",
        "doc_type": "KẾ HOẠCH",
        "number": "3741",
        "sign": "KH-UBND",
        "place": "Quảng Trị",
        "day": 16,
        "month": 8,
        "year": 2019,
        "subject": f"Tổ chức thực hiện Phong trào thi đua {MOVEMENT} giai đoạn 2019 - 2025",
        "bases_style": "prose",
        "opening": "UBND tỉnh đề ra Kế hoạch thực hiện phong trào nêu trên (gọi tắt là *Phong trào thi đua*) đến năm 2025 với các nội dung sau:",
        "closing": "",
        "authority_line": "TM. ỦY BAN NHÂN DÂN",
        "capacity": "",
        "post": "CHỦ TỊCH",
        "signer_name": "Nguyễn Đức Chính",
        "archive_line": "Lưu: VT, NC",
        "drafter_initials": "",
        "source": "Kế hoạch số 3741/KH-UBND ngày 16/8/2019 của UBND tỉnh Quảng Trị",
    },
    bases=BASES,
    nodes=NODES,
    recipients=(
        ("Ban TĐKT TW", ""),
        ("Các thành viên Ban Thường vụ Tỉnh ủy", ""),
        ("Thường trực HĐND tỉnh", ""),
        ("Chủ tịch, các PCT UBND tỉnh", ""),
        ("Các thành viên HĐTĐKT tỉnh", ""),
        ("UBND các huyện, thị xã, TP", ""),
        ("Các sở, ban, ngành, đoàn thể cấp tỉnh", ""),
        ("Các cơ quan TW đóng trên địa bàn", ""),
        ("Các Doanh nghiệp tham gia Khối thi đua", ""),
    ),
    deadlines=DEADLINES,
)
