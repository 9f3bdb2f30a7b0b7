"""A receipt on paper, and papers of the year that begin with what units wrote and what they reached."""

from decimal import Decimal as D

import pytest

from accounts import clock
from accounts.decisions import Refused
from campaigns import services as campaigns
from campaigns.models import Deadline, Submission
from campaigns.services import Figure
from reports import services
from reports.facts import digest, read_facts
from reports.facts.reporting import _totals, unit_report_facts
from reports.facts.results import result_rows
from reports.kinds.prefill import prefill
from reports.models import IssuedDocument
from reports.papers import paper_of, report
from reports.papers.receipt import grouped
from reports.papers.wording import long_date
from reports.permissions import subject_for
from reports.states import DocumentKind, PaperKind
from tests.campaigns.promised import promise
from tests.factories import DeadlineFactory
from tests.reports.prints import print_quickly


@pytest.fixture
def due(world):
    return DeadlineFactory(campaign=world.bloc.campaign, kind=Deadline.Kind.YEAR_REPORT, to_leader=True, to_deputy=True)


@pytest.fixture
def unit(world):
    return world.bloc.units[2]


@pytest.fixture
def target(world, unit):
    rows = (("Hộ thoát nghèo", "100"), ("Đơn thư quá hạn", "5", "down", True))
    return promise(world.bloc.campaign, unit, world.board, *rows)


def write(due, unit, by, **texts) -> Submission:
    for key in ("direction", "emulation", "limits", "tasks"):
        text = texts.get(key, f"{unit.name}: {key}")
        campaigns.save_section(deadline_id=due.pk, unit=unit, key=key, text=text, by=by)
    return Submission.objects.get(deadline=due, unit=unit)


def send(due, unit, by, **texts):
    return campaigns.submit(submission_id=write(due, unit, by, **texts).pk, by=by)


def text_of(paper) -> str:
    return " ".join(str(block) for section in paper.sections for block in section.blocks)


def test_a_receipt_on_paper_says_what_the_page_says(world, due, unit, monkeypatch):
    print_quickly(monkeypatch)
    receipt = send(due, unit, world.head)
    job = services.request_paper(kind=PaperKind.RECEIPT, subject_id=receipt.pk, by=world.head)
    services.make_paper(job_id=job.pk)
    issued = IssuedDocument.objects.get(receipt=receipt)
    said = text_of(paper_of(issued.facts))
    day = (clock.today().day, clock.today().month, clock.today().year)
    for words in (
        f"Số {receipt.number}",
        unit.name,
        due.title,
        grouped(receipt.sha256),
        "Đúng hạn",
        "tính SHA-256",
        long_date(*day),
    ):
        assert words in said, words
    assert issued.sha256 == digest(issued.facts)


@pytest.mark.parametrize(
    ("who", "may"),
    [("head", True), ("leader", True), ("board", True), ("other_unit_head", False), ("foreign_head", False)],
)
def test_who_may_have_a_receipt_printed(world, due, unit, who, may):
    receipt = send(due, unit, world.head)
    if may:
        assert subject_for(world.people[who], PaperKind.RECEIPT, receipt.pk) == receipt
    else:
        with pytest.raises(Refused):
            subject_for(world.people[who], PaperKind.RECEIPT, receipt.pk)


def test_the_receipt_of_a_movement_has_the_authoritys_head(world, unit):
    movement = campaigns.create_campaign(
        by=world.board, authority=world.a, title="Phong trào", from_year=clock.today().year, to_year=clock.today().year
    )
    campaigns.join_bloc(campaign_id=movement.pk, bloc_year=world.bloc.year, by=world.board)
    due = DeadlineFactory(campaign=movement, kind=Deadline.Kind.OTHER)
    report = campaigns.save_submission(deadline_id=due.pk, unit=unit, text="Đã làm", by=world.head)
    receipt = campaigns.submit(submission_id=report.pk, by=world.head)
    assert read_facts(PaperKind.RECEIPT, receipt)["issuer_lines"] == [world.a.name.upper()]


def test_the_units_paper_begins_with_its_sections_and_figures(world, due, unit, target):
    campaign = world.bloc.campaign
    figures = {target[0].pk: Figure(D(80)), target[1].pk: Figure(D(6))}
    campaigns.record_figures(deadline_id=due.pk, unit=unit, figures=figures, as_of=clock.today(), by=world.staff)
    write(due, unit, world.staff, limits="Hai xã còn chậm")
    first = prefill(DocumentKind.UNIT_YEAR, campaign, unit)["parts"]
    assert first["limits"] == "Hai xã còn chậm" and first["results"]
    rows = result_rows(campaign, unit, midyear=False)
    assert [(row["title"], row["actual"], row["percent"]) for row in rows] == [
        ("Hộ thoát nghèo", "80.0000", "80.00"),
        ("Đơn thư quá hạn", "6.0000", None),
    ]
    assert unit_report_facts(campaign, unit, False)["results"] == rows


def test_the_blocs_paper_takes_only_what_was_sent_and_names_who_has_no_figures(world, due, unit, target):
    campaign = world.bloc.campaign
    figures = {target[0].pk: Figure(D(120))}
    campaigns.record_figures(deadline_id=due.pk, unit=unit, figures=figures, as_of=clock.today(), by=world.staff)
    send(due, unit, world.head, limits="Hai xã\ncòn chậm")
    write(due, world.bloc.units[3], world.other_unit_head, limits="MẬT-NHÁP")
    parts = prefill(DocumentKind.BLOC_YEAR, campaign)["parts"]
    assert parts["limits"] == f"- {unit.name}: Hai xã còn chậm"
    data = _totals(campaign, due, False)
    assert data["totals"] == {"units": 1, "targets": 2, "reached": 1, "short": 0, "unknown": 1}
    others = {row.name for row in world.bloc.units if row != unit}
    assert others <= set(data["without_figures"]) and unit.name not in data["without_figures"]
    said = " ".join(map(str, report._results(data)))
    assert "Theo báo cáo của 1 đơn vị đã gửi: 2 chỉ tiêu, đạt và vượt 1" in said and world.bloc.units[3].name in said
