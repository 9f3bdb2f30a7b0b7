"""One library used by several people at the same moment on PostgreSQL."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from accounts.models import User
from blocs.models import Unit
from reports.demo.files import small_pdf
from scoring import services
from scoring.models import Evidence, EvidenceVersion
from scoring.services import evidence_library
from tests.races.together import race
from tests.scoring import scenes
from tests.world import build_world

ROUNDS = 6
pytestmark = [
    pytest.mark.races,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks: PostgreSQL only"),
]


@pytest.fixture
def scene(transactional_db):
    return scenes.open_scoring(build_world())


def pdf(said):
    return SimpleUploadedFile("a.pdf", small_pdf("a", said).read())


def adding(scene, said):
    staff = scene.world.staff.pk
    details, unit = services.Details(), scene.sheet.unit_id
    return lambda: services.add_to_library(
        unit_id=unit, upload=pdf(said), details=details, by=User.objects.get(pk=staff)
    )


def rounds(scene):
    """Two people keep the same bytes at once, several times; the documents kept."""
    for number in range(ROUNDS):
        race(adding(scene, str(number)), adding(scene, str(number)))
    return Evidence.objects.count()


def test_the_same_bytes_sent_twice_at_once_are_kept_once(scene):
    assert rounds(scene) == ROUNDS


def test_the_control_keeps_them_twice(scene, monkeypatch):
    monkeypatch.setattr(evidence_library, "lock_library", lambda unit_id: Unit.objects.get(pk=unit_id))
    assert rounds(scene) > ROUNDS


def test_two_replacements_at_once_become_two_versions(scene):
    evidence, staff = adding(scene, "A")(), scene.world.staff.pk

    def replacing(said):
        return lambda: services.replace_file(
            evidence_id=evidence.pk, upload=pdf(said), reason=said, by=User.objects.get(pk=staff)
        )

    for number in range(ROUNDS):
        found = race(replacing(f"x{number}"), replacing(f"y{number}"))
        assert not [each for each in found if isinstance(each, Exception)]
    numbers = EvidenceVersion.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 2 * ROUNDS + 2))
    evidence.refresh_from_db()
    assert evidence.current.number == 2 * ROUNDS + 1
