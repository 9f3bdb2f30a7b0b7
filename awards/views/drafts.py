"""Drafts of decisions: gathered, proposed by one person, published by another."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView, ListView

from accounts.decisions import Reason, only_if
from accounts.files import ACCEPTED, private_download
from awards import permissions_acts
from awards.forms import ReasonForm
from awards.forms_acts import GatherForm, ProposeForm, RecordForm, WordForm
from awards.grounds import grounds
from awards.models import DecisionDraft, DraftLine, Nomination
from awards.permissions import AwardReason
from awards.permissions_acts import ActReason
from awards.services import drafts, publish
from awards.services.drafts import Award, Signature
from awards.states import AT_BOARD, DECIDABLE
from awards.states_acts import CORRECTABLE, DROP, OPEN, PROPOSE, PUBLISH, SEND_BACK, DraftKind
from blocs.access import Action, holds, reach
from blocs.models import Unit
from blocs.views_base import ScopedListMixin, ScopedObjectMixin, fetch

from .base import ServiceFormView

SIGNED = ("number", "date", "issuer", "signer", "effective_on", "file")


def signature(data: dict) -> Signature:
    return Signature(**{name: data[name] for name in SIGNED})


class BoardFormView(ServiceFormView):
    """For those who decide awards; others get the reason why not."""

    back = "awards:drafts"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            only_if(holds(request.user, Action.AWARD_DECIDE), Reason.NOT_YOUR_ROLE).enforce()
        return super().dispatch(request, *args, **kwargs)

    def own_authorities(self) -> frozenset[int]:
        return reach(self.request.user, Action.AWARD_DECIDE).authority_ids

    def where_next(self, draft: DecisionDraft) -> str:
        return reverse("awards:draft", args=[draft.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"back_url": reverse(self.back), **kwargs})


class DraftListView(ScopedListMixin, ListView):
    """What is being prepared and what waits for a second person, then what was published."""

    queryset = DecisionDraft.objects.for_decisions()
    template_name = "awards/drafts.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            only_if(holds(request.user, Action.PROVINCE_VIEW), Reason.NOT_YOUR_ROLE).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        self.open_only = self.request.GET.get("tat_ca") != "1"
        rows = super().get_queryset()
        rows = rows.filter(state__in=OPEN) if self.open_only else rows
        return rows.order_by("-created_at", "-pk")

    def get_context_data(self, **kwargs):
        may_write = holds(self.request.user, Action.AWARD_DECIDE)
        return super().get_context_data(may_write=may_write, open_only=self.open_only, **kwargs)


def to_gather(authorities, draft: DecisionDraft | None = None) -> dict[str, Any]:
    """For ``GatherForm``: offered is what a decision may approve and no other open draft holds."""
    taken = DraftLine.objects.filter(draft__state__in=OPEN, nomination__isnull=False).exclude(draft=draft)
    rows = Nomination.objects.for_decisions().select_related("agreed_type")
    rows = rows.filter(campaign__authority_id__in=authorities)
    free = rows.filter(state__in=DECIDABLE).exclude(pk__in=taken.values("nomination_id"))
    return {"nominations": free.order_by("unit__sort_key", "pk"), "known": rows.filter(state__in=AT_BOARD)}


class GatherView(BoardFormView):
    form_class = GatherForm
    said_at = dict.fromkeys((AwardReason.NOT_AGREED, ActReason.IN_ANOTHER_DRAFT), "nominations")


class DecideView(GatherView):
    template_name = "awards/decide.html"
    heading = "Dự thảo quyết định khen thưởng"
    submit_label = "Lập dự thảo"
    done = "Đã lập dự thảo. Soạn tờ trình, quyết định; khi có chữ ký thì đề nghị công bố."
    explanation = (
        "Dự thảo chưa có hiệu lực gì: kết quả chỉ vào lịch sử khen thưởng sau khi một người khác duyệt công bố."
    )

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **to_gather(self.own_authorities())}

    def get_initial(self):
        return {"nominations": [text for text in self.request.GET.getlist("nomination") if text.isdecimal()][:200]}

    def call(self, data: dict) -> DecisionDraft:
        chosen = [row.pk for row in data["nominations"]]
        return drafts.begin_award(nomination_ids=chosen, by=self.request.user, title=data["title"])


class RecordCreateView(BoardFormView):
    form_class = RecordForm
    heading = "Ghi khen thưởng đã có quyết định"
    submit_label = "Đề nghị ghi vào lịch sử khen thưởng"
    done = "Đã đề nghị. Khi một người khác duyệt, khen thưởng vào lịch sử."
    explanation = (
        "Dùng cho quyết định ký trước đây hoặc do cấp trên ký, không qua đề nghị trên hệ thống. "
        "Một người khác của cơ quan thi đua, khen thưởng phải duyệt thì khen thưởng mới vào lịch sử."
    )

    def get_form_kwargs(self):
        units = Unit.objects.filter(authority_id__in=self.own_authorities()).order_by("sort_key", "pk")
        return {**super().get_form_kwargs(), "units": units}

    def call(self, data: dict) -> DecisionDraft:
        award = Award(data["unit"].pk, data["award_type"].pk, data["year"], data["subject"], data["position"])
        return drafts.begin_record(
            authority_id=data["unit"].authority_id, awards=[award], by=self.request.user, signature=signature(data)
        )


class DraftDetailView(ScopedObjectMixin, DetailView):
    queryset = DecisionDraft.objects.for_decisions()
    template_name = "awards/draft.html"

    def get_context_data(self, **kwargs):
        user, draft = self.request.user, self.object
        may = {m.name: permissions_acts.can_move_draft(user, draft, m) for m in (PROPOSE, PUBLISH, SEND_BACK, DROP)}
        extra = shown_of(draft) | {
            "may": {name: bool(answer) for name, answer in may.items()},
            "why_not": str(may["publish"]) if may["publish"].reason is ActReason.SAME_PERSON else "",
            "moves": {m.name: m for m in (PROPOSE, PUBLISH, SEND_BACK, DROP)},
            "makes_papers": draft.kind == DraftKind.AWARD,
            "act": getattr(draft, "act", None),
            "alone": draft.state in OPEN and permissions_acts.decides_alone(user, draft.authority_id),
        }
        return super().get_context_data(**extra, **kwargs)


def shown_of(draft: DecisionDraft) -> dict[str, Any]:
    """What whoever reads or approves a draft has before them: every line, and the ground of an act."""
    lines = draft.lines.select_related("unit", "award_type", "nomination", "record__decision")
    return {"lines": [(line, corrections_of(line)) for line in lines], "ground": grounds().get(draft.ground)}


def corrections_of(line: DraftLine) -> list[tuple[str, str, str]]:
    """(label, what was written, what holds) of a correction."""
    return [(CORRECTABLE[name], getattr(line.record, name), text) for name, text in line.values.items()]


class DraftFormView(BoardFormView):
    """A form about one draft; whoever sees it but may not gets the reason."""

    move = PROPOSE

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.draft = fetch(DecisionDraft.objects.for_decisions(), request.user, pk=kwargs["pk"])
        permissions_acts.can_move_draft(request.user, self.draft, self.move).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        back = reverse("awards:draft", args=[self.draft.pk])
        return super().get_context_data(**{"draft": self.draft, "back_url": back, **kwargs})


class DraftLinesView(GatherView, DraftFormView):
    heading = "Các đề nghị trong dự thảo"
    submit_label = "Lưu danh sách"
    done = "Đã lưu danh sách của dự thảo."

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **to_gather([self.draft.authority_id], self.draft)}

    def get_initial(self):
        chosen = list(self.draft.lines.values_list("nomination_id", flat=True))
        return {"nominations": chosen, "title": self.draft.title, "version": self.draft.version}

    def call(self, data: dict) -> DecisionDraft:
        return drafts.set_nominations(
            draft_id=self.draft.pk,
            nomination_ids=[row.pk for row in data["nominations"]],
            by=self.request.user,
            expected_version=data["version"],
            title=data["title"],
        )


class DraftProposeView(DraftFormView):
    """Number, date and signer come from the issued paper when one was made (query of the address)."""

    form_class = ProposeForm
    heading = "Đề nghị công bố quyết định"
    submit_label = PROPOSE.label
    explanation = PROPOSE.says
    done = "Đã đề nghị công bố; những người khác của cơ quan thi đua, khen thưởng được báo."

    def get_initial(self):
        kept = {name: getattr(self.draft, name) for name in SIGNED if name != "file" and getattr(self.draft, name)}
        given = {name: self.request.GET[name][:200] for name in SIGNED if self.request.GET.get(name)}
        return {"issuer": self.draft.authority.name, **kept, **given, "version": self.draft.version}

    def call(self, data: dict) -> DecisionDraft:
        return drafts.propose(
            draft_id=self.draft.pk, by=self.request.user, expected_version=data["version"], signature=signature(data)
        )


class DraftPublishView(DraftFormView):
    form_class = WordForm
    template_name = "awards/draft_publish.html"
    move = PUBLISH
    heading = submit_label = PUBLISH.label
    explanation = PUBLISH.says
    done = "Đã công bố; các đơn vị được thông báo."

    def get_initial(self):
        return {"seen": self.draft.version}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**shown_of(self.draft), **kwargs)

    def call(self, data: dict):
        publish(draft_id=self.draft.pk, by=self.request.user, **data)
        self.draft.refresh_from_db()
        return self.draft

    def where_next(self, draft: DecisionDraft) -> str:
        return reverse("awards:decision_detail", args=[draft.decision_id or draft.about_id])


class DraftSendBackView(DraftFormView):
    form_class = ReasonForm
    move = SEND_BACK
    heading = submit_label = SEND_BACK.label
    explanation = SEND_BACK.says
    done = "Đã trả lại dự thảo."

    def call(self, data: dict) -> DecisionDraft:
        return drafts.send_back(draft_id=self.draft.pk, by=self.request.user, reason=data["reason"])


class DraftDropView(DraftFormView):
    form_class = ReasonForm
    move = DROP
    heading = submit_label = DROP.label
    explanation = DROP.says
    done = "Đã bỏ dự thảo."

    def call(self, data: dict) -> DecisionDraft:
        return drafts.drop(draft_id=self.draft.pk, by=self.request.user, reason=data["reason"])


class DraftFileView(LoginRequiredMixin, View):
    """The scan as it was laid before the second person."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        draft = fetch(DecisionDraft.objects.all(), request.user, pk=pk)
        if not draft.file:
            raise Http404
        return private_download(draft.file, name=f"Du-thao-{draft.pk}.pdf", content_type=ACCEPTED["pdf"])
