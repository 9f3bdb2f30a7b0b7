"""Papers, board and trail in a real browser: a job that finishes under one's eyes, policy, accessibility, phone."""

import datetime as dt
import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts import clock
from campaigns.models import Submission
from reports import services
from reports.models import Job
from tests.factories import DeadlineFactory
from tests.reports.scenes import final_ranking, make_plan

from .conftest import DESK, PHONE
from .test_shell import overflow

PAGES = ["/tong-hop/tinh/", "/tong-hop/nhat-ky/", "/tong-hop/nhat-ky/?tu=x", "/tong-hop/van-ban/"]


@pytest.fixture
def full(world):
    """A bloc with sheets, a final ranking, an overdue report, and a paper asked for by the board."""
    world.scene = final_ranking(world)
    world.plan = make_plan(world)
    late = DeadlineFactory(
        campaign=world.bloc.campaign, value=clock.today() - dt.timedelta(days=5), kind="midyear_report"
    )
    Submission.objects.create(deadline=late, unit=world.bloc.units[0], state="submitted")
    services.request_paper(kind="plan", subject_id=world.plan.pk, by=world.board)
    return world


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_break_no_policy_and_have_no_serious_finding(live, axe, full, path, size):
    page = live.open(path, full.board, size)
    problems = [text for text in live.problems if "422" not in text]
    assert (problems, axe(page), overflow(page)) == ([], [], 0)


def test_a_paper_is_finished_under_my_eyes(live, axe, full):
    page = live.open(f"/ke-hoach/{full.bloc.campaign.pk}/van-ban/", full.staff)
    page.get_by_role("button", name="Tạo bản PDF").click()
    expect(page.locator("progress")).to_be_visible()
    assert (live.problems, axe(page)) == ([], [])
    job = Job.objects.get(by=full.staff)
    assert page.url.endswith(f"/tong-hop/van-ban/viec/{job.pk}/")
    services.make_paper(job_id=job.pk)
    link = page.get_by_role("link", name="Tải về")
    expect(link).to_be_visible(timeout=10_000)
    assert (live.problems, axe(page)) == ([], [])
    with page.expect_download() as download:
        link.click()
    content = download.value.path().read_bytes()
    assert "MỤC ĐÍCH, YÊU CẦU" in PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert download.value.suggested_filename.endswith(".pdf")


def test_a_bloc_is_chosen_without_a_button(live, full):
    page = live.open("/tong-hop/tinh/", full.board)
    expect(page.locator(".heat tbody tr")).to_have_count(3)
    page.get_by_label("Khối", exact=True).select_option(str(full.other_bloc.year.pk))
    expect(page.locator(".heat tbody tr")).to_have_count(1)
    assert f"khoi={full.other_bloc.year.pk}" in page.url
