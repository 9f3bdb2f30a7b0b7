"""The pledge: frozen, signed by every head, opened again, closed; paper signatures and late joiners."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts import clock
from accounts.canonical import sha256_of
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from accounts.reauth import Confirmation
from blocs.models import Membership, Post
from campaigns.models import PledgeSignature, PledgeText, Reminder, TargetValue
from campaigns.permissions_pledges import PledgeReason
from campaigns.progress import board_of
from campaigns.services import pledge_signing, pledges, promised
from campaigns.services.reminders import replan
from campaigns.signing import signing_of
from campaigns.states_pledges import PledgeState
from tests.campaigns.pledge_scenes import (
    WORDS,
    confirmed,
    draft,
    heads,
    on_paper,
    opened,
    promise,
    scan,
    sign,
    sign_all,
    title_of,
)
from tests.factories import DeadlineFactory, MembershipFactory, UnitFactory
from tests.world import person

pytestmark = pytest.mark.django_db


def events(target) -> list[str]:
    rows = AuditEntry.objects.filter(target_type=target._meta.label_lower, target_id=str(target.pk))
    return list(rows.order_by("pk").values_list("event", flat=True))


def fresh(pledge):
    return type(pledge).objects.for_decisions().get(pk=pledge.pk)


def told(kind) -> set:
    return {row.user for row in Notification.objects.filter(kind=kind, channel="in_app")}


def late_member(world):
    unit = UnitFactory(authority=world.a)
    MembershipFactory(bloc_year=world.bloc.year, unit=unit, valid_from=clock.today())
    return unit, person(unit, role="head")


def test_the_text_is_frozen_with_its_checksum_and_everybody_is_invited(world):
    promise(world, 2, ("Sáng kiến", "sáng kiến", "2"))
    promise(world, 3, ("Sáng kiến", "sáng kiến", "3"))
    text = opened(world)
    text.refresh_from_db()
    assert sha256_of(text.content) == text.sha256
    assert text.unit_ids == [unit.pk for unit in world.bloc.units]
    assert text.content["targets"]["shared"][0]["planned"] == ""
    assert events(text.pledge) == ["pledge.save", "pledge.open"]
    assert {world.leader, world.deputy, world.head, world.staff} <= told("pledge_open")
    assert world.other_bloc_head not in told("pledge_open")


def test_only_sums_that_have_a_meaning_are_kept(world):
    promise(world, 2, ("Sáng kiến", "sáng kiến", "2"), ("Tỷ lệ", "%", "90"))
    promise(world, 3, ("Sáng kiến", "sáng kiến", "3"), ("Tỷ lệ", "%", "95"))
    keys = [row.key for row in pledges.promises_of(world.bloc.campaign)]
    text = opened(world, summed=keys)
    assert [(row["how"], row["planned"]) for row in text.content["targets"]["shared"]] == [("sum", "5"), ("each", "")]


def test_the_words_in_force_are_promised_while_an_amendment_is_written(world):
    row = promise(world, 2, ("Sáng kiến", "việc", "2"))
    row.targets.update(title="Đang sửa", direction="down", planned=1)
    TargetValue.objects.create(
        target=row.targets.get(), version=2, title="Sáng kiến", planned=3, by=world.board, at=clock.now()
    )
    said = [(each.title, each.direction, each.planned) for each in pledges.promises_of(world.bloc.campaign)]
    assert said == [("Sáng kiến", "up", 3)]


def test_what_is_promised_later_does_not_touch_the_frozen_text(world):
    text = opened(world)
    promise(world, 2, ("Sáng kiến", "sáng kiến", "2"))
    text.refresh_from_db()
    assert text.content["targets"] == {"shared": [], "own": []} and sha256_of(text.content) == text.sha256


def test_the_leader_sees_whose_targets_changed_after_the_text_was_frozen(world):
    for place in (2, 3):
        promise(
            world, place, ("Sáng kiến" if place == 2 else "sáng kiến ", "việc", "2"), ("Riêng", f"đơn {place}", "1")
        )
    text = opened(world)
    assert promised.changed_since(text) == []
    TargetValue.objects.create(
        target=TargetValue.objects.first().target,
        version=2,
        planned=9,
        measure_unit="việc",
        by=world.board,
        at=clock.now(),
    )
    assert promised.changed_since(text) == [world.bloc.units[2].name]
    assert fresh(text.pledge).text.sha256 == text.sha256
    leave(world, 2)
    assert promised.changed_since(text) == []


@pytest.mark.parametrize("missing", ["aim", "contents", "promise"])
def test_an_empty_pledge_is_not_opened(world, missing):
    row = pledges.save_pledge(campaign_id=world.bloc.campaign.pk, by=world.leader, words=WORDS | {missing: " "})
    with pytest.raises(Refused) as refused:
        pledges.open_pledge(pledge_id=row.pk, by=world.leader)
    assert refused.value.reason == PledgeReason.NOTHING_SAID


def test_two_writers_the_second_is_told(world):
    row = draft(world)
    with pytest.raises(Refused) as refused:
        pledges.save_pledge(campaign_id=row.campaign_id, by=world.board, words=WORDS, seen=0)
    assert refused.value.reason == Reason.STALE


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("head", Reason.NOT_YOUR_ROLE),
        ("deputy", Reason.NOT_YOUR_ROLE),
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("other_bloc_leader", Reason.OUT_OF_REACH),
        ("foreign_board", Reason.OUT_OF_REACH),
    ],
)
def test_only_leader_and_board_open_reopen_and_close(world, who, reason):
    pledge, by = opened(world).pledge, world.people[who]
    for call in (pledges.reopen_pledge, pledges.close_pledge):
        with pytest.raises(Refused) as refused:
            call(pledge_id=pledge.pk, reason="Lý do", by=by)
        assert refused.value.reason == reason


def test_a_signature_keeps_name_post_unit_and_checksum_of_the_day(world):
    title_of(world.head, "Giám đốc Sở")
    text, unit = opened(world), world.bloc.units[2]
    row = sign(text, unit, world.head)
    name = unit.name
    unit.name = "Tên sau sáp nhập"
    unit.save()
    row.refresh_from_db()
    kept = (row.signer_name, row.signer_post, row.unit_name, row.sha256, row.signed_on, row.method)
    assert kept == (world.head.full_name, "Giám đốc Sở", name, text.sha256, clock.today(), "app")
    assert events(row) == ["pledge.sign"]
    assert signing_of(fresh(text.pledge)).signed == 1


@pytest.mark.parametrize(
    ("who", "place", "reason"),
    [
        ("staff", 2, PledgeReason.NOT_THE_HEAD),
        ("head", 3, PledgeReason.NOT_THE_HEAD),
        ("leader", 2, PledgeReason.NOT_THE_HEAD),
        ("board", 2, PledgeReason.NOT_THE_HEAD),
        ("former_leader", 2, PledgeReason.NOT_THE_HEAD),
        ("other_bloc_head", 2, PledgeReason.NOT_THE_HEAD),
    ],
)
def test_nobody_else_signs_for_a_unit(world, who, place, reason):
    with pytest.raises(Refused) as refused:
        sign(opened(world), world.bloc.units[place], world.people[who])
    assert refused.value.reason == reason
    assert not PledgeSignature.objects.exists()


def test_a_signature_needs_the_password_typed_a_moment_ago_by_the_same_person(world):
    text, unit = opened(world), world.bloc.units[2]
    old = Confirmation(world.head.pk, clock.now() - dt.timedelta(minutes=6))
    for proof in (old, confirmed(world.leader)):
        with pytest.raises(Refused) as refused:
            sign(text, unit, world.head, confirmed=proof)
        assert refused.value.reason == PledgeReason.NOT_CONFIRMED


def test_what_was_shown_must_be_what_is_signed(world):
    with pytest.raises(Refused) as refused:
        sign(opened(world), world.bloc.units[2], world.head, sha256="0" * 64)
    assert refused.value.reason == Reason.STALE


def test_nobody_signs_twice(world):
    text = opened(world)
    sign(text, world.bloc.units[2], world.head)
    with pytest.raises(Refused) as refused:
        sign(text, world.bloc.units[2], world.head)
    assert refused.value.reason == PledgeReason.SIGNED_ALREADY


def test_signatures_of_a_reopened_text_stay_and_count_no_longer(world):
    text = opened(world)
    sign(text, world.bloc.units[2], world.head)
    pledges.reopen_pledge(pledge_id=text.pledge_id, reason="Sai chỉ tiêu", by=world.leader)
    assert PledgeSignature.objects.count() == 1 and not PledgeSignature.objects.counting().exists()
    with pytest.raises(Refused) as refused:
        sign(text, world.bloc.units[3], world.other_unit_head)
    assert refused.value.reason == PledgeReason.OTHER_TEXT
    assert world.head in told("pledge_reopened")
    again = pledges.open_pledge(pledge_id=text.pledge_id, by=world.leader)
    assert again.number == 2 and again.sha256 != text.sha256
    assert signing_of(fresh(again.pledge)).signed == 0


def test_reopening_and_closing_need_a_reason(world):
    pledge = opened(world).pledge
    for call in (pledges.reopen_pledge, pledges.close_pledge):
        with pytest.raises(Refused) as refused:
            call(pledge_id=pledge.pk, reason="  ", by=world.leader)
        assert refused.value.reason == Reason.REASON_MISSING


def test_it_closes_by_itself_with_the_last_signature(world):
    text = opened(world)
    sign_all(world, text, range(3))
    assert fresh(text.pledge).state == PledgeState.SIGNING
    sign_all(world, text, [3])
    pledge = fresh(text.pledge)
    assert pledge.state == PledgeState.CLOSED and pledge.close_note == ""
    assert world.staff in told("pledge_closed")


def test_a_unit_that_left_the_bloc_is_not_waited_for(world):
    text = opened(world)
    yesterday = clock.today() - dt.timedelta(days=1)
    Membership.objects.filter(bloc_year=world.bloc.year, unit=world.bloc.units[3]).update(valid_to=yesterday)
    sign_all(world, text, range(3))
    assert fresh(text.pledge).state == PledgeState.CLOSED


def leave(world, place: int, on=None) -> None:
    day = (on or clock.today()) - dt.timedelta(days=1)
    Membership.objects.filter(bloc_year=world.bloc.year, unit=world.bloc.units[place]).update(valid_to=day)


def test_who_has_left_the_bloc_signs_nothing_any_more(world):
    text, unit = opened(world), world.bloc.units[2]
    leave(world, 2)
    with pytest.raises(Refused) as refused:
        sign(text, unit, world.head)
    assert refused.value.reason == PledgeReason.LEFT_THE_BLOC
    with pytest.raises(Refused) as refused:
        on_paper(text, unit, world.leader)
    assert refused.value.reason == PledgeReason.LEFT_THE_BLOC
    assert on_paper(text, unit, world.leader, day=clock.today() - dt.timedelta(days=1)).signed_on < clock.today()


def test_a_former_head_no_longer_signs(world):
    text = opened(world)
    yesterday = clock.today() - dt.timedelta(days=1)
    Post.objects.filter(user=world.head, unit=world.bloc.units[2]).update(valid_to=yesterday)
    with pytest.raises(Refused):
        sign(text, world.bloc.units[2], type(world.head).objects.get(pk=world.head.pk))
    assert not PledgeSignature.objects.exists()


def test_a_signature_stays_when_its_signers_post_ends(world):
    text = opened(world)
    row = sign(text, world.bloc.units[2], world.head)
    yesterday = clock.today() - dt.timedelta(days=1)
    Post.objects.filter(user=world.head).update(valid_to=yesterday)
    mine = next(each for each in signing_of(fresh(text.pledge)).rows if each.unit_id == world.bloc.units[2].pk)
    assert (mine.signature, mine.head) == (row, "")


def test_it_is_closed_without_a_reason_when_the_last_missing_unit_has_left(world):
    text = opened(world)
    sign_all(world, text, range(3))
    with pytest.raises(Refused):
        pledges.close_pledge(pledge_id=text.pledge_id, reason="", by=world.leader)
    leave(world, 3)
    pledge = pledges.close_pledge(pledge_id=text.pledge_id, reason="", by=world.leader)
    assert (pledge.state, pledge.close_note) == (PledgeState.CLOSED, "")


def test_closed_by_the_leader_takes_no_more_signatures(world):
    text = opened(world)
    pledges.close_pledge(pledge_id=text.pledge_id, reason="Đơn vị đang giải thể", by=world.leader)
    with pytest.raises(Refused) as refused:
        sign(text, world.bloc.units[2], world.head)
    assert refused.value.reason == PledgeReason.NOT_OPEN


def test_paper_signatures_carry_the_scan_and_the_unit_may_object(world):
    text, unit = opened(world), world.bloc.units[2]
    row = on_paper(text, unit, world.leader)
    assert (row.method, row.signer_name, row.scan.by) == ("paper", "Trần Văn Ký", world.leader)
    assert {world.head, world.staff} == told("pledge_paper")
    pledge_signing.object_signature(signature_id=row.pk, reason="Tôi chưa ký", by=world.head)
    assert not PledgeSignature.objects.counting().exists() and told("pledge_objected") == {world.leader}
    assert sign(text, unit, world.head).number == 2
    assert events(row) == ["pledge.paper", "pledge.object"]


def test_an_objection_opens_what_had_closed_by_itself(world):
    text = opened(world)
    sign_all(world, text, [0, 1, 3])
    row = on_paper(text, world.bloc.units[2], world.leader)
    assert fresh(text.pledge).state == PledgeState.CLOSED
    pledge_signing.object_signature(signature_id=row.pk, reason="Tôi chưa ký", by=world.head)
    assert fresh(text.pledge).state == PledgeState.SIGNING


@pytest.mark.parametrize(
    ("who", "reason"), [("staff", PledgeReason.NOT_THE_HEAD), ("other_unit_head", PledgeReason.NOT_THE_HEAD)]
)
def test_only_the_units_head_objects(world, who, reason):
    row = on_paper(opened(world), world.bloc.units[2], world.leader)
    with pytest.raises(Refused) as refused:
        pledge_signing.object_signature(signature_id=row.pk, reason="Không đúng", by=world.people[who])
    assert refused.value.reason == reason


def test_what_was_signed_in_the_application_cannot_be_objected_to(world):
    row = sign(opened(world), world.bloc.units[2], world.head)
    with pytest.raises(Refused) as refused:
        pledge_signing.object_signature(signature_id=row.pk, reason="Không đúng", by=world.head)
    assert refused.value.reason == PledgeReason.ON_PAPER_ONLY


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (lambda: {"signers": {}}, "signed_on"),
        (lambda: {"signed_on": clock.today() + dt.timedelta(days=1)}, "signed_on"),
    ],
    ids=["nobody", "tomorrow"],
)
def test_bad_paper_signatures_are_refused_at_their_field(world, changes, field):
    text = opened(world)
    values = {"signers": {world.bloc.units[2].pk: ("An", "")}, "signed_on": clock.today()} | changes()
    with pytest.raises(ValidationError) as refused:
        pledge_signing.enter_paper_signatures(text_id=text.pk, file=scan(), by=world.leader, **values)
    assert list(refused.value.message_dict) == [field]


def test_a_late_joiner_signs_an_annex_that_names_the_pledge(world):
    text = opened(world)
    unit, head = late_member(world)
    assert [row.unit_id for row in signing_of(fresh(text.pledge)).late] == [unit.pk]
    with pytest.raises(Refused) as refused:
        sign(text, unit, head)
    assert refused.value.reason == PledgeReason.NOT_IN_TEXT
    sign_all(world, text)
    annex = pledges.make_annex(pledge_id=text.pledge_id, unit_id=unit.pk, by=world.leader)
    assert annex.content["joins"] == {"number": text.number, "sha256": text.sha256}
    assert sign(annex, unit, head) in PledgeSignature.objects.counting()
    with pytest.raises(Refused) as refused:
        pledges.make_annex(pledge_id=text.pledge_id, unit_id=unit.pk, by=world.leader)
    assert refused.value.reason == PledgeReason.HAS_ANNEX


def test_an_annex_stays_on_the_page_when_its_unit_leaves_again(world):
    text = opened(world)
    unit, head = late_member(world)
    row = sign(pledges.make_annex(pledge_id=text.pledge_id, unit_id=unit.pk, by=world.leader), unit, head)
    with clock.at(clock.now() + dt.timedelta(days=3)):
        Membership.objects.filter(unit=unit).update(valid_to=clock.today() - dt.timedelta(days=1))
        late = signing_of(fresh(text.pledge)).late
    assert [(each.unit_id, each.signature, each.left) for each in late] == [(unit.pk, row, True)]


def test_a_member_of_the_first_day_needs_no_annex(world):
    text = opened(world)
    with pytest.raises(Refused) as refused:
        pledges.make_annex(pledge_id=text.pledge_id, unit_id=world.bloc.units[2].pk, by=world.leader)
    assert refused.value.reason == PledgeReason.NOT_LATE


def test_reminding_tells_only_those_who_have_not_signed_once_a_day(world):
    text = opened(world)
    sign(text, world.bloc.units[2], world.head)
    names = pledge_signing.remind_signers(pledge_id=text.pledge_id, by=world.leader)
    pledge_signing.remind_signers(pledge_id=text.pledge_id, by=world.leader)
    assert len(names) == 3
    assert world.head not in told("pledge_remind") and world.other_unit_head in told("pledge_remind")
    rows = Notification.objects.filter(kind="pledge_remind", channel="in_app", user=world.other_unit_head)
    assert rows.count() == 1


@pytest.fixture
def milestone(world):
    due = DeadlineFactory(campaign=world.bloc.campaign, kind="pledge", title="Ký giao ước", to_leader=False)
    replan([due])
    return due


def test_the_milestone_of_the_board_follows_the_signatures(world, milestone):
    assert board_of(world.bloc.campaign).deadlines == []
    text = opened(world)
    sign(text, world.bloc.units[2], world.head)
    cells = {row[0].pk: row[1][0] for row in board_of(world.bloc.campaign).rows}
    assert {pk: (cell.label, cell.is_sent) for pk, cell in cells.items()} == {
        unit.pk: ("Đã ký", True) if unit == world.bloc.units[2] else ("Chưa ký", False) for unit in world.bloc.units
    }
    pledges.reopen_pledge(pledge_id=text.pledge_id, reason="Sửa", by=world.leader)
    assert board_of(world.bloc.campaign).deadlines == []


def test_a_unit_that_has_signed_is_not_reminded(world, milestone):
    unit = world.bloc.units[2]
    planned = Reminder.objects.filter(deadline=milestone, unit=unit, state=Reminder.State.PLANNED)
    assert planned.exists()
    text = opened(world)
    sign(text, unit, world.head)
    assert not planned.exists()
    assert Reminder.objects.filter(deadline=milestone, unit=world.bloc.units[3], state="planned").exists()
    pledges.reopen_pledge(pledge_id=text.pledge_id, reason="Sửa", by=world.leader)
    assert planned.exists()


def test_signed_by_all_heads_every_unit_counts_once(world):
    text = opened(world)
    sign_all(world, text)
    assert set(PledgeSignature.objects.counting().values_list("unit_id", flat=True)) == set(heads(world))
    assert PledgeText.objects.count() == 1
