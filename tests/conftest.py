import copy
from contextlib import contextmanager, suppress

import pytest
from django.db import connection, transaction

from awards import triggers
from scoring.services.tally import tree_of
from scripts.install import find_browser
from tests import emptying
from tests.world import build_world

emptying.install()


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Ids come back in the next test's database: what a process keeps by id is forgotten."""
    yield
    tree_of.cache_clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tables are made from the models, not by the migrations: what only a migration does is done here."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        triggers.remove(None, editor)
        triggers.install(None, editor)


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker):
    """What a module's ``built`` writes stays for all its tests, each of which takes back its own, and goes with the
    module. Not for tests that commit."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def copied(built, db):
    """The scene of the module's ``built``, a namespace of its own for each test."""
    return copy.deepcopy(built)


@pytest.fixture
def world(request, db):
    """The world of the scene the test asks for; a bare one when it asks for none of its module's."""
    return request.getfixturevalue("copied").world if "built" in request.fixturenames else build_world()


@pytest.fixture
def sign_in(client):
    """sign_in(user) → a client of that person."""

    def enter(user):
        client.force_login(user)
        return client

    return enter


def pytest_collection_modifyitems(items):
    """Tests that need a server or a browser that is absent are skipped with a notice; those that ask for no database
    need no second run on another one."""
    absent = {}
    if connection.vendor != "postgresql":
        absent["races"] = "needs row locks: no PostgreSQL here"
    if find_browser() is None:
        absent["browser"] = "needs Debian's chromium, which is absent"
    for item in items:
        if not {"db", "transactional_db"} & set(item.fixturenames) and not item.get_closest_marker("django_db"):
            item.add_marker("once")
        for marker in absent.keys() & {mark.name for mark in item.iter_markers()}:
            item.add_marker(pytest.mark.skip(reason=absent[marker]))


class _Undo(Exception):
    pass


@pytest.fixture
def fresh_transaction(db):
    """with fresh_transaction(): … — whatever the block wrote is taken back."""

    @contextmanager
    def run():
        with suppress(_Undo), transaction.atomic():
            yield
            raise _Undo

    return run
