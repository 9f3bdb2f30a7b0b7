"""Sessions of a council: plan, agenda, invitations, who came, conclusions."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from accounts.models import User
from awards import permissions_council as rights
from awards.council_reading import SessionReading, read_session
from awards.forms_council import AgendaForm, ConclusionForm, PresenceForm, SessionForm
from awards.models import AgendaConclusion, Ballot, CouncilAgendaItem, CouncilSession
from awards.permissions_ballots import can_create
from awards.services import council_sessions as services
from awards.states import SessionState
from awards.states_council import BADGES, MOVES
from blocs.views_base import fetch

from .base import ServiceFormView
from .council import BIGGEST_KEY, OfCouncil


def get_session(request: HttpRequest, pk: int) -> CouncilSession:
    return fetch(CouncilSession.objects.for_decisions(), request.user, pk=min(pk, BIGGEST_KEY))


class SessionView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = get_session(request, pk)
        return render(request, "awards/session.html", session_context(request, session))


def reading_for(user: User, session: CouncilSession) -> SessionReading:
    """Results of ballots are the standing office's until the session has ended."""
    counted = session.state == SessionState.CLOSED or bool(rights.can_manage(user, session))
    return read_session(session, counted=counted)


def session_context(request: HttpRequest, session: CouncilSession) -> dict:
    user, reading = request.user, reading_for(request.user, session)
    may_change, may_record = rights.can_change_session(user, session), rights.can_record(user, session)
    initial = {f"du_{row.pk}": row.presence for row in reading.members}
    return {
        "session": session,
        "reading": reading,
        "badge": BADGES[session.state],
        "moves": [move for move in MOVES.values() if rights.can_move(user, session, move)],
        "may_change": may_change,
        "may_record": may_record,
        "agenda_form": AgendaForm(session=session) if may_change else None,
        "presence_form": PresenceForm(rows=reading.members, initial=initial) if may_record else None,
        "ballots": Ballot.objects.visible_to(user).filter(session=session).order_by("pk"),
        "may_ballot": can_create(user, session),
    }


class SessionFormView(ServiceFormView):
    form_class = SessionForm
    template_name = "awards/council_form.html"
    submit_label = "Lưu phiên họp"
    done = "Đã lưu phiên họp. Tiếp theo: đưa hồ sơ vào và mời thành viên."
    session: CouncilSession | None = None

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "council": self.council}

    def call(self, data: dict) -> CouncilSession:
        return services.save_session(
            council_id=self.council.pk,
            session_id=self.session.pk if self.session else None,
            title=data["title"],
            starts_at=services.moment(data["day"], data["hour"]),
            place=data["place"],
            chair_id=data["chair"].pk if data["chair"] else None,
            secretary=data["secretary"],
            by=self.request.user,
        )

    def where_next(self, session: CouncilSession) -> str:
        return reverse("awards:session", args=[session.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(council=self.council, session=self.session, **kwargs)


class SessionCreateView(OfCouncil, SessionFormView):
    heading = "Phiên họp hội đồng mới"


class SessionUpdateView(SessionFormView):
    heading = "Sửa phiên họp"
    done = "Đã lưu phiên họp."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.session = get_session(request, kwargs["pk"])
        self.council = self.session.council
        rights.can_change_session(request.user, self.session).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return SessionForm.initial_of(self.session)


class SessionPost(LoginRequiredMixin, View):
    """POST on one session; afterwards its page with a sentence, or the page again with the mistakes (422)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
        self.session = get_session(request, pk)
        wrong = self.act(request, **kwargs)
        if wrong:
            context = session_context(request, self.session) | wrong
            return render(request, "awards/session.html", context, status=422)
        return redirect("awards:session", pk)


class SessionMoveView(SessionPost):
    def act(self, request: HttpRequest, move: str) -> dict | None:
        if move not in MOVES:
            raise Http404
        services.move_session(session_id=self.session.pk, move=MOVES[move], by=request.user)
        messages.success(request, f"{MOVES[move].label}: đã ghi.")


class AgendaView(SessionPost):
    def act(self, request: HttpRequest) -> dict | None:
        rights.can_change_session(request.user, self.session).enforce()
        form = AgendaForm(request.POST, session=self.session)
        if not form.is_valid():
            return {"agenda_form": form}
        items = services.put_on_agenda(
            session_id=self.session.pk,
            nomination_ids=[row.pk for row in form.cleaned_data["nominations"]],
            field=form.cleaned_data["field"],
            by=request.user,
        )
        messages.success(request, f"Đã đưa {len(items)} hồ sơ vào phiên họp.")


class InviteView(SessionPost):
    def act(self, request: HttpRequest) -> dict | None:
        number = services.invite_members(session_id=self.session.pk, by=request.user)
        messages.success(request, f"Đã mời {number} thành viên." if number else "Mọi thành viên đã được mời.")


class PresenceView(SessionPost):
    def act(self, request: HttpRequest) -> dict | None:
        rights.can_record(request.user, self.session).enforce()
        form = PresenceForm(request.POST, rows=self.session.invited.select_related("member"))
        if not form.is_valid():
            return {"presence_form": form}
        services.record_presence(session_id=self.session.pk, presence=form.presence(), by=request.user)
        messages.success(request, "Đã ghi thành viên dự họp.")


def get_item(request: HttpRequest, pk: int) -> CouncilAgendaItem:
    rows = CouncilAgendaItem.objects.select_related("session__council__authority", "nomination__unit", "conclusion")
    return fetch(rows, request.user, pk=min(pk, BIGGEST_KEY))


class AgendaRemoveView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = get_item(request, pk)
        session = services.take_off_agenda(item_id=item.pk, by=request.user)
        messages.success(request, "Đã đưa hồ sơ ra khỏi phiên họp.")
        return redirect("awards:session", session.pk)


class ConcludeView(ServiceFormView):
    form_class = ConclusionForm
    template_name = "awards/agenda_conclude.html"
    heading = "Kết luận của hội đồng"
    submit_label = "Ghi kết luận"
    explanation = (
        "Kết luận ghi một lần và không sửa được; hồ sơ chuyển bước ngay theo kết luận, khối và đơn vị được thông báo. "
        "Hội đồng xem xét lại thì đưa hồ sơ vào một phiên họp sau: kết luận mới được ghi bên cạnh."
    )
    done = "Đã ghi kết luận; khối và đơn vị được thông báo."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.item = get_item(request, kwargs["pk"])
        rights.can_conclude(request.user, self.item).enforce()
        return super().dispatch(request, *args, **kwargs)

    def call(self, data: dict) -> AgendaConclusion:
        return services.conclude_item(item_id=self.item.pk, by=self.request.user, **data)

    def where_next(self, conclusion: AgendaConclusion) -> str:
        return reverse("awards:session", args=[self.item.session_id])

    def get_context_data(self, **kwargs):
        return super().get_context_data(item=self.item, session=self.item.session, **kwargs)
