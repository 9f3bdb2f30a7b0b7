"""How points become a result: the rules of a criteria set, and what one campaign adds to them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.decisions import Reason, Refused
from campaigns.models import Campaign
from scoring import permissions, rules
from scoring.forms.results import CoefficientForm, HalfDeadlineForm, ResultRulesForms
from scoring.models import CriteriaSet, ScoringSetup
from scoring.permissions import SheetReason
from scoring.services.coefficients import set_coefficients, set_half_deadline
from scoring.services.criteria_checks import rules_problems
from scoring.services.result_rules import set_result_rules, tell_result_rules
from scoring.services.results import refs_of_rows

from .base import ScoringView
from .criteria import set_of
from .home import campaign_of


class ResultRulesView(ScoringView):
    """Ratings, gates and ties of a criteria set: read by all who see the set, written while it is a draft."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = set_of(request, pk)
        return self._page(request, criteria_set, _forms(criteria_set))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = set_of(request, pk)
        permissions.can_edit_set(request.user, criteria_set).enforce()
        forms = _forms(criteria_set, request.POST)
        if forms.is_valid():
            try:
                set_result_rules(set_id=pk, data=forms.assemble(), by=request.user)
                messages.success(request, "Đã lưu cách xếp loại, xếp hạng.")
                return redirect("scoring:result_rules", pk=pk)
            except ValidationError as problem:
                forms.head.add_error(None, problem.messages)
        return self._page(request, criteria_set, forms, 422)

    def _page(self, request, criteria_set: CriteriaSet, forms: ResultRulesForms, status: int = 200) -> HttpResponse:
        rows = list(criteria_set.criteria.order_by("path"))
        context = {
            "set": criteria_set,
            "forms": forms,
            "words": tell_result_rules(criteria_set.result_rules),
            "problems": rules_problems(criteria_set.result_rules, rows),
            "can_edit": bool(permissions.can_edit_set(request.user, criteria_set)),
        }
        return render(request, "scoring/result_rules.html", context, status=status)


def _forms(criteria_set: CriteriaSet, data=None) -> ResultRulesForms:
    rows = list(criteria_set.criteria.order_by("path"))
    refs = refs_of_rows(rows)
    leaves = [(refs[row.pk], _words(refs[row.pk], row.title)) for row in rows if not row.is_group]
    sections = [(refs[row.pk], _words(refs[row.pk], row.title)) for row in rows if row.is_group]
    stored = _with_whole_refs(criteria_set.result_rules, list(refs.values()))
    return ResultRulesForms(data, stored, leaves, sections)


def _words(ref: str, title: str) -> str:
    return f"{ref} {title}"[:120] if not ref.endswith(title) else ref[:120]


def _with_whole_refs(stored: dict, refs: list[str]) -> dict:
    """Stored rules with every row named in full, as the choices of the form are."""

    def whole(row: dict) -> dict:
        return row | {"of": rules.resolve(row["of"], refs) or row["of"]} if row.get("of") else row

    found = dict(stored)
    for name in ("ties", "gates"):
        found[name] = [whole(row) for row in stored.get(name) or []]
    ratings = dict(stored.get("ratings") or {})
    ratings["targets"] = [rules.resolve(name, refs) or name for name in ratings.get("targets") or []]
    return found | {"ratings": ratings}


class ResultInputsView(ScoringView):
    """What a campaign adds to the rules of its set: coefficients of the units, the deadline of the first half."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign, setup = _set_up(request, pk)
        return self._page(request, campaign, setup, *self._forms(setup))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign, setup = _set_up(request, pk)
        rows, half = self._forms(setup, request.POST)
        answers = [form.is_valid() for form in [half, *(form for _, form in rows)]]
        if all(answers):
            try:
                self._save(request, setup, rows, half)
                return redirect("scoring:ranking", pk=pk)
            except Refused as refusal:
                if refusal.reason not in (Reason.OWN_UNIT, SheetReason.PUBLISHED):
                    raise
                half.add_error(None, str(refusal))
        return self._page(request, campaign, setup, rows, half, 422)

    def _save(self, request: HttpRequest, setup: ScoringSetup, rows, half) -> None:
        if _uses(setup).coefficient:
            factors = {unit.pk: (form.cleaned_data["factor"], form.cleaned_data["source"]) for unit, form in rows}
            set_coefficients(campaign_id=setup.campaign_id, factors=factors, by=request.user)
        if _uses(setup).halves:
            chosen = half.cleaned_data["half_deadline"]
            deadline_id = chosen.pk if chosen else None
            set_half_deadline(campaign_id=setup.campaign_id, deadline_id=deadline_id, by=request.user)
        messages.success(request, "Đã lưu. Hãy tính lại xếp hạng để áp dụng.")

    def _forms(self, setup: ScoringSetup, data=None):
        known = {row.unit_id: row for row in setup.coefficients.all()}
        sheets = setup.campaign.sheets.select_related("unit").order_by("unit__sort_key", "unit_id", "half")
        units = {sheet.unit_id: sheet.unit for sheet in sheets}.values() if _uses(setup).coefficient else ()
        rows = []
        for unit in units:
            row = known.get(unit.pk)
            initial = {"factor": row.factor.normalize(), "source": row.source} if row else {}
            rows.append((unit, CoefficientForm(data, prefix=f"u{unit.pk}", initial=initial)))
        half = HalfDeadlineForm(data, campaign=setup.campaign, initial={"half_deadline": setup.half_deadline_id})
        return rows, half

    def _page(self, request, campaign: Campaign, setup: ScoringSetup, rows, half, status: int = 200) -> HttpResponse:
        context = {"campaign": campaign, "setup": setup, "rows": rows, "half": half, "uses": _uses(setup)}
        return render(request, "scoring/result_inputs.html", context, status=status)


def _uses(setup: ScoringSetup) -> rules.ResultRules:
    return rules.read_result_rules(setup.criteria_set.result_rules)


def _set_up(request: HttpRequest, pk: int) -> tuple[Campaign, ScoringSetup]:
    campaign = campaign_of(request, pk)
    permissions.can_set_up(request.user, campaign).enforce()
    setup = ScoringSetup.objects.select_related("criteria_set", "campaign").filter(campaign=campaign).first()
    if setup is None:
        raise Refused(SheetReason.NO_SETUP)
    return campaign, setup
