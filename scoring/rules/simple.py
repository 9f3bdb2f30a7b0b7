"""Kinds whose points follow from the unit's own figure by one line of arithmetic.

Every `score_*` takes the unit's inputs, the criterion's parameters and its maximum and answers unrounded points in an
`Outcome`; every `check_*` lists in Vietnamese what is wrong with the parameters; every `tell_*` says how the criterion
is computed. Source of the kinds: the sheets listed in the glossary of the project (docs/glossary.md).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .numbers import param, say, say_percent
from .outcome import Inputs, Outcome, empty, points_words, refused

Params = Mapping[str, Any]
ZERO = Decimal(0)


def check_none(params: Params, max_points: Decimal) -> list[str]:
    return []


def check_direct(params: Params, max_points: Decimal) -> list[str]:
    step = param(params, "step")
    return ["Bước điểm phải lớn hơn 0."] if step is not None and step <= 0 else []


def score_direct(inputs: Inputs, params: Params, max_points: Decimal) -> Outcome:
    value, step = inputs.value, param(params, "step")
    if value is None:
        return empty()
    if value < 0:
        return refused(f"Đã nhập {say(value)}: điểm không được âm.")
    if value > max_points:
        return refused(f"Đã nhập {say(value)}: vượt điểm chuẩn {say(max_points)}.")
    if step and value % step:
        return refused(f"Đã nhập {say(value)}: điểm phải theo bước {say(step)}.")
    return Outcome(value, f"Chấm trực tiếp {say(value)} / {say(max_points)} điểm")


def tell_direct(params: Params, max_points: Decimal) -> str:
    step = param(params, "step")
    return f"Chấm trực tiếp từ 0 đến {points_words(max_points)}" + (f", theo bước {say(step)}" if step else "")


def score_achieved(inputs: Inputs, params: Params, max_points: Decimal) -> Outcome:
    if inputs.achieved is None:
        return empty()
    if inputs.achieved:
        return Outcome(max_points, f"Đạt → {points_words(max_points)}")
    return Outcome(ZERO, "Không đạt → 0 điểm")


def tell_achieved(params: Params, max_points: Decimal) -> str:
    return f"Đạt: {points_words(max_points)}; không đạt: 0 điểm"


def check_ratio(params: Params, max_points: Decimal) -> list[str]:
    return [] if isinstance(params.get("capped"), bool) else ["Chọn có hay không giới hạn ở điểm chuẩn."]


def score_ratio(inputs: Inputs, params: Params, max_points: Decimal) -> Outcome:
    target, actual = inputs.target, inputs.actual
    if target is None or actual is None:
        return empty("Chưa nhập đủ chỉ tiêu và kết quả")
    if actual < 0 or target < 0:
        return refused("Chỉ tiêu và kết quả không được âm.")
    if target == 0:
        return refused("Chỉ tiêu bằng 0: nếu đơn vị không được giao chỉ tiêu, chọn “Không được giao”.")
    share = actual / target
    head = f"Đạt {say_percent(share)} chỉ tiêu ({say(actual)}/{say(target)})"
    if params["capped"] and share >= 1:
        return Outcome(max_points, f"{head} → tối đa: {points_words(max_points)}")
    return Outcome(max_points * actual / target, f"{head} → {say_percent(share)} × {points_words(max_points)}")


def tell_ratio(params: Params, max_points: Decimal) -> str:
    tail = f", không quá {points_words(max_points)}" if params.get("capped") else ", vượt chỉ tiêu được tính thêm"
    return f"Kết quả / chỉ tiêu × {points_words(max_points)}{tail}"


def check_count(params: Params, max_points: Decimal) -> list[str]:
    each, cap = param(params, "points_each"), param(params, "cap")
    problems = [] if each is not None and each > 0 else ["Điểm cho mỗi đơn vị đếm phải lớn hơn 0."]
    if cap is not None and not 0 < cap <= max_points:
        problems.append(f"Mức tối đa phải lớn hơn 0 và không quá điểm chuẩn {say(max_points)}.")
    return problems


def score_count(inputs: Inputs, params: Params, max_points: Decimal) -> Outcome:
    count, each = inputs.count, param(params, "points_each")
    if count is None:
        return empty()
    if count < 0 or count % 1:
        return refused(f"Đã nhập {say(count)}: số lượng phải là số nguyên không âm.")
    cap = param(params, "cap") or max_points
    raw = count * each
    if raw > cap:
        return Outcome(cap, f"{say(count)} × {say(each)} = {say(raw)}, vượt mức tối đa → {points_words(cap)}")
    return Outcome(raw, f"{say(count)} × {say(each)} = {points_words(raw)}")


def tell_count(params: Params, max_points: Decimal) -> str:
    cap = param(params, "cap") or max_points
    return f"Mỗi lần {points_words(param(params, 'points_each'))}, tối đa {points_words(cap)}"


def check_extra(params: Params, max_points: Decimal) -> list[str]:
    problems = []
    for name, words in (("points_each", "Điểm cho mỗi lần"), ("cap", "Mức tối đa")):
        number = param(params, name)
        if number is not None and number <= 0:
            problems.append(f"{words} phải lớn hơn 0.")
    return problems


def _extra(inputs: Inputs, params: Params) -> tuple[Decimal | None, str, str | None]:
    """Size of a bonus or penalty before its sign, the words for it, and what is wrong with it."""
    each = param(params, "points_each")
    typed = inputs.value if each is None else inputs.count
    if typed is None:
        return None, "", None
    if typed < 0 or (each is not None and typed % 1):
        return None, "", f"Đã nhập {say(typed)}: cần số không âm" + (" và là số nguyên." if each is not None else ".")
    raw = typed if each is None else typed * each
    words = say(raw) if each is None else f"{say(typed)} × {say(each)} = {say(raw)}"
    cap = param(params, "cap")
    if cap is not None and raw > cap:
        return cap, f"{words}, vượt mức tối đa {say(cap)}", None
    return raw, words, None


def score_bonus(inputs: Inputs, params: Params, max_points: Decimal) -> Outcome:
    size, words, problem = _extra(inputs, params)
    if problem:
        return refused(problem)
    if size is None:
        return empty()
    return Outcome(size, f"Điểm thưởng: {words} → cộng {points_words(size)}")


def score_penalty(inputs: Inputs, params: Params, max_points: Decimal) -> Outcome:
    size, words, problem = _extra(inputs, params)
    if problem:
        return refused(problem)
    if size is None:
        return empty()
    return Outcome(-size, f"Điểm trừ: {words} → trừ {points_words(size)}")


def _tell_extra(verb: str, params: Params) -> str:
    each, cap = param(params, "points_each"), param(params, "cap")
    head = f"{verb} theo số điểm nhập" if each is None else f"Mỗi lần {verb.lower()} {points_words(each)}"
    return head + (f", tối đa {points_words(cap)}" if cap is not None else ", không giới hạn")


def tell_bonus(params: Params, max_points: Decimal) -> str:
    return _tell_extra("Cộng", params) + "; được vượt tổng điểm"


def tell_penalty(params: Params, max_points: Decimal) -> str:
    return _tell_extra("Trừ", params)
