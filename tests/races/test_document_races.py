"""Two people on one paper at the same moment, on PostgreSQL: one step is taken once, a comment comes before or after."""

import pytest

from accounts.decisions import Refused
from reports.models import Comment, Document, DocumentAct, IssuedDocument, SeriesNumber
from reports.querysets import DocumentQuerySet
from reports.services import consulting, life
from reports.services.documents import save_document, succeed_document
from tests.races.together import race
from tests.reports.documents import scenes
from tests.world import build_world

ROUNDS = 5
pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bloc(transactional_db):
    return scenes.ready(build_world())


def as_(person, service, **call):
    """A call of a service by the person, as a request of their own has them: rights are read per object."""
    return lambda: service(by=type(person).objects.get(pk=person.pk), **call)


def test_a_paper_is_issued_once(bloc):
    for _ in range(ROUNDS):
        document = scenes.numbered(bloc)
        call = {"document_id": document.pk, "confirmed": True}
        found = race(*[as_(bloc.leader, life.issue, **call)] * 3)
        assert sum(isinstance(each, IssuedDocument) for each in found) == 1
        assert sum(isinstance(each, Refused) for each in found) == 2
        assert IssuedDocument.objects.filter(document=document).count() == 1
        assert document.acts.filter(move="issue").count() == 1


def test_a_number_is_given_once_and_two_papers_get_two(bloc):
    first, second = scenes.signed(bloc), scenes.signed(bloc)
    works = [as_(bloc.leader, life.give_number, document_id=paper.pk) for paper in (first, second)]
    found = race(*works, *works)
    assert sum(isinstance(each, Document) for each in found) == 2
    assert sorted(SeriesNumber.objects.values_list("number", flat=True)) == [1, 2]


def test_an_approval_and_a_save_never_cross(bloc):
    """Either the save came first and the approval is of words nobody saw: refused; or the words were closed."""
    for _ in range(ROUNDS):
        document = scenes.invitation(bloc)
        seen = document.version
        approving, saving = race(
            as_(bloc.leader, life.approve, document_id=document.pk, seen=seen),
            as_(bloc.leader_staff, save_document, document_id=document.pk, expected_version=seen, subject="Khác"),
        )
        assert {isinstance(approving, Refused), isinstance(saving, Refused)} == {True, False}
        document.text.refresh_from_db()
        version = document.versions.first()
        assert version is None or version.facts["subject"] == document.text.subject


def test_a_comment_comes_before_the_end_of_the_round_or_not_at_all(bloc):
    for _ in range(ROUNDS):
        consultation = scenes.consulted(bloc)
        call = {"consultation_id": consultation.pk, "text": "Ý kiến."}
        said, _ = race(
            as_(bloc.staff, consulting.add_comment, **call),
            as_(bloc.leader, consulting.close_consultation, document_id=consultation.document_id),
        )
        consultation.refresh_from_db()
        assert consultation.closed_at is not None
        if isinstance(said, Comment):
            assert said.at <= consultation.closed_at
        else:
            assert isinstance(said, Refused) and not consultation.comments.exists()


def test_one_successor_at_a_time(bloc):
    old = scenes.issued(bloc)
    call = {"document_id": old.pk, "corrects": False, "reason": "Vì phải sửa lại số liệu."}
    found = race(*[as_(bloc.leader, succeed_document, **call)] * 3)
    assert sum(isinstance(each, Document) for each in found) == 1 == old.successors.count()


def test_without_the_lock_a_paper_is_issued_twice(bloc, monkeypatch):
    """The control: the same race, the lock left out."""
    monkeypatch.setattr(DocumentQuerySet, "select_for_update", lambda self, **_: self, raising=False)
    twice = 0
    for _ in range(ROUNDS * 2):
        document = scenes.numbered(bloc)
        call = {"document_id": document.pk, "confirmed": True}
        race(*[as_(bloc.leader, life.issue, **call)] * 3)
        twice += DocumentAct.objects.filter(document=document, move="issue").count() > 1
    assert twice
