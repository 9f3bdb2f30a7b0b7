"""Shapes of meetings: time and place, what each carries out, the agenda with what came of it, who was there."""

from campaigns.models import AgendaItem, AgendaOutcome, Attendance, Meeting, MeetingDeadline
from campaigns.states_meetings import MeetingKind

from .campaigns import IN_CAMPAIGN
from .shapes import Part, Shape

IN_MEETING = {"meeting": "cuộc họp chứa dòng này"}
KINDS = {"type": "array", "minItems": 1, "items": {"enum": list(MeetingKind.values)}}

CLOSES = Shape(
    MeetingDeadline,
    columns=("marked_on",),
    links={"deadline": "deadline"},
    left_out=IN_MEETING,
    note="Mốc được thực hiện khi cuộc họp diễn ra.",
)
OUTCOME = Shape(
    AgendaOutcome,
    columns=("discussion", "text", "at"),
    links={"by": "person"},
    always=("at",),
    left_out={
        "item": "nội dung họp chứa dòng này",
        "key": "mã của trang gửi để không ghi hai lần; hệ thống nhận tự đặt",
    },
    note="Kết luận về một nội dung; dòng sau thay dòng trước.",
)
AGENDA_ITEM = Shape(
    AgendaItem,
    columns=("order", "kind", "title", "presenter", "minutes"),
    parts={"outcomes": Part(OUTCOME, "outcomes", ("at",))},
    always=("order",),
    left_out=IN_MEETING,
    note="Một nội dung của chương trình họp.",
)
SEAT = Shape(
    Attendance,
    columns=(
        "seat",
        "name",
        "answer",
        "reason",
        "person_name",
        "person_post",
        "authorised_by",
        "answered_at",
        "reminded_on",
        "present",
        "called_at",
    ),
    links={"unit": "unit", "answered_by": "person", "called_by": "person"},
    always=("seat",),
    left_out=IN_MEETING,
    note="Một thành phần dự họp: trả lời lời mời, người dự, điểm danh.",
)
MEETING = Shape(
    Meeting,
    columns=(
        "title",
        "kinds",
        "starts_at",
        "place",
        "link",
        "state",
        "answer_by",
        "quorum_percent",
        "bring",
        "note",
        "asked_at",
        "opened_at",
        "closed_at",
        "reason",
        "created_at",
    ),
    links={
        "host": "unit",
        "chair": "person",
        "secretary": "person",
        "closed_by": "person",
        "created_by": "person",
    },
    parts={
        "closes": Part(CLOSES, "closes", ("deadline",)),
        "agenda": Part(AGENDA_ITEM, "agenda", ("order", "title")),
        "attendance": Part(SEAT, "attendance", ("seat", "unit", "name")),
    },
    forms={"kinds": KINDS},
    always=("kinds", "state", "created_at"),
    left_out=IN_CAMPAIGN
    | {
        "deadlines": "các mốc nằm trong `closes`",
        "saves": "đếm lần ghi để phát hiện hai người cùng sửa; đếm lại từ đầu",
    },
    note="Một cuộc họp của khối, từ khi chuẩn bị đến khi kết thúc.",
)
