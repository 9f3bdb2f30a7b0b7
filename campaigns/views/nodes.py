"""The outline editor: fragments for its script, whole pages and redirects without it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import retarget

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry
from campaigns import permissions, services
from campaigns.forms import NodeForm
from campaigns.labels import following, usual
from campaigns.models import Plan, PlanNode
from campaigns.outline import branches
from campaigns.services.nodes import fingerprint

from .common import as_key, fetch_row, get_plan, page, try_service

# Refusals about the outline itself: said above the tree, which stays as it is.
SAID_ABOVE = (permissions.CampaignReason.NO_ROOM, Reason.STALE)


def tree_of(plan: Plan, **more) -> dict:
    """What the tree draws; ``focus``: the node the person works on, ``undo``: a deletion that can be taken back,
    ``note``: why nothing happened."""
    plan.refresh_from_db(fields=["version"])
    rows, labels = branches(plan), services.label_changes(plan)
    changes = [f"{row.node.label} → {labels[row.node.pk]}" for row in rows if row.node.pk in labels]
    return {"plan": plan, "branches": rows, "changes": changes, **more}


def _get_node(request: HttpRequest, pk: int) -> PlanNode:
    rows = PlanNode.objects.select_related("plan__campaign__authority", "plan__campaign__bloc_year__bloc")
    return fetch_row(rows, request, pk)


def _answer(request: HttpRequest, plan: Plan, focus: int | None = None, undo: AuditEntry | None = None) -> HttpResponse:
    """The whole tree again (labels, buttons and places all may have changed), with the focus where the person was."""
    if request.htmx:
        return _tree(request, tree_of(plan, focus=focus, undo=undo))
    query = f"?hoan-tac={undo.pk}" if undo else ""
    anchor = f"#muc-{focus}" if focus else ""
    return redirect(reverse("campaigns:plan_outline", args=[plan.campaign_id]) + query + anchor)


def _refused(request: HttpRequest, plan: Plan, refused: Refused, focus: int | None = None) -> HttpResponse:
    """Why nothing happened, above the tree as it is now. Raises the refusal again when it is about something else."""
    if not request.htmx or refused.reason not in SAID_ABOVE:
        raise refused
    status = 409 if refused.reason is Reason.STALE else 403
    return _tree(request, tree_of(plan, focus=focus, note=str(refused)), status)


def _tree(request: HttpRequest, context: dict, status: int = 200) -> HttpResponse:
    return retarget(render(request, "campaigns/_tree.html", context, status=status), "#tree")


def _seen(request: HttpRequest) -> int | None:
    """The version of the plan the person looked at."""
    return as_key(request.POST.get("version", ""))


@login_required
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """``parent`` and ``after`` (ids) say where; without them the node comes last on the outermost level."""
    plan = get_plan(request, pk)
    permissions.can_edit_plan(request.user, plan).enforce()
    place = _place(request.POST or request.GET, plan)
    form = NodeForm(request.POST or None, campaign=plan.campaign, auto_id="new_%s", initial=_begins(plan, **place))
    if request.method == "POST" and form.is_valid():
        node = try_service(form, services.add_node, plan_id=plan.pk, by=request.user, **place, **form.values())
        if node:
            return _answer(request, plan, node.pk)
    return _form_page(request, plan, form, **place)


def _form_page(request: HttpRequest, plan: Plan, form: NodeForm, status: int = 200, **more) -> HttpResponse:
    context = {"form": form, "plan": plan, "campaign": plan.campaign, **more}
    if not request.htmx:
        answer = page(request, "campaigns/node_form.html", context)
        answer.status_code = max(status, answer.status_code)
        return answer
    status = 422 if status == 200 and form.errors else status
    return retarget(render(request, "campaigns/_node_form.html", context, status=status), "#editing")


def _place(asked: QueryDict, plan: Plan) -> dict[str, PlanNode | None]:
    """The neighbours asked for. Raises Refused when one has gone meanwhile."""
    keys = {name: as_key(asked.get(name, "")) for name in ("parent", "after")}
    rows = PlanNode.objects.filter(plan=plan).in_bulk([key for key in keys.values() if key is not None])
    found = {name: rows.get(key) for name, key in keys.items()}
    if any(key is not None and found[name] is None for name, key in keys.items()):
        raise Refused(Reason.STALE)
    if found["after"]:
        found["parent"] = PlanNode.objects.filter(pk=found["after"].parent_id).first()
    return found


def _begins(plan: Plan, parent: PlanNode | None, after: PlanNode | None) -> dict:
    """Label and kind a new node probably has: the next one of its siblings."""
    before = after or PlanNode.objects.filter(plan=plan, parent=parent).order_by("order", "pk").last()
    if before is not None:
        return {"label": following(before.label), "kind": before.kind}
    depth, above = 1, parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return {"label": usual(depth, plan.family), "kind": parent.kind if parent else PlanNode.Kind.SECTION}


@login_required
def update(request: HttpRequest, pk: int) -> HttpResponse:
    node = _get_node(request, pk)
    plan = node.plan
    permissions.can_edit_plan(request.user, plan).enforce()
    seen = {"expected": fingerprint(node)}
    form = NodeForm(request.POST or None, instance=node, campaign=plan.campaign, auto_id=f"n{node.pk}_%s", initial=seen)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            if _update(request, form, node):
                return _answer(request, plan, node.pk)
        except Refused as refused:
            if refused.reason is not Reason.STALE:
                raise
            status = _show_theirs(form, node)
    return _form_page(request, plan, form, status, node=node)


def _update(request: HttpRequest, form: NodeForm, node: PlanNode) -> PlanNode | None:
    expected = form.cleaned_data["expected"] or None
    return try_service(form, services.update_node, node_id=node.pk, by=request.user, expected=expected, **form.values())


def _show_theirs(form: NodeForm, node: PlanNode) -> int:
    """Somebody else changed the node: say what it says now; saving again keeps what is in the form."""
    node.refresh_from_db()
    now = " ".join(part for part in (node.label, node.title, node.text) if part)
    form.add_error(None, f"{Reason.STALE.label} Nội dung đang lưu: «{now}». Lưu lần nữa để giữ nội dung của bạn.")
    form.data = form.data.copy()
    form.data["expected"] = fingerprint(node)
    return 409


@require_POST
@login_required
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    node = _get_node(request, pk)
    try:
        services.move_node(node_id=node.pk, move=move, by=request.user, seen=_seen(request))
    except Refused as refused:
        return _refused(request, node.plan, refused, node.pk)
    return _answer(request, node.plan, node.pk)


@require_POST
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    node = _get_node(request, pk)
    rows = [branch.node.pk for branch in branches(node.plan)]
    before = rows[rows.index(node.pk) - 1] if node.pk in rows[1:] else None
    try:
        entry = services.delete_node(node_id=node.pk, by=request.user, seen=_seen(request))
    except Refused as refused:
        return _refused(request, node.plan, refused, node.pk)
    return _answer(request, node.plan, before, undo=entry)


@require_POST
@login_required
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the deletion that ``entry`` (an entry of the trail) records."""
    plan = get_plan(request, pk)
    entry = as_key(request.POST.get("entry", "")) or 0
    try:
        node = services.restore_nodes(plan_id=plan.pk, entry_id=entry, by=request.user)
    except Refused as refused:
        return _refused(request, plan, refused)
    return _answer(request, plan, node.pk)


@require_POST
@login_required
def renumber(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_plan(request, pk)
    try:
        changed = services.renumber(plan_id=plan.pk, by=request.user, seen=_seen(request))
    except Refused as refused:
        return _refused(request, plan, refused)
    if not request.htmx:
        messages.success(request, f"Đã đánh lại {changed} ký hiệu." if changed else "Các ký hiệu đã liền nhau.")
    return _answer(request, plan)
