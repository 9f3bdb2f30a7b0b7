"""Names of states, kinds and stages, and the allowed moves of a score sheet, as data."""

from django.db.models import IntegerChoices, TextChoices

from accounts.states import Move


class CriterionKind(TextChoices):
    GROUP = "group", "Nhóm tiêu chí"
    DIRECT = "direct", "Chấm trực tiếp"
    ACHIEVED = "achieved", "Đạt / không đạt"
    RATIO = "ratio", "Tỷ lệ thực hiện so với chỉ tiêu"
    BANDS = "bands", "Theo bậc giá trị"
    LATE_TIERS = "late_tiers", "Theo số ngày trễ hạn"
    COUNT = "count", "Số lượng × điểm"
    DEDUCT = "deduct", "Trừ từ điểm chuẩn"
    BONUS = "bonus", "Điểm thưởng"
    PENALTY = "penalty", "Điểm trừ"
    RELATIVE = "relative", "So với đơn vị dẫn đầu khối"


class NotAssignedPolicy(TextChoices):
    KEEP_ZERO = "keep_zero", "Giữ nguyên điểm chuẩn, tính 0 điểm"
    GIVE_FULL = "give_full", "Tính đủ điểm chuẩn"
    EXCLUDE_AND_SHOW = "exclude_and_show", "Trừ khỏi điểm chuẩn được giao, không quy đổi"
    EXCLUDE_AND_RESCALE = "exclude_and_rescale", "Trừ khỏi điểm chuẩn được giao và quy đổi về tổng điểm"


class EventKind(TextChoices):
    BONUS = "bonus", "Thưởng"
    PENALTY = "penalty", "Trừ điểm"
    DISCIPLINE = "discipline", "Kỷ luật, vi phạm"


class Half(IntegerChoices):
    """Which part of the year a sheet is about."""

    YEAR = 0, "Cả năm"
    FIRST = 1, "6 tháng đầu năm"
    SECOND = 2, "6 tháng cuối năm"


class SetState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    IN_FORCE = "in_force", "Đang áp dụng"
    SUPERSEDED = "superseded", "Đã thay thế"


class SourceStatus(TextChoices):
    VERIFIED = "verified", "Đã đối chiếu văn bản gốc"
    UNCONFIRMED = "unconfirmed", "Chưa đối chiếu văn bản gốc"


class RankingBasis(TextChoices):
    PERCENT = "percent", "Tỷ lệ % trên điểm chuẩn được giao"
    POINTS = "points", "Tổng điểm"


class SheetState(TextChoices):
    DRAFT = "draft", "Đang nhập"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Bị trả lại"
    VERIFIED = "verified", "Đã thẩm định"
    LOCKED = "locked", "Đã khóa"


class Stage(TextChoices):
    SELF = "self", "Tự chấm"
    DEPARTMENT = "department", "Cơ quan chuyên môn chấm"
    CROSS = "cross", "Chấm chéo"
    LEADER = "leader", "Khối thẩm định"
    AGREED = "agreed", "Khối thống nhất"
    COUNCIL = "council", "Hội đồng duyệt"


class Holder(TextChoices):
    """Who speaks at a stage."""

    UNIT = "unit", "Đơn vị được chấm"
    ASSIGNED = "assigned", "Đơn vị được phân công theo nhóm tiêu chí"
    PEERS = "peers", "Đơn vị chấm chéo"
    OFFICERS = "officers", "Trưởng khối (phiếu của Trưởng khối: Phó khối)"
    BOARD = "board", "Cơ quan thi đua, khen thưởng"


# Who may hold each stage; the order of the stages is the order of the chain.
STAGE_HOLDERS: dict[Stage, tuple[Holder, ...]] = {
    Stage.SELF: (Holder.UNIT,),
    Stage.DEPARTMENT: (Holder.ASSIGNED,),
    Stage.CROSS: (Holder.PEERS,),
    Stage.LEADER: (Holder.OFFICERS, Holder.BOARD),
    Stage.AGREED: (Holder.OFFICERS, Holder.BOARD),
    Stage.COUNCIL: (Holder.BOARD,),
}
# Without these two there is nothing to score and nobody to close a sheet.
NEEDED_STAGES = (Stage.SELF, Stage.LEADER)
# What is done over a verified sheet.
SETTLING_STAGES = (Stage.AGREED, Stage.COUNCIL)
# Entries of these stages are shown beside the score but do not become it: several peers may differ.
ADVISORY_STAGES = frozenset({Stage.CROSS})


def default_stages() -> dict[str, str]:
    return {Stage.SELF.value: Holder.UNIT.value, Stage.LEADER.value: Holder.OFFICERS.value}


class VersionKind(TextChoices):
    SENT = "sent", "Khi gửi"
    PUBLISHED = "published", "Khi công bố"


class CorrectionState(TextChoices):
    PROPOSED = "proposed", "Chờ người thứ hai duyệt"
    APPROVED = "approved", "Đã duyệt"
    REFUSED = "refused", "Không duyệt"


class RequestKind(TextChoices):
    """What a unit asks about a line whose target and applicability are not its own to change."""

    NEW_TARGET = "new_target", "Xin điều chỉnh chỉ tiêu"
    NOT_ASSIGNED = "not_assigned", "Xin xác nhận không được giao"
    ASSIGNED = "assigned", "Xin xác nhận được giao"


class RequestState(TextChoices):
    OPEN = "open", "Chờ quyết định"
    GRANTED = "granted", "Đồng ý"
    REFUSED = "refused", "Không đồng ý"


