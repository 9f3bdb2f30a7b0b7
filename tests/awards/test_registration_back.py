"""Given back row by row with a reason each; an amendment given up leaves everything as it was approved."""

from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from awards.models import Aim
from awards.services.aims import AimInput, aims_of, checksum, save_aims, withdraw_amendment
from awards.services.consolidated import UnitColumn
from awards.services.wordings import changes, wording
from blocs.models import Unit
from campaigns.models import RegisteredMovement, Registration
from campaigns.services.registration_parts import MovementInput
from scoring.services import targets
from scoring.services.own_targets import OwnInput, own_rows
from tests.awards.scenes import award_type
from tests.factories import DeadlineFactory

pytestmark = pytest.mark.django_db
TWO = [OwnInput("Số hóa hồ sơ", D(95), "%"), OwnInput("Sáng kiến", D(3), "sáng kiến")]


@pytest.fixture
def bloc(world):
    DeadlineFactory(campaign=world.bloc.campaign, kind="registration", title="Đăng ký thi đua", to_leader=True)
    world.unit, world.campaign = world.bloc.units[2], world.bloc.campaign
    return world


def refused(reason):
    return pytest.raises(Refused, check=lambda error: error.reason == reason)


GREEN = (MovementInput("Văn phòng xanh"),)


def write(world, own=TWO, movements=GREEN):
    return targets.save_targets(
        campaign_id=world.campaign.pk, unit=world.unit, values={}, by=world.head, own=own, movements=list(movements)
    )


def sent(world):
    return targets.send_targets(registration_id=write(world).pk, by=world.head)


def approved(world):
    row = write(world)
    save_aims(campaign_id=world.campaign.pk, unit=world.unit, rows=[AimInput(award_type().pk, 2)], by=world.head)
    targets.send_targets(registration_id=row.pk, by=world.head)
    return targets.approve_targets(registration_id=row.pk, by=world.leader)


def give_back(world, row, reasons, **more):
    values = {"target_ids": [], "note": "", "by": world.leader} | more
    return targets.return_targets(registration_id=row.pk, reasons=reasons, **values)


def keys(row) -> list[int]:
    return [each.target.pk for each in own_rows(row)]


def test_each_row_says_why_it_comes_back(bloc):
    row = sent(bloc)
    first, second = keys(row)
    give_back(bloc, row, {first: "Thấp hơn năm trước", second: " "})
    rows = {each.target.pk: each.target for each in own_rows(row)}
    assert (rows[first].returned, rows[first].returned_note) == (True, "Thấp hơn năm trước")
    assert (rows[second].returned, rows[second].returned_note) == (False, "")
    words = "Số hóa hồ sơ: Thấp hơn năm trước"
    assert row.acts.get(step="return").note == words
    assert all(words in note.body for note in Notification.objects.filter(kind="registration_returned"))
    entry = AuditEntry.objects.get(event="registration.return")
    assert entry.after["returned"] == {"Số hóa hồ sơ": "Thấp hơn năm trước"}


def test_the_reason_stays_beside_the_row_until_it_is_decided(bloc):
    row = sent(bloc)
    first = keys(row)[0]
    give_back(bloc, row, {first: "Thấp"})
    row = targets.send_targets(registration_id=row.pk, by=bloc.head)
    target = own_rows(row)[0].target
    assert (target.returned, target.returned_note) == (False, "Thấp")
    targets.approve_targets(registration_id=row.pk, by=bloc.leader)
    assert own_rows(row)[0].target.returned_note == ""


def test_a_reason_is_never_missing(bloc):
    row = sent(bloc)
    first, second = keys(row)
    with refused(Reason.REASON_MISSING):
        give_back(bloc, row, {first: "Thấp"}, target_ids=[second])
    with refused(Reason.REASON_MISSING):
        give_back(bloc, row, {first: "Thấp"}, parts=["movements"])
    with pytest.raises(ValidationError):
        give_back(bloc, row, {}, note="Thiếu")
    assert row.acts.count() == 1 and not any(each.target.returned for each in own_rows(row))


def test_another_registrations_row_is_not_given_back(bloc):
    row, other = sent(bloc), bloc.bloc.units[3]
    theirs = targets.save_targets(
        campaign_id=bloc.campaign.pk, unit=other, values={}, by=bloc.other_unit_head, own=TWO[:1]
    )
    with pytest.raises(ValidationError):
        give_back(bloc, row, {keys(theirs)[0]: "Thấp"})


