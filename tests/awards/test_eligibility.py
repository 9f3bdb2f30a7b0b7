"""Checklists from the registers: what proves it, rules of the day, overrides, freezing, who reads what, who is next."""

import datetime as dt
import json
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.canonical import sha256_of
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry
from awards.eligibility import Candidature, candidature_of, checklist, checklists
from awards.eligibility_next import outlooks
from awards.models import EligibilitySnapshot, Nomination
from awards.permissions_registers import MeritReason
from awards.services import registers
from awards.services.eligibility import freeze, judge_finding, read_frozen
from awards.services.initiative_uses import use_initiatives
from awards.services.nominations import Details
from blocs.models import Change, HistoryPolicy, UnitLineage
from campaigns import services as reports
from campaigns.services import Figure
from scoring.models import Ranking, RankingRow
from tests.awards.file_scenes import upload
from tests.awards.register_scenes import (
    YEAR,
    award,
    discipline,
    hold,
    invent,
    kind,
    leaf,
    person,
    rate,
    ruled,
)
from tests.awards.scenes import draft, waiting
from tests.campaigns.promised import promise
from tests.factories import DeadlineFactory, UnitFactory

pytestmark = pytest.mark.django_db
UNITY = {"p": "internal_unity", "clause": "Điều 27", "status": "unconfirmed"}
CONSECUTIVE = leaf(p="evaluation", level="HTTNV", years=3, consecutive=True)


def of(world, code, who=None, place=2, year=YEAR, on=None, reader=None, **more):
    candidate = Candidature(world.bloc.units[place], who, kind(code), year, **more)
    return checklist(candidate, authority_id=world.a.pk, on=on or clock.today(), reader=reader or world.board)


def reason_of(call, **kwargs):
    with pytest.raises(Refused) as refused:
        call(**kwargs)
    return refused.value.reason


def test_a_person_is_judged_by_ratings_with_the_paper_that_proves_it(world):
    one = person(world)
    ruled(world, "CSTDCS", leaf(p="evaluation", level="HTXSNV", years=2, consecutive=True))
    rate(world, YEAR - 1, YEAR, who=one)
    found = of(world, "CSTDCS", one).findings[0]
    assert (found.state, found.clause, found.status) == ("met", "Điều 23 khoản 1", "secondary")
    assert found.figure == f"2/2 năm: {YEAR - 1}, {YEAR}"
    assert "05/QĐ-SNV" in found.proof[0].words and "chưa xác nhận" in found.proof[0].words


def test_a_correction_is_a_further_row_and_a_withdrawn_one_counts_no_more(world):
    one = person(world)
    ruled(world, "LDTT", leaf(p="evaluation", level="HTTNV"))
    rate(world, YEAR, who=one, level="KHTNV")
    assert of(world, "LDTT", one).findings[0].state == "missing"
    better = rate(world, YEAR, who=one, level="HTTNV")[0]
    assert of(world, "LDTT", one).findings[0].state == "met"
    registers.withdraw(kind="xep-loai", row_id=better.pk, reason="Sai", by=world.board)
    assert of(world, "LDTT", one).findings[0].state == "missing"


def test_titles_follow_the_person_and_a_name_alone_only_perhaps_counts(world):
    one = person(world, "Trần Minh")
    ruled(world, "CSTD_TINH", leaf(p="title", code="CSTDCS", times=3, consecutive=True))
    award(world, "CSTDCS", YEAR - 2, YEAR - 1, who=one)
    found = of(world, "CSTD_TINH", one).findings[0]
    assert (found.state, found.figure, found.short) == ("missing", f"2/3 lần: {YEAR - 2}, {YEAR - 1}", 1)
    assert found.proof[0].url == reverse("awards:decision_detail", args=[one.awardrecords.latest("pk").decision_id])
    registers.move_person(
        person_id=one.pk, unit_id=world.bloc.units[3].pk, since=clock.today(), position="", by=world.board
    )
    award(world, "CSTDCS", YEAR, place=3, subject="TRẦN MINH")
    found = of(world, "CSTD_TINH", one, place=3).findings[0]
    assert found.state == "look" and "chưa gắn với sổ cá nhân" in found.remark


