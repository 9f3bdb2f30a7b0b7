"""The meeting list: lines on which the scores lie far apart or that somebody wants to talk about, until they are settled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from blocs.access import refresh
from campaigns.models import Campaign
from scoring.models import Explanation, MeetingItem, ScoreEntry, ScoreLine, ScoreSheet, ScoringSetup
from scoring.permissions import holder_of
from scoring.permissions_cross import can_bring, can_conclude
from scoring.reasons_cross import CrossReason
from scoring.rules.divergence import divergences
from scoring.states import SETTLING_STAGES, CriterionKind, MeetingWhy, SheetState, Stage

from .deciding import accept_line, change_line
from .locks import lock_line
from .outcomes import from_json

NOTE_LENGTH = 1000


def spoken(entries: Sequence[ScoreEntry]) -> list[ScoreEntry]:
    """What has been said since the unit's own last word: that word, the last of each stage, and of every scorer."""
    last: dict[tuple, ScoreEntry] = {}
    for entry in entries:
        if entry.stage == Stage.SELF:
            last = {}
        last[entry.stage, entry.acting_unit_id if entry.stage == Stage.CROSS else None] = entry
    return sorted(last.values(), key=lambda entry: (list(Stage).index(entry.stage), entry.pk))


def figure(entry: ScoreEntry, relative: bool) -> Decimal | None:
    """What is compared: points, on a leader-relative line the result they follow from."""
    return from_json(entry.inputs).actual if relative else entry.points


def note_divergences(setup: ScoringSetup, sheets: Iterable[ScoreSheet]) -> list[MeetingItem]:
    """Put every line of these sheets on which the scores lie too far apart on the list; those on it already stay as they
    are. The caller holds the lock of the campaign's scoring. Four statements, however many lines there are."""
    by_line = _entries(ScoreLine.objects.filter(sheet__in=list(sheets)))
    lines = ScoreLine.objects.filter(pk__in=by_line).select_related("criterion")
    listed = _listed(by_line)
    found = [
        MeetingItem(setup=setup, line=line, why=why, detail="", at=clock.now())
        for line in lines.order_by("sheet__unit__sort_key", "criterion__path")
        for why in _why(line, by_line[line.pk], setup.divergence_percent)
        if (line.pk, why) not in listed
    ]
    MeetingItem.objects.bulk_create(found)
    return found


def _entries(lines) -> dict[int, list[ScoreEntry]]:
    found: dict[int, list[ScoreEntry]] = {}
    rows = ScoreEntry.objects.filter(line__in=lines.order_by().values("pk")).select_related("by", "acting_unit")
    for entry in rows.order_by("pk"):
        found.setdefault(entry.line_id, []).append(entry)
    return found


def _listed(by_line: dict[int, list[ScoreEntry]]) -> set[tuple[int, str]]:
    """Open items, and settled ones nobody has contradicted since."""
    items = MeetingItem.objects.filter(line_id__in=by_line)
    return {
        (item.line_id, item.why)
        for item in items
        if item.settled_at is None or item.settled_at >= by_line[item.line_id][-1].at
    }


def _why(line: ScoreLine, entries: list[ScoreEntry], percent: Decimal) -> dict[MeetingWhy, Decimal]:
    relative = line.criterion.kind == CriterionKind.RELATIVE
    said = spoken(entries)
    peers = [figure(entry, relative) for entry in said if entry.stage == Stage.CROSS]
    by_stage = {entry.stage: figure(entry, relative) for entry in said}
    own, full = by_stage.get(Stage.SELF), line.criterion.max_points
    if relative:
        full = own
    known = [peer for peer in peers if peer is not None]
    return divergences(own, known, by_stage.get(Stage.LEADER), full, percent)


@transaction.atomic
def bring_to_meeting(*, line_id: int, reason: str, by: User) -> MeetingItem:
    """Put a line on the list by hand, with the reason; where the unit's explanation is open that is told as well.

    Raises Refused (rights, own unit, no reason)."""
    line = lock_line(line_id, by)
    can_bring(by, line).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    explained = Explanation.objects.filter(line=line, stance="explain", outcome="").exists()
    why = MeetingWhy.EXPLANATION if explained else MeetingWhy.BY_HAND
    only_if(not line.meeting_items.filter(why=why, settled_at=None).exists(), CrossReason.LISTED).enforce()
    item = MeetingItem.objects.create(
        setup=line.sheet.campaign.scoring,
        line=line,
        why=why,
        detail=reason.strip()[:NOTE_LENGTH],
        by=by,
        at=clock.now(),
    )
    audit.record(by=by, event="meeting.bring", target=line, after={"why": why.label}, note=item.detail)
    return item


