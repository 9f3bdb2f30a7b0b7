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
    SECONDARY = "secondary", "Theo nguồn thứ cấp, cần xác nhận"
    UNCONFIRMED = "unconfirmed", "Cần xác nhận"


class SubjectClass(TextChoices):
    """Who is rewarded, as the statistics count (Thông tư 02/2023/TT-BNV, biểu 0603)."""

    COLLECTIVE = "collective", "Tập thể"
    ENTERPRISE = "enterprise", "Doanh nghiệp"
    HOUSEHOLD = "household", "Hộ gia đình"
    PERSON = "person", "Cá nhân"


class Mode(TextChoices):
    """For what somebody is rewarded, as the statistics count."""

    REGULAR = "regular", "Công trạng và thành tích (thường xuyên)"
    THEMATIC = "thematic", "Theo chuyên đề, phong trào"
    AD_HOC = "ad_hoc", "Đột xuất"
    EXTERNAL = "external", "Đối ngoại"
    CONTRIBUTION = "service", "Quá trình cống hiến"
    TENURE = "tenure", "Niên hạn"
    RESISTANCE = "war", "Thành tích kháng chiến"


class CouncilSeat(TextChoices):
    CHAIR = "chair", "Chủ tịch hội đồng"
    VICE = "vice", "Phó Chủ tịch hội đồng"
    MEMBER = "member", "Ủy viên"
    SECRETARY = "secretary", "Thư ký"


class SessionState(TextChoices):
    PLANNED = "planned", "Sắp họp"
    OPEN = "open", "Đang họp"
    CLOSED = "closed", "Đã kết thúc"
    CANCELLED = "cancelled", "Không tổ chức"


class ImportState(TextChoices):
    """A file of old decisions: looked at, being written decision by decision, done."""

    DRAFT = "draft", "Xem trước, chưa ghi"
    RUNNING = "running", "Đang ghi"
    DONE = "done", "Đã ghi xong"


class NominationState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    AT_BLOC = "at_bloc", "Chờ khối xem xét"
    DROPPED = "dropped", "Khối không đề nghị"
    SUBMITTED = "submitted", "Chờ tiếp nhận"
    REVIEW = "review", "Đang thẩm định"
    COUNCIL = "council", "Chờ hội đồng"
    RETURNED = "returned", "Bị trả lại"
    AGREED = "agreed", "Đồng ý, chờ quyết định"
    PASSED_UP = "passed_up", "Đã trình cấp trên"
    APPROVED = "approved", "Đã khen thưởng"
    REFUSED = "refused", "Không khen thưởng"


_N = NominationState
EDITABLE = frozenset({_N.DRAFT, _N.RETURNED})
# On the board's desk: the processing clock of an authority runs here.
AT_BOARD = frozenset({_N.SUBMITTED, _N.REVIEW, _N.COUNCIL, _N.AGREED, _N.PASSED_UP})
# A decision takes only what the authority has agreed to, or has passed up to the level whose decision it is.
DECIDABLE = frozenset({_N.AGREED, _N.PASSED_UP})
# On the board's desk, and not agreed to yet.
UNAGREED = AT_BOARD - DECIDABLE
# Received: what a session of the council may be given to judge.
COUNCIL_READY = frozenset({_N.REVIEW, _N.COUNCIL, _N.AGREED})
# The authority's own time for processing runs.
CLOCKED = AT_BOARD - {_N.PASSED_UP}
# Nobody has ended it yet.
OPEN = EDITABLE | AT_BOARD | {_N.AT_BLOC}
# What the bloc has proposed and nobody has refused: an official list of proposals holds these.
PROPOSED = AT_BOARD | {_N.APPROVED}
LIVE = frozenset(set(_N) - {_N.REFUSED, _N.DROPPED})
# Which of the house's state marks a nomination wears on the screen.
LOOK = {
    _N.DRAFT: "draft",
    _N.AT_BLOC: "sent",
    _N.DROPPED: "lock",
    _N.SUBMITTED: "sent",
    _N.REVIEW: "sent",
    _N.COUNCIL: "sent",
    _N.RETURNED: "back",
    _N.AGREED: "ok",
    _N.PASSED_UP: "sent",
    _N.APPROVED: "ok",
    _N.REFUSED: "lock",
}

