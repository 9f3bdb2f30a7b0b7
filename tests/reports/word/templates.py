"""Word files made by hand for tests of offices' own templates: good ones, and what attackers would send."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.oxml.ns import qn

from tests.reports import samples

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def template(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A document with these paragraphs and, after them, one table of texts."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    return saved(document)


def saved(document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


GOOD = template(
    "{{ co_quan }}",
    "{{ so_ky_hieu }} {{ ngay_thang }}",
    "{% if du_thao %}{{ du_thao }}{% endif %}",
    "{{ ten_loai }}: {{ trich_yeu }}",
    "{%p for dong in can_cu %}",
    "{{ dong }}",
    "{%p endfor %}",
    "{%p for dong in phan.han_che %}",
    "{{ loop.index }}. {{ dong }}",
    "{%p endfor %}",
    "{{ quyen_han }} {{ nguoi_ky }}",
    table=(
        ("Nội dung", "Tỷ lệ"),
        ("{%tr for dong in bang.ket_qua %}", ""),
        ("{{ dong.noi_dung_chi_tieu }}", "{{ dong.ty_le }}"),
        ("{%tr endfor %}", ""),
    ),
)


def upload(content: bytes, name: str = "mau.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def changed(content: bytes, changes: dict[str, Callable[[bytes], bytes] | bytes]) -> bytes:
    """The same file with entries replaced (by bytes, or by what a function makes of them) or added."""
    out, waiting = BytesIO(), dict(changes)
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            change = waiting.pop(entry.filename, None)
            kept = old.read(entry)
            new.writestr(entry.filename, kept if change is None else change(kept) if callable(change) else change)
        for name, added in waiting.items():
            new.writestr(name, added)
    return out.getvalue()


def related(kind: str, target: str, mode: str = ' TargetMode="External"') -> Callable[[bytes], bytes]:
    """Adds a relationship to a .rels part."""
    tag = f'<Relationship Id="rId900" Type="{RELATIONSHIPS}/{kind}" Target="{target}"{mode}/>'.encode()
    return lambda old: old.replace(b"</Relationships>", tag + b"</Relationships>")


def with_body(markup: str) -> Callable[[bytes], bytes]:
    """Puts markup at the beginning of the text."""
    return lambda old: old.replace(b"<w:body>", b"<w:body>" + markup.encode(), 1)


def report(**changes):
    """Facts of a unit's year report."""
    plan = samples.state_plan()
    head = {
        key: plan[key] for key in plan if key not in ("kind", "nodes", "bases", "opening", "closing", "bases_style")
    }
    facts = {
        **head,
        "kind": "unit_year",
        "doc_type": "Báo cáo",
        "number": "7",
        "addressees": ["Trưởng khối"],
        "bases": ["Luật Thi đua, khen thưởng", "Kế hoạch số 05/KH-KTĐ"],
        "parts": [
            {"key": "opening", "label": "", "title": "", "text": "Mở đầu"},
            {"key": "limits", "label": "IV.", "title": "Hạn chế", "text": "Một là chậm\n- Hai là thiếu"},
        ],
        "inputs": {},
        "data": {
            "unit": "Sở A",
            "results": [
                {
                    "title": "Thu ngân sách",
                    "measure_unit": "tỷ đồng",
                    "planned": "100",
                    "actual": "120.5",
                    "percent": "120.5",
                }
            ],
            "score": None,
            "awards": [],
        },
        "check": {"code": "ABCD-EFGH-JK", "url": "https://example.vn/v/A"},
        "stamp": None,
    }
    return facts | changes


def printed(content: bytes) -> list[str]:
    """Every paragraph with text, in headers and tables too."""
    document = docx.Document(BytesIO(content))
    parts = [document.element.body, document.sections[0].header._element]
    lines = ["".join(text.text or "" for text in p.iter(qn("w:t"))) for part in parts for p in part.iter(qn("w:p"))]
    return [line for line in lines if line]
