"""A job through its life: asked once, made once, whoever is killed; rights asked at both ends."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from kombu.exceptions import OperationalError

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from blocs.models import Post
from campaigns.models import Plan
from reports import services
from reports.models import IssuedDocument, Job, RenderedFile
from reports.permissions import PaperReason
from reports.press import RendererMissing
from reports.services import jobs, making, printing
from reports.states import FileFormat, JobState, PaperKind
from tests.reports.prints import print_quickly, quick_pdf
from tests.reports.scenes import make_plan


@pytest.fixture
def plan(world):
    return make_plan(world)


@pytest.fixture
def job(world, plan):
    world.staff.acting_post_id = Post.objects.get(user=world.staff).pk
    return services.request_paper(kind=PaperKind.PLAN, subject_id=plan.pk, by=world.staff)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Rendering itself is tested elsewhere."""
    print_quickly(monkeypatch)


def stored():
    return sorted(default_storage.listdir("papers")[1]) if default_storage.exists("papers") else []


def test_a_paper_is_made_once_and_kept(job, world):
    services.make_paper(job_id=job.pk)
    services.make_paper(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.attempts, job.message) == (JobState.DONE, 3, 3, 1, "")
    assert RenderedFile.objects.count() == IssuedDocument.objects.count() == 1
    assert job.document.files.get().file.read().startswith(b"%PDF-")
    assert job.document.made_by == world.staff
    events = AuditEntry.objects.filter(event__startswith="paper.").order_by("pk")
    assert list(events.values_list("event", "by_id", "bloc_year_id")) == [
        ("paper.request", world.staff.pk, world.bloc.year.pk),
        ("paper.made", world.staff.pk, world.bloc.year.pk),
    ]
    assert list(Notification.objects.values_list("user_id", "channel")) == [(world.staff.pk, "in_app")]


def test_asking_twice_while_waiting_is_the_same_job_and_later_a_new_one(job, world, plan):
    again = services.request_paper(kind=PaperKind.PLAN, subject_id=plan.pk, by=world.staff)
    assert again.pk == job.pk
    services.make_paper(job_id=job.pk)
    later = services.request_paper(kind=PaperKind.PLAN, subject_id=plan.pk, by=world.staff)
    assert later.pk != job.pk


