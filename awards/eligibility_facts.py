"""Facts of many candidates read together: a constant number of statements however many there are."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.db.models import F, Prefetch, Q
from django.urls import reverse

from accounts.vietnamese import fold
from blocs.lineage import counted_histories

from .ballot_results import results_for_nominations
from .eligibility_shares import WAITING, Shares, targets_of
from .eligibility_subjects import Ancestry, Candidature
from .models import (
    AwardRecord,
    AwardRule,
    AwardType,
    Discipline,
    Evaluation,
    Hold,
    Initiative,
    InitiativeAuthor,
    InitiativeUse,
    Nomination,
    Roster,
)
from .quota_reading import leaders_of
from .rules import facts as shape
from .rules.findings import Proof
from .states import AwardKind, NominationState, SubjectKind

BY_NAME = "theo tên ghi trong quyết định, chưa gắn với sổ cá nhân"


def gather(
    candidatures: Sequence[Candidature], rules: Mapping[int, AwardRule], *, authority_id: int, on: dt.date
) -> list[shape.Facts]:
    """The facts of each candidate, in their order."""
    rows = list(candidatures)
    past, present = _Past(rows, on), _Present(rows, rules, authority_id, on)
    return [present.add(row, past.of(row)) for row in rows]


class _Past:
    """Registers and award history of the candidates, their units' predecessors included."""

    def __init__(self, rows: Sequence[Candidature], on: dt.date) -> None:
        self.on = on
        units = {row.unit.pk: row.unit for row in rows}
        lines = counted_histories(units.values(), on)
        self.ancestry = {pk: Ancestry({one.unit.pk: one for one in line}) for pk, line in lines.items()}
        self.units = {pk for line in self.ancestry.values() for pk in line.behind}
        self.persons = {row.person.pk for row in rows if row.person}
        self.names = dict(AwardType.objects.values_list("code", "name"))
        self.known: dict = {}
        self._read_registers()
        self._read_initiatives()
        self._read_records()

    def of(self, row: Candidature) -> shape.Facts:
        """Facts of the subject in that year, the same whatever it is proposed for; initiatives used in its own file are
        free there."""
        file = row.nomination.pk if row.nomination else None
        known = self.known.get((row.key, row.year, file))
        if known is None:
            known = self.known[row.key, row.year, file] = shape.Facts(
                year=row.year,
                on=self.on,
                names=self.names,
                evaluations=tuple(self._evaluations_of(row)),
                titles=tuple(self._titles_of(row)),
                initiatives=tuple(self._initiatives_of(row)),
                holds=tuple(shape.HoldFact(one.kind, one.get_kind_display()) for one in _about(row, self.holds)),
                disciplines=tuple(
                    shape.DisciplineFact(one.since, one.completed_on, one.get_form_display())
                    for one in _about(row, self.disciplines)
                ),
                ended_on=row.unit.dissolved_on,
            )
        return known

    def _read_registers(self) -> None:
        about = Q(person__in=self.persons) | Q(person__isnull=True, unit__in=self.units)
        self.evaluations: dict[tuple, dict[int, Evaluation]] = defaultdict(dict)
        for row in Evaluation.objects.live().filter(about).order_by("pk"):
            self.evaluations[_whose(row)][row.year] = row  # the last one of a year counts
        begun = {"since__lte": self.on}
        holds = Hold.objects.live().filter(about, **begun).exclude(until__lt=self.on)
        self.holds = _by_subject(holds)
        self.disciplines = _by_subject(Discipline.objects.live().filter(about, **begun))

    def _evaluations_of(self, row: Candidature) -> Iterator[shape.YearFact]:
        if row.person:
            for one in self.evaluations[None, row.person.pk].values():
                yield shape.YearFact(one.year, one.level, _paper(one))
        elif not row.part:
            for unit_id in self.ancestry[row.unit.pk].behind:
                for one in self.evaluations[unit_id, None].values():
                    weight = self.ancestry[row.unit.pk].weigh(unit_id, one.year)
                    if weight:
                        own = unit_id == row.unit.pk
                        yield shape.YearFact(one.year, one.level, _paper(one), *weight, own=own)

    def _read_initiatives(self) -> None:
        ids = InitiativeAuthor.objects.filter(person__in=self.persons).order_by().values("initiative_id")
        own = Q(pk__in=ids) | Q(unit__in=self.units, authors__isnull=True)
        uses = InitiativeUse.objects.counting().exclude(nomination__state=NominationState.DRAFT)
        uses = uses.select_related("nomination__award_type", "record__award_type")
        rows = Initiative.objects.live().filter(own, date__lte=self.on).order_by("-date", "pk").distinct()
        self.initiatives: dict[tuple, list[Initiative]] = defaultdict(list)
        for one in rows.prefetch_related("authors", Prefetch("uses", uses)):
            authors = [author.person_id for author in one.authors.all()]
            for whose in [(None, person) for person in authors] or [(one.unit_id, None)]:
                self.initiatives[whose].append(one)

    def _initiatives_of(self, row: Candidature) -> Iterator[shape.InitiativeFact]:
        person_id = row.person.pk if row.person else None
        places = [(None, person_id)] if person_id else [(pk, None) for pk in self.ancestry[row.unit.pk].behind]
        for one in (each for place in places for each in self.initiatives[place] if not row.part):
            used = [use for use in one.uses.all() if use.person_id == person_id and not _same_file(use, row)]
            words = "; ".join(f"{one.title} đã dùng cho {use.used_for}, năm {use.year}" for use in used)
            yield shape.InitiativeFact(one.kind, one.scope, _paper(one, f"{one.title}: "), words)

    def _read_records(self) -> None:
        rows = AwardRecord.objects.in_force(self.on).filter(Q(person__in=self.persons) | Q(unit__in=self.units))
        self.records: dict[tuple, list[AwardRecord]] = defaultdict(list)
        self.named: dict[tuple, list[AwardRecord]] = defaultdict(list)
        rows = rows.annotate(from_day=F("nomination__from_day"), to_day=F("nomination__to_day"))
        for one in rows.select_related("decision", "award_type").order_by("pk"):
            if one.person_id:
                self.records[None, one.person_id].append(one)
            elif one.subject == one.unit_name and one.award_type.subject_kind != SubjectKind.PERSON:
                self.records[one.unit_id, None].append(one)
            else:
                self.named[one.unit_id, fold(one.subject)].append(one)

    def _titles_of(self, row: Candidature) -> Iterator[shape.TitleFact]:
        """Of a person by the register, by the name alone only perhaps; of a unit its own and its predecessors'."""
        ancestry = self.ancestry[row.unit.pk]
        if row.person or row.part:
            mine = self.records[None, row.person.pk] if row.person else []
            yield from (_title(one, "counts", "") for one in mine)
            for unit_id in ancestry.behind:
                for one in self.named[unit_id, fold(row.subject)]:
                    yield _title(one, "perhaps", BY_NAME)
            return
        for unit_id in ancestry.behind:
            for one in self.records[unit_id, None]:
                weight = ancestry.weigh(unit_id, one.year)
                if weight:
                    yield _title(one, *weight)


