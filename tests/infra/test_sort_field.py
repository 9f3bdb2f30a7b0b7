"""Sort keys compare in Python as in the database, whichever driver read them."""

from blocs.models import Unit


def test_keys_read_back_are_bytes_and_sort_as_the_database_does(world):
    in_database = list(Unit.objects.order_by("sort_key", "pk"))
    assert [type(unit.sort_key) for unit in in_database] == [bytes] * len(in_database)
    assert sorted(in_database, key=lambda unit: (unit.sort_key, unit.pk)) == in_database
