"""Importing a division of blocs: every line has an outcome, and what was shown is what is done."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry
from blocs import services
from blocs.division import BlocNow, Held, Standing, UnitNow, make_plan
from blocs.models import Bloc, BlocYear, Membership, Unit
from blocs.rules import OrgReason, Span
from blocs.workbook import COLUMNS, read_division, template
from tests.factories import MembershipFactory, UnitFactory

D = dt.date
HEAD = list(COLUMNS.values())
YEAR = 2026


def workbook(*rows, head=HEAD, name="phan-khoi.xlsx", before=()):
    book = openpyxl.Workbook()
    for row in (*before, head, *rows):
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def line(unit="SNV", role="Thành viên", first="", last="", bloc="KX1", **values):
    row = {
        "bloc_code": bloc,
        "bloc_name": f"Khối {bloc}",
        "bloc_kind": "Khối",
        "unit_code": unit,
        "unit_name": f"Sở {unit}",
        "unit_short_name": "",
        "unit_kind": "",
        "role": role,
        "valid_from": first,
        "valid_to": last,
        **values,
    }
    return [row[name] for name in COLUMNS]


# --- the file ---


def test_reading_a_file():
    file = workbook(
        line(role="Trưởng khối", first=dt.datetime(2026, 1, 1), unit=8.0),
        [None] * 10,
        [*line(first="15/06/2026"), "thừa"],
        head=[*HEAD, "Ghi chú riêng"],
        before=[["QUYẾT ĐỊNH PHÂN KHỐI"]],
    )
    division = read_division(file)
    assert [(row["line"], row["unit_code"], row["valid_from"]) for row in division.rows] == [
        (3, "8", "2026-01-01"),
        (5, "SNV", "15/06/2026"),
    ]
    assert division.unknown_columns == ["Ghi chú riêng"]


def test_headings_without_marks_and_with_stars_are_known():
    head = ["MA KHOI *", "tên khối", "Ma don vi", "TÊN ĐƠN VỊ", "Vai trò *"]
    assert (
        read_division(workbook(["K1", "Khối 1", "A", "Sở A", "Trưởng khối"], head=head)).rows[0]["role"]
        == "Trưởng khối"
    )


def test_the_template_can_be_read_back():
    book = openpyxl.load_workbook(io.BytesIO(template(YEAR)))
    sheet = book.worksheets[0]
    for at, value in enumerate(line(), start=1):
        sheet.cell(2, at, value)
    out = io.BytesIO()
    book.save(out)
    assert len(read_division(SimpleUploadedFile("a.xlsx", out.getvalue())).rows) == 1


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60 * 1024 * 1024)
    return out.getvalue()


def many_entries():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(5000):
            archive.writestr(f"xl/{number}", "")
    return out.getvalue()


def hollow(xml="<worksheet>"):
    """A real workbook whose sheet is broken."""
    source = workbook(line()).read()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, xml if entry.endswith("sheet1.xml") else old.read(entry))
    return out.getvalue()


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr">'
    "<is><t>&b;</t></is></c></row></sheetData></worksheet>"
)


@pytest.mark.parametrize(
    "content",
    [b"", b"not a zip", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0", bomb(), many_entries(), hollow(), hollow(LAUGHS)],
    ids=["empty", "text", "broken", "ole", "bomb", "entries", "broken sheet", "entities"],
)
def test_a_file_that_is_none_gives_a_sentence(content):
    with pytest.raises(ValidationError) as caught:
        read_division(SimpleUploadedFile("a.xlsx", content))
    assert caught.value.messages[0].endswith((".", "?"))


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (workbook(line(), name="a.xls"), ".xlsx"),
        (workbook(line()[:4], head=["Mã khối", "Tên khối", "Mã đơn vị", "Tên đơn vị"]), "Thiếu cột: Vai trò"),
        (workbook(line(), head=["x"] * 10), "Không thấy dòng tiêu đề"),
        (workbook(line(), head=[*HEAD[:9], "Mã khối"]), "có hai lần"),
        (workbook(), "không có dòng dữ liệu"),
        (workbook(*[line(unit=f"U{n}") for n in range(2001)]), "hơn 2000 dòng"),
    ],
)
def test_what_is_wrong_is_named(file, words):
    with pytest.raises(ValidationError, match=words):
        read_division(file)


# --- the rules ---


def plan_of(*lines, standing=None, decision=("", "", "")):
    rows = [{"line": at, **dict(zip(COLUMNS, values, strict=True))} for at, values in enumerate(lines, start=2)]
    return make_plan(rows, standing or Standing(YEAR, {}, {}), decision)


def standing(*members, closed=None):
    """KX1 with members (code, role, first, last)."""
    held = [Held(at, code, f"Sở {code}", role, Span(*days)) for at, (code, role, *days) in enumerate(members, start=1)]
    units = {code.casefold(): UnitNow(f"Sở {code}", "", "department", None) for code, *_rest in members}
    units["cu"] = UnitNow("Sở CU", "", "other", closed)
    return Standing(YEAR, {"kx1": BlocNow("Khối KX1", "khoi", "Khối KX1", ("", "", ""), held)}, units)


def statuses(plan):
    return [row.status for row in plan.lines]


def test_an_empty_system_gets_everything():
    plan = plan_of(line("A", "Trưởng khối"), line("B", "Phó khối"), line("C"))
    assert statuses(plan) == ["create"] * 3
    assert plan.blocs[0].says == ["tạo khối thi đua", "mở năm 2026"]
    assert plan.lines[0].says == ["tạo đơn vị mới", "vào khối với vai trò Trưởng khối từ 01/01/2026"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"role": "Sếp"}, "Vai trò «Sếp» không có trong danh mục."),
        ({"unit_kind": "Tàu bay"}, "Loại đơn vị «Tàu bay» không có trong danh mục."),
        ({"bloc_kind": "Đội"}, "Loại «Đội» không có trong danh mục."),
        ({"first": "31/02/2026"}, "Từ ngày «31/02/2026» không phải ngày dạng ngày/tháng/năm."),
        ({"last": "9" * 100}, f"Đến ngày «{'9' * 100}» không phải ngày dạng ngày/tháng/năm."),
        ({"first": "01/06/2026", "last": "01/01/2026"}, "Đến ngày trước Từ ngày."),
        ({"unit": ""}, "Thiếu mã đơn vị."),
        ({"bloc": "", "bloc_name": "x"}, "Thiếu mã khối."),
        ({"unit": "X" * 41}, "Mã đơn vị dài quá 40 ký tự."),
        ({"unit_name": ""}, "Đơn vị mới nhưng thiếu tên đơn vị."),
        ({"bloc_name": ""}, "Khối mới nhưng thiếu tên khối."),
    ],
)
def test_a_line_that_makes_no_sense_says_why(values, reason):
    row = plan_of(line(**values)).lines[0]
    assert (row.status, row.reasons) == ("refused", [reason])


def test_two_leaders_are_named_both():
    plan = plan_of(line("A", "Trưởng khối"), line("B", "Khối trưởng"), line("C"))
    assert statuses(plan) == ["refused", "refused", "create"]
    assert "Sở B (dòng 3)" in plan.lines[0].reasons[0]
    assert "Sở A (dòng 2)" in plan.lines[1].reasons[0]


def test_leaders_one_after_the_other_are_fine():
    plan = plan_of(line("A", "Trưởng khối", last="30/06/2026"), line("B", "Trưởng khối", first="01/07/2026"))
    assert statuses(plan) == ["create", "create"]


def test_a_second_leader_beside_the_systems_is_refused():
    plan = plan_of(line("B", "Trưởng khối"), standing=standing(("A", "leader", D(2026, 1, 1))))
    assert plan.lines[0].status == "refused"
    assert "Sở A (đang có trong hệ thống)" in plan.lines[0].reasons[0]


def test_a_hand_over_in_one_file():
    now = standing(("A", "leader", D(2026, 1, 1)), ("B", "member", D(2026, 1, 1)))
    plan = plan_of(
        line("A", "Thành viên", first="01/07/2026"), line("B", "Trưởng khối", first="01/07/2026"), standing=now
    )
    assert [(row.status, row.move) for row in plan.lines] == [("change", "turn"), ("change", "turn")]


def test_duplicates_are_named():
    plan = plan_of(line("A"), line("a"), line("A", unit_name="Sở khác"))
    assert statuses(plan) == ["create", "refused", "refused"]
    assert plan.lines[1].reasons == ["Trùng đơn vị với dòng 2 trong cùng khối và thời gian."]
    assert plan.lines[2].reasons == ["Tên đơn vị khác với dòng 2 cùng mã."]


def test_unchanged_and_unmentioned():
    now = standing(("A", "leader", D(2026, 1, 1)), ("B", "member", D(2026, 1, 1)))
    plan = plan_of(line("A", "Trưởng khối"), standing=now)
    assert statuses(plan) == ["same"]
    assert (plan.blocs[0].status, plan.blocs[0].kept) == ("same", ["Sở B"])
    assert not plan.changes_something


@pytest.mark.parametrize(
    ("values", "move", "says"),
    [
        ({"role": "Phó khối"}, "correct", ["sửa vai trò: Thành viên → Phó khối"]),
        ({"role": "Phó khối", "first": "01/06/2026"}, "turn", ["từ 01/06/2026: Thành viên → Phó khối"]),
        (
            {"last": "30/06/2026"},
            "correct",
            ["sửa thời gian: từ 01/01/2026 → từ 01/01/2026 đến 30/06/2026"],
        ),
    ],
)
def test_changes_of_a_member(values, move, says):
    row = plan_of(line("A", **values), standing=standing(("A", "member", D(2026, 1, 1)))).lines[0]
    assert (row.status, row.move, row.says) == ("change", move, says)


def test_other_names_are_kept_and_said():
    row = plan_of(line("A", unit_name="Sở A mới"), standing=standing(("A", "member", D(2026, 1, 1)))).lines[0]
    assert (row.status, row.notes) == (
        "same",
        ["Giữ tên đang có: Sở A. Đổi tên theo quyết định làm ở trang đơn vị."],
    )


def test_a_closed_unit_is_refused():
    row = plan_of(line("CU"), standing=standing(closed=D(2025, 3, 1))).lines[0]
    assert row.reasons == ["Đơn vị đã kết thúc hoạt động từ 01/03/2025."]


def test_a_unit_in_two_blocs_is_pointed_out():
    plan = plan_of(line("A"), line("A", bloc="KX2"))
    assert (statuses(plan), plan.lines[1].notes) == (["create", "create"], ["Đơn vị cũng ở khối KX1 (dòng 2)."])


# --- the services ---


@pytest.fixture
def board(world):
    return world.board


def draft_of(world, *lines, **values):
    return services.save_import(by=world.board, authority=world.a, file=workbook(*lines), year=YEAR, **values)


def test_what_was_shown_is_done(world):
    draft = draft_of(
        world,
        line("A", "Trưởng khối", unit_kind="Sở, ban, ngành"),
        line("B", "Phó khối"),
        line("C", "Không rõ"),
        decision_number="15/QĐ-UBND",
        decision_date=D(2026, 1, 15),
    )
    assert not Bloc.objects.filter(code="KX1").exists()
    _plan, checksum = services.preview(draft)
    services.apply_import(by=world.board, draft=draft, checksum=checksum)
    year = BlocYear.objects.get(bloc__code="KX1", year=YEAR)
    assert (year.name, year.decision_number, year.decision_date) == ("Khối KX1", "15/QĐ-UBND", D(2026, 1, 15))
    rows = set(year.memberships.values_list("unit__code", "unit__kind", "role", "valid_from"))
    assert rows == {("A", "department", "leader", D(2026, 1, 1)), ("B", "other", "deputy", D(2026, 1, 1))}
    assert list(Unit.objects.get(code="A", authority=world.a).names.values_list("name", flat=True)) == ["Sở A"]
    draft.refresh_from_db()
    assert [row["status"] for row in draft.result["lines"]] == ["create", "create", "refused"]
    assert list(AuditEntry.objects.order_by("pk").values_list("event", flat=True)) == [
        "division.read",
        "division.imported",
    ]
    assert AuditEntry.objects.latest("pk").authority_id == world.a.pk
    again, _checksum = services.preview(draft_of(world, line("A", "Trưởng khối"), line("B", "Phó khối")))
    assert statuses(again) == ["same", "same"]
    with pytest.raises(Refused) as caught:
        services.apply_import(by=world.board, draft=draft, checksum=checksum)
    assert caught.value.reason == OrgReason.DRAFT_DONE


def test_a_hand_over_is_applied_without_two_leaders(world):
    bloc_year = world.bloc.year
    code, lead, deputy = bloc_year.bloc.code, world.bloc.units[0], world.bloc.units[1]
    Membership.objects.filter(bloc_year=bloc_year).update(valid_from=D(bloc_year.year, 1, 1))
    Membership.objects.filter(bloc_year=bloc_year).exclude(valid_to=None).delete()
    half = f"01/07/{bloc_year.year}"
    names = {"bloc": code, "bloc_name": bloc_year.name, "first": half}
    file = workbook(
        line(deputy.code, "Trưởng khối", unit_name=deputy.name, **names),
        line(lead.code, "Thành viên", unit_name=lead.name, **names),
    )
    draft = services.save_import(by=world.board, authority=world.a, file=file, year=bloc_year.year)
    plan, checksum = services.preview(draft)
    assert statuses(plan) == ["change", "change"], [row.reasons for row in plan.lines]
    services.apply_import(by=world.board, draft=draft, checksum=checksum)
    open_rows = Membership.objects.filter(bloc_year=bloc_year, valid_to=None, unit__in=[lead, deputy])
    assert dict(open_rows.values_list("unit", "role")) == {lead.pk: "member", deputy.pk: "leader"}


def test_a_change_since_the_preview_is_stale(world):
    draft = draft_of(world, line("A", "Trưởng khối"))
    _plan, checksum = services.preview(draft)
    UnitFactory(authority=world.a, code="A", name="Sở A")
    with pytest.raises(Refused) as caught:
        services.apply_import(by=world.board, draft=draft, checksum=checksum)
    assert caught.value.reason == Reason.STALE
    assert not Bloc.objects.filter(code="KX1").exists()


@pytest.mark.parametrize("who", ["viewer", "head", "leader", "foreign_board", "no_post"])
def test_only_the_standing_office_imports(world, who):
    by = world.people[who]
    with pytest.raises(Refused):
        services.save_import(by=by, authority=world.a, file=workbook(line()), year=YEAR)
    draft = draft_of(world, line())
    with pytest.raises(Refused):
        services.apply_import(by=by, draft=draft, checksum=services.preview(draft)[1])


def test_the_preview_asks_the_same_number_of_questions(world, django_assert_num_queries):
    one = draft_of(world, line("A"))
    many = draft_of(world, *[line(f"U{n}", bloc=f"K{n % 7}") for n in range(60)])
    MembershipFactory.create_batch(5, bloc_year=world.bloc.year)
    for draft in (one, many):
        with django_assert_num_queries(4):
            services.preview(draft)


# --- the pages ---

UPLOAD = "/to-chuc/phan-khoi/nhap/"


def test_upload_preview_apply(world, sign_in):
    client = sign_in(world.board)
    assert client.get(UPLOAD).status_code == 200
    assert client.get("/to-chuc/phan-khoi/mau/")["Content-Type"].endswith("spreadsheetml.sheet")
    sent = client.post(UPLOAD, {"file": workbook(line("A", "Trưởng khối"), line("B", "Lạ")), "year": YEAR})
    page = client.get(sent.url)
    text = page.content.decode()
    assert "Vai trò «Lạ» không có trong danh mục." in text
    applied = client.post(f"{sent.url}nhap/", {"checksum": page.context["checksum"]})
    assert applied.url == sent.url
    assert "Đã nhập" in client.get(sent.url).content.decode()
    assert client.post(f"{sent.url}nhap/", {"checksum": "x"}).status_code == 409


def test_a_stale_preview_answers_409_with_the_new_one(world, sign_in):
    client = sign_in(world.board)
    draft = draft_of(world, line("A", "Trưởng khối"))
    response = client.post(f"/to-chuc/phan-khoi/{draft.pk}/nhap/", {"checksum": "0" * 64})
    assert response.status_code == 409
    assert response.context["checksum"] in response.content.decode()


@pytest.mark.parametrize("content", [b"x", b"", bomb()], ids=["text", "empty", "bomb"])
@pytest.mark.parametrize("year", ["2026", "x", "9" * 5000])
def test_bad_uploads_answer_422(world, sign_in, content, year):
    client = sign_in(world.board)
    file = SimpleUploadedFile("a.xlsx", content)
    assert client.post(UPLOAD, {"file": file, "year": year}).status_code == 422


def test_foreign_drafts_are_not_there(world, sign_in):
    draft = draft_of(world, line("A"))
    for who, status in (("foreign_board", 404), ("viewer", 404), ("head", 404)):
        client = sign_in(world.people[who])
        assert client.get(f"/to-chuc/phan-khoi/{draft.pk}/").status_code == status
        assert client.post(f"/to-chuc/phan-khoi/{draft.pk}/nhap/", {"checksum": "x"}).status_code == status
    assert sign_in(world.head).get(UPLOAD).status_code == 403


def test_nobody_reads_a_name_from_a_file_name():
    file = ContentFile(workbook(line()).read(), name="../../etc/phan khối\u202e.xlsx")
    assert read_division(file).rows
