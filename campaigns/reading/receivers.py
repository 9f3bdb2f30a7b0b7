"""Who receives, owes or hosts: offices by their words, and the names a plan gives its own officers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .lines import LONGEST
from .words import BOARD, BODIES, CENTRAL, COUNCIL, DEPUTY, LEADER, MEMBERS, OTHERS

_ROLES = tuple(
    (role, re.compile(words, re.IGNORECASE))
    for role, words in (
        ("deputy", DEPUTY),
        ("leader", LEADER),
        ("council", COUNCIL),
        ("board", BOARD),
        ("members", MEMBERS),
    )
)
_OTHERS = re.compile(OTHERS, re.IGNORECASE)
_CENTRAL = re.compile(CENTRAL, re.IGNORECASE)
_BODY = "|".join(BODIES)
_BETWEEN_OFFICES = re.compile(r",|;|\s+và\s+|(?:^|\s)(?:về|trước|chậm|muộn|để|trong|đúng|xong)\s", re.IGNORECASE)
_OFFICE = re.compile(
    r"(?:Sở|Ban|Phòng|Vụ|Cục|Văn phòng|Hội|Đảng ủy|Tỉnh ủy|Công đoàn|Tổng|Liên đoàn|Bộ|Bệnh viện|Trường|Trung tâm)\s+[A-ZĐ]"
)
_TAG = r"(?:là\s+)?(?:(?:đơn\s+vị|cơ\s+quan)\s+)?(?P<role>khối\s+trưởng|trưởng\s+khối|cụm\s+trưởng|trưởng\s+cụm|khối\s+phó|phó\s+(?:trưởng\s+)?khối|cụm\s+phó|phó\s+(?:trưởng\s+)?cụm)"
_NAMED = re.compile(
    rf"(?P<name>(?:{_BODY})\s[^;:().–]{{2,90}}?)\s*(?:\(\s*{_TAG}[^)]{{0,40}}\)|[-–,]\s*{_TAG.replace('<role>', '<role2>')})",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(
    rf"{_TAG}\s*(?::|là|\()\s*(?P<name>(?:{_BODY})\s[^;:().]{{2,90}}?)(?=[;.)]|$|\s+(?:và|chủ trì)\b)(?P<role2>)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Aliases:
    """Full names of the leading and the deputy unit as this plan gives them."""

    names: tuple[tuple[str, str], ...] = ()  # (name, role)

    def roles(self, text: str) -> set[str]:
        words = " ".join(text.casefold().split())
        return {role for name, role in self.names if name in words}


def aliases_in(texts: Iterable[str]) -> Aliases:
    """«Sở X (Khối trưởng)», «Văn phòng Y - đơn vị Trưởng khối», «Trưởng khối: Sở Z»."""
    found: dict[str, str] = {}
    for text in texts:
        for form in (_NAMED, _NAMED_AFTER):
            for match in form.finditer(text[:LONGEST]):
                name = _last_body(match["name"]) if form is _NAMED else match["name"]
                role = "deputy" if "phó" in (match["role"] or match["role2"]).casefold() else "leader"
                if len(name) > 5 and not re.search(r"khối|cụm|thành viên", name.casefold()):
                    found.setdefault(" ".join(name.casefold().split()), role)
    return Aliases(tuple(sorted(found.items(), key=lambda item: -len(item[0]))))


def _last_body(text: str) -> str:
    """The name that stands nearest to its role, with its own commas («Sở Lao động, Thương binh và Xã hội»)."""
    starts = [match.start() for match in re.finditer(rf"(?<!\w)(?:{_BODY})\s", text)]
    big = [
        at
        for at in starts
        if re.match(
            r"(?:Sở|Ban|Văn phòng|Công ty|Bộ|UBND|Cục|Hội|Ngân hàng|Kho bạc|Công an|Viện|Trường|Tổng|Đảng|Liên)",
            text[at:],
        )
    ]
    return text[(big or starts or [0])[-1] :].strip(" ,")


@dataclass(frozen=True)
class Received:
    to: tuple[str, ...]
    others: str
    doubt: str = ""


def receivers_in(text: str, aliases: Aliases) -> Received:
    """Where a paper goes, from the words behind «gửi», «về», «báo cáo»."""
    found = aliases.roles(text)
    others: list[str] = []
    rest = text
    for role, words in _ROLES:
        for match in list(words.finditer(rest)):
            office = _office(rest, match.start())
            if role in ("council", "board") and _CENTRAL.search(office):
                others.append(office)
            else:
                found.add(role)
        rest = words.sub(lambda match: " " * len(match.group()), rest)
    others += _bodies(rest, aliases)
    others += [match.group() for match in _OTHERS.finditer(rest) if not any(match.group() in other for other in others)]
    order = ("leader", "deputy", "board", "council", "members")
    return Received(tuple(role for role in order if role in found), ", ".join(dict.fromkeys(others))[:200])


def _bodies(text: str, aliases: Aliases) -> list[str]:
    """Other offices named in full: parts between commas and «và» that begin with the name of an office."""
    bare = re.sub(r"\([^)]*\)?", " ", text)
    parts = [part.strip(" .;") for part in _BETWEEN_OFFICES.split(bare)]
    known = " ".join(name for name, _role in aliases.names)
    return [
        part[:150] for part in parts if _OFFICE.match(part) and part.casefold() not in known and len(part.split()) > 1
    ]


def _office(text: str, at: int) -> str:
    """The office's whole name from here to the end of its clause."""
    name = re.split(
        r"[;.()]|,(?!\s*(?:khen|thương|thể|tổ chức)\b)|\s(?:để|trước|chậm|theo|xem xét|và\s+(?!khen|xã|truyền|du)|tổng hợp|nắm)\b",
        text[at:],
        maxsplit=1,
        flags=re.IGNORECASE,
    )[0]
    return name.strip(" ,")[:150]


def owes_in(text: str, verb_at: int, aliases: Aliases) -> str:
    """Who does it: the role right before the verb, else the first one named before it; members when nobody is named."""
    before = text[:verb_at]
    named = [(match.start(), match.end(), role) for role, words in _ROLES for match in words.finditer(before)]
    if not named:
        roles = aliases.roles(before)
        return next(iter(sorted(roles)), "members")
    near = [place for place in named if verb_at - place[1] <= 25]
    first = min(near or named, key=lambda place: (place[0], -place[1]))
    return first[2]


def host_in(text: str, aliases: Aliases) -> str:
    """Who chairs or holds a meeting: «do Sở X (Khối phó) chủ trì», «Trưởng khối chủ trì»; "" when it is not said."""
    said = re.search(
        r"(?:do\s+)?(?P<who>[^;.:]{3,120}?)\s+(?:chủ\s+trì|đăng\s+cai|làm\s+chủ\s+trì)", text, re.IGNORECASE
    )
    if not said:
        return ""
    got = receivers_in(said["who"], aliases).to
    return next((role for role in ("deputy", "leader", "board", "council", "members") if role in got), "")
