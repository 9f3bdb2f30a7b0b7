"""Moves in the numbered outline of a plan: pure functions over (parent, order) placements."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    parent: int | None
    order: int


Outline = Mapping[int, Place]


def siblings(outline: Outline, parent: int | None) -> list[int]:
    """Nodes under a parent in their order."""
    found = [node for node, place in outline.items() if place.parent == parent]
    return sorted(found, key=lambda node: (outline[node].order, node))


def _with(outline: Outline, *lists: tuple[int | None, list[int]]) -> dict[int, Place]:
    """The outline with some lists of siblings replaced and numbered 1, 2, 3 …"""
    changed = dict(outline)
    for parent, nodes in lists:
        changed |= {node: Place(parent, order) for order, node in enumerate(nodes, start=1)}
    return changed


def up(outline: Outline, node: int) -> dict[int, Place] | None:
    """Before its previous sibling; None at the top of its list."""
    return _swap(outline, node, -1)


def down(outline: Outline, node: int) -> dict[int, Place] | None:
    """After its next sibling; None at the end of its list."""
    return _swap(outline, node, 1)


def _swap(outline: Outline, node: int, step: int) -> dict[int, Place] | None:
    parent = outline[node].parent
    row = siblings(outline, parent)
    at = row.index(node)
    other = at + step
    if not 0 <= other < len(row):
        return None
    row[at], row[other] = row[other], row[at]
    return _with(outline, (parent, row))


def indent(outline: Outline, node: int) -> dict[int, Place] | None:
    """Last child of its previous sibling; None for the first of a list."""
    parent = outline[node].parent
    row = siblings(outline, parent)
    at = row.index(node)
    if at == 0:
        return None
    new_parent = row[at - 1]
    row.remove(node)
    return _with(outline, (parent, row), (new_parent, [*siblings(outline, new_parent), node]))


def outdent(outline: Outline, node: int) -> dict[int, Place] | None:
    """Right after its parent; None at the outermost level."""
    parent = outline[node].parent
    if parent is None:
        return None
    left = [other for other in siblings(outline, parent) if other != node]
    grand = outline[parent].parent
    row = siblings(outline, grand)
    row.insert(row.index(parent) + 1, node)
    return _with(outline, (parent, left), (grand, row))


def insert(
    outline: Outline, node: int, parent: int | None, after: int | None, *, first: bool = False
) -> dict[int, Place]:
    """A new node under a parent: after a sibling, before all of them (``first``), or last when ``after`` is None or no
    child of that parent."""
    row = siblings(outline, parent)
    end = 0 if first else len(row)
    row.insert(row.index(after) + 1 if after in row else end, node)
    return _with(outline, (parent, row))


def under(outline: Outline, node: int) -> list[int]:
    """A node and everything below it, parents before their children."""
    found, waiting = [], [node]
    while waiting:
        found.append(waiting.pop())
        waiting += reversed(siblings(outline, found[-1]))
    return found


MOVES = {"up": up, "down": down, "indent": indent, "outdent": outdent}
