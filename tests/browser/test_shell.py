"""The frame in a real browser: policy, accessibility, keyboard, phone."""

from .conftest import PHONE


def test_first_page_breaks_no_policy_and_has_no_serious_finding(live, axe, world):
    page = live.open("/", world.staff)
    assert page.locator("h1").inner_text() == "Việc cần làm"
    assert (live.problems, axe(page)) == ([], [])
