"""What an award was on a day: pure, from the day it took effect and the acts that followed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from .states_acts import ACT_MAKES, VALIDITY_LOOK, DraftKind, Validity


@dataclass(frozen=True)
class ActSeen:
    """One act upon one record. ``words``: number and date of its decision; ``new``: what a correction puts right."""

    pk: int
    kind: str
    effective_on: dt.date
    words: str
    reason: str = ""
    new: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """``acts`` are those in effect on the day, in order; ``values`` what corrections have put in the place of columns."""

    validity: Validity
    acts: tuple[ActSeen, ...] = ()
    values: dict[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """Whether a report without taken-back awards counts it."""
        return self.validity == Validity.IN_FORCE

    @property
    def is_out(self) -> bool:
        return self.validity in (Validity.CANCELLED, Validity.STRIPPED)

    @property
    def label(self) -> str:
        if self.counts and self.last and self.last.kind == DraftKind.RESTORE:
            return "Còn hiệu lực (đã được phục hồi)"
        return self.validity.label

    @property
    def look(self) -> str:
        return VALIDITY_LOOK[self.validity]

    @property
    def last(self) -> ActSeen | None:
        """The act that made it what it is; corrections make nothing."""
        makers = [act for act in self.acts if act.kind in ACT_MAKES]
        return makers[-1] if makers else None

    @property
    def corrected(self) -> list[ActSeen]:
        return [act for act in self.acts if act.kind == DraftKind.CORRECT]


def standing_on(effective_from: dt.date, acts: Iterable[ActSeen], on: dt.date) -> Standing:
    """The standing at the end of a day. Acts take effect on their own day; of one day the later entered counts."""
    if on < effective_from:
        return Standing(Validity.NOT_YET)
    seen = tuple(sorted((act for act in acts if act.effective_on <= on), key=lambda act: (act.effective_on, act.pk)))
    made = [ACT_MAKES[act.kind] for act in seen if act.kind in ACT_MAKES]
    values: dict[str, str] = {}
    for act in seen:
        values |= act.new
    return Standing(made[-1] if made else Validity.IN_FORCE, seen, values)
