"""Units and authorities that become others: everything that follows, refusals, and taking it back."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from blocs import services
from blocs.access import Action, granted, reach, refresh
from blocs.lineage import counted_history
from blocs.models import (
    AuthorityLineage,
    Membership,
    Post,
    Reorganisation,
    ReorganisationCorrection,
    Unit,
    UnitLineage,
    UnitName,
)
from blocs.rules import OrgReason
from blocs.services import Paper, PeopleChoice
from blocs.services.divisions import put_membership
from campaigns.when import ZONE
from tests.factories import AuthorityFactory, MembershipFactory, PostFactory, UnitFactory
from tests.world import person

pytestmark = pytest.mark.django_db
D = dt.date
DAY = dt.timedelta(days=1)


def today():
    return timezone.localdate()


def merge(world, before, after, **values):
    values = {"kind": "merge", "on": today(), **values}
    return services.reorganise_units(by=world.board, predecessors=before, successors=after, **values)


def seats(bloc_year, unit):
    rows = Membership.objects.filter(bloc_year=bloc_year, unit=unit).order_by("pk")
    return list(rows.values_list("role", "valid_from", "valid_to"))


def refusal(call, **kwargs):
    before = AuditEntry.objects.count(), Reorganisation.objects.count()
    with pytest.raises(Refused) as caught:
        call(**kwargs)
    assert (AuditEntry.objects.count(), Reorganisation.objects.count()) == before
    return caught.value.reason


def test_a_merger_closes_the_old_and_seats_the_heir_in_the_same_role(world):
    old, new, year = world.bloc.units[0], UnitFactory(authority=world.a), world.bloc.year
    paper = Paper(number="12/QĐ-UBND", date=D(2025, 6, 30), issuer="UBND tỉnh", unconfirmed=True)
    row = merge(world, [old], [new], paper=paper)
    old.refresh_from_db()
    assert old.dissolved_on == today()
    assert seats(year, old) == [("leader", D(2000, 1, 1), today() - DAY)]
    assert seats(year, new) == [("leader", today(), None)]
    lineage = UnitLineage.objects.get()
    assert (lineage.reorganisation, lineage.main, lineage.decision) == (row, True, row.paper)
    assert row.paper == "12/QĐ-UBND ngày 30/06/2025 của UBND tỉnh"
    assert (row.before, row.after, row.unconfirmed) == ([old.pk], [new.pk], True)
    events = list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))
    assert events == ["unit.merge", "reorganisation.record"]
    assert Notification.objects.filter(kind="reorganisation", user=world.leader, channel="in_app").count() == 1


def test_an_heir_that_is_in_the_bloc_takes_the_higher_role_over(world):
    leader, deputy = world.bloc.units[:2]
    merge(world, [leader], [deputy])
    assert seats(world.bloc.year, deputy) == [
        ("deputy", D(2000, 1, 1), today() - DAY),
        ("leader", today(), None),
    ]


def test_an_heir_keeps_its_own_higher_role(world):
    leader, _, member, _ = world.bloc.units
    merge(world, [member], [leader])
    assert seats(world.bloc.year, leader) == [("leader", D(2000, 1, 1), None)]


def test_a_split_needs_to_know_who_goes_on_with_the_work(world):
    old = world.bloc.units[2]
    parts = [UnitFactory(authority=world.a) for _ in range(2)]
    with pytest.raises(ValidationError, match="nơi tiếp nhận"):
        merge(world, [old], parts, kind="split")
    merge(world, [old], parts, kind="split", heirs={old.pk: parts[1].pk})
    assert seats(world.bloc.year, parts[0]) == []
    assert seats(world.bloc.year, parts[1]) == [("member", today(), None)]
    mains = {row.successor_id: row.main for row in UnitLineage.objects.all()}
    assert mains == {parts[0].pk: False, parts[1].pk: True}


def test_a_unit_ends_without_a_successor(world):
    old = world.bloc.units[2]
    services.reorganise_units(by=world.board, kind="dissolve", on=today(), predecessors=[old])
    old.refresh_from_db()
    assert old.dissolved_on == today()
    assert not UnitLineage.objects.exists()
    assert seats(world.bloc.year, old) == [("member", D(2000, 1, 1), today() - DAY)]


@pytest.mark.parametrize(
    ("kind", "before", "after"), [("merge", 1, 2), ("split", 2, 1), ("succeed", 1, 2), ("dissolve", 1, 1)]
)
def test_the_shape_has_to_fit(world, kind, before, after):
    units = [UnitFactory(authority=world.a) for _ in range(4)]
    with pytest.raises(ValidationError):
        merge(world, units[:before], units[2 : 2 + after], kind=kind, heirs={unit.pk: None for unit in units})
    assert not Reorganisation.objects.exists()
    assert not Unit.objects.filter(dissolved_on__isnull=False).exists()


def test_days_are_looked_at(world):
    old, new = UnitFactory.create_batch(2, authority=world.a)
    for day in (today() + 367 * DAY, today() - DAY):
        MembershipFactory(bloc_year=world.other_bloc.year, unit=old, valid_from=today()) if day < today() else None
        with pytest.raises(ValidationError) as caught:
            merge(world, [old], [new], on=day)
        assert list(caught.value.message_dict) == ["on"]


def test_posts_do_not_end_while_the_work_goes_on(world):
    old, new = world.bloc.units[0], UnitFactory(authority=world.a)
    with pytest.raises(ValidationError, match="sớm nhất vào ngày"):
        merge(world, [old], [new], on=today() + 5 * DAY, people=PeopleChoice(until=today() + 3 * DAY))


def test_a_new_name_is_not_recorded_ahead(world):
    with pytest.raises(ValidationError) as caught:
        services.rename_by_paper(by=world.board, unit=world.bloc.units[0], name="Tên mới", on=today() + DAY)
    assert list(caught.value.message_dict) == ["on"]


# Recorded before its day


def at_nine(day):
    return clock.at(dt.datetime.combine(day, dt.time(9), tzinfo=ZONE))


@pytest.fixture
def ahead(world):
    """The leading unit becomes another in ten days, its people with it."""
    new = UnitFactory(authority=world.a)
    reader, on = person(new, role=Post.Role.HEAD), today() + 10 * DAY
    row = merge(world, [world.bloc.units[0]], [new], on=on, people=PeopleChoice(until=on + 20 * DAY, move=True))
    return row, new, reader, on


def test_before_its_day_everything_is_as_it_was(world, ahead):
    row, new, reader, on = ahead
    old = Unit.objects.get(pk=world.bloc.units[0].pk)
    assert row.is_ahead and not old.has_ended and old in Unit.objects.at_work()
    for day in (today(), on - DAY):
        with at_nine(day):
            assert granted(refresh(world.leader), Action.CAMPAIGN_MANAGE, world.bloc.year)
            assert not granted(refresh(reader), Action.SUBMISSION_VIEW, old)
            assert not granted(refresh(reader), Action.CAMPAIGN_MANAGE, world.bloc.year)
            assert [one.unit for one in counted_history(new)] == [new]


def test_on_its_day_it_holds_without_anybody_doing_anything(world, ahead):
    row, new, reader, on = ahead
    old = Unit.objects.get(pk=world.bloc.units[0].pk)
    with at_nine(on):
        assert not row.is_ahead and old.has_ended and old not in Unit.objects.at_work()
        assert granted(refresh(reader), Action.CAMPAIGN_MANAGE, world.bloc.year)
        assert granted(refresh(reader), Action.SUBMISSION_VIEW, old)
        assert {one.unit for one in counted_history(new)} == {new, old}
        assert [seat.unit for seat in world.bloc.year.memberships.on(on).filter(role="leader")] == [new]


def test_taken_back_before_its_day_nothing_of_it_ever_begins(world, ahead):
    row, new, reader, on = ahead
    services.correct_reorganisation(reorganisation=row, reason="Quyết định bị hoãn", by=world.board)
    assert seats(world.bloc.year, new) == [] and not Post.objects.filter(unit=new, user=world.leader).exists()
    assert seats(world.bloc.year, world.bloc.units[0]) == [("leader", D(2000, 1, 1), None)]
    with at_nine(on):
        assert granted(refresh(world.leader), Action.CAMPAIGN_MANAGE, world.bloc.year)
        assert not granted(refresh(reader), Action.CAMPAIGN_MANAGE, world.bloc.year)


def test_names_of_a_unit_whose_end_is_known(world, ahead):
    """A slip of the pen is corrected in the name it carries until then; another name waits for the correcting record."""
    old, last = Unit.objects.get(pk=world.bloc.units[0].pk), ahead[3] - DAY
    UnitName.objects.create(unit=old, name=old.name, valid_from=D(2000, 1, 1), valid_to=last)
    services.update_unit(by=world.board, unit=old, name="Sở Nội vụ")
    assert UnitName.objects.get(unit=old).name == "Sở Nội vụ"
    with pytest.raises(ValidationError, match="đính chính việc sắp xếp"):
        services.rename_by_paper(by=world.board, unit=old, name="Tên mới", on=today())


def test_it_can_be_taken_back_for_thirty_days_from_its_day(world, ahead):
    row, _new, _reader, on = ahead
    call = {"reorganisation": row, "reason": "Ghi nhầm", "by": world.board}
    with at_nine(on + 31 * DAY):
        assert refusal(services.correct_reorganisation, **call) == OrgReason.CORRECT_TOO_LATE
    with at_nine(on + 30 * DAY):
        services.correct_reorganisation(**call)


def test_a_unit_whose_end_is_known_enters_no_seat_beyond_it(world, ahead):
    _row, _new, _reader, on = ahead
    old = Unit.objects.get(pk=world.bloc.units[0].pk)
    row = MembershipFactory.build(bloc_year=world.other_bloc.year, unit=old, valid_from=today())
    put_membership(row)
    assert row.valid_to == on - DAY


def test_an_authority_that_ends_in_ten_days_is_read_from_then_on(world, admin):
    province, on = AuthorityFactory(), today() + 10 * DAY
    reader = PostFactory(unit=None, authority=province, role=Post.Role.BOARD_STAFF).user
    services.reorganise_authorities(
        by=admin, kind="merge", on=on, predecessors=[world.a], successors=[province], people=PeopleChoice()
    )
    for day, sees in ((on - DAY, False), (on, True)):
        with at_nine(day):
            assert bool(granted(refresh(reader), Action.ORG_VIEW, world.a)) is sees


def test_only_who_manages_every_unit(world):
    own, foreign = world.bloc.units[2], world.foreign_bloc.units[2]
    values = {"kind": "merge", "on": today()}
    for before, after in (([own], [foreign]), ([foreign], [own])):
        call = {"predecessors": before, "successors": after, **values}
        assert refusal(services.reorganise_units, by=world.board, **call) == Reason.OUT_OF_REACH
    call = {"predecessors": [own], "successors": [UnitFactory(authority=world.a)], **values}
    assert refusal(services.reorganise_units, by=world.viewer, **call) == Reason.NOT_YOUR_ROLE
    assert refusal(services.reorganise_units, by=world.leader, **call) == Reason.OUT_OF_REACH


def test_a_heir_that_is_no_successor_is_refused(world):
    old, new, stranger = world.bloc.units[2], UnitFactory(authority=world.a), world.foreign_bloc.units[0]
    with pytest.raises(ValidationError, match="một trong các đơn vị sau"):
        merge(world, [old], [new], heirs={old.pk: stranger.pk})


def test_people_move_and_their_old_posts_end(world):
    old, new = world.bloc.units[2], UnitFactory(authority=world.a)
    person(new, role=Post.Role.HEAD)
    merge(world, [old], [new], people=PeopleChoice(until=today() - DAY, move=True))
    roles = dict(Post.objects.filter(unit=new, user__in=[world.head, world.staff]).values_list("user_id", "role"))
    assert roles == {world.head.pk: "staff", world.staff.pk: "staff"}  # the heir has its head already
    assert not granted(refresh(world.head), Action.SUBMISSION_EDIT, old)
    assert granted(world.head, Action.SUBMISSION_EDIT, new)
    assert granted(world.head, Action.SUBMISSION_VIEW, old)  # the past is read through the line


def test_people_stay_where_nothing_was_said(world):
    old, new = world.bloc.units[2], UnitFactory(authority=world.a)
    merge(world, [old], [new])
    assert granted(refresh(world.head), Action.SUBMISSION_EDIT, old)
    assert not Post.objects.filter(unit=new).exists()


def test_a_new_name_by_a_paper_is_kept_among_the_reorganisations(world):
    unit = services.create_unit(by=world.board, authority=world.a, code="SLD", name="Sở Lao động")
    row = services.rename_by_paper(
        by=world.board, unit=unit, name="Sở Nội vụ", on=D(2025, 3, 1), paper=Paper(number="1/QĐ")
    )
    assert (row.kind, row.words) == ("rename", "Đổi tên Sở Lao động thành Sở Nội vụ")
    assert UnitName.objects.get(unit=unit, valid_to__isnull=True).decision == "1/QĐ"


def test_what_goes_on_beside_the_new_part_stays_its_own(world):
    """A living unit's reports are not read by a part that was split off."""
    old, part = world.bloc.units[2], UnitFactory(authority=world.a)
    reader = person(part, role=Post.Role.HEAD)
    merge(world, [old], [old, part], kind="split")
    assert not granted(refresh(reader), Action.SUBMISSION_VIEW, old)


