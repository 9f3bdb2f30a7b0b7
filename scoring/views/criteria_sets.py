"""New criteria sets, versions and copies of sets and groups, and publishing a version."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.clock import today
from accounts.decisions import Reason, Refused
from blocs.access import Action, reach
from blocs.models import Authority, BlocYear
from blocs.views_base import fetch
from scoring import permissions, services
from scoring.forms.criteria import CopiedSetForm, GroupForm, PublishForm, SetForm, SourceForm
from scoring.models import CriteriaSet, Criterion, ScoringSetup
from scoring.permissions import SheetReason
from scoring.services.criteria import all_versions
from scoring.services.criteria_checks import differences, total_of, users_of
from scoring.services.criteria_copy import branch_of
from scoring.states import SetState

from .base import ScoringView
from .criteria import draft_of, set_context, set_of, told
from .home import campaign_of


def _set_form(request: HttpRequest, data=None, kind=SetForm, **initial) -> SetForm:
    scope = reach(request.user, Action.CRITERIA_MANAGE)
    years = BlocYear.objects.filter(pk__in=scope.bloc_year_ids) | BlocYear.objects.filter(
        bloc__authority_id__in=scope.authority_ids
    )
    bloc_authorities = BlocYear.objects.filter(pk__in=scope.bloc_year_ids).values("bloc__authority_id")
    authorities = Authority.objects.filter(pk__in=scope.authority_ids) | Authority.objects.filter(
        pk__in=bloc_authorities
    )
    authorities, years = authorities.distinct(), years.select_related("bloc").order_by("-year", "sort_key")
    initial = {"year": today().year, "authority": only(authorities), **initial}
    shared = bool(scope.authority_ids)
    if not shared:
        initial["bloc_year"] = only(years.filter(year=today().year))
    return kind(data, authorities=authorities, bloc_years=years, shared=shared, initial=initial)


def only(rows: QuerySet) -> int | None:
    """The one row there is to choose."""
    found = list(rows.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def _created(form: SetForm, service, **arguments) -> CriteriaSet | None:
    """Run a service with the form's unsaved set; None with its sentences on the form."""
    try:
        return service(values=form.save(commit=False), **arguments)
    except ValidationError as problem:
        form.add_error(None, problem.messages)
    except Refused as refusal:
        if refusal.reason is Reason.OUT_OF_REACH:
            raise
        form.add_error(None, f"{refusal} Trưởng khối chỉ lập bộ tiêu chí riêng của khối mình.")
    return None


class SetCreateView(ScoringView):
    def get(self, request: HttpRequest) -> HttpResponse:
        permissions.can_create_set(request.user).enforce()
        return render(request, "scoring/set_form.html", {"form": _set_form(request)})

    def post(self, request: HttpRequest) -> HttpResponse:
        permissions.can_create_set(request.user).enforce()
        form = _set_form(request, request.POST)
        if form.is_valid():
            created = _created(form, services.create_set, by=request.user)
            if created:
                return redirect("scoring:set", pk=created.pk)
        return render(request, "scoring/set_form.html", {"form": form}, status=422)


class SetCopyView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        copy = services.copy_set(set_id=set_of(request, pk).pk, by=request.user)
        messages.success(request, f"Đã tạo phiên bản {copy.version} ở trạng thái đang soạn.")
        return redirect("scoring:set", pk=copy.pk)


def _sources(request: HttpRequest) -> QuerySet:
    """Every set the person may read, the latest first."""
    rows = CriteriaSet.objects.visible_to(request.user).select_related("authority", "bloc_year")
    return rows.order_by("-year", "name", "-version", "pk")


def _source(request: HttpRequest, name: str = "nguon") -> CriteriaSet | None:
    """The set named in the address or the form; None when none is chosen yet, 404 for one out of reach."""
    key = (request.POST.get(name) or request.GET.get(name, "")).strip()
    if not key:
        return None
    if not key.isascii() or not key.isdigit() or len(key) > 9:
        raise Http404
    return fetch(_sources(request), request.user, pk=int(key))


class SetCopyFromView(ScoringView):
    """A new set from last year's or another bloc's: choose it, see what comes along and what does not, create."""

    def get(self, request: HttpRequest) -> HttpResponse:
        permissions.can_create_set(request.user).enforce()
        source = _source(request)
        named = {"name": source.name, "year": max(today().year, source.year)} if source else {}
        return self._page(request, source, _set_form(request, None, CopiedSetForm, **named))

    def post(self, request: HttpRequest) -> HttpResponse:
        permissions.can_create_set(request.user).enforce()
        source = _source(request)
        form = _set_form(request, request.POST, CopiedSetForm)
        if source and form.is_valid():
            created = _created(form, services.create_from, source_id=source.pk, by=request.user)
            if created:
                messages.success(request, "Đã lập bộ tiêu chí mới ở trạng thái đang soạn.")
                return redirect("scoring:set", pk=created.pk)
        return self._page(request, source, form, status=422)

    def _page(self, request, source, form, status: int = 200) -> HttpResponse:
        chosen = SourceForm(initial={"nguon": source}, sets=_sources(request))
        context = {"source": source, "form": form, "source_form": chosen} | _preview(request, source)
        return render(request, "scoring/set_copy.html", context, status=status)


def _preview(request: HttpRequest, source: CriteriaSet | None) -> dict:
    """Rows and total of the source, and how it differs from the set that is in force where it would be copied to."""
    if source is None:
        return {}
    rows, total = told(list(source.criteria.order_by("path")), source.scale)
    present = _in_force_of(request, source)
    against = list(present.criteria.order_by("path")) if present else []
    return {
        "criteria": rows,
        "total": total,
        "present": present,
        "present_total": total_of(against),
        "differences": differences(against, rows) if present else [],
    }


