"""Names as people write them in old lists against names as the system knows them. Values in, values out."""

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from accounts.vietnamese import fold

FILE = Path(__file__).resolve().parent.parent / "data" / "history_words.json"
NEAR, MOST = 0.6, 5
_PUNCTUATION = re.compile(r"[^\w&]+")
_AND = re.compile(r"\s*&\s*")
_TITLE = re.compile(r"^(ông|bà|đ/c|đồng chí|đc|anh|chị)[\s.:]+", re.IGNORECASE)


@cache
def words() -> dict:
    """Headings, abbreviations and other names of awards as old lists write them (a data file)."""
    return json.loads(FILE.read_text(encoding="utf-8"))


@cache
def _short_forms() -> list[tuple[re.Pattern, str]]:
    """Abbreviations with a sign in them first, longest first: «TT&TT» before «TT»."""
    forms = sorted(words()["units"].items(), key=lambda form: (-len(form[0]), form[0]))
    ends = {True: "", False: r"(?![\w&])"}
    return [
        (re.compile(rf"(?<![\w&]){re.escape(short)}{ends[short.endswith('.')]}"), f"{long} ") for short, long in forms
    ]


def unit_key(text: str) -> str:
    """What two writings of one unit's name share: no marks, abbreviations in full, no punctuation, «&» is «và»."""
    plain = _AND.sub("&", fold(text))
    for form, long in _short_forms():
        plain = form.sub(long, plain)
    return " ".join(_PUNCTUATION.sub(" ", plain.replace("&", " va ")).split())


def number_key(text: str) -> str:
    """What two writings of one decision number share: «Số: 0512/QĐ-UBND» and «512 / QD - UBND»."""
    plain = re.sub(r"\s+", "", fold(text)).removeprefix("so").lstrip(":.").replace("–", "-")
    return plain.lstrip("0") or plain


def person_key(text: str) -> str:
    return fold(_TITLE.sub("", text.strip()))


def bare_name(text: str) -> str:
    """A person's name without «Ông», «Bà», «Đ/c»."""
    return " ".join(_TITLE.sub("", text.strip()).split())


def is_female(text: str) -> bool | None:
    """What the title before a name tells; None when it tells nothing."""
    title = _TITLE.match(text.strip())
    return {"ông": False, "anh": False, "bà": True, "chị": True}.get(title[1].casefold()) if title else None


