"""Quảng Trị, bloc of general-staff agencies, 2022: plan of a bloc in the State layout.

Facts, names, numbers and quoted slogans are the document's; the sentences are ours.
"""

import datetime as dt

from campaigns.when import DueRule
from reports.demo.shapes import Basis, Due, Node, Occasion, PhaseFacts, PlanFacts, day, end_of_year, month

OFFICE = "Văn phòng UBND tỉnh, 45 Hùng Vương, Phường 1, thành phố Đông Hà"
LATER = "Kế hoạch số 204/KH-UBND ghi ngày 24/12/2022, sau thời điểm của kế hoạch này; cần đối chiếu bản gốc."
DIRECTIVE = "Bản quét ghi 26/8/2022; kế hoạch của huyện Đakrông ghi cùng chỉ thị này ngày 26/8/2021."

BASES = (
    Basis("Hướng dẫn", "2556/HD-HĐTĐKT", dt.date(2006, 10, 25), "Hội đồng Thi đua, Khen thưởng tỉnh Quảng Trị", "nội dung đăng ký giao ước thi đua và chấm điểm thi đua hằng năm"),
    Basis("Công văn", "644/UBND-NC", dt.date(2022, 2, 23), "UBND tỉnh Quảng Trị", "phân Khối thi đua năm 2022"),
    Basis("phong trào và nhiệm vụ trọng tâm thi đua, khen thưởng 2022", issuer="UBND tỉnh"),
    Basis("Chỉ thị", "34-CT/TW", dt.date(2014, 4, 7), "Bộ Chính trị", "tiếp tục đổi mới công tác thi đua, khen thưởng", False),
    Basis("Chỉ thị", "05-CT/TW", dt.date(2016, 5, 15), "Bộ Chính trị", "đẩy mạnh học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", False),
    Basis("Chỉ thị", "09/CT-UBND", dt.date(2022, 8, 26), "UBND tỉnh Quảng Trị", "phát động thi đua thực hiện nhiệm vụ phát triển kinh tế - xã hội và kế hoạch 5 năm 2021 - 2025", False, DIRECTIVE),
    Basis("Kế hoạch", "204/KH-UBND", dt.date(2022, 12, 24), "UBND tỉnh Quảng Trị", "cải cách hành chính nhà nước năm 2022", False, LATER),
    Basis("Nghị quyết", "76/NQ-CP", dt.date(2021, 7, 15), "Chính phủ", "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030", False),
    Basis("Nghị quyết", "01-NQ/TU", dt.date(2021, 11, 4), "Tỉnh ủy Quảng Trị", "đẩy mạnh cải cách hành chính giai đoạn 2021 - 2025", False),
    Basis("Nghị quyết", "02-NQ/TU", dt.date(2021, 11, 4), "Tỉnh ủy Quảng Trị", "chuyển đổi số đến năm 2025, định hướng đến năm 2030", False),
    Basis("Nghị quyết", "03-NQ/TU", dt.date(2021, 11, 4), "Tỉnh ủy Quảng Trị", "Chương trình mục tiêu quốc gia xây dựng nông thôn mới giai đoạn 2021 - 2025", False),
    Basis("Nghị định", "91/2017/NĐ-CP", dt.date(2017, 7, 31), "Chính phủ", "quy định chi tiết thi hành Luật Thi đua, khen thưởng", False),
    Basis("Luật", "", dt.date(2003, 11, 26), "Quốc hội", "Luật Thi đua, Khen thưởng", False),
    Basis("Luật", "", dt.date(2013, 11, 16), "Quốc hội", "Luật sửa đổi, bổ sung một số điều của Luật Thi đua, Khen thưởng", False),
)  # fmt: skip

