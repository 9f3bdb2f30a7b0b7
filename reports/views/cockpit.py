"""Awards of a province: what was proposed and decided, who received how often, and the list behind every figure."""

from dataclasses import dataclass

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from awards.models import AwardType
from blocs.models import Unit
from campaigns.models import Deadline
from reports.award_rows import OUTCOMES
from reports.charts import Chart, bars, stacked_rows
from reports.cockpit import Awards, Outcome, Year, nominations_behind, read_awards, records_behind
from reports.exports import Grid, answer
from reports.ground import SPAN, Ground
from reports.milestones import DONE, LATE, UNDATED, owed_behind
from reports.received import UnitLine, lines_of, spread_of, units_behind

from .ground import ground_for, list_page
from .province import number_in

WHO = {"tap-the": "tập thể", "ca-nhan": "cá nhân"}


class AwardsView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        ground = ground_for(request)
        awards, spread = read_awards(ground), spread_of(ground)
        kind = request.GET.get("dang", "")
        if kind in ("csv", "excel"):
            return answer(_grids(ground, awards, spread), name=f"khen-thuong-{ground.year}", kind=kind)
        context = {
            "ground": ground,
            "outcomes": _outcome_rows(ground, awards),
            "years": [_year_row(ground, year) for year in awards.years],
            "spread": _spread_rows(ground, spread),
            "members": sum(units for _, units in spread),
            "outcome_chart": _outcome_chart(ground, awards),
            "year_chart": _year_chart(awards),
            "tab": "awards",
        }
        return render(request, "reports/province_awards.html", context)


