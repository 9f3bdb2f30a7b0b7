"""Pages of the organisation through time: previewed and confirmed, kept when wrong, nothing shown to strangers."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.models import AwardRecord
from blocs import services
from blocs.access import refresh
from blocs.models import HistoryPolicy, Membership, Reorganisation
from reports.lineage import history_of, series_for
from reports.reorganising import Intent, digest, unit_consequences
from scoring.services import compute_ranking
from tests.awards.deciding import Award, record_awards
from tests.awards.scenes import award_type
from tests.factories import BlocYearFactory, DeadlineFactory, MembershipFactory, UnitFactory
from tests.scoring.scenes import open_scoring, submit_all, verify_all
from tests.world import person

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
UNITS = "reports:reorganise_units"


def today():
    return timezone.localdate()


def form(before, after, **more):
    data = {
        "kind": "merge",
        "on": f"{today():%d/%m/%Y}",
        "number": "12/QĐ-UBND",
        "predecessors": [unit.pk for unit in before],
        "successors": [unit.pk for unit in after],
    }
    return data | more


def confirmed(client, data, choices=None):
    """Step two with the consequences that were shown for these choices."""
    shown = client.post(reverse(UNITS), data | {"buoc": "xem", "xem_lai": "1"} | (choices or {}))
    again = {"buoc": "ghi", "da_xem": shown.context["digest"]}
    return client.post(reverse(UNITS), data | again | (choices or {}))


def test_the_consequences_are_said_before_anything_is_written(world, sign_in):
    old, new = world.bloc.units[0], UnitFactory(authority=world.a)
    DeadlineFactory(campaign=world.bloc.campaign, title="Báo cáo tổng kết")
    DeadlineFactory(campaign=world.bloc.campaign, title="Báo cáo quá hạn", value=today() - dt.timedelta(days=9))
    response = sign_in(world.board).post(reverse(UNITS), form([old], [new], buoc="xem"))
    text = " ".join(line for part in response.context["parts"] for line in (*part.lines, *part.warn))
    assert f"{new} vào khối từ {today():%d/%m/%Y}, vai trò Trưởng khối" in text
    assert "Báo cáo tổng kết" in text and f"{new} thực hiện" in text
    assert f"Báo cáo quá hạn ({world.bloc.year}): hạn" in text and "chưa gửi" in text
    assert "2 người ở" in text
    assert not Reorganisation.objects.exists()


def test_it_is_recorded_once_it_was_seen(world, sign_in):
    old, new = world.bloc.units[0], UnitFactory(authority=world.a)
    client, data = sign_in(world.board), form([old], [new])
    choices = {f"heir_{old.pk}": new.pk, "move": "on"}
    unseen = client.post(reverse(UNITS), data | choices | {"buoc": "ghi", "da_xem": "x"})
    assert unseen.status_code == 409 and not Reorganisation.objects.exists()
    file = SimpleUploadedFile("qd.pdf", PDF, content_type="application/pdf")
    shown = client.post(reverse(UNITS), data | choices | {"buoc": "xem", "xem_lai": "1"})
    done = client.post(
        reverse(UNITS), data | choices | {"buoc": "ghi", "da_xem": shown.context["digest"], "file": file}
    )
    row = Reorganisation.objects.get()
    assert done.url == reverse("reports:reorganisation", args=[row.pk])
    assert Membership.objects.filter(unit=new, role="leader", bloc_year=world.bloc.year).exists()
    download = client.get(reverse("reports:reorganisation_file", args=[row.pk]))
    assert (download.status_code, row.file_name) == (200, "qd.pdf")
    assert sign_in(world.foreign_board).get(reverse("reports:reorganisation_file", args=[row.pk])).status_code == 404


def test_whoever_goes_on_with_the_work_has_to_be_chosen(world, sign_in):
    old, parts = world.bloc.units[2], UnitFactory.create_batch(2, authority=world.a)
    client, data = sign_in(world.board), form([old], parts, kind="split")
    assert client.post(reverse(UNITS), data | {"buoc": "ghi"}).status_code == 422
    assert confirmed(client, data, {f"heir_{old.pk}": "0"}).status_code == 302
    assert not Membership.objects.filter(unit__in=parts).exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"on": ""}, "on"),
        ({"kind": "dissolve"}, "successors"),
        ({"kind": "rename", "new_name": ""}, "new_name"),
        ({"successors": []}, "successors"),
        ({"predecessors": ["x"]}, "predecessors"),
        ({"kind": "khac"}, "kind"),
    ],
)
def test_wrong_words_come_back_with_what_was_typed(world, sign_in, change, field):
    old, new = world.bloc.units[2], UnitFactory(authority=world.a)
    data = form([old], [new], buoc="xem", number="77/QĐ") | change
    response = sign_in(world.board).post(reverse(UNITS), data)
    assert response.status_code == 422 and field in response.context["form"].errors
    assert "77/QĐ" in response.content.decode()


def test_foreign_units_are_not_among_the_choices(world, sign_in):
    foreign, own = world.foreign_bloc.units[2], world.bloc.units[2]
    for before, after in (([own], [foreign]), ([foreign], [own])):
        response = sign_in(world.board).post(reverse(UNITS), form(before, after, buoc="xem"))
        assert response.status_code == 422
    page = sign_in(world.board).get(reverse(UNITS)).content.decode()
    assert own.name in page and f'value="{foreign.pk}"' not in page


def test_a_day_too_far_ahead_is_refused_by_the_service_at_its_field(world, sign_in):
    old, new = UnitFactory.create_batch(2, authority=world.a)
    far = f"{today() + dt.timedelta(days=400):%d/%m/%Y}"
    response = confirmed(sign_in(world.board), form([old], [new], on=far), {f"heir_{old.pk}": new.pk})
    assert response.status_code == 422 and "on" in response.context["form"].errors


def test_a_new_name(world, sign_in):
    unit = services.create_unit(by=world.board, authority=world.a, code="SLD", name="Sở Lao động")
    data = form([unit], [], kind="rename", new_name="Sở Nội vụ")
    assert confirmed(sign_in(world.board), data).status_code == 302
    unit.refresh_from_db()
    assert unit.name == "Sở Nội vụ"


def test_authorities_by_the_board_above(world, sign_in):
    from tests.factories import AuthorityFactory

    child, other = AuthorityFactory.create_batch(2, parent=world.a, level="commune")
    client, url = sign_in(world.board), reverse("reports:reorganise_authorities")
    data = form([child], [other]) | {f"heir_{child.pk}": other.pk, "readers": [other.pk]}
    shown = client.post(url, data | {"buoc": "xem", "xem_lai": "1"})
    assert client.post(url, data | {"buoc": "ghi", "da_xem": shown.context["digest"]}).status_code == 302
    child.refresh_from_db()
    assert child.dissolved_on == today()
    assert sign_in(world.foreign_board).post(url, data | {"buoc": "xem"}).status_code == 422


def test_taking_back_by_the_page(world, sign_in):
    old, new = UnitFactory.create_batch(2, authority=world.a)
    row = services.reorganise_units(by=world.board, kind="merge", on=today(), predecessors=[old], successors=[new])
    client, url = sign_in(world.board), reverse("reports:reorganisation_correct", args=[row.pk])
    client.post(url, {"note": ""})
    assert not Reorganisation.objects.get().is_corrected
    client.post(url, {"note": "Ghi nhầm"})
    shown = client.get(reverse("reports:reorganisation", args=[row.pk])).content.decode()
    assert "Đã đính chính" in shown and "Ghi nhầm" in shown


def test_the_preview_costs_no_more_for_more_reports(world):
    old, new = world.bloc.units[2], UnitFactory(authority=world.a)
    intent = Intent("merge", today(), [old], [new], {old.pk: new.pk}, services.PeopleChoice())

    def questions():
        with CaptureQueriesContext(connection) as found:
            parts = unit_consequences(intent)
        return len(found), digest(parts)

    DeadlineFactory(campaign=world.bloc.campaign)
    few, first = questions()
    DeadlineFactory.create_batch(4, campaign=world.bloc.campaign)
    more, second = questions()
    assert few == more and first != second


# History


def merged_history(world):
    """A predecessor with an award and a published place; its successor's head reads them."""
    old, new = world.bloc.units[2], UnitFactory(authority=world.a)
    scene = open_scoring(world)
    submit_all(scene)
    verify_all(scene)
    compute_ranking(campaign_id=scene.campaign.pk, by=world.leader, final=True)
    record_awards(
        authority_id=world.a.pk,
        awards=[Award(old.pk, award_type().pk, today().year - 1), Award(world.bloc.units[3].pk, award_type().pk, 2024)],
        by=world.board,
        number="1/QĐ",
        date=today(),
        issuer="UBND tỉnh",
        signer="Chủ tịch",
    )
    services.reorganise_units(by=world.board, kind="merge", on=today(), predecessors=[old], successors=[new])
    return old, new, person(new, role="head")


