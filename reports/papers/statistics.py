"""A statistical form on landscape pages; many columns go on in a further table with the same rows."""

from math import ceil

from reports.blocks import (
    Block,
    Column,
    Header,
    Paper,
    Paragraph,
    Row,
    Section,
    Signature,
    Signer,
    Table,
    Title,
    runs_of,
    split_table,
)
from reports.layouts import layout_for
from reports.statistics.shapes import Line
from reports.statistics.tables import Table as Filled

from .wording import place_date

SHORT = 24  # letters of a heading that fits a narrow column
SIDE_BY_SIDE = {True: 16, False: 8}  # columns with short headings, with long ones
NAME, CODE, UNIT = 26, 6, 8  # percent of the width
CROWDED, CROWDED_NAME = 10, 16  # beside more columns the names give way, or headings break inside a word


def paper_of(filled: Filled) -> Paper:
    """A print of the figures as they stand; not an official paper, nothing of it is kept."""
    form, period = filled.form, filled.period
    home, day = period.ground.home, period.day
    layout = layout_for("state", day)
    blocks: list[Block] = [
        Header("", (home.name.upper(),), form.number, place_date(home.place_name, day.day, day.month, day.year)),
        Title(form.title.upper(), f"Năm {period.ground.year}", f"(Số liệu đến hết ngày {period.ends:%d/%m/%Y})"),
    ]
    for place, columns in enumerate(_stretches(filled.columns)):
        blocks += [Paragraph(runs_of("Các cột tiếp theo:"), "plain")] if place else []
        blocks += split_table(_table(filled, columns))
    blocks += [Paragraph(runs_of(text), "note") for text in remarks(filled)]
    blocks.append(Signature(Signer(("THỦ TRƯỞNG ĐƠN VỊ",), hint="(Ký, đóng dấu)")))
    return Paper(f"{form.number} – {period.ground.year}", layout.key, (Section(tuple(blocks), landscape=True),))


def _stretches(columns: list[Line]) -> list[list[tuple[int, Line]]]:
    """The columns with their places, in stretches of about the same length that fit a page each."""
    widest = max(len(line.title) for line in columns)
    parts = ceil(len(columns) / SIDE_BY_SIDE[widest <= SHORT])
    size = ceil(len(columns) / parts)
    numbered = list(enumerate(columns))
    return [numbered[start : start + size] for start in range(0, len(columns), size)]


def remarks(filled: Filled) -> list[str]:
    """What whoever reads the figures must know: source, rules of counting, what was left out."""
    form = filled.form
    found = [f"Nguồn của biểu: {form.source}. {form.status_words}.", f"Đơn vị tính: {form.measure}.", *form.notes]
    if filled.left_out:
        found.append(f"Không tính {filled.left_out} khen thưởng không còn hoặc chưa có hiệu lực tại ngày lấy số liệu.")
    return found


def with_heads(filled: Filled) -> Table:
    """All columns in one table: what the screen takes its headings from."""
    return _table(filled, list(enumerate(filled.columns)))


def _table(filled: Filled, columns: list[tuple[int, Line]]) -> Table:
    has_code, has_unit = (any(getattr(row, name) for row in filled.rows) for name in ("number", "unit"))
    name = CROWDED_NAME if len(columns) > CROWDED else NAME
    fixed = [Column("Chỉ tiêu", name), *([Column("Mã số", CODE, "center")] if has_code else [])]
    fixed += [Column("Đơn vị tính", UNIT, "center")] if has_unit else []
    share = max(1, (100 - sum(column.share for column in fixed)) // len(columns))
    heads = [*fixed, *(Column(line.title, share, "right", line.group) for _, line in columns)]
    rows = []
    for line, cells in zip(filled.rows, filled.cells, strict=True):
        lead = [line.title, *([line.number] if has_code else []), *([line.unit] if has_unit else [])]
        figures = [str(cells[at]) if cells else "" for at, _ in columns]
        rows.append(Row((*lead, *figures), line.look))
    return Table(tuple(heads), tuple(rows))
