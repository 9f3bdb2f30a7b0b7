"""The outline editor: fragments for htmx, whole-page redirects without it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns import permissions, services
from campaigns.forms import NodeForm
from campaigns.models import Plan, PlanNode
from campaigns.outline import branches
from campaigns.services.nodes import fingerprint

from .common import fetch_row, get_plan, page, try_service


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
    return page(request, "campaigns/node_form.html", {"form": form, "plan": plan, "campaign": plan.campaign} | place)


def _neighbour(request: HttpRequest, plan: Plan, name: str) -> PlanNode | None:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit()):
        return None
    node = fetch_row(PlanNode.objects, request, int(text))
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
    if request.method == "POST" and form.is_valid():
        expected = form.cleaned_data["expected"] or None
        if try_service(
            form, services.update_node, node_id=node.pk, by=request.user, expected=expected, **form.values()
        ):
            return _answer(request, node.plan, node.pk)
    template = "campaigns/_node_form.html" if request.htmx else "campaigns/node_form.html"
    return page(request, template, {"form": form, "node": node, "plan": node.plan, "campaign": node.plan.campaign})


@require_POST
@login_required
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    node = _get_node(request, pk)
    services.move_node(node_id=node.pk, move=move, by=request.user)
    return _answer(request, node.plan, node.pk)


@require_POST
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    node = _get_node(request, pk)
    gone = services.delete_node(node_id=node.pk, by=request.user)
    if not request.htmx:
        messages.success(request, f"Đã xóa {gone} mục.")
    return _answer(request, node.plan)
