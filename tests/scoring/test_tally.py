"""The sums a saved cell answers with are those of the page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from scoring import services
from scoring.models import EvidenceVersion, LineEvidence, ScoreSheet
from scoring.states import Scan
from tests.factories import DeadlineFactory

from . import scenes
from .scenes import D, line, save

LATE = {"deadline_kind": "year_report", "tiers": [{"to_days": None, "points": "2"}]}
ROWS = [
    ("1", "direct", "10", {}, False),
    ("2", "achieved", "5", {}, True),
    ("3", "ratio", "10", {"capped": True}, False),
    ("4", "late_tiers", "2", LATE, False),
    ("5", "bonus", None, {}, False),
]


def sums(reading) -> tuple:
    """Everything the answer of a saved cell says about the whole sheet."""
    subtotals = {row.criterion.pk: row.self_subtotal for row in reading.rows if row.is_group}
    missing = [(row.criterion.pk, row.problems) for row in reading.lines]
    return reading.self_totals, subtotals, missing, [row.line.returned for row in reading.lines]


@pytest.mark.parametrize("policy", ["keep_zero", "give_full", "exclude_and_show", "exclude_and_rescale"])
def test_bare_columns_add_up_like_the_whole_reading(world, policy):
    DeadlineFactory(campaign=world.bloc.campaign, kind="year_report")
    scene = scenes.open_scoring(world, ROWS, not_assigned_policy=policy)
    sheet = ScoreSheet.objects.for_decisions().get(pk=scene.sheet.pk)
    assert sums(services.read_tally(sheet)) == sums(services.read_sheet(sheet, judged=False))
    save(scene.sheet, "1", world.staff, value="7.5")
    save(scene.sheet, "2", world.staff, achieved=True)
    sheet.lines.filter(criterion__code="3").update(assigned=False)
    assert sums(services.read_tally(sheet)) == sums(services.read_sheet(sheet, judged=False))
    assert services.read_tally(sheet).self_totals.points >= D("12.5")


def test_a_line_with_several_files_counts_once(world):
    scene = scenes.open_scoring(world, ROWS)
    row, sheet = line(scene.sheet, "2"), ScoreSheet.objects.for_decisions().get(pk=scene.sheet.pk)
    before = services.read_tally(sheet)
    for number in range(2):
        upload = SimpleUploadedFile(f"to-{number}.pdf", b"%PDF-1.4\n%%EOF " + str(number).encode())
        services.attach_upload(line_id=row.pk, upload=upload, by=world.staff)
    after = services.read_tally(sheet)
    assert LineEvidence.objects.filter(line=row).count() == 2
    assert len(after.lines) == len(before.lines)
    assert ([one.lacks_evidence for one in before.lines].count(True), after.lines[1].lacks_evidence) == (1, False)
    EvidenceVersion.objects.update(scan=Scan.INFECTED)
    assert services.read_tally(sheet).lines[1].lacks_evidence
    assert sums(services.read_tally(sheet)) == sums(services.read_sheet(sheet, judged=False))


@pytest.mark.parametrize("who", ["leader", "other_unit_head", "foreign_head", "board"])
def test_a_draft_is_not_there_for_others_who_try_to_save_on_it(world, client, who):
    scene = scenes.open_scoring(world, ROWS)
    client.force_login(world.people[who])
    answer = client.post(reverse("scoring:line_save", args=[line(scene.sheet, "1").pk]), {"version": 0, "value": "5"})
    assert answer.status_code == 404
    assert line(scene.sheet, "1").version == 0
