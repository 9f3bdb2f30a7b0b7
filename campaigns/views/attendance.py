"""Seats at a meeting: answering an invitation, guests, the roll call, reminding."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns import permissions_meetings as permissions
from campaigns.forms.meetings import AnswerForm, CallForm, GuestForm
from campaigns.models import Attendance
from campaigns.services import attendance

from .common import fetch_row, page, try_service
from .meetings import get_meeting, refused_page, wants_json


def get_seat(request: HttpRequest, pk: int) -> Attendance:
    return fetch_row(Attendance.objects.for_decisions(), request, pk)


@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an invitation: one tap for «Đến dự» on the meeting's page, a form for the rest."""
    seat = get_seat(request, pk)
    permissions.can_answer(request.user, seat).enforce()
    form = AnswerForm(request.POST or None, initial=_said(seat, request.GET.get("tra-loi", "")))
    if request.method == "POST" and form.is_valid():
        saved = try_service(form, attendance.answer_invitation, seat_id=pk, by=request.user, **form.cleaned_data)
        if saved:
            messages.success(request, f"Đã ghi: {saved.who} – {saved.get_answer_display().lower()}.")
            return redirect("campaigns:meeting", pk=seat.meeting_id)
    context = {"form": form, "seat": seat, "meeting": seat.meeting, "campaign": seat.meeting.campaign}
    return page(request, "campaigns/meeting_answer.html", context)


def _said(seat: Attendance, chosen: str) -> dict:
    names = ("answer", "person_name", "person_post", "authorised_by", "reason")
    said = {name: getattr(seat, name) for name in names}
    return said | ({"answer": chosen} if chosen else {})


@require_POST
@login_required
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Roll call of one seat; JSON for the projector's script."""
    seat = get_seat(request, pk)
    permissions.can_record(request.user, seat.meeting).enforce()
    form = CallForm(request.POST)
    saved = form.is_valid() and try_service(form, attendance.call_seat, seat_id=pk, by=request.user, **form.values())
    told = " ".join(error for errors in form.errors.values() for error in errors)
    if wants_json(request):
        return JsonResponse({"present": saved.present} if saved else {"message": told}, status=200 if saved else 422)
    if not saved:
        return refused_page(request, seat.meeting, problem=told)
    return redirect(f"{reverse('campaigns:meeting', args=[seat.meeting_id])}#ghe-{pk}")


@require_POST
@login_required
def guest_create(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(request, pk)
    permissions.can_change(request.user, meeting).enforce()
    form = GuestForm(request.POST)
    if form.is_valid() and try_service(form, attendance.add_guest, meeting_id=pk, by=request.user, **form.cleaned_data):
        return redirect(f"{reverse('campaigns:meeting', args=[pk])}#thanh-phan")
    return refused_page(request, meeting, guest_form=form)


@require_POST
@login_required
def guest_remove(request: HttpRequest, pk: int) -> HttpResponse:
    seat = get_seat(request, pk)
    attendance.remove_guest(seat_id=pk, by=request.user)
    return redirect(f"{reverse('campaigns:meeting', args=[seat.meeting_id])}#thanh-phan")


@require_POST
@login_required
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind every office that has not answered."""
    meeting = get_meeting(request, pk)
    seats = attendance.remind_unanswered(meeting_id=meeting.pk, by=request.user)
    messages.success(request, f"Đã nhắc {len(seats)} nơi chưa trả lời.")
    return redirect("campaigns:meeting", pk=pk)
