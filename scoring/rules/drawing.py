"""Who scores whom, drawn by lot: the same seed and the same codes always give the same draw, whoever computes it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256

from scoring.states import DrawMethod

# A draw that meets an excluded pair is mixed again, this often; each time counts in the seed.
ATTEMPTS = 1000
FEWEST = 2


@dataclass(frozen=True)
class Lot:
    """One unit (`scorer`) scores another (`scored`), both by code. Lots of one pair or triple share a `group`."""

    scorer: str
    scored: str
    group: int


@dataclass(frozen=True)
class Drawn:
    """What a draw gave: the codes in the order they were mixed, the lots, and which mixing it was (1 = the first)."""

    order: tuple[str, ...]
    lots: tuple[Lot, ...]
    attempt: int


class CannotDraw(ValueError):
    """No draw is possible; `str()` is the Vietnamese sentence why."""


def mixed(seed: str, attempt: int, codes: Iterable[str]) -> tuple[str, ...]:
    """The codes sorted by the SHA-256 of «seed:attempt:code»; the order they come in does not matter."""
    return tuple(sorted(codes, key=lambda code: (_digest(seed, attempt, code), code)))


def _digest(*parts: object) -> str:
    return sha256(":".join(map(str, parts)).encode()).hexdigest()


def draw(
    codes: Collection[str],
    method: DrawMethod,
    seed: str,
    *,
    each: int = 1,
    excluded: Collection[tuple[str, str]] = (),
) -> Drawn:
    """Draw who scores whom among at least two units.

    `each`: how many units everybody scores (only for a cycle; 1 … number of units − 1). `excluded`: (scorer, scored)
    that must not come together. Raises CannotDraw.
    """
    _check(codes, method, each)
    banned = {pair for pair in excluded if set(pair) <= set(codes)}
    for attempt in range(1, ATTEMPTS + 1):
        order = mixed(seed, attempt, codes)
        lots = _arranged(order, method, each)
        if not banned.intersection((lot.scorer, lot.scored) for lot in lots):
            return Drawn(order, lots, attempt)
    raise CannotDraw(_why_not(banned))


def _check(codes: Collection[str], method: DrawMethod, each: int) -> None:
    if len(codes) < FEWEST:
        raise CannotDraw("cần ít nhất hai đơn vị có phiếu để chấm chéo.")
    if method == DrawMethod.CYCLE and not 1 <= each < len(codes):
        raise CannotDraw(f"mỗi đơn vị chấm từ 1 đến {len(codes) - 1} đơn vị khác.")


def _why_not(banned: Collection[tuple[str, str]]) -> str:
    named = "; ".join(f"{scorer} không chấm {scored}" for scorer, scored in sorted(banned)[:10])
    return (
        f"{ATTEMPTS} lần xếp đều gặp cặp đã khai xung đột lợi ích ({named}). "
        "Hãy chọn cách bốc thăm khác hoặc xem lại các cặp này."
    )


def _arranged(order: tuple[str, ...], method: DrawMethod, each: int) -> tuple[Lot, ...]:
    if method == DrawMethod.PAIRS:
        return tuple(_pairs(order))
    steps = each if method == DrawMethod.CYCLE else 1
    return tuple(_ring(order, steps, 0))


def _pairs(order: tuple[str, ...]) -> Iterable[Lot]:
    """Neighbours score each other; with an odd number the last three make a ring."""
    size = len(order)
    triple = 3 if size % 2 else 0
    for group, place in enumerate(range(0, size - triple, 2), start=1):
        yield from _ring(order[place : place + 2], 1, group)
    if triple:
        yield from _ring(order[-3:], 1, (size - triple) // 2 + 1)


def _ring(order: tuple[str, ...], steps: int, group: int) -> Iterable[Lot]:
    """Everybody scores the next `steps` of the order; after the last comes the first."""
    size = len(order)
    for place, scorer in enumerate(order):
        for step in range(1, steps + 1):
            yield Lot(scorer, order[(place + step) % size], group)


def pick(seed: str, scored: str, candidates: Collection[str], count: int = 1) -> tuple[str, ...]:
    """Draw `count` scorers for one unit from the candidates: those whose SHA-256 of «seed:scored:candidate» is lowest.

    Fewer candidates than asked for are all taken.
    """
    return tuple(sorted(candidates, key=lambda code: (_digest(seed, scored, code), code))[:count])


def algorithm(method: DrawMethod, each: int = 1) -> str:
    """The draw in words, so that anybody can compute it again."""
    arranged = {
        DrawMethod.PAIRS: (
            "Theo thứ tự đó, hai đơn vị liền nhau chấm cho nhau; nếu số đơn vị lẻ thì ba đơn vị cuối chấm vòng tròn "
            "(thứ nhất chấm thứ hai, thứ hai chấm thứ ba, thứ ba chấm thứ nhất)."
        ),
        DrawMethod.RING: "Theo thứ tự đó, mỗi đơn vị chấm đơn vị kế tiếp; đơn vị cuối chấm đơn vị đầu.",
        DrawMethod.CYCLE: (
            f"Theo thứ tự đó, mỗi đơn vị chấm {each} đơn vị kế tiếp; hết danh sách thì quay lại từ đầu."
        ),
    }
    return (
        "Với mỗi đơn vị, ghép chuỗi «số bốc thăm:lần xếp:mã đơn vị» rồi tính mã SHA-256 (chữ thường, hệ 16); xếp các đơn "
        f"vị theo mã tăng dần. {arranged[method]} Nếu kết quả có cặp đã khai xung đột lợi ích thì tăng lần xếp thêm 1 và "
        "làm lại."
    )


PICKING = (
    "Với mỗi đơn vị có thể chấm, ghép chuỗi «số bốc thăm:mã đơn vị được chấm:mã đơn vị chấm» rồi tính mã SHA-256; đơn vị "
    "có mã nhỏ nhất được chọn."
)


@dataclass(frozen=True)
class Held:
    """One unit's duty towards another, by key; `closed`: finished or taken away."""

    scorer: object
    scored: object
    group: int
    closed: bool


def may_open(duties: Iterable[Held]) -> set:
    """Which of the scored may see the seal taken off: everybody who scores it has closed, its pair or triple has, and so
    has its own duty towards each of its scorers where two units score each other."""
    rows = list(duties)
    waiting = {row.scored for row in rows if not row.closed}
    open_groups = {row.group for row in rows if row.group and not row.closed}
    open_pairs = {(row.scorer, row.scored) for row in rows if not row.closed}
    for row in rows:
        if row.group in open_groups or (row.scored, row.scorer) in open_pairs:
            waiting.add(row.scored)
    return {row.scored for row in rows} - waiting
