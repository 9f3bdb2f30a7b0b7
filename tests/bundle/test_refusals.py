"""A bundle that cannot be taken in: nothing is kept, and the sentence names the value."""

import copy
import json
import re
import zipfile

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import override_settings

from accounts.models import AuditEntry, User
from blocs.models import Authority, Unit
from reports.bundle import text
from reports.bundle.importing import take_in
from reports.bundle.problems import BadBundle
from reports.bundle.sealed import digest
from scoring import services
from scoring.models import ScoreSheet
from tests.bundle.conftest import as_services_would
from tests.bundle.worlds import bring, empty_database, export, pack_files
from tests.scoring import scenes
from tests.world import build_world, person

HEAD = {"format": "thi-dua-bundle", "version": 1}
AUTHORITY = {"name": "UBND tỉnh X", "level": "province"}
UNIT = {"authority": "UBND tỉnh X", "code": "A1", "name": "Sở A"}


def rows() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def refused(data: bytes | dict, by=None, **options) -> list[str]:
    """The problems of a bundle, after checking that nothing of it was kept."""
    raw = data if isinstance(data, bytes) else text.dump(data).encode()
    before = rows()
    with pytest.raises(BadBundle) as caught:
        take_in(data=raw, by=by or User.objects.create_superuser("a@example.vn"), **options)
    after = rows()
    if by is None:
        User.objects.get(email="a@example.vn").delete()
        after = rows()
    assert after == before
    return [str(problem) for problem in caught.value.problems]


HOSTILE = {
    b"": "không phải JSON",
    b"\xff\xfe\x00": "UTF-8",
    b'{"a": NaN}': "không phải là số",
    b'{"a": -Infinity}': "không phải là số",
    b'{"a": 1e400}': "quá lớn",
    b'{"a": ' + b"9" * 5000 + b"}": "quá nhiều chữ số",
    b'{"a": 1, "a": 2}': "hai lần",
    b"[" * 100_000: "quá sâu",
    b'{"a":' * 100_000: "quá sâu",
    b'"' + b'\\"' * 200_000: "không phải JSON",
    b'{"a": "\\u0000"}': "NUL",
    b'{"\\ud800": 1}': "không lưu được",
    b"[]": "phải là đối tượng",
    b"null": "phải là đối tượng",
    b'"x"': "phải là đối tượng",
    b"{}": "thiếu",
    b'{"format": "khac", "version": 1}': "phải là 'thi-dua-bundle'",
    b'{"format": "thi-dua-bundle", "version": 2}': "phải là 1",
}


@pytest.mark.parametrize("data", HOSTILE, ids=lambda data: repr(data[:30]))
def test_hostile_files_get_a_sentence(db, data):
    assert HOSTILE[data] in " ".join(refused(data))


def test_size_is_asked_before_parsing(db, monkeypatch):
    monkeypatch.setattr(text, "MAX_BYTES", 10)
    monkeypatch.setattr(json, "loads", None)
    assert "lớn quá" in refused(b" " * 11)[0]


def test_brackets_in_words_are_no_depth():
    assert text.load(('{"a": "' + "[" * 1000 + '\\""}').encode()) == {"a": "[" * 1000 + '"'}


def test_every_error_of_the_schema_at_once(db):
    units = [UNIT | {"code": "x" * 41}, UNIT | {"kind": "lạ"}, {"authority": "UBND tỉnh X"}, UNIT | {"màu": "đỏ"}]
    sets = [{"authority": "UBND tỉnh X", "name": "B", "year": 2026, "criteria": [{"place": "1", "max_points": "1e9"}]}]
    found = refused(HEAD | {"authorities": [AUTHORITY], "units": units, "criteria_sets": sets})
    assert found == [
        "$.units[0].code: dài 41 ký tự, tối đa 40.",
        f"$.units[1].kind: phải là một trong: {', '.join(Unit.Kind.values)}.",
        "$.units[2]: thiếu “code”, “name”.",
        "$.units[3].màu: không có mục này trong định dạng.",
        "$.criteria_sets[0].criteria[0]: thiếu “title”, “kind”.",
        "$.criteria_sets[0].criteria[0].max_points: “1e9” viết sai: không đúng mẫu quy định.",
    ]


