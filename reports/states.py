"""Kinds and states of papers, the moves of their life, and the states of the jobs that print them, as data."""

from django.db.models import TextChoices

from accounts.states import Move
from blocs.access import Action


class PaperKind(TextChoices):
    """What can be printed: a row of the domain, or an official document in its present state."""

    PLAN = "plan", "Kế hoạch"
    SHEET = "sheet", "Phiếu tự chấm điểm"
    RANKING = "ranking", "Bảng xếp hạng"
    MATRIX = "matrix", "Bảng điểm theo tiêu chí"
    RECEIPT = "receipt", "Biên nhận"
    MINUTES = "minutes", "Biên bản kiểm tra"
    CERTIFICATES = "certs", "Bằng, giấy chứng nhận"
    DOCUMENT = "document", "Văn bản"


# Which row a paper is about, as a field of the document; several kinds may be made of one.
SUBJECTS = {kind: str(kind) for kind in PaperKind} | {PaperKind.MATRIX: "ranking"}


class DocumentKind(TextChoices):
    """The papers of a bloc's year."""

    DIVISION = "division", "Quyết định chia khối"
    PLAN = "plan", "Kế hoạch"
    REGISTRATION = "registration", "Bản đăng ký thi đua"
    PLEDGE = "pledge", "Giao ước thi đua"
    INVITATION = "invitation", "Giấy mời"
    UNIT_MIDYEAR = "unit_midyear", "Báo cáo sơ kết của đơn vị"
    UNIT_YEAR = "unit_year", "Báo cáo tổng kết của đơn vị"
    BLOC_MIDYEAR = "bloc_midyear", "Báo cáo sơ kết của khối"
    BLOC_YEAR = "bloc_year", "Báo cáo tổng kết của khối"
    SCORE_TABLE = "score_table", "Bảng tổng hợp điểm"
    MEETING_MINUTES = "meeting_minutes", "Biên bản hội nghị"
    DELIBERATION = "deliberation", "Biên bản họp bình xét"
    COUNTING = "counting", "Biên bản kiểm phiếu"
    PROPOSAL = "proposal", "Tờ trình đề nghị khen thưởng"
    MERIT_UNIT = "merit_unit", "Báo cáo thành tích của tập thể"
    MERIT_PERSON = "merit_person", "Báo cáo thành tích của cá nhân"
    RESULT_NOTICE = "result_notice", "Thông báo kết quả"
    REMINDER = "reminder", "Công văn đôn đốc"
    AWARD_SUBMIT = "award_submit", "Tờ trình khen thưởng"
    AWARD_DECISION = "award_decision", "Quyết định khen thưởng"
    AWARD_BONUS = "award_bonus", "Danh sách tiền thưởng"


# Begun from a draft of a decision only, whose awards they list.
OF_DECISION = frozenset({DocumentKind.AWARD_SUBMIT, DocumentKind.AWARD_DECISION, DocumentKind.AWARD_BONUS})
# Begun from a ballot of the authority's council; of a bloc from the bloc's own.
OF_COUNCIL = frozenset({DocumentKind.COUNTING})


class DocumentState(TextChoices):
    """Nghị định 30/2020/NĐ-CP, Điều 15–18: a paper is signed, numbered and issued; afterwards only a further paper
    corrects, replaces or recalls it."""

    DRAFT = "draft", "Dự thảo"
    CONSULTING = "consulting", "Đang lấy ý kiến"
    APPROVED = "approved", "Đã phê duyệt"
    SIGNED = "signed", "Đã ký"
    NUMBERED = "numbered", "Đã cấp số"
    ISSUED = "issued", "Đã ban hành"
    CORRECTED = "corrected", "Đã đính chính"
    REPLACED = "replaced", "Đã thay thế"
    RECALLED = "recalled", "Đã thu hồi"


D = DocumentState
WORDS_OPEN = frozenset({D.DRAFT, D.CONSULTING})
OUT = frozenset({D.ISSUED, D.CORRECTED, D.REPLACED, D.RECALLED})
IN_FORCE = frozenset({D.ISSUED, D.CORRECTED})
# Which of the shared badges (colour, icon) stands for a state.
DOCUMENT_BADGES = {
    D.DRAFT: "draft",
    D.CONSULTING: "sent",
    D.APPROVED: "sent",
    D.SIGNED: "sent",
    D.NUMBERED: "sent",
    D.ISSUED: "ok",
    D.CORRECTED: "ok",
    D.REPLACED: "lock",
    D.RECALLED: "late",
}

