"""Reminders, messages, bloc notices: a draft, a released one and one that was sent to every unit of the bloc."""

import datetime as dt

from accounts import clock
from campaigns import services
from campaigns.reminder_table import default_table, mark_of
from campaigns.states_notices import RELEASE


def stage(s) -> None:
    world = s.world
    s.draft_notice, s.second_notice = (_write(world, f"Thông báo {n}") for n in (1, 2))
    s.released_notice = _release(world, _write(world, "Thông báo chờ gửi"), days=3)
    s.sent_notice = _release(world, _write(world, "Thông báo đã gửi"), days=0)
    with clock.at(clock.now() + dt.timedelta(minutes=6)):
        services.send_released_notices()
    other = world.other_bloc.campaign
    services.save_reminder_rules(
        campaign_id=other.pk, lines=[{"offset": -2, "subject": "a", "text": "b"}], by=world.board
    )


def _write(world, title):
    values = {"title": title, "body": "Nội dung", "to_staff": True, "to_head": True, "units": world.bloc.units[1:]}
    return services.write_notice(campaign_id=world.bloc.campaign.pk, by=world.leader_staff, **values)


def _release(world, notice, days):
    at = clock.now() + dt.timedelta(days=days)
    return services.move_notice(notice_id=notice.pk, move=RELEASE, by=world.leader, expected_version=1, leaves_at=at)


def places(s) -> dict[str, tuple]:
    campaign = (s.campaign.pk,)
    return {
        "accounts:notification_read": (s.notification.pk,),
        "campaigns:reminder_rules": campaign,
        "campaigns:reminder_rules_restore": (s.world.other_bloc.campaign.pk,),
        "campaigns:message_log": campaign,
        "campaigns:notices": campaign,
        "campaigns:notice_create": campaign,
        "campaigns:notice": (s.draft_notice.pk,),
        "campaigns:notice@sent": (s.sent_notice.pk,),
        "campaigns:notice_update": (s.draft_notice.pk,),
        "campaigns:notice_update@sent": (s.sent_notice.pk,),
        "campaigns:notice_move": (s.second_notice.pk, "release"),
        "campaigns:notice_move@hold": (s.released_notice.pk, "hold"),
        "campaigns:notice_move@sent": (s.sent_notice.pk, "withdraw"),
    }


def sends(s) -> dict[str, dict]:
    line = {"side": "before", "days": 2, "offset_unit": "calendar", "to_head": "on", "subject": "a", "text": "b"}
    table = {"dong-TOTAL_FORMS": 1, "dong-INITIAL_FORMS": 0, "seen": mark_of(default_table())}
    notice = {"title": "Mới", "body": "Nội dung", "to_head": "on", "units": [s.world.bloc.units[2].pk]}
    return {
        "campaigns:reminder_rules": table | {f"dong-0-{name}": value for name, value in line.items()},
        "campaigns:notice_create": notice,
        "campaigns:notice_update": notice | {"version": s.draft_notice.version},
        "campaigns:notice_update@sent": notice | {"version": s.sent_notice.version},
        "campaigns:notice_move": {"version": 1},
        "campaigns:notice_move@hold": {"version": 1},
        "campaigns:notice_move@sent": {"version": 1},
    }
