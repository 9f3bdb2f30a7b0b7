"""What is in a nomination file and how it stands: contents against what is needed, dossier items, clock, path."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from accounts import clock
from campaigns.office_days import OfficeDays, office_days

from .models import AwardRule, DossierItem, Nomination, NominationFile, NominationStep, ProcessingTime
from .rule_book import rule_for
from .rules.nomination_files import Clock, Contents, Lack, clock_of, consultation_days, lacking
from .states import CLOCKED, MOVES, NominationState, SubjectKind
from .states_files import Origin, Part


def rule_of(nomination: Nomination) -> AwardRule | None:
    """The rule of the day it was sent; while it is written, today's."""
    day = timezone.localdate(nomination.submitted_at) if nomination.submitted_at else clock.today()
    return rule_for(nomination.award_type, nomination.campaign.authority_id, day)


@dataclass(frozen=True)
class DossierLine:
    """One component the rule asks for, and what the file says of it (None: nothing yet)."""

    text: str
    clause: str
    unconfirmed: bool
    said: DossierItem | None


def dossier_of(nomination: Nomination, rule: AwardRule | None) -> list[DossierLine]:
    """Components of the rule in its order, then those ticked under an earlier rule."""
    said = {row.label: row for row in nomination.dossier.all()}
    lines = [
        DossierLine(
            item["text"], item.get("clause", ""), item.get("status") != "verified", said.pop(item["text"], None)
        )
        for item in (rule.dossier if rule else [])
    ]
    return lines + [DossierLine(label, "", False, row) for label, row in said.items()]


def files_of(nomination: Nomination) -> list[NominationFile]:
    rows = nomination.files.filter(removed_at__isnull=True).select_related("version__evidence", "by")
    return list(rows.order_by("pk"))


def contents_of(nomination: Nomination, files: Iterable[NominationFile], dossier: list[DossierLine]) -> Contents:
    of_person = nomination.award_type.subject_kind == SubjectKind.PERSON
    named = nomination.person_id is not None or nomination.subject != nomination.unit.name
    return Contents(
        has_period=bool(nomination.from_day and nomination.to_day),
        names_subject=named or not of_person,
        report=all((nomination.background, nomination.achievement, nomination.measures)),
        filed={row.part for row in files},
        asked=[line.text for line in dossier],
        ticks={line.text: line.said.tick for line in dossier if line.said},
    )


def lacks_of(nomination: Nomination) -> list[Lack]:
    """What keeps a unit's file from being sent. What a leader writes goes as it is: the board sees what is missing."""
    if nomination.origin != Origin.UNIT:
        return []
    return lacking(contents_of(nomination, files_of(nomination), dossier_of(nomination, rule_of(nomination))))


def days_asked(nomination: Nomination) -> int:
    """Working days of public consultation the rule asks for; 0 without a rule."""
    rule = rule_of(nomination)
    return consultation_days(rule.conditions) if rule else 0


def processing_time(nomination: Nomination, day: dt.date) -> ProcessingTime | None:
    return ProcessingTime.objects.on(nomination.campaign.authority_id, nomination.award_type_id, day)


def clock_on(nomination: Nomination, calendar: OfficeDays) -> Clock | None:
    """The processing clock today; None where it does not run (not received, ended, passed up)."""
    if nomination.state not in CLOCKED | {NominationState.RETURNED} or nomination.due_on is None:
        return None
    return clock_of(nomination.due_on, nomination.paused_since, clock.today(), calendar)


def with_clocks(rows: list[Nomination]) -> list[Nomination]:
    """Each row of a page with its ``clock``; one statement for each authority among them."""
    calendars = {pk: office_days(pk) for pk in {row.campaign.authority_id for row in rows}}
    for row in rows:
        row.clock = clock_on(row, calendars[row.campaign.authority_id])
    return rows


@dataclass(frozen=True)
class PathLine:
    """One step in words."""

    step: NominationStep
    title: str
    parts: list[str]


def path_of(nomination: Nomination) -> list[PathLine]:
    """The way the file has gone, first step first."""
    rows = nomination.steps.select_related("by").order_by("pk")
    return [PathLine(row, MOVES[row.move].label, [Part(part).label for part in row.parts]) for row in rows]
