"""Two persons behind every decision: states and moves of a draft, and what later decisions do to an award, as data."""

from django.db.models import TextChoices

from accounts.states import Move


class DraftKind(TextChoices):
    """What is to be published."""

    AWARD = "award", "Khen thưởng theo đề nghị"
    RECORD = "record", "Ghi quyết định đã ký ở nơi khác"
    CORRECT = "correct", "Đính chính"
    CANCEL = "cancel", "Hủy bỏ khen thưởng"
    STRIP = "strip", "Tước danh hiệu, hình thức khen thưởng"
    RESTORE = "restore", "Phục hồi khen thưởng"


# Kinds that make a decision with its records; the others are acts upon records that exist.
MAKES_RECORDS = frozenset({DraftKind.AWARD, DraftKind.RECORD})
ACT_KINDS = tuple(kind for kind in DraftKind if kind not in MAKES_RECORDS)


class DraftState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    PROPOSED = "proposed", "Chờ người thứ hai duyệt"
    PUBLISHED = "published", "Đã công bố"
    DROPPED = "dropped", "Đã bỏ"


OPEN = frozenset({DraftState.DRAFT, DraftState.PROPOSED})
DRAFT_LOOK = {
    DraftState.DRAFT: "draft",
    DraftState.PROPOSED: "sent",
    DraftState.PUBLISHED: "ok",
    DraftState.DROPPED: "lock",
}

_BY = "award_decide"
PROPOSE = Move(
    "propose",
    frozenset({DraftState.DRAFT}),
    DraftState.PROPOSED,
    _BY,
    "Đề nghị công bố",
    "Một người khác của cơ quan thi đua, khen thưởng phải duyệt thì quyết định mới được công bố.",
)
SEND_BACK = Move(
    "send_back",
    frozenset({DraftState.PROPOSED}),
    DraftState.DRAFT,
    _BY,
    "Trả lại để sửa",
    "Dự thảo trở về tình trạng đang soạn; người đề nghị công bố được báo lý do.",
)
PUBLISH = Move(
    "publish",
    frozenset({DraftState.PROPOSED}),
    DraftState.PUBLISHED,
    _BY,
    "Duyệt và công bố",
    "Quyết định và kết quả vào lịch sử khen thưởng, không ai sửa hay xóa được nữa; các đơn vị được báo. "
    "Sai sót chỉ xử lý bằng quyết định đính chính, hủy bỏ.",
)
DROP = Move(
    "drop",
    frozenset({DraftState.DRAFT}),
    DraftState.DROPPED,
    _BY,
    "Bỏ dự thảo",
    "Dự thảo không dùng nữa; các đề nghị trong đó trở lại danh sách chờ quyết định.",
)
DRAFT_MOVES = {move.name: move for move in (PROPOSE, SEND_BACK, PUBLISH, DROP)}


class Validity(TextChoices):
    """What an award was on a day."""

    NOT_YET = "not_yet", "Chưa có hiệu lực"
    IN_FORCE = "in_force", "Còn hiệu lực"
    CANCELLED = "cancelled", "Đã hủy bỏ"
    STRIPPED = "stripped", "Đã bị tước"


# What an act makes of the award from its effective day on; a correction leaves it as it is.
ACT_MAKES = {
    DraftKind.CANCEL: Validity.CANCELLED,
    DraftKind.STRIP: Validity.STRIPPED,
    DraftKind.RESTORE: Validity.IN_FORCE,
}
# From which state each act starts.
ACT_NEEDS = {
    DraftKind.CORRECT: frozenset({Validity.NOT_YET, Validity.IN_FORCE}),
    DraftKind.CANCEL: frozenset({Validity.NOT_YET, Validity.IN_FORCE}),
    DraftKind.STRIP: frozenset({Validity.NOT_YET, Validity.IN_FORCE}),
    DraftKind.RESTORE: frozenset({Validity.CANCELLED, Validity.STRIPPED}),
}
VALIDITY_LOOK = {
    Validity.NOT_YET: "sent",
    Validity.IN_FORCE: "ok",
    Validity.CANCELLED: "late",
    Validity.STRIPPED: "late",
}
# What a correction may put right in a record, with its name on the screen.
CORRECTABLE = {
    "subject": "Tên tập thể, họ tên cá nhân",
    "position": "Chức vụ, nơi công tác",
    "unit_name": "Tên đơn vị",
}


class Align(TextChoices):
    LEFT = "left", "Trái"
    CENTER = "center", "Giữa"
    RIGHT = "right", "Phải"


class Direction(TextChoices):
    INCOME = "income", "Thu vào quỹ"
    SPENDING = "spending", "Chi từ quỹ"
