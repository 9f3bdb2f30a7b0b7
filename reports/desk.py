"""What lies on a person's desk, read in a constant number of statements; ``tasks_due`` turns it into things to do."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q

from accounts import clock
from accounts.models import User
from awards.models import Nomination
from awards.states import CLOCKED, NominationState
from awards.states_files import Origin
from blocs.access import Action, reach
from blocs.models import BlocYear, Membership, Unit
from campaigns.arrivals import counted_days
from campaigns.models import Deadline, Extension, Registration, Submission
from campaigns.owing import owed_map
from campaigns.permissions import can_approve_registration
from campaigns.rules import applicable_last_day
from campaigns.states import RegistrationState
from scoring.models import Criterion, ScoreSheet, ScoringSetup, TargetRequest
from scoring.permissions import can_decide_request, can_verify
from scoring.states import CriterionKind, Holder, SheetState

# Older gaps are history: they stay on the board of their year and no longer ask for anybody's day.
OVERDUE_DAYS = 180
# Of a year that is prepared before it begins, what is due this soon is work already; the rest waits for its year.
AHEAD_DAYS = 60


@dataclass
class Desk:
    """``submissions`` by (deadline, unit), ``sheets`` of own units by (campaign, unit), ``officers`` by (bloc-year, role)."""

    user: User
    today: dt.date
    own: frozenset[int]
    deadlines: dict[int, Deadline]
    owed: dict[int, list[Unit]]
    submissions: dict[tuple[int, int], Submission]
    extensions: dict[tuple[int, int], list[Extension]]
    sheets: dict[tuple[int, int], ScoreSheet]
    sheet_deadlines: dict[int, int]
    officers: dict[tuple[int, str], Unit]
    counted: dict[tuple[int, int], dt.date] = field(default_factory=dict)
    to_verify: list[ScoreSheet] = field(default_factory=list)
    to_register: list[tuple[ScoringSetup, Unit]] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)
    to_approve: list[Registration] = field(default_factory=list)
    to_decide: list[TargetRequest] = field(default_factory=list)
    nominations: list[Nomination] = field(default_factory=list)
    unplanned: list[BlocYear] = field(default_factory=list)

    def last_day(self, deadline: Deadline, unit: Unit) -> dt.date | None:
        """The last day on time for this unit, its extension included."""
        pair = (deadline.pk, unit.pk)
        return applicable_last_day(deadline, self.extensions.get(pair, ()), self.counted.get(pair))

    def sheet_deadline(self, campaign_id: int) -> Deadline | None:
        return self.deadlines.get(self.sheet_deadlines.get(campaign_id, 0))

    def is_late(self, deadline: Deadline, unit: Unit) -> bool:
        last_day = self.last_day(deadline, unit)
        return last_day is not None and last_day < self.today


def read_desk(user: User) -> Desk:
    """Everything the person's acting role lets them act on, of campaigns still running or ended a year ago at most."""
    today = clock.today()
    own = reach(user, Action.SUBMISSION_EDIT).unit_ids
    deadlines = {row.pk: row for row in _deadlines(user, today)}
    owed = owed_map(deadlines.values())
    campaigns = {row.campaign_id for row in deadlines.values()}
    return Desk(
        user=user,
        today=today,
        own=own,
        deadlines=deadlines,
        owed=owed,
        submissions={(row.deadline_id, row.unit_id): row for row in _submissions(deadlines)},
        extensions=_extensions(deadlines),
        counted=counted_days(deadlines.values()),
        sheets={(row.campaign_id, row.unit_id): row for row in _own_sheets(own, today)},
        sheet_deadlines=_sheet_deadlines(campaigns, deadlines),
        officers=_officers({row.campaign.bloc_year_id for row in deadlines.values()}, today),
        to_register=_to_register(own, today),
        registrations=list(Registration.objects.filter(unit_id__in=own, campaign__to_year__gte=today.year)),
        to_approve=_to_approve(user),
        to_decide=_to_decide(user),
        to_verify=_to_verify(user),
        nominations=_nominations(user),
        unplanned=_unplanned(user, today),
    )


def _deadlines(user: User, today: dt.date):
    window = Q(last_day__isnull=True, campaign__to_year__gte=today.year) | Q(
        last_day__gte=today - dt.timedelta(days=OVERDUE_DAYS)
    )
    rows = Deadline.objects.visible_to(user).filter(window, campaign__to_year__gte=today.year - 1)
    far = Q(last_day__isnull=True) | Q(last_day__gt=today + dt.timedelta(days=AHEAD_DAYS))
    rows = rows.filter(every_year=False, done_on__isnull=True).exclude(far, campaign__from_year__gt=today.year)
    return rows.select_related("campaign__bloc_year", "campaign__authority")


def _submissions(deadlines):
    return Submission.objects.filter(deadline__in=deadlines).defer("text")


