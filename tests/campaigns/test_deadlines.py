"""Campaigns, deadlines and extensions as services: who may, what is refused, what is written."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from blocs.access import Action, granted
from blocs.models import Membership
from campaigns import services
from campaigns.models import Campaign, Deadline, Phase, PlanBasis, Submission
from campaigns.owing import owed_map, owed_units
from campaigns.permissions import CampaignReason, can_manage
from campaigns.progress import board_of
from campaigns.services import campaigns, nodes
from campaigns.when import DueRule
from tests.factories import (
    AuthorityFactory,
    BlocFactory,
    BlocYearFactory,
    DeadlineFactory,
    MembershipFactory,
    UnitFactory,
)

YEAR = dt.timedelta(days=365)


def add(world, by=None, **fields):
    values = {"title": "Báo cáo", "value": clock.today() + dt.timedelta(days=10), "to_leader": True} | fields
    return services.add_deadline(campaign_id=world.bloc.campaign.pk, by=by or world.leader, **values)


def refused_with(call, **kwargs):
    with pytest.raises(Refused) as refused:
        call(**kwargs)
    return refused.value.reason


MANAGE = [
    ("leader", None),
    ("leader_staff", None),
    ("board", None),
    ("deputy", Reason.NOT_YOUR_ROLE),
    ("head", Reason.NOT_YOUR_ROLE),
    ("staff", Reason.NOT_YOUR_ROLE),
    ("viewer", Reason.NOT_YOUR_ROLE),
    ("former_leader", Reason.NOT_YOUR_ROLE),
    ("other_bloc_leader", Reason.OUT_OF_REACH),
    ("foreign_board", Reason.OUT_OF_REACH),
    ("no_post", Reason.OUT_OF_REACH),
]


@pytest.mark.parametrize(("who", "reason"), MANAGE)
def test_who_manages_a_campaign(world, who, reason):
    assert can_manage(world.people[who], world.bloc.campaign).reason == reason


@pytest.mark.parametrize(("who", "reason"), [row for row in MANAGE if row[1]])
def test_every_managing_service_refuses(world, due, who, reason):
    by, campaign = world.people[who], world.bloc.campaign
    phase = services.add_phase(campaign_id=campaign.pk, by=world.leader, name="Đợt 1")
    plan = services.save_plan(campaign_id=campaign.pk, by=world.leader)
    node = services.add_node(plan_id=plan.pk, by=world.leader, title="I")
    basis = services.add_basis(plan_id=plan.pk, by=world.leader, about="x")
    recipient = services.add_recipient(plan_id=plan.pk, by=world.leader, text="x")
    before = AuditEntry.objects.count()
    calls = [
        (services.update_campaign, {"campaign_id": campaign.pk, "title": "x"}),
        (services.add_phase, {"campaign_id": campaign.pk, "name": "x"}),
        (services.update_phase, {"phase_id": phase.pk, "name": "x"}),
        (services.delete_phase, {"phase_id": phase.pk}),
        (services.add_deadline, {"campaign_id": campaign.pk, "title": "x", "precision": "none"}),
        (services.update_deadline, {"deadline_id": due.pk, "title": "x"}),
        (services.delete_deadline, {"deadline_id": due.pk}),
        (services.open_year, {"deadline_id": due.pk, "year": 2026}),
        (services.mark_done, {"deadline_id": due.pk, "on": None}),
        (services.save_plan, {"campaign_id": campaign.pk, "subject": "x"}),
        (services.issue_plan, {"plan_id": plan.pk}),
        (services.add_node, {"plan_id": plan.pk, "title": "x"}),
        (services.update_node, {"node_id": node.pk, "title": "x"}),
        (services.move_node, {"node_id": node.pk, "move": "up"}),
        (services.delete_node, {"node_id": node.pk}),
        (services.add_nodes, {"plan_id": plan.pk, "items": []}),
        (services.renumber, {"plan_id": plan.pk}),
        (services.restore_nodes, {"plan_id": plan.pk, "entry_id": 1}),
        (services.move_basis, {"basis_id": basis.pk, "move": "up"}),
        (services.move_recipient, {"recipient_id": recipient.pk, "move": "up"}),
        (services.add_member_recipients, {"plan_id": plan.pk}),
        (services.add_basis, {"plan_id": plan.pk, "about": "x"}),
        (services.update_basis, {"basis_id": basis.pk, "about": "y"}),
        (services.delete_basis, {"basis_id": basis.pk}),
        (services.add_recipient, {"plan_id": plan.pk, "text": "x"}),
        (services.update_recipient, {"recipient_id": recipient.pk, "text": "y"}),
        (services.delete_recipient, {"recipient_id": recipient.pk}),
        (
            services.grant_extension,
            {
                "deadline_id": due.pk,
                "unit": world.bloc.units[2],
                "last_day": due.last_day + YEAR,
                "reason": "x",
            },
        ),
    ]
    assert [refused_with(call, by=by, **kwargs) for call, kwargs in calls] == [reason] * len(calls)
    assert AuditEntry.objects.count() == before


def test_each_service_leaves_one_audit_row(world, events):
    campaign, by = world.bloc.campaign, world.leader
    events()
    phase = services.add_phase(campaign_id=campaign.pk, by=by, name="Đợt 1")
    services.update_phase(phase_id=phase.pk, by=by, name="Đợt một")
    deadline = add(world, phase=phase)
    services.update_deadline(deadline_id=deadline.pk, by=by, note="Nhớ")
    services.grant_extension(
        deadline_id=deadline.pk, unit=world.bloc.units[2], last_day=deadline.last_day + YEAR, reason="Bão", by=by
    )
    services.delete_deadline(deadline_id=deadline.pk, by=by)
    services.delete_phase(phase_id=phase.pk, by=by)
    services.update_campaign(campaign_id=campaign.pk, by=by, theme="Đoàn kết")
    plan = services.save_plan(campaign_id=campaign.pk, by=by)
    services.save_plan(campaign_id=campaign.pk, by=by, number="12", expected_version=plan.version)
    node = services.add_node(plan_id=plan.pk, by=by, title="I")
    other = services.add_node(plan_id=plan.pk, by=by, title="II")
    services.move_node(node_id=other.pk, move="up", by=by)
    services.update_node(node_id=node.pk, by=by, text="Nội dung")
    services.delete_node(node_id=node.pk, by=by)
    services.issue_plan(plan_id=plan.pk, by=by)
    services.reopen_plan(plan_id=plan.pk, by=by)
    assert events() == [
        "phase.create",
        "phase.update",
        "deadline.create",
        "deadline.update",
        "extension.grant",
        "deadline.delete",
        "phase.delete",
        "campaign.update",
        "plan.create",
        "plan.update",
        "node.create",
        "node.create",
        "node.move",
        "node.update",
        "node.delete",
        "plan.issue",
        "plan.reopen",
    ]


def test_a_campaign_for_a_bloc_year_is_made_once(world):
    bloc_year = BlocYearFactory(bloc=world.bloc.year.bloc, year=2019)
    made = services.create_campaign(by=world.board, bloc_year=bloc_year)
    assert (made.kind, made.from_year, made.to_year, made.authority) == ("regular", 2019, 2019, world.a)
    assert AuditEntry.objects.latest("pk").event == "campaign.create"
    assert refused_with(services.create_campaign, by=world.board, bloc_year=bloc_year) == CampaignReason.HAS_CAMPAIGN
    foreign = BlocYearFactory(bloc=BlocFactory(authority=world.b))
    assert refused_with(services.create_campaign, by=world.board, bloc_year=foreign) == Reason.OUT_OF_REACH
    assert refused_with(services.create_campaign, by=world.board, authority=world.b) == Reason.OUT_OF_REACH
    assert refused_with(services.create_campaign, by=world.head, authority=world.a) == Reason.OUT_OF_REACH


def test_a_movement_stands_under_its_own_authority_or_one_above(world):
    district = AuthorityFactory(parent=world.a, level="district")
    above = services.create_campaign(by=world.board, authority=world.a, title="Tỉnh", from_year=2021, to_year=2025)
    foreign = services.create_campaign(
        by=world.foreign_board, authority=world.b, title="Khác", from_year=2021, to_year=2025
    )
    campaign = Campaign.objects.create(
        kind="themed", authority=district, title="Huyện", from_year=2021, to_year=2025, parent=above
    )
    assert campaign.parent == above
    with pytest.raises(ValidationError) as error:
        services.update_campaign(campaign_id=above.pk, by=world.board, parent=foreign)
    assert "parent" in error.value.error_dict
    for wrong in ({"from_year": 2026}, {"title": ""}):
        with pytest.raises(ValidationError):
            services.update_campaign(campaign_id=above.pk, by=world.board, **wrong)


def test_blocs_join_a_movement_within_its_years(world, events):
    year = world.bloc.year.year
    movement = services.create_campaign(
        by=world.board, authority=world.a, title="Văn hóa công sở", from_year=year - 3, to_year=year
    )
    assert not Campaign.objects.visible_to(world.head).filter(pk=movement.pk)
    events()
    services.join_bloc(campaign_id=movement.pk, bloc_year=world.bloc.year, by=world.board)
    assert events() == ["campaign.join"]
    assert Campaign.objects.visible_to(world.head).filter(pk=movement.pk)
    assert can_manage(world.leader, movement).reason == Reason.NOT_YOUR_ROLE
    too_early = BlocYearFactory(bloc=world.bloc.year.bloc, year=year - 9)
    cases = [
        (world.bloc.year, CampaignReason.ALREADY_JOINED),
        (too_early, CampaignReason.OUTSIDE_YEARS),
        (world.foreign_bloc.year, CampaignReason.OTHER_AUTHORITY),
    ]
    for bloc_year, reason in cases:
        assert refused_with(services.join_bloc, campaign_id=movement.pk, bloc_year=bloc_year, by=world.board) == reason
    assert (
        refused_with(services.join_bloc, campaign_id=world.bloc.campaign.pk, bloc_year=world.bloc.year, by=world.board)
        == CampaignReason.NOT_A_MOVEMENT
    )


def test_in_a_movement_the_blocs_of_that_year_owe(world):
    year = world.bloc.year.year
    movement = services.create_campaign(
        by=world.board, authority=world.a, title="Phong trào", from_year=year - 3, to_year=year
    )
    early = BlocYearFactory(bloc=world.bloc.year.bloc, year=year - 2)
    old_unit = MembershipFactory(bloc_year=early, unit=UnitFactory(authority=world.a)).unit
    for bloc_year in (early, world.bloc.year, world.other_bloc.year):
        services.join_bloc(campaign_id=movement.pk, bloc_year=bloc_year, by=world.board)
    mid = DeadlineFactory(campaign=movement, value=dt.date(year - 2, 11, 1))
    end = DeadlineFactory(campaign=movement, value=dt.date(year, 11, 1))
    leaders = DeadlineFactory(campaign=movement, value=dt.date(year, 11, 1), owes=Deadline.Owes.LEADER)
    board = DeadlineFactory(campaign=movement, value=dt.date(year, 11, 1), owes=Deadline.Owes.BOARD)
    found = owed_map([mid, end, leaders, board])
    assert found[mid.pk] == [old_unit]
    assert set(found[end.pk]) == {*world.bloc.units, *world.other_bloc.units}
    assert set(found[leaders.pk]) == {world.bloc.units[0], world.other_bloc.units[0]}
    assert found[board.pk] == []


def test_who_owes_in_a_bloc_on_the_day_that_counts(world):
    today, campaign = clock.today(), world.bloc.campaign
    left, joins = UnitFactory(authority=world.a), UnitFactory(authority=world.a)
    MembershipFactory(bloc_year=world.bloc.year, unit=left, valid_to=today + dt.timedelta(days=5))
    MembershipFactory(bloc_year=world.bloc.year, unit=joins, valid_from=today + dt.timedelta(days=8))
    soon = DeadlineFactory(campaign=campaign, value=today + dt.timedelta(days=3))
    later = DeadlineFactory(campaign=campaign, value=min(today + dt.timedelta(days=10), dt.date(today.year, 12, 31)))
    assert set(owed_units(soon)) == {*world.bloc.units, left}
    if later.last_day >= today + dt.timedelta(days=8):
        assert set(owed_units(later)) == {*world.bloc.units, joins}
    assert set(owed_units(soon, on=today + dt.timedelta(days=6))) == set(world.bloc.units)


@pytest.mark.parametrize(("owes", "place"), [("leader", 0), ("deputy", 1)])
def test_officers_owe_as_units(world, owes, place):
    assert owed_units(DeadlineFactory(campaign=world.bloc.campaign, owes=owes)) == [world.bloc.units[place]]


def test_papers_due_next_january_are_owed_by_this_years_members(world):
    year = world.bloc.year.year
    Membership.objects.filter(bloc_year=world.bloc.year, valid_to__isnull=True).update(valid_to=dt.date(year, 12, 31))
    deadline = DeadlineFactory(campaign=world.bloc.campaign, value=dt.date(year + 1, 2, 1), rule=DueRule.BEFORE)
    assert set(owed_units(deadline)) == set(world.bloc.units)


def test_what_is_open_is_not_brought_forward(world, due, events):
    earlier = due.last_day - dt.timedelta(days=5)
    change = {"deadline_id": due.pk, "value": earlier}
    assert refused_with(services.update_deadline, by=world.leader, **change) == CampaignReason.NOT_EARLIER
    events()
    services.update_deadline(by=world.board, **change)  # nobody has been reminded yet: a wrong entry is set right
    assert events() == ["deadline.update"]
    told = Notification.objects.filter(kind="deadline_moved", channel="in_app").values_list("user", flat=True)
    assert {world.staff.pk, world.head.pk, world.leader.pk} <= set(told)
    assert world.board.pk not in told


@pytest.mark.parametrize("by", ["a reminder", "a draft", "an extension"])
def test_what_somebody_relies_on_is_brought_forward_by_nobody(world, due, by, noon):
    unit, earlier = world.bloc.units[2], due.last_day - dt.timedelta(days=2)
    if by == "a reminder":
        with clock.at(noon(3)):
            services.send_due_reminders()
    elif by == "a draft":
        services.save_submission(deadline_id=due.pk, unit=unit, text="x", by=world.staff)
    else:
        later = due.last_day + dt.timedelta(days=1)
        services.grant_extension(deadline_id=due.pk, unit=unit, last_day=later, reason="Bão", by=world.board)
    change = {"deadline_id": due.pk, "value": earlier}
    assert refused_with(services.update_deadline, by=world.board, **change) == CampaignReason.RELIED_ON
    assert refused_with(services.update_deadline, by=world.leader, **change) == CampaignReason.NOT_EARLIER


def test_the_form_says_so_at_the_date_and_keeps_it(due, world, sign_in):
    earlier = f"{due.last_day - dt.timedelta(days=5):%d/%m/%Y}"
    typed = {
        "title": due.title,
        "kind": due.kind,
        "owes": due.owes,
        "rule": due.rule,
        "when": earlier,
        "to_leader": "on",
    }
    answer = sign_in(world.leader).post(
        f"/ke-hoach/moc/{due.pk}/sua/",
        typed | {"side": "after", "offset_unit": "calendar", "day_off": "law", "grace_days": 0},
    )
    text = answer.content.decode()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["when"])
    assert CampaignReason.NOT_EARLIER.label in text and f'value="{earlier}"' in text


def test_words_of_the_document_do_not_go_on_naming_the_old_date(world, sign_in):
    row = add(world, words="chậm nhất cuối tháng")
    later = f"{row.last_day + dt.timedelta(days=5):%d/%m/%Y}"
    typed = {"title": row.title, "kind": row.kind, "owes": row.owes, "rule": row.rule, "when": later, "side": "after"}
    client, path = sign_in(world.leader), f"/ke-hoach/moc/{row.pk}/sua/"
    answer = client.post(path, typed | {"words": row.words})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["words"])
    assert client.post(path, typed | {"words": ""}).status_code == 302


def test_who_receives_is_told_too_and_who_moves_it_is_not(world):
    """What the leader owes the board: the leader's office and the board are told, the one who moved it is not."""
    row = add(world, owes="leader", to_board=True)
    services.update_deadline(deadline_id=row.pk, by=world.leader, value=row.last_day + dt.timedelta(days=3))
    told = Notification.objects.filter(kind="deadline_moved", channel="in_app").values_list("user", flat=True)
    assert {world.leader_staff.pk, world.board.pk} <= set(told)
    assert {world.leader.pk, world.staff.pk}.isdisjoint(told)


