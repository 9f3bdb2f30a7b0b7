"""Frozen facts → values of the fields, through the blocks of the paper, so that both say the same in the same writing."""

from collections.abc import Iterator
from typing import Any

from reports.blocks import (
    Addressees,
    Header,
    Heading,
    ListItem,
    Paper,
    Paragraph,
    Recipients,
    Runs,
    Signature,
    Table,
    Title,
)
from reports.layouts import layouts
from reports.papers import paper_of
from reports.papers.wording import day_text, month_text
from reports.states import DocumentKind

from .fields import GROUP, PARTS, TABLES, column_name, fields_of, nested
from .markup import clean

YES = "có"


def values_of(facts: dict[str, Any]) -> dict[str, Any]:
    """Every field of the facts' kind with its value, in the shape a template reads; texts and lists may be empty."""
    kind = facts["kind"]
    paper = paper_of(facts)
    found = {
        **_head(facts, paper),
        **_lists(facts, paper),
        "noi_dung": list(_body(paper)),
        **_parts(facts),
        **_tables(kind, paper),
    }
    return nested({item.name: cleaned(found[item.name]) for item in fields_of(kind)})


def cleaned(value: Any) -> Any:
    """The same value with texts that a Word file can hold."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items()}
    return [cleaned(item) for item in value]


def _blocks(paper: Paper, *kinds: type) -> Iterator[Any]:
    return (block for section in paper.sections for block in section.blocks if isinstance(block, kinds))


def _head(facts: dict[str, Any], paper: Paper) -> dict[str, str]:
    header = next(_blocks(paper, Header))
    title = next(_blocks(paper, Title), Title(""))
    signer, check = facts["signer"], facts.get("check") or {"code": "", "url": ""}
    return {
        "co_quan_chu_quan": header.superior,
        "co_quan": "\n".join(header.issuer_lines),
        "so": facts["number"],
        "ky_hieu": facts["sign"],
        "so_ky_hieu": header.number_line,
        "dia_danh": facts["place"],
        "ngay": day_text(facts["day"]),
        "thang": month_text(facts["month"]),
        "nam": str(facts["year"]),
        "ngay_thang": header.place_date,
        "ten_loai": title.name,
        "trich_yeu": title.subject or header.subject,
        "du_thao": header.draft_mark,
        "tham_quyen": signer["authority_line"],
        "quyen_han": signer["capacity"] or signer["post"],
        "chuc_vu": signer["post"] if signer["capacity"] else "",
        "nguoi_ky": signer["name"],
        "ma_kiem_tra": check["code"],
        "dia_chi_kiem_tra": check["url"],
    }


def _lists(facts: dict[str, Any], paper: Paper) -> dict[str, list[str]]:
    named = [line for block in _blocks(paper, Addressees) for line in block.lines]
    bases = [text_of(block.runs) for block in _blocks(paper, Paragraph) if block.look == "basis"]
    recipients = next((block.recipients for block in _blocks(paper, Signature) if block.recipients), Recipients(()))
    mark = layouts()[paper.layout].recipients_mark
    lines = [text_of(item) for item in recipients.items]
    return {
        "kinh_gui": named,
        "can_cu": bases,
        "noi_nhan": [line + (mark if place < len(lines) else ".") for place, line in enumerate(lines, start=1)],
        "chuc_danh_duoi": facts["signer"]["titles_below"],
    }


def _body(paper: Paper) -> Iterator[dict[str, str]]:
    """Headings, labelled lines and paragraphs of the text in reading order; bases have a list of their own."""
    for block in _blocks(paper, Heading, ListItem, Paragraph):
        if getattr(block, "look", "") != "basis":
            heading = YES if isinstance(block, Heading) else ""
            yield {"nhan": getattr(block, "label", ""), "chu": text_of(block.runs), "tieu_de": heading}


def _parts(facts: dict[str, Any]) -> dict[str, list[str]]:
    """Lines of each section people wrote; the plan has none."""
    if facts["kind"] == DocumentKind.PLAN:
        return {}
    texts = {part["key"]: part["text"] for part in facts["parts"]}
    return {f"phan.{name}": _lines(texts.get(key, "")) for key, name in PARTS.items()}


def _tables(kind: str, paper: Paper) -> dict[str, list[dict[str, str]]]:
    """Rows of each table by name; parts of a long table are joined, a table that is not printed is empty."""
    found = {}
    for name, (columns, kinds) in TABLES.items():
        if kind in kinds:
            rows = [row for table in _blocks(paper, Table) if table.columns == columns for row in table.rows]
            keys = [column_name(column.title) for column in columns]
            found[f"bang.{name}"] = [
                {**dict(zip(keys, row.cells, strict=True)), GROUP: "" if row.look == "line" else YES} for row in rows
            ]
    return found


def text_of(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
