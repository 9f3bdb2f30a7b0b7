"""HTML → PDF in a process of its own, under limits of time and memory. The only module that knows how papers are printed.

One press stands beside each worker process that prints: started with the first paper, ended with the worker (its input
closes). It has loaded the renderer once and forks for every paper (`reports.press_child`), so a warm paper costs little and
neither its memory nor what a hostile text may do to the renderer stays.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2"
SECONDS = 45
MEMORY = 512 * 1024 * 1024
LARGEST = 16 * 1024 * 1024
_CHILD = Path(__file__).with_name("press_child.py")


class NotPrinted(Exception):
    """The paper could not be printed; the sentence says why."""


class RendererMissing(NotPrinted):
    """The native libraries of the renderer are not installed; the sentence names the packages."""


class TooLong(NotPrinted):
    """Laying out took longer than a paper may take."""


class TooLarge(NotPrinted):
    """The paper, or laying it out, needs more memory than a paper may take."""


class Press:
    """One child process. ``peak`` is the most memory the last paper took, in KiB."""

    def __init__(self) -> None:
        self.owner, self.peak, self._using = os.getpid(), 0, threading.Lock()
        # -I and an empty environment: the press knows no path, setting or secret of the application.
        self._child = subprocess.Popen(
            [sys.executable, "-I", str(_CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Where the fonts' index is kept; an account without a home directory has none, which is only slower.
            env={"LANG": "C.UTF-8", "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache"))},
        )
        if json.loads(self._child.stdout.readline() or b'{"end": "broken"}')["end"] != "ready":
            self.close()
            raise RendererMissing(f"Máy chủ chưa cài thư viện tạo PDF. Cần các gói: {PACKAGES}.")

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def alive(self) -> bool:
        return self.owner == os.getpid() and self._child.poll() is None

    def print(self, page: bytes, variant: str, seconds: int, memory: int) -> tuple[str, bytes]:
        """How it ended (done, too_long, too_large, broken) and the PDF. Raises OSError when the press itself is gone."""
        request = {"length": len(page), "variant": variant, "seconds": seconds, "memory": memory}
        with self._using:
            self._child.stdin.write(json.dumps(request).encode() + b"\n" + page)
            self._child.stdin.flush()
            line = self._child.stdout.readline()
            if not line:
                raise BrokenPipeError("the press has ended")
            head = json.loads(line)
            content = self._child.stdout.read(head["length"])
        self.peak = head["peak"]
        return head["end"], content

    def close(self) -> None:
        """End it, whatever state it is in."""
        self._child.kill()
        self._child.wait()
        with suppress(OSError):  # what was not taken any more
            self._child.stdin.close()
        self._child.stdout.close()


_press: Press | None = None
_starting = threading.Lock()


def press() -> Press:
    """The press of this process; a new one after a fork or when it died. Raises RendererMissing."""
    global _press
    with _starting:
        if _press is None or not _press.alive:
            _press = Press()
        return _press


@atexit.register
def _close() -> None:
    global _press
    with _starting:
        if _press is not None and _press.owner == os.getpid():
            _press.close()
        _press = None


def print_pdf(html: str, *, variant: str = "pdf/ua-1", seconds: int = SECONDS, memory: int = MEMORY) -> bytes:
    """The page as PDF bytes. ``memory`` in bytes, on top of what the renderer itself takes.

    Raises TooLong, TooLarge, RendererMissing, and RuntimeError when the renderer fails on the page.
    """
    page = html.encode()
    if len(page) > LARGEST:
        raise TooLarge("Văn bản quá lớn nên không tạo được PDF.")
    try:
        end, content = press().print(page, variant, seconds, memory)
    except OSError:  # killed from outside between two papers: once more on a new one
        _close()
        end, content = press().print(page, variant, seconds, memory)
    if end == "too_long":
        raise TooLong("Văn bản quá dài nên không tạo kịp trong thời gian cho phép.")
    if end == "too_large":
        raise TooLarge("Văn bản cần nhiều bộ nhớ hơn mức cho phép nên không tạo được PDF.")
    if end != "done":
        raise RuntimeError("the renderer failed on a page")
    return content
