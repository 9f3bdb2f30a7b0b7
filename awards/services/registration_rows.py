"""A whole registration as rows of texts, as an Excel file carries them: what stands, what a file says, what differs.

A row is known by its key: «c» and a criterion, «o» and a target of the unit's own, «m» and a movement, «a» and an award
type; «o+1», «m+1» … are rows for something new.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db import transaction

from accounts import clock
from accounts.models import User
from awards.models import Aim, AwardType
from blocs.models import Unit
from campaigns.models import Registration
from campaigns.permissions_registrations import may_write_part
from campaigns.states import Direction, RegistrationPart, RegistrationState
from scoring.services.own_targets import own_rows
from scoring.services.target_copies import movements_of
from scoring.services.target_rows import TargetRow, open_criteria
from scoring.services.targets import save_targets

from .aims import AimInput, aims_of, put_aims

Texts = dict[str, str]
NEW_ROWS = 20  # free rows for something new in each list
FIELDS = {
    "c": {
        "planned": "Chỉ tiêu",
        "measure_unit": "Đơn vị tính",
        "source": "Căn cứ giao",
        "evidence_kind": "Minh chứng",
        "off": "Không được giao (x)",
        "note": "Ghi chú, lý do",
    },
    "o": {
        "title": "Nội dung",
        "planned": "Chỉ tiêu",
        "measure_unit": "Đơn vị tính",
        "direction": "Chiều đánh giá",
        "source": "Căn cứ",
        "evidence_kind": "Minh chứng",
        "off": "Thôi thực hiện (x)",
        "note": "Ghi chú, lý do",
    },
    "m": {"name": "Tên phong trào", "aim": "Mục tiêu", "begins": "Phát động", "ends": "Kết thúc"},
    "a": {"count": "Số lượng", "names": "Tập thể, cá nhân (mỗi dòng một tên)"},
}
WORDS = ("measure_unit", "source", "evidence_kind", "note")


@dataclass(frozen=True)
class FileRow:
    """One row: its key, the texts that never change in a file, those that may, and whether it may be written now."""

    key: str
    fixed: tuple[str, ...]
    texts: Texts
    open: bool = True

    @property
    def part(self) -> str:
        return self.key[0]

    @property
    def name(self) -> str:
        shown = " ".join(text for text in self.fixed if text)
        return shown or self.texts.get("title") or self.texts.get("name") or "dòng mới"


def rows_of_registration(registration: Registration | None, criteria: list[TargetRow]) -> list[FileRow]:
    """Every row of a registration as it stands, with free rows for new targets and movements; a constant number of
    statements."""
    returned = registration is not None and registration.state == RegistrationState.RETURNED
    return [
        *_criteria(criteria, open_criteria(registration, criteria)),
        *_own(registration, returned),
        *_movements(registration),
        *_aims(registration),
    ]


def _criteria(rows: list[TargetRow], open_ids: set[int]) -> Iterable[FileRow]:
    for row in rows:
        said = row.said
        texts = {name: getattr(said, name) for name in WORDS}
        texts |= {"planned": figure(said.planned), "off": "" if said.assigned else "x"}
        fixed = (row.criterion.code, row.criterion.title)
        yield FileRow(f"c{row.criterion.pk}", fixed, _in_order("c", texts), row.criterion.pk in open_ids)


def _own(registration: Registration | None, returned: bool) -> Iterable[FileRow]:
    for row in own_rows(registration):
        target = row.target
        texts = {name: getattr(target, name) for name in (*WORDS, "title")}
        texts |= {"planned": figure(target.planned), "off": "" if target.assigned else "x"}
        texts["direction"] = Direction(target.direction).label
        yield FileRow(f"o{target.pk}", (), _in_order("o", texts), target.returned or not returned)
    yield from _free("o", not returned)


def _movements(registration: Registration | None) -> Iterable[FileRow]:
    may = registration is None or may_write_part(registration, RegistrationPart.MOVEMENTS)
    for row in movements_of(registration) if registration else ():
        days = {name: f"{day:%d/%m/%Y}" if day else "" for name, day in (("begins", row.begins), ("ends", row.ends))}
        yield FileRow(f"m{row.pk}", (), {"name": row.name, "aim": row.aim} | days, may)
    yield from _free("m", may)


def _aims(registration: Registration | None) -> Iterable[FileRow]:
    may = registration is None or may_write_part(registration, RegistrationPart.AIMS)
    have: dict[int, Aim] = {aim.award_type_id: aim for aim in aims_of(registration)}
    valid = AwardType.objects.registered_on(clock.today()) | AwardType.objects.filter(pk__in=have)
    order = sorted(valid, key=lambda one: (one.kind != "title", one.subject_kind != "collective", one.order, one.pk))
    for one in order:
        aim = have.get(one.pk)
        texts = {"count": str(aim.count), "names": aim.names} if aim else dict.fromkeys(FIELDS["a"], "")
        fixed = (one.get_kind_display(), one.get_subject_kind_display(), one.name)
        yield FileRow(f"a{one.pk}", fixed, texts, may)


def _free(part: str, may: bool) -> list[FileRow]:
    return [FileRow(f"{part}+{number}", (), dict.fromkeys(FIELDS[part], ""), may) for number in range(1, NEW_ROWS + 1)]


def _in_order(part: str, texts: Texts) -> Texts:
    return {name: texts[name] for name in FIELDS[part]}


def figure(number) -> str:
    """A figure as people write it, without the marks between thousands: «1234,5»."""
    return "" if number is None else f"{number.normalize():f}".replace(".", ",")


@dataclass(frozen=True)
class RowChange:
    """A row that a file would change: (label, now, in the file) of what differs. ``moved``: somebody changed it on the
    system after the file was made; ``problems``: why it cannot be taken, in words."""

    row: FileRow
    place: str
    texts: Texts
    fields: list[tuple[str, str, str]]
    moved: bool = False
    problems: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the row is about; a new one is called what the file says."""
        known = self.row.fixed or any(self.row.texts.values())
        return self.row.name if known else replace(self.row, texts=self.texts).name


