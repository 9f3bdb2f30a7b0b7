"""Authorities, units, blocs and members: every change, its refusals and its one audit row."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification, User
from blocs import services
from blocs.access import Action, granted, reach, refresh
from blocs.models import Authority, Membership, Unit, UnitLineage, UnitName
from blocs.rules import UNKNOWN_DAY, OrgReason, Span
from tests.factories import AuthorityFactory, MembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db
D = dt.date
TODAY = timezone.localdate


def events():
    return list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))


def refusal(call, **kwargs):
    before = AuditEntry.objects.count()
    with pytest.raises(Refused) as caught:
        call(**kwargs)
    assert AuditEntry.objects.count() == before
    return caught.value.reason


STAFF = {"staff_email": "can-bo@example.vn", "staff_name": "Cán bộ đầu tiên"}


def test_the_administrator_founds_an_authority(db):
    admin = User.objects.create_superuser("quan-tri@example.vn")
    authority = services.found_authority(by=admin, level="province", name="UBND tỉnh mới", **STAFF)
    post = authority.posts.get()
    assert (post.role, post.user.email) == ("board_staff", "can-bo@example.vn")
    assert granted(post.user, Action.ORG_MANAGE, authority)
    assert events() == ["authority.founded"]


def test_a_board_founds_under_itself_only(world):
    values = {"level": "commune", "name": "UBND xã A", **STAFF}
    child = services.found_authority(by=world.board, parent=world.a, **values)
    assert child.pk in reach(refresh(world.board), Action.ORG_VIEW).authority_ids
    values["name"] = "UBND xã B"
    assert refusal(services.found_authority, by=world.board, parent=world.b, **values) == Reason.OUT_OF_REACH
    assert refusal(services.found_authority, by=world.board, parent=None, **values) == Reason.NOT_YOUR_ROLE
    assert refusal(services.found_authority, by=world.viewer, parent=world.a, **values) == Reason.NOT_YOUR_ROLE
    assert refusal(services.found_authority, by=world.head, parent=world.a, **values) == Reason.OUT_OF_REACH


def test_one_name_one_authority(world):
    with pytest.raises(ValidationError) as caught:
        services.found_authority(by=world.board, parent=world.a, level="commune", name=world.b.name, **STAFF)
    assert caught.value.message_dict == {"name": ["Đã có cơ quan mang tên này."]}


def test_the_command_founds_and_complains_in_words(db, capsys):
    User.objects.create_superuser("quan-tri@example.vn")
    options = {"level": "province", "staff_email": "a@example.vn", "staff_name": "A"}
    call_command("found_authority", by="quan-tri@example.vn", name="UBND tỉnh", **options)
    assert "Đã lập UBND tỉnh" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Đã có cơ quan"):
        call_command("found_authority", by="quan-tri@example.vn", name="UBND tỉnh", **options)
    with pytest.raises(CommandError, match="Không tìm thấy"):
        call_command("found_authority", by="khong@example.vn", name="X", **options)


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("leader", Reason.OUT_OF_REACH),
        ("foreign_board", Reason.OUT_OF_REACH),
        ("no_post", Reason.OUT_OF_REACH),
    ],
)
def test_only_the_standing_office_changes_its_organisation(world, who, reason):
    by = world.people[who]
    assert refusal(services.create_unit, by=by, authority=world.a, code="X", name="X") == reason
    assert refusal(services.update_authority, by=by, authority=world.a, short_name="X") == reason
    assert refusal(services.create_bloc, by=by, authority=world.a, code="X", name="X") == reason


def test_a_unit_has_a_dated_name_from_the_start(world):
    unit = services.create_unit(by=world.board, authority=world.a, code="SNV", name="Sở  Nội vụ")
    name = UnitName.objects.get(unit=unit)
    assert (unit.name, name.name, name.valid_from, name.valid_to) == ("Sở Nội vụ", "Sở Nội vụ", UNKNOWN_DAY, None)
    with pytest.raises(ValidationError, match="Mã đơn vị này đã được dùng"):
        services.create_unit(by=world.board, authority=world.a, code="SNV", name="Khác")


def test_correcting_a_unit_keeps_its_name_rows_in_step(world):
    unit = services.create_unit(by=world.board, authority=world.a, code="SNV", name="Sở Nội vu")
    services.update_unit(by=world.board, unit=unit, name="Sở Nội vụ", founded_on=D(2025, 3, 1))
    name = UnitName.objects.get(unit=unit)
    assert (name.name, name.valid_from) == ("Sở Nội vụ", D(2025, 3, 1))
    with pytest.raises(TypeError):
        services.update_unit(by=world.board, unit=unit, authority=world.b)


def test_renaming_closes_the_old_name_the_day_before(world):
    unit = services.create_unit(by=world.board, authority=world.a, code="SLD", name="Sở Lao động")
    services.rename_unit(by=world.board, unit=unit, name="Sở Nội vụ", from_day=D(2025, 3, 1), decision="QĐ 01")
    rows = list(UnitName.objects.filter(unit=unit).values_list("name", "valid_from", "valid_to"))
    assert rows == [("Sở Nội vụ", D(2025, 3, 1), None), ("Sở Lao động", UNKNOWN_DAY, D(2025, 2, 28))]
    unit.refresh_from_db()
    assert (unit.name, unit.search_text) == ("Sở Nội vụ", "so noi vu sld")
    for day in (D(2025, 3, 1), D(2024, 1, 1), TODAY() + dt.timedelta(days=1)):
        with pytest.raises(ValidationError) as caught:
            services.rename_unit(by=world.board, unit=unit, name="Khác", from_day=day)
        assert list(caught.value.message_dict) == ["from_day"]
    assert events() == ["unit.created", "unit.renamed"]


def test_a_merger_closes_the_old_unit_and_hands_its_past_on(world):
    old, new = world.bloc.units[3], world.bloc.units[2]
    services.record_lineage(by=world.board, kind="merge", predecessors=[old], successors=[new], on=D(2025, 3, 1))
    old.refresh_from_db()
    assert old.dissolved_on == D(2025, 3, 1)
    assert Membership.objects.get(unit=old).valid_to == D(2025, 2, 28)
    assert old.pk in reach(refresh(world.head), Action.SHEET_VIEW).unit_ids
    assert events() == ["unit.merge"]
    later = UnitFactory(authority=world.a)
    again = {"kind": "merge", "predecessors": [old], "successors": [later], "on": D(2025, 4, 1)}
    assert refusal(services.record_lineage, by=world.board, **again) == OrgReason.UNIT_CLOSED


def test_a_merger_cuts_short_a_part_that_would_have_ended_later(world):
    old, new = world.bloc.units[3], world.bloc.units[2]
    Membership.objects.filter(unit=old).update(valid_to=D(2099, 12, 31))
    services.record_lineage(by=world.board, kind="merge", predecessors=[old], successors=[new], on=D(2025, 3, 1))
    assert Membership.objects.get(unit=old).valid_to == D(2025, 2, 28)


def test_a_unit_that_takes_another_in_stays_open(world):
    one, two = world.bloc.units[2], world.bloc.units[3]
    services.record_lineage(by=world.board, kind="merge", predecessors=[one, two], successors=[one], on=D(2025, 3, 1))
    one.refresh_from_db()
    assert one.dissolved_on is None
    assert UnitLineage.objects.get().predecessor == two


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [("split", 2, 2), ("succeed", 2, 1), ("merge", 2, 2), ("merge", 0, 1), ("split", 1, 0), ("other", 1, 1)],
)
def test_lineage_needs_the_right_shape(world, kind, before, after):
    units = [UnitFactory(authority=world.a) for _ in range(before + after)]
    with pytest.raises(ValidationError):
        services.record_lineage(
            by=world.board, kind=kind, predecessors=units[:before], successors=units[before:], on=D(2025, 1, 1)
        )


def test_lineage_needs_rights_on_every_unit(world):
    mine, theirs = world.bloc.units[2], world.foreign_bloc.units[2]
    pairs = [(mine, theirs), (theirs, mine)]
    for old, new in pairs:
        values = {"kind": "succeed", "predecessors": [old], "successors": [new], "on": D(2025, 1, 1)}
        assert refusal(services.record_lineage, by=world.board, **values) == Reason.OUT_OF_REACH
    assert not UnitLineage.objects.exists()


def test_a_bloc_and_its_year(world):
    bloc = services.create_bloc(by=world.board, authority=world.a, code="K9", name="Khối 9")
    year = services.create_bloc_year(by=world.board, bloc=bloc, year=2026, leader_label="Khối trưởng")
    assert (year.name, year.leader_label) == ("Khối 9", "Khối trưởng")
    services.update_bloc(by=world.board, bloc=bloc, name="Khối thi đua số 9")
    services.update_bloc_year(by=world.board, bloc_year=year, decision_number="12/QĐ-UBND")
    with pytest.raises(ValidationError, match="đã có dữ liệu cho năm này"):
        services.create_bloc_year(by=world.board, bloc=bloc, year=2026)
    with pytest.raises(ValidationError):
        services.create_bloc_year(by=world.board, bloc=bloc, year=99999)
    assert events() == ["bloc.created", "bloc_year.created", "bloc.updated", "bloc_year.updated"]


def test_members_and_their_refusals(world):
    unit = UnitFactory(authority=world.a)
    row = services.add_member(by=world.board, bloc_year=world.bloc.year, unit=unit)
    assert row.valid_from == D(world.bloc.year.year, 1, 1)
    add = {"by": world.board, "bloc_year": world.bloc.year}
    assert refusal(services.add_member, unit=unit, **add) == OrgReason.ALREADY_MEMBER
    assert refusal(services.add_member, unit=world.foreign_bloc.units[0], **add) == Reason.OUT_OF_REACH
    other = UnitFactory(authority=world.a)
    assert refusal(services.add_member, unit=other, role="leader", **add) == OrgReason.LEADER_TAKEN
    closed = UnitFactory(authority=world.a, dissolved_on=D(2020, 1, 1))
    assert refusal(services.add_member, unit=closed, **add) == OrgReason.UNIT_CLOSED
    assert refusal(services.add_member, by=world.leader, bloc_year=world.bloc.year, unit=other) == Reason.NOT_YOUR_ROLE
    assert events() == ["member.added"]


def test_a_unit_of_an_authority_below_may_be_taken_in(world):
    below = UnitFactory(authority=AuthorityFactory(parent=world.a))
    assert services.add_member(by=world.board, bloc_year=world.bloc.year, unit=below).pk


def test_handing_over_the_lead(world):
    member = Membership.objects.get(unit=world.bloc.units[2])
    day = TODAY()
    change = {"by": world.board, "membership": member, "role": "leader", "from_day": day}
    assert refusal(services.change_role, **change) == OrgReason.LEADER_TAKEN
    row = services.change_role(former_leader="member", **change)
    old = world.bloc.units[0].memberships.order_by("valid_from")
    assert [(m.role, m.valid_to) for m in old] == [("leader", day - dt.timedelta(days=1)), ("member", None)]
    assert (row.role, row.valid_from, row.valid_to) == ("leader", day, None)
    assert granted(refresh(world.head), Action.CAMPAIGN_MANAGE, world.bloc.campaign)
    assert not granted(refresh(world.leader), Action.CAMPAIGN_MANAGE, world.bloc.campaign)
    assert events() == ["member.role"]
    told = Notification.objects.filter(kind="member.changed", channel="in_app")
    assert {row.user for row in told} == {world.head, world.leader}


def test_a_role_from_the_first_day_is_corrected_in_place(world):
    member = Membership.objects.get(unit=world.bloc.units[2])
    services.change_role(by=world.board, membership=member, role="deputy", from_day=member.valid_from)
    assert [m.role for m in world.bloc.units[2].memberships.all()] == ["deputy"]
    before = {"by": world.board, "membership": member, "role": "member", "from_day": D(1999, 1, 1)}
    assert refusal(services.change_role, **before) == OrgReason.DATES


def test_leaving_a_bloc(world):
    member = Membership.objects.get(unit=world.bloc.units[2])
    yesterday = TODAY() - dt.timedelta(days=1)
    services.end_membership(by=world.board, membership=member, last_day=yesterday, note="Chuyển khối")
    member.refresh_from_db()
    assert (member.valid_to, member.note) == (yesterday, "Chuyển khối")
    with pytest.raises(ValidationError):
        services.end_membership(by=world.board, membership=member, last_day=D(1990, 1, 1))
    assert events() == ["member.ended"]


def test_the_constraint_stands_behind_the_check(world):
    unit = UnitFactory(authority=world.a)
    with pytest.raises(IntegrityError):
        MembershipFactory(bloc_year=world.bloc.year, unit=unit, role="leader")


@pytest.mark.parametrize(
    ("one", "two", "answer"),
    [
        (Span(D(2026, 1, 1)), Span(D(2026, 6, 1)), True),
        (Span(D(2026, 1, 1), D(2026, 5, 31)), Span(D(2026, 6, 1)), False),
        (Span(D(2026, 1, 1), D(2026, 6, 1)), Span(D(2026, 6, 1)), True),
        (Span(D(2026, 1, 1), D(2026, 2, 1)), Span(D(2026, 1, 15), D(2026, 1, 20)), True),
        (Span(D(2026, 3, 1), D(2026, 4, 1)), Span(D(2026, 1, 1), D(2026, 2, 28)), False),
    ],
)
def test_overlap(one, two, answer):
    assert (one.overlaps(two), two.overlaps(one)) == (answer, answer)


def test_the_authority_moves_only_by_its_office(world):
    services.update_authority(by=world.board, authority=world.a, council_name="Hội đồng TĐKT tỉnh")
    assert Authority.objects.get(pk=world.a.pk).council_name == "Hội đồng TĐKT tỉnh"
    with pytest.raises(TypeError):
        services.update_authority(by=world.board, authority=world.a, parent=world.b)
    assert Unit.objects.filter(authority=world.a).count() == 9
