"""The PDFs of whole papers, read back: their words, properties, and nothing fetched (measures: test_papers_measured)."""

import io
import socketserver
import threading

import pytest
from pypdf import PdfReader

from reports.papers import paper_of
from reports.renderer import pdf_of
from tests.reports import samples

MM = 72 / 25.4


def read(facts) -> PdfReader:
    return PdfReader(io.BytesIO(pdf_of(paper_of(facts))))


@pytest.fixture(scope="module")
def state():
    return read(samples.state_plan())


@pytest.fixture(scope="module")
def party():
    return read(samples.party_plan())


@pytest.fixture(scope="module")
def sheet():
    return read(samples.score_sheet(60))


def test_paper_is_a4_portrait_and_landscape(state, sheet):
    assert [round(float(side) / MM) for side in (state.pages[0].mediabox.width, state.pages[0].mediabox.height)] == [
        210,
        297,
    ]
    assert {round(float(page.mediabox.width) / MM) for page in sheet.pages} == {297}


def test_heading_blocks_of_a_state_paper(state):
    text = state.pages[0].extract_text()
    for line in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "DỰ THẢO", "KẾ HOẠCH"):
        assert line in text
    assert "ĐẢNG CỘNG SẢN" not in text
    last = state.pages[-1].extract_text()
    assert "thực hiện./." in last and "Nơi nhận:" in last and "(b/c);" in last


def test_heading_blocks_of_a_party_paper(party):
    text = party.pages[0].extract_text()
    for line in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "TỈNH HÀ GIANG",
        "CÁC BAN ĐẢNG TỈNH ỦY",
        "*",
        "-KH/KTĐ",
        "(Dự thảo)",
        "-----",
    ):
        assert line in text
    last = " ".join(party.pages[-1].extract_text().split())
    assert "CỘNG HÒA" not in text and "./." not in last and "(báo cáo)," in last


def test_the_heading_of_a_table_is_repeated_on_every_page(sheet):
    assert len(sheet.pages) >= 3
    for page in sheet.pages:
        assert "Điểm tự" in page.extract_text()


def test_properties_for_readers_and_screen_readers(state):
    assert state.metadata.title.startswith("Kế hoạch tổ chức")
    assert [item.title for item in state.outline if not isinstance(item, list)] == ["KẾ HOẠCH"]
    assert state.trailer["/Root"]["/Lang"] == "vi" and "/StructTreeRoot" in state.trailer["/Root"]


CHANNELS = [
    '<img src="{u}">',
    '<link rel="stylesheet" href="{u}">',
    '<link rel="attachment" href="{u}">',
    "<style>@import url({u});</style>",
    '<style>@font-face {{ font-family: x; src: url("{u}") }} p {{ font-family: x; background: url({u}) }}</style>',
    '<p style="background-image:url({u});list-style-image:url({u})">x</p>',
    '<p style="content:url({u});border-image:url({u}) 1">x</p>',
    '<object data="{u}"></object><embed src="{u}">',
    '<svg><image href="{u}"/><use href="{u}#a"/></svg>',
    '<base href="{u}"><img src="x.png">',
    '<a rel="attachment" href="{u}">x</a>',
    "<body background='{u}'>",
]


@pytest.fixture(scope="module")
def canary():
    """A server that counts whoever comes."""
    visits = []

    class Visit(socketserver.BaseRequestHandler):
        def handle(self):
            visits.append(self.request.recv(200))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Visit) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/x", visits
        server.shutdown()


def test_hostile_text_reaches_no_server_and_no_file(canary, tmp_path):
    address, visits = canary
    secret = tmp_path / "secret.txt"
    secret.write_text("BI-MAT-73194")
    urls = [address, f"file://{secret}", "file:///proc/self/environ"]
    text = "\n".join(channel.format(u=url) for channel in CHANNELS for url in urls)
    nodes = [
        samples.node("1.", text, text),
        samples.node("", "", "{{ facts }} {% include 'x' %} {{ settings.SECRET_KEY }}"),
    ]
    plan = read(samples.state_plan(nodes=nodes, subject=text, closing=text, place=address))
    rows = [samples.sheet_row("1", text, evidence=[text], explanation=text)]
    score = read(samples.score_sheet(rows=rows, note=text))
    assert visits == []
    for document in (plan, score):
        assert "BI-MAT-73194" not in "".join(page.extract_text() for page in document.pages)
        assert "/EmbeddedFiles" not in document.trailer["/Root"].get("/Names", {})
    assert "{{ settings.SECRET_KEY }}" in "".join(page.extract_text() for page in plan.pages)


def test_even_markup_that_slipped_through_could_fetch_nothing(canary, monkeypatch):
    """Second wall: the fetcher itself refuses, whatever the HTML says."""
    from reports import renderer

    address, visits = canary
    markup = "".join(channel.format(u=address) for channel in CHANNELS)
    monkeypatch.setattr(renderer, "html_of", lambda paper: f"<html><body>{markup}</body></html>")
    assert renderer.pdf_of(None).startswith(b"%PDF-")
    assert visits == []


@pytest.mark.parametrize(
    "text", ["k" * 30000, "Ằ Ẵ Ặ Ỡ Ợ Ữ Ự ỳ ỵ đ " * 300, "a\u0301\u0323" * 2000, "\u202e\u0000x".replace("\u0000", "")]
)
def test_odd_text_is_printed(text):
    assert len(read(samples.state_plan(nodes=[samples.node("1.", "", text)])).pages) >= 1
