"""Deadlines in the text of a plan: sentence by sentence, what is due when, from whom and to whom."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaigns.when import Precision

from .clauses import MARKED, Clause, clauses, counts, marked_times, masked, yearly
from .duties import Duty, duties_in
from .lines import LONGEST
from .phases import PHASE_NAME
from .receivers import Aliases, Received, host_in, owes_in, receivers_in
from .shapes import Deadline, Node, Phase, Unplaced
from .times import Time, times_in
from .tree import above, below, whole

_SENTENCE_MOST, _MOST_TIMES = 2000, 12  # more in one sentence is no plan's wording
_SENTENCE = re.compile(
    r"(?<=[.;])\s+(?=[A-ZĐÀ-Ỹ“\"(+-])|(?<=\))\s*[.;]?\s+(?=[A-ZĐÀ-Ỹ])|\n+|\s(?=\((?:Các|Mỗi|Từng)\s)"
)
_TO = re.compile(r"\b(?:gửi|gởi|nộp|về|báo\s+cáo|đăng\s+ký\s+với|cho|trình)\b", re.IGNORECASE)
_NOT_TO = re.compile(
    r"\b(?:để\s+(?:tổng|theo|báo|xem|trình|biết|phối|chuẩn|kịp)|tổng\s+hợp|xem\s+xét|nắm|theo\s+(?:quy|dõi|mẫu))",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:tại|địa\s+điểm\s*:?)\s+(?P<place>[A-ZĐ0-9Ủ][^;.:]*?(?:\([^)]*\))?)(?=\s*(?:[;.|]|$)|,?\s+(?:các|thời\s+gian|do|vào|trong|trước|từ|lồng|với|gắn|để)\b)",
)
_DONE_SO_FAR = re.compile(r"\bđã\s+(?:ký|đăng|gửi|được)\b", re.IGNORECASE)
_VAGUE = re.compile(
    r"\b(?:trước|sau|trong\s+dịp)\s+Tết|\b(?:đầu|cuối|giữa)\s+(?:tuần|tháng|quý|kỳ)\b|\btrước\s+khi\b|\bđúng\s+hạn\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Context:
    """What stands around a sentence: the heading above, the item's neighbours, the phase it belongs to."""

    node: Node
    heading: str
    around: tuple[str, ...]
    phase: str
    year: int
    aliases: Aliases


def read_deadlines(
    nodes: Sequence[Node], phases: Sequence[Phase], year: int, aliases: Aliases
) -> tuple[list[Deadline], list[Unplaced]]:
    """Every deadline once, in reading order, and times with a marker («trước ngày …») that no duty was found for."""
    found: list[Deadline] = []
    unplaced: list[Unplaced] = []
    ancestors = above(nodes)
    for index, node in enumerate(nodes):
        if node.doubt.startswith("hàng của bảng"):
            continue
        context = _context(nodes, index, ancestors[index], phases, year, aliases)
        for sentence in _sentences(whole(node)):
            rows, left = _of_sentence(sentence, context)
            found += rows
            unplaced += [
                Unplaced(node.first, node.last, text=words, doubt="có ghi thời gian nhưng không rõ phải làm việc gì")
                for words in left
            ]
    return once(found), unplaced


def once(rows: Iterable[Deadline]) -> list[Deadline]:
    """Without repetitions; a duty without a date is left out where the same kind has one."""
    found: dict[tuple, Deadline] = {}
    kept = list(rows)
    dated = {row.kind for row in kept if row.when.value or row.words}
    for row in kept:
        general = not (row.when.value or row.words or row.every_year or row.place) and row.kind in dated
        key = (
            row.kind,
            row.when,
            row.to,
            row.to_others,
            row.owes,
            row.phase,
            row.title if row.kind in ("other", "meeting") else "",
        )
        if not general:
            found.setdefault(key, row)
    return list(found.values())


def _context(
    nodes: Sequence[Node], index: int, up: list[int], phases: Sequence[Phase], year: int, aliases: Aliases
) -> Context:
    node = nodes[index]
    heading = " – ".join(nodes[at].title or nodes[at].text[:80] for at in up[-2:])
    parent = up[-1] if up else None
    near = [] if parent is None else [nodes[at] for at in below(nodes, parent) if nodes[at].depth == node.depth]
    around = tuple(part for row in near for part in _sentences(whole(row)))
    inside = [phase for phase in phases if phase.first <= node.first and node.last <= phase.last]
    said = PHASE_NAME.match(whole(node))
    mine = next(
        (phase.name for phase in inside if said and phase.name.casefold() == " ".join(said.group().casefold().split())),
        "",
    )
    return Context(node, heading, around, mine or (inside[0].name if inside else ""), year, aliases)


def _sentences(text: str) -> list[str]:
    parts = (part.strip() for part in _SENTENCE.split(text[:LONGEST]) if part)
    return [part[at : at + _SENTENCE_MOST] for part in parts for at in range(0, len(part), _SENTENCE_MOST)]


