import datetime as dt

import pytest
from django.utils import timezone

from blocs.models import Membership, Unit
from blocs.services.units import first_name


@pytest.fixture
def world(world):
    """The shared world as services would have made it: every unit has its first name, and the present leader began when
    the former one ended."""
    for unit in Unit.objects.filter(names=None):
        first_name(unit).save()
    leader = Membership.objects.filter(bloc_year=world.bloc.year, role="leader", valid_to=None)
    leader.update(valid_from=timezone.localdate() - dt.timedelta(days=29))
    return world
