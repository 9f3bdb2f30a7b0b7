"""What was measured, against what was promised."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One line of the table. ``figure`` is compared with ``most`` or ``least``, or only told; ``words``: how it came about."""

    what: str
    figure: float
    words: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def held(self) -> bool:
        return (self.most is None or self.figure <= self.most) and (self.least is None or self.figure >= self.least)

    def row(self) -> tuple[str, str, str, str, str]:
        bounds = [f"{sign} {_say(bound)}" for sign, bound in (("≤", self.most), ("≥", self.least)) if bound is not None]
        verdict = ("held" if self.held else "MISSED") if bounds else ""
        return self.what, _say(self.figure), " ".join(bounds), verdict, self.words


def _say(number: float) -> str:
    return f"{number:.0f}" if float(number).is_integer() else f"{number:.2f}"


def table(results: list[Result]) -> str:
    rows = [("measured", "figure", "target", "verdict", "how"), *(result.row() for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]).rstrip()
        for row in rows
    )
