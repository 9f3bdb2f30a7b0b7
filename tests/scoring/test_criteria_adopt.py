"""A version published while units fill in their sheets: what stays, what comes, what goes, and when it is too late."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, Notification
from scoring import services
from scoring.models import Criterion, ScoringSetup
from scoring.services import CriterionValues

from . import scenes
from .scenes import line, save

D = Decimal
ROWS = [
    ("1", "direct", "10", {}, False),
    ("2", "achieved", "5", {}, False),
    ("3", "count", "10", {"points_each": "2"}, False),
]


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def scene(world):
    """Version 2 drops row 3, changes the maximum of row 1 and adds row 4."""
    scene = scenes.open_scoring(world, ROWS)
    for code, values in {"1": {"value": "8"}, "2": {"achieved": True}, "3": {"count": "2"}}.items():
        save(scene.sheet, code, world.staff, note=f"ghi chú {code}", **values)
    copy = services.copy_set(set_id=scene.set.pk, by=world.board)
    one, three = copy.criteria.get(code="1"), copy.criteria.get(code="3")
    values = CriterionValues("Tiêu chí 1", "direct", code="1", max_points=D(12))
    services.change_criterion(criterion_id=one.pk, values=values, by=world.board)
    services.delete_criterion(criterion_id=three.pk, by=world.board)
    added = CriterionValues("Tiêu chí 4", "achieved", code="4", max_points=D(3))
    services.add_criterion(set_id=copy.pk, parent_id=copy.criteria.get(code="I").pk, values=added, by=world.board)
    scene.new = services.put_in_force(set_id=copy.pk, by=world.board)
    scene.address = reverse("scoring:adopt", args=[scene.campaign.pk, copy.pk])
    return scene


def test_figures_stay_with_rows_that_stay(scene):
    client = browser(scene.world.board)
    offered = client.get(reverse("scoring:set", args=[scene.new.pk])).content.decode()
    assert scene.address in offered
    page = client.get(scene.address)
    text = page.content.decode()
    assert [used for _, used in page.context["plan"].gone] == [1] and "1 phiếu đã nhập ở đó" in text
    assert "điểm chuẩn: 10 → 12" in text
    assert client.post(scene.address).status_code == 302
    one, two = line(scene.sheet, "1"), line(scene.sheet, "2")
    assert (one.criterion.criteria_set, one.value, one.note, one.self_points) == (scene.new, D(8), "ghi chú 1", D(8))
    assert (two.criterion.criteria_set, two.self_points) == (scene.new, D(5))
    codes = scene.sheet.lines.order_by("criterion__path").values_list("criterion__code", flat=True)
    assert list(codes) == ["1", "2", "4"]
    scene.sheet.refresh_from_db()
    setup = ScoringSetup.objects.get(campaign=scene.campaign)
    assert (scene.sheet.criteria_set, setup.criteria_set) == (scene.new, scene.new)
    dropped = AuditEntry.objects.get(event="line.drop")
    assert dropped.before == {"count": "2", "assigned": True, "note": "ghi chú 3"}
    told = Notification.objects.filter(user=scene.world.staff, title__contains="phiên bản mới")
    assert told.filter(channel="in_app").count() == 1
    assert client.get(reverse("scoring:set", args=[scene.new.pk])).context["left_behind"] == []
    assert client.get(scene.address).status_code == 403


def test_a_page_open_on_the_old_version_gets_a_conflict_not_a_loss(scene):
    seen = line(scene.sheet, "1")
    services.adopt_version(campaign_id=scene.campaign.pk, criteria_set_id=scene.new.pk, by=scene.world.board)
    address = reverse("scoring:line_save", args=[seen.pk])
    answer = browser(scene.world.staff).post(address, {"value": "9", "version": seen.version})
    assert answer.status_code == 409


def test_once_somebody_has_sent_the_version_stays(scene):
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    client = browser(scene.world.board)
    assert (client.get(scene.address).status_code, client.post(scene.address).status_code) == (403, 403)
    services.recall_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    assert client.post(scene.address).status_code == 403
    assert line(scene.sheet, "3").count == D(2)


def test_only_a_newer_version_in_force_of_the_same_set(scene):
    other = scenes.make_set(scene.world, ROWS, name="Bộ khác")
    client = browser(scene.world.board)
    assert client.get(reverse("scoring:adopt", args=[scene.campaign.pk, other.pk])).status_code == 403
    draft = services.copy_set(set_id=scene.new.pk, by=scene.world.board)
    assert client.post(reverse("scoring:adopt", args=[scene.campaign.pk, draft.pk])).status_code == 403
    assert client.get(reverse("scoring:adopt", args=[scene.campaign.pk, 10**9])).status_code == 404
    people = {who: browser(user).post(scene.address).status_code for who, user in scene.world.people.items()}
    assert {who for who, status in people.items() if status == 302} <= {"leader", "leader_staff", "board"}
    assert (people["staff"], people["foreign_board"]) == (403, 404)
    assert Criterion.objects.filter(criteria_set=scene.set).count() == 4
