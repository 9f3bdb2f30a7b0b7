"""What every official paper is built of: head, title, addressees, bases, sections of text, closing mark, signature."""

import re
from collections.abc import Iterable
from typing import Any

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
    Runs,
    Section,
    Signature,
    Signer,
    Table,
    Title,
    listed,
    runs_of,
    split_table,
)
from reports.layouts import layouts
from reports.layouts.base import Layout

from .wording import ended, long_date, number_line, place_date

Facts = dict[str, Any]

# Labels people type at the beginning of a line: «- », «+ », «a) », «1. », «2.1. ».
_LABELLED = re.compile(r"([-+•]|[a-zđ]\)|\d+(?:\.\d+)*[.)])\s+(\S.*)")
_ROMAN = re.compile(r"[IVXLC]+\.")
_GROUNDS = ("căn cứ", "theo", "xét", "thực hiện", "trên cơ sở", "sau khi")


def layout_of(facts: Facts) -> Layout:
    return layouts()[facts["layout"]]


def paper(facts: Facts, blocks: Iterable[Block], *appendices: Section) -> Paper:
    """The whole paper with its check code and, on an electronic copy, the stamp of its issue."""
    check, stamp = facts.get("check"), facts.get("stamp")
    return Paper(
        facts["title"],
        facts["layout"],
        (Section(tuple(blocks)), *appendices),
        stamp=(stamp["number_line"], stamp["signed_at"]) if stamp else (),
        check=Check(check["code"], check["url"]) if check else None,
    )


def header_of(facts: Facts, subject: str = "", dated: bool = True) -> Header:
    """``subject``: the «V/v …» of a công văn. ``dated`` False: minutes have no place and date here (mẫu 1.9)."""
    layout = layout_of(facts)
    return Header(
        superior=facts["superior"],
        issuer_lines=tuple(facts["issuer_lines"]),
        number_line=number_line(layout, facts["number"], facts["sign"]),
        place_date=place_date(facts["place"], facts["day"], facts["month"], facts["year"]) if dated else "",
        draft_mark=facts["draft_mark"] or (layout.draft_mark if facts["is_draft"] else ""),
        subject=subject,
    )


def title_of(facts: Facts) -> Title:
    subject = facts["subject"].strip()
    if layout_of(facts).subject_small_letter:
        subject = subject[:1].lower() + subject[1:]
    return Title(facts["doc_type"].upper(), subject)


def addressees_of(facts: Facts, lead: str = "") -> list[Block]:
    return [Addressees(tuple(facts["addressees"]), lead)] if facts["addressees"] else []


def bases_of(facts: Facts) -> list[Block]:
    """One line each, «Căn cứ …;» to the last, which ends with a full stop."""
    lead = layout_of(facts).basis_label
    grounds = [line if line.lower().startswith(_GROUNDS) else f"Căn cứ {line}" for line in facts["bases"]]
    return [Paragraph(runs_of(lead + line), "basis") for line in listed(grounds)]


def text_blocks(text: str) -> list[Block]:
    """Paragraphs of a text typed line by line; a line that begins with a label is a labelled one."""
    found: list[Block] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        label = _LABELLED.fullmatch(line)
        found.append(ListItem(label[1], runs_of(label[2])) if label else Paragraph(runs_of(line)))
    return found


def sentence(text: str) -> Paragraph:
    return Paragraph(runs_of(text))


def part(facts: Facts, key: str) -> dict[str, str]:
    """A section people wrote: {key, label, title, text}; an empty one when the paper is older than the section."""
    empty = {"key": key, "label": "", "title": "", "text": ""}
    return next((found for found in facts["parts"] if found["key"] == key), empty)


def section(facts: Facts, key: str, *more: Block) -> list[Block]:
    """Heading and text of a section with what follows from data; nothing at all when both are empty."""
    found = part(facts, key)
    body = [*text_blocks(found["text"]), *more]
    if not body:
        return []
    return [*heading(facts, found["label"], found["title"]), *body]


def heading(facts: Facts, label: str, title: str) -> list[Block]:
    """«I. TITLE» (a Party paper: «I- TITLE») or «1. Title»; nothing without a title."""
    if not title:
        return []
    if not _ROMAN.fullmatch(label):
        return [Heading(label, runs_of(title), 2)]
    mark = label.replace(".", "-") if layout_of(facts).family == "party" else label
    return [Heading(mark, runs_of(title.upper()), 1)]


def grid(columns: tuple[Column, ...], rows: Iterable[Row]) -> list[Block]:
    """A table, cut where a long one must be; nothing without rows."""
    kept = tuple(rows)
    return list(split_table(Table(columns, kept))) if kept else []


def numbered(rows: Iterable[tuple[str, ...]]) -> list[Row]:
    """Rows with their number in the first cell."""
    return [Row((str(place), *cells)) for place, cells in enumerate(rows, start=1)]


def closed(facts: Facts, blocks: list[Block]) -> list[Block]:
    """The same blocks, the last paragraph with the layout's closing mark («./.»)."""
    if not blocks or not isinstance(blocks[-1], Paragraph | ListItem):
        return blocks
    last = blocks[-1]
    final = last.runs[-1]
    run = Run(ended(final.text, layout_of(facts).end_mark), final.bold, final.italic, final.sub)
    return [*blocks[:-1], type(last)(**{**vars(last), "runs": (*last.runs[:-1], run)})]


def appendix_of(facts: Facts, title: str, *blocks: Block, landscape: bool = True, counted: str = "") -> Section:
    """An appendix, ``counted`` its Roman number where there are several; its reference line leaves number and date open as
    the paper itself does."""
    layout, kind = layout_of(facts), facts["doc_type"].capitalize()
    number = number_line(layout, facts["number"], facts["sign"])
    date = long_date(facts["day"], facts["month"], facts["year"])
    named = " ".join(part for part in (kind, number.replace("Số:", "số").replace("Số ", "số "), date) if part)
    return Section(
        (AppendixTitle(title, counted, f"(Kèm theo {named} của {facts['issuer_name']})"), *blocks), landscape
    )


def signer_of(facts: Facts) -> Signer:
    """Without a capacity of its own the post is what the person signs as: it stands above the signature."""
    signer = facts["signer"]
    above = (signer["authority_line"], signer["capacity"] or signer["post"])
    return Signer(
        lines=tuple(line for line in above if line),
        post=signer["post"] if signer["capacity"] else "",
        name=signer["name"],
        titles_below=tuple(signer["titles_below"]),
    )


def signature_of(facts: Facts, other: Signer | None = None) -> Signature:
    return Signature(signer_of(facts), recipients_of(facts), other)


def recipients_of(facts: Facts) -> Recipients | None:
    """«Nơi nhận» with the archive line last and, beside it, the drafter's sign; None when there is neither."""
    if not (facts["recipients"] or facts["archive_line"]):
        return None
    items = [_recipient(item, layout_of(facts).mark_italic) for item in facts["recipients"]]
    if facts["archive_line"]:
        initials = facts["drafter_initials"].strip("()")
        kept = Run(facts["archive_line"].strip().removeprefix("- ").rstrip("."))
        items.append((kept, Run(f"({initials})", sub=True)) if initials else (kept,))
    return Recipients(tuple(items))


def _recipient(item: dict[str, str], italic: bool) -> Runs:
    text = Run(item["text"].strip().rstrip(";,."))
    mark = item["mark"].strip("() ")
    return (text, Run(" ("), Run(mark, italic=italic), Run(")")) if mark else (text,)
