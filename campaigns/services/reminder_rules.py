"""The reminder table of a campaign: saved as a whole, or given back to the lines of the system."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.decisions import Reason, only_if
from accounts.models import User
from campaigns.models import Campaign, ReminderRule
from campaigns.permissions import can_manage
from campaigns.reminder_table import COLUMNS, is_own, mark_of, table_of
from campaigns.rules.reminders import faults

from .locks import lock_campaign
from .reminders import replan

MOST_LINES = 20


@transaction.atomic
def save_reminder_rules(
    *, campaign_id: int, lines: list[dict[str, Any]], by: User, seen: str | None = None
) -> list[ReminderRule]:
    """Replace the table by these lines (values of ``reminder_table.COLUMNS``) and plan anew.

    ``seen``: the mark of the table that was edited; another one now means that somebody was faster. Raises Refused,
    and ValidationError whose ``error_list`` holds one error dictionary a line (``LineErrors``).
    """
    campaign = lock_campaign(campaign_id, by)
    can_manage(by, campaign).enforce()
    before = table_of(campaign.pk)
    only_if(seen is None or seen == mark_of(before), Reason.STALE).enforce()
    rows = [ReminderRule(campaign=campaign, **values) for values in lines]
    _check(rows)
    return _replace(campaign, before, rows, by)


@transaction.atomic
def restore_reminder_rules(*, campaign_id: int, by: User) -> list[ReminderRule]:
    """Give the campaign the lines of the system again. Raises Refused."""
    campaign = lock_campaign(campaign_id, by)
    can_manage(by, campaign).enforce()
    before = table_of(campaign.pk)
    only_if(is_own(before), Reason.WRONG_STATE).enforce()
    return _replace(campaign, before, [], by)


def _replace(campaign: Campaign, before: list[ReminderRule], rows: list[ReminderRule], by: User) -> list[ReminderRule]:
    ReminderRule.objects.filter(campaign=campaign).delete()
    ReminderRule.objects.bulk_create(rows)
    after = table_of(campaign.pk)
    audit.record(
        by=by,
        event="reminder.table" if rows else "reminder.table_restored",
        target=campaign,
        before={"lines": _plain(before)},
        after={"lines": _plain(after)},
    )
    replan(campaign.deadlines.for_decisions().select_for_update(of=("self",), no_key=True))
    return after


def _plain(rows: list[ReminderRule]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in COLUMNS} for row in rows]


class LineErrors(ValidationError):
    """What is wrong, line by line: ``by_line`` maps the place in the list to {field: sentences}."""

    def __init__(self, by_line: dict[int, dict[str, list[str]]]) -> None:
        self.by_line = by_line
        super().__init__(
            [f"Lần nhắc {n + 1}: {text}" for n, at in by_line.items() for own in at.values() for text in own]
        )


def _check(rows: list[ReminderRule]) -> None:
    if not 0 < len(rows) <= MOST_LINES:
        raise ValidationError(
            f"Bảng nhắc có từ 1 đến {MOST_LINES} dòng. Muốn thôi nhắc, hãy bỏ «đang dùng» ở các dòng."
        )
    found: dict[int, dict[str, list[str]]] = {}
    steps: set[tuple[int, str]] = set()
    for place, row in enumerate(rows):
        errors = line_errors(row)
        if (row.offset, row.offset_unit) in steps:
            errors.setdefault("offset", []).append("Đã có lần nhắc vào ngày này.")
        steps.add((row.offset, row.offset_unit))
        if errors:
            found[place] = errors
    if found:
        raise LineErrors(found)


def line_errors(row: ReminderRule) -> dict[str, list[str]]:
    """What the columns and the named fields of one line refuse, by field."""
    errors: dict[str, list[str]] = {}
    try:
        row.full_clean(exclude=["campaign"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        errors = {name: list(texts) for name, texts in error.message_dict.items()}
    if not (row.to_staff or row.to_head):
        errors.setdefault("to_staff", []).append("Hãy chọn người nhận: chuyên viên, thủ trưởng hoặc cả hai.")
    for name in ("subject", "text"):
        wrong = faults(getattr(row, name))
        if wrong:
            errors.setdefault(name, []).extend(wrong)
    return errors