@pytest.mark.parametrize("value", ["2026-02-30", "0000-01-01", "9999-99-99"])
def test_days_that_do_not_exist(db, value):
    found = refused(HEAD | {"authorities": [AUTHORITY], "units": [UNIT | {"founded_on": value}]})
    assert found == ["$.units[0].founded_on: ngày giờ này không có trong lịch."]


def a_set(*criteria, **more) -> dict:
    rows = [{"place": str(number), "title": "T", **row} for number, row in enumerate(criteria, start=1)]
    one = {"authority": "UBND tỉnh X", "name": "Bộ", "year": 2026, "state": "in_force", "criteria": rows}
    return HEAD | {"authorities": [AUTHORITY], "criteria_sets": [one | more]}


def test_parameters_are_told_row_by_row(db):
    bands = {"measure": "value", "bands": []}
    found = refused(
        a_set(
            {"kind": "direct", "max_points": "10"},
            {"kind": "bands", "max_points": "5", "params": bands},
            {"kind": "late_tiers", "max_points": "5", "params": {"tiers": "x"}},
        )
    )
    paths = {sentence.split(": ")[0] for sentence in found}
    assert paths == {"$.criteria_sets[0].criteria[1].params", "$.criteria_sets[0].criteria[2].params"}


@pytest.mark.parametrize("places", [["2"], ["1", "3"], ["1", "1"], ["1.1", "1"], ["1", "2", "1.1"], ["1", "2.2"]])
def test_places_follow_the_tree(db, places):
    document = a_set()
    row = {"title": "T", "kind": "group"}
    document["criteria_sets"][0]["criteria"] = [{"place": place} | row for place in places]
    assert "không theo thứ tự của cây" in refused(document)[0]


def test_an_error_in_the_last_row_leaves_nothing(db):
    document = a_set({"kind": "direct", "max_points": "10"})
    document["units"] = [UNIT, UNIT | {"code": "A2", "authority": "Cơ quan lạ"}]
    assert refused(document) == ["$.units[1].authority: không tìm thấy cơ quan “Cơ quan lạ”."]


def test_the_same_unit_twice(db):
    other = UNIT | {"name": "Tên khác"}
    found = refused(HEAD | {"authorities": [AUTHORITY], "units": [UNIT, other]})
    assert found == ["$.units[1].name: khác với dữ liệu đang có: tệp ghi “Tên khác”, hệ thống đang ghi “Sở A”."]


def test_trying_keeps_nothing(db):
    admin = User.objects.create_superuser("a@example.vn")
    before = rows()
    report = bring(HEAD | {"authorities": [AUTHORITY], "units": [UNIT]}, admin, keep=False)
    assert (report.new["unit"], report.kept) == (1, False)
    assert rows() == before


def test_again_changes_nothing_and_says_so(db):
    admin = User.objects.create_superuser("a@example.vn")
    document = HEAD | {"authorities": [AUTHORITY], "units": [UNIT]}
    assert bring(document, admin).changed
    before = rows()
    report = bring(document, admin)
    assert (report.changed, report.same) == (False, {"authority": 1, "unit": 1})
    assert rows() == before


def test_what_is_there_is_never_overwritten(db):
    admin = User.objects.create_superuser("a@example.vn")
    bring(HEAD | {"authorities": [AUTHORITY], "units": [UNIT]}, admin)
    found = refused(HEAD | {"units": [UNIT | {"short_name": "A"}, UNIT | {"code": "A2"}]}, by=admin)
    assert found == ["$.units[0].short_name: khác với dữ liệu đang có: tệp ghi “A”, hệ thống đang ghi trống."]
    assert Unit.objects.count() == 1


def test_rights_of_the_person(world):
    document = HEAD | {"units": [UNIT | {"authority": world.a.name, "code": "MOI"}]}
    for name in ("staff", "head", "leader", "viewer", "foreign_board"):
        assert refused(document, by=getattr(world, name))[0].startswith("$.units[0]: ")
    assert bring(document, world.board).new == {"unit": 1}


