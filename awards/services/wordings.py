"""A registration in one of its wordings, in words, and what differs between two of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from awards.models import Aim
from campaigns.models import Registration, Target, TargetValue
from campaigns.states import Direction
from scoring.rules import say
from scoring.services.target_copies import movements_of

from .aims import aims_of

TARGETS, MOVEMENTS, AIMS = "Chỉ tiêu", "Phong trào thi đua", "Danh hiệu, hình thức khen thưởng"
SECTIONS = (TARGETS, MOVEMENTS, AIMS)
Key = tuple[str, int | str]
Wording = dict[Key, tuple[str, str]]  # (section, what it is about) → (name, what it says)


@dataclass(frozen=True)
class Change:
    """One row that differs; "–" where a wording does not have it."""

    section: str
    name: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        if self.before == "–":
            return "thêm"
        return "bỏ" if self.after == "–" else "sửa"


def wording(row: Registration, version: int) -> Wording:
    """What one wording says: approved figures of an approved one, what is written of the one in hand. Four statements."""
    found: Wording = {}
    for one in _targets(row, version):
        target_id = one.pk if isinstance(one, Target) else one.target_id
        found[TARGETS, target_id] = (one.title, target_words(one))
    for movement in movements_of(row, version):
        found[MOVEMENTS, movement.name] = (movement.name, _movement_words(movement))
    for aim in aims_of(row, version):
        found[AIMS, aim.award_type_id] = (str(aim.award_type), aim_words(aim))
    return found


def _targets(row: Registration, version: int) -> Iterable[Target | TargetValue]:
    if version > row.version_in_force:
        return row.targets.order_by("position", "pk")
    values = TargetValue.objects.filter(target__registration=row, version__lte=version).select_related("target")
    last = {value.target_id: value for value in values.order_by("pk")}
    return sorted(last.values(), key=lambda value: (value.target.position, value.target_id))


def target_words(one: Target | TargetValue) -> str:
    """«95 %; càng thấp càng tốt; căn cứ: …»; a task that is not the unit's says why."""
    if not one.assigned:
        return f"không được giao, thôi thực hiện: {one.note or 'chưa ghi lý do'}"
    figure = "không ghi số" if one.planned is None else f"{say(one.planned)} {one.measure_unit}".strip()
    more = [
        Direction.DOWN.label.lower() if one.direction == Direction.DOWN else "",
        f"căn cứ: {one.source}" if one.source else "",
        f"minh chứng: {one.evidence_kind}" if one.evidence_kind else "",
        f"ghi chú: {one.note}" if one.note else "",
    ]
    return "; ".join([figure, *(words for words in more if words)])


def _movement_words(row) -> str:
    days = " – ".join(f"{day:%d/%m/%Y}" for day in (row.begins, row.ends) if day)
    return "; ".join(words for words in (row.aim, days) if words) or "chưa ghi mục tiêu, thời gian"


def aim_words(aim: Aim) -> str:
    return f"{aim.count}: {'; '.join(aim.listed)}" if aim.listed else f"{aim.count}"


def changes(before: Wording, after: Wording) -> list[Change]:
    """Rows that differ, section by section, in the order of the later wording."""
    keys = [key for section in SECTIONS for key in dict.fromkeys([*after, *before]) if key[0] == section]
    found = []
    for key in keys:
        old, new = before.get(key), after.get(key)
        if old != new:
            name = (new or old)[0]
            found.append(Change(key[0], name, _said(old, name), _said(new, name)))
    return found


def _said(row: tuple[str, str] | None, name: str) -> str:
    """What a row says; a name that changed is said with it."""
    if row is None:
        return "–"
    return row[1] if row[0] == name else f"{row[0]}: {row[1]}"


def readable_versions(row: Registration, reads_draft: bool) -> list[int]:
    """Wordings a person may read, the first one first."""
    return list(range(1, (row.version if reads_draft else row.version_in_force) + 1))
