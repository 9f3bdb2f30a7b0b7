"""What a deadline asks: its form, and a request nobody planned."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused
from accounts.models import User
from accounts.outbox import notify
from campaigns.models import Deadline, ReportForm
from campaigns.owing import owed_units
from campaigns.permissions_reports import can_edit_form, can_request
from campaigns.report_forms import MOST_SECTIONS, Section, form_of
from campaigns.rules import printed_words
from campaigns.rules.receivers import BOARD, DEPUTY, LEADER, OFFICES
from campaigns.when import DueRule, Precision

from .chosen import put_units
from .deadlines import add_deadline
from .locks import invalid, lock_campaign, lock_deadline
from .people import everybody


@dataclass(frozen=True)
class ReportRequest:
    """What is asked by the end of which day; ``questions``: one section each; ``unit_ids``: of whom, of all members when
    none are named; ``offices``: who receives and answers it (``rules.receivers.OFFICES``)."""

    title: str
    last_day: dt.date
    questions: Sequence[Section]
    with_targets: bool = False
    unit_ids: frozenset[int] = frozenset()
    offices: frozenset[str] = frozenset({LEADER})


@transaction.atomic
def save_form(
    *, deadline_id: int, sections: Sequence[Section], with_targets: bool, by: User, seen: int | None = None
) -> ReportForm:
    """Say what the units write for a deadline. What a unit has written under a heading that is taken out stays in its
    report. ``seen``: the count of saves the writer saw. Raises Refused (rights, STALE), ValidationError."""
    deadline = lock_deadline(deadline_id, by)
    can_edit_form(by, deadline).enforce()
    _check(sections)
    row = ReportForm.objects.filter(deadline=deadline).first() or ReportForm(deadline=deadline)
    if seen is not None and seen != row.saves:
        raise Refused(Reason.STALE)
    before = _told(form_of(deadline).sections, form_of(deadline).with_targets)
    row.sections, row.with_targets = [section.as_json() for section in sections], with_targets
    row.saves, row.updated_by = row.saves + 1, by
    row.save()
    audit.record(by=by, event="report_form.save", target=deadline, before=before, after=_told(sections, with_targets))
    return row


def _check(sections: Sequence[Section]) -> None:
    if len(sections) > MOST_SECTIONS:
        raise invalid("sections", f"Mẫu báo cáo có nhiều nhất {MOST_SECTIONS} mục.")
    if len({section.key for section in sections}) < len(sections):
        raise invalid("sections", "Mỗi mục của mẫu báo cáo chỉ được ghi một lần.")


def _told(sections: Sequence[Section], with_targets: bool) -> dict:
    return {"sections": "; ".join(section.heading for section in sections), "with_targets": with_targets}


@transaction.atomic
def request_report(*, campaign_id: int, asked: ReportRequest, by: User) -> Deadline:
    """A report asked for at short notice: a deadline of its own with its form; the units asked are told at once.

    Raises Refused (rights, a unit outside the bloc) and ValidationError (no question, a day that has passed).
    """
    campaign = lock_campaign(campaign_id, by)
    can_request(by, campaign).enforce()
    if asked.last_day < clock.today():
        raise invalid("last_day", "Hạn báo cáo không thể ở quá khứ.")
    if not asked.offices or not asked.offices <= OFFICES:
        raise invalid("offices", "Hãy chọn nơi nhận báo cáo.")
    if not asked.questions and not asked.with_targets:
        raise invalid("questions", "Hãy ghi ít nhất một nội dung cần báo cáo.")
    deadline = add_deadline(
        campaign_id=campaign.pk,
        by=by,
        title=asked.title,
        kind=Deadline.Kind.AD_HOC,
        owes=Deadline.Owes.MEMBERS,
        to_leader=LEADER in asked.offices,
        to_deputy=DEPUTY in asked.offices,
        to_board=BOARD in asked.offices,
        precision=Precision.DAY,
        value=asked.last_day,
        rule=DueRule.BY,
    )
    save_form(deadline_id=deadline.pk, sections=asked.questions, with_targets=asked.with_targets, by=by)
    if asked.unit_ids:
        return put_units(deadline, set(asked.unit_ids), by)
    _tell_all(deadline)
    return deadline


def _tell_all(deadline: Deadline) -> None:
    notify(
        users=everybody(unit.pk for unit in owed_units(deadline)),
        kind="report_requested",
        title=f"Yêu cầu báo cáo: {deadline.title}",
        body=f"Thời hạn: {printed_words(deadline)}.",
        path=reverse("campaigns:deadline_detail", args=[deadline.pk]),
        key=f"deadline:{deadline.pk}:requested",
    )
