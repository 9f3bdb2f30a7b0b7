"""A plan: heading, bases, numbered tree of any depth, closing, recipients and signature."""

import re
from typing import Any

from reports.blocks import (
    Block,
    Header,
    Heading,
    ListItem,
    Paper,
    Paragraph,
    Recipients,
    Run,
    Section,
    Signature,
    Signer,
    Title,
    runs_of,
)
from reports.layouts import layouts
from reports.layouts.base import Layout

from .wording import citation, ended, number_line, place_date

# «I.», «I-», «1.», «2.10.»: a titled item under such a label is a bold line of its own.
_HEADING_LABEL = re.compile(r"(?:[IVXLC]+|\d+(?:\.\d+)*)[.\-]?$")
_PROSE_BEGINS = "Thực hiện "


def paper_of(facts: dict[str, Any]) -> Paper:
    layout = layouts()[facts["layout"]]
    blocks = (_header(layout, facts), _title(layout, facts), *_text(layout, facts), _signature(facts))
    return Paper(facts["title"], layout.key, (Section(blocks),))


def _header(layout: Layout, facts: dict[str, Any]) -> Header:
    return Header(
        superior=facts["superior"],
        issuer_lines=tuple(facts["issuer_lines"]),
        number_line=number_line(layout, facts["number"], facts["sign"]),
        place_date=place_date(facts["place"], facts["day"], facts["month"], facts["year"]),
        draft_mark=facts["draft_mark"] or (layout.draft_mark if facts["is_draft"] else ""),
    )


def _title(layout: Layout, facts: dict[str, Any]) -> Title:
    subject = facts["subject"].strip()
    if layout.subject_small_letter:
        subject = subject[:1].lower() + subject[1:]
    return Title(facts["doc_type"].upper(), subject)


def _text(layout: Layout, facts: dict[str, Any]) -> list[Block]:
    """Everything between title and signature; the last paragraph carries the layout's closing mark."""
    blocks = [*_opening(layout, facts), *(block for node in facts["nodes"] for block in _node(node))]
    blocks += [Paragraph(runs_of(part)) for part in _parts(facts["closing"])]
    if blocks:
        last = blocks[-1]
        final = last.runs[-1]
        run = Run(ended(final.text, layout.end_mark), final.bold, final.italic, final.sub)
        blocks[-1] = type(last)(**{**vars(last), "runs": (*last.runs[:-1], run)})
    return blocks


def _opening(layout: Layout, facts: dict[str, Any]) -> list[Block]:
    cited = [citation(layout, basis) for basis in facts["bases"]]
    # A Party paper has its bases in lines of their own, whatever was chosen.
    if facts["bases_style"] == "prose" and layout.family == "state":
        text = "; ".join([*cited, facts["opening"]] if facts["opening"] else cited)
        lead = _PROSE_BEGINS if cited and not text.startswith(_PROSE_BEGINS.strip()) else ""
        return [Paragraph(runs_of(lead + text))] if text else []
    lines = [f"{layout.basis_label}Căn cứ {text.removeprefix('Căn cứ ')}" for text in cited]
    marks = [";"] * (len(lines) - 1) + ["."]
    found: list[Block] = [
        Paragraph(runs_of(line + mark), "basis") for line, mark in zip(lines, marks[: len(lines)], strict=True)
    ]
    return found + [Paragraph(runs_of(part)) for part in _parts(facts["opening"])]


def _node(node: dict[str, Any]) -> list[Block]:
    label, title, parts = node["label"].strip(), node["title"].strip(), _parts(node["text"])
    if title and (not label or _HEADING_LABEL.match(label)):
        return [Heading(label, runs_of(title), node["depth"]), *(Paragraph(runs_of(part)) for part in parts)]
    if title:
        first = f"{title.rstrip(':')}: {parts[0]}" if parts else title
        parts = [first, *parts[1:]]
    if not parts:
        return []
    first, *rest = parts
    lead = ListItem(label, runs_of(first)) if label else Paragraph(runs_of(first))
    return [lead, *(Paragraph(runs_of(part)) for part in rest)]


def _parts(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _signature(facts: dict[str, Any]) -> Signature:
    signer = facts["signer"]
    # Without a capacity of its own the post is what the person signs as: it stands above the signature.
    above = (signer["authority_line"], signer["capacity"] or signer["post"])
    return Signature(
        Signer(
            lines=tuple(line for line in above if line),
            post=signer["post"] if signer["capacity"] else "",
            name=signer["name"],
            titles_below=tuple(signer["titles_below"]),
        ),
        recipients=_recipients(facts) if facts["recipients"] or facts["archive_line"] else None,
    )


def _recipients(facts: dict[str, Any]) -> Recipients:
    layout = layouts()[facts["layout"]]
    items = [_recipient(item, layout.mark_italic) for item in facts["recipients"]]
    if facts["archive_line"]:
        initials = facts["drafter_initials"].strip("()")
        kept = Run(facts["archive_line"].strip().removeprefix("- ").rstrip("."))
        items.append((kept, Run(f"({initials})", sub=True)) if initials else (kept,))
    return Recipients(tuple(items))


def _recipient(item: dict[str, str], italic: bool) -> tuple[Run, ...]:
    text = Run(item["text"].strip().rstrip(";,."))
    mark = item["mark"].strip("() ")
    return (text, Run(" ("), Run(mark, italic=italic), Run(")")) if mark else (text,)
