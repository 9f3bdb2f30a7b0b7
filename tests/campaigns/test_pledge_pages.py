"""Pages of the pledge and of inspections: who reads what, wrong passwords, bad input kept, statements."""

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.canonical import sha256_of
from campaigns.models import Finding, MinutesSignature, PlanNode, Pledge, PledgeSignature
from campaigns.services import pledges, visits
from campaigns.services.plans import save_plan
from campaigns.states_pledges import PledgeState
from tests.campaigns.inspection_scenes import find, frozen, plan, started, visit_of
from tests.campaigns.pledge_scenes import WORDS, draft, on_paper, opened, promise, scan, sign
from tests.factories import PASSWORD, MembershipFactory
from tests.world import person

pytestmark = pytest.mark.django_db


def pledge_page(world) -> str:
    return reverse("campaigns:pledge", args=[world.bloc.campaign.pk])


def text_at(client, url) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def statements(client, url) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_the_words_of_a_draft_stay_with_who_writes_them(world, sign_in):
    draft(world)
    assert WORDS["aim"] in text_at(sign_in(world.leader), pledge_page(world))
    for who in ("head", "deputy", "viewer"):
        assert WORDS["aim"] not in text_at(sign_in(world.people[who]), pledge_page(world))
    opened(world)
    assert WORDS["aim"] in text_at(sign_in(world.head), pledge_page(world))


def test_it_says_plainly_what_the_signature_is_not(world, sign_in):
    opened(world)
    assert "không phải chữ ký số" in text_at(sign_in(world.head), pledge_page(world))


def test_writing_keeps_what_was_typed_and_tells_of_another_writer(world, sign_in):
    url = reverse("campaigns:pledge_edit", args=[world.bloc.campaign.pk])
    client = sign_in(world.leader)
    assert "thống nhất ký kết giao ước" in text_at(client, url)
    response = client.post(url, WORDS | {"aim": "Bản của tôi", "seen": "x"})
    assert response.status_code == 422 and "Bản của tôi" in response.content.decode()
    assert client.post(url, WORDS | {"seen": "5"}).status_code == 409, "a number nobody was shown"
    draft(world)
    response = client.post(url, WORDS | {"aim": "Bản của tôi", "seen": "0"})
    assert response.status_code == 409 and "Bản của tôi" in response.content.decode()
    assert response.context["kept"] == [("Mục tiêu chung", WORDS["aim"])]
    seen = response.context["form"]["seen"].value()
    assert client.post(url, WORDS | {"aim": "Bản của tôi", "seen": seen}).status_code == 302
    assert Pledge.objects.get().aim == "Bản của tôi"


@pytest.fixture
def lockout(settings):
    settings.AXES_ENABLED = True


@pytest.mark.usefixtures("lockout")
def test_the_head_signs_with_the_password_typed_again(world, sign_in):
    text, unit = opened(world), world.bloc.units[2]
    url, client = reverse("campaigns:pledge_sign", args=[text.pk, unit.pk]), sign_in(world.head)
    wrong = client.post(url, {"password": "khong-dung", "sha256": text.sha256})
    assert wrong.status_code == 422 and not PledgeSignature.objects.exists()
    assert AccessAttempt.objects.get(username=world.head.email).failures_since_start == 1
    stale = client.post(url, {"password": PASSWORD, "sha256": "0" * 64})
    assert stale.status_code == 409
    right = client.post(url, {"password": PASSWORD, "sha256": text.sha256})
    assert right.status_code == 302 and PledgeSignature.objects.get().by == world.head


@pytest.mark.usefixtures("lockout")
def test_wrong_passwords_lock_the_account_like_signing_in(world, sign_in):
    text, unit = opened(world), world.bloc.units[2]
    url, client = reverse("campaigns:pledge_sign", args=[text.pk, unit.pk]), sign_in(world.head)
    for _ in range(5):
        locked = client.post(url, {"password": "khong-dung", "sha256": text.sha256})
    assert "Tạm dừng" in locked.content.decode()
    client.post(url, {"password": PASSWORD, "sha256": text.sha256})
    assert not PledgeSignature.objects.exists()


def test_another_persons_password_signs_nothing(world, sign_in):
    text, unit = opened(world), world.bloc.units[2]
    world.staff.set_password("Mat-khau-khac-9")
    world.staff.save()
    url = reverse("campaigns:pledge_sign", args=[text.pk, unit.pk])
    assert sign_in(world.head).post(url, {"password": "Mat-khau-khac-9", "sha256": text.sha256}).status_code == 422


def test_the_bytes_can_be_fetched_and_hashed(world, sign_in):
    text = opened(world)
    response = sign_in(world.head).get(reverse("campaigns:pledge_bytes", args=[text.pk]))
    assert sha256_of(response.json()) == text.sha256
    assert response["Content-Disposition"].startswith("attachment")


