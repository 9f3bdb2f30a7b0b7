"""Ratings and gates: what one unit's year amounts to, with the reason in words."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from .numbers import say
from .results import Account, Gate, Piece, Ratings, Step, TargetCase, piece_of


@dataclass(frozen=True)
class Rated:
    """A rating and how it came about, each step a sentence. An empty name: the set has no ratings."""

    name: str = ""
    reasons: tuple[str, ...] = ()
    voted: bool = False


@dataclass(frozen=True)
class Hit:
    """A gate this unit did not pass."""

    gate: Gate
    words: str


def rate(account: Account, ratings: Ratings) -> Rated:
    """The first rating, from the best, whose value and minima the unit meets; a missed minimum is told."""
    if not ratings.steps:
        return Rated()
    value = measured_value(account, ratings)
    if value is None:
        return Rated("", ("Chưa có điểm để xếp loại.",))
    reasons: list[str] = []
    for step in ratings.steps:
        if step.start is not None and value < step.start:
            continue
        missed = _missed(account, ratings, step)
        if not missed:
            reasons.append(_reached(step, value, ratings))
            return Rated(step.name, tuple(reasons), step.voted)
        reasons += [f"Không xếp loại “{step.name}”: {words}" for words in missed]
        if step.otherwise:
            reasons.append(f"Theo quy định thì xếp loại “{step.otherwise}”.")
            return Rated(step.otherwise, tuple(reasons))
    return Rated("", tuple(reasons))


def measured_value(account: Account, ratings: Ratings) -> Decimal | None:
    """What the thresholds are compared with: points or percent, no more than the cap."""
    value = account.points if ratings.on == "points" else account.percent
    return value if value is None or ratings.cap is None else min(value, ratings.cap)


def _unit(ratings: Ratings) -> str:
    return " điểm" if ratings.on == "points" else "%"


def _reached(step: Step, value: Decimal, ratings: Ratings) -> str:
    capped = f" (tính không quá {say(ratings.cap)})" if ratings.cap is not None and value == ratings.cap else ""
    head = f"Xếp loại “{step.name}”: {say(value, 2)}{_unit(ratings)}{capped}"
    if step.start is not None:
        head += f", từ {say(step.start)}{_unit(ratings)} trở lên"
    return head + (" và đủ các điều kiện." if step.each_percent is not None or step.targets else ".")


def _missed(account: Account, ratings: Ratings, step: Step) -> list[str]:
    return _weak_rows(account, ratings, step) + _missed_targets(account, ratings, step)


def _weak_rows(account: Account, ratings: Ratings, step: Step) -> list[str]:
    if step.each_percent is None:
        return []
    rows = [piece for piece in account.pieces.values() if piece.level == ratings.each_of and piece.assigned]
    weak = [piece for piece in rows if piece.percent is not None and piece.percent < step.each_percent]
    return [f"{piece.ref} đạt {say(piece.percent, 2)}%, dưới mức {say(step.each_percent)}%." for piece in weak]


def _missed_targets(account: Account, ratings: Ratings, step: Step) -> list[str]:
    if not step.targets:
        return []
    shortfalls = [_shortfall(piece_of(account, name)) for name in ratings.targets]
    if any(_fits(shortfalls, case) for case in step.targets):
        return []
    met = sum(1 for short in shortfalls if short <= 0)
    rest = ", ".join(f"{say(short, 2)}%" for short in shortfalls if short > 0)
    return [f"đạt {met}/{len(shortfalls)} chỉ tiêu bắt buộc, còn thiếu {rest}."]


def _shortfall(piece: Piece | None) -> Decimal:
    """Percent short of a hard target; a task that was not assigned is not held against the unit."""
    if piece is not None and not piece.assigned:
        return Decimal(0)
    return Decimal(100) if piece is None or piece.shortfall is None else piece.shortfall


def _fits(shortfalls: list[Decimal], case: TargetCase) -> bool:
    missed = [short for short in shortfalls if short > 0]
    if len(shortfalls) - len(missed) < case.met:
        return False
    if case.short is None:
        return True
    return all(short < case.short if case.strict else short <= case.short for short in missed)


def gates_hit(account: Account, gates: tuple[Gate, ...]) -> list[Hit]:
    """The gates a unit does not pass, each with its reason in words."""
    return [Hit(gate, words) for gate in gates for words in _gate_words(account, gate)]


def _gate_words(account: Account, gate: Gate) -> list[str]:
    match gate.when:
        case "zero":
            piece = piece_of(account, gate.of)
            zero = piece is not None and piece.assigned and piece.points is not None and piece.points <= 0
            return [f"{piece.ref} bị 0 điểm"] if zero else []
        case "below_minimum":
            return _below_words(account, gate)
        case "discipline":
            return [f"bị xử lý: {words}" for words in account.facts.discipline]
        case "not_registered":
            return [] if account.facts.registered else ["không có bản đăng ký thi đua được duyệt"]
    days = account.facts.days_late.get(gate.deadline_kind, 0)
    return [f"gửi hồ sơ trễ {days} ngày, quá {gate.days} ngày cho phép"] if days > gate.days else []


def _below_words(account: Account, gate: Gate) -> list[str]:
    rows = [piece_of(account, gate.of)] if gate.of else list(account.pieces.values())
    return [
        f"{piece.ref} đạt {say(piece.percent, 2)}%, dưới mức tối thiểu {say(piece.minimum)}%"
        for piece in rows
        if piece is not None and piece.assigned and piece.is_below
    ]


def lowered(rated: Rated, hits: list[Hit], ratings: Ratings) -> Rated:
    """The rating after the gates that lower it: the worst of what they name, never a better one."""
    for hit in hits:
        if hit.gate.effect != "lower" or not rated.name:
            continue
        if ratings.place(hit.gate.to) > ratings.place(rated.name):
            words = f"Hạ xuống “{hit.gate.to}”: {hit.words}."
            rated = Rated(hit.gate.to, (*rated.reasons, words), False)
        else:
            rated = Rated(rated.name, (*rated.reasons, f"Không xếp cao hơn “{hit.gate.to}”: {hit.words}."), rated.voted)
    return rated


def share_problems(names: list[str], ratings: Ratings) -> list[str]:
    """Ratings that more units have than their share of all rated units allows; whole units, rounded down."""
    problems = []
    for step in ratings.steps:
        if step.share is None:
            continue
        most = int((len(names) * step.share / 100).to_integral_value(rounding=ROUND_FLOOR))
        have = names.count(step.name)
        if have > most:
            problems.append(
                f"Xếp loại “{step.name}”: {have} đơn vị, vượt tỷ lệ {say(step.share)}% ({most}/{len(names)} đơn vị)."
                " Hội nghị xem xét, quyết định."
            )
    return problems