class _Present:
    """What the year itself adds: members, places, other proposals, shares, votes, targets."""

    def __init__(self, rows: Sequence[Candidature], rules, authority_id: int, on: dt.date) -> None:
        self.on = on
        self.units, self.years = {row.unit.pk for row in rows}, {row.year for row in rows}
        self.led = leaders_of(self.years, self.units)
        self.shares = Shares(rows, rules, authority_id, on)
        self.targets = targets_of(rows, rules)
        files = [row.nomination.pk for row in rows if row.nomination]
        self.votes = results_for_nominations(files) if files else {}
        self._read_waiting(rows)
        self._read_members()

    def add(self, row: Candidature, facts: shape.Facts) -> shape.Facts:
        kind = row.award_type
        return replace(
            facts,
            award_code=kind.code,
            award_is_form=kind.kind == AwardKind.FORM,
            award_level=kind.level,
            mode=row.mode,
            members=self._members_of(row),
            led=tuple(_led(one) for one in self.led.get((row.unit.pk, row.year), ()) if row.key.is_unit),
            targets=self.targets.get((row.campaign.pk, row.unit.pk)) if row.campaign else None,
            period=_period(row.year, row.nomination) if row.nomination else None,
            others=tuple(self._others_of(row)),
            elsewhen=tuple(self._elsewhen_of(row)),
            cap=self.shares.of(row),
            vote=self._vote_of(row),
        )

    def _read_waiting(self, rows: Sequence[Candidature]) -> None:
        """Proposals of these years, and of others whose time meets one of them."""
        times = [_period(row.year, row.nomination) for row in rows] or [shape.period_of(self.on.year)]
        meets = Q(from_day__lte=max(one.until for one in times), to_day__gte=min(one.since for one in times))
        asked = Nomination.objects.filter(Q(campaign__to_year__in=self.years) | meets)
        self.waiting: dict[int, list[Nomination]] = defaultdict(list)
        self.pending: Counter = Counter()
        asked = asked.filter(unit__in=self.units, state__in=WAITING)
        for one in asked.select_related("award_type", "campaign", "unit"):
            self.waiting[one.unit_id].append(one)
            if one.award_type.subject_kind == SubjectKind.PERSON:
                self.pending[one.unit_id, one.year, one.award_type.code] += 1

    def _others_of(self, row: Candidature) -> Iterator[shape.OtherFact]:
        for one in self._waiting_of(row):
            if one.year == row.year and one.award_type_id != row.award_type.pk:
                yield _other(one)

    def _elsewhen_of(self, row: Candidature) -> Iterator[shape.OtherFact]:
        asked = _period(row.year, row.nomination)
        for one in self._waiting_of(row):
            if one.year != row.year and one.mode == row.mode and _period(one.year, one).meets(asked):
                yield _other(one)

    def _waiting_of(self, row: Candidature) -> Iterator[Nomination]:
        person_id = row.person.pk if row.person else None
        for one in self.waiting[row.unit.pk]:
            if one.person_id == person_id and (person_id or one.subject == row.subject):
                yield one

    def _read_members(self) -> None:
        here = {"unit__in": self.units, "year__in": self.years}
        self.rosters = {(row.unit_id, row.year): row for row in Roster.objects.live().filter(**here).order_by("pk")}
        titles = AwardRecord.objects.in_force(self.on).filter(**here, award_type__subject_kind=SubjectKind.PERSON)
        who = defaultdict(set)
        for unit, year, code, person, name in titles.order_by().values_list(
            "unit_id", "year", "award_type__code", "person_id", "subject"
        ):
            who[unit, year, code].add(person or fold(name))
        self.titles = Counter({key: len(people) for key, people in who.items()})
        levels = Evaluation.objects.live().filter(**here, person__isnull=False).order_by("pk")
        last = {(row.person_id, row.year): row for row in levels}
        self.levels = Counter((row.unit_id, row.year, row.level) for row in last.values())
        forms = Discipline.objects.live().filter(unit__in=self.units, person__isnull=False)
        self.forms: dict[tuple, list[str]] = defaultdict(list)
        for one in forms:
            self.forms[one.unit_id, one.since.year].append(one.form)

    def _members_of(self, row: Candidature) -> shape.Members:
        if not row.key.is_unit:
            return shape.Members()
        here = (row.unit.pk, row.year)
        roster = self.rosters.get(here)
        return shape.Members(
            headcount=roster.headcount if roster else None,
            headcount_source=roster.source if roster else "",
            titles=_of(self.titles, here),
            pending=_of(self.pending, here),
            levels=_of(self.levels, here),
            disciplined=tuple(self.forms[here]),
        )

    def _vote_of(self, row: Candidature) -> shape.VoteFact | None:
        result = self.votes.get(row.nomination.pk) if row.nomination else None
        if result is None:
            return None
        return shape.VoteFact(f"{result.agree}/{result.base} đồng ý ({result.percent}%)", result.reached)


