"""Trà Vinh, Khối 8, 2021: half-year report to the deputy, year-end papers to the leader in the next year.

Facts, names, numbers and quoted slogans are the document's; the sentences are ours.
"""

import datetime as dt

from campaigns.when import DueRule
from reports.demo.shapes import Basis, Due, Node, PlanFacts, day, month

LEADER = "Sở Thông tin và Truyền thông"
DEPUTY = "Sở Lao động, Thương binh và Xã hội"

BASES = (
    Basis("Quy chế", "1344/QC-KTĐK8", dt.date(2016, 11, 30), "Khối thi đua Khối 8", "tổ chức và hoạt động phong trào thi đua của Khối thi đua Khối 8", suspect="Ký hiệu KTĐK8 của quy chế khác ký hiệu TĐK8 của kế hoạch."),
    Basis("nội dung giao ước thi đua năm 2021", issuer="các đơn vị thành viên Khối 8"),
    Basis("Chỉ thị", "05-CT/TW", dt.date(2016, 5, 15), "Bộ Chính trị", "đẩy mạnh học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", False),
    Basis("Chỉ thị", "07/CT-TTg", dt.date(2014, 3, 19), "Thủ tướng Chính phủ", "đẩy mạnh phòng, chống tiêu cực trong quản lý công chức, viên chức và thi đua, khen thưởng", False),
)  # fmt: skip

PURPOSES = (
    Node("-", text="Tạo khí thế thi đua trong toàn thể công chức, viên chức, người lao động và đoàn thể các đơn vị; chuyển biến nhận thức, phát huy chủ động, sáng tạo để hoàn thành vượt mức chỉ tiêu năm 2021."),
    Node("-", text="Tăng cường vai trò của Hội đồng thi đua, khen thưởng và lãnh đạo đơn vị trong chỉ đạo, kiểm tra; xây dựng, biểu dương và nhân rộng điển hình tiên tiến trong Khối, nâng cao chất lượng công tác chuyên môn."),
)  # fmt: skip

REQUIREMENTS = (
    Node("-", text="Phát huy sức mạnh của tổ chức Đảng, chính quyền, đoàn thể để mọi người tham gia thường xuyên, liên tục, hiểu rõ ý nghĩa của phong trào và phấn đấu đạt, vượt chỉ tiêu được giao."),
    Node("-", text="Phong trào thiết thực, tiết kiệm, bám sát nhiệm vụ của tỉnh và của ngành; kết hợp thi đua thường xuyên với thi đua theo đợt, theo chuyên đề của bộ, ngành Trung ương và UBND tỉnh."),
    Node("", text="Gắn kết quả thi đua với khen thưởng; đổi mới quy trình, việc khen phải đúng, công khai, công bằng, không chậm trễ."),
)  # fmt: skip

ECONOMY = (
    Node("-", text="Tham mưu xây dựng văn bản quy phạm pháp luật theo kế hoạch hằng năm;"),
    Node("-", text="Tham mưu chủ trương, mục tiêu, chương trình phát triển kinh tế và chính sách của ngành, lĩnh vực;"),
    Node(
        "-",
        text="Giải pháp thực hiện kế hoạch phát triển kinh tế - xã hội theo Nghị quyết của Tỉnh ủy, HĐND tỉnh hoặc chỉ tiêu UBND tỉnh giao.",
    ),
    Node("-", text="Nghiên cứu khoa học, bồi dưỡng và đào tạo cán bộ."),
    Node("-", text="Bảo đảm quốc phòng, an ninh, trật tự an toàn xã hội."),
    Node("-", text="Thực hiện cải cách hành chính."),
    Node("-", text="Thực hành tiết kiệm; phòng, chống tham nhũng, lãng phí."),
)

SYSTEM = (
    Node("-", text="Học tập, quán triệt, triển khai chủ trương của Đảng, chính sách, pháp luật của Nhà nước."),
    Node("-", text="Phong trào thi đua yêu nước thiết thực, nhiều cách làm mới; đẩy mạnh “Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh” theo Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị."),
    Node("-", text="Giảm, hoặc không tăng, tỷ lệ tổ chức cơ sở Đảng yếu kém so với năm trước."),
    Node("-", text="Tỷ lệ tổ chức đoàn thể vững mạnh, xuất sắc."),
    Node("-", text="Phát triển đảng viên mới so với kế hoạch."),
)  # fmt: skip

