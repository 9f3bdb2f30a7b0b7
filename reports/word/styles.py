"""The styles of a Word file, from a layout: people who edit the file change a style, not a thousand paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.layouts.base import Layout

from .markup import NAMESPACES
from .measures import NATURAL_LINE, points, twips

FONT = "Times New Roman"
HEADINGS = 6
TITLE_SIDES = "6mm"


@dataclass(frozen=True)
class Style:
    """A paragraph style on top of Normal: sizes and lengths in points; ``line`` a multiple of single, 0 inherits."""

    id: str
    name: str
    size: float = 0
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    colour: str = ""
    align: str = ""
    first: float = 0
    sides: float = 0
    before: float = 0
    after: float = 0
    line: float = 0
    exact: float = 0
    keep_next: bool = False
    ruled: bool = False
    outline: int = -1


def styles_xml(layout: Layout) -> str:
    """The whole part ``word/styles.xml`` for a layout."""
    body = "".join(_paragraph_style(style) for style in styles_of(layout))
    return f"<w:styles {NAMESPACES}>{_defaults(layout)}{_normal(layout)}{body}{_TABLES}</w:styles>"


def styles_of(layout: Layout) -> Iterator[Style]:
    """Paragraph styles beside Normal."""
    yield from _letterhead(layout)
    yield from _titles(layout)
    yield from _text(layout)
    yield from _ending(layout)
    yield from _around(layout)


def _letterhead(layout: Layout) -> Iterator[Style]:
    number = points(layout.number_size)
    letter = points(layout.letter_subject_size)
    urgency, circulation = points(layout.urgency_size), points(layout.circulation_size)
    yield Style("Superior", "VB Cơ quan chủ quản", points(layout.superior_size), align="center", line=1)
    yield Style("Issuer", "VB Cơ quan ban hành", points(layout.issuer_size), bold=True, align="center", line=1)
    for place, (_, size) in enumerate(layout.right_lines):
        yield Style(f"State{place}", f"VB Quốc hiệu {place + 1}", points(size), bold=True, align="center", line=1)
    yield Style("Rule", "VB Đường kẻ", 2, align="center", exact=3)
    yield Style("Number", "VB Số, ký hiệu", number, align="center", before=8, line=1)
    place_size = points(layout.place_size)
    yield Style("Place", "VB Địa danh, ngày tháng", place_size, italic=True, align="center", before=8, line=1)
    italic = layout.letter_subject_italic
    yield Style("LetterSubject", "VB Trích yếu công văn", letter, italic=italic, align="center", before=6, line=1)
    yield Style("AfterHeader", "VB Sau phần đầu", 2, exact=14)
    boxed = layout.draft_boxed
    yield Style("Draft", "VB Dự thảo", 13, bold=boxed, align="center", before=6, line=1)
    yield Style("Urgency", "VB Độ khẩn", urgency, bold=True, colour="C00000", align="center", before=6, line=1)
    yield Style("Circulation", "VB Phạm vi lưu hành", circulation, bold=True, align="center", before=6, line=1)


def _titles(layout: Layout) -> Iterator[Style]:
    name, subject, appendix = points(layout.name_size), points(layout.subject_size), points(layout.appendix_title_size)
    side = points(TITLE_SIDES)
    yield Style("Title", "Title", name, bold=True, align="center", sides=side, keep_next=True)
    yield Style("Subtitle", "Subtitle", subject, bold=True, align="center", sides=side, keep_next=True)
    note = points(layout.note_size)
    yield Style("TitleNote", "VB Ghi chú tên loại", note, italic=True, align="center", sides=side)
    yield Style("SubjectMark", "VB Dấu sau trích yếu", align="center")
    yield Style("AfterTitle", "VB Sau tên loại", 2, exact=14)
    yield Style("AppendixLabel", "VB Phụ lục", points(layout.appendix_size), bold=True, align="center", outline=0)
    yield Style("AppendixTitle", "VB Tên phụ lục", appendix, bold=True, align="center")
    addressee = points(layout.addressee_size)
    yield Style("Addressee", "VB Kính gửi", addressee, align="center")
    yield Style("AddresseeLine", "VB Kính gửi, danh sách", addressee)
    yield Style("AfterAddressees", "VB Sau kính gửi", 2, exact=10)


def _text(layout: Layout) -> Iterator[Style]:
    gap, first = points(layout.paragraph_gap), points(layout.indent)
    heading = points(layout.heading_size)
    yield Style("BodyText", "Body Text", align="both", first=first, before=gap)
    yield Style("Basis", "VB Căn cứ", italic=layout.basis_italic, align="both", first=first, before=gap)
    yield Style("ListItem", "VB Điểm, khoản", align="both", first=first, before=gap)
    yield Style("Plain", "VB Không thụt dòng", align="left", before=gap)
    yield Style("Centred", "VB Căn giữa", align="center", before=gap)
    order = points(layout.order_size)
    yield Style("Order", "VB Lệnh ban hành", order, bold=True, align="center", before=10, after=10, keep_next=True)
    yield Style("Note", "VB Ghi chú", 12, align="left", before=gap)
    for level in range(1, HEADINGS + 1):
        yield Style(
            f"Heading{level}",
            f"heading {level}",
            heading,
            bold=True,
            align="both",
            first=first,
            before=gap,
            keep_next=True,
            outline=level - 1,
        )
    yield Style("Cell", "VB Ô bảng", points(layout.table_size), line=1)
    yield Style("CellBold", "VB Ô bảng đậm", points(layout.table_size), bold=True, line=1)
    yield Style("BeforeTable", "VB Trước bảng", 2, exact=6, keep_next=True)
    yield Style("AfterTable", "VB Sau bảng", 1, exact=1)


def _ending(layout: Layout) -> Iterator[Style]:
    signer = points(layout.signer_size)
    yield Style("BeforeSignature", "VB Trước chữ ký", 2, exact=14, keep_next=True)
    yield Style("Signer", "VB Người ký", signer, bold=True, align="center")
    yield Style("Capacity", "VB Quyền hạn, chức vụ", signer, bold=layout.capacity_bold, align="center")
    yield Style("SignerHint", "VB Chỉ dẫn ký", 13, italic=True, align="center")
    yield Style("SigningSpace", "VB Chỗ ký", 2, exact=points("21mm"))
    yield Style("AfterSigner", "VB Sau chữ ký", 2, exact=10)
    yield Style("SignerTitle", "VB Chức vụ dưới", signer, bold=layout.titles_below_bold, align="center")
    title = points(layout.recipients_title_size)
    slanted = layout.recipients_title_look == "bold-italic"
    yield Style(
        "RecipientsTitle", "VB Nơi nhận", title, bold=slanted, italic=slanted, underlined=not slanted, align="left"
    )
    yield Style("Recipient", "VB Nơi nhận, danh sách", points(layout.recipients_size), align="left", line=1)
    yield Style("Drafter", "VB Người soạn", points(layout.drafter_size), align="left", line=1)


def _around(layout: Layout) -> Iterator[Style]:
    address = points(layout.address_size)
    yield Style("Header", "header", points(layout.page_number_size), align="center", line=1)
    yield Style("Footer", "footer", address, align="center", line=1)
    yield Style("FooterRuled", "VB Địa chỉ", address, align="center", line=1, ruled=True)
    yield Style("Stamp", "VB Thông tin ký số", points(layout.stamp_size), align="right", line=1)
    yield Style("Check", "VB Mã tra cứu", points(layout.stamp_size), align="left", line=1)


def _defaults(layout: Layout) -> str:
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    language = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
    size = round(points(layout.body_size) * 2)
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{language}</w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


def _normal(layout: Layout) -> str:
    """Line height: a bare number is a part of the type's size, as in CSS; points are exact."""
    if layout.line_height.endswith("pt"):
        spacing = f'w:line="{twips(points(layout.line_height))}" w:lineRule="exact"'
    else:
        spacing = f'w:line="{round(240 * float(layout.line_height) / NATURAL_LINE)}" w:lineRule="auto"'
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl/><w:spacing w:before="0" w:after="0" {spacing}/></w:pPr></w:style>'
    )