def test_before_its_window_a_leader_moves_it_freely(world):
    bloc_year = BlocYearFactory(bloc=world.bloc.year.bloc, year=world.bloc.year.year + 1)
    MembershipFactory(bloc_year=bloc_year, unit=world.bloc.units[0], role=Membership.Role.LEADER)
    campaign = services.create_campaign(by=world.leader, bloc_year=bloc_year)
    day = dt.date(bloc_year.year, 6, 30)
    deadline = services.add_deadline(campaign_id=campaign.pk, by=world.leader, title="x", value=day)
    moved = services.update_deadline(deadline_id=deadline.pk, by=world.leader, value=day - dt.timedelta(days=9))
    assert moved.last_day == day - dt.timedelta(days=9)


def test_each_move_is_told_even_back_to_the_old_day(world, due):
    for days in (20, 10, 20):
        services.update_deadline(deadline_id=due.pk, by=world.board, value=clock.today() + dt.timedelta(days=days))
    assert Notification.objects.filter(kind="deadline_moved", user=world.staff, channel="in_app").count() == 3


def test_deleting_only_while_nothing_was_begun(world, due):
    other = add(world)
    services.save_submission(deadline_id=due.pk, unit=world.bloc.units[2], text="x", by=world.staff)
    assert refused_with(services.delete_deadline, deadline_id=due.pk, by=world.board) == CampaignReason.IN_USE
    services.delete_deadline(deadline_id=other.pk, by=world.leader)
    assert not Deadline.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"value": None}, "__all__"),
        ({"precision": "none"}, "__all__"),
        ({"title": ""}, "title"),
        ({"owes": "nobody"}, "owes"),
        ({"starts": dt.date(2100, 1, 1)}, "__all__"),
        ({"or_value": dt.date(2026, 1, 1)}, "__all__"),
    ],
)
def test_impossible_deadlines_are_refused_at_their_field(world, fields, field):
    with pytest.raises(ValidationError) as error:
        add(world, **fields)
    assert field in error.value.error_dict