# The unit's desk.
SEND = Move(
    "send",
    EDITABLE,
    _N.AT_BLOC,
    "nomination_send",
    "Gửi hồ sơ",
    "Hồ sơ được chuyển đến Trưởng khối; đơn vị không sửa được nữa trừ khi bị trả lại.",
)
RESEND = Move(
    "resend",
    frozenset({_N.RETURNED}),
    _N.SUBMITTED,
    "nomination_send",
    "Gửi lại hồ sơ",
    "Hồ sơ trở lại cơ quan thi đua, khen thưởng đã trả; đơn vị không sửa được nữa trừ khi lại bị trả.",
)
# The bloc's desk.
SUBMIT = Move(
    "submit",
    EDITABLE,
    _N.SUBMITTED,
    "nominate",
    "Gửi đề nghị",
    "Đề nghị được chuyển đến cơ quan thi đua, khen thưởng; khối không sửa được nữa trừ khi bị trả lại.",
)
HAND_OVER = Move(
    "hand_over",
    EDITABLE,
    _N.AT_BLOC,
    "nominate",
    "Gửi Phó khối xem xét",
    "Đề nghị cho đơn vị của chính người gửi do Phó khối hoặc cơ quan thi đua, khen thưởng xem xét trước khi trình.",
)
PASS_ON = Move(
    "pass_on",
    frozenset({_N.AT_BLOC}),
    _N.SUBMITTED,
    "nomination_pass",
    "Khối đề nghị",
    "Hồ sơ kèm ý kiến của khối được trình cơ quan thi đua, khen thưởng.",
)
BLOC_RETURN = Move(
    "bloc_return",
    frozenset({_N.AT_BLOC}),
    _N.RETURNED,
    "nomination_pass",
    "Trả lại đơn vị",
    "Đơn vị chỉ sửa được các phần được chọn rồi gửi lại khối; các phần khác giữ nguyên.",
)
DROP = Move(
    "drop",
    frozenset({_N.AT_BLOC}),
    _N.DROPPED,
    "nomination_pass",
    "Khối không đề nghị",
    "Kết thúc hồ sơ; đơn vị được thông báo lý do và có thể kiến nghị.",
)
# The board's desk.
RECEIVE = Move(
    "receive",
    frozenset({_N.SUBMITTED}),
    _N.REVIEW,
    "award_decide",
    "Tiếp nhận",
    "Thời hạn giải quyết tính từ hôm nay; khối và đơn vị được báo.",
)
RETURN = Move(
    "return",
    frozenset({_N.SUBMITTED, _N.REVIEW, _N.COUNCIL, _N.AGREED}),
    _N.RETURNED,
    "award_decide",
    "Trả lại",
    "Người lập chỉ sửa được các phần được chọn rồi gửi lại; thời hạn giải quyết tạm dừng đến khi nhận lại.",
)
AGREE = Move(
    "agree",
    frozenset({_N.REVIEW}),
    _N.AGREED,
    "award_decide",
    "Đồng ý",
    "Đề nghị được đưa vào danh sách chờ quyết định; khối và đơn vị được báo.",
)
DOWNGRADE = Move(
    "downgrade",
    frozenset({_N.REVIEW, _N.AGREED}),
    _N.AGREED,
    "award_decide",
    "Đồng ý mức khác",
    "Danh hiệu, hình thức được đồng ý ghi riêng, bên cạnh đề nghị ban đầu; khối và đơn vị được báo lý do.",
)
TO_COUNCIL = Move(
    "to_council",
    frozenset({_N.REVIEW, _N.AGREED}),
    _N.COUNCIL,
    "award_decide",
    "Trình hội đồng",
    "Hồ sơ chờ ý kiến của hội đồng thi đua, khen thưởng.",
)
COUNCIL_AGREE = Move(
    "council_agree",
    frozenset({_N.COUNCIL}),
    _N.AGREED,
    "award_decide",
    "Hội đồng thông qua",
    "Kết quả của hội đồng được ghi vào hồ sơ; đề nghị chờ quyết định.",
)
COUNCIL_REFUSE = Move(
    "council_refuse",
    frozenset({_N.COUNCIL}),
    _N.REVIEW,
    "award_decide",
    "Hội đồng không thông qua",
    "Kết quả của hội đồng được ghi vào hồ sơ; cơ quan thi đua, khen thưởng kết luận tiếp.",
)
COUNCIL_LATER = Move(
    "council_later",
    frozenset({_N.COUNCIL}),
    _N.COUNCIL,
    "award_decide",
    "Hội đồng để lại",
    "Hồ sơ vẫn chờ hội đồng; cơ quan thi đua, khen thưởng yêu cầu bổ sung hoặc đưa vào phiên họp sau.",
)
PASS_UP = Move(
    "pass_up",
    frozenset({_N.REVIEW, _N.AGREED}),
    _N.PASSED_UP,
    "award_decide",
    "Trình cấp trên",
    "Hồ sơ chờ quyết định của cấp trên; khi có quyết định thì ghi kết quả tại đây.",
)
REFUSE = Move(
    "refuse",
    frozenset({_N.SUBMITTED, _N.REVIEW, _N.AGREED, _N.PASSED_UP}),
    _N.REFUSED,
    "award_decide",
    "Không khen thưởng",
    "Kết thúc đề nghị; khối và đơn vị được thông báo lý do.",
)
APPROVE = Move(
    "approve",
    DECIDABLE,
    _N.APPROVED,
    "award_decide",
    "Ghi quyết định khen thưởng",
    "Kết quả vào lịch sử khen thưởng và không sửa được nữa; sai sót chỉ được hủy bằng một quyết định khác.",
)
OF_AUTHOR = (SEND, RESEND, SUBMIT, HAND_OVER)
OF_BLOC = (PASS_ON, BLOC_RETURN, DROP)
OF_BOARD = (
    RECEIVE, AGREE, DOWNGRADE, TO_COUNCIL, COUNCIL_AGREE, COUNCIL_REFUSE, PASS_UP, RETURN, REFUSE
)  # fmt: skip
MOVES = {move.name: move for move in (*OF_AUTHOR, *OF_BLOC, *OF_BOARD, COUNCIL_LATER, APPROVE)}
