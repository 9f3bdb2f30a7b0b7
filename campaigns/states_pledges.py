"""States of a bloc's pledge, and who may move it, as data."""

from django.db.models import TextChoices

from accounts.states import Move


class PledgeState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    SIGNING = "signing", "Đang ký"
    CLOSED = "closed", "Đã hoàn thành việc ký"


class SigningMethod(TextChoices):
    APP = "app", "Ký trong hệ thống"
    PAPER = "paper", "Ký trên giấy"


class TextKind(TextChoices):
    MAIN = "main", "Giao ước"
    ANNEX = "annex", "Phụ lục của đơn vị tham gia sau"


PLEDGE_BADGES = {PledgeState.DRAFT: "draft", PledgeState.SIGNING: "sent", PledgeState.CLOSED: "ok"}

OPEN_PLEDGE = Move(
    "open",
    frozenset({PledgeState.DRAFT}),
    PledgeState.SIGNING,
    "campaign_manage",
    "Chốt nội dung và mở ký",
    "Nội dung được khóa kèm mã kiểm tra SHA-256; mọi đơn vị trong khối đọc được và được mời ký.",
)
REOPEN_PLEDGE = Move(
    "reopen",
    frozenset({PledgeState.SIGNING, PledgeState.CLOSED}),
    PledgeState.DRAFT,
    "campaign_manage",
    "Mở lại để sửa",
    "Các chữ ký đã có được giữ trong lịch sử nhưng không tính cho nội dung mới; các đơn vị phải ký lại.",
)
CLOSE_PLEDGE = Move(
    "close",
    frozenset({PledgeState.SIGNING}),
    PledgeState.CLOSED,
    "campaign_manage",
    "Kết thúc việc ký",
    "Kết thúc khi còn đơn vị chưa ký; phải ghi rõ lý do. Khi đủ chữ ký, hệ thống tự kết thúc.",
)
