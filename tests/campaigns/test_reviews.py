"""Mid and final reviews: whom they ask, what is collected, who sees it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from blocs.models import Membership
from campaigns import services
from campaigns.models import Deadline, Review, ReviewProposal
from campaigns.owing import owed_units
from campaigns.permissions_movements import MovementReason
from campaigns.report_forms import form_of
from campaigns.review_table import table_of
from campaigns.services import reviews
from campaigns.services.chosen import choosable_units
from campaigns.services.sections import save_section
from tests.factories import UnitFactory

from .movements import in_days, movement, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(world):
    """Asked from units 2 and 3 of bloc 1."""
    return open_for(world, movement(world))


def open_for(world, campaign, by=None, **fields):
    values = {
        "kind": "mid",
        "year": clock.today().year,
        "last_day": in_days(10),
        "unit_ids": [unit.pk for unit in world.bloc.units[2:4]],
    }
    return reviews.open_review(campaign_id=campaign.pk, by=by or world.board, **values | fields)


def propose(world, review, by=None, place=2, **fields):
    values = {"subject_kind": "person", "subject": "Bà Trần Thị Bí Mật", "wanted": "Bằng khen", "reason": "Dẫn đầu"}
    return reviews.propose_reward(
        review_id=review.pk, unit=world.bloc.units[place], by=by or world.staff, **values | fields
    )


def refused_with(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.reason


def test_a_review_asks_the_chosen_units_by_a_deadline_of_its_own(world, review):
    due = review.deadline
    assert (due.kind, due.owes, due.to_board, due.last_day) == ("themed_report", "chosen", True, in_days(10))
    assert owed_units(due) == sorted(world.bloc.units[2:4], key=lambda unit: (bytes(unit.sort_key), unit.pk))
    told = Notification.objects.filter(kind="report_asked", channel="in_app").values_list("user", flat=True)
    assert sorted(told) == sorted([world.staff.pk, world.head.pk, world.other_unit_head.pk])
    assert AuditEntry.objects.filter(event="review.open").count() == 1


@pytest.mark.parametrize(
    ("who", "reason"),
    [("leader", Reason.NOT_YOUR_ROLE), ("head", Reason.NOT_YOUR_ROLE), ("foreign_board", Reason.OUT_OF_REACH)],
)
def test_who_does_not_open_one(world, who, reason):
    campaign = movement(world)
    assert refused_with(open_for, world, campaign, by=world.people[who]) == reason
    assert not Deadline.objects.filter(campaign=campaign).exists()


def test_what_is_refused_leaves_no_deadline_behind(world):
    campaign = movement(world)
    outside = UnitFactory(authority=world.a)
    assert refused_with(open_for, world, campaign, unit_ids=[outside.pk]) == MovementReason.NOT_TAKING_PART
    assert refused_with(open_for, world, campaign, unit_ids=[]) == MovementReason.NOBODY_CHOSEN
    for field, value in (("year", campaign.to_year + 1), ("last_day", in_days(-1))):
        with pytest.raises(ValidationError) as wrong:
            open_for(world, campaign, **{field: value})
        assert set(wrong.value.message_dict) == {field}
    assert not Deadline.objects.filter(campaign=campaign).exists()
    open_for(world, campaign)
    with pytest.raises(ValidationError):
        open_for(world, campaign)
    assert Deadline.objects.filter(campaign=campaign).count() == 1


def test_reports_are_collected_once_sent(world, review):
    unit = world.bloc.units[2]
    report = services.save_submission(deadline_id=review.deadline_id, unit=unit, text="Kết quả ba năm", by=world.staff)
    assert [row.text for row in table_of(review, world.board).rows] == ["", ""]
    services.submit(submission_id=report.pk, by=world.head)
    table = table_of(review, world.board)
    assert {row.cell.unit: row.text for row in table.rows}[unit] == "Kết quả ba năm"
    assert table.sent == 1
    assert [row.cell.unit for row in table_of(review, world.staff).rows] == [unit]
    assert table_of(review, world.leader).rows == []


def test_proposals_wait_for_the_conclusion(world, review):
    row = propose(world, review)
    with pytest.raises(ValidationError):
        propose(world, review)
    reviews.withdraw_proposal(proposal_id=row.pk, by=world.staff)
    assert refused_with(reviews.withdraw_proposal, proposal_id=row.pk, by=world.staff) == MovementReason.WITHDRAWN
    again = propose(world, review, by=world.board)
    reviews.close_review(review_id=review.pk, conclusion="Đạt yêu cầu", by=world.board)
    assert refused_with(propose, world, review, subject="Khác") == MovementReason.REVIEW_CLOSED
    assert refused_with(reviews.withdraw_proposal, proposal_id=again.pk, by=world.board) == MovementReason.REVIEW_CLOSED
    close = {"review_id": review.pk, "conclusion": "Lần nữa", "by": world.board}
    assert refused_with(reviews.close_review, **close) == MovementReason.REVIEW_CLOSED
    assert Notification.objects.filter(kind="review_closed", channel="in_app").count() == 3


@pytest.mark.parametrize(
    ("who", "place", "reason"),
    [
        ("staff", 3, Reason.NOT_YOUR_ROLE),
        ("leader", 2, Reason.NOT_YOUR_ROLE),
        ("viewer", 2, Reason.NOT_YOUR_ROLE),
        ("leader", 0, MovementReason.NOT_ASKED),
        ("foreign_head", 2, Reason.OUT_OF_REACH),
    ],
)
def test_who_does_not_propose(world, review, who, place, reason):
    assert refused_with(propose, world, review, by=world.people[who], place=place) == reason


def test_names_are_seen_by_the_own_unit_and_the_board_only(world, review, sign_in):
    propose(world, review)
    page = reverse("campaigns:review", args=[review.pk])
    who = ("staff", "head", "other_unit_head", "leader", "deputy", "board", "viewer")
    told = {name for name in who if "Trần Thị Bí Mật" in sign_in(world.people[name]).get(page).content.decode()}
    assert told == {"staff", "head", "board", "viewer"}
    assert sign_in(world.foreign_board).get(page).status_code == 404
    assert not AuditEntry.objects.filter(target_label__contains="Bí Mật").exists()


def test_the_form_keeps_what_was_typed(world, sign_in):
    campaign = movement(world)
    page = reverse("campaigns:review_create", args=[campaign.pk])
    typed = {"kind": "final", "year": clock.today().year, "last_day": "32/01/2026", "note": "Ghi chú giữ lại"}
    answer = sign_in(world.board).post(page, typed)
    assert answer.status_code == 422
    assert "Ghi chú giữ lại" in answer.content.decode()
    assert {"last_day", "units"} <= set(answer.context["form"].errors)
    good = typed | {"last_day": f"{in_days(5):%d/%m/%Y}", "blocs": [world.bloc.year.pk]}
    assert sign_in(world.board).post(page, good).status_code == 302
    assert len(owed_units(Review.objects.get().deadline)) == 4


def test_reports_are_read_across_section_by_section(world, review):
    sections = form_of(review.deadline).sections
    unit = world.bloc.units[2]
    save_section(deadline_id=review.deadline_id, unit=unit, key=sections[0].key, text="Đã làm", by=world.staff)
    report = services.save_submission(deadline_id=review.deadline_id, unit=unit, text="Thêm", by=world.staff)
    assert [told for _, told in table_of(review, world.board).said] == [[] for _ in sections]
    for section in sections[1:]:
        save_section(deadline_id=review.deadline_id, unit=unit, key=section.key, text="", by=world.staff)
    services.submit(submission_id=report.pk, by=world.head)
    said = table_of(review, world.board).said
    assert [(section.key, [(at, answer.text) for at, answer in told]) for section, told in said] == [
        (sections[0].key, [(unit, "Đã làm")]),
        *((section.key, []) for section in sections[1:]),
    ]
    assert table_of(review, world.board).texts == [(unit, "Thêm")]
    assert table_of(review, world.other_unit_head).texts == []


def test_each_is_told_what_to_do_next(world, review, sign_in):
    def next_of(user):
        step = sign_in(user).get(reverse("campaigns:review", args=[review.pk])).context["next"]
        return step and step["label"]

    who = ("staff", "leader", "viewer", "board")
    assert {name: next_of(world.people[name]) for name in who} == {
        "staff": "Soạn báo cáo",
        "leader": None,
        "viewer": None,
        "board": "Mở mốc báo cáo",
    }
    for place, head in ((2, world.head), (3, world.other_unit_head)):
        report = services.save_submission(
            deadline_id=review.deadline_id, unit=world.bloc.units[place], text="Kết quả", by=head
        )
        services.submit(submission_id=report.pk, by=head)
    assert (next_of(world.board), next_of(world.staff)) == ("Ghi kết luận", None)
    reviews.close_review(review_id=review.pk, conclusion="Đạt", by=world.board)
    assert next_of(world.board) is None


def test_a_unit_that_left_the_bloc_is_not_asked(world):
    campaign = movement(world)
    left = Membership.objects.get(bloc_year=world.bloc.year, valid_to__isnull=False).unit
    assert set(choosable_units(campaign)) == set(world.bloc.units)
    assert refused_with(open_for, world, campaign, unit_ids=[left.pk]) == MovementReason.NOT_TAKING_PART


def test_the_reports_page_leads_to_its_review(world, review, sign_in):
    page = reverse("campaigns:deadline_detail", args=[review.deadline_id])
    link = reverse("campaigns:review", args=[review.pk])
    assert f'href="{link}"' in sign_in(world.staff).get(page).content.decode()


def test_excel_for_whoever_runs_it(world, review, sign_in):
    propose(world, review)
    page = reverse("reports:review_excel", args=[review.pk])
    answer = sign_in(world.board).get(page)
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"
    assert sign_in(world.staff).get(page).status_code == 403
    assert sign_in(world.foreign_board).get(page).status_code == 404


def test_statements_of_the_table_do_not_grow(world, sign_in):
    campaign = movement(world)
    units = [UnitFactory(authority=world.a) for _ in range(5)]
    for unit in units:
        register(world, campaign, unit)
    small = open_for(world, campaign, unit_ids=[units[0].pk])
    large = open_for(world, campaign, kind="final", unit_ids=[unit.pk for unit in units])
    for review, asked in ((small, units[:1]), (large, units)):
        for unit in asked:
            reviews.propose_reward(
                review_id=review.pk, unit=unit, subject_kind="collective", subject="", wanted="Bằng khen",
                reason="Tốt", by=world.board,
            )  # fmt: skip
    client, counts = sign_in(world.board), []
    client.get(reverse("campaigns:review", args=[small.pk]))
    for review in (small, large):
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("campaigns:review", args=[review.pk])).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert ReviewProposal.objects.count() == 6
