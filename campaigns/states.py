"""States of a unit's report and of a plan, and the allowed moves, as data."""

from django.db.models import TextChoices

from accounts.states import Move


class SubmissionState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Bị trả lại"
    ACCEPTED = "accepted", "Đã nhận"


class PlanState(TextChoices):
    """What may be done to the text; the life of the paper itself is ``reports.states.DocumentState``."""

    DRAFT = "draft", "Dự thảo"
    FIXED = "fixed", "Đã chốt nội dung"
    ISSUED = "issued", "Đã ban hành"


class RegistrationState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    SENT = "sent", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt"
    RETURNED = "returned", "Bị trả lại"


class RegistrationStep(TextChoices):
    """What is done with a registration; the values are the names of the moves."""

    SEND = "send", "Gửi"
    RECALL = "recall", "Rút lại"
    APPROVE = "approve", "Duyệt"
    RETURN = "return", "Trả lại"
    AMEND = "amend", "Lập bản điều chỉnh"
    WITHDRAW = "withdraw", "Bỏ bản điều chỉnh"


class RegistrationPart(TextChoices):
    """Parts of a registration that are given back as a whole; targets are given back row by row."""

    MOVEMENTS = "movements", "Phong trào thi đua"
    AIMS = "aims", "Danh hiệu, hình thức khen thưởng"


class Direction(TextChoices):
    UP = "up", "Càng cao càng tốt"
    DOWN = "down", "Càng thấp càng tốt"


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
FIX = Move(
    "fix",
    frozenset({PlanState.DRAFT}),
    PlanState.FIXED,
    "campaign_manage",
    "Chốt nội dung",
    "Nội dung kế hoạch được khóa trong khi văn bản được trình ký.",
)
ISSUE = Move(
    "issue",
    frozenset({PlanState.DRAFT, PlanState.FIXED}),
    PlanState.ISSUED,
    "campaign_manage",
    "Ghi nhận đã ban hành",
    "Nội dung văn bản được khóa; các đơn vị được báo. Có thể mở lại để sửa.",
)
REOPEN = Move(
    "reopen",
    frozenset({PlanState.FIXED, PlanState.ISSUED}),
    PlanState.DRAFT,
    "campaign_manage",
    "Mở lại để sửa",
    "Văn bản trở về trạng thái dự thảo.",
)
REGISTRATION_EDITABLE = frozenset({RegistrationState.DRAFT, RegistrationState.RETURNED})
# Which of the shared badges (colour, icon) stands for a state.
REGISTRATION_BADGES = {
    RegistrationState.DRAFT: "draft",
    RegistrationState.SENT: "sent",
    RegistrationState.APPROVED: "ok",
    RegistrationState.RETURNED: "back",
}
SEND_TARGETS = Move(
    "send",
    REGISTRATION_EDITABLE,
    RegistrationState.SENT,
    "registration_send",
    "Gửi đăng ký",
    "Sau khi gửi, đơn vị không sửa được nữa, trừ khi rút lại trước lúc được duyệt hoặc bị trả lại.",
)
RECALL_TARGETS = Move(
    "recall",
    frozenset({RegistrationState.SENT}),
    RegistrationState.DRAFT,
    "registration_send",
    "Rút lại để sửa",
    "Đăng ký trở về đang soạn; phải gửi lại để được duyệt.",
)
APPROVE_TARGETS = Move(
    "approve",
    frozenset({RegistrationState.SENT}),
    RegistrationState.APPROVED,
    "registration_approve",
    "Duyệt toàn bộ",
    "Các chỉ tiêu được ghi vào phiếu tự chấm của đơn vị. Sau đó đơn vị không tự sửa được, chỉ xin điều chỉnh.",
)
RETURN_TARGETS = Move(
    "return",
    frozenset({RegistrationState.SENT}),
    RegistrationState.RETURNED,
    "registration_approve",
    "Trả lại các dòng đã chọn",
    "Đơn vị chỉ sửa được các dòng bị trả lại rồi gửi lại; các dòng khác giữ nguyên.",
)
AMEND_TARGETS = Move(
    "amend",
    frozenset({RegistrationState.APPROVED}),
    RegistrationState.DRAFT,
    "registration_edit",
    "Lập bản điều chỉnh",
    "Các chỉ tiêu đã duyệt vẫn dùng để chấm điểm cho đến khi bản điều chỉnh được duyệt.",
)
WITHDRAW_TARGETS = Move(
    "withdraw",
    REGISTRATION_EDITABLE,
    RegistrationState.APPROVED,
    "registration_edit",
    "Bỏ bản điều chỉnh",
    "Những gì đang soạn được bỏ; chỉ tiêu, phong trào, danh hiệu đã duyệt tiếp tục có hiệu lực như cũ.",
)
MOVES = {move.name: move for move in (SUBMIT, ACCEPT, SEND_BACK, FIX, ISSUE, REOPEN)}
