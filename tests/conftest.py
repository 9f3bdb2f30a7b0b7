import pytest

from tests.world import build_world


@pytest.fixture
def world(db):
    return build_world()


@pytest.fixture
def sign_in(client):
    """sign_in(user) → a client of that person."""

    def enter(user):
        client.force_login(user)
        return client

    return enter