@pytest.fixture(scope="module")
def document(django_db_setup, django_db_blocker):
    """The document of a bloc whose sheets were sent, without the campaign in the database any more."""
    with django_db_blocker.unblock(), transaction.atomic():
        scenes.submit_all(scenes.open_scoring(as_services_would(build_world())))
        found = export()
        transaction.set_rollback(True)
    return found


@pytest.fixture
def sent(document, db):
    return copy.deepcopy(document)


def first_sheet(document: dict) -> dict:
    return next(campaign for campaign in document["campaigns"] if "sheets" in campaign)["sheets"][0]


def changed(document: dict, change) -> list[str]:
    """What is said about a document after a change of its first sheet, taken into an empty database."""
    found = copy.deepcopy(document)
    change(first_sheet(found))
    admin = empty_database()
    return [re.sub(r"campaigns\[\d\]", "campaigns[0]", sentence) for sentence in refused(found, by=admin)]


def test_points_that_the_rules_do_not_give(sent):
    def change(sheet):
        sheet["lines"][0]["self_points"] = "9.5"

    found = changed(sent, change)
    assert found == ["$.campaigns[0].sheets[0].lines[0].self_points: theo quy tắc chấm, số liệu này cho 5 điểm."]


def test_a_judge_in_the_own_cause(sent):
    def change(sheet):
        entry = copy.deepcopy(sheet["lines"][0]["entries"][0])
        sheet["lines"][0]["entries"].append(entry | {"stage": "leader"})

    found = changed(sent, change)
    assert found == [
        "$.campaigns[0].sheets[0].lines[0].entries[1]: Không được thẩm định, chấm hoặc quyết định đối với chính đơn vị mình."
    ]


def test_a_change_without_a_reason(sent):
    def change(sheet):
        entry = {name: value for name, value in sheet["lines"][0]["entries"][0].items() if name != "acting_unit"}
        sheet["lines"][0]["entries"].append(entry | {"stage": "leader", "points": "1"})

    assert changed(sent, change) == ["$.campaigns[0].sheets[0].lines[0].entries[1]: Hãy ghi rõ lý do."]


def test_points_above_the_maximum(sent):
    def change(sheet):
        entry = {name: value for name, value in sheet["lines"][0]["entries"][0].items() if name != "acting_unit"}
        sheet["lines"][0]["entries"].append(entry | {"stage": "leader", "points": "11", "reason": "x"})

    assert "vượt điểm chuẩn 10" in changed(sent, change)[0]


def test_a_state_the_lines_do_not_bear_out(sent):
    def change(sheet):
        sheet |= {"state": "verified", "verified_at": sheet["submitted_at"], "verified_by": sheet["submitted_by"]}

    found = changed(sent, change)
    assert len(found) == 5 and all("chưa thẩm định" in sentence for sentence in found)


def test_a_frozen_version_that_was_changed(sent):
    def change(sheet):
        sheet["versions"][0]["content"]["rows"][1]["title"] = "sửa"

    assert "nội dung đã bị sửa" in changed(sent, change)[0]


def test_inputs_that_cannot_be_read(sent):
    def change(sheet):
        sheet["lines"][0]["entries"][0]["inputs"] = {"value": "bảy"}

    assert ".lines[0].entries[0].inputs.value: “bảy” viết sai" in changed(sent, change)[0]


def test_frozen_versions_without_their_structure(sent):
    def change(sheet):
        sheet["versions"][0]["content"] = {"rows": 5}
        sheet["versions"][0]["sha256"] = digest({"rows": 5})

    assert ".versions[0].content: nội dung không đúng cấu trúc." in changed(sent, change)[0]


def test_a_constraint_is_told_in_its_own_words(sent):
    def change(sheet):
        del sheet["lines"][0]["saved_by"]

    assert changed(sent, change) == ["$.campaigns[0].sheets[0].lines: Thời điểm lưu và người lưu phải đi cùng nhau."]


