"""A registration as a whole: own targets, movements, aims, addressees, receipt, wordings, copy, Excel, the bloc's table."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts import clock
from accounts.decisions import Refused
from accounts.models import AuditEntry, Notification
from awards.models import Aim
from awards.permissions import AwardReason
from awards.services.aims import AimInput, save_aims
from awards.services.wordings import changes, wording
from campaigns import services as campaigns
from campaigns.models import Receipt, RegisteredMovement, Registration, RegistrationAct, Submission, TargetValue
from campaigns.permissions import CampaignReason
from campaigns.progress import board_of
from campaigns.services.registration_acts import checksum, registered_at
from campaigns.services.registration_parts import MovementInput
from scoring.permissions import SheetReason
from scoring.services import targets
from scoring.services.own_targets import OwnInput, own_rows
from tests.awards.scenes import award_type
from tests.factories import DeadlineFactory
from tests.scoring import scenes

D = scenes.D
TITLE, FORM = "TTLDXS", "BK_TINH_TT"


def refused(reason):
    return pytest.raises(Refused, check=lambda error: error.reason == reason)


@pytest.fixture
def bloc(world):
    """The bloc's campaign with its registration milestone; nothing is scored."""
    due = DeadlineFactory(
        campaign=world.bloc.campaign, kind="registration", title="Đăng ký thi đua", to_leader=True, to_board=True
    )
    world.due, world.unit, world.campaign = due, world.bloc.units[2], world.bloc.campaign
    return world


def write(world, by=None, unit=None, **more):
    said = {
        "own": [OwnInput("Số hóa hồ sơ", D(95), "%")],
        "movements": [MovementInput("Văn phòng xanh", "Giảm giấy in")],
    }
    return targets.save_targets(
        campaign_id=world.campaign.pk, unit=unit or world.unit, values={}, by=by or world.head, **(said | more)
    )


def sent(world, **more):
    return targets.send_targets(registration_id=write(world, **more).pk, by=world.head)


def approved(world, **more):
    row = sent(world, **more)
    return targets.approve_targets(registration_id=row.pk, by=world.leader)


def amend(world, row):
    return targets.amend_targets(registration_id=row.pk, reason="Giao lại giữa năm", by=world.head)


def cell(world):
    return next(cells[0] for unit, cells in board_of(world.campaign).rows if unit == world.unit)


def test_a_campaign_without_criteria_takes_targets_of_the_units_own(bloc):
    row = approved(bloc)
    value = TargetValue.objects.get()
    assert (value.title, value.planned, value.measure_unit, value.direction) == ("Số hóa hồ sơ", D(95), "%", "up")
    assert row.state == "approved" and RegisteredMovement.objects.get().since == 1


def test_an_empty_registration_is_not_sent(bloc):
    row = targets.save_targets(campaign_id=bloc.campaign.pk, unit=bloc.unit, values={}, by=bloc.head)
    with refused(SheetReason.NOTHING_REGISTERED):
        targets.send_targets(registration_id=row.pk, by=bloc.head)


def test_sending_meets_the_milestone_once_with_a_receipt(bloc):
    assert cell(bloc).label == "Chưa gửi"
    row = sent(bloc)
    act, receipt = RegistrationAct.objects.get(), Receipt.objects.get()
    assert (act.receipt, act.sha256, act.sha256) == (receipt, receipt.sha256, checksum(act.content))
    assert (cell(bloc).is_sent, cell(bloc).days_late) == (True, 0)
    assert registered_at(bloc.campaign.pk)[bloc.unit.pk] == act
    targets.return_targets(registration_id=row.pk, target_ids=[], parts=["movements"], note="Thiếu", by=bloc.leader)
    assert cell(bloc).state == "returned"
    with clock.at(clock.now() + dt.timedelta(days=20)):
        targets.send_targets(registration_id=row.pk, by=bloc.head)
        assert registered_at(bloc.campaign.pk)[bloc.unit.pk].at == act.at, "the first arrival counts"
        targets.approve_targets(registration_id=row.pk, by=bloc.leader)
    assert (cell(bloc).state, cell(bloc).days_late) == ("accepted", 0)


def test_late_days_are_those_of_the_first_sending(bloc):
    with clock.at(clock.now() + dt.timedelta(days=13)):
        sent(bloc)
    assert Receipt.objects.get().days_late == 3


def test_an_amendment_leaves_the_milestone_as_it_stands(bloc):
    row = amend(bloc, approved(bloc))
    targets.send_targets(registration_id=row.pk, by=bloc.head)
    assert (cell(bloc).state, Receipt.objects.count()) == ("accepted", 1)
    targets.return_targets(registration_id=row.pk, target_ids=[], parts=["aims"], note="Thiếu", by=bloc.leader)
    assert cell(bloc).state == "accepted"
    assert list(row.acts.values_list("step", "version")) == [
        ("send", 1), ("approve", 1), ("amend", 2), ("send", 2), ("return", 2),
    ]  # fmt: skip


