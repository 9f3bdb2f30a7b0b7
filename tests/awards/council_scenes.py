"""A council of the first province with a session."""

import datetime as dt

from accounts import clock
from awards.services import council, council_sessions
from awards.states import CouncilSeat
from tests.awards.scenes import received


def make_council(world, members=(), **changes):
    """A council with the given people as members and a secretary without a vote."""
    values = {"name": "Hội đồng tỉnh", "decision": "01/QĐ-UBND", "valid_from": dt.date(2020, 1, 1), "valid_to": None}
    row = council.save_council(authority_id=world.a.pk, by=world.board, **(values | changes))
    for user in members:
        add(row, world, user)
    add(row, world, None, full_name="Thư ký", seat=CouncilSeat.SECRETARY, votes=False)
    return row


def add(row, world, user, **changes):
    values = {
        "full_name": user.full_name if user else "Ủy viên",
        "seat": CouncilSeat.MEMBER,
        "votes": True,
        "valid_from": dt.date(2020, 1, 1),
        "email": user.email if user else "",
    }
    return council.add_member(council_id=row.pk, by=world.board, **(values | changes))


def plan(world, row, days=3, **changes):
    values = {
        "title": "Phiên họp xét cuối năm",
        "starts_at": clock.now() + dt.timedelta(days=days),
        "place": "Phòng họp số 1",
        "chair_id": row.members.first().pk,
        "secretary": "Thư ký",
    }
    return council_sessions.save_session(council_id=row.pk, by=world.board, **(values | changes))


def with_file(world, session, **fields):
    """A received nomination about units[2] on the agenda."""
    nomination = received(world, **fields)
    (item,) = council_sessions.put_on_agenda(
        session_id=session.pk, nomination_ids=[nomination.pk], field="Khối cơ quan", by=world.board
    )
    return item
