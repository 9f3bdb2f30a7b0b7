"""Conditions of an award as data: what is well formed, and what it says in Vietnamese.

A condition is a leaf ``{"p": predicate, …arguments, "clause", "status", "note"}`` (``predicates.PREDICATES``) or a group
``{"any_of": [nodes]}`` / ``{"all_of": [nodes]}``, a group within a group at most; ``AwardRule.conditions`` is a list, all
of which must hold. A level or scope asks for itself or a better, wider one; lists of codes mean "any of these kinds".
Shapes beside it: cap ``{"pct", "of": code, "scope", "clause", "status"}``, vote ``{"pct", "base", "secret", "clause",
"status"}``, a decider ``{"who", "clause", "status"}``, a dossier item ``{"text", "clause", "status"}``.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ..states import SourceStatus
from . import predicates as words
from .predicates import PREDICATES, problems_of_args

GROUPS = {"any_of": "Đạt một trong các điều kiện sau", "all_of": "Đạt tất cả các điều kiện sau"}
DEEPEST = 2
CAP_SCOPES = {"unit": "trong đơn vị", "bloc": "trong khối, cụm", "province": "toàn tỉnh"}
VOTE_BASES = {
    "present": "số thành viên có mặt",
    "total_members": "tổng số thành viên hội đồng",
    "valid": "số phiếu hợp lệ",
}
_STATUSES = frozenset(SourceStatus.values)
_COMMON = ("p", "clause", "status", "note")

Node = dict[str, Any]


def group_of(node: Node) -> str | None:
    """``any_of``, ``all_of`` or None for a leaf."""
    return next((name for name in GROUPS if name in node), None)


def leaves(nodes: Iterable[Node]) -> list[Node]:
    """Every leaf of a list of conditions, in order."""
    found: list[Node] = []
    for node in nodes:
        group = group_of(node)
        found.extend(leaves(node[group]) if group else [node])
    return found


def validate(nodes: Any, codes: frozenset[str] | None = None) -> list[str]:
    """What is wrong with a list of conditions, as Vietnamese sentences; ``codes``: award types that exist (None: any)."""
    if not isinstance(nodes, list):
        return ["Các điều kiện phải là một danh sách."]
    return [problem for node in nodes for problem in _problems(node, codes, depth=0)]


def _problems(node: Any, codes: frozenset[str] | None, depth: int) -> list[str]:
    if not isinstance(node, dict):
        return ["Một điều kiện không đúng cấu trúc."]
    group = group_of(node)
    if group is None:
        return _leaf_problems(node, codes)
    inner = node[group]
    if depth >= DEEPEST:
        return ["Các nhóm điều kiện lồng nhau quá sâu."]
    if not isinstance(inner, list) or not inner:
        return [f"Nhóm «{GROUPS[group]}» chưa có điều kiện nào."]
    return [problem for each in inner for problem in _problems(each, codes, depth + 1)]


def _leaf_problems(node: Node, codes: frozenset[str] | None) -> list[str]:
    name = node.get("p")
    if not isinstance(name, str) or name not in PREDICATES:
        return ["Có điều kiện thuộc loại không biết."]
    unknown = set(node) - set(PREDICATES[name].args) - set(_COMMON)
    found = [f"«{PREDICATES[name].label}»: không có thành phần {key}." for key in sorted(map(str, unknown))]
    if node.get("status") not in _STATUSES:
        found.append(f"«{PREDICATES[name].label}»: chưa có tình trạng nguồn.")
    if not isinstance(node.get("clause", ""), str) or not isinstance(node.get("note", ""), str):
        found.append(f"«{PREDICATES[name].label}»: điều khoản không hợp lệ.")
    return found + problems_of_args(name, node, codes)


def tell(node: Node, names: Mapping[str, str] | None = None) -> str:
    """The condition as one Vietnamese clause, without source and status; ``names``: award types by code."""
    group = group_of(node)
    if group == "all_of":
        return f"đồng thời {' và '.join(tell(each, names) for each in node[group])}"
    if group:
        parts = [f"{letter(number)}) {tell(each, names)}" for number, each in enumerate(node[group])]
        return f"{GROUPS[group].lower()}: {'; '.join(parts)}"
    return _TELL[node["p"]](node, names or {}) if node["p"] in _TELL else _plain(PREDICATES[node["p"]].label)


def letter(number: int) -> str:
    """0 → a, 1 → b, 3 → d, 4 → đ as Vietnamese lists count; beyond the alphabet a figure."""
    alphabet = "abcdđeghiklmnopqrstuvxy"
    return alphabet[number] if number < len(alphabet) else str(number + 1)


def _plain(label: str) -> str:
    return label[0].lower() + label[1:]


def _award(code: str, names: Mapping[str, str]) -> str:
    return f"“{names.get(code, code)}”"


def _figure(value: float | int) -> str:
    return f"{Decimal(str(value)).normalize():f}".replace(".", ",")


def _evaluation(node: Node, names: Mapping[str, str]) -> str:
    years = node.get("years", 1)
    level = words.LEVELS[node["level"]]
    better = "" if node["level"] == "HTXSNV" else " trở lên"
    counted = years > 1 or node.get("after")
    row = f"có {years} năm{' liên tục' if node.get('consecutive') else ''} " if counted else ""
    after = f" kể từ khi được tặng {_award(node['after'], names)}" if node.get("after") else ""
    return f"{row}được xếp loại {level}{better}{after}"


def _title(node: Node, names: Mapping[str, str]) -> str:
    times = node.get("times", 1)
    row = f"{times} lần{' liên tục' if node.get('consecutive') else ''} " if times > 1 else ""
    window = f" {words.WINDOWS[node['window']]}" if node.get("window") else ""
    after = f" kể từ khi được tặng {_award(node['after'], names)}" if node.get("after") else ""
    return f"{row}đạt {_award(node['code'], names)}{window}{after}"


def _prior(node: Node, names: Mapping[str, str]) -> str:
    years = f" cách đây từ {node['years']} năm" if node.get("years") else ""
    return f"đã được tặng {_award(node['code'], names)}{years}"


def _initiative(node: Node, names: Mapping[str, str]) -> str:
    kinds = ", ".join(words.KINDS[kind] for kind in node.get("kind") or ["sang_kien"])
    scope = f" được công nhận phạm vi {words.SCOPES[node['scope']]}" if node.get("scope") else " được công nhận"
    use = f" ({words.USES[node['not_used_before']]})" if node.get("not_used_before") else ""
    return f"có {node['count']} {kinds.replace(', ', ' hoặc ')}{scope}{use}"


def _member_share(node: Node, names: Mapping[str, str]) -> str:
    return (
        f"{words.OPERATORS[node['op']]} {_figure(node['pct'])}% cá nhân trong tập thể đạt {_award(node['code'], names)}"
    )


def _leads_bloc(node: Node, names: Mapping[str, str]) -> str:
    best = "tiêu biểu nhất trong số các đơn vị " if node.get("best") else ""
    return f"{best}dẫn đầu cụm, khối thi đua do {words.ORGANISERS[node['organiser_level']]} tổ chức"


def _leads_movement(node: Node, names: Mapping[str, str]) -> str:
    years = f" kéo dài từ {node['min_years']} năm" if node.get("min_years") else ""
    return f"dẫn đầu phong trào thi đua do {words.LAUNCHERS[node['launcher']]} phát động{years}"


def _public_opinion(node: Node, names: Mapping[str, str]) -> str:
    return f"lấy ý kiến Nhân dân trong {node['days']} ngày{' làm việc' if node.get('working') else ''}"


_TELL = {
    "evaluation": _evaluation,
    "title": _title,
    "prior": _prior,
    "initiative": _initiative,
    "member_share": _member_share,
    "no_member_disciplined": lambda node, names: (
        f"không có cá nhân bị kỷ luật từ hình thức {words.DISCIPLINES[node['from']]} trở lên"
    ),
    "has_member_with": lambda node, names: f"có cá nhân trong tập thể đạt {_award(node['code'], names)}",
    "leads_bloc": _leads_bloc,
    "leads_movement": _leads_movement,
    "hold": lambda node, names: f"không thuộc trường hợp: {'; '.join(words.HOLDS[kind] for kind in node['kinds'])}",
    "public_opinion": _public_opinion,
    "manual": lambda node, names: node["text"],
}


def tell_cap(cap: Mapping[str, Any], names: Mapping[str, str] | None = None) -> str:
    """«không quá 15% số … trong đơn vị»; empty where nothing is said."""
    if cap.get("pct") is None:
        return cap.get("note", "")
    scope = f" {CAP_SCOPES[cap['scope']]}" if cap.get("scope") else ""
    of = f" số được {_award(cap['of'], names or {})}" if cap.get("of") else ""
    return f"không quá {_figure(cap['pct'])}%{of}{scope}"


def tell_vote(vote: Mapping[str, Any]) -> str:
    """«bỏ phiếu kín, từ 90% trở lên tính trên tổng số thành viên hội đồng»; empty where nothing is said."""
    if vote.get("pct") is None:
        return ""
    secret = "bỏ phiếu kín" if vote.get("secret") else "biểu quyết"
    base = f" tính trên {VOTE_BASES[vote['base']]}" if vote.get("base") else ""
    return f"{secret}, đồng ý từ {_figure(vote['pct'])}% trở lên{base}"
