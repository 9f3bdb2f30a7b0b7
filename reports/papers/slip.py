"""The result slip of one unit as a paper: nobody else's name or points are on it."""

from decimal import ROUND_HALF_UP, Decimal

from awards.slip import CENT, Item, Slip
from reports.blocks import Column, Header, Heading, Paper, Paragraph, Row, Section, Table, Title, runs_of
from reports.facts.heading import bloc_heading
from reports.layouts import layouts
from reports.place_words import computed_words

from .wording import place_date

ITEMS = (
    Column("Mã", 8, "center"),
    Column("Tiêu chí", 44),
    Column("Điểm", 12, "right"),
    Column("Điểm chuẩn", 12, "right"),
    Column("Đạt %", 12, "right"),
    Column("TB khối %", 12, "right"),
)
REMARKS = (Column("Mã", 8, "center"), Column("Tiêu chí", 30), Column("Tự chấm", 10, "right"), Column("Được chấm", 10, "right"), Column("Nhận xét, giải trình", 42))  # fmt: skip
NEXT = (Column("Mã", 8, "center"), Column("Tiêu chí", 44), Column("Chỉ tiêu", 16, "right"), Column("Kết quả", 16, "right"), Column("Gợi ý năm sau", 16, "right"))  # fmt: skip


def paper_of(slip: Slip) -> Paper:
    heading = bloc_heading(slip.campaign)
    header = Header(
        heading["superior"],
        tuple(heading["issuer_lines"]),
        "",
        place_date(heading["place"], None, None, heading["year"]),
        "",
    )
    blocks = (
        header,
        Title("PHIẾU PHẢN HỒI KẾT QUẢ", f"{slip.unit.name}, {slip.campaign}"),
        Paragraph(runs_of(result_words(slip)), "plain"),
        *_part("Mặt mạnh", ITEMS, [_item(one) for one in slip.strong]),
        *_part("Mặt cần khắc phục", ITEMS, [_item(one) for one in slip.weak]),
        *_part("Nhận xét khi thẩm định và giải trình", REMARKS, _remarks(slip)),
        *_part("Gợi ý chỉ tiêu năm sau", NEXT, _next(slip)),
        Paragraph(runs_of(f"Theo kết quả công bố lần {slip.ranking.number}; phiếu chỉ gửi đơn vị."), "note"),
    )
    return Paper(f"Phiếu phản hồi – {slip.unit.name}"[:400], layouts()[heading["layout"]].key, (Section(blocks),))


def result_words(slip: Slip) -> str:
    """«Hạng 2 trong 7 đơn vị được xếp hạng; 912,5 điểm; xếp loại: Tốt.»"""
    parts = [f"Hạng {slip.place.rank} trong {slip.of} đơn vị được xếp hạng" if slip.place.rank else "Không xếp hạng"]
    if slip.place.differs:
        parts[0] += f" do hội nghị khối quyết định ({computed_words(slip.place.computed)})"
    parts += [f"{say(slip.row.verified_points)} điểm"] if slip.row.verified_points is not None else []
    parts += (
        [f"đạt {say(slip.row.percent.quantize(CENT, ROUND_HALF_UP))}% điểm chuẩn được giao"]
        if slip.row.percent is not None
        else []
    )
    parts += [f"xếp loại: {slip.row.rating}"] if slip.row.rating else []
    return "; ".join(parts) + "."


def say(number: Decimal | None) -> str:
    if number is None:
        return "–"
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _part(title: str, columns: tuple, rows: list[Row]) -> list:
    return [Heading("", runs_of(title)), Table(columns, tuple(rows))] if rows else []


def _item(one: Item) -> Row:
    figures = (one.points, one.maximum, one.percent, one.average)
    return Row((one.code, one.title, *(say(figure) for figure in figures)))


def _remarks(slip: Slip) -> list[Row]:
    return [Row((one.code, one.title, say(one.mine), say(one.given), "\n".join(one.words))) for one in slip.remarks]


def _next(slip: Slip) -> list[Row]:
    return [Row((one.code, one.title, say(one.target), say(one.actual), say(one.next))) for one in slip.suggestions]