def _paragraph_style(style: Style) -> str:
    keep = "<w:keepNext/>" if style.keep_next else ""
    border = _RULE_ABOVE if style.ruled else ""
    align = f'<w:jc w:val="{style.align}"/>' if style.align else ""
    outline = f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline >= 0 else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{keep}{border}{_spacing(style)}{_indent(style)}{align}{outline}</w:pPr>'
        f"<w:rPr>{_look(style)}</w:rPr></w:style>"
    )


def _indent(style: Style) -> str:
    if not (style.first or style.sides):
        return ""
    side = twips(style.sides)
    return f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="{twips(style.first)}"/>'


_RULE_ABOVE = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="2" w:color="000000"/></w:pBdr>'


def _spacing(style: Style) -> str:
    height = ""
    if style.exact:
        height = f' w:line="{twips(style.exact)}" w:lineRule="exact"'
    elif style.line:
        height = f' w:line="{round(240 * style.line)}" w:lineRule="auto"'
    return f'<w:spacing w:before="{twips(style.before)}" w:after="{twips(style.after)}"{height}/>'


def _look(style: Style) -> str:
    marks = "<w:b/>" * style.bold + "<w:i/>" * style.italic
    marks += f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    size = round(style.size * 2)
    marks += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    return marks + ('<w:u w:val="single"/>' if style.underlined else "")


_LINES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="Frame"><w:name w:val="Normal Table"/></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
    f"<w:tblPr><w:tblBorders>{_LINES}</w:tblBorders></w:tblPr></w:style>"
)
