"""Which rows belong to a bundle: what was asked for, and everything it points to."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q

from blocs.models import Authority, Bloc, BlocYear, Membership, Reorganisation, Unit, UnitLineage
from campaigns.models import (
    Attendance,
    Campaign,
    DeadlineUnit,
    DutyWaiver,
    Meeting,
    MovementUnit,
    Reminder,
    ReviewProposal,
    Submission,
    UnitPlan,
)
from scoring.models import CriteriaSet, ScoreSheet, ScoringSetup


@dataclass
class Choice:
    """The rows of one bundle, by id. Everything a row points to is chosen with it, so that a bundle stands alone.

    ``own``: the authorities that were asked for, whose days and rules go along; the others are only pointed to."""

    own: set[int] = field(default_factory=set)
    authorities: set[int] = field(default_factory=set)
    units: set[int] = field(default_factory=set)
    bloc_years: set[int] = field(default_factory=set)
    blocs: set[int] = field(default_factory=set)
    sets: set[int] = field(default_factory=set)
    campaigns: set[int] = field(default_factory=set)
    whole: bool = True


def choose(authority: Authority | None, codes: Iterable[str]) -> Choice:
    """Everything; of one authority and those under it; or campaigns by their codes."""
    below = _below(authority) if authority else set(Authority.objects.values_list("pk", flat=True))
    codes = list(codes)
    found = Choice(whole=not codes)
    rows = Campaign.objects.filter(authority__in=below)
    found.campaigns = ids(rows.filter(code__in=codes) if codes else rows)
    found.own = some(rows.filter(pk__in=found.campaigns), "authority")
    if not codes:
        found.own, found.authorities = below, set(below)
        found.units = ids(Unit.objects.filter(authority__in=below))
        found.blocs = ids(Bloc.objects.filter(authority__in=below))
        found.sets = ids(CriteriaSet.objects.filter(authority__in=below))
    _complete(found)
    return found


def ids(rows: models.QuerySet) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def some(rows: models.QuerySet, name: str) -> set[int]:
    return {pk for pk in rows.values_list(name, flat=True) if pk is not None}


def _below(authority: Authority) -> set[int]:
    found, new = set(), {authority.pk}
    while new:
        found |= new
        new = ids(Authority.objects.filter(parent__in=new)) - found
    return found


def _complete(choice: Choice) -> None:
    """Add what the chosen rows point to, from campaigns down to authorities."""
    while parents := some(Campaign.objects.filter(pk__in=choice.campaigns), "parent") - choice.campaigns:
        choice.campaigns |= parents
    campaigns = Campaign.objects.filter(pk__in=choice.campaigns)
    choice.sets |= some(ScoringSetup.objects.filter(campaign__in=choice.campaigns), "criteria_set")
    sets = CriteriaSet.objects.filter(pk__in=choice.sets).values_list("authority", "name", "year")
    choice.sets |= ids(CriteriaSet.objects.filter(_any_of(sets, "authority", "name", "year")))
    chosen = CriteriaSet.objects.filter(pk__in=choice.sets)
    choice.bloc_years = some(campaigns, "bloc_year") | some(campaigns, "blocs_joined") | some(chosen, "bloc_year")
    if choice.whole:
        choice.bloc_years |= ids(BlocYear.objects.filter(bloc__in=choice.blocs))
    years = BlocYear.objects.filter(pk__in=choice.bloc_years)
    choice.blocs |= some(years, "bloc")
    _complete_units(choice)
    choice.authorities |= some(campaigns, "authority") | some(chosen, "authority")
    choice.authorities |= some(Bloc.objects.filter(pk__in=choice.blocs), "authority")
    choice.authorities |= some(Unit.objects.filter(pk__in=choice.units), "authority")
    if choice.whole:
        choice.authorities = choice.authorities.union(*_authorities_reorganised(choice).values())
    while parents := some(Authority.objects.filter(pk__in=choice.authorities), "parent") - choice.authorities:
        choice.authorities |= parents


def _any_of(keys: Iterable[tuple], *names: str) -> Q:
    found = Q(pk__in=[])
    for key in set(keys):
        found |= Q(**dict(zip(names, key, strict=True)))
    return found


# Units that are named by further tables of a campaign, each with the way to the campaign.
_SPEAK = {
    Attendance: "meeting__campaign",
    DeadlineUnit: "deadline__campaign",
    DutyWaiver: "deadline__campaign",
    MovementUnit: "campaign",
    Reminder: "deadline__campaign",
    ReviewProposal: "review__campaign",
    UnitPlan: "campaign",
}


def _complete_units(choice: Choice) -> None:
    """Members, units that speak in the campaigns, and everything they came from or became."""
    choice.units |= some(Membership.objects.filter(bloc_year__in=choice.bloc_years), "unit")
    inside = {"campaign__in": choice.campaigns}
    choice.units |= some(ScoreSheet.objects.filter(**inside), "unit")
    choice.units |= some(ScoreSheet.objects.filter(**inside), "lines__entries__acting_unit")
    choice.units |= some(Submission.objects.filter(deadline__campaign__in=choice.campaigns), "unit")
    choice.units |= some(Campaign.objects.filter(pk__in=choice.campaigns), "registrations__unit")
    choice.units |= some(Campaign.objects.filter(pk__in=choice.campaigns), "deadlines__extensions__unit")
    choice.units |= some(ScoringSetup.objects.filter(**inside), "assignments__unit")
    for model, path in _SPEAK.items():
        choice.units |= some(model._default_manager.filter(**{f"{path}__in": choice.campaigns}), "unit")
    choice.units |= some(Meeting.objects.filter(**inside), "host")
    while True:
        rows = UnitLineage.objects.filter(Q(predecessor__in=choice.units) | Q(successor__in=choice.units))
        more = some(rows, "predecessor") | some(rows, "successor")
        if more <= choice.units:
            return
        choice.units |= more


def _authorities_reorganised(choice: Choice) -> dict[int, set[int]]:
    """Reorganisations that are about an authority asked for, each with all it is about."""
    rows = Reorganisation.objects.filter(of=Reorganisation.Of.AUTHORITY).values_list("pk", "before", "after")
    found = {pk: {*before, *after} for pk, before, after in rows}
    return {pk: about for pk, about in found.items() if about & choice.own}


def reorganisations(choice: Choice) -> models.QuerySet:
    """Those all of whose units are chosen; of a whole authority those that are about it."""
    rows = Reorganisation.objects.filter(of=Reorganisation.Of.UNIT).values_list("pk", "before", "after")
    fit = {pk for pk, before, after in rows if {*before, *after} <= choice.units}
    fit |= set(_authorities_reorganised(choice)) if choice.whole else set()
    return Reorganisation.objects.filter(pk__in=fit)