def test_units_inherit_by_policy_else_a_person_must_look(world):
    unit, old = world.bloc.units[2], UnitFactory(authority=world.a)
    changed = dt.date(YEAR - 1, 1, 1)
    UnitLineage.objects.create(
        predecessor=old, successor=unit, kind=Change.MERGE, on=changed, main=True, decision="NQ 1"
    )
    ruled(world, "TTLDTT", CONSECUTIVE)
    rate(world, YEAR)
    for year in (YEAR - 2, YEAR - 1):
        registers.add_evaluation(
            unit_id=old.pk, year=year, level="HTTNV", number="1", date=changed, issuer="Sở", by=world.board
        )
    found = of(world, "TTLDTT").findings[0]
    assert found.state == "look" and "3/3 năm" in found.figure and "1/3 năm" in found.figure
    assert old.name in found.remark and "cần xác nhận" in found.remark
    HistoryPolicy.objects.create(
        authority=world.a, kind=Change.MERGE, rule="all", source="TT 15/2025", by=world.board, at=clock.now()
    )
    assert of(world, "TTLDTT").findings[0].state == "met"


def test_an_award_taken_back_is_none(world):
    ruled(world, "BK_TINH_TT", leaf(p="title", code="TTLDXS"))
    record = award(world, "TTLDXS", YEAR - 1)[0]
    assert of(world, "BK_TINH_TT").findings[0].state == "met"
    record.decision.acts.create(
        authority=world.a,
        kind="cancel",
        number="9/QĐ",
        date=clock.today(),
        effective_on=clock.today(),
        ground="a",
        reason="Khai gian",
        by=world.board,
    ).lines.create(record=record)
    assert of(world, "BK_TINH_TT").findings[0].state == "missing"
    yesterday = clock.today() - dt.timedelta(days=1)
    assert of(world, "BK_TINH_TT", on=yesterday).findings[0].state == "met"


@pytest.mark.parametrize(
    ("kind_of", "figures", "state", "words"),
    [
        ("midyear_report", ("120", "3"), "look", "2/2 chỉ tiêu đạt"),
        ("year_report", ("120", "3"), "met", "2/2 chỉ tiêu vượt"),
        ("year_report", ("120", "5"), "look", "1/2 chỉ tiêu vượt"),
        ("year_report", ("99", "3"), "missing", "1 chỉ tiêu không đạt"),
        ("year_report", ("120", None), "look", "1 chỉ tiêu chưa có số liệu"),
    ],
)
def test_targets_exceeded_by_the_report_of_the_year(world, kind_of, figures, state, words):
    unit, campaign = world.bloc.units[2], world.bloc.campaign
    ruled(world, "CO_TINH", leaf(p="targets_exceeded"))
    assert of(world, "CO_TINH", campaign=campaign).findings[0].state == "look"
    asked = promise(campaign, unit, world.board, ("Hộ thoát nghèo", "100"), ("Đơn thư quá hạn", "5", "down", True))
    due = DeadlineFactory(campaign=campaign, kind=kind_of)
    said = {row.pk: Figure(D(value)) for row, value in zip(asked, figures, strict=True) if value}
    reports.record_figures(deadline_id=due.pk, unit=unit, figures=said, as_of=clock.today(), by=world.staff)
    kept = reports.attach_file(deadline_id=due.pk, unit=unit, file=upload(), by=world.staff)
    reports.submit(submission_id=kept.submission_id, by=world.head)
    found = of(world, "CO_TINH", campaign=campaign).findings[0]
    assert (found.state, words in found.figure, found.clause) == (state, True, "Điều 23 khoản 1")


