"""Shapes of scoring: set-up, sheets with their chains, evidence, events, rankings, corrections."""

from scoring.models import (
    Assignment,
    Correction,
    CorrectionLine,
    Evidence,
    EvidenceVersion,
    Explanation,
    LineEvidence,
    MeritEvent,
    Ranking,
    RankingRow,
    ScoreEntry,
    ScoreLine,
    ScoreSheet,
    ScoringSetup,
    SheetVersion,
    TargetRequest,
    TieDecision,
    UnitCoefficient,
)

from . import sealed
from .campaigns import IN_CAMPAIGN, REF
from .columns import TEXTS
from .cross import CONFLICT, CROSS_DRAW, MEETING_ITEM, SUPERVISOR
from .shapes import Extra, Part, Shape

NUMBER = {"type": "string", "pattern": r"^-?[0-9]{1,14}(\.[0-9]{1,10})?$"}
INPUTS = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("value", "target", "actual", "count", "days"), NUMBER),
        "achieved": {"type": "boolean"},
        "assigned": {"type": "boolean"},
    },
    "additionalProperties": False,
}
IN_SETUP = {"setup": "thiết lập chứa dòng này"}
IN_SHEET = {"sheet": "phiếu chứa dòng này"}
IN_LINE = {"line": "dòng chứa mục này"}
COUNTS = "đếm lần ghi để phát hiện hai người cùng sửa; đếm lại từ đầu"

