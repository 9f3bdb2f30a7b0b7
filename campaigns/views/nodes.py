"""The outline editor: fragments for htmx, whole-page redirects without it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget

from accounts.decisions import Reason, Refused
from campaigns import permissions, services
from campaigns.forms import NodeForm
from campaigns.models import Plan, PlanNode
from campaigns.outline import branches
from campaigns.services.nodes import fingerprint

from .common import as_key, fetch_row, get_plan, page, try_service


def _get_node(request: HttpRequest, pk: int) -> PlanNode:
    rows = PlanNode.objects.select_related("plan__campaign__authority", "plan__campaign__bloc_year__bloc")
    return fetch_row(rows, request, pk)


def _answer(request: HttpRequest, plan: Plan, focus: int | None = None, status: int = 200) -> HttpResponse:
    """The whole tree again (labels, buttons and places all may have changed), with the focus where the person was."""
    if not request.htmx:
        anchor = f"#muc-{focus}" if focus else ""
        return redirect(reverse("campaigns:plan_outline", args=[plan.campaign_id]) + anchor)
    context = {"plan": plan, "branches": branches(plan), "focus": focus}
    return render(request, "campaigns/_tree.html", context, status=status)


@require_POST
@login_required
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """``parent`` and ``after`` (ids) say where; without them the node comes last on the outermost level."""
    plan = get_plan(request, pk)
    permissions.can_edit_plan(request.user, plan).enforce()
    form = NodeForm(request.POST, auto_id="new_%s")
    place = {name: _neighbour(request, plan, name) for name in ("parent", "after")}
    if form.is_valid():
        node = try_service(form, services.add_node, plan_id=plan.pk, by=request.user, **place, **form.values())
        if node:
            return _answer(request, plan, node.pk)
    if request.htmx:
        return _note(request, [error for errors in form.errors.values() for error in errors], status=422)
    return page(request, "campaigns/node_form.html", {"form": form, "plan": plan, "campaign": plan.campaign} | place)


def _note(request: HttpRequest, sentences: list[str], status: int) -> HttpResponse:
    """Why nothing happened, above the tree: the tree and what was typed stay."""
    answer = render(request, "campaigns/_tree_note.html", {"sentences": sentences}, status=status)
    return reswap(retarget(answer, "#tree-note"), "innerHTML")


def _neighbour(request: HttpRequest, plan: Plan, name: str) -> PlanNode | None:
    key = as_key(request.POST.get(name, ""))
    if key is None:
        return None
    node = fetch_row(PlanNode.objects, request, key)
    return node if node.plan_id == plan.pk else None


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One node as it stands: what Esc goes back to."""
    node = _get_node(request, pk)
    permissions.can_edit_plan(request.user, node.plan).enforce()
    found = next(branch for branch in branches(node.plan) if branch.node.pk == node.pk)
    return render(request, "campaigns/_node.html", {"branch": found, "plan": node.plan, "focus": node.pk})


@login_required
def update(request: HttpRequest, pk: int) -> HttpResponse:
    node = _get_node(request, pk)
    permissions.can_edit_plan(request.user, node.plan).enforce()
    form = NodeForm(
        request.POST or None, instance=node, auto_id=f"n{node.pk}_%s", initial={"expected": fingerprint(node)}
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            if _update(request, form, node):
                return _answer(request, node.plan, node.pk)
        except Refused as refused:
            if refused.reason is not Reason.STALE:
                raise
            status = _show_theirs(form, node)
    template = "campaigns/_node_form.html" if request.htmx else "campaigns/node_form.html"
    context = {"form": form, "node": node, "plan": node.plan, "campaign": node.plan.campaign}
    answer = render(request, template, context, status=422 if status == 200 and form.errors else status)
    return reswap(retarget(answer, f"#muc-{node.pk}"), "innerHTML") if request.htmx else answer


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
        services.move_node(node_id=node.pk, move=move, by=request.user)
    except Refused as refused:
        if not request.htmx or refused.reason is not permissions.CampaignReason.NO_ROOM:
            raise
        return _note(request, [str(refused)], status=403)
    return _answer(request, node.plan, node.pk)


@require_POST
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    node = _get_node(request, pk)
    gone = services.delete_node(node_id=node.pk, by=request.user)
    if not request.htmx:
        messages.success(request, f"Đã xóa {gone} mục.")
    return _answer(request, node.plan)
