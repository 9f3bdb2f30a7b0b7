"""What the papers read of the rows: the right figures, nobody else's, and a constant number of statements."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.clock import today
from awards.models import AwardAct, AwardActLine, AwardRecord, Decision
from awards.services import submit_nomination
from blocs.models import Membership, Post
from campaigns.models import Campaign, PlanNode, Submission
from campaigns.services import submit
from reports.checks import findings_of
from reports.facts import read_facts
from reports.facts.document import data_of, document_facts
from reports.kinds import KINDS, Issuer
from reports.kinds.prefill import prefill
from reports.models import Document, DocumentText
from reports.papers import paper_of
from reports.services.documents import Place, create_document, save_document
from reports.states import DocumentKind as K
from reports.states import PaperKind
from tests.awards.scenes import award_type, draft
from tests.factories import DeadlineFactory, MembershipFactory, UnitFactory
from tests.reports.scenes import final_ranking, make_plan, provisional_ranking
from tests.scoring.scenes import approve, fill, open_scoring
from tests.world import person

KINDS_HERE = [kind for kind in K if kind != K.PLAN]


def begin(world, kind, *, deadline=None, inputs=None) -> Document:
    """A new paper of a kind as it is begun, with its first words."""
    issuer = KINDS[kind].issuer
    unit = world.bloc.units[2] if issuer == Issuer.UNIT else None
    campaign = None if issuer == Issuer.AUTHORITY else world.bloc.campaign
    first = prefill(kind, campaign, unit, deadline, world.a)
    text = DocumentText.objects.create(**first["head"], parts=first["parts"], inputs=inputs or first["inputs"])
    made = Document.objects.create(
        kind=kind,
        authority=world.a,
        campaign=campaign,
        unit=unit,
        deadline=deadline,
        text=text,
        created_by=world.leader,
    )
    return read(made)


def read(document) -> Document:
    return Document.objects.for_decisions().get(pk=document.pk)


def report_deadline(world, kind="midyear_report", days=-5, **changes):
    value = today() + dt.timedelta(days=days)
    return DeadlineFactory(campaign=world.bloc.campaign, kind=kind, title="Báo cáo sơ kết", value=value, **changes)


def send_report(world, deadline, unit) -> None:
    head = Post.objects.filter(unit=unit, role=Post.Role.HEAD).first()
    by = head.user if head else person(unit, role=Post.Role.HEAD)
    row = Submission.objects.create(deadline=deadline, unit=unit, text="Nội dung")
    submit(submission_id=row.pk, by=by)


@pytest.mark.parametrize("kind", KINDS_HERE)
def test_a_new_paper_reads_builds_and_is_checked(world, kind):
    """Begun today, without any figure: it prints, and what stops it is only what people still have to write."""
    facts = document_facts(begin(world, kind, deadline=report_deadline(world) if kind == K.REMINDER else None))
    paper = paper_of(facts)
    assert facts["kind"] == kind and paper.title and facts["check"] is None
    stops = {finding.where.partition(":")[0] for finding in findings_of(facts) if finding.level == "stop"}
    assert stops <= {"part", "data", "input", "sign", "place", "capacity", "bases"}


@pytest.mark.parametrize("kind", KINDS_HERE)
def test_first_words_belong_to_the_kind(world, kind):
    unit = world.bloc.units[2]
    first = prefill(kind, world.bloc.campaign, unit if KINDS[kind].issuer == Issuer.UNIT else None, None, world.a)
    assert set(first["parts"]) <= {part.key for part in KINDS[kind].parts}
    assert first["head"]["subject"] and first["head"]["doc_type"] == KINDS[kind].doc_type
    assert not any("{" in text for text in (*first["parts"].values(), *map(str, first["head"].values())))
    DocumentText(**first["head"], parts=first["parts"], inputs=first["inputs"]).full_clean()


def test_first_words_of_a_party_bloc(world):
    bloc_year = world.bloc.year
    bloc_year.format_family, bloc_year.number_sign = "party", "KH/KTĐ"
    bloc_year.save()
    head = prefill(K.RESULT_NOTICE, world.bloc.campaign)["head"]
    assert (head["sign"], head["authority_line"][:4], head["archive_line"]) == ("TB/KTĐ", "T/M ", "Lưu Văn phòng")
    assert prefill(K.REMINDER, world.bloc.campaign)["head"]["sign"] == "CV/KTĐ"


def test_a_meeting_begins_with_all_members_of_the_bloc(world):
    names = [unit.name for unit in world.bloc.units]
    assert sorted(prefill(K.DELIBERATION, world.bloc.campaign)["inputs"]["present"]) == sorted(names)
    guests = prefill(K.INVITATION, world.bloc.campaign)["inputs"]["guests"]
    assert guests[0] == f"Lãnh đạo {world.bloc.units[0].name}" and len(guests) == 4


@pytest.mark.parametrize(
    ("name", "short", "sign"),
    [
        ("Sở Nông nghiệp và Môi trường tỉnh Mẫu", "", "BC-SNNMT"),
        ("Văn phòng Ủy ban nhân dân tỉnh", "Văn phòng", "BC-VPUBND"),
        ("Cục Thống kê", "CTK", "BC-CTK"),
    ],
)
def test_a_unit_is_proposed_a_sign(world, name, short, sign):
    unit = UnitFactory(authority=world.a, name=name, short_name=short)
    assert prefill(K.UNIT_YEAR, world.bloc.campaign, unit)["head"]["sign"] == sign


def test_a_units_report_goes_to_whom_the_deadline_says(world):
    unit, campaign = world.bloc.units[2], world.bloc.campaign
    alone, both = report_deadline(world), report_deadline(world, to_deputy=True)
    assert prefill(K.UNIT_MIDYEAR, campaign, unit, alone)["head"]["addressees"].count("\n") == 0
    assert "Phó khối" in prefill(K.UNIT_MIDYEAR, campaign, unit, both)["head"]["addressees"]


def test_members_with_their_officers_first_and_who_heads_them_today(world):
    members = data_of(begin(world, K.PLEDGE))["members"]
    assert [row["role"] for row in members] == ["Trưởng khối", "Phó khối", "", ""]
    assert members[0]["unit"] == world.bloc.units[0].name
    assert members[0]["head"] == world.leader.full_name
    assert len(members) == 4, "a unit that left the bloc signs nothing"


def test_the_division_lists_every_bloc_of_the_authority_and_no_other(world):
    data = data_of(begin(world, K.DIVISION))
    assert {row["name"] for row in data["blocs"]} == {world.bloc.year.name, world.other_bloc.year.name}
    own = next(row for row in data["blocs"] if row["name"] == world.bloc.year.name)
    assert (own["leader"], len(own["units"])) == (world.bloc.units[0].name, 4)


def test_a_registration_prints_the_units_own_targets(world):
    open_scoring(world)
    rows = data_of(begin(world, K.REGISTRATION))["targets"]
    assert [row["planned"] for row in rows] == ["10.0000", "10.0000"]
    paper_of(document_facts(begin(world, K.REGISTRATION)))


def test_results_stand_beside_the_targets_they_were_promised(world):
    scene = open_scoring(world)
    assert [row["actual"] for row in data_of(begin(world, K.UNIT_YEAR))["results"]] == [None, None]
    fill(scene.sheet, world.head, actual="12")
    found = {row["title"]: row for row in data_of(begin(world, K.UNIT_YEAR))["results"]}
    assert (found["Tiêu chí 3"]["actual"], found["Tiêu chí 3"]["percent"]) == ("9.0000", "90.00")
    assert (found["Tiêu chí 4"]["planned"], found["Tiêu chí 4"]["percent"]) == ("10.0000", "120.00")


def test_a_result_follows_the_target_that_was_approved_last(world):
    scene = open_scoring(world)
    fill(scene.sheet, world.head, actual="12")
    approve(world, scene.campaign, scene.sheet.unit, {"4": "24"})
    found = {row["title"]: row for row in data_of(begin(world, K.UNIT_YEAR))["results"]}
    assert (found["Tiêu chí 4"]["planned"], found["Tiêu chí 4"]["percent"]) == ("24.0000", "50.00")


def test_the_score_is_told_once_the_sheet_was_sent(world):
    scene = open_scoring(world)
    fill(scene.sheet, world.head)
    assert data_of(begin(world, K.UNIT_YEAR))["score"] is None
    final = final_ranking_of(scene)
    assert final and data_of(begin(world, K.UNIT_YEAR))["score"]["verified"] is not None
    assert data_of(begin(world, K.UNIT_MIDYEAR))["score"] is None


def final_ranking_of(scene):
    from scoring import services
    from tests.scoring.scenes import submit_all, verify_all

    submit_all(scene)
    verify_all(scene)
    return services.compute_ranking(campaign_id=scene.campaign.pk, by=scene.world.leader, final=True)


def test_a_bloc_report_says_who_has_not_reported(world):
    deadline = report_deadline(world)
    document = begin(world, K.BLOC_MIDYEAR)
    assert len(data_of(document)["missing"]) == 4 and data_of(document)["reported"] == []
    send_report(world, deadline, world.bloc.units[2])
    data = data_of(read(document))
    assert data["reported"] == [world.bloc.units[2].name] and len(data["missing"]) == 3
    assert any(finding.where == "data" for finding in findings_of(document_facts(read(document))))


def test_reports_and_registrations_name_the_movements_of_their_years(world):
    for title, years in (("Phong trào của năm", (2025, 2100)), ("Phong trào đã hết", (2019, 2020))):
        row = Campaign.objects.create(
            kind="themed", authority=world.a, title=title, from_year=years[0], to_year=years[1]
        )
        row.blocs_joined.add(world.bloc.year)
    Campaign.objects.create(kind="themed", authority=world.a, title="Chưa tham gia", from_year=2025, to_year=2100)
    assert data_of(begin(world, K.UNIT_YEAR))["movements"] == ["Phong trào của năm"]
    assert data_of(begin(world, K.BLOC_YEAR))["movements"] == ["Phong trào của năm"]
    rows = prefill(K.REGISTRATION, world.bloc.campaign, world.bloc.units[2])["inputs"]["movements"]
    assert [(row["name"], row["begins"]) for row in rows] == [("Phong trào của năm", "2025")]


def test_a_bloc_report_adds_up_sent_sheets_only(world):
    scene = open_scoring(world)
    fill(scene.sheet, world.head)
    document = begin(world, K.BLOC_YEAR)
    assert data_of(document)["totals"]["targets"] == 0, "a draft is its unit's alone"
    final_ranking_of(scene)
    totals = data_of(read(document))["totals"]
    assert (totals["units"], totals["targets"]) == (4, 8)
    assert totals["reached"] + totals["short"] + totals["unknown"] == 8 and totals["short"] >= 4


def test_an_official_paper_prints_published_ranks_only(world):
    scene = provisional_ranking(world)
    assert scene.ranking and data_of(begin(world, K.RESULT_NOTICE))["ranking"] == []
    assert data_of(begin(world, K.BLOC_YEAR))["ranking"] == []


def test_the_published_ranking_row_by_row(world):
    scene = final_ranking(world)
    data = data_of(begin(world, K.SCORE_TABLE))
    stored = list(scene.ranking.rows.values_list("rank", "unit_name"))
    assert [(row["rank"], row["unit"]) for row in data["ranking"]] == stored and "công bố lần 1" in data["source"]
    assert not any(
        finding.level == "stop"
        for finding in findings_of(document_facts(begin(world, K.SCORE_TABLE)))
        if finding.where == "data"
    )


def test_a_draft_nomination_is_not_on_the_list(world):
    draft(world, place=2)
    assert data_of(begin(world, K.PROPOSAL))["proposed"] == []
    sent = draft(world, place=3)
    submit_nomination(nomination_id=sent.pk, by=world.leader)
    rows = data_of(begin(world, K.PROPOSAL))["proposed"]
    assert [(row["subject"], row["unit"]) for row in rows] == [(sent.subject, sent.unit.name)]


def give(world, unit, subject, code="BK_TINH_TT", year=2025, number="1/QĐ-UBND"):
    decision = Decision.objects.create(
        authority=world.a, number=number, date=dt.date(2026, 1, 5), issuer="UBND tỉnh", signer="X", by=world.board
    )
    return AwardRecord.objects.create(
        authority=world.a,
        decision=decision,
        unit=unit,
        unit_name=unit.name,
        award_type=award_type(code),
        year=year,
        subject=subject,
    )


def test_a_merit_report_tells_the_history_that_still_stands(world):
    unit = world.bloc.units[2]
    kept, taken = give(world, unit, unit.name), give(world, unit, "Phòng Một", number="2/QĐ-UBND")
    give(world, world.bloc.units[3], "Đơn vị khác", number="3/QĐ-UBND")
    day = dt.date(2026, 2, 1)
    act = AwardAct.objects.create(
        authority=world.a, decision=taken.decision, kind="cancel", number="9", date=day, effective_on=day, reason="sai", by=world.board
    )  # fmt: skip
    AwardActLine.objects.create(act=act, record=taken)
    data = data_of(begin(world, K.MERIT_UNIT))
    assert [row["subject"] for row in data["forms"] + data["titles"]] == [kept.subject]


def test_a_person_is_looked_for_by_name_in_the_own_unit_only(world):
    unit = world.bloc.units[2]
    give(world, unit, "Người Giỏi", code="BK_TINH_CN")
    give(world, world.bloc.units[3], "Người Giỏi", code="BK_TINH_CN", number="4/QĐ-UBND")
    found = data_of(begin(world, K.MERIT_PERSON, inputs={"name": "người giỏi"}))
    assert [row["number"] for row in found["forms"]] == ["1/QĐ-UBND"]
    nobody = data_of(begin(world, K.MERIT_PERSON, inputs={"award": "Bằng khen"}))
    assert nobody["forms"] == nobody["titles"] == []


def test_a_reminder_names_the_late_and_the_plans_item(world):
    plan = make_plan(world, number="5", sign="KH-KTĐ", day=3, month=2)
    deadline = report_deadline(world)
    top = plan.nodes.get(label="II.")
    PlanNode.objects.create(plan=plan, parent=top, label="2.", text="Nộp [[hạn]] cho [[nơi nhận]].", deadline=deadline)
    send_report(world, deadline, world.bloc.units[3])
    facts = document_facts(begin(world, K.REMINDER, deadline=deadline))
    assert world.bloc.units[3].name not in [row["unit"] for row in facts["data"]["late"]]
    assert len(facts["data"]["late"]) == 3 and facts["data"]["item"] == "II.2"
    words = [run.text for block in paper_of(facts).sections[0].blocks for run in getattr(block, "runs", ())]
    assert any(text.startswith("Mục II.2 Kế hoạch số 05/KH-KTĐ ngày 03 tháng 02 năm 2026 quy định") for text in words)


def test_a_plan_prints_its_deadlines_and_phases_where_it_says(world):
    plan = make_plan(world)
    deadline = report_deadline(world)
    node = PlanNode.objects.create(
        plan=plan, label="III.", title="THỜI GIAN", text="Nộp [[hạn]].", slot="deadlines", deadline=deadline, order=9
    )
    facts = read_facts(PaperKind.PLAN, type(plan).objects.select_related("campaign").get())
    at = [row["key"] for row in facts["nodes"]].index(f"node:{node.pk}")
    said, item = facts["nodes"][at], facts["nodes"][at + 1]
    assert "[[" not in said["text"] and f"{deadline.value:%d/%m/%Y}" in said["text"]
    assert (item["key"], item["label"], item["depth"]) == (f"deadline:{deadline.pk}", "-", 2)
    assert item["text"].startswith("Báo cáo sơ kết: ")


def statements(document) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        document_facts(read(document))
    return len(found)


def more_units(world, count=4) -> None:
    for _ in range(count):
        unit = UnitFactory(authority=world.a)
        MembershipFactory(bloc_year=world.bloc.year, unit=unit, role=Membership.Role.MEMBER)
        person(unit, role=Post.Role.HEAD)


@pytest.mark.parametrize(
    "kind", [K.DIVISION, K.PLEDGE, K.DELIBERATION, K.BLOC_MIDYEAR, K.BLOC_YEAR, K.REMINDER, K.SCORE_TABLE, K.PROPOSAL]
)
def test_statements_do_not_grow_with_the_bloc(world, kind):
    make_plan(world, number="5")
    deadline = report_deadline(world, kind="midyear_report" if kind != K.BLOC_YEAR else "year_report")
    for unit in world.bloc.units[:2]:
        send_report(world, deadline, unit)
    document = begin(world, kind, deadline=deadline if kind == K.REMINDER else None)
    before = statements(document)
    more_units(world)
    for unit in world.bloc.units[2:]:
        send_report(world, deadline, unit)
    draft(world, place=3)
    assert statements(document) == before


def test_statements_do_not_grow_with_the_targets(world):
    scene = open_scoring(world, registered=False)
    document = begin(world, K.UNIT_YEAR)
    approve(world, scene.campaign, scene.sheet.unit, {"4": False})
    one = statements(document)
    approve(world, scene.campaign, scene.sheet.unit, {"4": "10"})
    for number in range(5):
        give(world, world.bloc.units[2], f"Phòng {number}", number=f"{number}/QĐ", year=world.bloc.campaign.to_year)
    assert len(document_facts(read(document))["data"]["awards"]) == 5
    assert statements(document) == one


def test_a_letter_that_has_no_name_of_its_kind_is_saved(world):
    deadline = report_deadline(world)
    place = Place(world.a, world.bloc.campaign)
    document = create_document(kind=K.REMINDER, place=place, by=world.leader, deadline=deadline)
    saved = save_document(document_id=document.pk, by=world.leader, expected_version=0, subject="đôn đốc nộp báo cáo")
    assert (saved.text.doc_type, saved.text.subject) == ("", "đôn đốc nộp báo cáo")


@pytest.mark.parametrize("kind", [kind for kind in KINDS_HERE if KINDS[kind].issuer == Issuer.UNIT])
def test_a_unit_writes_in_a_movement_that_has_no_bloc(world, kind):
    movement = Campaign.objects.create(
        kind="themed", authority=world.a, title="Phong trào", from_year=2025, to_year=2027
    )
    unit = world.bloc.units[2]
    first = prefill(kind, movement, unit)
    text = DocumentText.objects.create(**first["head"], parts=first["parts"], inputs=first["inputs"])
    document = Document.objects.create(
        kind=kind, authority=world.a, campaign=movement, unit=unit, text=text, created_by=world.head
    )
    facts = document_facts(read(document))
    assert paper_of(facts) and not facts["data"].get("movements") and not first["inputs"].get("movements")
