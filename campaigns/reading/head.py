"""The head of a paper: letterhead, number and sign, place and date, draft mark, name of the paper and what it is about."""

import re
from dataclasses import dataclass

from campaigns.labels import Style, parse_label

from .bases import ANNOUNCES, begins_basis
from .lines import Para, is_caps
from .words import PAPER_TYPES

MOST_HEAD = 45  # paragraphs; the name of the paper stands among the first
_TYPE = re.compile(rf"^\s*(?P<type>{'|'.join(PAPER_TYPES)})(?P<more>\s+.*)?$")
_SAID_TYPE = re.compile(r"(?P<type>kế hoạch|chương trình|hướng dẫn)\s+(?P<more>[^.;:]{5,200})", re.IGNORECASE)
_SIGN = r"[A-ZĐ][A-ZĐa-z0-9]*(?:\s?[-/&.]\s?[A-ZĐ0-9][A-ZĐa-z0-9]*)*"
_NUMBER = re.compile(
    rf"S[ốỐ]\s*:?\s*(?P<no>\d{{0,5}}[a-z]?)\s*(?P<by>[-/])\s*(?P<sign>{_SIGN})|S[ốỐ]\s*:\s*(?P<only>\d{{0,5}})\s*$|Số\s+(?P<bare>\d{{1,5}})\s*$"
)
_PLACE = re.compile(
    r"(?P<place>[^\W\d_][^,;:\d]{1,60}?)\s*,\s*ngày\s*(?P<d>\d{0,2})\s*tháng\s*(?P<m>\d{0,2})\s*năm\s*(?P<y>\d{4}|\d{0,3})",
    re.IGNORECASE,
)
_NATION = re.compile(r"CỘNG\s+H[OÒ][ÀA]\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM", re.IGNORECASE)
_MOTTO = re.compile(r"Độc\s+lập\s*[-–]\s*Tự\s+do\s*[-–]\s*Hạnh\s+phúc", re.IGNORECASE)
_PARTY = re.compile(r"ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM", re.IGNORECASE)
_DRAFT = re.compile(r"\(?\s*dự\s+thảo(?:\s+lần\s+(?:thứ\s+)?\w+)?\s*\)?", re.IGNORECASE)
_SUPERIOR = re.compile(
    r"^(?:UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|TỈNH|THÀNH PHỐ|HUYỆN|BỘ|TỈNH ỦY|THÀNH ỦY|ĐẢNG BỘ|BAN CHẤP HÀNH|TỔNG CÔNG TY|TẬP ĐOÀN|SỞ|HỘI ĐỒNG|BAN|TỔNG CỤC|CỤC)\b"
)
_OWN = re.compile(r"(?:KHỐI|CỤM|HỘI ĐỒNG THI ĐUA|BAN TỔ CHỨC)\b")


@dataclass(frozen=True)
class Found:
    """Fields of the head, paragraphs used for it (indexes), where the rest begins, and pieces nobody understood."""

    fields: dict
    begins: int
    doubt: str
    left: tuple[tuple[Para, str, str], ...]


def read_head(paras: list[Para]) -> Found:
    """The head at the beginning of a paper; ``begins`` is the index of the first paragraph after title and subject."""
    at = next((i for i, para in enumerate(paras[:MOST_HEAD]) if _is_type(para.text)), None)
    if at is None:
        return _without_title(paras)
    fields, left = _letterhead(paras[:at])
    doc_type, subject, begins = _title(paras, at)
    doubt = "" if subject else "không thấy trích yếu dưới tên loại"
    return Found({**fields, "doc_type": doc_type, "subject": subject}, begins, doubt, tuple(left))


def _is_type(text: str) -> bool:
    found = _TYPE.match(text)
    return bool(found) and (found["more"] is None or is_caps(text))


def _without_title(paras: list[Para]) -> Found:
    """No name of the paper in capitals: a first line «Kế hoạch thi đua …» is taken for it; otherwise what looks like a
    letterhead is read, and the text begins at the first heading or basis."""
    said = next((i for i, para in enumerate(paras[:6]) if _SAID_TYPE.fullmatch(para.text)), None)
    if said is not None:
        words = _SAID_TYPE.fullmatch(paras[said].text)
        fields, left = _letterhead(paras[:said])
        title = {"doc_type": words["type"].upper(), "subject": words["more"]}
        return Found(fields | title, said + 1, "tên loại không viết hoa: đoán theo dòng đầu", tuple(left))
    stop = next(
        (
            i
            for i, para in enumerate(paras[:MOST_HEAD])
            if begins_basis(para.text) or parse_label(para.text).style is not Style.NONE
        ),
        0,
    )
    fields, left = _letterhead(paras[:stop])
    return Found(fields, stop, "không thấy tên loại văn bản (KẾ HOẠCH …)", tuple(left))