@transaction.atomic
def conclude(
    *,
    line_id: int,
    by: User,
    note: str,
    points: Decimal | None = None,
    actual: Decimal | None = None,
    keep: bool = True,
    seen: int | None = None,
) -> ScoreLine:
    """Settle a line at the meeting: keep the score that stands, or give another, with the conclusion in words.

    With the stage «Khối thống nhất» an entry of it is written; without, only a conclusion that keeps the score is
    possible and the officers change it where they still verify. Raises Refused.
    """
    refresh(by)
    line = lock_line(line_id, by)
    can_conclude(by, line.sheet).enforce()
    only_if(note.strip(), Reason.REASON_MISSING).enforce()
    items = line.meeting_items.filter(settled_at=None)
    only_if(items.exists(), CrossReason.SETTLED).enforce()
    _write(line, keep, points, actual, note, seen, by)
    items.update(settled_at=clock.now(), settled_by=by, settled_note=note.strip()[:NOTE_LENGTH])
    audit.record(by=by, event="meeting.conclude", target=line, note=note.strip())
    return line


def _write(line: ScoreLine, keep: bool, points, actual, note: str, seen: int | None, by: User) -> None:
    if not holder_of(line.sheet, Stage.AGREED):
        only_if(keep, CrossReason.NO_AGREED_STAGE).enforce()
        return
    if keep:
        accept_line(line_id=line.pk, by=by, reason=note, seen=seen, stage=Stage.AGREED)
    else:
        change_line(line_id=line.pk, by=by, reason=note, points=points, actual=actual, seen=seen, stage=Stage.AGREED)


@dataclass(frozen=True)
class Voice:
    """One score of the line as the list shows it: who, points (None: not scored), result of a relative line, why."""

    stage: str
    who: str
    points: Decimal | None
    actual: Decimal | None
    reason: str


@dataclass
class MeetingRow:
    """One line to talk about: its scores side by side, why it is here, and what came of it (``before``: the score that
    counted until the meeting gave ``agreed``). ``concludes``: the person settles it; ``gives``: also with another score."""

    line: ScoreLine
    items: list[MeetingItem]
    voices: list[Voice]
    word: ScoreEntry | None
    explanation: Explanation | None = None
    agreed: ScoreEntry | None = None
    before: ScoreEntry | None = None
    concludes: bool = False
    gives: bool = False

    @property
    def settled(self) -> bool:
        return self.agreed is not None or all(item.settled_at for item in self.items)

    @property
    def conclusion(self) -> str:
        notes = [item.settled_note for item in self.items if item.settled_note]
        return notes[-1] if notes else (self.agreed.reason if self.agreed else "")

    @property
    def whys(self) -> list[str]:
        return [str(MeetingWhy(item.why).label) for item in self.items]

    @property
    def details(self) -> list[str]:
        return [item.detail for item in self.items if item.detail]


@dataclass
class MeetingList:
    rows: list[MeetingRow] = field(default_factory=list)

    @property
    def open(self) -> list[MeetingRow]:
        return [row for row in self.rows if not row.settled]

    @property
    def settled(self) -> list[MeetingRow]:
        return [row for row in self.rows if row.settled]


def read_meeting(campaign: Campaign, user: User) -> MeetingList:
    """The list of one campaign as this person may see it, in the order of criteria, then of units. A constant number of
    statements."""
    items = MeetingItem.objects.visible_to(user).filter(setup__campaign=campaign)
    items = items.select_related("line__criterion", "line__sheet__unit", "line__sheet__criteria_set", "by")
    by_line: dict[int, list[MeetingItem]] = {}
    for item in items.order_by("line__criterion__path", "line__sheet__unit__sort_key", "line_id", "pk"):
        item.line.sheet.campaign = campaign
        by_line.setdefault(item.line_id, []).append(item)
    entries = _entries(ScoreLine.objects.filter(pk__in=list(by_line)))
    explained = _explanations(list(by_line))
    return MeetingList([_row(found, entries.get(pk, []), explained.get(pk), user) for pk, found in by_line.items()])


def _explanations(lines: list[int]) -> dict[int, Explanation]:
    rows = Explanation.objects.filter(line_id__in=lines).filter(Q(stance="explain")).order_by("round")
    return {row.line_id: row for row in rows}


def _row(items: list[MeetingItem], entries: list[ScoreEntry], explanation, user: User) -> MeetingRow:
    line, said = items[0].line, spoken(entries)
    newest = max(item.at for item in items)
    agreed = [entry for entry in said if entry.stage in SETTLING_STAGES and entry.at >= newest]
    words = [entry for entry in entries if entry.counts]
    earlier = [entry for entry in words if agreed and entry.pk < agreed[-1].pk]
    open_sheet = line.sheet.state in (SheetState.SUBMITTED, SheetState.VERIFIED)
    return MeetingRow(
        line=line,
        items=items,
        voices=[_voice(entry) for entry in said],
        word=words[-1] if words else None,
        explanation=explanation,
        agreed=agreed[-1] if agreed else None,
        before=earlier[-1] if earlier else None,
        concludes=open_sheet and bool(can_conclude(user, line.sheet)),
        gives=holder_of(line.sheet, Stage.AGREED) is not None,
    )


def _voice(entry: ScoreEntry) -> Voice:
    unit = entry.acting_unit.name if entry.acting_unit else entry.acting_as
    return Voice(entry.get_stage_display(), unit, entry.points, from_json(entry.inputs).actual, entry.reason)
