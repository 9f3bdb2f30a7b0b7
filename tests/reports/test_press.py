"""The press: one process per paper, limits of time and memory, nothing fetched, nothing kept."""

import io
import os
import signal
import socketserver
import threading
from pathlib import Path

import psutil
import pytest
from pypdf import PdfReader

from reports import press
from reports.papers import paper_of
from reports.press import TooLarge, TooLong, print_pdf
from reports.renderer import pdf_of
from tests.reports import samples

pytestmark = pytest.mark.once

SIMPLE = "<html lang='vi'><title>Văn bản</title><p>Một đoạn văn.</p></html>"


def body(markup: str) -> str:
    return f"<html lang='vi'><head><title>x</title></head><body>{markup}</body></html>"


# Every way in which a page can name an address; {u} is the address.
CHANNELS = {
    "img": '<img src="{u}">',
    "srcset": '<img srcset="{u} 2x">',
    "stylesheet": '<link rel="stylesheet" href="{u}">',
    "icon": '<link rel="icon" href="{u}">',
    "attachment link": '<link rel="attachment" href="{u}">',
    "attachment anchor": '<a rel="attachment" href="{u}">x</a>',
    "import": "<style>@import url({u});</style>",
    "font": '<style>@font-face {{ font-family: x; src: url("{u}") }} p {{ font-family: x }}</style><p>x</p>',
    "color profile": "<style>@color-profile --x {{ src: url({u}) }} p {{ color: color(--x 1 1 1 1) }}</style><p>x</p>",
    "variable": "<style>p {{ --x: url({u}); background: var(--x) }}</style><p>x</p>",
    "background": '<p style="background-image:url({u})">x</p>',
    "list style": '<ul><li style="list-style-image:url({u})">x</li></ul>',
    "content": "<style>p::before {{ content: url({u}) }}</style><p>x</p>",
    "border": '<p style="border:3px solid;border-image:url({u}) 1">x</p>',
    "object": '<object data="{u}"></object>',
    "embed": '<embed src="{u}">',
    "svg image": '<svg width="9" height="9"><image href="{u}" width="9" height="9"/></svg>',
    "svg use": '<svg width="9" height="9"><use href="{u}#a"/></svg>',
    "svg in data": "<img src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='{u}'/%3E%3C/svg%3E\">",
    "base": '<base href="{u}"><img src="x.png">',
    "body background": '<div background="{u}">x</div>',
    "page": "<style>@page {{ background: url({u}) }}</style><p>x</p>",
}


@pytest.fixture(scope="module")
def canary():
    """A server that counts whoever comes, and sends everybody on to itself."""
    visits = []

    class Visit(socketserver.BaseRequestHandler):
        def handle(self):
            visits.append(self.request.recv(200))
            here = f"http://127.0.0.1:{self.server.server_address[1]}/y"
            self.request.sendall(f"HTTP/1.1 302 Found\r\nLocation: {here}\r\nContent-Length: 0\r\n\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Visit) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}", visits
        server.shutdown()


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_reaches_a_server_or_a_file(canary, tmp_path, channel):
    place, visits = canary
    secret = tmp_path / "secret.txt"
    secret.write_text("BI-MAT-73194")
    port = place.partition(":")[2]
    addresses = [f"http://{place}/x", f"http://0x7f000001:{port}/", f"http://[::1]:{port}/", f"file://{secret}"]
    markup = "".join(CHANNELS[channel].format(u=address) for address in addresses)
    try:
        content = print_pdf(body(markup), seconds=20)
    except RuntimeError:  # a page that cannot do without what it names is not printed at all
        content = b""
    assert visits == [] and b"BI-MAT-73194" not in content and b"/EmbeddedFile" not in content


def test_the_canary_does_see_a_renderer_that_fetches(canary):
    """The control: the same page laid out with the renderer's own fetcher is seen."""
    import weasyprint

    place, visits = canary
    weasyprint.HTML(string=body(CHANNELS["img"].format(u=f"http://{place}/x"))).write_pdf()
    seen = bool(visits)
    visits.clear()
    assert seen


HOSTILE = {
    "spans": "<table>" + "<tr>" + "<td colspan=1000>x</td>" * 300 + "</tr></table>",
    "deep": "<div>" * 3000 + "x",
    "huge type": "<p style='font-size:10000000px'>x</p>",
    "huge page": "<style>@page { size: 9999999mm 9999999mm }</style><p>x</p>",
    "endless word": "<p>" + "x" * 100_000 + "</p>",
    "flex in flex": "<div style='display:flex'>" * 14 + "x" + "</div>" * 14,
    "tables in tables": "<table><tr><td>" * 200 + "x",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_ends_in_time_and_the_press_goes_on(name):
    before = press.press().pid
    try:
        assert print_pdf(body(HOSTILE[name]), seconds=3).startswith(b"%PDF-")
    except (TooLong, TooLarge, RuntimeError) as refused:
        assert str(refused)
    assert print_pdf(SIMPLE).startswith(b"%PDF-") and press.press().pid == before


def test_papers_are_printed_by_the_press(monkeypatch):
    """No paper is laid out in the worker itself."""
    monkeypatch.setattr(press.Press, "print", lambda self, page, *limits: ("done", b"%PDF- of the press"))
    assert pdf_of(paper_of(samples.state_plan())) == b"%PDF- of the press"


def test_too_long_is_said_and_its_process_is_gone():
    with pytest.raises(TooLong):
        print_pdf(body(HOSTILE["spans"]), seconds=1)
    assert psutil.Process(press.press().pid).children() == []


def test_too_much_memory_is_said():
    with pytest.raises(TooLarge):
        print_pdf(body("<p>" + "chữ " * 200_000 + "</p>"), memory=60 * 1024 * 1024)


def test_a_page_of_any_size_is_not_taken():
    with pytest.raises(TooLarge):
        print_pdf(" " * (press.LARGEST + 1))


def test_a_press_killed_from_outside_is_replaced():
    print_pdf(SIMPLE)
    first = press.press().pid
    os.kill(first, signal.SIGKILL)
    assert print_pdf(SIMPLE).startswith(b"%PDF-") and press.press().pid != first


def test_the_press_knows_no_secret_of_the_application(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "BI-MAT-73194")
    print_pdf(SIMPLE)
    os.kill(press.press().pid, signal.SIGKILL)
    print_pdf(SIMPLE)
    environment = Path(f"/proc/{press.press().pid}/environ").read_text()
    assert "BI-MAT" not in environment and "DATABASE_URL" not in environment


def test_memory_of_the_press_stays_flat():
    print_pdf(SIMPLE)
    mine = psutil.Process(press.press().pid)
    before = mine.memory_info().rss
    for _ in range(40):
        print_pdf(body("<p>Một đoạn văn. </p>" * 60))
    assert mine.memory_info().rss - before < 2 * 1024 * 1024


def test_the_same_page_gives_the_same_pages_in_both_standards():
    plain, archive = (PdfReader(io.BytesIO(print_pdf(SIMPLE, variant=name))) for name in ("pdf/ua-1", "pdf/a-3b"))
    assert [page.extract_text() for page in plain.pages] == [page.extract_text() for page in archive.pages]
    assert b"pdfuaid:part" in plain.trailer["/Root"]["/Metadata"].get_data()
    assert b"pdfaid:part" in archive.trailer["/Root"]["/Metadata"].get_data()
