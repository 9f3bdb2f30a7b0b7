"""Writing a bundle: which rows belong to it, and the document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile

from accounts.models import User
from blocs.models import Authority, Bloc, BlocYear, Membership, Unit, UnitLineage
from campaigns.models import Campaign, Submission, SubmissionFile
from scoring.models import CriteriaSet, Evidence, EvidenceVersion, MeritEvent, ScoreSheet, ScoringSetup

from .layout import FORMAT, LISTS, SORTS, VERSION
from .shapes import in_order
from .writing import Writer, relations


@dataclass
class Choice:
    """The rows of one bundle, by id. Everything a row points to is chosen with it, so that a bundle stands alone."""

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
    found.campaigns = _ids(rows.filter(code__in=codes) if codes else rows)
    if not codes:
        found.authorities = below
        found.units = _ids(Unit.objects.filter(authority__in=below))
        found.blocs = _ids(Bloc.objects.filter(authority__in=below))
        found.sets = _ids(CriteriaSet.objects.filter(authority__in=below))
    _complete(found)
    return found


def _ids(rows: models.QuerySet) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def _some(rows: models.QuerySet, name: str) -> set[int]:
    return {pk for pk in rows.values_list(name, flat=True) if pk is not None}


def _below(authority: Authority) -> set[int]:
    found, new = set(), {authority.pk}
    while new:
        found |= new
        new = _ids(Authority.objects.filter(parent__in=new)) - found
    return found


def _complete(choice: Choice) -> None:
    """Add what the chosen rows point to, from campaigns down to authorities."""
    while parents := _some(Campaign.objects.filter(pk__in=choice.campaigns), "parent") - choice.campaigns:
        choice.campaigns |= parents
    campaigns = Campaign.objects.filter(pk__in=choice.campaigns)
    choice.sets |= _some(ScoringSetup.objects.filter(campaign__in=choice.campaigns), "criteria_set")
    sets = CriteriaSet.objects.filter(pk__in=choice.sets).values_list("authority", "name", "year")
    choice.sets |= _ids(CriteriaSet.objects.filter(_any_of(sets, "authority", "name", "year")))
    chosen = CriteriaSet.objects.filter(pk__in=choice.sets)
    choice.bloc_years = _some(campaigns, "bloc_year") | _some(campaigns, "blocs_joined") | _some(chosen, "bloc_year")
    if choice.whole:
        choice.bloc_years |= _ids(BlocYear.objects.filter(bloc__in=choice.blocs))
    years = BlocYear.objects.filter(pk__in=choice.bloc_years)
    choice.blocs |= _some(years, "bloc")
    _complete_units(choice)
    choice.authorities |= _some(campaigns, "authority") | _some(chosen, "authority")
    choice.authorities |= _some(Bloc.objects.filter(pk__in=choice.blocs), "authority")
    choice.authorities |= _some(Unit.objects.filter(pk__in=choice.units), "authority")
    while parents := _some(Authority.objects.filter(pk__in=choice.authorities), "parent") - choice.authorities:
        choice.authorities |= parents


def _any_of(keys: Iterable[tuple], *names: str) -> Q:
    found = Q(pk__in=[])
    for key in set(keys):
        found |= Q(**dict(zip(names, key, strict=True)))
    return found


def _complete_units(choice: Choice) -> None:
    """Members, units that speak in the campaigns, and everything they came from or became."""
    choice.units |= _some(Membership.objects.filter(bloc_year__in=choice.bloc_years), "unit")
    inside = {"campaign__in": choice.campaigns}
    choice.units |= _some(ScoreSheet.objects.filter(**inside), "unit")
    choice.units |= _some(ScoreSheet.objects.filter(**inside), "lines__entries__acting_unit")
    choice.units |= _some(Submission.objects.filter(deadline__campaign__in=choice.campaigns), "unit")
    choice.units |= _some(Campaign.objects.filter(pk__in=choice.campaigns), "registrations__unit")
    choice.units |= _some(Campaign.objects.filter(pk__in=choice.campaigns), "deadlines__extensions__unit")
    choice.units |= _some(ScoringSetup.objects.filter(**inside), "assignments__unit")
    while True:
        rows = UnitLineage.objects.filter(Q(predecessor__in=choice.units) | Q(successor__in=choice.units))
        more = _some(rows, "predecessor") | _some(rows, "successor")
        if more <= choice.units:
            return
        choice.units |= more


class Export:
    """One bundle being written. `drafts`: also what only its unit may read (sheets, reports and registrations that are
    not sent, the rest of the library)."""

    def __init__(self, choice: Choice, *, drafts: bool = False) -> None:
        self.choice = choice
        self.writer = Writer(drafts=drafts)

    @property
    def withheld(self) -> dict[str, int]:
        return self.writer.withheld

    def document(self) -> dict[str, Any]:
        """The whole document, always in the same order."""
        lists = {name: list(self._list(name)) for name in LISTS}
        lists = {name: in_order(rows, SORTS.get(name, ())) for name, rows in lists.items() if rows}
        people = self._people(lists)
        head = {"format": FORMAT, "version": VERSION}
        return head | ({"people": people} if people else {}) | lists

    def _list(self, name: str) -> Iterator[dict[str, Any]]:
        shape = LISTS[name]
        for row in self._rows(name):
            if name == "campaigns":
                # One campaign at a time in memory, everything below it in one statement a list.
                models.prefetch_related_objects([row], *relations(shape))
            document = self.writer.document(shape, row)
            if name == "blocs":
                document["years"] = [year for year in document.get("years", []) if self._has_year(row, year)]
                document = {key: value for key, value in document.items() if value != []}
            yield document

    def _has_year(self, bloc: Bloc, document: dict[str, Any]) -> bool:
        return any(year.year == document["year"] and year.pk in self.choice.bloc_years for year in bloc.years.all())

    def _rows(self, name: str) -> Iterable[models.Model]:
        chosen = self.choice
        if name == "authorities":
            return _parents_first(Authority.objects.filter(pk__in=chosen.authorities).order_by("name"))
        if name == "evidence":
            return self._evidence()
        rows: dict[str, models.QuerySet] = {
            "units": Unit.objects.filter(pk__in=chosen.units).prefetch_related("names"),
            "lineage": UnitLineage.objects.filter(predecessor__in=chosen.units, successor__in=chosen.units),
            "blocs": Bloc.objects.filter(pk__in=chosen.blocs).prefetch_related("years__memberships"),
            "criteria_sets": CriteriaSet.objects.filter(pk__in=chosen.sets).prefetch_related("criteria"),
            "merit_events": MeritEvent.objects.filter(self._events()),
            "campaigns": Campaign.objects.filter(pk__in=chosen.campaigns),
        }
        return rows[name].order_by("pk")

    def _events(self) -> Q:
        units = Q(unit__in=self.choice.units, authority__in=self.choice.authorities)
        if self.choice.whole:
            return units
        years = BlocYear.objects.filter(pk__in=self.choice.bloc_years).values_list("year", flat=True)
        return units & Q(year__in=set(years))

    def _evidence(self) -> models.QuerySet:
        """Files on the sheets that are written; the rest of a library is its unit's own."""
        rows = Evidence.objects.filter(unit__in=self.choice.units).prefetch_related("versions").order_by("pk")
        if self.writer.drafts and self.choice.whole:
            return rows
        sheets = ScoreSheet.objects.filter(campaign__in=self.choice.campaigns)
        if not self.writer.drafts:
            sheets = sheets.exclude(state__in=("draft", "returned"))
        return rows.filter(pk__in=_used(sheets))

    def _people(self, lists: dict[str, Any]) -> list[dict[str, str]]:
        """Everybody who is named as the author of something, by e-mail."""
        emails = {key for (kind, _), key in self.writer.keys.written.items() if kind == "person"}
        named = set(_strings(lists)) & emails
        rows = User.objects.filter(email__in=named).order_by("email")
        return [{"email": row.email, "full_name": row.full_name} for row in rows]

    def files(self, document: dict[str, Any]) -> Iterator[tuple[str, FieldFile]]:
        """(sha256, file) of every file the document names."""
        named = {version["sha256"] for item in document.get("evidence", ()) for version in item.get("versions", ())}
        named |= {
            file["sha256"]
            for campaign in document.get("campaigns", ())
            for deadline in campaign.get("deadlines", ())
            for report in deadline.get("submissions", ())
            for file in report.get("files", ())
        }
        for model in (EvidenceVersion, SubmissionFile):
            for row in model._default_manager.filter(sha256__in=named).order_by("pk").iterator():
                yield row.sha256, row.file


def _used(sheets: models.QuerySet) -> set[int]:
    """Library items that hang on the lines of sheets, or that an entry or an explanation names."""
    found = _some(sheets, "lines__evidence_links__evidence") | _some(sheets, "lines__explanations__evidence")
    for kept in sheets.values_list("lines__entries__evidence", flat=True):
        found |= {file["id"] for file in kept or ()}
    for content in sheets.filter(versions__isnull=False).values_list("versions__content", flat=True).iterator():
        for row in content["rows"]:
            found |= {file["id"] for file in row.get("line", {}).get("files", ())}
    return found


def _parents_first(rows: Iterable[Authority]) -> list[Authority]:
    below: dict[int | None, list[Authority]] = {}
    rows = list(rows)
    known = {row.pk for row in rows}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    found: list[Authority] = []
    waiting = list(below.get(None, []))
    while waiting:
        row = waiting.pop(0)
        found.append(row)
        waiting = below.get(row.pk, []) + waiting
    return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