@dataclass(frozen=True)
class NameOf:
    """A name a unit carried from one day to another (inclusive; None is open)."""

    unit_id: int
    name: str
    first: dt.date | None = None
    last: dt.date | None = None

    def on(self, day: dt.date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Match:
    """``sure``: the one meant. ``near``: those that may be meant, likeliest first. ``why``: what is unsure, in words."""

    sure: int | None = None
    near: tuple[int, ...] = ()
    why: str = ""


@dataclass
class UnitIndex:
    """Names, short names and codes of units by what they share. ``endings``: words of the own place that lists leave out
    or add («tỉnh An Sơn»); ``lives``: first and last day of a unit; ``before``: the units a unit goes on from."""

    names: Iterable[NameOf]
    endings: tuple[str, ...] = ()
    lives: Mapping[int, NameOf] = field(default_factory=dict)
    before: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    _by_key: Mapping[str, list[NameOf]] = field(default_factory=dict)
    _by_word: Mapping[str, set[str]] = field(default_factory=dict)
    _asked: dict[tuple[str, dt.date, dt.date], Match] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_key, self._by_word = defaultdict(list), defaultdict(set)
        for name in self.names:
            key = self.key(name.name)
            if key:
                self._by_key[key].append(name)
        for key in self._by_key:
            for word in key.split():
                self._by_word[word].add(key)

    def key(self, text: str) -> str:
        key = unit_key(text)
        for ending in self.endings:
            key = key.removesuffix(f" {ending}")
        return key

    def find(self, text: str, signed: dt.date, earned: dt.date) -> Match:
        """Which unit earned it: who carried the name on the last day it was earned, else on the day of signing when the
        unit was at work already. Asked when several did, when it is another time's name, or only near in spelling."""
        asked = (self.key(text), signed, earned)
        if asked not in self._asked:
            self._asked[asked] = self._find(*asked)
        return self._asked[asked]

    def _find(self, key: str, signed: dt.date, earned: dt.date) -> Match:
        carried = self._by_key.get(key, [])
        then = _units(name for name in carried if name.on(earned))
        later = _units(name for name in carried if name.on(signed))
        for found in (then, later):
            if len(found) > 1:
                return Match(None, found, "nhiều đơn vị cùng mang tên này khi đó")
            if found and self._at_work(found[0], earned):
                return Match(found[0], found)
        ever = _units(carried)
        if ever:
            near = tuple(dict.fromkeys([*ever, *(pk for one in ever for pk in self.before.get(one, ()))]))
            return Match(None, near, "đơn vị mang tên này vào thời gian khác; khen thưởng thuộc đơn vị đã đạt")
        near = self._nearest(key)
        return Match(None, near, "không có tên này; chỉ có tên gần giống" if near else "không tìm thấy đơn vị")

    def _at_work(self, unit_id: int, day: dt.date) -> bool:
        return unit_id not in self.lives or self.lives[unit_id].on(day)

    def _nearest(self, key: str) -> tuple[int, ...]:
        shared: dict[str, int] = defaultdict(int)
        for word in set(key.split()):
            for other in self._by_word.get(word, ()):
                shared[other] += 1
        closest = sorted(shared, key=lambda other: (-shared[other], abs(len(other) - len(key)), other))[:60]
        rated = [(SequenceMatcher(None, key, other).ratio(), other) for other in closest]
        good = sorted((pair for pair in rated if pair[0] >= NEAR), key=lambda pair: (-pair[0], pair[1]))
        return _units(name for _ratio, other in good for name in self._by_key[other])[:MOST]


def _units(names: Iterable[NameOf]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(name.unit_id for name in names))


@dataclass(frozen=True)
class TypeOf:
    """An award type as matching sees it; valid from one day to another."""

    pk: int
    code: str
    name: str
    of_person: bool
    first: dt.date
    last: dt.date | None


class AwardIndex:
    """Award types by code, name and the short forms lists use («BK», «CSTĐCS»)."""

    def __init__(self, types: Iterable[TypeOf]) -> None:
        self.types = {one.pk: one for one in types}
        self._by_key: dict[str, list[TypeOf]] = defaultdict(list)
        other = words()["awards"]
        for one in self.types.values():
            bare = re.sub(r"\((tập thể|cá nhân)\)", "", one.name, flags=re.IGNORECASE)
            for text in {one.code, one.name, bare, *other.get(one.code, ())}:
                self._by_key[self.key(text)].append(one)

    @staticmethod
    def key(text: str) -> str:
        plain = re.sub(
            r"\b(danh hieu|hinh thuc|tang|cua)\b",
            " ",
            fold(text).replace("uy ban nhan dan", "ubnd").replace("chien sy", "chien si"),
        )
        return " ".join(_PUNCTUATION.sub(" ", plain).split())

    def find(self, text: str, day: dt.date, *, of_person: bool) -> Match:
        """Which award is meant for a collective or a person; the one in use on the day where several share a name."""
        found = [one for one in self._by_key.get(self.key(text), ()) if one.of_person == of_person]
        live = [one for one in found if one.first <= day and (one.last is None or day <= one.last)]
        exact = [one for one in live or found if fold(text) in (fold(one.code), fold(one.name))]
        chosen = tuple(dict.fromkeys(one.pk for one in exact or live or found))
        if len(chosen) == 1:
            return Match(chosen[0], chosen)
        if chosen:
            return Match(None, chosen, "nhiều danh hiệu, hình thức cùng cách viết này")
        return Match(None, (), "không có trong danh mục danh hiệu, hình thức")


@dataclass(frozen=True)
class Known:
    """A person of the register: where awards were won or work was done."""

    pk: int
    name: str
    birth_year: int | None
    code: str
    unit_ids: frozenset[int]


class PersonIndex:
    def __init__(self, people: Iterable[Known]) -> None:
        self.people = {one.pk: one for one in people}
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        self._by_code: dict[str, Known] = {}
        for one in self.people.values():
            self._by_name[person_key(one.name)].append(one)
            if one.code:
                self._by_code[fold(one.code)] = one

    def find(self, name: str, birth_year: int | None, code: str, unit_id: int) -> Match:
        """The code settles it when the name agrees; else namesakes whose year of birth does not contradict: sure only
        with one that the year of birth or the unit confirms. No namesake: a new person (nothing near)."""
        named = self._by_name.get(person_key(name), [])
        coded = self._by_code.get(fold(code)) if code else None
        if coded is not None:
            if coded in named:
                return Match(coded.pk, (coded.pk,))
            return Match(None, (coded.pk,), "mã cán bộ này trong hệ thống là của người mang tên khác")
        open_ = [one for one in named if None in (birth_year, one.birth_year) or one.birth_year == birth_year]
        sure = [
            one for one in open_ if birth_year is not None and one.birth_year == birth_year and unit_id in one.unit_ids
        ]
        sure = sure or [one for one in open_ if one.birth_year == birth_year is not None]
        sure = sure or [one for one in open_ if unit_id in one.unit_ids]
        if len(sure) == 1 and not (code and sure[0].code):
            return Match(sure[0].pk, (sure[0].pk,))
        near = tuple(one.pk for one in (sure or open_))
        return Match(None, near, "có người cùng họ tên trong hệ thống" if near else "")