@dataclass(frozen=True)
class Figure:
    """One figure and the list behind it; nothing leads to an empty list."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class FiguresRow:
    name: str
    figures: list[Figure]
    look: str = ""


def _figure(label: str, number: int, url: str) -> Figure:
    return Figure(label, str(number), url if number else "")


def _outcome_figures(ground: Ground, outcome: Outcome, **more: int) -> list[Figure]:
    """Proposed, how they ended, and the share refused."""
    address = reverse("reports:province_nominations")
    share = "–" if outcome.refused_share is None else f"{outcome.refused_share}%"
    ended = [
        _figure(OUTCOMES[key][0], number, address + ground.query(**{"ket-qua": key}, **more))
        for key, number in outcome.parts
    ]
    all_of_them = _figure("Đề nghị", outcome.proposed, address + ground.query(**more))
    return [all_of_them, *ended, Figure("Tỷ lệ không khen", share)]


def _outcome_rows(ground: Ground, awards: Awards) -> list[FiguresRow]:
    """A row per award with nominations, and their sum."""
    rows = [FiguresRow(row.award.name, _outcome_figures(ground, row, loai=row.award.pk)) for row in awards.outcomes]
    return [*rows, FiguresRow("Tổng số", _outcome_figures(ground, awards.outcome), "sum")] if rows else []


def _year_row(ground: Ground, year: Year) -> FiguresRow:
    address = reverse("reports:province_records")
    received = [
        _figure(label, number, address + ground.query(nam=year.year, ai=who))
        for label, number, who in (
            ("Khen tập thể", year.collectives, "tap-the"),
            ("Khen cá nhân", year.persons, "ca-nhan"),
        )
    ]
    return FiguresRow(str(year.year), [*_outcome_figures(ground, year.outcome, nam=year.year), *received])


def _spread_rows(ground: Ground, spread: list[tuple[int, int]]) -> list[FiguresRow]:
    """How many units by the number of years with an award, and all of them."""
    address = reverse("reports:province_units")
    names = {0: "Chưa có năm nào", SPAN: f"Cả {SPAN} năm"}
    rows = [
        FiguresRow(
            names.get(years, f"{years} năm"),
            [_figure("Số đơn vị", units, address + ground.query(**{"so-nam": years}))],
        )
        for years, units in spread
    ]
    members = _figure("Số đơn vị", sum(units for _, units in spread), address + ground.query())
    return [*rows, FiguresRow(f"Đơn vị trong khối năm {ground.year}", [members], "sum")]


def _outcome_chart(ground: Ground, awards: Awards) -> Chart | None:
    if not awards.outcomes:
        return None
    series = [(label, [dict(row.parts)[key] for row in awards.outcomes]) for key, (label, _) in OUTCOMES.items()]
    says = f"Số đề nghị năm {ground.year} theo danh hiệu, hình thức và kết quả; số liệu ở bảng phía trên"
    return stacked_rows([row.award.name for row in awards.outcomes], series, says)


def _year_chart(awards: Awards) -> Chart:
    series = [
        ("Đề nghị", [row.outcome.proposed for row in awards.years]),
        ("Khen tập thể", [row.collectives for row in awards.years]),
        ("Khen cá nhân", [row.persons for row in awards.years]),
    ]
    says = "Số đề nghị, tập thể và cá nhân được khen thưởng theo năm; số liệu ở bảng phía trên"
    return bars([str(row.year) for row in awards.years], series, says)


def _grids(ground: Ground, awards: Awards, spread: list[tuple[int, int]]) -> list[Grid]:
    """The three tables of the page."""
    heads = [str(ground.chosen or "Tất cả cơ quan trong phạm vi"), f"Năm {ground.year}"]
    outcomes = ["Đề nghị", *(label for label, _ in OUTCOMES.values()), "Tỷ lệ không khen (%)"]
    rows = [*awards.outcomes, awards.outcome]
    return [
        Grid(
            "Đề nghị và kết quả",
            heads,
            ["Danh hiệu, hình thức", *outcomes],
            [
                [row.award.name if row.award else "Tổng số", row.proposed, *dict(row.parts).values(), row.refused_share]
                for row in rows
            ],
        ),
        Grid(
            "Theo năm",
            heads,
            ["Năm", *outcomes, "Khen tập thể", "Khen cá nhân"],
            [
                [
                    row.year,
                    row.outcome.proposed,
                    *dict(row.outcome.parts).values(),
                    row.outcome.refused_share,
                    row.collectives,
                    row.persons,
                ]
                for row in awards.years
            ],
        ),
        Grid(
            "Số năm có khen thưởng",
            heads,
            [f"Số năm có khen thưởng trong {SPAN} năm", "Số đơn vị"],
            [[years, units] for years, units in spread],
        ),
    ]


class UnitsView(LoginRequiredMixin, View):
    """Unit × year: what collectives of each unit received. ``so-nam``: only units with awards in so many years."""

    def get(self, request: HttpRequest) -> HttpResponse:
        ground, got = ground_for(request), number_in(request, "so-nam")
        words = request.GET.get("q", "").replace("\x00", "")[:200]
        units = units_behind(ground, got=got, words=words)
        kind = request.GET.get("dang", "")
        if kind in ("csv", "excel"):
            return answer([_unit_grid(ground, lines_of(ground, units))], name=f"don-vi-{ground.year}", kind=kind)
        page = Paginator(units, 50).get_page(request.GET.get("page"))
        context = {
            "ground": ground,
            "page_obj": page,
            "lines": [{"row": line, "figures": _unit_figures(ground, line)} for line in lines_of(ground, page)],
            "choices": range(SPAN + 1),
            "got": got,
            "q": words,
        }
        return render(request, "reports/province_units.html", context)


def _unit_figures(ground: Ground, line: UnitLine) -> list[Figure]:
    """Collectives year by year and together, then persons."""
    address, unit = reverse("reports:province_records"), {"don-vi": line.unit.pk}
    all_years = {**unit, "ca-ky": 1}
    years = [
        _figure(f"Tập thể năm {year}", number, address + ground.query(nam=year, ai="tap-the", **unit))
        for year, number in line.by_year.items()
    ]
    total = _figure("Cộng tập thể", line.total, address + ground.query(ai="tap-the", **all_years))
    return [*years, total, _figure("Cá nhân", line.persons, address + ground.query(ai="ca-nhan", **all_years))]


def _unit_grid(ground: Ground, lines: list[UnitLine]) -> Grid:
    years = [f"Tập thể, năm {year}" for year in ground.span]
    columns = ["Đơn vị", "Số năm trong khối", *years, "Cộng tập thể", "Cá nhân", "Đơn vị tiền thân (không cộng)"]
    rows = [
        [
            line.unit.name,
            line.in_blocs,
            *line.by_year.values(),
            line.total,
            line.persons,
            "; ".join(f"{row.unit}: {row.count}" for row in line.before),
        ]
        for line in lines
    ]
    return Grid("Đơn vị", [f"Khen thưởng {ground.span[0]}–{ground.year} theo đơn vị"], columns, rows)


class RecordsView(LoginRequiredMixin, View):
    """Awards that stand. ``ca-ky``: all the years side by side; ``don-vi``, ``ai`` (tap-the, ca-nhan), ``loai`` narrow."""

    def get(self, request: HttpRequest) -> HttpResponse:
        ground, span = ground_for(request), request.GET.get("ca-ky") == "1"
        unit = Unit.objects.visible_to(request.user).filter(pk=number_in(request, "don-vi")).first()
        who, award_id = request.GET.get("ai", ""), number_in(request, "loai")
        rows = records_behind(ground, span=span, unit_id=unit and unit.pk, who=who, award_id=award_id)
        years = f"{ground.span[0]}–{ground.year}" if span else f"năm {ground.year}"
        title = " ".join(part for part in ("Khen thưởng", WHO.get(who, ""), years) if part)
        title = f"{title}: {unit.name}" if unit else title
        return list_page(request, ground, "records", rows, title, _back(ground))


class NominationsView(LoginRequiredMixin, View):
    """Nominations that reached the authorities. ``loai``: one award; ``ket-qua``: a key of OUTCOMES."""

    def get(self, request: HttpRequest) -> HttpResponse:
        ground, outcome = ground_for(request), request.GET.get("ket-qua", "")
        award = AwardType.objects.filter(pk=number_in(request, "loai")).first()
        rows = nominations_behind(ground, award_id=award and award.pk, outcome=outcome)
        state = OUTCOMES[outcome][0].lower() if outcome in OUTCOMES else ""
        title = ", ".join(part for part in (f"Đề nghị năm {ground.year}", award and award.name, state) if part)
        return list_page(request, ground, "nominations", rows, title, _back(ground))


class MilestonesView(LoginRequiredMixin, View):
    """What units owe, with the filters of the progress map: ``khoi``, ``loai``, ``moc``, ``tinh-trang`` (xong, qua-han)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        ground = ground_for(request)
        status, milestone = request.GET.get("tinh-trang", ""), request.GET.get("moc", "")
        rows = owed_behind(
            request.user,
            year=ground.year,
            bloc_year_id=number_in(request, "khoi"),
            milestone=milestone,
            status=status,
            sort=request.GET.get("loai", ""),
            authority_id=number_in(request, "co-quan"),
        )
        back = {"url": reverse("reports:province") + ground.query(), "label": "Tiến độ và xếp hạng"}
        return list_page(request, ground, "milestones", rows, _owed_words(ground.year, milestone, status), back)


def _owed_words(year: int, milestone: str, status: str) -> str:
    kinds = {kind.value: str(kind.label) for kind in Deadline.Kind} | {UNDATED: "chưa có thời hạn"}
    state = {DONE: "đã thực hiện", LATE: "quá hạn"}.get(status, "phải thực hiện")
    named = kinds.get(milestone, "")
    return f"Mốc {state} năm {year}" + (f": {named}" if named else "")


def _back(ground: Ground) -> dict[str, str]:
    return {"url": reverse("reports:province_awards") + ground.query(), "label": "Khen thưởng"}
