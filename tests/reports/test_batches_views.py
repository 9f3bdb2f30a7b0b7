"""Pages of batches: asked from the lists, watched, fetched; only by who asked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import services
from reports.models import Job, JobBatch
from reports.services import jobs
from reports.states import DocumentState, JobState, PaperKind
from tests.reports.official import make_document
from tests.reports.prints import print_quickly
from tests.reports.scenes import make_plan
from tests.scoring.scenes import open_scoring, submit_all

pytestmark = pytest.mark.django_db
ROOT = "/tong-hop/van-ban/"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)
    monkeypatch.setattr(jobs.current_app, "send_task", lambda *args, **options: None)


def finish(batch):
    for job in batch.jobs.live():
        services.make_paper(job_id=job.pk)
    services.pack_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    return batch


def begin(world, count=1, by=None):
    documents = [make_document(world, state=DocumentState.DRAFT) for _ in range(count)]
    return services.request_batch(
        kind=PaperKind.DOCUMENT, subject_ids=[each.pk for each in documents], title="Đợt", by=by or world.leader
    )


@pytest.mark.parametrize("who, status", [("leader", 302), ("board", 302), ("staff", 403), ("foreign_board", 404)])
def test_all_sheets_of_a_campaign_for_who_follows_it(world, sign_in, who, status):
    scene = open_scoring(world)
    submit_all(scene)
    response = sign_in(getattr(world, who)).post(f"{ROOT}phieu/ke-hoach/{scene.campaign.pk}/")
    assert response.status_code == status
    assert Job.objects.filter(kind=PaperKind.SHEET).count() == (4 if status == 302 else 0)


@pytest.mark.parametrize("who, status", [("board", 302), ("viewer", 302), ("leader", 403), ("staff", 403)])
def test_all_plans_of_a_year_for_the_board(world, sign_in, who, status):
    plan = make_plan(world)
    year = world.bloc.year.year
    response = sign_in(getattr(world, who)).post(f"{ROOT}ke-hoach/cac-khoi/{year}/")
    assert response.status_code == status
    if status == 302:
        assert Job.objects.get().subject_id == plan.pk and response.url == f"{ROOT}dot/{JobBatch.objects.get().pk}/"


def test_a_year_without_plans_leads_back_with_a_sentence(world, sign_in):
    client = sign_in(world.board)
    response = client.post(f"{ROOT}ke-hoach/cac-khoi/1999/", headers={"referer": "http://testserver/tong-hop/tinh/"})
    assert response.url == "http://testserver/tong-hop/tinh/"
    assert "Không có văn bản nào để tạo" in client.get(response.url).content.decode()
    assert client.post(f"{ROOT}ke-hoach/cac-khoi/{10**20}/").status_code == 302
    astray = client.post(f"{ROOT}ke-hoach/cac-khoi/1999/", headers={"referer": "https://evil.example/"})
    assert astray.url == ROOT


def test_chosen_documents_and_nonsense_among_them(world, sign_in):
    own = make_document(world, state=DocumentState.DRAFT)
    foreign = make_document(world, campaign=world.foreign_bloc.campaign, state=DocumentState.ISSUED)
    sent = [str(own.pk), str(own.pk), str(foreign.pk), "x", "-1", "9" * 40, ""]
    assert sign_in(world.leader).post(f"{ROOT}nhieu-van-ban/", {"document": sent}).status_code == 302
    assert list(Job.objects.values_list("subject_id", flat=True)) == [own.pk]


@pytest.mark.parametrize("who", ["leader_staff", "board", "foreign_board"])
def test_only_who_asked_opens_it(world, sign_in, who):
    batch, client = finish(begin(world)), sign_in(getattr(world, who))
    for page in ("", "tien-do/", "tep/"):
        assert client.get(f"{ROOT}dot/{batch.pk}/{page}").status_code == 404
    for step in ("huy/", "tao-lai/", "dong-goi-lai/"):
        assert client.post(f"{ROOT}dot/{batch.pk}/{step}").status_code == 404
    assert f"dot/{batch.pk}/" not in client.get(f"{ROOT}dot/").content.decode()


def test_it_is_watched_until_it_is_done(world, sign_in):
    batch, client = begin(world, 2), sign_in(world.leader)
    page = client.get(f"{ROOT}dot/{batch.pk}/").content.decode()
    assert "Đang tạo" in page and "hx-get" in page and 'max="2"' in page and 'value="0"' in page
    assert client.get(f"{ROOT}dot/{batch.pk}/tep/").status_code == 403
    services.make_paper(job_id=batch.jobs.first().pk)
    assert 'value="1"' in client.get(f"{ROOT}dot/{batch.pk}/tien-do/").content.decode()
    finish(batch)
    page = client.get(f"{ROOT}dot/{batch.pk}/").content.decode()
    assert "Đã xong" in page and "every 2s" not in page and f"dot/{batch.pk}/tep/" in page
    fetched = client.get(f"{ROOT}dot/{batch.pk}/tep/")
    assert fetched["Content-Type"] == "application/zip" and b"".join(fetched.streaming_content)[:2] == b"PK"
    assert "no-store" in fetched["Cache-Control"]


def test_cancelling_and_going_on_from_the_page(world, sign_in):
    batch, client = begin(world, 2), sign_in(world.leader)
    assert client.post(f"{ROOT}dot/{batch.pk}/huy/").status_code == 302
    page = client.get(f"{ROOT}dot/{batch.pk}/").content.decode()
    assert "Đã hủy" in page and "Tạo lại 2 văn bản" in page
    assert client.post(f"{ROOT}dot/{batch.pk}/tao-lai/").status_code == 302
    assert batch.jobs.filter(state=JobState.QUEUED).count() == 2
    assert client.post(f"{ROOT}dot/{batch.pk}/tao-lai/").status_code == 403


def test_the_list_of_single_papers_keeps_to_single_papers(world, sign_in):
    begin(world)
    client = sign_in(world.leader)
    assert "Chưa có văn bản nào" in client.get(ROOT).content.decode()
    assert "Đợt" in client.get(f"{ROOT}dot/").content.decode()


def test_making_files_of_an_issue_again_is_for_its_readers(world, sign_in):
    from tests.reports.official import issue

    issued = issue(make_document(world), world.leader)
    Job.objects.update(state=JobState.CANCELLED)
    assert sign_in(world.staff).post(f"{ROOT}ban-hanh/{issued.key}/tao-lai-tep/").status_code == 302
    assert sign_in(world.foreign_head).post(f"{ROOT}ban-hanh/{issued.key}/tao-lai-tep/").status_code == 404


@pytest.mark.parametrize("place", ["list", "batch"])
def test_statements_do_not_grow_with_rows(world, sign_in, place):
    client, few, many = sign_in(world.leader), finish(begin(world, 1)), None

    def cost(batch):
        address = f"{ROOT}dot/" if place == "list" else f"{ROOT}dot/{batch.pk}/"
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    cost(few)
    first = cost(few)
    for _ in range(3):
        many = finish(begin(world, 4))
    assert cost(many) == first
