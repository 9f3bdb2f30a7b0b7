"""Who is judged: one candidate, and whose rows of the registers and of the award history stand behind it."""

from dataclasses import dataclass

from blocs.lineage import Inherited
from blocs.models import Unit
from campaigns.models import Campaign

from .models import AwardType, Nomination, Person
from .states import Mode


@dataclass(frozen=True)
class Candidature:
    """A unit, a person of it, or (with a nomination alone) a group of people within it, for one award of one year."""

    unit: Unit
    person: Person | None
    award_type: AwardType
    year: int
    campaign: Campaign | None = None
    nomination: Nomination | None = None

    @property
    def mode(self) -> str:
        return self.nomination.mode if self.nomination else Mode.REGULAR

    @property
    def part(self) -> str:
        """Who is meant inside the unit when it is neither the unit, by any of its names, nor a person of the register."""
        named = self.nomination.subject if self.nomination and self.person is None else ""
        if named in ("", self.unit.name) or any(named == one.name for one in self.unit.names.all()):
            return ""
        return named

    @property
    def subject(self) -> str:
        return str(self.person) if self.person else self.part or self.unit.name

    @property
    def key(self) -> "SubjectKey":
        return SubjectKey(self.unit.pk, self.person.pk if self.person else None, self.part)


def candidature_of(nomination: Nomination) -> Candidature:
    """The candidate of a file; its campaign, unit, award type and person should have been joined."""
    return Candidature(
        nomination.unit, nomination.person, nomination.award_type, nomination.year, nomination.campaign, nomination
    )


@dataclass(frozen=True)
class SubjectKey:
    unit_id: int
    person_id: int | None
    part: str

    @property
    def is_unit(self) -> bool:
        return self.person_id is None and not self.part


@dataclass(frozen=True)
class Ancestry:
    """The unit and its predecessors by id, and what is said of a predecessor's year."""

    behind: dict[int, Inherited]

    def weigh(self, unit_id: int, year: int) -> tuple[str, str] | None:
        """("counts" or "perhaps", why) of one unit's year; None when it can't be this unit's past."""
        found = self.behind.get(unit_id)
        if found is None or not found.covers(year):
            return None
        if found.is_own:
            return "counts", ""
        unsure = " (cần xác nhận)" if found.unconfirmed else ""
        return ("counts" if found.counted else "perhaps"), f"{found.unit}: {found.why}{unsure}"
