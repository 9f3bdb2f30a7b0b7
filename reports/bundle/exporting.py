"""Writing a bundle: the rows that were chosen, as a document."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile

from accounts.models import User
from blocs.models import Authority, Bloc, BlocLineage, BlocYear, HistoryPolicy, Unit, UnitLineage
from campaigns.models import Campaign, OfficeDay, Outage, Registration, TargetProgress
from campaigns.states import EDITABLE, REGISTRATION_EDITABLE
from scoring.models import CriteriaSet, Evidence, MeritEvent, ScoreSheet

from .choosing import Choice, reorganisations, some
from .layout import FORMAT, LISTS, SORTS, VERSION
from .named import named_files
from .shapes import in_order
from .writing import Writer, relations

_TYPED_IN = "registrations__targets__progress__submission"


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
                models.prefetch_related_objects([row], *relations(shape), _TYPED_IN)
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
            "office_days": OfficeDay.objects.filter(authority__in=chosen.own),
            "outages": Outage.objects.filter(authority__in=chosen.own),
            "reorganisations": reorganisations(chosen).prefetch_related("authority_rows", "correction"),
            "bloc_lineage": BlocLineage.objects.filter(predecessor__in=chosen.blocs, successor__in=chosen.blocs),
            "history_policies": HistoryPolicy.objects.filter(authority__in=chosen.own),
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
        promised = Registration.objects.filter(campaign__in=self.choice.campaigns)
        figures = TargetProgress.objects.filter(target__registration__in=promised)
        if not self.writer.drafts:
            sheets = sheets.exclude(state__in=("draft", "returned"))
            figures = figures.exclude(target__registration__state__in=REGISTRATION_EDITABLE)
            figures = figures.exclude(submission__state__in=EDITABLE)
        return rows.filter(pk__in=_used(sheets) | some(figures, "proof__evidence"))

    def _people(self, lists: dict[str, Any]) -> list[dict[str, str]]:
        """Everybody who is named as the author of something, by e-mail."""
        emails = {key for (kind, _), key in self.writer.keys.written.items() if kind == "person"}
        named = set(_strings(lists)) & emails
        rows = User.objects.filter(email__in=named).order_by("email")
        return [{"email": row.email, "full_name": row.full_name} for row in rows]

    def files(self, document: dict[str, Any]) -> Iterator[tuple[str, FieldFile]]:
        """(sha256, file) of every file the document names."""
        for model, column, named in named_files(document):
            rows = model._default_manager.filter(**{f"{column}__in": named}).exclude(file="")
            for row in rows.order_by("pk").iterator():
                yield getattr(row, column), row.file


def _used(sheets: models.QuerySet) -> set[int]:
    """Library items that hang on the lines of sheets, or that an entry or an explanation names."""
    found = some(sheets, "lines__evidence_links__evidence") | some(sheets, "lines__explanations__evidence")
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
