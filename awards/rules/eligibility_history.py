"""Conditions judged from the past: years of a rating, titles, earlier awards, initiatives. Facts in, findings out.

What only perhaps counts (``facts.Weight``) is judged twice: without it and with it. Met without: met. Met only with it:
a person must look, and both figures are shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ..states_registers import EvaluationLevel, InitiativeKind, InitiativeScope, at_least
from .facts import Facts, InitiativeFact, TitleFact, YearFact
from .findings import Proof, State

Node = dict[str, Any]
_ORDER = {level.value: place for place, level in enumerate(EvaluationLevel)}
_SHOWN = 6  # proofs named beside one condition


@dataclass(frozen=True)
class Judged:
    """The answer of one predicate; the key, words and clause are added by ``eligibility``."""

    state: State
    figure: str = ""
    proof: tuple[Proof, ...] = ()
    remark: str = ""
    short: int = 0
    private: bool = False


@dataclass(frozen=True)
class Tally:
    """Years (or times) that were asked for: found, failed, not recorded."""

    need: int
    good: tuple[int, ...]
    bad: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    short: int = 0
    state: State = "missing"

    @property
    def figure(self) -> str:
        parts = [f"{len(self.good)}/{self.need} năm" + (f": {years(self.good)}" if self.good else "")]
        if self.bad:
            parts.append(f"không đạt: {years(self.bad)}")
        if self.unknown:
            parts.append(f"chưa ghi kết quả: {years(self.unknown)}")
        return "; ".join(parts)


def years(found: Iterable[int]) -> str:
    return ", ".join(str(year) for year in sorted(found))


def evaluation(node: Node, facts: Facts) -> Judged:
    """``years`` ratings of a level or better; one year means the year of the proposal, ``consecutive`` the years up to it.
    A year without a row is unknown, not failed."""
    wanted = at_least(EvaluationLevel, node["level"])
    need, consecutive = node.get("years", 1), bool(node.get("consecutive"))
    only_this = need == 1 and not node.get("after")

    def count(rows: list[YearFact], since: int, generous: bool) -> Tally:
        levels = _levels(rows, generous)
        return _tally_ratings(levels, wanted, need, facts.year, since, window=only_this or consecutive)

    return _twice(node, facts, list(facts.evaluations), count)


def _levels(rows: list[YearFact], generous: bool) -> dict[int, str]:
    """One rating a year: the own one before a predecessor's; of several predecessors the lowest, the best when
    generous."""
    found: dict[int, str] = {}
    for year in {row.year for row in rows}:
        mine = [row for row in rows if row.year == year]
        own = [row for row in mine if row.own] or mine
        pick = max if generous else min
        found[year] = pick((row.level for row in own), key=lambda level: _ORDER.get(level, 0))
    return found


def _tally_ratings(
    levels: dict[int, str], wanted: frozenset[str], need: int, year: int, since: int, window: bool
) -> Tally:
    asked = range(max(year - need, since) + 1, year + 1) if window else range(since + 1, year + 1)
    good = tuple(each for each in sorted(levels) if each in asked and levels[each] in wanted)
    bad = tuple(each for each in sorted(levels) if each in asked and levels[each] not in wanted) if window else ()
    recent = range(max(year - need, since) + 1, year + 1)
    unknown = tuple(each for each in recent if each not in levels)
    short = need - (_run(levels, wanted, year, since) if window else len(good))
    state: State = "missing"
    if len(good) >= need:
        state = "met"
    elif len(good) + len(unknown) >= need:
        state = "look"
    return Tally(need, good, bad, () if state == "met" else unknown, max(short, 0), state)


def _run(levels: dict[int, str], wanted: frozenset[str], year: int, since: int) -> int:
    """How many good years stand in a row up to this one (or the last, when this one is not rated yet)."""
    end = year if year in levels else year - 1
    length = 0
    while end - length > since and levels.get(end - length) in wanted:
        length += 1
    return length


def title(node: Node, facts: Facts) -> Judged:
    """``times`` a title; in one year when ``window`` says so, else in different years, a row of them up to this year or
    the last one when ``consecutive``."""
    need = node.get("times", 1)
    rows = [row for row in facts.titles if row.code == node["code"]]
    pending = node["code"] in facts.pending

    def count(rows: list[TitleFact], since: int, generous: bool) -> Tally:
        got = {row.year for row in rows if since < row.year <= facts.year}
        if node.get("window") == "same_year":
            got &= {facts.year}
        elif node.get("consecutive"):
            got = _row_of_titles(got, facts.year)
        waits = pending and len(got) < need <= len(got) + 1 and facts.year not in got
        state: State = "met" if len(got) >= need else "look" if waits else "missing"
        return Tally(need, tuple(sorted(got)), short=max(need - len(got), 0), state=state)

    judged = _twice(node, facts, rows, count)
    figure = judged.figure.replace(" năm", " lần", 1)
    if pending and judged.state != "met":
        figure += f"; năm {facts.year} đang đề nghị"
    return _changed(judged, figure=figure)


def _row_of_titles(got: set[int], year: int) -> set[int]:
    end = year if year in got else year - 1
    row = set()
    while end in got:
        row.add(end)
        end -= 1
    return row


def prior(node: Node, facts: Facts) -> Judged:
    """An award given before, ``years`` ago at least where that is asked."""
    rest = node.get("years", 0)
    rows = [row for row in facts.titles if row.code == node["code"] and row.year <= facts.year]

    def count(rows: list[TitleFact], since: int, generous: bool) -> Tally:
        got = tuple(sorted({row.year for row in rows if facts.year - row.year >= rest}))
        left = min((rest - (facts.year - row.year) for row in rows), default=0)
        return Tally(1, got, short=max(left, 0) if not got else 0, state="met" if got else "missing")

    judged = _twice(node, facts, rows, count)
    words = f"Năm {years({row.year for row in rows if row.weight != 'not'})}" if judged.proof else "Chưa có"
    return _changed(judged, figure=words)


def _twice(node: Node, facts: Facts, rows: list, count: Callable[..., Tally]) -> Judged:
    """Judge by what counts, then with what perhaps counts; ``after`` starts the counting behind an earlier award."""
    starts = _starts(node, facts)
    if starts is None:
        return Judged("missing", f"Chưa được tặng {facts.names.get(node['after'], node['after'])}")
    late, early = starts
    usable = [row for row in rows if row.weight != "not"]
    sure = [row for row in usable if row.weight == "counts"]
    strict, generous = count(sure, late, False), count(usable, early, True)
    left_out = [row for row in rows if row.weight == "not"]
    private = any(row.private for row in rows)
    state = "look" if strict.state != "met" and generous.state != strict.state else strict.state
    figure, shown = strict.figure, strict
    if state == "look" and generous.state == "met":
        doubts = {row.why for row in usable if row.weight == "perhaps" and row.why}
        figure = f"{strict.figure}; nếu tính cả phần cần xác nhận: {generous.figure}"
        return Judged(state, figure, _proofs(usable, generous), "; ".join(sorted(doubts)), strict.short, private)
    remark = "; ".join(sorted({f"không tính {row.year}: {row.why}" for row in left_out if row.why}))
    return Judged(state, figure, _proofs(sure, shown), remark, strict.short, private)


def _starts(node: Node, facts: Facts) -> tuple[int, int] | None:
    """The year after which counting begins: behind the latest award named by ``after``, and behind the earliest one."""
    code = node.get("after")
    if not code:
        return 0, 0
    found = [row.year for row in facts.titles if row.code == code and row.weight == "counts" and row.year < facts.year]
    return (max(found), min(found)) if found else None


def _proofs(rows: list, tally: Tally) -> tuple[Proof, ...]:
    named = sorted((row for row in rows if row.year in tally.good), key=lambda row: -row.year)
    return tuple(dict.fromkeys(row.proof for row in named if row.proof.words))[:_SHOWN]


def _changed(judged: Judged, *, figure: str) -> Judged:
    return Judged(judged.state, figure, judged.proof, judged.remark, judged.short, judged.private)


def initiative(node: Node, facts: Facts, mixing: str = "") -> Judged:
    """``count`` recognised initiatives of one of the kinds and of the scope or a wider one. Used ones never count when
    ``not_used_before`` is required; otherwise a person looks. ``mixing``: what is said when only several kinds together
    reach the number."""
    need, kinds = node["count"], node.get("kind") or [InitiativeKind.INITIATIVE.value]
    scopes = at_least(InitiativeScope, node["scope"]) if node.get("scope") else frozenset(InitiativeScope.values)
    fit = [row for row in facts.initiatives if row.kind in kinds and row.scope in scopes]
    fresh = [row for row in fit if not row.used_for]
    usable = fresh if node.get("not_used_before") == "required" else fit
    figure = f"{len(fresh)}/{need}" + (f"; {len(fit) - len(fresh)} đã dùng" if len(fit) > len(fresh) else "")
    state, remark = "missing", "; ".join(row.used_for for row in fit if row.used_for)[:500]
    if _most_of_a_kind(fresh) >= need:
        state, remark = "met", ""
    elif len(fresh) >= need or len(usable) >= need:
        state, remark = "look", remark if len(fresh) < need else mixing
    return Judged(state, figure, tuple(row.proof for row in usable)[:_SHOWN], remark)


def _most_of_a_kind(rows: list[InitiativeFact]) -> int:
    kinds = [row.kind for row in rows]
    return max((kinds.count(kind) for kind in set(kinds)), default=0)


PREDICATES = {"evaluation": evaluation, "title": title, "prior": prior}