# Taking back


def test_a_correcting_record_puts_everything_back_and_deletes_nothing(world):
    leader, new, year = world.bloc.units[0], UnitFactory(authority=world.a), world.bloc.year
    row = merge(world, [leader], [new], people=PeopleChoice(until=today() - DAY, move=True))
    services.correct_reorganisation(reorganisation=row, reason="Ghi nhầm đơn vị", by=world.board)
    leader.refresh_from_db()
    assert leader.dissolved_on is None
    assert seats(year, leader) == [("leader", D(2000, 1, 1), None)]
    assert [(role, ends) for role, _, ends in seats(year, new)] == [("leader", today())]
    assert UnitLineage.objects.get().undone
    assert granted(refresh(world.leader), Action.CAMPAIGN_MANAGE, year)
    assert Reorganisation.objects.get().is_corrected
    new_post = Post.objects.get(unit=new, user=world.leader)
    assert new_post.valid_to == today()  # began today: it ends today


def test_a_role_taken_over_goes_back(world):
    leader, deputy = world.bloc.units[:2]
    row = merge(world, [leader], [deputy], on=today() - 3 * DAY)
    services.correct_reorganisation(reorganisation=row, reason="Ghi nhầm", by=world.board)
    live = {seat.unit_id: seat.role for seat in world.bloc.year.memberships.on(today())}
    assert (live[leader.pk], live[deputy.pk]) == ("leader", "deputy")


