"""Criteria sets: list, tree in words, writing rows, versions, import from Excel."""

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.clock import today
from accounts.decisions import Refused
from blocs.access import Action, holds, reach
from blocs.models import Authority, BlocYear
from blocs.views_base import fetch
from scoring import permissions, rules, services
from scoring.forms import PARAM_NAMES, CriterionForm, SetForm, initial_of
from scoring.models import CriteriaSet, Criterion
from scoring.permissions import SheetReason

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


def set_context(request: HttpRequest, criteria_set: CriteriaSet) -> dict:
    rows = list(criteria_set.criteria.order_by("path"))
    for row in rows:
        row.words = rules.tell(row.kind, row.params, row.max_points)
    totals = rules.sheet_totals(
        [rules.Node(row.pk, row.parent_id, row.kind, row.max_points) for row in rows],
        {},
        "keep_zero",
        criteria_set.scale,
    )
    for row in rows:
        row.sum = totals.groups[row.pk].max_full if row.is_group else None
    return {
        "set": criteria_set,
        "criteria": rows,
        "total": totals.max_full,
        "problems": services.set_problems(criteria_set) if criteria_set.is_editable else [],
        "can_manage": bool(permissions.can_manage_set(request.user, criteria_set)),
        "can_edit": bool(permissions.can_edit_set(request.user, criteria_set)),
    }


class SetView(ScoringView):
    """The whole tree with every rule in words."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "scoring/set.html", set_context(request, set_of(request, pk)))


def _set_form(request: HttpRequest, data=None) -> SetForm:
    scope = reach(request.user, Action.CRITERIA_MANAGE)
    years = BlocYear.objects.filter(pk__in=scope.bloc_year_ids) | BlocYear.objects.filter(
        bloc__authority_id__in=scope.authority_ids
    )
    bloc_authorities = BlocYear.objects.filter(pk__in=scope.bloc_year_ids).values("bloc__authority_id")
    authorities = Authority.objects.filter(pk__in=scope.authority_ids) | Authority.objects.filter(
        pk__in=bloc_authorities
    )
    authorities, years = authorities.distinct(), years.select_related("bloc").order_by("-year", "sort_key")
    initial = {"year": today().year, "authority": only(authorities)}
    shared = bool(scope.authority_ids)
    if not shared:
        initial["bloc_year"] = only(years.filter(year=today().year))
    return SetForm(data, authorities=authorities, bloc_years=years, shared=shared, initial=initial)


def only(rows: QuerySet) -> int | None:
    """The one row there is to choose."""
    found = list(rows.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


class SetCreateView(ScoringView):
    def get(self, request: HttpRequest) -> HttpResponse:
        permissions.can_create_set(request.user).enforce()
        return render(request, "scoring/set_form.html", {"form": _set_form(request)})

    def post(self, request: HttpRequest) -> HttpResponse:
        permissions.can_create_set(request.user).enforce()
        form = _set_form(request, request.POST)
        if form.is_valid():
            try:
                created = services.create_set(values=form.save(commit=False), by=request.user)
                return redirect("scoring:set", pk=created.pk)
            except ValidationError as problem:
                form.add_error(None, problem.messages)
            except Refused as refusal:
                form.add_error(None, f"{refusal} Trưởng khối chỉ lập bộ tiêu chí riêng của khối mình.")
        return render(request, "scoring/set_form.html", {"form": form}, status=422)


class SetCopyView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        copy = services.copy_set(set_id=set_of(request, pk).pk, by=request.user)
        messages.success(request, f"Đã tạo phiên bản {copy.version} ở trạng thái đang soạn.")
        return redirect("scoring:set", pk=copy.pk)


class SetForceView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = set_of(request, pk)
        try:
            services.put_in_force(set_id=pk, by=request.user)
        except Refused as refusal:
            if refusal.reason is not SheetReason.SET_INVALID:
                raise
            context = set_context(request, criteria_set) | {"problem": SheetReason.SET_INVALID.label}
            return render(request, "scoring/set.html", context, status=422)
        messages.success(
            request,
            "Bộ tiêu chí đã được đưa vào áp dụng. Tiếp theo: ở trang Chấm điểm, thiết lập kế hoạch để mở phiếu.",
        )
        return redirect("scoring:set", pk=pk)


class CriterionCreateView(ScoringView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = set_of(request, pk)
        permissions.can_edit_set(request.user, criteria_set).enforce()
        form = CriterionForm(criteria_set=criteria_set, initial={"parent": request.GET.get("nhom", "")[:20]})
        return _page(request, criteria_set, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = set_of(request, pk)
        permissions.can_edit_set(request.user, criteria_set).enforce()
        form = CriterionForm(request.POST, criteria_set=criteria_set)
        if form.is_valid():
            parent = form.cleaned_data["parent"]
            where = {"set_id": pk, "parent_id": parent.pk if parent else None}
            if _saved(form, services.add_criterion, by=request.user, **where):
                messages.success(request, "Đã thêm tiêu chí.")
                return redirect("scoring:set", pk=pk)
        return _page(request, criteria_set, form, 422)


def _saved(form: CriterionForm, service, **arguments) -> bool:
    """Run a service with the form's values; False with its sentences on the form."""
    try:
        service(values=form.values(), **arguments)
    except ValidationError as problem:
        form.add_error(None, problem.messages)
        return False
    return True


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
        if form.is_valid() and _saved(form, services.change_criterion, criterion_id=pk, by=request.user):
            messages.success(request, "Đã lưu tiêu chí.")
            return redirect("scoring:set", pk=criterion.criteria_set_id)
        return _page(request, criterion.criteria_set, form, 422)

    def _criterion(self, pk: int) -> Criterion:
        criterion = fetch(Criterion.objects.select_related("criteria_set"), self.request.user, pk=pk)
        permissions.can_edit_set(self.request.user, criterion.criteria_set).enforce()
        return criterion

    def _form(self, criterion: Criterion, data=None) -> CriterionForm:
        form = CriterionForm(data, criteria_set=criterion.criteria_set, initial=initial_of(criterion))
        form.fields["parent"].disabled = True
        return form


class CriterionDeleteView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        criterion = fetch(Criterion.objects.all(), request.user, pk=pk)
        services.delete_criterion(criterion_id=pk, by=request.user)
        messages.success(request, "Đã xóa tiêu chí.")
        return redirect("scoring:set", pk=criterion.criteria_set_id)
