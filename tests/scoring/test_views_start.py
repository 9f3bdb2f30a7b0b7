"""From a plan without scoring to open sheets: what is offered next, and to whom."""

import pytest
from django.urls import reverse

from scoring.models import CriteriaSet
from tests.factories import DeadlineFactory

from . import scenes


def test_the_leader_is_led_to_the_set_up_until_it_is_done(world, sign_in):
    address = reverse("scoring:setup", args=[world.bloc.campaign.pk])
    assert address in sign_in(world.leader).get(reverse("scoring:home")).content.decode()
    for name in ("head", "deputy", "other_bloc_leader", "viewer"):
        assert address not in sign_in(world.people[name]).get(reverse("scoring:home")).content.decode()
    scenes.open_scoring(world)
    assert address not in sign_in(world.leader).get(reverse("scoring:home")).content.decode()


def test_the_deadline_of_the_self_score_is_offered_first(world, sign_in):
    DeadlineFactory(campaign=world.bloc.campaign)
    own = DeadlineFactory(campaign=world.bloc.campaign, kind="self_score")
    page = sign_in(world.leader).get(reverse("scoring:setup", args=[world.bloc.campaign.pk]))
    assert page.context["form"]["self_score_deadline"].value() == own.pk


def test_a_leader_is_offered_the_own_bloc_and_nothing_shared(world, sign_in):
    client, address = sign_in(world.leader), reverse("scoring:set_create")
    form = client.get(address).context["form"]
    assert (form["bloc_year"].value(), form["authority"].value()) == (world.bloc.year.pk, world.a.pk)
    assert "Dùng chung" not in str(form["bloc_year"])
    values = {"authority": world.a.pk, "name": "Bộ", "year": 2026, "scale": 2}
    refused = client.post(address, values)
    assert (refused.status_code, refused.content.decode().count("Chưa lưu được")) == (422, 1)
    assert not CriteriaSet.objects.exists()


def test_the_board_may_share_a_set(world, sign_in):
    form = sign_in(world.board).get(reverse("scoring:set_create")).context["form"]
    assert "Dùng chung" in str(form["bloc_year"])
    assert form["bloc_year"].value() is None


@pytest.mark.parametrize("name", ["scoring:setup", "scoring:sheet_verify"])
def test_the_menu_keeps_to_scoring(world, sign_in, name):
    scene = scenes.open_scoring(world)
    scenes.submit_all(scene)
    key = scene.campaign.pk if name == "scoring:setup" else scene.sheet.pk
    page = sign_in(world.leader).get(reverse(name, args=[key]))
    current = [entry for group in page.context["frame"].menu for entry in group.entries if entry.current]
    assert [entry.item.label for entry in current] == ["Chấm điểm"]


def test_lines_chosen_for_return_stay_chosen_when_the_reason_is_missing(world, sign_in):
    scene = scenes.open_scoring(world)
    scenes.submit_all(scene)
    line = scenes.line(scene.sheet, "1")
    page = sign_in(world.leader).post(
        reverse("scoring:sheet_return", args=[scene.sheet.pk]), {"line": line.pk, "note": ""}
    )
    assert page.status_code == 422
    assert f'value="{line.pk}" form="return-form" checked' in page.content.decode()


def test_a_long_list_of_reasons_is_folded_after_three(world, sign_in):
    scene = scenes.open_scoring(world)
    client, address = sign_in(world.leader), reverse("scoring:ranking", args=[scene.campaign.pk])
    client.post(address)
    page = client.get(address).content.decode()
    assert page.index("Lý do:") < page.index("<summary>Xem thêm") < page.index("<thead>")


def test_after_publishing_the_leader_is_led_to_nominate(world, sign_in):
    scene = scenes.open_scoring(world)
    scenes.submit_all(scene)
    scenes.verify_all(scene)
    address = reverse("scoring:ranking", args=[scene.campaign.pk])
    page = sign_in(world.leader).post(address, {"final": "1"}, follow=True).content.decode()
    told = "lập đề nghị khen thưởng theo kết quả chính thức."
    assert "Đã công bố kết quả xếp hạng chính thức" in page
    assert told in page and reverse("awards:proposal", args=[scene.campaign.pk]) in page
    assert "Công bố chính thức" not in page
    assert told not in sign_in(world.head).get(address).content.decode()


def test_a_notice_opened_after_verification_leads_to_the_sheet(world, sign_in):
    scene = scenes.open_scoring(world)
    scenes.submit_all(scene)
    scenes.verify_all(scene)
    answer = sign_in(world.leader).get(reverse("scoring:sheet_verify", args=[scene.sheet.pk]))
    assert (answer.status_code, answer.url) == (302, reverse("scoring:sheet", args=[scene.sheet.pk]))