PURPOSES = (
    Node("-", text="Làm cho các phong trào thi đua yêu nước của tỉnh, gắn với “Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh”, thật sự sôi nổi trong từng cơ quan; lập thành tích chào mừng các ngày lễ lớn năm 2022 của đất nước và của tỉnh: 92 năm ngày thành lập Đảng, 115 năm ngày sinh Tổng Bí thư Lê Duẩn (07/4/1907 - 07/4/2022), 50 năm giải phóng tỉnh Quảng Trị (01/5/1972 - 01/5/2022), 50 năm sự kiện 81 ngày đêm Thành Cổ, 75 năm ngày Thương binh Liệt sĩ (27/7/1947 - 27/7/2022). Qua đó mỗi cơ quan hoàn thành nhiệm vụ chính trị và chuyên môn của năm."),
    Node("-", text="Giữ gìn truyền thống lịch sử, cách mạng và văn hóa của quê hương; củng cố niềm tin của cán bộ, đảng viên và Nhân dân vào sự lãnh đạo của Đảng và công cuộc đổi mới."),
)  # fmt: skip

REQUIREMENTS = (
    Node("-", text="Mỗi cơ quan bám sát nhiệm vụ chính trị, lấy Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị “về tiếp tục đổi mới công tác thi đua, khen thưởng”, Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị và Chỉ thị số 09/CT-UBND ngày 26/8/2022 của UBND tỉnh làm căn cứ để tổ chức phong trào trong nội bộ."),
    Node("-", text="Thực hiện đầy đủ các nội dung giao ước đã ký, tạo không khí thi đua thiết thực, hiệu quả trong toàn thể cán bộ, công chức, viên chức và người lao động."),
    Node("-", text="Các đơn vị trong Khối phối hợp, giúp đỡ nhau cùng đạt kết quả cao nhất trong nhiệm vụ chuyên môn và trong thi đua, khen thưởng của năm."),
    Node("-", text="Sơ kết, tổng kết đúng lúc để thấy rõ kết quả, hạn chế và bài học; kịp thời khen thưởng, nêu gương tập thể, cá nhân tiêu biểu, điển hình tiên tiến, người tốt - việc tốt."),
)  # fmt: skip

