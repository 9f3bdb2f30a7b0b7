"""Kinds of messages gathered into groups that people can choose between, in plain words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """``kinds``: the kinds of the outbox, or their beginnings when they end in a star."""

    key: str
    label: str
    says: str
    kinds: tuple[str, ...]

    def holds(self, kind: str) -> bool:
        return any(kind.startswith(name[:-1]) if name.endswith("*") else kind == name for name in self.kinds)


ACCOUNT = Group("account", "Tài khoản", "Lời mời, đặt lại mật khẩu.", ("account.*",))
OTHER = Group("other", "Việc khác", "Chức trách, thành viên khối và các tin còn lại.", ("post.*", "member.*"))
GROUPS = (
    Group(
        "reminders",
        "Nhắc thời hạn",
        "Nhắc việc đến hạn, quá hạn của đơn vị bạn.",
        ("reminder", "follow_up_due", "petition_due"),
    ),
    Group(
        "following",
        "Theo dõi đơn vị khác",
        "Đơn vị nào được nhắc mà chưa gửi; báo cáo, đăng ký, phiếu vừa gửi đến.",
        ("reminder_copy", "submission_sent", "registration_sent", "sheet_submitted", "sheet_explained"),
    ),
    Group("notices", "Thông báo của khối", "Điều Trưởng khối hoặc cơ quan thi đua báo cho đơn vị.", ("notice",)),
    Group(
        "deadlines",
        "Kế hoạch, thời hạn thay đổi",
        "Văn bản ban hành, dời hạn, gia hạn, hội nghị, kiểm tra.",
        ("deadline*", "extension", "plan_*", "meeting*", "inspection*", "outage*", "handover*"),
    ),
    Group(
        "answers",
        "Trả lời báo cáo, đăng ký",
        "Được nhận, được duyệt, bị trả lại; giao ước.",
        ("submission_*", "registration_*", "target_*", "pledge*", "movement*", "petition*"),
    ),
    Group(
        "scoring",
        "Chấm điểm, xếp hạng",
        "Phiếu, thẩm định, chấm chéo, giải trình, công bố.",
        (
            "sheet_*",
            "explanation*",
            "cross_*",
            "conflict_*",
            "group_*",
            "ranking_*",
            "correction_*",
            "merit_event",
            "supervisor",
            "evidence_*",
        ),
    ),
    Group(
        "awards",
        "Khen thưởng",
        "Đề nghị khen thưởng, điển hình.",
        ("nomination_*", "award_*", "role_model*", "ballot*"),
    ),
    Group("papers", "Văn bản, tệp", "Góp ý, trình ký, tệp đã tạo xong.", ("document_*", "comment_*", "paper_*")),
    OTHER,
)


def group_of(kind: str) -> Group:
    """The first group that holds a kind; «Việc khác» holds the rest."""
    return next((group for group in (ACCOUNT, *GROUPS) if group.holds(kind)), OTHER)
