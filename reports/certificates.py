"""Certificates → one PDF, a page each: texts at their millimetres on the office's own paper; nothing else on preprinted
stock. With a ruler: the test print people lay over the stock."""

from typing import Any

from django.template.loader import render_to_string

from awards.rules.certificates import FIELDS

from .press import print_pdf
from .renderer import qr_code

FONT = "Liberation Serif"
_POINT = 25.4 / 72
# Where the baseline stands in a line box of 1.2 em: half of what the line leaves around the font, and its ascent.
_ASCENT, _DESCENT, _LINE = 0.891, 0.216, 1.2
BASELINE = (_LINE - _ASCENT - _DESCENT) / 2 + _ASCENT


def certificate_pdf(facts: dict[str, Any], *, ruler: bool = False, variant: str = "pdf/ua-1") -> bytes:
    """The pages of ``reports.facts.certificates`` as PDF bytes. Raises NotPrinted with the reason in words."""
    return print_pdf(certificate_html(facts, ruler=ruler), variant=variant)


def certificate_html(facts: dict[str, Any], *, ruler: bool = False) -> str:
    sheet = facts["sheet"]
    pages = [_page(page, sheet, ruler) for page in facts["pages"]]
    rules = ruler_of(sheet["width"], sheet["height"]) if ruler else None
    context = {"title": facts["title"], "sheet": sheet, "pages": pages, "font": FONT, "line": _LINE, "ruler": rules}
    return render_to_string("reports/documents/certificates.html", context)


def _page(page: dict[str, Any], sheet: dict[str, Any], ruler: bool) -> dict[str, Any]:
    texts = [
        {**place, "top": round(place["y"] - place["size"] * _POINT * BASELINE, 3), "text": page["texts"].get(name, "")}
        for name, place in sheet["places"].items()
    ]
    code = qr_code(page["url"]) if page.get("url") and not sheet["preprinted"] and not ruler else {}
    return {"texts": [text for text in texts if text["text"]], "code": page.get("code", ""), **code}


def ruler_of(width: int, height: int) -> dict[str, list[dict[str, Any]]]:
    """Lines every 5 mm, heavier and numbered every 10."""
    return {
        "across": [{"at": at, "heavy": at % 10 == 0} for at in range(0, width + 1, 5)],
        "down": [{"at": at, "heavy": at % 10 == 0} for at in range(0, height + 1, 5)],
    }


def sample_facts(sheet: dict[str, Any], title: str) -> dict[str, Any]:
    """One page with the longest usual texts."""
    texts = {name: sample for name, (_, sample) in FIELDS.items()}
    return {"title": title, "sheet": sheet, "pages": [{"texts": texts}]}
