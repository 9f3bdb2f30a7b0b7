"""Papers: documents a minute beside headless Chromium and LibreOffice on the same content in the same run, and memory.

`python -m bench.papers [--quick]`. Needs no database. Chromium is kept open between documents; LibreOffice is started for
each (it converts the Word file of the same paper). What is absent is said and left out.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from shutil import which

import django

PLAN, SHEET = "plan of 6 pages", "sheet of 176 lines"


def _paper(name: str):
    from reports.papers import paper_of
    from tests.reports import samples

    return paper_of(samples.state_plan() if name == PLAN else samples.score_sheet(176))


def a_minute(work: Callable[[], object], times: int) -> float:
    """How many a minute, one after another; the first one warms up and is not counted."""
    work()
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return 60 * times / (time.perf_counter() - begun)


def ours(name: str, times: int) -> float:
    """Blocks, HTML, PDF: everything a warm worker does for a paper but reading the facts and keeping the file."""
    from reports.renderer import pdf_of

    return a_minute(lambda: pdf_of(_paper(name)), times)


def chromium(name: str, times: int) -> float | None:
    """A browser kept open that is given the same HTML and prints it."""
    from playwright.sync_api import sync_playwright

    from reports.renderer import html_of
    from scripts.install import find_browser

    if find_browser() is None:
        return None
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=find_browser(), args=arguments)
        page = browser.new_page()

        def work() -> None:
            page.set_content(html_of(_paper(name)))
            page.pdf(prefer_css_page_size=True)

        found = a_minute(work, times)
        browser.close()
    return found


def libreoffice(name: str, times: int) -> float | None:
    """A converter started for each Word file, with a profile of its own."""
    from reports.word import docx_of

    if which("soffice") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "paper.docx"
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]

        def work() -> None:
            source.write_bytes(docx_of(_paper(name)))
            subprocess.run(command, check=True, capture_output=True, timeout=120)

        return a_minute(work, times)


def _start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()


def _print_one(_number: int) -> int:
    from reports.renderer import pdf_of

    return len(pdf_of(_paper(SHEET)))


def batch(count: int, workers: int) -> float:
    """Sheets a minute when so many workers share them, each with a press of its own."""
    with ProcessPoolExecutor(workers, initializer=_start) as pool:
        list(pool.map(_print_one, range(workers)))
        begun = time.perf_counter()
        list(pool.map(_print_one, range(count), chunksize=2))
        return 60 * count / (time.perf_counter() - begun)


def growth(count: int) -> tuple[float, float]:
    """MiB that the worker and its press have more after so many papers than after the first twenty."""
    import psutil

    from reports.press import press
    from reports.renderer import pdf_of

    paper = _paper(PLAN)

    def weigh() -> list[float]:
        return [psutil.Process(pid).memory_info().rss / 2**20 for pid in (os.getpid(), press().pid)]

    for _ in range(20):
        pdf_of(paper)
    before = weigh()
    for _ in range(count):
        pdf_of(paper)
    return tuple(after - was for after, was in zip(weigh(), before, strict=True))


def measure(quick: bool) -> list:
    from .results import Result

    found = []
    for name, times in ((PLAN, 6 if quick else 30), (SHEET, 3 if quick else 10)):
        mine = ours(name, times)
        found.append(Result(f"{name}: documents a minute, one warm worker", mine))
        for other, rival in (("Chromium kept open", chromium), ("LibreOffice", libreoffice)):
            theirs = rival(name, min(times, 5) if rival is libreoffice else times)
            words = f"{theirs:.0f} a minute" if theirs else "absent here"
            found.append(Result(f"{name}: ours ÷ {other}", mine / theirs if theirs else 0, words))
    one, two = (batch(10 if quick else 100, workers) for workers in (1, 2))
    found.append(Result("batch of sheets on 2 processors ÷ on 1", two / one, f"{two:.0f} a minute", least=1.5))
    worker, child = growth(30 if quick else 500)
    found.append(Result("worker after 500 papers: MiB more", worker, most=8))
    found.append(Result("its press after 500 papers: MiB more", child, most=8))
    return found


def main(arguments: list[str]) -> int:
    _start()
    from .results import table

    results = measure("--quick" in arguments)
    print(table(results))
    return 0 if all(result.held for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
