"""The registers of merit: who writes, confirms, withdraws and reads; persons, places and namesakes."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry
from awards.models import Discipline, Evaluation, Hold, Initiative, InitiativeUse, Person, PersonPlace, Roster
from awards.permissions_registers import MeritReason
from awards.services import registers, submit_nomination
from awards.services.initiative_uses import use_initiatives
from blocs.models import Post
from reports.trail_words import EVENTS
from tests.awards.register_scenes import YEAR, award, discipline, hold, invent, paper, person, rate
from tests.awards.scenes import draft
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
EVERYBODY = ("staff", "head", "other_unit_head", "leader", "leader_staff", "deputy", "former_leader", "other_bloc_leader", "board", "viewer", "foreign_board", "foreign_head", "no_post")  # fmt: skip


def reason_of(call, **kwargs):
    with pytest.raises(Refused) as refused:
        call(**kwargs)
    return refused.value.reason


def readers(world, model) -> set[str]:
    return {who for who in EVERYBODY if model.objects.visible_to(world.people[who]).exists()}


def words_of(call, **kwargs) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as wrong:
        call(**kwargs)
    return wrong.value.message_dict


def test_the_unit_and_the_board_write_nobody_else(world):
    unit = world.bloc.units[2]
    values = {"unit_id": unit.pk, "year": YEAR, "headcount": 12, "source": "Báo cáo"}
    for who in ("staff", "head", "board"):
        registers.add_roster(**values, by=world.people[who])
    assert reason_of(registers.add_roster, **values, by=world.viewer) == Reason.NOT_YOUR_ROLE
    for who in ("leader", "deputy", "other_unit_head", "foreign_board", "no_post"):
        assert reason_of(registers.add_roster, **values, by=world.people[who]) == Reason.OUT_OF_REACH
    assert Roster.objects.count() == 3
    events = (
        AuditEntry.objects.filter(event="merit.roster").order_by().values_list("unit_id", "authority_id").distinct()
    )
    assert list(events) == [(unit.pk, world.a.pk)]


def test_rows_are_read_by_the_unit_and_the_board(world):
    rate(world, YEAR)
    invent(world)
    hold(world)
    discipline(world)
    for model in (Evaluation, Initiative, Hold, Discipline):
        assert readers(world, model) == {"staff", "head", "board", "viewer"}


def test_holds_and_discipline_are_written_by_the_board_alone_never_for_the_own_unit(world):
    unit = world.bloc.units[2]
    values = {"unit_id": unit.pk, "kind": "thanh_tra", "since": clock.today(), "until": None, "paper": "QĐ 1"}
    assert reason_of(registers.add_hold, **values, by=world.head) == Reason.NOT_YOUR_ROLE
    PostFactory(user=world.board, unit=unit, role=Post.Role.STAFF)
    assert reason_of(registers.add_hold, **values, by=world.board) == Reason.OWN_UNIT


def test_a_hold_is_ended_once_and_not_before_it_began(world):
    row = hold(world)
    early = {"kind": "tam-dung", "row_id": row.pk, "on": clock.today() - dt.timedelta(days=1), "by": world.board}
    assert words_of(registers.end, **early) == {"__all__": ["Ngày kết thúc phải bằng hoặc sau ngày bắt đầu."]}
    done = {**early, "on": clock.today()}
    assert reason_of(registers.end, **{**done, "by": world.head}) == Reason.NOT_YOUR_ROLE
    assert registers.end(**done).until == clock.today()
    assert reason_of(registers.end, **done) == MeritReason.ENDED
    assert reason_of(registers.end, kind="xep-loai", row_id=rate(world, YEAR)[0].pk, on=clock.today(), by=world.board) == Reason.OUT_OF_REACH  # fmt: skip


def test_a_row_is_withdrawn_with_a_reason_and_stays(world):
    row = rate(world, YEAR, by=world.staff)[0]
    values = {"kind": "xep-loai", "row_id": row.pk, "by": world.staff}
    assert reason_of(registers.withdraw, **values, reason=" ") == Reason.REASON_MISSING
    registers.withdraw(**values, reason="Ghi nhầm năm")
    assert (Evaluation.objects.live().count(), Evaluation.objects.count()) == (0, 1)
    assert reason_of(registers.withdraw, **values, reason="Lại") == MeritReason.WITHDRAWN
    assert AuditEntry.objects.get(event="merit.withdraw").note == "Ghi nhầm năm"


def test_what_the_board_confirmed_only_the_board_withdraws(world):
    row = rate(world, YEAR, by=world.staff)[0]
    assert reason_of(registers.confirm, kind="xep-loai", row_id=row.pk, by=world.head) == Reason.NOT_YOUR_ROLE
    registers.confirm(kind="xep-loai", row_id=row.pk, by=world.board)
    assert reason_of(registers.confirm, kind="xep-loai", row_id=row.pk, by=world.board) == MeritReason.CONFIRMED
    values = {"kind": "xep-loai", "row_id": row.pk, "reason": "Sai"}
    assert reason_of(registers.withdraw, **values, by=world.staff) == Reason.NOT_YOUR_ROLE
    assert registers.withdraw(**values, by=world.board).withdrawn_by == world.board


def test_a_unit_does_not_withdraw_a_hold(world):
    values = {"kind": "tam-dung", "row_id": hold(world).pk, "reason": "Không đúng"}
    assert reason_of(registers.withdraw, **values, by=world.head) == Reason.NOT_YOUR_ROLE
    assert reason_of(registers.withdraw, **values, by=world.leader) == Reason.OUT_OF_REACH


def test_namesakes_are_told_apart(world):
    first = person(world, "Trần Thị Mỹ", birth_year=1980)
    assert "is_another" in words_of(person, world=world, name="TRAN THI MY", birth_year=None)
    assert "is_another" in words_of(person, world=world, name="Trần Thị Mỹ", birth_year=1980)
    assert person(world, "Trần Thị Mỹ", birth_year=1990).pk != first.pk
    assert person(world, "Trần Thị Mỹ", is_another=True).pk != first.pk
    assert person(world, "Trần Thị Mỹ Hạnh").pk != first.pk


def test_a_code_is_given_once(world):
    person(world, code="CB1")
    assert words_of(person, world=world, name="Lê An", code="CB1") == {"__all__": ["Mã cán bộ này đã có."]}


def test_a_person_moves_by_date_and_the_history_stays(world):
    one = person(world)
    here, there = world.bloc.units[2], world.bloc.units[3]
    day = dt.date(2024, 7, 1)
    move = {"person_id": one.pk, "unit_id": there.pk, "since": day, "position": "Trưởng phòng", "is_leader": True}
    assert reason_of(registers.move_person, **move, by=world.head) == Reason.OUT_OF_REACH
    registers.move_person(**move, by=world.board)
    rows = PersonPlace.objects.filter(person=one).order_by("valid_from").values_list("unit_id", "valid_to")
    assert list(rows) == [(here.pk, dt.date(2024, 6, 30)), (there.pk, None)]
    assert reason_of(registers.change_person, person_id=one.pk, by=world.head, full_name="X") == Reason.OUT_OF_REACH
    again = {**move, "since": dt.date(2024, 6, 1)}
    assert "since" in words_of(registers.move_person, **again, by=world.board)
    registers.leave(person_id=one.pk, until=dt.date(2025, 1, 31), by=world.other_unit_head)
    assert reason_of(registers.leave, person_id=one.pk, until=day, by=world.board) == MeritReason.ENDED


def test_the_new_unit_reads_what_was_written_at_the_old_one_but_not_its_discipline(world):
    one = person(world)
    rate(world, YEAR - 1, who=one)
    invent(world, one)
    discipline(world, one)
    move = {"person_id": one.pk, "unit_id": world.bloc.units[3].pk, "since": clock.today()}
    registers.move_person(**move, by=world.board)
    assert readers(world, Evaluation) == {"staff", "head", "other_unit_head", "board", "viewer"}
    assert readers(world, Initiative) == {"staff", "head", "other_unit_head", "board", "viewer"}
    assert readers(world, Discipline) == {"staff", "head", "board", "viewer"}


def test_only_people_of_the_unit_are_rated_and_authors(world):
    stranger = person(world, place=3)
    row = {"unit_id": world.bloc.units[2].pk, "year": YEAR, "level": "HTTNV", "by": world.head, **paper()}
    assert reason_of(registers.add_evaluation, person_id=stranger.pk, **row) == MeritReason.NOT_HERE
    shares = {"unit_id": world.bloc.units[2].pk, "title": "A", "kind": "sang_kien", "scope": "co_so", **paper()}
    two = [(person(world, "An").pk, 60), (person(world, "Bình").pk, 50)]
    assert "authors" in words_of(registers.add_initiative, authors=two, by=world.head, **shares)


def test_the_ledger_of_an_initiative(world):
    one = person(world)
    mine, other = invent(world, one), invent(world, title="Của tập thể")
    row = draft(world)
    use = {"nomination_id": row.pk, "by": world.leader}
    assert reason_of(use_initiatives, initiative_ids=[mine.pk], **use) == Reason.OUT_OF_REACH
    use_initiatives(initiative_ids=[other.pk], **use)
    use_initiatives(initiative_ids=[other.pk], **use)
    assert list(InitiativeUse.objects.values_list("initiative_id", "nomination_id")) == [(other.pk, row.pk)]
    use_initiatives(initiative_ids=[], **use)
    assert InitiativeUse.objects.counting().count() == 0 and InitiativeUse.objects.count() == 1
    assert reason_of(use_initiatives, initiative_ids=[], nomination_id=row.pk, by=world.head) == Reason.NOT_YOUR_ROLE


def test_a_use_in_a_refused_proposal_holds_no_more(world):
    other, row = invent(world), draft(world)
    use_initiatives(initiative_ids=[other.pk], nomination_id=row.pk, by=world.leader)
    assert InitiativeUse.objects.counting().exists()
    type(row).objects.filter(pk=row.pk).update(state="refused", submitted_at=clock.now(), submitted_by=world.leader)
    assert not InitiativeUse.objects.counting().exists()


def test_every_event_has_its_words():
    events = {"person.create", "person.update", "person.place", "person.leave", "initiative.use", "merit.end"}
    events |= {
        f"merit.{name}" for name in ("roster", "evaluation", "initiative", "hold", "discipline", "withdraw", "confirm")
    }
    assert events | {"eligibility.judge", "eligibility.freeze"} <= set(EVENTS)


# Pages


def page(sign_in, user, name, *args, **query):
    return sign_in(user).get(reverse(f"awards:{name}", args=args), query)


def test_the_list_finds_without_marks_and_only_what_one_may_see(world, sign_in):
    person(world, "Đặng Thị Hường")
    person(world, "Lê An", place=3)
    html = page(sign_in, world.head, "persons", q="dang huong").content.decode()
    assert "Đặng Thị Hường" in html and "Lê An" not in page(sign_in, world.head, "persons").content.decode()
    assert "Lê An" in page(sign_in, world.board, "persons").content.decode()
    assert "Không tìm thấy ai" in page(sign_in, world.head, "persons", q="zzz").content.decode()
    assert page(sign_in, world.head, "persons", q="\x00", unit="99999999999999999999", page="x").status_code == 200


def test_a_person_is_entered_and_a_namesake_keeps_what_was_typed(world, sign_in):
    unit = world.bloc.units[2]
    url = reverse("awards:person_create", args=[unit.pk])
    typed = {
        "full_name": "Phạm Văn Đức",
        "birth_year": "1985",
        "female": "false",
        "since": "01/03/2020",
        "position": "Kế toán",
    }
    assert sign_in(world.staff).post(url, typed).status_code == 302
    again = sign_in(world.staff).post(url, typed)
    assert again.status_code == 422
    assert "trùng họ tên" in again.content.decode() and "Kế toán" in again.content.decode()
    assert sign_in(world.staff).post(url, typed | {"is_another": "on"}).status_code == 302
    assert Person.objects.count() == 2
    assert sign_in(world.staff).post(url, {"full_name": "A", "since": "31/31/2020"}).status_code == 422


def test_the_register_page_shows_holds_to_the_unit_and_writing_to_who_may(world, sign_in):
    unit = world.bloc.units[2]
    hold(world)
    assert "Quyết định thanh tra số 3" in page(sign_in, world.head, "register", unit.pk).content.decode()
    assert "Ghi kỷ luật" not in page(sign_in, world.head, "register", unit.pk).content.decode()
    assert "Ghi kỷ luật" in page(sign_in, world.board, "register", unit.pk).content.decode()
    for who in ("leader", "deputy", "other_unit_head", "foreign_board"):
        assert page(sign_in, world.people[who], "register", unit.pk).status_code == 404


def test_rows_are_entered_through_the_forms(world, sign_in):
    unit, one = world.bloc.units[2], person(world)
    day = f"{clock.today():%d/%m/%Y}"
    said = {"number": "1/QĐ", "date": day, "issuer": "Sở"}
    rows = {
        "roster_create": {"year": YEAR, "headcount": 9, "source": "Báo cáo"},
        "evaluation_create": {"person": one.pk, "year": YEAR, "level": "HTTNV", **said},
        "initiative_create": {"title": "Sáng kiến", "kind": "sang_kien", "scope": "co_so", "author_1": one.pk, "share_1": "60,5", **said},
        "hold_create": {"person": "", "kind": "bao_chi", "since": day, "paper": "Báo"},
        "discipline_create": {"person": one.pk, "form": "khien_trach", "since": day, "paper": "QĐ"},
    }  # fmt: skip
    for name, typed in rows.items():
        answer = sign_in(world.board).post(reverse(f"awards:{name}", args=[unit.pk]), typed)
        assert answer.status_code == 302, (name, answer.context["form"].errors)
    assert Initiative.objects.get().authors.get().share == Decimal("60.5")
    assert Evaluation.objects.get().person == one
    future = {**rows["evaluation_create"], "date": "01/01/2099"}
    assert sign_in(world.board).post(reverse("awards:evaluation_create", args=[unit.pk]), future).status_code == 422
    wrong = {**rows["discipline_create"], "completed_on": "01/01/2001"}
    answer = sign_in(world.board).post(reverse("awards:discipline_create", args=[unit.pk]), wrong)
    assert answer.status_code == 422 and "Ngày chấp hành xong" in answer.content.decode()


def test_withdrawing_and_confirming_by_page(world, sign_in):
    row = rate(world, YEAR, by=world.staff)[0]
    confirm = reverse("awards:merit_confirm", args=["xep-loai", row.pk])
    assert sign_in(world.staff).post(confirm).status_code == 403
    assert sign_in(world.board).post(confirm).status_code == 302
    withdraw = reverse("awards:merit_withdraw", args=["xep-loai", row.pk])
    assert sign_in(world.board).post(withdraw, {"note": ""}).status_code == 403
    assert sign_in(world.board).post(withdraw, {"note": "Sai"}).status_code == 302
    assert sign_in(world.board).post(reverse("awards:merit_withdraw", args=["khong-co", row.pk])).status_code == 404


def test_the_ledger_names_only_proposals_one_may_see(world, sign_in):
    other, row = invent(world), draft(world)
    use_initiatives(initiative_ids=[other.pk], nomination_id=row.pk, by=world.leader)
    html = page(sign_in, world.head, "initiative", other.pk).content.decode()
    assert "Chưa dùng" in html and row.award_type.name not in html
    submit_nomination(nomination_id=row.pk, by=world.leader)
    assert row.award_type.name in page(sign_in, world.head, "initiative", other.pk).content.decode()


def statements(client, url) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_pages_ask_the_same_number_of_statements_for_more_rows(world, sign_in):
    unit, client = world.bloc.units[2], sign_in(world.board)

    def grow(number):
        one = person(world, f"Người {number}", is_another=True)
        rate(world, YEAR - number, who=one)
        rate(world, YEAR - number)
        award(world, "LDTT", YEAR - number, who=one)
        invent(world, one, title=f"Sáng kiến {number}")
        discipline(world, one)
        return one

    first = grow(1)
    urls = [
        reverse("awards:persons"),
        reverse("awards:register", args=[unit.pk]),
        reverse("awards:person", args=[first.pk]),
    ]
    [client.get(url) for url in urls]
    before = [statements(client, url) for url in urls]
    for number in range(2, 6):
        grow(number)
        rate(world, YEAR - number, who=first)
        invent(world, first, title=f"Thêm {number}")
        award(world, "LDTT", YEAR - number, who=first)
    assert [statements(client, url) for url in urls] == before
