"""What the page of a unit's report shows of its form: sections, figures, and what keeps it from being sent."""

from dataclasses import dataclass
from typing import Any

from accounts import clock
from accounts.canonical import sha256_of
from accounts.models import User
from blocs.models import Unit
from campaigns import permissions
from campaigns.attainment import Standing, as_sent, standings
from campaigns.forms.reports import FiguresForm, SectionForm
from campaigns.models import Deadline, Submission, SubmissionSection
from campaigns.report_forms import Form, Section, form_of
from campaigns.services.sent_content import content_of, missing_in, says_something, sections_of
from campaigns.states import SUBMIT


@dataclass(frozen=True)
class ShownSection:
    """A heading with what is written and, for who writes, its form."""

    asked: Section
    row: SubmissionSection | None
    form: SectionForm


def report_context(
    deadline: Deadline,
    unit: Unit,
    submission: Submission | None,
    bound: dict[str, SectionForm] | None = None,
    figures: FiguresForm | None = None,
) -> dict[str, Any]:
    """Sections and figures; ``bound``, ``figures``: forms that were refused, shown with what was typed."""
    form = form_of(deadline)
    rows = _standings(deadline, unit, submission) if form.with_targets else []
    figures = figures or FiguresForm(rows=rows)
    return {
        "is_bad": bool(bound) or figures.is_bound,
        "report": form,
        "sections": [_shown(asked, row, bound or {}) for asked, row in sections_of(submission, form)],
        "standings": rows,
        "figures": figures,
        "figure_rows": figures.table(rows),
        "has_figures": any(row.value is not None for row in rows),
        "without_figure": [row for row in rows if row.takes_figure and row.value is None],
    }


def _standings(deadline: Deadline, unit: Unit, submission: Submission | None) -> list[Standing]:
    """As they were sent; of a report that is being written as they stand now."""
    if submission is not None and submission.is_sent:
        return as_sent(submission)
    return standings(deadline.campaign, unit, clock.today(), deadline)


def _shown(asked: Section, row: SubmissionSection | None, bound: dict[str, SectionForm]) -> ShownSection:
    given = {"text": row.text, "figure": row.figure, "version": row.version} if row else {"version": 0}
    return ShownSection(asked, row, bound.get(asked.key) or SectionForm(initial=given, auto_id=f"id_%s-{asked.key}"))


def send_context(user: User, submission: Submission | None, form: Form | None = None) -> dict[str, Any]:
    """Whether the person may send, what is still missing, and the checksum of what they are shown."""
    found = {"may_submit": False, "missing": [], "digest": "", "moves": {"submit": SUBMIT}}
    if submission is None or not permissions.can_submit(user, submission):
        return found
    content = content_of(submission)
    missing = missing_in(content, form or form_of(submission.deadline))
    return found | {
        "may_submit": says_something(content) and not missing,
        "missing": missing if says_something(content) else [],
        "digest": sha256_of(content),
    }
