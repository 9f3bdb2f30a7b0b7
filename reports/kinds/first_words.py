"""First words of new papers: sentences of ours that people go on from. Names in braces are filled in by ``prefill``."""

from reports.states import DocumentKind as K

_REPORT = {
    "direction": "{bloc} đã triển khai phong trào thi đua theo kế hoạch năm {year}.",
    "results": "Các đơn vị đã thực hiện các chỉ tiêu đăng ký với kết quả như sau.",
}
_UNIT_REPORT = {
    "direction": "{unit} đã triển khai phong trào thi đua của {bloc} năm {year}.",
    "results": "Kết quả thực hiện các chỉ tiêu đã đăng ký như bảng dưới đây.",
}

SUBJECTS = {
    K.DIVISION: "Về việc chia khối, cụm thi đua năm {year}",
    K.PLAN: "Tổ chức thực hiện phong trào thi đua {bloc} năm {year}",
    K.REGISTRATION: "Năm {year}",
    K.PLEDGE: "{bloc} năm {year}",
    K.INVITATION: "Dự Hội nghị của {bloc}",
    K.UNIT_MIDYEAR: "Sơ kết phong trào thi đua 6 tháng đầu năm {year}",
    K.UNIT_YEAR: "Tổng kết phong trào thi đua năm {year}",
    K.BLOC_MIDYEAR: "Sơ kết phong trào thi đua 6 tháng đầu năm {year} của {bloc}",
    K.BLOC_YEAR: "Tổng kết phong trào thi đua năm {year} của {bloc}",
    K.SCORE_TABLE: "{bloc} năm {year}",
    K.MEETING_MINUTES: "Hội nghị của {bloc} năm {year}",
    K.DELIBERATION: "Họp bình xét thi đua năm {year} của {bloc}",
    K.COUNTING: "Kiểm phiếu bình xét thi đua năm {year} của {bloc}",
    K.PROPOSAL: "Về việc đề nghị khen thưởng năm {year}",
    K.MERIT_UNIT: "Thành tích đề nghị khen thưởng năm {year} của {unit}",
    K.MERIT_PERSON: "Thành tích cá nhân đề nghị khen thưởng năm {year}",
    K.RESULT_NOTICE: "Kết quả thi đua năm {year} của {bloc}",
    K.REMINDER: "đôn đốc nộp {deadline}",
    K.AWARD_SUBMIT: "Về việc khen thưởng năm {year}",
    K.AWARD_DECISION: "Về việc khen thưởng năm {year}",
    K.AWARD_BONUS: "Kèm theo quyết định khen thưởng năm {year}",
}

PARTS: dict[str, dict[str, str]] = {
    K.AWARD_SUBMIT: {
        "opening": "Qua thẩm định hồ sơ và ý kiến của Hội đồng Thi đua - Khen thưởng, cơ quan thi đua, khen thưởng tổng hợp "
        "các tập thể, cá nhân đủ điều kiện.",
        "lists": "Kính trình xem xét, tặng danh hiệu thi đua, hình thức khen thưởng:",
    },
    K.AWARD_DECISION: {
        "article_1": "Tặng danh hiệu thi đua, hình thức khen thưởng cho các tập thể, cá nhân có thành tích xuất sắc năm {year} "
        "(có danh sách kèm theo).",
        "article_2": "Tiền thưởng kèm theo thực hiện theo quy định hiện hành, chi từ quỹ thi đua, khen thưởng.",
        "article_3": "Quyết định này có hiệu lực kể từ ngày ký.",
        "article_4": "Thủ trưởng các cơ quan, đơn vị liên quan và các tập thể, cá nhân có tên trong danh sách chịu trách nhiệm "
        "thi hành Quyết định này.",
    },
    K.AWARD_BONUS: {"opening": "Tiền thưởng kèm theo các danh hiệu thi đua, hình thức khen thưởng:"},
    K.DIVISION: {
        "article_1": "Chia các khối, cụm thi đua năm {year} theo danh sách tại Phụ lục ban hành kèm theo Quyết định này.",
        "article_2": (
            "{leader} chủ trì, phối hợp với {deputy} và các đơn vị thành viên xây dựng kế hoạch, ký kết giao ước, "
            "tổ chức sơ kết, tổng kết và bình xét thi đua."
        ),
        "article_3": "Quyết định này có hiệu lực kể từ ngày ký.",
        "article_4": "Các khối, cụm thi đua và các đơn vị có tên tại Phụ lục chịu trách nhiệm thi hành Quyết định này.",
    },
    K.REGISTRATION: {
        "movements": "{unit} đăng ký tổ chức các phong trào thi đua năm {year}:",
        "targets": "{unit} đăng ký thực hiện các chỉ tiêu:",
        "titles": "{unit} đăng ký danh hiệu thi đua, hình thức khen thưởng:",
        "promise": "{unit} cam kết thực hiện đầy đủ các nội dung đã đăng ký.",
    },
    K.PLEDGE: {
        "opening": "Các đơn vị thành viên {bloc} thống nhất ký kết giao ước thi đua năm {year} với các nội dung sau:",
        "promise": "Các đơn vị thành viên cam kết đoàn kết, phối hợp thực hiện tốt các nội dung của giao ước này.",
    },
    K.INVITATION: {"closing": "Rất mong quý đại biểu đến dự đúng thành phần và thời gian"},
    K.UNIT_MIDYEAR: _UNIT_REPORT,
    K.UNIT_YEAR: _UNIT_REPORT,
    K.BLOC_MIDYEAR: _REPORT,
    K.BLOC_YEAR: _REPORT,
    K.SCORE_TABLE: {"opening": "Kết quả chấm điểm thi đua của các đơn vị {bloc} năm {year}:"},
    K.MEETING_MINUTES: {"discussion": "Các đại biểu nhất trí với các nội dung được trình bày."},
    K.DELIBERATION: {
        "reports": "{leader} trình bày báo cáo tổng kết phong trào thi đua và bảng tổng hợp điểm của các đơn vị.",
        "vote": "Các đơn vị bình xét, kết quả như sau:",
    },
    K.COUNTING: {
        "ballots": "Tổ kiểm phiếu kiểm tra số phiếu như sau:",
        "results": "Kết quả kiểm phiếu:",
        "sealing": "Phiếu đã kiểm được niêm phong và giao {leader} lưu giữ.",
    },
    K.PROPOSAL: {
        "opening": "{bloc} đã họp bình xét và thống nhất đề nghị khen thưởng các tập thể, cá nhân có thành tích năm {year}.",
        "lists": "{bloc} trình xem xét, khen thưởng:",
    },
    K.MERIT_UNIT: {"closing": "{unit} chịu trách nhiệm về nội dung của báo cáo này."},
    K.MERIT_PERSON: {"closing": "Tôi chịu trách nhiệm về nội dung của báo cáo này."},
    K.RESULT_NOTICE: {
        "opening": "{bloc} thông báo kết quả thi đua năm {year} như sau:",
        "closing": "{bloc} thông báo để các đơn vị được biết",
    },
    K.REMINDER: {
        "opening": "{bloc} đang tổng hợp {deadline}; đến nay còn đơn vị chưa nộp.",
        "request": "{leader} đề nghị các đơn vị có tên trên hoàn thành và nộp {deadline}.",
    },
}

INPUTS: dict[str, dict[str, str]] = {
    K.DIVISION: {"decider": "{decider}"},
    K.AWARD_DECISION: {"decider": "{decider}"},
    K.INVITATION: {"chair": "{leader} {bloc}"},
}
