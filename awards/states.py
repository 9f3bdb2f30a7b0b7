"""States and moves of a nomination, as data."""

from django.db.models import TextChoices

from accounts.states import Move


class AwardKind(TextChoices):
    """Never mixed up on the screen: a title is won, a form of reward is given."""

    TITLE = "title", "Danh hiệu thi đua"
    FORM = "form", "Hình thức khen thưởng"


class SubjectKind(TextChoices):
    COLLECTIVE = "collective", "Tập thể"
    PERSON = "person", "Cá nhân"


class SourceStatus(TextChoices):
    VERIFIED = "verified", "Đã đối chiếu văn bản gốc"
    UNCONFIRMED = "unconfirmed", "Cần xác nhận"


class NominationState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ quyết định"
    RETURNED = "returned", "Bị trả lại"
    APPROVED = "approved", "Đã khen thưởng"
    REFUSED = "refused", "Không khen thưởng"


EDITABLE = frozenset({NominationState.DRAFT, NominationState.RETURNED})
WAITING = frozenset({NominationState.SUBMITTED})
LIVE = frozenset(set(NominationState) - {NominationState.REFUSED})
# Which of the house's state marks a nomination wears on the screen.
LOOK = {
    NominationState.DRAFT: "draft",
    NominationState.SUBMITTED: "sent",
    NominationState.RETURNED: "back",
    NominationState.APPROVED: "ok",
    NominationState.REFUSED: "lock",
}

SUBMIT = Move(
    "submit",
    EDITABLE,
    NominationState.SUBMITTED,
    "nominate",
    "Gửi đề nghị",
    "Đề nghị được chuyển đến cơ quan thi đua, khen thưởng; khối không sửa được nữa trừ khi bị trả lại.",
)
RETURN = Move(
    "return",
    WAITING,
    NominationState.RETURNED,
    "award_decide",
    "Trả lại",
    "Khối được sửa và gửi lại đề nghị.",
)
REFUSE = Move(
    "refuse",
    WAITING,
    NominationState.REFUSED,
    "award_decide",
    "Không khen thưởng",
    "Kết thúc đề nghị; khối và đơn vị được thông báo lý do.",
)
APPROVE = Move(
    "approve",
    WAITING,
    NominationState.APPROVED,
    "award_decide",
    "Ghi quyết định khen thưởng",
    "Kết quả vào lịch sử khen thưởng và không sửa được nữa; sai sót chỉ được hủy bằng một quyết định khác.",
)
MOVES = {move.name: move for move in (SUBMIT, RETURN, REFUSE, APPROVE)}
