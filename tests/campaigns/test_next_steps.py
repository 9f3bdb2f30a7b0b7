"""What the pages of a plan offer next, and what they do not offer in vain."""

import re

import pytest
from django.urls import reverse

from campaigns import services
from campaigns.citing import about_words
from campaigns.models import Submission
from tests.factories import BlocFactory, BlocYearFactory, CampaignFactory, MembershipFactory


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("phân chia khối", "về phân chia khối"),
        ("về việc phân chia khối", "về việc phân chia khối"),
        ("Phê duyệt đề án", "Phê duyệt đề án"),
        ("", ""),
    ],
)
def test_a_cited_document_goes_on_with_about_once(about, words):
    assert about_words(about) == words


def test_making_a_plan_is_offered_only_where_one_is_missing(world, sign_in):
    client, link = sign_in(world.leader), f'href="{reverse("campaigns:create")}"'
    assert link not in client.get(reverse("campaigns:list")).content.decode()
    other = BlocYearFactory(bloc=world.bloc.year.bloc, year=world.bloc.year.year + 1)
    MembershipFactory(bloc_year=other, unit=world.bloc.units[0], role="leader")
    assert link in client.get(reverse("campaigns:list")).content.decode()
    year_page = client.get(reverse("blocs:bloc_year_detail", args=[other.pk])).content.decode()
    assert f"{reverse('campaigns:create')}?khoi={other.pk}" in year_page
    campaign = CampaignFactory(bloc_year=other)
    year_page = client.get(reverse("blocs:bloc_year_detail", args=[other.pk])).content.decode()
    assert reverse("campaigns:detail", args=[campaign.pk]) in year_page


def test_a_warning_that_stands_on_the_page_is_said_once(world, sign_in):
    values = {
        "title": "Báo cáo",
        "kind": "other",
        "owes": "members",
        "when": "12/2026",
        "rule": "by",
        "to_leader": "on",
    }
    page = sign_in(world.leader).post(
        reverse("campaigns:deadline_create", args=[world.bloc.campaign.pk]), values, follow=True
    )
    assert page.content.decode().count("Văn bản chỉ ghi tháng 12/2026") == 1


def test_the_head_can_send_as_soon_as_the_first_words_are_kept(world, due, sign_in):
    place = [due.pk, world.bloc.units[2].pk]
    client = sign_in(world.head)
    assert "hiện ở đây khi đã có nội dung" in client.get(reverse("campaigns:submission", args=place)).content.decode()
    data = {"text": "Nội dung", "version": 0}
    fragment = client.post(reverse("campaigns:submission_save", args=place), data, headers={"HX-Request": "true"})
    send = reverse("campaigns:submission_submit", args=[Submission.objects.get().pk])
    assert send in fragment.content.decode()
    again = client.post(
        reverse("campaigns:submission_save", args=place),
        data | {"version": 1, "text": "Thêm"},
        headers={"HX-Request": "true"},
    )
    seen = [re.search(r'name="seen" value="(\w{64})"', answer.content.decode())[1] for answer in (fragment, again)]
    assert [client.post(send, {"seen": one}).status_code for one in seen] == [409, 302]


def test_staff_are_not_offered_to_send(world, due, sign_in):
    place = [due.pk, world.bloc.units[2].pk]
    data = {"text": "Nội dung", "version": 0}
    fragment = sign_in(world.staff).post(
        reverse("campaigns:submission_save", args=place), data, headers={"HX-Request": "true"}
    )
    assert "gui/" not in fragment.content.decode()


def test_a_cluster_signs_as_a_cluster(world):
    bloc_year = BlocYearFactory(bloc=BlocFactory(authority=world.a, kind="cum"), year=2026, name="Cụm 3")
    campaign = CampaignFactory(bloc_year=bloc_year)
    plan = services.save_plan(campaign_id=campaign.pk, by=world.board)
    assert plan.authority_line == "TM. CỤM THI ĐUA"
    assert plan.opening == "Cụm 3 xây dựng Kế hoạch thi đua năm 2026 như sau:"
