"""Names of states, kinds and stages, and the allowed moves of a score sheet, as data."""

from django.db.models import TextChoices

from accounts.states import Move


class CriterionKind(TextChoices):
    GROUP = "group", "Nhóm tiêu chí"
    DIRECT = "direct", "Chấm trực tiếp"
    ACHIEVED = "achieved", "Đạt / không đạt"
    RATIO = "ratio", "Tỷ lệ thực hiện so với chỉ tiêu"
    BANDS = "bands", "Theo bậc giá trị"
    LATE_TIERS = "late_tiers", "Theo số ngày trễ hạn"
    COUNT = "count", "Số lượng × điểm"
    DEDUCT = "deduct", "Trừ từ điểm chuẩn"
    BONUS = "bonus", "Điểm thưởng"
    PENALTY = "penalty", "Điểm trừ"
    RELATIVE = "relative", "So với đơn vị dẫn đầu khối"


class NotAssignedPolicy(TextChoices):
    KEEP_ZERO = "keep_zero", "Giữ nguyên điểm chuẩn, tính 0 điểm"
    GIVE_FULL = "give_full", "Tính đủ điểm chuẩn"
    EXCLUDE_AND_SHOW = "exclude_and_show", "Trừ khỏi điểm chuẩn được giao, không quy đổi"
    EXCLUDE_AND_RESCALE = "exclude_and_rescale", "Trừ khỏi điểm chuẩn được giao và quy đổi về tổng điểm"


class SetState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    IN_FORCE = "in_force", "Đang áp dụng"
    SUPERSEDED = "superseded", "Đã thay thế"


class SourceStatus(TextChoices):
    VERIFIED = "verified", "Đã đối chiếu văn bản gốc"
    UNCONFIRMED = "unconfirmed", "Chưa đối chiếu văn bản gốc"


class RankingBasis(TextChoices):
    PERCENT = "percent", "Tỷ lệ % trên điểm chuẩn được giao"
    POINTS = "points", "Tổng điểm"


class SheetState(TextChoices):
    DRAFT = "draft", "Đang nhập"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Bị trả lại"
    VERIFIED = "verified", "Đã thẩm định"
    LOCKED = "locked", "Đã khóa"


class Stage(TextChoices):
    SELF = "self", "Tự chấm"
    DEPARTMENT = "department", "Cơ quan chuyên môn chấm"
    CROSS = "cross", "Chấm chéo"
    LEADER = "leader", "Khối thẩm định"
    AGREED = "agreed", "Khối thống nhất"
    COUNCIL = "council", "Hội đồng duyệt"


class RankingState(TextChoices):
    PROVISIONAL = "provisional", "Tạm tính"
    FINAL = "final", "Chính thức"


# Which of the shared badges (colour, icon) stands for a state.
BADGES = {
    SheetState.DRAFT: "draft",
    SheetState.SUBMITTED: "sent",
    SheetState.RETURNED: "back",
    SheetState.VERIFIED: "ok",
    SheetState.LOCKED: "lock",
    SetState.DRAFT: "draft",
    SetState.IN_FORCE: "ok",
    SetState.SUPERSEDED: "lock",
}

EDITABLE = frozenset({SheetState.DRAFT, SheetState.RETURNED})
SENT = frozenset({SheetState.SUBMITTED, SheetState.VERIFIED, SheetState.LOCKED})
VERIFIED_STATES = frozenset({SheetState.VERIFIED, SheetState.LOCKED})


SUBMIT = Move(
    "submit",
    EDITABLE,
    SheetState.SUBMITTED,
    "sheet_submit",
    "Gửi phiếu tự chấm",
    "Sau khi gửi, đơn vị không sửa được nữa, trừ các tiêu chí bị trả lại.",
)
RECALL = Move(
    "recall",
    frozenset({SheetState.SUBMITTED}),
    SheetState.DRAFT,
    "sheet_submit",
    "Rút lại phiếu",
    "Phiếu trở về trạng thái đang nhập; phải gửi lại trước thời hạn.",
)
SEND_BACK = Move(
    "send_back",
    frozenset({SheetState.SUBMITTED}),
    SheetState.RETURNED,
    "sheet_verify",
    "Trả lại các tiêu chí đã chọn",
    "Đơn vị chỉ sửa được các tiêu chí bị trả lại; các tiêu chí khác giữ nguyên.",
)
VERIFY = Move(
    "verify",
    frozenset({SheetState.SUBMITTED}),
    SheetState.VERIFIED,
    "sheet_verify",
    "Kết thúc thẩm định",
    "Điểm thẩm định không sửa được nữa.",
)
LOCK = Move("lock", frozenset({SheetState.VERIFIED}), SheetState.LOCKED, "ranking_compute", "Khóa phiếu")
MOVES = {move.name: move for move in (SUBMIT, RECALL, SEND_BACK, VERIFY, LOCK)}
