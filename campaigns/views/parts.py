"""Bases and recipients of a plan: short forms, back to the outline page."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from campaigns import permissions, services
from campaigns.forms import BasisForm, RecipientForm
from campaigns.models import Plan, PlanBasis, PlanRecipient

from .common import fetch_row, get_plan, page, try_service


@dataclass(frozen=True)
class Part:
    """One kind of row of a plan: its form, its three services, what they call its number, and its words."""

    model: type[models.Model]
    form: type[forms.ModelForm]
    add: Callable
    change: Callable
    remove: Callable
    key: str
    short: str
    full: str

    def create(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = get_plan(request, pk)
        permissions.can_edit_plan(request.user, plan).enforce()
        form = self.form(request.POST)
        if form.is_valid() and try_service(form, self.add, plan_id=plan.pk, by=request.user, **form.values()):
            return _back(plan, request, f"Đã thêm {self.short}.")
        return _page(request, plan, form, f"Thêm {self.full}")

    def update(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(request, pk)
        form = self.form(request.POST or None, instance=row)
        target = {self.key: row.pk, "by": request.user}
        if form.is_valid() and try_service(form, self.change, **target, **form.values()):
            return _back(row.plan, request, f"Đã lưu {self.short}.")
        return _page(request, row.plan, form, f"Sửa {self.full}")

    def delete(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(request, pk)
        self.remove(**{self.key: row.pk}, by=request.user)
        return _back(row.plan, request, f"Đã xóa {self.short}.")

    def _row(self, request: HttpRequest, pk: int):
        rows = self.model.objects.select_related("plan__campaign__authority", "plan__campaign__bloc_year__bloc")
        row = fetch_row(rows, request, pk)
        permissions.can_edit_plan(request.user, row.plan).enforce()
        return row


def _back(plan: Plan, request: HttpRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("campaigns:plan_outline", pk=plan.campaign_id)


def _page(request: HttpRequest, plan: Plan, form: forms.ModelForm, title: str) -> HttpResponse:
    context = {"form": form, "campaign": plan.campaign, "title": title, "plan": plan}
    return page(request, "campaigns/part_form.html", context)


BASIS = Part(
    model=PlanBasis,
    form=BasisForm,
    add=services.add_basis,
    change=services.update_basis,
    remove=services.delete_basis,
    key="basis_id",
    short="căn cứ",
    full="căn cứ, văn bản viện dẫn",
)
RECIPIENT = Part(
    model=PlanRecipient,
    form=RecipientForm,
    add=services.add_recipient,
    change=services.update_recipient,
    remove=services.delete_recipient,
    key="recipient_id",
    short="nơi nhận",
    full="nơi nhận",
)

basis_create = require_POST(login_required(BASIS.create))
basis_update = login_required(BASIS.update)
basis_delete = require_POST(login_required(BASIS.delete))
recipient_create = require_POST(login_required(RECIPIENT.create))
recipient_update = login_required(RECIPIENT.update)
recipient_delete = require_POST(login_required(RECIPIENT.delete))
