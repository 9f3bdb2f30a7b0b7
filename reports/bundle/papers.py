"""Shapes of what a deadline asks and what a unit sends for it: the form, the sections, the receipts with what they prove,
the answers; whom it is asked of, and who was let off."""

from campaigns.models import (
    DeadlineUnit,
    DutyWaiver,
    Receipt,
    ReportForm,
    SentReport,
    Submission,
    SubmissionAnswer,
    SubmissionFile,
    SubmissionSection,
)

from .shapes import Part, Shape

COUNTS = "đếm lần ghi để phát hiện hai người cùng sửa; đếm lại từ đầu"
LAST_WRITTEN = "thời điểm ghi gần nhất trong hệ thống này"
IN_DEADLINE = {"deadline": "mốc chứa dòng này"}
IN_REPORT = {"submission": "báo cáo chứa dòng này"}
SECTION_KEY = {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,40}$"}
SECTIONS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["key", "heading"],
        "properties": {
            "key": SECTION_KEY,
            "heading": {"type": "string", "minLength": 1, "maxLength": 300},
            "hint": {"type": "string", "maxLength": 1000},
            "needed": {"type": "boolean"},
            "figure": {"type": "boolean"},
            "measure_unit": {"type": "string", "maxLength": 50},
        },
        "additionalProperties": False,
    },
}

REPORT_FORM = Shape(
    ReportForm,
    columns=("sections", "with_targets"),
    links={"updated_by": "person"},
    forms={"sections": SECTIONS},
    left_out=IN_DEADLINE | {"saves": COUNTS, "updated_at": LAST_WRITTEN},
    note="Mẫu báo cáo của mốc; không có thì dùng mẫu sẵn của loại việc.",
)
CHOSEN_UNIT = Shape(DeadlineUnit, links={"unit": "unit"}, left_out=IN_DEADLINE, note="Đơn vị được chọn phải nộp.")
WAIVER = Shape(
    DutyWaiver,
    columns=("waived", "reason", "acting_as", "at"),
    links={"unit": "unit", "by": "person"},
    always=("waived",),
    left_out=IN_DEADLINE,
    note="Cho một đơn vị bỏ qua kỳ này; dòng sau thay dòng trước.",
)
SENT = Shape(
    SentReport,
    columns=("content",),
    left_out={"receipt": "biên nhận chứa dòng này"},
    note="Nội dung đã gửi, đúng từng chữ; SHA-256 của nó là mã kiểm tra trên biên nhận.",
)
RECEIPT = Shape(
    Receipt,
    columns=("number", "at", "sha256", "last_day", "days_late"),
    links={"by": "person"},
    parts={"sent": Part(SENT, "sent", single=True)},
    left_out=IN_REPORT,
    note="Biên nhận; số biên nhận là duy nhất trong hệ thống nhận.",
)
SUBMISSION_FILE = Shape(
    SubmissionFile,
    columns=("name", "sha256", "size", "content_type", "uploaded_at", "removed_at"),
    links={"uploaded_by": "person"},
    always=("uploaded_at",),
    left_out=IN_REPORT | {"file": "tệp đi riêng trong tệp nén kèm theo, tên là mã kiểm tra"},
    note="Tệp kèm báo cáo.",
)
SECTION = Shape(
    SubmissionSection,
    columns=("key", "text", "figure"),
    links={"updated_by": "person"},
    forms={"key": SECTION_KEY},
    left_out=IN_REPORT | {"version": COUNTS, "updated_at": LAST_WRITTEN},
    note="Một mục của báo cáo.",
)
ANSWER = Shape(
    SubmissionAnswer,
    columns=("state", "note", "acting_as", "at"),
    links={"by": "person"},
    left_out=IN_REPORT,
    note="Trả lời của nơi nhận, theo thứ tự thời gian.",
)
SUBMISSION = Shape(
    Submission,
    columns=("state", "text", "return_note"),
    links={"unit": "unit", "updated_by": "person"},
    parts={
        "sections": Part(SECTION, "sections", ("key",)),
        "files": Part(SUBMISSION_FILE, "files", ("uploaded_at", "sha256")),
        "receipts": Part(RECEIPT, "receipts", ("at", "number")),
        "answers": Part(ANSWER, "answers", ("at",)),
    },
    always=("state",),
    left_out=IN_DEADLINE | {"version": COUNTS, "updated_at": LAST_WRITTEN},
    note="Báo cáo của một đơn vị theo mốc, cùng các biên nhận.",
)