def test_a_file_for_a_time_already_rewarded_is_told(world):
    """An award of the year before was given for a time that reaches into this file's."""
    ruled(world, "BK_TINH_TT", UNITY)
    old = award(world, "BK_TINH_TT", YEAR - 1)[0]
    times = Details(from_day=dt.date(YEAR - 1, 10, 1), to_day=dt.date(YEAR, 9, 30))
    row = draft(world, details=times)
    found = checklist(candidature_of(row), authority_id=world.a.pk, on=clock.today(), reader=world.board)
    told = found.find("general.given_already")
    assert (told.state, told.proof[0].url) == ("missing", reverse("awards:decision_detail", args=[old.decision_id]))
    assert f"01/01/{YEAR - 1} – 31/12/{YEAR - 1}" in told.figure
    Nomination.objects.filter(pk=row.pk).update(from_day=dt.date(YEAR, 1, 1))
    row.refresh_from_db()
    found = checklist(candidature_of(row), authority_id=world.a.pk, on=clock.today(), reader=world.board)
    assert found.find("general.given_already") is None


def test_the_share_of_members_from_roster_and_records(world):
    ruled(world, "TTLDTT", leaf(p="member_share", code="LDTT", op=">=", pct=70))
    assert of(world, "TTLDTT").findings[0].state == "look"
    registers.add_roster(unit_id=world.bloc.units[2].pk, year=YEAR, headcount=3, source="Biên chế", by=world.staff)
    people = [person(world, f"Người {number}") for number in range(3)]
    for one in people[:2]:
        award(world, "LDTT", YEAR, who=one)
    assert of(world, "TTLDTT").findings[0].figure == "2/3 người, 66,66%"
    award(world, "LDTT", YEAR, who=people[2])
    assert of(world, "TTLDTT").findings[0].state == "met"


def test_leading_a_bloc_is_read_from_the_published_ranking(world):
    ruled(world, "CO_TINH", leaf(p="leads_bloc", organiser_level="bo_tinh"))
    assert of(world, "CO_TINH").findings[0].state == "missing"
    ranking = Ranking.objects.create(
        campaign=world.bloc.campaign, version=1, state="final", number=1, computed_at=clock.now(),
        computed_by=world.leader, basis="points", inputs={}, sha256="0" * 64,
    )  # fmt: skip
    unit = world.bloc.units[2]
    RankingRow.objects.create(ranking=ranking, unit=unit, unit_name=unit.name, rank=1)
    found = of(world, "CO_TINH").findings[0]
    assert (found.state, found.figure) == ("met", world.bloc.year.name)


def test_a_proposal_is_judged_by_the_rules_of_its_day(world):
    """A later set changes only what is proposed from its first day on."""
    one = person(world)
    rate(world, YEAR, who=one, level="HTTNV")
    today = clock.today()
    ruled(world, "LDTT", leaf(p="evaluation", level="HTTNV"))
    ruled(world, "LDTT", leaf(p="evaluation", level="HTXSNV", clause="Điều 24 mới"), since=today)
    before = of(world, "LDTT", one, on=today - dt.timedelta(days=1))
    after = of(world, "LDTT", one, on=today)
    assert (before.findings[0].state, before.findings[0].clause) == ("met", "Điều 23 khoản 1")
    assert (after.findings[0].state, after.findings[0].clause) == ("missing", "Điều 24 mới")
    assert before.rule_set != after.rule_set


def test_an_award_no_rule_names_is_for_people(world):
    found = of(world, "KNC", person(world))
    assert (found.findings[0].key, found.verdict) == ("rule", "look")


def test_an_initiative_used_in_another_file_is_looked_at_its_own_is_free(world):
    ruled(world, "BK_TINH_TT", leaf(p="initiative", count=1))
    mine = invent(world)
    row = waiting(world)
    assert of(world, "BK_TINH_TT").findings[0].state == "met"
    Nomination.objects.filter(pk=row.pk).update(state="returned")
    use_initiatives(nomination_id=row.pk, initiative_ids=[mine.pk], by=world.leader)
    found = of(world, "BK_TINH_TT").findings[0]
    assert found.state == "look" and "đã dùng cho" in found.remark
    row = Nomination.objects.for_decisions().get(pk=row.pk)
    own = checklist(candidature_of(row), authority_id=world.a.pk, on=clock.today())
    assert own.findings[0].state == "met"


def test_a_draft_of_somebody_else_does_not_show_in_a_checklist(world):
    ruled(world, "GIAY_KHEN_TT", leaf(p="evaluation", level="HTTNV"))
    row = draft(world)
    text = json.dumps(of(world, "GIAY_KHEN_TT", reader=world.head).as_json(), ensure_ascii=False)
    assert row.award_type.name not in text
    waiting(world, place=3)
    text = json.dumps(of(world, "GIAY_KHEN_TT", place=3).as_json(), ensure_ascii=False)
    assert row.award_type.name in text


