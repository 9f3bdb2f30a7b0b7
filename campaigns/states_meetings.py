"""A meeting from plan to end, what units answer to an invitation, and the allowed moves, as data."""

from django.db.models import TextChoices

from accounts.states import Move


class MeetingKind(TextChoices):
    """One meeting is often several of these at once."""

    PLEDGE = "pledge", "Ký giao ước thi đua"
    MIDYEAR = "midyear", "Sơ kết"
    YEAR = "year", "Tổng kết"
    AGREE = "agree", "Họp thống nhất điểm, bình xét"
    OTHER = "other", "Nội dung khác"


class MeetingState(TextChoices):
    PLANNED = "planned", "Đang chuẩn bị"
    INVITED = "invited", "Đã mời"
    OPEN = "open", "Đang họp"
    CLOSED = "closed", "Đã kết thúc"
    CALLED_OFF = "called_off", "Không tổ chức"


class Answer(TextChoices):
    NONE = "", "Chưa trả lời"
    COMING = "coming", "Đến dự"
    DELEGATE = "delegate", "Cử người thay"
    ABSENT = "absent", "Vắng mặt"


class Seat(TextChoices):
    MEMBER = "member", "Đơn vị thành viên"
    BOARD = "board", "Cơ quan thi đua, khen thưởng"
    GUEST = "guest", "Khách mời"


class AgendaKind(TextChoices):
    PLAIN = "plain", "Trình bày, thảo luận"
    SCORES = "scores", "Thống nhất các tiêu chí còn ý kiến khác nhau"


BADGES = {
    MeetingState.PLANNED: "draft",
    MeetingState.INVITED: "sent",
    MeetingState.OPEN: "sent",
    MeetingState.CLOSED: "ok",
    MeetingState.CALLED_OFF: "lock",
}
AHEAD = frozenset({MeetingState.PLANNED, MeetingState.INVITED})
RUNNING = AHEAD | {MeetingState.OPEN}

INVITE = Move(
    "invite",
    AHEAD,
    MeetingState.INVITED,
    "campaign_manage",
    "Gửi lời mời",
    "Các đơn vị thành viên, cơ quan thi đua, khen thưởng nhận thông báo và trả lời ngay trong ứng dụng.",
)
OPEN = Move(
    "open",
    AHEAD,
    MeetingState.OPEN,
    "campaign_manage",
    "Khai mạc",
    "Ghi giờ bắt đầu; từ lúc này điểm danh và ghi kết luận được.",
)
CLOSE = Move(
    "close",
    frozenset({MeetingState.OPEN}),
    MeetingState.CLOSED,
    "campaign_manage",
    "Kết thúc cuộc họp",
    "Ghi giờ kết thúc; các mốc gắn với cuộc họp được ghi là đã thực hiện.",
)
REOPEN = Move(
    "reopen",
    frozenset({MeetingState.CLOSED}),
    MeetingState.OPEN,
    "campaign_manage",
    "Mở lại",
    "Cuộc họp trở về «Đang họp»; các mốc do cuộc họp này ghi là đã thực hiện được bỏ dấu.",
)
CALL_OFF = Move(
    "call_off",
    AHEAD,
    MeetingState.CALLED_OFF,
    "campaign_manage",
    "Hủy cuộc họp",
    "Những nơi đã mời được báo kèm lý do. Không khôi phục được; muốn họp lại thì lập cuộc họp mới.",
)
MOVES = {move.name: move for move in (INVITE, OPEN, CLOSE, REOPEN, CALL_OFF)}