def test_a_phase_of_another_campaign_is_refused(world):
    phase = services.add_phase(campaign_id=world.other_bloc.campaign.pk, by=world.board, name="Đợt khác")
    with pytest.raises(ValidationError) as error:
        add(world, phase=phase)
    assert "phase" in error.value.error_dict


@pytest.mark.parametrize("delta", [0, -1, 367, 365 * 7000])
def test_an_extension_lies_after_the_deadline_and_not_beyond_reason(world, due, delta):
    with pytest.raises(ValidationError) as error:
        services.grant_extension(
            deadline_id=due.pk,
            unit=world.bloc.units[2],
            last_day=due.last_day + dt.timedelta(days=delta),
            reason="Bão",
            by=world.leader,
        )
    assert "last_day" in error.value.error_dict


def test_what_else_an_extension_needs(world, due):
    later = due.last_day + YEAR

    def extend(**changes):
        values = {"unit": world.bloc.units[2], "last_day": later, "reason": "Bão", "by": world.leader}
        return services.grant_extension(deadline_id=due.pk, **(values | changes))

    with pytest.raises(ValidationError) as error:
        extend(reason="  ")
    assert "reason" in error.value.error_dict
    assert refused_with(extend, unit=world.bloc.units[0]) == CampaignReason.OWN_EXTENSION
    assert refused_with(extend, unit=world.foreign_bloc.units[0], by=world.board) == CampaignReason.DOES_NOT_OWE
    assert extend(unit=world.bloc.units[0], by=world.board).last_day == later
    due.precision, due.value = "none", None
    due.save()
    assert refused_with(extend) == CampaignReason.NO_DATE


