"""Criteria sets on screen: list, tree in words, writing and moving rows."""

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import reswap, retarget

from accounts.decisions import Refused
from blocs.access import Action, holds
from blocs.views_base import fetch
from scoring import permissions, rules, services
from scoring.forms.criteria import PARAM_NAMES, CriterionForm, initial_of
from scoring.models import CriteriaSet, Criterion
from scoring.permissions import SheetReason
from scoring.services.criteria_checks import left_behind, problems_of
from scoring.services.reading import node_of
from scoring.services.result_rules import tell_result_rules
from scoring.states import SetState

from .base import ScoringView


class SetListView(ScoringView):
    def get(self, request: HttpRequest) -> HttpResponse:
        sets = CriteriaSet.objects.visible_to(request.user).select_related("authority", "bloc_year")
        context = {
            "sets": sets.order_by("-year", "name", "-version", "pk"),
            "can_create": holds(request.user, Action.CRITERIA_MANAGE),
        }
        return render(request, "scoring/set_list.html", context)


def set_of(request: HttpRequest, pk: int) -> CriteriaSet:
    return fetch(CriteriaSet.objects.select_related("authority", "bloc_year"), request.user, pk=pk)


def draft_of(request: HttpRequest, pk: int) -> CriteriaSet:
    """A set the person may change now; otherwise 404 or 403 with the reason."""
    criteria_set = set_of(request, pk)
    permissions.can_edit_set(request.user, criteria_set).enforce()
    return criteria_set


def told(rows: list[Criterion], scale: int):
    """Rows with their rule in words and, for groups, the sum of what is under them; and the total of the set."""
    nodes = [node_of(row) for row in rows]
    totals = rules.sheet_totals(nodes, {}, "keep_zero", scale)
    for row in rows:
        row.words = rules.tell(row.kind, row.params, row.max_points)
        row.sum = totals.groups[row.pk].max_full if row.is_group else None
    return rows, totals.max_full


def set_context(request: HttpRequest, criteria_set: CriteriaSet, focus: int | None = None) -> dict:
    rows, total = told(list(criteria_set.criteria.order_by("path")), criteria_set.scale)
    return {
        "set": criteria_set,
        "criteria": rows,
        "total": total,
        "result_words": tell_result_rules(criteria_set.result_rules),
        "problems": problems_of(criteria_set, rows) if criteria_set.is_editable else [],
        "can_manage": bool(permissions.can_manage_set(request.user, criteria_set)),
        "can_edit": bool(permissions.can_edit_set(request.user, criteria_set)),
        "focus": focus,
        "left_behind": left_behind(criteria_set) if criteria_set.state == SetState.IN_FORCE else [],
    }


class SetView(ScoringView):
    """The whole tree with every rule in words."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "scoring/set.html", set_context(request, set_of(request, pk)))


class CriterionCreateView(ScoringView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = draft_of(request, pk)
        form = CriterionForm(criteria_set=criteria_set, initial={"parent": request.GET.get("nhom", "")[:20]})
        return _page(request, criteria_set, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = draft_of(request, pk)
        form = CriterionForm(request.POST, criteria_set=criteria_set)
        if form.is_valid():
            row = _saved(form, services.add_criterion, by=request.user, set_id=pk, parent_id=_group(form))
            if row:
                messages.success(request, "Đã thêm tiêu chí.")
                return redirect(_at(row))
        return _page(request, criteria_set, form, 422)


def _group(form: CriterionForm) -> int | None:
    parent = form.cleaned_data["parent"]
    return parent.pk if parent else None


def _at(row: Criterion) -> str:
    return f"{reverse('scoring:set', args=[row.criteria_set_id])}#tieu-chi-{row.pk}"


def _saved(form: CriterionForm, service, **arguments) -> Criterion | None:
    """Run a service with the form's values; None with its sentences on the form."""
    try:
        return service(values=form.values(), **arguments)
    except ValidationError as problem:
        form.add_error(None, problem.messages)
    except Refused as refusal:
        if refusal.reason is not SheetReason.NO_ROOM:
            raise
        form.add_error(
            "parent", "Không chuyển được vào nhóm này: nhóm nằm trong chính tiêu chí đang sửa, hoặc quá sâu."
        )
    return None


def _page(request: HttpRequest, criteria_set: CriteriaSet, form: CriterionForm, status: int = 200) -> HttpResponse:
    context = {"set": criteria_set, "form": form, "param_names": json.dumps(PARAM_NAMES)}
    return render(request, "scoring/criterion_form.html", context, status=status)


class CriterionEditView(ScoringView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        criterion = self._criterion(pk)
        return _page(request, criterion.criteria_set, self._form(criterion))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        criterion = self._criterion(pk)
        form = self._form(criterion, request.POST)
        if form.is_valid():
            where = {"criterion_id": pk, "group_id": _group(form)}
            if _saved(form, services.rewrite_criterion, by=request.user, **where):
                messages.success(request, "Đã lưu tiêu chí.")
                return redirect(_at(criterion))
        return _page(request, criterion.criteria_set, form, 422)

    def _criterion(self, pk: int) -> Criterion:
        criterion = fetch(Criterion.objects.select_related("criteria_set"), self.request.user, pk=pk)
        permissions.can_edit_set(self.request.user, criterion.criteria_set).enforce()
        return criterion

    def _form(self, criterion: Criterion, data=None) -> CriterionForm:
        return CriterionForm(data, criteria_set=criterion.criteria_set, initial=initial_of(criterion))


class CriterionMoveView(ScoringView):
    """Up, down, into the group before it, out of its group; answers with the whole tree, as every label may change."""

    def post(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        criterion = fetch(Criterion.objects.all(), request.user, pk=pk)
        try:
            services.move_criterion(criterion_id=pk, move=move, by=request.user)
        except Refused as refused:
            if not request.htmx or refused.reason is not SheetReason.NO_ROOM:
                raise
            answer = render(request, "scoring/_set_note.html", {"sentence": str(refused)}, status=403)
            return reswap(retarget(answer, "#tree-note"), "innerHTML")
        if not request.htmx:
            return redirect(_at(criterion))
        context = set_context(request, set_of(request, criterion.criteria_set_id), focus=pk)
        return render(request, "scoring/_set_tree.html", context)


class CriterionDeleteView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        criterion = fetch(Criterion.objects.all(), request.user, pk=pk)
        services.delete_criterion(criterion_id=pk, by=request.user)
        messages.success(request, "Đã xóa tiêu chí.")
        return redirect("scoring:set", pk=criterion.criteria_set_id)
