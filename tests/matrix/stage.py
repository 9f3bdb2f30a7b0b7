"""The world of the matrix: one object of every kind, in the states that matter, made through the services.

Bloc 1 of province A: units[2] («the unit» of staff and head) has a draft sheet, units[3] a sent one, the leader's own
sheet is sent too. Every other persona meets these same objects.
"""

from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from accounts import clock
from accounts.models import Notification
from accounts.outbox import notify
from blocs.models import Membership
from blocs.services.imports import save_import
from blocs.workbook import COLUMNS
from campaigns import services as campaigns
from campaigns.models import Plan, PlanNode, Registration, Submission
from reports.models import IssuedDocument
from reports.services.jobs import request_paper
from reports.services.making import make_paper
from scoring import services as scoring
from scoring.models import Correction, CrossDraw, CrossDuty, Evidence, LineEvidence, ScoringSetup, Supervisor
from scoring.services import targets
from scoring.services.assignments import assign_group
from scoring.services.conflicts import declare_unit_conflict
from scoring.services.events import EventValues, add_events
from scoring.services.explanations import answer_change
from scoring.services.meeting import bring_to_meeting
from scoring.services.target_requests import ask_target
from tests.awards.deciding import decide
from tests.awards.scenes import agreed, signature, waiting
from tests.awards.scenes import draft as draft_nomination
from tests.factories import DeadlineFactory, UnitFactory, UserFactory
from tests.matrix.more import PARTS
from tests.matrix.papers import add_papers
from tests.reports.prints import quick_pdf
from tests.scoring.scenes import fill, line, make_set, open_scoring
from tests.world import build_world

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def upload(name="minh-chung.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def build_stage() -> SimpleNamespace:
    """Returns a namespace: world, people (with admin), and one attribute per kind of object."""
    world = build_world()
    people = {**world.people, "admin": UserFactory(is_superuser=True)}
    scene = open_scoring(world)
    _sheets(world, scene)
    stage = SimpleNamespace(world=world, people=people, scene=scene, campaign=world.bloc.campaign)
    _targets(stage)
    _campaign(stage)
    _awards(stage)
    _others(stage)
    _verified(stage)
    _cross(stage)
    add_papers(stage)
    for part in PARTS:
        part.stage(stage)
    return stage


def _sheets(world, scene) -> None:
    for sheet, head in ((scene.other_sheet, world.other_unit_head), (scene.leader_sheet, world.leader)):
        fill(sheet, head)
        scoring.submit_sheet(sheet_id=sheet.pk, by=head)
    scoring.attach_upload(line_id=line(scene.sheet, "1").pk, upload=upload(), by=world.staff)


def _targets(stage) -> None:
    """The unit is writing an amendment and asks about a line; another unit's and the leader's amendments are sent."""
    world, campaign = stage.world, stage.campaign
    rows = {row.unit_id: row for row in Registration.objects.filter(campaign=campaign)}
    leader, deputy, unit, other = (rows[place.pk] for place in world.bloc.units)
    for row, head in ((unit, world.head), (other, world.other_unit_head), (leader, world.leader)):
        targets.amend_targets(registration_id=row.pk, reason="Điều chỉnh giữa năm", by=head)
    for row, head in ((other, world.other_unit_head), (leader, world.leader)):
        targets.send_targets(registration_id=row.pk, by=head)
    stage.registration, stage.sent_registration, stage.leaders_registration = unit, other, leader
    stage.approved_registration = deputy
    asked = {"asks": "not_assigned", "reason": "Không có chức năng này"}
    stage.request = ask_target(line_id=line(stage.scene.sheet, "2").pk, by=world.staff, **asked)
    stage.leaders_request = ask_target(line_id=line(stage.scene.leader_sheet, "2").pk, by=world.leader, **asked)


def _campaign(stage) -> None:
    world, campaign = stage.world, stage.campaign
    stage.phase = campaigns.add_phase(
        campaign_id=campaign.pk, by=world.leader, name="Đợt 1", order=1, from_precision="none", to_precision="none"
    )
    stage.deadline = DeadlineFactory(campaign=campaign, to_leader=True)
    stage.movement = campaigns.create_campaign(
        by=world.board, authority=world.a, title="Phong trào chuyên đề", from_year=2026, to_year=2027
    )
    campaigns.save_plan(campaign_id=campaign.pk, by=world.leader, subject="Tổ chức phong trào thi đua", year=2026)
    stage.plan = Plan.objects.get(campaign=campaign)
    campaigns.add_node(plan_id=stage.plan.pk, by=world.leader, label="I.", title="MỤC ĐÍCH")
    campaigns.add_node(plan_id=stage.plan.pk, by=world.leader, label="II.", title="NỘI DUNG")
    stage.basis = campaigns.add_basis(plan_id=stage.plan.pk, by=world.leader, number="12/QĐ-UBND")
    stage.recipient = campaigns.add_recipient(plan_id=stage.plan.pk, by=world.leader, text="Các đơn vị trong khối")
    stage.node = PlanNode.objects.filter(plan=stage.plan).last()
    stage.draft = _report(stage, world.bloc.units[2], world.staff)
    stage.file = campaigns.attach_file(
        deadline_id=stage.deadline.pk, unit=world.bloc.units[2], file=upload("bc.pdf"), by=world.staff
    )
    stage.sent = _report(stage, world.bloc.units[3], world.other_unit_head)
    campaigns.submit(submission_id=stage.sent.pk, by=world.other_unit_head)
    stage.receipt = stage.sent.receipts.get()


def _report(stage, unit, by) -> Submission:
    return campaigns.save_submission(deadline_id=stage.deadline.pk, unit=unit, text="Kết quả thực hiện.", by=by)


def _awards(stage) -> None:
    world = stage.world
    stage.nomination_draft = draft_nomination(world, code="BK_TINH_TT", place=3)
    stage.nomination = waiting(world)
    given = agreed(world, subject="Phòng chuyên môn")
    stage.decision = decide(nomination_ids=[given.pk], by=world.board, **signature())
    stage.record = stage.decision.records.get()


def _verified(stage) -> None:
    """In the other bloc a sheet is verified with one score changed, which its unit explains; a group is given to a unit
    that nobody works at; the meeting and the council have their stages, in both blocs."""
    world, campaign = stage.world, stage.world.other_bloc.campaign
    leader, head = world.other_bloc_leader, world.other_bloc_head
    stages = {"self": "unit", "department": "assigned", "leader": "officers", "agreed": "officers", "council": "board"}
    ScoringSetup.objects.filter(pk=stage.setup.pk).update(stages=stages)
    scoring.set_up_scoring(campaign_id=campaign.pk, criteria_set_id=stage.scene.set.pk, stages=stages, by=leader)
    sheets = {sheet.unit_id: sheet for sheet in scoring.open_sheets(campaign_id=campaign.pk, by=leader)}
    stage.verified = sheet = sheets[world.other_bloc.units[2].pk]
    fill(sheet, head)
    scoring.submit_sheet(sheet_id=sheet.pk, by=head)
    for row in sheet.lines.exclude(criterion__code="1"):
        scoring.accept_line(line_id=row.pk, by=leader)
    stage.verified_line = line(sheet, "1")
    scoring.change_line(line_id=stage.verified_line.pk, points=Decimal(2), reason="Thiếu văn bản", by=leader)
    scoring.finish_verification(sheet_id=sheet.pk, by=leader)
    stage.explanation = answer_change(line_id=stage.verified_line.pk, stance="explain", text="Đã có văn bản", by=head)
    group, unit = stage.scene.set.criteria.get(code="I"), UnitFactory(authority=world.a)
    stage.assignment = assign_group(campaign_id=campaign.pk, group_id=group.pk, unit_id=unit.pk, by=leader)


def _cross(stage) -> None:
    """The unit of staff and head scores the sent sheet (written as if drawn, so that every run is the same); a unit
    nobody works at supervises; a line is on the meeting list."""
    world, setup = stage.world, stage.setup
    stages = ScoringSetup.objects.get(pk=setup.pk).stages | {"cross": "peers"}
    ScoringSetup.objects.filter(pk=setup.pk).update(stages=stages)
    draw = CrossDraw.objects.create(
        setup=setup, number=1, method="ring", seed="0", attempt=1, drawn_by=world.leader, drawn_at=clock.now()
    )
    unit, sheet = world.bloc.units[2], stage.scene.other_sheet
    stage.duty = CrossDuty.objects.create(draw=draw, scorer=unit, sheet=sheet)
    stage.supervisor = Supervisor.objects.create(setup=setup, unit=UnitFactory(authority=world.a))
    stage.meeting_item = bring_to_meeting(line_id=line(sheet, "2").pk, reason="Cần nghe các đơn vị", by=world.leader)
    stage.conflict = declare_unit_conflict(
        sheet_id=stage.scene.sheet.pk, unit=world.bloc.units[3], reason="Cùng trụ sở", by=world.other_unit_head
    )


def _others(stage) -> None:
    world = stage.world
    stage.setup = ScoringSetup.objects.get(campaign=stage.campaign)
    stage.ranking = scoring.compute_ranking(campaign_id=stage.campaign.pk, by=world.leader)
    stage.draft_set = make_set(world, bloc=world.bloc.year, in_force=False, name="Bộ đang soạn")
    stage.criterion = stage.draft_set.criteria.get(code="1")
    stage.line = line(stage.scene.sheet, "1")
    stage.sent_line = line(stage.scene.other_sheet, "1")
    stage.leaders_line = line(stage.scene.leader_sheet, "1")
    stage.staff_post = world.staff.posts.get()
    stage.evidence = Evidence.objects.get(unit=world.bloc.units[2])
    stage.link = LineEvidence.objects.get(line=stage.line)
    stage.membership = Membership.objects.get(bloc_year=world.bloc.year, unit=world.bloc.units[3])
    stage.division = save_import(by=world.board, authority=world.a, file=division_file(), year=2026)
    stage.correction = Correction.objects.create(
        campaign=stage.campaign, reason="Kết luận kiểm tra", proposed_by=world.board, proposed_at=clock.now()
    )
    stage.merit_event = add_events(
        authority_id=world.a.pk,
        year=2026,
        unit_ids=[world.bloc.units[2].pk],
        values=EventValues("discipline", "Vi phạm kỷ luật", "Sự việc 1", "01/QĐ", clock.today(), "UBND tỉnh A"),
        by=world.leader,
    )[0]
    _papers(stage)
    notify(users=[world.staff], kind="test", title="Thông báo", key="matrix", path="/")
    stage.notification = Notification.objects.filter(user=world.staff, channel="in_app").first()


def _papers(stage) -> None:
    """One paper made for the leader (the renderer has its own tests) and one still waiting."""
    leader = stage.world.leader
    done = request_paper(kind="ranking", subject_id=stage.ranking.pk, by=leader)
    with patch("reports.services.printing.pdf_of", quick_pdf):
        make_paper(job_id=done.pk)
    stage.document = IssuedDocument.objects.get(jobs=done)
    stage.job = request_paper(kind="plan", subject_id=stage.plan.pk, by=leader)


def division_file() -> SimpleUploadedFile:
    """A division of blocs with one new bloc and one new unit."""
    book = Workbook()
    for row in (list(COLUMNS.values()), ["KM", "Khối mới", "Khối", "DVM", "Đơn vị mới", "", "", "Trưởng khối", "", ""]):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile("phan-khoi.xlsx", content.getvalue())
