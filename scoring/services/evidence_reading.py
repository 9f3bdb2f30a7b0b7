"""What a person may see of documents: on a line, and where a document of the library is used."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts import clock
from accounts.decisions import Decision
from accounts.models import User
from accounts.previews import can_preview
from scoring.models import Evidence, EvidenceOpening, EvidenceVersion, LineEvidence, ScoreEntry, ScoreLine
from scoring.permissions import can_open
from scoring.states import VERIFIED_STATES


@dataclass(frozen=True)
class LineFile:
    """A document on a line. `version` is the one to read: the one scored once the sheet is verified, the one in use
    before. `sent` is the one the line's present score was given with, if any; `replaced`: the person may read a newer."""

    link: LineEvidence
    version: EvidenceVersion
    sent: EvidenceVersion | None
    replaced: bool

    @property
    def opens(self) -> Decision:
        return can_open(self.version)

    @property
    def previews(self) -> bool:
        return bool(self.opens) and can_preview(self.version.content_type)


def line_files(line: ScoreLine, word: ScoreEntry | None, user: User) -> list[LineFile]:
    """The documents of a line that the person may read now, in two statements."""
    links = list(line.evidence_links.select_related("evidence").order_by("pk"))
    visible = EvidenceVersion.objects.visible_to(user).filter(evidence__in=[link.evidence_id for link in links])
    versions: dict[int, list[EvidenceVersion]] = {}
    for version in visible.select_related("uploaded_by").order_by("-number"):
        versions.setdefault(version.evidence_id, []).append(version)
    scored = {file["id"]: file["version"] for file in word.evidence} if word else {}
    judged = line.sheet.state in VERIFIED_STATES
    found = []
    for link in links:
        known = versions.get(link.evidence_id, [])
        sent = next((version for version in known if version.number == scored.get(link.evidence_id)), None)
        read = sent if judged and sent else next(iter(known), None)
        if read:
            found.append(LineFile(link, read, sent, replaced=sent not in (None, known[0])))
    return found


def where_used(evidence: Evidence, user: User) -> Sequence[LineEvidence]:
    """Lines the document hangs on, newest campaign first, as far as the person may open their files."""
    lines = ScoreLine.objects.with_files_for(user)
    rows = LineEvidence.objects.filter(evidence=evidence, line__in=lines)
    rows = rows.select_related("line__criterion", "line__sheet__campaign", "line__sheet__unit")
    return rows.order_by("-line__sheet__campaign__from_year", "line__sheet_id", "line__criterion__path")


def note_opening(*, version: EvidenceVersion, by: User) -> None:
    """Remember that somebody has opened a version, at the first time only."""
    row = EvidenceOpening(version=version, by=by, at=clock.now())
    EvidenceOpening.objects.bulk_create([row], ignore_conflicts=True)
