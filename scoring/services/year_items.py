"""Rows of a year that go into the next: what they are, what is new about them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices

from blocs.models import BlocYear


class Part(TextChoices):
    YEAR = "year", "Năm của khối"
    MEMBER = "member", "Thành viên và vai trò"
    CAMPAIGN = "campaign", "Kế hoạch"
    PHASE = "phase", "Các đợt"
    DEADLINE = "deadline", "Các mốc thời hạn"
    REMINDERS = "reminders", "Bảng nhắc việc"
    PLAN = "plan", "Văn bản kế hoạch (bản nháp)"
    SCORING = "scoring", "Thiết lập chấm điểm"


BY_BOARD = (Part.YEAR, Part.MEMBER)


@dataclass(frozen=True)
class Item:
    """One row. ``exists``: already there (nothing to do); ``blocked``: why it cannot go; ``look``: to be looked at
    after copying. ``values`` is what the service gets."""

    part: Part
    pk: int
    words: str
    detail: str = ""
    exists: bool = False
    blocked: str = ""
    look: str = ""
    optional: bool = False
    values: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def key(self) -> str:
        return f"{self.part}:{self.pk}"

    @property
    def is_new(self) -> bool:
        return not self.exists and not self.blocked


@dataclass(frozen=True)
class Section:
    part: Part
    items: list[Item]
    refused: str = ""

    @property
    def title(self) -> str:
        return self.part.label

    @property
    def new(self) -> int:
        return sum(item.is_new for item in self.items)


@dataclass(frozen=True)
class YearPreview:
    source: BlocYear
    year: int
    target: BlocYear | None
    sections: list[Section]

    def chosen(self, keys: Iterable[str]) -> dict[Part, list[Item]]:
        """New rows among the keys, by part, in the order they are written."""
        wanted = set(keys)
        return {
            section.part: [item for item in section.items if item.key in wanted and item.is_new]
            for section in self.sections
            if not section.refused
        }

    @property
    def new(self) -> int:
        return sum(section.new for section in self.sections if not section.refused)
