"""Run as a script by `campaigns.reading.source`: a .docx or .pdf on standard input, its text on the output.

Exit codes: 3 no text in it, 4 too long, 5 needs a password.
"""

import io
import itertools
import re
import resource
import statistics
import sys

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 15
MOST_PAGES, MOST_CHARACTERS = 100, 400_000
NO_TEXT, TOO_LONG, PASSWORD = 3, 4, 5
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MUTED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", FALLBACK, f"{W}txbxContent"}
COLUMN = "      "
ROMANS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


# --- Word -----------------------------------------------------------------------------------------------------------


class Numbering:
    """Labels of automatic lists: counted as Word counts them, from the definitions in numbering.xml."""

    def __init__(self, document) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.lists: dict[str, str] = {}
        self.counts: dict[str, list[int]] = {}
        self.styles = {style.style_id: style for style in document.styles}
        try:
            root = document.part.numbering_part.element
        except (NotImplementedError, KeyError):
            return
        for abstract in root.iter(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId")
            self.levels[key] = {int(level.get(f"{W}ilvl")): _level(level) for level in abstract.iter(f"{W}lvl")}
        for number in root.iter(f"{W}num"):
            link = number.find(f"{W}abstractNumId")
            if link is not None:
                self.lists[number.get(f"{W}numId")] = link.get(f"{W}val")

    def label(self, paragraph) -> str:
        """The label Word shows before a paragraph, "" when it has none."""
        number, depth = self._place(paragraph)
        key = self.lists.get(number or "")
        if key is None or depth not in self.levels.get(key, {}):
            return ""
        counts = self.counts.setdefault(key, [0] * 10)
        shape, text, start = self.levels[key][depth]
        counts[depth] = max(counts[depth] + 1, start)
        counts[depth + 1 :] = [0] * (9 - depth)
        if shape == "bullet":
            return text if text in ("-", "+", "*") else "•" if text.strip("-–—") else "-"
        return re.sub(r"%(\d)", lambda found: self._counted(key, int(found[1]) - 1), text)

    def _place(self, paragraph) -> tuple[str | None, int]:
        """(list, level) of a paragraph, its own or its style's."""
        found = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = style.get(f"{W}val") if style is not None else None
        seen: set[str] = set()
        while found is None and name in self.styles and name not in seen:
            seen.add(name)
            element = self.styles[name].element
            found = element.find(f"{W}pPr/{W}numPr")
            base = element.find(f"{W}basedOn")
            name = base.get(f"{W}val") if base is not None else None
        if found is None:
            return None, 0
        number, depth = found.find(f"{W}numId"), found.find(f"{W}ilvl")
        return (number.get(f"{W}val") if number is not None else None), min(
            int(depth.get(f"{W}val")) if depth is not None else 0, 8
        )

    def _counted(self, key: str, depth: int) -> str:
        count, shape = max(self.counts[key][depth], 1), self.levels[key].get(depth, ("decimal", "", 1))[0]
        return counted(count, shape)


def _level(level) -> tuple[str, str, int]:
    def said(name: str, otherwise: str) -> str:
        found = level.find(f"{W}{name}")
        return otherwise if found is None else found.get(f"{W}val") or otherwise

    return said("numFmt", "decimal"), said("lvlText", ""), int(said("start", "1"))


def counted(count: int, shape: str) -> str:
    if shape in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter.upper() if shape == "upperLetter" else letter
    if shape in ("lowerRoman", "upperRoman"):
        text, rest = "", min(count, 89)
        text, rest = "l" * (rest // 50), rest % 50
        text, rest = text + ("xl" if rest >= 40 else ""), rest - 40 if rest >= 40 else rest
        for value, digits in ROMANS:
            times, rest = divmod(rest, value)
            text += digits * times
        return text.upper() if shape == "upperRoman" else text
    return f"{count:02d}" if shape == "decimalZero" else str(count)


def word_text(data: bytes) -> list[str]:
    from docx import Document

    document = Document(io.BytesIO(data))
    numbering = Numbering(document)
    lines: list[str] = []
    for block in document.element.body:
        if block.tag == f"{W}p":
            lines += [*paragraph_lines(block, numbering), ""]
        elif block.tag == f"{W}tbl":
            lines += [*table_lines(block, numbering), ""]
        elif block.tag == f"{W}sdt":
            for inner in block.iter(f"{W}p"):
                lines += [*paragraph_lines(inner, numbering), ""]
    return lines


def paragraph_lines(paragraph, numbering: Numbering) -> list[str]:
    """The lines of a paragraph (broken by hand), with the label of its list; text boxes in it follow as lines of their own."""
    said = "".join(pieces(paragraph))
    label = numbering.label(paragraph) if said.strip() else ""
    lines = [line.strip() for line in f"{label} {said}".split("\n") if line.strip()]
    for box in paragraph.iter(f"{W}txbxContent"):
        if not any(above.tag == FALLBACK for above in box.iterancestors()):
            lines += ["".join(pieces(inner)).strip() for inner in box.iter(f"{W}p")]
    return lines


def pieces(paragraph):
    """The text of a paragraph as it stands now: insertions yes, deletions and fields' codes no."""
    waiting = list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        if node.tag == f"{W}t":
            yield node.text or ""
        elif node.tag == f"{W}tab":
            yield COLUMN
        elif node.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif node.tag == f"{W}noBreakHyphen":
            yield "-"
        elif node.tag not in MUTED and node.tag != f"{W}pPr":
            waiting += reversed(node)


def table_lines(table, numbering: Numbering) -> list[str]:
    """A table of the letterhead or the signature column by column; a table of data row by row."""
    rows = [
        [cell for cell in row.iter(f"{W}tc") if _own(cell, table)] for row in table.iter(f"{W}tr") if _own(row, table)
    ]
    said = [
        [[line for p in cell.iter(f"{W}p") for line in paragraph_lines(p, numbering)] for cell in row] for row in rows
    ]
    widest = max((len(row) for row in said), default=0)
    text = " ".join(line for row in said for cell in row for line in cell)
    placed = re.search(r"CỘNG H[OÒ][ÀA] XÃ HỘI|ĐẢNG CỘNG SẢN|Nơi nhận|Độc lập|(?:^|\s)Số\s*:", text)
    if widest <= 2 and len(said) <= 6 and (placed or len(said) == 1):
        return [line for column in range(widest) for row in said if column < len(row) for line in [*row[column], ""]]
    return [" | ".join(" ".join(cell) for cell in row) for row in said if any(row)]


def _own(element, table) -> bool:
    """Not part of a table inside this one."""
    return next((above for above in element.iterancestors() if above.tag == f"{W}tbl"), None) is table


# --- PDF ------------------------------------------------------------------------------------------------------------


def pdf_text(data: bytes) -> list[str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise SystemExit(PASSWORD if "assword" in str(error) else 1) from error
    if len(document) > MOST_PAGES:
        raise SystemExit(TOO_LONG)
    pages = [page_rows(page) for page in document]
    repeated = running_lines(pages)
    lines: list[str] = []
    for rows in pages:
        lines += page_lines([row for row in rows if row[0] not in repeated])
    return lines


def page_rows(page) -> list[tuple[str, float, float, float]]:
    """(text, left, top, bottom) of each row, from top to bottom; columns set apart by spaces, cells by « | »."""
    text_page = page.get_textpage()
    boxes = [text_page.get_rect(index) for index in range(min(text_page.count_rects(), 20_000))]
    bands: list[list] = []
    for box in sorted(boxes, key=lambda box: (-(box[1] + box[3]) / 2, box[0])):
        middle = (box[1] + box[3]) / 2
        if bands and bands[-1][0][1] - 1 <= middle <= bands[-1][0][3] + 1:
            bands[-1].append(box)
        else:
            bands.append([box])
    return [row for row in (band_row(text_page, band) for band in bands) if row[0].strip()]


def band_row(text_page, band: list) -> tuple[str, float, float, float]:
    band = sorted(band)
    parts: list[str] = []
    edge = None
    gaps = 0
    for left, bottom, right, top in band:
        said = " ".join(text_page.get_text_bounded(left, bottom, right, top).split())
        if not said:
            continue
        gap = 0 if edge is None else left - edge
        wide = gap > 2.2 * (top - bottom)
        gaps += wide
        parts.append(f"{COLUMN if wide else ' ' if gap > 0.15 * (top - bottom) else ''}{said}" if parts else said)
        edge = right
    text = "".join(parts)
    return (
        (re.sub(r" {6,}", " | ", text) if gaps > 1 else text),
        band[0][0],
        max(box[3] for box in band),
        min(box[1] for box in band),
    )


def running_lines(pages: list) -> set[str]:
    """Headers and footers: the same outermost row on at least three pages."""
    edges = [row[0] for rows in pages for row in {*rows[:1], *rows[-1:]}]
    return {text for text in edges if edges.count(text) >= 3}


def page_lines(rows: list) -> list[str]:
    """Rows with blank lines where the page has them, and the first line of a paragraph set in."""
    if not rows:
        return []
    margin = statistics.mode(round(row[1]) for row in rows)
    steps = [above[3] - row[2] for above, row in itertools.pairwise(rows)]
    usual = statistics.median(steps) if steps else 0
    lines: list[str] = []
    for index, (text, left, top, bottom) in enumerate(rows):
        if index and steps[index - 1] > usual + 0.6 * (top - bottom):
            lines.append("")
        lines.append(f"{'    ' if left > margin + 12 else ''}{text}")
    return lines


def main(kind: str) -> None:
    limit()
    data = sys.stdin.buffer.read()
    lines = word_text(data) if kind == "docx" else pdf_text(data)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if sum(letter.isalpha() for letter in text) < 20:
        raise SystemExit(NO_TEXT)
    if len(text) > MOST_CHARACTERS:
        raise SystemExit(TOO_LONG)
    sys.stdout.buffer.write(text.encode("utf-8", "ignore"))


if __name__ == "__main__":
    main(sys.argv[1])
