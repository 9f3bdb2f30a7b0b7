"""What a report says at this moment, in the one form that is kept and whose checksum the receipt carries."""

from typing import Any

from accounts import clock
from campaigns.attainment import standings
from campaigns.models import Submission, SubmissionSection
from campaigns.report_forms import Form, Section, form_of

# «text»: the free text; «sections», «targets», «files»: as they stand in the report, in order.
Content = dict[str, Any]


def content_of(submission: Submission) -> Content:
    """Everything the report says now, as plain values; numbers as text. A constant number of statements."""
    form = form_of(submission.deadline)
    files = submission.files.kept().values_list("name", "sha256")
    due, unit = submission.deadline, submission.unit
    rows = standings(due.campaign, unit, clock.today(), due) if form.with_targets else []
    return {
        "deadline": submission.deadline.title,
        "unit": submission.unit.name,
        "text": submission.text,
        "sections": [_section(asked, row) for asked, row in sections_of(submission, form) if row and not row.is_empty],
        "targets": [row.as_json() for row in rows],
        "files": [{"name": name, "sha256": sha256} for name, sha256 in sorted(files)],
    }


def sections_of(submission: Submission | None, form: Form) -> list[tuple[Section, SubmissionSection | None]]:
    """The sections a form asks with what was written, in order; after them what was written under headings that were
    taken out since. One statement."""
    rows = submission.sections.select_related("updated_by") if submission else ()
    written = {row.key: row for row in rows}
    asked = [(section, written.pop(section.key, None)) for section in form.sections]
    dropped = [(Section(row.key, "Mục không còn trong mẫu"), row) for row in written.values() if not row.is_empty]
    return [*asked, *dropped]


def _section(asked: Section, row: SubmissionSection) -> dict[str, Any]:
    figure = None if row.figure is None else f"{row.figure.normalize():f}"
    return {
        "key": asked.key,
        "heading": asked.heading,
        "text": row.text,
        "figure": figure,
        "measure_unit": asked.measure_unit,
    }


def missing_in(content: Content, form: Form) -> list[str]:
    """Headings of needed sections that are empty. A report attached as a file, or written in one free text, needs none."""
    if content["files"] or content["text"].strip():
        return []
    written = {section["key"] for section in content["sections"]}
    return [section.heading for section in form.sections if section.needed and section.key not in written]


def says_something(content: Content) -> bool:
    figures = any(row["value"] is not None for row in content["targets"])
    return bool(content["text"].strip() or content["sections"] or content["files"] or figures)
