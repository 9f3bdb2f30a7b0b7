"""The demonstration data through the bundle."""

from django.test import override_settings

from reports.demo.load import load
from tests.bundle.test_round_trip import round_trip


def test_demonstration_data_comes_back_as_it_was(db, tmp_path):
    with override_settings(VAR_DIR=tmp_path, MEDIA_ROOT=tmp_path / "media"):
        load()
        document = round_trip(tmp_path)
    states = {sheet["state"] for campaign in document["campaigns"] for sheet in campaign.get("sheets", [])}
    assert {"draft", "submitted", "locked"} <= states
