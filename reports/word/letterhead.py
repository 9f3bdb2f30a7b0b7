"""The heading of a paper, its title, the title of an appendix and the line «Kính gửi»."""

from reports.blocks import Addressees, AppendixTitle, Header, Title

from .frame import Frame
from .markup import Cell, TableRow, boxed, line, paragraph, rule, sides, table
from .measures import NATURAL_LINE, points, text_width
from .styles import TITLE_SIDES

# Room between the words in a box and its sides.
_PADDING = 8.0


def header(block: Header, frame: Frame) -> str:
    """Two rows of a table without lines: names and rules above, number and date below."""
    layout = frame.layout
    left = frame.width * float(layout.left_width.rstrip("%")) / 100
    right = frame.width - left
    rows = [
        TableRow((Cell(_issuer(block, frame, left)), Cell(_state(frame, right)))),
        TableRow((Cell(_below_issuer(block, frame, left)), Cell(_place(block)))),
    ]
    return table("Frame", (left, right), rows) + paragraph("AfterHeader")


def _issuer(block: Header, frame: Frame, width: float) -> str:
    layout = frame.layout
    lines = [line("Superior", text) for text in block.superior_lines]
    lines += [line("Issuer", text) for text in block.issuer_lines]
    if layout.issuer_mark:
        lines.append(line("Issuer", layout.issuer_mark))
    elif block.issuer_lines:
        longest = _longest(block.issuer_lines, points(layout.issuer_size), width)
        lines.append(rule(longest * _share(layout.issuer_rule), width))
    return "".join(lines)


def _state(frame: Frame, width: float) -> str:
    lines = [line(f"State{place}", text) for place, (text, _) in enumerate(frame.layout.right_lines)]
    text, size = frame.layout.right_lines[-1]
    return "".join([*lines, rule(text_width(text, points(size), bold=True), width)])


def _below_issuer(block: Header, frame: Frame, width: float) -> str:
    layout = frame.layout
    lines = [line("Number", block.number_line)] if block.number_line else []
    if block.subject:
        lines.append(line("LetterSubject", block.subject))
    if block.draft_mark and layout.draft_boxed:
        lines.append(boxed("Draft", block.draft_mark, _box(block.draft_mark, 13), width))
    elif block.draft_mark:
        lines.append(line("Draft", block.draft_mark))
    if block.urgency:
        lines.append(_urgency(block.urgency, frame, width))
    if block.circulation:
        wide = _box(block.circulation, points(layout.circulation_size))
        lines.append(boxed("Circulation", block.circulation, wide, width))
    return "".join(lines)


def _urgency(word: str, frame: Frame, available: float) -> str:
    layout, size = frame.layout, points(frame.layout.urgency_size)
    widths = {known: points(length) for known, length in layout.urgency_boxes}
    room = round((points(layout.urgency_height) - size * NATURAL_LINE) / 2)
    return boxed("Urgency", word, widths.get(word) or _box(word, size), available, room, "C00000")


def _place(block: Header) -> str:
    return line("Place", block.place_date) if block.place_date else ""


def _box(text: str, size: float) -> float:
    return text_width(text, size, bold=True) + 2 * _PADDING


def title(block: Title, frame: Frame) -> str:
    layout, width = frame.layout, frame.width - 2 * points(TITLE_SIDES)
    lines = [line("Title", block.name)] if block.name else []
    lines += [line("Subtitle", block.subject)] if block.subject else []
    lines += [line("TitleNote", block.note)] if block.note else []
    if layout.subject_mark:
        lines.append(line("SubjectMark", layout.subject_mark))
    else:
        texts = [(block.name, layout.name_size), *((text, layout.subject_size) for text in block.subject.splitlines())]
        longest = max(_longest([text], points(size), width) for text, size in texts)
        lines.append(rule(longest * _share(layout.subject_rule), frame.width))
    return "".join([*lines, paragraph("AfterTitle")])


def appendix_title(block: AppendixTitle, frame: Frame) -> str:
    label = " ".join(part for part in (frame.layout.appendix_label, block.number) if part)
    note = line("TitleNote", block.note) if block.note else ""
    return line("AppendixLabel", label) + line("AppendixTitle", block.title) + note + paragraph("AfterTitle")


def addressees(block: Addressees, frame: Frame) -> str:
    """One name on the line of the lead; several under its colon after dashes, the whole in the middle of the page."""
    lead, size = block.lead or frame.layout.addressee_lead, points(frame.layout.addressee_size)
    after = paragraph("AfterAddressees")
    if len(block.lines) == 1:
        return line("Addressee", f"{lead} {block.lines[0]}") + after
    names = [f"- {name}" for name in block.lines]
    first = text_width(lead.rstrip(":"), size)
    longest = min(frame.width - first, max(text_width(name, size) for name in names) + 2)
    left = (frame.width - first - longest) / 2
    below = "".join(line("AddresseeLine", name, sides(left + first, 0)) for name in names)
    return line("AddresseeLine", lead, sides(left, 0)) + below + after


def _longest(lines, size: float, available: float) -> float:
    """Width of the longest of bold lines; one that does not fit fills the room."""
    return min(available, max(text_width(text, size, bold=True) for text in lines))


def _share(percent: str) -> float:
    return float(percent.rstrip("%")) / 100
