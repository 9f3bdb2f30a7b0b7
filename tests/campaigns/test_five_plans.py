"""The deadlines of five real plans, entered the way their documents say them: working date, receivers, words.

Typed from the documents' own figures; nothing is read from outside the project.
"""

import datetime as dt

import pytest

from accounts import clock
from blocs.models import BlocYear, Membership
from campaigns import services
from campaigns.models import Deadline
from campaigns.office_days import shipped
from campaigns.owing import owed_units
from campaigns.rules import Labels, printed_words, receiver_words, warnings
from campaigns.when import ZONE, DueRule, Precision
from tests.factories import AuthorityFactory, BlocFactory, BlocYearFactory, MembershipFactory, PostFactory, UserFactory

D = dt.date
K, OWES, P = Deadline.Kind, Deadline.Owes, Precision
BEFORE = {"rule": DueRule.BEFORE}
NOT_DATED = "Văn bản không ghi ngày cụ thể nên hệ thống không nhắc việc và không tính chậm muộn."


def board(authority):
    return PostFactory(user=UserFactory(), authority=authority, role="board_staff").user


@pytest.fixture
def province(db):
    authority = AuthorityFactory(board_name="Ban Thi đua – Khen thưởng tỉnh")
    return authority, board(authority)


def bloc_campaign(province, year, **bloc_year):
    authority, by = province
    row = BlocYearFactory(bloc=BlocFactory(authority=authority), year=year, **bloc_year)
    roles = [Membership.Role.LEADER, Membership.Role.DEPUTY, Membership.Role.MEMBER, Membership.Role.MEMBER]
    units = [MembershipFactory(bloc_year=row, role=role).unit for role in roles]
    return services.create_campaign(by=by, bloc_year=row), units


def read(deadline, labels=None):
    """(working date, who receives, printed words) of a saved deadline."""
    return deadline.last_day, receiver_words(deadline, labels or Labels()), printed_words(deadline)


def add(campaign, by, title, **fields):
    return services.add_deadline(campaign_id=campaign.pk, by=by, title=title, **fields)


def on(day):
    return {"precision": P.DAY, "value": day}


def test_quang_tri_general_staff_bloc_2022(province):
    """Phase reports go to the leader alone, half-year and year papers to leader and deputy; the signing has a place and
    no date; the year report is due before the phase ends."""
    campaign, units = bloc_campaign(province, 2022)
    by = province[1]
    phases = [
        services.add_phase(
            campaign_id=campaign.pk,
            by=by,
            name="Đợt 1",
            from_precision=P.MONTH,
            from_value=D(2022, 1, 1),
            to_value=D(2022, 6, 30),
        ),
        services.add_phase(
            campaign_id=campaign.pk,
            by=by,
            name="Đợt 2",
            from_value=D(2022, 7, 1),
            to_precision=P.YEAR_END,
            to_value=D(2022, 12, 31),
        ),
    ]
    first = add(
        campaign, by, "Báo cáo đợt 1", kind=K.OTHER, phase=phases[0], to_leader=True, **on(D(2022, 6, 30)), **BEFORE
    )
    half = add(
        campaign,
        by,
        "Báo cáo sơ kết",
        kind=K.MIDYEAR_REPORT,
        to_leader=True,
        to_deputy=True,
        **on(D(2022, 6, 30)),
        **BEFORE,
    )
    second = add(
        campaign, by, "Báo cáo đợt 2", kind=K.OTHER, phase=phases[1], to_leader=True, **on(D(2022, 12, 20)), **BEFORE
    )
    year = add(
        campaign,
        by,
        "Báo cáo tổng kết",
        kind=K.YEAR_REPORT,
        to_leader=True,
        to_deputy=True,
        **on(D(2022, 12, 20)),
        **BEFORE,
    )
    score = add(
        campaign,
        by,
        "Bản tự chấm điểm",
        kind=K.SELF_SCORE,
        to_leader=True,
        to_deputy=True,
        **on(D(2022, 12, 20)),
        **BEFORE,
    )
    signing = add(campaign, by, "Ký giao ước", kind=K.PLEDGE, precision=P.NONE, place="Văn phòng UBND tỉnh")
    closing = add(
        campaign, by, "Hội nghị tổng kết", kind=K.MEETING, precision=P.MONTH, value=D(2022, 12, 1), host=OWES.LEADER
    )
    june, december = (
        "trước ngày 30/06/2022 (ngày cuối đúng hạn 29/06/2022)",
        ("trước ngày 20/12/2022 (ngày cuối đúng hạn 19/12/2022)"),
    )
    both = ["Trưởng khối", "Phó khối"]
    assert read(first) == (D(2022, 6, 29), ["Trưởng khối"], june)
    assert read(half) == (D(2022, 6, 29), both, june)
    assert read(second) == (D(2022, 12, 19), ["Trưởng khối"], december)
    assert read(year) == read(score) == (D(2022, 12, 19), both, december)
    assert read(signing) == (None, [], "không ghi thời gian")
    assert read(closing) == (D(2022, 12, 31), [], "trong tháng 12/2022 (ngày cuối đúng hạn 31/12/2022)")
    assert warnings(second, campaign, calendar=shipped(), phase_end=phases[1].ends.last_day()) == [
        "Thời hạn (19/12/2022) trước khi đợt thi đua kết thúc (31/12/2022)."
    ]
    assert warnings(signing, campaign, calendar=shipped()) == [NOT_DATED]
    assert set(owed_units(year)) == set(units)