def test_a_mistaken_line_is_not_read_any_more_and_can_be_recorded_again(world):
    old, new = world.bloc.units[2], UnitFactory(authority=world.a)
    reader = person(new, role=Post.Role.HEAD)
    row = merge(world, [old], [new])
    assert granted(refresh(reader), Action.SUBMISSION_VIEW, old)
    services.correct_reorganisation(reorganisation=row, reason="Ghi nhầm", by=world.board)
    assert not granted(refresh(reader), Action.SUBMISSION_VIEW, old)
    merge(world, [old], [new])
    assert granted(refresh(reader), Action.SUBMISSION_VIEW, old)


def test_when_it_cannot_be_taken_back(world):
    units = [UnitFactory(authority=world.a) for _ in range(4)]
    first = merge(world, [units[0]], [units[1]], on=today() - 2 * DAY)
    second = merge(world, [units[1]], [units[2]])
    call = {"reason": "Ghi nhầm", "by": world.board}
    assert refusal(services.correct_reorganisation, reorganisation=first, **call) == OrgReason.BUILT_UPON
    assert refusal(services.correct_reorganisation, reorganisation=second, **call | {"reason": " "}) == (
        Reason.REASON_MISSING
    )
    assert refusal(services.correct_reorganisation, reorganisation=second, **call | {"by": world.viewer}) == (
        Reason.NOT_YOUR_ROLE
    )
    later = dt.datetime.combine(today() + 31 * DAY, dt.time(9), tzinfo=ZONE)
    with clock.at(later):
        assert refusal(services.correct_reorganisation, reorganisation=second, **call) == OrgReason.CORRECT_TOO_LATE
    services.correct_reorganisation(reorganisation=second, **call)
    again = Reorganisation.objects.get(pk=second.pk)
    assert refusal(services.correct_reorganisation, reorganisation=again, **call) == OrgReason.CORRECTED
    services.correct_reorganisation(reorganisation=first, **call)
    assert ReorganisationCorrection.objects.count() == 2
    named = services.rename_by_paper(by=world.board, unit=units[3], name="Tên mới", on=today() - DAY)
    assert refusal(services.correct_reorganisation, reorganisation=named, **call) == OrgReason.NOT_CORRECTABLE


