"""Shapes of what a unit registers and reaches: targets, movements of its own, every step, figures of progress."""

from typing import Any

from campaigns.models import RegisteredMovement, Registration, RegistrationAct, Target, TargetProgress, TargetValue
from campaigns.states import RegistrationPart
from scoring.models import CriterionTarget, ProgressEvidence

from .campaigns import IN_CAMPAIGN
from .columns import OBJECT
from .shapes import Part, Shape

IN_REGISTRATION = {"registration": "đăng ký chứa dòng này"}
IN_TARGET = {"target": "chỉ tiêu chứa dòng này"}
PARTS_RETURNED = {"type": "array", "items": {"enum": list(RegistrationPart.values)}}


def is_of_a_draft(row: Any) -> bool:
    """A figure typed in a report that is not sent is the unit's alone, like the report."""
    return row.submission_id is not None and row.submission.is_editable


TARGET_VALUE = Shape(
    TargetValue,
    columns=(
        "version",
        "title",
        "planned",
        "assigned",
        "measure_unit",
        "direction",
        "source",
        "evidence_kind",
        "note",
        "reason",
        "acting_as",
        "at",
    ),
    links={"by": "person"},
    left_out=IN_TARGET,
    note="Chỉ tiêu được duyệt ở một lần đăng ký.",
)
CRITERION_LINK = Shape(
    CriterionTarget,
    links={"criterion": "criterion"},
    left_out=IN_TARGET,
    note="Tiêu chí được chấm theo chỉ tiêu này.",
)
PROOF = Shape(
    ProgressEvidence,
    links={"evidence": "evidence"},
    left_out={"progress": "số liệu chứa dòng này"},
    note="Minh chứng trong thư viện của đơn vị cho một số liệu tiến độ.",
)
PROGRESS = Shape(
    TargetProgress,
    columns=("as_of", "value", "note", "acting_as", "at"),
    links={"submission": "report", "by": "person"},
    parts={"proof": Part(PROOF, "proof", single=True)},
    left_out=IN_TARGET | {"key": "mã của thiết bị gửi để không ghi hai lần; hệ thống nhận tự đặt"},
    note="Số liệu tiến độ đến một ngày; dòng sau của cùng ngày thay dòng trước.",
)
TARGET = Shape(
    Target,
    columns=(
        "position",
        "title",
        "measure_unit",
        "planned",
        "direction",
        "source",
        "evidence_kind",
        "note",
        "assigned",
        "returned",
        "returned_note",
    ),
    parts={
        "criterion_link": Part(CRITERION_LINK, "criterion_link", single=True),
        "values": Part(TARGET_VALUE, "values", ("version", "at")),
        "progress": Part(PROGRESS, "progress", ("as_of", "at"), private=is_of_a_draft),
    },
    always=("position",),
    left_out=IN_REGISTRATION,
    note="Một chỉ tiêu của đơn vị.",
)
MOVEMENT = Shape(
    RegisteredMovement,
    columns=("position", "since", "until", "name", "aim", "begins", "ends"),
    always=("position",),
    left_out=IN_REGISTRATION,
    note="Phong trào đơn vị tự phát động, có trong các lần đăng ký từ `since` đến `until`.",
)
ACT = Shape(
    RegistrationAct,
    columns=("version", "step", "acting_as", "at", "note", "content", "sha256"),
    links={"by": "person", "receipt": "receipt"},
    forms={"content": OBJECT},
    left_out=IN_REGISTRATION,
    note="Một bước của đăng ký; lần gửi giữ nội dung đã gửi và mã kiểm tra của nội dung đó.",
)
REGISTRATION = Shape(
    Registration,
    columns=("state", "version", "reason", "sent_at", "decided_at", "note", "returned_parts", "aims_sha256"),
    links={"unit": "unit", "entered_by": "person", "sent_by": "person", "decided_by": "person"},
    parts={
        "targets": Part(TARGET, "targets", ("position", "title")),
        "movements": Part(MOVEMENT, "movements", ("since", "position")),
        "acts": Part(ACT, "acts", ("at",)),
    },
    forms={"returned_parts": PARTS_RETURNED},
    always=("state", "version"),
    left_out=IN_CAMPAIGN | {"saves": "đếm lần ghi để phát hiện hai người cùng sửa; đếm lại từ đầu"},
    note="Đăng ký của một đơn vị. Danh hiệu, hình thức hướng tới ở phần khen thưởng, không đi theo tệp này; "
    "`aims_sha256` là mã kiểm tra của phần đó khi gửi.",
)
