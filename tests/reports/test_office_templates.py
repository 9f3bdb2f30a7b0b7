"""Offices' own templates: who keeps, sees, downloads and ends them, and which one a paper is printed with."""

import datetime as dt
from io import BytesIO

import docx
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import clock
from accounts.decisions import Refused
from accounts.models import AuditEntry
from blocs.models import Membership
from reports.models import Document, OfficeTemplate
from reports.services.office import retire_template, template_for, upload_template
from reports.states import DocumentKind
from tests.reports.word.templates import GOOD, template, upload
from tests.world import build_world

pytestmark = pytest.mark.django_db
KIND = DocumentKind.UNIT_YEAR
OUTSIDERS = [
    "other_unit_head",
    "leader",
    "deputy",
    "former_leader",
    "other_bloc_head",
    "board",
    "viewer",
    "foreign_board",
    "foreign_head",
    "no_post",
]


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return build_world()


def keep(world, by="staff", owner=None, **values):
    given = {"kind": KIND, "name": "Mẫu của Sở", "upload": upload(GOOD)} | values
    return upload_template(owner=owner or world.bloc.units[2], by=getattr(world, by), **given)


def test_the_people_of_a_unit_keep_its_templates(world):
    row = keep(world)
    assert (row.unit, row.authority, row.kind) == (world.bloc.units[2], world.a, KIND)
    assert "bang.ket_qua" in row.fields and "trich_yeu" in row.fields and row.size == len(GOOD)
    with row.file.open() as stored:
        assert stored.read() == GOOD
    entry = AuditEntry.objects.get(event="office.upload")
    assert entry.after["sha256"] == row.sha256


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_keeps_a_template_for_a_unit(world, who):
    with pytest.raises(Refused):
        keep(world, by=who)
    assert not OfficeTemplate.objects.exists()


def test_staff_of_a_board_keep_those_of_their_authority(world):
    assert keep(world, by="board", owner=world.a).unit is None
    for who in ("viewer", "foreign_board", "head"):
        with pytest.raises(Refused):
            keep(world, by=who, owner=world.a)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (template("{{ mat_khau }}"), "Không có trường «mat_khau»"),
        (template("Không có gì"), "chưa có trường nào"),
        (b"rubbish", "không đúng"),
        (b"", "rỗng"),
    ],
)
def test_a_template_that_cannot_be_used_leaves_nothing(world, tmp_path, content, says):
    with pytest.raises(ValidationError) as caught:
        keep(world, upload=upload(content))
    assert says in " ".join(caught.value.message_dict["file"])
    assert not OfficeTemplate.objects.exists() and not list(tmp_path.rglob("*.docx"))


def test_a_row_that_cannot_be_saved_leaves_no_file(world, tmp_path, monkeypatch):
    monkeypatch.setattr(OfficeTemplate, "save", lambda *a, **k: (_ for _ in ()).throw(RuntimeError("down")))
    with pytest.raises(RuntimeError):
        keep(world)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_head_ends_a_template_staff_do_not(world):
    row = keep(world)
    with pytest.raises(Refused):
        retire_template(template_id=row.pk, by=world.staff)
    for who in OUTSIDERS:
        with pytest.raises(Refused):
            retire_template(template_id=row.pk, by=getattr(world, who))
    retire_template(template_id=row.pk, by=world.head)
    row.refresh_from_db()
    assert row.retired_at and AuditEntry.objects.filter(event="office.retire").count() == 1
    with pytest.raises(Refused):
        retire_template(template_id=row.pk, by=world.head)


def at(days: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)


def kept_on(world, days, **values):
    with clock.at(at(days)):
        return keep(world, **values)


def paper(world, **values) -> Document:
    return Document(kind=KIND, authority=world.a, campaign=world.bloc.campaign, **values)


def test_a_paper_is_printed_with_the_newest_template_of_its_moment(world):
    first, second = kept_on(world, -5), kept_on(world, -2)
    of_unit = paper(world, unit=world.bloc.units[2])
    assert template_for(of_unit, at(-6)) is None
    assert template_for(of_unit, at(-3)) == first
    assert template_for(of_unit, at(0)) == second
    retire_template(template_id=second.pk, by=world.head)
    assert template_for(of_unit, at(1)) == first and template_for(of_unit, at(-1)) == second
    other_kind = paper(world, unit=world.bloc.units[2])
    other_kind.kind = DocumentKind.UNIT_MIDYEAR
    assert template_for(other_kind, at(0)) is None
    assert template_for(paper(world, unit=world.bloc.units[3]), at(0)) is None


