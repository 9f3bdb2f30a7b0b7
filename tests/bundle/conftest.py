import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from blocs.models import Membership, Unit
from blocs.services.units import first_name


def as_services_would(world: SimpleNamespace) -> SimpleNamespace:
    """The shared world with a first name for every unit; the present leader began when the former one ended."""
    for unit in Unit.objects.filter(names=None):
        first_name(unit).save()
    leader = Membership.objects.filter(bloc_year=world.bloc.year, role="leader", valid_to=None)
    leader.update(valid_from=timezone.localdate() - dt.timedelta(days=29))
    return world


@pytest.fixture
def world(world):
    return as_services_would(world)
