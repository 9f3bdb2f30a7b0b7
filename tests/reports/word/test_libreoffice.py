"""Word files of the five real plans and of every kind of paper: LibreOffice opens them and needs as many pages as our PDF, give or take one.

Needs `soffice` (Debian: libreoffice-writer-nogui), which the project itself neither needs nor installs.
"""

import shutil
import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader

from accounts.clock import today
from campaigns.models import Plan
from reports.demo import sources, world
from reports.facts import read_facts
from reports.papers import paper_of
from reports.renderer import pdf_of
from reports.states import DocumentKind
from reports.word import docx_of
from tests.reports.papers.samples import paper_facts
from tests.reports.word.cases import every_block

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(
        SOFFICE is None, reason="LibreOffice (soffice) is not installed: Word files are not opened in it"
    ),
]


@pytest.fixture
def papers(db, settings, tmp_path):
    """The papers of the five plans by name, one of every other kind, and one with every block."""
    settings.VAR_DIR = tmp_path
    sources.build(world.Demo(today=today(), admin=world.administrator()))
    plans = {f"plan-{plan.pk}": paper_of(read_facts("plan", plan)) for plan in Plan.objects.order_by("pk")}
    assert len(plans) == 5
    kinds = {kind.value: paper_of(paper_facts(kind)) for kind in DocumentKind if kind != DocumentKind.PLAN}
    return plans | kinds | {"every-block": every_block()}


@pytest.fixture
def converted(papers, tmp_path):
    """What LibreOffice makes of all of them in one go."""
    for name, paper in papers.items():
        (tmp_path / f"{name}.docx").write_bytes(docx_of(paper))
    files = [str(tmp_path / f"{name}.docx") for name in papers]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    return {name: PdfReader(tmp_path / f"{name}.pdf") for name in papers}


def words(reader: PdfReader) -> list[str]:
    return " ".join(page.extract_text() for page in reader.pages).split()


def test_word_files_have_the_pages_and_the_words_of_our_pdf(papers, converted):
    for name, paper in papers.items():
        ours = PdfReader(BytesIO(pdf_of(paper)))
        assert abs(len(ours.pages) - len(converted[name].pages)) <= 1, name
        mine, theirs = words(ours), words(converted[name])
        assert len(mine) > 50 and abs(len(mine) - len(theirs)) <= 0.02 * len(mine), name
        sizes = [[round(float(side)) for side in page.mediabox[2:]] for page in converted[name].pages]
        assert sizes[0] == [595, 842]