def test_quang_tri_movement_2019_2025(province):
    """Seven years, reviews in 2022 and 2025, a launch at one of two times, yearly duties without a date."""
    authority, by = province
    movement = services.create_campaign(
        by=by, authority=authority, title="Thi đua thực hiện văn hóa công sở", from_year=2019, to_year=2025
    )
    launch = add(
        movement,
        by,
        "Phát động",
        kind=K.MEETING,
        owes=OWES.COUNCIL,
        precision=P.YEAR_END,
        value=D(2019, 12, 31),
        or_precision=P.YEAR,
        or_value=D(2020, 1, 1),
        words="cuối năm 2019 hoặc đầu năm 2020",
    )
    mid = add(movement, by, "Sơ kết", kind=K.MEETING, owes=OWES.COUNCIL, precision=P.YEAR, value=D(2022, 1, 1))
    end = add(movement, by, "Tổng kết", kind=K.MEETING, owes=OWES.COUNCIL, precision=P.YEAR, value=D(2025, 1, 1))
    units = add(movement, by, "Báo cáo hằng năm", to_board=True, precision=P.NONE, every_year=True)
    boards = add(
        movement,
        by,
        "Báo cáo Trung ương",
        owes=OWES.BOARD,
        to_others="Hội đồng TĐKT Trung ương",
        precision=P.NONE,
        every_year=True,
    )
    assert read(launch)[0::2] == (D(2020, 12, 31), "cuối năm 2019 hoặc đầu năm 2020 (ngày cuối đúng hạn 31/12/2020)")
    assert [read(row)[0] for row in (mid, end, units, boards)] == [D(2022, 12, 31), D(2025, 12, 31), None, None]
    assert read(units, Labels(board=authority.board_name))[1:] == (
        ["Ban Thi đua – Khen thưởng tỉnh"],
        "hằng năm, không ghi ngày",
    )
    assert read(boards)[1] == ["Hội đồng TĐKT Trung ương"]
    joined = [BlocYearFactory(bloc=BlocFactory(authority=authority), year=year) for year in (2021, 2022)]
    for bloc_year in joined:
        MembershipFactory(bloc_year=bloc_year)
        services.join_bloc(campaign_id=movement.pk, bloc_year=bloc_year, by=by)
    opened = services.open_year(deadline_id=units.pk, year=2022, by=by)
    assert read(opened)[0] == D(2022, 12, 31)
    assert owed_units(opened) == [joined[1].memberships.get().unit]


