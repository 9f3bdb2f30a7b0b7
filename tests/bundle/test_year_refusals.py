"""Bundles of the year's work that cannot be taken in: one sentence, at its place, and nothing is kept."""

import copy
import datetime as dt
import re

from django.test import override_settings

from accounts import clock
from accounts.models import User
from blocs.models import Authority
from tests.bundle import year_scenes
from tests.bundle.test_refusals import HEAD, refused
from tests.bundle.worlds import bring, empty_database, export, pack_files


def first(document: dict, *names: str) -> dict:
    """The first object below the campaigns on a way of lists."""
    rows = document["campaigns"]
    for name in names:
        rows = [
            row
            for above in rows
            for row in ([above[name]] if isinstance(above.get(name), dict) else above.get(name, []))
        ]
    return rows[0]


def told(document: dict, files, changes: dict) -> None:
    """Every change of the document is refused with its sentence; the document itself is taken in."""
    admin = empty_database()
    for sentence, change in changes.items():
        found = copy.deepcopy(document)
        change(found)
        said = [re.sub(r"\[\d+\]", "[]", words) for words in refused(found, by=admin, files=files)]
        assert any(sentence in words for words in said), (sentence, said)
    assert bring(document, admin, files).changed


def put(way: tuple[str, ...], **values):
    def change(document: dict) -> None:
        row = first(document, *way)
        for name, value in values.items():
            if value is None:
                row.pop(name)
            else:
                row[name] = value

    return change


