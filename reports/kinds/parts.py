"""The sections people write, kind by kind. ``Kind.source`` says which structures are our own."""

from .base import Part

DIVISION = (
    Part(
        "article_1",
        "Điều 1.",
        "",
        "Chia các khối, cụm thi đua; danh sách in ở Phụ lục từ dữ liệu khối của năm. Phải nhắc đến Phụ lục.",
        needed=True,
    ),
    Part("article_2", "Điều 2.", "", "Nhiệm vụ của Trưởng khối, Phó khối và các đơn vị thành viên.", needed=True),
    Part("article_3", "Điều 3.", "", "Hiệu lực; văn bản bị thay thế."),
    Part("article_4", "Điều 4.", "", "Ai chịu trách nhiệm thi hành.", needed=True),
)
REGISTRATION = (
    Part("movements", "I.", "Phong trào thi đua", "Lời dẫn trước bảng các phong trào."),
    Part("targets", "II.", "Chỉ tiêu thi đua", "Lời dẫn trước bảng chỉ tiêu; bảng lấy từ đăng ký chỉ tiêu của đơn vị."),
    Part("titles", "III.", "Danh hiệu, hình thức khen thưởng đăng ký", "Lời dẫn trước bảng danh hiệu."),
    Part("promise", "", "", "Lời cam kết ở cuối bản đăng ký."),
)
PLEDGE = (
    Part("opening", "", "", "Lời mở đầu: hội nghị ký kết, thời gian."),
    Part("aim", "I.", "Mục tiêu chung", "Đơn vị trong khối cùng phấn đấu điều gì.", needed=True),
    Part(
        "contents", "II.", "Nội dung thi đua", "Mỗi nội dung một dòng, bắt đầu bằng «1.», «2.» hoặc «-».", needed=True
    ),
    Part("targets", "III.", "Chỉ tiêu thi đua", "Lời dẫn trước bảng chỉ tiêu chung."),
    Part("promise", "IV.", "Cam kết", "Các đơn vị cam kết điều gì.", needed=True),
)
INVITATION = (
    Part("notes", "", "", "Lưu ý khác: tài liệu mang theo, trang phục, xác nhận tham dự."),
    Part("closing", "", "", "Câu kết, ví dụ: Rất mong quý đại biểu dự họp đúng thành phần và thời gian."),
)


def _report(period: str, coming: str, what_for: str) -> tuple[Part, ...]:
    return (
        Part("opening", "", "", "Lời mở đầu của báo cáo, nếu cần."),
        Part("direction", "I.", "Công tác chỉ đạo, tổ chức thực hiện", "Văn bản, hội nghị, phân công.", needed=True),
        Part(
            "results",
            "II.",
            f"Kết quả thực hiện chỉ tiêu {period}",
            "Nhận xét kết quả; bảng số liệu được lấy từ hệ thống và in sau đoạn này.",
            needed=True,
        ),
        Part(
            "emulation",
            "III.",
            "Công tác thi đua, khen thưởng",
            "Phong trào đã phát động, mô hình, điển hình; bảng khen thưởng được lấy từ hệ thống.",
            needed=True,
        ),
        Part("limits", "IV.", "Hạn chế và nguyên nhân", "Việc chưa làm được, vì sao.", needed=True),
        Part("tasks", "V.", f"Nhiệm vụ {coming}; đề xuất, kiến nghị", what_for, needed=True),
    )


