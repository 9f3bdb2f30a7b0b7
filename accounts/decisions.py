"""Allowed or not, and why: the one answer every permission question gets."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import models


class Reason(models.TextChoices):
    """Reasons shared by every room; a room adds its own as another TextChoices with sentences for labels."""

    OUT_OF_REACH = "out_of_reach", "Không tìm thấy nội dung này."
    NOT_YOUR_ROLE = "not_your_role", "Vai trò hiện tại của bạn không được làm việc này."
    OWN_UNIT = "own_unit", "Không được thẩm định, chấm hoặc quyết định đối với chính đơn vị mình."
    WRONG_STATE = "wrong_state", "Việc này không thực hiện được ở trạng thái hiện tại."
    WINDOW_CLOSED = "window_closed", "Đã hết thời hạn thực hiện việc này."
    NOT_OPEN_YET = "not_open_yet", "Chưa đến thời gian thực hiện việc này."
    STALE = "stale", "Nội dung vừa được người khác thay đổi. Hãy xem lại rồi thực hiện tiếp."
    REASON_MISSING = "reason_missing", "Hãy ghi rõ lý do."


@dataclass(frozen=True)
class Decision:
    """True when there is no reason against it. Join several with ``and``: what was refused first is what is told.

    ``reason`` is a member of a TextChoices whose label is a Vietnamese sentence; ``detail`` adds what it concerns.
    """

    reason: models.TextChoices | None = None
    detail: str = ""

    def __bool__(self) -> bool:
        return self.reason is None

    def __str__(self) -> str:
        return " ".join(part for part in (self.reason.label if self.reason else "", self.detail) if part)

    @property
    def out_of_reach(self) -> bool:
        return self.reason is Reason.OUT_OF_REACH

    def enforce(self) -> None:
        """Raise Refused unless allowed."""
        if self.reason is not None:
            raise Refused(self.reason, self.detail)


ALLOWED = Decision()


def only_if(condition: object, reason: models.TextChoices, detail: str = "") -> Decision:
    """ALLOWED when the condition holds, otherwise a refusal with the reason."""
    return ALLOWED if condition else Decision(reason, detail)


class Refused(PermissionDenied):
    """A refusal; ``str()`` is the Vietnamese sentence. OUT_OF_REACH is answered as 404, the rest as 403 (409 when STALE)."""

    def __init__(self, reason: models.TextChoices, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(str(Decision(reason, detail)))
