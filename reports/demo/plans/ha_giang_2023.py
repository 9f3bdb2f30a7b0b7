"""Hà Giang, bloc of the Party's boards, 2023: a draft in the Party layout, two phases and no report dates.

Facts, names, numbers and quoted slogans are the document's; the sentences are ours.
"""

import datetime as dt

from reports.demo.shapes import Basis, Node, Occasion, PhaseFacts, PlanFacts, day

THEME = "Đoàn kết, chủ động, đổi mới, sáng tạo, quyết tâm hoàn thành xuất sắc nhiệm vụ công tác năm 2023"

BASES = (
    Basis("Chương trình", "299/CTr-UBND", dt.date(2022, 12, 28), "Ủy ban nhân dân tỉnh", "phát động phong trào thi đua hoàn thành và hoàn thành vượt mức các chỉ tiêu, nhiệm vụ phát triển kinh tế - xã hội năm 2023"),
    Basis("Quyết định", "443/QĐ-UBND", dt.date(2023, 3, 21), "Chủ tịch Ủy ban nhân dân tỉnh", "kiện toàn các Khối thi đua trên địa bàn tỉnh Hà Giang"),
    Basis("Chỉ thị", "34-CT/TW", dt.date(2014, 4, 7), "Bộ Chính trị", "tiếp tục đổi mới công tác thi đua, khen thưởng", False),
)  # fmt: skip

MOVEMENTS = (
    Node("-", text="Đổi mới nội dung, phương pháp tổ chức phong trào theo Chỉ thị số 34-CT/TW, ngày 07/4/2014 của Bộ Chính trị về ***“Tiếp tục đổi mới công tác thi đua, khen thưởng”***, thực hiện tốt nhiệm vụ trọng tâm do tỉnh và Khối phát động."),
    Node("-", text="Phát động thi đua chuyên đề gắn với các ngày kỷ niệm và ngày truyền thống: *3/2 (thành lập Đảng), 30/4 (giải phóng miền Nam), 1/5 (Quốc tế Lao động), 19/5 (sinh nhật Bác), 2/9 (Quốc khánh, cùng dịp Cách mạng Tháng Tám) và ngày truyền thống của các ban đảng, văn phòng cấp ủy. Tham gia cuộc vận động “Toàn dân đoàn kết xây dựng nông thôn mới, đô thị văn minh”, phong trào “Toàn dân bảo vệ an ninh Tổ quốc trong tình hình mới”*."),
    Node("-", text="Thực hiện các phong trào chuyên đề ***“Chung tay vì người nghèo - không để ai bị bỏ lại phía sau”***; ***“Cán bộ, công chức, viên chức thi đua thực hiện văn hoá công sở”***; ***“Thi đua đẩy mạnh cải cách hành chính, nâng cao chất lượng công vụ”***; gắn với ***“Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh gắn với Tám lời Bác Hồ căn dặn Đảng bộ và nhân dân các dân tộc tỉnh Hà Giang”***."),
    Node("-", text="Ứng dụng công nghệ thông tin, chuyển đổi số, cải cách hành chính, đổi mới lề lối làm việc; thực hành tiết kiệm, phòng, chống tham nhũng, tiêu cực. Thi đua lao động, học tập, tạo sáng kiến, cách làm hay, nâng cao chất lượng tham mưu."),
    Node("-", text="Làm tốt giáo dục chính trị tư tưởng, đạo đức, lối sống qua việc học tập, quán triệt chỉ thị, nghị quyết của Đảng, chính sách, pháp luật của Nhà nước."),
    Node("-", text="Xây dựng, thực hiện chương trình công tác trọng tâm của tập thể, cá nhân; phát huy trách nhiệm, tính gương mẫu của người đứng đầu và cấp phó."),
    Node("-", text="Giữ nếp sống văn minh, văn hoá công sở; xây dựng cơ quan văn hóa, an toàn về an ninh, trật tự gắn với phong trào “*Toàn dân bảo vệ an ninh Tổ quốc*”; chấp hành Luật Giao thông đường bộ."),
    Node("-", text="Gắn thi đua với giúp đỡ xã, phường, thị trấn theo phân công của Ban Thường vụ Tỉnh ủy trong xây dựng nông thôn mới, cải tạo vườn tạp; tư vấn, kiểm tra, đôn đốc nơi được phân công phụ trách."),
    Node("-", text="Xây dựng điển hình tiên tiến gắn với danh hiệu thi đua, hình thức khen thưởng. Mỗi cơ quan có kế hoạch, đăng ký thi đua với chủ đề, khẩu hiệu cụ thể, dễ nhớ; duy trì sơ kết, tổng kết, biểu dương, khen thưởng."),
)  # fmt: skip