def test_what_was_typed_stays_when_it_is_refused(bloc, client):
    row = sent(bloc)
    first, second = keys(row)
    client.force_login(bloc.leader)
    url = reverse("scoring:registration_return", args=[row.pk])
    answer = client.post(
        url, {f"why-{first}": "Thấp & sai", "line": [second], "part": "aims", "why-x": "?", "why-": "?"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and Reason.REASON_MISSING.label in page
    assert 'value="Thấp &amp; sai"' in page
    assert page.count(" checked") == 3, "both rows and the part"
    answer = client.post(url, {f"why-{first}": "Thấp"})
    assert answer.status_code == 302
    client.force_login(bloc.head)
    page = client.get(reverse("scoring:registration", args=[bloc.campaign.pk, bloc.unit.pk])).content.decode()
    assert "bị trả lại: Thấp" in page and "lý do ghi ở từng dòng" in page


def amended(world):
    row = targets.amend_targets(registration_id=approved(world).pk, reason="Giao lại", by=world.head)
    first, second = keys(row)
    own = [
        OwnInput("Số hóa hồ sơ", D(80), "%", pk=first),
        OwnInput("Sáng kiến", D(3), "sáng kiến", assigned=False, note="Thôi", pk=second),
        OwnInput("Mới", D(1), "việc"),
    ]
    write(world, own, [MovementInput("Khác")])
    rows = [AimInput(award_type().pk, 9), AimInput(award_type("TTLDXS").pk, 1)]
    save_aims(campaign_id=world.campaign.pk, unit=world.unit, rows=rows, by=world.head)
    return Registration.objects.get(pk=row.pk)


def test_an_amendment_given_up_leaves_what_was_approved(bloc):
    row = amended(bloc)
    row = withdraw_amendment(registration_id=row.pk, by=bloc.staff)
    assert (row.state, row.version, row.decided_by) == ("approved", 2, bloc.leader)
    said = [(each.target.title, each.target.planned, each.target.assigned, each.changed) for each in own_rows(row)]
    assert said == [("Số hóa hồ sơ", D(95), True, False), ("Sáng kiến", D(3), True, False)]
    assert [each.name for each in RegisteredMovement.objects.of_version(2)] == ["Văn phòng xanh"]
    assert [aim.count for aim in aims_of(row)] == [2] and row.aims_sha256 == checksum(list(aims_of(row)))
    assert Aim.objects.count() == 1 and not changes(wording(row, 1), wording(row, 2))
    assert list(row.acts.values_list("step", flat=True)) == ["send", "approve", "amend", "withdraw"]


def test_one_given_back_may_be_given_up_and_amended_again(bloc):
    row = amended(bloc)
    targets.send_targets(registration_id=row.pk, by=bloc.head)
    give_back(bloc, row, {keys(row)[0]: "Không hạ chỉ tiêu"})
    row = withdraw_amendment(registration_id=row.pk, by=bloc.head)
    assert (row.state, row.note, row.returned_parts) == ("approved", "", [])
    assert not any(each.target.returned or each.target.returned_note for each in own_rows(row))
    assert targets.amend_targets(registration_id=row.pk, reason="Lần nữa", by=bloc.head).version == 3


@pytest.mark.parametrize(
    ("who", "reason"),
    [("other_bloc_head", Reason.OUT_OF_REACH), ("leader", None), ("board", None), ("other_unit_head", None)],
)
def test_only_the_unit_gives_its_amendment_up(bloc, who, reason):
    row = amended(bloc)
    with pytest.raises(Refused) as refusal:
        withdraw_amendment(registration_id=row.pk, by=bloc.people[who])
    assert reason is None or refusal.value.reason == reason
    assert Registration.objects.get(pk=row.pk).state == "draft"


def test_only_an_amendment_in_the_units_hands_is_given_up(bloc):
    row = amended(bloc)
    targets.send_targets(registration_id=row.pk, by=bloc.head)
    with refused(Reason.WRONG_STATE):
        withdraw_amendment(registration_id=row.pk, by=bloc.head)


def test_a_first_registration_is_no_amendment(bloc):
    row = write(bloc)
    with refused(Reason.WRONG_STATE):
        withdraw_amendment(registration_id=row.pk, by=bloc.head)


def test_the_table_says_what_hinders_a_registration_nothing_of_which_counts():
    column = UnitColumn(Unit(name="Sở A"), Registration(state="returned", version=1), 0)
    assert (column.words, UnitColumn(Unit(), None, 0).words) == ("bị trả lại", "chưa gửi")


def test_the_button_of_the_page(bloc, client):
    row = amended(bloc)
    client.force_login(bloc.head)
    page = reverse("scoring:registration", args=[bloc.campaign.pk, bloc.unit.pk])
    url = reverse("awards:registration_withdraw", args=[row.pk])
    assert url in client.get(page).content.decode()
    assert client.post(url).status_code == 302
    answer = client.get(page).content.decode()
    assert url not in answer and "đăng ký đã duyệt tiếp tục có hiệu lực" in answer
