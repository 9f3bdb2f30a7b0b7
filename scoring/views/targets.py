"""Registrations of targets: who has registered, one unit's page, and its moves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.decisions import Refused
from accounts.models import User
from blocs.access import Action, granted
from blocs.models import Unit
from blocs.views_base import fetch
from campaigns import permissions as rights
from campaigns.models import Campaign, Registration
from campaigns.services.registrations import StaleRegistration
from campaigns.states import AMEND_TARGETS, APPROVE_TARGETS, RECALL_TARGETS, RETURN_TARGETS, SEND_TARGETS
from campaigns.views.common import as_key
from scoring import permissions
from scoring.forms.targets import TargetsForm
from scoring.models import TargetRequest
from scoring.services import member_units
from scoring.services import targets as services
from scoring.services.target_rows import TargetRow, criteria_of, rows_of

from .base import ScoringView
from .home import campaign_of


class RegistrationListView(ScoringView):
    """Who has not registered, sent, been approved; and what units ask. A unit is led to its own."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign, user = campaign_of(request, pk), request.user
        follows = permissions.can_follow(user, campaign)
        if not follows:
            own = [unit for unit in members(campaign) if unit.pk in permissions.own_units(user)]
            if own:
                return redirect("scoring:registration", pk=pk, unit_pk=own[0].pk)
            follows.enforce()
        return render(request, "scoring/registrations.html", list_context(campaign, user))


def members(campaign: Campaign) -> list[Unit]:
    return member_units(campaign) if campaign.bloc_year_id else []


def list_context(campaign: Campaign, user: User) -> dict:
    have = {row.unit_id: row for row in Registration.objects.for_decisions().filter(campaign=campaign)}
    units = []
    for unit in members(campaign):
        row = have.get(unit.pk)
        may_approve = row is not None and bool(rights.can_approve_registration(user, row))
        units.append({"unit": unit, "row": row, "may_approve": may_approve})
    asked = TargetRequest.objects.visible_to(user).for_decisions().filter(line__sheet__campaign=campaign)
    return {
        "campaign": campaign,
        "units": units,
        "requests": asked.order_by("state", "at")[:200],
        "has_criteria": bool(criteria_of(campaign)),
        "can_set_up": bool(permissions.can_set_up(user, campaign)),
    }


class RegistrationBase(ScoringView):
    """What the pages of one unit's registration share."""

    def place(self, pk: int, unit_pk: int) -> tuple[Campaign, Unit, Registration | None]:
        """The campaign, the member unit, and its registration where there is one. Out of reach is 404."""
        campaign = campaign_of(self.request, pk)
        unit = Unit.objects.filter(pk=unit_pk, memberships__bloc_year_id=campaign.bloc_year_id).first()
        if unit is None or campaign.bloc_year_id is None:
            raise Http404
        granted(self.request.user, Action.SHEET_VIEW, rights.registration_scope(campaign, unit.pk)).enforce()
        row = Registration.objects.for_decisions().filter(campaign=campaign, unit=unit).first()
        return campaign, unit, row

    def row(self, pk: int) -> Registration:
        return fetch(Registration.objects.for_decisions(), self.request.user, pk=pk)


def open_criteria(row: Registration | None, rows: list[TargetRow]) -> set[int]:
    """Criteria whose row may be written now: of a returned registration only the returned ones."""
    returned = {each.criterion.pk for each in rows if each.target and each.target.returned}
    return returned if row is not None and returned else {each.criterion.pk for each in rows}


