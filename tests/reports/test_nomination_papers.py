"""Issued papers brought into a nomination file: by those who write it, once, and only those they read."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from awards.models import Nomination, NominationFile
from reports.models import RenderedFile
from reports.states import DocumentKind, DocumentState, FileFormat
from tests.awards.file_scenes import PDF, sent, unit_file
from tests.reports.official import issue, make_document


def printed(world, unit, kind=DocumentKind.MERIT_UNIT) -> RenderedFile:
    issued = issue(make_document(world, kind=kind, unit=unit), world.head)
    file = ContentFile(PDF, name="bao-cao.pdf")
    return RenderedFile.objects.create(
        document=issued, format=FileFormat.PDF, file=file, sha256="0" * 64, size=len(PDF)
    )


def page_of(nomination: Nomination) -> str:
    return reverse("reports:nomination_papers", args=[nomination.pk])


@pytest.fixture
def draft(world):
    return unit_file(world)


def test_an_issued_report_goes_into_the_file_as_it_was_issued(world, draft, sign_in):
    paper = printed(world, world.bloc.units[2])
    client = sign_in(world.staff)
    assert paper.document.title in client.get(page_of(draft)).content.decode()
    answer = client.post(page_of(draft), {"paper": paper.pk})
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        reverse("awards:nomination_detail", args=[draft.pk]),
    )
    kept = NominationFile.objects.get(nomination=draft)
    assert kept.file.read() == PDF and kept.part == "report" and "lập trên hệ thống" in kept.source
    again = client.post(page_of(draft), {"paper": paper.pk})
    assert again.status_code == 422 and NominationFile.objects.count() == 1


@pytest.mark.parametrize("paper", ["", "x", "0", "9" * 30])
def test_nothing_chosen_is_said_in_words(world, draft, sign_in, paper):
    answer = sign_in(world.staff).post(page_of(draft), {"paper": paper})
    assert answer.status_code == 422 and "Hãy chọn một văn bản trong danh sách." in answer.content.decode()


def test_another_units_paper_and_one_no_longer_in_force_are_not_brought(world, draft, sign_in):
    client = sign_in(world.staff)
    others, recalled = printed(world, world.bloc.units[3]), printed(world, world.bloc.units[2])
    recalled.document.document.__class__.objects.filter(pk=recalled.document.document_id).update(
        state=DocumentState.RECALLED
    )
    for paper in (others, recalled):
        assert client.post(page_of(draft), {"paper": paper.pk}).status_code == 422
    assert not NominationFile.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("other_unit_head", 404), ("foreign_board", 404), ("viewer", 404)])
def test_others_bring_nothing(world, draft, sign_in, who, status):
    paper = printed(world, world.bloc.units[2])
    assert sign_in(world.people[who]).post(page_of(draft), {"paper": paper.pk}).status_code == status
    assert not NominationFile.objects.exists()


def test_a_sent_file_takes_no_report_any_more(world, sign_in):
    row = sent(world)
    paper = printed(world, world.bloc.units[2])
    assert sign_in(world.staff).post(page_of(row), {"paper": paper.pk}).status_code == 403
    assert not NominationFile.objects.exists()
