"""The official papers of the matrix: one of each state that rights depend on, their rounds, registers and prints."""

from types import SimpleNamespace
from unittest.mock import patch

from campaigns.services import add_basis, add_recipient
from campaigns.services.legal import add_legal_document
from campaigns.services.reading import save_reading
from reports.models import Document, IssuedDocument
from reports.services import consulting, request_batch
from reports.services.documents import create_document
from reports.services.making import make_paper
from reports.services.office import upload_template
from reports.states import DocumentKind, DocumentState, PaperKind
from tests.reports import official
from tests.reports.documents.scenes import consulted, invitation, ready, unit_place
from tests.reports.prints import quick_pdf
from tests.reports.word.templates import template, upload


def add_papers(stage: SimpleNamespace) -> None:
    world = ready(stage.world)
    add_basis(plan_id=stage.plan.pk, by=world.leader, number="13/QĐ-UBND")
    add_recipient(plan_id=stage.plan.pk, by=world.leader, text="UBND tỉnh")
    stage.paper = invitation(world)
    stage.round = consulted(world)
    stage.comment = consulting.add_comment(consultation_id=stage.round.pk, by=world.head, text="Đề nghị ghi rõ ngày")
    stage.unit_paper = create_document(kind=DocumentKind.UNIT_YEAR, place=unit_place(world), by=world.staff)
    stage.issued = _issued(world, official.make_document(world, subject="Kết quả năm"))
    unit_paper = official.make_document(world, kind=DocumentKind.UNIT_MIDYEAR, unit=world.bloc.units[2])
    stage.unit_issued = _issued(world, unit_paper)
    stage.series = stage.world.bloc.year.bloc.number_series.get()
    stage.batch = request_batch(
        kind=PaperKind.DOCUMENT, subject_ids=[stage.issued.document_id], title="Một văn bản", by=world.leader
    )
    stage.template = upload_template(
        owner=world.bloc.units[2],
        kind=DocumentKind.UNIT_YEAR,
        name="Mẫu báo cáo",
        upload=upload(template("Số {{ so }}")),
        by=world.head,
    )
    stage.legal = add_legal_document(
        authority=world.a, by=world.board, doc_type="Quyết định", number="15/QĐ-UBND", about="Quy chế khối"
    )
    stage.reading = save_reading(
        campaign_id=stage.campaign.pk, by=world.leader, text="KẾ HOẠCH\nI. MỤC ĐÍCH\n1. Đẩy mạnh phong trào thi đua."
    )


def _issued(world, document: Document) -> IssuedDocument:
    """Issued, with its PDF kept."""
    issued = official.issue(document, world.leader)
    assert document.state == DocumentState.ISSUED
    with patch("reports.services.printing.pdf_of", quick_pdf):
        make_paper(job_id=issued.jobs.get().pk)
    return issued