def _extensions(deadlines) -> dict[tuple[int, int], list[Extension]]:
    found = defaultdict(list)
    for row in Extension.objects.filter(deadline__in=deadlines):
        found[row.deadline_id, row.unit_id].append(row)
    return found


def _own_sheets(own: frozenset[int], today: dt.date):
    items = ~Q(lines__criterion__kind=CriterionKind.GROUP)
    rows = ScoreSheet.objects.filter(unit_id__in=own, campaign__to_year__gte=today.year - 1)
    return rows.select_related("campaign__bloc_year", "unit").annotate(
        lines_all=Count("lines", filter=items),
        lines_done=Count("lines", filter=items & Q(lines__self_points__isnull=False)),
        lines_returned=Count("lines", filter=Q(lines__returned=True)),
    )


def _sheet_deadlines(campaigns: set[int], deadlines: dict[int, Deadline]) -> dict[int, int]:
    """Which deadline the score sheet of a campaign meets: the one of its scoring set-up, else the one of that kind."""
    found = {row.campaign_id: row.pk for row in deadlines.values() if row.by_sheet}
    setups = ScoringSetup.objects.filter(campaign_id__in=campaigns, self_score_deadline__isnull=False)
    return found | dict(setups.values_list("campaign_id", "self_score_deadline_id"))


def _officers(bloc_years: set[int | None], today: dt.date) -> dict[tuple[int, str], Unit]:
    rows = Membership.objects.on(today).officers().filter(bloc_year_id__in=bloc_years - {None}).select_related("unit")
    return {(row.bloc_year_id, row.role): row.unit for row in rows}


def _to_register(own: frozenset[int], today: dt.date) -> list[tuple[ScoringSetup, Unit]]:
    """Running campaigns of own units whose criteria are scored against targets of a registration."""
    members = Membership.objects.on(today).filter(unit_id__in=own, bloc_year__year__gte=today.year)
    units = {row.bloc_year_id: row.unit for row in members.select_related("unit")}
    measured = Criterion.objects.measured().filter(criteria_set=OuterRef("criteria_set"))
    setups = ScoringSetup.objects.filter(Exists(measured), campaign__bloc_year_id__in=units)
    rows = setups.select_related("campaign__bloc_year")
    return [(row, units[row.campaign.bloc_year_id]) for row in rows]


def _to_approve(user: User) -> list[Registration]:
    """Sent registrations this person decides as officer of the bloc; never the own unit's."""
    blocs = reach(user, Action.REGISTRATION_APPROVE).bloc_year_ids
    rows = Registration.objects.for_decisions().filter(campaign__bloc_year_id__in=blocs)
    return [row for row in rows.filter(state=RegistrationState.SENT) if can_approve_registration(user, row)]


def _to_decide(user: User) -> list[TargetRequest]:
    """What units ask about targets, open, that this person decides as officer of the bloc."""
    blocs = reach(user, Action.REGISTRATION_APPROVE).bloc_year_ids
    rows = TargetRequest.objects.open().for_decisions().filter(line__sheet__campaign__bloc_year_id__in=blocs)
    return [row for row in rows if can_decide_request(user, row)]


def _to_verify(user: User) -> list[ScoreSheet]:
    """Sheets that wait for this person as officer of the bloc, or for the standing office where it holds this stage;
    nobody verifies the own unit."""
    scope = reach(user, Action.SHEET_VERIFY)
    theirs = Q(campaign__authority_id__in=scope.authority_ids, campaign__scoring__stages__leader=Holder.BOARD)
    mine = Q(campaign__bloc_year_id__in=scope.bloc_year_ids) | theirs
    rows = ScoreSheet.objects.for_decisions().filter(mine, state=SheetState.SUBMITTED)
    return [row for row in rows if can_verify(user, row)]


def _unplanned(user: User, today: dt.date) -> list[BlocYear]:
    """Years of blocs the person leads that have no plan yet; years gone by stay as they are."""
    led = reach(user, Action.CAMPAIGN_MANAGE).bloc_year_ids
    return list(BlocYear.objects.filter(pk__in=led, campaign__isnull=True, year__gte=today.year))


def _nominations(user: User) -> list[Nomination]:
    """On the desk of one's authority, or returned to one's bloc or unit as its author."""
    deciding = reach(user, Action.AWARD_DECIDE).authority_ids
    writing = reach(user, Action.NOMINATE).bloc_year_ids
    back = Q(state=NominationState.RETURNED)
    mine = Q(campaign__authority_id__in=deciding, state__in=CLOCKED)
    mine |= back & Q(origin=Origin.BLOC, campaign__bloc_year_id__in=writing)
    mine |= back & Q(origin=Origin.UNIT, unit_id__in=reach(user, Action.NOMINATION_EDIT).unit_ids)
    return list(Nomination.objects.visible_to(user).filter(mine).select_related("campaign__bloc_year"))