def _of_sentence(sentence: str, context: Context) -> tuple[list[Deadline], list[str]]:
    """(deadlines, words of times nobody understood) of one sentence."""
    bare = masked(sentence)
    times = yearly(time for time in times_in(bare, context.year) if counts(bare, time))[:_MOST_TIMES]
    found: list[Deadline] = []
    left: list[str] = []
    for clause in clauses(bare, times):
        rows = _of_clause(clause, bare, context)
        found += rows
        time = clause.time
        if (
            not rows
            and time
            and time.kind in MARKED
            and time.when.precision not in (Precision.YEAR, Precision.YEAR_END)
        ):
            left.append(sentence[:200])
    if not times:
        found += _undated(bare, context)
        left += [sentence[:200]] if _VAGUE.search(bare) and duties_in(bare) and not found else []
    return found, list(dict.fromkeys(left))


def _of_clause(clause: Clause, sentence: str, context: Context) -> list[Deadline]:
    text, time = clause.text, clause.time
    duties, doubt = duties_in(text, context.heading), ""
    if not duties:
        duties = duties_in(sentence, context.heading) if len(marked_times(sentence, context.year)) == 1 else []
    if not duties and time.kind != "every":
        duties = duties_in(f"{context.heading}: {text}")
        doubt = f"việc phải làm lấy theo tiêu đề «{context.heading[:80]}»"
    if time.kind == "every":
        duties = [duty for duty in duties if duty.is_paper and duty.kind not in ("registration", "self_score")]
    rows = [_row(duty, text, sentence, time, context, doubt) for duty in duties if not _is_done(duty, text)]
    if time.kind == "every":
        rows = [row for row in rows if row.to or row.to_others]
    return rows


def _is_done(duty: Duty, text: str) -> bool:
    """«giao ước đã ký …», «báo cáo đã gửi …»: not asked for any more."""
    return duty.is_paper and _DONE_SO_FAR.search(text[max(0, duty.at - 6) : duty.at + 30]) is not None


def _row(duty: Duty, text: str, sentence: str, time: Time | None, context: Context, doubt: str) -> Deadline:
    received = _received(text, sentence, time, context) if duty.is_paper else Received((), "")
    when = time.when if time else Deadline(1, 1).when
    words = "" if time is None else time.words
    doubts = [doubt, time.doubt if time else "", received.doubt]
    if duty.is_paper and not received.to:
        doubts.append("nơi nhận không phải Trưởng khối, Phó khối" if received.others else "không thấy nơi nhận")
    if time is None:
        doubts.append("văn bản không ghi ngày")
    return Deadline(
        context.node.first,
        context.node.last,
        doubt="; ".join(words for words in doubts if words),
        title=_title(duty, context),
        kind=duty.kind,
        owes=owes_in(text, duty.verb, context.aliases)
        if duty.is_paper or re.search(r"tiến hành|tổ chức|tổng kết", text)
        else "members",
        to=received.to,
        to_others=received.others,
        when=when,
        or_when=time.or_when if time else when,
        starts=time.starts if time else None,
        rule=time.rule if time else Deadline(1, 1).rule,
        words=words,
        every_year=bool(time and time.every_year),
        place=_place(sentence, text) if not duty.is_paper else "",
        host="" if duty.is_paper else host_in(sentence, context.aliases) or _host_around(duty, context),
        phase=context.phase,
        sentence=sentence[:400],
    )


def _title(duty: Duty, context: Context) -> str:
    if duty.kind == "themed_report" and context.phase and context.phase.casefold() not in duty.title.casefold():
        return duty.title.replace("đợt thi đua", context.phase, 1)[:300]
    return duty.title[:300]


_SAME = ("sơ kết", "tổng kết", "giao ước", "bình xét", "phát động")


def _host_around(duty: Duty, context: Context) -> str:
    """Who chairs it by a neighbouring sentence about the same event."""
    about = next((word for word in _SAME if word in duty.title.casefold()), None)
    said = [sentence for sentence in context.around if about and about in sentence.casefold()]
    return next((host for host in (host_in(sentence, context.aliases) for sentence in said) if host), "")


def _received(text: str, sentence: str, time: Time | None, context: Context) -> Received:
    got = _behind_verbs(text, context.aliases)
    if not got.to and not got.others and text != sentence:
        got = _behind_verbs(sentence, context.aliases)
    return got


def _behind_verbs(text: str, aliases: Aliases) -> Received:
    """Receivers behind «gửi … về …», up to «để tổng hợp …»; what stands before the verb does the sending."""
    send = re.search(r"\b(?:gửi|gởi|nộp|trình)\b", text, re.IGNORECASE)
    verb = send or _TO.search(text)
    if verb is None:
        return Received((), "")
    said = text[verb.end() :]
    cut = _NOT_TO.search(said)
    if cut and _names_somebody(said[: cut.start()], aliases):
        said = said[: cut.start()]
    return receivers_in(said, aliases)


def _names_somebody(text: str, aliases: Aliases) -> bool:
    got = receivers_in(text, aliases)
    return bool(got.to or got.others)


def _place(sentence: str, clause: str) -> str:
    found = _PLACE.search(clause) or _PLACE.search(sentence)
    return " ".join(found["place"].split())[:300].strip(" ,") if found else ""


def _undated(text: str, context: Context) -> list[Deadline]:
    """Duties without a date: something is sent to somebody who is named, or a signing has a place."""
    found = []
    for duty in duties_in(text, context.heading):
        sends = re.search(r"\b(?:gửi|gởi|nộp)\b", text, re.IGNORECASE)
        row = _row(duty, text, text, None, context, "")
        if duty.is_paper and sends and (row.to or row.to_others):
            found.append(row)
        if duty.kind == "pledge" and row.place:
            found.append(row)
    return found
