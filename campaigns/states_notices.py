"""States of a bloc notice and the moves between them, as data."""

from django.db.models import TextChoices

from accounts.states import Move


class NoticeState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    RELEASED = "released", "Đã duyệt, chờ gửi"
    SENT = "sent", "Đã gửi"
    WITHDRAWN = "withdrawn", "Đã hủy"


NOTICE_BADGES = {
    NoticeState.DRAFT: "draft",
    NoticeState.RELEASED: "sent",
    NoticeState.SENT: "ok",
    NoticeState.WITHDRAWN: "lock",
}
RELEASE = Move(
    "release",
    frozenset({NoticeState.DRAFT}),
    NoticeState.RELEASED,
    "document_sign",
    "Duyệt gửi",
    "Thông báo sẽ được gửi vào thời điểm đã chọn; trước thời điểm đó vẫn giữ lại được.",
)
HOLD = Move(
    "hold",
    frozenset({NoticeState.RELEASED}),
    NoticeState.DRAFT,
    "campaign_manage",
    "Giữ lại để sửa",
    "Thông báo trở về đang soạn và chưa gửi cho ai.",
)
WITHDRAW = Move(
    "withdraw",
    frozenset({NoticeState.DRAFT, NoticeState.RELEASED}),
    NoticeState.WITHDRAWN,
    "campaign_manage",
    "Hủy thông báo",
    "Thông báo không được gửi nữa; bản đã soạn được giữ lại để xem.",
)
NOTICE_MOVES = {move.name: move for move in (RELEASE, HOLD, WITHDRAW)}
