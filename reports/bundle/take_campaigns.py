"""Taking in campaigns: phases, deadlines and the plan through their services."""

import json
from typing import Any

from blocs.models import Authority, BlocYear
from campaigns import services
from campaigns.models import (
    Campaign,
    Deadline,
    Phase,
    Plan,
    PlanNode,
    ReminderRule,
)

from .campaigns import (
    BASIS,
    CAMPAIGN,
    DEADLINE,
    NODE,
    PHASE,
    PLAN,
    RECIPIENT,
    REMINDER_RULE,
)
from .keys import Scope, check_ref
from .problems import BadBundle
from .run import Document, Run, rows_like
from .take_meetings import meetings
from .take_movements import movement
from .take_papers import below_deadline


def campaigns(run: Run, documents: list[Document], path: str) -> None:
    """Campaigns with their frame. Those that others derive from come first, whatever the order of the list."""
    waiting = list(enumerate(documents))
    while waiting:
        names = {(document["authority"], document["code"]) for _, document in waiting}
        ready = [(n, d) for n, d in waiting if tuple(d.get("parent", {}).values()) not in names]
        if not ready:
            raise BadBundle.at(f"{path}[{waiting[0][0]}].parent", "các kế hoạch triển khai vòng tròn từ nhau.")
        for number, document in ready:
            _campaign(run, document, f"{path}[{number}]")
        waiting = [pair for pair in waiting if pair not in ready]


def find(run: Run, document: Document, path: str) -> Campaign | None:
    authority = run.pk(document, "authority", "authority", path)
    return Campaign.objects.filter(authority_id=authority, code=document["code"]).first()


def _campaign(run: Run, document: Document, path: str) -> None:
    found = find(run, document, path)
    own = {name: value for name, value in document.items() if name in _OWN}
    if "joined" in own:
        own["joined"] = sorted(own["joined"], key=json.dumps)
    run.take(CAMPAIGN.own, own, path, found, lambda: _create(run, own, path))
    campaign = found or find(run, document, path)
    _reminder_rules(run, campaign, document.get("reminder_rules", []), f"{path}.reminder_rules")
    _phases(run, campaign, document.get("phases", []), f"{path}.phases")
    _deadlines(run, campaign, document.get("deadlines", []), f"{path}.deadlines")
    movement(run, campaign, document, path)
    meetings(run, campaign, document.get("meetings", []), f"{path}.meetings")
    if "plan" in document:
        _plan(run, campaign, document["plan"], f"{path}.plan")


_OWN = {*CAMPAIGN.columns, *CAMPAIGN.links, *CAMPAIGN.extra}


def _create(run: Run, document: Document, path: str) -> None:
    values = CAMPAIGN.read(document, path)
    if values.pop("kind") == Campaign.Kind.REGULAR:
        pk = run.pk(document, "bloc_year", "bloc_year", path)
        if pk is None or BlocYear.objects.get(pk=pk).year != values["from_year"] != values["to_year"]:
            raise BadBundle.at(f"{path}.bloc_year", "kế hoạch của khối cần khối trong đúng năm của kế hoạch.")
        del values["from_year"], values["to_year"]
        where: dict[str, Any] = {"bloc_year": BlocYear.objects.get(pk=pk)}
    else:
        where = {"authority": Authority.objects.get(pk=run.pk(document, "authority", "authority", path))}
    parent = run.pk(document, "parent", "campaign", path)
    values["parent"] = Campaign.objects.get(pk=parent) if parent else None
    campaign = services.create_campaign(by=run.by, **where, **values)
    for number, key in enumerate(document.get("joined", ())):
        bloc_year = run.keys.find("bloc_year", key, f"{path}.joined[{number}]", Scope())
        services.join_bloc(campaign_id=campaign.pk, bloc_year=BlocYear.objects.get(pk=bloc_year), by=run.by)


def _reminder_rules(run: Run, campaign: Campaign, documents: list[Document], path: str) -> None:
    """The table as a whole; one that stands here already must say the same."""
    have = list(ReminderRule.objects.filter(campaign=campaign).order_by("offset", "offset_unit"))
    missing = rows_like(run, REMINDER_RULE, documents, have, path)
    if not missing:
        return
    if have:
        raise BadBundle.at(path, "kế hoạch ở đây đã có bảng nhắc việc khác.")
    lines = [REMINDER_RULE.read(row, f"{path}[{number}]") for number, row in enumerate(documents)]

    def make() -> None:
        services.save_reminder_rules(campaign_id=campaign.pk, lines=lines, by=run.by)

    run.take(REMINDER_RULE, {}, path, None, make)


