"""Đakrông district, 2021–2025: implements a directive of the province; no deadline, no phase, a soft duty.

Facts, names, numbers and quoted slogans are the document's; the sentences are ours.
"""

import datetime as dt

from reports.demo.shapes import Basis, Node, PlanFacts

DIRECTIVE = (
    "phát động phong trào thi đua thực hiện thắng lợi nhiệm vụ phát triển kinh tế - xã hội và kế hoạch 05 năm "
    "(2021-2025) theo Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng và Nghị quyết đại hội Đảng bộ "
    "tỉnh lần thứ XVII"
)

BASES = (
    Basis("Chỉ thị", "09/CT-UBND", dt.date(2021, 8, 26), "UBND tỉnh Quảng Trị", DIRECTIVE),
    Basis("Chỉ thị", "34-CT/TW", dt.date(2014, 4, 7), "Bộ Chính trị", "tiếp tục đổi mới về công tác thi đua, khen thưởng", False),
    Basis("Chỉ thị", "27-CT/TU", dt.date(2020, 3, 3), "Ban Thường vụ Tỉnh ủy", "tăng cường sự lãnh đạo của các cấp ủy Đảng, đẩy mạnh phong trào thi đua yêu nước", False),
    Basis("Nghị quyết", "91/2021/NQ-HĐND", dt.date(2021, 7, 16), "Hội đồng nhân dân tỉnh", "nhiệm vụ phát triển kinh tế - xã hội giai đoạn 2021 - 2025", False),
)  # fmt: skip

CONTENT = (
    Node("1.", text="Tuyên truyền và thực hiện tốt chủ trương của Đảng, pháp luật của Nhà nước về thi đua, khen thưởng; học tập tư tưởng Hồ Chí Minh về thi đua; thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị về “Tiếp tục đổi mới về công tác thi đua, khen thưởng” và Chỉ thị số 27-CT/TU ngày 03/3/2020 của Ban Thường vụ Tỉnh ủy (gắn với Đại hội Đảng bộ tỉnh lần thứ XVI và Đại hội thi đua yêu nước tỉnh lần thứ V). Đề cao trách nhiệm của cấp ủy, chính quyền, người đứng đầu và Hội đồng Thi đua - Khen thưởng các cấp, để thi đua thành việc tự giác, thường xuyên; góp phần thực hiện nghị quyết đại hội của Trung ương, của tỉnh và của huyện lần thứ VI."),
    Node("2.", text="Tổ chức phong trào thiết thực theo chủ đề “*Đoàn kết, sáng tạo, thi đua xây dựng và bảo vệ Tổ quốc*” của Đại hội thi đua yêu nước toàn quốc lần thứ X và “*Đoàn kết, sáng tạo, quyết tâm, hành động, thi đua về đích toàn diện*” của Đại hội thi đua yêu nước tỉnh lần thứ V; tập trung thực hiện Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVII, Nghị quyết số 91/2021/NQ-HĐND ngày 16/7/2021 của Hội đồng nhân dân tỉnh và các chương trình, kế hoạch hành động của tỉnh.\nĐổi mới nội dung, phương thức; cụ thể hóa 6 nhiệm vụ trọng tâm, 3 đột phá chiến lược (*tại Báo cáo chính trị Đại hội XIII của Đảng*), phấn đấu xây dựng huyện Đakrông giảm nghèo nhanh và bền vững."),
    Node("3.", text="Các phòng, ban, đơn vị sự nghiệp, Mặt trận, đoàn thể, lực lượng vũ trang và UBND các xã, thị trấn phát động phong trào gắn với “*Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh*”, tập trung vào việc khó, khâu yếu: cơ cấu lại kinh tế gắn với thị trường; mô hình kinh tế; huy động vốn cho hạ tầng; nông thôn mới và đô thị văn minh; tài nguyên, môi trường; văn hóa, xã hội; quốc phòng, an ninh; xây dựng Đảng và hệ thống chính trị. Mặt trận và đoàn thể phát huy khối đại đoàn kết, huy động nguồn lực của Nhân dân."),
    Node("4.", text="Thực hiện kế hoạch bồi dưỡng, nhân rộng điển hình tiên tiến của huyện giai đoạn 2021-2025, chú trọng nhân tố mới trong lao động sản xuất, học tập và làm theo Bác, phòng, chống tham nhũng, thực hành tiết kiệm. Cơ quan truyền thông mở rộng chuyên trang, chuyên mục giới thiệu điển hình, gương người tốt, việc tốt."),
    Node("5.", text="Nâng cao chất lượng khen thưởng: chính xác, kịp thời, công khai; chú trọng phát hiện điển hình, người lao động trực tiếp, vùng sâu, vùng xa, khen thưởng đột xuất và chuyên đề. Cải cách thủ tục, ứng dụng công nghệ thông tin; kiểm tra, sơ kết, tổng kết và xử lý nghiêm vi phạm."),
    Node("6.", text="Trước diễn biến phức tạp của dịch Covid-19, phát huy tinh thần “*chống dịch như chống giặc*”, “*mỗi người dân là một chiến sỹ*”, “*mỗi gia đình, cơ quan, đơn vị, địa phương là một pháo đài chống dịch*”: thực hiện đồng bộ biện pháp phòng dịch, đẩy mạnh thi đua, khen thưởng kịp thời người làm tốt, kiểm điểm nơi lơ là, chủ quan."),
    Node("7.", text="Hội đồng Thi đua - Khen thưởng huyện và Phòng Nội vụ tăng cường kiểm tra, giám sát việc thực hiện pháp luật về thi đua, khen thưởng, hoạt động của các Khối thi đua và trách nhiệm của người đứng đầu.", actor="Hội đồng Thi đua - Khen thưởng huyện, Phòng Nội vụ"),
)  # fmt: skip