_WRITE, _SIGN = Action.DOCUMENT_WRITE, Action.DOCUMENT_SIGN
CONSULT = Move(
    "consult",
    frozenset({D.DRAFT}),
    D.CONSULTING,
    _WRITE,
    "Gửi lấy ý kiến",
    "Các đơn vị trong khối được đọc bản dự thảo này và góp ý từng đoạn đến hết ngày bạn chọn.",
)
END_CONSULTATION = Move(
    "end_consultation",
    frozenset({D.CONSULTING}),
    D.DRAFT,
    _WRITE,
    "Kết thúc lấy ý kiến",
    "Không ai góp ý thêm được; các ý kiến và phần trả lời được giữ lại.",
)
APPROVE = Move(
    "approve",
    frozenset({D.DRAFT}),
    D.APPROVED,
    _SIGN,
    "Phê duyệt nội dung",
    "Nội dung được chốt thành một bản; muốn sửa phải mở lại dự thảo.",
)
REOPEN = Move(
    "reopen",
    frozenset({D.APPROVED, D.SIGNED}),
    D.DRAFT,
    _SIGN,
    "Mở lại dự thảo",
    "Văn bản trở về dự thảo để sửa; bản đã phê duyệt vẫn được giữ.",
)
SIGN = Move(
    "sign",
    frozenset({D.APPROVED}),
    D.SIGNED,
    _SIGN,
    "Ghi nhận đã ký",
    "Người có thẩm quyền đã ký bản đã phê duyệt.",
)
NUMBER = Move(
    "number",
    frozenset({D.SIGNED}),
    D.NUMBERED,
    _WRITE,
    "Cấp số",
    "Số tiếp theo của sổ được cấp cho văn bản này và không cấp lại cho văn bản khác.",
)
ISSUE = Move(
    "issue",
    frozenset({D.SIGNED, D.NUMBERED}),
    D.ISSUED,
    _SIGN,
    "Ban hành",
    "Nội dung, thể thức và tệp được giữ nguyên; trang tra cứu công khai được mở; các nơi nhận trong khối được báo.",
)
CORRECT = Move(
    "correct",
    frozenset({D.ISSUED, D.CORRECTED}),
    D.CORRECTED,
    _SIGN,
    "Đính chính",
    "Văn bản đính chính được ban hành bên cạnh; văn bản này vẫn còn hiệu lực.",
)
REPLACE = Move(
    "replace",
    frozenset({D.ISSUED, D.CORRECTED}),
    D.REPLACED,
    _SIGN,
    "Thay thế",
    "Văn bản mới được ban hành thay cho văn bản này.",
)
RECALL = Move(
    "recall",
    frozenset({D.ISSUED, D.CORRECTED}),
    D.RECALLED,
    _SIGN,
    "Thu hồi",
    "Văn bản không còn hiệu lực; trang tra cứu ghi «đã thu hồi». Văn bản và lý do vẫn được lưu.",
)
MOVES = {
    move.name: move
    for move in (CONSULT, END_CONSULTATION, APPROVE, REOPEN, SIGN, NUMBER, ISSUE, CORRECT, REPLACE, RECALL)
}


class CommentOutcome(TextChoices):
    ACCEPTED = "accepted", "Tiếp thu"
    PARTLY = "partly", "Tiếp thu một phần"
    KEPT = "kept", "Giữ như dự thảo"


class SeriesPeriod(TextChoices):
    YEAR = "year", "Năm (01/01 đến 31/12)"
    TERM = "term", "Nhiệm kỳ"


class PdfVariant(TextChoices):
    UA = "pdf/ua-1", "PDF thông dụng, đọc được bằng trình đọc màn hình"
    ARCHIVE = "pdf/a-3b", "PDF/A để lưu trữ lâu dài"


class FileFormat(TextChoices):
    PDF = "pdf", "PDF"
    SIGNED = "signed", "PDF đã ký số"
    DOCX = "docx", "Word"
    OFFICE = "office", "Word theo mẫu của cơ quan"

    @property
    def suffix(self) -> str:
        """End of the stored name, different for each format of one paper."""
        return {"pdf": "pdf", "signed": "signed.pdf", "docx": "docx", "office": "office.docx"}[self.value]

    @property
    def content_type(self) -> str:
        word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        return word if self.suffix.endswith("docx") else "application/pdf"


class JobState(TextChoices):
    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang tạo"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không tạo được"
    CANCELLED = "cancelled", "Đã hủy"


LIVE = frozenset({JobState.QUEUED, JobState.RUNNING})
REPEATABLE = frozenset({JobState.FAILED, JobState.CANCELLED})

# What a job goes through; the place in the list is its progress.
STEPS = ("Chờ đến lượt", "Đang dàn trang", "Đang lưu tệp", "Đã xong")
