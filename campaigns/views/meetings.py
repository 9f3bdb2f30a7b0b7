"""Meetings of a campaign: list, one meeting, planning it, its agenda, and the moves of its life."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import User
from accounts.posted import posted_text
from blocs.access import Action, own_unit_ids, reach
from blocs.models import Membership, Post, Unit
from campaigns import permissions_meetings as permissions
from campaigns.forms.meetings import AgendaForm, AnswerForm, GuestForm, MeetingForm, OutcomeForm
from campaigns.meeting_board import Seats, agenda_of, own_seats, seats_of
from campaigns.models import AgendaItem, Campaign, Deadline, Meeting
from campaigns.rules.meetings import short_time
from campaigns.services import meeting_life, meetings
from campaigns.states_meetings import AHEAD, MOVES, RUNNING, MeetingKind, MeetingState

from .common import as_key, fetch_row, get_campaign, page, try_service

_OF_DEADLINE = {Deadline.Kind.PLEDGE: MeetingKind.PLEDGE}


def get_meeting(request: HttpRequest, pk: int) -> Meeting:
    rows = Meeting.objects.for_decisions().select_related("host", "chair", "secretary")
    return fetch_row(rows, request, pk)


@require_safe
@login_required
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """Meetings of one campaign, the next one first."""
    campaign = get_campaign(request, pk)
    rows = list(campaign.meetings.select_related("host").order_by("starts_at", "pk"))
    ahead = [row for row in rows if row.state in RUNNING]
    context = {
        "campaign": campaign,
        "ahead": ahead,
        "past": [row for row in reversed(rows) if row not in ahead],
        "may_plan": bool(permissions.can_plan(request.user, campaign)),
    }
    return page(request, "campaigns/meetings.html", context)


def meeting_context(request: HttpRequest, meeting: Meeting, **more) -> dict:
    """Everything the page of one meeting shows to this person."""
    user = request.user
    follow = permissions.can_see_all_seats(user, meeting)
    of_board = meeting.campaign.authority_id in reach(user, Action.SUBMISSION_RECEIVE).authority_ids
    seats, agenda = seats_of(meeting), agenda_of(meeting)
    moves = [move for move in MOVES.values() if permissions.can_move(user, meeting, move)]
    return {
        "campaign": meeting.campaign,
        "meeting": meeting,
        "when": short_time(meeting.starts_at),
        "seats": seats,
        "not_invited": _not_invited(meeting, seats) if "invite" in {move.name for move in moves} else [],
        "may_follow": follow,
        "mine": own_seats(meeting, user, own_unit_ids(user), of_board),
        "may_answer": meeting.state == MeetingState.INVITED,
        "opens_later": meeting.state in AHEAD and meeting.day > clock.today() and bool(permissions.runs(user, meeting)),
        "agenda": agenda,
        "presented": any(row.item.presenter for row in agenda),
        "closes": meeting.closes.select_related("deadline"),
        "moves": {move.name: move for move in moves},
        "may_change": bool(permissions.can_change(user, meeting)),
        "may_record": bool(permissions.can_record(user, meeting)),
        "runs": bool(permissions.runs(user, meeting)),
        "today": clock.today(),
        "answer_form": AnswerForm(),
        "guest_form": GuestForm(),
        "agenda_form": AgendaForm(),
        **more,
    }


def _not_invited(meeting: Meeting, seats: Seats) -> list[Unit]:
    """Member units of that day that have no seat yet, after the invitation went out."""
    seated = {row.seat.unit_id for row in seats.rows}
    invited = meeting.state == MeetingState.INVITED
    return [unit for unit in meetings.member_units(meeting) if unit.pk not in seated] if invited else []


@require_safe
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return page(request, "campaigns/meeting.html", meeting_context(request, get_meeting(request, pk)))


def refused_page(request: HttpRequest, meeting: Meeting, **more) -> HttpResponse:
    """The meeting's page again, with what was typed and why it was not taken."""
    return render(request, "campaigns/meeting.html", meeting_context(request, meeting, **more), status=422)


