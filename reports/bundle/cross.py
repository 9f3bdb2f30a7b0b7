"""Shapes of scoring each other: draws, duties, sealed scores, conflicts of interest, supervisors, the meeting list."""

from scoring.models import ConflictNote, CrossDraw, CrossDuty, CrossScore, MeetingItem, Supervisor

from .columns import TEXTS
from .shapes import Part, Shape

IN_SETUP = {"setup": "thiết lập chứa dòng này"}

CROSS_SCORE = Shape(
    CrossScore,
    columns=("act", "points", "actual", "reason", "saved_at", "entered_at"),
    links={"line": "line", "saved_by": "person"},
    left_out={
        "duty": "phân công chứa dòng này",
        "version": "đếm lần ghi để phát hiện hai người cùng sửa; đếm lại từ đầu",
    },
    note="Ý kiến của đơn vị chấm chéo về một dòng; trước khi mở niêm phong chỉ đơn vị chấm được xem.",
)
CROSS_DUTY = Shape(
    CrossDuty,
    columns=("group", "state", "seed", "drawn_from", "finished_as", "finished_at", "opened_at"),
    links={"scorer": "unit", "sheet": "sheet", "replaces": "duty", "finished_by": "person"},
    parts={"scores": Part(CROSS_SCORE, "scores", ("line",), private=lambda row: row.entered_at is None)},
    forms={"drawn_from": TEXTS},
    always=("state",),
    left_out={"draw": "lần bốc thăm chứa dòng này"},
    note="Một đơn vị chấm một phiếu, theo thứ tự phân công.",
)
CROSS_DRAW = Shape(
    CrossDraw,
    columns=(
        "half",
        "number",
        "method",
        "each",
        "seed",
        "attempt",
        "order",
        "excluded",
        "reason",
        "acting_as",
        "drawn_at",
        "superseded_at",
    ),
    links={"drawn_by": "person"},
    forms={"order": TEXTS, "excluded": {"type": "array", "items": TEXTS | {"minItems": 2, "maxItems": 2}}},
    parts={"duties": Part(CROSS_DUTY, "duties")},
    left_out=IN_SETUP,
    note="Một lần bốc thăm chấm chéo.",
)
CONFLICT = Shape(
    ConflictNote,
    columns=("kind", "reason", "acting_as", "at", "ended_at", "ended_reason"),
    links={"sheet": "sheet", "unit": "unit", "user": "person", "by": "person", "ended_by": "person"},
    left_out=IN_SETUP,
    note="Xung đột lợi ích của một đơn vị hoặc một người với một phiếu.",
)
SUPERVISOR = Shape(Supervisor, links={"unit": "unit"}, left_out=IN_SETUP, note="Đơn vị giám sát, chỉ xem.")
MEETING_ITEM = Shape(
    MeetingItem,
    columns=("why", "detail", "at", "settled_at", "settled_note"),
    links={"line": "line", "by": "person", "settled_by": "person"},
    left_out=IN_SETUP,
    note="Dòng đưa ra họp thống nhất, và kết luận.",
)
