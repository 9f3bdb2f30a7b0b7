"""Cited documents: the bases before the first heading, and what is cited inside the text; with what is suspect about them."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from campaigns.labels import SIGNS, Style, parse_label

from .lines import LONGEST, Para, is_caps
from .shapes import Basis, Item
from .words import ANNOUNCES, BASIS_LEADS, BODIES, CITED_TYPES, LAWS

_TYPES = "|".join(re.escape(name) for name in sorted(CITED_TYPES, key=len, reverse=True))
_LAWS = "|".join(LAWS)
NUMBER = r"\d{1,5}(?:/(?:19|20)\d{2})?\s?[/\-]\s?[A-ZĐ][\wĐ]*(?:\s?[/\-&.]\s?[A-ZĐ0-9][\wĐ]*)*"
_DATE = (
    r"(?P<d>\d{1,2})\s?[/.\-]\s?(?P<m>\d{1,2})\s?[/.\-]\s?(?P<y>\d{4})"
    r"|(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})(?:\s+năm\s+|\s*/\s*)(?P<y2>\d{4})"
)
_STOP = (
    r"(?=,?\s+(?:về|v/v|ban\s+hành|quy\s+định|phê\s+duyệt|phát\s+động|hướng\s+dẫn|sửa\s+đổi|triển\s+khai|kiện\s+toàn|thành\s+lập|phân\s+chia|để)\b"
    r"|,?\s*[“\"(«]|\s*[;.]|\s*,(?!\s*(?:khen|thương|thể|du|truyền)\b)|\s+và\s+(?:(?-i:(?![A-ZĐ]))|(?:"
    + "|".join(CITED_TYPES)
    + r")\b)|$)"
)
_CITED = re.compile(
    rf"(?P<type>{_TYPES})(?:\s+số\s*:?)?\s+(?P<no>{NUMBER})(?:,?\s*ngày\s+(?P<date>{_DATE}))?(?:,?\s*của\s+(?P<issuer>.{{2,120}}?){_STOP})?",
    re.IGNORECASE,
)
_LAW = re.compile(
    rf"(?P<type>{_LAWS})\s+(?P<about>[^;.“”]{{3,140}}?)(?:\s+(?:số\s+)?(?P<no>\d+/\d{{4}}/QH\d+))?,?\s+ngày\s+(?P<date>{_DATE})",
)
_ABOUT = re.compile(r",?\s*(?:(?P<via>về|v/v)\s+)?(?P<about>.+)", re.IGNORECASE | re.DOTALL)
_MOST_ABOUT = 220
_LEAD = re.compile(rf"^(?:{'|'.join(sorted(BASIS_LEADS, key=len, reverse=True))})\s+(?:các\s+)?", re.IGNORECASE)
_DOES = "|".join(ANNOUNCES)
ANNOUNCES = re.compile(
    rf"\b(?:{_DOES})\b[^;]{{0,160}}?\b(?:kế\s+hoạch|chương\s+trình|quy\s+chế|hướng\s+dẫn|phương\s+án|phong\s+trào|nội\s+dung)",
    re.IGNORECASE,
)
_ACTOR = re.compile(rf"(?:,|\))\s+(?=(?:{'|'.join(BODIES)})\b[^;]{{0,200}}?\b(?:{_DOES})\b)")
_AS_FOLLOWS = re.compile(r"(?:như\s+sau|sau\s+đây|dưới\s+đây|nội\s+dung\s+sau)\s*[:;.]?$", re.IGNORECASE)
_SECOND = re.compile(
    rf"\s+và\s+(?=(?:{_TYPES})(?:\s+số)?\s+{NUMBER}|(?:nội\s+dung\s+)?(?:ký\s+kết\s+)?(?:bản\s+)?giao\s+ước)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Opening:
    """Everything before the first heading: cited documents, the announcing sentence, and paragraphs that are neither."""

    bases: tuple[Basis, ...]
    style: str
    text: str
    places: tuple[Item, ...]
    left: tuple[Para, ...]


def begins_basis(text: str) -> bool:
    return _LEAD.match(parse_label(text).rest) is not None


def read_opening(paras: Iterable[Para]) -> Opening:
    """Take the paragraphs between the title and the first heading apart."""
    bases: list[Basis] = []
    says: list[str] = []
    places: list[Item] = []
    left: list[Para] = []
    in_lines = False
    for para in paras:
        text = parse_label(para.text).rest if parse_label(para.text).style in SIGNS else para.text
        cited, announced = _apart(text)
        if not cited and not announced:
            left.append(para)
            continue
        in_lines = in_lines or bool(cited and not announced)
        bases += [replace(one, first=para.first, last=para.last) for one in map(citation, cited)]
        says += [announced] if announced else []
        places.append(Item(para.first, para.last))
    return Opening(tuple(bases), "lines" if in_lines else "prose", "\n".join(says), tuple(places), tuple(left))


def _apart(text: str) -> tuple[list[str], str]:
    """(cited chunks, announcing sentence) of one paragraph; both empty when it is neither."""
    if not _LEAD.match(text):
        return ([], text) if _AS_FOLLOWS.search(text) or ANNOUNCES.search(text) else ([], "")
    chunks = [chunk.strip() for chunk in _outside(text, ";") if chunk.strip()]
    announced = ""
    if chunks and (_AS_FOLLOWS.search(chunks[-1]) or len(chunks) > 1 or text.endswith(":")):
        chunks[-1:], announced = _announced(chunks[-1])
    said = [part.strip() for chunk in chunks for part in _SECOND.split(chunk)]
    return [part.rstrip(" .;,") for part in said if part], announced


def _announced(chunk: str) -> tuple[list[str], str]:
    """The last chunk cut where somebody begins to announce the paper."""
    bare = _masked(chunk)
    cuts = list(_ACTOR.finditer(bare))
    if cuts:
        at = cuts[-1].end()
        return [chunk[:at].strip().rstrip(",")], chunk[at:]
    starts_with_body = re.match(rf"(?:{'|'.join(BODIES)})\b", chunk) and not _CITED.match(chunk)
    if starts_with_body and ANNOUNCES.search(bare):
        return [], chunk
    return [chunk], ""


def _masked(text: str) -> str:
    """Quotations and brackets blanked, places kept; the closing bracket stays as the edge of a clause."""
    bare = re.sub(r"“[^”]*”|\"[^\"]*\"|«[^»]*»", lambda found: " " * len(found.group()), text)
    return re.sub(r"\([^()]*\)", lambda found: " " * (len(found.group()) - 1) + ")", bare)


def _outside(text: str, mark: str) -> list[str]:
    """Parts between marks that stand outside quotations and brackets."""
    bare, parts, begin = _masked(text), [], 0
    for at, letter in enumerate(bare):
        if letter == mark:
            parts.append(text[begin:at])
            begin = at + 1
    return [*parts, text[begin:]]


def citation(text: str) -> Basis:
    """One cited document taken apart: type, number and sign, date, issuer, subject. Without a number the words are kept
    whole as the subject."""
    said = _LEAD.sub("", text.strip(), count=1).strip()
    found = _CITED.match(said)
    law = None if found else _LAW.match(said)
    if found is None and law is None:
        return _unnumbered(said, text)
    match = found or law
    date, doubt = _date(match)
    if found is not None:
        rest = said[match.end() :].strip()
        about = _ABOUT.match(rest)
        words = about["about"].strip(" .,;") if about else ""
        words = _bare(words)
        words = f"việc{words[4:]}" if words.casefold().startswith("việc") else words
    else:
        words = match["about"].strip(" ,")
    issuer = (match.groupdict().get("issuer") or "").strip(" ,")
    return Basis(
        1,
        1,
        doubt=doubt,
        doc_type=_said_type(match["type"]),
        number=re.sub(r"\s", "", match["no"] or "") if found else "",
        date=date,
        issuer=issuer[:200],
        about=words[:500],
    )


def _bare(words: str) -> str:
    """A subject that begins with a quotation: the quotation, without its marks and a second «về»."""
    inner = re.match(r"[“\"«]([^”\"»]*)(?:[”\"»]|$)", words)
    return re.sub(r"^về\s+", "", inner[1]) if inner else words


def _unnumbered(said: str, text: str) -> Basis:
    law = re.match(rf"(?P<type>{_LAWS})\s+(?P<about>.+)", said)
    if law:
        return Basis(1, 1, doc_type=law["type"], about=law["about"][:500])
    kept = text.strip() if not text.casefold().startswith(("căn cứ", "thực hiện", "theo")) else said
    return Basis(1, 1, doubt="không thấy số, ký hiệu", about=kept[:500])


def _said_type(text: str) -> str:
    return text[:1].upper() + text[1:].lower() if text.isupper() or text[:1].islower() else text


def _date(match: re.Match[str]) -> tuple[dt.date | None, str]:
    got = match.groupdict()
    if not got.get("date"):
        return None, ""
    day, month, year = (int(got[name] or got[f"{name}2"]) for name in ("d", "m", "y"))
    try:
        return dt.date(year, month, day), ""
    except ValueError:
        return None, f"ngày «{got['date']}» không có trong lịch"


def cited_spans(text: str) -> list[tuple[int, int]]:
    """Where documents are cited in a sentence: dates there are theirs."""
    return [match.span() for form in (_CITED, _LAW) for match in form.finditer(text)]


def cited_inside(paras: Iterable[Para], opening: Iterable[Basis]) -> list[Basis]:
    """Documents cited in the body, each once; those of the opening only again where they have another date."""
    known = {(one.number, one.date) for one in opening}
    numbers = {one.number for one in opening}
    found: list[Basis] = []
    for para in paras:
        for form in (_CITED, _LAW):
            for match in form.finditer(para.text[:LONGEST]):
                one = replace(_inside(match, para), in_opening=False)
                again = one.number and one.number in numbers and one.date is None
                if again or (one.number, one.date) in known:
                    continue
                known.add((one.number, one.date))
                numbers.add(one.number)
                found.append(one)
    return found


def _inside(match: re.Match[str], para: Para) -> Basis:
    """With the words up to the end of its clause as the subject."""
    tail = re.split(r"[;.]", _masked(para.text[match.end() : match.end() + 600]), maxsplit=1)[0]
    tail = para.text[match.end() :][: len(tail) if len(tail) <= _MOST_ABOUT else tail.rfind(",", 0, _MOST_ABOUT) + 1]
    one = citation(
        match.group() + (tail.rstrip(",") if re.match(r"\s*(?:,\s*)?(?:về|v/v|quy định|ban hành|“)", tail) else "")
    )
    doubt = one.doubt or ("" if one.date else "không thấy ngày ban hành")
    return replace(one, first=para.first, last=para.last, doubt=doubt)


def with_suspects(bases: Iterable[Basis], issued: dt.date | None, first_duty: dt.date | None) -> list[Basis]:
    """The same bases, those with an odd date marked: later than the plan (or than its first duty, when the plan has no
    date), another year in the number, one number with two dates."""
    rows = list(bases)
    dates = defaultdict(set)
    for one in rows:
        if one.number and one.date:
            dates[one.number].add(one.date)
    return [replace(one, suspect=_suspect(one, dates[one.number], issued, first_duty)) for one in rows]


def _suspect(one: Basis, dates: set[dt.date], issued: dt.date | None, first_duty: dt.date | None) -> str:
    if one.date is None:
        return ""
    written = f"{one.date:%d/%m/%Y}"
    in_number = re.match(r"\d+/((?:19|20)\d{2})/", one.number)
    if one.number and len(dates) > 1:
        return f"Số {one.number} được ghi với nhiều ngày: {', '.join(f'{day:%d/%m/%Y}' for day in sorted(dates))}; cần đối chiếu bản gốc."
    if in_number and int(in_number[1]) != one.date.year:
        return f"Năm trong số, ký hiệu ({in_number[1]}) khác năm của ngày ban hành ({written}); cần đối chiếu bản gốc."
    if issued and one.date > issued:
        return f"Ngày ban hành {written} sau ngày của kế hoạch ({issued:%d/%m/%Y}); cần đối chiếu bản gốc."
    if issued is None and first_duty and one.date > first_duty:
        return f"Ngày ban hành {written} sau mốc đầu tiên của kế hoạch ({first_duty:%d/%m/%Y}); cần đối chiếu bản gốc."
    return ""


def announces(para: Para) -> bool:
    """«… như sau:»: what comes next is the text."""
    return _AS_FOLLOWS.search(para.text) is not None


def opens_body(para: Para) -> bool:
    """Whether the text proper begins here: a label that is no list of bases, or a row of a table."""
    label = parse_label(para.text)
    if label.style is Style.NONE:
        return bool(para.cells) or is_caps(para.text)
    return not begins_basis(para.text)
