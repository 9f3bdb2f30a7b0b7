"""Sections of a report, each saved by itself."""

from decimal import Decimal

from django.db import transaction

from accounts import audit
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from blocs.models import Unit
from campaigns.models import SubmissionSection
from campaigns.permissions_reports import ReportReason
from campaigns.report_forms import form_of

from .submissions import open_draft


class StaleSection(Refused):
    """Somebody else saved this section meanwhile: carries what is kept and what was typed, nothing is lost."""

    def __init__(self, section: SubmissionSection, text: str, figure: Decimal | None) -> None:
        self.section, self.text, self.figure = section, text, figure
        super().__init__(Reason.STALE)


@transaction.atomic
def save_section(
    *,
    deadline_id: int,
    unit: Unit,
    key: str,
    text: str,
    by: User,
    figure: Decimal | None = None,
    expected_version: int | None = None,
) -> SubmissionSection:
    """Keep one section of the unit's draft. ``expected_version`` is the version of the section the writer saw (0 before
    there was one); saving what is already kept is no conflict.

    Raises Refused (rights, sent, no such section any more) and StaleSection.
    """
    submission, _ = open_draft(deadline_id, unit, by)
    row = SubmissionSection.objects.select_related("updated_by").filter(submission=submission, key=key).first()
    asked = form_of(submission.deadline).section(key)
    only_if(asked or row, ReportReason.NO_SUCH_SECTION).enforce()
    row = row or SubmissionSection(submission=submission, key=key)
    if (row.text, row.figure) == (text, figure):
        return row
    if expected_version is not None and row.version != expected_version:
        raise StaleSection(row, text, figure)
    before = {"length": len(row.text), "figure": row.figure}
    row.text, row.figure, row.updated_by = text, figure, by
    row.version += 1
    row.save()
    after = {"length": len(text), "figure": figure}
    note = asked.heading if asked else key
    audit.record(by=by, event="submission.section", target=submission, before=before, after=after, note=note)
    return row
