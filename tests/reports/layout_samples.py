"""Papers made of blocks by hand, so that every element a layout describes stands somewhere to be measured."""

from reports.blocks import (
    Addressees,
    AppendixTitle,
    Block,
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

LONG = (
    "Tổ chức phong trào thi đua thiết thực, gắn với nhiệm vụ chính trị của từng đơn vị; kịp thời phát hiện, bồi dưỡng, "
    "nhân rộng điển hình tiên tiến; bảo đảm việc khen thưởng chính xác, công khai, công bằng và đúng quy định."
)
# Every letter Vietnamese adds to the Latin alphabet, with every tone.
VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
LETTERS = VOWELS + VOWELS.upper()
CHECK = Check("ABCD-EFGH-JK", "https://thidua.example/kiem-tra/ABCD-EFGH-JK")
RECIPIENTS = Recipients(
    (
        runs_of("UBND tỉnh (b/c)"),
        runs_of("Các đơn vị trong Khối"),
        (Run("Lưu: VT, TH"), Run("(Ph)", sub=True)),
    ),
    drafter="PL.(300)",
)
SIGNER = Signer(("TM. KHỐI THI ĐUA", "TRƯỞNG KHỐI"), "Nguyễn Văn Thử", "CHÁNH VĂN PHÒNG")


def header(**changes) -> Header:
    fields = {
        "superior": "ỦY BAN NHÂN DÂN TỈNH A",
        "issuer_lines": ("KHỐI THI ĐUA", "CÁC CƠ QUAN THAM MƯU"),
        "number_line": "Số: 05/KH-KTĐ",
        "place_date": "Quảng Trị, ngày 05 tháng 3 năm 2026",
    }
    return Header(**{**fields, **changes})


def paper(layout: str, *blocks: Block, **around) -> Paper:
    return Paper("Văn bản mẫu", layout, (Section(blocks),), **around)


def plan(layout: str) -> Paper:
    """A named document over several pages: title, bases, headings, points, signature, everything around the text."""
    blocks = (
        header(),
        Title("KẾ HOẠCH", "Tổ chức phong trào thi đua năm 2026"),
        Paragraph(runs_of("Căn cứ Luật Thi đua, khen thưởng;"), "basis"),
        Paragraph(runs_of("Theo đề nghị của Tổ thư ký."), "basis"),
        Paragraph(runs_of("Khối thi đua ban hành Kế hoạch. " + LONG)),
        Heading("I.", runs_of("MỤC ĐÍCH, YÊU CẦU")),
        Heading("1.", runs_of("Mục đích"), 2),
        ListItem("a)", runs_of("Điểm một có **chữ đậm** và *chữ nghiêng* và ***cả hai***. " + LONG)),
        *(Paragraph(runs_of(f"Đoạn {number}. {LONG}{LONG}")) for number in range(30)),
        Paragraph(runs_of("Đoạn cuối./.")),
        Signature(SIGNER, RECIPIENTS),
    )
    stamp = ("Số: 05/KH-KTĐ", "2026-03-05T09:30:00+07:00")
    return paper(layout, *blocks, check=CHECK, stamp=stamp, address=("Số 1, đường A, tỉnh B", "Điện thoại: 0123"))


def decision(layout: str) -> Paper:
    """A decision with chapters, articles, clauses, points, and three appendices of which one is landscape."""
    rows = tuple(Row((str(number), f"Đơn vị {number}", "10,5")) for number in range(1, 61))
    columns = (Column("STT", 10, "center"), Column("Đơn vị", 70), Column("Điểm", 20, "right"))
    body = (
        header(),
        Title("QUYẾT ĐỊNH", "Về việc phân khối thi đua"),
        Paragraph(runs_of("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"), "order"),
        Paragraph(runs_of("Căn cứ Luật Tổ chức chính quyền địa phương;"), "basis"),
        Paragraph(runs_of("QUYẾT ĐỊNH:"), "order"),
        Heading("Chương I", runs_of("QUY ĐỊNH CHUNG"), centred=True),
        Heading("Điều 1.", runs_of("Phạm vi điều chỉnh"), 2),
        ListItem("1.", runs_of("Khoản một.")),
        ListItem("đ)", runs_of("Điểm đ.")),
        ListItem("Điều 2.", runs_of("Quyết định này có hiệu lực từ ngày ký./."), bold_label=True),
        Signature(SIGNER, RECIPIENTS),
    )
    note = "(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 3 năm 2026 của Chủ tịch Ủy ban nhân dân tỉnh)"
    appendices = (
        Section((AppendixTitle("DANH SÁCH KHỐI", "I", note), Table(columns, rows))),
        Section((AppendixTitle("BẢNG ĐIỂM", "II", note), Table(columns, rows)), landscape=True),
        Section((AppendixTitle("MẪU PHIẾU", "III", note), Paragraph(runs_of(LONG)))),
    )
    return Paper("Quyết định", layout, (Section(body), *appendices))


def letter(layout: str, *names: str) -> Paper:
    head = header(
        number_line="Số: 12/KTĐ-TH",
        subject="V/v nộp báo cáo sơ kết 6 tháng đầu năm 2026",
        urgency="HỎA TỐC",
        circulation="LƯU HÀNH NỘI BỘ",
    )
    names = names or ("Ủy ban nhân dân tỉnh", "Sở Nội vụ", "Các đơn vị thành viên Khối thi đua")
    return paper(layout, head, Addressees(names), Paragraph(runs_of(LONG)), Signature(SIGNER, RECIPIENTS))


def minutes(layout: str) -> Paper:
    """Two signers with the recipients under them, then a grid of seven."""
    signers = tuple(Signer((f"ĐƠN VỊ SỐ {number}",), f"Trần Thị Số {number}") for number in range(1, 8))
    blocks = (
        header(place_date=""),
        Title("BIÊN BẢN", "Họp bình xét thi đua năm 2026"),
        Paragraph(runs_of(LONG)),
        Signature(
            Signer(("CHỦ TỌA",), "Lê Văn Chủ", hint="(Ký, ghi rõ họ tên)"),
            RECIPIENTS,
            Signer(("THƯ KÝ",), "Phạm Thị Thư", hint="(Ký, ghi rõ họ tên)"),
        ),
        SignatureGrid(signers, 3, "ĐẠI DIỆN CÁC ĐƠN VỊ"),
    )
    return paper(layout, *blocks)


def wide_table(layout: str, lines: int = 40) -> Paper:
    """Portrait text, a landscape section with a table of grouped columns, and portrait text again."""
    columns = (
        Column("STT", 6, "center"),
        Column("Nội dung, tiêu chí", 44),
        Column("Tự chấm", 10, "right", "Điểm"),
        Column("Thẩm định", 10, "right", "Điểm"),
        Column("Ghi chú", 30),
    )
    rows = [Row(("I. TẬP THỂ", "", "", "", ""), "band")]
    rows += [Row((str(n), f"Tiêu chí {n}: {LONG[:90]}", "10", "9,5", LONG[:60])) for n in range(1, lines + 1)]
    table = Table(columns, (*rows, Row(("", "TỔNG CỘNG", "400", "380", ""), "total")))
    sections = (
        Section((header(), Title("BÁO CÁO", "Kết quả năm"), Paragraph(runs_of(LONG)))),
        Section((table,), landscape=True),
        Section((Paragraph(runs_of("Sau bảng. " + LONG)), Signature(SIGNER, RECIPIENTS))),
    )
    return Paper("Báo cáo", layout, sections)


def all_letters(layout: str) -> Paper:
    looks = (runs_of(LETTERS), runs_of(LETTERS, bold=True), runs_of(LETTERS, italic=True))
    both = runs_of(LETTERS, bold=True, italic=True)
    signs = runs_of("“ ” – … ≥ ≤ % § ° × ½ € « »")
    return paper(layout, header(), *(Paragraph(runs, "plain") for runs in (*looks, both, signs)))


def specimen(layout: str) -> Paper:
    """Every element once, on as few pages as can be: what ``measured`` reads."""
    marks = {"draft_mark": "DỰ THẢO", "urgency": "HỎA TỐC", "circulation": "LƯU HÀNH NỘI BỘ"}
    head = header(issuer_lines=("KHỐI THI ĐUA", "CÁC CƠ QUAN"), subject="V/v mẫu", **marks)
    signer = Signer(("TM. KHỐI THI ĐUA", "TRƯỞNG KHỐI"), "Nguyễn Văn Thử", titles_below=("Bí thư chi bộ",))
    body = (
        head,
        Title("KẾ HOẠCH", "Trích yếu của văn bản mẫu", "(ghi chú của tên loại)"),
        Addressees(("Ủy ban nhân dân tỉnh",)),
        Paragraph(runs_of("QUYẾT ĐỊNH:"), "order"),
        Paragraph(runs_of("Căn cứ mẫu;"), "basis"),
        Paragraph(runs_of("Đoạn một. " + LONG)),
        Paragraph(runs_of("Đoạn hai. " + LONG)),
        Heading("I.", runs_of("MỤC LỚN")),
        Table((Column("Cột A", 60), Column("Cột B", 40)), (Row(("ô một", "ô hai")),)),
        *(Paragraph(runs_of(f"Dòng {number}.")) for number in range(20)),
        Signature(signer, RECIPIENTS),
    )
    stamp, address = ("Số: 05/KH-KTĐ", "2026-03-05T09:30:00+07:00"), ("Địa chỉ: số 1",)
    appendix = Section((AppendixTitle("TÊN PHỤ LỤC", "I", "(Kèm theo Kế hoạch)"),))
    return Paper("Mẫu", layout, (Section(body), appendix), stamp=stamp, address=address, check=CHECK)