def _phases(run: Run, campaign: Campaign, documents: list[Document], path: str) -> None:
    have = list(Phase.objects.filter(campaign=campaign).order_by("order", "pk"))
    for number in rows_like(run, PHASE, documents, have, path):
        here = f"{path}[{number}]"
        values = PHASE.read(documents[number], here)
        run.take(PHASE, {}, here, None, lambda v=values: services.add_phase(campaign_id=campaign.pk, by=run.by, **v))


def _deadlines(run: Run, campaign: Campaign, documents: list[Document], path: str) -> None:
    """Yearly duties first: their years are opened from them; what counts from another deadline comes after it."""
    depth = _depths(documents)
    order = sorted(range(len(documents)), key=lambda number: ("series" in documents[number], depth[number]))
    scope, fresh = Scope(campaign.pk), set()
    for number in order:
        document, here = documents[number], f"{path}[{number}]"
        check_ref(document["ref"], document["title"], here)
        own = {name: value for name, value in document.items() if name not in DEADLINE.parts}
        found = _deadline(run, campaign, document)
        fresh |= {number} if found is None else set()
        run.take(DEADLINE.own, own, here, found, lambda d=own, p=here: _add_deadline(run, campaign, d, p, scope))
    for number, document in enumerate(documents):
        kept, here = _deadline(run, campaign, document), f"{path}[{number}]"
        below_deadline(run, kept, document, here, fresh=number in fresh)


def _depths(documents: list[Document]) -> list[int]:
    """How many deadlines each one counts from, one through the other; a circle ends by itself."""
    anchors = {document["ref"]: document.get("anchor") for document in documents}
    found = []
    for document in documents:
        ref, steps = document.get("anchor"), 0
        while ref in anchors and steps <= len(anchors):
            ref, steps = anchors[ref], steps + 1
        found.append(steps)
    return found


def _deadline(run: Run, campaign: Campaign, document: Document) -> Deadline | None:
    try:
        return Deadline.objects.get(pk=run.keys.find("deadline", document["ref"], "", Scope(campaign.pk)))
    except BadBundle:
        return None


def _add_deadline(run: Run, campaign: Campaign, document: Document, path: str, scope: Scope) -> None:
    values = DEADLINE.read(document, path)
    done, phase = values.pop("done_on"), run.pk(document, "phase", "phase", path, scope)
    values["phase"] = Phase.objects.get(pk=phase) if phase else None
    anchor = run.pk(document, "anchor", "deadline", path, scope)
    values["anchor"] = Deadline.objects.get(pk=anchor) if anchor else None
    series = run.pk(document, "series", "deadline", path, scope)
    if series is None:
        deadline = services.add_deadline(campaign_id=campaign.pk, by=run.by, **values)
    else:
        year = values["value"].year if values["value"] else campaign.from_year
        opened = services.open_year(deadline_id=series, year=year, by=run.by)
        deadline = services.update_deadline(deadline_id=opened.pk, by=run.by, **values)
    if done:
        services.mark_done(deadline_id=deadline.pk, on=done, by=run.by)


_LOCKS = {Plan.State.FIXED: services.fix_plan, Plan.State.ISSUED: services.issue_plan}


def _plan(run: Run, campaign: Campaign, document: Document, path: str) -> None:
    found = Plan.objects.filter(campaign=campaign).first()
    run.take(PLAN, document, path, found, lambda: _write_plan(run, campaign, document, path))


def _write_plan(run: Run, campaign: Campaign, document: Document, path: str) -> None:
    values = PLAN.read(document, path)
    state = values.pop("state")
    plan = services.save_plan(campaign_id=campaign.pk, by=run.by, **values)
    for name, shape, add in (("bases", BASIS, services.add_basis), ("recipients", RECIPIENT, services.add_recipient)):
        for number, row in enumerate(document.get(name, ())):
            add(plan_id=plan.pk, by=run.by, **shape.read(row, f"{path}.{name}[{number}]"))
    made: dict[str, PlanNode] = {}
    for number, row in enumerate(document.get("nodes", ())):
        here = f"{path}.nodes[{number}]"
        above = row["place"].rpartition(".")[0]
        if above and above not in made:
            raise BadBundle.at(f"{here}.place", f"chưa có mục {above} ở trên.")
        due = run.pk(row, "deadline", "deadline", here, Scope(campaign.pk))
        values = NODE.read(row, here) | {"deadline": Deadline.objects.get(pk=due) if due else None}
        made[row["place"]] = services.add_node(plan_id=plan.pk, by=run.by, parent=made.get(above), **values)
    if state in _LOCKS:
        _LOCKS[state](plan_id=plan.pk, by=run.by)
