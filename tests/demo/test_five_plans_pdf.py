"""The five real plans as the demonstration holds them: our PDF beside the document's own text.

Our sentences are not the document's, so what is compared is what a reader checks with a finger: every paragraph by its
label and order, every cited number, date and quoted name, the recipients and the signer.
"""

import re

import pytest

from campaigns.models import Plan
from reports.demo.plans import PLANS
from reports.facts.plan import plan_facts
from reports.papers import paper_of
from reports.renderer import pdf_of
from tests.reports.measure import Measured, Piece
from tests.reports.seed_text import bare, looks, mended, seed

pytestmark = pytest.mark.django_db
SEED_OF = dict(zip(PLANS, ("000", "001", "002", "003", "004"), strict=True))
LABEL = re.compile(r"\W*?([IVX]+[.-]|\d+(?:\.\d+)*\.|[a-zđ]\)|[-+])\s")
NUMBER = re.compile(r"\d+[/-][A-ZĐ][\wĐ]*(?:[-/][\wĐ]+)*|\d+/20\d\d/[\wĐ]+-[\wĐ]+")
DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
SENTENCE = 180
QUOTED = re.compile(r"“([^”]+)”")


@pytest.fixture(scope="module")
def printed(demo):
    """Our PDF of each plan, made once."""
    plans = {
        key: Plan.objects.get(campaign__title=facts.campaign["title"], campaign__is_demo=False)
        for key, facts in PLANS.items()
    }
    return {key: Measured(pdf_of(paper_of({"kind": "plan", **plan_facts(plan)}))) for key, plan in plans.items()}


def label(text: str) -> str:
    found = LABEL.match(text)
    return found[1] if found else ""


def paragraphs(found: Measured) -> list[str]:
    """Paragraphs of a PDF between title and recipients: each begins at the indent of the first heading."""
    indent = next(piece.left for piece in found.pieces if re.match(r"I[.-]\s", piece.text))
    end = next(place for place, piece in enumerate(found.pieces) if piece.text.startswith("Nơi nhận"))
    lines: dict[tuple[int, int], list[Piece]] = {}
    for piece in found.pieces[:end]:
        if piece.top > 20:
            lines.setdefault((piece.page, round(piece.bottom)), []).append(piece)
    texts: list[str] = []
    for pieces in lines.values():
        pieces.sort(key=lambda piece: piece.left)
        line = " ".join(piece.text for piece in pieces)
        if abs(pieces[0].left - indent) < 0.1:
            texts.append(line)
        elif texts:
            texts[-1] += f" {line}"
    return texts


def text_of(found: Measured) -> str:
    return " ".join(piece.text for piece in found.pieces if piece.top > 20)


def first_mentions(pattern: re.Pattern, texts: list[str]) -> dict[str, int]:
    """What is mentioned, and in which paragraph first."""
    found: dict[str, int] = {}
    for place, text in enumerate(texts):
        for item in pattern.findall(text):
            found.setdefault(bare(item), place)
    return found


@pytest.mark.parametrize("key", PLANS)
def test_every_paragraph_stands_under_its_label(printed, key):
    ours, theirs = paragraphs(printed[key]), seed(SEED_OF[key]).body
    assert [label(f"{text} ") for text in ours] == [label(f"{text} ") for text in theirs]


@pytest.mark.parametrize("pattern", [NUMBER, DATE, QUOTED], ids=["numbers", "dates", "names"])
@pytest.mark.parametrize("key", PLANS)
def test_numbers_dates_and_names_are_in_their_paragraphs(printed, key, pattern):
    ours = [bare(text) for text in paragraphs(printed[key])]
    theirs = first_mentions(pattern, [mended(text) for text in seed(SEED_OF[key]).body])
    assert [(item, place) for item, place in theirs.items() if item not in ours[place]] == []


@pytest.mark.parametrize("key", PLANS)
def test_bold_and_italic_stretches_are_the_documents(printed, key):
    pieces = [piece for piece in printed[key].pieces if piece.top > 20]
    for (bold, italic), stretches in looks(SEED_OF[key]).items():
        text = bare("".join(piece.text for piece in pieces if (piece.bold, piece.italic) == (bold, italic)))
        # A long stretch is a sentence, and the sentences are ours.
        names = [stretch for stretch in stretches if len(stretch) < SENTENCE]
        assert [name for name in names if bare(mended(name)) not in text] == []


@pytest.mark.parametrize("key", PLANS)
def test_recipients_and_signer_are_the_documents(printed, key):
    found, document = bare(text_of(printed[key])), seed(SEED_OF[key])
    end = found[found.index("Nơinhận:") :]
    wanted = [bare(mended(text)).rstrip(";,.") for text in (*document.recipients, *document.signer)]
    places = [end.find(item) for item in wanted]
    assert -1 not in places and places == sorted(places)