def test_holds_and_discipline_are_told_only_to_the_unit_and_the_board(world):
    ruled(world, "TTLDTT", leaf(p="hold", kinds=["thanh_tra"]), CONSECUTIVE)
    rate(world, YEAR - 2, YEAR - 1, YEAR)
    clear = of(world, "TTLDTT", reader=world.leader).as_json()
    hold(world)
    discipline(world, completed_on=clock.today())
    assert of(world, "TTLDTT", reader=world.leader).find("hold.0").state == "look"
    assert of(world, "TTLDTT", reader=world.head).find("hold.0").state == "missing"
    assert "kỷ luật (" not in json.dumps(of(world, "TTLDTT", reader=world.leader).as_json(), ensure_ascii=False)
    told = {row["key"]: row["state"] for row in clear["findings"]}
    assert told["hold.0"] == "look" and told["general.discipline"] == "look"
    nobody = checklist(
        Candidature(world.bloc.units[2], None, kind("TTLDTT"), YEAR), authority_id=world.a.pk, on=clock.today()
    )
    assert nobody.find("hold.0").state == "look"


def test_a_person_says_how_a_condition_stands_and_why(world):
    ruled(world, "BK_TINH_TT", UNITY, leaf(p="evaluation", level="HTTNV"))
    rate(world, YEAR, level="KHTNV")
    row = waiting(world)
    said = {"nomination_id": row.pk, "accepted": True, "reason": "Đảng ủy xác nhận"}
    assert reason_of(judge_finding, key="internal_unity.0", by=world.leader, **said) != Reason.OUT_OF_REACH
    assert reason_of(judge_finding, key="nothing.0", by=world.board, **said) == MeritReason.NO_SUCH_FINDING
    assert (
        reason_of(judge_finding, key="internal_unity.0", by=world.board, **said | {"reason": ""})
        == Reason.REASON_MISSING
    )
    judge_finding(key="internal_unity.0", by=world.board, **said)
    assert reason_of(judge_finding, key="evaluation.1", by=world.head, **said) == MeritReason.ONLY_BOARD
    judge_finding(key="evaluation.1", by=world.board, **said | {"reason": "Tập thể khác"})
    made = checklist(candidature_of(row), authority_id=world.a.pk, on=clock.today(), reader=world.board)
    assert made.verdict == "met" and made.find("evaluation.1").word.reason == "Tập thể khác"
    assert AuditEntry.objects.filter(event="eligibility.judge").count() == 2


def test_the_author_judges_while_writing_not_what_fails(world):
    ruled(world, "BK_TINH_TT", UNITY, leaf(p="title", code="TTLDXS"))
    row = draft(world)
    said = {"nomination_id": row.pk, "accepted": True, "reason": "Có nghị quyết"}
    judge_finding(key="internal_unity.0", by=world.leader, **said)
    assert reason_of(judge_finding, key="title.1", by=world.leader, **said) == MeritReason.ONLY_BOARD
    assert reason_of(judge_finding, key="internal_unity.0", by=world.foreign_board, **said) == Reason.OUT_OF_REACH


def test_the_checklist_is_frozen_whole_and_shown_by_rights(world):
    ruled(world, "BK_TINH_TT", UNITY, leaf(p="hold", kinds=["thanh_tra"]))
    hold(world)
    row = Nomination.objects.for_decisions().get(pk=waiting(world).pk)
    snapshot = freeze(row, world.leader)
    assert snapshot.sha256 == sha256_of(json.loads(snapshot.content))
    assert read_frozen(snapshot, world.board).find("hold.1").state == "missing"
    assert read_frozen(snapshot, world.leader).find("hold.1").state == "look"
    registers.end(kind="tam-dung", row_id=world.bloc.units[2].holds.get().pk, on=clock.today(), by=world.board)
    assert read_frozen(EligibilitySnapshot.objects.get(pk=snapshot.pk), world.board).find("hold.1").state == "missing"


