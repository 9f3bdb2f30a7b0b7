"""Old plans read: twelve invented ones in the styles of other offices, and the five real ones where they are at hand."""

from collections import Counter
from pathlib import Path

import pytest

from campaigns.reading import read
from tests.reference import SHARED

from . import words
from .expected import SAMPLES, SEEDS

HERE = Path(__file__).parent / "samples"
REAL = SHARED / "seeds"


def text_of(name):
    if name in SAMPLES:
        return (HERE / f"{name}.txt").read_text(encoding="utf-8")
    found = sorted(REAL.glob(f"{name}_*.txt"))
    if not found:
        pytest.skip("five real plans are not at hand (../shared/seeds)")
    return found[0].read_text(encoding="utf-8")


PLANS = pytest.mark.parametrize("name", [*SAMPLES, *SEEDS])


def told(name):
    return SAMPLES.get(name) or SEEDS[name]


def recipients(proposal):
    return [f"{row.text} ({row.mark})" if row.mark else row.text for row in proposal.recipients]


@PLANS
def test_head_and_signature(name):
    head = read(text_of(name), 2000).head
    expected = told(name)["head"]
    assert {field: getattr(head, field) for field in expected} == expected


@PLANS
def test_labels_bases_phases_recipients(name):
    proposal, expected = read(text_of(name), 2000), told(name)
    assert words.labels(proposal) == expected["labels"]
    assert words.bases(proposal, opening=True) == expected["bases"]
    assert [words.phase(row) for row in proposal.phases] == expected.get("phases", [])
    assert recipients(proposal) == expected["recipients"]


@pytest.mark.parametrize("name", SEEDS)
def test_cited_documents_and_suspect_dates_of_the_real_plans(name):
    proposal, expected = read(text_of(name), 2000), told(name)
    cited = {(row.number, row.date.isoformat()) for row in proposal.bases if not row.in_opening}
    assert cited == set(expected["cited"])
    assert [row.number for row in proposal.bases if row.suspect] == expected["suspects"]


@PLANS
def test_duties(name):
    """Every proposed duty is one of the document's; what is missing is in the list of what was not understood."""
    proposal = read(text_of(name), 2000)
    found, expected = Counter(words.duties(proposal)), Counter(told(name)["duties"])
    assert not found - expected
    missing = expected - found
    assert sum(missing.values()) <= len(proposal.not_understood)


def test_precision_and_recall_of_duties(capsys):
    """Over all plans at hand; printed, and held above what the rules reach today."""
    found, expected = Counter(), Counter()
    names = [name for name in (*SAMPLES, *SEEDS) if name in SAMPLES or list(REAL.glob(f"{name}_*.txt"))]
    for name in names:
        found += Counter(f"{name}: {row}" for row in words.duties(read(text_of(name), 2000)))
        expected += Counter(f"{name}: {row}" for row in told(name)["duties"])
    right = sum((found & expected).values())
    precision, recall = right / sum(found.values()), right / sum(expected.values())
    with capsys.disabled():
        print(f"\n{len(names)} plans, {sum(expected.values())} duties: precision {precision:.2f}, recall {recall:.2f}")
    assert precision >= 0.97 and recall >= 0.95


def test_guesses_say_why():
    proposal = read(text_of("quarters"), 2000)
    doubts = {row.title: row.doubt for row in proposal.deadlines}
    assert doubts["Bản đăng ký thi đua"] == "«trước ngày 31/01» không ghi năm: lấy năm 2026"
    assert doubts["Hội thao toàn Khối"] == ""
    assert {row.doubt for row in read(text_of("parts"), 2000).deadlines if row.words} >= {
        "«trước ngày 31/02/2025» không có trong lịch"
    }


def test_suspect_dates_of_bases():
    number, later = read(text_of("parts"), 2000).bases
    assert "2023" in number.suspect and "05/05/2024" in number.suspect
    assert "sau ngày của kế hoạch (10/04/2024)" in later.suspect


def test_the_officers_own_names_are_receivers():
    """A report «gửi về Sở X» goes to the leader where the plan says that Sở X leads."""
    text = (
        "KẾ HOẠCH\nThi đua năm 2024\n\nSở Xây dựng (Khối trưởng) xây dựng kế hoạch như sau:\n\nI. BÁO CÁO\n"
        "- Gửi báo cáo sơ kết về Sở Xây dựng trước ngày 10/6/2024.\n- Gửi báo cáo sơ kết về Sở Y tế trước ngày 11/6/2024."
    )
    first, second = read(text, 2000).deadlines
    assert first.to == ("leader",)
    assert (second.to, second.to_others, bool(second.doubt)) == ((), "Sở Y tế", True)


def test_chairs_of_meetings():
    chairs = {row.title: row.host for row in read(text_of("numbers_only"), 2000).deadlines if row.kind == "meeting"}
    assert chairs == {"Hội nghị tổng kết": "deputy"}
