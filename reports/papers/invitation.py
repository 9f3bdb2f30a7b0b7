"""Invitation (NĐ 30/2020, mẫu 1.7).

``inputs``: {guests: [who], meeting, chair, time, place, bring: [papers to bring], report_due: when reports are to arrive}.
"""

from reports.blocks import Block, ListItem, Paper, listed, runs_of

from .frame import Facts, closed, header_of, paper, section, sentence, signature_of, title_of


def paper_of(facts: Facts) -> Paper:
    inputs = facts["inputs"]
    blocks = _guests(facts["issuer_name"], inputs.get("guests", []))
    said = (
        ("Tới dự", inputs.get("meeting", "")),
        ("Chủ trì", inputs.get("chair", "")),
        ("Thời gian", inputs.get("time", "")),
        ("Địa điểm", inputs.get("place", "")),
    )
    blocks += [sentence(f"**{name}:** {text.rstrip('.')}.") for name, text in said if text]
    blocks += [*_bring(inputs.get("bring", [])), *_due(inputs.get("report_due", ""))]
    text = [*blocks, *section(facts, "notes"), *section(facts, "closing")]
    return paper(facts, [header_of(facts), title_of(facts), *closed(facts, text), signature_of(facts)])


def _guests(issuer: str, guests: list[str]) -> list[Block]:
    """One guest on the line itself, several in a list."""
    lead = f"{issuer} trân trọng kính mời:"
    if len(guests) < 2:
        return [sentence(f"{lead} {''.join(guests).rstrip('.')}.")]
    return [sentence(lead), *(ListItem("-", runs_of(line)) for line in listed(guests))]


def _bring(papers: list[str]) -> list[Block]:
    if not papers:
        return []
    return [sentence("**Tài liệu mang theo:**"), *(ListItem("-", runs_of(line)) for line in listed(papers))]


def _due(when: str) -> list[Block]:
    return [sentence(f"**Báo cáo gửi trước:** {when.rstrip('.')}.")] if when else []
