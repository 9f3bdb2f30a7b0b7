"""Conflicts of interest: declare, decide, end."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.decisions import Reason, Refused
from blocs.access import Action, own_unit_ids, reach
from blocs.models import Unit
from blocs.views_base import fetch
from campaigns.models import Campaign
from scoring import permissions_cross
from scoring.forms.cross import ConflictForm, PersonForm, ReasonForm
from scoring.models import ConflictNote, ScoreSheet
from scoring.reasons_cross import CrossReason
from scoring.services import conflicts
from scoring.states import SheetState

from .base import ScoringView
from .home import campaign_of

ON_THE_FORM = frozenset({Reason.REASON_MISSING, CrossReason.NOTED, CrossReason.NOT_CONCERNED, CrossReason.OWN_SHEET})


class ConflictView(ScoringView):
    """What stands, and saying that oneself or one's unit has a conflict with a unit of the bloc."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = self._campaign(pk)
        return self._page(campaign, self._form(campaign))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = self._campaign(pk)
        form = self._form(campaign, request.POST)
        if not form.is_valid() or not self._declare(form):
            return self._page(campaign, form, 422)
        messages.success(request, "Đã ghi xung đột lợi ích. Phần việc này do người khác hoặc đơn vị khác làm.")
        return redirect("scoring:conflicts", pk=pk)

    def _campaign(self, pk: int) -> Campaign:
        campaign = campaign_of(self.request, pk)
        permissions_cross.can_see_draw(self.request.user, campaign).enforce()
        if getattr(campaign, "scoring", None) is None:
            raise Http404
        return campaign

    def _form(self, campaign: Campaign, data=None) -> ConflictForm:
        own = own_unit_ids(self.request.user)
        sheets = ScoreSheet.objects.filter(campaign=campaign).exclude(unit_id__in=own).exclude(state=SheetState.LOCKED)
        heads = Unit.objects.filter(pk__in=reach(self.request.user, Action.SHEET_SUBMIT).unit_ids)
        in_bloc = heads.filter(sheets__campaign=campaign).distinct()
        return ConflictForm(
            data, sheets=sheets.select_related("unit").order_by("unit__sort_key", "half"), heads=in_bloc
        )

    def _declare(self, form: ConflictForm) -> bool:
        data = form.cleaned_data
        said = {"sheet_id": data["sheet"].pk, "reason": data["reason"], "by": self.request.user}
        unit = form.heads.get(data["whose"])
        try:
            conflicts.declare_unit_conflict(unit=unit, **said) if unit else conflicts.declare_conflict(**said)
        except Refused as refusal:
            if refusal.reason not in ON_THE_FORM:
                raise
            form.add_error(None, str(refusal))
            return False
        return True

    def _page(self, campaign: Campaign, form: ConflictForm, status: int = 200) -> HttpResponse:
        rows = ConflictNote.objects.visible_to(self.request.user).filter(setup=campaign.scoring)
        notes = list(rows.select_related("sheet__campaign__bloc_year", "sheet__unit", "unit", "user", "by", "ended_by"))
        for note in notes:
            note.may_end = bool(permissions_cross.can_end_conflict(self.request.user, note))
        judged = ScoreSheet.objects.filter(campaign=campaign).select_related("campaign__bloc_year", "unit")
        organised = [row for row in judged if permissions_cross.can_organise(self.request.user, row)]
        context = {"campaign": campaign, "form": form, "notes": notes, "organised": organised}
        return render(self.request, "scoring/conflicts.html", context, status=status)


class RecusePersonView(ScoringView):
    """The organiser takes a person off one sheet."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self._sheet(pk)
        return self._page(sheet, PersonForm(people=conflicts.judges_of(sheet)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self._sheet(pk)
        form = PersonForm(request.POST, people=conflicts.judges_of(sheet))
        if form.is_valid():
            try:
                conflicts.recuse_person(sheet_id=pk, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                if refusal.reason not in ON_THE_FORM:
                    raise
                form.add_error(None, str(refusal))
        if form.errors:
            return self._page(sheet, form, 422)
        messages.success(request, f"{form.cleaned_data['person']} thôi chấm, thẩm định phiếu của {sheet.unit}.")
        return redirect("scoring:conflicts", pk=sheet.campaign_id)

    def _sheet(self, pk: int) -> ScoreSheet:
        rows = ScoreSheet.objects.for_decisions().in_progress_view(self.request.user)
        sheet = rows.filter(pk=pk).first()
        if sheet is None:
            raise Http404
        permissions_cross.can_organise(self.request.user, sheet).enforce()
        return sheet

    def _page(self, sheet: ScoreSheet, form: PersonForm, status: int = 200) -> HttpResponse:
        return render(self.request, "scoring/conflict_person.html", {"sheet": sheet, "form": form}, status=status)


class ConflictEndView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = ConflictNote.objects.select_related("sheet__campaign__bloc_year", "sheet__unit", "setup")
        note = fetch(rows, request.user, pk=pk)
        permissions_cross.can_end_conflict(request.user, note).enforce()
        form = ReasonForm(request.POST)
        if form.is_valid():
            conflicts.end_conflict(note_id=pk, by=request.user, **form.cleaned_data)
            messages.success(request, "Đã chấm dứt xung đột lợi ích; bản ghi vẫn còn trong hồ sơ.")
        else:
            messages.error(request, form.first_problem())
        return redirect("scoring:conflicts", pk=note.setup.campaign_id)
