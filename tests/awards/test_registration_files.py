"""Last year's registration as a draft, the Excel file both ways, the table of all units, and the pages' manners."""

import io
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts import clock
from accounts.decisions import Refused
from awards.services.aims import AimInput, aims_of, save_aims
from awards.services.consolidated import consolidate
from awards.services.registration_copy import copy_registration, plan_copy
from awards.services.registration_rows import rows_of_registration
from awards.workbook.registration import LISTS, MARK, TOP, registration_workbook
from awards.workbook.registration_reading import read_registration_file
from blocs.models import Membership, UnitLineage
from campaigns.models import Registration
from campaigns.services.registration_parts import MovementInput
from scoring.services import targets
from scoring.services.own_targets import OwnInput, own_rows
from scoring.services.target_copies import earlier_registrations, movements_of
from scoring.services.target_rows import criteria_of, rows_of
from tests.awards.scenes import award_type
from tests.factories import (
    BlocFactory,
    BlocYearFactory,
    CampaignFactory,
    DeadlineFactory,
    MembershipFactory,
    UnitFactory,
)
from tests.scoring import scenes

D = scenes.D


@pytest.fixture
def scene(world):
    """A scored campaign whose unit registered everything: criteria 3 and 4, one target of its own, a movement, an aim."""
    scene = scenes.open_scoring(world, registered=False)
    scene.unit = world.bloc.units[2]
    save_aims(
        campaign_id=scene.campaign.pk, unit=scene.unit, rows=[AimInput(award_type().pk, 2, "Phòng A")], by=world.head
    )
    said = {
        "own": [OwnInput("Số hóa hồ sơ", D(95), "%")],
        "movements": [MovementInput("Văn phòng xanh", "Giảm giấy in")],
    }
    values = {row.pk: targets.TargetInput(planned=D(10)) for row in scene.set.criteria.filter(code__in="34")}
    scene.row = targets.save_targets(
        campaign_id=scene.campaign.pk, unit=scene.unit, values=values, by=world.head, **said
    )
    return scene


def page(name, scene, unit=None) -> str:
    return reverse(f"awards:{name}", args=[scene.campaign.pk, (unit or scene.unit).pk])


# Copying


def next_year(scene, unit):
    """A bloc of the same year number whose campaign is a year later, with one member."""
    past = scene.campaign
    past.from_year = past.to_year = past.to_year - 1
    past.save()
    year = BlocYearFactory(bloc=BlocFactory(authority=scene.world.a), year=scene.world.bloc.year.year)
    MembershipFactory(bloc_year=year, unit=unit, role=Membership.Role.MEMBER)
    return CampaignFactory(bloc_year=year)


def approve(scene):
    targets.send_targets(registration_id=scene.row.pk, by=scene.world.head)
    return targets.approve_targets(registration_id=scene.row.pk, by=scene.world.leader)


def test_a_copy_brings_own_targets_movements_and_aims_as_a_draft(scene):
    approve(scene)
    campaign = next_year(scene, scene.unit)
    earlier = earlier_registrations(campaign, scene.unit)
    assert [row.pk for row in earlier] == [scene.row.pk]
    plan = plan_copy(earlier[0], None, campaign)
    assert [name for name, _ in plan.left] == ["3 Tiêu chí 3", "4 Tiêu chí 4"], (
        "no criteria set this year: said, not silent"
    )
    row = copy_registration(
        campaign=campaign,
        unit=scene.unit,
        earlier_id=scene.row.pk,
        keep={"o0", "m0", f"a{award_type().pk}"},
        by=scene.world.head,
    )
    assert (row.state, row.version) == ("draft", 1)
    assert [(one.target.title, one.target.planned, one.value) for one in own_rows(row)] == [
        ("Số hóa hồ sơ", D(95), None)
    ]
    assert [(one.name, one.begins) for one in movements_of(row)] == [("Văn phòng xanh", None)]
    assert [(aim.count, aim.names) for aim in aims_of(row)] == [(2, "")], "names of last year stay behind"
    again = plan_copy(earlier[0], row, campaign)
    assert (again.count, len(again.left)) == (0, 5)


