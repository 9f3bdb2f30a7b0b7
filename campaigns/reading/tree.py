"""The numbered text of a plan: paragraphs become items of free depth, with titles, kinds and who acts."""

import re
from collections.abc import Sequence
from dataclasses import replace

from campaigns.labels import SIGNS, Label, Style, nest, parse_label

from .ending import without_end_mark
from .lines import Para, is_caps
from .shapes import Node
from .words import BODIES, KINDS

MAX_DEPTH = 12
_TOP = frozenset({Style.PART, Style.CHAPTER, Style.SECTION, Style.ARTICLE, Style.ROMAN, Style.CAPITAL})
_RUN_IN = re.compile(r"(?P<title>[^.;:“\"]{2,120}?)\s*:\s+(?P<text>\S.*)", re.DOTALL)
_SHORT, _LONG = 60, 160
_BODY = "|".join(BODIES)
_NOUN = re.compile(
    rf"(?:{_BODY}|Các|Đối với|Kinh phí|Thời gian|Địa điểm|Nội dung|Công tác|Về|Thủ trưởng|Lãnh đạo|Trách nhiệm|Đợt|Giai đoạn)\b"
)
_ACTS = re.compile(
    rf"(?:Đề nghị\s+)?(?P<who>(?:{_BODY}|Các|Thủ trưởng|Lãnh đạo|Phó|Mỗi|Từng)\b[^.;:]{{2,110}}?),?\s+"
    r"(?:có trách nhiệm|chủ trì|phối hợp|căn cứ|chủ động|tham mưu|tổ chức|theo dõi|xây dựng|giao cho|là cơ quan|tăng cường|gửi|tổng hợp)\b"
)
_FOR = re.compile(r"^(?:Đối với|Trách nhiệm của|Nhiệm vụ của|Đề nghị)\s+", re.IGNORECASE)


def read_tree(paras: Sequence[Para]) -> list[Node]:
    """Items in reading order. A paragraph without a label goes on with the item before it, or stands beside a list of signs."""
    labels = _labels(paras)
    depths = [min(depth, MAX_DEPTH) for depth in nest(labels)]
    found: list[Node] = []
    for index, para in enumerate(paras):
        label, depth = labels[index], depths[index]
        if label.style is Style.NONE and found and not (found[-1].title or found[-1].text) and len(para.text) <= 400:
            found[-1] = replace(found[-1], title=para.text.rstrip(" :"), last=para.last)
            continue
        heading = _is_heading(label, para, paras[index + 1] if index + 1 < len(paras) else None)
        if not heading and _goes_on(label, para, found, labels, index):
            found[-1] = _longer(found[-1], para)
            continue
        deeper = index + 1 < len(paras) and (
            depths[index + 1] > depth or _is_plain(labels[index + 1], paras[index + 1])
        )
        title, text, doubt = _said(label, para, deeper, heading)
        found.append(
            Node(para.first, para.last, doubt=doubt, depth=depth, label=label.label[:20], title=title, text=text)
        )
    return _with_kinds(_without_gaps(found))


def _labels(paras: Sequence[Para]) -> list[Label]:
    """The label of each paragraph; headings in capitals without a label are outermost where no roman numbers are used."""
    found = [Label("", para.text, Style.NONE, 0) if para.cells else parse_label(para.text) for para in paras]
    numbered_above = any(label.style in _TOP for label in found)
    for index, (label, para) in enumerate(zip(found, paras, strict=True)):
        after = found[index + 1] if index + 1 < len(found) else None
        if (
            label.style is Style.LETTER
            and label.label.strip("()./") == "i"
            and after
            and after.style is Style.SMALL_ROMAN
        ):
            found[index] = label._replace(style=after.style, level=after.level)
        if (
            label.style is Style.NONE
            and not para.cells
            and is_caps(para.text)
            and len(para.text) <= _LONG
            and not numbered_above
        ):
            found[index] = Label("", para.text, Style.PART, 1)
    return found


def _is_plain(label: Label, para: Para) -> bool:
    return label.style is Style.NONE and not is_caps(para.text)


