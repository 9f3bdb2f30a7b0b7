"""States of a unit's report and of a plan, and the allowed moves, as data."""

from django.db.models import TextChoices

from accounts.states import Move


class SubmissionState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Bị trả lại"
    ACCEPTED = "accepted", "Đã nhận"


class PlanState(TextChoices):
    DRAFT = "draft", "Dự thảo"
    ISSUED = "issued", "Đã ban hành"


EDITABLE = frozenset({SubmissionState.DRAFT, SubmissionState.RETURNED})
SENT = frozenset({SubmissionState.SUBMITTED, SubmissionState.ACCEPTED})

SUBMIT = Move(
    "submit",
    EDITABLE,
    SubmissionState.SUBMITTED,
    "submission_send",
    "Gửi báo cáo",
    "Sau khi gửi, đơn vị không sửa được nữa, trừ khi báo cáo bị trả lại. Hệ thống cấp biên nhận ghi thời điểm gửi.",
)
ACCEPT = Move(
    "accept",
    frozenset({SubmissionState.SUBMITTED}),
    SubmissionState.ACCEPTED,
    "submission_receive",
    "Xác nhận đã nhận",
    "Báo cáo được ghi là đã nhận; đơn vị không sửa được nữa.",
)
SEND_BACK = Move(
    "return",
    SENT,
    SubmissionState.RETURNED,
    "submission_receive",
    "Trả lại để bổ sung",
    "Đơn vị được sửa và phải gửi lại. Lý do trả lại được gửi cho đơn vị.",
)
ISSUE = Move(
    "issue",
    frozenset({PlanState.DRAFT}),
    PlanState.ISSUED,
    "campaign_manage",
    "Ghi nhận đã ban hành",
    "Nội dung văn bản được khóa; các đơn vị được báo. Có thể mở lại để sửa.",
)
REOPEN = Move(
    "reopen",
    frozenset({PlanState.ISSUED}),
    PlanState.DRAFT,
    "campaign_manage",
    "Mở lại để sửa",
    "Văn bản trở về trạng thái dự thảo.",
)
MOVES = {move.name: move for move in (SUBMIT, ACCEPT, SEND_BACK, ISSUE, REOPEN)}