def _letterhead(paras: list[Para]) -> tuple[dict, list[tuple[Para, str, str]]]:
    fields: dict = {}
    names: list[str] = []
    left = []
    for para in paras:
        for piece in _pieces(para, fields):
            if is_caps(piece) and len(piece) <= 120 and parse_label(piece).style is Style.NONE:
                names.append(piece)
            else:
                left.append((para, piece, "đứng trước tên loại nhưng không phải cơ quan, số, địa danh hay ngày"))
    return fields | _issuers(names), left


def _pieces(para: Para, fields: dict) -> list[str]:
    """What is left of a line when number, place, date, national and Party heading and draft mark are taken out."""
    text = re.sub(r"[….·_]{2,}|…", " ", para.raw)
    for pattern, take in (
        (_NUMBER, _number),
        (_PLACE, _place),
        (_PARTY, _party),
        (_NATION, None),
        (_MOTTO, None),
        (_DRAFT, _draft),
    ):
        found = pattern.search(text)
        if found:
            if take:
                fields |= take(found)
            text = f"{text[: found.start()]}\t{text[found.end() :]}"
    pieces = [" ".join(piece.split()).strip(" |") for piece in re.split(r"\t|\s{3,}|\s\|\s", text)]
    return [piece for piece in pieces if any(letter.isalpha() for letter in piece)]


def _number(found: re.Match[str]) -> dict:
    if found["sign"] is None:
        return {"number": found["only"] or found["bare"] or ""}
    return {"number": found["no"] or "", "sign": re.sub(r"\s", "", found["sign"])[:40]}


def _place(found: re.Match[str]) -> dict:
    day, month, year = (int(found[name]) if found[name] else None for name in "dmy")
    place = re.split(r"\t|\s{3,}|\|", found["place"])[-1].strip()
    return {
        "place": place[:80],
        "day": day if day and day <= 31 else None,
        "month": month if month and month <= 12 else None,
        "year": year if year and 1945 <= year <= 2100 else None,
    }


def _party(found: re.Match[str]) -> dict:
    return {"family": "party"}


def _draft(found: re.Match[str]) -> dict:
    return {"draft_mark": " ".join(found.group().split())[:40]}


def _issuers(names: list[str]) -> dict:
    """The superior body above, the issuer below: what stands above the line of the bloc, else the first line unless it
    belongs to the issuer's name."""
    own = next((i for i, name in enumerate(names) if _OWN.match(name)), 0)
    if own:
        return {"superior_line": " ".join(names[:own])[:200], "issuer_lines": "\n".join(names[own:])}
    if len(names) > 1 and _SUPERIOR.match(names[0]) and not _OWN.match(names[0]) and not _one_body(names):
        return {"superior_line": names[0][:200], "issuer_lines": "\n".join(names[1:])}
    return {"issuer_lines": "\n".join(names)} if names else {}


def _one_body(names: list[str]) -> bool:
    """«ỦY BAN NHÂN DÂN / TỈNH X» is one body in two lines."""
    place = len(names) == 2 and re.match(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|XÃ|PHƯỜNG|THỊ XÃ|THỊ TRẤN)\b", names[1])
    return bool(place and re.fullmatch(r"(?:UBND|[ỦU][YỶ] BAN NHÂN DÂN)", names[0]))


def _title(paras: list[Para], at: int) -> tuple[str, str, int]:
    """(name of the paper, subject, index of what follows)."""
    found = _TYPE.match(paras[at].text)
    parts = [found["more"].strip()] if found["more"] else []
    index = at + 1
    while index < len(paras) and _is_subject(paras[index], len(parts)):
        parts.append(paras[index].text)
        index += 1
    return found["type"], " ".join(parts).strip(" -"), index


def _is_subject(para: Para, taken: int) -> bool:
    """Lines right under the name of the paper: unlabelled, without the end of a sentence."""
    text = para.text
    ended = text[-1:] in ":;." and not text.endswith("...")
    if para.cells or parse_label(text).style is not Style.NONE or len(text) > 600 or ended:
        return False
    if taken == 0:
        return not (begins_basis(text) and ANNOUNCES.search(text) and len(text) > 200)
    right_under = not para.gap and taken < 8 and not begins_basis(text)
    goes_on = text[:1].islower() and len(text) < 200
    return right_under or goes_on or (text.startswith("(") and text.endswith(")"))