DUTIES = (
    Node("1.", text="Thủ trưởng các cơ quan, đơn vị căn cứ Chỉ thị số 09/CT-UBND và Kế hoạch này, chủ động thực hiện nhiệm vụ phát triển kinh tế - xã hội hằng năm và kế hoạch 05 năm (2021-2025).", actor="Thủ trưởng các cơ quan, đơn vị"),
    Node("2.", "Phòng Nội vụ", actor="Phòng Nội vụ", children=(
        Node("", text="Tham mưu Chủ tịch UBND huyện kế hoạch phong trào thi đua gắn với nhiệm vụ chính trị của huyện và các phong trào của Thủ tướng Chính phủ, Chủ tịch UBND tỉnh."),
        Node("", text="Cùng Ban Tuyên giáo Huyện ủy, Phòng Văn hóa và Thông tin và Trung tâm Văn hóa thông tin - Thể dục thể thao tuyên truyền, nhân rộng điển hình."),
        Node("", text="Tham mưu tổ chức hội nghị tổng kết phong trào thi đua và công tác khen thưởng hằng năm, chú trọng biểu dương điển hình trên các lĩnh vực."),
    )),
    Node("3.", text="Trung tâm Văn hóa thông tin - Thể dục thể thao huyện, Ban biên tập trang thông tin điện tử huyện: Mở chuyên trang, chuyên mục tuyên truyền chủ trương, pháp luật về thi đua, khen thưởng, các phong trào và gương người tốt, việc tốt gắn với “*Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh*”.", actor="Trung tâm Văn hóa thông tin - Thể dục thể thao huyện"),
    Node("4.", text="Phòng Y tế huyện: Chủ trì, phối hợp với Phòng Nội vụ tham mưu khen thưởng hoặc trình cấp trên khen thưởng tập thể, cá nhân tích cực phòng, chống dịch Covid-19.", actor="Phòng Y tế huyện"),
    Node("5.", text="Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam và các đoàn thể cấp huyện vận động đoàn viên, hội viên và Nhân dân hưởng ứng phong trào thi đua yêu nước, hoàn thành tốt nhiệm vụ được giao.", actor="Ủy ban Mặt trận Tổ quốc và đoàn thể (đề nghị)"),
)  # fmt: skip