class Scan(TextChoices):
    """What the virus scanner said of a file; OFF: none was set up when it came."""

    OFF = "off", "Không quét"
    PENDING = "pending", "Đang chờ quét"
    CLEAN = "clean", "Không có mã độc"
    INFECTED = "infected", "Có mã độc"


class Stance(TextChoices):
    """What a unit says to a changed score."""

    AGREE = "agree", "Đồng ý"
    EXPLAIN = "explain", "Giải trình"


class Outcome(TextChoices):
    """What the verifier answers to an explanation."""

    ACCEPTED = "accepted", "Chấp nhận"
    PARTLY = "partly", "Chấp nhận một phần"
    REFUSED = "refused", "Không chấp nhận"


class DrawMethod(TextChoices):
    """How the units that score each other are drawn."""

    PAIRS = "pairs", "Bắt cặp: hai đơn vị chấm cho nhau"
    RING = "ring", "Vòng tròn: mỗi đơn vị chấm đơn vị kế tiếp"
    CYCLE = "cycle", "Quay vòng: mỗi đơn vị chấm nhiều đơn vị kế tiếp"


class DutyState(TextChoices):
    """Where one unit is with scoring another one's sheet."""

    OPEN = "open", "Chưa xong"
    FINISHED = "finished", "Đã xong"
    ABSTAINED = "abstained", "Đơn vị chấm xin không chấm"
    RECUSED = "recused", "Khối cho thôi chấm"


class CrossAct(TextChoices):
    """What a scorer says to one line; nothing yet: undecided."""

    ACCEPT = "accept", "Đồng ý điểm tự chấm"
    CHANGE = "change", "Cho điểm khác"
    ABSTAIN = "abstain", "Không đánh giá"


class ConflictKind(TextChoices):
    """Abstain: said by the one concerned. Recuse: decided by the organiser."""

    ABSTAIN = "abstain", "Xin không chấm"
    RECUSE = "recuse", "Cho thôi chấm, thẩm định"


class MeetingWhy(TextChoices):
    """Why a line is talked about at the meeting."""

    CROSS_SELF = "cross_self", "Điểm chấm chéo khác điểm tự chấm"
    CROSS_SPREAD = "cross_spread", "Các đơn vị chấm chéo khác nhau"
    CROSS_LEADER = "cross_leader", "Điểm thẩm định khác điểm chấm chéo"
    EXPLANATION = "explanation", "Đơn vị giải trình"
    BY_HAND = "by_hand", "Đưa ra họp theo đề nghị"


class RankingState(TextChoices):
    PROVISIONAL = "provisional", "Tạm tính"
    FINAL = "final", "Chính thức"


# Which of the shared badges (colour, icon) stands for a state.
BADGES = {
    SheetState.DRAFT: "draft",
    SheetState.SUBMITTED: "sent",
    SheetState.RETURNED: "back",
    SheetState.VERIFIED: "ok",
    SheetState.LOCKED: "lock",
    SetState.DRAFT: "draft",
    SetState.IN_FORCE: "ok",
    SetState.SUPERSEDED: "lock",
    CorrectionState.PROPOSED: "sent",
    CorrectionState.APPROVED: "ok",
    CorrectionState.REFUSED: "back",
    RequestState.OPEN: "sent",
    RequestState.GRANTED: "ok",
    RequestState.REFUSED: "back",
}

EDITABLE = frozenset({SheetState.DRAFT, SheetState.RETURNED})
# While a sheet is not verified, an approved target still moves it.
OPEN_TO_TARGETS = EDITABLE | {SheetState.SUBMITTED}
SENT = frozenset({SheetState.SUBMITTED, SheetState.VERIFIED, SheetState.LOCKED})
VERIFIED_STATES = frozenset({SheetState.VERIFIED, SheetState.LOCKED})
# While a unit corrects the lines it got back, departments go on with the lines that stay locked.
# Until the sheet is verified, a unit may ask for another target.
OPEN_TO_TARGETS = EDITABLE | {SheetState.SUBMITTED}
CHECKED_STATES = frozenset({SheetState.SUBMITTED, SheetState.RETURNED})


SUBMIT = Move(
    "submit",
    EDITABLE,
    SheetState.SUBMITTED,
    "sheet_submit",
    "Gửi phiếu tự chấm",
    "Sau khi gửi, đơn vị không sửa được nữa, trừ các tiêu chí bị trả lại.",
)
RECALL = Move(
    "recall",
    frozenset({SheetState.SUBMITTED}),
    SheetState.DRAFT,
    "sheet_submit",
    "Rút lại phiếu",
    "Phiếu trở về trạng thái đang nhập; phải gửi lại trước thời hạn.",
)
SEND_BACK = Move(
    "send_back",
    frozenset({SheetState.SUBMITTED}),
    SheetState.RETURNED,
    "sheet_verify",
    "Trả lại các tiêu chí đã chọn",
    "Đơn vị chỉ sửa được các tiêu chí bị trả lại; các tiêu chí khác giữ nguyên.",
)
VERIFY = Move(
    "verify",
    frozenset({SheetState.SUBMITTED}),
    SheetState.VERIFIED,
    "sheet_verify",
    "Kết thúc thẩm định",
    "Điểm thẩm định không sửa được nữa.",
)
LOCK = Move("lock", frozenset({SheetState.VERIFIED}), SheetState.LOCKED, "ranking_compute", "Khóa phiếu")
MOVES = {move.name: move for move in (SUBMIT, RECALL, SEND_BACK, VERIFY, LOCK)}
