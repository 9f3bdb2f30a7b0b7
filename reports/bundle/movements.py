"""Shapes of movements over years: units taking part, their own plans, criteria, money, reviews with what was proposed."""

from campaigns.models import FundingLine, MovementCriterion, MovementUnit, Review, ReviewProposal, UnitPlan

from .campaigns import IN_CAMPAIGN
from .shapes import Part, Shape

UNIT_JOINED = Shape(
    MovementUnit,
    columns=("joined_on", "contact", "left_on", "left_reason", "at"),
    links={"unit": "unit", "by": "person"},
    always=("at",),
    left_out=IN_CAMPAIGN,
    note="Đơn vị tham gia phong trào từ ngày đến ngày.",
)
UNIT_PLAN = Shape(
    UnitPlan,
    columns=("number", "date", "title", "file_name", "sha256", "content_type", "at"),
    links={"unit": "unit", "by": "person"},
    always=("at",),
    left_out=IN_CAMPAIGN | {"file": "tệp đi riêng trong tệp nén kèm theo, tên là mã kiểm tra"},
    note="Kế hoạch triển khai của đơn vị; dòng sau thay dòng trước.",
)
MOVEMENT_CRITERION = Shape(
    MovementCriterion,
    columns=("subject_kind", "order", "text", "figure", "measure"),
    always=("order",),
    left_out=IN_CAMPAIGN,
    note="Một tiêu chuẩn của phong trào, cho tập thể hoặc cho cá nhân.",
)
FUNDING_LINE = Shape(
    FundingLine,
    columns=("year", "source", "planned", "spent", "note"),
    left_out=IN_CAMPAIGN,
    note="Kinh phí của phong trào trong một năm từ một nguồn, tính bằng đồng.",
)
PROPOSAL = Shape(
    ReviewProposal,
    columns=("subject_kind", "subject", "wanted", "reason", "at", "withdrawn_at"),
    links={"unit": "unit", "by": "person"},
    always=("at",),
    left_out={"review": "đợt sơ kết, tổng kết chứa dòng này"},
    note="Đề nghị khen thưởng của một đơn vị trong đợt sơ kết, tổng kết.",
)
REVIEW = Shape(
    Review,
    columns=("kind", "year", "conclusion", "closed_on", "at"),
    links={"deadline": "deadline", "by": "person"},
    parts={"proposals": Part(PROPOSAL, "proposals", ("at", "unit", "subject"))},
    always=("at",),
    left_out=IN_CAMPAIGN,
    note="Đợt sơ kết, tổng kết của phong trào; báo cáo gửi theo mốc của đợt.",
)
PARTS = {
    "units_joined": Part(UNIT_JOINED, "units_joined", ("joined_on", "unit", "at")),
    "unit_plans": Part(UNIT_PLAN, "unit_plans", ("at", "unit")),
    "movement_criteria": Part(MOVEMENT_CRITERION, "criteria", ("subject_kind", "order", "text")),
    "funding_lines": Part(FUNDING_LINE, "funding_lines", ("year", "source")),
    "reviews": Part(REVIEW, "reviews", ("year", "kind")),
}
