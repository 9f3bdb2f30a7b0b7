"""An authority enters the base salary; every entry is a further row."""

import datetime as dt

from django.db import transaction

from accounts import audit
from accounts.models import User
from awards.models import BaseSalary
from awards.permissions_rules import writes_for
from blocs.access import refresh
from blocs.models import Authority


@transaction.atomic
def add_base_salary(
    *, authority: Authority, amount: int, valid_from: dt.date, source: str, source_status: str, by: User
) -> BaseSalary:
    """The amount in đồng from a day on, for bonuses of the authority's decisions. Raises Refused, ValidationError."""
    writes_for(refresh(by), authority.pk).enforce()
    values = {"amount": amount, "valid_from": valid_from, "source": source, "source_status": source_status}
    row = BaseSalary(authority=authority, by=by, **values)
    row.full_clean()
    row.save()
    audit.record(by=by, event="base_salary.add", target=row, after=values)
    return row
