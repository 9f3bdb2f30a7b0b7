"""What each paper is for, in one sentence, for who chooses which to begin."""

from reports.states import DocumentKind as K

SENTENCES = {
    K.DIVISION: "Chia các khối, cụm của năm; phụ lục lấy từ danh sách khối đang có.",
    K.PLAN: "Trình ký, lấy ý kiến và ban hành kế hoạch đã soạn.",
    K.REGISTRATION: "Các chỉ tiêu đơn vị đăng ký với khối, lấy từ đăng ký chỉ tiêu.",
    K.PLEDGE: "Nội dung các đơn vị cam kết và bảng ký của mọi thành viên.",
    K.INVITATION: "Mời họp: ai, ở đâu, lúc nào, mang theo gì.",
    K.UNIT_MIDYEAR: "Báo cáo 6 tháng của đơn vị gửi khối, số liệu điền sẵn từ chỉ tiêu.",
    K.UNIT_YEAR: "Báo cáo năm của đơn vị gửi khối, kèm kết quả tự chấm.",
    K.BLOC_MIDYEAR: "Báo cáo 6 tháng của khối gửi Hội đồng; nêu đơn vị chưa báo cáo.",
    K.BLOC_YEAR: "Báo cáo năm của khối gửi Hội đồng, kèm kết quả chấm điểm.",
    K.SCORE_TABLE: "Bảng điểm và xếp hạng các đơn vị trong khối.",
    K.MEETING_MINUTES: "Ghi hội nghị ký giao ước, sơ kết, tổng kết: thành phần, nội dung, ý kiến, kết luận.",
    K.DELIBERATION: "Ghi cuộc họp bình xét: thành phần, ý kiến, kết quả, kết luận.",
    K.COUNTING: "Ghi số phiếu phát ra, thu về, hợp lệ và kết quả từng người, từng tập thể.",
    K.PROPOSAL: "Trình cấp trên khen thưởng, kèm danh sách.",
    K.MERIT_UNIT: "Thành tích của tập thể được đề nghị khen.",
    K.MERIT_PERSON: "Thành tích của cá nhân được đề nghị khen.",
    K.RESULT_NOTICE: "Báo kết quả chấm điểm, xếp hạng tới các đơn vị.",
    K.AWARD_SUBMIT: "Trình người có thẩm quyền khen thưởng, kèm danh sách của dự thảo.",
    K.AWARD_DECISION: "Quyết định khen thưởng, danh sách lấy từ dự thảo.",
    K.AWARD_BONUS: "Tiền thưởng từng tập thể, cá nhân theo quyết định, tổng bằng số và bằng chữ.",
    K.REMINDER: "Nhắc các đơn vị chưa nộp theo một mốc thời hạn.",
}
