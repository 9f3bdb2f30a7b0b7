"""A review as one table: what each asked unit has sent, what it says section by section, and whom it proposes."""

from collections import defaultdict
from dataclasses import dataclass

from accounts.models import User
from blocs.access import Action, reach
from blocs.models import Unit

from .models import Review, ReviewProposal, Submission, SubmissionSection
from .permissions_movements import can_run
from .progress import Cell, cells_of
from .report_forms import Section, form_of
from .states import SENT


@dataclass(frozen=True)
class Row:
    """One unit. ``answers``: each section with what was written under it, or None; ``text``: the free text. Both are
    empty until the report is sent. ``mine``: the person works there; ``may_propose``: may put down its proposals."""

    cell: Cell
    mine: bool
    may_propose: bool
    text: str
    answers: list[tuple[Section, SubmissionSection | None]]
    proposals: list[ReviewProposal]


@dataclass(frozen=True)
class Table:
    sections: tuple[Section, ...]
    rows: list[Row]

    @property
    def sent(self) -> int:
        return sum(row.cell.is_sent for row in self.rows)

    @property
    def waiting(self) -> int:
        return len(self.rows) - self.sent

    @property
    def proposals(self) -> list[ReviewProposal]:
        return [each for row in self.rows for each in row.proposals if each.withdrawn_at is None]

    @property
    def said(self) -> list[tuple[Section, list[tuple[Unit, SubmissionSection]]]]:
        """The reports read across: under each section what every unit wrote there."""
        return [
            (section, [(row.cell.unit, row.answers[place][1]) for row in self.rows if _tells(row.answers[place][1])])
            for place, section in enumerate(self.sections)
        ]

    @property
    def texts(self) -> list[tuple[Unit, str]]:
        """Free texts of sent reports (asked where there are no sections)."""
        return [(row.cell.unit, row.text) for row in self.rows if row.text]


def _tells(answer: SubmissionSection | None) -> bool:
    return answer is not None and bool(answer.text or answer.figure is not None)


def table_of(review: Review, user: User) -> Table:
    """Rows of the units the person may read about: the own ones, all for the board; a constant number of statements."""
    scope = reach(user, Action.SUBMISSION_VIEW)
    board = review.campaign.authority_id in scope.authority_ids
    sections = form_of(review.deadline).sections
    reports = Submission.objects.visible_to(user).filter(deadline=review.deadline_id, state__in=SENT)
    texts = dict(reports.values_list("unit_id", "text"))
    answers: dict[tuple[int, str], SubmissionSection] = {
        (row.submission.unit_id, row.key): row
        for row in SubmissionSection.objects.filter(submission__in=reports).select_related("submission")
    }
    proposals = defaultdict(list)
    for row in ReviewProposal.objects.visible_to(user).filter(review=review).order_by("subject_kind", "pk"):
        proposals[row.unit_id].append(row)
    own = reach(user, Action.SUBMISSION_EDIT).unit_ids
    runs = bool(can_run(user, review.campaign))
    cells = [cell for cell in cells_of([review.deadline]).values() if board or cell.unit.pk in scope.unit_ids]
    return Table(
        sections,
        [
            Row(
                cell=cell,
                mine=cell.unit.pk in own,
                may_propose=review.is_open and (runs or cell.unit.pk in own),
                text=texts.get(cell.unit.pk, ""),
                answers=[(section, answers.get((cell.unit.pk, section.key))) for section in sections],
                proposals=proposals[cell.unit.pk],
            )
            for cell in sorted(cells, key=lambda cell: (bytes(cell.unit.sort_key), cell.unit.pk))
        ],
    )