def test_a_successor_sees_its_predecessors_history_and_whose_it_was(world, sign_in):
    old, new, head = merged_history(world)
    history = history_of(refresh(head), new)
    assert [(one.record.unit, one.of.unit, one.counted) for one in history.awards] == [(old, old, False)]
    assert [one.row.unit for one in history.places] == [old]
    page = sign_in(head).get(reverse("reports:unit_history", args=[new.pk])).content.decode()
    assert f"của {old.name}" in page and "cần xác nhận" in page
    services.set_history_policy(authority=world.a, kind="merge", rule="all", source="QĐ 2", by=world.board)
    assert history_of(refresh(head), new).counted == 1


def test_strangers_see_nothing_of_it(world, sign_in):
    old, new, _head = merged_history(world)
    assert AwardRecord.objects.filter(unit=old).exists()
    for who in ("foreign_board", "foreign_head", "other_bloc_head", "no_post"):
        url = reverse("reports:unit_history", args=[new.pk])
        assert sign_in(world.people[who]).get(url).status_code == 404


def test_the_history_costs_no_more_for_more_awards(world):
    old, new, head = merged_history(world)

    def questions():
        with CaptureQueriesContext(connection) as found:
            rows = history_of(refresh(head), new)
        return len(found), len(rows.awards)

    few, one = questions()
    for year in range(2018, 2022):
        record_awards(
            authority_id=world.a.pk,
            awards=[Award(old.pk, award_type().pk, year)],
            by=world.board,
            number=f"{year}/QĐ",
            date=today(),
            issuer="UBND tỉnh",
            signer="Chủ tịch",
        )
    more, five = questions()
    assert (one, five) == (1, 5) and few == more


