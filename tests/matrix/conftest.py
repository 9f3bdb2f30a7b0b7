import contextlib

import pytest
from django.db import transaction

from tests.matrix.stage import build_stage


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """The stage, built once for all tests of a module; each case takes back what it wrote."""
    with django_db_blocker.unblock(), contextlib.suppress(_Undo), transaction.atomic():
        yield build_stage()
        raise _Undo


class _Undo(Exception):
    pass
