"""One line of an old list, understood as far as it can be without knowing what is in the system."""

import datetime as dt
import re
from dataclasses import dataclass, field

from django.db.models import TextChoices

from accounts.vietnamese import fold

from .matching import bare_name, is_female, number_key

FIRST_DAY = dt.date(1945, 9, 2)
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_WORDS = re.compile(r"ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})")
_NUMBER = re.compile(r"^(?:quyết định\s*)?(?:số\s*:?\s*)?(?P<number>[^\s,;]+(?:\s*/\s*[^\s,;]+)*)", re.IGNORECASE)
_OF_OFFICE = re.compile(
    r"\b(so|phong|ban|uy ban|ubnd|hoi|doan|truong|cong ty|cty|chi cuc|cuc|van phong|trung tam|benh vien|khoa|to|doi|xa|"
    r"phuong|huyen|thanh pho|tinh|chi bo|dang uy|cong an|bo chi huy|tram|xi nghiep|ngan hang|kho bac|bao hiem|lien doan|"
    r"vien|bao|dai|khoi|cum|quy|doi|don vi|tap the|can bo|nhan dan|hop tac xa|htx)\b"
)


class Status(TextChoices):
    """What becomes of a line, the first three are written."""

    SURE = "sure", "Nhận ra chắc chắn"
    CHOSEN = "chosen", "Theo lựa chọn của bạn"
    NEW = "new", "Cá nhân mới"
    ASK = "ask", "Chờ bạn chọn"
    MISSING = "missing", "Không tìm thấy"
    PROBLEM = "problem", "Không đọc được"
    DUPLICATE = "duplicate", "Đã có, không ghi lại"
    SKIPPED = "skipped", "Bỏ qua theo lựa chọn"


WRITTEN = frozenset({Status.SURE, Status.CHOSEN, Status.NEW})
OPEN = frozenset({Status.ASK, Status.MISSING, Status.PROBLEM})


@dataclass
class Line:
    """``person``: «17» one of the register, «new:…» somebody to be entered, empty for a collective."""

    line: int
    number: str = ""
    date: dt.date | None = None
    issuer: str = ""
    signer: str = ""
    award: str = ""
    unit: str = ""
    name: str = ""
    female: bool | None = None
    birth_year: int | None = None
    code: str = ""
    position: str = ""
    year: int = 0
    of_person: bool = False
    type_id: int | None = None
    unit_id: int | None = None
    person: str = ""
    status: str = Status.SURE
    says: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, dt.date | None]:
        return number_key(self.number), self.date

    @property
    def subject(self) -> str:
        """Whom the line rewards as written; empty for the unit as a whole."""
        return self.name

    def stop(self, status: str, sentence: str) -> None:
        """The gravest status stands; every sentence is told."""
        order = (Status.PROBLEM, Status.SKIPPED, Status.MISSING, Status.ASK)
        rank = {one: place for place, one in enumerate(order)}
        if rank.get(status, 9) <= rank.get(self.status, 9):
            self.status = status
        self.says.append(sentence)


def understand(row: dict, today: dt.date) -> Line:
    """A line from its texts; what can't be read is a problem told in a sentence."""
    line = Line(row["line"], issuer=row.get("issuer", ""), signer=row.get("signer", ""), award=row.get("award", ""))
    line.code, line.position = row.get("code", "")[:30], row.get("position", "")[:200]
    _decision(line, row, today)
    _whom(line, row)
    _year(line, row)
    line.birth_year = _birth_year(line, row.get("birth_year", ""))
    if not line.award:
        line.stop(Status.PROBLEM, "Thiếu danh hiệu, hình thức khen thưởng.")
    return line


def _decision(line: Line, row: dict, today: dt.date) -> None:
    both = row.get("decision", "")
    line.number = (row.get("number") or _number_in(both))[:60]
    line.date = day_in(row.get("date") or both)
    if not line.number:
        line.stop(Status.PROBLEM, "Thiếu số quyết định.")
    if line.date is None:
        line.stop(Status.PROBLEM, "Thiếu ngày ký, hoặc ngày không đọc được (viết dd/mm/yyyy).")
    elif not FIRST_DAY <= line.date <= today:
        line.stop(Status.PROBLEM, "Ngày ký phải từ 02/9/1945 đến hôm nay.")


def _number_in(text: str) -> str:
    before = re.split(r"\bngày\b", text, maxsplit=1, flags=re.IGNORECASE)[0].strip(" ,;")
    found = _NUMBER.match(before)
    return " ".join(found["number"].split()) if found else ""


def day_in(text: str) -> dt.date | None:
    """The day a text names: ISO, dd/mm/yyyy, dd.mm.yyyy, «ngày 5 tháng 3 năm 2019»; None when there is none."""
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text.strip())
    if iso:
        year, month, day = iso.groups()
    elif found := _DAY.search(text) or _WORDS.search(fold(text)):
        day, month, year = found.groups()
    else:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _whom(line: Line, row: dict) -> None:
    """Who is rewarded: a person of a unit, a collective inside it, or the unit itself."""
    unit, person, subject = row.get("unit", ""), row.get("person", ""), row.get("subject", "")
    if not person and subject and looks_like_person(subject):
        person = subject
    elif not person and subject:
        unit, line.name = (unit or subject), (subject if unit and fold(unit) != fold(subject) else "")
    if person:
        line.of_person, line.name, line.female = True, bare_name(person)[:120], is_female(person)
    line.unit = unit
    if not unit:
        line.stop(Status.PROBLEM, "Thiếu đơn vị." if not person else "Thiếu đơn vị công tác của cá nhân.")


def looks_like_person(text: str) -> bool:
    """Two to six words, each with a capital, none that names an office; «Ông», «Bà» settle it."""
    if is_female(text) is not None or bare_name(text) != " ".join(text.split()):
        return True
    parts = text.split()
    return 2 <= len(parts) <= 6 and all(part[:1].isupper() for part in parts) and not _OF_OFFICE.search(fold(text))


def _year(line: Line, row: dict) -> None:
    text = row.get("year", "")
    found = re.fullmatch(r"(?:năm\s*)?((?:19|20)\d{2})", text.strip(), re.IGNORECASE)
    line.year = int(found[1]) if found else 0
    if not found:
        line.stop(Status.PROBLEM, "Thiếu năm thành tích, hoặc năm không phải bốn chữ số.")
    elif line.date and not FIRST_DAY.year <= line.year <= line.date.year:
        line.stop(Status.PROBLEM, "Năm thành tích sau năm ký quyết định.")


def _birth_year(line: Line, text: str) -> int | None:
    found = re.search(r"(?:19|20)\d{2}", text)
    if text and not found:
        line.says.append("Không đọc được năm sinh; bỏ trống.")
    return int(found[0]) if found else None
