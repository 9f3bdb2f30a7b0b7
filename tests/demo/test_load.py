"""load_demo builds the whole world once, in every state, and a second run changes nothing."""

import json
import re
from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from accounts.clock import today
from accounts.models import AuditEntry, Notification, User
from awards.models import AwardAct, AwardRecord, Nomination
from awards.slip import slip_of
from blocs.access import Role, grants
from blocs.models import Authority, Bloc, BlocYear, Membership, Post, Unit
from campaigns.models import (
    Campaign,
    Deadline,
    Extension,
    Receipt,
    Registration,
    Reminder,
    Submission,
    SubmissionFile,
    Target,
)
from reports.demo.cast import SHOWN
from reports.demo.load import load
from reports.demo.world import DOMAIN, PASSWORD, login
from reports.models import (
    Comment,
    Consultation,
    Document,
    DocumentText,
    IssuedDocument,
    Job,
    NumberSeries,
    RenderedFile,
    SeriesNumber,
)
from reports.trail import in_words
from scoring.models import (
    CriteriaSet,
    Criterion,
    Evidence,
    EvidenceVersion,
    Ranking,
    RankingRow,
    ScoreEntry,
    ScoreLine,
    ScoreSheet,
    TargetRequest,
)
from scoring.states import CriterionKind

from .conftest import CANARY

pytestmark = pytest.mark.django_db


def rows_of_every_table() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def main_bloc() -> BlocYear:
    return BlocYear.objects.get(bloc__code="KHOI-1", bloc__authority__place_name="An Sơn", year=today().year)


def unit_codes(rows) -> list[str]:
    return sorted(rows.values_list("unit__code", flat=True))


def test_a_second_run_changes_nothing(demo):
    before = rows_of_every_table()
    moments = list(Notification.objects.values_list("pk", "state", "read_at"))
    again = load(canary=CANARY)
    assert rows_of_every_table() == before
    assert list(Notification.objects.values_list("pk", "state", "read_at")) == moments
    assert (again.built, again.accounts) == (False, demo.accounts)


def test_the_trail_speaks_vietnamese(demo):
    names, values = set(), set()
    for line in in_words(AuditEntry.objects.all()):
        names |= {change.name for change in line.changes}
        values |= {text for change in line.changes for text in (change.before, change.after)}
    assert len(names) > 50
    assert {name for name in names if name.isascii()} == set()
    assert {text for text in values if re.fullmatch(r"[a-z]+(_[a-z]+)*", text)} == set()


def test_what_people_did_since_is_left_alone(demo):
    unread = Notification.objects.filter(channel="in_app", read_at__isnull=True).first()
    Notification.objects.filter(pk=unread.pk).update(created_at="2020-01-01T00:00:00Z")
    load()
    assert Notification.objects.get(pk=unread.pk).read_at is None


def test_every_row_keeps_the_constraints(demo):
    connection.check_constraints()


def test_a_site_with_real_people_refuses(settings):
    settings.SESSION_COOKIE_SECURE = True
    with pytest.raises(CommandError, match="người dùng thật"):
        call_command("load_demo")


MADE_UP = {"An Sơn", "Bình Hải"}
# Made for the worked example of 7/2025: provinces that went on from those of the sources, and a district that ended.
REORGANISED = {"Vĩnh Long", "Tuyên Quang", "Đá Bạc", "Trà Vinh", "Hà Giang"}


def test_size_of_the_world(demo):
    provinces = Authority.objects.filter(is_demo=True, level="province", place_name__in=MADE_UP)
    assert provinces.count() == 2
    for province in provinces:
        for bloc in Bloc.objects.filter(authority=province):
            assert sorted(bloc.years.values_list("year", flat=True)) == [demo.year - 1, demo.year]
            for year in bloc.years.all():
                assert year.memberships.values("unit").distinct().count() >= 4
                assert year.memberships.on(today()).filter(role="leader").count() == 1
        assert province.blocs.count() == 3


