"""Pages of the catalogue, rule sets and the base salary: words, rights, what was typed kept, constant statements."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from awards.models import AwardType, BaseSalary, RuleSet, RuleSettings
from campaigns.when import ZONE
from reports.desk import read_desk
from reports.things_rules import rules_to_renew
from tests.awards.rule_scenes import loaded, own_draft, own_published, rule, rule_of, rule_set

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 3, 20, 9, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def rules(db):
    loaded()
    with clock.at(DAY):
        yield


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"awards:{name}", args=args), query)


def send(client, user, name, *args, data, **query):
    client.force_login(user)
    url = reverse(f"awards:{name}", args=args)
    return client.post(f"{url}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else url, data)


def text_of(response) -> str:
    return response.content.decode()


def test_the_catalogue_tells_titles_apart_from_forms_with_money_and_doubt(client, world):
    response = page(client, world.head, "type_list")
    groups = dict(response.context["groups"])
    assert [len(rows) for rows in groups.values()] == [10, 26]
    found = {row.code: told for rows in groups.values() for row, told in rows}
    assert (found["CSTDCS"].bonus.amount, found["CSTDCS"].times, found["AHLD_TT"].bonus) == (2_340_000, "1", None)
    assert found["CSTDCS"].doubtful > 0
    body = text_of(response)
    assert "Thôn, tổ dân phố" in body and "điểm cần xác nhận" in body and "18.720.000" in body


def test_the_catalogue_shows_the_own_set_of_the_authority(client, world):
    own_published(world, head={"effective_from": dt.date(2026, 1, 1)}, bonus=None, bonus_source="chưa quy định")
    rows = {
        row.code: told for _, pairs in page(client, world.head, "type_list").context["groups"] for row, told in pairs
    }
    assert rows["CSTDCS"].rule.rule_set.authority == world.a and rows["CSTDCS"].bonus is None
    other = page(client, world.foreign_head, "type_list").context["groups"]
    assert {told.rule.rule_set.authority for _, pairs in other for _, told in pairs if told} == {None}


def test_the_catalogue_takes_the_same_statements_with_one_set_and_with_many(client, world):
    page(client, world.board, "type_list")
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as statements:
            page(client, world.board, "type_list")
        counts.append(len(statements))
        own_published(world, head={"effective_from": dt.date(2026, 1, 1)})
    assert counts[1] == counts[2]


@pytest.mark.parametrize("name", ["rule_sets", "base_salaries"])
def test_lists_take_the_same_statements_with_one_row_and_with_five(client, world, name):
    page(client, world.board, name)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as statements:
            page(client, world.board, name)
        counts.append(len(statements))
        for day in range(1, 5):
            own_published(world, head={"effective_from": dt.date(2026, 1, day)})
            BaseSalary.objects.create(authority=world.a, by=world.board, amount=day, valid_from=DAY.date(), source="x")
    assert counts[0] == counts[1]


def test_one_award_with_its_rules_through_the_sets(client, world):
    kind = AwardType.objects.get(code="CSTDCS")
    response = page(client, world.head, "award_type", kind.pk)
    assert [row.rule_set.code[:9] for row, _ in response.context["history"]] == ["LUAT-06-2", "LUAT-06-2", "LUAT-2003"]
    assert {change.label for change in response.context["history"][0][1]} >= {"Điều kiện", "Tỷ lệ tối đa"}
    assert "Điều 23" in text_of(response)


def test_another_authoritys_own_rules_are_not_in_the_history(client, world):
    own_published(world)
    kind = AwardType.objects.get(code="CSTDCS")
    seen = [
        len(page(client, user, "award_type", kind.pk).context["history"]) for user in (world.head, world.foreign_head)
    ]
    assert seen == [4, 3]


def test_where_a_rule_is_shown_its_lapse_is_told(client, world):
    late = dt.datetime(2026, 11, 21, 9, tzinfo=ZONE)
    with clock.at(late):
        for name, pk in (("type_list", None), ("rule_set", rule_set().pk), ("rule", rule().pk), ("rule_sets", None)):
            body = text_of(page(client, world.head, name, *([pk] if pk else [])))
            assert "Nghị định số 152/2025/NĐ-CP hết hiệu lực từ ngày 01/03/2027" in body, name


def test_the_board_has_a_lapse_among_its_things_to_do(client, world):
    assert list(rules_to_renew(read_desk(world.board))) == []
    with clock.at(dt.datetime(2026, 11, 21, 9, tzinfo=ZONE)):
        [thing] = rules_to_renew(read_desk(world.board))
        assert (thing.day, thing.label) == (dt.date(2027, 3, 1), "Sắp hết hiệu lực")
        assert list(rules_to_renew(read_desk(world.viewer))) == []
        RuleSettings.objects.create(authority=world.a, warn_days=30)
        assert list(rules_to_renew(read_desk(world.board))) == []
    with clock.at(dt.datetime(2027, 3, 2, 9, tzinfo=ZONE)):
        [thing] = rules_to_renew(read_desk(world.board))
        assert (thing.kind, thing.label) == ("late", "Đã hết hiệu lực")


# the editor ----------------------------------------------------------------------------------------------------------


def test_a_copy_by_form_then_publishing(client, world):
    source = rule_set()
    form = page(client, world.board, "rule_set_copy", source.pk).context["form"]
    assert form.initial["effective_from"] == DAY.date()
    data = {"authority": world.a.pk, "name": "Bộ của tỉnh", "effective_from": "01/06/2026", "effective_to": "", "note": "", "bonus_step": "10000", "bonus_step_source": "x", "bonus_step_status": "secondary", "instruments": [source.instruments.first().pk]}  # fmt: skip
    response = send(client, world.board, "rule_set_copy", source.pk, data=data)
    draft = RuleSet.objects.get(name="Bộ của tỉnh")
    assert response.headers["location"] == reverse("awards:rule_set", args=[draft.pk])
    assert "không sửa được nữa" in text_of(page(client, world.board, "rule_set_publish", draft.pk))
    assert send(client, world.board, "rule_set_publish", draft.pk, data={"version": 0}).status_code == 302
    draft.refresh_from_db()
    assert draft.published_by == world.board
    assert page(client, world.board, "rule_set_edit", draft.pk).status_code == 403


def test_a_copy_for_another_authority_is_no_choice(client, world):
    data = {"authority": world.b.pk, "name": "x", "effective_from": "01/06/2026", "bonus_step_status": "secondary"}
    response = send(client, world.board, "rule_set_copy", rule_set().pk, data=data)
    assert response.status_code == 422 and "authority" in response.context["form"].errors
    assert not RuleSet.objects.filter(authority__isnull=False).exists()


def test_days_the_wrong_way_round_come_back_with_what_was_typed(client, world):
    data = {"authority": world.a.pk, "name": "Giữ lại", "effective_from": "01/06/2026", "effective_to": "01/05/2026", "bonus_step_status": "secondary"}  # fmt: skip
    response = send(client, world.board, "rule_set_copy", rule_set().pk, data=data)
    assert response.status_code == 422 and "Giữ lại" in text_of(response)
    assert "Ngày hết áp dụng phải sau ngày bắt đầu áp dụng." in text_of(response)


def edit_data(row, **changes):
    return {"version": row.version, "article": "Điều 23", "cap_status": "unconfirmed", "vote_status": "unconfirmed", "bonus_status": "secondary", "source_status": "secondary", **changes}  # fmt: skip


def test_shares_and_money_by_form_with_vietnamese_figures(client, world):
    row = rule_of(own_draft(world))
    first = page(client, world.board, "rule_edit", row.pk).context["form"].initial
    assert (first["cap_pct"], first["cap_of"], first["article"]) == (15, "LDTT", row.article)
    data = edit_data(row, cap_pct="12,5", cap_of="LDTT", cap_scope="unit", cap_clause="Điều 5", vote_pct="70", vote_base="present", vote_secret="on", vote_clause="Điều 6", bonus="1,25", bonus_source="QĐ")  # fmt: skip
    assert send(client, world.board, "rule_edit", row.pk, data=data).status_code == 302
    row.refresh_from_db()
    assert row.cap == {"pct": 12.5, "of": "LDTT", "scope": "unit", "clause": "Điều 5", "status": "unconfirmed"}
    assert row.vote == {"pct": 70, "base": "present", "clause": "Điều 6", "secret": True, "status": "unconfirmed"}
    assert str(row.bonus) == "1.25" and len(row.conditions) == 3


def test_what_cannot_be_is_said_at_its_field(client, world):
    row = rule_of(own_draft(world))
    wrong = send(client, world.board, "rule_edit", row.pk, data=edit_data(row, cap_pct="120", cap_of="NOPE"))
    assert wrong.status_code == 422 and set(wrong.context["form"].errors) == {"cap_pct", "cap_of"}
    sure = edit_data(row, cap_pct="15", cap_of="LDTT", cap_scope="unit", cap_status="verified")
    response = send(client, world.board, "rule_edit", row.pk, data=sure)
    assert response.status_code == 422 and set(response.context["form"].errors) == {"checked"}
    stale = send(client, world.board, "rule_edit", row.pk, data=edit_data(row, version=7))
    assert stale.status_code == 409 and "vừa được người khác thay đổi" in text_of(stale)


def test_a_condition_is_added_joined_changed_and_taken_away(client, world):
    row = rule_of(own_draft(world), "TTLDXS")
    board, count = world.board, len(row.conditions)
    assert page(client, board, "condition_add", row.pk).status_code == 200
    assert "Mức hoàn thành nhiệm vụ" in text_of(page(client, board, "condition_add", row.pk))
    data = {"version": 0, "a_level": "HTTNV", "a_years": "3", "a_consecutive": "on", "clause": "Điều 9", "status": "unconfirmed"}  # fmt: skip
    assert send(client, board, "condition_add", row.pk, data=data, p="evaluation", o="0", noi="any_of").status_code == 302  # fmt: skip
    row.refresh_from_db()
    added = {"p": "evaluation", "level": "HTTNV", "years": 3, "consecutive": True, "clause": "Điều 9", "status": "unconfirmed"}  # fmt: skip
    assert row.conditions[0]["any_of"][1] == added and len(row.conditions) == count
    assert page(client, board, "condition_edit", row.pk, "0-1").context["form"]["a_years"].value() == 3
    changed = {"version": 1, "a_level": "HTXSNV", "clause": "Điều 9", "status": "unconfirmed", "note": "xem lại"}
    assert send(client, board, "condition_edit", row.pk, "0-1", data=changed).status_code == 302
    row.refresh_from_db()
    assert row.conditions[0]["any_of"][1] == {"p": "evaluation", "level": "HTXSNV", "clause": "Điều 9", "status": "unconfirmed", "note": "xem lại"}  # fmt: skip
    assert send(client, board, "condition_remove", row.pk, "0-1", data={"version": 2}).status_code == 302
    row.refresh_from_db()
    assert row.conditions == rule("TTLDXS").conditions


def test_every_predicate_has_a_form_that_keeps_it(client, world):
    """What stands in the common sets goes through the form unchanged."""
    draft = own_draft(world)
    for code in ("CO_CP", "TTLDXS", "AHLD_TT", "BK_TINH_CN", "HCLD3_CN"):
        row = rule_of(draft, code)
        for place, node in enumerate(row.conditions):
            if "p" not in node:
                continue
            form = page(client, world.board, "condition_edit", row.pk, place).context["form"]
            data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}
            data |= {"checked": "đã xem", "version": row.version}
            response = send(client, world.board, "condition_edit", row.pk, place, data=data)
            assert response.status_code == 302, (code, node, response.context["form"].errors)
            row.refresh_from_db()
            assert row.conditions[place] == node


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"p": "magic"}, 404),
        ({"p": "manual", "o": "99", "noi": "any_of"}, 404),
        ({"p": "manual", "o": "x", "noi": "any_of"}, 404),
        ({"p": "manual", "o": "0", "noi": "all_of"}, 404),
        ({"p": "manual", "o": "0", "noi": "\x00"}, 404),
        ({"p": "manual"}, 200),
    ],
)
def test_addresses_that_name_no_condition(client, world, query, status):
    row = rule_of(own_draft(world), "LDTT")
    assert page(client, world.board, "condition_add", row.pk, **query).status_code == status


def test_removing_with_an_old_version_or_a_place_that_is_not_there(client, world):
    row = rule_of(own_draft(world), "LDTT")
    calls = [("0", {"version": 5}), ("0", {}), ("0", {"version": "²"}), ("99", {"version": 0}), ("a", {"version": 0})]
    found = [send(client, world.board, "condition_remove", row.pk, path, data=data).status_code for path, data in calls]
    assert found == [409, 409, 409, 404, 404]


def test_deciders_row_by_row(client, world):
    row = rule_of(own_draft(world), "CO_TINH")
    response = page(client, world.board, "rule_deciders", row.pk)
    assert [form["text"].value() for form in response.context["rows"].forms][:2] == [
        each["who"] for each in row.deciders
    ]
    data = {"version": 0, "rows-TOTAL_FORMS": 2, "rows-INITIAL_FORMS": 2, "rows-0-text": "Chủ tịch UBND tỉnh", "rows-0-clause": "Điều 79", "rows-0-status": "verified", "rows-1-text": "", "rows-1-status": "unconfirmed"}  # fmt: skip
    refused = send(client, world.board, "rule_deciders", row.pk, data=data)
    assert refused.status_code == 422 and "Hãy ghi văn bản đã đối chiếu" in text_of(refused)
    assert (
        send(client, world.board, "rule_deciders", row.pk, data=data | {"checked": "Luật, Điều 79"}).status_code == 302
    )
    row.refresh_from_db()
    assert row.deciders == [{"who": "Chủ tịch UBND tỉnh", "clause": "Điều 79", "status": "verified"}]
    assert row.checks[0]["what"] == ["Cấp quyết định: Chủ tịch UBND tỉnh"]
    missing = send(client, world.board, "rule_dossier", row.pk, data={"version": 1})
    assert missing.status_code == 422


def test_comparing_says_what_the_draft_changes(client, world):
    draft = own_draft(world)
    assert page(client, world.board, "rule_set_compare", draft.pk).context["changes"] == []
    row = rule_of(draft)
    send(client, world.board, "rule_edit", row.pk, data=edit_data(row))
    [change] = page(client, world.board, "rule_set_compare", draft.pk).context["changes"]
    assert change.award_type.code == "CSTDCS"
    assert {each.label for each in change.changes} == {"Điều khoản", "Tỷ lệ tối đa", "Mức tiền thưởng"}
    other = page(client, world.board, "rule_set_compare", rule_set().pk, voi=rule_set("LUAT-2003+ND-91-2017").pk)
    assert {row.award_type.code for row in other.context["changes"] if row.before and row.after} >= {"CSTDCS", "TTLDTT"}
    assert page(client, world.board, "rule_set_compare", draft.pk, voi="99999999999999999999").status_code == 200


def test_a_base_salary_by_form(client, world):
    data = {"authority": world.a.pk, "amount": "2500000", "valid_from": "01/07/2026", "source": "Nghị định", "source_status": "secondary"}  # fmt: skip
    assert send(client, world.board, "base_salary_create", data=data).status_code == 302
    assert BaseSalary.objects.get(authority=world.a).by == world.board
    assert "2.500.000" in text_of(page(client, world.head, "base_salaries"))
    assert "2.500.000" not in text_of(page(client, world.foreign_head, "base_salaries"))
    wrong = send(client, world.board, "base_salary_create", data=data | {"amount": "0", "valid_from": "31/02/2026"})
    assert wrong.status_code == 422 and set(wrong.context["form"].errors) == {"amount", "valid_from"}


def test_the_days_of_warning_by_form(client, world):
    assert page(client, world.board, "rule_warn_days", world.a.pk).context["form"].initial["warn_days"] == 180
    assert send(client, world.board, "rule_warn_days", world.a.pk, data={"warn_days": "90"}).status_code == 302
    assert send(client, world.board, "rule_warn_days", world.a.pk, data={"warn_days": "0"}).status_code == 422
    assert RuleSettings.objects.get().warn_days == 90
