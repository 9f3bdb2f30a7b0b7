import datetime as dt
from types import SimpleNamespace

import pytest

from accounts import clock
from accounts.models import AuditEntry
from campaigns import services
from campaigns.models import Deadline
from campaigns.when import ZONE, DueRule


@pytest.fixture
def noon():
    """noon(date or days from today) → that day at noon, Việt Nam time."""

    def at(day):
        if isinstance(day, int):
            day = clock.today() + dt.timedelta(days=day)
        return dt.datetime.combine(day, dt.time(12), tzinfo=ZONE)

    return at


@pytest.fixture
def due(world):
    """A report due in ten days («chậm nhất»), to the leader, in bloc 1, with its reminders planned."""
    return services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=world.leader,
        title="Báo cáo 6 tháng",
        kind=Deadline.Kind.MIDYEAR_REPORT,
        value=clock.today() + dt.timedelta(days=10),
        rule=DueRule.BY,
        to_leader=True,
    )


@pytest.fixture
def sent(world, due):
    """The report of the member unit (units[2]), written by its staff and sent by its head."""
    unit = world.bloc.units[2]
    submission = services.save_submission(deadline_id=due.pk, unit=unit, text="Kết quả 6 tháng", by=world.staff)
    receipt = services.submit(submission_id=submission.pk, by=world.head)
    submission.refresh_from_db()
    return SimpleNamespace(submission=submission, receipt=receipt, unit=unit)


@pytest.fixture
def events():
    """events() → names of the audit rows since the last call."""
    seen = {"pk": 0}

    def read():
        rows = list(AuditEntry.objects.filter(pk__gt=seen["pk"]).order_by("pk"))
        seen["pk"] = rows[-1].pk if rows else seen["pk"]
        return [row.event for row in rows]

    return read
