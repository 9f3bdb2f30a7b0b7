"""Shapes of campaigns: phases, deadlines, the plan document."""

import json

from campaigns.models import (
    Campaign,
    Deadline,
    Extension,
    Phase,
    Plan,
    PlanBasis,
    PlanNode,
    PlanRecipient,
    Reminder,
    ReminderRule,
)
from campaigns.reminder_table import COLUMNS

from .criteria import PLACE
from .organisation import SORTED
from .papers import CHOSEN_UNIT, REPORT_FORM, SUBMISSION, WAIVER
from .shapes import Extra, Part, Shape

REF = {"type": "string", "minLength": 1, "maxLength": 320}
OCCASIONS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "maxLength": 400},
            "day": {"type": "string", "maxLength": 40},
            "origin_year": {"type": ["integer", "null"], "minimum": 1, "maximum": 2100},
        },
        "additionalProperties": False,
    },
}
IN_CAMPAIGN = {"campaign": "kế hoạch chứa dòng này"}

PHASE = Shape(
    Phase,
    columns=(
        "order",
        "name",
        "from_precision",
        "from_value",
        "to_precision",
        "to_value",
        "text",
        "occasions",
    ),
    forms={"occasions": OCCASIONS},
    always=("order",),
    left_out=IN_CAMPAIGN,
    note="Đợt thi đua.",
)
EXTENSION = Shape(
    Extension,
    columns=("last_day", "reason", "granted_at"),
    links={"unit": "unit", "granted_by": "person"},
    always=("granted_at",),
    left_out={"deadline": "mốc chứa dòng này"},
    note="Gia hạn của một đơn vị.",
)
REMINDER = Shape(
    Reminder,
    columns=("offset", "offset_unit", "on", "state", "last_day", "done_at", "why_stopped"),
    links={"unit": "unit", "by": "person"},
    left_out={"deadline": "mốc chứa dòng này"},
    note="Lần nhắc đã gửi hoặc đã dừng; lần còn chờ được lập lại từ kế hoạch.",
)
REMINDER_RULE = Shape(
    ReminderRule,
    columns=COLUMNS,
    always=("offset",),
    left_out=IN_CAMPAIGN,
    note="Một dòng của bảng nhắc việc; kế hoạch không có dòng nào dùng bảng mặc định của hệ thống.",
)
DEADLINE = Shape(
    Deadline,
    columns=(
        "title",
        "kind",
        "owes",
        "to_leader",
        "to_deputy",
        "to_board",
        "to_members",
        "to_council",
        "to_others",
        "precision",
        "value",
        "starts",
        "or_precision",
        "or_value",
        "every_year",
        "place",
        "host",
        "rule",
        "words",
        "anchor_kind",
        "offset",
        "offset_unit",
        "day_off",
        "grace_days",
        "note",
        "done_on",
    ),
    links={"phase": "phase", "series": "deadline", "anchor": "deadline"},
    parts={
        "extensions": Part(EXTENSION, "extensions", ("granted_at", "unit")),
        "reminders": Part(
            REMINDER, "reminders", ("on", "unit", "offset"), skip=lambda row: row.state == Reminder.State.PLANNED
        ),
        "chosen_units": Part(CHOSEN_UNIT, "chosen_units", ("unit",)),
        "waivers": Part(WAIVER, "waivers", ("at",)),
        "form": Part(REPORT_FORM, "form", single=True),
        "submissions": Part(SUBMISSION, "submissions", ("unit",), private=lambda row: row.is_editable),
    },
    extra={"ref": Extra(lambda row, keys: keys.write("deadline", row.pk), REF)},
    always=("kind", "precision"),
    left_out=IN_CAMPAIGN
    | {
        "last_day": "ngày cuối đúng hạn, tính từ thời hạn ghi trong văn bản",
        "computed_day": "tính lại từ mốc gốc và lịch làm việc",
        "counted_from": "tính lại từ tên mốc gốc",
    },
    note="Mốc thời hạn; `ref` là tên gọi của mốc trong kế hoạch.",
)
BASIS = Shape(
    PlanBasis,
    columns=("order", "doc_type", "number", "date", "issuer", "about", "in_opening", "suspect"),
    always=("order",),
    left_out={"plan": "văn bản chứa dòng này", "legal": "danh mục căn cứ của hệ thống này; dòng này mang đủ chữ"},
    note="Căn cứ hoặc văn bản được viện dẫn.",
)
RECIPIENT = Shape(
    PlanRecipient,
    columns=("order", "text", "mark"),
    always=("order",),
    left_out={"plan": "văn bản chứa dòng này"},
    note="Nơi nhận.",
)
NODE = Shape(
    PlanNode,
    columns=("kind", "label", "title", "text", "actor", "slot"),
    links={"deadline": "deadline"},
    extra={"place": Extra(lambda row, keys: keys.write("node", row.pk), PLACE, covers=("parent", "order"))},
    left_out={"plan": "văn bản chứa dòng này"},
    note="Một mục của văn bản; mục cha đứng trước mục con.",
)
PLAN = Shape(
    Plan,
    columns=(
        "state",
        "family",
        "superior_line",
        "issuer_lines",
        "doc_type",
        "number",
        "sign",
        "place",
        "day",
        "month",
        "year",
        "draft_mark",
        "subject",
        "bases_style",
        "opening",
        "closing",
        "authority_line",
        "capacity",
        "post",
        "signer_name",
        "titles_below",
        "archive_line",
        "drafter_initials",
        "source",
    ),
    parts={
        "bases": Part(BASIS, "bases", ("order",)),
        "recipients": Part(RECIPIENT, "recipients", ("order",)),
        "nodes": Part(NODE, "nodes", ("place",)),
    },
    left_out=IN_CAMPAIGN
    | {"version": "đếm lần ghi; đếm lại từ đầu", "updated_at": "thời điểm ghi gần nhất trong hệ thống này"},
    note="Văn bản kế hoạch.",
)
CAMPAIGN = Shape(
    Campaign,
    columns=(
        "code",
        "kind",
        "title",
        "theme",
        "launcher",
        "from_year",
        "to_year",
        "funding",
        "open_below",
        "is_demo",
    ),
    links={"authority": "authority", "bloc_year": "bloc_year", "parent": "campaign"},
    parts={
        "phases": Part(PHASE, "phases", ("order", "name")),
        "reminder_rules": Part(REMINDER_RULE, "reminder_rules", ("offset", "offset_unit")),
        "deadlines": Part(DEADLINE, "deadlines", ("title", "kind", "value")),
        "plan": Part(PLAN, "plan", single=True),
    },
    extra={
        "joined": Extra(
            lambda row, keys: sorted(
                (keys.write("bloc_year", pk) for pk in row.blocs_joined.values_list("pk", flat=True)), key=json.dumps
            ),
            {"type": "array", "items": {"$ref": "#/$defs/key_of_bloc_year"}},
            covers=("blocs_joined",),
            needed=False,
        )
    },
    always=("code",),
    left_out=SORTED | {"created_at": "thời điểm lập trong hệ thống này"},
    note="Kế hoạch năm của khối hoặc phong trào theo chuyên đề.",
)
