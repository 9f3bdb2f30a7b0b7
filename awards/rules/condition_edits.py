"""Changing a list of conditions one step at a time: values in, a new list out, the old one untouched.

A path is the places from the top, «2» or «1-0-3»: the third condition; the fourth of the first of the second.
"""

import copy
from typing import Any

from .conditions import DEEPEST, GROUPS, Node, group_of

Path = tuple[int, ...]


def read_path(text: str) -> Path | None:
    """«1-0» → (1, 0); None for what is no path."""
    parts = text.split("-")
    if not 1 <= len(parts) <= 4 or not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in parts):
        return None
    return tuple(int(part) for part in parts)


def node_at(nodes: list[Node], path: Path) -> Node | None:
    """The node at a path; None where there is none."""
    rows, found = nodes, None
    for place in path:
        if place >= len(rows):
            return None
        found = rows[place]
        group = group_of(found)
        rows = found[group] if group else []
    return found


def added(nodes: list[Node], node: Node, path: Path = (), join: str = "") -> list[Node]:
    """With ``node`` at the end of the list, or joined to what stands at ``path`` by ``any_of`` / ``all_of``: put into that
    group, or making one of both. The path must exist."""
    rows = copy.deepcopy(nodes)
    if not path:
        return [*rows, node]
    rest, place = _list_of(rows, path), path[-1]
    target = rest[place]
    if join in target:
        target[join].append(node)
    else:
        rest[place] = {join: [target, node]}
    return rows


def replaced(nodes: list[Node], path: Path, node: Node) -> list[Node]:
    rows = copy.deepcopy(nodes)
    _list_of(rows, path)[path[-1]] = node
    return rows


def without(nodes: list[Node], path: Path) -> list[Node]:
    """Without the node at the path; a group of which one is left is that one, an empty group is gone."""
    rows = copy.deepcopy(nodes)
    del _list_of(rows, path)[path[-1]]
    return [each for row in rows if (each := _tidied(row)) is not None]


def _list_of(rows: list[Node], path: Path) -> list[Any]:
    for place in path[:-1]:
        rows = rows[place][group_of(rows[place])]
    return rows


def _tidied(node: Node) -> Node | None:
    group = group_of(node)
    if group is None:
        return node
    inner = [each for row in node[group] if (each := _tidied(row)) is not None]
    if len(inner) < 2:
        return inner[0] if inner else None
    flat = [leaf for each in inner for leaf in each.get(group, [each])]
    return {**node, group: flat}


def joins_at(nodes: list[Node], path: Path) -> tuple[str, ...]:
    """How something may be joined to the node at a path; nothing where there is no node."""
    node = node_at(nodes, path)
    outer = node_at(nodes, path[:-1]) if len(path) > 1 else None
    if node is None:
        return ()
    return joins_of(group_of(node), group_of(outer) if outer is not None else None, len(path))


def joins_of(own: str | None, inside: str | None, depth: int) -> tuple[str, ...]:
    """A group takes more of its kind, a leaf begins a group: of the kind its own list is not, no deeper than two."""
    if depth > DEEPEST:
        return ()
    return tuple(name for name in GROUPS if name == own or (own is None and name != (inside or "all_of")))
