"""One paper with every block in every look, and Word files read back."""

import zipfile
from io import BytesIO

import docx

from reports.blocks import (
    Addressees,
    AppendixTitle,
    Check,
    Column,
    Header,
    Heading,
    ListItem,
    Paper,
    Paragraph,
    Recipients,
    Row,
    Run,
    Section,
    Signature,
    SignatureGrid,
    Signer,
    Table,
    Title,
    runs_of,
)
from reports.word import docx_of

LONG = (
    "Tổ chức phong trào thi đua thiết thực, gắn với nhiệm vụ chính trị của từng đơn vị; kịp thời nhân rộng điển hình. "
)

HEADER = Header(
    "UBND TỈNH A",
    ("KHỐI THI ĐUA", "CÁC CƠ QUAN THAM MƯU"),
    "Số: 05/KH-KTĐ",
    "Quảng Trị, ngày 05 tháng 3 năm 2026",
    draft_mark="DỰ THẢO",
    subject="V/v nộp báo cáo",
    urgency="HỎA TỐC",
    circulation="LƯU HÀNH NỘI BỘ",
)
SIGNER = Signer(("TM. KHỐI THI ĐUA", "TRƯỞNG KHỐI"), "Nguyễn Văn Thử", "CHÁNH VĂN PHÒNG", ("Ủy viên",), hint="(Ký)")
COLUMNS = (
    Column("STT", 10, "center"),
    Column("Đơn vị", 50),
    Column("Tự chấm", 20, "right", "Điểm"),
    Column("Thẩm định", 20, "right", "Điểm"),
)
TABLE = Table(
    COLUMNS,
    (
        Row(("Nhóm một", "", "", ""), "band"),
        Row(("1", "Sở A & B <x>", "95,5", "95"), "line"),
        Row(("", "Cộng", "95,5", "95"), "total"),
    ),
)
RECIPIENTS = Recipients(
    (runs_of("UBND tỉnh (b/c)"), (Run("Lưu: VT, NC"), Run("(Ph)", sub=True))),
    drafter="PL.(300)",
)
SECTIONS = (
    Section(
        (
            HEADER,
            Title("KẾ HOẠCH", "Tổ chức phong trào thi đua năm 2026", "(Kèm theo)"),
            Addressees(("Ủy ban nhân dân tỉnh", "Sở Nội vụ")),
            Paragraph(runs_of("Căn cứ Luật;"), "basis"),
            Paragraph(runs_of("QUYẾT ĐỊNH:"), "order"),
            Heading("Chương I", runs_of("QUY ĐỊNH CHUNG"), 1, centred=True),
            Heading("I.", runs_of("MỤC ĐÍCH"), 1),
            Heading("1.", runs_of("Yêu cầu"), 2),
            Paragraph(runs_of(f"**Đậm**, *nghiêng*, ***cả hai***. {LONG}")),
            ListItem("a)", runs_of(LONG)),
            ListItem("Điều 2.", runs_of(LONG), bold_label=True),
            Paragraph(runs_of("Không thụt dòng"), "plain"),
            Paragraph(runs_of("Căn giữa"), "centred"),
            Paragraph(runs_of("Ghi chú"), "note"),
            Signature(SIGNER, RECIPIENTS),
        )
    ),
    Section((TABLE, Signature(SIGNER, RECIPIENTS, other=Signer(("THƯ KÝ",), "Trần Thị Mẫu"))), landscape=True),
    Section(
        (
            AppendixTitle("DANH SÁCH ĐƠN VỊ", "I", "(Kèm theo Kế hoạch)"),
            Table(COLUMNS[:2], (Row(("1", "Sở C")),)),
            SignatureGrid((SIGNER, SIGNER, SIGNER), 2, "ĐẠI DIỆN CÁC ĐƠN VỊ"),
        )
    ),
)


def every_block(layout: str = "state_nd30_2020") -> Paper:
    return Paper(
        "Kế hoạch thử",
        layout,
        SECTIONS,
        stamp=("05/KH-KTĐ", "2026-03-05T08:00:00+07:00"),
        address=("Số 1, phố Thử, tỉnh A", "Điện thoại: 000"),
        check=Check("ABCD-EFGH-JK", "https://example.vn/t/ABCDEFGHJK"),
    )


def paper(*blocks, layout: str = "state_nd30_2020", **options) -> Paper:
    return Paper("Thử", layout, (Section(tuple(blocks)),), **options)


def opened(content: Paper):
    """The file of a paper read back by the library."""
    return docx.Document(BytesIO(docx_of(content)))


def entries(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}