def _people(campaign: Campaign) -> list[User]:
    """Who may chair or keep the minutes: live people of the member units and of the authority's board."""
    units = Membership.objects.on(clock.today()).filter(bloc_year_id=campaign.bloc_year_id).values("unit_id")
    posts = Post.objects.live(clock.today()).select_related("user")
    found = posts.filter(unit_id__in=units) | posts.filter(authority_id=campaign.authority_id)
    return list({post.user_id: post.user for post in found}.values())


def _form(request: HttpRequest, campaign: Campaign, meeting: Meeting | None) -> MeetingForm:
    units = meetings.member_units(meeting or Meeting(campaign=campaign, starts_at=clock.now()))
    deadlines = [row for row in campaign.deadlines.all() if meetings.closable(row)]
    return MeetingForm(
        request.POST or None,
        instance=meeting,
        units=units,
        people=_people(campaign),
        deadlines=deadlines,
        initial=_first(request, campaign, deadlines) if meeting is None else {},
    )


def _first(request: HttpRequest, campaign: Campaign, deadlines: list[Deadline]) -> dict:
    """A new meeting begun from a deadline (``?moc=``) takes over its title, place and day."""
    wanted = as_key(request.GET.get("moc", ""))
    deadline = next((row for row in deadlines if row.pk == wanted), None)
    initial = {"secretary": request.user.pk}
    if deadline is None:
        return initial
    kind = _OF_DEADLINE.get(deadline.kind)
    return initial | {
        "title": deadline.title,
        "place": deadline.place,
        "day": deadline.last_day,
        "kinds": [kind] if kind else [],
        "deadlines": [deadline.pk],
    }


