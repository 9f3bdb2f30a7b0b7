"""Pages of papers: own jobs only, files only for who may read the subject now, a constant number of statements."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import services
from reports.models import IssuedDocument, Job
from reports.services import making
from reports.states import JobState, PaperKind
from scoring import services as scoring
from tests.reports.prints import print_quickly
from tests.reports.scenes import final_ranking, make_plan, provisional_ranking
from tests.scoring.scenes import fill, open_scoring


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)


def made(kind, subject, by) -> IssuedDocument:
    job = services.request_paper(kind=kind, subject_id=subject.pk, by=by)
    services.make_paper(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.message
    return job.document


def who_gets(client, document, people) -> set[str]:
    """Names of the people who are given the file; everybody else must get 404."""
    allowed = set()
    for name, person in people.items():
        client.force_login(person)
        status = client.get(reverse("reports:document_file", args=[document.key, "pdf"])).status_code
        assert status in (200, 404), (name, status)
        if status == 200:
            allowed.add(name)
    return allowed


IN_BLOC = {"staff", "head", "other_unit_head", "leader", "leader_staff", "deputy", "former_leader"}
OFFICERS = {"leader", "leader_staff", "deputy", "board", "viewer"}
OWN = {"staff", "head"}


def test_a_plan_is_for_everybody_who_reads_the_campaign(world, client):
    document = made(PaperKind.PLAN, make_plan(world), world.staff)
    assert who_gets(client, document, world.people) == IN_BLOC | {"board", "viewer"}


def test_a_paper_of_a_draft_stays_the_units_own_even_after_it_was_sent(world, client):
    scene = open_scoring(world)
    fill(scene.sheet, world.head)
    document = made(PaperKind.SHEET, scene.sheet, world.staff)
    assert document.is_private
    assert who_gets(client, document, world.people) == OWN
    scoring.submit_sheet(sheet_id=scene.sheet.pk, by=world.head)
    assert who_gets(client, document, world.people) == OWN


def test_a_sent_sheet_follows_the_rights_of_the_sheet_at_every_fetch(world, client):
    scene = open_scoring(world)
    fill(scene.sheet, world.head)
    scoring.submit_sheet(sheet_id=scene.sheet.pk, by=world.head)
    document = made(PaperKind.SHEET, scene.sheet, world.leader)
    assert who_gets(client, document, world.people) == OWN | OFFICERS
    scoring.recall_sheet(sheet_id=scene.sheet.pk, by=world.head)
    assert who_gets(client, document, world.people) == OWN


def test_a_provisional_ranking_is_not_for_members(world, client):
    document = made(PaperKind.RANKING, provisional_ranking(world).ranking, world.leader)
    assert who_gets(client, document, world.people) == OFFICERS


def test_a_final_ranking_is_for_the_bloc_and_its_board(world, client):
    document = made(PaperKind.RANKING, final_ranking(world).ranking, world.leader)
    assert who_gets(client, document, world.people) == IN_BLOC | OFFICERS


def test_a_disabled_person_and_a_stranger_get_nothing(world, client):
    document = made(PaperKind.PLAN, make_plan(world), world.staff)
    address = reverse("reports:document_file", args=[document.key, "pdf"])
    client.force_login(world.staff)
    type(world.staff).objects.filter(pk=world.staff.pk).update(is_active=False)
    assert client.get(address).status_code == 302
    client.logout()
    assert client.get(address).status_code == 302


def test_the_file_leaves_as_an_attachment_nobody_keeps(world, sign_in):
    document = made(PaperKind.PLAN, make_plan(world), world.staff)
    response = sign_in(world.staff).get(reverse("reports:document_file", args=[document.key, "pdf"]))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff" and "no-store" in response["Cache-Control"]
    assert response["Content-Type"] == "application/pdf"


def test_an_unknown_or_fileless_document_is_404(world, sign_in):
    client = sign_in(world.staff)
    assert client.get(reverse("reports:document_file", args=[uuid.uuid4(), "pdf"])).status_code == 404
    job = services.request_paper(kind=PaperKind.PLAN, subject_id=make_plan(world).pk, by=world.staff)
    document = making.freeze(job.pk, making._claim(job.pk))
    assert client.get(reverse("reports:document_file", args=[document.key, "pdf"])).status_code == 404


JOB_ROUTES = ["job_detail", "job_progress", "job_cancel", "job_retry"]


@pytest.mark.parametrize("route", JOB_ROUTES)
def test_a_job_exists_only_for_who_asked(world, client, route):
    job = services.request_paper(kind=PaperKind.PLAN, subject_id=make_plan(world).pk, by=world.staff)
    address = reverse(f"reports:{route}", args=[job.pk])
    for name, person in world.people.items():
        client.force_login(person)
        ask = client.get if route in ("job_detail", "job_progress") else client.post
        status = ask(address).status_code
        expected = {"job_cancel": 302, "job_retry": 302}.get(route, 200) if name == "staff" else 404
        assert (name, status) == (name, 403 if route == "job_retry" and name == "staff" else expected)


@pytest.mark.parametrize("route", ["document_make_plan", "document_make_sheet", "document_make_ranking"])
def test_making_out_of_reach_is_404(world, client, route):
    scene = provisional_ranking(world)
    make_plan(world)
    subject = {"plan": scene.campaign, "sheet": scene.sheet, "ranking": scene.ranking}[route.rsplit("_", 1)[1]]
    allowed = {"plan": IN_BLOC | {"board", "viewer"}, "sheet": OWN | OFFICERS, "ranking": OFFICERS}
    for name, person in world.people.items():
        client.force_login(person)
        status = client.post(reverse(f"reports:{route}", args=[subject.pk])).status_code
        assert (name, status) == (name, 302 if name in allowed[route.rsplit("_", 1)[1]] else 404)
    client.force_login(world.leader)
    assert client.post(reverse(f"reports:{route}", args=[10**12])).status_code == 404
    assert client.get(reverse(f"reports:{route}", args=[subject.pk])).status_code == 405


def test_the_page_says_where_the_job_is(world, sign_in):
    job = services.request_paper(kind=PaperKind.PLAN, subject_id=make_plan(world).pk, by=world.staff)
    client = sign_in(world.staff)
    waiting = client.get(reverse("reports:job_progress", args=[job.pk])).content.decode()
    assert (
        "<progress" in waiting
        and 'hx-trigger="every' in waiting
        and "Đang chờ" in waiting
        and "0/3 Chờ đến lượt" in waiting
    )
    services.make_paper(job_id=job.pk)
    ready = client.get(reverse("reports:job_detail", args=[job.pk])).content.decode()
    assert "Tải về" in ready and 'hx-trigger="every' not in ready


@pytest.mark.parametrize("page", ["", "?page=x", "?page=-1", "?page=%00", "?page=99999999999999999999"])
def test_the_list_of_my_papers(world, client, page):
    plan = make_plan(world)
    made(PaperKind.PLAN, plan, world.staff)
    made(PaperKind.PLAN, plan, world.leader)
    client.force_login(world.staff)
    response = client.get(reverse("reports:jobs") + page)
    assert response.status_code == 200
    assert [job.by for job in response.context["jobs"]] == [world.staff]


def test_the_list_costs_the_same_for_one_and_five(world, sign_in):
    plan, client, counts = make_plan(world), sign_in(world.staff), []
    client.get(reverse("reports:jobs"))  # the first page of a session writes when it was seen
    for _ in range(5):
        made(PaperKind.PLAN, plan, world.staff)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("reports:jobs")).status_code == 200
        counts.append(len(queries))
    assert Job.objects.count() == 5 and len(set(counts)) == 1