CONTENT = (
    Node("1.", "Tổ chức các phong trào thi đua", f"Với chủ đề ***“{THEME}”***, các cơ quan, đơn vị trong Khối phát huy đoàn kết, sáng tạo, phát động và thực hiện các phong trào gắn với hoàn thành, hoàn thành vượt mức chỉ tiêu năm 2023.", children=MOVEMENTS),
    Node("2.", "Nâng cao chất lượng công tác khen thưởng", "Bình xét đúng danh hiệu, hình thức khen thưởng; khen kịp thời thành tích đột xuất và công trạng; tăng dần tỷ lệ khen thưởng cán bộ, công chức, viên chức, người lao động hằng năm. Làm tốt việc phát hiện, bồi dưỡng, tổng kết, nhân rộng điển hình; chấn chỉnh vi phạm pháp luật về thi đua, khen thưởng."),
    Node("3.", "Nâng cao chất lượng tham mưu thực hiện nhiệm vụ chính trị, chuyên môn", "Bám sát chương trình công tác và chỉ đạo của Trung ương, của tỉnh, các cơ quan chủ động tham mưu Tỉnh ủy ban hành văn bản lãnh đạo về xây dựng Đảng và nhiệm vụ chính trị của địa phương; gắn phong trào thi đua với nhiệm vụ của từng cơ quan."),
    Node("4.", "Đẩy mạnh công tác tuyên truyền, phát hiện và nhân rộng các điển hình tiên tiến", "Mỗi cơ quan có kế hoạch bồi dưỡng, nhân rộng điển hình, gương “Người tốt - việc tốt” theo lộ trình cụ thể; tuyên truyền tư tưởng thi đua yêu nước của Chủ tịch Hồ Chí Minh và pháp luật về thi đua, khen thưởng; phối hợp với Ban Thi đua - Khen thưởng tỉnh và cơ quan truyền thông giới thiệu điển hình tiêu biểu."),
)  # fmt: skip

FIRST_HALF = (
    Node("-", text="Tổ chức hội nghị phát động, ký giao ước thi đua; ban hành văn bản triển khai công tác năm 2023; tổng hợp giao ước của Khối, đăng ký với Hội đồng Thi đua, khen thưởng tỉnh."),
    Node("-", text="Tuyên truyền, giáo dục và tổ chức thể dục, thể thao chào mừng các ngày 3/2, 30/4, 1/5, 19/5 và ngày Bác Hồ ra Lời kêu gọi thi đua ái quốc (11/6)."),
    Node("-", text="Tổ chức hội nghị sơ kết 6 tháng đầu năm 2023, đánh giá kết quả giao ước và thống nhất hoạt động 6 tháng cuối năm."),
)  # fmt: skip

SECOND_HALF = (
    Node("-", text="Tuyên truyền, thi đấu, giao hữu thể thao, giao lưu văn hóa, văn nghệ nhân ngày truyền thống của các cơ quan và các sự kiện của đất nước, địa phương: Cách mạng Tháng Tám và Quốc khánh (2/9), ngày truyền thống các ban đảng và văn phòng cấp ủy."),
    Node("-", text="Tổng kết, đánh giá công tác thi đua, khen thưởng năm 2023; bình xét, xếp hạng và suy tôn đơn vị tiêu biểu đề nghị khen thưởng."),
)  # fmt: skip

DUTIES = (
    Node("1.", text="**Lãnh đạo từng cơ quan thành viên phổ biến, quán triệt Kế hoạch; xây dựng kế hoạch của cơ quan; phân công đầu mối liên hệ với đơn vị Trưởng khối; thực hiện chế độ thông tin, báo cáo theo định kỳ.**", actor="Lãnh đạo cơ quan thành viên"),
    Node("2.", text="Trưởng khối, Phó trưởng Khối theo dõi, đôn đốc, đánh giá; tổ chức họp theo từng đợt thi đua, sơ kết, tổng kết, gắn với bình chọn, suy tôn tập thể điển hình tiên tiến đề nghị khen thưởng.", actor="Trưởng khối, Phó trưởng Khối"),
    Node("3.", text="Phòng Tổng hợp của đơn vị Trưởng khối tham mưu, giúp Trưởng khối đôn đốc các đơn vị; định kỳ tổng hợp và thực hiện chế độ thông tin, báo cáo.", actor="Phòng Tổng hợp của đơn vị Trưởng khối"),
)  # fmt: skip