def _of(counts: Counter, here: tuple[int, int]) -> dict[str, int]:
    return {code: number for (unit, year, code), number in counts.items() if (unit, year) == here}


def _whose(row) -> tuple[int | None, int | None]:
    return (None, row.person_id) if row.person_id else (row.unit_id, None)


def _by_subject(rows: Iterable) -> dict[tuple, list]:
    found = defaultdict(list)
    for row in rows:
        found[_whose(row)].append(row)
    return found


def _about(row: Candidature, rows: Mapping[tuple, list]) -> list:
    return rows.get((None, row.person.pk) if row.person else (row.unit.pk, None), [])


def _same_file(use: InitiativeUse, row: Candidature) -> bool:
    return row.nomination is not None and use.nomination_id == row.nomination.pk


def _period(year: int, file: Nomination | None) -> shape.Period:
    return shape.period_of(year, file.from_day, file.to_day) if file else shape.period_of(year)


def _other(one: Nomination) -> shape.OtherFact:
    kind, period = one.award_type, _period(one.year, one)
    return shape.OtherFact(kind.code, kind.name, kind.kind == AwardKind.FORM, kind.level, one.mode, period)


def _title(one: AwardRecord, weight: shape.Weight, why: str) -> shape.TitleFact:
    words = f"{one.year}: Quyết định số {one.decision.number} ngày {one.decision.date:%d/%m/%Y}"
    proof = Proof(words, reverse("awards:decision_detail", args=[one.decision_id]))
    kind = one.award_type
    is_form = kind.kind == AwardKind.FORM
    period = shape.period_of(one.year, one.from_day, one.to_day)
    return shape.TitleFact(one.year, kind.code, proof, weight, why, one.mode, is_form, kind.level, period=period)


def _led(one) -> shape.LedFact:
    url = reverse("scoring:ranking", args=[one.ranking.campaign_id])
    proof = Proof(f"Bảng xếp hạng công bố lần {one.ranking.number}", url)
    return shape.LedFact(one.ranking.campaign.bloc_year.name, one.level, proof)


def _paper(row, before: str = "") -> Proof:
    unsure = "" if row.confirmed_at else " (chưa xác nhận)"
    return Proof(f"{before}{row.number} ngày {row.date:%d/%m/%Y}, {row.issuer}{unsure}")
