"""The result rules of a criteria set, printed in Vietnamese words."""

from collections.abc import Mapping
from typing import Any

from .numbers import say
from .ranking import key_words
from .result_checks import validate_result_rules
from .results import Gate, Ratings, ResultRules, Step, TargetCase, read_result_rules


def tell_result_rules(data: Mapping[str, Any], kinds: Mapping[str, str] | None = None) -> list[str]:
    """Sentences, in the order a regulation states them. `kinds` names the kinds of deadline a gate looks at."""
    if validate_result_rules(data):
        return ["Cách xếp loại, xếp hạng chưa được thiết lập đúng."]
    rules = read_result_rules(data)
    lines = _tell_halves(rules)
    if rules.coefficient:
        lines.append("Điểm thưởng được nhân hệ số của từng đơn vị; điểm khác không nhân.")
    lines += _tell_ratings(rules.ratings)
    lines += [_tell_gate(gate, kinds or {}) for gate in rules.gates]
    return [*lines, _tell_ties(rules)]


def _tell_halves(rules: ResultRules) -> list[str]:
    if not rules.halves:
        return []
    first, second = say(rules.halves[1]), say(rules.halves[2])
    return [f"Kết quả năm = 6 tháng đầu năm × {first} + 6 tháng cuối năm × {second}."]


def _tell_ratings(ratings: Ratings) -> list[str]:
    if not ratings.steps:
        return []
    on = "tổng điểm" if ratings.on == "points" else "tỷ lệ % trên điểm chuẩn được giao"
    cap = f", tính không quá {say(ratings.cap)}" if ratings.cap is not None else ""
    lines = [f"Xếp loại theo {on}{cap}."]
    if ratings.targets:
        lines.append(f"Chỉ tiêu bắt buộc: {'; '.join(ratings.targets)}.")
    return lines + [_tell_step(step, ratings) for step in ratings.steps]


def _tell_step(step: Step, ratings: Ratings) -> str:
    unit = " điểm" if ratings.on == "points" else "%"
    if step.free:
        return f"“{step.name}”: các đơn vị còn lại.{_tell_share(step)}"
    parts = [] if step.start is None else [f"từ {say(step.start)}{unit} trở lên"]
    if step.each_percent is not None:
        what = "tiêu chí" if ratings.each_of == "leaf" else "mục"
        parts.append(f"không {what} nào dưới {say(step.each_percent)}% điểm chuẩn")
    if step.targets:
        parts.append(" hoặc ".join(_tell_case(case, len(ratings.targets)) for case in step.targets))
    down = f"xuống “{step.otherwise}”" if step.otherwise else "xét mức tiếp theo"
    fall = f"; đủ ngưỡng nhưng thiếu điều kiện thì {down}" if len(parts) > 1 else ""
    voted = "; đưa ra hội nghị bình xét" if step.voted else ""
    return f"“{step.name}”: {' và '.join(parts)}{fall}{voted}.{_tell_share(step)}"


def _tell_share(step: Step) -> str:
    return "" if step.share is None else f" Không quá {say(step.share)}% số đơn vị."


def _tell_case(case: TargetCase, count: int) -> str:
    if case.met == count:
        return f"đạt cả {count} chỉ tiêu bắt buộc"
    words = f"đạt ít nhất {case.met}/{count} chỉ tiêu bắt buộc"
    if case.short is None:
        return words
    return f"{words}, mỗi chỉ tiêu còn lại thiếu {'dưới' if case.strict else 'không quá'} {say(case.short)}%"


def _tell_gate(gate: Gate, kinds: Mapping[str, str]) -> str:
    effect = "không xét xếp hạng" if gate.effect == "exclude" else f"xếp loại không cao hơn “{gate.to}”"
    match gate.when:
        case "zero":
            when = f"có “{gate.of}” bị 0 điểm"
        case "below_minimum":
            when = f"có {f'“{gate.of}”' if gate.of else 'bất kỳ mục, tiêu chí nào'} dưới mức tối thiểu"
        case "discipline":
            when = "bị xử lý kỷ luật hoặc vi phạm ghi trong sổ"
        case "not_registered":
            when = "không có bản đăng ký thi đua được duyệt"
        case _:
            when = f"gửi {kinds.get(gate.deadline_kind, 'hồ sơ').lower()} trễ quá {gate.days} ngày"
    return f"Đơn vị {when}: {effect}."


def _tell_ties(rules: ResultRules) -> str:
    ladder = "; ".join(f"({number}) {key_words(tie)}" for number, tie in enumerate(rules.ties, start=1))
    return f"Khi bằng kết quả, xét lần lượt: {ladder}; vẫn bằng nhau thì cùng hạng (1, 2, 2, 4)."
