"""Pages of quotas and of the way from the ranking to proposals."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Nomination, Quota, RankDecision
from awards.services.ballot_life import publish_ballot
from tests.awards.ballot_scenes import closed
from tests.awards.quota_scenes import CERTIFICATE, FLAG, place, quota, ranked
from tests.factories import BlocFactory, BlocYearFactory, MembershipFactory

pytestmark = pytest.mark.django_db


# --- pages --------------------------------------------------------------------------------------------------------


def page(client, user, name, *args, data=None):
    client.force_login(user)
    return client.get(reverse(f"awards:{name}", args=args), data)


def test_the_page_shows_both_places_the_ladder_and_the_quota(client, world):
    ranking, units = ranked(world), world.bloc.units
    quota(world, FLAG)
    place(ranking, [units[1]], 2, world.leader)
    text = page(client, world.leader, "proposal", world.bloc.campaign.pk).content.decode()

    for words in (
        "Hội nghị quyết định hạng 2: Hội nghị biểu quyết",
        "Xét quyết định của hội nghị khối.",
        "Trong chỉ tiêu",
        "cách nhau",
        "Lập bản nháp đề nghị",
    ):
        assert words in text


def test_units_with_equal_points_on_both_sides_of_the_cut_are_said_to_be_equal(client, world):
    ranking = ranked(world)
    ranking.rows.update(verified_points=20)
    quota(world, FLAG)
    text = page(client, world.leader, "proposal", world.bloc.campaign.pk).content.decode()
    assert "bằng điểm nhau; thứ tự theo tiêu chí phụ hoặc quyết định của hội nghị." in text
    assert "cách nhau 0" not in text


def test_members_read_it_once_the_result_is_final_and_change_nothing(client, world):
    ranking = ranked(world, final=False)
    quota(world, FLAG)
    text = page(client, world.head, "proposal", world.bloc.campaign.pk).content.decode()
    assert "Chưa có kết quả xếp hạng" in text and "Hạng công nhận" not in text
    assert (
        "Chưa có kết quả xếp hạng" not in page(client, world.deputy, "proposal", ranking.campaign_id).content.decode()
    )


@pytest.mark.parametrize(("who", "status"), [("head", 403), ("deputy", 403), ("viewer", 403), ("leader", 200), ("board", 200), ("other_bloc_leader", 404)])  # fmt: skip
def test_who_opens_the_form_of_places(client, world, who, status):
    ranked(world)
    assert page(client, getattr(world, who), "proposal_places", world.bloc.campaign.pk).status_code == status


def test_places_are_recorded_through_the_form_and_what_was_typed_is_kept(client, world):
    ranked(world)
    client.force_login(world.leader)
    url = reverse("awards:proposal_places", args=[world.bloc.campaign.pk])
    wrong = client.post(url, {"units": [world.bloc.units[2].pk], "rank": "9", "reason": "Đồng hạng"})
    assert wrong.status_code == 422
    assert "Hạng từ 1 đến 4." in wrong.content.decode() and "Đồng hạng" in wrong.content.decode()

    done = client.post(url, {"units": [world.bloc.units[2].pk], "rank": "1", "reason": "Đồng hạng"})
    assert done.status_code == 302
    assert RankDecision.objects.get().rank == 1


def test_results_of_a_ballot_stand_beside_the_places_once_they_may_be_known(client, world):
    """Counted, not published: the officers know it, the members who voted do not."""
    ranked(world)
    ballot = closed(world, labels=(), units=[world.bloc.units[3]])
    words = "Suy tôn cờ thi đua: đồng ý 3/3 (100,00 %), đạt"
    campaign = world.bloc.campaign.pk
    assert words in page(client, world.leader, "proposal", campaign).content.decode()
    assert "Suy tôn cờ thi đua" not in page(client, world.head, "proposal", campaign).content.decode()
    publish_ballot(ballot_id=ballot.pk, by=world.leader)
    assert words in page(client, world.head, "proposal", campaign).content.decode()


def test_a_trial_that_is_no_number_is_asked_again(client, world):
    ranked(world)
    row = quota(world, FLAG)
    unit = world.bloc.units[2].pk
    for data, status in (
        ({f"diem_{unit}": "abc"}, 422),
        ({f"diem_{unit}": "1" * 30}, 422),
        ({f"ct_{row.pk}": "x"}, 422),
        ({f"diem_{unit}": "5", f"ct_{row.pk}": "-1"}, 200),
        ({"khac": "\x00"}, 200),
    ):
        assert page(client, world.leader, "proposal", world.bloc.campaign.pk, data=data).status_code == status


def test_drafts_through_the_page(client, world):
    ranked(world)
    row = quota(world, FLAG)
    client.force_login(world.leader)
    url = reverse("awards:proposal_draft", args=[world.bloc.campaign.pk])
    assert client.post(url, {"quota": row.pk, "unit": [world.bloc.units[3].pk]}).status_code == 302
    assert Nomination.objects.get().unit == world.bloc.units[3]
    assert client.post(url, {"quota": "x", "unit": ["y"]}).status_code == 403


FORM = {"award_type": "", "year_from": "2026", "order": "1", "figure": "pct_members", "value": "25", "rounding": "down", "small_blocs": "none", "source_status": "unconfirmed"}  # fmt: skip


def test_the_form_shows_what_a_rule_gives_before_it_is_saved(client, world):
    kept = quota(world, CERTIFICATE)
    client.force_login(world.board)
    url = reverse("awards:quota_create", args=[world.a.pk])
    data = FORM | {"award_type": kept.award_type_id, "year_from": world.bloc.year.year}
    seen = client.post(url, data | {"preview": "1"})
    assert (seen.status_code, Quota.objects.count()) == (200, 1)
    assert "25% của 4 đơn vị thành viên = 1 → không quá 1." in seen.content.decode()

    assert client.post(url, data | {"preview": "1", "figure": "number", "value": "1,5"}).status_code == 422
    assert client.post(url, data).status_code == 302
    assert Quota.objects.count() == 2


def test_a_quota_somebody_saved_meanwhile_is_not_overwritten(client, world):
    row = quota(world)
    client.force_login(world.board)
    url = reverse("awards:quota_update", args=[row.pk])
    data = FORM | {"award_type": row.award_type_id, "year_from": row.year_from}
    assert client.post(url, data | {"seen": row.saves}).status_code == 302
    assert client.post(url, data | {"seen": row.saves}).status_code == 409


def statements(client, user, name, *args, data=None) -> int:
    with CaptureQueriesContext(connection) as found:
        assert page(client, user, name, *args, data=data).status_code == 200
    return len(found)


def test_the_table_of_blocs_costs_the_same_for_one_bloc_and_five(client, world):
    quota(world, FLAG)
    quota(world, CERTIFICATE, "20", figure="pct_members", pooled=True)
    page(client, world.board, "quotas")
    first = statements(client, world.board, "quotas")
    for _ in range(5):
        MembershipFactory(bloc_year=BlocYearFactory(bloc=BlocFactory(authority=world.a), year=world.bloc.year.year))
    assert statements(client, world.board, "quotas") == first


def test_the_page_costs_the_same_for_one_quota_and_five(client, world):
    ranking = ranked(world)
    quota(world, FLAG)
    unit, campaign = world.bloc.units[2], world.bloc.campaign.pk
    data = {f"diem_{unit.pk}": "3"}
    place(ranking, [unit], 1, world.leader)
    page(client, world.leader, "proposal", campaign)
    plain, trying = statements(client, world.leader, "proposal", campaign), statements(client, world.leader, "proposal", campaign, data=data)  # fmt: skip
    for order in range(2, 6):
        quota(world, CERTIFICATE, order=order)
        place(ranking, [world.bloc.units[1]], order - 1, world.leader)
    assert statements(client, world.leader, "proposal", campaign) == plain
    assert statements(client, world.leader, "proposal", campaign, data=data) == trying
