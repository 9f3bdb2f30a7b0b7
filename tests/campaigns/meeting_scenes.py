"""A meeting of bloc 1 a week ahead, and the steps of its life."""

import datetime as dt

from accounts import clock
from campaigns.models import Attendance, Deadline, Meeting
from campaigns.services import meeting_life, meetings
from campaigns.when import ZONE
from tests.factories import DeadlineFactory


def in_days(days: int, hour: int = 8) -> dt.datetime:
    return dt.datetime.combine(clock.today() + dt.timedelta(days=days), dt.time(hour), tzinfo=ZONE)


def plan(world, *, days: int = 7, deadlines=(), **fields) -> Meeting:
    values = {
        "title": "Hội nghị sơ kết",
        "kinds": ["midyear"],
        "starts_at": in_days(days),
        "place": "Hội trường Sở",
    } | fields
    return meetings.plan_meeting(
        campaign_id=world.bloc.campaign.pk, by=world.leader, deadline_ids=[row.pk for row in deadlines], **values
    )


def event_deadline(world, kind=Deadline.Kind.MEETING) -> Deadline:
    return DeadlineFactory(campaign=world.bloc.campaign, kind=kind, title="Hội nghị sơ kết", owes="members")


def invited(world, **fields) -> Meeting:
    return meeting_life.invite(meeting_id=plan(world, **fields).pk, by=world.leader)


def opened(world, **fields) -> Meeting:
    """One that is held today."""
    return meeting_life.open_meeting(meeting_id=invited(world, **{"days": 0} | fields).pk, by=world.leader)


def seat_of(meeting: Meeting, unit) -> Attendance:
    return meeting.attendance.get(unit=unit)
