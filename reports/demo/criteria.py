"""Made-up score tables for the demonstration: one with every kind of criterion, one short.

The three groups are those of a real bloc's plan (Khối 8, Trà Vinh 2021); the points and rules are invented.
"""

from decimal import Decimal
from typing import Any

from scoring.services import CriterionValues

FULL = "Bảng điểm thi đua đầy đủ"
SHORT = "Bảng điểm thi đua rút gọn"
SOURCE = "Dữ liệu minh họa, không phải bảng điểm của một tỉnh"


def group(code: str, title: str, points: str | None, *children: tuple) -> tuple:
    return CriterionValues(title, "group", code, Decimal(points) if points else None), children


def line(code: str, title: str, kind: str, points: str | None, evidence: str = "", **params: Any) -> tuple:
    """One criterion; ``evidence`` names the paper that must be attached."""
    values = CriterionValues(
        title, kind, code, Decimal(points) if points else None, params, bool(evidence), evidence_hint=evidence
    )
    return values, ()


def band(lower: int | None, upper: int | None, points: str) -> dict:
    """From ``lower`` (included) up to ``upper`` (not included, unless it is 100)."""
    return {
        "lower": lower,
        "lower_inclusive": lower is not None,
        "upper": upper,
        "upper_inclusive": upper == 100,
        "points": points,
    }


ON_TIME = [{"to_days": 0, "points": "3"}, {"to_days": 3, "points": "1.5"}, {"to_days": None, "points": "0"}]
RELATIVE = {"met_share": "0.6", "tie_tolerance": "0.0001"}