def prospects(world, subjects, reader=None, year=YEAR):
    rows = outlooks(subjects, authority_id=world.a.pk, year=year, on=clock.today(), reader=reader or world.board)
    return {row.award_type.code: row for row in rows}


def test_who_is_next(world):
    unit = world.bloc.units[2]
    ready, near, later = (person(world, name) for name in ("An", "Bình", "Chi"))
    ruled(
        world,
        "CSTD_TINH",
        leaf(p="title", code="CSTDCS", times=3, consecutive=True),
        leaf(p="initiative", count=1, scope="bo_tinh"),
    )
    ruled(world, "BK_TINH_CN", leaf(p="manual", text="tiêu biểu"), leaf(p="hold", kinds=["dieu_tra"]))
    award(world, "CSTDCS", YEAR - 2, YEAR - 1, YEAR, who=ready)
    award(world, "CSTDCS", YEAR - 2, YEAR - 1, YEAR, who=near)
    award(world, "CSTDCS", YEAR, who=later)
    invent(world, ready, later, scope="bo_tinh")
    found = prospects(world, [(unit, None), (unit, ready), (unit, near), (unit, later)])
    assert "BK_TINH_CN" not in found
    row = found["CSTD_TINH"]
    assert [[one.name for one in part] for part in (row.ready, row.near, row.later)] == [["An"], ["Bình"], ["Chi"]]
    assert row.later[0].far.years == 2


# Pages and statements


def test_the_checklist_page_of_a_candidate(world, sign_in):
    one, unit = person(world), world.bloc.units[2]
    ruled(world, "LDTT", leaf(p="evaluation", level="HTTNV"))
    rate(world, YEAR, who=one)
    url = reverse("awards:eligibility", args=[unit.pk])
    asked = {"award": kind("LDTT").pk, "person": one.pk, "year": YEAR}
    html = sign_in(world.head).get(url, asked).content.decode()
    assert "Điều 23 khoản 1" in html and "05/QĐ-SNV" in html and "cần xác nhận" in html
    assert sign_in(world.head).get(url, asked | {"person": ""}).status_code == 422
    assert sign_in(world.leader).get(url, asked).status_code == 422  # a leader asks about units, not their people
    assert sign_in(world.leader).get(url, {"award": kind("CO_TINH").pk}).status_code == 200
    for who in ("deputy", "other_unit_head", "foreign_board"):
        assert sign_in(world.people[who]).get(url).status_code == 404
    for bad in ({"award": "x"}, {"award": "9" * 40}, {"award": kind("CO_TINH").pk, "year": "abc"}, {"award": "\x00"}):
        assert sign_in(world.head).get(url, bad).status_code == 422


def test_the_page_of_a_file_and_its_judging(world, sign_in):
    ruled(world, "BK_TINH_TT", UNITY, leaf(p="hold", kinds=["thanh_tra"]))
    hold(world)
    row = Nomination.objects.for_decisions().get(pk=waiting(world).pk)
    freeze(row, world.leader)
    url = reverse("awards:nomination_checklist", args=[row.pk])
    assert "Thiếu" in sign_in(world.head).get(url).content.decode()
    assert "Thiếu" not in sign_in(world.leader).get(url).content.decode()
    judge = reverse("awards:eligibility_judge", args=[row.pk, "internal_unity.0"])
    assert sign_in(world.board).get(judge).status_code == 200
    assert sign_in(world.board).post(judge, {"accepted": "yes", "reason": ""}).status_code == 422
    assert sign_in(world.board).post(judge, {"accepted": "yes", "reason": "Đã họp"}).status_code == 302
    assert "Đã họp" in sign_in(world.head).get(url).content.decode()
    assert sign_in(world.viewer).get(judge).status_code == 403
    assert sign_in(world.board).get(reverse("awards:eligibility_judge", args=[row.pk, "x"])).status_code == 404


