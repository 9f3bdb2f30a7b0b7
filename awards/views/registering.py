"""A unit's registration as a whole: its wordings side by side, and last year's as a first draft."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards.services.aims import withdraw_amendment
from awards.services.registration_copy import CopyPlan, copy_registration, plan_copy
from awards.services.wordings import changes, readable_versions, wording
from blocs.access import Action, granted
from campaigns import permissions as rights
from campaigns.models import Campaign, Registration
from campaigns.views.common import as_key
from scoring.services.target_copies import earlier_registrations
from scoring.views.target_moves import MoveView
from scoring.views.targets import RegistrationBase, frame_of


class HistoryView(RegistrationBase):
    """Every step with who, when and why; two wordings side by side. For the unit, the officers and the board."""

    def get(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        campaign, unit, row = self.place(pk, unit_pk)
        granted(request.user, Action.SHEET_VIEW, rights.registration_scope(campaign, unit.pk)).enforce()
        context = frame_of(request.user, campaign, unit, row)
        if row is not None:
            context |= self.compared(row, context["reads_draft"])
        return render(request, "awards/registration_history.html", context)

    def compared(self, row: Registration, reads_draft: bool) -> dict:
        versions = readable_versions(row, reads_draft)
        acts = row.acts.filter(version__in=versions).select_related("by", "receipt").defer("content").order_by("-pk")
        if len(versions) < 2:
            return {"versions": versions, "acts": acts}
        older = self.asked("tu", versions[:-1]) or versions[-2]
        newer = self.asked("den", [one for one in versions if one > older]) or versions[-1]
        found = changes(wording(row, older), wording(row, newer))
        return {"versions": versions, "acts": acts, "older": older, "newer": newer, "changes": found}

    def asked(self, name: str, among: list[int]) -> int | None:
        number = as_key(self.request.GET.get(name, ""))
        return number if number in among else None


class WithdrawView(MoveView):
    done = "Đã bỏ bản điều chỉnh; đăng ký đã duyệt tiếp tục có hiệu lực."

    def move(self, row: Registration) -> None:
        withdraw_amendment(registration_id=row.pk, by=self.request.user)


class CopyView(RegistrationBase):
    """What an earlier year's registration would bring, row by row; written when confirmed."""

    def get(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        return render(request, "awards/registration_copy.html", self.context(pk, unit_pk, request.GET.get("tu", "")))

    def post(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        context = self.context(pk, unit_pk, request.POST.get("tu", ""))
        plan, keep = context["plan"], set(request.POST.getlist("chon"))
        if plan is None or not keep:
            context["problem"] = "Chưa chọn dòng nào để chép."
            return render(request, "awards/registration_copy.html", context, status=422)
        copy_registration(
            campaign=context["campaign"], unit=context["unit"], earlier_id=plan.earlier.pk, keep=keep, by=request.user
        )
        messages.success(request, "Đã chép các dòng đã chọn vào bản đang soạn. Hãy kiểm tra, sửa rồi gửi.")
        return redirect("scoring:registration", pk=pk, unit_pk=unit_pk)

    def context(self, pk: int, unit_pk: int, chosen: str) -> dict:
        campaign, unit, row = self.place(pk, unit_pk)
        rights.can_write_registration(self.request.user, campaign, unit.pk, row).enforce()
        earlier = earlier_registrations(campaign, unit)
        plan = self.plan(earlier, row, campaign, chosen)
        return {"campaign": campaign, "unit": unit, "earlier": earlier, "plan": plan}

    def plan(
        self, earlier: list[Registration], row: Registration | None, campaign: Campaign, chosen: str
    ) -> CopyPlan | None:
        if not earlier:
            return None
        wanted = as_key(chosen) if chosen else earlier[0].pk
        found = next((one for one in earlier if one.pk == wanted), None)
        if found is None:
            raise Http404
        return plan_copy(found, row, campaign)
