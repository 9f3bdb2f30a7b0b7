"""Round trips of the year's work: reorganisations, office days, movements, reports, registrations, meetings."""

from django.test import override_settings

from blocs.models import Reorganisation, UnitLineage
from blocs.permissions_lineage import why_not_correctable
from blocs.rules import OrgReason
from campaigns.models import MovementUnit, Receipt, TargetProgress
from scoring.models import ProgressEvidence
from tests.bundle import year_scenes
from tests.bundle.test_round_trip import round_trip
from tests.bundle.worlds import bring, empty_database, export, pack_files


def of_kind(document: dict, name: str) -> list[dict]:
    return [row for campaign in document["campaigns"] for row in campaign.get(name, [])]


def test_the_organisation_through_time(world, tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        year_scenes.reorganised(world)
        document = round_trip(tmp_path)
        kept = Reorganisation.objects.exclude(file="").get()
        with kept.file.open("rb") as file:
            assert file.read() == year_scenes.PDF
    acts = document["reorganisations"]
    assert [bool(row.get("correction")) for row in acts].count(True) == 1
    assert [len(row.get("authority_rows", [])) for row in acts].count(1) == 1
    assert UnitLineage.objects.filter(undone=True).count() == UnitLineage.objects.filter(undone=False).count() == 1
    assert [row["rule"] for row in document["history_policies"]] == ["shown", "main"]
    assert why_not_correctable(kept) == OrgReason.TAKEN_OVER
    assert len(document["bloc_lineage"]) == 1


def test_days_of_the_office(world, tmp_path):
    year_scenes.kept_days(world)
    document = round_trip(tmp_path)
    assert ["withdrawn_at" in row for row in document["office_days"]] == [False, True]
    assert ["withdrawn_at" in row for row in document["outages"]] == [False, True]


def test_a_movement_over_years(world, tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        row = year_scenes.movement(world)
        document = round_trip(tmp_path)
    found = next(said for said in document["campaigns"] if said["code"] == row.code)
    assert [len(found[name]) for name in ("units_joined", "unit_plans", "movement_criteria", "funding_lines")] == [
        2,
        2,
        2,
        1,
    ]
    assert found["reviews"][0]["proposals"] and found["deadlines"][0]["chosen_units"]
    assert MovementUnit.objects.filter(left_on__isnull=True).count() == 1


def test_a_report_by_sections(world, tmp_path):
    due = year_scenes.report(world)
    document = round_trip(tmp_path)
    said = next(row for row in of_kind(document, "deadlines") if row["title"] == due.title)
    report = said["submissions"][0]
    assert [len(report[name]) for name in ("sections", "receipts", "answers")] == [2, 2, 2]
    assert [row["waived"] for row in said["waivers"]] == [True, True, False]
    assert said["form"]["sections"][1]["figure"]
    assert all(receipt.sent.content for receipt in Receipt.objects.all())


def test_a_registration_with_movements_steps_and_progress(world, tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        year_scenes.registered(world)
        document = round_trip(tmp_path)
    row = next(row for row in of_kind(document, "registrations") if "movements" in row)
    assert [act["step"] for act in row["acts"]] == ["send", "approve", "amend", "send", "approve"]
    assert ["receipt" in act for act in row["acts"]] == [True, False, False, False, False]
    assert TargetProgress.objects.get().note == "Đến nay"
    assert ProgressEvidence.objects.get().evidence.unit_id == TargetProgress.objects.get().target.registration.unit_id


def test_meetings(world, tmp_path):
    year_scenes.held_meeting(world)
    document = round_trip(tmp_path)
    held = next(row for row in of_kind(document, "meetings") if row["state"] == "closed")
    assert "marked_on" in held["closes"][0] and len(of_kind(document, "meetings")) == 2
    assert sorted(str(seat.get("present")) for seat in held["attendance"]).count("None") == len(held["attendance"]) - 2
    assert [len(item.get("outcomes", [])) for item in held["agenda"]].count(1) == 1


def test_a_campaign_alone_stands_alone_and_again_changes_nothing(world, tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        year_scenes.movement(world)
        year_scenes.report(world)
        year_scenes.kept_days(world)
        document = export()
        files = pack_files(tmp_path / "files.zip", document)
        admin = empty_database()
        assert bring(document, admin, files).changed
        assert not bring(document, admin, files).changed


def test_drafts_of_a_unit_stay(world):
    year_scenes.report(world)
    whole = export(drafts=False)
    for row in of_kind(whole, "deadlines"):
        assert all(report["state"] not in ("draft", "returned") for report in row.get("submissions", []))
