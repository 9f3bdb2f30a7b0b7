"""A session of the council: its moves, and what is concluded about a file, as data."""

from django.db.models import TextChoices

from accounts.states import Move

from .states import COUNCIL_AGREE, COUNCIL_LATER, COUNCIL_REFUSE, SessionState


class Presence(TextChoices):
    PRESENT = "present", "Có mặt"
    ABSENT = "absent", "Vắng mặt"
    WRITTEN = "written", "Vắng mặt, có ý kiến bằng văn bản"


class AgendaOutcome(TextChoices):
    PROPOSE = "propose", "Nhất trí đề nghị khen thưởng"
    DECLINE = "decline", "Không đề nghị khen thưởng"
    LATER = "later", "Chưa xét, yêu cầu bổ sung hồ sơ"


# What a conclusion does to the file.
MOVED_BY = {
    AgendaOutcome.PROPOSE: COUNCIL_AGREE,
    AgendaOutcome.DECLINE: COUNCIL_REFUSE,
    AgendaOutcome.LATER: COUNCIL_LATER,
}

OPEN = Move(
    "open",
    frozenset({SessionState.PLANNED}),
    SessionState.OPEN,
    "award_rules",
    "Khai mạc phiên họp",
    "Danh sách hồ sơ không thay đổi được nữa; từ lúc này ghi được thành viên có mặt và kết luận từng hồ sơ.",
)
CLOSE = Move(
    "close",
    frozenset({SessionState.OPEN}),
    SessionState.CLOSED,
    "award_rules",
    "Kết thúc phiên họp",
    "Thành viên có mặt và kết luận của phiên họp không sửa được nữa; biên bản lập theo đúng số liệu này.",
)
CANCEL = Move(
    "cancel",
    frozenset({SessionState.PLANNED}),
    SessionState.CANCELLED,
    "award_rules",
    "Không tổ chức",
    "Phiên họp được ghi là không tổ chức; các hồ sơ đưa được vào phiên họp khác. Thành viên đã mời được báo.",
)
MOVES = {move.name: move for move in (OPEN, CLOSE, CANCEL)}
LIVE_SESSIONS = frozenset({SessionState.PLANNED, SessionState.OPEN})
BADGES = {
    SessionState.PLANNED: "draft",
    SessionState.OPEN: "sent",
    SessionState.CLOSED: "ok",
    SessionState.CANCELLED: "lock",
}
