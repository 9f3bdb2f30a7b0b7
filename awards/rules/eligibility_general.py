"""What is asked of every candidate beside the rule of the award (domain/awards.md §4.6); clauses and their status are data
in ``awards/data/general_checks.json``."""

import datetime as dt
import json
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from .eligibility_history import Judged
from .facts import Facts, OtherFact, TitleFact, Weight, period_of
from .findings import Finding

_FILE = Path(__file__).resolve().parent.parent / "data" / "general_checks.json"
MERIT = "regular"
NOT_FOR_MERIT = frozenset({"thematic", "ad_hoc"})
STATE_LEVEL = "state"


@lru_cache
def _texts() -> dict[str, dict]:
    return {row["key"]: row for row in json.loads(_FILE.read_text(encoding="utf-8"))}


def in_force(key: str, on: dt.date) -> dict | None:
    """The sentence, clause and status of one check, None on a day on which it does not hold."""
    row = _texts()[key]
    first, end = row["from"], row["to"]
    holds = (first is None or first <= on.isoformat()) and (end is None or on.isoformat() < end)
    return row if holds else None


def general(facts: Facts, asked: Collection[str] = ()) -> list[Finding]:
    """One finding of each check that has something to say or that everybody must pass; ``asked``: predicates the rule
    asks by itself."""
    found = []
    for key, judge in _CHECKS.items():
        if key in asked:
            continue
        row, judged = in_force(key, facts.on), judge(facts)
        if row is not None and judged is not None:
            found.append(_finding(key, row, judged))
    return found


def _finding(key: str, row: dict, judged: Judged) -> Finding:
    return Finding(
        key=f"general.{key}",
        state=judged.state,
        text=row["text"],
        clause=row["clause"],
        figure=judged.figure,
        proof=judged.proof,
        status=row["status"],
        remark=judged.remark,
        private=judged.private,
    )


def _dissolved(facts: Facts) -> Judged | None:
    if facts.ended_on is None or facts.ended_on > facts.on:
        return None
    return Judged("missing", f"Đơn vị kết thúc hoạt động từ ngày {facts.ended_on:%d/%m/%Y}")


def _hold(facts: Facts) -> Judged:
    words = "; ".join(row.words for row in facts.holds)
    return Judged("missing" if words else "met", words, private=True)


def _discipline(facts: Facts) -> Judged:
    open_ones = [row.words for row in facts.disciplines if row.until is None or row.until > facts.on]
    done = [f"{row.words}, chấp hành xong {row.until:%d/%m/%Y}" for row in facts.disciplines if row.until]
    return Judged("missing" if open_ones else "met", "; ".join(open_ones or done), private=True)


def _given_already(facts: Facts) -> Judged | None:
    """The same award in the year, or in another year for a time that meets this one."""
    mine = [row for row in facts.titles if row.code == facts.award_code]
    same = [row for row in mine if _this(row, facts)]
    if same:
        return Judged("missing", f"Đã được tặng năm {facts.year}", tuple(row.proof for row in same))
    before = [row for row in mine if _meets(row, facts)]
    if before:
        return Judged("missing", _times(before, facts), tuple(row.proof for row in before), _ANOTHER)
    asked = [row for row in facts.elsewhen if row.code == facts.award_code]
    return Judged("look", f"Đang đề nghị cho thời gian {_periods(asked)}, trùng một phần") if asked else None


