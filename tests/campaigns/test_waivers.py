"""A duty officially skipped: not owed, not late, not reminded of, shown with its reason; and taken back."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from campaigns import services
from campaigns.models import DutyWaiver, Reminder
from campaigns.owing import owed_units
from campaigns.permissions import CampaignReason
from campaigns.permissions_handovers import YearReason
from campaigns.progress import board_of, cells_of
from campaigns.services.waivers import end_waiver, waive_duty
from tests.factories import BlocYearFactory, CampaignFactory, DeadlineFactory, MembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db
D = dt.date


@pytest.fixture
def due(world):
    return services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=world.leader,
        title="Báo cáo sơ kết",
        kind="midyear_report",
        precision="day",
        value=timezone.localdate() + dt.timedelta(days=20),
        to_leader=True,
    )


def refusal(call, **values):
    before = AuditEntry.objects.count(), DutyWaiver.objects.count()
    with pytest.raises(Refused) as caught:
        call(**values)
    assert (AuditEntry.objects.count(), DutyWaiver.objects.count()) == before
    return caught.value.reason


def test_a_skipped_duty_is_not_owed_and_not_reminded_of(world, due):
    unit = world.bloc.units[2]
    assert Reminder.objects.filter(deadline=due, unit=unit, state="planned").exists()
    row = waive_duty(deadline_id=due.pk, unit=unit, reason="Mới vào khối", by=world.leader)
    assert unit not in owed_units(due)
    assert set(Reminder.objects.filter(deadline=due, unit=unit).values_list("state", flat=True)) == {"stopped"}
    assert AuditEntry.objects.filter(event="duty.waive", note="Mới vào khối").count() == 1
    told = Notification.objects.filter(kind="duty_waived", channel="in_app").values_list("user", flat=True)
    assert set(told) == {world.staff.pk, world.head.pk}
    assert (row.waived, row.acting_as) == (True, world.leader.acting_label)


def test_the_board_shows_it_with_its_reason_and_counts_it_neither_open_nor_late(world, due):
    unit = world.bloc.units[2]
    type(due).objects.filter(pk=due.pk).update(last_day=timezone.localdate() - dt.timedelta(days=3))
    due.refresh_from_db()
    before = board_of(world.bloc.campaign).counts()
    waive_duty(deadline_id=due.pk, unit=unit, reason="Mới vào khối", by=world.leader)
    cell = cells_of([due])[due.pk, unit.pk]
    assert (cell.label, cell.waived, cell.is_late, cell.kind) == ("Bỏ qua kỳ này", "Mới vào khối", False, "lock")
    after = board_of(world.bloc.campaign).counts()
    assert (after["open"], after["late"], after["all"]) == (before["open"] - 1, before["late"] - 1, before["all"])


def test_taking_it_back_is_a_further_row(world, due):
    unit = world.bloc.units[2]
    waive_duty(deadline_id=due.pk, unit=unit, reason="Mới vào khối", by=world.leader)
    end_waiver(deadline_id=due.pk, unit=unit, reason="Đã ổn định", by=world.board)
    assert unit in owed_units(due)
    assert list(DutyWaiver.objects.values_list("waived", flat=True)) == [True, False]
    assert Reminder.objects.filter(deadline=due, unit=unit, state="planned").exists()


def test_refusals(world, due):
    unit, own = world.bloc.units[2], world.bloc.units[0]
    call = {"deadline_id": due.pk, "unit": unit, "reason": "Lý do"}
    assert refusal(waive_duty, by=world.head, **call) == Reason.NOT_YOUR_ROLE
    assert refusal(waive_duty, by=world.other_bloc_leader, **call) == Reason.OUT_OF_REACH
    assert refusal(waive_duty, by=world.leader, **call | {"unit": own}) == YearReason.OWN_WAIVER
    stranger = world.other_bloc.units[2]
    assert refusal(waive_duty, by=world.leader, **call | {"unit": stranger}) == CampaignReason.DOES_NOT_OWE
    assert refusal(end_waiver, by=world.leader, **call) == YearReason.NOT_WAIVED
    with pytest.raises(ValidationError):
        waive_duty(by=world.leader, **call | {"reason": "  "})
    services.save_submission(deadline_id=due.pk, unit=unit, text="Kết quả", by=world.staff)
    services.submit(submission_id=due.submissions.get(unit=unit).pk, by=world.head)
    assert refusal(waive_duty, by=world.leader, **call) == YearReason.SENT_FOR_IT


def test_the_page_keeps_what_was_typed_and_says_what_is_missing(world, due, sign_in):
    client, url = sign_in(world.leader), reverse("campaigns:waiver_create", args=[due.pk])
    response = client.post(url, {"unit": "", "reason": "Mới vào khối từ tháng 9"})
    assert response.status_code == 422
    assert "Mới vào khối từ tháng 9" in response.content.decode()
    unit = world.bloc.units[2]
    assert client.post(url, {"unit": unit.pk, "reason": "Mới vào khối"}).status_code == 302
    shown = client.get(reverse("campaigns:deadline_detail", args=[due.pk])).content.decode()
    assert "Bỏ qua kỳ này" in shown and "Mới vào khối" in shown
    assert (
        client.post(reverse("campaigns:waiver_end", args=[due.pk]), {"unit": unit.pk, "reason": "Lại nộp"}).status_code
        == 302
    )


def test_a_unit_that_moved_in_july_reports_to_each_bloc_for_its_part(world):
    """The mid-year report belongs to the old bloc, the year's report to the new one."""
    old, new = (BlocYearFactory(bloc__authority=world.a, year=2025) for _ in range(2))
    unit = UnitFactory(authority=world.a)
    MembershipFactory(bloc_year=old, unit=unit, valid_from=D(2025, 1, 1), valid_to=D(2025, 7, 14))
    MembershipFactory(bloc_year=new, unit=unit, valid_from=D(2025, 7, 15))
    owed = {}
    for name, bloc_year in (("old", old), ("new", new)):
        campaign = CampaignFactory(bloc_year=bloc_year)
        for when, day in (("mid", D(2025, 6, 25)), ("year", D(2025, 12, 10))):
            deadline = DeadlineFactory(campaign=campaign, value=day)
            deadline.refresh_from_db()
            owed[name, when] = unit in owed_units(deadline)
    assert owed == {("old", "mid"): True, ("old", "year"): False, ("new", "mid"): False, ("new", "year"): True}
