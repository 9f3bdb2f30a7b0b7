"""Ten years of blocs with what they proposed and received, written in bulk: what ``bench.awards`` looks up.

A unit has one award and one nomination behind it every year, every fourth unit a refused one besides; a decision a year
and province, with two of its awards cancelled later. The last year also has milestones, papers and final rankings.
"""

import datetime as dt
from decimal import Decimal

from accounts import clock
from accounts.models import User
from awards.models import AwardAct, AwardActLine, AwardRecord, AwardType, Decision, Nomination, PublicPage
from awards.services import load_award_types
from awards.states import NominationState, SubjectClass, SubjectKind
from blocs.models import Authority, Bloc, BlocYear, Membership, Post, Unit
from campaigns.models import Campaign, Deadline, Submission
from campaigns.states import SubmissionState
from campaigns.when import ZONE
from scoring.models import Ranking, RankingRow
from scoring.states import RankingState

LAST = clock.today().year - 1
ADDRESS = "tinh-so-1"  # of the first province's public page
KINDS = (Deadline.Kind.REGISTRATION, Deadline.Kind.MIDYEAR_REPORT, Deadline.Kind.YEAR_REPORT)
BATCH = 2000


def years(number: int) -> range:
    return range(LAST - number + 1, LAST + 1)


def people() -> tuple[Authority, Authority, User, User]:
    """The country above all provinces, the first province with its public page, a reader of the one, the other's board."""
    load_award_types()
    top = Authority.objects.create(level="central", name="Trung ương")
    first = Authority.objects.create(level="province", name="Tỉnh số 1", parent=top)
    found = []
    for email, place, role in (("ca-nuoc@do.example", top, "board_viewer"), ("tinh@do.example", first, "board_staff")):
        user = User.objects.create(email=email, full_name=email)
        Post.objects.create(user=user, authority=place, role=role, valid_from=dt.date(2000, 1, 1))
        found.append(user)
    PublicPage.objects.create(
        authority=first,
        is_on=True,
        address=ADDRESS,
        shows_ranks=True,
        shows_points=True,
        shows_awards=True,
        by=found[1],
    )
    return top, first, *found