CONTENT = (
    Node("2.1.", text="Thực hiện các chỉ thị của Bộ Chính trị về đổi mới thi đua, khen thưởng và về học tập, làm theo Bác; đưa nghị quyết đại hội của Trung ương (lần thứ XIII), của tỉnh (lần thứ XVII) và kế hoạch 2021 - 2025 vào cuộc sống. Lấy chủ đề của Đại hội Thi đua yêu nước toàn quốc lần thứ X “Đoàn kết, sáng tạo, thi đua xây dựng và bảo vệ Tổ quốc” làm động lực xây dựng Đảng và hệ thống chính trị, đề cao trách nhiệm nêu gương của người đứng đầu."),
    Node("2.2.", text="Thực hiện tốt chủ trương về quốc phòng, an ninh, đối ngoại; bảo đảm trật tự, an toàn giao thông, phòng cháy, chữa cháy, phòng dịch, bảo vệ môi trường và phòng, chống thiên tai. Không để xảy ra cháy, mất cắp ở công sở; giải quyết dứt điểm khiếu nại, tố cáo đúng thẩm quyền. Hưởng ứng văn nghệ, thể thao và ủng hộ các quỹ “*Quỹ tình thương*”, “*Đền ơn đáp nghĩa*”, “*Uống nước nhớ nguồn*”, “*Ngày vì người nghèo*”, “*Tiếp sức đến trường*”."),
    Node("2.3.", text="Thực hiện Kế hoạch số 204/KH-UBND ngày 24/12/2022 về cải cách hành chính, góp phần thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 và Nghị quyết số 01-NQ/TU ngày 04/11/2021: nền hành chính chuyên nghiệp, tinh gọn, phục vụ; dịch vụ công mức độ 3, mức độ 4; kỷ cương và đạo đức công vụ. Giữ và nâng thứ hạng PAR INDEX, PCI, PAPI, SIPAS; tháo gỡ khó khăn cho doanh nghiệp, hỗ trợ người dân và doanh nghiệp chịu ảnh hưởng của dịch Covid-19."),
    Node("2.4.", text="Đẩy mạnh chuyển đổi số theo Nghị quyết số 02-NQ/TU ngày 04/11/2021; ứng dụng kết quả khoa học, công nghệ, sáng kiến, đề tài vào công việc và điều hành. Phát động phong trào học tập nâng cao trình độ chuyên môn, quản lý nhà nước và lý luận chính trị; hỗ trợ doanh nghiệp chuyển đổi số."),
    Node("2.5.", text="Thực hiện Nghị quyết số 03-NQ/TU ngày 04/11/2021 và các chương trình mục tiêu quốc gia về nông thôn mới, giảm nghèo bền vững, phát triển vùng đồng bào dân tộc thiểu số và miền núi. Nâng cao đời sống vật chất, tinh thần của người dân nông thôn gắn với hạ tầng đồng bộ, môi trường và bản sắc văn hóa."),
    Node("2.6.", text="Thực hiện nghiêm pháp luật về phòng, chống tham nhũng và thực hành tiết kiệm, chống lãng phí; nâng cao chất lượng tuyên truyền, giáo dục liêm chính, trước hết ở người đứng đầu. Phấn đấu chi bộ, đảng bộ và đoàn thể đạt mức hoàn thành xuất sắc, 100% người trong cơ quan được đánh giá từ mức hoàn thành tốt nhiệm vụ trở lên; giữ đoàn kết và dân chủ cơ sở."),
    Node("2.7.", text="Hưởng ứng Lời kêu gọi của Tổng Bí thư, Chủ tịch nước về phòng, chống đại dịch COVID-19, thực hiện “mục tiêu kép”: bảo vệ sức khỏe Nhân dân và phục hồi kinh tế - xã hội. Các hội nghị sơ kết, tổng kết phải bảo đảm biện pháp phòng dịch."),
    Node("2.8.", text="Tiếp tục các phong trào: “Quảng Trị chung sức xây dựng nông thôn mới”; “Đẩy mạnh chương trình chuyển đổi số”; “Đoàn kết, chung sức, đồng lòng cùng cả nước thi đua phòng, chống và chiến thắng đại dịch Covid-19”; “Doanh nghiệp Quảng Trị hội nhập và phát triển”; “Quảng Trị chung tay vì người nghèo - không để ai bị bỏ lại phía sau”; “Cán bộ, công chức, viên chức thi đua thực hiện văn hóa công sở”; “Chương trình tổng thể về cải cách hành chính”; “Thu nộp và quản lý ngân sách”; “Doanh nghiệp xuất sắc, Doanh nhân tiêu biểu”; “Bảo đảm trật tự an toàn giao thông”; “Toàn dân phòng cháy, chữa cháy”; “Toàn dân đoàn kết xây dựng đời sống văn hóa”; “Toàn dân bảo vệ an ninh Tổ quốc”; “Xây dựng và phát triển hạ tầng giao thông”..."),
    Node("2.9.", text="Có kế hoạch bồi dưỡng, nhân rộng điển hình tiên tiến đủ bốn khâu “*Phát hiện, bồi dưỡng, tổng kết và nhân rộng điển hình tiên tiến*”. Mục tiêu của Khối: “*Tập thể hoàn thành đạt và vượt mức các chỉ tiêu, kế hoạch, dẫn đầu phong trào thi đua yêu nước của tỉnh, cá nhân hoàn thành tốt nhiệm vụ trở lên*”. Xét khen thưởng khách quan, công bằng, ưu tiên người trực tiếp lao động, sản xuất."),
    Node("2.10.", text="Thường xuyên đôn đốc, kiểm tra, sơ kết, tổng kết trên cơ sở kết quả nhiệm vụ chính trị của từng cơ quan; bình xét, đề nghị khen thưởng đúng quy trình, đúng người, đúng thành tích. Hưởng ứng các đợt thi đua của bộ, ngành Trung ương và của UBND tỉnh."),
)  # fmt: skip

AWARD_WORK = (
    Node("-", text="Khen thưởng kịp thời, công khai, đúng pháp luật; chủ động phát hiện tập thể, cá nhân xuất sắc để khen thưởng."),
    Node("-", text="Nâng cao chất lượng tham mưu; bình xét, lựa chọn và đề nghị khen thưởng chính xác, toàn diện."),
    Node("-", text="Cải cách thủ tục và ứng dụng công nghệ thông tin trong công tác thi đua, khen thưởng."),
    Node("-", text="Họp Khối để sơ kết, tổng kết việc thi đua, khen thưởng đúng quy định."),
)  # fmt: skip

