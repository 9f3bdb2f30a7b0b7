"""Two workers, two clicks, a click against a worker, and a worker that is really killed, on PostgreSQL."""

import datetime as dt
import os
import signal
import threading
import time

import pytest
from django.db import connections

from accounts import clock
from accounts.models import Notification, User
from reports import services
from reports.models import IssuedDocument, Job, RenderedFile
from reports.querysets import JobQuerySet
from reports.services import making, printing
from reports.states import JobState, PaperKind
from tests.races.together import race
from tests.reports.prints import quick_pdf
from tests.reports.scenes import make_plan
from tests.world import build_world

ROUNDS = 6

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.plan = make_plan(world)
    return world


@pytest.fixture
def renders(monkeypatch):
    """Counts renderings; each takes long enough for another worker to come by."""
    done = []

    def slow(paper, variant):
        done.append(threading.get_ident())
        time.sleep(0.1)
        return quick_pdf()

    monkeypatch.setattr(printing, "pdf_of", slow)
    return done


def asked(world) -> Job:
    return services.request_paper(kind=PaperKind.PLAN, subject_id=world.plan.pk, by=world.staff)


def test_two_workers_on_one_job_render_once(scene, renders):
    for number in range(ROUNDS):
        job = asked(scene)
        found = race(*[lambda pk=job.pk: services.make_paper(job_id=pk)] * 3)
        assert found == [None] * 3
        assert len(renders) == number + 1
        assert Job.objects.get(pk=job.pk).state == JobState.DONE
    assert RenderedFile.objects.count() == IssuedDocument.objects.count() == ROUNDS


def test_control_without_claim_and_fence_both_workers_render(scene, renders, monkeypatch):
    monkeypatch.setattr(JobQuerySet, "claimable", lambda self, at: self)
    monkeypatch.setattr(making, "_held", lambda job_id, attempt: Job.objects.select_related("document").get(pk=job_id))
    monkeypatch.setattr(making, "_step", lambda job_id, attempt, done: None)
    job = asked(scene)
    race(*[lambda: services.make_paper(job_id=job.pk)] * 2)
    assert len(renders) == 2, "the race exists: only the guards prevent it"


def test_two_clicks_are_one_job(scene):
    def click():
        by = User.objects.get(pk=scene.staff.pk)
        return services.request_paper(kind=PaperKind.PLAN, subject_id=scene.plan.pk, by=by).pk

    for number in range(ROUNDS):
        first, second, third = race(click, click, click)
        assert first == second == third and Job.objects.count() == number + 1
        Job.objects.update(state=JobState.CANCELLED)


def test_cancelling_against_a_worker_ends_one_way(scene, renders):
    for _ in range(ROUNDS):
        job = asked(scene)
        by = User.objects.get(pk=scene.staff.pk)
        race(
            lambda pk=job.pk: services.make_paper(job_id=pk),
            lambda pk=job.pk, by=by: time.sleep(0.1) or services.cancel_job(job_id=pk, by=by),
        )
        job = Job.objects.get(pk=job.pk)
        kept = RenderedFile.objects.filter(document__jobs=job).count()
        assert (job.state, kept) in {(JobState.CANCELLED, 0), (JobState.DONE, 1)}


def test_kill_minus_nine_loses_nothing_and_makes_nothing_twice(scene, monkeypatch):
    job = asked(scene)
    monkeypatch.setattr(printing, "pdf_of", lambda paper, variant: time.sleep(60))
    connections.close_all()
    worker = os.fork()
    if worker == 0:
        try:
            services.make_paper(job_id=job.pk)
        finally:
            os._exit(0)
    while not Job.objects.filter(pk=job.pk, done=1).exists():
        time.sleep(0.02)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    monkeypatch.setattr(printing, "pdf_of", quick_pdf)
    services.make_paper(job_id=job.pk)
    assert Job.objects.get(pk=job.pk).state == JobState.RUNNING
    with clock.at(clock.now() + making.LEASE + dt.timedelta(seconds=1)):
        services.make_paper(job_id=job.pk)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert RenderedFile.objects.count() == IssuedDocument.objects.count() == Notification.objects.count() == 1
