"""What waits for units that end: signatures, minutes, things to put right, petitions; and who settles each."""

from collections.abc import Collection

from awards.models import Nomination, Petition
from awards.states import OPEN
from awards.states_petitions import WAITING
from blocs.models import Membership
from campaigns.models import FollowUp, Pledge, PledgeSignature, PledgeText, Visit
from campaigns.states_inspections import FROZEN, FollowUpState, InspectionState, Side, VisitState
from campaigns.states_pledges import PledgeState


def open_matters(unit_ids: Collection[int]) -> list[str]:
    """One sentence each; a constant number of statements."""
    return [*_pledges(set(unit_ids)), *_inspections(unit_ids), *_petitions(unit_ids)]


def _pledges(unit_ids: set[int]) -> list[str]:
    blocs = Membership.objects.filter(unit__in=unit_ids).values("bloc_year_id")
    pledges = Pledge.objects.filter(state=PledgeState.SIGNING, campaign__bloc_year__in=blocs).values("text_id")
    texts = PledgeText.objects.filter(pk__in=pledges).select_related("pledge__campaign__bloc_year").order_by("pk")
    waiting = [row for row in texts if unit_ids & set(row.unit_ids)]
    signed = PledgeSignature.objects.counting().filter(text__in=[row.pk for row in waiting], unit_id__in=unit_ids)
    done = set(signed.values_list("text_id", "unit_id"))
    return [
        f"Giao ước của {row.pledge.campaign} còn chờ chữ ký: Trưởng khối kết thúc việc ký kèm lý do, hoặc mở lại."
        for row in waiting
        if any((row.pk, unit) not in done for unit in unit_ids & set(row.unit_ids))
    ]


def _inspections(unit_ids: Collection[int]) -> list[str]:
    rows = Visit.objects.filter(unit_id__in=unit_ids).select_related("unit", "inspection").order_by("pk")
    under_way = rows.filter(state=VisitState.OPEN, inspection__state=InspectionState.UNDER_WAY)
    unsigned = rows.filter(state=VisitState.SIGNING).exclude(minutes__signatures__side=Side.UNIT)
    asked = FollowUp.objects.filter(
        visit__unit_id__in=unit_ids,
        visit__state__in=FROZEN,
        state__in=[FollowUpState.OPEN, FollowUpState.ANSWERED],
    )
    return [
        *(f"{row.inspection}: {row.unit} chưa có biên bản. Đoàn làm việc trước ngày đó." for row in under_way),
        *(
            f"{row.inspection}: biên bản của {row.unit} chờ chữ ký. Đoàn ghi chữ ký trên giấy hoặc mở lại."
            for row in unsigned
        ),
        *(
            f"Khắc phục sau kiểm tra «{row.text}» của {row.visit.unit}, hạn {row.due:%d/%m/%Y}: đoàn xác nhận, hoặc thôi "
            "yêu cầu kèm lý do."
            for row in asked.select_related("visit__unit").order_by("due", "pk")
        ),
    ]


def _petitions(unit_ids: Collection[int]) -> list[str]:
    rows = Petition.objects.filter(unit_id__in=unit_ids, state__in=WAITING).select_related("unit").order_by("pk")
    return [f"{row} của {row.unit} vẫn được trả lời; đơn vị tiếp nhận không rút hay kiến nghị thay." for row in rows]


def undecided(unit_ids: Collection[int]) -> list[str]:
    """Awards asked for that nobody decided: a unit that has ended gets none (Thông tư 15/2025/TT-BNV, to be confirmed)."""
    rows = Nomination.objects.filter(unit__in=unit_ids, state__in=OPEN).select_related("award_type", "unit")
    return [
        f"Đề nghị «{row.award_type}» cho {row.unit} chưa quyết định: đơn vị đã kết thúc hoạt động không được khen thưởng "
        "(Thông tư 15/2025/TT-BNV, cần xác nhận)."
        for row in rows.order_by("pk")
    ]
