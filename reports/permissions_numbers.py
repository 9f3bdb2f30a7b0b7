"""May this person open, change or write into this register of papers sent out, and if not, why."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.decisions import Decision, Reason, only_if
from accounts.models import User
from blocs.access import Action, Role, grants, reach
from blocs.models import Authority, Bloc, Unit

from .models import NumberSeries


@dataclass(frozen=True)
class Issuers:
    """Offices whose registers a person opens, changes and closes."""

    units: QuerySet[Unit]
    blocs: QuerySet[Bloc]
    authorities: QuerySet[Authority]

    def __bool__(self) -> bool:
        return any(rows.exists() for rows in (self.units, self.blocs, self.authorities))


def issuers_of(user: User) -> Issuers:
    """A head: the own unit and the blocs it leads today. Staff of a board: their authority and its blocs."""
    scope = reach(user, Action.DOCUMENT_SIGN)
    led = [
        grant.bloc_year_id
        for grant in grants(user)
        if grant.role is Role.BLOC_LEADER and grant.unit_id in scope.unit_ids
    ]
    return Issuers(
        Unit.objects.at_work().filter(pk__in=scope.unit_ids),
        Bloc.objects.filter(Q(years__in=led) | Q(authority_id__in=scope.authority_ids)).distinct(),
        Authority.objects.filter(pk__in=scope.authority_ids),
    )


def can_record(user: User, series: NumberSeries) -> Decision:
    """Enter a paper numbered elsewhere: whoever writes papers of the issuer."""
    return only_if(NumberSeries.objects.visible_to(user).filter(pk=series.pk).exists(), Reason.OUT_OF_REACH)


def can_manage(user: User, series: NumberSeries) -> Decision:
    """Change or close it: a head of the issuing office, or the board."""
    return can_record(user, series) and only_if(issues(user, series), Reason.NOT_YOUR_ROLE)


def issues(user: User, series: NumberSeries) -> bool:
    """Whether the office the register is (to be) of is one of the person's."""
    issuers = issuers_of(user)
    if series.unit_id:
        return issuers.units.filter(pk=series.unit_id, authority_id=series.authority_id).exists()
    if series.bloc_id:
        return issuers.blocs.filter(pk=series.bloc_id, authority_id=series.authority_id).exists()
    return issuers.authorities.filter(pk=series.authority_id).exists()
