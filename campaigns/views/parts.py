"""Bases and receivers of a plan: short forms; lines that are moved and receivers that are changed in place."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import retarget

from accounts.decisions import Refused
from campaigns import permissions, services
from campaigns.forms import BasisForm, RecipientForm
from campaigns.models import LegalDocument, Plan, PlanBasis, PlanRecipient
from campaigns.rules.bases import basis_warnings, latest_day

from .common import as_key, fetch_row, get_plan, page, try_service
from .legal import status_of

MOST_FOUND = 12


@dataclass(frozen=True)
class Part:
    """One kind of row of a plan: its form, its four services, what they call its number, its words and the fragment that
    lists it; ``in_place``: it is changed inside its line of that list."""

    model: type[models.Model]
    form: Callable[..., forms.ModelForm]
    add: Callable
    change: Callable
    remove: Callable
    shift: Callable
    key: str
    short: str
    full: str
    listed: str
    context: Callable[..., dict]
    in_place: bool = False

    def update(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(request, pk)
        form = self.form(request, instance=row)
        target = {self.key: row.pk, "by": request.user}
        if form.is_valid() and try_service(form, self.change, **target, **form.values()):
            return self.answer(request, row.plan, f"Đã lưu {self.short}.", focus=row.pk)
        if request.htmx and self.in_place:
            context = {"plan": row.plan, "form": form, "editing": row.pk} | self.context(row.plan)
            return render(request, self.listed, context, status=422 if form.errors else 200)
        return _page(request, row.plan, form, f"Sửa {self.full}")

    def delete(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(request, pk)
        self.remove(**{self.key: row.pk}, by=request.user)
        return self.answer(request, row.plan, f"Đã xóa {self.short}.")

    def move(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        row = self.row(request, pk)
        try:
            self.shift(**{self.key: row.pk}, move=move, by=request.user)
        except Refused as refused:
            if not request.htmx or refused.reason is not permissions.CampaignReason.NO_ROOM:
                raise
        return self.answer(request, row.plan, "", focus=row.pk)

    def answer(self, request: HttpRequest, plan: Plan, sentence: str, focus: int | None = None) -> HttpResponse:
        """The list again for a script, else back to the outline page."""
        if request.htmx:
            return render(request, self.listed, {"plan": plan, "focus": focus} | self.context(plan))
        if sentence:
            messages.success(request, sentence)
        return redirect("campaigns:plan_outline", pk=plan.campaign_id)

    def row(self, request: HttpRequest, pk: int):
        rows = self.model.objects.select_related("plan__campaign__authority", "plan__campaign__bloc_year__bloc")
        row = fetch_row(rows, request, pk)
        permissions.can_edit_plan(request.user, row.plan).enforce()
        return row


def _page(request: HttpRequest, plan: Plan, form: forms.ModelForm, title: str) -> HttpResponse:
    context = {"form": form, "campaign": plan.campaign, "title": title, "plan": plan}
    return page(request, "campaigns/part_form.html", context)


def bases_of(plan: Plan) -> dict:
    """The bases with what should be looked at again."""
    day = latest_day(plan.year, plan.month, plan.day)
    rows = plan.bases.select_related("legal__replaced_by")
    return {"bases": [(row, basis_warnings(row, row.legal, day, _replaced_by(row.legal))) for row in rows]}


def _replaced_by(entry: LegalDocument | None) -> str:
    return f"{entry.replaced_by.doc_type} số {entry.replaced_by.number}" if entry and entry.replaced_by else ""


def recipients_of(plan: Plan) -> dict:
    """The receivers, the bloc's units not among them, and lines that plans usually have."""
    authority, missing = plan.campaign.authority, services.missing_members(plan)
    usual = ["Các đơn vị trong khối", authority.board_name, authority.council_name, authority.name]
    named = "; ".join(missing[:6]) + (" …" if len(missing) > 6 else "")
    return {
        "recipients": plan.recipients.all(),
        "missing_units": missing,
        "members_words": f"Thêm {len(missing)} dòng ở cuối, mỗi đơn vị chưa có một dòng: {named}.",
        "usual": [text for text in usual if text],
        "recipient_form": RecipientForm(auto_id="recipient_%s"),
    }


