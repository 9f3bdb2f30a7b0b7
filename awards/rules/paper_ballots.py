"""Whether what a counter read from the paper ballots can be: values in, Vietnamese sentences out."""

from collections.abc import Mapping
from dataclasses import dataclass

Figures = tuple[int, int, int]  # agree, disagree, blank


@dataclass(frozen=True)
class Reading:
    """Ballots returned, invalid ones among them, and the marks of the valid ones by candidate."""

    returned: int
    invalid: int
    lines: Mapping[int, Figures]


def problems(reading: Reading, *, issued: int, kept: Mapping[int, int], max_choices: int | None) -> dict[str, str]:
    """Sentences by field, empty when the figures can be. ``kept``: paper voters that do not vote on a candidate, by
    candidate; the marks of a candidate add up to the valid ballots less at most those."""
    found: dict[str, str] = {}
    if reading.returned > issued:
        found["returned"] = f"Thu về {reading.returned} phiếu, nhiều hơn {issued} phiếu giấy đã phát."
    if reading.invalid > reading.returned:
        found["invalid"] = f"Không hợp lệ {reading.invalid} phiếu, nhiều hơn {reading.returned} phiếu thu về."
    valid = max(reading.returned - reading.invalid, 0)
    for candidate, out in kept.items():
        total = sum(reading.lines.get(candidate, (0, 0, 0)))
        if not max(valid - out, 0) <= total <= valid or (_all_in(reading, issued) and total != valid - out):
            found[f"agree_{candidate}"] = _sum_words(total, valid, out)
    agreed = sum(line[0] for line in reading.lines.values())
    if max_choices and agreed > max_choices * valid:
        found["__all__"] = f"{agreed} lượt đồng ý, nhiều hơn {valid} phiếu × {max_choices} lựa chọn."
    return found


def _all_in(reading: Reading, issued: int) -> bool:
    """Every ballot came back and is valid: then it is known exactly whose marks are missing."""
    return reading.returned == issued and reading.invalid == 0


def _sum_words(total: int, valid: int, out: int) -> str:
    less = f", trừ {out} người không bỏ phiếu cho ứng viên này" if out else ""
    return f"Ba số cộng lại là {total}, không khớp {valid} phiếu hợp lệ{less}."