def _is_heading(label: Label, para: Para, after: Para | None) -> bool:
    """An unlabelled line that titles what follows: capitals, marked, or a short line with a paragraph right under it."""
    if label.style is not Style.NONE or para.cells or after is None:
        return False
    if (
        len(para.text) <= _SHORT
        and para.text[-1:] not in ".;,:"
        and para.gap
        and not after.gap
        and para.text[:1].isupper()
    ):
        return True
    return len(para.text) <= _LONG and (is_caps(para.text) or (para.strong and para.text[-1:] not in ".;,"))


def _goes_on(label: Label, para: Para, found: list[Node], labels: list[Label], index: int) -> bool:
    if label.style is not Style.NONE or para.cells or not found:
        return False
    return (
        labels[index - 1].style not in SIGNS
        and not found[-1].doubt.startswith("hàng của bảng")
        and bool(found[-1].label or found[-1].title)
    )


def _longer(node: Node, para: Para) -> Node:
    text = f"{node.text}\n{para.text}" if node.text else para.text
    return replace(node, text=without_end_mark(text), last=para.last)


def _said(label: Label, para: Para, deeper: bool, heading: bool) -> tuple[str, str, str]:
    """(title, text, doubt) of one paragraph."""
    rest = label.rest.strip()
    if para.cells:
        return "", " | ".join(cell for cell in para.cells if cell), "hàng của bảng được ghi thành dòng chữ"
    if label.style in SIGNS:
        return "", without_end_mark(rest), ""
    if is_caps(rest) and len(rest) <= 400:
        return rest.rstrip(" :"), "", ""
    if label.style is Style.NONE:
        if heading:
            return rest.rstrip(" :")[:400], "", "đoán là tiêu đề"
        return "", without_end_mark(rest), ""
    run_in = _RUN_IN.fullmatch(rest)
    if run_in and (len(run_in["title"]) <= _SHORT or _NOUN.match(run_in["title"])):
        return run_in["title"], without_end_mark(run_in["text"]), ""
    if deeper and len(rest) <= _LONG and rest[-1:] not in ".;,":
        return rest.rstrip(" :"), "", ""
    return "", without_end_mark(rest), ""


def _without_gaps(nodes: list[Node]) -> list[Node]:
    """No item stands more than one step below the one before it."""
    found: list[Node] = []
    stack: list[int] = []
    for node in nodes:
        while stack and stack[-1] >= node.depth:
            stack.pop()
        stack.append(node.depth)
        found.append(replace(node, depth=len(stack)))
    return found


def _with_kinds(nodes: list[Node]) -> list[Node]:
    """Kind by the words of the title, else the kind of the item above; who acts, for items about duties."""
    found: list[Node] = []
    above: list[str] = []
    for node in nodes:
        del above[node.depth - 1 :]
        kind = kind_of(node.title or (node.text[:60] if node.depth == 1 else "")) or (above[-1] if above else "section")
        above.append(kind)
        actor = actor_of(node) if kind == "duty" and node.depth > 1 else ""
        found.append(replace(node, kind=kind, actor=actor))
    return found


def kind_of(title: str) -> str:
    """ "" when the words say nothing; a title about purposes and requirements at once is a section."""
    words = title.casefold()
    named = [kind for kind, signs in KINDS if any(sign in words for sign in signs)]
    if named[:2] == ["purpose", "requirement"]:
        return "section"
    return named[0] if named else ""


def actor_of(node: Node) -> str:
    if re.match(r"Trách nhiệm(?! của)|Kinh phí|Thời gian|Nội dung|Về\b|Công tác|Địa điểm", node.title):
        return ""
    if node.title:
        who = _FOR.sub("", node.title).strip()
        return who[:1].upper() + who[1:200] if _FOR.match(node.title) or _NOUN.match(who) else ""
    found = _ACTS.match(node.text)
    return found["who"][:200] if found else ""


def above(nodes: Sequence[Node]) -> list[list[int]]:
    """For each item the indexes of the items above it, outermost first."""
    stack: list[int] = []
    found = []
    for index, node in enumerate(nodes):
        del stack[node.depth - 1 :]
        found.append(list(stack))
        stack.append(index)
    return found


def whole(node: Node) -> str:
    """Title and text of an item as one text."""
    return f"{node.title}: {node.text}" if node.title and node.text else node.title or node.text


def below(nodes: Sequence[Node], index: int) -> range:
    """The indexes of an item and everything under it."""
    end = index + 1
    while end < len(nodes) and nodes[end].depth > nodes[index].depth:
        end += 1
    return range(index, end)
