"""Stages of a role model and what became of it later, as data."""

from dataclasses import dataclass

from django.db.models import TextChoices


class RoleModelState(TextChoices):
    DISCOVERED = "discovered", "Phát hiện"
    NURTURED = "nurtured", "Bồi dưỡng"
    REVIEWED = "reviewed", "Tổng kết"
    REPLICATED = "replicated", "Nhân rộng"


class Standing(TextChoices):
    """Whether it is still a model for others."""

    VALID = "valid", "Còn giá trị"
    LAPSED = "lapsed", "Không còn tiêu biểu"
    VIOLATED = "violated", "Vi phạm"


class Field(TextChoices):
    ECONOMY = "economy", "Sản xuất, kinh doanh"
    ADMINISTRATION = "administration", "Cải cách hành chính, công vụ"
    DIGITAL = "digital", "Chuyển đổi số, sáng kiến"
    RURAL = "rural", "Nông thôn mới"
    EDUCATION = "education", "Giáo dục, đào tạo"
    HEALTH = "health", "Y tế, chăm sóc sức khỏe"
    CULTURE = "culture", "Văn hóa, thể thao"
    SOCIAL = "social", "An sinh xã hội, từ thiện"
    SECURITY = "security", "Quốc phòng, an ninh"
    PARTY = "party", "Xây dựng Đảng, đoàn thể"
    OTHER = "other", "Lĩnh vực khác"


ORDER = tuple(RoleModelState)
EDITABLE = frozenset({RoleModelState.DISCOVERED, RoleModelState.NURTURED})
# Which of the shared badges stands for a stage.
LOOK = {
    RoleModelState.DISCOVERED: "draft",
    RoleModelState.NURTURED: "sent",
    RoleModelState.REVIEWED: "lock",
    RoleModelState.REPLICATED: "ok",
}
STANDING_LOOK = {Standing.VALID: "ok", Standing.LAPSED: "lock", Standing.VIOLATED: "late"}


@dataclass(frozen=True)
class Stage:
    """How a role model comes to a stage: who takes it there, whether the unit's head must have proposed it, and what
    follows."""

    target: RoleModelState
    action: str
    needs_proposal: bool
    label: str
    says: str


# The unit nurtures what it found; whether it is a model for others is judged by the bloc's leader or the board.
STAGES = {
    stage.target: stage
    for stage in (
        Stage(
            RoleModelState.DISCOVERED, "role_model_review", False, "Đưa về phát hiện", "Đơn vị được sửa lại nội dung."
        ),
        Stage(
            RoleModelState.NURTURED,
            "role_model_edit",
            False,
            "Chuyển sang bồi dưỡng",
            "Đơn vị đã có kế hoạch bồi dưỡng; tiếp tục theo dõi kết quả.",
        ),
        Stage(
            RoleModelState.REVIEWED,
            "role_model_review",
            True,
            "Ghi nhận đã tổng kết",
            "Nội dung được khóa lại theo bản đã tổng kết.",
        ),
        Stage(
            RoleModelState.REPLICATED,
            "role_model_review",
            True,
            "Cho nhân rộng",
            "Các đơn vị của cơ quan tổ chức xem được và ghi việc học tập; với cá nhân phải có sự đồng ý công khai.",
        ),
    )
}


def step_kind(source: str, target: str) -> str:
    """«next» for the following stage, «skip» for a later one, «back» for an earlier one, «same»."""
    distance = ORDER.index(RoleModelState(target)) - ORDER.index(RoleModelState(source))
    if distance == 0:
        return "same"
    return "back" if distance < 0 else "next" if distance == 1 else "skip"
