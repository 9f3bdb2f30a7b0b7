"""A proposal in short lines, to compare with what a reader of the document would write down."""

from campaigns.reading import Deadline, Phase, Proposal


def due(row: Deadline) -> str:
    """«before 15/06/2021», «by tháng 07/2021», «hằng năm before 15/12/2023», «sau 10 ngày …», «–» for none."""
    time = f"{row.rule} {row.when.words()}" if row.when.words() else row.words
    other = f" hoặc {row.or_when.words()}" if row.or_when.words() else ""
    starts = f" từ {row.starts:%d/%m/%Y}" if row.starts else ""
    return f"{'hằng năm ' if row.every_year else ''}{time}{other}{starts}".strip() or "–"


def duty(row: Deadline) -> str:
    """kind | time | receivers, with the owner when it is not the members."""
    to = " ".join([*row.to, *([row.to_others] if row.to_others else [])]) or "–"
    return f"{row.kind} | {due(row)} | {to}{'' if row.owes == 'members' else f' | {row.owes}'}"


def phase(row: Phase) -> str:
    return f"{row.name} | {row.begins.words()} | {row.ends.words()} | {len(row.occasions)}"


def duties(proposal: Proposal) -> list[str]:
    return [duty(row) for row in proposal.deadlines]


def labels(proposal: Proposal) -> str:
    """Labels in reading order, each level between brackets: «I.(1.(- -) 2.)»."""
    said, depth = "", 1
    for node in proposal.nodes:
        said += "(" * (node.depth - depth) + ")" * (depth - node.depth)
        depth = node.depth
        said += f" {node.label or '·'}"
    return f"{said}{')' * (depth - 1)}".replace("( ", "(").strip()


def bases(proposal: Proposal, opening: bool) -> list[str]:
    rows = (row for row in proposal.bases if row.in_opening is opening)
    return [f"{row.doc_type} {row.number} {row.date or ''} {row.issuer}".strip() for row in rows]


HEAD = (
    "family", "superior_line", "issuer_lines", "doc_type", "number", "sign", "place", "day", "month", "year", "draft_mark",
    "bases_style", "authority_line", "capacity", "post", "signer_name", "titles_below", "archive_line", "drafter_initials",
)  # fmt: skip


def head(proposal: Proposal) -> dict:
    """The fields of the head that say something."""
    return {name: getattr(proposal.head, name) for name in HEAD if getattr(proposal.head, name)}
