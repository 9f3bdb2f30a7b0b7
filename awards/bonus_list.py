"""The money of one decision: computed from the rules of its day, the highest title only, with the amounts decided apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from .models import AwardRecord, BonusOverride, Decision
from .money import Bonus, bonuses_on
from .rules.amounts import in_figures, in_words
from .rules.bonus import Claim, payable


@dataclass(frozen=True)
class BonusLine:
    """``computed``: what the rules give before the highest-only rule, None where nothing is known; ``amount`` in đồng:
    what is paid. ``why``: what made the difference, in words."""

    record: AwardRecord
    bonus: Bonus | None
    computed: int | None
    amount: int
    why: str
    override: BonusOverride | None

    @property
    def figures(self) -> str:
        return in_figures(self.amount)

    @property
    def unconfirmed(self) -> bool:
        return self.override is None and (self.bonus is None or self.bonus.unconfirmed)


@dataclass(frozen=True)
class BonusList:
    lines: list[BonusLine]

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def figures(self) -> str:
        return in_figures(self.total)

    @property
    def words(self) -> str:
        return in_words(self.total)

    @property
    def unknown(self) -> int:
        """Lines for which neither rule nor decision names an amount."""
        return sum(line.bonus is None and line.override is None for line in self.lines)

    @property
    def unconfirmed(self) -> bool:
        return any(line.unconfirmed for line in self.lines)

    @property
    def sources(self) -> list[tuple[str, str]]:
        """(names of the awards, where their amounts come from), each source once."""
        found: dict[str, dict[str, None]] = {}
        for line in self.lines:
            if line.bonus and not line.override:
                words = line.bonus.source + (" – cần xác nhận" if line.unconfirmed else "")
                found.setdefault(words, {})[line.record.award_type.name] = None
        return [("; ".join(names), source) for source, names in found.items()]


OUT = "Khen thưởng không còn hiệu lực."
LOWER = "Cùng thành tích đã có danh hiệu mức cao hơn: chỉ nhận mức cao nhất."
UNKNOWN = "Chưa có quy định mức thưởng ở ngày quyết định."


def bonus_list(decision: Decision, records: Iterable[AwardRecord]) -> BonusList:
    """Amounts of the records (``with_facts``, ``bonus_overrides`` prefetched), base and multiple of the decision's date.

    One achievement is one year's: titles of one subject for the same year are paid once, at the highest (awards.md §4.3).
    Awards that are not in force bring nothing. Three statements.
    """
    rows = list(records)
    known = bonuses_on(decision.authority_id, decision.date)
    claims = [
        _claim(row, known[row.award_type_id]) for row in rows if row.award_type_id in known and not row.standing.is_out
    ]
    paid = payable(claims)
    return BonusList([_line(row, known.get(row.award_type_id), paid) for row in rows])


def _claim(row: AwardRecord, bonus: Bonus) -> Claim:
    """Who is paid: the person of the register, else the name within the unit."""
    who = f"person:{row.person_id}" if row.person_id else f"{row.unit_id}:{row.subject.casefold()}"
    return Claim(row.pk, who, f"{row.year}:{row.mode}", row.award_type.kind == "title", bonus.amount)


def _line(row: AwardRecord, bonus: Bonus | None, paid: dict[int, int]) -> BonusLine:
    overrides = sorted(row.bonus_overrides.all(), key=lambda one: one.pk)
    override = overrides[-1] if overrides and overrides[-1].amount is not None else None
    computed = bonus.amount if bonus else None
    amount, why = paid.get(row.pk, 0), ""
    if row.standing.is_out:
        why = OUT
    elif bonus is None:
        why = UNKNOWN
    elif computed and not amount:
        why = LOWER
    if override:
        amount, why = override.amount, f"Ghi riêng: {override.reason}"
    return BonusLine(row, bonus, computed, amount, why, override)