def test_frozen_facts_are_rendered_not_the_plan_of_later(job, plan):
    making.freeze(job.pk, making._claim(job.pk))
    Plan.objects.filter(pk=plan.pk).update(subject="Đã sửa sau khi chốt")
    Job.objects.update(lease_until=clock.now() - dt.timedelta(seconds=1))
    services.make_paper(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE and job.attempts == 2
    assert "Đã sửa" not in job.document.title and IssuedDocument.objects.count() == 1


@pytest.mark.parametrize("place", ["print_missing", "keep_missing", "notify"])
def test_a_worker_killed_at_any_line_leaves_one_paper_after_the_next(job, monkeypatch, place):
    """KeyboardInterrupt stands for kill -9: nothing after it runs, no handler cleans up."""

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(making, place, killed)
        services.make_paper(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    services.make_paper(job_id=job.pk)
    assert RenderedFile.objects.count() == 0, "the lease protects a worker that may still be alive"
    with clock.at(clock.now() + making.LEASE + dt.timedelta(seconds=1)):
        services.make_paper(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert RenderedFile.objects.count() == IssuedDocument.objects.count() == 1
    assert [name for name in stored() if job.document.key.hex in name] == [f"{job.document.key.hex}.pdf"]
    assert Notification.objects.count() == 1


def test_a_replaced_worker_leaves_no_trace(job):
    attempt = making._claim(job.pk)
    document = making.freeze(job.pk, attempt)
    with clock.at(clock.now() + making.LEASE + dt.timedelta(seconds=1)):
        services.make_paper(job_id=job.pk)
    with pytest.raises(making.Superseded):
        making.deliver(job.pk, attempt, printing.Printed({FileFormat.PDF: b"old"}))
    assert RenderedFile.objects.get(document=document).file.read() != b"old"


def test_sweep_sends_what_was_never_sent_and_gives_up_what_fails_forever(job, monkeypatch):
    sent = []
    monkeypatch.setattr(jobs.current_app, "send_task", lambda name, args, **options: sent.append((name, args)))
    assert services.sweep_jobs() == 1
    assert services.sweep_jobs() == 0, "a message on its way is not doubled"
    with clock.at(clock.now() + jobs.PATIENCE + dt.timedelta(seconds=1)):
        assert services.sweep_jobs() == 1
    assert sent == [("reports.tasks.run_job", (job.pk,))] * 2
    Job.objects.update(state=JobState.RUNNING, attempts=3, lease_until=clock.now() - dt.timedelta(seconds=1))
    assert services.sweep_jobs() == 0
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, jobs.GIVEN_UP)


@pytest.mark.parametrize("error", [OperationalError("down"), ConnectionRefusedError()])
def test_a_broker_that_is_down_loses_nothing(
    world, plan, sign_in, monkeypatch, django_capture_on_commit_callbacks, error
):
    def down(*args, **kwargs):
        raise error

    monkeypatch.setattr(jobs.current_app, "send_task", down)
    with django_capture_on_commit_callbacks(execute=True):
        response = sign_in(world.staff).post(f"/tong-hop/van-ban/ke-hoach/{world.bloc.campaign.pk}/")
    assert response.status_code == 302
    assert Job.objects.get().sent_at is None
    monkeypatch.setattr(jobs.current_app, "send_task", lambda *args, **kwargs: None)
    assert services.sweep_jobs() == 1


def end_post(user):
    Post.objects.filter(user=user).update(valid_to=clock.today() - dt.timedelta(days=1))


def disable(user):
    type(user).objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("lose", [end_post, disable])
@pytest.mark.parametrize("moment", ["before", "while rendering"])
def test_who_lost_the_right_gets_nothing(job, world, monkeypatch, lose, moment):
    if moment == "before":
        lose(world.staff)
    else:
        monkeypatch.setattr(printing, "pdf_of", lambda paper, variant: lose(world.staff) or quick_pdf(paper))
    services.make_paper(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, making.NO_LONGER_ALLOWED)
    assert RenderedFile.objects.count() == 0


def test_out_of_reach_is_refused(world, plan):
    for person in (world.foreign_board, world.other_bloc_head, world.no_post):
        with pytest.raises(Refused) as refusal:
            services.request_paper(kind=PaperKind.PLAN, subject_id=plan.pk, by=person)
        assert refusal.value.reason == Reason.OUT_OF_REACH
    assert Job.objects.count() == 0


def test_cancelled_jobs_stay_cancelled_and_can_be_asked_for_again(job, world):
    services.cancel_job(job_id=job.pk, by=world.staff)
    services.make_paper(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED and IssuedDocument.objects.count() == 0
    with pytest.raises(Refused) as refusal:
        services.cancel_job(job_id=job.pk, by=world.staff)
    assert refusal.value.reason == PaperReason.ENDED
    again = services.retry_job(job_id=job.pk, by=world.staff)
    assert again.pk != job.pk and again.state == JobState.QUEUED
    with pytest.raises(Refused):
        services.retry_job(job_id=again.pk, by=world.staff)


def test_cancelling_while_rendering_keeps_no_file(job, world, monkeypatch):
    monkeypatch.setattr(
        printing,
        "pdf_of",
        lambda paper, variant: services.cancel_job(job_id=job.pk, by=world.staff) and quick_pdf(paper),
    )
    services.make_paper(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED and RenderedFile.objects.count() == 0


def test_a_missing_library_and_a_bug_end_the_job_with_a_sentence(job, world, monkeypatch):
    def missing(paper, variant):
        raise RendererMissing("Máy chủ chưa cài thư viện tạo PDF. Cần các gói: libpango-1.0-0.")

    monkeypatch.setattr(printing, "pdf_of", missing)
    services.make_paper(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED and "libpango" in job.message

    def bug(paper, variant):
        raise ZeroDivisionError

    again = services.retry_job(job_id=job.pk, by=world.staff)
    monkeypatch.setattr(printing, "pdf_of", bug)
    with pytest.raises(ZeroDivisionError):
        services.make_paper(job_id=again.pk)
    again.refresh_from_db()
    assert (again.state, again.message) == (JobState.FAILED, making.BROKEN)
