"""What is wrong with the result rules of a criteria set, in Vietnamese sentences."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from .numbers import BadNumber, as_decimal, say
from .results import resolve

TIE_KEYS = ("section", "criterion", "bonus", "penalty", "meeting")
GATES = ("zero", "below_minimum", "discipline", "not_registered", "late")
EFFECTS = ("exclude", "lower")
KNOWN = {"ties", "gates", "ratings", "coefficient", "halves"}
MOST_ROWS = 30
MOST_TEXT = 500


def validate_result_rules(data: Any, refs: Iterable[str] | None = None) -> list[str]:
    """Sentences about what cannot stand; empty when the rules can be used. `refs` are the rows of the set a rule may
    name (see `results.refs_of`); None leaves names unchecked. Never raises."""
    if not isinstance(data, Mapping) or set(data) - KNOWN:
        return ["Cách xếp loại, xếp hạng không đúng cấu trúc."]
    known = None if refs is None else list(refs)
    checks: list[Callable[[], list[str]]] = [
        lambda: _check_ties(_rows(data, "ties"), known),
        lambda: _check_ratings(data.get("ratings") or {}, known),
        lambda: _check_gates(_rows(data, "gates"), _names(data), known),
        lambda: _check_halves(data.get("halves") or {}),
        lambda: [] if data.get("coefficient") in (None, True, False) else ["Hệ số điểm thưởng chỉ là có hoặc không."],
    ]
    return [problem for check in checks for problem in _said(check)]


def _said(check: Callable[[], list[str]]) -> list[str]:
    try:
        return check()
    except BadNumber as problem:
        return [str(problem)]
    except (TypeError, AttributeError, KeyError, ValueError):
        return ["Cách xếp loại, xếp hạng không đúng cấu trúc."]


def _rows(data: Mapping, name: str) -> list[Mapping]:
    rows = data.get(name) or []
    well = isinstance(rows, list) and len(rows) <= MOST_ROWS and all(isinstance(row, Mapping) for row in rows)
    if not well:
        raise BadNumber("Cách xếp loại, xếp hạng không đúng cấu trúc.")
    return rows


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > MOST_TEXT or "\x00" in value:
        raise BadNumber("Cách xếp loại, xếp hạng có ô chữ không hợp lệ.")
    return value.strip()


def _names(data: Mapping) -> list[str]:
    return [_text(row.get("name", "")) for row in _rows(data.get("ratings") or {}, "steps")]


def _check_ref(name: Any, refs: list[str] | None, where: str) -> list[str]:
    text = _text(name or "")
    if not text:
        return [f"{where}: chưa chọn mục hoặc tiêu chí."]
    if refs is not None and resolve(text, refs) is None:
        return [f"{where}: “{text}” không có trong bộ tiêu chí, hoặc có nhiều dòng cùng mã."]
    return []


def _check_ties(rows: list[Mapping], refs: list[str] | None) -> list[str]:
    problems = []
    for number, row in enumerate(rows, start=1):
        where = f"Tiêu chí phụ thứ {number}"
        if row.get("key") not in TIE_KEYS or set(row) - {"key", "of"}:
            problems.append(f"{where} không có trong danh mục.")
        elif row["key"] in {"section", "criterion"}:
            problems += _check_ref(row.get("of"), refs, where)
        elif row["key"] == "meeting" and number < len(rows):
            problems.append("Quyết định của hội nghị phải là bước cuối cùng khi bằng điểm.")
    keys = [(row.get("key"), row.get("of")) for row in rows]
    if len({str(key) for key in keys}) < len(keys):
        problems.append("Có hai tiêu chí phụ giống nhau.")
    return problems


def _check_ratings(data: Any, refs: list[str] | None) -> list[str]:
    if not isinstance(data, Mapping) or set(data) - {"on", "cap", "each_of", "targets", "steps"}:
        return ["Cách xếp loại không đúng cấu trúc."]
    steps = _rows(data, "steps")
    if not steps:
        return []
    problems = [] if data.get("on", "percent") in {"points", "percent"} else ["Xếp loại theo điểm hoặc theo tỷ lệ %."]
    if data.get("each_of", "leaf") not in {"leaf", "section"}:
        problems.append("Mức tối thiểu xét từng tiêu chí hoặc từng mục.")
    cap = as_decimal(data.get("cap"))
    if cap is not None and cap <= 0:
        problems.append("Mức điểm tối đa khi xếp loại phải lớn hơn 0.")
    targets = data.get("targets") or []
    problems += [problem for name in targets for problem in _check_ref(name, refs, "Chỉ tiêu bắt buộc")]
    return problems + _check_steps(steps, len(targets), cap)


def _check_steps(steps: list[Mapping], targets: int, cap: Decimal | None) -> list[str]:
    names = [_text(row.get("name", "")) for row in steps]
    problems = ["Mỗi mức xếp loại phải có tên."] if "" in names else []
    if len(set(names)) < len(names):
        problems.append("Có hai mức xếp loại trùng tên.")
    for row, name in zip(steps, names, strict=True):
        problems += _check_step(row, name, names, targets, cap)
    starts = [as_decimal(row.get("from")) for row in steps]
    for (above, first), (below, second) in pairwise(zip(names, starts, strict=True)):
        if first is None:
            problems.append(f"Mức “{above}” nhận mọi đơn vị nên không ai xuống đến mức “{below}”.")
        elif second is not None and second > first:
            problems.append(f"Mức “{below}” (từ {say(second)}) đứng dưới “{above}” nên phải thấp hơn {say(first)}.")
    last = steps[-1]
    if starts[-1] is not None or last.get("each_percent") not in (None, "") or last.get("targets"):
        problems.append(f"Mức cuối cùng “{names[-1]}” phải nhận mọi đơn vị còn lại: để trống ngưỡng và các điều kiện.")
    return problems


def _check_step(row: Mapping, name: str, names: list[str], targets: int, cap: Decimal | None) -> list[str]:
    if set(row) - {"name", "from", "each_percent", "targets", "otherwise", "share", "voted"}:
        return [f"Mức “{name}” không đúng cấu trúc."]
    problems = []
    start, each, share = (as_decimal(row.get(key)) for key in ("from", "each_percent", "share"))
    if cap is not None and start is not None and start > cap:
        problems.append(f"Mức “{name}” từ {say(start)}, cao hơn mức điểm tối đa khi xếp loại {say(cap)}.")
    for number, words in ((each, "mức tối thiểu của từng tiêu chí"), (share, "tỷ lệ đơn vị tối đa")):
        if number is not None and not 0 < number <= 100:
            problems.append(f"Mức “{name}”: {words} phải trên 0 và không quá 100%.")
    otherwise = _text(row.get("otherwise", ""))
    if otherwise and otherwise not in names[names.index(name) + 1 :]:
        problems.append(f"Mức “{name}”: khi thiếu điều kiện phải xuống một mức thấp hơn có trong danh sách.")
    for case in row.get("targets") or []:
        problems += _check_case(case, name, targets)
    return problems


def _check_case(case: Mapping, name: str, targets: int) -> list[str]:
    met, short = case.get("met"), as_decimal(case.get("short"))
    if isinstance(met, bool) or not isinstance(met, int) or set(case) - {"met", "short", "strict"}:
        return [f"Mức “{name}”: số chỉ tiêu phải đạt là số nguyên."]
    if not 0 <= met <= targets:
        return [f"Mức “{name}”: số chỉ tiêu phải đạt từ 0 đến {targets} (số chỉ tiêu bắt buộc đã chọn)."]
    if short is not None and not 0 <= short <= 100:
        return [f"Mức “{name}”: phần còn thiếu của chỉ tiêu phải từ 0 đến 100%."]
    return []


def _check_gates(rows: list[Mapping], ratings: list[str], refs: list[str] | None) -> list[str]:
    problems = []
    for number, row in enumerate(rows, start=1):
        where = f"Điều kiện thứ {number}"
        if row.get("when") not in GATES or set(row) - {"when", "effect", "to", "of", "deadline_kind", "days"}:
            problems.append(f"{where} không có trong danh mục.")
            continue
        if row.get("effect") not in EFFECTS:
            problems.append(f"{where}: chọn không xếp hạng hoặc hạ mức xếp loại.")
        if row.get("effect") == "lower" and row.get("to") not in ratings:
            problems.append(f"{where}: hạ xuống mức “{_text(row.get('to') or '')}” không có trong các mức xếp loại.")
        if row["when"] == "zero" or (row["when"] == "below_minimum" and row.get("of")):
            problems += _check_ref(row.get("of"), refs, where)
        if row["when"] == "late":
            problems += _check_late(row, where)
    return problems


def _check_late(row: Mapping, where: str) -> list[str]:
    days = row.get("days", 0)
    problems = [] if _text(row.get("deadline_kind", "")) else [f"{where}: chọn loại hồ sơ theo dõi thời hạn."]
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= 365:
        problems.append(f"{where}: số ngày trễ cho phép từ 0 đến 365.")
    return problems


def _check_halves(data: Any) -> list[str]:
    if not data:
        return []
    if set(data) != {"1", "2"}:
        return ["Trọng số phải có đủ hai nửa năm."]
    weights = [as_decimal(data[half]) for half in ("1", "2")]
    if any(weight is None or weight <= 0 for weight in weights) or sum(weights) != 1:
        return ["Trọng số hai nửa năm phải lớn hơn 0 và cộng lại bằng 1 (ví dụ 0,4 và 0,6)."]
    return []
