"""Cross-scoring: the draw and its duties, the sheet a unit scores, finishing, closing a duty."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.decisions import Reason, Refused
from blocs.views_base import fetch
from campaigns.models import Campaign
from scoring import permissions, permissions_cross
from scoring.forms.cross import DrawForm, ReasonForm, RecuseForm, ScoreForm, SupervisorForm
from scoring.models import ConflictNote, CrossDuty, CrossScore, ScoreSheet
from scoring.reasons_cross import CrossReason
from scoring.rules import say
from scoring.services import cross, drawing, supervision
from scoring.services.cross_reading import draws_of, read_duty

from .base import CellView, ScoringView, wants_json
from .home import campaign_of

# Refusals the page tells beside what was typed.
TOLD = frozenset(
    {
        Reason.REASON_MISSING,
        *(getattr(CrossReason, name) for name in ("CANNOT_DRAW", "BEGUN", "UNDECIDED", "NOBODY_LEFT", "NOT_USED")),
        CrossReason.SUPERVISOR_OFFICER,
        CrossReason.SUPERVISOR_SCORES,
    }
)


def told(refusal: Refused) -> str:
    """The sentence of a refusal that belongs on the page; other refusals are raised again."""
    if refusal.reason not in TOLD:
        raise refusal
    return str(refusal)


def cross_context(request: HttpRequest, campaign: Campaign, **more) -> dict:
    user, setup = request.user, getattr(campaign, "scoring", None)
    permissions_cross.can_see_draw(user, campaign).enforce()
    draws = draws_of(setup, user) if setup else []
    halves = list(
        ScoreSheet.objects.filter(campaign=campaign).order_by("half").values_list("half", flat=True).distinct()
    )
    can_draw = bool(permissions_cross.can_draw(user, campaign))
    can_set_up = bool(permissions.can_set_up(user, campaign))
    notes = (
        ConflictNote.objects.visible_to(user).filter(setup=setup).select_related("sheet__unit", "unit", "user", "by")
    )
    return {
        "campaign": campaign,
        "setup": setup,
        "used": permissions_cross.uses_cross(campaign),
        "draws": [one for one in draws if one.draw.superseded_at is None],
        "history": [one.draw for one in draws if one.draw.superseded_at is not None],
        "can_draw": can_draw,
        "can_set_up": can_set_up,
        "draw_form": DrawForm(halves=halves, again=bool(draws)) if can_draw and halves else None,
        "supervisors": list(setup.supervisors.select_related("unit")) if setup else [],
        "supervisor_form": SupervisorForm(units=supervision.possible_supervisors(campaign)) if can_set_up else None,
        "notes": list(notes) if setup else [],
        "sees_meeting": bool(permissions_cross.can_see_meeting(user, campaign)),
    } | more


class CrossView(ScoringView):
    """Who scores whom, how it was drawn, who has finished: states only, never points."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "scoring/cross.html", cross_context(request, campaign_of(request, pk)))


class DrawView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = campaign_of(request, pk)
        permissions_cross.can_draw(request.user, campaign).enforce()
        context = cross_context(request, campaign)
        old = context["draw_form"]
        if old is None:
            raise Refused(permissions.SheetReason.NO_SHEETS)
        halves = [half for half, _ in old.fields["half"].choices]
        form = DrawForm(request.POST, halves=halves, again="reason" in old.fields)
        problem = "" if form.is_valid() else "Hãy xem lại các ô được đánh dấu."
        problem = problem or self._draw(campaign, form.cleaned_data)
        if problem:
            again = context | {"draw_form": form, "problem": problem}
            return render(request, "scoring/cross.html", again, status=422)
        messages.success(request, "Đã bốc thăm. Kết quả và cách tính lại ghi ở dưới; các đơn vị đã được thông báo.")
        return redirect("scoring:cross", pk=pk)

    def _draw(self, campaign: Campaign, data: dict) -> str:
        try:
            drawing.draw_cross(campaign_id=campaign.pk, by=self.request.user, **data)
        except Refused as refusal:
            return told(refusal)
        return ""


class DutyBase(ScoringView):
    def duty(self, pk: int) -> CrossDuty:
        return fetch(CrossDuty.objects.for_decisions(), self.request.user, pk=pk)


def duty_context(request: HttpRequest, duty: CrossDuty, **more) -> dict:
    user = request.user
    return {
        "duty": duty,
        "sheet": duty.sheet,
        "work": read_duty(duty),
        "scale": duty.sheet.criteria_set.scale,
        "can_score": bool(permissions_cross.can_score(user, duty)),
        "can_finish": bool(permissions_cross.can_finish(user, duty)),
        "can_abstain": bool(permissions_cross.can_abstain(user, duty)),
    } | more


