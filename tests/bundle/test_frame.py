"""Round trips of the organisation and of campaigns: names, lineage, every precision of a date, the plan, what arrived."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

from accounts.clock import today
from blocs import services as org
from blocs.models import BlocYear
from campaigns import services
from campaigns.models import Campaign, Reminder
from campaigns.when import Precision
from tests.bundle.test_round_trip import round_trip

DAY = dt.date(2026, 7, 20)


def test_units_with_names_and_lineage(world, tmp_path):
    by, place = world.board, world.a
    made = [
        org.create_unit(by=by, authority=place, code=f"CU{n}", name=f"Sở cũ {n}", founded_on=dt.date(2001, 5, 1))
        for n in range(4)
    ]
    org.rename_unit(by=by, unit=made[0], name="Sở mang tên mới", from_day=dt.date(2016, 3, 1), decision="QĐ 11")
    org.record_lineage(
        by=by, kind="merge", predecessors=made[1:3], successors=[made[0]], on=dt.date(2025, 3, 1), decision="QĐ 7"
    )
    parts = [org.create_unit(by=by, authority=place, code=f"MOI{n}", name=f"Phòng {n}") for n in range(2)]
    org.record_lineage(by=by, kind="split", predecessors=[made[3]], successors=parts, on=dt.date(2025, 7, 1))
    closed = org.create_unit(by=by, authority=place, code="DONG", name="Đơn vị đã giải thể")
    org.update_unit(by=by, unit=closed, dissolved_on=dt.date(2024, 1, 1))
    document = round_trip(tmp_path)
    assert len(document["lineage"]) == 4
    renamed = next(unit for unit in document["units"] if unit["code"] == "CU0")
    assert [name["name"] for name in renamed["names"]] == ["Sở cũ 0", "Sở mang tên mới"]


def test_a_unit_split_and_one_that_stays(world, tmp_path):
    old = org.create_unit(by=world.board, authority=world.a, code="GOC", name="Sở gốc")
    new = org.create_unit(by=world.board, authority=world.a, code="TACH", name="Chi cục tách ra")
    org.record_lineage(by=world.board, kind="split", predecessors=[old], successors=[old, new], on=dt.date(2025, 7, 1))
    document = round_trip(tmp_path)
    assert "dissolved_on" not in next(unit for unit in document["units"] if unit["code"] == "GOC")


def test_former_years_and_officers(world, tmp_path):
    by, last = world.board, today().year - 1
    year = org.create_bloc_year(
        by=by, bloc=world.bloc.year.bloc, year=last, name="Khối cũ", decision_number="5/QĐ", format_family="party"
    )
    rows = [org.add_member(by=by, bloc_year=year, unit=unit) for unit in world.bloc.units[:3]]
    org.change_role(by=by, membership=rows[0], role="leader", from_day=dt.date(last, 1, 1))
    org.change_role(
        by=by, membership=rows[1], role="leader", from_day=dt.date(last, 9, 1), former_leader="deputy", note="Bàn giao"
    )
    org.end_membership(by=by, membership=rows[2], last_day=dt.date(last, 10, 1), note="Rời khối")
    document = round_trip(tmp_path)
    bloc = next(bloc for bloc in document["blocs"] if len(bloc["years"]) == 2)
    assert len(bloc["years"][0]["memberships"]) == 5
    assert BlocYear.objects.filter(year=last).count() == 1


@pytest.fixture
def campaign(world) -> Campaign:
    """A bloc's campaign with a deadline of every kind of date."""
    by, pk = world.board, world.bloc.campaign.pk
    services.update_campaign(campaign_id=pk, by=by, theme="Đoàn kết", funding="Tự túc")
    words = {"subject": "{viec}", "text": "{don_vi} gửi «{viec}»"}
    lines = [
        {"offset": -3, "offset_unit": "working", "to_head": False} | words,
        {"offset": 0, "copy_board": True} | words,
    ]
    services.save_reminder_rules(campaign_id=pk, by=by, lines=lines)
    phase = services.add_phase(
        campaign_id=pk,
        by=by,
        name="Đợt 1",
        to_precision="month",
        to_value=DAY,
        occasions=[{"name": "2/9", "day": "02/09"}],
    )
    services.add_phase(campaign_id=pk, by=by, name="Đợt 2", from_precision="year_end", from_value=DAY)
    for precision in Precision:
        value = None if precision == Precision.NONE else DAY
        services.add_deadline(
            campaign_id=pk, by=by, title="Báo cáo", precision=precision, value=value, phase=phase, to_board=True
        )
    services.add_deadline(
        campaign_id=pk,
        by=by,
        title="Họp tổng kết",
        kind="meeting",
        starts=dt.date(2026, 1, 5),
        value=DAY,
        or_precision="month",
        or_value=dt.date(2026, 9, 1),
        rule="before",
        words="trong quý III",
        place="Hội trường",
        host="leader",
        owes="leader",
    )
    return Campaign.objects.get(pk=pk)


