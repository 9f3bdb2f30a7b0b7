"""States of a ballot, who may move it, and the words a vote is made of, as data."""

from django.db.models import TextChoices

from accounts.states import Move


class BallotState(TextChoices):
    DRAFT = "draft", "Đang lập"
    OPEN = "open", "Đang bỏ phiếu"
    CLOSED = "closed", "Đã kiểm phiếu"
    PUBLISHED = "published", "Đã công bố"
    CANCELLED = "cancelled", "Đã hủy"


class Secrecy(TextChoices):
    SECRET = "secret", "Bỏ phiếu kín"
    OPEN = "open", "Biểu quyết công khai (ghi tên)"


class VoteBase(TextChoices):
    """What the percentage of agreement is of (``AwardRule.vote["base"]``)."""

    PRESENT = "present", "cử tri có mặt"
    TOTAL = "total_members", "tổng số thành viên"
    VALID = "valid", "số phiếu hợp lệ"


class Mark(TextChoices):
    AGREE = "agree", "Đồng ý"
    DISAGREE = "disagree", "Không đồng ý"
    BLANK = "blank", "Không có ý kiến"


class Channel(TextChoices):
    ONLINE = "online", "Trên hệ thống"
    PAPER = "paper", "Phiếu giấy"
    WRITTEN = "written", "Ý kiến bằng văn bản"


class RecusalWhy(TextChoices):
    OWN_UNIT = "own_unit", "Là đơn vị mình"
    CONFLICT = "conflict", "Có xung đột lợi ích"


COUNTED = frozenset({BallotState.CLOSED, BallotState.PUBLISHED})
LIVE_BALLOTS = frozenset({BallotState.DRAFT, BallotState.OPEN})
LOOK = {
    BallotState.DRAFT: "draft",
    BallotState.OPEN: "sent",
    BallotState.CLOSED: "ok",
    BallotState.PUBLISHED: "ok",
    BallotState.CANCELLED: "lock",
}

OPEN = Move(
    "open",
    frozenset({BallotState.DRAFT}),
    BallotState.OPEN,
    "ballot_manage",
    "Mở bỏ phiếu",
    "Cử tri được báo và bỏ phiếu được ngay. Từ lúc này không ai sửa được ứng viên, cử tri, tỷ lệ và giờ kết thúc.",
)
CLOSE = Move(
    "close",
    frozenset({BallotState.OPEN}),
    BallotState.CLOSED,
    "ballot_manage",
    "Kết thúc và kiểm phiếu",
    "Không nhận thêm phiếu nào; các phiếu được mở, xáo trộn và đếm; khóa mở phiếu bị hủy. Không mở lại được.",
)
PUBLISH = Move(
    "publish",
    frozenset({BallotState.CLOSED}),
    BallotState.PUBLISHED,
    "ballot_manage",
    "Công bố kết quả",
    "Cử tri và các đơn vị trong khối xem được kết quả kiểm phiếu.",
)
DROP = Move(
    "drop",
    frozenset({BallotState.DRAFT}),
    BallotState.CANCELLED,
    "ballot_manage",
    "Bỏ cuộc bỏ phiếu này",
    "Cuộc bỏ phiếu không được mở nữa; lý do được lưu lại.",
)
CANCEL = Move(
    "cancel",
    frozenset({BallotState.OPEN}),
    BallotState.CANCELLED,
    "award_rules",
    "Hủy cuộc bỏ phiếu",
    "Các phiếu đã bỏ bị hủy, không được đếm; cử tri được báo lý do.",
)