class DutyView(DutyBase):
    """The sheet one's unit scores: the unit's own word and its evidence, nothing of what others say."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        duty = self.duty(pk)
        permissions_cross.can_read_duty(request.user, duty).enforce()
        return render(request, "scoring/cross_duty.html", duty_context(request, duty))


class ScoreView(CellView, DutyBase):
    """Save one line; a script gets JSON, a plain form goes back to its row."""

    def post(self, request: HttpRequest, pk: int, line_pk: int) -> HttpResponse:
        duty, form = self.duty(pk), ScoreForm(request.POST)
        permissions_cross.can_score(request.user, duty).enforce()
        if not form.is_valid():
            return self._answer(duty, line_pk, {"message": form.first_problem()}, 422)
        data = form.cleaned_data
        said = cross.Said(data["act"], data["points"], data["actual"], data["reason"])
        try:
            score = cross.save_score(
                duty_id=pk, line_id=line_pk, said=said, expected_version=data["version"], by=request.user
            )
        except cross.StaleScore as stale:
            return self._answer(duty, line_pk, both_values(stale), 409)
        except Refused as refusal:
            if refusal.reason not in (Reason.REASON_MISSING, permissions.SheetReason.BAD_POINTS):
                raise
            return self._answer(duty, line_pk, {"message": str(refusal)}, 422)
        return self._answer(duty, line_pk, saved(duty, score), 200)

    def _answer(self, duty: CrossDuty, line_pk: int, data: dict, status: int) -> HttpResponse:
        if wants_json(self.request):
            return JsonResponse(data, status=status)
        if status == 200:
            return redirect(f"{reverse('scoring:cross_duty', args=[duty.pk])}#dong-{line_pk}")
        context = duty_context(self.request, duty, problem=data["message"])
        context["work"].keep(line_pk, self.request.POST)
        return render(self.request, "scoring/cross_duty.html", context, status=status)


def saved(duty: CrossDuty, score: CrossScore) -> dict:
    left = cross.undecided_count(duty)
    return {"version": score.version, "values": shown(cross.Said.of(score)), "undecided": left}


def shown(said: cross.Said) -> dict[str, str]:
    """The fields of a line as its inputs show them."""
    numbers = {name: getattr(said, name) for name in ("points", "actual")}
    figures = {name: "" if value is None else say(value) for name, value in numbers.items()}
    return {"act": said.act, "reason": said.reason} | figures


def both_values(stale: cross.StaleScore) -> dict:
    by = stale.score.saved_by
    return {
        "message": str(stale),
        "who": by.full_name if by else "",
        "version": stale.score.version,
        "mine": shown(stale.mine),
        "theirs": shown(stale.theirs),
    }


class DutyFinishView(DutyBase):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        duty = self.duty(pk)
        permissions_cross.can_read_duty(request.user, duty).enforce()
        try:
            cross.finish_duty(duty_id=pk, by=request.user)
        except Refused as refusal:
            context = duty_context(request, duty, problem=told(refusal))
            return render(request, "scoring/cross_duty.html", context, status=422)
        messages.success(request, f"Đã hoàn thành chấm chéo phiếu của {duty.sheet.unit}.")
        return redirect("scoring:cross", pk=duty.sheet.campaign_id)


class ClosingView(DutyBase):
    """Confirm in words, with the reason, then close the duty."""

    form_class = ReasonForm
    template = ""
    done = ""
    permission = None

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        duty = self.duty(pk)
        type(self).permission(request.user, duty).enforce()
        return self._page(duty, self.form_class())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        duty, form = self.duty(pk), self.form_class(request.POST)
        type(self).permission(request.user, duty).enforce()
        if not form.is_valid():
            return self._page(duty, form, 422)
        try:
            self.close(duty, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, told(refusal))
            return self._page(duty, form, 422)
        messages.success(request, self.done)
        return redirect("scoring:cross", pk=duty.sheet.campaign_id)

    def _page(self, duty: CrossDuty, form, status: int = 200) -> HttpResponse:
        return render(self.request, self.template, {"duty": duty, "form": form}, status=status)


class AbstainView(ClosingView):
    template = "scoring/cross_abstain.html"
    done = "Đã ghi nhận: đơn vị không chấm phiếu này."
    permission = staticmethod(permissions_cross.can_abstain)

    def close(self, duty: CrossDuty, data: dict) -> None:
        cross.abstain_duty(duty_id=duty.pk, by=self.request.user, **data)


class RecuseView(ClosingView):
    form_class = RecuseForm
    template = "scoring/cross_recuse.html"
    done = "Đã cho đơn vị thôi chấm."
    permission = staticmethod(permissions_cross.can_recuse)

    def close(self, duty: CrossDuty, data: dict) -> None:
        cross.recuse_duty(duty_id=duty.pk, by=self.request.user, **data)


class AddScorerView(ScoringView):
    """Draw a scorer for a sheet that has none."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = ScoreSheet.objects.for_decisions().in_progress_view(request.user)
        sheet = rows.filter(pk=pk).first()
        if sheet is None:
            raise Refused(Reason.OUT_OF_REACH)
        permissions_cross.can_organise(request.user, sheet).enforce()
        try:
            duty = drawing.add_scorer(sheet_id=pk, by=request.user)
        except Refused as refusal:
            if refusal.reason not in TOLD | {CrossReason.HAS_SCORER}:
                raise
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Đã bốc thăm: {duty.scorer} chấm phiếu của {sheet.unit}.")
        return redirect("scoring:cross", pk=sheet.campaign_id)