def test_a_blocs_paper_is_printed_with_the_template_of_the_unit_that_leads_it_that_day(world):
    leader = world.bloc.units[0]
    row = kept_on(world, -5, by="leader", owner=leader)
    kept_on(world, -5)
    former = Membership.objects.get(bloc_year=world.bloc.year, unit=world.former_leader.posts.get().unit)
    assert template_for(paper(world), at(0)) == row
    Membership.objects.filter(unit=leader).update(valid_from=at(-10).date())
    assert former.valid_to < at(-20).date() and template_for(paper(world), at(-40)) is None


def test_an_authoritys_paper_is_printed_with_its_own(world):
    row = kept_on(world, -1, by="board", owner=world.a)
    kept_on(world, -1)
    of_authority = Document(kind=KIND, authority=world.a)
    assert template_for(of_authority, at(0)) == row
    assert template_for(Document(kind=KIND, authority=world.b), at(0)) is None


def test_pages_of_the_people_who_write(client, world):
    row = keep(world)
    client.force_login(world.staff)
    page = client.get(reverse("reports:office_list")).content.decode()
    assert row.name in page and "Đang dùng" in page and "Thôi dùng" not in page
    fields = client.get(reverse("reports:office_fields", args=[KIND])).content.decode()
    assert "bang.ket_qua" in fields and "dong.ty_le" in fields and "{{ trich_yeu }}" in fields
    assert client.get(reverse("reports:office_fields", args=["khong-co"])).status_code == 404
    file = client.get(reverse("reports:office_file", args=[row.pk]))
    assert b"".join(file.streaming_content) == GOOD and "attachment" in file["Content-Disposition"]
    sample = client.get(reverse("reports:office_sample", args=[row.pk]))
    filled = docx.Document(BytesIO(b"".join(sample.streaming_content)))
    assert "attachment" in sample["Content-Disposition"] and filled.paragraphs[0].text.startswith("KHỐI THI ĐUA")
    client.force_login(world.head)
    assert "Thôi dùng" in client.get(reverse("reports:office_list")).content.decode()


def test_uploading_through_the_page(client, world):
    client.force_login(world.staff)
    url = reverse("reports:office_upload")
    assert 'value="unit_year" selected' in client.get(f"{url}?loai=unit_year").content.decode()
    owner = f"don-vi-{world.bloc.units[2].pk}"
    good = {"owner": owner, "kind": KIND, "name": "  Mẫu   mới ", "file": upload(GOOD)}
    assert client.post(url, good).status_code == 302
    assert OfficeTemplate.objects.get().name == "Mẫu mới"
    bad = client.post(url, good | {"file": upload(template("{{ sai }}", "{{ sai_nua }}"))})
    text = bad.content.decode()
    assert bad.status_code == 422 and "«sai»" in text and "«sai_nua»" in text and "Mẫu   mới" in text
    for wrong in (
        {"owner": f"don-vi-{world.bloc.units[3].pk}"},
        {"owner": f"co-quan-{world.a.pk}"},
        {"owner": "x"},
        {"kind": "khac"},
        {"name": ""},
        {"name": "a" * 201},
        {"name": "a\x00b"},
        {"file": ""},
    ):
        assert client.post(url, good | {"file": upload(GOOD)} | wrong).status_code == 422, wrong
    assert OfficeTemplate.objects.count() == 1


@pytest.mark.parametrize("who", OUTSIDERS)
def test_files_of_an_office_are_nobody_elses(client, world, who):
    row = keep(world)
    client.force_login(getattr(world, who))
    for name in ("office_file", "office_sample"):
        assert client.get(reverse(f"reports:{name}", args=[row.pk])).status_code == 404
    assert client.post(reverse("reports:office_retire", args=[row.pk])).status_code == 404
    assert row.name not in client.get(reverse("reports:office_list")).content.decode()


def test_ending_a_template_through_the_page(client, world):
    row = keep(world)
    client.force_login(world.staff)
    url = reverse("reports:office_retire", args=[row.pk])
    assert client.post(url).status_code == 403
    client.force_login(world.head)
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 403
    assert "Thôi dùng" in client.get(reverse("reports:office_list")).content.decode()


def test_people_without_papers_have_no_such_pages(client, world):
    for who in ("viewer", "no_post"):
        client.force_login(getattr(world, who))
        for name in ("office_list", "office_upload"):
            assert client.get(reverse(f"reports:{name}")).status_code == 403
        assert client.get(reverse("reports:office_fields", args=[KIND])).status_code == 403


def test_the_list_takes_the_same_statements_for_one_and_for_many(client, world):
    keep(world)
    client.force_login(world.head)
    client.get(reverse("reports:office_list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("reports:office_list"))
    for number in range(5):
        OfficeTemplate.objects.create(
            authority=world.a, unit=world.bloc.units[2], kind=KIND, name=f"M{number}", file="x", by=world.staff, size=1
        )
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("reports:office_list")).content.decode()
    assert len(many) == len(one) and page.count("Đang dùng") == 1 and page.count("Có mẫu mới hơn") == 5