class Province:
    """One province of so many blocs and units, written once."""

    def __init__(self, place: Authority, by: User, blocs: int, units: int, span: range) -> None:
        self.place, self.by, self.span = place, by, span
        self.types = list(AwardType.objects.order_by("pk"))
        names = range(blocs)
        code = f"{place.pk}-{Bloc.objects.filter(authority=place).count()}"
        made = Bloc.objects.bulk_create(
            Bloc(authority=place, code=f"{code}-K{n}", name=f"Khối {n}") for n in names
        )  # fmt: skip
        self.units = Unit.objects.bulk_create(
            Unit(authority=place, code=f"{bloc.code}-{n}", name=f"Sở {n} khối {bloc.pk}")
            for bloc in made
            for n in range(units)
        )
        self.blocs, self.size = made, units
        self.bloc_years = self._bloc_years()
        self.campaigns = self._campaigns()
        self._nominations()
        self._records()
        self._milestones()
        self._rankings()

    def _bloc_years(self) -> dict[tuple[int, int], BlocYear]:
        """By number of the bloc and year; each unit is in its bloc for the whole year."""
        rows = {(n, year): BlocYear(bloc=bloc, year=year, name=bloc.name) for n, bloc in enumerate(self.blocs)
                for year in self.span}  # fmt: skip
        BlocYear.objects.bulk_create(rows.values())
        Membership.objects.bulk_create(
            (
                Membership(bloc_year=rows[number // self.size, year], unit=unit, valid_from=dt.date(year, 1, 1),
                           valid_to=dt.date(year, 12, 31),
                           role=Membership.Role.MEMBER if number % self.size else Membership.Role.LEADER)
                for year in self.span for number, unit in enumerate(self.units)
            ),
            batch_size=BATCH,
        )  # fmt: skip
        return rows

    def _campaigns(self) -> dict[tuple[int, int], Campaign]:
        rows = {
            (n, year): Campaign(kind=Campaign.Kind.REGULAR, authority=self.place, bloc_year=row, title=f"Thi đua {row}",
                                from_year=year, to_year=year)
            for (n, year), row in self.bloc_years.items()
        }  # fmt: skip
        Campaign.objects.bulk_create(rows.values())
        return rows

    def _each(self):
        """(unit, number of its bloc, year, award) of every award of every year."""
        for year in self.span:
            for number, unit in enumerate(self.units):
                yield unit, number // self.size, year, self.types[(number + year) % len(self.types)]

    def _nominations(self) -> None:
        """One approved for each award, by unit and year."""
        rows = {
            (unit.pk, year): self._nomination(unit, bloc, year, kind, NominationState.APPROVED)
            for unit, bloc, year, kind in self._each()
        }
        Nomination.objects.bulk_create(rows.values(), batch_size=BATCH)
        refused = (self._nomination(*row, NominationState.REFUSED) for n, row in enumerate(self._each()) if n % 4 == 0)
        Nomination.objects.bulk_create(refused, batch_size=BATCH)
        self.approved = rows

    def _nomination(self, unit: Unit, bloc: int, year: int, kind: AwardType, state: str) -> Nomination:
        return Nomination(
            campaign=self.campaigns[bloc, year], unit=unit, award_type=kind, subject=unit.name, achievement="Đạt",
            state=state, saved_by=self.by, submitted_by=self.by, subject_class=class_of(kind),
            submitted_at=dt.datetime(year, 11, 15, 9, tzinfo=ZONE),
        )  # fmt: skip

    def _records(self) -> None:
        """A decision in March after each year; two of its awards are cancelled in May."""
        decisions = Decision.objects.bulk_create(
            Decision(authority=self.place, number=f"{year}/QĐ-{self.place.pk}-{len(self.units)}", date=dt.date(year + 1, 3, 1),
                     issuer="UBND tỉnh", signer="Chủ tịch", by=self.by) for year in self.span
        )  # fmt: skip
        by_year = dict(zip(self.span, decisions, strict=True))
        rows = (
            AwardRecord(decision=by_year[year], authority=self.place, bloc_year=self.bloc_years[bloc, year], unit=unit,
                        unit_name=unit.name, subject=unit.name, award_type=kind, year=year, subject_class=class_of(kind),
                        nomination=self.approved[unit.pk, year])
            for unit, bloc, year, kind in self._each()
        )  # fmt: skip
        made = AwardRecord.objects.bulk_create(rows, batch_size=BATCH)
        acts = AwardAct.objects.bulk_create(
            AwardAct(authority=self.place, decision=row, kind="cancel", number=f"{row.date.year}/QĐ-HB",
                     date=dt.date(row.date.year, 5, 1), effective_on=dt.date(row.date.year, 5, 1), ground="other",
                     reason="Kê khai không đúng", by=self.by) for row in decisions
        )  # fmt: skip
        of = {act.decision_id: act for act in acts}
        taken = [row for number, row in enumerate(made) if number % len(self.units) < 2]
        AwardActLine.objects.bulk_create(AwardActLine(act=of[row.decision_id], record=row) for row in taken)

    def _milestones(self) -> None:
        """Three duties of the last year; two units of three have handed in."""
        deadlines = [
            Deadline(campaign=self.campaigns[n, LAST], kind=kind, title=str(kind.label), to_leader=True,
                     value=dt.date(LAST, 3 * place, 15))
            for n in range(len(self.blocs)) for place, kind in enumerate(KINDS, start=1)
        ]  # fmt: skip
        Deadline.objects.bulk_create(deadlines)
        Submission.objects.bulk_create(
            (
                Submission(deadline=row, unit=unit, state=SubmissionState.ACCEPTED)
                for row, mine in zip(deadlines, self._units_by_deadline(), strict=True)
                for number, unit in enumerate(mine) if number % 3
            ),
            batch_size=BATCH,
        )  # fmt: skip

    def _units_by_deadline(self):
        for n in range(len(self.blocs)):
            for _ in KINDS:
                yield self.units[n * self.size : (n + 1) * self.size]

    def _rankings(self) -> None:
        """The published places of the last year."""
        now = clock.now()
        made = Ranking.objects.bulk_create(
            Ranking(campaign=self.campaigns[n, LAST], version=1, state=RankingState.FINAL, number=1, computed_at=now,
                    computed_by=self.by, basis="percent", inputs={}, sha256="0" * 64)
            for n in range(len(self.blocs))
        )  # fmt: skip
        RankingRow.objects.bulk_create(
            (
                RankingRow(ranking=made[number // self.size], unit=unit, unit_name=unit.name, rank=number % self.size + 1,
                           self_points=Decimal(950 - number % self.size), verified_points=Decimal(940 - number % self.size),
                           bonus=Decimal(0), max_assigned=Decimal(1000), percent=Decimal(940 - number % self.size) / 10)
                for number, unit in enumerate(self.units)
            ),
            batch_size=BATCH,
        )  # fmt: skip


def class_of(kind: AwardType) -> str:
    return SubjectClass.PERSON if kind.subject_kind == SubjectKind.PERSON else SubjectClass.COLLECTIVE
