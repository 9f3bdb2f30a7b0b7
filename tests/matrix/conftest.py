import pytest

from tests.matrix.stage import build_stage


@pytest.fixture(scope="module")
def stage(kept):
    """The stage, built once for all tests of a module; each case takes back what it wrote."""
    return build_stage()
