"""Places in the bloc: competition ranking (1, 2, 2, 4), the ladder that parts equal units, exclusion with its reason."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from .numbers import say
from .ratings import Rated, gates_hit, lowered, rate
from .results import Account, ResultRules, TieKey, piece_of

Key = TypeVar("Key", bound=Hashable)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Verdict:
    """What the rules say about one unit. `excluded`: why it has no place. `tie`: how equal units were parted, or that
    they share the place; `shares` are the units it shares the place with."""

    rank: int | None = None
    value: Decimal | None = None
    rated: Rated = field(default_factory=Rated)
    excluded: tuple[str, ...] = ()
    tie: str = ""
    shares: tuple[Hashable, ...] = ()


def judge(
    accounts: Mapping[Key, Account | None],
    rules: ResultRules,
    basis: str,
    decisions: Sequence[Sequence[Key]] = (),
    names: Mapping[Key, str] | None = None,
) -> dict[Key, Verdict]:
    """Rank, rating and reasons of every unit of a bloc; the order of the units does not matter.

    An account is None for a unit that has sent nothing. `decisions` are orders the meeting gave to equal units, the
    latest last; one counts only while exactly these units are equal. `names` are used in the words.
    """
    names = names or {}
    found: dict[Key, Verdict] = {}
    for key, account in accounts.items():
        found[key] = _single(account, rules, basis)
    playing = [key for key, one in found.items() if one.value is not None and not one.excluded]
    placed = _placed(playing, {key: accounts[key] for key in playing}, rules, basis, decisions)
    for group, key, tie in _told(placed, names):
        found[key] = _with_place(found[key], placed, group, key, tie)
    return found


def _single(account: Account | None, rules: ResultRules, basis: str) -> Verdict:
    if account is None:
        return Verdict()
    hits = gates_hit(account, rules.gates)
    excluded = tuple(f"Không xét xếp hạng: {hit.words}." for hit in hits if hit.gate.effect == "exclude")
    rated = lowered(rate(account, rules.ratings), hits, rules.ratings)
    return Verdict(value=account.value(basis), rated=rated, excluded=excluded)


@dataclass(frozen=True)
class _Split:
    """Units that were equal, parted into classes; `by` is the key that did it."""

    classes: tuple[tuple[Hashable, ...], ...]
    by: TieKey
    values: Mapping[Hashable, Decimal]


@dataclass(frozen=True)
class _Order:
    """Classes of units, best first, and the splits that made them."""

    classes: list[tuple[Hashable, ...]]
    splits: list[_Split]


def _placed(keys: list, accounts: Mapping, rules: ResultRules, basis: str, decisions) -> _Order:
    classes = _classes(keys, {key: accounts[key].value(basis) for key in keys})
    splits: list[_Split] = []
    for tie in rules.ties:
        finer: list[tuple] = []
        for group in classes:
            parts, values = _part(group, tie, accounts, decisions) if len(group) > 1 else ([group], {})
            if len(parts) > 1:
                splits.append(_Split(tuple(parts), tie, values))
            finer += parts
        classes = finer
    return _Order(classes, splits)


def _classes(keys, values: Mapping) -> list[tuple]:
    groups: dict[Decimal, list] = {}
    for key in keys:
        groups.setdefault(values[key], []).append(key)
    return [tuple(groups[value]) for value in sorted(groups, reverse=True)]


def _part(group: tuple, tie: TieKey, accounts: Mapping, decisions) -> tuple[list[tuple], dict]:
    if tie.key == "meeting":
        order = next((list(one) for one in reversed(decisions) if set(one) == set(group)), None)
        values = {key: Decimal(-order.index(key)) for key in group} if order else dict.fromkeys(group, ZERO)
    else:
        values = {key: tie_value(accounts[key], tie) for key in group}
    return _classes(group, values), values


def tie_value(account: Account, tie: TieKey) -> Decimal:
    """What a key of the ladder compares; more is better (penalty points are negative, so fewer are better)."""
    if tie.key == "bonus":
        return account.bonus
    if tie.key == "penalty":
        return account.penalty
    piece = piece_of(account, tie.of)
    return piece.points if piece is not None and piece.points is not None else ZERO


def _told(order: _Order, names: Mapping) -> list[tuple[tuple, Hashable, str]]:
    """(class, unit, words about its tie) in order of the places."""
    rows = []
    for group in order.classes:
        for key in group:
            words = [_split_words(split, key, names) for split in order.splits if _within(split, key)]
            if len(group) > 1:
                others = ", ".join(sorted(names.get(other, str(other)) for other in group if other != key))
                words.append(f"Cùng hạng với {others}: không còn tiêu chí phụ nào phân định.")
            rows.append((group, key, " ".join(words)))
    return rows


def _within(split: _Split, key: Hashable) -> bool:
    return any(key in part for part in split.classes)


def _split_words(split: _Split, key: Hashable, names: Mapping) -> str:
    others = sorted(names.get(other, str(other)) for part in split.classes for other in part if other != key)
    head = f"Bằng kết quả với {', '.join(others)}; phân định theo {key_words(split.by)}"
    if split.by.key == "meeting":
        return f"{head}."
    ladder = sorted({split.values[other] for part in split.classes for other in part}, reverse=True)
    return f"{head}: {say(split.values[key])} (các mức {' – '.join(say(value) for value in ladder)})."


def key_words(tie: TieKey) -> str:
    """A key of the ladder in words."""
    fixed = {
        "bonus": "điểm thưởng",
        "penalty": "điểm trừ (bị trừ ít hơn xếp trên)",
        "meeting": "quyết định của hội nghị khối",
        "section": f"điểm mục {tie.of}",
        "criterion": f"điểm tiêu chí {tie.of}",
    }
    return fixed[tie.key]


def _with_place(verdict: Verdict, order: _Order, group: tuple, key: Hashable, tie: str) -> Verdict:
    above = sum(len(one) for one in order.classes[: order.classes.index(group)])
    others = tuple(other for other in group if other != key)
    return Verdict(above + 1, verdict.value, verdict.rated, verdict.excluded, tie, others)
