"""A figure with its photo on the spot; figures of progress on the sheet: marked, confirmed, never over what was typed."""

import datetime as dt
import uuid
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts import clock
from accounts.decisions import Reason, Refused
from campaigns.models import TargetProgress
from campaigns.services import Figure
from scoring import services
from scoring.models import CriterionTarget, Evidence, LineEvidence, ProgressEvidence, ScoreSheet
from scoring.services.progress import confirm_progress, record_quickly, take_progress
from scoring.services.reading import read_live
from tests.world import build_world

from . import scenes

D = scenes.D


def photo(name="anh.jpg", colour=100) -> SimpleUploadedFile:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "Hang may anh"
    out = BytesIO()
    Image.new("RGB", (80, 60), (colour, 90, 40)).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


@pytest.fixture(scope="module")
def built(kept):
    return scenes.open_scoring(build_world())


@pytest.fixture
def scene(copied):
    return copied


def target_of(scene, code="3", unit=2):
    rows = CriterionTarget.objects.filter(criterion__code=code, target__registration__campaign=scene.campaign)
    return rows.get(target__registration__unit=scene.world.bloc.units[unit]).target


def record(scene, value="7", by=None, target=None, **more) -> TargetProgress:
    target = target or target_of(scene)
    return record_quickly(
        target_id=target.pk, figure=Figure(D(value)), as_of=clock.today(), by=by or scene.world.staff, **more
    )


def row_of(scene, code="3"):
    reading = read_live(ScoreSheet.objects.for_decisions().get(pk=scene.sheet.pk))
    return next(row for row in reading.lines if row.criterion.code == code)


def test_a_photo_is_kept_without_its_place_and_hangs_on_the_open_line(scene):
    progress = record(scene, upload=photo())
    evidence = progress.proof.evidence
    kept = evidence.current.file.read()
    assert not Image.open(BytesIO(kept)).getexif() and b"Hang may anh" not in kept
    assert evidence.unit == scene.world.bloc.units[2]
    assert list(LineEvidence.objects.values_list("line__criterion__code", "evidence")) == [("3", evidence.pk)]


def test_the_same_photo_is_kept_once_and_the_same_key_written_once(scene):
    key = uuid.uuid4()
    first = record(scene, upload=photo(), key=key)
    assert record(scene, upload=photo(), key=key) == first
    record(scene, "8", upload=photo())
    assert (Evidence.objects.count(), TargetProgress.objects.count(), LineEvidence.objects.count()) == (1, 2, 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"),
        ("a.jpg", b"\xff\xd8\xff\xe0 hong"),
        ("a.exe", b"MZ"),
    ],
)
def test_what_is_no_photo_leaves_nothing_behind(scene, name, content):
    with pytest.raises(ValidationError):
        record(scene, upload=SimpleUploadedFile(name, content))
    assert not TargetProgress.objects.exists() and not Evidence.objects.exists()


@pytest.mark.parametrize("who", ["leader", "board", "other_unit_head", "foreign_head", "no_post"])
def test_nobody_else_records(scene, who):
    with pytest.raises(Refused) as refused:
        record(scene, by=scene.world.people[who], upload=photo())
    assert refused.value.reason in (Reason.OUT_OF_REACH, Reason.NOT_YOUR_ROLE)
    assert not Evidence.objects.exists()


def test_an_empty_line_takes_the_latest_figure_marked_and_waits_to_be_confirmed(scene):
    record(scene, "7")
    record(scene, "9")
    assert [line.criterion.code for line in take_progress(sheet_id=scene.sheet.pk, by=scene.world.staff)] == ["3"]
    row = row_of(scene)
    assert (row.line.actual, row.line.self_points, row.line.from_progress_on) == (D(9), D(9), clock.today())
    assert row.problems == ["chưa xác nhận số lấy từ báo cáo tiến độ"]
    assert confirm_progress(sheet_id=scene.sheet.pk, by=scene.world.staff) == 1
    row = row_of(scene)
    assert (row.problems, row.line.actual, row.line.saved_by) == ([], D(9), scene.world.staff)


def test_what_was_typed_is_never_overwritten(scene):
    scenes.save(scene.sheet, "3", scene.world.staff, actual="4")
    record(scene, "9")
    assert take_progress(sheet_id=scene.sheet.pk, by=scene.world.staff) == []
    assert row_of(scene).line.actual == D(4)