def test_paper_signatures_are_entered_with_one_scan(world, sign_in):
    text, (one, other) = opened(world), world.bloc.units[2:4]
    url, client = reverse("campaigns:pledge_paper", args=[text.pk]), sign_in(world.leader)
    bad = client.post(url, {"signed_on": "31/02/2026", f"name_{one.pk}": "Trần Văn Ký"})
    assert bad.status_code == 422 and "Trần Văn Ký" in bad.content.decode()
    today = f"{clock.today():%d/%m/%Y}"
    nobody = client.post(url, {"signed_on": today, "file": scan()})
    assert nobody.status_code == 422
    names = {f"name_{one.pk}": "Trần Văn Ký", f"name_{other.pk}": "Lê Thị Bút"}
    assert client.post(url, {"signed_on": today, "file": scan(), **names}).status_code == 302
    rows = PledgeSignature.objects.all()
    assert {row.signer_name for row in rows} == {"Trần Văn Ký", "Lê Thị Bút"} and len(
        {row.scan_id for row in rows}
    ) == 1
    found = sign_in(world.other_unit_head).get(reverse("campaigns:pledge_scan", args=[rows[0].pk]))
    assert found.status_code == 200 and found["X-Content-Type-Options"] == "nosniff"
    outside = sign_in(world.other_bloc_head).get(reverse("campaigns:pledge_scan", args=[rows[0].pk]))
    assert outside.status_code == 404


def test_the_page_of_a_withdrawn_text_shows_its_signatures(world, sign_in):
    text = opened(world)
    sign(text, world.bloc.units[2], world.head)
    client = sign_in(world.leader)
    url = reverse("campaigns:pledge_reopen", args=[world.bloc.campaign.pk])
    assert "Hãy ghi rõ lý do." in client.post(url, {"reason": " "}, follow=True).content.decode()
    assert Pledge.objects.get().state == PledgeState.SIGNING, "nothing happens without a reason"
    assert client.post(url, {"reason": "Sai chỉ tiêu"}).status_code == 302
    page = text_at(sign_in(world.other_unit_head), reverse("campaigns:pledge_text", args=[text.pk]))
    assert world.head.full_name in page and "Đã mở lại" in page


def test_in_a_second_tab_what_happened_meanwhile_is_told(world, sign_in):
    text, unit = opened(world), world.bloc.units[2]
    client = sign_in(world.head)
    url, data = reverse("campaigns:pledge_sign", args=[text.pk, unit.pk]), {"sha256": text.sha256, "password": PASSWORD}
    assert client.get(url).status_code == 200
    client.post(url, data)
    for answer in (client.post(url, data, follow=True), client.get(url, follow=True)):
        assert "Đơn vị đã ký." in answer.content.decode()
    assert PledgeSignature.objects.count() == 1
    pledges.reopen_pledge(pledge_id=text.pledge_id, reason="Sai", by=world.leader)
    assert "đã được mở lại" in client.post(url, data, follow=True).content.decode()


@pytest.mark.parametrize(("reason", "words"), [(" ", "Hãy ghi rõ lý do."), ("x" * 501, "500")])
def test_a_bad_objection_is_told_and_changes_nothing(world, sign_in, reason, words):
    row = on_paper(opened(world), world.bloc.units[2], world.leader)
    url = reverse("campaigns:pledge_object", args=[row.pk])
    assert words in sign_in(world.head).post(url, {"reason": reason}, follow=True).content.decode()
    assert PledgeSignature.objects.counting().exists()


def test_the_first_draft_lists_the_contents_as_the_plan_reads(world, sign_in):
    plan = save_plan(campaign_id=world.bloc.campaign.pk, by=world.leader)
    kind = PlanNode.Kind.CONTENT
    top = PlanNode.objects.create(plan=plan, kind=kind, order=2, label="II.", title="NỘI DUNG THI ĐUA")
    second = PlanNode.objects.create(plan=plan, kind=kind, order=2, parent=top, label="2.", title="Hai")
    first = PlanNode.objects.create(plan=plan, kind=kind, order=1, parent=top, label="1.", title="Một")
    PlanNode.objects.create(plan=plan, kind=kind, order=1, parent=second, label="-", text="việc của hai")
    PlanNode.objects.create(plan=plan, kind=kind, order=9, parent=first, label="-", text="việc của một")
    words = pledges.first_words(world.bloc.campaign)["contents"]
    assert words.splitlines() == ["1. Một", "- việc của một", "2. Hai", "- việc của hai"]


def test_the_pledge_asks_the_same_number_of_statements_for_more_members(world, sign_in):
    text = opened(world)
    on_paper(text, world.bloc.units[2], world.leader)
    client = sign_in(world.leader)
    text_at(client, pledge_page(world))
    before = statements(client, pledge_page(world))
    for _ in range(4):
        late = MembershipFactory(bloc_year=world.bloc.year)
        person(late.unit, role="head")
    assert statements(client, pledge_page(world)) == before


