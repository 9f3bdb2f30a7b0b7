"""Registrations: who has registered, and one unit's page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.decisions import Refused
from accounts.models import User
from blocs.access import Action, granted
from blocs.models import Unit
from blocs.views_base import fetch
from campaigns import permissions as rights
from campaigns.models import Campaign, Deadline, Registration
from campaigns.permissions_registrations import can_read_registration
from campaigns.printed import labels_of
from campaigns.rules import receiver_words
from campaigns.services.registration_acts import registered_at, registration_deadline
from campaigns.services.registrations import StaleRegistration
from campaigns.states import (
    AMEND_TARGETS,
    APPROVE_TARGETS,
    RECALL_TARGETS,
    RETURN_TARGETS,
    SEND_TARGETS,
    WITHDRAW_TARGETS,
)
from scoring import permissions
from scoring.forms.own_targets import RegistrationForms, forms_of
from scoring.models import CriterionTarget, TargetRequest
from scoring.permissions import SheetReason
from scoring.services import member_units
from scoring.services import targets as services
from scoring.services.own_targets import own_rows
from scoring.services.target_copies import earlier_registrations, movements_of
from scoring.services.target_rows import criteria_of, open_criteria, rows_of

from .base import ScoringView
from .home import campaign_of


class RegistrationListView(ScoringView):
    """Who has not registered, sent, been approved; and what units ask. A member is led to its own, or reads what was sent
    where the plan sends registrations to the members."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign, user = campaign_of(request, pk), request.user
        follows = permissions.can_follow(user, campaign)
        context = list_context(campaign, user, bool(follows))
        if not follows:
            own = [each["unit"] for each in context["units"] if each["unit"].pk in permissions.own_units(user)]
            if own and len(context["units"]) == len(own):
                return redirect("scoring:registration", pk=pk, unit_pk=own[0].pk)
            if not context["units"]:
                follows.enforce()
        return render(request, "scoring/registrations.html", context)


def members(campaign: Campaign) -> list[Unit]:
    return member_units(campaign) if campaign.bloc_year_id else []


def list_context(campaign: Campaign, user: User, follows: bool) -> dict:
    """Every member for who follows; for a member its own unit and those it may read."""
    rows = Registration.objects.for_decisions().filter(campaign=campaign)
    have = {row.unit_id: row for row in (rows if follows else rows.visible_to(user))}
    arrived, own = registered_at(campaign.pk), permissions.own_units(user)
    units = []
    for unit in members(campaign):
        row = have.get(unit.pk)
        if follows or row or unit.pk in own:
            may_approve = row is not None and bool(rights.can_approve_registration(user, row))
            units.append({"unit": unit, "row": row, "may_approve": may_approve, "arrival": arrived.get(unit.pk)})
    asked = TargetRequest.objects.visible_to(user).for_decisions().filter(line__sheet__campaign=campaign)
    return {
        "campaign": campaign,
        "units": units,
        "requests": asked.order_by("state", "at")[:200],
        "has_criteria": bool(criteria_of(campaign)),
        "can_set_up": bool(permissions.can_set_up(user, campaign)),
        "follows": follows,
    }


class RegistrationBase(ScoringView):
    """What the pages of one unit's registration share."""

    def place(self, pk: int, unit_pk: int) -> tuple[Campaign, Unit, Registration | None]:
        """The campaign, the member unit, and its registration where there is one. Out of reach is 404."""
        campaign = campaign_of(self.request, pk)
        unit = Unit.objects.filter(pk=unit_pk, memberships__bloc_year_id=campaign.bloc_year_id).first()
        if unit is None or campaign.bloc_year_id is None:
            raise Http404
        row = Registration.objects.for_decisions().filter(campaign=campaign, unit=unit).first()
        can_read_registration(self.request.user, campaign, unit.pk, row).enforce()
        return campaign, unit, row

    def row(self, pk: int) -> Registration:
        return fetch(Registration.objects.for_decisions(), self.request.user, pk=pk)