COEFFICIENT = Shape(
    UnitCoefficient,
    columns=("factor", "source"),
    links={"unit": "unit"},
    left_out=IN_SETUP,
    note="Hệ số điểm thưởng của một đơn vị.",
)
TIE_DECISION = Shape(
    TieDecision,
    columns=("reason", "acting_as", "at"),
    links={"by": "person"},
    sealed={"order": sealed.TIE_ORDER},
    left_out=IN_SETUP,
    note="Quyết định của hội nghị khi bằng điểm.",
)
ASSIGNMENT = Shape(
    Assignment,
    links={"group": "criterion", "unit": "unit"},
    left_out=IN_SETUP,
    note="Nhóm tiêu chí giao cho một đơn vị chấm ở khâu cơ quan chuyên môn.",
)
SETUP = Shape(
    ScoringSetup,
    columns=("ranking_basis", "stages", "explain_days", "divergence_percent"),
    links={"criteria_set": "criteria_set", "self_score_deadline": "deadline", "half_deadline": "deadline"},
    parts={
        "coefficients": Part(COEFFICIENT, "coefficients", ("unit",)),
        "tie_decisions": Part(TIE_DECISION, "tie_decisions", ("at",)),
        "assignments": Part(ASSIGNMENT, "assignments", ("group", "unit")),
        "draws": Part(CROSS_DRAW, "draws", ("half", "number")),
        "conflicts": Part(CONFLICT, "conflicts", ("at", "sheet")),
        "supervisors": Part(SUPERVISOR, "supervisors", ("unit",)),
        "meeting_items": Part(MEETING_ITEM, "meeting_items", ("at", "line", "why")),
    },
    forms={"stages": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 20}}},
    always=("ranking_basis",),
    left_out=IN_CAMPAIGN,
    note="Cách chấm của kế hoạch.",
)
EVIDENCE_VERSION = Shape(
    EvidenceVersion,
    columns=("number", "name", "sha256", "size", "content_type", "uploaded_at", "reason"),
    links={"uploaded_by": "person"},
    left_out={
        "evidence": "minh chứng chứa dòng này",
        "file": "tệp đi riêng trong tệp nén kèm theo, tên là mã kiểm tra",
        "scan": "hệ thống nhận tự quét mã độc",
        "scanned_at": "hệ thống nhận tự quét mã độc",
    },
    note="Một tệp của minh chứng.",
)
EVIDENCE = Shape(
    Evidence,
    columns=("name", "symbol", "issued_on", "note", "removed_at"),
    links={"unit": "unit"},
    extra={"ref": Extra(lambda row, keys: keys.write("evidence", row.pk), REF)},
    parts={"versions": Part(EVIDENCE_VERSION, "versions", ("number",))},
    left_out={"folded": "chữ để tìm kiếm", "current": "phiên bản có số lớn nhất"},
    note="Minh chứng trong thư viện của đơn vị; `ref` là tên gọi của minh chứng trong thư viện.",
)
LINE_EVIDENCE = Shape(
    LineEvidence,
    columns=("pointer",),
    links={"evidence": "evidence"},
    left_out=IN_LINE,
    note="Minh chứng đính kèm tiêu chí.",
)
ENTRY = Shape(
    ScoreEntry,
    columns=("stage", "points", "inputs", "reason", "acting_as", "at"),
    links={"by": "person", "acting_unit": "unit", "correction": "correction"},
    sealed={"evidence": sealed.ENTRY_EVIDENCE},
    forms={"inputs": INPUTS},
    left_out=IN_LINE,
    note="Một lần chấm; các lần chấm của một dòng theo thứ tự thời gian, không đổi.",
)
EXPLANATION = Shape(
    Explanation,
    columns=("round", "stance", "text", "at", "outcome", "outcome_reason", "answered_at"),
    links={
        "evidence": "evidence",
        "by": "person",
        "outcome_entry": "entry",
        "answered_by": "person",
    },
    left_out=IN_LINE,
    note="Ý kiến của đơn vị về điểm thẩm định và kết quả giải trình.",
)
TARGET_REQUEST = Shape(
    TargetRequest,
    columns=("asks", "planned", "reason", "state", "at", "decided_at", "decision_note"),
    links={"by": "person", "decided_by": "person"},
    always=("state",),
    left_out=IN_LINE,
    note="Đề nghị của đơn vị về chỉ tiêu khi đang chấm.",
)
LINE = Shape(
    ScoreLine,
    columns=(
        "value",
        "target",
        "actual",
        "count",
        "days",
        "achieved",
        "assigned",
        "note",
        "self_points",
        "explanation",
        "waiting",
        "returned",
        "return_note",
        "return_stage",
        "explainable",
        "reopened_at",
        "saved_at",
        "from_progress_on",
    ),
    links={"criterion": "criterion", "saved_by": "person"},
    parts={
        "evidence_links": Part(LINE_EVIDENCE, "evidence_links", ("evidence",)),
        "entries": Part(ENTRY, "entries"),
        "explanations": Part(EXPLANATION, "explanations", ("round", "at")),
        "target_requests": Part(TARGET_REQUEST, "target_requests", ("at",)),
    },
    derived=("self_points", "explanation", "waiting"),
    left_out=IN_SHEET | {"version": COUNTS},
    note="Một dòng của phiếu; `self_points` và `explanation` tính theo quy tắc, có thể bỏ trống.",
)
SHEET_VERSION = Shape(
    SheetVersion,
    columns=("number", "kind", "acting_as", "at"),
    links={"ranking": "ranking", "by": "person"},
    sealed={"content": sealed.CONTENT},
    extra={"sha256": Extra(lambda row, keys: sealed.digest(sealed.CONTENT.write(row, keys)), sealed.SHA256)},
    left_out=IN_SHEET | {"sha256": sealed.OWN_CHECKSUM},
    note="Bản ghi của phiếu khi gửi hoặc khi công bố, không đổi.",
)
SHEET = Shape(
    ScoreSheet,
    columns=("half", "state", "submitted_at", "verified_at", "explain_until"),
    links={
        "unit": "unit",
        "criteria_set": "criteria_set",
        "submitted_by": "person",
        "verified_by": "person",
    },
    parts={"lines": Part(LINE, "lines", ("criterion",)), "versions": Part(SHEET_VERSION, "versions", ("number",))},
    always=("state",),
    left_out=IN_CAMPAIGN | {"version": COUNTS},
    note="Phiếu tự chấm điểm của một đơn vị.",
)
RANKING_ROW = Shape(
    RankingRow,
    columns=(
        "unit_name",
        "self_points",
        "verified_points",
        "bonus",
        "max_assigned",
        "percent",
        "rank",
        "note",
        "rating",
    ),
    links={"unit": "unit"},
    sealed={"details": sealed.DETAILS},
    left_out={"ranking": "bảng xếp hạng chứa dòng này"},
    note="Một dòng xếp hạng.",
)
RANKING = Shape(
    Ranking,
    columns=("version", "state", "number", "computed_at", "basis", "problems"),
    links={"correction": "correction", "computed_by": "person"},
    sealed={"inputs": sealed.INPUTS},
    extra={"sha256": Extra(lambda row, keys: sealed.digest(sealed.INPUTS.write(row, keys)), sealed.SHA256)},
    forms={"problems": TEXTS},
    parts={"rows": Part(RANKING_ROW, "rows", ("rank", "unit"))},
    left_out=IN_CAMPAIGN | {"sha256": sealed.OWN_CHECKSUM},
    note="Bảng xếp hạng đã tính, không đổi.",
)
CORRECTION_LINE = Shape(
    CorrectionLine,
    columns=("before", "points"),
    links={"line": "line"},
    left_out={"correction": "đính chính chứa dòng này"},
    note="Điểm đã công bố và điểm đề nghị.",
)
CORRECTION = Shape(
    Correction,
    columns=("reason", "state", "proposed_at", "decided_at", "decision_note"),
    links={"proposed_by": "person", "decided_by": "person"},
    parts={"lines": Part(CORRECTION_LINE, "lines", ("line",))},
    always=("state",),
    left_out=IN_CAMPAIGN,
    note="Đề nghị đính chính điểm đã công bố, theo thứ tự đề nghị.",
)
MERIT_EVENT = Shape(
    MeritEvent,
    columns=(
        "year",
        "kind",
        "register",
        "level",
        "title",
        "result_key",
        "number",
        "decided_on",
        "issuer",
        "self_declared",
        "acting_as",
        "at",
        "withdrawn_at",
        "withdrawn_reason",
    ),
    links={
        "authority": "authority",
        "bloc_year": "bloc_year",
        "unit": "unit",
        "acting_unit": "unit",
        "by": "person",
        "withdrawn_by": "person",
    },
    note="Sự kiện thưởng, trừ điểm hoặc vi phạm, theo quyết định.",
)