def test_papers_and_registrations(world, tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        year_scenes.report(world)
        year_scenes.registered(world)
        document = export()
        files = pack_files(tmp_path / "files.zip", document)
        report = ("deadlines", "submissions")
        tomorrow = (clock.today() + dt.timedelta(days=1)).isoformat()

        def other_receipt(found):
            acts = [act for row in found["campaigns"] for one in row.get("registrations", ()) for act in one["acts"]]
            given = [act for act in acts if "receipt" in act]
            given[0]["receipt"], given[1]["receipt"] = given[1]["receipt"], given[0]["receipt"]

        told(
            document,
            files,
            {
                ".receipts[].sent.content: không khớp với mã kiểm tra của biên nhận": put(
                    (*report, "receipts", "sent"), content="khác"
                ),
                ".answers[].state: trả lời là đã nhận hoặc trả lại": put((*report, "answers"), state="draft"),
                ".sections[].key: “../x” viết sai": put((*report, "sections"), key="../x"),
                ".form.sections: nhiều nhất": lambda d: first(d, "deadlines", "form")["sections"].append(
                    first(d, "deadlines", "form")["sections"][0]
                ),
                ".waivers[].unit: không tìm thấy đơn vị": put(
                    ("deadlines", "waivers"), unit={"authority": "lạ", "code": "lạ"}
                ),
                ".chosen_units: mốc này không phải": lambda d: first(d, "deadlines").update(
                    chosen_units=[{"unit": first(d, "deadlines", "waivers")["unit"]}]
                ),
                ".acts[].sha256: mã kiểm tra không khớp": put(("registrations", "acts"), content={"version": 1}),
                ".acts[].version: đăng ký mới có": put(("registrations", "acts"), version=9),
                ".acts[].receipt: biên nhận này là của đơn vị khác": other_receipt,
                ".acts[].receipt: không tìm thấy biên nhận số": put(("registrations", "acts"), receipt=99_999),
                ".movements[].since: đăng ký mới có": put(("registrations", "movements"), since=9),
                ".returned_parts[]: phải là một trong": put(("registrations",), returned_parts=["lạ"]),
                ".progress[].as_of: số liệu không thể đến một ngày ở tương lai": put(
                    ("registrations", "targets", "progress"), as_of=tomorrow
                ),
                ".progress[].proof.evidence: không tìm thấy minh chứng": put(
                    ("registrations", "targets", "progress", "proof"), evidence="không có"
                ),
            },
        )


def test_movements_and_meetings(world, tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        year_scenes.movement(world)
        year_scenes.held_meeting(world)
        document = export()
        files = pack_files(tmp_path / "files.zip", document)

        def overlapping(found):
            rows = next(row["units_joined"] for row in found["campaigns"] if "units_joined" in row)
            rows.append(next(row for row in rows if "left_on" not in row) | {"left_on": None})
            del rows[-1]["left_on"]
            rows[-1] |= {"left_on": "2099-01-01", "left_reason": "x"}

        def not_asked(found):
            row = first(found, "reviews", "proposals")
            keys = [{"authority": unit["authority"], "code": unit["code"]} for unit in found["units"]]
            row["unit"] = next(key for key in keys if key != row["unit"])

        def never_opened(found):
            rows = next(row["meetings"] for row in found["campaigns"] if "meetings" in row)
            held = next(row for row in rows if row["state"] == "closed")
            held["state"] = "planned"
            for name in ("opened_at", "closed_at", "closed_by"):
                del held[name]

        def on_a_bloc(found):
            row = next(row for row in found["campaigns"] if row["kind"] == "regular")
            row["funding_lines"] = [{"year": row["from_year"], "source": "Quỹ", "planned": "1"}]

        told(
            document,
            files,
            {
                ".units_joined: ": put(("units_joined",), joined_on="1999-01-01"),
                "hai thời gian tham gia chồng nhau": overlapping,
                ".funding_lines: Chỉ dùng cho phong trào theo chuyên đề": on_a_bloc,
                ".funding_lines[].year: Năm phải từ": put(("funding_lines",), year=2001),
                ".funding_lines[].planned: “1.5” viết sai": put(("funding_lines",), planned="1.5"),
                ".movement_criteria[]: Con số phải đạt cần có đơn vị tính": put(("movement_criteria",), measure=None),
                ".unit_plans[].date: ngày ban hành": put(("unit_plans",), date="2099-01-01"),
                ".reviews[].year: năm phải từ": put(("reviews",), year=2001),
                ".reviews[].proposals[].unit: đơn vị này không được yêu cầu": not_asked,
                ".kinds[]: phải là một trong": put(("meetings",), kinds=["lạ"]),
                ".meetings[].opened_at: cuộc họp chưa khai mạc": never_opened,
                ".meetings[].answer_by: hạn trả lời": put(("meetings",), answer_by="2099-01-01"),
                ".closes[].deadline: không tìm thấy mốc thời hạn": put(("meetings", "closes"), deadline="không có"),
            },
        )


def test_the_organisation(world, tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        year_scenes.reorganised(world)
        year_scenes.kept_days(world)
        document = export()
        files = pack_files(tmp_path / "files.zip", document)

        def act(test):
            return lambda d: next(row for row in d["reorganisations"] if test(row))

        merged = act(lambda row: "file_name" in row)
        taken_back = act(lambda row: "correction" in row)
        authorities = act(lambda row: row["of"] == "authority")
        told(
            document,
            files,
            {
                ".before[]: phải là đơn vị": lambda d: merged(d).update(before=["UBND tỉnh sau sắp xếp"]),
                ".file_type: khác với loại của tệp": lambda d: merged(d).update(file_type="text/html"),
                ".file_sha256: không có tệp": lambda d: merged(d).update(file_sha256="0" * 64),
                ".undone: chỉ đúng với dòng của một việc sắp xếp đã đính chính": lambda d: taken_back(d).pop(
                    "correction"
                ),
                ".reorganisation: không tìm thấy việc sắp xếp": lambda d: d["lineage"][0]["reorganisation"].update(
                    words="khác"
                ),
                ".authority_rows[]: không thuộc các cơ quan": lambda d: authorities(d)["authority_rows"][0].update(
                    successor=d["units"][0]["authority"]
                ),
                ".bloc_lineage[].predecessor: khối này đã nối tiếp": lambda d: d["bloc_lineage"].append(
                    d["bloc_lineage"][0]
                    | {
                        "predecessor": d["bloc_lineage"][0]["successor"],
                        "successor": d["bloc_lineage"][0]["predecessor"],
                    }
                ),
                ".history_policies[].source: hãy ghi căn cứ": lambda d: d["history_policies"][0].update(rule="all"),
                ".office_days[].day: Năm phải từ": lambda d: d["office_days"][0].update(day="1900-01-01"),
                ".outages[].ended_at: Thời điểm chạy lại phải sau": lambda d: d["outages"][0].update(
                    ended_at=d["outages"][0]["started_at"]
                ),
                ".office_days[]: người rút và thời điểm rút": lambda d: d["office_days"][1].pop("withdrawn_by"),
            },
        )


def test_a_policy_is_not_put_before_a_later_one(world):
    year_scenes.reorganised(world)
    document = HEAD | {"history_policies": export()["history_policies"][:1]}
    row = document["history_policies"][0] | {"at": "2020-01-01T08:00:00+07:00"}
    found = refused(document | {"history_policies": [row]}, by=world.board)
    assert found == ["$.history_policies[0].at: hệ thống này đã có cách tính ghi sau đó."]


def test_nobody_takes_over_the_past_of_an_authority_out_of_reach(world):
    """A file is no way to the records of another authority: its standing office is asked for every one it is about."""
    row = {
        "authority": world.a.name,
        "of": "authority",
        "kind": "succeed",
        "on": clock.today().isoformat(),
        "words": "Kế thừa",
        "before": [world.b.name],
        "after": [world.a.name],
        "at": clock.now().isoformat(),
        "by": world.board.email,
        "authority_rows": [
            {"predecessor": world.b.name, "successor": world.a.name, "kind": "succeed", "on": clock.today().isoformat()}
        ],
    }
    assert refused(HEAD | {"reorganisations": [row]}, by=world.board)[0].startswith("$.reorganisations[0]: ")
    day = {"authority": world.b.name, "day": clock.today().isoformat(), "working": False, "name": "Nghỉ"}
    day |= {"source": "TB 1", "added_at": clock.now().isoformat(), "added_by": world.board.email}
    assert refused(HEAD | {"office_days": [day]}, by=world.board)[0].startswith("$.office_days[0]: ")
    assert Authority.objects.count() == 2 and User.objects.filter(email=world.board.email).exists()
