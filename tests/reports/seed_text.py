"""A real plan's text, read from ``../shared/seeds`` by a reader of the tests' own, as paragraphs and as a plan's facts.

The texts come from scans. Rules by which they are mended, and no others:

1. Marks of the transcription (``#``, ``*``, ``<sub>``, backslashes) are not text; ``**`` and ``*`` inside a paragraph stay
   as bold and italic.
2. A paragraph that begins with a small letter, or goes on after a hyphen, was cut by the end of a page: it is joined to
   the one before.
3. A word in italics at the very end after «/» or after the signer's post is somebody's initials written by pen.
4. White space is not compared: blanks for numbers and days written by hand are of any width.
5. Where our words are compared with the document's, letters the scanner misread are put right (``MISREAD``).
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from accounts.marks import split_marks
from tests.reference import SHARED

SEEDS = SHARED / "seeds"
_LABEL = re.compile(r"([IVX]+[.-]|\d+(?:\.\d+)*\.|[a-zđ]\)|[-+])\s+(.*)", re.DOTALL)
_NUMBER = re.compile(r"Số:?\s*(\d*)\s*[-/](\S+)")
_PLACE = re.compile(r"(.+?), ngày\s*(\d*)\s*tháng\s*(\d*)\s*năm (\d{4})")
MISREAD = {"Tô quốc": "Tổ quốc", "Khôi thi đua": "Khối thi đua"}
_INITIALS = re.compile(r"(?<=[.\w])\s*/?\s*\*(?:h|Suu)\*\s*$")
_BASIS = re.compile(
    r"(?:Căn cứ )?(?P<doc_type>[^\W\d]+(?: [^\W\d]+)?) số (?P<number>[^\s,]+),? ngày (?P<date>[\d/]+) của "
    r"(?P<issuer>.+?) (?P<about>(?:về|phê duyệt) .+)"
)


@dataclass(frozen=True)
class Seed:
    """``head``: what stands above the text, ``body``: its paragraphs, then recipients and the lines of the signer."""

    head: list[str]
    body: list[str]
    recipients: list[str]
    signer: list[str]


def whole(number: str) -> str:
    """The file whose name begins so, without initials written by pen. Skips the test where the seeds are absent."""
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip(f"{SEEDS} is not here: the papers are not compared with the documents' own text")
    text = re.sub(r"</?sub>", "", found[0].read_text("utf-8"))
    return "\n".join(_INITIALS.sub("", line.rstrip()) for line in text.splitlines())


def seed(number: str) -> Seed:
    """The document taken apart."""
    text = whole(number).replace("\\*", "*")
    blocks = [block for block in re.split(r"\n\s*\n", text) if block.strip()]
    title = next(place for place, block in enumerate(blocks) if "KẾ HOẠCH" in block)
    # The name of the document and what it is about may share a block; a row of dashes may follow.
    start = title + (1 if len(blocks[title].strip().splitlines()) > 1 else 2)
    start += "-----" in blocks[start]
    end = next(place for place, block in enumerate(blocks) if "Nơi nhận" in block)
    tail = [line for block in blocks[end + 1 :] for line in block.splitlines() if line.strip()]
    return Seed(
        head=[_plain(line) for block in blocks[:start] for line in block.splitlines() if line.strip()],
        body=_joined([item for block in blocks[start:end] for item in _items(block)]),
        recipients=[_plain(line).removeprefix("- ") for line in tail if line.startswith("- ")],
        signer=[_plain(line) for line in tail if not line.startswith("- ")],
    )


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[#*]", "", text).split())


def _items(block: str) -> list[str]:
    """Paragraphs of a block: one, or one a dash. A wholly bold one loses its marks, a heading keeps a leading #."""
    lines = [line.strip() for line in block.strip().splitlines()]
    texts = re.split(r"\n(?=[-+] )", "\n".join(lines))
    return [" ".join(text.split()) for text in texts]


def _joined(items: list[str]) -> list[str]:
    found: list[str] = []
    for item in items:
        if found and found[-1].endswith("-"):
            found[-1] += item
        elif found and item[0].islower() and not _LABEL.match(item):
            found[-1] += f" {item}"
        else:
            found.append(item)
    return found