def _basis_form(request: HttpRequest, **kwargs) -> BasisForm:
    return BasisForm(request.POST or None, user=request.user, **kwargs)


def _recipient_form(request: HttpRequest, **kwargs) -> RecipientForm:
    return RecipientForm(request.POST or None, **kwargs)


BASIS = Part(
    model=PlanBasis,
    form=_basis_form,
    add=services.add_basis,
    change=services.update_basis,
    remove=services.delete_basis,
    shift=services.move_basis,
    key="basis_id",
    short="căn cứ",
    full="căn cứ, văn bản viện dẫn",
    listed="campaigns/_bases.html",
    context=bases_of,
)
RECIPIENT = Part(
    model=PlanRecipient,
    form=_recipient_form,
    add=services.add_recipient,
    change=services.update_recipient,
    remove=services.delete_recipient,
    shift=services.move_recipient,
    key="recipient_id",
    short="nơi nhận",
    full="nơi nhận",
    listed="campaigns/_recipients.html",
    context=recipients_of,
    in_place=True,
)


@login_required
def basis_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Search the register (``q``), take an entry (``chon``) into the form, or type a basis."""
    plan = get_plan(request, pk)
    permissions.can_edit_plan(request.user, plan).enforce()
    query = request.GET.get("q", "")[:100]
    found = LegalDocument.objects.visible_to(request.user).search(query).distinct().select_related("replaced_by")
    chosen = as_key(request.GET.get("chon", "")) or 0
    entry = LegalDocument.objects.visible_to(request.user).filter(pk=chosen).first()
    form = _basis_form(request, initial=_taken(entry), auto_id="basis_%s")
    if form.is_valid() and try_service(form, BASIS.add, plan_id=plan.pk, by=request.user, **form.values()):
        messages.success(request, "Đã thêm căn cứ.")
        return redirect(reverse("campaigns:plan_outline", args=[plan.campaign_id]) + "#bases")
    context = {"form": form, "plan": plan, "campaign": plan.campaign, "q": query, "entry": entry}
    context["found"] = [(row, *status_of(row)) for row in found[:MOST_FOUND]] if query.strip() else []
    if request.htmx:
        return retarget(render(request, "campaigns/_legal_found.html", context), "#found")
    return page(request, "campaigns/basis_form.html", context)


def _taken(entry: LegalDocument | None) -> dict:
    if entry is None:
        return {}
    names = ("doc_type", "number", "date", "issuer", "about", "suspect")
    return {name: getattr(entry, name) for name in names} | {"legal": entry.pk}


@require_POST
@login_required
def recipient_create(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_plan(request, pk)
    permissions.can_edit_plan(request.user, plan).enforce()
    form = RecipientForm(request.POST)
    if form.is_valid() and try_service(form, RECIPIENT.add, plan_id=plan.pk, by=request.user, **form.values()):
        return RECIPIENT.answer(request, plan, "Đã thêm nơi nhận.")
    return _page(request, plan, form, "Thêm nơi nhận")


@require_POST
@login_required
def recipient_members(request: HttpRequest, pk: int) -> HttpResponse:
    """One line for each unit of the bloc that has none."""
    plan = get_plan(request, pk)
    added = services.add_member_recipients(plan_id=plan.pk, by=request.user)
    return RECIPIENT.answer(request, plan, f"Đã thêm {len(added)} đơn vị trong khối.")


basis_update = login_required(BASIS.update)
basis_delete = require_POST(login_required(BASIS.delete))
basis_move = require_POST(login_required(BASIS.move))
recipient_update = login_required(RECIPIENT.update)
recipient_delete = require_POST(login_required(RECIPIENT.delete))
recipient_move = require_POST(login_required(RECIPIENT.move))
