"""Canaries: words of one unit's desk, searched for in everything another person can reach by following links."""

import io
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns import services as campaigns
from scoring import services as scoring
from scoring.rules import Inputs
from scoring.services import CellValues
from scoring.services.target_rows import TargetInput
from scoring.services.targets import save_targets
from tests.matrix.crawl import crawl
from tests.matrix.stage import PDF

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DRAFTS = ("CANARYSHEETNOTE", "CANARYREPORT", "CANARYFILE", "CANARYEVIDENCE", "CANARYTARGET")
PROVINCE = "CANARYPROVINCE"


@pytest.fixture(scope="module")
def canaries(stage):
    """The unit of staff and head has unsent work on its desk; the other province has a unit with a telling name."""
    world, line = stage.world, stage.line
    line.refresh_from_db()
    scoring.save_cell(
        line_id=line.pk,
        values=CellValues(Inputs(value=Decimal(7)), "CANARYSHEETNOTE"),
        expected_version=line.version,
        by=world.staff,
    )
    scoring.attach_upload(line_id=line.pk, upload=other_pdf("CANARYEVIDENCE.pdf"), by=world.staff)
    unit = world.bloc.units[2]
    said = TargetInput(planned=Decimal(11), note="CANARYTARGET")
    save_targets(campaign_id=stage.campaign.pk, unit=unit, values={measured(line): said}, by=world.staff)
    campaigns.save_submission(deadline_id=stage.deadline.pk, unit=unit, text="CANARYREPORT", by=world.staff)
    campaigns.attach_file(deadline_id=stage.deadline.pk, unit=unit, file=other_pdf("CANARYFILE.pdf"), by=world.staff)
    foreign = world.foreign_bloc.units[2]
    foreign.name = f"Sở {PROVINCE}"
    foreign.save()
    return stage


def measured(line) -> int:
    """A criterion of the line's set that is scored against a target."""
    return line.sheet.criteria_set.criteria.get(code="3").pk


def other_pdf(name):
    """A file of this name with bytes of its own."""
    return SimpleUploadedFile(name, PDF + f"% {name}\n".encode())


def text_of(response) -> str:
    """Everything a response says: text, or the parts of an Excel file."""
    content = b"".join(response) if response.streaming else response.content
    if content[:2] == b"PK":
        book = zipfile.ZipFile(io.BytesIO(content))
        content = b"\n".join(book.read(name) for name in book.namelist())
    return content.decode(errors="replace") + str(response.headers)


def found(client, words) -> list[tuple[str, str]]:
    return [
        (path, word)
        for path, response in crawl(client)
        for text in [text_of(response)]
        for word in words
        if word in text
    ]


@pytest.mark.parametrize(
    ("who", "words"),
    [
        *((who, (*DRAFTS, PROVINCE)) for who in ("other_unit_head", "leader", "deputy", "board", "viewer")),
        *((who, (*DRAFTS, PROVINCE)) for who in ("former_leader", "other_bloc_head")),
        *((who, (PROVINCE,)) for who in ("staff", "head")),
        *((who, DRAFTS) for who in ("foreign_board", "admin")),
    ],
)
def test_unsent_work_stays_on_its_desk_and_in_its_province(canaries, client, who, words):
    client.force_login(canaries.people[who])
    assert found(client, words) == []


def test_the_control_finds_the_words_on_their_own_desk(canaries, client):
    client.force_login(canaries.people["staff"])
    assert {word for _, word in found(client, DRAFTS)} == set(DRAFTS)
    client.force_login(canaries.people["foreign_head"])
    assert found(client, [PROVINCE])
