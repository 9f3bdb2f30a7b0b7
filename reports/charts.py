"""Charts as pictures: drawn by pygal, without script, shown as `<img>`, so the page's policy needs no exception.

Readable without colour: every series has its own hatching, every bar its figure. A chart stands beside the table of the
same figures and never alone.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import pygal
from lxml import etree
from pygal.style import Style

INK, PAPER, RULE = "#1c2430", "#ffffff", "#c3cad4"
WIDTH, HEIGHT, ROW = 820, 300, 44
LABEL = 42  # letters of a label beside a bar

# Solid, empty, lines that rise, dots: told apart in greyscale, on paper and on a projector.
_HATCHES = (
    '<pattern id="p0" width="8" height="8" patternUnits="userSpaceOnUse">'
    f'<rect width="8" height="8" fill="{INK}"/></pattern>',
    '<pattern id="p1" width="8" height="8" patternUnits="userSpaceOnUse">'
    f'<rect width="8" height="8" fill="{PAPER}"/></pattern>',
    '<pattern id="p2" width="8" height="8" patternUnits="userSpaceOnUse">'
    f'<rect width="8" height="8" fill="{PAPER}"/><path d="M0 8L8 0" stroke="{INK}" stroke-width="1.5"/></pattern>',
    '<pattern id="p3" width="8" height="8" patternUnits="userSpaceOnUse">'
    f'<rect width="8" height="8" fill="{PAPER}"/><circle cx="4" cy="4" r="1.6" fill="{INK}"/></pattern>',
)
_CSS = f"""inline:
  .series rect, .legend rect {{stroke: {INK}; stroke-width: 1}}
  .axis .guide.line {{stroke: {RULE} !important; stroke-dasharray: none !important}}
  .series .value {{paint-order: stroke; stroke: {PAPER} !important; stroke-width: 5px !important}}
  .color-0 .value {{stroke: {INK} !important}}
"""
_FONT = "Arial, Liberation Sans, sans-serif"


@dataclass(frozen=True)
class Chart:
    """A picture for `<img src="{{ chart.address }}" alt="{{ chart.says }}">`."""

    address: str
    says: str
    width: int
    height: int


def bars(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], says: str) -> Chart:
    """Bars side by side over each label; four series at most."""
    return _picture(pygal.Bar, labels, series, says, HEIGHT)


def stacked_rows(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], says: str) -> Chart:
    """One row per label, from the top, its series behind each other; four series at most."""
    short = [shortened(text) for text in reversed(labels)]
    turned = [(name, list(reversed(values))) for name, values in series]
    return _picture(pygal.HorizontalStackedBar, short, turned, says, ROW * len(labels) + 90)


def shortened(text: str) -> str:
    """At most LABEL letters, from the middle: «(tập thể)» and «(cá nhân)» at the end tell two forms apart."""
    if len(text) <= LABEL:
        return text
    end = text[text.rfind("(") :] if text.endswith(")") else ""
    if len(end) > LABEL // 2:
        end = ""
    return f"{text[: LABEL - 1 - len(end)].rstrip()}…{end}"


def _picture(kind: type, labels: Sequence[str], series: Sequence, says: str, height: int) -> Chart:
    chart = kind(
        width=WIDTH,
        height=height,
        style=_style(),
        css=["file://style.css", "file://graph.css", _CSS],
        js=[],
        defs=list(_HATCHES),
        print_values=True,
        print_zeroes=False,
        show_y_guides=True,
        legend_at_bottom=True,
        truncate_legend=-1,
        legend_at_bottom_columns=len(series),
        value_formatter=lambda value: f"{value:.0f}",
        order_min=0,
        no_prefix=True,
    )
    chart.x_labels = list(labels)
    for name, values in series:
        chart.add(name, list(values))
    tree = chart.render_tree()
    # What pygal draws for pages with script: an inert picture has no use for it.
    etree.strip_elements(tree, "{*}script", "script", "desc", "{*}desc", etree.Comment, with_tail=False)
    drawn = base64.b64encode(etree.tostring(tree, encoding="utf-8")).decode()
    return Chart(f"data:image/svg+xml;base64,{drawn}", says, WIDTH, height)


def _style() -> Style:
    return Style(
        background=PAPER,
        plot_background=PAPER,
        foreground=INK,
        foreground_strong=INK,
        foreground_subtle=RULE,
        opacity="1",
        opacity_hover="1",
        transition="0s",
        colors=tuple(f"url(#p{place})" for place in range(len(_HATCHES))),
        value_colors=(PAPER, INK, INK, INK),
        font_family=_FONT,
        value_font_family=_FONT,
        label_font_size=13,
        major_label_font_size=13,
        legend_font_size=14,
        value_font_size=13,
    )