def bare(text: str) -> str:
    """Text as it is compared: no white space, no marks."""
    return re.sub(r"[\s\u200b*#\\]", "", text)


def looks(number: str) -> dict[tuple[bool, bool], list[str]]:
    """Stretches of the text, inside paragraphs, that are bold, italic or both: (bold, italic) → what is printed so."""
    found: dict[tuple[bool, bool], list[str]] = {}
    for text in seed(number).body:
        parts = [] if text.startswith(("#", "**")) else split_marks(text)
        for stretch, bold, italic in parts:
            if bold or italic:
                found.setdefault((bold, italic), []).append(stretch)
    return found


def mended(text: str) -> str:
    for wrong, right in MISREAD.items():
        text = text.replace(wrong, right)
    return text


def facts_of(number: str, frame: dict[str, Any]) -> dict[str, Any]:
    """The seed as the facts of a plan: ``frame`` gives the keys every plan has."""
    found = seed(number)
    head = "\n".join(found.head)
    party = "ĐẢNG CỘNG SẢN" in head
    written, place = _NUMBER.search(head), _PLACE.search(head)
    place_name, *date = place.groups()
    day, month, year = (int(part) if part else None for part in date)
    subject = head.partition("KẾ HOẠCH")[2].replace("-----", "").strip()
    bases, opening, rest = _opening(found.body, party)
    issuer = head.partition("\n*")[0].splitlines() if party else []
    return frame | {
        "layout": "party_hd36_2018" if party else "state_nd30_2020",
        "superior": "TỈNH HÀ GIANG" if party else "",
        "issuer_lines": [line for line in issuer if line.startswith(("KHỐI", "CÁC"))],
        "number": written[1],
        "sign": written[2],
        "place": place_name.strip(),
        "day": day,
        "month": month,
        "year": year,
        "is_draft": party,
        "subject": subject,
        "bases": bases,
        "bases_style": "lines" if party else "prose",
        "opening": opening,
        "nodes": [_node(text) for text in rest],
        "closing": "",
        **_end(found),
    }


def _opening(body: list[str], party: bool) -> tuple[list[dict], str, list[str]]:
    """The bases taken apart, the rest of the opening, the other paragraphs."""
    if party:
        cited = [text.removeprefix("- ") for text in body if text.startswith("- Căn cứ")]
        return [_basis(text.rstrip(";.")) for text in cited], body[len(cited)], body[len(cited) + 1 :]
    parts = body[0].removeprefix("Thực hiện ").split("; ")
    bases = [_basis(part) for part in parts if _BASIS.fullmatch(part)]
    return bases, "; ".join(parts[len(bases) :]), body[1:]


def _basis(text: str) -> dict[str, Any]:
    found = _BASIS.fullmatch(text).groupdict()
    return found | {"date": datetime.strptime(found["date"], "%d/%m/%Y").date().isoformat()}


def _node(text: str) -> dict[str, Any]:
    heading = text.startswith("#") or (text.startswith("**") and text.endswith("**"))
    text = _plain(text) if heading else text.strip()
    text = _plain(text) if text.startswith("*") else text
    label, rest = _LABEL.fullmatch(text).groups() if _LABEL.fullmatch(text) else ("", text)
    is_title = heading or re.fullmatch(r"[IVX]+[.-]", label)
    return {"label": label, "title": rest if is_title else "", "text": "" if is_title else rest, "depth": 1}


def _end(found: Seed) -> dict[str, Any]:
    *names, kept = [text.rstrip(";,.") for text in found.recipients]
    kept, _, initials = kept.partition("(")
    marked = [re.fullmatch(r"(.+?)(?: \((.+)\))?", name).groups() for name in names]
    lines, after = found.signer, next(i for i, line in enumerate(found.signer) if not line.isupper())
    above = lines[:after]
    authority = above.pop(0) if above[0].startswith("TM.") else ""
    return {
        "recipients": [{"text": text, "mark": mark or ""} for text, mark in marked],
        "archive_line": kept,
        "drafter_initials": initials.rstrip(")"),
        "signer": {
            "authority_line": authority,
            "capacity": above[0],
            "post": above[1] if len(above) > 1 else "",
            "name": lines[after],
            "titles_below": lines[after + 1 :],
        },
    }