AWARD_WORK = (
    Node("-", text="Triển khai kịp thời chủ trương, pháp luật và chỉ đạo của Hội đồng Thi đua - Khen thưởng tỉnh; có quy chế thi đua, khen thưởng, quy chế hoạt động của Hội đồng Thi đua - Khen thưởng và Hội đồng Sáng kiến của đơn vị."),
    Node("-", text="Thực hiện các phong trào do Chủ tịch UBND tỉnh, Hội đồng Thi đua - Khen thưởng tỉnh phát động và phong trào “Trà Vinh cùng cả nước chung sức xây dựng nông thôn mới”."),
    Node("-", text="Phát động phong trào thường xuyên, theo đợt, theo chuyên đề của đơn vị; đánh giá tác động đến nhiệm vụ chính trị."),
    Node("-", text="Hưởng ứng các phong trào của sở, ban, ngành, Mặt trận Tổ quốc và đoàn thể tỉnh."),
    Node("-", text="Có cách làm mới, sáng tạo, phù hợp với đặc điểm của đơn vị."),
    Node("-", text="Thẩm định hồ sơ khen thưởng công khai, chính xác, kịp thời; có hướng dẫn, biện pháp và tỷ lệ cao khen thưởng người lao động trực tiếp."),
    Node("-", text="Phân công công chức phụ trách, kiện toàn Hội đồng Thi đua - Khen thưởng của Sở, bồi dưỡng nghiệp vụ."),
    Node("-", text="Kiểm tra, giám sát; giải quyết khiếu nại, tố cáo; phòng, chống tiêu cực trong khen thưởng theo Chỉ thị số 07/CT-TTg ngày 19/3/2014 của Thủ tướng Chính phủ."),
    Node("-", text="Có kế hoạch phát hiện, bồi dưỡng, tổng kết, nhân rộng điển hình; đánh giá sự lan tỏa của tập thể, cá nhân sau khi được khen thưởng cấp Nhà nước."),
    Node("-", text="Thực hiện báo cáo định kỳ 6 tháng, năm và báo cáo chuyên đề, đột xuất."),
)  # fmt: skip

MIDYEAR = (
    Node("-", text=f"Hội nghị sơ kết do {DEPUTY} (Khối phó) chủ trì."),
    Node("-", text="Nội dung: đánh giá chỉ tiêu đã đăng ký từ đầu năm, trao đổi kinh nghiệm, bàn biện pháp cho 6 tháng cuối năm 2021."),
    Node("-", text="Thời gian: hoàn thành trong tháng 7/2021."),
    Node("-", text=f"Báo cáo thực hiện giao ước 6 tháng gửi {DEPUTY} (Khối phó) **trước ngày 15/6/2021**."),
)  # fmt: skip

SELECTION = (
    Node("-", text=f"Các đơn vị gửi báo cáo tổng kết thực hiện giao ước năm 2021 và bảng chấm điểm về {LEADER} **trước ngày 01/02/2022**."),
    Node("-", text="Khối trưởng tổng hợp báo cáo và bảng chấm điểm.", actor="Khối trưởng"),
    Node("-", text="Hội đồng thành viên trong Khối bình bầu theo báo cáo và điểm chấm trên tiêu chí đã đăng ký.", actor="Hội đồng thành viên trong Khối"),
    Node("-", text="Thời gian tổng kết: hoàn thành trong tháng 02/2022."),
    Node("-", text="Tiêu chuẩn, số lượng, quy trình xét tặng Cờ thi đua và Bằng khen của UBND tỉnh theo hướng dẫn của Hội đồng Thi đua, Khen thưởng tỉnh."),
)  # fmt: skip

