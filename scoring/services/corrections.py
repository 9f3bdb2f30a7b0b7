"""Changing what was published: proposed with a reason by one person, approved by another, published anew beside the old.

The old publication stays as it was (`trust.md` 2, row 10): a correction is a further entry on each line and a further
numbered snapshot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.access import Action, people_holding, refresh
from scoring.models import Correction, CorrectionLine, Ranking, RankingRow, ScoreLine, ScoringSetup
from scoring.permissions import SheetReason, can_correct, can_correct_sheet
from scoring.rules import Inputs
from scoring.states import CorrectionState, Stage

from .belonging import belonging
from .chain import add_entry, last_word
from .deciding import check_points
from .locks import lock_setup
from .publishing import latest_publication
from .ranking import keep_ranking, lock_sheets, rows_of
from .reading import read_bloc
from .relative import recompute_relative


@dataclass(frozen=True)
class Moved:
    """A unit's published place beside the one it would have."""

    unit_name: str
    points: tuple[Decimal | None, Decimal | None]
    rank: tuple[int | None, int | None]

    @property
    def moves(self) -> bool:
        return self.points[0] != self.points[1] or self.rank[0] != self.rank[1]


@transaction.atomic
def propose_correction(*, campaign_id: int, points: Mapping[int, Decimal], reason: str, by: User) -> Correction:
    """Propose other points (by line id) for published scores. Nothing changes until a second person approves.

    Raises Refused (rights, own unit, nothing published, another proposal open, no reason) and ValidationError (nothing
    chosen, or points that are the published ones).
    """
    refresh(by)
    setup = lock_setup(campaign_id)
    can_correct(by, setup.campaign).enforce()
    only_if(latest_publication(campaign_id), SheetReason.NOT_PUBLISHED).enforce()
    only_if(
        not setup.campaign.corrections.filter(state=CorrectionState.PROPOSED).exists(), Reason.WRONG_STATE
    ).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    correction = Correction.objects.create(
        campaign=setup.campaign, reason=reason.strip()[:1000], proposed_by=by, proposed_at=clock.now()
    )
    _add_lines(correction, points, by)
    audit.record(by=by, event="correction.propose", target=correction, note=correction.reason)
    _tell_board(correction, by)
    return correction


def _add_lines(correction: Correction, points: Mapping[int, Decimal], by: User) -> None:
    rows = ScoreLine.objects.filter(pk__in=list(points), sheet__campaign=correction.campaign)
    lines = list(rows.select_related("criterion", "sheet__campaign__scoring", "sheet__unit", "sheet__criteria_set"))
    if not lines:
        raise ValidationError("Hãy nhập điểm đề nghị cho ít nhất một tiêu chí.")
    only_if(len(lines) == len(points), Reason.OUT_OF_REACH).enforce()
    for line in lines:
        can_correct_sheet(by, line.sheet).enforce()
        check_points(line, points[line.pk])
        word = last_word(line)
        if word is not None and word.points == points[line.pk]:
            raise ValidationError(f"{line.criterion}: điểm đề nghị bằng điểm đã công bố.")
        CorrectionLine.objects.create(
            correction=correction, line=line, before=word.points if word else None, points=points[line.pk]
        )


def _tell_board(correction: Correction, by: User) -> None:
    others = people_holding(Action.AWARD_DECIDE, authority_id=correction.campaign.authority_id).exclude(pk=by.pk)
    notify(
        users=list(others),
        kind="correction_proposed",
        title=f"Đề nghị đính chính điểm chờ duyệt: {correction.campaign}",
        body=f"Người đề nghị: {by}. Lý do: {correction.reason}",
        path=reverse("scoring:correction", args=[correction.pk]),
        key=f"correction:{correction.pk}:proposed",
    )


def _lock_open(correction_id: int, by: User) -> tuple[ScoringSetup, Correction]:
    campaign_id = Correction.objects.filter(pk=correction_id).values_list("campaign_id", flat=True).first()
    if campaign_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    setup = lock_setup(campaign_id)
    refresh(by)
    correction = Correction.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=correction_id)
    can_correct(by, correction.campaign).enforce()
    only_if(correction.state == CorrectionState.PROPOSED, Reason.WRONG_STATE).enforce()
    return setup, correction


@transaction.atomic
def approve_correction(*, correction_id: int, by: User, note: str = "") -> Correction:
    """The second person's yes: entries at the council's stage, everything computed again, published under a new number.

    Raises Refused (rights, own unit, the same person, decided already).
    """
    setup, correction = _lock_open(correction_id, by)
    only_if(correction.proposed_by_id != by.pk, SheetReason.SAME_PERSON).enforce()
    sheets, _ = belonging(setup.campaign, lock_sheets(setup.campaign_id))
    for row in _rows(correction):
        can_correct_sheet(by, row.line.sheet).enforce()
    _write_entries(correction, by)
    recompute_relative(setup, by)
    _decide(correction, CorrectionState.APPROVED, by, note)
    keep_ranking(setup, read_bloc(sheets), [], by, final=True, correction=correction)
    return correction


def _write_entries(correction: Correction, by: User) -> None:
    for row in _rows(correction):
        add_entry(
            line=row.line,
            stage=Stage.COUNCIL,
            points=row.points,
            inputs=Inputs(value=row.points),
            reason=correction.reason,
            by=by,
            last=last_word(row.line),
            correction=correction,
        )


def _rows(correction: Correction) -> list[CorrectionLine]:
    rows = correction.lines.select_related(
        "line__criterion", "line__sheet__campaign__scoring", "line__sheet__unit", "line__sheet__criteria_set"
    )
    return list(rows)


@transaction.atomic
def refuse_correction(*, correction_id: int, by: User, note: str) -> Correction:
    """Leave the publication as it is, with the reason why; the proposer may take the own proposal back this way.

    Raises Refused (rights, no reason, decided already).
    """
    _, correction = _lock_open(correction_id, by)
    only_if(note.strip(), Reason.REASON_MISSING).enforce()
    return _decide(correction, CorrectionState.REFUSED, by, note)


def _decide(correction: Correction, state: CorrectionState, by: User, note: str) -> Correction:
    correction.state, correction.decided_by, correction.decided_at = state, by, clock.now()
    correction.decision_note = note.strip()[:1000]
    correction.save()
    audit.record(by=by, event=f"correction.{state}", target=correction, after={"state": state}, note=note.strip())
    return correction


def moved_by(correction: Correction) -> list[Moved]:
    """Every unit whose published points or place the correction would change, with both; nothing is written."""
    setup = ScoringSetup.objects.select_related("campaign", "criteria_set").get(campaign_id=correction.campaign_id)
    published = latest_publication(correction.campaign_id)
    if published is None:
        return []
    before = {row.unit_id: row for row in published.rows.all()}
    after = _would_be(setup, correction, published)
    found = [_moved(before.get(row.unit_id), row) for row in after]
    return [row for row in found if row.moves]


@transaction.atomic
def _would_be(setup: ScoringSetup, correction: Correction, published: Ranking) -> list[RankingRow]:
    """The rows after approval: the very steps of an approval, rolled back."""
    sheets, _ = belonging(setup.campaign, lock_sheets(setup.campaign_id))
    _write_entries(correction, correction.proposed_by)
    recompute_relative(setup, correction.proposed_by)
    rows = rows_of(published, read_bloc(sheets))
    transaction.set_rollback(True)
    return rows


def _moved(old: RankingRow | None, new: RankingRow) -> Moved:
    points, rank = (old.verified_points, old.rank) if old else (None, None)
    return Moved(new.unit_name, (points, new.verified_points), (rank, new.rank))