# Authorities


def join(by, kind, before, after, **values):
    return services.reorganise_authorities(
        by=by, kind=kind, on=today(), predecessors=before, successors=after, **values
    )


@pytest.fixture
def admin(db):
    from tests.factories import UserFactory

    return UserFactory(is_superuser=True)


def test_two_provinces_merge_and_the_past_is_read(world, admin):
    district = AuthorityFactory(parent=world.b, level="district")
    join(admin, "merge", [world.b], [world.a])
    world.b.refresh_from_db()
    assert world.b.dissolved_on == today()
    seen = reach(refresh(world.board), Action.BLOC_VIEW).authority_ids
    assert {world.a.pk, world.b.pk, district.pk} == seen
    assert reach(world.board, Action.ORG_MANAGE).authority_ids == {
        world.a.pk
    }  # reads only: blocs stay with the old one
    assert not granted(world.board, Action.CAMPAIGN_MANAGE, world.foreign_bloc.year)
    assert granted(world.board, Action.BLOC_VIEW, world.foreign_bloc.year)
    # The other way round nothing opens.
    assert not granted(refresh(world.foreign_board), Action.BLOC_VIEW, world.bloc.year)


def test_parts_of_a_district_read_the_district_and_not_each_other(world):
    district = AuthorityFactory(parent=world.a, level="district")
    inside = AuthorityFactory(parent=district, level="commune")
    first, second = AuthorityFactory.create_batch(2, parent=world.a, level="commune")
    reader = person(authority=first, role=Post.Role.BOARD_STAFF)
    other = person(authority=second, role=Post.Role.BOARD_STAFF)
    join(world.board, "split", [district], [first, second], heirs={district.pk: first.pk}, readers=[first.pk])
    assert reach(refresh(reader), Action.BLOC_VIEW).authority_ids == {first.pk, district.pk}
    assert reach(refresh(other), Action.BLOC_VIEW).authority_ids == {second.pk}
    assert inside.pk not in reach(reader, Action.BLOC_VIEW).authority_ids
    assert {row.successor_id: row.main for row in AuthorityLineage.objects.all()} == {first.pk: True, second.pk: False}