def test_deadlines_of_every_precision(campaign, world, tmp_path):
    meeting = campaign.deadlines.get(kind="meeting")
    services.mark_done(deadline_id=meeting.pk, on=DAY, by=world.board)
    document = round_trip(tmp_path)
    found = next(row for row in document["campaigns"] if row["code"] == campaign.code)
    assert {row["precision"] for row in found["deadlines"]} == set(Precision.values)
    assert [row["ref"] for row in found["deadlines"]].count("Báo cáo #5") == 1


def test_what_arrived(campaign, world, tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        deadline = campaign.deadlines.get(precision="year")
        unit = world.bloc.units[2]
        services.grant_extension(
            deadline_id=deadline.pk, unit=unit, last_day=dt.date(2027, 1, 20), reason="Thiên tai", by=world.board
        )
        file = ContentFile(b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n", name="Báo cáo.pdf")
        services.attach_file(deadline_id=deadline.pk, unit=unit, file=file, by=world.staff)
        report = services.save_submission(deadline_id=deadline.pk, unit=unit, text="Đã hoàn thành", by=world.staff)
        services.submit(submission_id=report.pk, by=world.head)
        services.return_submission(submission_id=report.pk, reason="Thiếu phụ lục", by=world.board)
        services.submit(submission_id=report.pk, by=world.head)
        services.accept(submission_id=report.pk, by=world.board)
        Reminder.objects.filter(deadline=deadline).update(state="sent", done_at="2026-11-01T03:00:00Z")
        document = round_trip(tmp_path)
    found = next(row for row in document["campaigns"] if row["code"] == campaign.code)
    said = next(row for row in found["deadlines"] if row["precision"] == "year")
    assert [len(said["submissions"][0][name]) for name in ("files", "receipts")] == [1, 2]
    assert said["extensions"] and said["reminders"]


def test_the_plan_document(campaign, world, tmp_path):
    by = world.board
    plan = services.save_plan(campaign_id=campaign.pk, by=by, number="12", day=5, month=2, closing="Đề nghị thực hiện.")
    services.add_basis(plan_id=plan.pk, by=by, doc_type="Luật", about="Thi đua, khen thưởng")
    services.add_recipient(plan_id=plan.pk, by=by, text="Các đơn vị", mark="thực hiện")
    first = services.add_node(plan_id=plan.pk, by=by, label="I.", title="MỤC ĐÍCH", kind="purpose")
    for number in range(11):
        below = services.add_node(plan_id=plan.pk, by=by, parent=first, label=f"{number}.", text=f"Nội dung {number}")
    services.add_node(plan_id=plan.pk, by=by, parent=below, label="a)", text="Chi tiết", actor="Văn phòng")
    services.issue_plan(plan_id=plan.pk, by=by)
    document = round_trip(tmp_path)
    found = next(row for row in document["campaigns"] if "plan" in row)["plan"]
    assert [node["place"] for node in found["nodes"]][-2:] == ["1.11", "1.11.1"] and found["state"] == "issued"


def test_movements_of_several_years(world, tmp_path):
    by = world.board
    movement = services.create_campaign(
        authority=world.a, title="Chung sức", from_year=2025, to_year=2030, by=by, launcher="Thủ tướng Chính phủ"
    )
    for bloc in (world.bloc, world.other_bloc):
        services.join_bloc(campaign_id=movement.pk, bloc_year=bloc.year, by=by)
    services.update_campaign(campaign_id=world.bloc.campaign.pk, parent=movement, by=by)
    yearly = services.add_deadline(
        campaign_id=movement.pk, by=by, title="Báo cáo hằng năm", every_year=True, value=dt.date(2025, 12, 10)
    )
    for year in (2026, 2027):
        services.open_year(deadline_id=yearly.pk, year=year, by=by)
    document = round_trip(tmp_path)
    found = next(row for row in document["campaigns"] if row["kind"] == "themed")
    assert found["code"] == "PT-2025" and len(found["joined"]) == 2
    assert sorted("series" in row for row in found["deadlines"]) == [False, True, True]