NODES = (
    Node("I.", "MỤC ĐÍCH, YÊU CẦU", children=(
        Node("1.", "Mục đích", kind="purpose", children=(
            Node("", text="Đưa Chỉ thị số 09/CT-UBND đến toàn thể cán bộ, công chức, viên chức, chiến sĩ, người lao động và Nhân dân trong huyện; khơi dậy tinh thần thi đua yêu nước, hoàn thành chỉ tiêu hằng năm và kế hoạch 05 năm (2021-2025) với chất lượng cao nhất."),
            Node("", text="Phong trào triển khai rộng khắp, thường xuyên, thực chất, linh hoạt, gắn với nhiệm vụ chính trị, chuyên môn và điều kiện của từng cơ quan, đơn vị."),
        )),
        Node("2.", "Yêu cầu", kind="requirement", children=(
            Node("", text="Tập thể, cá nhân, nhất là người đứng đầu, coi việc thực hiện Chỉ thị số 09/CT-UBND là nhiệm vụ trọng tâm hằng năm và của giai đoạn 2021-2025."),
            Node("", text="Đo thành tích bằng chất lượng công việc cụ thể; khen thưởng đúng người, đúng việc; kịp thời phát hiện, biểu dương điển hình để lan tỏa."),
        )),
    )),
    Node("II.", "NỘI DUNG THI ĐUA", kind="content", children=CONTENT),
    Node("III.", "TỔ CHỨC THỰC HIỆN", kind="duty", children=DUTIES),
)  # fmt: skip

# The provincial directive this plan implements: known by number and date only, so it has no text of its own.
PARENT = {
    "title": "Phong trào thi đua theo Chỉ thị số 09/CT-UBND ngày 26/8/2021 của UBND tỉnh Quảng Trị",
    "theme": "",
    "launcher": "UBND tỉnh Quảng Trị",
    "from_year": 2021,
    "to_year": 2025,
    "funding": "",
}

PLAN = PlanFacts(
    key="dakrong_2021_2025",
    campaign={
        "title": "Thực hiện Chỉ thị số 09/CT-UBND trên địa bàn huyện Đakrông, giai đoạn 2021 - 2025",
        "theme": "Đoàn kết, sáng tạo, quyết tâm, hành động, thi đua về đích toàn diện",
        "launcher": "UBND tỉnh Quảng Trị",
        "from_year": 2021,
        "to_year": 2025,
        "funding": "",
    },
    header={
        "family": "state",
        "superior_line": "",
        "issuer_lines": "ỦY BAN NHÂN DÂN\nHUYỆN ĐAKRÔNG",
        "doc_type": "KẾ HOẠCH",
        "number": "167",
        "sign": "KH-UBND",
        "place": "Đakrông",
        "day": 14,
        "month": 9,
        "year": 2021,
        "subject": f"Tổ chức thực hiện Chỉ thị số 09/CT-UBND ngày 26/8/2021 của UBND tỉnh Quảng Trị về việc {DIRECTIVE} trên địa bàn huyện Đakrông",
        "bases_style": "prose",
        "opening": "UBND huyện đề ra Kế hoạch thực hiện chỉ thị này (sau đây gọi là *Chỉ thị số 09/CT-UBND*) trên địa bàn với các nội dung sau:",
        "closing": "Các cơ quan, đơn vị của huyện căn cứ Kế hoạch này để thực hiện; vướng mắc gửi Phòng Nội vụ trình UBND huyện giải quyết.",
        "authority_line": "TM. ỦY BAN NHÂN DÂN",
        "capacity": "",
        "post": "CHỦ TỊCH",
        "signer_name": "Thái Ngọc Châu",
        "archive_line": "Lưu: VT, NC",
        "drafter_initials": "",
        "source": "Kế hoạch số 167/KH-UBND ngày 14/9/2021 của UBND huyện Đakrông",
    },
    bases=BASES,
    nodes=NODES,
    recipients=(
        ("Ban Thi đua - Khen thưởng tỉnh", ""),
        ("Thường trực Huyện ủy", ""),
        ("Thường trực HĐND huyện", ""),
        ("Ủy ban MTTQ Việt Nam huyện", ""),
        ("CT, PCT UBND huyện", ""),
        ("Hội đồng TĐ-KT huyện", ""),
        ("Các Phòng, Ban, ĐVSN, Đoàn thể cấp huyện", ""),
        ("Công an huyện", ""),
        ("Ban Chỉ huy Quân sự huyện", ""),
        ("UBND các xã, thị trấn", ""),
    ),
)