def test_a_unit_that_goes_on_for_another_is_offered_its_registration(scene):
    approve(scene)
    heir = UnitFactory(authority=scene.world.a)
    UnitLineage.objects.create(predecessor=scene.unit, successor=heir, kind=UnitLineage.Kind.SUCCEED, on=clock.today())
    campaign = next_year(scene, heir)
    assert [row.unit for row in earlier_registrations(campaign, heir)] == [scene.unit]
    other = UnitFactory(authority=scene.world.a)
    assert earlier_registrations(campaign, other) == []


def test_another_units_registration_is_not_to_be_had(scene, client):
    approve(scene)
    campaign = next_year(scene, scene.unit)
    client.force_login(scene.world.head)
    address = reverse("awards:registration_copy", args=[campaign.pk, scene.unit.pk])
    assert client.get(address).status_code == 200
    for bad in ("999999", "x", "9" * 30):
        assert client.get(f"{address}?tu={bad}").status_code == 404


# Excel


def book_of(scene, changes=(), blank_mark=False) -> SimpleUploadedFile:
    """The unit's file with some cells changed: (page, row, column, value)."""
    row = Registration.objects.filter(campaign=scene.campaign, unit=scene.unit).first()
    rows = rows_of_registration(row, rows_of(row, criteria_of(scene.campaign)))
    book = load_workbook(io.BytesIO(registration_workbook("Đăng ký", scene.campaign.pk, scene.unit.pk, rows)))
    for name, number, column, value in changes:
        book[name].cell(number, column).value = value
    if blank_mark:
        book[MARK].cell(1, 1).value = "x"
    return saved(book)


def saved(book) -> SimpleUploadedFile:
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("dang-ky.xlsx", out.getvalue())


def line_of(scene, code) -> int:
    codes = [criterion.code for criterion in criteria_of(scene.campaign)]
    return TOP + codes.index(code)


def aim_line(scene) -> int:
    rows = [row for row in rows_of_registration(scene.row, []) if row.part == "a"]
    return TOP + [row.key for row in rows].index(f"a{award_type('TTLDXS').pk}")


def test_the_file_is_protected_and_comes_back_as_it_went(scene, client):
    client.force_login(scene.world.staff)
    answer = client.get(page("registration_file", scene))
    book = load_workbook(io.BytesIO(answer.content))
    assert all(book[one.name].protection.sheet for one in LISTS) and book.security.lockStructure
    assert book[LISTS[0].name].cell(line_of(scene, "3"), 3).protection.locked is False
    assert book[LISTS[0].name].cell(line_of(scene, "3"), 2).protection.locked is True
    answer = client.post(page("registration_excel", scene), {"file": book_of(scene)})
    assert "Tệp không khác gì đăng ký" in answer.content.decode()


