"""A bloc's year copied into the next: members, phases, deadlines a year later, reminders, the plan's text, how it is
scored. Scores, papers and states never go along; a second run adds only what is not there."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from blocs import services as org
from blocs.access import refresh
from blocs.models import BlocYear
from blocs.services.divisions import YEAR_FIELDS
from campaigns import services as campaigns
from campaigns.models import Campaign, Deadline, Plan, PlanNode
from campaigns.reading.moving import move_words
from campaigns.reminder_table import COLUMNS, table_of
from campaigns.services.locks import invalid
from campaigns.services.reminder_rules import save_reminder_rules
from scoring.models import CriteriaSet, ScoringSetup, YearCopy

from .criteria_copy import create_from
from .setup import set_up_scoring
from .year_items import Item, Part, YearPreview
from .year_preview import can_copy, copied_rows, preview_year, target_of

_BLANK = ("decision_number", "decision_date", "decision_issuer")
_PLAN_HEAD = (
    "family",
    "superior_line",
    "issuer_lines",
    "doc_type",
    "sign",
    "place",
    "authority_line",
    "capacity",
    "post",
    "signer_name",
    "titles_below",
    "archive_line",
    "drafter_initials",
    "bases_style",
)


@dataclass
class _Run:
    """One run on its way: where it copies to, and what became of which row."""

    by: User
    preview: YearPreview
    target: BlocYear | None
    campaign: Campaign | None
    members_from: dt.date
    rows: dict[str, dict[int, int]] = field(default_factory=dict)
    before: dict[str, dict[int, int]] = field(default_factory=dict)

    def note(self, kind: str, old: int, new: int) -> None:
        self.rows.setdefault(kind, {})[old] = new

    def became(self, kind: str, old: int | None) -> int | None:
        """This year's row of one of last year's, copied now or earlier."""
        return self.rows.get(kind, {}).get(old) or self.before.get(kind, {}).get(old)


@transaction.atomic
def copy_year(*, source_id: int, keys: Iterable[str], by: User, members_from: dt.date | None = None) -> YearCopy | None:
    """Copy the chosen rows (``Item.key``) in one transaction; None when all of them are there already.

    ``members_from``: since when units and officers are in the new year, 1 January of it unless said otherwise; earlier,
    so that its leader prepares it while the other finishes the old one. Raises Refused (rights, a part that is somebody
    else's, the next year or its campaign missing) and ValidationError.
    """
    source = BlocYear.objects.select_for_update(of=("self",)).select_related("bloc__authority").get(pk=source_id)
    refresh(by)
    target = target_of(source)
    can_copy(by, source, target).enforce()
    preview, wanted = preview_year(by, source), set(keys)
    refused = [section.refused for section in preview.sections if section.refused and _asked(section, wanted)]
    only_if(not refused, Reason.NOT_YOUR_ROLE, " ".join(refused)).enforce()
    chosen = preview.chosen(wanted)
    if not any(chosen.values()):
        return None
    campaign = Campaign.objects.filter(bloc_year=target).first() if target else None
    since = _since(preview.year, members_from)
    run = _Run(by, preview, target, campaign, since, before=copied_rows(source, target))
    for part, write in _WRITERS.items():
        for item in chosen.get(part, ()):
            write(run, source, item)
    parts = [part.value for part, items in chosen.items() if items]
    copy = YearCopy.objects.create(
        source=source,
        target=run.target,
        parts=parts,
        rows={kind: {str(old): new for old, new in pairs.items()} for kind, pairs in run.rows.items()},
        by=by,
        acting_as=by.acting_label,
        at=clock.now(),
    )
    counts = {Part(part).label: len(chosen[Part(part)]) for part in parts}
    audit.record(by=by, event="year.copy", target=copy, after=counts)
    return copy


def _since(year: int, given: dt.date | None) -> dt.date:
    """The first day of members: within the new year or the one before it."""
    if given is not None and given.year not in (year - 1, year):
        raise invalid("members_from", f"Hãy ghi một ngày trong năm {year - 1} hoặc {year}.")
    return given or dt.date(year, 1, 1)


def _asked(section, wanted: set[str]) -> bool:
    return any(item.key in wanted and item.is_new for item in section.items)


def _year(run: _Run, source: BlocYear, item: Item) -> None:
    values = {name: getattr(source, name) for name in YEAR_FIELDS if name not in _BLANK}
    values["name"] = move_words(source.name, source.year, 1)
    run.target = org.create_bloc_year(
        by=run.by, bloc=source.bloc, year=run.preview.year, is_demo=source.is_demo, **values
    )


def _target(run: _Run) -> BlocYear:
    if run.target is None:
        raise Refused(Reason.WRONG_STATE, "Hãy chép cả «Năm của khối».")
    return run.target


def _member(run: _Run, source: BlocYear, item: Item) -> None:
    target = _target(run)
    since = max(run.members_from, item.values["unit"].founded_on or dt.date.min)
    row = org.add_member(by=run.by, bloc_year=target, valid_from=since, **item.values)
    run.note("member", item.pk, row.pk)


def _campaign(run: _Run, source: BlocYear, item: Item) -> None:
    demo = {"is_demo": source.is_demo}
    run.campaign = campaigns.create_campaign(by=run.by, bloc_year=_target(run), **item.values, **demo)
    run.note("campaign", item.pk, run.campaign.pk)


def _of(run: _Run) -> Campaign:
    if run.campaign is None:
        raise Refused(Reason.WRONG_STATE, "Hãy chép cả «Kế hoạch».")
    return run.campaign


def _phase(run: _Run, source: BlocYear, item: Item) -> None:
    row = campaigns.add_phase(campaign_id=_of(run).pk, by=run.by, **item.values)
    run.note("phase", item.pk, row.pk)


def _deadline(run: _Run, source: BlocYear, item: Item) -> None:
    """What is counted from a deadline that does not go along stands without a day, to be looked at."""
    old, values = Deadline.objects.get(pk=item.pk), dict(item.values)
    phase = run.became("phase", old.phase_id)
    values["phase"] = _of(run).phases.filter(pk=phase).first() if phase else None
    if values["anchor_kind"]:
        anchor = run.became("deadline", old.anchor_id)
        values["anchor"] = _of(run).deadlines.filter(pk=anchor).first() if anchor else None
        if values["anchor"] is None:
            values |= {"anchor_kind": "", "offset": None}
    row = campaigns.add_deadline(campaign_id=_of(run).pk, by=run.by, **values)
    run.note("deadline", item.pk, row.pk)


def _reminders(run: _Run, source: BlocYear, item: Item) -> None:
    lines = [{name: getattr(row, name) for name in COLUMNS} for row in table_of(item.pk)]
    save_reminder_rules(campaign_id=_of(run).pk, lines=lines, by=run.by)


@dataclass(frozen=True)
class _NodeRow:
    label: str
    title: str
    text: str
    depth: int
    kind: str
    actor: str


def _plan(run: _Run, source: BlocYear, item: Item) -> None:
    """The text as a draft, its years moved; number, day and signature are blank, the bases ask to be checked."""
    old = Plan.objects.get(pk=item.pk)
    head = {name: getattr(old, name) for name in _PLAN_HEAD}
    said = {name: move_words(getattr(old, name), source.year, 1) for name in ("subject", "opening", "closing")}
    head |= said | {"year": run.preview.year, "source": f"Chép từ năm {source.year}"}
    plan = campaigns.save_plan(campaign_id=_of(run).pk, by=run.by, **head)
    nodes = _in_order(old)
    rows = [
        _NodeRow(
            node.label,
            move_words(node.title, source.year, 1),
            move_words(node.text, source.year, 1),
            depth,
            node.kind,
            node.actor,
        )
        for node, depth in nodes
    ]
    added = campaigns.add_nodes(plan_id=plan.pk, by=run.by, items=rows) if rows else []
    for (node, _), copy in zip(nodes, added, strict=True):
        deadline = run.became("deadline", node.deadline_id)
        if node.slot or deadline:
            found = _of(run).deadlines.filter(pk=deadline).first() if deadline else None
            campaigns.update_node(node_id=copy.pk, by=run.by, slot=node.slot, deadline=found)
    for basis in old.bases.all():
        values = {name: getattr(basis, name) for name in ("legal", "doc_type", "number", "date", "issuer", "about")}
        campaigns.add_basis(
            plan_id=plan.pk,
            by=run.by,
            in_opening=basis.in_opening,
            suspect=basis.suspect or f"chép từ năm {source.year}: xem còn hiệu lực không",
            **values,
        )
    for line in old.recipients.all():
        campaigns.add_recipient(plan_id=plan.pk, by=run.by, text=line.text, mark=line.mark)
    run.note("plan", old.pk, plan.pk)


def _in_order(plan: Plan) -> list[tuple[PlanNode, int]]:
    """Nodes in reading order with their depths, from 1."""
    below: dict[int | None, list[PlanNode]] = {}
    for node in plan.nodes.order_by("order", "pk"):
        below.setdefault(node.parent_id, []).append(node)
    found: list[tuple[PlanNode, int]] = []
    waiting = [(node, 1) for node in reversed(below.get(None, []))]
    while waiting:
        node, depth = waiting.pop()
        found.append((node, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(node.pk, []))]
    return found


def _scoring(run: _Run, source: BlocYear, item: Item) -> None:
    setup = ScoringSetup.objects.select_related("criteria_set").get(pk=item.pk)
    if item.values["as_draft"]:
        old = setup.criteria_set
        values = CriteriaSet(
            authority=old.authority,
            bloc_year=run.target if old.bloc_year_id else None,
            name=move_words(old.name, source.year, 1),
            year=run.preview.year,
            is_demo=old.is_demo,
        )
        run.note("criteria", old.pk, create_from(source_id=old.pk, values=values, by=run.by).pk)
        return
    made = set_up_scoring(
        campaign_id=_of(run).pk,
        criteria_set_id=setup.criteria_set_id,
        by=run.by,
        ranking_basis=setup.ranking_basis,
        deadline_id=run.became("deadline", setup.self_score_deadline_id),
        stages=setup.stages,
        explain_days=setup.explain_days,
        divergence_percent=setup.divergence_percent,
    )
    run.note("scoring", setup.pk, made.pk)


# In the order in which one needs the other.
_WRITERS = {
    Part.YEAR: _year,
    Part.MEMBER: _member,
    Part.CAMPAIGN: _campaign,
    Part.PHASE: _phase,
    Part.DEADLINE: _deadline,
    Part.REMINDERS: _reminders,
    Part.PLAN: _plan,
    Part.SCORING: _scoring,
}
