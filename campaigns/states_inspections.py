"""States of an inspection, of the visit to one unit and of what is to be put right afterwards, as data."""

from django.db.models import TextChoices

from accounts.states import Move


class Organiser(TextChoices):
    COUNCIL = "council", "Hội đồng thi đua, khen thưởng"
    OFFICERS = "officers", "Trưởng khối và Phó khối"
    CROSS = "cross", "Kiểm tra chéo giữa các đơn vị"


class InspectionState(TextChoices):
    DRAFT = "draft", "Đang lập kế hoạch"
    UNDER_WAY = "under_way", "Đang kiểm tra"
    CLOSED = "closed", "Đã kết thúc"


class VisitState(TextChoices):
    OPEN = "open", "Chưa chốt biên bản"
    SIGNING = "signing", "Chờ ký biên bản"
    SIGNED = "signed", "Đã ký biên bản"


class FindingOutcome(TextChoices):
    MET = "met", "Đạt"
    NOT_MET = "not_met", "Chưa đạt"
    NOTED = "noted", "Chỉ nhận xét"


class TeamRole(TextChoices):
    HEAD = "head", "Trưởng đoàn"
    MEMBER = "member", "Thành viên"


class Side(TextChoices):
    TEAM = "team", "Đoàn kiểm tra"
    UNIT = "unit", "Đơn vị được kiểm tra"


class FollowUpState(TextChoices):
    OPEN = "open", "Chưa khắc phục"
    ANSWERED = "answered", "Chờ xác nhận"
    DONE = "done", "Đã khắc phục"
    DROPPED = "dropped", "Không yêu cầu nữa"


class StepKind(TextChoices):
    ANSWER = "answer", "Đơn vị báo kết quả"
    ACCEPT = "accept", "Xác nhận đã khắc phục"
    RETURN = "return", "Yêu cầu khắc phục tiếp"
    EXTEND = "extend", "Đổi hạn khắc phục"
    DROP = "drop", "Không yêu cầu khắc phục nữa"


INSPECTION_BADGES = {InspectionState.DRAFT: "draft", InspectionState.UNDER_WAY: "sent", InspectionState.CLOSED: "ok"}
VISIT_BADGES = {VisitState.OPEN: "draft", VisitState.SIGNING: "sent", VisitState.SIGNED: "ok"}
FOLLOW_UP_BADGES = {
    FollowUpState.OPEN: "back",
    FollowUpState.ANSWERED: "sent",
    FollowUpState.DONE: "ok",
    FollowUpState.DROPPED: "lock",
}
# What others than the team may read: a finding stays with the team until the minutes are frozen.
FROZEN = frozenset({VisitState.SIGNING, VisitState.SIGNED})

START_INSPECTION = Move(
    "start",
    frozenset({InspectionState.DRAFT}),
    InspectionState.UNDER_WAY,
    "campaign_manage",
    "Thông báo kế hoạch và bắt đầu",
    "Đoàn và các đơn vị được kiểm tra được báo; danh mục kiểm tra không sửa được nữa.",
)
CLOSE_INSPECTION = Move(
    "close",
    frozenset({InspectionState.UNDER_WAY}),
    InspectionState.CLOSED,
    "campaign_manage",
    "Kết thúc đợt kiểm tra",
    "Không ghi thêm kết quả kiểm tra; việc khắc phục vẫn được theo dõi.",
)