def test_people_of_an_authority_work_on_at_both_until_a_day(world, admin):
    until = today() + 30 * DAY
    join(admin, "merge", [world.b], [world.a], people=PeopleChoice(until=until, move=True))
    user = refresh(world.foreign_board)
    assert granted(user, Action.CAMPAIGN_MANAGE, world.foreign_bloc.year)  # the old year is brought to its end
    assert granted(user, Action.CAMPAIGN_MANAGE, world.bloc.year)
    with clock.at(dt.datetime.combine(until + DAY, dt.time(9), tzinfo=ZONE)):
        user = refresh(user)
        assert not granted(user, Action.CAMPAIGN_MANAGE, world.foreign_bloc.year)
        assert granted(user, Action.BLOC_VIEW, world.foreign_bloc.year)


def test_who_may_reorganise_authorities(world, admin):
    child, other = AuthorityFactory.create_batch(2, parent=world.a, level="commune")
    call = {"kind": "merge", "on": today(), "predecessors": [child], "successors": [other]}
    assert refusal(services.reorganise_authorities, by=world.foreign_board, **call) == Reason.OUT_OF_REACH
    assert refusal(services.reorganise_authorities, by=world.viewer, **call) == Reason.NOT_YOUR_ROLE
    services.reorganise_authorities(by=world.board, **call)
    both = {"kind": "merge", "on": today(), "predecessors": [world.b], "successors": [world.a]}
    assert refusal(services.reorganise_authorities, by=world.board, **both) == Reason.OUT_OF_REACH


def test_an_authority_ends_once(world, admin):
    join(admin, "dissolve", [world.b], [])
    call = {"kind": "dissolve", "on": today(), "predecessors": [world.b], "by": admin}
    assert refusal(services.reorganise_authorities, **call) == OrgReason.UNIT_CLOSED
    for kind, before, after in (("merge", 1, 0), ("split", 2, 1), ("succeed", 1, 2)):
        rows = AuthorityFactory.create_batch(4)
        with pytest.raises(ValidationError):
            join(admin, kind, rows[:before], rows[2 : 2 + after], heirs={row.pk: None for row in rows})


def test_a_merger_of_authorities_is_taken_back(world, admin):
    row = join(admin, "merge", [world.b], [world.a], people=PeopleChoice(move=True))
    services.correct_reorganisation(reorganisation=row, reason="Ghi nhầm", by=admin)
    world.b.refresh_from_db()
    assert world.b.dissolved_on is None
    assert not granted(refresh(world.board), Action.BLOC_VIEW, world.foreign_bloc.year)


def test_two_leaders_act_at_once_for_different_years(world):
    """The leader of last year finishes it, the leader of this year works on this one: rights come from memberships."""
    from tests.factories import BlocYearFactory

    last = BlocYearFactory(bloc=world.bloc.year.bloc, year=world.bloc.year.year - 1)
    MembershipFactory(bloc_year=last, unit=world.bloc.units[2], role="leader")
    MembershipFactory(bloc_year=last, unit=world.bloc.units[0])
    assert granted(refresh(world.head), Action.CAMPAIGN_MANAGE, last)
    assert not granted(world.head, Action.CAMPAIGN_MANAGE, world.bloc.year)
    assert granted(refresh(world.leader), Action.CAMPAIGN_MANAGE, world.bloc.year)
    assert not granted(world.leader, Action.CAMPAIGN_MANAGE, last)
