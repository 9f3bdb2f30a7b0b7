"""An award rule in words for the screen: a tree of lines, marks of doubtful sources, what differs between two rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..states import SourceStatus
from .condition_edits import joins_of
from .conditions import GROUPS, Node, group_of, leaves, letter, tell, tell_cap, tell_vote

Names = Mapping[str, str]


_JOIN = {"any_of": "Thêm cách khác", "all_of": "Thêm điều phải đạt cùng"}


@dataclass(frozen=True)
class Line:
    """One condition in words. ``path``: «1-0»; ``label``: a), b) in a group of alternatives; ``group``: any_of, all_of or
    empty; ``unsure``: how doubtful the source is, empty when it was compared with the text; ``joins``: how another
    condition may be joined to it, with the words of the button."""

    text: str
    path: str
    label: str = ""
    group: str = ""
    clause: str = ""
    note: str = ""
    unsure: str = ""
    children: tuple["Line", ...] = field(default=())
    joins: tuple[tuple[str, str], ...] = ()


def unsure(status: str | None) -> str:
    """The words beside a fact nobody compared with the text itself; empty for a verified one."""
    return "" if status == SourceStatus.VERIFIED else SourceStatus(status or SourceStatus.UNCONFIRMED).label


def lines(nodes: Iterable[Node], names: Names, path: tuple[int, ...] = (), inside: str = "") -> tuple[Line, ...]:
    """The conditions as a tree of lines; ``inside``: the group they stand in."""
    return tuple(_line(node, names, (*path, place), inside) for place, node in enumerate(nodes))


def _line(node: Node, names: Names, path: tuple[int, ...], inside: str) -> Line:
    group = group_of(node)
    same = {
        "path": "-".join(map(str, path)),
        "label": f"{letter(path[-1])})" if inside == "any_of" else "",
        "clause": node.get("clause", ""),
        "joins": tuple((name, _JOIN[name]) for name in joins_of(group, inside or None, len(path))),
    }
    if group:
        return Line(GROUPS[group], group=group, children=lines(node[group], names, path, group), **same)
    text = tell(node, names)
    return Line(text[:1].upper() + text[1:], note=node.get("note", ""), unsure=unsure(node.get("status")), **same)


def doubtful(values: Mapping[str, Any]) -> int:
    """How many facts of a rule nobody compared with the text itself: conditions, deciders, dossier, cap, vote, bonus."""
    facts = [*leaves(values["conditions"]), *values["deciders"], *values["dossier"]]
    facts += [part for part in (values["cap"], values["vote"]) if part]
    count = sum(fact.get("status") != SourceStatus.VERIFIED for fact in facts)
    return count + (values["bonus"] is not None and values["bonus_status"] != SourceStatus.VERIFIED)


def verified(values: Mapping[str, Any]) -> set[str]:
    """Every fact of a rule said to be compared with the text, in words: what a person answers for."""
    facts = [("Điều kiện", tell(leaf), leaf) for leaf in leaves(values["conditions"])]
    facts += [("Cấp quyết định", row["who"], row) for row in values["deciders"]]
    facts += [("Thành phần hồ sơ", row["text"], row) for row in values["dossier"]]
    facts += [("Tỷ lệ tối đa", tell_cap(values["cap"]), values["cap"])]
    facts += [("Tỷ lệ phiếu", tell_vote(values["vote"]), values["vote"])]
    if values["bonus"] is not None:
        facts.append(("Tiền thưởng", f"{times(values['bonus'])} lần", {"status": values["bonus_status"]}))
    return {f"{label}: {text}" for label, text, fact in facts if fact.get("status") == SourceStatus.VERIFIED}


def told(values: Mapping[str, Any], names: Names) -> dict[str, str]:
    """Every part of a rule as one text, by its Vietnamese name; what is not said is an empty text."""
    return {
        "Điều khoản": values["article"],
        "Cấp quyết định": "; ".join(_sourced(row["who"], row) for row in values["deciders"]),
        "Điều kiện": "\n".join(_node_words(node, names) for node in values["conditions"]),
        "Tỷ lệ tối đa": _sourced(tell_cap(values["cap"], names), values["cap"]) if values["cap"] else "",
        "Tỷ lệ phiếu": _sourced(tell_vote(values["vote"]), values["vote"]) if values["vote"] else "",
        "Thành phần hồ sơ": "; ".join(_sourced(row["text"], row) for row in values["dossier"]),
        "Mức tiền thưởng": _bonus_words(values),
    }


def _node_words(node: Node, names: Names) -> str:
    """With the sources of all leaves, so that a changed clause or status shows."""
    sources = dict.fromkeys(_source(leaf) for leaf in leaves([node]))
    return f"{tell(node, names)} ({'; '.join(source for source in sources if source)})"


def _source(fact: Mapping[str, Any]) -> str:
    return ", ".join(part for part in (fact.get("clause", ""), unsure(fact.get("status")).lower()) if part)


def _sourced(text: str, fact: Mapping[str, Any]) -> str:
    return f"{text} ({_source(fact)})" if _source(fact) else text


def _bonus_words(values: Mapping[str, Any]) -> str:
    if values["bonus"] is None:
        return values["bonus_source"]
    source = {"clause": values["bonus_source"], "status": values["bonus_status"]}
    return _sourced(f"{times(values['bonus'])} lần mức lương cơ sở", source)


def times(value: Decimal) -> str:
    """«1,5», «12»: a multiple without needless noughts."""
    return f"{Decimal(value).normalize():f}".replace(".", ",")


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, names: Names) -> list[Change]:
    """What the second rule says differently from the first; None: there is no such rule."""
    old, new = (told(values, names) if values is not None else {} for values in (before, after))
    labels = dict.fromkeys([*old, *new])
    pairs = [Change(label, old.get(label, ""), new.get(label, "")) for label in labels]
    return [pair for pair in pairs if pair.before != pair.after]