def test_what_is_not_from_a_source_is_marked(demo):
    sources = {"Quảng Trị", "Trà Vinh", "Hà Giang", "Đakrông"}
    for model, place in (
        (Authority, "place_name"),
        (Unit, "authority__place_name"),
        (Bloc, "authority__place_name"),
        (BlocYear, "bloc__authority__place_name"),
        (Campaign, "authority__place_name"),
        (CriteriaSet, "authority__place_name"),
    ):
        assert set(model.objects.filter(is_demo=False).values_list(place, flat=True)) <= sources, model
        marked = set(model.objects.filter(is_demo=True).values_list(place, flat=True))
        assert MADE_UP <= marked <= MADE_UP | REORGANISED, model


def test_sheets_of_the_main_bloc_stand_in_every_state(demo):
    sheets = ScoreSheet.objects.filter(campaign__bloc_year=main_bloc())
    states = dict(sheets.values_list("unit__code", "state"))
    assert states == {
        "ASA1": "submitted",
        "ASA2": "submitted",
        "ASA3": "draft",
        "ASA4": "submitted",
        "ASA5": "draft",
        "ASA6": "returned",
        "ASA7": "submitted",
        "ASA8": "verified",
    }
    filled = Counter(
        ScoreLine.objects.filter(sheet__in=sheets, saved_at__isnull=False).values_list("sheet__unit__code", flat=True)
    )
    assert (filled["ASA5"], filled["ASA3"], filled["ASA8"]) == (0, 14, 29)
    late = Receipt.objects.filter(submission__deadline__kind="self_score", days_late__gt=0, at__year__gte=demo.year - 1)
    assert list(late.values_list("submission__unit__code", "days_late")) == [("ASA7", 1)]
    decided = ScoreEntry.objects.filter(line__sheet__in=sheets.filter(unit__code="ASA2"), stage="leader").count()
    assert 0 < decided < 29
    assert set(ScoreSheet.objects.values_list("state", flat=True)) == {
        "draft",
        "submitted",
        "returned",
        "verified",
        "locked",
    }


def test_registrations_of_the_main_bloc(demo):
    rows = Registration.objects.filter(campaign__bloc_year=main_bloc())
    assert dict(rows.values_list("unit__code", "state")) == {
        **dict.fromkeys(["ASA1", "ASA2", "ASA3", "ASA4", "ASA6", "ASA7", "ASA8"], "approved"),
        "ASA5": "returned",
    }
    assert not rows.filter(decided_by__posts__unit=F("unit")).exists()
    left_out = ScoreLine.objects.filter(assigned=False).select_related("sheet__unit", "criterion").get()
    assert (left_out.sheet.unit.code, left_out.criterion.code) == ("ASA4", "1.3")
    assert TargetRequest.objects.get().line.sheet.unit.code == "ASA3"


def test_reports_of_the_main_bloc_stand_in_every_state(demo):
    campaign = main_bloc().campaign
    assert set(Submission.objects.filter(deadline__campaign=campaign).values_list("state", flat=True)) == {
        "draft",
        "submitted",
        "returned",
        "accepted",
    }
    midyear = campaign.deadlines.get(kind="midyear_report")
    assert "ASA6" not in unit_codes(midyear.submissions) and midyear.last_day < today()
    assert list(
        Receipt.objects.filter(submission__deadline=midyear, days_late__gt=0).values_list("days_late", flat=True)
    ) == [2]
    assert unit_codes(Extension.objects.all()) == ["ASA3"]
    assert campaign.deadlines.get(kind="themed_report").last_day == today()
    assert campaign.deadlines.get(kind="pledge").done_on is not None
    assert campaign.deadlines.filter(last_day__isnull=True).count() == 1


def test_the_main_criteria_set_uses_every_kind(demo):
    rows = Criterion.objects.filter(criteria_set__setups__campaign__bloc_year=main_bloc())
    assert set(rows.values_list("kind", flat=True)) == set(CriterionKind.values)
    assert 25 <= rows.exclude(kind="group").count() <= 35
    top = rows.filter(parent__isnull=True, max_points__isnull=False)
    assert sum(row.max_points for row in top) == 100