def test_a_yearly_duty_is_opened_year_by_year(world):
    yearly = add(world, title="Báo cáo hằng năm", precision="none", value=None, every_year=True)
    assert (yearly.last_day, yearly.takes_paper) == (None, False)
    opened = services.open_year(deadline_id=yearly.pk, year=world.bloc.year.year, by=world.leader)
    assert (opened.series, opened.last_day) == (yearly, dt.date(world.bloc.year.year, 12, 31))
    assert opened.takes_paper and set(owed_units(opened)) == set(world.bloc.units)
    for year in (world.bloc.year.year, 1990):
        with pytest.raises(ValidationError):
            services.open_year(deadline_id=yearly.pk, year=year, by=world.leader)
    assert refused_with(services.delete_deadline, deadline_id=yearly.pk, by=world.leader) == CampaignReason.IN_USE
    assert (
        refused_with(services.open_year, deadline_id=opened.pk, year=2026, by=world.leader) == CampaignReason.NOT_YEARLY
    )


def test_a_report_is_not_marked_done_by_hand(world, due):
    assert (
        refused_with(services.mark_done, deadline_id=due.pk, on=clock.today(), by=world.leader)
        == CampaignReason.TAKES_PAPER
    )
    meeting = add(world, kind=Deadline.Kind.MEETING)
    with pytest.raises(ValidationError):
        services.mark_done(deadline_id=meeting.pk, on=clock.today() + YEAR, by=world.leader)
    assert services.mark_done(deadline_id=meeting.pk, on=clock.today(), by=world.leader).done_on == clock.today()
    assert services.mark_done(deadline_id=meeting.pk, on=None, by=world.leader).done_on is None


