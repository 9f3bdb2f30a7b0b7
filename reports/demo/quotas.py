"""Quotas of the first province, a place the meeting gave last year, and its council with a session ahead."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from awards.models import AwardType, Council, CouncilAgendaItem, Nomination, Quota, RankDecision
from awards.services import council, council_sessions
from awards.services.places import decide_places
from awards.services.quotas import save_quota
from awards.states import COUNCIL_READY, CouncilSeat
from blocs.models import Authority
from scoring.models import Ranking
from scoring.states import RankingState

from . import provinces, world
from .cast import AN_SON, MAIN
from .world import Demo

SOURCE = "Dữ liệu minh họa, không phải quy định thật"
# award, order, figure, value, more
RULES = (
    ("CO_CP", 1, "number", "1", {"pooled": True, "falls_to": "CO_TINH"}),
    ("CO_TINH", 2, "number", "1", {}),
    ("BK_TINH_TT", 3, "pct_rest", "30", {"rest_years": 1}),
)


def build(demo: Demo) -> None:
    place = provinces.place_of(AN_SON)
    staff = world.act(world.staff_of(place))
    if not Quota.objects.filter(authority=place).exists():
        demo.built = True
        with demo.on(dt.date(demo.year - 1, 3, 1)):
            _quotas(demo, place, staff)
    _place(demo)
    if not Council.objects.filter(authority=place).exists():
        demo.built = True
        _council(demo, place, staff)


def _quotas(demo: Demo, place: Authority, staff: User) -> None:
    types = {row.code: row.pk for row in AwardType.objects.all()}
    for code, order, figure, value, more in RULES:
        extra = dict(more)
        values = {
            "award_type_id": types[code],
            "falls_to_id": types.get(extra.pop("falls_to", "")),
            "year_from": demo.year - 1,
            "order": order,
            "figure": figure,
            "value": Decimal(value),
            "source": SOURCE,
            **extra,
        }
        save_quota(authority_id=place.pk, values=values, blocs=[], by=staff)


def _place(demo: Demo) -> None:
    """Last year's meeting gave the unit behind the third of the main bloc the third place as well."""
    rows = Ranking.objects.filter(campaign__bloc_year=provinces.year_of(AN_SON, MAIN, demo.year - 1))
    ranking = rows.filter(state=RankingState.FINAL).order_by("-version").first()
    if ranking is None or RankDecision.objects.filter(ranking__campaign=ranking.campaign).exists():
        return
    row = ranking.rows.filter(rank__gte=4).order_by("rank").first()
    if row is None:
        return
    demo.built = True
    with demo.on(timezone.localdate(ranking.computed_at) + dt.timedelta(days=1)):
        decide_places(
            ranking_id=ranking.pk,
            unit_ids=[row.unit_id],
            rank=3,
            reason=demo.words(row.unit, "Đồng hạng Ba: hội nghị ghi nhận thành tích đột xuất trong năm."),
            minutes="Biên bản hội nghị tổng kết (minh họa)",
            by=world.act(world.staff_of(provinces.place_of(AN_SON))),
        )


def _council(demo: Demo, place: Authority, staff: User) -> None:
    since = dt.date(demo.year - 1, 1, 15)
    with demo.on(since):
        row = council.save_council(
            authority_id=place.pk,
            name=f"Hội đồng Thi đua, Khen thưởng tỉnh {AN_SON.place}",
            decision="Quyết định thành lập (minh họa)",
            valid_from=since,
            valid_to=None,
            by=staff,
        )
        add = {"council_id": row.pk, "valid_from": since, "by": staff}
        council.add_member(full_name="Trần Minh Họa", position="Chủ tịch UBND tỉnh", seat=CouncilSeat.CHAIR, votes=True, **add)  # fmt: skip
        for code in ("ASB1", "ASB2"):
            head = world.head_of(provinces.unit_of(code))
            council.add_member(full_name=head.full_name, position="Giám đốc sở", seat=CouncilSeat.MEMBER, votes=True, email=head.email, **add)  # fmt: skip
        council.add_member(full_name=staff.full_name, position="Cán bộ thường trực", seat=CouncilSeat.SECRETARY, votes=False, email=staff.email, **add)  # fmt: skip
    _session(demo, row, staff)


def _session(demo: Demo, row: Council, staff: User) -> None:
    """The file that has been on the board's desk longest; the others stay there. Without any no session is planned."""
    waiting = Nomination.objects.filter(campaign__authority_id=row.authority_id, state__in=COUNCIL_READY).order_by("pk")
    files = list(
        waiting.exclude(pk__in=CouncilAgendaItem.objects.values("nomination_id")).values_list("pk", flat=True)[:1]
    )
    if not files:
        return
    day = demo.days(12)
    session = council_sessions.save_session(
        council_id=row.pk,
        title=f"Phiên họp xét khen thưởng năm {demo.year}",
        starts_at=council_sessions.moment(day, dt.time(8, 30)),
        place="Phòng họp số 2, trụ sở UBND tỉnh",
        chair_id=row.members.get(seat=CouncilSeat.CHAIR).pk,
        secretary=staff.full_name,
        by=staff,
    )
    council_sessions.put_on_agenda(
        session_id=session.pk, nomination_ids=files, field="Cơ quan, đơn vị cấp tỉnh", by=staff
    )
    council_sessions.invite_members(session_id=session.pk, by=staff)