def test_a_file_is_shown_first_and_chosen_rows_are_saved(scene, client):
    client.force_login(scene.world.staff)
    changes = [
        ("Chỉ tiêu", line_of(scene, "3"), 3, 12.5),
        ("Chỉ tiêu", line_of(scene, "4"), 3, "abc"),
        ("Chỉ tiêu riêng", TOP, 2, "97"),
        ("Chỉ tiêu riêng", TOP + 1, 1, "=HYPERLINK(1)"),
        ("Phong trào", TOP, 3, "31/01/2026"),
        ("Danh hiệu, hình thức", aim_line(scene), 4, 3),
        ("Danh hiệu, hình thức", aim_line(scene), 5, "Phòng B\nPhòng C"),
    ]
    answer = client.post(page("registration_excel", scene), {"file": book_of(scene, changes)})
    found = {change.row.key: change for change in answer.context["changes"]}
    assert (len(found), answer.context["wrong"]) == (6, 1)
    four = f"c{scene.set.criteria.get(code='4').pk}"
    assert "không phải là số" in found[four].problems[0]
    assert scene.row.targets.filter(planned=D("12.5")).count() == 0, "nothing is written before it is confirmed"
    data = {"signed": answer.context["signed"], "chon": list(found)}
    refused = client.post(page("registration_excel_confirm", scene), data)
    assert refused.status_code == 422 and scene.row.targets.filter(planned=D("12.5")).count() == 0
    data["chon"] = [key for key in found if key != four]
    assert client.post(page("registration_excel_confirm", scene), data).status_code == 302
    scene.row.refresh_from_db()
    own = [(one.target.title, one.target.planned) for one in own_rows(scene.row)]
    assert own == [("Số hóa hồ sơ", D(97)), ("=HYPERLINK(1)", None)]
    assert str(movements_of(scene.row).get().begins) == "2026-01-31"
    assert {(aim.award_type.code, aim.count) for aim in aims_of(scene.row)} == {("TTLDXS", 3), ("BK_TINH_TT", 2)}
    assert sorted(scene.row.targets.filter(position__lt=100).values_list("planned", flat=True)) == [D(10), D("12.5")]


def test_what_changed_meanwhile_is_seen_before_it_is_lost(scene, client):
    client.force_login(scene.world.staff)
    file = book_of(scene, [("Chỉ tiêu riêng", TOP, 2, "97")])
    own = own_rows(scene.row)[0].target
    save = {"campaign_id": scene.campaign.pk, "unit": scene.unit, "values": {}, "by": scene.world.head}
    targets.save_targets(own=[OwnInput(own.title, D(96), "%", pk=own.pk)], **save)
    shown = client.post(page("registration_excel", scene), {"file": file}).context
    assert [change.moved for change in shown["changes"]] == [True]
    targets.save_targets(own=[OwnInput(own.title, D(94), "%", pk=own.pk)], **save)
    data = {"signed": shown["signed"], "chon": [f"o{own.pk}"]}
    answer = client.post(page("registration_excel_confirm", scene), data)
    own.refresh_from_db()
    assert (answer.status_code, own.planned) == (409, D(94))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([("Chỉ tiêu", TOP, 2, "Tên khác")], "đã bị thay đổi"),
        ([("Chỉ tiêu", 60, 2, "Dòng thêm")], "đã bị thay đổi"),
        ([("Chỉ tiêu", TOP, 7, "có")], "chỉ ghi x"),
        ([("Chỉ tiêu riêng", TOP, 2, "=1+1")], "chứa công thức"),
        ([("Phong trào", TOP + 100 + more, 1, "Dòng thêm") for more in range(1000)], "đã bị thay đổi"),
        ([("Phong trào", 10_001, 1, "Dòng thêm")], "hơn 10000 dòng"),
    ],
)
def test_a_file_that_was_tampered_with_is_refused_at_its_cell(scene, client, changes, words):
    client.force_login(scene.world.staff)
    answer = client.post(page("registration_excel", scene), {"file": book_of(scene, changes)})
    assert answer.status_code == 422 and words in answer.content.decode()


def test_merged_cells_and_other_pages_change_nothing_unseen(scene, client):
    book = load_workbook(book_of(scene))
    book["Chỉ tiêu riêng"].merge_cells(start_row=TOP, end_row=TOP, start_column=2, end_column=3)
    book.create_sheet("Trang khác").append(["Sở khác", 1])
    client.force_login(scene.world.staff)
    shown = client.post(page("registration_excel", scene), {"file": saved(book)}).context["changes"]
    assert [[label for label, *_ in change.fields] for change in shown] == [["Đơn vị tính"]], (
        "what merging hid is shown"
    )
    book["Chỉ tiêu"].merge_cells(start_row=TOP, end_row=TOP, start_column=1, end_column=2)
    answer = client.post(page("registration_excel", scene), {"file": saved(book)})
    assert answer.status_code == 422 and "trong tệp là trống" in answer.content.decode()