MIDYEAR = _report(
    "6 tháng đầu năm", "6 tháng cuối năm", "Việc phải làm đến cuối năm; điều đề nghị cấp trên giải quyết."
)
UNIT_YEAR = _report("năm", "năm sau", "Nhiệm vụ năm sau; đề nghị khen thưởng; kiến nghị.")
BLOC_YEAR = _report("năm", "năm sau", "Nhiệm vụ năm sau; đề nghị tặng cờ, bằng khen; giới thiệu Trưởng khối, Phó khối.")
SCORE_TABLE = (
    Part("opening", "", "", "Lời dẫn trước bảng điểm."),
    Part("closing", "", "", "Ghi chú sau bảng điểm."),
)
MEETING = (
    Part("reports", "1.", "Nội dung hội nghị", "Ai trình bày nội dung gì, theo thứ tự.", needed=True),
    Part(
        "discussion", "2.", "Ý kiến thảo luận", "Ý kiến của từng đơn vị; không có thì ghi rõ là không có.", needed=True
    ),
    Part("conclusions", "3.", "Kết luận", "Kết luận của chủ tọa về từng nội dung.", needed=True),
)
DELIBERATION = (
    Part("reports", "1.", "Báo cáo tại cuộc họp", "Ai trình bày báo cáo gì.", needed=True),
    Part("discussion", "2.", "Ý kiến thảo luận", "Ý kiến của từng đơn vị."),
    Part("vote", "3.", "Kết quả bình xét", "Lời dẫn trước bảng kết quả biểu quyết."),
    Part(
        "conclusions",
        "4.",
        "Kết luận",
        "Đơn vị dẫn đầu, đề nghị cờ, bằng khen; Trưởng khối, Phó khối năm sau.",
        needed=True,
    ),
)
COUNTING = (
    Part("rules", "1.", "Cách thức bỏ phiếu", "Cách bỏ phiếu, phiếu hợp lệ và không hợp lệ."),
    Part("ballots", "2.", "Số phiếu", "Lời dẫn trước bảng số phiếu."),
    Part("results", "3.", "Kết quả kiểm phiếu", "Lời dẫn trước bảng kết quả."),
    Part("sealing", "4.", "Niêm phong phiếu", "Phiếu được niêm phong, giao ai giữ.", needed=True),
)
PROPOSAL = (
    Part("opening", "", "", "Vì sao đề nghị: kết quả phong trào, biên bản họp bình xét.", needed=True),
    Part("lists", "", "", "Lời dẫn trước phần đề nghị; danh sách in ở Phụ lục từ các đề nghị đã gửi."),
    Part("closing", "", "", "Câu kết, ví dụ: Kính trình Chủ tịch Ủy ban nhân dân tỉnh xem xét, quyết định."),
)
MERIT_UNIT = (
    Part("place", "I.", "Đặc điểm, tình hình", "Trụ sở, điện thoại, tổ chức, số người, cơ sở vật chất.", needed=True),
    Part("duties", "", "", "Chức năng, nhiệm vụ được giao."),
    Part("results", "II.", "Thành tích đạt được", "Kết quả, số liệu so sánh với những năm trước.", needed=True),
    Part("measures", "", "", "Biện pháp; phong trào thi đua đã áp dụng; phạm vi ảnh hưởng."),
    Part("policies", "", "", "Chấp hành chủ trương của Đảng, chính sách, pháp luật của Nhà nước."),
    Part("bodies", "", "", "Hoạt động của tổ chức đảng, đoàn thể."),
    Part("closing", "", "", "Lời cam đoan ở cuối báo cáo."),
)  # fmt: skip
MERIT_PERSON = (
    Part("unit_results", "", "", "Thành tích của đơn vị, nếu là người đứng đầu."),
    Part("duties", "", "", "Quyền hạn, nhiệm vụ được giao.", needed=True),
    Part("results", "", "", "Kết quả, sáng kiến, biện pháp của cá nhân.", needed=True),
    Part("closing", "", "", "Lời cam đoan ở cuối báo cáo."),
)
RESULT_NOTICE = (
    Part("opening", "", "", "Lời dẫn: hội nghị, quyết định công nhận kết quả.", needed=True),
    Part("closing", "", "", "Đề nghị các đơn vị sau khi nhận thông báo."),
)
REMINDER = (
    Part("opening", "", "", "Việc gì theo kế hoạch nào, đến nay ra sao. Danh sách đơn vị chưa nộp in sau đoạn này.", needed=True),
    Part("request", "", "", "Đề nghị đơn vị làm gì; thời hạn mới in từ ô «Nộp chậm nhất»."),
    Part("closing", "", "", "Câu kết."),
)  # fmt: skip
AWARD_SUBMIT = (
    Part("opening", "", "", "Căn cứ thẩm định, ý kiến của Hội đồng; kết quả họp, bỏ phiếu.", needed=True),
    Part("lists", "", "", "Lời dẫn trước phần đề nghị; danh sách in ở Phụ lục từ dự thảo quyết định."),
    Part("closing", "", "", "Câu kết, ví dụ: Kính trình Chủ tịch Ủy ban nhân dân tỉnh xem xét, quyết định."),
)
AWARD_DECISION = (
    Part(
        "article_1",
        "Điều 1.",
        "",
        "Tặng danh hiệu, hình thức nào cho ai; phải nhắc đến danh sách kèm theo.",
        needed=True,
    ),
    Part("article_2", "Điều 2.", "", "Tiền thưởng: mức, nguồn chi."),
    Part("article_3", "Điều 3.", "", "Hiệu lực."),
    Part("article_4", "Điều 4.", "", "Ai chịu trách nhiệm thi hành.", needed=True),
)
AWARD_BONUS = (Part("opening", "", "", "Lời dẫn trước bảng; số tiền lấy từ danh sách tiền thưởng của quyết định."),)
