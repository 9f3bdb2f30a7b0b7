"""The unit's own moves of its sheet: send, recall."""

import datetime as dt

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Decision, Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from campaigns import when
from campaigns.lateness import with_lateness
from campaigns.models import Receipt
from campaigns.services import last_day_for, record_submission, reopen_submission
from campaigns.states import SubmissionState
from scoring.models import ScoreEntry, ScoreSheet, ScoringSetup
from scoring.permissions import SheetReason, can_recall, can_submit
from scoring.states import RECALL, SUBMIT, Half, Stage, VersionKind

from .chain import add_entries, new_entry
from .cross import cross_begun, sheet_arrived
from .evidence import evidence_state
from .locks import lock_sheet_in_bloc
from .outcomes import as_json, inputs_of
from .people import verifiers
from .reading import Row, SheetReading, read_live
from .relative import recompute_relative
from .snapshots import content_of, freeze


class Incomplete(Refused):
    """The sheet lacks something; `rows` are the lines, each with its `problems` in words."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        named = "; ".join(
            f"{row.criterion.code or row.criterion.title}: {', '.join(row.problems)}" for row in rows[:20]
        )
        more = f" và {len(rows) - 20} tiêu chí khác" if len(rows) > 20 else ""
        super().__init__(SheetReason.INCOMPLETE, f"{named}{more}.")


@transaction.atomic
def submit_sheet(*, sheet_id: int, by: User) -> ScoreSheet:
    """Send a complete sheet: the head of the unit only. Writes the unit's word on every new or changed line.

    Raises Refused (rights, state) and Incomplete, which names the lines.
    """
    setup, sheet = lock_sheet_in_bloc(sheet_id, by)
    can_submit(by, sheet).enforce()
    reading = read_live(sheet)
    if reading.incomplete:
        raise Incomplete(reading.incomplete)
    before, now = sheet.state, clock.now()
    _write_self_entries(reading, by)
    returned = [row.line.pk for row in reading.returned]
    sheet.lines.filter(pk__in=returned).update(returned=False)
    sheet.state, sheet.submitted_at, sheet.submitted_by = SUBMIT.target, now, by
    sheet.version += 1
    sheet.save()
    version = freeze(sheet=sheet, content=content_of(read_live(sheet), VersionKind.SENT), kind=VersionKind.SENT, by=by)
    recompute_relative(setup, by)
    _record(sheet, "sheet.submit", before, by)
    if deadline := setup.deadline_of(sheet.half):
        record_submission(deadline=deadline, unit=sheet.unit, by=by, sha256=version.sha256)
    _tell_verifiers(sheet)
    sheet_arrived(sheet, returned)
    return sheet


def _write_self_entries(reading: SheetReading, by: User) -> None:
    """One entry per line that is new, changed or was returned; a returned line must be decided again."""
    files = evidence_state(row.line.pk for row in reading.lines)
    entries = []
    for row in reading.lines:
        if row.automatic:
            row.line.save(update_fields=["self_points", "explanation", "waiting"])
        last = next((entry for entry in reversed(row.entries) if entry.stage == Stage.SELF), None)
        said = as_json(inputs_of(row.line))
        if last and not row.line.returned and (last.inputs, last.points) == (said, row.line.self_points):
            continue
        line, inputs = row.line, inputs_of(row.line)
        entries.append(new_entry(line, Stage.SELF, line.self_points, inputs, line.note, by, files.get(line.pk, [])))
    add_entries(entries)


def _record(sheet: ScoreSheet, event: str, before: str, by: User, note: str = "") -> None:
    audit.record(by=by, event=event, target=sheet, before={"state": before}, after={"state": sheet.state}, note=note)


def _tell_verifiers(sheet: ScoreSheet) -> None:
    notify(
        users=verifiers(sheet),
        kind="sheet_submitted",
        title=f"{sheet.unit} đã gửi phiếu tự chấm điểm",
        body=f"Kế hoạch: {sheet.campaign}. Mở phiếu để thẩm định.",
        path=reverse("scoring:sheet_verify", args=[sheet.pk]),
        key=f"sheet:{sheet.pk}:submitted:{sheet.version}",
    )


def recall_window(setup: ScoringSetup, sheet: ScoreSheet, at: dt.datetime) -> Decision:
    """A sent sheet can be taken back before its deadline (with the unit's extension); without a date, any time."""
    last_day = last_day_of(setup, sheet)
    return only_if(last_day is None or at < when.closes_at(last_day), Reason.WINDOW_CLOSED)


def last_day_of(setup: ScoringSetup, sheet: ScoreSheet) -> dt.date | None:
    """The last day on time of a sheet, its unit's extension included; None when nothing is set."""
    deadline = setup.deadline_of(sheet.half)
    return last_day_for(deadline, sheet.unit_id) if deadline else None


@transaction.atomic
def recall_sheet(*, sheet_id: int, by: User) -> ScoreSheet:
    """Take a sent sheet back before the deadline and before anybody verified a line of it. Raises Refused."""
    setup, sheet = lock_sheet_in_bloc(sheet_id, by)
    can_recall(by, sheet).enforce()
    recall_window(setup, sheet, clock.now()).enforce()
    begun = ScoreEntry.objects.filter(line__sheet=sheet).exclude(stage=Stage.SELF).exists()
    only_if(not begun and not cross_begun(sheet), SheetReason.VERIFICATION_BEGUN).enforce()
    before, sheet.state = sheet.state, RECALL.target
    sheet.version += 1
    sheet.save()
    recompute_relative(setup, by)
    _record(sheet, "sheet.recall", before, by)
    if deadline := setup.deadline_of(sheet.half):
        reopen_submission(deadline=deadline, unit=sheet.unit, by=by, state=SubmissionState.DRAFT)
    return sheet


def receipt_of(sheet: ScoreSheet) -> Receipt | None:
    """The latest receipt of a sheet's arrival for its self-score deadline, with its ``late`` (`campaigns.lateness`); None
    when there is none."""
    name = "half_deadline_id" if sheet.half == Half.FIRST else "self_score_deadline_id"
    setup = ScoringSetup.objects.filter(campaign_id=sheet.campaign_id).values(name)
    rows = Receipt.objects.filter(submission__deadline_id__in=setup, submission__unit_id=sheet.unit_id)
    found = rows.select_related("by", "submission__deadline__campaign").order_by("-at", "-pk").first()
    return found and with_lateness(found.submission.deadline, sheet.unit_id, [found])[0]