PHASE_TEXTS = (
    "Học tập, quán triệt nghị quyết đại hội Đảng các cấp và lập chương trình hành động của từng cơ quan; phổ biến kết quả, phương hướng của Đại hội Thi đua yêu nước toàn quốc lần thứ X. Lập thành tích chào mừng 92 năm ngày thành lập Đảng (03/02/1930 - 03/02/2022), 47 năm giải phóng hoàn toàn miền Nam (30/4/1975 - 30/4/2022), 132 năm ngày sinh Chủ tịch Hồ Chí Minh (19/5/1890 - 19/5/2022) và các ngày lễ lớn của tỉnh. Kết quả được lồng ghép vào báo cáo sơ kết 6 tháng, gửi đơn vị Trưởng khối trước 30/6/2022.",
    "Phấn đấu hoàn thành vượt mức chỉ tiêu, nhiệm vụ năm 2022, lập thành tích chào mừng 77 năm Cách mạng tháng Tám (19/8/1945 - 19/8/2022), Quốc khánh (02/9/1945 - 02/9/2022), 78 năm ngày thành lập Quân đội nhân dân Việt Nam (22/12/1944 - 22/12/2022) và 75 năm ngày Thương binh Liệt sĩ (27/7/1947 - 27/7/2022). Kết quả được lồng ghép vào báo cáo năm, gửi đơn vị Trưởng khối trước ngày 20/12/2022.",
)

PHASES = (
    PhaseFacts(
        "Đợt 1",
        month(2022, 1),
        day(2022, 6, 30),
        PHASE_TEXTS[0],
        (
            Occasion("ngày thành lập Đảng Cộng sản Việt Nam", "03/02", 1930),
            Occasion("ngày giải phóng hoàn toàn miền Nam, thống nhất đất nước", "30/4", 1975),
            Occasion("ngày sinh Chủ tịch Hồ Chí Minh", "19/5", 1890),
            Occasion("ngày sinh Tổng Bí thư Lê Duẩn", "07/4", 1907),
            Occasion("giải phóng tỉnh Quảng Trị", "01/5", 1972),
            Occasion("sự kiện 81 ngày đêm Thành Cổ Quảng Trị", "", 1972),
        ),
    ),
    PhaseFacts(
        "Đợt 2",
        day(2022, 7, 1),
        end_of_year(2022),
        PHASE_TEXTS[1],
        (
            Occasion("Cách mạng tháng Tám", "19/8", 1945),
            Occasion("Quốc khánh nước Cộng hòa xã hội chủ nghĩa Việt Nam", "02/9"),
            Occasion("ngày thành lập Quân đội nhân dân Việt Nam", "22/12", 1944),
            Occasion("ngày Thương binh Liệt sĩ", "27/7", 1947),
        ),
    ),
)

MEMBER_DUTIES = (
    Node("-", text="Lãnh đạo từng cơ quan lập kế hoạch và phát động phong trào thi đua trong cơ quan mình; nâng cao nhận thức về ý nghĩa, vai trò của thi đua, rèn luyện kỷ cương, đạo đức nghề nghiệp và tinh thần hợp tác."),
    Node("-", text="Phối hợp với tổ chức đảng, đoàn thể để nâng chất lượng công việc; kiểm tra, rút kinh nghiệm, khen thưởng kịp thời và làm đủ bốn khâu phát hiện, bồi dưỡng, tổng kết, nhân rộng điển hình."),
    Node("-", text="Đăng ký chỉ tiêu, danh hiệu thi đua và hình thức khen thưởng với Ban Thi đua - Khen thưởng tỉnh và bộ, ngành cấp trên theo quy định."),
    Node("-", text="Tham gia các hội nghị và hoạt động do đơn vị Trưởng khối, Hội đồng và Ban Thi đua - Khen thưởng tỉnh tổ chức."),
    Node("-", text="Thực hiện chế độ thông tin, báo cáo; góp ý các dự thảo văn bản của Khối và đề xuất giải pháp đổi mới."),
)  # fmt: skip

