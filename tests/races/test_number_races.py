"""Twenty clerks at the same moment, on PostgreSQL: twenty numbers, none twice and none left out."""

import time

import pytest
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from reports import services
from reports.models import Document, IssuedDocument, Job, SeriesNumber
from reports.services import issuing, numbering
from tests.races.together import race
from tests.reports.official import make_document, make_series
from tests.world import build_world

CLERKS = 20

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.series = make_series(world)
    return world


def reserve(pk, by_pk):
    """As the move does it: the document's lock first."""
    with transaction.atomic():
        document = Document.objects.select_for_update(of=("self",)).get(pk=pk)
        return services.reserve_number(document=document, by=User.objects.get(pk=by_pk)).number


def clerks(world):
    documents = [make_document(world).pk for _ in range(CLERKS)]
    return [lambda pk=pk: reserve(pk, world.leader.pk) for pk in documents]


def test_twenty_clerks_get_twenty_consecutive_numbers(scene):
    found = race(*clerks(scene))
    assert sorted(found) == list(range(1, CLERKS + 1))
    written = Document.objects.values_list("text__number", flat=True)
    assert sorted(written) == [f"{number:02d}" for number in range(1, CLERKS + 1)]


def test_control_without_the_registers_lock_the_same_number_is_drawn_twice(scene, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    really = numbering._next

    def slow(series, period):
        number = really(series, period)
        time.sleep(0.05)
        return number

    monkeypatch.setattr(numbering, "_next", slow)
    found = race(*clerks(scene))
    assert any(isinstance(answer, Exception) for answer in found), "the race exists: only the lock prevents it"
    assert SeriesNumber.objects.count() < CLERKS


def test_two_clerks_on_one_paper_give_it_one_number(scene):
    document = make_document(scene)
    found = race(*[lambda: reserve(document.pk, scene.leader.pk)] * 4)
    assert SeriesNumber.objects.filter(document=document).count() == 1
    assert sum(isinstance(answer, int) for answer in found) == 1


def test_equal_codes_drawn_at_the_same_moment_end_as_different_ones(scene, monkeypatch):
    drawn = iter(["AAAA-AAAA-AA"] * 2 + ["BBBB-BBBB-BB", "CCCC-CCCC-CC"])
    monkeypatch.setattr(issuing, "new_code", lambda: next(drawn))
    documents = [make_document(scene, state="numbered").pk for _ in range(2)]

    def issue(pk):
        with transaction.atomic():
            document = Document.objects.select_for_update(of=("self",)).get(pk=pk)
            return services.freeze_issue(document=document, by=User.objects.get(pk=scene.leader.pk)).code

    found = race(*[lambda pk=pk: issue(pk) for pk in documents])
    assert len(set(found)) == 2 and "AAAA-AAAA-AA" in found
    assert set(IssuedDocument.objects.values_list("code", flat=True)) == set(found)


def test_two_who_ask_for_the_files_again_share_one_job(scene):
    document = make_document(scene, state="issued")
    issued = services.freeze_issue(document=document, by=scene.leader)
    Job.objects.update(state="failed")

    def ask():
        return services.remake_files(document_id=issued.pk, by=User.objects.get(pk=scene.leader.pk)).pk

    assert len(set(race(ask, ask, ask))) == 1
    assert Job.objects.count() == 2
