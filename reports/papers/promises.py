"""What is promised at the beginning of the year: a unit's registration and the bloc's pledge.

Registration: movements, targets and titles come from the unit's registration; ``inputs`` add what is not in it:
{movements: [{name, aim, begins, ends}], titles: [{award, quantity, names}]}.
Pledge ``inputs``: {targets: [{title, measure_unit, planned}]}, which the frozen text of the bloc's pledge replaces once it
is open for signing. Neither is a kind of NĐ 30/2020: no number. Layout of the
tables after mẫu 1a of Thông tư 35/2011/TT-BLĐTBXH (old law); the pledge of our own.
"""

from reports.blocks import Block, Column, Paper, Paragraph, Row, SignatureGrid, Signer, runs_of

from .frame import (
    Facts,
    addressees_of,
    bases_of,
    closed,
    grid,
    header_of,
    numbered,
    paper,
    section,
    signature_of,
    title_of,
)
from .wording import amount

MOVEMENTS = (
    Column("STT", 6, "center"),
    Column("Tên phong trào", 32),
    Column("Mục tiêu", 30),
    Column("Thời gian phát động", 16, "center"),
    Column("Thời gian kết thúc", 16, "center"),
)
TARGETS = (
    Column("STT", 6, "center"),
    Column("Nội dung", 46),
    Column("Đơn vị tính", 14, "center"),
    Column("Chỉ tiêu", 14, "right"),
    Column("Ghi chú", 20),
)
SHARED = (*TARGETS[:3], Column("Chỉ tiêu", 34, "center"))
OWN = (
    Column("STT", 6, "center"),
    Column("Đơn vị", 26),
    Column("Nội dung", 40),
    Column("Đơn vị tính", 14, "center"),
    Column("Chỉ tiêu", 14, "right"),
)
TITLES = (
    Column("STT", 6, "center"),
    Column("Danh hiệu, hình thức khen thưởng", 38),
    Column("Số lượng", 12, "center"),
    Column("Tập thể, cá nhân", 44),
)
MEMBERS = (
    Column("STT", 6, "center"),
    Column("Đơn vị", 64),
    Column("Vai trò", 30),
)
HINT = "(Ký, ghi rõ họ tên, đóng dấu)"


def registration(facts: Facts) -> Paper:
    inputs, data = facts["inputs"], facts["data"]
    named = [*data.get("movements", []), *inputs.get("movements", [])]
    movements = [(row["name"], row["aim"], row["begins"], row["ends"]) for row in named]
    text = [
        *section(facts, "movements", *grid(MOVEMENTS, numbered(movements))),
        *section(facts, "targets", *grid(TARGETS, numbered(map(_target, facts["data"].get("targets", []))))),
        *section(facts, "titles", *grid(TITLES, _aims(data.get("aims", []), inputs.get("titles", [])))),
        *section(facts, "promise"),
    ]
    head = [header_of(facts), title_of(facts), *addressees_of(facts), *bases_of(facts)]
    return paper(facts, [*head, *closed(facts, text), signature_of(facts)])


def _aims(registered: list[dict], added: list[dict]) -> list[Row]:
    """Titles and forms, of collectives and of persons, each under a row of its own; what was typed for the paper last."""
    rows, number, last = [], 0, None
    for row in registered:
        group = (row["kind"], row["subject"])
        if group != last:
            rows.append(Row(("", f"{row['kind']} – {row['subject'].lower()}", "", ""), "group"))
            last = group
        number += 1
        rows.append(Row((str(number), row["award"], row["quantity"], row["names"])))
    if rows and added:
        rows.append(Row(("", "Đăng ký khác", "", ""), "group"))
    for place, row in enumerate(added, start=number + 1):
        rows.append(Row((str(place), row["award"], row["quantity"], row["names"])))
    return rows


def _target(row: dict) -> tuple[str, ...]:
    return row["title"], row["measure_unit"], amount(row["planned"]), row["note"]


def pledge(facts: Facts) -> Paper:
    """Members, aim, contents, shared targets, promise, and a place to sign for the head of every member."""
    members = facts["data"].get("members", [])
    shared, own = _pledged(facts)
    text: list[Block] = [
        *section(facts, "opening"),
        *grid(MEMBERS, numbered((row["unit"], row["role"]) for row in members)),
        *section(facts, "aim"),
        *section(facts, "contents"),
        *section(facts, "targets", *grid(SHARED, numbered(shared)), *grid(OWN, numbered(own))),
        *section(facts, "promise"),
    ]
    head = [header_of(facts), title_of(facts), *bases_of(facts)]
    late = [block for row in facts["data"].get("annexes", []) for block in _annex(row)]
    return paper(facts, [*head, *closed(facts, text), *_signers(members), *late])


def _annex(row: dict) -> list[Block]:
    """What a unit that joined later signs: which wording it joins, its targets, a place for its head."""
    joins = (
        f"{row['member']['unit']} tham gia giao ước đã chốt (bản chốt lần {row['number']}, mã kiểm tra {row['sha256']}) "
        "và cam kết thực hiện các nội dung của giao ước đó."
    )
    targets = [(each["title"], each["measure_unit"], each["planned"], "") for each in row["rows"]]
    return [
        Paragraph(runs_of(f"PHỤ LỤC: {row['member']['unit'].upper()}"), "order"),
        Paragraph(runs_of(joins)),
        *grid(TARGETS, numbered(targets)),
        SignatureGrid((_signer(row["member"]),), 2, ""),
    ]


def _pledged(facts: Facts) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Rows of the shared targets, and of each unit's own: the frozen ones, else what was typed for the paper."""
    frozen = facts["data"].get("frozen")
    if not frozen:
        return [(row["title"], row["measure_unit"], row["planned"]) for row in facts["inputs"].get("targets", [])], []
    shared = [(row["title"], row["measure_unit"], _figure(row)) for row in frozen["shared"]]
    own = [
        (unit["unit"], row["title"], row["measure_unit"], row["planned"])
        for unit in frozen["own"]
        for row in unit["rows"]
    ]
    return shared, own


def _figure(row: dict) -> str:
    """«120 (cộng 3 đơn vị)», «mỗi đơn vị 95», or every unit with its figure."""
    if row["how"] == "sum":
        return f"{row['planned']} (cộng {len(row['parts'])} đơn vị)"
    if row["how"] == "same":
        return f"mỗi đơn vị {row['planned']}"
    return (
        "; ".join(f"{part['unit']}: {part['planned']}" for part in row["parts"] if part["planned"]) or "theo nội dung"
    )


def _signers(members: list[dict]) -> list[Block]:
    """Officers first, as the members are listed."""
    signers = tuple(map(_signer, members))
    title = "ĐẠI DIỆN CÁC ĐƠN VỊ KÝ GIAO ƯỚC"
    return [SignatureGrid(signers, 2, title)] if signers else []


def _signer(row: dict) -> Signer:
    return Signer(_above(row), name=row["head"], hint=row.get("signed") or HINT)


def _above(row: dict) -> tuple[str, ...]:
    named = (row["unit"].upper(), row["role"].upper(), row["post"].upper())
    return tuple(line for line in named if line)
