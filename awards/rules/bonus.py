"""Money that goes with an award: pure arithmetic, whole đồng."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal


def bonus_amount(coefficient: Decimal, base_salary: int, step: int = 1) -> int:
    """``coefficient`` times the base salary in đồng, rounded **up** to a multiple of ``step`` đồng (the rule set says which:
    tens of thousands under Nghị định 98/2023/NĐ-CP, ``RuleSet.bonus_step``). Nothing below zero."""
    whole = Decimal(coefficient) * base_salary / step
    return int(max(whole, Decimal(0)).to_integral_value(ROUND_CEILING)) * step


@dataclass(frozen=True)
class Claim:
    """One award that could bring money. ``subject``: who is paid; ``achievement``: what it is for (a period, a movement,
    an event); ``is_title``: danh hiệu, otherwise hình thức; ``amount`` in đồng."""

    key: int
    subject: str
    achievement: str
    is_title: bool
    amount: int


def payable(claims: Iterable[Claim]) -> dict[int, int]:
    """What each claim of the same day is paid, by its key: of several titles of one subject for the same achievement only
    the highest (of equal ones the first), titles of different periods each, a form of reward beside a title each (Thông tư
    03/2018/TT-BNG Điều 29; the present decree from secondary sources: awards.md §4.3)."""
    rows = list(claims)
    best: dict[tuple[str, str], Claim] = {}
    for claim in rows:
        place = (claim.subject, claim.achievement)
        if claim.is_title and (place not in best or claim.amount > best[place].amount):
            best[place] = claim
    kept = {claim.key for claim in best.values()}
    return {claim.key: claim.amount if not claim.is_title or claim.key in kept else 0 for claim in rows}
