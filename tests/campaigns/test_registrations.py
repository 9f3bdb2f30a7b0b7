"""A registration's life: who writes, sends, decides; amendments beside the old; somebody types it for a unit."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from blocs.models import Membership, Post
from campaigns.models import Registration, TargetValue
from campaigns.permissions import CampaignReason
from campaigns.services.registrations import StaleRegistration
from scoring.models import ScoreSheet
from scoring.permissions import SheetReason
from scoring.services import targets
from scoring.services.target_rows import TargetInput, criteria_of, rows_of
from tests.factories import BlocFactory, BlocYearFactory, CampaignFactory, MembershipFactory
from tests.scoring import scenes
from tests.world import person

D = scenes.D


@pytest.fixture
def scene(world):
    return scenes.open_scoring(world, registered=False)


def refused(reason):
    return pytest.raises(Refused, check=lambda error: error.reason == reason)


def criterion(scene, code):
    return scene.set.criteria.get(code=code).pk


def write(scene, unit, by, planned="10", **more) -> Registration:
    values = {criterion(scene, code): TargetInput(planned=D(planned), **more) for code in ("3", "4")}
    return targets.save_targets(campaign_id=scene.campaign.pk, unit=unit, values=values, by=by)


def sent(scene, place=2) -> Registration:
    unit = scene.world.bloc.units[place]
    head = scenes.heads(scene.world)[unit.pk]
    row = write(scene, unit, head)
    return targets.send_targets(registration_id=row.pk, by=head)


def approved(scene, place=2) -> Registration:
    row = sent(scene, place)
    by = scene.world.deputy if place == 0 else scene.world.leader
    return targets.approve_targets(registration_id=row.pk, by=by)


def planned(row) -> dict[str, object]:
    return {each.criterion.code: each.value and each.value.planned for each in rows_of(row, criteria_of(row.campaign))}


def test_staff_write_the_head_sends_and_the_leader_is_told(scene):
    unit = scene.world.bloc.units[2]
    row = write(scene, unit, scene.world.staff)
    with refused(Reason.NOT_YOUR_ROLE):
        targets.send_targets(registration_id=row.pk, by=scene.world.staff)
    row = targets.send_targets(registration_id=row.pk, by=scene.world.head)
    assert (row.state, row.sent_by) == ("sent", scene.world.head)
    told = Notification.objects.filter(kind="registration_sent", channel="in_app")
    assert {note.user for note in told} == {scene.world.leader, scene.world.leader_staff}
    with refused(CampaignReason.REGISTRATION_SENT):
        write(scene, unit, scene.world.staff)


def test_a_registration_without_all_targets_or_reasons_names_the_criteria(scene):
    unit, values = scene.world.bloc.units[2], {criterion(scene, "3"): TargetInput(assigned=False)}
    row = targets.save_targets(campaign_id=scene.campaign.pk, unit=unit, values=values, by=scene.world.head)
    with pytest.raises(targets.IncompleteTargets) as caught:
        targets.send_targets(registration_id=row.pk, by=scene.world.head)
    assert caught.value.reason == SheetReason.TARGETS_INCOMPLETE
    assert caught.value.detail == "3: chưa ghi lý do không được giao; 4: chưa có chỉ tiêu."
    row.refresh_from_db()
    assert row.state == "draft"


def test_impossible_targets_are_refused_in_words(scene):
    unit = scene.world.bloc.units[2]
    with pytest.raises(targets.InvalidTarget, match="3: "):
        write(scene, unit, scene.world.staff, planned="-1")
    assert not Registration.objects.exists()


@pytest.mark.parametrize("who", ["staff", "head", "deputy", "other_unit_head", "viewer", "other_bloc_leader"])
def test_who_may_not_approve(scene, who):
    row = sent(scene)
    with pytest.raises(Refused):
        targets.approve_targets(registration_id=row.pk, by=scene.world.people[who], reason="Đủ")
    assert not TargetValue.objects.exists()


def test_the_leaders_own_is_the_deputys_to_decide(scene):
    row = sent(scene, place=0)
    with refused(Reason.OWN_UNIT):
        targets.approve_targets(registration_id=row.pk, by=scene.world.leader)
    row = targets.approve_targets(registration_id=row.pk, by=scene.world.deputy)
    assert (row.state, row.decided_by) == ("approved", scene.world.deputy)


def test_the_board_gives_its_reason(scene):
    row = sent(scene)
    with refused(Reason.REASON_MISSING):
        targets.approve_targets(registration_id=row.pk, by=scene.world.board)
    targets.approve_targets(registration_id=row.pk, by=scene.world.board, reason="Khối chưa duyệt kịp")
    assert {value.reason for value in TargetValue.objects.all()} == {"Khối chưa duyệt kịp"}


def test_only_the_returned_rows_change(scene):
    row = sent(scene)
    rows = {each.criterion.code: each.target for each in rows_of(row, criteria_of(row.campaign)) if each.target}
    with refused(Reason.REASON_MISSING):
        targets.return_targets(registration_id=row.pk, target_ids=[rows["3"].pk], note=" ", by=scene.world.leader)
    targets.return_targets(registration_id=row.pk, target_ids=[rows["3"].pk], note="Thấp", by=scene.world.leader)
    write(scene, scene.world.bloc.units[2], scene.world.staff, planned="12")
    row = targets.send_targets(registration_id=row.pk, by=scene.world.head)
    targets.approve_targets(registration_id=row.pk, by=scene.world.leader)
    assert planned(row)["3"] == D(12) and planned(row)["4"] == D(10)
    assert Notification.objects.filter(kind="registration_returned", body__contains="Thấp").exists()


def test_an_amendment_leaves_the_old_in_force_until_it_is_approved(scene):
    row = approved(scene)
    with refused(Reason.REASON_MISSING):
        targets.amend_targets(registration_id=row.pk, reason="", by=scene.world.head)
    row = targets.amend_targets(registration_id=row.pk, reason="Giao lại", by=scene.world.head)
    write(scene, scene.world.bloc.units[2], scene.world.staff, planned="8")
    assert (row.version, planned(row)["3"]) == (2, D(10))
    assert scenes.line(scene.sheet, "3").target == D(10)
    targets.send_targets(registration_id=row.pk, by=scene.world.head)
    targets.approve_targets(registration_id=row.pk, by=scene.world.leader)
    assert scenes.line(scene.sheet, "3").target == D(8)
    values = TargetValue.objects.filter(target__criterion_link__criterion__code="3").order_by("pk")
    assert [(value.version, value.planned) for value in values] == [(1, D(10)), (2, D(8))]
    assert AuditEntry.objects.filter(event="registration.amend", note="Giao lại").count() == 1


def test_no_amendment_once_the_sheet_is_verified(scene):
    row = approved(scene)
    ScoreSheet.objects.filter(pk=scene.sheet.pk).update(
        state="verified",
        submitted_at=row.sent_at,
        submitted_by=row.sent_by,
        verified_at=row.sent_at,
        verified_by=row.sent_by,
    )
    with refused(SheetReason.TARGETS_FIXED):
        targets.amend_targets(registration_id=row.pk, reason="Giao lại", by=scene.world.head)


def test_values_are_append_only(scene):
    approved(scene)
    value = TargetValue.objects.first()
    for act in (value.save, value.delete, TargetValue.objects.all().delete):
        with pytest.raises(TypeError):
            act()


def test_the_head_takes_a_sent_one_back(scene):
    row = sent(scene)
    row = targets.recall_targets(registration_id=row.pk, by=scene.world.head)
    assert row.state == "draft"


def test_typed_for_a_unit_it_is_marked_told_and_decided_by_another_person(scene):
    world, unit = scene.world, scene.world.bloc.units[2]
    row = write(scene, unit, world.leader)
    assert row.entered_by == world.leader
    row = targets.send_targets(registration_id=row.pk, by=world.leader)
    told = Notification.objects.filter(kind="registration_entered", channel="in_app")
    assert {note.user for note in told} == {world.staff, world.head}
    with refused(CampaignReason.ENTERED_BY_YOU):
        targets.approve_targets(registration_id=row.pk, by=world.leader)
    row = targets.approve_targets(registration_id=row.pk, by=world.leader_staff)
    assert row.state == "approved"


def test_nobody_types_over_a_registration_the_unit_began(scene):
    write(scene, scene.world.bloc.units[2], scene.world.staff)
    with refused(CampaignReason.UNIT_WRITES):
        write(scene, scene.world.bloc.units[2], scene.world.leader)


def test_two_people_at_once_lose_nothing(scene):
    unit = scene.world.bloc.units[2]
    write(scene, unit, scene.world.staff, planned="7")
    with pytest.raises(StaleRegistration):
        targets.save_targets(
            campaign_id=scene.campaign.pk,
            unit=unit,
            values={criterion(scene, "3"): TargetInput(planned=D(9))},
            by=scene.world.head,
            seen=0,
        )
    assert Registration.objects.get().targets.filter(planned=D(7)).count() == 2


@pytest.mark.parametrize(
    ("who", "status"), [("staff", 200), ("leader", 200), ("deputy", 200), ("board", 200), ("other_unit_head", 404)]
)
def test_what_is_being_written_is_the_units_alone(scene, client, who, status):
    row = approved(scene)
    targets.amend_targets(registration_id=row.pk, reason="Lý do riêng", by=scene.world.head)
    write(scene, scene.world.bloc.units[2], scene.world.staff, planned="8765")
    client.force_login(scene.world.people[who])
    answer = client.get(reverse("scoring:registration", args=[scene.campaign.pk, row.unit_id]))
    assert answer.status_code == status
    assert ("8765" in answer.content.decode()) is (who == "staff")


def test_the_form_keeps_what_was_typed_and_asks_a_doubtful_number_again(scene, client):
    client.force_login(scene.world.head)
    three, four = criterion(scene, "3"), criterion(scene, "4")
    address = reverse("scoring:registration", args=[scene.campaign.pk, scene.world.bloc.units[2].pk])
    data = {f"planned-{three}": "1.000", f"planned-{four}": "7,5", f"note-{four}": "Theo kế hoạch", "seen": "0"}
    answer = client.post(address, data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "có thể hiểu theo hai cách" in text and 'value="1.000"' in text and "Theo kế hoạch" in text
    answer = client.post(address, data | {f"planned-{three}": "1000", "act": "send"})
    assert answer.status_code == 302
    assert sorted(Registration.objects.get().targets.values_list("planned", flat=True)) == [D("7.5"), D(1000)]
    assert Registration.objects.get().state == "sent"


def test_a_stale_form_shows_both_and_keeps_what_was_typed(scene, client):
    write(scene, scene.world.bloc.units[2], scene.world.staff, planned="7")
    client.force_login(scene.world.head)
    address = reverse("scoring:registration", args=[scene.campaign.pk, scene.world.bloc.units[2].pk])
    answer = client.post(address, {f"planned-{criterion(scene, '3')}": "9", "seen": "0"})
    assert answer.status_code == 409
    assert 'value="9"' in answer.content.decode() and "Vừa được lưu: 7" in answer.content.decode()


def test_statements_do_not_grow_with_units(scene, client, django_assert_max_num_queries):
    sent(scene)
    client.force_login(scene.world.leader)
    address = reverse("scoring:registrations", args=[scene.campaign.pk])
    client.get(address)
    with django_assert_max_num_queries(20):
        client.get(address)
    for place in (0, 1, 3):
        sent(scene, place)
    with django_assert_max_num_queries(20):
        client.get(address)


def test_last_years_values_are_offered_with_a_preview_and_only_for_empty_rows(scene, client):
    approved(scene)
    past = scene.campaign
    past.from_year = past.to_year = past.to_year - 1
    past.save()
    world = scene.world
    other = scenes.open_scoring(
        SimpleNamespace(**{**vars(world), "bloc": _next_year(world)}), registered=False, name="Bộ năm sau"
    )
    client.force_login(world.head)
    address = reverse("awards:registration_copy", args=[other.campaign.pk, world.bloc.units[2].pk])
    page = client.get(address).content.decode()
    assert "Chép 2 dòng đã chọn" in page
    keys = [f"c{other.set.criteria.get(code=code).pk}" for code in ("3", "4")]
    assert client.post(address, {"chon": []}).status_code == 422
    assert client.post(address, {"chon": keys[:1]}).status_code == 302
    row = Registration.objects.get(campaign=other.campaign)
    assert list(row.targets.values_list("planned", flat=True)) == [D(10)]
    assert client.post(address, {"chon": keys}).status_code == 302
    assert set(row.targets.values_list("planned", flat=True)) == {D(10)} and row.targets.count() == 2
    assert "Không có gì để chép" in client.get(address).content.decode()


def _next_year(world):
    """The same units in a bloc of another year."""
    year = BlocYearFactory(bloc=BlocFactory(authority=world.a), year=world.bloc.year.year)
    roles = [Membership.Role.LEADER, Membership.Role.DEPUTY, Membership.Role.MEMBER, Membership.Role.MEMBER]
    for unit, role in zip(world.bloc.units, roles, strict=True):
        MembershipFactory(bloc_year=year, unit=unit, role=role)
    return SimpleNamespace(year=year, units=world.bloc.units, campaign=CampaignFactory(bloc_year=year))


def test_a_unit_outside_the_bloc_has_no_registration(scene, client):
    stranger = person(scene.world.other_bloc.units[1], role=Post.Role.HEAD)
    with pytest.raises(Refused):
        write(scene, scene.world.other_bloc.units[1], stranger)
