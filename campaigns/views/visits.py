"""The visit to one unit: findings and files, minutes and signatures."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.decisions import Reason, Refused
from accounts.files import private_download
from accounts.posted import posted_text
from campaigns import permissions_inspections as rights
from campaigns.forms.inspections import (
    FindingFileForm,
    FindingsForm,
    FollowUpAnswerForm,
    FollowUpExtendForm,
    FollowUpForm,
)
from campaigns.models import FindingFile, FollowUp, Inspector, MinutesText, Visit
from campaigns.services import inspections, visits
from campaigns.states_inspections import FollowUpState, Side, VisitState
from campaigns.teams import active_team

from .common import as_key, fetch_row, page


def get_visit(request: HttpRequest, pk: int) -> Visit:
    return fetch_row(Visit.objects.for_decisions().select_related("minutes"), request, pk)


def _readable(request: HttpRequest, pk: int) -> Visit:
    """A visit whose findings the person may read; 404 for others who only know that it takes place."""
    visit = get_visit(request, pk)
    if not Visit.objects.readable_by(request.user).filter(pk=visit.pk).exists():
        raise Http404
    return visit


@login_required
def show(request: HttpRequest, pk: int, at: int = 0, **forms) -> HttpResponse:
    """Everybody who knows of the visit; what was found only for those who may read it. ``forms``: with their errors;
    ``at``: the thing to put right that an answer or another day was typed for."""
    visit, user = get_visit(request, pk), request.user
    readable = Visit.objects.readable_by(user).filter(pk=visit.pk).exists()
    may_find = bool(rights.can_find(user, visit))
    items = list(visit.inspection.items.all())
    text = visit.minutes
    context = {
        "campaign": visit.inspection.campaign,
        "inspection": visit.inspection,
        "visit": visit,
        "readable": readable,
        "may_find": may_find,
        "form": forms.get("form") or (FindingsForm(items=items, initial=_initial(visit)) if may_find else None),
        "file_form": forms.get("file_form") or FindingFileForm(items=visit.inspection.items.all()),
        "follow_form": forms.get("follow_form") or FollowUpForm(auto_id="new_%s"),
        "files": _files(visit) if readable else [],
        "content": text.shown if text and readable else None,
        "text": text if readable else None,
        "signatures": list(text.signatures.select_related("scan")) if text and readable else [],
        "sides": _sides(user, text) if text and readable else [],
        "may_withdraw": bool(rights.can_withdraw_minutes(user, visit)),
        "may_scan": bool(text and rights.can_scan_minutes(user, text)),
        "may_follow_up": bool(rights.can_follow_up(user, visit)),
        "follow_ups": _follow_ups(request, visit, at, forms) if readable else [],
        "conflicts": visit.conflicts.select_related("inspector__user"),
        "taking_part": active_team(visit),
        "me": Inspector.objects.live().filter(inspection_id=visit.inspection_id, user_id=user.pk).first(),
        "may_manage": bool(rights.can_change_team(user, visit.inspection)),
    }
    bad = any(form.errors for form in forms.values())
    response = page(request, "campaigns/visit.html", {**context, "bad": bad})
    response.status_code = 422 if bad else 200
    return response


def _initial(visit: Visit) -> dict:
    found = {"day": visit.day, "place": visit.place, "general": visit.general, "seen": visit.saves}
    for row in visit.findings.all():
        found |= {f"outcome_{row.item_id}": row.outcome, f"note_{row.item_id}": row.note}
    return found


def _files(visit: Visit) -> list[FindingFile]:
    rows = FindingFile.objects.kept().filter(finding__visit=visit)
    return list(rows.select_related("finding__item", "by").order_by("finding__item__position", "at", "pk"))


def _sides(user, text: MinutesText) -> list[tuple[str, str]]:
    """Sides this person may sign for now."""
    return [(side.value, side.label) for side in Side if rights.can_sign_minutes(user, text, side)]


def _follow_ups(request: HttpRequest, visit: Visit, at: int, forms: dict) -> list[dict]:
    rows = list(visit.follow_ups.prefetch_related("steps__by"))
    for row in rows:
        row.visit = visit
    verifies = bool(rows and rights.verifies(request.user, visit))
    changes = verifies and visit.state != VisitState.SIGNING
    return [
        {
            "row": row,
            "steps": list(row.steps.all()),
            "may_answer": bool(rights.can_answer(request.user, row)),
            "may_verify": verifies and row.state == FollowUpState.ANSWERED,
            "may_change": changes and row.state == FollowUpState.OPEN,
            "answer_form": _typed(forms, "answer_form", row, at) or FollowUpAnswerForm(auto_id=f"answer_{row.pk}_%s"),
            "extend_form": _typed(forms, "extend_form", row, at) or FollowUpExtendForm(auto_id=f"extend_{row.pk}_%s"),
        }
        for row in rows
    ]


def _typed(forms: dict, name: str, row: FollowUp, at: int):
    """The form with its errors, at the row it was sent for."""
    return forms.get(name) if row.pk == at else None


@require_POST
@login_required
def save(request: HttpRequest, pk: int) -> HttpResponse:
    visit = get_visit(request, pk)
    rights.can_find(request.user, visit).enforce()
    form = FindingsForm(request.POST, items=list(visit.inspection.items.all()))
    if not form.is_valid():
        return show(request, pk, form=form)
    data = form.cleaned_data
    try:
        visits.save_findings(
            visit_id=visit.pk,
            day=data["day"],
            place=data["place"],
            general=data["general"],
            findings=form.findings(),
            seen=data["seen"],
            by=request.user,
        )
    except Refused as refused:
        if refused.reason is not Reason.STALE:
            raise
        form.add_error(None, str(refused))
        response = show(request, pk, form=form)
        response.status_code = 409
        return response
    messages.success(request, "Đã lưu kết quả kiểm tra.")
    return redirect("campaigns:visit", pk=visit.pk)


@require_POST
@login_required
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    visit = get_visit(request, pk)
    rights.can_find(request.user, visit).enforce()
    form = FindingFileForm(request.POST, request.FILES, items=visit.inspection.items.all())
    if form.is_valid():
        item, file = form.cleaned_data["item"], form.cleaned_data["file"]
        try:
            kept = visits.attach_finding_file(visit_id=visit.pk, item_id=item.pk, file=file, by=request.user)
        except ValidationError as error:
            form.add_error("file", error.error_dict["file"] if hasattr(error, "error_dict") else error)
        else:
            messages.success(request, f"Đã thêm tệp {kept.name}.")
            return redirect("campaigns:visit", pk=visit.pk)
    return show(request, pk, file_form=form)


@login_required
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = fetch_row(FindingFile.objects.all(), request, pk)
    return private_download(found.file, name=found.name, content_type=found.content_type)


@require_POST
@login_required
def remove_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch_row(FindingFile.objects.select_related("finding"), request, pk)
    visits.remove_finding_file(file_id=found.pk, by=request.user)
    messages.success(request, f"Đã bỏ tệp {found.name}.")
    return redirect("campaigns:visit", pk=found.finding.visit_id)


@require_POST
@login_required
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    visit = get_visit(request, pk)
    rights.can_find(request.user, visit).enforce()
    try:
        visits.freeze_minutes(visit_id=visit.pk, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Đã chốt biên bản; đơn vị được mời đọc và ký.")
    return redirect("campaigns:visit", pk=visit.pk)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    visit = get_visit(request, pk)
    visits.withdraw_minutes(visit_id=visit.pk, reason=posted_text(request, "reason"), by=request.user)
    messages.success(request, "Đã mở lại biên bản để sửa.")
    return redirect("campaigns:visit", pk=visit.pk)


@require_POST
@login_required
def excuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody of the team takes no part in this visit."""
    visit = get_visit(request, pk)
    inspector = as_key(request.POST.get("inspector", "")) or 0
    inspections.excuse(
        visit_id=visit.pk, inspector_id=inspector, reason=posted_text(request, "reason"), by=request.user
    )
    messages.success(request, "Đã ghi xung đột lợi ích; người này không tham gia kiểm tra đơn vị.")
    return redirect("campaigns:visit", pk=visit.pk)
