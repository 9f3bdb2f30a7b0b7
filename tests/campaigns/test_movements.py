"""Movements over years: parents, units taking part and their plans, criteria, money, and what of it is seen."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from campaigns import services
from campaigns.models import Campaign, Deadline, FundingLine, MovementCriterion, MovementUnit, PlanBasis, UnitPlan
from campaigns.movement_tree import tree_of
from campaigns.movement_years import years_of_movement
from campaigns.owing import owed_units
from campaigns.permissions_movements import MovementReason
from campaigns.services import chosen, movement_rows, movements, reviews
from campaigns.services.parent_bases import offered_bases, take_bases
from tests.factories import AuthorityFactory, PostFactory, UnitFactory

from .movements import fresh, in_days, movement, plan_with_basis, register

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def refused_with(call, **kwargs):
    with pytest.raises(Refused) as refused:
        call(**kwargs)
    return refused.value.reason


def wrong_at(call, **kwargs):
    with pytest.raises(ValidationError) as wrong:
        call(**kwargs)
    return set(wrong.value.message_dict)


# parents


@pytest.fixture
def commune(world):
    """An authority under province A with somebody of its office."""
    place = AuthorityFactory(parent=world.a, level="commune")
    place.person = PostFactory(authority=place, role="board_staff").user
    return place


def test_a_lower_authority_hangs_its_movement_under_an_open_one(world, commune):
    upper = movement(world)
    lower = movement(world, by=commune.person, authority=commune, join=False, parent=upper)
    assert fresh(lower).parent == upper


def test_a_closed_movement_a_bloc_and_a_foreign_one_are_no_parents(world, commune):
    closed = movement(world, open_below=False)
    foreign = movement(world, by=world.foreign_board, authority=world.b, join=False)
    for parent in (closed, foreign, world.bloc.campaign):
        fields = {"by": commune.person, "authority": commune, "join": False, "parent": parent}
        assert wrong_at(movement, world=world, **fields) == {"parent"}
    # its own authority may
    assert movement(world, join=False, parent=closed).parent == closed


def test_two_movements_never_hang_under_each_other(world):
    first = movement(world)
    second = movement(world, parent=first, join=False)
    third = movement(world, parent=second, join=False)
    for parent in (first, second, third):
        change = {"campaign_id": first.pk, "by": world.board, "parent": parent}
        assert wrong_at(services.update_campaign, **change) == {"parent"}


def test_a_parent_closed_later_does_not_hinder_other_changes(world, commune):
    upper = movement(world)
    lower = movement(world, by=commune.person, authority=commune, join=False, parent=upper)
    services.update_campaign(campaign_id=upper.pk, by=world.board, open_below=False)
    services.update_campaign(campaign_id=lower.pk, by=commune.person, theme="Chủ đề mới")
    assert fresh(lower).theme == "Chủ đề mới"


def test_the_tree_shows_upper_levels_and_only_lower_ones_in_reach(world, commune):
    upper = movement(world, title="Cấp tỉnh")
    lower = movement(world, by=commune.person, authority=commune, join=False, parent=upper, title="Cấp xã")
    services.update_campaign(campaign_id=world.bloc.campaign.pk, by=world.leader, parent=upper)
    seen = {"Cấp tỉnh", "Cấp xã", world.bloc.campaign.title}
    assert {row.campaign.title for row in tree_of(upper, world.board)} == seen
    assert {row.campaign.title for row in tree_of(upper, world.head)} == seen - {"Cấp xã"}
    below = tree_of(lower, commune.person)
    assert [(row.campaign.title, row.seen, row.depth) for row in below] == [("Cấp tỉnh", False, 0), ("Cấp xã", True, 1)]


def test_of_a_closed_upper_level_only_the_title_is_told(world, commune):
    upper = movement(world, title="Cấp tỉnh")
    lower = movement(world, by=commune.person, authority=commune, join=False, parent=upper)
    plan_with_basis(upper, world.board)
    assert tree_of(lower, commune.person)[0].label == "Chưa có văn bản"  # a draft is nobody else's concern
    services.update_campaign(campaign_id=upper.pk, by=world.board, open_below=False)
    assert tree_of(lower, commune.person)[0].label == ""


def test_units_stand_in_the_tree_each_for_whoever_may_read_of_it(world, sign_in):
    campaign = movement(world)
    record(world, campaign, world.staff, number="7/KH-A")
    page = reverse("campaigns:movement_tree", args=[campaign.pk])
    seen = {name: sign_in(world.people[name]).get(page) for name in ("staff", "other_unit_head", "board", "viewer")}
    assert {name: [part.unit for part in answer.context["leaves"]] for name, answer in seen.items()} == {
        "staff": [world.bloc.units[2]],
        "other_unit_head": [world.bloc.units[3]],
        "board": world.bloc.units,
        "viewer": world.bloc.units,
    }
    assert {name for name, answer in seen.items() if "7/KH-A" in answer.content.decode()} == {
        "staff",
        "board",
        "viewer",
    }


def test_bases_of_the_parent_are_offered_once(world, commune):
    upper = movement(world)
    plan_with_basis(upper, world.board)
    lower = movement(world, by=commune.person, authority=commune, join=False, parent=upper)
    services.save_plan(campaign_id=lower.pk, by=commune.person, subject="Triển khai", year=lower.from_year)
    plan = fresh(lower).plan
    offered = offered_bases(fresh(lower))
    assert [row["number"] for row in offered.values()] == ["12/QĐ-TTg"]
    take_bases(plan_id=plan.pk, keys=offered, by=commune.person)
    assert list(PlanBasis.objects.filter(plan=plan).values_list("number", flat=True)) == ["12/QĐ-TTg"]
    assert offered_bases(fresh(lower)) == {}
    assert refused_with(take_bases, plan_id=plan.pk, keys=["999999"], by=commune.person) == Reason.STALE


# taking part


def test_a_unit_outside_the_blocs_takes_part_sees_and_owes(world):
    campaign = movement(world)
    unit = UnitFactory(authority=world.a)
    person = PostFactory(unit=unit, role="head").user
    due = services.add_deadline(campaign_id=campaign.pk, by=world.board, title="Báo cáo", value=in_days(10))
    assert unit not in owed_units(due)
    assert not Campaign.objects.visible_to(person).filter(pk=campaign.pk).exists()
    register(world, campaign, unit)
    assert unit in owed_units(due)
    assert Campaign.objects.visible_to(person).filter(pk=campaign.pk).exists()
    report = services.save_submission(deadline_id=due.pk, unit=unit, text="Kết quả", by=person)
    assert services.submit(submission_id=report.pk, by=person).days_late == 0


def test_a_unit_that_left_owes_no_more_and_is_told(world):
    campaign, unit = movement(world), world.bloc.units[2]
    due = services.add_deadline(campaign_id=campaign.pk, by=world.board, title="Báo cáo", value=in_days(10))
    row = register(world, campaign, unit)
    assert unit in owed_units(due)
    movements.release_unit(row_id=row.pk, left_on=in_days(5), reason="Giải thể", by=world.board)
    assert unit not in owed_units(due)
    assert due.reminders.filter(unit=unit, state="planned").count() == 0
    told = Notification.objects.filter(kind="movement_released", channel="in_app").values_list("user", flat=True)
    assert set(told) == {world.staff.pk, world.head.pk}
    entry = AuditEntry.objects.get(event="movement.release")
    assert (entry.unit_id, entry.note) == (unit.pk, "Giải thể")


def test_joining_again_begins_after_leaving(world):
    campaign, unit = movement(world), world.bloc.units[2]
    row = register(world, campaign, unit)
    assert refused_with(register, world=world, campaign=campaign, unit=unit) == MovementReason.TAKES_PART
    movements.release_unit(row_id=row.pk, left_on=in_days(20), reason="Sắp xếp", by=world.board)
    assert wrong_at(register, world=world, campaign=campaign, unit=unit) == {"joined_on"}
    register(world, campaign, unit, joined_on=in_days(20))
    assert MovementUnit.objects.filter(campaign=campaign, unit=unit).count() == 2


REGISTER = [
    ("board", 2, None),
    ("head", 2, None),
    ("staff", 2, Reason.NOT_YOUR_ROLE),
    ("head", 3, Reason.NOT_YOUR_ROLE),
    ("leader", 2, Reason.NOT_YOUR_ROLE),
    ("viewer", 2, Reason.NOT_YOUR_ROLE),
    ("foreign_board", 2, Reason.OUT_OF_REACH),
    ("foreign_head", 2, Reason.OUT_OF_REACH),
]


@pytest.mark.parametrize(("who", "place", "reason"), REGISTER)
def test_who_registers_a_unit(world, who, place, reason):
    values = {"world": world, "campaign": movement(world), "unit": world.bloc.units[place], "by": world.people[who]}
    if reason is None:
        assert register(**values).pk
    else:
        assert refused_with(register, **values) == reason


def test_no_unit_frees_itself(world):
    row = register(world, movement(world), world.bloc.units[2], by=world.head)
    values = {"row_id": row.pk, "left_on": clock.today(), "reason": "Không muốn"}
    assert refused_with(movements.release_unit, **values, by=world.head) == Reason.NOT_YOUR_ROLE
    assert refused_with(movements.release_unit, **values | {"reason": " "}, by=world.board) == Reason.REASON_MISSING


def test_a_head_without_the_movement_in_reach_registers_nowhere(world):
    campaign = movement(world, join=False)
    values = {"world": world, "campaign": campaign, "unit": world.bloc.units[2], "by": world.head}
    assert refused_with(register, **values) in (Reason.OUT_OF_REACH, MovementReason.NOT_TAKING_PART)
    assert not MovementUnit.objects.exists()


# plans of units


def record(world, campaign, by, unit=None, **fields):
    values = {"number": "15/KH-SNV", "date": clock.today()} | fields
    return movements.record_unit_plan(campaign_id=campaign.pk, unit=unit or world.bloc.units[2], by=by, **values)


def test_the_newest_plan_counts_and_earlier_ones_stay(world):
    campaign = movement(world)
    record(world, campaign, world.staff)
    file = SimpleUploadedFile("kh.pdf", PDF, content_type="application/pdf")
    second = record(world, campaign, world.board, number="16/KH-SNV", file=file)
    assert list(UnitPlan.objects.newest()) == [second]
    assert UnitPlan.objects.count() == 2
    assert second.sha256
    with pytest.raises(TypeError):
        second.save()


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("other_unit_head", Reason.NOT_YOUR_ROLE),
        ("leader", Reason.NOT_YOUR_ROLE),
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("foreign_board", Reason.OUT_OF_REACH),
    ],
)
def test_who_does_not_record_a_plan(world, who, reason):
    assert refused_with(record, world=world, campaign=movement(world), by=world.people[who]) == reason


def test_bad_plans_are_told_at_their_field(world):
    campaign = movement(world)
    assert wrong_at(record, world=world, campaign=campaign, by=world.staff, date=in_days(1)) == {"date"}
    bad = SimpleUploadedFile("kh.exe", b"MZ", content_type="application/pdf")
    assert wrong_at(record, world=world, campaign=campaign, by=world.staff, file=bad) == {"file"}
    outside = UnitFactory(authority=world.a)
    reason = refused_with(record, world=world, campaign=campaign, by=world.board, unit=outside)
    assert reason == MovementReason.NOT_TAKING_PART
    assert not UnitPlan.objects.exists()


# chosen units


def test_only_chosen_units_owe_and_new_ones_are_told(world):
    units = world.bloc.units
    due = services.add_deadline(
        campaign_id=world.bloc.campaign.pk, by=world.leader, title="Kiểm tra", value=in_days(9), owes="chosen"
    )
    assert owed_units(due) == []
    chosen.choose_units(deadline_id=due.pk, unit_ids=[units[2].pk], by=world.leader)
    chosen.choose_units(deadline_id=due.pk, unit_ids=[units[3].pk, units[2].pk], by=world.leader)
    assert set(owed_units(due)) == {units[2], units[3]}
    told = Notification.objects.filter(kind="report_asked", channel="in_app").values_list("user", flat=True)
    assert sorted(told) == sorted([world.staff.pk, world.head.pk, world.other_unit_head.pk])
    assert set(due.reminders.filter(state="planned").values_list("unit", flat=True)) == {units[2].pk, units[3].pk}


def test_who_and_whom_one_chooses(world):
    due = services.add_deadline(campaign_id=world.bloc.campaign.pk, by=world.leader, title="A", value=in_days(9))
    values = {"deadline_id": due.pk, "unit_ids": [world.bloc.units[2].pk]}
    assert refused_with(chosen.choose_units, **values, by=world.head) == Reason.NOT_YOUR_ROLE
    assert refused_with(chosen.choose_units, **values, by=world.other_bloc_leader) == Reason.OUT_OF_REACH
    foreign = values | {"unit_ids": [world.other_bloc.units[2].pk]}
    assert refused_with(chosen.choose_units, **foreign, by=world.leader) == MovementReason.NOT_TAKING_PART
    nobody = values | {"unit_ids": []}
    assert refused_with(chosen.choose_units, **nobody, by=world.leader) == MovementReason.NOBODY_CHOSEN
    assert Deadline.objects.get(pk=due.pk).owes == "members"


def test_a_unit_that_has_sent_is_not_left_out(world):
    due = services.add_deadline(campaign_id=world.bloc.campaign.pk, by=world.leader, title="A", value=in_days(9))
    unit, other = world.bloc.units[2], world.bloc.units[3]
    chosen.choose_units(deadline_id=due.pk, unit_ids=[unit.pk], by=world.leader)
    report = services.save_submission(deadline_id=due.pk, unit=unit, text="Kết quả", by=world.staff)
    services.submit(submission_id=report.pk, by=world.head)
    values = {"deadline_id": due.pk, "unit_ids": [other.pk], "by": world.leader}
    assert refused_with(chosen.choose_units, **values) == MovementReason.ASKED_ALREADY


# criteria and money


def test_criteria_are_kept_apart_and_ordered(world):
    campaign = movement(world)
    for kind, text in (("person", "Gương mẫu"), ("collective", "100% phổ biến"), ("collective", "Không vi phạm")):
        movement_rows.add_criterion(campaign_id=campaign.pk, by=world.board, subject_kind=kind, text=text)
    rows = MovementCriterion.objects.order_by("subject_kind", "order").values_list("subject_kind", "order", "text")
    assert list(rows) == [
        ("collective", 1, "100% phổ biến"),
        ("collective", 2, "Không vi phạm"),
        ("person", 1, "Gương mẫu"),
    ]
    bare = {"campaign_id": campaign.pk, "by": world.board, "subject_kind": "person", "text": "A", "figure": Decimal(5)}
    assert wrong_at(movement_rows.add_criterion, **bare)
    own = {"campaign_id": campaign.pk, "subject_kind": "person", "text": "A"}
    assert refused_with(movement_rows.add_criterion, **own, by=world.leader) == Reason.NOT_YOUR_ROLE
    bloc = own | {"campaign_id": world.bloc.campaign.pk, "by": world.board}
    assert refused_with(movement_rows.add_criterion, **bloc) == MovementReason.NOT_A_MOVEMENT


def test_money_stays_in_the_years_and_is_told_once_a_source(world):
    campaign = movement(world)
    line = {"campaign_id": campaign.pk, "by": world.board, "year": campaign.from_year, "source": "Quỹ thi đua"}
    row = movement_rows.add_funding(**line, planned=Decimal(50_000_000))
    assert wrong_at(movement_rows.add_funding, **line, planned=Decimal(1))
    assert wrong_at(movement_rows.add_funding, **line | {"year": campaign.to_year + 1}, planned=Decimal(1)) == {"year"}
    assert wrong_at(movement_rows.add_funding, **line | {"source": "Khác"}, planned=Decimal(-1)) == {"planned"}
    movement_rows.update_funding(row_id=row.pk, by=world.board, spent=Decimal(60_000_000))
    assert FundingLine.objects.get().is_overspent
    entry = AuditEntry.objects.get(event="funding.update")
    assert (entry.before, entry.after) == ({"spent": "0"}, {"spent": "60000000"})
    movement_rows.delete_funding(row_id=row.pk, by=world.board)
    assert refused_with(movement_rows.delete_funding, row_id=row.pk, by=world.board) == Reason.OUT_OF_REACH


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("60.000.000", 60_000_000), ("60 000 000 đồng", 60_000_000), ("60,000,000", 60_000_000), ("5", 5), ("2000", 2000)],
)
def test_money_is_read_as_people_type_it(world, sign_in, typed, kept):
    campaign = movement(world)
    page = reverse("campaigns:funding_create", args=[campaign.pk])
    values = {"year": campaign.from_year, "source": "Quỹ", "planned": typed}
    assert sign_in(world.board).post(page, values).status_code == 302
    row = FundingLine.objects.get()
    assert row.planned == kept
    shown = sign_in(world.board).get(reverse("campaigns:funding_update", args=[row.pk])).content.decode()
    assert f'value="{kept:,}"'.replace(",", ".") in shown


@pytest.mark.parametrize("typed", ["6.00", "60.00.000", "7,5", "sáu mươi", "-5", "1e9", "9" * 30, "NaN"])
def test_money_that_is_none_is_told_at_its_field(world, sign_in, typed):
    campaign = movement(world)
    page = reverse("campaigns:funding_create", args=[campaign.pk])
    answer = sign_in(world.board).post(page, {"year": campaign.from_year, "source": "Nguồn giữ lại", "planned": typed})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["planned"])
    assert "Nguồn giữ lại" in answer.content.decode()


def test_a_figure_without_its_measure_is_told_at_the_measure(world, sign_in):
    page = reverse("campaigns:movement_criterion_create", args=[movement(world).pk])
    answer = sign_in(world.board).post(page, {"subject_kind": "person", "text": "Sáng kiến", "figure": "2"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["measure"])


def test_what_each_year_holds(world):
    campaign = movement(world, years=(-1, 1))
    year = clock.today().year
    yearly = services.add_deadline(
        campaign_id=campaign.pk, by=world.board, title="Báo cáo năm", kind="themed_report", every_year=True,
        precision="none",
    )  # fmt: skip
    opened = Deadline.objects.filter(series=yearly, value__year=year).first() or services.open_year(
        deadline_id=yearly.pk, year=year, by=world.board
    )
    services.add_phase(
        campaign_id=campaign.pk, by=world.board, name="Giai đoạn 1",
        from_precision="year", from_value=dt.date(year - 1, 1, 1), to_precision="year", to_value=dt.date(year, 1, 1),
    )  # fmt: skip
    movement_rows.add_funding(campaign_id=campaign.pk, by=world.board, year=year, source="Quỹ", planned=Decimal(10))
    past, now, ahead = years_of_movement(fresh(campaign))
    assert [len(each.phases) for each in (past, now, ahead)] == [1, 1, 0]
    assert now.yearly == [(yearly, opened)]
    assert (now.planned, past.planned) == (10, 0)
    assert (now.units, past.units, ahead.units, now.blocs, past.blocs) == (4, 0, None, 1, 0)


def test_the_report_of_a_review_stands_with_the_review(world):
    campaign = movement(world)
    review = reviews.open_review(
        campaign_id=campaign.pk, kind="mid", year=clock.today().year, last_day=in_days(5),
        unit_ids=[world.bloc.units[2].pk], by=world.board,
    )  # fmt: skip
    now = years_of_movement(fresh(campaign))[0]
    assert (now.reviews, now.deadlines) == ([review], [])


# pages


PAGES = ("movement", "movement_tree", "movement_units", "movement_criteria", "movement_funding")


@pytest.mark.parametrize("name", PAGES)
def test_statements_do_not_grow(world, sign_in, name):
    campaign = movement(world)

    def more(number):
        for place in range(number):
            unit = UnitFactory(authority=world.a)
            register(world, campaign, unit, contact="Ông A")
            record(world, campaign, world.board, unit=unit)
            movement(world, parent=campaign, join=False, title=f"Con {unit.pk}")
            movement_rows.add_criterion(campaign_id=campaign.pk, by=world.board, subject_kind="person", text="A")
            movement_rows.add_funding(
                campaign_id=campaign.pk, by=world.board, year=campaign.from_year, source=f"Quỹ {unit.pk}",
                planned=Decimal(place),
            )  # fmt: skip
            services.add_phase(
                campaign_id=campaign.pk, by=world.board, name="Đợt", from_precision="none", to_precision="none"
            )

    client, page = sign_in(world.board), reverse(f"campaigns:{name}", args=[campaign.pk])
    more(1)
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        assert client.get(page).status_code == 200
    more(4)
    with CaptureQueriesContext(connection) as many:
        assert client.get(page).status_code == 200
    assert len(many) == len(few)


def test_contacts_and_plans_are_told_to_the_own_unit_and_the_board_only(world, sign_in):
    campaign = movement(world)
    register(world, campaign, world.bloc.units[2], contact="Bà Nguyễn Thị Đầu Mối 0912")
    row = record(world, campaign, world.staff, number="77/KH-BIMAT")
    page = reverse("campaigns:movement_units", args=[campaign.pk])
    told = {
        who for who in ("staff", "head", "leader", "deputy", "other_unit_head", "board", "viewer")
        if "Đầu Mối 0912" in sign_in(world.people[who]).get(page).content.decode()
    }  # fmt: skip
    assert told == {"staff", "head", "board", "viewer"}
    numbers = {
        who for who in ("staff", "leader", "other_unit_head", "board")
        if "77/KH-BIMAT" in sign_in(world.people[who]).get(page).content.decode()
    }  # fmt: skip
    assert numbers == {"staff", "board"}
    file = reverse("campaigns:unit_plan_file", args=[row.pk])
    assert sign_in(world.other_unit_head).get(file).status_code == 404


def test_a_bad_plan_is_answered_422_with_what_was_typed(world, sign_in):
    campaign = movement(world)
    page = reverse("campaigns:unit_plan", args=[campaign.pk, world.bloc.units[2].pk])
    answer = sign_in(world.staff).post(page, {"number": "15/KH-GIU-LAI", "date": "31/02/2026"})
    assert answer.status_code == 422
    assert "15/KH-GIU-LAI" in answer.content.decode()
    good = {"number": "15/KH-SNV", "date": f"{clock.today():%d/%m/%Y}", "title": "Triển khai"}
    assert sign_in(world.staff).post(page, good).status_code == 302
    assert UnitPlan.objects.get().number == "15/KH-SNV"


def test_the_board_filters_units_without_a_plan(world, sign_in):
    campaign = movement(world)
    record(world, campaign, world.staff)
    page = reverse("campaigns:movement_units", args=[campaign.pk])
    client = sign_in(world.board)
    shown = client.get(page, {"loc": "chua"}).context["page_obj"].object_list
    assert {part.unit for part in shown} == set(world.bloc.units) - {world.bloc.units[2]}
    assert client.get(page, {"loc": "khong-co"}).status_code == 200


def test_a_blocs_year_has_no_movement_pages_but_the_tree(world, sign_in):
    client = sign_in(world.leader)
    answers = {
        name: client.get(reverse(f"campaigns:{name}", args=[world.bloc.campaign.pk])).status_code for name in PAGES
    }
    assert answers == dict.fromkeys(PAGES, 404) | {"movement_tree": 200}