@login_required
def create(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_campaign(request, pk)
    permissions.can_plan(request.user, campaign).enforce()
    form = _form(request, campaign, None)
    if request.method == "POST" and form.is_valid():
        made = try_service(
            form, meetings.plan_meeting, MeetingForm.SHOWN_AT, campaign_id=pk, by=request.user, **form.values()
        )
        if made:
            messages.success(request, "Đã lập cuộc họp. Tiếp theo: xem chương trình họp rồi gửi lời mời.")
            return redirect("campaigns:meeting", pk=made.pk)
    return page(request, "campaigns/meeting_form.html", {"form": form, "campaign": campaign})


@login_required
def update(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(request, pk)
    permissions.can_change(request.user, meeting).enforce()
    form = _form(request, meeting.campaign, meeting)
    if request.method == "POST" and form.is_valid():
        call = {"meeting_id": pk, "by": request.user, "seen": form.cleaned_data["seen"] or 0, **form.values()}
        try:
            saved = try_service(form, meetings.update_meeting, MeetingForm.SHOWN_AT, **call)
        except Refused as refusal:
            if refusal.reason is not Reason.STALE:
                raise
            saved = None
            form.add_error(None, f"{refusal} Giá trị bạn nhập vẫn ở đây; mở trang cuộc họp ở thẻ khác để so sánh.")
            form.data = form.data | {"seen": Meeting.objects.get(pk=pk).saves}
        if saved:
            messages.success(request, "Đã lưu cuộc họp.")
            return redirect("campaigns:meeting", pk=pk)
    return page(
        request, "campaigns/meeting_form.html", {"form": form, "campaign": meeting.campaign, "meeting": meeting}
    )


_CALLS = {
    "invite": meeting_life.invite,
    "open": meeting_life.open_meeting,
    "close": meeting_life.close_meeting,
    "reopen": meeting_life.reopen_meeting,
    "call_off": meeting_life.call_off,
}
_WITH_REASON = frozenset({"reopen", "call_off"})
_DONE = {
    "invite": "Đã gửi lời mời.",
    "open": "Cuộc họp đã khai mạc. Hãy điểm danh.",
    "close": "Cuộc họp đã kết thúc. Tiếp theo: lập biên bản.",
    "reopen": "Đã mở lại cuộc họp.",
    "call_off": "Đã báo không tổ chức cuộc họp.",
}


@require_POST
@login_required
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    meeting = get_meeting(request, pk)
    if name not in _CALLS:
        raise Http404
    more = {"reason": posted_text(request, "reason")} if name in _WITH_REASON else {}
    try:
        _CALLS[name](meeting_id=pk, by=request.user, **more)
    except Refused as refusal:
        if refusal.reason is not Reason.REASON_MISSING:
            raise
        return refused_page(request, meeting, problem=str(refusal))
    messages.success(request, _DONE[name])
    return redirect("campaigns:meeting", pk=pk)


def get_item(request: HttpRequest, pk: int) -> AgendaItem:
    rows = AgendaItem.objects.select_related("meeting__campaign__authority", "meeting__campaign__bloc_year__bloc")
    return fetch_row(rows, request, pk)


@require_POST
@login_required
def item_create(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(request, pk)
    permissions.can_change(request.user, meeting).enforce()
    form = AgendaForm(request.POST)
    if form.is_valid() and try_service(form, meetings.add_item, meeting_id=pk, by=request.user, **form.cleaned_data):
        return redirect(f"{_at(meeting)}#chuong-trinh")
    return refused_page(request, meeting, agenda_form=form)


def _at(meeting: Meeting) -> str:
    return reverse("campaigns:meeting", args=[meeting.pk])


@login_required
def item_update(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_item(request, pk)
    permissions.can_change(request.user, item.meeting).enforce()
    form = AgendaForm(request.POST or None, instance=item)
    if request.method == "POST" and form.is_valid():
        saved = try_service(form, meetings.update_item, item_id=pk, by=request.user, **form.cleaned_data)
        if saved:
            return redirect(f"{_at(item.meeting)}#chuong-trinh")
    context = {"form": form, "campaign": item.meeting.campaign, "meeting": item.meeting, "title": "Sửa nội dung họp"}
    return page(request, "campaigns/meeting_part_form.html", context)


@require_POST
@login_required
def item_move(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    item = get_item(request, pk)
    if way not in ("len", "xuong"):
        raise Http404
    meetings.move_item(item_id=pk, by=request.user, up=way == "len")
    return redirect(f"{_at(item.meeting)}#chuong-trinh")


@require_POST
@login_required
def item_delete(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_item(request, pk)
    meetings.delete_item(item_id=pk, by=request.user)
    messages.success(request, f"Đã bỏ nội dung «{item.title}».")
    return redirect(f"{_at(item.meeting)}#chuong-trinh")


def _as_json(outcome) -> dict:
    return {"pk": outcome.pk, "text": outcome.text, "discussion": outcome.discussion, "who": str(outcome.by)}


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


@login_required
def item_conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of an item: a page of its own, and for the projector's script JSON (409 carries what the other wrote)."""
    item = get_item(request, pk)
    permissions.can_record(request.user, item.meeting).enforce()
    last = item.outcomes.select_related("by").order_by("-pk").first()
    form = OutcomeForm(request.POST or None, initial=_as_json(last) | {"seen": last.pk} if last else {})
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            made = try_service(form, meetings.conclude_item, item_id=pk, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            if refusal.reason is not Reason.STALE:
                raise
            stale, made = True, None
            form.add_error(
                None, f"{refusal} Kết luận hiện có: «{last.text if last else ''}» ({last.by if last else ''})."
            )
            form.data = form.data | {"seen": last.pk if last else ""}
        if made:
            return (
                JsonResponse(_as_json(made)) if wants_json(request) else redirect(f"{_at(item.meeting)}#chuong-trinh")
            )
    if request.method == "POST" and wants_json(request):
        told = " ".join(error for errors in form.errors.values() for error in errors)
        return JsonResponse({"message": told, "theirs": _as_json(last) if last else None}, status=409 if stale else 422)
    context = {"form": form, "campaign": item.meeting.campaign, "meeting": item.meeting, "title": f"Kết luận: {item}"}
    context |= {"earlier": item.outcomes.select_related("by").order_by("-pk")}
    return page(request, "campaigns/meeting_part_form.html", context)