def test_last_year_is_finished(demo):
    finals = Ranking.objects.filter(state="final")
    assert finals.count() == 6
    assert set(finals.values_list("campaign__to_year", flat=True)) == {demo.year - 1}
    ranks = sorted(
        finals.get(
            campaign__bloc_year__bloc__authority__place_name="An Sơn", campaign__bloc_year__bloc__code="KHOI-1"
        ).rows.values_list("rank", flat=True)
    )
    assert ranks == [1, 2, 3, 3, 5, 6, 7, 8]
    assert set(Nomination.objects.values_list("state", flat=True)) == {
        "draft",
        "at_bloc",
        "submitted",
        "review",
        "council",
        "returned",
        "approved",
        "refused",
    }
    assert AwardAct.objects.filter(kind="cancel").count() == 2
    won = AwardRecord.objects.filter(imported__isnull=True)
    assert set(won.values_list("year", flat=True)) == set(range(demo.year - 4, demo.year))


def test_official_papers_of_the_main_bloc(demo):
    papers = Document.objects.filter(campaign__bloc_year__bloc=main_bloc().bloc)
    assert Counter(papers.values_list("kind", "state")) == {
        ("result_notice", "issued"): 1,
        ("plan", "issued"): 1,
        ("invitation", "issued"): 2,
        ("invitation", "replaced"): 1,
        ("bloc_midyear", "consulting"): 1,
        ("unit_year", "draft"): 1,
        ("meeting_minutes", "draft"): 1,
    }
    assert Document.objects.count() == papers.count()
    assert main_bloc().campaign.plan.state == "issued"
    given = list(SeriesNumber.objects.order_by("dated", "pk").values_list("period", "number"))
    for period in {period for period, _ in given}:
        numbers = [number for of, number in given if of == period]
        assert numbers == list(range(1, len(numbers) + 1))
    assert len(given) == 5
    owners = [(row.unit_id is not None, row.bloc_id is not None) for row in NumberSeries.objects.all()]
    assert sorted(owners) == [(False, False), (False, True), (True, False)]
    asked = Consultation.objects.get()
    assert asked.until > demo.today and asked.closed_at is None
    assert Counter(asked.comments.values_list("answers__outcome", flat=True)) == {None: 1, "accepted": 1}


def test_every_unit_of_last_year_has_its_result_slip(demo):
    rows = RankingRow.objects.filter(ranking__state="final").select_related("ranking__campaign", "unit")
    slips = [slip_of(row.ranking.campaign, row.unit) for row in rows.filter(unit__code__in=("ASA1", "ASA2", "ASA3"))]
    assert len(slips) == 3 and all(slip.strong and slip.suggestions for slip in slips)
    assert any(slip.weak for slip in slips) and any(slip.remarks for slip in slips)


def test_what_is_issued_waits_for_the_sweep_to_print_it(demo):
    """Loading prints nothing: each issue has its code and one job."""
    issues = IssuedDocument.objects.filter(code__isnull=False)
    assert issues.count() == Job.objects.filter(state="queued", document__in=issues).count() == 5
    assert not RenderedFile.objects.exists()


def test_nobody_is_reminded_today_of_a_day_long_past(demo):
    assert not Reminder.objects.filter(state="planned", on__lte=today()).exists()
    mails = Notification.objects.filter(channel="email", state="new").exclude(kind__startswith="account.")
    assert {row.created_at.date() for row in mails} <= {today()}


def test_the_former_leader_has_no_rights_of_the_office_any_more(demo):
    user = User.objects.get(email=login("nguyentruongkhoi"))
    assert Role.BLOC_LEADER not in {grant.role for grant in grants(user)}
    assert Membership.objects.filter(role="leader", unit__posts__user=user, valid_to__isnull=False).count() == 1