FULL_TREE = (
    group("I", "Phát triển kinh tế - xã hội, quốc phòng - an ninh", "50",
        group("1", "Thực hiện chỉ tiêu được giao", "26",
            line("1.1", "Tỷ lệ chỉ tiêu kế hoạch năm hoàn thành", "ratio", "6", "Báo cáo kết quả thực hiện chỉ tiêu", capped=True),
            line("1.2", "Hồ sơ giải quyết trực tuyến so với đơn vị dẫn đầu khối", "relative", "6", **RELATIVE),
            line("1.3", "Tỷ lệ giải ngân vốn đầu tư công", "bands", "5", measure="ratio", unit="%", bands=[band(None, 50, "0"), band(50, 75, "2"), band(75, 95, "4"), {**band(95, None, "5")}]),
            line("1.4", "Mức độ hài lòng của người dân, tổ chức", "bands", "5", measure="value", unit="%", value_max="100", bands=[band(0, 70, "0"), band(70, 85, "3"), band(85, 100, "5")]),
            line("1.5", "Thu, tiết kiệm ngân sách so với dự toán", "ratio", "4", capped=False),
        ),
        group("2", "Nhiệm vụ UBND tỉnh giao", "14",
            line("2.1", "Nhiệm vụ thực hiện quá hạn", "deduct", "5", measure="value", unit=" nhiệm vụ", per_unit="0.5", void_from="8"),
            line("2.2", "Tỷ lệ văn bản trả lời chậm", "deduct", "4", measure="ratio", unit="%", bands=[band(0, 5, "0"), band(5, 20, "1"), {**band(20, None, "4")}]),
            line("2.3", "Ban hành chương trình công tác năm đúng thời gian", "achieved", "3", "Chương trình công tác năm"),
            line("2.4", "Chất lượng tham mưu văn bản", "direct", "2", step="0.25"),
        ),
        group("3", "Cải cách hành chính, chuyển đổi số", "10",
            line("3.1", "Thực hiện kế hoạch cải cách hành chính", "direct", "4", "Báo cáo tự đánh giá cải cách hành chính", step="0.5"),
            line("3.2", "Sáng kiến được công nhận", "count", "3", "Quyết định công nhận sáng kiến", points_each="0.5", cap="3"),
            line("3.3", "Công bố dữ liệu mở của ngành", "achieved", "3"),
        ),
    ),
    group("II", "Chủ trương của Đảng, pháp luật; xây dựng hệ thống chính trị", "25",
        line("4.1", "Học tập, quán triệt chỉ thị, nghị quyết", "direct", "5", step="0.5"),
        line("4.2", "Kết nạp đảng viên mới so với kế hoạch", "ratio", "4", capped=True),
        line("4.3", "Tổ chức đảng hoàn thành tốt nhiệm vụ trở lên", "achieved", "4"),
        line("4.4", "Đơn thư khiếu nại vượt cấp", "deduct", "4", measure="value", unit=" đơn", per_unit="1"),
        line("4.5", "Thực hiện dân chủ ở cơ sở", "direct", "4", step="0.5"),
        line("4.6", "Hoạt động đền ơn đáp nghĩa, an sinh xã hội", "count", "4", points_each="1", cap="4"),
    ),
    group("III", "Công tác thi đua, khen thưởng", "25",
        line("5.1", "Đăng ký nội dung, chỉ tiêu thi đua", "achieved", "2"),
        line("5.2", "Nộp báo cáo sơ kết đúng hạn", "late_tiers", "3", deadline_kind="midyear_report", tiers=ON_TIME),
        line("5.3", "Nộp báo cáo đột xuất đúng hạn", "late_tiers", "3", tiers=ON_TIME),
        line("5.4", "Điển hình tiên tiến được giới thiệu", "count", "4", points_each="2", cap="4"),
        line("5.5", "Tổ chức phong trào thi đua theo chuyên đề", "direct", "5", step="0.5"),
        line("5.6", "Tỷ lệ khen thưởng người lao động trực tiếp", "bands", "4", measure="ratio", unit="%", bands=[band(None, 30, "1"), band(30, 60, "2.5"), {**band(60, None, "4")}]),
        line("5.7", "Tự kiểm tra công tác thi đua, khen thưởng", "direct", "4", step="0.5"),
    ),
    group("IV", "Điểm thưởng", None,
        line("6.1", "Tập thể, cá nhân được khen thưởng cấp Nhà nước", "bonus", None, points_each="2", cap="4"),
        line("6.2", "Mô hình mới được tỉnh nhân rộng", "bonus", None, cap="3"),
    ),
    group("V", "Điểm trừ", None,
        line("7.1", "Cán bộ, công chức bị kỷ luật từ cảnh cáo trở lên", "penalty", None, points_each="2"),
        line("7.2", "Vi phạm quy định về báo cáo", "penalty", None, cap="5"),
    ),
)  # fmt: skip

SHORT_TREE = (
    group("I", "Nhiệm vụ chuyên môn", "60",
        line("1", "Tỷ lệ chỉ tiêu kế hoạch năm hoàn thành", "ratio", "25", capped=True),
        line("2", "Nhiệm vụ thực hiện quá hạn", "deduct", "15", measure="value", unit=" nhiệm vụ", per_unit="2"),
        line("3", "Kết quả cải cách hành chính", "direct", "20", "Báo cáo tự đánh giá cải cách hành chính", step="0.5"),
    ),
    group("II", "Xây dựng hệ thống chính trị", "20",
        line("4", "Tổ chức đảng hoàn thành tốt nhiệm vụ trở lên", "achieved", "10"),
        line("5", "Hoạt động an sinh xã hội", "count", "10", points_each="2.5", cap="10"),
    ),
    group("III", "Công tác thi đua, khen thưởng", "20",
        line("6", "Tổ chức phong trào thi đua", "direct", "12", step="0.5"),
        line("7", "Điển hình tiên tiến được giới thiệu", "count", "8", points_each="2", cap="8"),
    ),
    group("IV", "Điểm thưởng", None, line("8", "Sáng kiến cấp tỉnh", "bonus", None, points_each="1", cap="3")),
)  # fmt: skip
