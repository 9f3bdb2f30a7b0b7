"""Reports of achievements of a collective and of a person, with their award history; layout after mẫu 01 and 02 of Thông tư
03/2018/TT-BNG (old law: «cần xác nhận»).

``inputs`` of both: {award: what is proposed}; of a person also {name, birth, sex, hometown, residence, post, party_post,
qualification}. Nothing else is read about a person: what is not typed is not printed.
"""

from reports.blocks import Block, Column, Paper, Paragraph, Row, Signer, runs_of

from .frame import Facts, closed, grid, header_of, heading, paper, section, sentence, signature_of, title_of
from .report import decision_words

HISTORY = (
    Column("Năm", 10, "center"),
    Column("Danh hiệu", 42),
    Column("Số, ngày, tháng, năm của quyết định; cơ quan ban hành", 48),
)
FORMS = (HISTORY[0], Column("Hình thức khen thưởng", 42), HISTORY[2])
PERSON = (
    ("name", "Họ và tên"),
    ("birth", "Ngày sinh"),
    ("sex", "Giới tính"),
    ("hometown", "Quê quán"),
    ("residence", "Nơi cư trú"),
    ("post", "Chức vụ chính quyền, đoàn thể"),
    ("party_post", "Chức vụ Đảng"),
    ("qualification", "Trình độ"),
)
NONE = "Chưa được khen thưởng."


def collective(facts: Facts) -> Paper:
    text = [
        *section(facts, "place"),
        *section(facts, "duties"),
        *section(facts, "results"),
        *section(facts, "measures"),
        *section(facts, "policies"),
        *section(facts, "bodies"),
        *_history(facts, "III."),
        *section(facts, "closing"),
    ]
    return _paper(facts, text)


def person(facts: Facts) -> Paper:
    inputs = facts["inputs"] | {"name": facts["inputs"].get("name", "").upper()}
    rows = [(label, inputs.get(name, "")) for name, label in PERSON]
    rows.insert(5, ("Đơn vị công tác", facts["data"].get("unit", "")))
    about: list[Block] = [sentence(f"{label}: {text}") for label, text in rows if text]
    text = [
        *heading(facts, "I.", "Sơ lược lý lịch"),
        *about,
        *heading(facts, "II.", "Thành tích đạt được"),
        *section(facts, "unit_results"),
        *section(facts, "duties"),
        *section(facts, "results"),
        *_history(facts, "III."),
        *section(facts, "closing"),
    ]
    return _paper(facts, text)


def _history(facts: Facts, label: str) -> list[Block]:
    """Titles won and forms of reward given, in two tables: the screens and the law keep them apart."""
    data = facts["data"]
    return [
        *heading(facts, label, "Các danh hiệu, hình thức đã được khen"),
        *heading(facts, "1.", "Danh hiệu thi đua"),
        *_table(HISTORY, data.get("titles", [])),
        *heading(facts, "2.", "Hình thức khen thưởng"),
        *_table(FORMS, data.get("forms", [])),
    ]


def _table(columns: tuple[Column, ...], rows: list[dict]) -> list[Block]:
    cells = [Row((str(row["year"]), row["award"], decision_words(row))) for row in rows]
    return grid(columns, cells) or [sentence(NONE)]


def _paper(facts: Facts, text: list[Block]) -> Paper:
    """The superior confirms on the left, the head signs on the right."""
    award = facts["inputs"].get("award", "")
    asked = [Paragraph(runs_of(f"Đề nghị tặng: {award}", italic=True), "centred")] if award else []
    confirms = Signer(("XÁC NHẬN, ĐỀ NGHỊ", "CỦA CẤP TRÊN TRỰC TIẾP"), hint="(Ký, đóng dấu)")
    head = [header_of(facts), title_of(facts), *asked]
    return paper(facts, [*head, *closed(facts, text), signature_of(facts, confirms)])