def _same_achievement(facts: Facts) -> Judged | None:
    """Forms of reward only: a title is won for the year beside a form that is given. A person may decide that it is
    another achievement; of another year's form whose time meets this one a person says what was counted."""
    if not facts.award_is_form:
        return None
    forms = [row for row in facts.titles if row.is_form and row.code != facts.award_code]
    given = [row for row in forms if _this(row, facts)]
    if given:
        names = ", ".join(facts.names.get(row.code, row.code) for row in given)
        figure = f"Năm {facts.year} đã được tặng {names}"
        state = (
            "missing" if any(_at_once(row, facts) for row in given) else "look"
        )  # apart: perhaps another achievement
        return Judged(state, figure, tuple(row.proof for row in given), _ANOTHER)
    before = [row for row in forms if _meets(row, facts)]
    if before:
        return Judged("look", _times(before, facts), tuple(row.proof for row in before), _ANOTHER)
    asked = [row.name for row in facts.others if row.is_form and row.mode == facts.mode]
    if asked:
        return Judged("look", f"Cùng năm đang đề nghị {', '.join(asked)}")
    asked = [row for row in facts.elsewhen if row.is_form and row.code != facts.award_code]
    if asked:
        names = ", ".join(row.name for row in asked)
        return Judged("look", f"Đang đề nghị {names} cho thời gian {_periods(asked)}, trùng một phần")
    return Judged("met", f"Năm {facts.year} chưa có hình thức khen thưởng cùng loại")


_ANOTHER = "Nếu là thành tích khác, ghi rõ lý do."


def _this(row: TitleFact, facts: Facts) -> bool:
    """An award of the same year and for the same kind of achievement, of the candidate itself."""
    return row.year == facts.year and row.mode == facts.mode and not row.why


def _meets(row: TitleFact, facts: Facts) -> bool:
    """An award of another year, of the candidate itself, for the same kind of achievement in a time that meets this one."""
    return row.year != facts.year and row.mode == facts.mode and not row.why and _at_once(row, facts)


def _at_once(row: TitleFact, facts: Facts) -> bool:
    return (row.period or period_of(row.year)).meets(facts.period or period_of(facts.year))


def _times(rows: list[TitleFact], facts: Facts) -> str:
    said = (f"{facts.names.get(row.code, row.code)} cho thời gian {row.period or period_of(row.year)}" for row in rows)
    return f"Đã được tặng {', '.join(said)}, trùng một phần với thời gian lập thành tích này"


def _periods(rows: list[OtherFact]) -> str:
    return ", ".join(str(row.period) for row in rows)


def _state_once(facts: Facts) -> Judged | None:
    if facts.award_level != STATE_LEVEL or facts.mode != MERIT:
        return None
    given = [
        facts.names.get(row.code, row.code) for row in facts.titles if row.level == STATE_LEVEL and _this(row, facts)
    ]
    asked = [row.name for row in facts.others if row.level == STATE_LEVEL and row.mode == MERIT]
    if not given and not asked:
        return None
    return Judged("look", f"Cùng năm: {', '.join([*given, *asked])}")


_CHECKS: dict[str, Callable[[Facts], Judged | None]] = {
    "dissolved": _dissolved,
    "hold": _hold,
    "discipline": _discipline,
    "given_already": _given_already,
    "same_achievement": _same_achievement,
    "state_once": _state_once,
}


def weighed(facts: Facts) -> Facts:
    """Facts with what discipline and thematic awards take from the counting: years before the day a discipline was
    completed do not count, the year of that day perhaps; awards for a theme or one deed are no basis for merit."""
    done = [row.until for row in facts.disciplines if row.until is not None and row.until <= facts.on]
    if done and in_force("discipline", facts.on):
        facts = _from_completion(facts, max(done))
    if facts.mode == MERIT and in_force("thematic", facts.on):
        facts = replace(facts, titles=tuple(_merit_only(row) for row in facts.titles))
    return facts


def _from_completion(facts: Facts, day: dt.date) -> Facts:
    why = f"thành tích tính từ ngày chấp hành xong kỷ luật ({day:%d/%m/%Y})"

    def cut(row):
        if row.year > day.year or row.weight == "not":
            return row
        weight: Weight = "perhaps" if row.year == day.year else "not"
        return replace(row, weight=weight, why=why, private=True)

    return replace(
        facts,
        evaluations=tuple(cut(row) for row in facts.evaluations),
        titles=tuple(cut(row) for row in facts.titles),
    )


def _merit_only(row: TitleFact) -> TitleFact:
    if row.mode not in NOT_FOR_MERIT:
        return row
    return replace(row, weight="not", why="khen theo chuyên đề, đột xuất")
