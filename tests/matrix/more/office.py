"""The calendar in the matrix: a day and an outage kept by province A, the pages of one's own."""

import datetime as dt

from accounts import clock
from campaigns import services


def stage(s) -> None:
    board, authority = s.world.board, s.world.a.pk
    s.office_day = services.add_office_day(
        authority_id=authority,
        day=dt.date(2026, 3, 10),
        working=False,
        name="Lễ hội đền",
        source="Thông báo số 1",
        by=board,
    )
    s.outage = services.record_outage(
        authority_id=authority,
        started_at=clock.now() - dt.timedelta(days=400, hours=2),
        ended_at=clock.now() - dt.timedelta(days=400),
        what="Mất điện",
        by=board,
    )


def places(s) -> dict[str, tuple]:
    authority = (s.world.a.pk,)
    return {
        "campaigns:office_days": authority,
        "campaigns:office_day_add": authority,
        "campaigns:office_day_withdraw": (s.office_day.pk,),
        "campaigns:outages": authority,
        "campaigns:outage_add": authority,
        "campaigns:outage_withdraw": (s.outage.pk,),
    }


def sends(s) -> dict[str, dict]:
    return {
        "campaigns:office_day_add": {
            "day": "11/03/2026",
            "working": "0",
            "name": "Lễ hội đền, ngày hai",
            "source": "Thông báo số 1",
        },
        "campaigns:outage_add": {
            "started_at": "08:00 01/02/2025",
            "ended_at": "09:00 01/02/2025",
            "what": "Mất điện",
        },
    }
