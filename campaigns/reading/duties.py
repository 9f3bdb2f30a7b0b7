"""What a clause asks for: papers to send, promises to sign, meetings to hold; with a name for each."""

import re
from dataclasses import dataclass

_SEND = re.compile(r"\b(?:gửi|gởi|nộp|chuyển\s+về|trình(?!\s+(?:độ|tự|bày|diễn)))\b", re.IGNORECASE)
_REPORTS = re.compile(r"\bbáo\s+cáo\b", re.IGNORECASE)
_STOP = (
    r"(?=\s+(?:gửi|gởi|nộp|về\s+(?:đơn\s+vị|cơ\s+quan|trưởng|phó|khối|cụm|sở|ban|văn\s+phòng|phòng|hội|ubnd|thường|bệnh\s+viện|trường|cục|vụ|công\s+ty|đảng\s+ủy)|trước|chậm\s+nhất|muộn\s+nhất|và\s+(?:bản|bảng|phiếu|biểu|chấm|tự|báo|hồ|gửi)"
    r"|kèm|theo\s+quy|để|cho|với|xong|hoàn\s+thành|được|tổ\s+chức(?!\s+thực)|tại|vào|trong|do|từ|đến|hằng\s+năm|hàng\s+năm|chủ\s+trì)\b|\s*[,;:.(|]|$)"
)
_REGISTER = re.compile(
    rf"(?:bản\s+)?đăng\s+ký(?:\s+(?!với|gửi|trước|tại|về)[^,;:.(|]{{2,120}}?)?{_STOP}", re.IGNORECASE
)
_SCORE = re.compile(
    rf"(?:(?:bản|bảng|phiếu|biểu|kết\s+quả)\s+)?(?:tổng\s+hợp\s+)?(?:tự\s+(?:chấm|đánh\s+giá|tính)|chấm)(?:[,\s]+(?:chấm|cho))?\s*(?:điểm)?[^,;:.(|]{{0,60}}?{_STOP}",
    re.IGNORECASE,
)
_PLEDGE = re.compile(r"\bk[ýí](?:\s+kết)?\s+(?:bản\s+)?giao\s+ước|lễ\s+giao\s+ước", re.IGNORECASE)
_EMBEDDED = re.compile(r"lồng\s+ghép|lồng\s+vào|gộp\s+(?:vào|chung)", re.IGNORECASE)
_HALF = re.compile(r"sơ\s+kết|(?:0?6|sáu)\s+tháng|giữa\s+năm|quý\s+II\b", re.IGNORECASE)
_THEMED = re.compile(
    r"chuyên\s+đề|từng\s+đợt|đợt\s+(?:thi\s+đua|\d|[IVX])|quý\s+(?:I|III|[13])\b|hằng\s+quý|hàng\s+quý", re.IGNORECASE
)
_YEAR = re.compile(
    r"tổng\s+kết|cả\s+năm|cuối\s+năm|(?:hằng|hàng)\s+năm|kết\s+quả\s+(?:thực\s+hiện\s+)?năm|báo\s+cáo\s+năm|công\s+tác\s+năm|năm\s+(?:19|20)\d{2}",
    re.IGNORECASE,
)
_REPORT = re.compile(rf"báo\s+cáo(?:\s+(?!về|cho|với)[^,;:.(|]{{2,140}}?)?{_STOP}", re.IGNORECASE)
_TO_OFFICE = re.compile(
    r"báo\s+cáo\s+(?:hội\s+đồng|ban|sở|vụ|cục|bộ|phòng|văn\s+phòng|cơ\s+quan|tỉnh|huyện|ubnd|ủy\s+ban|chủ\s+tịch|trưởng|đơn\s+vị|cấp|khối|cụm)\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    rf"(?:hồ\s+sơ|tờ\s+trình|biên\s+bản|danh\s+sách|văn\s+bản\s+đề\s+nghị|kế\s+hoạch\s+(?:thi\s+đua|phát\s+động))[^,;:.(|]{{0,110}}?{_STOP}",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"hội\s+nghị|cuộc\s+họp|\bhọp\b|sơ\s+kết|tổng\s+kết|phát\s+động|hội\s+thao|giao\s+lưu|bình\s+xét|bình\s+bầu|suy\s+tôn|hội\s+thảo|kiểm\s+tra\s+chéo|kiểm\s+tra|sinh\s+hoạt",
    re.IGNORECASE,
)
_MEETING = re.compile(
    rf"(?:hội\s+nghị|cuộc\s+họp|lễ|hội\s+thao|hội\s+thảo)\s*(?!được|tổ\s+chức)[^,;:.(|]{{0,100}}?{_STOP}", re.IGNORECASE
)


@dataclass(frozen=True)
class Duty:
    """``at`` is where the words of the duty begin, ``verb`` where the sending does (or the paper's name)."""

    kind: str
    title: str
    at: int
    verb: int

    @property
    def is_paper(self) -> bool:
        return self.kind not in ("meeting", "pledge")


def duties_in(clause: str, more: str = "") -> list[Duty]:
    """What the clause asks for; empty when it says no such thing. ``more`` (its heading) tells which report is meant."""
    send = _SEND.search(clause)
    if send or _is_reporting(clause):
        papers = _papers(clause, more, send.start() if send else None)
        if papers:
            return papers
        if send and re.search(r"tổng\s+hợp|kết\s+quả", clause[: send.start()], re.IGNORECASE):
            return [Duty("other", "Tổng hợp kết quả thi đua", send.start(), send.start())]
    pledge, register = _PLEDGE.search(clause), _REGISTER.search(clause)
    found = []
    if pledge:
        found.append(Duty("pledge", "Ký kết giao ước thi đua", pledge.start(), pledge.start()))
    if register and not re.match(r"\W*(?:đã|đầu)\b", clause[register.end() :]):
        found.append(Duty("registration", _cased(register.group()), register.start(), register.start()))
    if found:
        return found
    score = _SCORE.search(clause)
    if score and not re.search(r"hội\s+nghị|cuộc\s+họp", clause, re.IGNORECASE):
        return [Duty("self_score", _cased(score.group()), score.start(), score.start())]
    event = _EVENT.search(clause)
    return [Duty("meeting", _event(clause, more, event), event.start(), event.start())] if event else []


def _is_reporting(clause: str) -> bool:
    """«báo cáo» as what somebody does or sends, not as what a meeting hears."""
    found = _REPORTS.search(clause)
    if not found:
        return False
    meeting = re.search(r"hội\s+nghị|cuộc\s+họp|\bhọp\b", clause[: found.start()], re.IGNORECASE)
    return meeting is None


def _papers(clause: str, more: str, send: int | None) -> list[Duty]:
    found = []
    report = _REPORTS.search(clause)
    score, register, paper = _SCORE.search(clause), _REGISTER.search(clause), _PAPER.search(clause)
    verb = send if send is not None else report.start() if report else 0
    if register and (report is None or register.start() < report.start()):
        found.append(Duty("registration", _cased(register.group()), register.start(), verb))
    if report and not _only_receives(clause, report.start(), send, found):
        found.append(_report(clause, more, report.start(), verb))
    if score:
        found.append(Duty("self_score", _cased(score.group()), score.start(), verb))
    if paper and (not found or paper[0].casefold().startswith("hồ")):
        found.append(Duty("other", _cased(paper.group()), paper.start(), verb))
    return found


def _only_receives(clause: str, report: int, send: int | None, found: list[Duty]) -> bool:
    """«gửi … để tổng hợp, báo cáo Hội đồng»: the report behind «để» is somebody else's."""
    return (
        send is not None
        and report > send
        and re.search(r"\b(?:để|tổng\s+hợp)\b", clause[send:report], re.IGNORECASE) is not None
    )


def _report(clause: str, more: str, at: int, verb: int) -> Duty:
    named = _REPORT.search(clause, at)
    words = named.group() if named else "báo cáo"
    if _EMBEDDED.search(clause):
        into = re.search(
            r"(?:vào|trong|với)\s+(báo\s+cáo[^,;:.()]{3,50}?)(?=\s+(?:và|gửi|về|trước)\b|[,;:.()]|$)",
            clause,
            re.IGNORECASE,
        )
        return Duty(
            "themed_report",
            f"Báo cáo kết quả đợt thi đua{f' (lồng ghép vào {into[1].lower()})' if into else ''}",
            at,
            verb,
        )
    scope = words if _HALF.search(words) or _YEAR.search(words) or _THEMED.search(words) else f"{clause} {more}"
    title = _titled(scope) if len(words) < 10 or _TO_OFFICE.match(words) else _cased(words)
    if _HALF.search(scope) and not re.search(r"tổng\s+kết", words, re.IGNORECASE):
        return Duty("midyear_report", title, at, verb)
    if _THEMED.search(scope) and not re.search(r"tổng\s+kết", words, re.IGNORECASE):
        return Duty("themed_report", title, at, verb)
    if _YEAR.search(scope):
        return Duty("year_report", title, at, verb)
    return Duty("other", title, at, verb)


def _titled(scope: str) -> str:
    if _HALF.search(scope):
        return "Báo cáo sơ kết"
    if re.search(r"(?:hằng|hàng)\s+năm", scope, re.IGNORECASE):
        return "Báo cáo hằng năm"
    return "Báo cáo tổng kết" if _YEAR.search(scope) else "Báo cáo"


def _event(clause: str, more: str, event: re.Match[str]) -> str:
    named = _MEETING.search(clause)
    words = named.group() if named else event.group()
    low = words.casefold()
    if "phát động" in clause.casefold() and not re.search(r"sơ kết|tổng kết|ký kết", low):
        return "Phát động phong trào thi đua"
    if len(low) > 12:
        return _cased(words)
    scope = f"{clause} {more}".casefold()
    what = next(
        (sign for sign in ("sơ kết", "tổng kết", "phát động", "bình xét", "suy tôn") if sign in f"{low} {scope}"), ""
    )
    half = " 6 tháng đầu năm" if what == "sơ kết" and re.search(r"(?:0?6|sáu) tháng", scope) else ""
    return f"Hội nghị {what}{half}" if what and low in (what, "hội nghị", "họp", "cuộc họp", "lễ") else _cased(words)


def _cased(words: str) -> str:
    said = " ".join(words.split()).strip(" ,;:.(-")[:200]
    return said[:1].upper() + said[1:]
