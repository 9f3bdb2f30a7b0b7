"""The demonstration is built once for these tests, inside a transaction that is taken back at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import override_settings

from reports.demo.load import load

CANARY = "CHIM-{unit}-YEN"


@pytest.fixture(scope="package")
def build(django_db_setup, django_db_blocker, tmp_path_factory):
    """build(canary=…) as a context manager: load the demonstration, yield it, leave nothing behind."""

    @contextmanager
    def run(**options) -> Iterator:
        folder = tmp_path_factory.mktemp("demo")
        elsewhere = override_settings(VAR_DIR=folder, MEDIA_ROOT=folder / "media")
        with django_db_blocker.unblock(), elsewhere, transaction.atomic():
            yield load(**options)
            transaction.set_rollback(True)

    return run


@pytest.fixture(scope="package")
def demo(build):
    with build(canary=CANARY) as loaded:
        yield loaded