DUTIES = (
    Node("1.1.", "Đối với các đơn vị trong Khối", actor="Các đơn vị trong Khối", children=MEMBER_DUTIES),
    Node("1.2.", "Đối với đơn vị Trưởng khối", actor="Đơn vị Trưởng khối", children=(
        Node("-", text="Xây dựng chương trình, kế hoạch và các văn bản cho hoạt động chung của Khối."),
        Node("-", text="Tổ chức ký giao ước, sơ kết 6 tháng, tổng kết năm và chuẩn bị nội dung các hội nghị của Khối."),
    )),
    Node("1.3.", "Đối với đơn vị Phó khối", actor="Đơn vị Phó khối", children=(
        Node("-", text="Cùng đơn vị Trưởng khối theo dõi, kiểm tra, đôn đốc việc thực hiện kế hoạch."),
    )),
)  # fmt: skip

TIMETABLE = (
    Node("-", "Ký kết giao ước thi đua", f"Hội nghị ký kết được tổ chức tại {OFFICE}."),
    Node("-", "Sơ kết 6 tháng đầu năm", "Các đơn vị chủ động phát động và đánh giá sau mỗi đợt thi đua; gửi báo cáo sơ kết về Trưởng khối và Phó Trưởng khối trước ngày 30/6/2022 để tổng hợp, báo cáo Hội đồng Thi đua, Khen thưởng tỉnh."),
    Node("-", "Giao lưu văn nghệ, thể dục, thể thao", "Các đơn vị tự tổ chức hoặc phối hợp tổ chức vào dịp kỷ niệm của ngành và của tỉnh."),
    Node("-", "Tổng kết công tác thi đua của Khối", "Hội nghị tổ chức trong tháng 12/2022 tại Văn phòng UBND tỉnh. Các thành viên gửi báo cáo tổng kết và Bản tự chấm điểm về Trưởng khối, Phó Trưởng khối trước ngày 20/12/2022; kế hoạch hội nghị cụ thể do Trưởng khối và Phó Trưởng khối định."),
)  # fmt: skip

NODES = (
    Node("I.", "MỤC ĐÍCH, YÊU CẦU", children=(
        Node("1.", "Mục đích", kind="purpose", children=PURPOSES),
        Node("2.", "Yêu cầu", kind="requirement", children=REQUIREMENTS),
    )),
    Node("II.", "NỘI DUNG", kind="content", children=(
        Node("1.", text="**Chủ đề thi đua:** “Trách nhiệm, kỷ cương - Thích ứng an toàn - Thu hút đầu tư - Thúc đẩy tăng trưởng”"),
        Node("2.", "Về nội dung thi đua", "Theo chức năng, nhiệm vụ được giao, các cơ quan trong Khối phát động phong trào toàn diện, quán triệt đường lối của Đảng, pháp luật của Nhà nước và tư tưởng Hồ Chí Minh về thi đua ái quốc, bám sát Luật Thi đua, Khen thưởng ngày 26/11/2003, Luật sửa đổi, bổ sung ngày 16/11/2013 và Nghị định số 91/2017/NĐ-CP ngày 31/7/2017. Trọng tâm gồm:", children=CONTENT),
        Node("3.", "Về công tác thi đua, khen thưởng", children=AWARD_WORK),
        Node("4.", "Phát động các đợt thi đua", kind="phase", children=(
            Node("-", text=f"**Đợt 1** (từ tháng 01/2022 đến 30/6/2022): {PHASE_TEXTS[0]}"),
            Node("-", text=f"**Đợt 2** (từ 01/7/2022 đến hết năm 2022): {PHASE_TEXTS[1]}"),
        )),
    )),
    Node("III.", "TỔ CHỨC THỰC HIỆN", kind="duty", children=(
        Node("1.", "Trách nhiệm thực hiện", "Các cơ quan, đơn vị trong Khối cùng chịu trách nhiệm thực hiện các nội dung đã ký giao ước, cụ thể:", children=DUTIES),
        Node("2.", "Thời gian tổ chức ký kết giao ước thi đua; sơ kết và tổng kết phong trào thi đua của Khối", kind="timetable", children=TIMETABLE),
    )),
)  # fmt: skip

