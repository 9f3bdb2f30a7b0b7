"""A real browser (Debian's chromium) against the live test server. Absent browser: skipped with a notice (tests/conftest.py)."""

import os
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import expect

from scripts.install import find_browser

# Playwright keeps an event loop in this thread; the ORM would refuse to run beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=1))  # once more on a busy machine; the summary names each rerun


@pytest.fixture(scope="session")
def browser_type_launch_args():
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": find_browser(), "args": [*arguments, "--disable-dev-shm-usage", "--disable-gpu"]}


class UnderWay:
    """Counts the requests the live server is answering: emptying the tables beside one of them can deadlock."""

    def __init__(self) -> None:
        self.count, self.changed = 0, threading.Condition()
        request_started.connect(self.begin)
        request_finished.connect(self.end)

    def begin(self, **kwargs) -> None:
        with self.changed:
            self.count += 1

    def end(self, **kwargs) -> None:
        with self.changed:
            self.count -= 1
            self.changed.notify_all()

    def wait(self) -> None:
        """Until every answer has been given; fails after half a minute."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.count == 0, timeout=30), "a request never ended"


@pytest.fixture(scope="session")
def under_way():
    return UnderWay()


class Live:
    """The running application seen by people in browsers. ``problems``: script errors and policy violations so far."""

    def __init__(self, server, browser) -> None:
        self.url, self.browser = server.url, browser
        self.problems: list[str] = []
        self.contexts = []

    def open(self, path: str = "/", user=None, size: dict = DESK):
        """A page in a fresh browser profile, signed in as ``user`` when given."""
        context = self.browser.new_context(viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
        self.contexts.append(context)
        if user is not None:
            self.sign_in(context, user)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.goto(self.url + path)
        return page

    def sign_in(self, context, user) -> None:
        """The session cookie of ``user`` without walking through the sign-in page."""
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.url}])


@pytest.fixture
def live(live_server, browser, under_way):
    live = Live(live_server, browser)
    yield live
    for context in live.contexts:
        context.close()
    under_way.wait()


@pytest.fixture
def axe():
    """axe(page) → serious and critical findings as «rule: element» lines."""

    def run(page) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [
            f"{rule['id']}: {node['html']}"
            for rule in found
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]

    return run
