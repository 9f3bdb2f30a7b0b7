"""Pages of results in a browser: usable on a desk and on a phone, no serious findings of axe, no script errors."""

import datetime as dt

import pytest
from django.urls import reverse

from scoring.models import CriteriaSet, Ranking
from scoring.services import copy_set
from scoring.services.events import EventValues, add_events
from tests.scoring.test_results import FULL, ranked, scored

from .conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shown(world):
    """A ranked bloc with a tie, an exclusion and an event; a draft of its set."""
    scene = scored(world, [("50", "40", "0"), ("59", "33", "0"), ("50", "0", "0"), ("50", "40", "0")])
    values = EventValues("discipline", "Khiển trách", "Vụ 1", "05/QĐ", dt.date(2026, 5, 1), "UBND tỉnh")
    add_events(authority_id=world.a.pk, year=2026, unit_ids=[world.bloc.units[1].pk], values=values, by=world.board)
    ranked(scene)
    scene.draft = copy_set(set_id=scene.set.pk, by=world.board)
    CriteriaSet.objects.filter(pk=scene.draft.pk).update(result_rules=FULL)
    return scene


def pages(scene) -> list[str]:
    draft = scene.draft.pk
    return [
        reverse("scoring:ranking", args=[scene.campaign.pk]),
        reverse("scoring:result_rules", args=[draft]),
        f"{reverse('scoring:workshop', args=[draft])}?xep-hang={Ranking.objects.get().pk}",
        reverse("scoring:events"),
        reverse("scoring:event_create"),
    ]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_results_are_accessible_and_fit(shown, world, live, axe, size):
    for path in pages(shown):
        page = live.open(path, world.board, size)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (path, wide <= size["width"]) == (path, True)
        assert (path, axe(page)) == (path, [])
    assert live.problems == []
