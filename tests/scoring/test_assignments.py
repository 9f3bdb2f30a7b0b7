"""Groups of criteria given to units: who sees and decides what, in parallel, on every sheet but the own."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from blocs.models import Post
from scoring import permissions, services
from scoring.models import Assignment, LineEvidence, ScoreEntry, ScoreLine, ScoreSheet, ScoringSetup
from scoring.permissions import SheetReason
from scoring.services.assignments import assign_group, shares_of, take_group, waiting_work, work_of
from scoring.services.verification import acceptance_of, mark_opened
from scoring.states import SheetState, Stage
from tests.factories import UnitFactory
from tests.matrix.stage import PDF
from tests.world import person

from . import scenes

D = Decimal
STAGES = {"self": "unit", "department": "assigned", "leader": "officers"}


def refused(reason):
    return pytest.raises(Refused, check=lambda error: error.reason == reason)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def scene(world):
    """Two groups: I (items 1, 2) and II (items 3, 4); the department of group I is no member of the bloc, that of
    group II is the member whose sheet is `other_sheet`."""
    scene = scenes.open_two_groups(world)
    scene.department = UnitFactory(authority=world.a, name="Sở Chuyên môn")
    scene.expert = person(scene.department, role=Post.Role.HEAD)
    scene.member_expert = world.other_unit_head
    give = {"campaign_id": scene.campaign.pk, "by": world.leader}
    assign_group(group_id=scene.group("I").pk, unit_id=scene.department.pk, **give)
    assign_group(group_id=scene.group("II").pk, unit_id=scene.other_sheet.unit_id, **give)
    return scene


def send(scene, sheet, head):
    for row in sheet.lines.all():
        scenes.save(sheet, row.criterion.code, head, value="5")
    services.submit_sheet(sheet_id=sheet.pk, by=head)


@pytest.fixture
def sent(scene):
    send(scene, scene.sheet, scene.world.head)
    send(scene, scene.other_sheet, scene.world.other_unit_head)
    return scene


def test_groups_without_anybody_stay_in_sight_and_nothing_is_given_twice(scene):
    world = scene.world
    row = Assignment.objects.get(unit=scene.department)
    again = assign_group(
        campaign_id=scene.campaign.pk, group_id=row.group_id, unit_id=row.unit_id, by=scene.world.leader
    )
    assert again.pk == row.pk
    assert [(share.group.code, len(share.given), share.free) for share in shares_of(scene.setup)] == [
        ("I", 1, 0),
        ("II", 1, 0),
        ("III", 0, 1),
    ]
    take_group(assignment_id=row.pk, by=world.leader)
    assert [share.free for share in shares_of(scene.setup)] == [2, 0, 1]
    events = AuditEntry.objects.filter(event__startswith="assignment.").order_by("pk")
    assert [(entry.event, entry.after["unit"]) for entry in events] == [
        ("assignment.add", "Sở Chuyên môn"),
        ("assignment.add", scene.other_sheet.unit.name),
        ("assignment.remove", "Sở Chuyên môn"),
    ]
    told = Notification.objects.filter(user=scene.expert, channel="in_app").order_by("pk")
    assert [row.kind for row in told] == ["group_assigned", "group_unassigned"]


@pytest.mark.parametrize("name", ["head", "deputy", "viewer", "other_unit_head", "other_bloc_leader", "foreign_board"])
def test_who_may_not_assign(scene, name):
    by, group = scene.world.people[name], scene.group("III")
    with pytest.raises(Refused):
        assign_group(campaign_id=scene.campaign.pk, group_id=group.pk, unit_id=scene.department.pk, by=by)
    with pytest.raises(Refused):
        take_group(assignment_id=Assignment.objects.first().pk, by=by)


def test_only_groups_of_the_set_units_of_the_authority_and_a_used_stage(scene):
    world = scene.world
    give = {"campaign_id": scene.campaign.pk, "by": world.leader}
    foreign = world.foreign_bloc.units[0]
    with refused(SheetReason.NOT_A_GROUP):
        assign_group(group_id=scenes.line(scene.sheet, "1").criterion_id, unit_id=scene.department.pk, **give)
    with refused(Reason.OUT_OF_REACH):
        assign_group(group_id=scene.group("III").pk, unit_id=foreign.pk, **give)
    ScoringSetup.objects.filter(pk=scene.setup.pk).update(stages={"self": "unit", "leader": "officers"})
    with refused(SheetReason.STAGE_NOT_USED):
        assign_group(group_id=scene.group("III").pk, unit_id=scene.department.pk, **give)


def test_a_department_sees_and_decides_its_items_of_sent_sheets_only(sent):
    expert = sent.expert
    codes = ScoreLine.objects.visible_to(expert).values_list("sheet_id", "criterion__code")
    assert sorted(codes) == sorted((sheet.pk, code) for sheet in (sent.sheet, sent.other_sheet) for code in "12")
    assert not ScoreSheet.objects.visible_to(expert).exists()
    entry = services.accept_line(line_id=scenes.line(sent.sheet, "1").pk, by=expert)
    assert (entry.stage, entry.points, entry.acting_unit) == ("department", D(5), sent.department)
    changed = services.change_line(line_id=scenes.line(sent.sheet, "2").pk, points=D(4), reason="Thiếu", by=expert)
    assert (changed.stage, changed.points) == ("department", D(4))
    for line in (scenes.line(sent.sheet, "3"), scenes.line(sent.leader_sheet, "1")):
        with refused(Reason.OUT_OF_REACH):
            services.accept_line(line_id=line.pk, by=expert)


def test_a_member_never_sees_or_decides_its_own_sheet_as_a_department(sent):
    own, other = scenes.line(sent.other_sheet, "3"), scenes.line(sent.sheet, "3")
    assert not permissions.is_assigned(sent.member_expert, own)
    with pytest.raises(Refused):
        services.accept_line(line_id=own.pk, by=sent.member_expert)
    with pytest.raises(Refused):
        services.accept_line(line_id=own.pk, by=sent.member_expert, stage=Stage.DEPARTMENT)
    assert services.accept_line(line_id=other.pk, by=sent.member_expert).stage == "department"
    assert permissions.can_check(sent.member_expert, own).reason == Reason.OWN_UNIT


def test_the_own_unit_goes_before_the_acting_post(sent):
    """Somebody who also works at the judged unit does not judge it for the department either."""
    person_of_both = person(sent.department)
    Post.objects.create(user=person_of_both, unit=sent.sheet.unit, role=Post.Role.STAFF, valid_from="2020-01-01")
    person_of_both.acting_post = person_of_both.posts.get(unit=sent.department)
    with pytest.raises(Refused):
        services.accept_line(line_id=scenes.line(sent.sheet, "1").pk, by=person_of_both)
    assert services.accept_line(line_id=scenes.line(sent.other_sheet, "1").pk, by=person_of_both).stage == "department"


def test_a_group_taken_back_closes_its_items_and_keeps_what_was_decided(sent):
    line = scenes.line(sent.sheet, "1")
    services.accept_line(line_id=line.pk, by=sent.expert)
    take_group(assignment_id=Assignment.objects.get(unit=sent.department).pk, by=sent.world.leader)
    with pytest.raises(Refused):
        services.accept_line(line_id=scenes.line(sent.sheet, "2").pk, by=sent.expert)
    assert ScoreEntry.objects.filter(line=line, stage="department").count() == 1
    assert not ScoreLine.objects.visible_to(sent.expert).exists()


def test_files_of_the_given_lines_only(scene):
    world = scene.world
    for code in ("1", "3"):
        file = SimpleUploadedFile(f"{code}.pdf", PDF + f"% {code}\n".encode())
        services.attach_upload(line_id=scenes.line(scene.sheet, code).pk, upload=file, by=world.staff)
    links = {
        link.line.criterion.code: link.evidence_id for link in LineEvidence.objects.select_related("line__criterion")
    }
    client = browser(scene.expert)
    before = [client.get(reverse("scoring:evidence", args=[pk])).status_code for pk in links.values()]
    send(scene, scene.sheet, world.head)
    after = {code: client.get(reverse("scoring:evidence", args=[pk])).status_code for code, pk in links.items()}
    assert (before, after) == ([404, 404], {"1": 200, "3": 404})


def test_one_department_returns_while_the_other_decides(sent):
    """A return opens its lines to the unit; the others stay locked, and their department goes on."""
    world, sheet = sent.world, sent.sheet
    first, second, third = (scenes.line(sheet, code) for code in "123")
    with refused(SheetReason.NOT_ASSIGNED):
        services.return_lines(sheet_id=sheet.pk, line_ids=[first.pk, third.pk], note="x", by=sent.expert)
    services.return_lines(sheet_id=sheet.pk, line_ids=[first.pk], note="Bổ sung", by=sent.expert)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.RETURNED
    assert services.accept_line(line_id=third.pk, by=sent.member_expert).stage == "department"
    with pytest.raises(Refused):
        services.accept_line(line_id=first.pk, by=sent.expert)
    assert not ScoreLine.objects.visible_to(sent.expert).filter(pk=first.pk).exists()
    with refused(Reason.WRONG_STATE):
        services.accept_line(line_id=second.pk, by=world.leader)
    fourth = scenes.line(sheet, "4")
    services.return_lines(sheet_id=sheet.pk, line_ids=[fourth.pk], note="Số liệu", by=sent.member_expert)
    returned = set(sheet.lines.filter(returned=True).values_list("criterion__code", flat=True))
    assert returned == {"1", "4"}
    with refused(SheetReason.LINE_LOCKED):
        scenes.save(sheet, "3", world.staff, value="6")
    scenes.save(sheet, "1", world.staff, value="4")
    services.submit_sheet(sheet_id=sheet.pk, by=world.head)
    sheet = ScoreSheet.objects.for_decisions().get(pk=sheet.pk)
    assert [row.criterion.code for row in services.read_sheet(sheet).lines if row.decision] == ["3"]


def test_whoever_gave_a_line_back_looks_at_it_again(sent):
    world, sheet, line = sent.world, sent.sheet, scenes.line(sent.sheet, "1")
    services.return_lines(sheet_id=sheet.pk, line_ids=[line.pk], note="Bổ sung", by=sent.expert)
    services.submit_sheet(sheet_id=sheet.pk, by=world.head)
    with refused(SheetReason.RECHECK):
        services.accept_line(line_id=line.pk, by=world.leader)
    services.accept_line(line_id=line.pk, by=sent.expert)
    assert services.accept_line(line_id=line.pk, by=world.leader).stage == "leader"
    other = scenes.line(sheet, "2")
    services.return_lines(sheet_id=sheet.pk, line_ids=[other.pk], note="Bổ sung", by=world.leader)
    services.submit_sheet(sheet_id=sheet.pk, by=world.head)
    with refused(SheetReason.RECHECK):
        services.accept_line(line_id=other.pk, by=sent.expert, stage=Stage.DEPARTMENT)
    assert services.accept_line(line_id=other.pk, by=world.leader).stage == "leader"


def test_a_line_whose_department_lost_its_group_goes_back_to_the_leader(sent):
    line = scenes.line(sent.sheet, "1")
    services.return_lines(sheet_id=sent.sheet.pk, line_ids=[line.pk], note="Bổ sung", by=sent.expert)
    services.submit_sheet(sheet_id=sent.sheet.pk, by=sent.world.head)
    take_group(assignment_id=Assignment.objects.get(unit=sent.department).pk, by=sent.world.leader)
    assert services.accept_line(line_id=line.pk, by=sent.world.leader).stage == "leader"


def test_each_line_returned_keeps_its_own_reason(sent):
    world, lines = sent.world, [scenes.line(sent.sheet, code) for code in "123"]
    with refused(Reason.REASON_MISSING):
        services.return_lines(
            sheet_id=sent.sheet.pk,
            line_ids=[row.pk for row in lines],
            note=" ",
            notes={lines[0].pk: "A"},
            by=world.leader,
        )
    services.return_lines(
        sheet_id=sent.sheet.pk,
        line_ids=[row.pk for row in lines],
        note="Chung",
        notes={lines[0].pk: "Riêng"},
        by=world.leader,
    )
    notes = dict(sent.sheet.lines.filter(returned=True).values_list("criterion__code", "return_note"))
    assert notes == {"1": "Riêng", "2": "Chung", "3": "Chung"}
    told = Notification.objects.get(user=world.staff, kind="sheet_returned", channel="in_app")
    assert told.body.splitlines() == ["1: Riêng", "2: Chung", "3: Chung"]
    entry = AuditEntry.objects.get(event="sheet.send_back")
    assert (entry.after["lines"], "Riêng" in entry.note) == (["1", "2", "3"], True)


def test_the_leader_may_overrule_but_a_department_comes_too_late_after_the_leader(sent):
    line = scenes.line(sent.sheet, "1")
    services.accept_line(line_id=line.pk, by=sent.expert)
    services.change_line(line_id=line.pk, points=D(3), reason="Khối thống nhất", by=sent.world.leader)
    with refused(SheetReason.STAGE_OVER):
        services.accept_line(line_id=line.pk, by=sent.expert)


def test_work_of_a_department_in_counts(sent):
    services.accept_line(line_id=scenes.line(sent.sheet, "1").pk, by=sent.expert)
    services.return_lines(
        sheet_id=sent.other_sheet.pk, line_ids=[scenes.line(sent.other_sheet, "2").pk], note="x", by=sent.expert
    )
    rows = {row.pk: (row.items, row.items_done, row.items_returned) for row in work_of(sent.expert)}
    assert rows == {sent.sheet.pk: (2, 1, None), sent.other_sheet.pk: (1, 0, 1)}
    assert {row.pk for row in waiting_work(sent.expert)} == {sent.sheet.pk, sent.other_sheet.pk}
    assert not work_of(sent.world.other_bloc_leader).exists()


def test_statements_of_the_work_page_do_not_grow(scene, django_assert_max_num_queries):
    client = browser(scene.expert)
    client.get(reverse("scoring:assigned"))
    send(scene, scene.sheet, scene.world.head)
    with django_assert_max_num_queries(30) as one:
        assert client.get(reverse("scoring:assigned")).content.decode().count("<tr>") == 2
    for sheet in scene.sheets.values():
        if sheet.pk != scene.sheet.pk:
            send(scene, sheet, scenes.heads(scene.world)[sheet.unit_id])
    with django_assert_max_num_queries(len(one)):
        assert client.get(reverse("scoring:assigned")).content.decode().count("<tr>") == 5


def test_what_was_accepted_unopened_is_counted(sent):
    world, sheet = sent.world, sent.sheet
    lines = {code: scenes.line(sheet, code) for code in "12345"}
    for code in "1234":
        services.accept_line(line_id=lines[code].pk, by=world.leader)
    services.change_line(line_id=lines["5"].pk, points=D(1), reason="x", by=world.leader)
    mark_opened(line_ids=[lines["1"].pk, lines["5"].pk], by=world.leader)
    mark_opened(line_ids=[lines["1"].pk], by=world.leader)
    mark_opened(line_ids=[lines["2"].pk], by=world.board)
    reading = services.read_sheet(ScoreSheet.objects.for_decisions().get(pk=sheet.pk))
    found = acceptance_of(reading)
    assert (found.decided, found.unchanged, found.unopened) == (5, 4, 3)
