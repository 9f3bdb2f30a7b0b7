"""Export, import into an empty database, export: the same document."""

import pytest

from tests.bundle.worlds import bring, empty_database, export, first_difference, pack_files, without_importer
from tests.scoring import scenes


def round_trip(tmp_path) -> dict:
    before = export()
    files = pack_files(tmp_path / "files.zip", before)
    report = bring(before, empty_database(), files)
    assert report.changed
    after = without_importer(export())
    assert first_difference(before, after) is None
    assert before == after
    return before


def test_world(world, tmp_path):
    document = round_trip(tmp_path)
    assert len(document["campaigns"]) == 3


@pytest.mark.parametrize("step", ["open", "filled", "sent", "verified"])
def test_sheets_at_every_step(world, tmp_path, step):
    scene = scenes.open_scoring(world)
    if step == "filled":
        scenes.fill(scene.sheet, world.staff)
    if step in ("sent", "verified"):
        scenes.submit_all(scene)
    if step == "verified":
        scenes.verify_all(scene)
    document = round_trip(tmp_path)
    sheets = [sheet for campaign in document["campaigns"] for sheet in campaign.get("sheets", [])]
    assert len(sheets) == 4