class RegistrationView(RegistrationBase):
    """One unit's registration: written by its people, read by the addressees, decided by the bloc and the board."""

    def get(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        return self.page(*self.place(pk, unit_pk))

    def post(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        campaign, unit, row = self.place(pk, unit_pk)
        rights.can_write_registration(request.user, campaign, unit.pk, row).enforce()
        form = self.form(campaign, row, request.POST)
        if not form.is_valid():
            return self.page(campaign, unit, row, form=form, status=422)
        return self.keep(campaign, unit, row, form)

    def keep(self, campaign: Campaign, unit: Unit, row: Registration | None, form: RegistrationForms) -> HttpResponse:
        """Save, and send when that button was pressed; whatever is refused shows everything that was typed."""
        send, user = self.request.POST.get("act") == "send", self.request.user
        seen = form.targets.cleaned_data["seen"]
        try:
            saved = services.save_targets(campaign_id=campaign.pk, unit=unit, by=user, seen=seen, **form.said())
            if send:
                services.send_targets(registration_id=saved.pk, by=user)
        except services.InvalidTarget as problem:
            return self.page(campaign, unit, row, form=form, problem=str(problem), status=422)
        except StaleRegistration as stale:
            return self.stale(campaign, unit, stale)
        except Refused as problem:
            if problem.reason not in (SheetReason.TARGETS_INCOMPLETE, SheetReason.NOTHING_REGISTERED):
                raise
            fresh = Registration.objects.for_decisions().get(pk=saved.pk)
            return self.page(campaign, unit, fresh, problem=str(problem), status=422)
        words = "Đã gửi đăng ký thi đua, chờ duyệt." if send else "Đã lưu đăng ký thi đua."
        messages.success(self.request, words)
        return redirect("scoring:registration", pk=campaign.pk, unit_pk=unit.pk)

    def stale(self, campaign: Campaign, unit: Unit, stale: StaleRegistration) -> HttpResponse:
        """Somebody else saved meanwhile: what was typed stays in the fields, the kept values stand beside them."""
        row = Registration.objects.for_decisions().get(pk=stale.row.pk)
        data = self.request.POST.copy()
        data["seen"] = str(row.saves)
        form = self.form(campaign, row, data)
        words = f"{stale} Giá trị vừa được lưu ghi dưới từng ô; bấm lưu lần nữa để giữ nội dung bạn nhập."
        return self.page(campaign, unit, row, form=form, problem=words, show_kept=True, status=409)

    def form(self, campaign: Campaign, row: Registration | None, data=None) -> RegistrationForms:
        rows = rows_of(row, criteria_of(campaign))
        return forms_of(data, row, rows, open_criteria(row, rows))

    def page(
        self, campaign: Campaign, unit: Unit, row: Registration | None, form: RegistrationForms | None = None, **more
    ) -> HttpResponse:
        status = more.pop("status", 200)
        form = form or self.form(campaign, row)
        context = page_context(self.request.user, campaign, unit, row, form) | more
        if "asked" in more:
            _put_asked(context, more["asked"])
        return render(self.request, "scoring/registration.html", context, status=status)


def _put_asked(context: dict, asked) -> None:
    """What somebody typed to give rows back (``AskedBack``), beside the rows it was typed for."""
    targets = [each.row.target for each in (*context["main"], *context["folded"])]
    for target in (*targets, *(each.target for each in context["own"])):
        if target is not None:
            target.ticked, target.why = target.pk in asked.rows, asked.reasons.get(target.pk, "")


def page_context(user: User, campaign: Campaign, unit: Unit, row: Registration | None, form: RegistrationForms) -> dict:
    can_write = bool(rights.can_write_registration(user, campaign, unit.pk, row))
    table = form.targets.table()
    return (
        frame_of(user, campaign, unit, row)
        | _lists(user, campaign, unit, row)
        | {
            "form": form.targets,
            "forms": form,
            "main": [each for each in table if not each.is_plain],
            "folded": [each for each in table if each.is_plain],
            "can_write": can_write,
            "enters_for": can_write and unit.pk not in permissions.own_units(user),
            "can_send": row is None or bool(rights.can_send_registration(user, row)),
            "is_head": sends(user, campaign, unit),
            "can_recall": row is not None and bool(rights.can_recall_registration(user, row)),
            "can_approve": row is not None and bool(rights.can_approve_registration(user, row)),
            "can_withdraw": row is not None and bool(rights.can_withdraw_amendment(user, row)),
            "can_amend": row is not None and bool(rights.can_amend_registration(user, row)),
            "needs_reason": row is not None and rights.decides_for_board(user, row),
            "earlier": earlier_registrations(campaign, unit) if can_write else [],
            "has_rows": bool(table),
            "moves": {"send": SEND_TARGETS, "recall": RECALL_TARGETS, "approve": APPROVE_TARGETS}
            | {"send_back": RETURN_TARGETS, "amend": AMEND_TARGETS, "withdraw": WITHDRAW_TARGETS},
        }
    )


def frame_of(user: User, campaign: Campaign, unit: Unit, row: Registration | None) -> dict:
    """What every page of a unit's registration shows: whose it is, where it goes, when it arrived."""
    deadline = registration_deadline(campaign.pk)
    return {
        "campaign": campaign,
        "unit": unit,
        "registration": row,
        "reads_draft": row is None or rights.reads_draft(user, row),
        "deadline": deadline,
        "receivers": receivers_of(campaign, deadline),
        "opens_history": bool(granted(user, Action.SHEET_VIEW, rights.registration_scope(campaign, unit.pk))),
        "opens_excel": bool(rights.can_write_registration(user, campaign, unit.pk, row)),
        "opens_receipt": bool(granted(user, Action.SUBMISSION_VIEW, rights.registration_scope(campaign, unit.pk))),
        "arrival": row.acts.filter(step="send").select_related("receipt").defer("content").first() if row else None,
    }


def receivers_of(campaign: Campaign, deadline: Deadline | None) -> list[str]:
    """«Nơi nhận» of the registration in the bloc's own words; empty when the plan names none."""
    return receiver_words(deadline, labels_of(campaign)) if deadline else []


def _lists(user: User, campaign: Campaign, unit: Unit, row: Registration | None) -> dict:
    """The lower tables as this person may read them: what is being written, or what is in force."""
    draft = row is not None and rights.reads_draft(user, row)
    own = own_rows(row)
    version = row.version if draft else row.version_in_force if row else 0
    asked = TargetRequest.objects.visible_to(user).for_decisions()
    return {
        "own": own if draft else [each for each in own if each.value],
        "movements": list(movements_of(row, version)) if row else [],
        "left_over": _left_over(campaign, row),
        "requests": list(asked.filter(line__sheet__campaign=campaign, line__sheet__unit=unit).order_by("-at")[:50]),
    }


def _left_over(campaign: Campaign, row: Registration | None) -> list[CriterionTarget]:
    """Approved targets whose criterion is in no criteria set of the campaign any more."""
    if row is None:
        return []
    rows = CriterionTarget.objects.filter(target__registration=row, target__values__isnull=False)
    rows = rows.exclude(criterion__criteria_set__setups__campaign=campaign)
    return list(rows.select_related("target", "criterion").distinct())


def sends(user: User, campaign: Campaign, unit: Unit) -> bool:
    """Whether the person may send for this unit: its head, or who enters it for the unit."""
    scope = rights.registration_scope(campaign, unit.pk)
    return bool(granted(user, Action.REGISTRATION_SEND, scope) or rights.enters_for(user, campaign, unit.pk))