def test_lines_in_any_order_and_only_some(sent):
    found = copy.deepcopy(sent)
    first_sheet(found)["lines"].reverse()
    assert bring(found, empty_database()).new["scoresheet"] == 4


def test_refs_are_titles(db):
    deadline = {"ref": "d1", "title": "Báo cáo", "kind": "other", "precision": "none"}
    campaign = {
        "authority": "UBND tỉnh X",
        "code": "P",
        "kind": "themed",
        "title": "P",
        "from_year": 2026,
        "to_year": 2026,
    }
    document = HEAD | {"authorities": [AUTHORITY], "campaigns": [campaign | {"deadlines": [deadline]}]}
    assert refused(document)[0].startswith("$.campaigns[0].deadlines[0].ref: phải là tên của mục")


def test_people_alone_are_not_for_everybody(world):
    document = HEAD | {"people": [{"email": "moi@example.vn", "full_name": "Mới"}]}
    assert refused(document, by=world.staff)[0].startswith("$.people[0]: ")


def test_nobody_brings_in_the_sheet_of_the_own_unit(sent):
    admin = empty_database()
    alone = {name: sent[name] for name in (*HEAD, "people", "authorities", "units")}
    bring(alone, admin)
    unit = first_sheet(sent)["unit"]
    place = Unit.objects.get(authority__name=unit["authority"], code=unit["code"])
    post = person(place).posts.get()
    post.user_id = admin.pk
    post.save()
    assert "chính đơn vị mình" in refused(sent, by=admin)[0]
    assert not ScoreSheet.objects.exists()


def test_files_that_are_absent_or_not_what_is_stated(world, tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        scene = scenes.open_scoring(world, [("1", "direct", "10", {}, True)])
        upload = ContentFile(b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n", name="a.pdf")
        services.attach_upload(line_id=scenes.line(scene.sheet, "1").pk, upload=upload, by=world.staff)
        document = export()
        good = pack_files(tmp_path / "files.zip", document)
        sha256 = document["evidence"][0]["versions"][0]["sha256"]
        bad = tmp_path / "bad.zip"
        with zipfile.ZipFile(bad, "w") as archive:
            archive.writestr(sha256, b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOZ\n")
        admin = empty_database()
        path = "$.evidence[0].versions[0].sha256: "
        assert refused(document, by=admin)[0].startswith(path + "không có tệp")
        assert refused(document, by=admin, files=bad) == [path + "tệp trong tệp nén không đúng mã kiểm tra."]
        kept = list((tmp_path / "media").rglob("*"))
        broken = copy.deepcopy(document)
        first_sheet(broken)["lines"][0]["note"] = "x"
        broken["campaigns"][0]["parent"] = {"authority": "lạ", "code": "lạ"}
        refused(broken, by=admin, files=good)
        assert list((tmp_path / "media").rglob("*")) == kept


def test_accounts_of_authors_are_locked_and_the_trail_says_who_took_in(sent):
    admin = empty_database()
    bring(sent, admin)
    people = User.objects.exclude(pk=admin.pk)
    assert people and not people.filter(is_active=True).exists()
    assert not any(person.has_usable_password() for person in people)
    row = AuditEntry.objects.filter(event="bundle.import").latest("pk")
    assert row.by == admin and row.note.startswith("SHA-256 ") and row.after["scoresheet"] == 4
    assert Authority.objects.count() == 2


def test_a_difference_tells_no_draft_and_nothing_out_of_reach(world):
    scene = scenes.open_scoring(world)
    scenes.save(scene.sheet, "1", world.staff, note="CHUA-GUI", value="8")
    document = export()
    for campaign in document["campaigns"]:
        for sheet in campaign.get("sheets", ()):
            sheet["lines"][0].pop("note", None)
    found = refused(document, by=world.board)
    assert len(found) == 1 and "không được xem" in found[0] and "CHUA-GUI" not in found[0]
    unit = {"authority": world.b.name, "code": world.foreign_bloc.units[0].code, "name": "Tên khác"}
    assert refused(HEAD | {"units": [unit]}, by=world.board) == [
        "$.units[0]: khác với dữ liệu đang có, là nội dung người nhập không được xem."
    ]
