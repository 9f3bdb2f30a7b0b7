"""Taking in campaigns: phases, deadlines and the plan through their services; what arrived as it is stated."""

import json
from typing import Any

from blocs.models import Authority, BlocYear
from campaigns import services
from campaigns.models import (
    Campaign,
    Deadline,
    Extension,
    Phase,
    Plan,
    PlanNode,
    Receipt,
    ReceiptCounter,
    Reminder,
    ReminderRule,
    Submission,
)
from campaigns.services.receipts import COUNTER

from .campaigns import (
    BASIS,
    CAMPAIGN,
    DEADLINE,
    EXTENSION,
    NODE,
    PHASE,
    PLAN,
    RECEIPT,
    RECIPIENT,
    REMINDER,
    REMINDER_RULE,
    SUBMISSION,
    SUBMISSION_FILE,
)
from .keys import Scope, check_ref
from .problems import BadBundle
from .run import Document, Run, restore, restore_one, rows_like

BELOW_DEADLINE = ("extensions", "reminders", "submissions")


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
    scope = Scope(campaign.pk)
    for number in order:
        document, here = documents[number], f"{path}[{number}]"
        check_ref(document["ref"], document["title"], here)
        own = {name: value for name, value in document.items() if name not in BELOW_DEADLINE}
        found = _deadline(run, campaign, document)
        run.take(DEADLINE.own, own, here, found, lambda d=own, p=here: _add_deadline(run, campaign, d, p, scope))
    for number, document in enumerate(documents):
        _below(run, campaign, document, f"{path}[{number}]")


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


def _below(run: Run, campaign: Campaign, document: Document, path: str) -> None:
    """What happened with a deadline: extensions, reminders sent, reports that arrived."""
    deadline, scope = _deadline(run, campaign, document), Scope(campaign.pk)
    for name, shape, model in (("extensions", EXTENSION, Extension), ("reminders", REMINDER, Reminder)):
        rows = document.get(name, [])
        have = list(model.objects.filter(deadline=deadline).order_by("pk"))
        numbers = rows_like(run, shape, rows, have, f"{path}.{name}")
        missing, paths = [rows[number] for number in numbers], [f"{path}.{name}[{number}]" for number in numbers]
        if name == "reminders":
            _drop_planned(run, deadline, missing, path)
        restore(run, shape, missing, path, scope, [deadline] * len(missing), "deadline", paths)
        if missing:
            run.made(name, len(missing))
    for number, row in enumerate(document.get("submissions", ())):
        _submission(run, deadline, row, f"{path}.submissions[{number}]", scope)


def _drop_planned(run: Run, deadline: Deadline, documents: list[Document], path: str) -> None:
    """A reminder that was sent or stopped stands where this system would plan it anew."""
    for document in documents:
        unit = run.pk(document, "unit", "unit", path)
        same = Reminder.objects.filter(deadline=deadline, unit_id=unit, offset=document.get("offset"))
        same.filter(state=Reminder.State.PLANNED).delete()


def _submission(run: Run, deadline: Deadline, document: Document, path: str, scope: Scope) -> None:
    unit = run.pk(document, "unit", "unit", path)
    found = Submission.objects.filter(deadline=deadline, unit_id=unit).first()

    def make() -> None:
        row = restore_one(run, SUBMISSION, document, path, scope, {"deadline": deadline})
        receipts = document.get("receipts", [])
        numbers = [receipt["number"] for receipt in receipts]
        taken = Receipt.objects.filter(number__in=numbers).values_list("number", flat=True).first()
        if taken:
            raise BadBundle.at(f"{path}.receipts", f"số biên nhận {taken} đã được hệ thống này cấp.")
        files = document.get("files", [])
        for number, file in enumerate(files):
            here = f"{path}.files[{number}]"
            given = {"submission": row, "file": run.files.content(file, here)}
            run.files.keep(restore_one(run, SUBMISSION_FILE, file, here, scope, given).file)
        restore(run, RECEIPT, receipts, f"{path}.receipts", scope, [row] * len(receipts), "submission")
        _count_on(max(numbers, default=0))

    run.take(SUBMISSION, document, path, found, make)


def _count_on(number: int) -> None:
    """The next receipt given here has a higher number."""
    ReceiptCounter.objects.get_or_create(pk=COUNTER)
    counter = ReceiptCounter.objects.select_for_update().get(pk=COUNTER)
    counter.last = max(counter.last, number)
    counter.save(update_fields=["last"])


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