def test_typing_over_a_taken_result_settles_it(scene):
    record(scene, "9")
    take_progress(sheet_id=scene.sheet.pk, by=scene.world.staff)
    scenes.save(scene.sheet, "3", scene.world.staff, actual="10")
    row = row_of(scene)
    assert (row.line.actual, row.line.from_progress_on, row.problems) == (D(10), None, [])


def test_somebody_who_had_the_page_open_is_told_of_the_taken_result(scene):
    line = scenes.line(scene.sheet, "3")
    record(scene, "9")
    take_progress(sheet_id=scene.sheet.pk, by=scene.world.staff)
    values = services.CellValues(scenes.Inputs(actual=D(5)))
    with pytest.raises(services.StaleLine):
        services.save_cell(line_id=line.pk, values=values, expected_version=line.version, by=scene.world.staff)


def test_sheets_that_open_later_start_with_figures_and_photos(world):
    criteria = scenes.make_set(world)
    campaign = world.bloc.campaign
    services.set_up_scoring(campaign_id=campaign.pk, criteria_set_id=criteria.pk, by=world.board)
    scenes.approve(world, campaign, world.bloc.units[2])
    link = CriterionTarget.objects.get(criterion__criteria_set=criteria, criterion__code="3")
    values = {"target_id": link.target_id, "figure": Figure(D("6.5")), "as_of": clock.today(), "by": world.staff}
    record_quickly(**values, upload=photo())
    assert not LineEvidence.objects.exists()
    services.open_sheets(campaign_id=campaign.pk, by=world.board)
    line = LineEvidence.objects.get().line
    assert (line.criterion.code, line.actual, line.from_progress_on) == ("3", D("6.5"), clock.today())
    assert ProgressEvidence.objects.count() == 1


def test_a_sheet_with_unconfirmed_results_is_not_sent(scene):
    scenes.fill(scene.sheet, scene.world.staff)
    record(scene, "9")
    scene.sheet.lines.filter(criterion__code="3").update(actual=None, saved_at=None, saved_by=None)
    take_progress(sheet_id=scene.sheet.pk, by=scene.world.staff)
    with pytest.raises(services.Incomplete):
        services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    confirm_progress(sheet_id=scene.sheet.pk, by=scene.world.head)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)


def post(client, **more):
    data = {"value": "7,5", "as_of": f"{clock.today():%d/%m/%Y}", "key": str(uuid.uuid4())} | more
    return client.post(reverse("scoring:quick"), data, headers={"Accept": "application/json"})


def test_the_quick_page_answers_the_script(scene, sign_in):
    client, target = sign_in(scene.world.staff), target_of(scene)
    page = client.get(reverse("scoring:quick")).content.decode()
    assert target.title in page and "chưa có kết quả" in page
    answer = post(client, target=target.pk, photo=photo())
    assert (answer.status_code, "Đã lưu" in answer.json()["message"]) == (200, True)
    assert TargetProgress.objects.get().value == D("7.5")
    tomorrow = clock.today() + dt.timedelta(days=1)
    foreign = target_of(scene, unit=3)
    for bad in (
        {"target": target.pk, "value": "bảy"},
        {"target": target.pk, "value": ""},
        {"target": target.pk, "value": "-1"},
        {"target": target.pk, "as_of": f"{tomorrow:%d/%m/%Y}"},
        {"target": target.pk, "photo": SimpleUploadedFile("a.exe", b"MZ")},
        {"target": target.pk, "key": "x"},
        {},
    ):
        assert post(client, **bad).status_code == 422, bad
    for key in (foreign.pk, 2**62):
        assert post(client, target=key).status_code == 404
    assert TargetProgress.objects.count() == 1


def test_the_quick_page_keeps_what_was_typed_without_the_script(scene, sign_in):
    client, target = sign_in(scene.world.staff), target_of(scene)
    url, data = reverse("scoring:quick"), {"target": target.pk, "value": "x1", "as_of": "", "key": str(uuid.uuid4())}
    answer = client.post(url, data)
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="x1"' in page and " checked" in page


def test_the_sheet_says_where_a_result_comes_from(scene, sign_in):
    record(scene, "9")
    client, url = sign_in(scene.world.staff), reverse("scoring:sheet", args=[scene.sheet.pk])
    assert "Lấy số liệu tiến độ" in client.get(url).content.decode()
    client.post(reverse("scoring:take_progress", args=[scene.sheet.pk]))
    assert f"lấy từ báo cáo tiến độ ngày {clock.today():%d/%m/%Y}" in client.get(url).content.decode()
    client.post(reverse("scoring:confirm_progress", args=[scene.sheet.pk]))
    assert "chưa xác nhận" not in client.get(url).content.decode()