def test_a_strangers_workbook_is_refused_with_a_sentence(scene, client):
    client.force_login(scene.world.staff)
    book = Workbook()
    book.active.append(["STT", "Chỉ tiêu"])
    for file, words in (
        (saved(book), "không phải tệp đăng ký"),
        (SimpleUploadedFile("dang-ky.xlsx", b"PK\x03\x04 hong"), ""),
        (SimpleUploadedFile("dang-ky.xls", b"cu"), ".xlsx"),
    ):
        answer = client.post(page("registration_excel", scene), {"file": file})
        assert answer.status_code == 422 and words in answer.content.decode()


def test_a_file_of_another_registration_is_refused(scene):
    rows = rows_of_registration(scene.row, rows_of(scene.row, criteria_of(scene.campaign)))
    for file, words in ((book_of(scene), "đăng ký khác"), (book_of(scene, blank_mark=True), "đánh dấu")):
        with pytest.raises(ValidationError, match=words):
            read_registration_file(file, scene.campaign.pk, scene.unit.pk + 1, rows)


def test_a_leader_types_a_paper_by_file_and_somebody_else_approves(scene, client):
    world, unit = scene.world, scene.world.bloc.units[3]
    client.force_login(world.leader)
    assert client.get(page("registration_excel", scene)).status_code == 403, "the unit writes its own"
    blank = SimpleNamespace(campaign=scene.campaign, unit=unit, set=scene.set)
    file = book_of(blank, [("Chỉ tiêu riêng", TOP, 1, "Từ bản giấy")])
    shown = client.post(page("registration_excel", scene, unit), {"file": file}).context
    data = {"signed": shown["signed"], "chon": ["o+1"]}
    assert client.post(page("registration_excel_confirm", scene, unit), data).status_code == 302
    row = Registration.objects.get(unit=unit)
    assert row.entered_by == world.leader
    with pytest.raises(Refused):
        save_aims(campaign_id=scene.campaign.pk, unit=unit, rows=[], by=world.deputy)


# The table of all units, pages


def test_the_table_keeps_titles_and_forms_apart_and_adds_up(scene, client):
    world = scene.world
    approve(scene)
    rows = [AimInput(award_type("TTLDXS").pk, 4), AimInput(award_type().pk, 1)]
    save_aims(campaign_id=scene.campaign.pk, unit=world.bloc.units[3], rows=rows, by=world.other_unit_head)
    table = consolidate(scene.campaign, world.bloc.units, world.leader)
    assert [(kind.code, total) for kind, _, total in table.aims] == [("BK_TINH_TT", 2)], "a draft is its unit's alone"
    row = Registration.objects.get(unit=world.bloc.units[3])
    own = {"values": {}, "own": [OwnInput("Riêng", D(1))]}
    values = {one.pk: targets.TargetInput(planned=D(7)) for one in scene.set.criteria.filter(code__in="34")}
    targets.save_targets(
        campaign_id=scene.campaign.pk, unit=row.unit, by=world.other_unit_head, **(own | {"values": values})
    )
    targets.send_targets(registration_id=row.pk, by=world.other_unit_head)
    table = consolidate(scene.campaign, world.bloc.units, world.leader)
    assert [(kind.code, total) for kind, _, total in table.aims] == [("TTLDXS", 4), ("BK_TINH_TT", 3)]
    assert [[said and said.planned for said in cells] for _, cells in table.criteria] == [[None, None, D(10), D(7)]] * 2
    assert [one.unit for one in table.columns if one.version == 0] == table.missing == world.bloc.units[:2]
    client.force_login(world.leader)
    book = load_workbook(
        io.BytesIO(client.get(reverse("awards:registrations_excel", args=[scene.campaign.pk])).content)
    )
    assert book["Chỉ tiêu riêng"].cell(2, 2).value == "Số hóa hồ sơ"
    assert [cell.value for cell in book["Danh hiệu, hình thức"][2]][-1] == 4


