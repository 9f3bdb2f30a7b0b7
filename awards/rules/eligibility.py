"""Conditions of an award judged over the facts of one candidate: facts in, findings out; nothing is read here.

Every leaf becomes a finding with its state (met, missing, look), the clause and its status as the rule says them, the
figure and the papers that prove it. The judgement proposes and warns; people decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..states_registers import HoldKind
from . import eligibility_others as others
from .conditions import group_of, leaves, tell, tell_cap, tell_vote
from .eligibility_general import general, in_force, weighed
from .eligibility_history import PREDICATES as HISTORY
from .eligibility_history import Judged, Node, initiative
from .facts import Facts
from .findings import Finding, group_state

PREDICATES = HISTORY | others.PREDICATES


def judge(
    conditions: Sequence[Node],
    facts: Facts,
    *,
    article: str = "",
    cap: Mapping[str, Any] | None = None,
    vote: Mapping[str, Any] | None = None,
) -> tuple[Finding, ...]:
    """Findings of a rule's conditions, its share and vote where it names a figure, and the general checks. ``article``:
    said where a leaf names no clause of its own."""
    counted = weighed(facts)
    found = [_node(node, counted, str(place), article) for place, node in enumerate(conditions)]
    if cap and cap.get("pct") is not None:
        found.append(_leaf(cap, others.cap(dict(cap), facts), "cap", tell_cap(cap, facts.names), article))
    if vote and vote.get("pct") is not None:
        found.append(_leaf(vote, others.vote(dict(vote), facts), "vote", tell_vote(vote), article))
    return (*found, *_general(conditions, facts))


def _general(conditions: Sequence[Node], facts: Facts) -> list[Finding]:
    """The general checks the rule doesn't make itself. Holds of kinds the rule doesn't ask about, or asks as one way among
    several, are asked about here: they stop everybody (NĐ 152/2025)."""
    asked = {leaf["p"] for leaf in leaves(conditions)}
    kinds = {kind for leaf in _required(conditions) if leaf["p"] == "hold" for kind in leaf["kinds"]}
    if not kinds.issuperset(HoldKind.values):
        asked.discard("hold")
        facts = replace(facts, holds=tuple(row for row in facts.holds if row.kind not in kinds))
    found = general(facts, asked)
    return [replace(one, text=f"{one.text} nào khác") if kinds and one.key == "general.hold" else one for one in found]


def _required(nodes: Sequence[Node]) -> list[Node]:
    """Leaves that must hold whatever way is taken."""
    found: list[Node] = []
    for node in nodes:
        group = group_of(node)
        if group is None:
            found.append(node)
        elif group == "all_of":
            found += _required(node[group])
    return found


def _node(node: Node, facts: Facts, key: str, article: str) -> Finding:
    group = group_of(node)
    if group is None:
        return _leaf(node, _judged(node, facts), f"{node['p']}.{key}", tell(node, facts.names), article)
    parts = tuple(_node(each, facts, f"{key}.{place}", article) for place, each in enumerate(node[group]))
    any_of = group == "any_of"
    return Finding(
        key=f"{group}.{key}",
        state=group_state([part.state for part in parts], any_of=any_of),
        text="Đạt một trong các điều kiện sau" if any_of else "Đạt tất cả các điều kiện sau",
        clause=node.get("clause", ""),
        status=node.get("status", "unconfirmed"),
        parts=parts,
        any_of=any_of,
    )


def _judged(node: Node, facts: Facts) -> Judged:
    if node["p"] == "initiative":
        row = in_force("mixed_kinds", facts.on)
        return initiative(node, facts, mixing=f"{row['text']} ({row['clause']})." if row else "")
    return PREDICATES[node["p"]](node, facts)


def _leaf(node: Mapping[str, Any], judged: Judged, key: str, text: str, article: str) -> Finding:
    return Finding(
        key=key,
        state=judged.state,
        text=text[:1].upper() + text[1:],
        clause=node.get("clause") or article,
        figure=judged.figure,
        proof=judged.proof,
        status=node.get("status", "unconfirmed"),
        remark=". ".join(part.rstrip(".") for part in (judged.remark, node.get("note", "")) if part),
        short=judged.short,
        private=judged.private,
        by_people=PREDICATES.get(node.get("p", "")) in others.BY_PEOPLE,
    )
