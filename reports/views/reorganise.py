"""Reorganisations of units and authorities: what is about to happen in words, recording it, taking it back."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View
from django.views.generic import DetailView, ListView

from accounts.decisions import Reason, Refused, only_if
from accounts.files import private_download
from accounts.posted import posted_text
from blocs import permissions_lineage, services
from blocs.access import Action, holds
from blocs.models import Authority, Reorganisation, Unit
from blocs.permissions import can_manage
from blocs.rules import OrgReason
from blocs.services import Paper, PeopleChoice
from blocs.services.reorganise import words_of
from blocs.views.common import add_errors
from blocs.views_base import ScopedListMixin, ScopedObjectMixin
from campaigns.views.common import fetch_row
from reports.forms.reorganise import AuthoritiesForm, ChoicesForm, UnitsForm
from reports.reorganised import still_open, what_was_done
from reports.reorganising import Intent, authority_consequences, digest, unit_consequences

Kind = Reorganisation.Kind
CORRECTABLE = (Reason.REASON_MISSING, *OrgReason)


class ReorganiseView(LoginRequiredMixin, View):
    """Step one asks what becomes of whom; ``buoc=xem`` shows the consequences with the choices of step two;
    ``buoc=ghi`` records, unless what was shown is not what would happen any more."""

    of_units = True
    form_class = UnitsForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            actions = (Action.ORG_MANAGE,) if self.of_units else (Action.ORG_MANAGE, Action.AUTHORITY_FOUND)
            only_if(any(holds(request.user, action) for action in actions), Reason.NOT_YOUR_ROLE).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("chon", "")
        initial = {"predecessors": [chosen] if chosen.isascii() and chosen.isdigit() and len(chosen) < 18 else []}
        return self._step_one(request, self.form_class(user=request.user, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST, user=request.user)
        if not form.is_valid() or request.POST.get("buoc") not in ("xem", "ghi"):
            return self._step_one(request, form)
        return self._record(request, form) if request.POST["buoc"] == "ghi" else self._step_two(request, form)

    def _step_one(self, request: HttpRequest, form, status: int | None = None) -> HttpResponse:
        context = {"form": form, "of_units": self.of_units}
        return render(request, "reports/reorganise.html", context, status=status or (422 if form.errors else 200))

    def _choices(self, form, data=None, files=None) -> ChoicesForm:
        before, after = list(form.cleaned_data["predecessors"]), list(form.cleaned_data["successors"] or [])
        if form.cleaned_data["kind"] == Kind.RENAME:
            before = []
        ending = [row for row in before if row not in after]
        return ChoicesForm(data, files, ending=ending, successors=after, of_units=self.of_units)

    def _step_two(self, request: HttpRequest, form, choices: ChoicesForm | None = None, note: str = "") -> HttpResponse:
        again = "xem_lai" in request.POST
        choices = choices or self._choices(form, *((request.POST, request.FILES) if again else ()))
        intent = self._intent(form, choices)
        parts = self._consequences(intent, form)
        context = {
            "form": form,
            "choices": choices,
            "of_units": self.of_units,
            "words": self._words(form, intent),
            "parts": parts,
            "digest": digest(parts),
            "hidden": _hidden(request, form),
            "note": note,
        }
        status = 409 if note else 422 if choices.errors else 200
        return render(request, "reports/reorganise_preview.html", context, status=status)

    def _intent(self, form, choices: ChoicesForm) -> Intent:
        data = form.cleaned_data
        given = choices.cleaned_data if choices.is_bound and choices.is_valid() else {}
        return Intent(
            kind=data["kind"],
            on=data["on"],
            predecessors=list(data["predecessors"]),
            successors=list(data["successors"] or []),
            heirs=choices.heirs(),
            people=PeopleChoice(until=given.get("until"), move=bool(given.get("move"))),
        )

    def _consequences(self, intent: Intent, form) -> list:
        if intent.kind == Kind.RENAME:
            return []
        return unit_consequences(intent) if self.of_units else authority_consequences(intent)

    def _words(self, form, intent: Intent) -> str:
        if intent.kind == Kind.RENAME:
            return f"Đổi tên {intent.predecessors[0]} thành {form.cleaned_data['new_name']}"
        return words_of(intent.kind, intent.predecessors, intent.successors)

    def _record(self, request: HttpRequest, form) -> HttpResponse:
        choices = self._choices(form, request.POST, request.FILES)
        if not choices.is_valid():
            return self._step_two(request, form, choices)
        intent = self._intent(form, choices)
        if digest(self._consequences(intent, form)) != request.POST.get("da_xem", ""):
            return self._step_two(
                request,
                form,
                choices,
                "Lựa chọn hoặc dữ liệu đã khác với bản vừa xem. Hãy xem lại hệ quả rồi xác nhận.",
            )
        try:
            row = self._save(request, form, choices, intent)
        except ValidationError as error:
            add_errors(form, error)
            return self._step_one(request, form, 422)
        except Refused as refused:
            if refused.reason not in CORRECTABLE:
                raise
            form.add_error(None, str(refused))
            return self._step_one(request, form, 409)
        messages.success(request, f"Đã ghi: {row.words}.")
        return redirect("reports:reorganisation", pk=row.pk)

    def _save(self, request: HttpRequest, form, choices: ChoicesForm, intent: Intent) -> Reorganisation:
        data = form.cleaned_data
        paper = Paper(**{name: data[name] for name in form.PAPER}, file=choices.cleaned_data.get("file") or None)
        if intent.kind == Kind.RENAME:
            names = {"name": data["new_name"], "short_name": data["new_short"]}
            unit = intent.predecessors[0]
            return services.rename_by_paper(by=request.user, unit=unit, on=intent.on, paper=paper, **names)
        common = {
            "by": request.user,
            "kind": intent.kind,
            "on": intent.on,
            "predecessors": intent.predecessors,
            "successors": intent.successors,
            "heirs": intent.heirs,
            "paper": paper,
            "people": intent.people,
        }
        if self.of_units:
            return services.reorganise_units(**common)
        readers = [int(value) for value in choices.cleaned_data.get("readers") or []]
        return services.reorganise_authorities(readers=readers, **common)


class ReorganiseAuthoritiesView(ReorganiseView):
    of_units = False
    form_class = AuthoritiesForm


def _hidden(request: HttpRequest, form) -> list[tuple[str, str]]:
    """What step one was answered with, to be sent again with step two."""
    return [(name, value) for name in form.fields for value in request.POST.getlist(name)]


class ReorganisationListView(ScopedListMixin, ListView):
    template_name = "reports/reorganisations.html"
    queryset = Reorganisation.objects.select_related("authority", "by", "correction")

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            may_units=holds(user, Action.ORG_MANAGE),
            may_authorities=holds(user, Action.ORG_MANAGE) or holds(user, Action.AUTHORITY_FOUND),
            **kwargs,
        )


class ReorganisationView(ScopedObjectMixin, DetailView):
    template_name = "reports/reorganisation.html"
    queryset = Reorganisation.objects.select_related("authority", "by", "correction__by")
    context_object_name = "row"

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        model = Unit if row.of == Reorganisation.Of.UNIT else Authority
        names = model.objects.in_bulk({*row.before, *row.after})
        manages = can_manage(user, row.authority)
        return super().get_context_data(
            done=what_was_done(row, names) if not row.is_corrected else [],
            still=still_open(row) if manages and not row.is_corrected else None,
            before=[names[pk] for pk in row.before if pk in names],
            after=[names[pk] for pk in row.after if pk in names],
            opens=set(model.objects.visible_to(user).filter(pk__in=names).values_list("pk", flat=True)),
            of_units=row.of == Reorganisation.Of.UNIT,
            may_correct=permissions_lineage.can_correct(user, row),
            **kwargs,
        )


class ReorganisationFileView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = fetch_row(Reorganisation.objects.all(), request, pk)
        if not row.file:
            raise Http404
        return private_download(row.file, name=row.file_name, content_type=row.file_type)


class ReorganisationCorrectView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = fetch_row(Reorganisation.objects.all(), request, pk)
        try:
            services.correct_reorganisation(reorganisation=row, reason=posted_text(request, "note"), by=request.user)
        except Refused as refused:
            if refused.reason not in CORRECTABLE:
                raise
            messages.error(request, str(refused))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "Đã đính chính: những gì đã khép lại được mở lại như trước.")
        return redirect("reports:reorganisation", pk=pk)
