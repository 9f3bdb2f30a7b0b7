"""Quotas, places of the meeting, councils. The council's only member with an account is the head of a unit of the other
bloc, who reads the file on its agenda; one session is planned, another is open."""

import datetime as dt
from types import SimpleNamespace

from accounts import clock
from awards.services import council_sessions
from awards.states_council import OPEN
from tests.awards.council_scenes import make_council, plan, with_file
from tests.awards.quota_scenes import quota


def stage(s: SimpleNamespace) -> None:
    world = s.world
    s.quota = quota(world)
    s.council = make_council(world, [world.other_bloc_head])
    s.council_session = plan(world, s.council)
    s.council_item = with_file(world, s.council_session, subject="Phòng thứ nhất")
    s.council_sitting = plan(world, s.council, title="Phiên đang họp")
    s.council_open_item = with_file(world, s.council_sitting, subject="Phòng thứ hai")
    council_sessions.invite_members(session_id=s.council_sitting.pk, by=world.board)
    council_sessions.move_session(session_id=s.council_sitting.pk, move=OPEN, by=world.board)


def places(s: SimpleNamespace) -> dict[str, tuple]:
    session, council, campaign = (s.council_session.pk,), (s.council.pk,), (s.campaign.pk,)
    return {
        "awards:quota_create": (s.world.a.pk,),
        "awards:quota_update": (s.quota.pk,),
        "awards:quota_withdraw": (s.quota.pk,),
        **{f"awards:proposal{name}": campaign for name in ("", "_places", "_draft")},
        "awards:council_create": (s.world.a.pk,),
        **{f"awards:{name}": council for name in ("council", "council_update", "council_member", "session_create")},
        "awards:council_member_end": (s.council.members.first().pk,),
        **{f"awards:session{name}": session for name in ("", "_update", "_agenda", "_invite")},
        "awards:session_presence": (s.council_sitting.pk,),
        "awards:session_move": (s.council_session.pk, "cancel"),
        "awards:agenda_remove": (s.council_item.pk,),
        "awards:agenda_conclude": (s.council_open_item.pk,),
        "awards:nomination_detail@council": (s.council_item.nomination_id,),
        "reports:council_minutes": (s.council_sitting.pk,),
    }


def sends(s: SimpleNamespace) -> dict[str, dict]:
    day = f"{clock.today() + dt.timedelta(days=5):%d/%m/%Y}"
    return {
        "awards:quota_withdraw": {"reason": "Ghi nhầm"},
        "awards:proposal_places": {"units": s.world.bloc.units[2].pk, "rank": "1", "reason": "Hội nghị quyết định"},
        "awards:proposal_draft": {"quota": s.quota.pk, "unit": s.world.bloc.units[3].pk},
        "awards:session_create": {"title": "Phiên mới", "day": day, "hour": "08:00"},
        "awards:session_presence": {f"du_{s.council_sitting.invited.first().pk}": "present"},
        "awards:agenda_conclude": {"outcome": "propose"},
    }