def test_the_draft_asks_the_same_number_of_statements_for_more_targets(world, sign_in):
    promise(world, 2, ("A", "việc", "1"))
    draft(world)
    client = sign_in(world.leader)
    text_at(client, pledge_page(world))
    before = statements(client, pledge_page(world))
    promise(world, 3, *[(f"Chỉ tiêu {number}", "việc", "1") for number in range(5)])
    assert statements(client, pledge_page(world)) == before


def visit_url(name, visit) -> str:
    return reverse(f"campaigns:{name}", args=[visit.pk])


def test_a_plan_of_an_inspection_is_typed_and_kept(world, sign_in):
    url, client = reverse("campaigns:inspection_create", args=[world.bloc.campaign.pk]), sign_in(world.leader)
    day = f"{clock.today():%d/%m/%Y}"
    data = {
        "title": "Kiểm tra chéo",
        "organiser": "cross",
        "from_day": day,
        "to_day": day,
        "units": [world.bloc.units[2].pk],
        "items": "Sổ theo dõi | số trang\n\nKế hoạch",
        "seen": "0",
    }
    bad = client.post(url, data | {"from_day": "x"})
    assert bad.status_code == 422 and "Sổ theo dõi" in bad.content.decode()
    made = client.post(url, data)
    assert made.status_code == 302
    again = client.get(f"{url}?tu={made.url.split('/')[-2]}").content.decode()
    assert "Sổ theo dõi | số trang" in again


def findings(visit, **changes) -> dict:
    said = {f"outcome_{item.pk}": "met" for item in visit.inspection.items.all()}
    return {"day": f"{clock.today():%d/%m/%Y}", "seen": str(visit.saves), **said, **changes}


def test_findings_are_saved_and_bad_ones_kept(world, sign_in):
    visit = visit_of(started(world), world.bloc.units[2])
    client = sign_in(world.deputy)
    bad = client.post(visit_url("visit_save", visit), findings(visit, day="99/99", general="Nhận xét dài"))
    assert bad.status_code == 422 and "Nhận xét dài" in bad.content.decode()
    assert client.post(visit_url("visit_save", visit), findings(visit)).status_code == 302
    stale = client.post(visit_url("visit_save", visit), findings(visit, general="Bản hai"))
    assert stale.status_code == 409 and "Bản hai" in stale.content.decode()
    assert Finding.objects.filter(outcome="met").count() == 2


def test_the_unit_sees_the_visit_and_nothing_of_what_was_found(world, sign_in):
    visit = visit_of(started(world), world.bloc.units[2])
    find(visit, world.deputy, general="BÍ MẬT CỦA ĐOÀN")
    for who in ("head", "leader", "board"):
        page = text_at(sign_in(world.people[who]), visit_url("visit", visit))
        assert "BÍ MẬT CỦA ĐOÀN" not in page and "Đủ hồ sơ" not in page
    visits.freeze_minutes(visit_id=visit.pk, by=world.deputy)
    assert "BÍ MẬT CỦA ĐOÀN" in text_at(sign_in(world.head), visit_url("visit", visit))


def test_both_sides_sign_on_their_page(world, sign_in):
    text = frozen(visit_of(started(world), world.bloc.units[2]), world.deputy)
    for who, side in ((world.deputy, "team"), (world.head, "unit")):
        url = reverse("campaigns:minutes_sign", args=[text.pk, side])
        assert sign_in(who).post(url, {"password": "sai", "sha256": text.sha256}).status_code == 422
        assert sign_in(who).post(url, {"password": PASSWORD, "sha256": text.sha256}).status_code == 302
    assert MinutesSignature.objects.count() == 2
    assert "Đã ký biên bản" in text_at(sign_in(world.leader), visit_url("visit", text.visit))


def test_the_visit_asks_the_same_number_of_statements_for_a_longer_checklist(world, sign_in):
    client, counts = sign_in(world.deputy), []
    for number in (1, 5):
        items = tuple((f"Nội dung {row}", "") for row in range(number))
        visit = visit_of(started(world, items=items, title=f"Đợt {number}"), world.bloc.units[2])
        find(visit, world.deputy)
        text_at(client, visit_url("visit", visit))
        counts.append(statements(client, visit_url("visit", visit)))
    assert counts[0] == counts[1]


def test_the_list_asks_the_same_number_of_statements(world, sign_in):
    url, client = reverse("campaigns:inspections", args=[world.bloc.campaign.pk]), sign_in(world.leader)
    plan(world)
    text_at(client, url)
    before = statements(client, url)
    for number in range(4):
        plan(world, title=f"Đợt {number}")
    assert statements(client, url) == before
