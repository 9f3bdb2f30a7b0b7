"""Minutes of a meeting, of a deliberation and of a count of ballots (NĐ 30/2020, mẫu 1.9: no place and date line,
secretary left, chair right). They take plain facts; what goes on in the meeting of our own.

Both: ``inputs`` {begins, ends, place, chair, secretary, base_count (how many the percentages are of), base (in words)}.
Meeting and deliberation: {present: [name], absent: [{name, reason}]}.
Deliberation: {method, votes: [{subject, award, agree, base?}]}.
Counting: {team: [{name, role}], issued, returned, valid, invalid, candidates: [{subject, award, agree, disagree, blank,
base?}]}. Counts are whole numbers; the percentage is agree / base_count, of a row with a base of its own agree / base.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from reports.blocks import (
    Block,
    Column,
    Heading,
    ListItem,
    Paper,
    Row,
    Signature,
    SignatureGrid,
    Signer,
    listed,
    runs_of,
)
from scoring.rules import round_half_up, say

from .frame import (
    Facts,
    closed,
    grid,
    header_of,
    numbered,
    paper,
    recipients_of,
    section,
    sentence,
    signature_of,
    title_of,
)

VOTES = (
    Column("STT", 6, "center"),
    Column("Tập thể, cá nhân", 32),
    Column("Danh hiệu, hình thức đề nghị", 30),
    Column("Đồng ý", 18, "center"),
    Column("Tỷ lệ %", 14, "right"),
)
BALLOTS = (
    Column("Số phiếu phát ra", 25, "center"),
    Column("Số phiếu thu về", 25, "center"),
    Column("Số phiếu hợp lệ", 25, "center"),
    Column("Số phiếu không hợp lệ", 25, "center"),
)
CANDIDATES = (
    Column("STT", 6, "center"),
    Column("Tập thể, cá nhân", 26),
    Column("Danh hiệu, hình thức đề nghị", 26),
    Column("Đồng ý", 10, "center"),
    Column("Không đồng ý", 11, "center"),
    Column("Phiếu trống", 9, "center"),
    Column("Tỷ lệ đồng ý %", 12, "right"),
)
HINT = "(Ký, ghi rõ họ tên)"
_NUMBER = re.compile(r"\d+\.")


def session(facts: Facts) -> Paper:
    """A meeting without a vote: what was presented, said and concluded."""
    inputs = facts["inputs"]
    text = [
        *_attendance(inputs),
        *section(facts, "reports"),
        *section(facts, "discussion"),
        *section(facts, "conclusions"),
        *_ending("Hội nghị", inputs),
    ]
    return _signed_by_two(facts, text)


def deliberation(facts: Facts) -> Paper:
    inputs, base = facts["inputs"], facts["inputs"].get("base_count")
    votes = [
        (row["subject"], row["award"], f"{row['agree']}/{_of(row, base)}", share(row["agree"], _of(row, base)))
        for row in inputs.get("votes", [])
    ]
    text = [
        *_attendance(inputs),
        *section(facts, "reports"),
        *section(facts, "discussion"),
        *section(
            facts, "vote", *_method(inputs), *grid(VOTES, numbered(votes)), *(_base(inputs, "votes") if votes else [])
        ),
        *section(facts, "conclusions"),
        *_ending("Cuộc họp", inputs),
    ]
    return _signed_by_two(facts, text)


def _attendance(inputs: dict) -> list[Block]:
    return [
        *_opening(inputs),
        *_people("Có mặt", inputs.get("present", [])),
        *_people("Vắng mặt", [_absent(row) for row in inputs.get("absent", [])]),
    ]


def _signed_by_two(facts: Facts, text: list[Block]) -> Paper:
    """Chair right, secretary left."""
    inputs = facts["inputs"]
    chair = Signer(("CHỦ TỌA",), inputs.get("chair", ""), hint=HINT)
    secretary = Signer(("THƯ KÝ",), inputs.get("secretary", ""), hint=HINT)
    signature = Signature(chair, recipients_of(facts), secretary)
    return paper(facts, [header_of(facts, dated=False), title_of(facts), *closed(facts, in_a_row(text)), signature])


def counting(facts: Facts) -> Paper:
    inputs, base = facts["inputs"], facts["inputs"].get("base_count")
    candidates = [
        (
            row["subject"],
            row["award"],
            str(row["agree"]),
            str(row["disagree"]),
            str(row["blank"]),
            share(row["agree"], _of(row, base)),
        )
        for row in inputs.get("candidates", [])
    ]
    text = [
        *_opening(inputs),
        *_people("Tổ kiểm phiếu", [_with(row["name"], row["role"]) for row in inputs.get("team", [])]),
        *section(facts, "rules"),
        *section(facts, "ballots", *_ballots(inputs)),
        *section(facts, "results", *grid(CANDIDATES, numbered(candidates)), *_base(inputs, "candidates")),
        *section(facts, "sealing"),
        *_ending("Việc kiểm phiếu", inputs),
    ]
    head = [header_of(facts, dated=False), title_of(facts)]
    return paper(facts, [*head, *closed(facts, in_a_row(text)), *_team(inputs), *_recipients(facts)])


def in_a_row(text: Iterable[Block]) -> list[Block]:
    """Numbered headings count on without a gap where a section had nothing to say."""
    found, count = [], 0
    for block in text:
        if isinstance(block, Heading) and _NUMBER.fullmatch(block.label):
            count += 1
            block = replace(block, label=f"{count}.")
        found.append(block)
    return found


def share(agree: int, base: int | None) -> str:
    """«85,71»: agree of base in percent, two decimals; "" without a base."""
    return say(round_half_up(Decimal(agree) * 100 / base, 2), 2) if base else ""


def _opening(inputs: dict) -> list[Block]:
    said = (
        ("Thời gian bắt đầu", inputs.get("begins", "")),
        ("Địa điểm", inputs.get("place", "")),
        ("Chủ tọa", inputs.get("chair", "")),
        ("Thư ký", inputs.get("secretary", "")),
    )
    return [sentence(f"{name}: {text.rstrip('.')}.") for name, text in said if text]


def _people(name: str, people: Iterable[str]) -> list[Block]:
    items = listed(list(people))
    if not items:
        return []
    return [sentence(f"{name} ({len(items)}):"), *(ListItem("-", runs_of(item)) for item in items)]


def _absent(row: dict) -> str:
    return f"{row['name']}, lý do: {row['reason']}" if row["reason"] else row["name"]


def _with(name: str, role: str) -> str:
    return f"{name}, {role}" if role else name


def _method(inputs: dict) -> list[Block]:
    method = inputs.get("method", "")
    return [sentence(f"Hình thức biểu quyết: {method}.")] if method else []


def _ballots(inputs: dict) -> list[Block]:
    counts = tuple(str(inputs[name]) for name in ("issued", "returned", "valid", "invalid") if name in inputs)
    return grid(BALLOTS, [Row(counts)]) if len(counts) == len(BALLOTS) else []


def _base(inputs: dict, rows: str) -> list[Block]:
    """What the percentages are of is always said: members in all or those present give different results; so is where
    somebody does not vote on a candidate."""
    base, words = inputs.get("base_count"), inputs.get("base", "")
    if not (base and words):
        return []
    own = [f"{row['subject']}: {row['base']}" for row in inputs.get(rows, []) if row.get("base")]
    less = f" Có người không bỏ phiếu nên tính trên số còn lại: {'; '.join(own)}." if own else ""
    return [sentence(f"Tỷ lệ % tính trên {base} {words}.{less}")]


def _of(row: dict, base: int | None) -> int | None:
    return row.get("base") or base


def _ending(name: str, inputs: dict) -> list[Block]:
    ends = inputs.get("ends", "")
    return [sentence(f"{name} kết thúc lúc {ends.rstrip('.')}.")] if ends else []


def _team(inputs: dict) -> list[Block]:
    """Everybody who counted signs."""
    signers = tuple(
        Signer((row["role"].upper() or "THÀNH VIÊN",), row["name"], hint=HINT) for row in inputs.get("team", [])
    )
    return [SignatureGrid(signers, 2, "TỔ KIỂM PHIẾU")] if signers else []


def _recipients(facts: Facts) -> list[Block]:
    """Under the team's signatures: who certifies the minutes on the right, where they go on the left."""
    return [signature_of(facts)] if recipients_of(facts) or facts["signer"]["name"] else []