NODES = (
    Node("I-", "MỤC ĐÍCH, YÊU CẦU", children=(
        Node("1.", "Mục đích", "Thống nhất chỉ đạo, tổ chức phong trào thi đua, khen thưởng trong Khối; phát huy tinh thần thi đua yêu nước của tập thể, cá nhân để hoàn thành nội dung do tỉnh phát động; động viên cán bộ, công chức, viên chức, người lao động lập thành tích chào mừng các ngày lễ, kỷ niệm năm 2023.", kind="purpose"),
        Node("2.", "Yêu cầu", "Nội dung, hình thức thiết thực, bám sát nhiệm vụ chính trị của tỉnh, của Khối và đặc thù từng cơ quan; sơ kết, tổng kết đúng kỳ. Khen thưởng kịp thời, chú trọng gương điển hình, thành tích đột xuất, tập thể nhỏ và người trực tiếp làm việc.", kind="requirement"),
    )),
    Node("II-", "NỘI DUNG THI ĐUA", kind="content", children=CONTENT),
    Node("III-", "THỜI GIAN TRIỂN KHAI THỰC HIỆN", kind="timetable", children=(
        Node("1.", "Từ ngày 01/01/2023 đến ngày 30/6/2023", children=FIRST_HALF),
        Node("2.", "Từ ngày 01/7/2023 đến ngày 10/12/2023", children=SECOND_HALF),
    )),
    Node("IV-", "TỔ CHỨC THỰC HIỆN", kind="duty", children=DUTIES),
)  # fmt: skip

# The first phase begins before the bloc was reorganised (21/3/2023) and before the draft itself (4/2023).
PHASES = (
    PhaseFacts(
        "Từ ngày 01/01/2023 đến ngày 30/6/2023",
        day(2023, 1, 1),
        day(2023, 6, 30),
        "Phát động, ký giao ước, ban hành văn bản, đăng ký với Hội đồng Thi đua, khen thưởng tỉnh; hoạt động chào mừng các ngày kỷ niệm; hội nghị sơ kết 6 tháng.",
        (
            Occasion("Ngày thành lập Đảng Cộng sản Việt Nam", "3/2"),
            Occasion("Ngày giải phóng miền Nam, thống nhất đất nước", "30/4"),
            Occasion("Ngày Quốc tế Lao động", "1/5"),
            Occasion("Ngày sinh Chủ tịch Hồ Chí Minh", "19/5"),
            Occasion("Ngày Bác Hồ ra Lời kêu gọi thi đua ái quốc, ngày truyền thống thi đua yêu nước", "11/6"),
        ),
    ),
    PhaseFacts(
        "Từ ngày 01/7/2023 đến ngày 10/12/2023",
        day(2023, 7, 1),
        day(2023, 12, 10),
        "Thể thao, văn hóa, văn nghệ nhân các ngày truyền thống; tổng kết, bình xét, xếp hạng, suy tôn.",
        (
            Occasion("Cách mạng Tháng Tám và Quốc khánh", "2/9"),
            Occasion("Ngày truyền thống các ban đảng và văn phòng cấp ủy"),
        ),
    ),
)

PLAN = PlanFacts(
    key="ha_giang_2023",
    campaign={
        "title": "Triển khai công tác thi đua, khen thưởng năm 2023 của Khối giao ước thi đua các ban Đảng Tỉnh ủy",
        "theme": THEME,
        "launcher": "",
        "from_year": 2023,
        "to_year": 2023,
        "funding": "",
    },
    header={
        "family": "party",
        "superior_line": "TỈNH HÀ GIANG",
        "issuer_lines": "KHỐI GIAO ƯỚC THI ĐUA\nCÁC BAN ĐẢNG TỈNH ỦY",
        "doc_type": "KẾ HOẠCH",
        "number": "",
        "sign": "KH/KTĐ",
        "place": "Hà Giang",
        "day": None,
        "month": 4,
        "year": 2023,
        "draft_mark": "(Dự thảo)",
        "subject": "triển khai công tác thi đua, khen thưởng năm 2023",
        "bases_style": "lines",
        "opening": "Được các cơ quan, đơn vị trong Khối thống nhất, Trưởng Khối đề ra Kế hoạch thi đua, khen thưởng năm 2023 với các nội dung sau:",
        "closing": "",
        "authority_line": "",
        "capacity": "TRƯỞNG KHỐI",
        "post": "",
        "signer_name": "Vũ Mạnh Hà",
        "titles_below": "Ủy viên dự khuyết BCH TW Đảng\nỦy viên Ban Thường vụ Tỉnh ủy\nTrưởng Ban Tuyên giáo Tỉnh ủy",
        "archive_line": "Lưu Ban Tuyên giáo Tỉnh ủy",
        "drafter_initials": "",
        "source": "Dự thảo kế hoạch tháng 4/2023 của Khối giao ước thi đua các ban Đảng Tỉnh ủy Hà Giang",
    },
    bases=BASES,
    nodes=NODES,
    recipients=(
        ("Ban Thi đua - Khen thưởng tỉnh", "báo cáo"),
        ("Các cơ quan thành viên trong Khối", ""),
        ("Lãnh đạo Ban Tuyên giáo Tỉnh ủy", ""),
        ("Các phòng chuyên môn thuộc BTGTU", ""),
    ),
    phases=PHASES,
    issued=False,
)