def test_the_policy_page(world, sign_in):
    client, url = sign_in(world.board), reverse("reports:history_policy", args=[world.a.pk])
    bad = client.post(url, {"kind": "merge", "rule": "all", "source": ""})
    assert bad.status_code == 422 and "source" in bad.context["form"].errors
    assert client.post(url, {"kind": "merge", "rule": "all", "source": "QĐ 3"}).status_code == 302
    assert HistoryPolicy.objects.get().source == "QĐ 3"
    assert sign_in(world.viewer).post(url, {"kind": "merge", "rule": "shown"}).status_code == 403


def test_ten_years_of_a_bloc_across_two_blocs(world, sign_in):
    first, bloc = world.other_bloc.year, world.bloc.year.bloc
    first.year -= 1
    first.save()
    services.join_blocs(predecessor=first.bloc, successor=bloc, source="QĐ 2", by=world.board)
    years = {one.year: one for one in series_for(world.board, bloc)}
    assert len(years) == 10
    assert years[today().year].bloc_years == [world.bloc.year]
    assert years[today().year - 1].bloc_years == [first]
    assert years[today().year - 1].leaders == [world.other_bloc.units[0]]
    # A member of the later bloc was not in the earlier one: that year stays empty.
    assert [one.year for one in series_for(refresh(world.head), bloc) if one.bloc_years] == [today().year]
    page = sign_in(world.board).get(reverse("reports:bloc_series", args=[bloc.pk]))
    assert page.status_code == 200 and "không có dữ liệu" in page.content.decode()


def test_the_series_costs_no_more_for_more_years(world):
    bloc = world.bloc.year.bloc

    def questions():
        user = refresh(world.board)
        with CaptureQueriesContext(connection) as found:
            series_for(user, bloc)
        return len(found)

    few = questions()
    for back in range(1, 5):
        row = BlocYearFactory(bloc=bloc, year=today().year - back)
        MembershipFactory(bloc_year=row, unit=world.bloc.units[0], role="leader")
    assert questions() == few


def test_a_bloc_year_says_whose_result_is_counted_where(world, sign_in):
    Membership.objects.filter(bloc_year=world.bloc.year, unit=world.bloc.units[2]).update(
        valid_to=dt.date(world.bloc.year.year, 6, 30)
    )
    page = sign_in(world.leader).get(reverse("blocs:bloc_year_detail", args=[world.bloc.year.pk])).content.decode()
    assert "kết quả cả năm không tính ở khối này" in page and "cần xác nhận" in page