def test_pages_of_who_is_next_by_reach(world, sign_in):
    ruled(world, "BK_TINH_TT", leaf(p="evaluation", level="HTXSNV", years=2, consecutive=True))
    rate(world, YEAR - 1, YEAR)
    unit = reverse("awards:prospects_unit", args=[world.bloc.units[2].pk])
    bloc = reverse("awards:prospects_bloc", args=[world.bloc.year.pk])
    whole = reverse("awards:prospects_authority", args=[world.a.pk])
    name = world.bloc.units[2].name
    assert name in sign_in(world.head).get(unit).content.decode()
    assert name in sign_in(world.leader).get(bloc, {"nam": YEAR}).content.decode()
    assert name in sign_in(world.board).get(whole, {"nam": "x", "danh-hieu": "y"}).content.decode()
    answers = {who: [sign_in(world.people[who]).get(url).status_code for url in (unit, bloc, whole)] for who in ("leader", "head", "foreign_board", "viewer")}  # fmt: skip
    assert answers == {
        "leader": [404, 200, 404],
        "head": [200, 403, 404],
        "foreign_board": [404, 404, 404],
        "viewer": [200, 200, 200],
    }


def test_the_number_of_statements_does_not_grow_with_the_candidates(world, sign_in):
    ruled(
        world,
        "CSTDCS",
        CONSECUTIVE,
        leaf(p="title", code="LDTT", window="same_year"),
        leaf(p="initiative", count=1),
        cap={"pct": 15, "of": "LDTT", "scope": "unit", "clause": "", "status": "unconfirmed"},
    )
    unit, url = world.bloc.units[2], reverse("awards:prospects_unit", args=[world.bloc.units[2].pk])
    people = []

    def grow(number):
        one = person(world, f"Người {number}")
        people.append(one)
        rate(world, YEAR - 1, YEAR, who=one)
        award(world, "LDTT", YEAR, who=one)
        invent(world, one, title=f"Sáng kiến {number}")
        discipline(world, one, completed_on=clock.today())

    def ask() -> list[int]:
        rows = [Candidature(unit, one, kind("CSTDCS"), YEAR) for one in people]
        with CaptureQueriesContext(connection) as lists:
            checklists(rows, authority_id=world.a.pk, on=clock.today(), reader=world.board)
        client = sign_in(world.board)
        client.get(url)
        with CaptureQueriesContext(connection) as pages:
            client.get(url)
        return [len(lists), len(pages)]

    grow(1)
    ask()
    before = ask()
    for number in range(2, 6):
        grow(number)
    assert ask() == before


def test_what_one_may_not_know_is_not_judged_blind(world, sign_in):
    ruled(world, "BK_TINH_TT", leaf(p="hold", kinds=["thanh_tra"]))
    row = draft(world)
    said = {"nomination_id": row.pk, "key": "hold.0", "accepted": True, "reason": "Không có"}
    assert reason_of(judge_finding, by=world.leader, **said) == MeritReason.NO_SUCH_FINDING
    url = reverse("awards:eligibility_judge", args=[row.pk, "hold.0"])
    assert sign_in(world.leader).get(url).status_code == 403
    assert url not in sign_in(world.leader).get(reverse("awards:nomination_checklist", args=[row.pk])).content.decode()


def test_a_member_of_the_bloc_reads_no_checklist_of_an_approved_file(world, sign_in):
    row = waiting(world)
    Nomination.objects.filter(pk=row.pk).update(state="approved")
    url = reverse("awards:nomination_checklist", args=[row.pk])
    assert sign_in(world.other_unit_head).get(url).status_code == 404
    assert sign_in(world.head).get(url).status_code == 200


def test_a_unit_that_was_renamed_is_still_the_unit(world):
    ruled(world, "BK_TINH_TT", leaf(p="evaluation", level="HTTNV"))
    rate(world, YEAR)
    unit, row = world.bloc.units[2], waiting(world)
    unit.names.create(name=unit.name, valid_from=dt.date(2000, 1, 1))
    type(unit).objects.filter(pk=unit.pk).update(name="Sở mới")
    part = waiting(world, code="BK_TINH_TT", subject="Phòng Một")
    found = [
        checklist(
            candidature_of(Nomination.objects.for_decisions().get(pk=one.pk)), authority_id=world.a.pk, on=clock.today()
        )
        for one in (row, part)
    ]
    assert [one.findings[0].state for one in found] == ["met", "look"]