def test_an_issued_plan_changes_only_after_it_is_reopened(world):
    plan = services.save_plan(campaign_id=world.bloc.campaign.pk, by=world.leader)
    services.issue_plan(plan_id=plan.pk, by=world.leader)
    call = {"campaign_id": world.bloc.campaign.pk, "by": world.leader, "number": "1"}
    assert refused_with(services.save_plan, **call) == CampaignReason.PLAN_ISSUED
    assert refused_with(services.issue_plan, plan_id=plan.pk, by=world.leader) == Reason.WRONG_STATE
    services.reopen_plan(plan_id=plan.pk, by=world.leader)
    assert refused_with(services.save_plan, **call, expected_version=1) == Reason.STALE
    assert services.save_plan(**call).number == "1"


@pytest.mark.parametrize(
    "who",
    ["leader", "deputy", "staff", "board", "viewer", "foreign_board", "other_bloc_leader", "former_leader", "no_post"],
)
def test_list_and_detail_agree_on_reports(world, sent, who):
    """What a person's list holds is what rights grant, one by one."""
    services.save_submission(
        deadline_id=sent.submission.deadline_id, unit=world.bloc.units[3], text="nháp", by=world.other_unit_head
    )
    user = world.people[who]
    listed = set(Submission.objects.visible_to(user))
    readable = {
        row
        for row in Submission.objects.for_decisions()
        if granted(user, Action.SUBMISSION_VIEW, row) and (row.is_sent or granted(user, Action.SUBMISSION_EDIT, row))
    }
    assert listed == readable


