"""Bad input into the pages of registrations and requests: an answer in words, never a 500."""

import pytest
from django.urls import reverse

from campaigns.models import Registration
from scoring.services.target_requests import ask_target
from tests.matrix.test_fuzz import FIELD_SEEDS, QUERY_SEEDS
from tests.world import build_world

from . import scenes


@pytest.fixture(scope="module")
def built(kept):
    return scenes.open_scoring(build_world(), registered=False)


@pytest.fixture
def scene(copied):
    return copied


def names_of(form_page) -> list[str]:
    return list(form_page.context["form"].fields)


@pytest.mark.parametrize("seed", FIELD_SEEDS)
def test_a_registration_takes_anything_with_a_sentence(scene, client, seed):
    client.force_login(scene.world.head)
    address = reverse("scoring:registration", args=[scene.campaign.pk, scene.world.bloc.units[2].pk])
    data = dict.fromkeys(names_of(client.get(address)), seed)
    assert client.post(address, data | {"act": "send"}).status_code in {302, 409, 422}


@pytest.mark.parametrize("seed", FIELD_SEEDS)
def test_moves_and_requests_take_anything_with_a_sentence(world, client, seed):
    scene = scenes.open_scoring(world)
    row = Registration.objects.get(unit=world.bloc.units[2])
    line = scenes.line(scene.sheet, "3")
    client.force_login(world.head)
    asking = client.post(
        reverse("scoring:target_ask", args=[line.pk]), dict.fromkeys(("asks", "planned", "reason"), seed)
    )
    assert asking.status_code == 422
    amend = client.post(reverse("scoring:registration_amend", args=[row.pk]), {"reason": seed})
    assert amend.status_code == 302
    request = ask_target(
        line_id=scenes.line(scene.sheet, "1").pk, asks="not_assigned", reason="Không có chức năng", by=world.staff
    )
    client.force_login(world.leader)
    answer = client.post(reverse("scoring:target_request", args=[request.pk]), {"act": seed, "note": seed})
    assert answer.status_code == 422
    sent = Registration.objects.get(unit=world.bloc.units[3])
    data = {"line": seed, "note": seed, "reason": seed}
    for move in ("registration_return", "registration_approve"):
        assert client.post(reverse(f"scoring:{move}", args=[sent.pk]), data).status_code in {302, 403, 409}


def test_addresses_take_anything(scene, client):
    client.force_login(scene.world.leader)
    pages = [
        reverse("scoring:registrations", args=[scene.campaign.pk]),
        reverse("scoring:registration", args=[scene.campaign.pk, scene.world.bloc.units[2].pk]),
    ]
    for page in pages:
        assert {client.get(page + seed).status_code for seed in QUERY_SEEDS} == {200}
    huge = 10**30
    for name, args in (
        ("registration", [scene.campaign.pk, huge]),
        ("registrations", [huge]),
        ("target_request", [huge]),
    ):
        assert client.get(reverse(f"scoring:{name}", args=args)).status_code == 404