def test_recalled_it_is_owed_again_and_reminders_follow(bloc):
    row = sent(bloc)
    targets.recall_targets(registration_id=row.pk, by=bloc.head)
    assert (cell(bloc).state, cell(bloc).is_sent) == ("draft", False)


def test_nothing_is_uploaded_for_the_milestone(bloc):
    with refused(CampaignReason.BY_REGISTRATION):
        campaigns.save_submission(deadline_id=bloc.due.pk, unit=bloc.unit, text="Bản đăng ký", by=bloc.head)
    sent(bloc)
    with refused(CampaignReason.BY_REGISTRATION):
        campaigns.accept(submission_id=Submission.objects.get().pk, by=bloc.leader)


def test_what_the_leader_registers_for_the_bloc_stays_a_paper(bloc):
    due = DeadlineFactory(campaign=bloc.campaign, kind="registration", owes="leader", to_leader=False, to_council=True)
    assert not due.by_registration
    campaigns.save_submission(deadline_id=due.pk, unit=bloc.bloc.units[0], text="Đăng ký của khối", by=bloc.leader)


@pytest.mark.parametrize(("to_members", "told"), [(True, True), (False, False)])
def test_addressees_are_told_and_read_it_once_it_is_sent(bloc, client, to_members, told):
    bloc.due.to_members = to_members
    bloc.due.save()
    address = reverse("scoring:registration", args=[bloc.campaign.pk, bloc.unit.pk])
    write(bloc)
    client.force_login(bloc.other_unit_head)
    assert client.get(address).status_code == 404
    targets.send_targets(registration_id=Registration.objects.get().pk, by=bloc.head)
    assert client.get(address).status_code == (200 if told else 404)
    people = {note.user for note in Notification.objects.filter(kind="registration_copied", channel="in_app")}
    assert (bloc.other_unit_head in people, bloc.board in people) == (told, True)
    assert not people & {bloc.head, bloc.staff}, "the unit itself is no addressee"
    for page in ("aims", "registration_history"):
        answer = client.get(reverse(f"awards:{page}", args=[bloc.campaign.pk, bloc.unit.pk]))
        assert answer.status_code == (200 if told and page == "aims" else 404)


def test_a_member_never_reads_what_is_being_amended(bloc, client):
    bloc.due.to_members = True
    bloc.due.save()
    row = amend(bloc, approved(bloc))
    pk = own_rows(row)[0].target.pk
    write(bloc, own=[OwnInput("Mật danh 8765", D(1), pk=pk)], movements=[MovementInput("Phong trào 8765")])
    save_aims(campaign_id=bloc.campaign.pk, unit=bloc.unit, rows=[AimInput(award_type().pk, 87)], by=bloc.head)
    for who in ("other_unit_head", "leader", "board"):
        client.force_login(bloc.people[who])
        for name in (
            "scoring:registration",
            "awards:aims",
            "awards:registrations_table",
            "awards:registration_history",
        ):
            args = [bloc.campaign.pk] if name.endswith("table") else [bloc.campaign.pk, bloc.unit.pk]
            text = client.get(reverse(name, args=args)).content.decode()
            assert "8765" not in text and ">87<" not in text and "Giao lại giữa năm" not in text, (who, name)
    client.force_login(bloc.staff)
    assert "8765" in client.get(reverse("scoring:registration", args=[bloc.campaign.pk, bloc.unit.pk])).content.decode()


def test_approved_rows_are_closed_never_changed(bloc):
    save_aims(
        campaign_id=bloc.campaign.pk,
        unit=bloc.unit,
        rows=[AimInput(award_type().pk, 2, "Phòng A\n\nPhòng B ")],
        by=bloc.head,
    )
    row = amend(bloc, approved(bloc))
    first = Aim.objects.get()
    assert (first.listed, row.aims_sha256 != "") == (["Phòng A", "Phòng B"], True)
    save_aims(campaign_id=bloc.campaign.pk, unit=bloc.unit, rows=[AimInput(award_type().pk, 3)], by=bloc.head)
    save_aims(campaign_id=bloc.campaign.pk, unit=bloc.unit, rows=[AimInput(award_type().pk, 4)], by=bloc.head)
    write(bloc, own=[], movements=[])
    first.refresh_from_db()
    assert (first.count, first.since, first.until) == (2, 1, 1)
    assert list(Aim.objects.order_by("since").values_list("count", "since")) == [(2, 1), (4, 2)]
    assert RegisteredMovement.objects.get().until == 1
    assert AuditEntry.objects.filter(event="registration.aims").count() == 3


def test_moving_a_row_is_no_change(bloc):
    rows = [AimInput(award_type(code).pk) for code in (TITLE, FORM)]
    save = {"campaign_id": bloc.campaign.pk, "unit": bloc.unit, "by": bloc.head}
    save_aims(rows=rows, **save)
    row = amend(bloc, approved(bloc))
    save_aims(rows=rows[::-1], **save)
    row.refresh_from_db()
    assert Aim.objects.filter(since=2).count() == 0 and changes(wording(row, 1), wording(row, 2)) == []