def test_the_accounts_file_names_every_kind_of_person(demo):
    accounts = json.loads((settings.VAR_DIR / "demo_accounts.json").read_text())
    assert accounts == demo.accounts
    assert [row["login"] for row in accounts] == [f"{name}@{DOMAIN}" for name in SHOWN]
    assert all(set(row) == {"login", "password", "name", "role", "scope"} and all(row.values()) for row in accounts)
    roles = " ".join(row["role"] for row in accounts)
    for label in [
        *Post.Role.labels,
        "Trưởng khối",
        "Phó khối",
        "Khối trưởng",
        "Khối phó",
        "Cụm trưởng",
        "nguyên Trưởng khối",
        "Quản trị hệ thống",
    ]:
        assert label in roles
    assert any(row["role"].count(";") and row["scope"].count(";") for row in accounts)
    people = User.objects.in_bulk([row["login"] for row in accounts], field_name="email")
    assert all(check_password(PASSWORD, people[row["login"]].password) for row in accounts)


def test_no_invented_person_but_made_up_titles(demo):
    allowed = ("Chuyên viên", "Thủ trưởng", "Lãnh đạo", "Quản trị")
    assert [name for name in User.objects.values_list("full_name", flat=True) if not name.startswith(allowed)] == []


FREE_TEXT = [
    (Submission.objects.exclude(text=""), "text", "unit"),
    (Submission.objects.exclude(return_note=""), "return_note", "unit"),
    (SubmissionFile.objects, "name", "submission__unit"),
    (ScoreLine.objects.filter(saved_at__isnull=False), "note", "sheet__unit"),
    (ScoreLine.objects.exclude(return_note=""), "return_note", "sheet__unit"),
    (ScoreEntry.objects.exclude(reason="").exclude(reason__startswith="Tính lại"), "reason", "line__sheet__unit"),
    (Target.objects.exclude(source=""), "source", "registration__unit"),
    (Target.objects.exclude(note=""), "note", "registration__unit"),
    (Registration.objects.filter(state="returned"), "note", "unit"),
    (TargetRequest.objects, "reason", "line__sheet__unit"),
    (Evidence.objects.exclude(name__startswith="Ảnh "), "name", "unit"),  # those are named by the system
    (EvidenceVersion.objects, "name", "evidence__unit"),
    (Extension.objects, "reason", "unit"),
    (Nomination.objects, "achievement", "unit"),
    (Nomination.objects.exclude(reply=""), "reply", "unit"),
    (AwardAct.objects, "reason", "lines__record__unit"),
    (Comment.objects, "text", "unit"),
    (DocumentText.objects.filter(document__unit__isnull=False), "parts__emulation", "document__unit"),
]


@pytest.mark.parametrize(
    ("rows", "field", "unit"), FREE_TEXT, ids=lambda value: value if isinstance(value, str) else ""
)
def test_free_text_carries_its_own_units_canary(demo, rows, field, unit):
    found = list(rows.all().values_list(field, f"{unit}__code"))
    assert found
    assert [text for text, code in found if CANARY.replace("{unit}", code) not in text] == []
    assert [text for text, code in found if len(set(re.findall(r"CHIM-[\w-]+", text))) != 1] == []


def test_every_made_up_unit_has_its_canary(demo):
    units = Unit.objects.filter(is_demo=True, authority__place_name__in=MADE_UP)
    codes = sorted(units.values_list("code", flat=True))
    assert len(codes) == 28
    for rows, field, unit in (FREE_TEXT[0], FREE_TEXT[2], FREE_TEXT[3], FREE_TEXT[10]):
        found = rows.all().filter(**{f"{field}__contains": "CHIM-"}).values_list(f"{unit}__code", flat=True)
        assert sorted(set(found)) == codes


def test_deadlines_of_a_bloc_have_owners_and_receivers(demo):
    rows = Deadline.objects.filter(campaign__is_demo=True).exclude(kind__in=("meeting", "pledge"))
    assert not rows.filter(to_leader=False, to_deputy=False, to_board=False).exists()