def test_reports_meant_for_all_members_are_read_by_all_members_once_sent(world, sent):
    deadline = sent.submission.deadline
    assert not Submission.objects.visible_to(world.other_unit_head)
    Deadline.objects.filter(pk=deadline.pk).update(to_members=True)
    assert set(Submission.objects.visible_to(world.other_unit_head)) == {sent.submission}
    assert not Submission.objects.visible_to(world.other_bloc_head)


def test_the_progress_table(world, due, sent):
    services.save_submission(deadline_id=due.pk, unit=world.bloc.units[3], text="nháp", by=world.other_unit_head)
    with clock.at(clock.now() + dt.timedelta(days=12)):
        board = board_of(world.bloc.campaign)
    found = {unit: cells[0].label for unit, cells in board.rows}
    assert found == {
        world.bloc.units[0]: "Quá hạn",
        world.bloc.units[1]: "Quá hạn",
        world.bloc.units[2]: "Đã gửi",
        world.bloc.units[3]: "Đang soạn",
    }
    assert board.counts() == {"all": 4, "sent": 1, "waiting": 1, "open": 3, "late": 3}


def test_a_part_deleted_while_its_writer_waited_is_not_written_back(world, monkeypatch):
    plan = services.save_plan(campaign_id=world.bloc.campaign.pk, by=world.leader)
    basis = services.add_basis(plan_id=plan.pk, by=world.leader, about="x")
    lock = nodes.lock_plan

    def somebody_was_quicker(plan_id, by):
        PlanBasis.objects.filter(pk=basis.pk).delete()
        return lock(plan_id, by)

    monkeypatch.setattr(nodes, "lock_plan", somebody_was_quicker)
    assert refused_with(services.update_basis, basis_id=basis.pk, by=world.leader, about="y") is Reason.STALE


def test_a_phase_deleted_while_its_writer_waited_is_not_written_back(world, monkeypatch):
    phase = services.add_phase(campaign_id=world.bloc.campaign.pk, by=world.leader, name="Đợt 1")
    lock = campaigns.lock_campaign

    def somebody_was_quicker(campaign_id, by):
        Phase.objects.filter(pk=phase.pk).delete()
        return lock(campaign_id, by)

    monkeypatch.setattr(campaigns, "lock_campaign", somebody_was_quicker)
    assert refused_with(services.update_phase, phase_id=phase.pk, by=world.leader, name="Đợt 2") is Reason.STALE