def test_statements_do_not_grow(scene, client, django_assert_max_num_queries):
    world = scene.world
    approve(scene)
    for page_of in (reverse("awards:registrations_table", args=[scene.campaign.pk]), page("aims", scene)):
        client.force_login(world.leader)
        client.get(page_of)
        with django_assert_max_num_queries(30):
            client.get(page_of)
    targets.amend_targets(registration_id=scene.row.pk, reason="Thêm", by=world.head)
    own = [OwnInput(f"Chỉ tiêu {n}", D(n)) for n in range(1, 6)]
    moves = [MovementInput(f"Phong trào {n}") for n in range(1, 6)]
    targets.save_targets(
        campaign_id=scene.campaign.pk, unit=scene.unit, values={}, own=own, movements=moves, by=world.head
    )
    client.force_login(world.head)
    for address in (
        reverse("scoring:registration", args=[scene.campaign.pk, scene.unit.pk]),
        page("aims", scene),
        page("registration_history", scene),
        page("registration_excel", scene),
    ):
        client.get(address)
        with django_assert_max_num_queries(40):
            client.get(address)


def test_bad_cells_are_told_each_and_everything_typed_is_kept(scene, client):
    client.force_login(scene.world.head)
    address = reverse("scoring:registration", args=[scene.campaign.pk, scene.unit.pk])
    data = {
        "seen": scene.row.saves,
        "own-TOTAL_FORMS": 2,
        "own-INITIAL_FORMS": 0,
        "mov-TOTAL_FORMS": 1,
        "mov-INITIAL_FORMS": 0,
    }
    data |= {"own-0-title": "Đúng", "own-0-planned": "-3", "own-1-measure_unit": "%", "mov-0-name": "Ngược ngày"}
    data |= {"mov-0-begins": "02/02/2026", "mov-0-ends": "01/02/2026"}
    answer = client.post(address, data)
    text = answer.content.decode()
    assert answer.status_code == 422 and 'value="-3"' in text and 'value="Ngược ngày"' in text
    for words in ("không được âm", "Hãy ghi nội dung", "bằng hoặc sau ngày phát động"):
        assert words in text
    aims = {f"{kind}-{part}_FORMS": "0" for kind in KINDS for part in ("TOTAL", "INITIAL")} | {
        "title-person-TOTAL_FORMS": "1"
    }
    answer = client.post(page("aims", scene), aims | {"title-person-0-names": "Bà A"})
    assert answer.status_code == 422 and "Bà A" in answer.content.decode()


KINDS = ("title-collective", "title-person", "form-collective", "form-person")


def test_the_nomination_form_says_what_was_registered(scene, client):
    approve(scene)
    client.force_login(scene.world.leader)
    text = client.get(reverse("awards:nomination_create")).content.decode()
    assert "đã đăng ký" in text.lower() and "Phòng A" in text


def test_the_paper_prints_the_registration(scene):
    from reports.facts.registration import registration_facts
    from reports.papers.promises import _aims

    facts = registration_facts(scene.campaign, scene.unit)
    assert [row["name"] for row in facts["movements"]] == ["Văn phòng xanh"]
    assert [row["title"] for row in facts["targets"]][-1] == "Số hóa hồ sơ"
    rows = _aims(facts["aims"], [{"award": "Giấy khen", "quantity": "1", "names": ""}])
    assert [row.look for row in rows] == ["group", "line", "group", "line"]


def test_a_registration_deadline_is_not_asked_twice(scene):
    from reports.tasks_due import things_to_do

    DeadlineFactory(campaign=scene.campaign, kind="registration", title="Đăng ký thi đua", to_leader=True)
    asked = [thing.title for thing in things_to_do(scene.world.head) if "ăng ký" in thing.title]
    assert asked == ["Đăng ký thi đua"]