def differences(
    now: list[FileRow], before: dict[str, Texts], given: dict[str, Texts], places: dict[str, str]
) -> list[RowChange]:
    """Rows the file changes, in order. A row the file left as it was made is never touched, whatever happened since."""
    found = []
    for row in now:
        texts = given.get(row.key)
        if texts is None or texts == before.get(row.key) or texts == row.texts:
            continue
        labels = FIELDS[row.part]
        fields = [(labels[name], row.texts[name], text) for name, text in texts.items() if text != row.texts[name]]
        moved = row.texts != before.get(row.key, row.texts)
        problems = [] if row.open else ["Phần này không bị trả lại nên không sửa được."]
        found.append(RowChange(row, places.get(row.key, ""), texts, fields, moved, problems))
    return found


def form_data(rows: list[FileRow], chosen: dict[str, Texts]) -> tuple[dict[str, str], dict[str, str]]:
    """What the pages' own forms would send for the rows with the chosen ones changed, and the key of each row by the
    prefix of its fields: a file is judged by the same forms as the page."""
    data: dict[str, str] = {}
    keys: dict[str, str] = {}
    counts = {"o": 0, "m": 0}
    for row in rows:
        texts = chosen.get(row.key, row.texts)
        if row.part == "c":
            data |= {f"{name}-{row.key[1:]}": text for name, text in texts.items()}
            keys[row.key[1:]] = row.key
        elif row.part in counts and (any(texts.values()) or "+" not in row.key) and row.open:
            prefix = f"{'own' if row.part == 'o' else 'mov'}-{counts[row.part]}"
            counts[row.part] += 1
            pk = "" if "+" in row.key else row.key[1:]
            data |= {f"{prefix}-{name}": text for name, text in (texts | {"pk": pk}).items()}
            keys[prefix] = row.key
    for name, part in (("own", "o"), ("mov", "m")):
        data |= {f"{name}-TOTAL_FORMS": str(counts[part]), f"{name}-INITIAL_FORMS": str(counts[part])}
    directions = {label: value for value, label in Direction.choices}
    data = {name: directions.get(text, text) if name.endswith("-direction") else text for name, text in data.items()}
    return {name: text for name, text in data.items() if text or "off" not in name}, keys


@transaction.atomic
def save_registration(
    *, campaign_id: int, unit: Unit, said: dict, aims: list[AimInput] | None, by: User, seen: int
) -> Registration:
    """Write a whole registration, all or nothing: what ``save_targets`` takes, and the aims (None: left as they are).

    Raises what ``save_targets`` and ``save_aims`` raise.
    """
    row = save_targets(campaign_id=campaign_id, unit=unit, by=by, seen=seen, **said)
    if aims is not None:
        put_aims(row, aims, by)
    return row
