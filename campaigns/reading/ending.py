"""The end of a paper: closing paragraph, «Nơi nhận», and who signs as what."""

import re
from dataclasses import dataclass

from campaigns.labels import SIGNS, parse_label

from .lines import Para, is_caps
from .shapes import Recipient
from .words import RECIPIENT_MARKS

_RECEIVERS = re.compile(r"^(?:\W*)Nơi\s+nhận\s*:?", re.IGNORECASE)
_AUTHORITY = re.compile(r"^(?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\s*\.?\s*(?=[^\W\d_a-z])")
_SIGNER = re.compile(
    r"(?:KHỐI|CỤM)\s+TRƯỞNG|TRƯỞNG\s+(?:KHỐI|CỤM)|CHỦ\s+TỊCH|GIÁM\s+ĐỐC|BÍ\s+THƯ|TRƯỞNG\s+BAN|CHÁNH\s+VĂN\s+PHÒNG|BỘ\s+TRƯỞNG|TRƯỞNG\s+PHÒNG"
    r"|HIỆU\s+TRƯỞNG|CỤC\s+TRƯỞNG|VỤ\s+TRƯỞNG|VIỆN\s+TRƯỞNG"
)
_IN_BLOC = re.compile(r"KHỐI|CỤM")
_CLOSING = re.compile(
    r"^(?:Trên\s+đây\s+là|Căn\s+cứ\s+Kế\s+hoạch\s+này|Yêu\s+cầu\s+(?:các|thủ)|Đề\s+nghị\s+(?:các|thủ)|Kế\s+hoạch\s+này|Trong\s+quá\s+trình)",
    re.IGNORECASE,
)
_END_MARK = re.compile(r"\s*\.?\s*/\s*\.?\s*(?:\W*[A-Za-z]{1,5})?\s*$")
_MARK = re.compile(rf"\s*\((?P<mark>{RECIPIENT_MARKS})\)$", re.IGNORECASE)
_ARCHIVE = re.compile(r"^Lưu\b", re.IGNORECASE)
_INITIALS = re.compile(r"[,\s]*\(?(?<=[(\s])(?P<who>[A-ZĐ][A-Za-zĐđ]{0,7})\)\.?$|\s*\((?P<who2>[^\W\d_]{1,8})\)\.?$")
_HONOURS = re.compile(r"^(?:(?:TS|ThS|Ths|PGS|GS|BS|KS|Đại tá|Thiếu tướng)\.?\s+)+", re.IGNORECASE)
_SIGNED = re.compile(r"^\(?(?:đã\s+ký|ký\s+tên|ký,.*|chữ\s+ký.*)\)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Ending:
    """``ends`` is the index of the first paragraph of the end; ``after`` of the first one behind it (appendices)."""

    ends: int
    after: int
    closing: tuple[Para, ...]
    fields: dict
    recipients: tuple[Recipient, ...]
    doubt: str
    left: tuple[tuple[Para, str, str], ...]


def closing_text(paras: tuple[Para, ...]) -> str:
    return "\n".join(
        _END_MARK.sub("", para.text).rstrip() + "." if _END_MARK.search(para.text) else para.text for para in paras
    )


def without_end_mark(text: str) -> str:
    """«… bổ sung. / Suu» → «… bổ sung.»"""
    return (
        re.sub(r"\s*\.?\s*/\s*\.?(?:\s+\W*[A-Za-z]{1,5})?\s*$", ".", text)
        if re.search(r"\.\s*/|/\s*\.", text[-12:])
        else text
    )


def read_ending(paras: list[Para], begins: int) -> Ending:
    """The end of the paper, looked for behind ``begins``."""
    start = _start(paras, begins)
    after = next((i for i in range(start, len(paras)) if _is_appendix(paras[i])), len(paras))
    fields, recipients, left = _feet(paras[start:after])
    closing = start
    while closing > begins and _is_closing(paras[closing - 1], start - closing):
        closing -= 1
    while closing < start and not _CLOSING.match(paras[closing].text):
        closing += 1
    doubt = "" if fields.get("signer_name") else "không thấy người ký"
    return Ending(closing, after, tuple(paras[closing:start]), fields, tuple(recipients), doubt, tuple(left))


def _start(paras: list[Para], begins: int) -> int:
    """The line «Nơi nhận», or the first line of the signature near the end; the end of the text when there is neither."""
    for index in range(begins, len(paras)):
        if _RECEIVERS.match(paras[index].text):
            return _with_signature_above(paras, begins, index)
    tail = range(max(begins, len(paras) - 12), len(paras))
    return next((i for i in tail if _is_signature(paras[i].text)), len(paras))


def _with_signature_above(paras: list[Para], begins: int, index: int) -> int:
    """Where the end begins when the signature stands above «Nơi nhận»: short lines without a label, one of them an office."""
    at = index
    while at > begins and index - at < 9 and _is_short(paras[at - 1]):
        at -= 1
    first = next((i for i in range(at, index) if _is_signature(paras[i].text)), index)
    return first


def _is_short(para: Para) -> bool:
    return not para.cells and len(para.text) < 100 and para.text[-1:] not in ".;:" and not parse_label(para.text).label


def _is_signature(text: str) -> bool:
    return (
        is_caps(text)
        and len(text) < 120
        and bool(_AUTHORITY.match(text) or _SIGNER.search(text))
        and not parse_label(text).label
    )


def _is_appendix(para: Para) -> bool:
    return bool(para.cells) or re.match(r"(?:PHỤ LỤC|Phụ lục|LỊCH |BIỂU |BẢNG |DANH SÁCH)", para.text) is not None


def _is_closing(para: Para, already: int) -> bool:
    return already < 3 and not para.cells and not parse_label(para.text).label and not is_caps(para.text)


def _feet(paras: list[Para]) -> tuple[dict, list[Recipient], list[tuple[Para, str, str]]]:
    fields: dict = {"titles_below": ""}
    recipients: list[Recipient] = []
    signs: list[tuple[Para, str]] = []
    left = []
    listing = False
    for para in paras:
        for piece in _pieces(para):
            if _RECEIVERS.match(piece):
                listing, piece = True, _RECEIVERS.sub("", piece).strip()
                if not piece:
                    continue
            label = parse_label(piece)
            if label.style in SIGNS or (listing and not signs and not is_caps(piece) and piece.endswith((";", ","))):
                _receive(para, label.rest if label.label else piece, fields, recipients)
            elif listing and recipients and not signs and not is_caps(piece) and not is_name(piece):
                recipients[-1] = _longer(recipients[-1], para, piece)
            elif _ARCHIVE.match(piece):
                _receive(para, piece, fields, recipients)
            else:
                signs.append((para, piece))
    left += _signer(signs, fields)
    return fields, recipients, left


def _pieces(para: Para) -> list[str]:
    pieces = [" ".join(piece.split()).strip(" |") for piece in re.split(r"\t|\s{3,}|\s\|\s", para.raw)]
    found: list[str] = []
    for piece in pieces:
        # A mark of a list cut from its words by a run of spaces.
        if found and re.fullmatch(r"[-–+•]", found[-1]):
            found[-1] += f" {piece}"
        elif piece:
            found.append(piece)
    return [part for piece in found for part in re.split(r"(?<=[;,.])\s+(?=[-–]\s)", piece)]


def _receive(para: Para, text: str, fields: dict, recipients: list[Recipient]) -> None:
    words = text.strip()
    if _ARCHIVE.match(words):
        initials = _INITIALS.search(words)
        if initials:
            fields["drafter_initials"] = initials["who"] or initials["who2"]
            words = words[: initials.start()]
        fields["archive_line"] = words.strip(" .;,")[:120]
        return
    words = words.rstrip(" ;,.")
    mark = _MARK.search(words)
    said = words[: mark.start()] if mark else words
    if said:
        recipients.append(Recipient(para.first, para.last, text=said[:200], mark=mark["mark"][:40] if mark else ""))


def _longer(row: Recipient, para: Para, piece: str) -> Recipient:
    return Recipient(row.first, para.last, text=f"{row.text} {piece.rstrip(' ;,.')}"[:200], mark=row.mark)


def _signer(signs: list[tuple[Para, str]], fields: dict) -> list[tuple[Para, str, str]]:
    """Authority, capacity in the bloc, post, name and titles below, from the lines of the signature from top to bottom."""
    left, posts, below = [], [], []
    for para, piece in signs:
        words = re.sub(r"(?<=[^\W\d_a-z])\s+[a-z]{1,2}$", "", piece)
        if fields.get("signer_name"):
            below.append(words)
        elif _SIGNED.match(words):
            continue
        elif _AUTHORITY.match(words) and not fields.get("authority_line"):
            fields["authority_line"] = words[:120]
        elif is_caps(words) and len(words) < 120:
            posts.append(words)
        elif is_name(words):
            fields["signer_name"] = words
        elif posts or fields.get("authority_line"):
            posts.append(words)
        else:
            left.append((para, piece, "đứng ở cuối văn bản nhưng không phải nơi nhận, chức vụ hay họ tên"))
    fields["titles_below"] = "\n".join(below[:6])
    left += [(signs[-1][0], words, "đứng sau họ tên người ký") for words in below[6:]]
    _posts(posts, fields)
    return left


def is_name(text: str) -> bool:
    """Two to six words, each with a capital first and small letters behind it; degrees before it do not matter."""
    words = _HONOURS.sub("", text).split()
    return 2 <= len(words) <= 6 and all(
        word.isalpha() and word[0].isupper() and not word[1:].isupper() for word in words
    )


def _posts(posts: list[str], fields: dict) -> None:
    """Of several lines the one that names the bloc is the capacity; «KT. …» stands above the post as well."""
    first = posts[0] if posts else ""
    if len(posts) == 1 and not _IN_BLOC.search(first):
        fields["post"] = first[:120]
    elif posts:
        fields["capacity"], fields["post"] = first[:120], " - ".join(posts[1:])[:120]
