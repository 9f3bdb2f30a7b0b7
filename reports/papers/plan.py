"""A plan: heading, bases, numbered tree of any depth, closing, recipients and signature."""

import re

from reports.blocks import Block, Heading, ListItem, Paper, Paragraph, runs_of
from reports.layouts.base import Layout

from .frame import Facts, closed, header_of, layout_of, paper, signature_of, title_of
from .wording import citation

# «I.», «I-», «1.», «2.10.»: a titled item under such a label is a bold line of its own.
_HEADING_LABEL = re.compile(r"(?:[IVXLC]+|\d+(?:\.\d+)*)[.\-]?$")
_PROSE_BEGINS = "Thực hiện "


def paper_of(facts: Facts) -> Paper:
    return paper(facts, [header_of(facts), title_of(facts), *_text(facts), signature_of(facts)])


def _text(facts: Facts) -> list[Block]:
    """Everything between title and signature; the last paragraph carries the layout's closing mark."""
    blocks = [*_opening(layout_of(facts), facts), *(block for node in facts["nodes"] for block in _node(node))]
    blocks += [Paragraph(runs_of(part)) for part in _parts(facts["closing"])]
    return closed(facts, blocks)


def _opening(layout: Layout, facts: Facts) -> list[Block]:
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


def _node(node: dict) -> list[Block]:
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
