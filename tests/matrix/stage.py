"""The world of the matrix: one object of every kind, in the states that matter, made through the services.

Bloc 1 of province A: units[2] («the unit» of staff and head) has a draft sheet, units[3] a sent one, the leader's own
sheet is sent too. Every other persona meets these same objects.
"""

from io import BytesIO
from types import SimpleNamespace
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from accounts.models import Notification
from accounts.outbox import notify
from awards.services import decide
from blocs.models import Membership
from blocs.services.imports import save_import
from blocs.workbook import COLUMNS
from campaigns import services as campaigns
from campaigns.models import Plan, PlanNode, Submission
from reports.models import IssuedDocument
from reports.services.jobs import request_paper
from reports.services.making import make_paper
from scoring import services as scoring
from scoring.models import Evidence, LineEvidence, ScoringSetup
from tests.awards.scenes import draft as draft_nomination
from tests.awards.scenes import signature, waiting
from tests.factories import DeadlineFactory, UserFactory
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
    _campaign(stage)
    _awards(stage)
    _others(stage)
    return stage


def _sheets(world, scene) -> None:
    for sheet, head in ((scene.other_sheet, world.other_unit_head), (scene.leader_sheet, world.leader)):
        fill(sheet, head)
        scoring.submit_sheet(sheet_id=sheet.pk, by=head)
    scoring.attach_upload(line_id=line(scene.sheet, "1").pk, upload=upload(), by=world.staff)


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
    given = waiting(world, subject="Phòng chuyên môn")
    stage.decision = decide(nomination_ids=[given.pk], by=world.board, **signature())
    stage.record = stage.decision.records.get()


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
    _papers(stage)
    notify(users=[world.staff], kind="test", title="Thông báo", key="matrix", path="/")
    stage.notification = Notification.objects.filter(user=world.staff, channel="in_app").first()


def _papers(stage) -> None:
    """One paper made for the leader (the renderer has its own tests) and one still waiting."""
    leader = stage.world.leader
    done = request_paper(kind="ranking", subject_id=stage.ranking.pk, by=leader)
    with patch("reports.services.making.pdf_of", return_value=PDF):
        make_paper(job_id=done.pk)
    stage.document = IssuedDocument.objects.get(job=done)
    stage.job = request_paper(kind="plan", subject_id=stage.plan.pk, by=leader)


def division_file() -> SimpleUploadedFile:
    """A division of blocs with one new bloc and one new unit."""
    book = Workbook()
    for row in (list(COLUMNS.values()), ["KM", "Khối mới", "Khối", "DVM", "Đơn vị mới", "", "", "Trưởng khối", "", ""]):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile("phan-khoi.xlsx", content.getvalue())