BOTH = ("leader", "deputy")
JUNE, DECEMBER = day(2022, 6, 30), day(2022, 12, 20)
DEADLINES = (
    Due("Đăng ký chỉ tiêu, danh hiệu thi đua và hình thức khen thưởng", "registration", to=("board",), to_others="Bộ, ngành cấp trên", words="theo quy định"),
    Due("Ký kết giao ước thi đua", "pledge", host="leader", place=OFFICE, words="không ghi thời gian"),
    Due("Kết quả thi đua Đợt 1 (lồng ghép vào báo cáo sơ kết 6 tháng)", "themed_report", JUNE, to=("leader",), rule=DueRule.BEFORE, words="trước 30/6/2022", phase="Đợt 1"),
    Due("Báo cáo sơ kết phong trào thi đua 6 tháng đầu năm", "midyear_report", JUNE, to=BOTH, rule=DueRule.BEFORE, words="trước ngày 30/6/2022"),
    Due("Tổng hợp báo cáo sơ kết gửi Hội đồng Thi đua, Khen thưởng tỉnh", "other", owes="leader", to=("council",), words="không ghi thời gian"),
    Due("Giao lưu văn nghệ, thể dục, thể thao", "meeting", words="nhân các dịp kỷ niệm của ngành và của tỉnh"),
    Due("Kết quả thi đua Đợt 2 (lồng ghép vào báo cáo năm)", "themed_report", DECEMBER, to=("leader",), rule=DueRule.BEFORE, words="trước ngày 20/12/2022", phase="Đợt 2", note="Hạn báo cáo trước khi đợt kết thúc (hết năm 2022)."),
    Due("Báo cáo tổng kết phong trào thi đua", "year_report", DECEMBER, to=BOTH, rule=DueRule.BEFORE, words="trước ngày 20/12/2022"),
    Due("Bản tự chấm điểm thi đua", "self_score", DECEMBER, to=BOTH, rule=DueRule.BEFORE, words="trước ngày 20/12/2022"),
    Due("Hội nghị tổng kết phong trào thi đua của Khối", "meeting", month(2022, 12), host="leader", place="Văn phòng UBND tỉnh", words="tháng 12/2022"),
)  # fmt: skip

PLAN = PlanFacts(
    key="quang_tri_2022",
    campaign={
        "title": "Tổ chức thực hiện phong trào thi đua của Khối các cơ quan tham mưu, tổng hợp năm 2022",
        "theme": "Trách nhiệm, kỷ cương - Thích ứng an toàn - Thu hút đầu tư - Thúc đẩy tăng trưởng",
        "launcher": "",
        "from_year": 2022,
        "to_year": 2022,
        "funding": "",
    },
    header={
        "family": "state",
        "superior_line": "UBND TỈNH QUẢNG TRỊ",
        "issuer_lines": "KHỐI CÁC CƠ QUAN\nTHAM MƯU, TỔNG HỢP",
        "doc_type": "KẾ HOẠCH",
        "number": "",
        "sign": "KH-KTĐ",
        "place": "Quảng Trị",
        "day": None,
        "month": None,
        "year": 2022,
        "subject": "Tổ chức thực hiện phong trào thi đua của Khối các cơ quan tham mưu, tổng hợp năm 2022",
        "bases_style": "prose",
        "opening": "Khối các cơ quan tham mưu, tổng hợp lập Kế hoạch thi đua năm 2022 với các nội dung sau:",
        "closing": "Trên đây là Kế hoạch thi đua năm 2022 của Khối các cơ quan tham mưu, tổng hợp. Đơn vị Trưởng khối đề nghị các cơ quan trong Khối phối hợp chặt chẽ với Trưởng khối, Phó khối và tổ chức tốt phong trào tại đơn vị, phấn đấu hoàn thành xuất sắc nhiệm vụ công tác năm 2022.",
        "authority_line": "TM. KHỐI THI ĐUA",
        "capacity": "TRƯỞNG KHỐI",
        "post": "CHÁNH VĂN PHÒNG UBND TỈNH",
        "signer_name": "Nguyễn Cảnh Hưng",
        "archive_line": "Lưu: VT, HC-TC",
        "drafter_initials": "Ph",
        "source": "Kế hoạch năm 2022 của Khối (bản quét mất phần tiêu đề; tên cơ quan ban hành ghi theo khối ký)",
    },
    bases=BASES,
    nodes=NODES,
    recipients=(("UBND tỉnh", "b/c"), ("Ban TĐKT tỉnh", "b/c"), ("Các đơn vị trong Khối thi đua", "")),
    phases=PHASES,
    deadlines=DEADLINES,
    issued=False,
)
