"""Arithmetic of a vote: shares as exact fractions, who is chosen, who has to vote again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

_SHARE = re.compile(r"^\s*(?:(\d{1,4})\s*/\s*(\d{1,4})|(\d{1,3}(?:[.,]\d{1,4})?)\s*%?)\s*$")


def parse_share(text: str) -> Fraction | None:
    """«2/3», «66,67», «66,67 %», «90» → the exact share, 0 < share ≤ 1; None when it is none."""
    found = _SHARE.match(text)
    if not found:
        return None
    num, den, percent = found.groups()
    if den == "0":
        return None
    share = Fraction(int(num), int(den)) if den else Fraction(percent.replace(",", ".")) / 100
    return share if 0 < share <= 1 else None


def say_share(share: Fraction) -> str:
    """The share as it was meant: «2/3», «90 %», «66,67 %»."""
    percent = share * 100
    hundredths = percent * 100
    if hundredths.denominator != 1:
        return f"{share.numerator}/{share.denominator}"
    return f"{_comma(percent)} %"


def _comma(percent: Fraction) -> str:
    words = f"{int(percent * 100) / 100:.2f}".rstrip("0").rstrip(".")
    return words.replace(".", ",")


def percent_words(part: int, base: int) -> str:
    """«66,66 %» of 2 in 3: cut, never rounded up, so that a share just below a threshold does not read as reached."""
    if not base:
        return "–"
    hundredths = part * 10_000 // base
    return f"{hundredths // 100},{hundredths % 100:02d} %"


def reaches(part: int, base: int, share: Fraction, *, more_than: bool) -> bool:
    """Whether ``part`` of ``base`` is at least (or more than) the share; of nothing nothing is reached."""
    if not base:
        return False
    return Fraction(part, base) > share if more_than else Fraction(part, base) >= share


def needed(base: int, share: Fraction, *, more_than: bool) -> int:
    """The smallest number of approvals that is enough: 5 of 7 for «2/3», 4 of 7 for «more than 50 %»."""
    exact = share * base
    if more_than:
        return exact.numerator // exact.denominator + 1
    return -(-exact.numerator // exact.denominator)


def quorum_needed(voters: int, percent: int | None) -> int:
    """How many must take part; 0 where the rule names no share."""
    return 0 if percent is None else needed(voters, Fraction(percent, 100), more_than=False)


@dataclass(frozen=True)
class Chosen:
    """Places in the list of candidates: who is chosen, and who share the last place that cannot go to all of them."""

    passed: frozenset[int]
    tied: frozenset[int]


def choose(agrees: Sequence[int], reached: Sequence[bool], max_choices: int | None) -> Chosen:
    """Of those who reached the threshold the ``max_choices`` with the most approvals; equal votes across the cut choose
    nobody of the equal ones. Without ``max_choices`` all who reached it."""
    able = [place for place, ok in enumerate(reached) if ok]
    if max_choices is None or len(able) <= max_choices:
        return Chosen(frozenset(able), frozenset())
    able.sort(key=lambda place: -agrees[place])
    last = agrees[able[max_choices - 1]]
    if agrees[able[max_choices]] < last:
        return Chosen(frozenset(able[:max_choices]), frozenset())
    above = frozenset(place for place in able if agrees[place] > last)
    return Chosen(above, frozenset(place for place in able if agrees[place] == last))
