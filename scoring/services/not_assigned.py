"""Tasks that were not given to a unit: what the set's policy does to its points, in words with its numbers."""

from dataclasses import dataclass
from decimal import Decimal

from scoring import rules
from scoring.rules import SheetTotals, Subtotal, say
from scoring.states import NotAssignedPolicy

from .reading import Row, SheetReading

ZERO = Decimal(0)


@dataclass(frozen=True)
class NotAssigned:
    """`maximum` is the assigned maximum over the full one («684/700»), `words` what follows from the policy; every row
    says in its explanation by which decision and why it is not the unit's."""

    words: str
    maximum: str
    rows: list[Row]

    def as_json(self) -> dict:
        """For the stored result: plain values."""
        listed = [
            {"code": row.criterion.code, "title": row.criterion.title, "reason": row.line.explanation}
            for row in self.rows
        ]
        return {"words": self.words, "maximum": self.maximum, "rows": listed}


def not_assigned_of(reading: SheetReading, totals: SheetTotals | None = None) -> NotAssigned | None:
    """What to say about a sheet's tasks that were not given; None when all of them were. `totals`: those shown beside it
    (the unit's own by default)."""
    rows = [row for row in reading.lines if not row.line.assigned]
    if not rows:
        return None
    whole = _whole(reading, verified=totals is reading.verified_totals)
    left_out = sum((row.criterion.max_points or ZERO for row in rows if _inside(row)), ZERO)
    counted = totals or reading.self_totals
    words = _words(reading.sheet.criteria_set.not_assigned_policy, len(rows), left_out, whole, counted)
    return NotAssigned(words, whole.shown_maximum, rows)


def _inside(row: Row) -> bool:
    return not rules.counts_outside(row.criterion.kind)


def _whole(reading: SheetReading, verified: bool) -> Subtotal:
    """The sheet before any conversion: the sum of its top rows."""
    whole = Subtotal()
    for row in reading.rows:
        if row.is_group and row.criterion.parent_id is None:
            whole = whole.plus(row.verified_subtotal if verified else row.self_subtotal)
    return whole


def _words(policy: str, count: int, left_out: Decimal, whole: Subtotal, totals: SheetTotals) -> str:
    head = f"{count} tiêu chí không được giao (điểm chuẩn {say(left_out)})"
    if policy == NotAssignedPolicy.KEEP_ZERO:
        return f"{head} giữ nguyên điểm chuẩn và tính 0 điểm."
    if policy == NotAssignedPolicy.GIVE_FULL:
        return f"{head} được tính đủ điểm chuẩn."
    shown = f"{head} được trừ khỏi tổng: điểm chuẩn được giao {whole.shown_maximum}"
    if policy == NotAssignedPolicy.EXCLUDE_AND_SHOW:
        return f"{shown}, không quy đổi."
    raw = whole.points - whole.bonus - whole.penalty
    sum_words = f"{say(raw)} × {say(whole.max_full)} : {say(whole.max_assigned)} = {say(totals.base)} điểm"
    return f"{shown}, quy đổi: {sum_words}."


def stored_words(details: dict, unit_name: str) -> list[str]:
    """What a stored result says of a unit's tasks that were not given: one sentence a sheet, with the decisions."""
    found = []
    for one in details.get("not_assigned", []):
        listed = "; ".join(f"{row['code']} {row['title']}: {row['reason']}".strip() for row in one["rows"])
        found.append(f"{unit_name}: {one['words']} Gồm: {listed}.")
    return found
