"""Rules of real published sheets, read from their own words where those can be parsed."""

import re
from decimal import Decimal

from scoring import rules
from scoring.rules import Inputs

from .reference import load_reference

D = Decimal


def leaves(sheet):
    stack = [row for section in sheet["sections"] for row in section["criteria"]]
    while stack:
        row = stack.pop()
        stack += row["children"]
        if not row["children"]:
            yield row


def as_number(text):
    return text.replace(",", ".").rstrip("%")


def parse_bands(rule):
    """Bands of words such as ">95%: 1,5; 75–95%: 1; 50–<75%: 0,5; <50%: 0" or "100%: 2; 95–<100%: 1,75"."""
    bands = []
    for part in rule.split(";"):
        words, points = (text.strip() for text in part.split(":"))
        words = words.replace("%", "")
        lower = upper = None
        low_in = high_in = True
        if found := re.fullmatch(r">([\d,]+)", words):
            lower, low_in = found[1], False
        elif found := re.fullmatch(r"<([\d,]+)", words):
            upper, high_in = found[1], False
        elif found := re.fullmatch(r"([\d,]+)–(<?)([\d,]+)", words):
            lower, upper, high_in = found[1], found[3], not found[2]
        else:
            lower = upper = re.fullmatch(r"[\d,]+", words)[0]
        bands.append(
            {
                "lower": lower and as_number(lower),
                "lower_inclusive": low_in,
                "upper": upper and as_number(upper),
                "upper_inclusive": high_in,
                "points": as_number(points),
            }
        )
    return {"measure": "value", "unit": "%", "bands": bands}


def test_percent_bands_of_the_justice_sheets_fit_together():
    sheets = load_reference("domain/scoring_sheets.json")
    found = 0
    for sheet in sheets:
        for row in leaves(sheet):
            rule = row["rule_vi"] or ""
            if row["kind"] != "ratio" or not re.match(r"^(>\d|100%: 2)", rule):
                continue
            params, top = parse_bands(rule), D(row["max_points"])
            assert rules.validate_params("bands", params, top) == []
            best = rules.score("bands", Inputs(value=D(100)), params, top, 2)
            assert (best.points, rules.score("bands", Inputs(value=D(0)), params, top, 2).points) == (top, D(0))
            found += 1
    assert found == 3


def test_ninety_five_percent_belongs_to_the_second_band():
    sheets = load_reference("domain/scoring_sheets.json")
    row = next(row for row in leaves(sheets[1]) if row["code"] == "3.a")
    params = parse_bands(row["rule_vi"])
    assert rules.score("bands", Inputs(value=D(95)), params, D("1.5"), 2).points == D(1)
    assert rules.score("bands", Inputs(value=D("95.01")), params, D("1.5"), 2).points == D("1.5")


def test_days_late_of_the_justice_sheet():
    sheets = load_reference("domain/scoring_sheets.json")
    row = next(row for row in leaves(sheets[1]) if row["code"] == "1.1")
    tiers = []
    for part in row["rule_vi"].split(";"):
        words, points = part.split(":")
        days = re.findall(r"\d+", words)
        to_days = None if "trên" in words else (days[-1] if days else 0)
        tiers.append({"to_days": to_days, "points": points.strip()})
    points = [
        rules.score("late_tiers", Inputs(days=D(days)), {"tiers": tiers}, D(row["max_points"]), 2).points
        for days in (0, 1, 2, 3, 5, 6, 10, 11)
    ]
    assert points == [D(2), D("1.5"), D("1.5"), D(1), D(1), D("0.5"), D("0.5"), D(0)]


def test_whole_published_tree_adds_up():
    sheet = load_reference("domain/scoring_sheets.json")[0]
    nodes = []

    def add(row, parent):
        key = len(nodes)
        children = row.get("criteria", row.get("children"))
        nodes.append(rules.Node(key, parent, "group" if children else "direct", D(row["max_points"])))
        for child in children:
            add(child, key)

    for section in sheet["sections"]:
        add(section, None)
    assert rules.tree_problems(nodes) == []
    assert rules.sheet_totals(nodes, {}, "keep_zero", 2).max_full == D(sheet["total_points"])


def test_bonus_of_the_city_form_passes_the_total():
    sheet = load_reference("domain/scoring_sheets.json")[6]
    flag = next(row for row in leaves(sheet) if row["code"] == "b1")
    bonus = rules.score("bonus", Inputs(count=D(1)), {"points_each": str(flag["max_points"])}, None, 2).points
    assert D(97) + bonus == D(107)


def test_backlog_of_the_ministry_sheet_deducts_and_voids():
    """Full points, minus 10 and 20 by steps of the backlog, nothing from 21 percent on: read from the sheet's words."""
    row = next(leaves(load_reference("domain/scoring_sheets.json")[3]))
    steps = re.findall(r"(\d+)–(\d+)%: trừ (\d+)", row["rule_vi"])
    void = re.search(r"từ (\d+)% trở lên", row["rule_vi"])[1]
    bands, lower = [], "0"
    for _, upper, taken in steps:
        edge = {"lower": lower, "lower_inclusive": False, "upper": upper, "upper_inclusive": True, "points": taken}
        bands.append(edge)
        lower = upper
    bands[-1] |= {"upper": void, "upper_inclusive": False}
    params, top = {"measure": "value", "unit": "%", "bands": bands, "void_from": void}, D(row["max_points"])
    assert rules.validate_params("deduct", params, top) == []
    found = [
        rules.score("deduct", Inputs(value=D(value)), params, top, 2).points
        for value in ("0", "1", "10", "11", "20", "20.9", "21", "60")
    ]
    assert found == [D(110), D(100), D(100), D(90), D(90), D(90), D(0), D(0)]
    assert "không tính điểm" in rules.tell("deduct", params, top)


def test_flags_of_the_city_form_count_once_through_the_register():
    """The same achievement with the city's and the Government's flag gives 15, not 25: 97 + 15."""
    rows = {row["code"]: row for row in leaves(load_reference("domain/scoring_sheets.json")[6])}
    levels = [{"level": row["title_vi"], "points": str(row["max_points"])} for row in rows.values()]
    params = {"register": "Cờ thi đua", "levels": levels}
    assert rules.validate_params("bonus", params, None) == []
    both = tuple(rules.Event("năm", rows[code]["title_vi"], "Quyết định") for code in ("b1", "b2"))
    first, second = (rules.score("bonus", Inputs(events=held), params, None, 2).points for held in (both[:1], both))
    assert (D(97) + first, D(97) + second) == (D(107), D(112))


def test_rows_scored_directly_and_by_tick():
    sheets = load_reference("domain/scoring_sheets.json")
    for row in leaves(sheets[5]):
        top = D(row["max_points"])
        assert rules.score("direct", Inputs(value=top), {}, top, 2).points == top
        assert rules.score("direct", Inputs(value=top + 1), {}, top, 2).problem
    plan = next(row for row in leaves(sheets[1]) if row["kind"] == "checkbox" and row["rule_vi"])
    yes, no = (
        rules.score("achieved", Inputs(achieved=done), {}, D(plan["max_points"]), 2).points for done in (True, False)
    )
    assert plan["rule_vi"] == f"Có: {rules.say(yes)}; không: {rules.say(no)}"