NODES = (
    Node("I.", "Mục đích yêu cầu", children=(
        Node("1.", "Mục đích", kind="purpose", children=PURPOSES),
        Node("2.", "Yêu cầu", kind="requirement", children=REQUIREMENTS),
    )),
    Node("II.", "NỘI DUNG KẾ HOẠCH THI ĐUA", "Khối thi đua Khối 8 phấn đấu hoàn thành các chỉ tiêu, nhiệm vụ năm 2021 như sau:", kind="content", children=(
        Node("1.", "Thi đua phát triển kinh tế - xã hội, đảm bảo quốc phòng - an ninh", children=ECONOMY),
        Node("2.", "Thi đua thực hiện các chủ trương của Đảng, chính sách, pháp luật của Nhà nước; xây dựng hệ thống chính trị", children=SYSTEM),
        Node("3.", "Thi đua thực hiện nhiệm vụ công tác thi đua, khen thưởng", children=AWARD_WORK),
    )),
    Node("III.", "TỔ CHỨC THỰC HIỆN", kind="duty", children=(
        Node("1.", "Tổ chức đăng ký thi đua", "Mỗi đơn vị thành viên đăng ký nội dung, chỉ tiêu, nhiệm vụ thi đua năm 2021 hợp với ngành, lĩnh vực của mình, gửi các thành viên trong Khối và Ban Thi đua, Khen thưởng tỉnh."),
        Node("2.", "Tổ chức sơ kết 6 tháng đầu năm", kind="timetable", children=MIDYEAR),
        Node("3.", "Bình bầu thi đua, đề nghị khen thưởng", kind="timetable", children=SELECTION),
    )),
)  # fmt: skip

FEBRUARY = day(2022, 2, 1)
DEADLINES = (
    Due("Đăng ký nội dung, chỉ tiêu thi đua năm 2021", "registration", to=("members", "board"), words="không ghi thời gian"),
    Due("Báo cáo sơ kết thực hiện giao ước thi đua 6 tháng đầu năm", "midyear_report", day(2021, 6, 15), to=("deputy",), rule=DueRule.BEFORE, words="trước ngày 15/6/2021"),
    Due("Hội nghị sơ kết 6 tháng đầu năm", "meeting", month(2021, 7), host="deputy", words="hoàn thành trong tháng 7/2021"),
    Due("Báo cáo tổng kết thực hiện giao ước thi đua năm 2021", "year_report", FEBRUARY, to=("leader",), rule=DueRule.BEFORE, words="trước ngày 01/02/2022"),
    Due("Bảng chấm điểm thi đua năm 2021", "self_score", FEBRUARY, to=("leader",), rule=DueRule.BEFORE, words="trước ngày 01/02/2022"),
    Due("Tổng kết, bình bầu thi đua năm 2021", "meeting", month(2022, 2), host="leader", words="hoàn thành trong tháng 02/2022"),
)  # fmt: skip

PLAN = PlanFacts(
    key="tra_vinh_2021",
    campaign={
        "title": "Tổ chức và phát động phong trào thi đua năm 2021 của Khối thi đua Khối 8",
        "theme": "",
        "launcher": "",
        "from_year": 2021,
        "to_year": 2021,
        "funding": "",
    },
    header={
        "family": "state",
        "superior_line": "",
        "issuer_lines": "KHỐI THI ĐUA\nKHỐI 8",
        "doc_type": "KẾ HOẠCH",
        "number": "",
        "sign": "KH-TĐK8",
        "place": "Trà Vinh",
        "day": 23,
        "month": 4,
        "year": 2021,
        "subject": "Tổ chức và phát động phong trào thi đua năm 2021",
        "bases_style": "prose",
        "opening": f"{LEADER} (Khối trưởng) lập kế hoạch thi đua của Khối trong năm 2021 với các nội dung sau:",
        "closing": f"Các đơn vị trong Khối 8 căn cứ Kế hoạch này để thực hiện. Có khó khăn, vướng mắc, các đơn vị kịp thời trao đổi với {LEADER} để thống nhất thực hiện.",
        "authority_line": "TM. KHỐI THI ĐUA KHỐI 8",
        "capacity": "KHỐI TRƯỞNG",
        "post": "GIÁM ĐỐC SỞ TT&TT",
        "signer_name": "Nguyễn Văn Này",
        "archive_line": "Lưu: VT, VP",
        "drafter_initials": "",
        "source": "Kế hoạch ngày 23/4/2021 của Khối thi đua Khối 8, tỉnh Trà Vinh (chưa ghi số)",
    },
    bases=BASES,
    nodes=NODES,
    recipients=(
        ("Ban Thi đua, Khen thưởng", ""),
        ("Thành viên TĐK8", ""),
        ("BGĐ Sở", ""),
        ("LĐ các phòng, trung tâm thuộc Sở", ""),
    ),
    deadlines=DEADLINES,
)
