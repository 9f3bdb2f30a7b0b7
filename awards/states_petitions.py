"""States of a petition, and who may move it, as data."""

from django.db.models import TextChoices

from accounts.states import Move


class PetitionAbout(TextChoices):
    LINE = "line", "Điểm của một tiêu chí"
    RANKING = "ranking", "Kết quả xếp hạng, xếp loại của đơn vị"
    NOMINATION = "nomination", "Kết quả đề nghị khen thưởng của đơn vị"
    AWARD = "award", "Khen thưởng của đơn vị khác"


class PetitionState(TextChoices):
    SENT = "sent", "Đã gửi"
    ACCEPTED = "accepted", "Đang xem xét"
    ANSWERED = "answered", "Đã trả lời"
    WITHDRAWN = "withdrawn", "Đã rút"


class PetitionOutcome(TextChoices):
    KEPT = "kept", "Giữ nguyên"
    CHANGED = "changed", "Sẽ điều chỉnh"


# About a score: answered by who verifies sheets; about an award: by who decides awards.
OF_SCORES = frozenset({PetitionAbout.LINE, PetitionAbout.RANKING})
WAITING = frozenset({PetitionState.SENT, PetitionState.ACCEPTED})
LOOK = {
    PetitionState.SENT: "sent",
    PetitionState.ACCEPTED: "sent",
    PetitionState.ANSWERED: "ok",
    PetitionState.WITHDRAWN: "lock",
}

ACCEPT = Move(
    "accept",
    frozenset({PetitionState.SENT}),
    PetitionState.ACCEPTED,
    "",
    "Nhận xem xét",
    "Đơn vị được báo là kiến nghị đang được xem xét.",
)
ANSWER = Move(
    "answer",
    WAITING,
    PetitionState.ANSWERED,
    "",
    "Trả lời",
    "Câu trả lời kèm lý do được gửi cho đơn vị và không sửa được nữa.",
)
WITHDRAW = Move(
    "withdraw",
    WAITING,
    PetitionState.WITHDRAWN,
    "petition_send",
    "Rút kiến nghị",
    "Kiến nghị kết thúc, không được trả lời.",
)
