"""The real bloc of 2025 as a bundle: taken in, ranked by the command, compared with the file's recomputed figures.

One cell of the file holds 5 points of 4 («đạt» scores the maximum): taken as it is the bundle is refused, and the unit's
total is one point less than the file's.
"""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from reports.bundle.columns import plain_number
from reports.bundle.problems import BadBundle
from tests.bundle.worlds import bring
from tests.scoring.reference import load_reference
from tests.scoring.test_rules_contest_2025 import KINDS, PARAMS, approved, cells, number

AUTHORITY = "Công an tỉnh"
REPORTER, REVIEWER = "nguoi.cham@example.vn", "nguoi.tham.dinh@example.vn"
SENT_AT, READ_AT = "2025-11-24T08:00:00+07:00", "2025-11-25T08:00:00+07:00"
TOO_MUCH = ("CAX_TM", 83)


@pytest.fixture
def contest():
    return load_reference("data/contest_2025.json")


def text_of(value) -> str | None:
    return None if value is None else plain_number(Decimal(value))


def filled(**values) -> dict:
    return {name: value for name, value in values.items() if value not in (None, "")}


def places_of(contest) -> dict[int, str]:
    """The place in the tree of each row of the file."""
    found, counts = {}, {}
    for row in sorted(contest["criteria"], key=lambda row: row["i"]):
        counts[row["parent"]] = counts.get(row["parent"], 0) + 1
        above = found.get(row["parent"])
        found[row["i"]] = f"{above}.{counts[row['parent']]}" if above else str(counts[row["parent"]])
    return found


def criterion_of(row, place: str) -> dict:
    kind = KINDS[row["kind"]]
    params = PARAMS if kind == "relative" else None
    return filled(
        place=place, code=row["code"], title=row["title"], kind=kind, max_points=text_of(row["max"]), params=params
    )


def figures_of(row, cell, strict: bool) -> dict:
    """What the unit said on a line, and what that counts; a line the file does not have counts nothing."""
    kind = KINDS[row["kind"]]
    if kind == "relative":
        if cell is None:
            return {"assigned": False}
        return {"target": text_of(cell["target"]), "actual": text_of(cell["actual"])}
    points = number(cell["self"]) if cell else Decimal(0)
    if kind == "achieved":
        done = points > 0
        return {"achieved": done, "self_points": text_of(points if strict or not done else row["max"])}
    return {"value": text_of(points), "self_points": text_of(points)}


def line_of(row, place: str, cell, strict: bool) -> dict:
    figures = figures_of(row, cell, strict)
    inputs = {"assigned": True} | {name: figures[name] for name in figures if name != "self_points"}
    first = filled(stage="self", points=figures.get("self_points"), inputs=inputs, by=REPORTER, at=SENT_AT)
    entries = [first]
    decided = approved({**cell, "self": None}) if cell else None
    if decided is not None and KINDS[row["kind"]] != "relative":
        points = text_of(decided)
        said = {"stage": "leader", "points": points, "inputs": {"assigned": True, "value": points}}
        entries.append(said | {"by": REVIEWER, "at": READ_AT, "reason": "Cụm thẩm định"})
    return {"criterion": place, **figures, "entries": entries}


def document_of(contest, *, strict: bool = False) -> dict:
    """The file as a bundle; `strict` keeps the cell that no rule gives."""
    places = places_of(contest)
    rows = sorted(contest["criteria"], key=lambda row: row["i"])
    leaves = [row for row in rows if KINDS[row["kind"]] != "group"]
    chosen = {"authority": AUTHORITY, "name": "Bộ tiêu chí 2025", "year": 2025, "version": 1}
    year = {"authority": AUTHORITY, "bloc": contest["bloc"]["code"], "year": 2025}
    sheets = []
    for unit in contest["units"]:
        found = cells(contest, unit["code"])
        lines = [line_of(row, places[row["i"]], found.get(row["i"]), strict) for row in leaves]
        who = {"unit": {"authority": AUTHORITY, "code": unit["code"]}, "criteria_set": chosen}
        sheets.append(who | {"state": "submitted", "submitted_at": SENT_AT, "submitted_by": REPORTER, "lines": lines})
    members = [
        {"unit": {"authority": AUTHORITY, "code": unit["code"]}, "valid_from": "2025-01-01"}
        for unit in contest["units"]
    ]
    return {
        "format": "thi-dua-bundle",
        "version": 1,
        "people": [{"email": REPORTER, "full_name": "Người chấm"}, {"email": REVIEWER, "full_name": "Người thẩm định"}],
        "authorities": [{"name": AUTHORITY, "level": "province"}],
        "units": [{"authority": AUTHORITY, "kind": "force", **unit} for unit in contest["units"]],
        "blocs": [
            {
                "authority": AUTHORITY,
                "code": contest["bloc"]["code"],
                "name": contest["bloc"]["name"],
                "kind": "cum",
                "years": [{"year": 2025, "name": contest["bloc"]["name"], "memberships": members}],
            }
        ],
        "criteria_sets": [
            chosen
            | {
                "state": "in_force",
                "not_assigned_policy": "keep_zero",
                "criteria": [criterion_of(row, places[row["i"]]) for row in rows],
            }
        ],
        "campaigns": [
            {
                "authority": AUTHORITY,
                "code": "CUM347-2025",
                "kind": "regular",
                "title": "Thi đua năm 2025",
                "from_year": 2025,
                "to_year": 2025,
                "bloc_year": year,
                "scoring": {"criteria_set": chosen, "ranking_basis": "percent"},
                "sheets": sheets,
            }
        ],
    }


def test_the_cell_no_rule_gives_is_named(contest, db):
    admin = User.objects.create_superuser("admin@example.vn")
    with pytest.raises(BadBundle) as caught:
        bring(document_of(contest, strict=True), admin)
    (problem,) = caught.value.problems
    assert problem.path.endswith(".self_points") and "cho 4 điểm" in problem.words
    assert not User.objects.exclude(pk=admin.pk).exists()


def test_totals_and_ranks_of_the_file(contest, db):
    admin = User.objects.create_superuser("admin@example.vn")
    bring(document_of(contest), admin)
    out = StringIO()
    call_command("ranking", "--campaign", "CUM347-2025", "--compute", "--by", admin.email, "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["campaign"], said["version"], said["state"]) == ("CUM347-2025", 1, "provisional")
    found = {row["unit_code"]: (Decimal(row["points"]), Decimal(row["max_assigned"])) for row in said["rows"]}
    expected = {unit: Decimal(row["approved"]) for unit, row in contest["after_recalculation"].items()}
    unit, key = TOO_MUCH
    too_much = number(cells(contest, unit)[key]["self"]) - contest["criteria"][key]["max"]
    expected[unit] -= too_much
    assert too_much == 1 and found == {unit: (points, Decimal(1000)) for unit, points in expected.items()}
    ranks = {row["unit_code"]: row["rank"] for row in said["rows"]}
    # The two units of the file that shared the third place are one point apart now.
    shared = {unit: row["rank_by_approved_competition"] for unit, row in contest["totals"].items()}
    assert ranks == shared | {TOO_MUCH[0]: 4}