def test_aims_are_named_once_and_must_be_in_force(bloc):
    kind = award_type()
    save = {"campaign_id": bloc.campaign.pk, "unit": bloc.unit, "by": bloc.head}
    with refused(AwardReason.AIMED_TWICE):
        save_aims(rows=[AimInput(kind.pk), AimInput(kind.pk)], **save)
    type(kind).objects.filter(pk=kind.pk).update(valid_to=clock.today() - dt.timedelta(days=1))
    with refused(AwardReason.TYPE_NOT_VALID):
        save_aims(rows=[AimInput(kind.pk)], **save)


@pytest.mark.parametrize("who", ["other_unit_head", "viewer", "other_bloc_leader", "leader"])
def test_who_may_not_write_aims(bloc, who):
    write(bloc)
    with pytest.raises(Refused):
        save_aims(campaign_id=bloc.campaign.pk, unit=bloc.unit, rows=[], by=bloc.people[who])


def test_only_returned_parts_are_open(bloc):
    row = sent(bloc)
    targets.return_targets(registration_id=row.pk, target_ids=[], parts=["aims"], note="Bổ sung", by=bloc.leader)
    with refused(CampaignReason.PART_CLOSED):
        write(bloc, own=[], movements=[])
    write(bloc, own=[OwnInput("Khác", D(1))], movements=None)
    assert [one.target.title for one in own_rows(row)] == ["Số hóa hồ sơ"], "own targets were not returned"
    save_aims(campaign_id=bloc.campaign.pk, unit=bloc.unit, rows=[AimInput(award_type().pk)], by=bloc.head)
    assert targets.send_targets(registration_id=row.pk, by=bloc.head).returned_parts == []


def test_nothing_chosen_is_not_returned(bloc):
    row = sent(bloc)
    with pytest.raises(Exception, match="Hãy chọn ít nhất một dòng"):
        targets.return_targets(registration_id=row.pk, target_ids=[], parts=["nothing"], note="Thiếu", by=bloc.leader)


def test_an_approved_own_target_is_given_up_with_a_reason_a_new_one_taken_out(bloc):
    row = amend(bloc, approved(bloc))
    pk = own_rows(row)[0].target.pk
    write(
        bloc, own=[OwnInput("Số hóa hồ sơ", D(95), "%", pk=pk, assigned=False), OwnInput("Mới", D(1))], movements=None
    )
    with pytest.raises(targets.IncompleteTargets, match="chưa ghi lý do thôi thực hiện"):
        targets.send_targets(registration_id=row.pk, by=bloc.head)
    new = own_rows(row)[1].target.pk
    write(
        bloc,
        own=[
            OwnInput("Số hóa hồ sơ", D(95), "%", pk=pk, assigned=False, note="Chuyển nhiệm vụ"),
            OwnInput("Mới", D(1), pk=new, assigned=False),
        ],
        movements=None,
    )
    assert [one.target.pk for one in own_rows(row)] == [pk]
    targets.send_targets(registration_id=row.pk, by=bloc.head)
    targets.approve_targets(registration_id=row.pk, by=bloc.leader)
    assert [(v.version, v.assigned) for v in TargetValue.objects.order_by("pk")] == [(1, True), (2, False)]


def test_two_wordings_side_by_side(bloc, client):
    row = amend(bloc, approved(bloc))
    pk = own_rows(row)[0].target.pk
    write(bloc, own=[OwnInput("Số hóa hồ sơ", D(98), "%", pk=pk)], movements=[MovementInput("Chuyển đổi số")])
    save_aims(campaign_id=bloc.campaign.pk, unit=bloc.unit, rows=[AimInput(award_type().pk, 1)], by=bloc.head)
    row.refresh_from_db()
    found = [(one.kind, one.before, one.after) for one in changes(wording(row, 1), wording(row, 2))]
    assert found == [
        ("sửa", "95 %", "98 %"),
        ("thêm", "–", "chưa ghi mục tiêu, thời gian"),
        ("bỏ", "Giảm giấy in", "–"),
        ("thêm", "–", "1"),
    ]
    client.force_login(bloc.staff)
    address = reverse("awards:registration_history", args=[bloc.campaign.pk, bloc.unit.pk])
    page = client.get(address).content.decode()
    assert "98 %" in page and "Giao lại giữa năm" in page
    for query in ("?tu=x&den=9", "?tu=1&den=1", "?tu=99999999999999999999"):
        assert client.get(address + query).status_code == 200


def test_links_follow_a_newer_version_of_the_criteria_set(world):
    from scoring import services

    scene = scenes.open_scoring(world)
    copy = services.copy_set(set_id=scene.set.pk, by=world.board)
    three = copy.criteria.get(code="3")
    three.title = "Tiêu chí 3 viết lại"
    three.save()
    copy = services.put_in_force(set_id=copy.pk, by=world.board)
    services.adopt_version(campaign_id=scene.campaign.pk, criteria_set_id=copy.pk, by=world.board)
    assert scenes.line(scene.sheet, "3").target == D(10)
    row = Registration.objects.get(unit=scene.sheet.unit)
    linked = set(row.targets.values_list("criterion_link__criterion__criteria_set", flat=True))
    assert linked == {copy.pk}
