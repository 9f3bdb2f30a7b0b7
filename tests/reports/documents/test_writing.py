"""Beginning a paper and writing its words: where it may begin, what it takes over, who writes over whom."""

import pytest
from django.core.exceptions import ValidationError

from accounts.decisions import Reason, Refused
from reports.models import Document
from reports.permissions_documents import DocumentReason
from reports.services.documents import Place, create_document, save_document
from reports.states import DocumentKind
from tests.reports.documents import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def bloc(world):
    return scenes.ready(world)


def refusal(call, **kwargs):
    with pytest.raises(Refused) as caught:
        call(**kwargs)
    return caught.value.reason


def test_words_of_the_last_issued_paper_are_taken_over_only_when_asked(bloc):
    first = scenes.invitation(bloc)
    parts = {"notes": "Mang theo báo cáo đã ký."}
    first = save_document(document_id=first.pk, by=bloc.leader, expected_version=first.version, parts=parts)
    call = {"kind": DocumentKind.INVITATION, "place": scenes.bloc_place(bloc), "by": bloc.leader, "reuse": True}
    assert create_document(**call).text.parts.get("notes", "") != parts["notes"]
    scenes.issued(bloc, first)
    again = create_document(**call)
    assert again.text.parts["notes"] == parts["notes"] and again.text.number == ""
    assert "Lấy lại phần chữ" in again.acts.get().note
    fresh = create_document(**call | {"reuse": False})
    assert fresh.text.parts.get("notes", "") != parts["notes"] and fresh.acts.get().note == ""


def test_papers_begin_only_where_their_kind_belongs(bloc):
    wrong = [
        (DocumentKind.DIVISION, scenes.bloc_place(bloc), bloc.leader, DocumentReason.WRONG_PLACE),
        (DocumentKind.INVITATION, scenes.unit_place(bloc), bloc.staff, DocumentReason.WRONG_PLACE),
        (DocumentKind.UNIT_YEAR, scenes.bloc_place(bloc), bloc.leader, DocumentReason.WRONG_PLACE),
        ("nonsense", scenes.bloc_place(bloc), bloc.leader, DocumentReason.WRONG_PLACE),
        (DocumentKind.INVITATION, scenes.bloc_place(bloc), bloc.deputy, Reason.NOT_YOUR_ROLE),
        (DocumentKind.INVITATION, scenes.bloc_place(bloc), bloc.other_bloc_leader, Reason.OUT_OF_REACH),
        (DocumentKind.UNIT_YEAR, scenes.unit_place(bloc), bloc.leader, None),
    ]
    for kind, place, by, reason in wrong:
        found = refusal(create_document, kind=kind, place=place, by=by)
        assert found == reason or (reason is None and found in (Reason.NOT_YOUR_ROLE, Reason.OUT_OF_REACH)), kind
    assert not Document.objects.exists()


def test_a_unit_writes_only_in_blocs_it_belongs_to(bloc):
    place = Place(bloc.a, bloc.other_bloc.campaign, bloc.bloc.units[2])
    assert refusal(create_document, kind=DocumentKind.UNIT_YEAR, place=place, by=bloc.staff) == Reason.OUT_OF_REACH


def test_two_writers_the_second_keeps_the_first(bloc):
    document = scenes.invitation(bloc)
    save_document(document_id=document.pk, by=bloc.leader, expected_version=1, subject="Của người thứ nhất")
    call = {"document_id": document.pk, "by": bloc.leader_staff, "expected_version": 1, "subject": "Của người thứ hai"}
    assert refusal(save_document, **call) == Reason.STALE
    document.text.refresh_from_db()
    assert document.text.subject == "Của người thứ nhất"


def test_bad_words_are_told_at_their_field(bloc):
    document = scenes.invitation(bloc)
    call = {"document_id": document.pk, "by": bloc.leader, "expected_version": document.version}
    for given, field in (
        ({"day": 40}, "day"),
        ({"year": 1200}, "year"),
        ({"sign": "x" * 41}, "sign"),
        ({"parts": {"notes": "x" * 60_001}}, "part_notes"),
    ):
        with pytest.raises(ValidationError) as caught:
            save_document(**call, **given)
        message = caught.value.message_dict
        assert field in message or "Ngày từ 1 đến 31." in str(message), given
    with pytest.raises(TypeError):
        save_document(**call, parts={"unknown": "x"})
    assert Document.objects.get(pk=document.pk).version == document.version
