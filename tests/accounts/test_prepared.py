"""A statement put together once gives what its query set gives, on both databases."""

import datetime as dt

import pytest
from django.db import connection, models, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.prepared import Given, Prepared, given_id, given_ids
from bench.data import fill_in, make_place, open_scoring
from blocs.models import Post
from scoring.models import ScoreLine, ScoringSetup


@pytest.fixture
def place(db):
    return fill_in(open_scoring(make_place("A", 3), 4))


def columns(row: models.Model) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_objects_come_with_what_they_were_selected_with(place):
    prepared = Prepared(
        lambda: (
            Post.objects.filter(user_id=given_id("user"))
            .select_related("user", "unit", "authority")
            .annotate(seat=models.F("unit__memberships__role"))
        )
    )
    person = place.heads[0]
    (plain,) = Post.objects.filter(user=person).select_related("user", "unit", "authority")
    (found,) = prepared.rows(user=person.pk)
    assert found == plain and columns(found) == columns(plain)
    with CaptureQueriesContext(connection) as later:
        assert columns(found.user) == columns(person) and found.unit == place.units[0]
        assert (found.authority, found.seat) == (None, "leader")
    assert not later
    assert not found._state.adding and prepared.first(user=0) is None


def test_the_other_side_of_one_to_one_comes_along(place):
    rows = type(place.campaign).objects.filter(pk=given_id("campaign")).select_related("scoring", "bloc_year")
    found = Prepared(lambda: rows).first(campaign=place.campaign.pk)
    with CaptureQueriesContext(connection) as later:
        assert found.scoring.stages == ScoringSetup.objects.get().stages or later
    assert len(later) == 1  # the one this test asks


def test_columns_have_the_kinds_their_fields_give(place):
    names = ("pk", "value", "saved_at", "assigned", "criterion__params")
    prepared = Prepared(lambda: ScoreLine.objects.filter(sheet=given_id("sheet")).order_by("pk").values_list(*names))
    for sheet in place.sheets:
        plain = list(ScoreLine.objects.filter(sheet=sheet).order_by("pk").values_list(*names))
        assert prepared.rows(sheet=sheet.pk) == plain and len(plain) == 4


def test_lists_of_any_length(place):
    prepared = Prepared(
        lambda: User.objects.filter(
            pk__in=given_ids("people"), full_name__in=Given("names", models.CharField(), many=True)
        ).order_by("pk")
    )
    names = [user.full_name for user in place.heads]
    assert prepared.rows(people=[user.pk for user in place.heads], names=names) == place.heads
    assert prepared.rows(people={place.heads[1].pk}, names=names) == [place.heads[1]]
    assert prepared.rows(people=[], names=names) == []


def test_dates_are_sent_as_their_database_takes_them(place):
    day = Given("day", models.DateField())
    prepared = Prepared(lambda: Post.objects.live(day).filter(user_id=given_id("user")))
    person, today = place.heads[0].pk, dt.date(2026, 5, 1)
    assert prepared.rows(user=person, day=today) == list(Post.objects.live(today).filter(user_id=person)) != []
    Post.objects.update(valid_to=dt.date(2026, 4, 30))
    assert prepared.rows(user=person, day=today) == []


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_beyond_the_column_is_nothing_s(place, number):
    prepared = Prepared(lambda: User.objects.filter(pk=given_id("user")))
    assert prepared.rows(user=number) == []
    assert Prepared(lambda: User.objects.filter(pk__in=given_ids("users"))).rows(users=[number]) == []


def test_what_is_not_of_its_kind_is_no_text_of_a_statement(place):
    prepared = Prepared(lambda: User.objects.filter(pk=given_id("user")))
    with pytest.raises(ValueError):
        prepared.rows(user="1 OR 1=1")
    with pytest.raises(KeyError):
        prepared.rows(person=1)
    assert Prepared(lambda: User.objects.filter(email=Given("email", models.CharField()))).rows(email="' OR ''='") == []


def test_it_is_put_together_once_and_sent_every_time(place):
    made = []
    prepared = Prepared(lambda: made.append(1) or User.objects.filter(pk=given_id("user")))
    person = place.heads[0]
    for name in ("Trước", "Sau"):
        User.objects.filter(pk=person.pk).update(full_name=name)
        assert prepared.first(user=person.pk).full_name == name
    assert made == [1]


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused():
    prepared = Prepared(lambda: User.objects.filter(pk=given_id("user")).select_for_update())
    with transaction.atomic():
        assert prepared.rows(user=1) == []
    with pytest.raises(TransactionManagementError):
        prepared.rows(user=1)
