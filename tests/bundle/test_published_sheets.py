"""Every published score sheet that has rules, taken in as a bundle and filled in through the services."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from accounts.models import User
from blocs.models import Unit
from campaigns.models import Campaign
from reports.bundle.columns import plain_number
from scoring import services
from scoring.models import ScoreLine, ScoreSheet
from scoring.rules import Inputs
from scoring.services import CellValues
from tests.bundle.worlds import bring
from tests.scoring import scenes
from tests.scoring.reference import load_reference
from tests.scoring.test_rules_kinds import BACKLOG
from tests.scoring.test_rules_real_sheets import parse_bands
from tests.scoring.test_rules_results import COMMUNE, ENFORCEMENT, NGHE_AN

D = Decimal
PLACE = "Cơ quan tổ chức"
CODES = ("A", "B", "C")
LATE = {"tiers": [{"to_days": d, "points": p} for d, p in ((0, "2"), (2, "1.5"), (5, "1"), (10, "0.5"), (None, "0"))]}
SAME_BANDS = "100%: 3; 95–<100%: 2,75; 80–<95%: 2,5; 70–<80%: 2; 60–<70%: 1,5; <60%: 0"


def rule_of(row: dict) -> tuple[str, dict]:
    """Kind and parameters of a leaf of a published sheet, as the application holds them."""
    rule, kind = row["rule_vi"] or "", row["kind"]
    if kind == "bonus":
        return "bonus", {"points_each": str(row["max_points"])}
    if rule.startswith("Đúng hạn:"):
        return "late_tiers", LATE
    if "trừ 10" in rule:
        return "deduct", BACKLOG
    if kind == "ratio" and "chỉ tiêu giao" not in rule:
        return "bands", parse_bands(SAME_BANDS if "từ 95%" in rule else rule)
    if kind == "ratio":
        return "relative", scenes.RELATIVE
    return {"checkbox": "achieved"}.get(kind, "direct"), {}


def criteria_of(sheet: dict) -> list[dict]:
    found: list[dict] = []

    def walk(row: dict, place: str) -> None:
        below = row.get("criteria", row.get("children"))
        kind, params = rule_of(row) if not below else ("group", {})
        said = {"place": place, "code": row["code"] or "", "title": row["title_vi"], "kind": kind, "params": params}
        if row["max_points"] is not None and kind not in ("group", "bonus"):
            said["max_points"] = plain_number(D(row["max_points"]))
        found.append(said)
        for number, child in enumerate(below, start=1):
            walk(child, f"{place}.{number}")

    for number, section in enumerate(sheet["sections"], start=1):
        walk(section, str(number))
    return found


def document_of(criteria: list[dict], **more) -> dict:
    """A bloc of three units that is scored with these criteria."""
    chosen = {"authority": PLACE, "name": "Bộ tiêu chí", "year": 2026, "version": 1}
    members = [{"unit": {"authority": PLACE, "code": code}, "valid_from": "2026-01-01"} for code in CODES]
    return {
        "format": "thi-dua-bundle",
        "version": 1,
        "authorities": [{"name": PLACE, "level": "province"}],
        "units": [{"authority": PLACE, "code": code, "name": f"Đơn vị {code}"} for code in CODES],
        "blocs": [
            {
                "authority": PLACE,
                "code": "K1",
                "name": "Khối 1",
                "years": [{"year": 2026, "name": "Khối 1", "memberships": members}],
            }
        ],
        "criteria_sets": [chosen | {"state": "in_force", "criteria": criteria} | more],
        "campaigns": [
            {
                "authority": PLACE,
                "code": "K1-2026",
                "kind": "regular",
                "title": "Thi đua năm 2026",
                "from_year": 2026,
                "to_year": 2026,
                "bloc_year": {"authority": PLACE, "bloc": "K1", "year": 2026},
                "scoring": {"criteria_set": chosen, "ranking_basis": "points"},
            }
        ],
    }


def opened(document: dict) -> SimpleNamespace:
    """Taken in, targets of 10 approved where a criterion needs one, sheets open; `sheets` by unit code."""
    board = User.objects.create_superuser("ban@example.vn", "Ban thi đua")
    bring(document, board)
    campaign = Campaign.objects.get()
    for unit in Unit.objects.all():
        scenes.approve(SimpleNamespace(board=board), campaign, unit)
    services.open_sheets(campaign_id=campaign.pk, by=board)
    sheets = {sheet.unit.code: sheet for sheet in ScoreSheet.objects.all()}
    return SimpleNamespace(board=board, campaign=campaign, sheets=sheets)


def put(line: ScoreLine, **inputs) -> ScoreLine:
    numbers = {name: D(value) if isinstance(value, str) else value for name, value in inputs.items()}
    return services.save_cell(
        line_id=line.pk,
        values=CellValues(Inputs(**numbers)),
        expected_version=line.version,
        by=scenes.head_of(line.sheet.unit),
    )


def best(line: ScoreLine) -> dict:
    """Figures that give all points of a criterion."""
    top = plain_number(line.criterion.max_points or D(0))
    kind = line.criterion.kind
    return {
        "achieved": {"achieved": True},
        "direct": {"value": top},
        "relative": {"actual": "12"},
        "late_tiers": {"days": "0"},
        "deduct": {"value": "0"},
        "bonus": {"count": "1"},
        "bands": {"value": "100"},
    }[kind]


def fill(sheet: ScoreSheet, actual: str = "12") -> None:
    """Everything reached; a target of 10 with this result. Sent by the head."""
    for line in sheet.lines.select_related("criterion", "sheet__unit"):
        put(line, **best(line) | ({"actual": actual} if line.criterion.kind == "relative" else {}))
    services.submit_sheet(sheet_id=sheet.pk, by=scenes.head_of(sheet.unit))
    sheet.refresh_from_db()


def sheet_number(number: int) -> list[dict]:
    return criteria_of(load_reference("domain/scoring_sheets.json")[number])


# Which sheet of the file, which criterion (code), what is said and what it gives.
EXAMPLES = [
    (1, "3.a", [({"value": v}, p) for v, p in (("96", "1.5"), ("95", "1"), ("75", "1"), ("74.9", "0.5"), ("49", "0"))]),
    (1, "1.1", [({"days": d}, p) for d, p in (("0", "2"), ("2", "1.5"), ("3", "1"), ("10", "0.5"), ("11", "0"))]),
    (1, "1", [({"achieved": True}, "2"), ({"achieved": False}, "0")]),
    (
        2,
        "1.1",
        [({"value": v}, p) for v, p in (("100", "2"), ("99", "1.75"), ("94", "1.5"), ("60", "0.5"), ("59", "0"))],
    ),
    (2, "1.2", [({"value": v}, p) for v, p in (("100", "3"), ("95", "2.75"), ("70", "2"), ("59.9", "0"))]),
    (3, "1", [({"value": v}, p) for v, p in (("0", "110"), ("1", "100"), ("10", "100"), ("20", "90"), ("21", "0"))]),
    (5, "01", [({"value": "10"}, "10"), ({"value": "7.5"}, "7.5")]),
    (6, "b1", [({"count": "1"}, "10"), ({"count": "0"}, "0")]),
    (6, "b2", [({"count": "1"}, "15")]),
]


@pytest.mark.parametrize(("number", "code", "cases"), EXAMPLES, ids=lambda value: str(value)[:12])
def test_worked_examples(db, number, code, cases):
    scene = opened(document_of(sheet_number(number)))
    lines = scene.sheets["A"].lines.select_related("criterion", "sheet__unit").exclude(criterion__kind="group")
    line = lines.filter(criterion__code=code).order_by("criterion__path").first()
    for inputs, points in cases:
        line = put(line, **inputs)
        assert line.self_points == D(points), inputs


@pytest.mark.parametrize(
    ("number", "total"), [(0, "1000"), (1, "8"), (2, "5"), (3, "110"), (5, "90"), (6, "25")], ids=str
)
def test_a_sheet_with_everything_reached(db, number, total):
    scene = opened(document_of(sheet_number(number)))
    sheet = scene.sheets["A"]
    fill(sheet)
    if any(row["kind"] == "relative" for row in sheet_number(number)):
        # Compared with the best of the bloc once everybody has sent.
        for code in "BC":
            fill(scene.sheets[code], "10")
    assert services.read_sheet(sheet).self_totals.points == D(total)


def test_the_forms_own_example_of_bonus_points(db):
    """97 from the department and the flag of the city: 107."""
    base = {"place": "1", "code": "a", "title": "Điểm sở chấm", "kind": "direct", "max_points": "100"}
    bonus = [row | {"place": f"2{row['place'][1:]}"} for row in sheet_number(6)]
    scene = opened(document_of([base, *bonus]))
    sheet = scene.sheets["A"]
    for code, inputs in (("a", {"value": "97"}), ("b1", {"count": "1"}), ("b2", {"count": "0"})):
        put(scenes.line(sheet, code), **inputs)
    services.submit_sheet(sheet_id=sheet.pk, by=scenes.head_of(sheet.unit))
    sheet.refresh_from_db()
    totals = services.read_sheet(sheet).self_totals
    assert (totals.points, totals.bonus, totals.max_full) == (D(107), D(10), D(100))


def direct(*tops: str) -> list[dict]:
    return [
        {"place": str(n), "code": str(n), "title": f"Nội dung {n}", "kind": "direct", "max_points": top}
        for n, top in enumerate(tops, start=1)
    ]


def measured(*tops: str) -> list[dict]:
    return [row | {"kind": "ratio", "params": {"capped": True}} for row in direct(*tops)]


# Result rules, criteria, what each of the three units has (a result of 10 is the target), its rating.
RATED = {
    "per-criterion minima": (
        NGHE_AN,
        direct("50", "50"),
        [("50", "42"), ("45", "45"), ("40", "29")],
        ["Hoàn thành tốt", "Hoàn thành xuất sắc", "Không hoàn thành"],
    ),
    "most that is measured": (
        COMMUNE,
        [*direct("100"), {"place": "2", "code": "2", "title": "Thưởng", "kind": "bonus"}],
        [("97", "10"), ("85", "0"), ("84", "0")],
        ["Xuất sắc", "Tốt", "Khá"],
    ),
    "hard targets": (
        ENFORCEMENT,
        [*measured("60", "60", "60"), direct("0", "0", "0", "20")[3]],
        [("10", "10", "10", "0"), ("10", "10", "8.5", "20"), ("10", "8", "8", "20")],
        ["A", "B", "C"],
    ),
}


@pytest.mark.parametrize("name", RATED)
def test_sheets_that_only_rate(db, name):
    result_rules, criteria, said, ratings = RATED[name]
    scene = opened(document_of(criteria, result_rules=result_rules))
    for code, values in zip(CODES, said, strict=True):
        sheet = scene.sheets[code]
        for number, value in enumerate(values, start=1):
            line = scenes.line(sheet, str(number))
            put(line, **{"actual" if line.criterion.kind == "ratio" else "value": value})
        services.submit_sheet(sheet_id=sheet.pk, by=scenes.head_of(sheet.unit))
    ranking = services.compute_ranking(campaign_id=scene.campaign.pk, by=scene.board)
    found = {row.unit.code: row.rating for row in ranking.rows.select_related("unit")}
    assert [found[code] for code in CODES] == ratings