def test_tra_vinh_bloc_8_2021(province):
    """The half-year report goes to the deputy before the half-year is over, the year's papers to the leader in the next
    year; the deputy chairs the half-year meeting; the officers have their own names."""
    campaign, units = bloc_campaign(province, 2021, leader_label="Khối trưởng", deputy_label="Khối phó")
    by, labels = province[1], Labels(leader="Khối trưởng", deputy="Khối phó", board="Ban Thi đua – Khen thưởng tỉnh")
    with clock.at(dt.datetime(2021, 4, 23, 8, tzinfo=ZONE)):
        register = add(campaign, by, "Đăng ký", kind=K.REGISTRATION, to_members=True, to_board=True, precision=P.NONE)
        half = add(
            campaign, by, "Báo cáo sơ kết", kind=K.MIDYEAR_REPORT, to_deputy=True, **on(D(2021, 6, 15)), **BEFORE
        )
        meeting = add(
            campaign, by, "Hội nghị sơ kết", kind=K.MEETING, host=OWES.DEPUTY, precision=P.MONTH, value=D(2021, 7, 1)
        )
        year = add(campaign, by, "Báo cáo tổng kết", kind=K.YEAR_REPORT, to_leader=True, **on(D(2022, 2, 1)), **BEFORE)
        closing = add(
            campaign, by, "Hội nghị tổng kết", kind=K.MEETING, host=OWES.LEADER, precision=P.MONTH, value=D(2022, 2, 1)
        )
    assert read(register, labels)[:2] == (None, ["Ban Thi đua – Khen thưởng tỉnh", "Các đơn vị trong khối"])
    assert read(half, labels)[:2] == (D(2021, 6, 14), ["Khối phó"])
    assert (meeting.last_day, meeting.host) == (D(2021, 7, 31), OWES.DEPUTY)
    assert read(year, labels) == (
        D(2022, 1, 31),
        ["Khối trưởng"],
        "trước ngày 01/02/2022 (ngày cuối đúng hạn 31/01/2022)",
    )
    assert closing.last_day == D(2022, 2, 28)
    assert warnings(half, campaign, calendar=shipped()) == [
        f"Hạn báo cáo 6 tháng ({half.last_day:%d/%m/%Y}) đến trước khi hết 6 tháng đầu năm (30/06/2021)."
    ]
    assert warnings(year, campaign, calendar=shipped()) == [
        "Thời hạn (31/01/2022) sau khi kế hoạch kết thúc (năm 2021)."
    ]
    assert set(owed_units(year)) == set(units)
    days = year.reminders.filter(unit=units[2]).order_by("on").values_list("on", flat=True)
    assert list(days) == [
        D(2022, 1, 17),
        D(2022, 1, 24),
        D(2022, 1, 28),
        D(2022, 1, 30),
        D(2022, 1, 31),
        D(2022, 2, 1),
        D(2022, 2, 3),
    ]


def test_dakrong_district_2021_2025(province):
    """A district implements a provincial directive: five years, no deadlines, a parent above."""
    authority, by = province
    directive = services.create_campaign(
        by=by, authority=authority, title="Chỉ thị số 09/CT-UBND", from_year=2021, to_year=2025
    )
    district = AuthorityFactory(parent=authority, level="district")
    plan = services.create_campaign(
        by=board(district),
        authority=district,
        title="Thực hiện Chỉ thị số 09/CT-UBND",
        from_year=2021,
        to_year=2025,
        parent=directive,
    )
    assert (plan.parent, plan.years, plan.deadlines.count()) == (directive, "2021 – 2025", 0)


def test_ha_giang_party_bloc_2023(province):
    """Party layout, a draft: phases with days, no deadlines, titles below the name, no number and no day."""
    campaign, _ = bloc_campaign(province, 2023, format_family=BlocYear.FormatFamily.PARTY, number_sign="KH/KTĐ")
    by = province[1]
    phases = [
        services.add_phase(campaign_id=campaign.pk, by=by, name=name, from_value=begins, to_value=ends)
        for name, begins, ends in (
            ("Đợt 1", D(2023, 1, 1), D(2023, 6, 30)),
            ("Đợt 2", D(2023, 7, 1), D(2023, 12, 10)),
        )
    ]
    plan = services.save_plan(
        campaign_id=campaign.pk,
        by=by,
        superior_line="TỈNH HÀ GIANG",
        month=4,
        draft_mark="(Dự thảo)",
        authority_line="",
        capacity="TRƯỞNG KHỐI",
        titles_below="Ủy viên Ban Thường vụ Tỉnh ủy\nTrưởng Ban Tuyên giáo Tỉnh ủy",
        bases_style="lines",
    )
    assert [phase.ends.words() for phase in phases] == ["30/06/2023", "10/12/2023"]
    assert (plan.family, plan.sign, plan.number, plan.day, plan.month, plan.year) == (
        "party",
        "KH/KTĐ",
        "",
        None,
        4,
        2023,
    )
    assert (plan.state, plan.authority_line, plan.titles_below.count("\n")) == ("draft", "", 1)
    assert campaign.deadlines.count() == 0
