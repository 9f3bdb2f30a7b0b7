"""Pasting a passage from Word into a plan: shown as rows first, added when confirmed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from campaigns import permissions, services
from campaigns.forms import PasteForm
from campaigns.models import Plan

from .common import get_plan, page, try_service


@login_required
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Without ``save`` the rows are shown with a tick each; with it the ticked ones (``take``) are added."""
    plan = get_plan(request, pk)
    permissions.can_edit_plan(request.user, plan).enforce()
    form = PasteForm(request.POST or None, plan=plan)
    items = form.items() if form.is_valid() else []
    if items and "save" in request.POST:
        added = _add(request, plan, form, items)
        if added:
            messages.success(request, f"Đã thêm {len(added)} mục.")
            return redirect(reverse("campaigns:plan_outline", args=[plan.campaign_id]) + f"#muc-{added[0].pk}")
    context = {"form": form, "plan": plan, "campaign": plan.campaign, "rows": list(enumerate(items))}
    return page(request, "campaigns/plan_paste.html", context)


def _add(request: HttpRequest, plan: Plan, form: PasteForm, items: list) -> list | None:
    taken = set(request.POST.getlist("take"))
    chosen = [item for place, item in enumerate(items) if str(place) in taken]
    where = form.cleaned_data["where"]
    return try_service(
        form, services.add_nodes, {"items": "__all__"}, plan_id=plan.pk, by=request.user, items=chosen, **where
    )
