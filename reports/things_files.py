"""Nomination files: those a bloc looks at, those past their day, opinions that did not come."""

from django.urls import reverse
from django.utils import timezone

from awards.models import ConsultedBody, Nomination
from awards.permissions import can_move, can_record_opinion
from awards.states import AT_BOARD, CLOCKED, PASS_ON, NominationState
from blocs.access import Action, reach
from campaigns.rules import due_chip

from .desk import Desk
from .things import AWARD, Thing, of_campaign
from .things_waiting import waited


def files_to_pass_on(desk: Desk):
    """Files that lie with the bloc and that this person may pass on: the leader's, of the leader's own unit the
    deputy's."""
    scope = reach(desk.user, Action.NOMINATION_PASS)
    rows = Nomination.objects.readable_by(desk.user).for_decisions().filter(state=NominationState.AT_BLOC)
    for row in rows.filter(campaign__bloc_year_id__in=scope.bloc_year_ids) if scope.bloc_year_ids else ():
        if can_move(desk.user, row, PASS_ON):
            since = timezone.localdate(row.submitted_at)
            yield Thing(
                title=f"Xem xét hồ sơ đề nghị của {row.unit}",
                detail=f"{row} · {of_campaign(row.campaign)}",
                to="",
                day=since,
                due=waited(since, desk.today),
                kind="sent",
                label=row.get_state_display(),
                url=reverse("awards:nomination_detail", args=[row.pk]),
                action="Xem và cho ý kiến",
                room=AWARD,
            )


def files_late(desk: Desk):
    """One line for all files of the own authorities past their day for processing."""
    scope = reach(desk.user, Action.AWARD_DECIDE)
    rows = Nomination.objects.filter(
        campaign__authority_id__in=scope.authority_ids,
        state__in=CLOCKED,
        paused_since__isnull=True,
        due_on__lt=desk.today,
    )
    days = sorted(rows.values_list("due_on", flat=True)) if scope.authority_ids else []
    if days:
        yield Thing(
            title=f"{len(days)} hồ sơ đề nghị khen thưởng quá hạn giải quyết",
            detail="Thời hạn tính theo ngày làm việc, đã trừ thời gian tạm dừng",
            to="",
            day=days[0],
            due=due_chip(days[0], desk.today),
            kind="late",
            label="Quá hạn",
            url=f"{reverse('awards:list')}?late=1",
            action="Xem hồ sơ",
            room=AWARD,
        )


def opinions_overdue(desk: Desk):
    """Bodies asked that did not answer by their day: remind them, or record that they were silent."""
    scope = reach(desk.user, Action.AWARD_DECIDE)
    if not scope.authority_ids:
        return
    rows = ConsultedBody.objects.overdue(desk.today).filter(
        nomination__campaign__authority_id__in=scope.authority_ids,
        nomination__state__in=AT_BOARD | {NominationState.RETURNED},
    )
    for row in rows.select_related("nomination__campaign__bloc_year", "nomination__unit", "nomination__award_type"):
        if can_record_opinion(desk.user, row.nomination):
            yield Thing(
                title=f"{row.body} chưa trả lời hiệp y",
                detail=str(row.nomination),
                to="",
                day=row.due,
                due=due_chip(row.due, desk.today),
                kind="late",
                label="Chưa trả lời",
                url=reverse("awards:nomination_detail", args=[row.nomination_id]),
                action="Nhắc hoặc ghi kết luận",
                room=AWARD,
            )
