"""Two people on one section or one figure, a save against a sending, on PostgreSQL."""

import datetime as dt
import json
import threading

import pytest

from accounts import clock
from accounts.decisions import Refused
from blocs.access import refresh
from blocs.models import Post
from campaigns import services
from campaigns.models import Deadline, Registration, SentReport, Submission, SubmissionSection, TargetProgress
from campaigns.services import Figure, progress, sections
from tests.campaigns.promised import promise
from tests.races.together import WAIT, race
from tests.world import build_world, person

ROUNDS = 4

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.due = services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=world.leader,
        title="Báo cáo",
        kind=Deadline.Kind.AD_HOC,
        value=clock.today() + dt.timedelta(days=3),
        to_leader=True,
    )
    world.unit = world.bloc.units[2]
    world.colleague = person(world.unit, role=Post.Role.HEAD)
    save(world, world.staff, "đầu", 0)
    return world


def save(world, by, text, seen):
    return services.save_section(
        deadline_id=world.due.pk, unit=world.unit, key="answer", text=text, by=by, expected_version=seen
    )


def save_together(world, seen):
    return race(lambda: save(world, world.staff, "một", seen), lambda: save(world, world.colleague, "hai", seen))


def kinds(found):
    return sorted(type(answer).__name__ for answer in found)


def test_two_on_one_section_one_is_shown_both_texts(scene):
    for _ in range(ROUNDS):
        seen = SubmissionSection.objects.get().version
        assert kinds(save_together(scene, seen)) == ["StaleSection", "SubmissionSection"]
        SubmissionSection.objects.update(text="đầu")


def test_control_without_the_draft_behind_its_lock_one_text_is_lost(scene, monkeypatch):
    together = threading.Barrier(2)

    def unlocked(deadline_id, unit, by):
        row = Submission.objects.for_decisions().get(deadline_id=deadline_id, unit=unit)
        return row, False

    class Together:
        """Both read the section before either writes it."""

        def __init__(self, rows):
            self.rows = rows

        def select_related(self, *names):
            self.rows = self.rows.select_related(*names)
            return self

        def filter(self, **lookup):
            self.rows = self.rows.filter(**lookup)
            return self

        def first(self):
            row = self.rows.first()
            together.wait(WAIT)
            return row

    monkeypatch.setattr(sections, "open_draft", unlocked)
    monkeypatch.setattr(SubmissionSection, "objects", Together(SubmissionSection.objects.all()))
    assert kinds(save_together(scene, 1)) == ["SubmissionSection", "SubmissionSection"]


def test_a_save_and_a_sending_at_once_never_leave_a_sent_report_that_says_something_else(scene):
    for turn in range(ROUNDS):
        report = Submission.objects.get()
        row = SubmissionSection.objects.get()
        found = race(
            lambda text=f"sửa {turn}", seen=row.version: save(scene, scene.staff, text, seen),
            lambda pk=report.pk: services.submit(submission_id=pk, by=scene.colleague),
        )
        sent = SentReport.objects.order_by("pk").last()
        said = json.loads(sent.content)["sections"][0]["text"]
        assert said == SubmissionSection.objects.get().text, found
        services.return_submission(submission_id=report.pk, reason="Làm lại", by=scene.leader)


def figure_twice(world, target):
    def write(by, value):
        figures = {target.pk: Figure(value, seen=0)}
        return services.record_figures(
            deadline_id=world.due.pk, unit=world.unit, figures=figures, as_of=clock.today(), by=by
        )

    return race(lambda: write(world.staff, 5), lambda: write(world.colleague, 6))


def test_two_on_one_figure_the_second_is_told(scene):
    (target,) = promise(scene.bloc.campaign, scene.unit, scene.board, ("Hộ thoát nghèo", "10"))
    assert kinds(figure_twice(scene, target)) == ["StaleFigures", "list"]
    assert TargetProgress.objects.count() == 1


def test_control_without_the_locks_both_figures_are_written(scene, monkeypatch):
    (target,) = promise(scene.bloc.campaign, scene.unit, scene.board, ("Hộ thoát nghèo", "10"))
    together = threading.Barrier(2)

    def unlocked(registrations, by):
        refresh(by)
        return registrations.get()

    def read(target_ids, until):
        together.wait(WAIT)
        return {}

    monkeypatch.setattr(progress, "open_draft", lambda *args: (Submission.objects.get(), False))
    monkeypatch.setattr(progress, "_lock", unlocked)
    monkeypatch.setattr(progress, "latest_progress", read)
    assert kinds(figure_twice(scene, target)) == ["list", "list"]
    assert Registration.objects.count() == 1 and TargetProgress.objects.count() == 2


def test_the_same_key_sent_twice_at_once_is_one_figure(scene):
    (target,) = promise(scene.bloc.campaign, scene.unit, scene.board, ("Hộ thoát nghèo", "10"))
    key = "8a6e0804-2bd0-4672-b79d-d97027f9071a"

    def write(by):
        values = {"target_id": target.pk, "figure": Figure(5), "as_of": clock.today(), "key": key}
        return services.record_figure(**values, by=by)[0].pk

    found = race(lambda: write(scene.staff), lambda: write(scene.colleague))
    assert len(set(found)) == 1 and not any(isinstance(answer, Refused) for answer in found)
