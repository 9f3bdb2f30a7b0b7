"""The five real plans beside their own text: every paragraph, base, recipient and signer printed, in the document's order."""

import re

import pytest

from reports.papers import paper_of
from reports.renderer import pdf_of
from tests.reports import samples
from tests.reports.measure import Measured
from tests.reports.seed_text import bare, facts_of, looks, seed, whole

# Number of the file, and the numbers of the documents its opening rests on, as their sentences name them one by one.
BASES = {
    "000": ["2556/HD-HĐTĐKT", "644/UBND-NC"],
    "001": ["733/QĐ-TTg"],
    "002": ["1344/QC-KTĐK8"],
    "003": ["09/CT-UBND"],
    "004": ["299/CTr-UBND", "443/QĐ-UBND"],
}


def printed(number: str) -> str:
    """The text of our paper as people read it, without page numbers."""
    found = Measured(pdf_of(paper_of(facts_of(number, samples.state_plan()))))
    return bare("".join(piece.text for piece in found.pieces if piece.top > 20))


def in_order(items: list[str], text: str) -> list[str]:
    """Items that do not follow each other in the text."""
    missing, place = [], 0
    for item in items:
        found = text.find(item, place)
        if found < 0:
            missing.append(item)
        else:
            place = found + len(item)
    return missing


def content(number: str) -> list[str]:
    """What the document says from its first paragraph to its signer; closing marks differ by layout."""
    found = seed(number)
    body = [bare(text) for text in found.body]
    body[-1] = body[-1].rstrip("./")
    kept = [bare(text).rstrip(";,.") for text in found.recipients]
    return [*body, "Nơinhận:", *kept, *map(bare, found.signer)]


@pytest.mark.parametrize("number", BASES)
def test_everything_is_printed_in_order(number):
    assert in_order(content(number), printed(number)) == []


@pytest.mark.parametrize("number", BASES)
def test_heading_number_and_date_are_printed(number):
    text, head = printed(number), seed(number).head
    wanted = [bare(line) for line in head if bare(line) not in {"-----", ""}]
    assert [line for line in wanted if line not in text] == []


@pytest.mark.parametrize("number", BASES)
def test_the_comparison_reads_the_whole_document(number):
    """No letter of the file is outside the list of what is looked for."""
    found = seed(number)
    kept = [f"-{text}" for text in found.recipients]
    assert bare("".join([*found.head, *found.body, "Nơi nhận:", *kept, *found.signer])) == bare(whole(number))


@pytest.mark.parametrize("number", BASES)
def test_bases_are_taken_apart_and_put_together_again(number):
    """The opening is printed from type, number, date, issuer and subject, not from its own sentence."""
    assert [basis["number"] for basis in facts_of(number, samples.state_plan())["bases"]] == BASES[number]


@pytest.mark.parametrize("number", ["000", "004"])
def test_a_lost_or_moved_paragraph_is_noticed(number):
    text, items = printed(number), content(number)
    assert in_order(items, text.replace(items[3], "")) == [items[3]]
    assert in_order([items[4], items[3], *items[5:]], text)
    assert in_order(items, re.sub(re.escape(items[-1]), "", text)) == [items[-1]]


@pytest.mark.parametrize("number", BASES)
def test_bold_and_italic_words_are_printed_so(number):
    pieces = Measured(pdf_of(paper_of(facts_of(number, samples.state_plan())))).pieces
    for (bold, italic), stretches in looks(number).items():
        text = bare(
            "".join(piece.text for piece in pieces if piece.top > 20 and (piece.bold, piece.italic) == (bold, italic))
        )
        assert [stretch for stretch in stretches if bare(stretch) not in text] == []
