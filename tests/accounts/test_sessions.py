"""Sessions are read by a prepared statement: the same ones count as before, and no others."""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as Plain
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> SessionStore:
    store = SessionStore()
    store["campaign"] = 7
    store.create()
    return store


def test_what_was_kept_is_read_back_and_by_django_s_own_store_too(kept):
    assert SessionStore.__module__ == settings.SESSION_ENGINE
    assert SessionStore(kept.session_key)["campaign"] == Plain(kept.session_key)["campaign"] == 7


def test_a_session_past_its_end_is_nobody_s(kept):
    Session.objects.filter(pk=kept.session_key).update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    later = SessionStore(kept.session_key)
    assert later.load() == {} and later.session_key is None


def test_a_key_nobody_was_given_and_one_that_was_deleted(kept):
    unknown = SessionStore("a" * 32)
    assert unknown.load() == {} and unknown.session_key is None
    kept.flush()
    assert not Session.objects.exists()


def test_changed_contents_do_not_pass_for_a_session(kept):
    row = Session.objects.get(pk=kept.session_key)
    Session.objects.update(session_data=row.session_data[:-1] + ("a" if row.session_data[-1] != "a" else "b"))
    assert SessionStore(kept.session_key).load() == {}