class RegistrationView(RegistrationBase):
    """One unit's registration: written by its people, read and decided by the bloc and the board."""

    def get(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        return self.page(*self.place(pk, unit_pk))

    def post(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        campaign, unit, row = self.place(pk, unit_pk)
        rights.can_write_registration(request.user, campaign, unit.pk, row).enforce()
        form = self.form(campaign, row, request.POST)
        if not form.is_valid():
            return self.page(campaign, unit, row, form=form, status=422)
        return self.keep(campaign, unit, row, form)

    def keep(self, campaign: Campaign, unit: Unit, row: Registration | None, form: TargetsForm) -> HttpResponse:
        """Save, and send when that button was pressed; whatever is refused shows everything that was typed."""
        send, user = self.request.POST.get("act") == "send", self.request.user
        try:
            saved = services.save_targets(
                campaign_id=campaign.pk, unit=unit, values=form.values(), by=user, seen=form.cleaned_data["seen"]
            )
            if send:
                services.send_targets(registration_id=saved.pk, by=user)
        except services.InvalidTarget as problem:
            return self.page(campaign, unit, row, form=form, problem=str(problem), status=422)
        except StaleRegistration as stale:
            return self.stale(campaign, unit, stale)
        except services.IncompleteTargets as problem:
            fresh = Registration.objects.for_decisions().get(pk=saved.pk)
            return self.page(campaign, unit, fresh, problem=str(problem), status=422)
        words = "Đã gửi đăng ký chỉ tiêu, chờ duyệt." if send else "Đã lưu đăng ký chỉ tiêu."
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

    def form(self, campaign: Campaign, row: Registration | None, data=None) -> TargetsForm:
        rows = rows_of(row, criteria_of(campaign))
        return TargetsForm(data, rows=rows, seen=row.saves if row else 0, open_ids=open_criteria(row, rows))

    def page(
        self, campaign: Campaign, unit: Unit, row: Registration | None, form: TargetsForm | None = None, **more
    ) -> HttpResponse:
        status = more.pop("status", 200)
        form = form or self.form(campaign, row)
        context = page_context(self.request.user, campaign, unit, row, form) | more
        return render(self.request, "scoring/registration.html", context, status=status)


def page_context(user: User, campaign: Campaign, unit: Unit, row: Registration | None, form: TargetsForm) -> dict:
    can_write = rights.can_write_registration(user, campaign, unit.pk, row)
    table = form.table()
    asked = TargetRequest.objects.visible_to(user).for_decisions()
    return {
        "campaign": campaign,
        "unit": unit,
        "registration": row,
        "form": form,
        "main": [each for each in table if not each.is_plain],
        "folded": [each for each in table if each.is_plain],
        "can_write": bool(can_write),
        "reads_draft": row is None or rights.reads_draft(user, row),
        "enters_for": bool(can_write) and unit.pk not in permissions.own_units(user),
        "can_send": row is None or bool(rights.can_send_registration(user, row)),
        "is_head": sends(user, campaign, unit),
        "can_recall": row is not None and bool(rights.can_recall_registration(user, row)),
        "can_approve": row is not None and bool(rights.can_approve_registration(user, row)),
        "can_amend": row is not None and bool(rights.can_amend_registration(user, row)),
        "needs_reason": row is not None and rights.decides_for_board(user, row),
        "last_year": services.last_years(campaign, unit) if can_write else None,
        "requests": list(asked.filter(line__sheet__campaign=campaign, line__sheet__unit=unit).order_by("-at")[:50]),
        "has_rows": bool(table),
        "can_set_up": bool(permissions.can_set_up(user, campaign)),
        "moves": {"send": SEND_TARGETS, "recall": RECALL_TARGETS, "approve": APPROVE_TARGETS}
        | {"send_back": RETURN_TARGETS, "amend": AMEND_TARGETS},
    }


def sends(user: User, campaign: Campaign, unit: Unit) -> bool:
    """Whether the person may send for this unit: its head, or who enters it for the unit."""
    scope = rights.registration_scope(campaign, unit.pk)
    return bool(granted(user, Action.REGISTRATION_SEND, scope) or rights.enters_for(user, campaign, unit.pk))


class CopyView(RegistrationBase):
    """Last year's approved values beside this year's empty rows; copied when confirmed."""

    def get(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        return render(request, "scoring/registration_copy.html", self.context(pk, unit_pk))

    def post(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        context = self.context(pk, unit_pk)
        values = {row.criterion.pk: said for row, said in context["found"]}
        services.save_targets(campaign_id=pk, unit=context["unit"], values=values, by=request.user)
        messages.success(request, f"Đã chép {len(values)} chỉ tiêu. Hãy kiểm tra, sửa rồi gửi.")
        return redirect("scoring:registration", pk=pk, unit_pk=unit_pk)

    def context(self, pk: int, unit_pk: int) -> dict:
        campaign, unit, row = self.place(pk, unit_pk)
        rights.can_write_registration(self.request.user, campaign, unit.pk, row).enforce()
        earlier = services.last_years(campaign, unit)
        rows = rows_of(row, criteria_of(campaign))
        shut = {each.criterion.pk for each in rows} - open_criteria(row, rows)
        found = services.copy_preview(earlier, rows) if earlier else []
        found = [pair for pair in found if pair[0].criterion.pk not in shut]
        return {"campaign": campaign, "unit": unit, "earlier": earlier, "found": found}


class MoveView(RegistrationBase):
    """A move of a registration, each class with its own ``move``; a refusal is told on its page."""

    done = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(pk)
        try:
            self.move(row)
        except services.IncompleteTargets as problem:
            messages.error(request, str(problem))
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        except Refused as refusal:
            if refusal.reason.value != "reason_missing":
                raise
            messages.error(request, str(refusal))
        else:
            messages.success(request, self.done)
        return redirect("scoring:registration", pk=row.campaign_id, unit_pk=row.unit_id)


class RecallView(MoveView):
    done = "Đã rút lại đăng ký. Hãy sửa và gửi lại."

    def move(self, row: Registration) -> None:
        services.recall_targets(registration_id=row.pk, by=self.request.user)


class ApproveView(MoveView):
    done = "Đã duyệt đăng ký; các chỉ tiêu được ghi vào phiếu của đơn vị."

    def move(self, row: Registration) -> None:
        reason = self.request.POST.get("reason", "").replace("\x00", "")
        services.approve_targets(registration_id=row.pk, by=self.request.user, reason=reason)


class ReturnView(MoveView):
    done = "Đã trả lại các dòng đã chọn; đơn vị được báo."

    def move(self, row: Registration) -> None:
        chosen = [as_key(text) for text in self.request.POST.getlist("line")]
        note = self.request.POST.get("note", "").replace("\x00", "")
        services.return_targets(
            registration_id=row.pk, target_ids=[key for key in chosen if key], note=note, by=self.request.user
        )


class AmendView(MoveView):
    done = "Đã mở bản điều chỉnh. Chỉ tiêu đã duyệt vẫn dùng cho đến khi bản này được duyệt."

    def move(self, row: Registration) -> None:
        reason = self.request.POST.get("reason", "").replace("\x00", "")
        services.amend_targets(registration_id=row.pk, reason=reason, by=self.request.user)
