"""Registers and checklists on a desk and on a phone: nothing sticks out, no script problem, no serious finding of axe."""

import os

import pytest
from django.urls import reverse

from awards.services.rule_loading import load_rule_sets
from tests.awards.register_scenes import YEAR, award, discipline, hold, invent, kind, person, rate
from tests.awards.scenes import waiting
from tests.browser.conftest import DESK, PHONE
from tests.world import build_world

pytestmark = pytest.mark.django_db(transaction=True)


def scene():
    world = build_world()
    kind("LDTT")
    load_rule_sets()
    world.unit = world.bloc.units[2]
    world.one, other = person(world, "Nguyễn Thị Thu Hà", birth_year=1979), person(world, "Trần Quốc Bảo")
    rate(world, YEAR - 2, YEAR - 1, YEAR, who=world.one)
    rate(world, YEAR - 1, YEAR)
    award(world, "CSTDCS", YEAR - 2, YEAR - 1, YEAR, who=world.one)
    award(world, "LDTT", YEAR, who=other)
    invent(world, world.one, scope="bo_tinh")
    hold(world, other)
    discipline(world, other)
    world.row = waiting(world)
    return world


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages(live, axe, size):
    world = scene()
    unit = world.unit.pk
    asked = f"?person={world.one.pk}&award={kind('CSTD_TINH').pk}&year={YEAR}"
    paths = {
        "persons": reverse("awards:persons"),
        "person": reverse("awards:person", args=[world.one.pk]),
        "register": reverse("awards:register", args=[unit]),
        "initiative_form": reverse("awards:initiative_create", args=[unit]),
        "checklist": reverse("awards:eligibility", args=[unit]) + asked,
        "file": reverse("awards:nomination_checklist", args=[world.row.pk]),
        "next": reverse("awards:prospects_unit", args=[unit]),
    }
    wrong = []
    for name, path in paths.items():
        page = live.open(path, world.board, size)
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        wrong += [f"{name}: sticks out"] if wide else []
        wrong += [f"{name}: {found}" for found in axe(page)]
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)
    assert (wrong, live.problems) == ([], [])
