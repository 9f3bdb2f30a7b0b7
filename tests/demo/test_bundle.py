"""The demonstration data through the bundle."""

from tests.bundle.test_round_trip import round_trip


def test_demonstration_data_comes_back_as_it_was(demo, db, tmp_path):
    document = round_trip(tmp_path)
    states = {sheet["state"] for campaign in document["campaigns"] for sheet in campaign.get("sheets", [])}
    assert {"draft", "submitted", "locked"} <= states