def _in_force_of(request: HttpRequest, source: CriteriaSet) -> CriteriaSet | None:
    """The set in force that the person's own bloc or authority uses now; None when it is the source or there is none."""
    scope = reach(request.user, Action.CRITERIA_MANAGE)
    rows = _sources(request).filter(state=SetState.IN_FORCE).exclude(pk=source.pk)
    own = rows.filter(bloc_year_id__in=scope.bloc_year_ids)
    return own.first() or rows.filter(authority_id__in=scope.authority_ids, bloc_year__isnull=True).first()


class GroupCopyView(ScoringView):
    """One group of another set into a draft: choose the set, then the group and its place, see its rows, copy."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set, source = draft_of(request, pk), _source(request)
        if source is None:
            return self._page(request, criteria_set, None, None)
        form = GroupForm(request.GET if "nhom" in request.GET else None, source=source, criteria_set=criteria_set)
        return self._page(request, criteria_set, source, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set, source = draft_of(request, pk), _source(request)
        if source is None:
            return self._page(request, criteria_set, None, None, status=422)
        form = GroupForm(request.POST, source=source, criteria_set=criteria_set)
        if form.is_valid() and self._copied(request, criteria_set, form):
            return redirect("scoring:set", pk=pk)
        return self._page(request, criteria_set, source, form, status=422)

    def _copied(self, request: HttpRequest, criteria_set: CriteriaSet, form: GroupForm) -> bool:
        group, parent = form.cleaned_data["nhom"], form.cleaned_data["vao"]
        seen = request.POST.get("has", "")[:9]
        where = {"parent_id": parent.pk if parent else None, "expected": int(seen) if seen.isdecimal() else None}
        try:
            added = services.copy_group(set_id=criteria_set.pk, group_id=group.pk, by=request.user, **where)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
            return False
        messages.success(request, f"Đã chép {added} dòng từ {group.criteria_set}.")
        return True

    def _page(self, request, criteria_set, source, form, status: int = 200) -> HttpResponse:
        context = {
            "set": criteria_set,
            "source": source,
            "source_form": SourceForm(initial={"nguon": source}, sets=_sources(request).exclude(pk=criteria_set.pk)),
            "form": form,
            "has": criteria_set.criteria.count(),
        }
        if form is not None and form.is_bound and form.is_valid():
            rows, total = told(_branch(form.cleaned_data["nhom"]), source.scale)
            context |= {"criteria": rows, "total": total}
        return render(request, "scoring/set_copy_group.html", context, status=status)


def _branch(group: Criterion) -> list[Criterion]:
    """A group with what is under it, as a tree of its own."""
    rows = branch_of(group)
    rows[0].parent_id = None
    return rows


class SetForceView(ScoringView):
    """What publishing this version means and what still stands in its way; then publishing it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, draft_of(request, pk), PublishForm(initial={"effective_from": today()}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set, form = draft_of(request, pk), PublishForm(request.POST)
        if not form.is_valid() or not self._published(request, pk, form):
            return self._page(request, criteria_set, form, status=422)
        sentence = "Bộ tiêu chí đã được đưa vào áp dụng."
        messages.success(request, f"{sentence} Tiếp theo: ở trang Chấm điểm, thiết lập kế hoạch để mở phiếu.")
        return redirect("scoring:set", pk=pk)

    def _published(self, request: HttpRequest, pk: int, form: PublishForm) -> bool:
        try:
            services.put_in_force(set_id=pk, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error("effective_from", problem.messages)
            return False
        except Refused as refusal:
            if refusal.reason is not SheetReason.SET_INVALID:
                raise
            form.add_error(None, SheetReason.SET_INVALID.label + " xem các dòng bên dưới.")
            return False
        return True

    def _page(self, request: HttpRequest, criteria_set: CriteriaSet, form, status: int = 200) -> HttpResponse:
        present = all_versions(criteria_set).filter(state=SetState.IN_FORCE).order_by("-version").first()
        context = set_context(request, criteria_set) | {"form": form, "present": present}
        if present:
            old = list(present.criteria.order_by("path"))
            context |= {
                "present_total": total_of(old),
                "differences": differences(old, context["criteria"]),
                "users": users_of(present),
                "rules_differ": present.result_rules != criteria_set.result_rules,
            }
        return render(request, "scoring/set_publish.html", context, status=status)


class AdoptView(ScoringView):
    """A campaign still being filled in takes over a newer version: what that means, then doing it."""

    def get(self, request: HttpRequest, pk: int, set_pk: int) -> HttpResponse:
        setup, criteria_set = self._pair(pk, set_pk)
        plan = services.plan_adoption(setup, criteria_set)
        changed = differences([old for old, _ in plan.pairs], [new for _, new in plan.pairs])
        context = {"plan": plan, "campaign": setup.campaign, "set": criteria_set, "differences": changed}
        return render(request, "scoring/set_adopt.html", context)

    def post(self, request: HttpRequest, pk: int, set_pk: int) -> HttpResponse:
        self._pair(pk, set_pk)
        moved = services.adopt_version(campaign_id=pk, criteria_set_id=set_pk, by=request.user)
        messages.success(request, f"Đã chuyển {moved} phiếu sang phiên bản mới và báo cho các đơn vị.")
        return redirect("scoring:progress", pk=pk)

    def _pair(self, pk: int, set_pk: int) -> tuple[ScoringSetup, CriteriaSet]:
        campaign = campaign_of(self.request, pk)
        permissions.can_set_up(self.request.user, campaign).enforce()
        rows = ScoringSetup.objects.select_related("campaign__bloc_year", "criteria_set")
        setup = rows.filter(campaign=campaign).first()
        if setup is None:
            raise Http404
        return setup, set_of(self.request, set_pk)
