"""Numbering an outline anew after rows were moved: which label each row gets, level by level."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from campaigns.labels import SIGNS, Style, following, numbered, parse_label, usual


class Row(NamedTuple):
    """A row of an outline in reading order: its key, its parent's key and its label as it stands."""

    key: int
    parent: int | None
    label: str


def relabel(rows: Iterable[Row], family: str) -> dict[int, str]:
    """Key → new label, for the rows whose label changes.

    Rows without a label, signs («-», «+») and labels that are no numbers stay. The numbered rows under one parent are
    counted through in the form that most of them have; a form that a row around them has gives way to the usual one of
    the level (``family``: state or party).
    """
    children: dict[int | None, list[Row]] = {}
    for row in rows:
        children.setdefault(row.parent, []).append(row)
    found: dict[int, str] = {}
    waiting: list[tuple[int | None, str, tuple[str, ...]]] = [(None, "", ())]
    while waiting:
        parent, above, outer = waiting.pop()
        group = children.get(parent, [])
        form = _form(group, outer, usual(len(outer) // 2 + 1, family))
        new = _counted(group, form, above)
        found |= {row.key: new[row.key] for row in group if new[row.key] != row.label}
        waiting += [(row.key, new[row.key], (*outer, row.label, new[row.key])) for row in group]
    return found


def _counted(group: list[Row], form: str, above: str) -> dict[int, str]:
    """The labels of the rows under one parent, whose new label is ``above``."""
    labels, place = {}, 0
    for row in group:
        counts = _is_counted(row.label)
        place += counts
        labels[row.key] = numbered(form, place, above) if counts else row.label
    return labels


def _form(group: list[Row], outer: tuple[str, ...], level: str) -> str:
    """A label in the form the group is counted in («3)» stands for «1)», «2)» …); ``outer``: labels around it, old and
    new."""
    taken = {_shape(label) for label in outer if _is_counted(label)}
    shapes = Counter(_shape(row.label) for row in group if _is_counted(row.label))
    for shape, _ in shapes.most_common():
        if shape not in taken:
            return next(row.label for row in group if _shape(row.label) == shape)
    return level if _is_counted(level) else "1)"


def _is_counted(label: str) -> bool:
    style = parse_label(label).style
    return style is not Style.NONE and style not in SIGNS and following(label) != label


def _shape(label: str) -> tuple[str, int]:
    """What members of one series have in common: style, parts of a decimal, and what stands around the number."""
    found = parse_label(label)
    around = "".join(sign for sign in found.label if not sign.isalnum())
    return f"{found.style}{around}", found.level
