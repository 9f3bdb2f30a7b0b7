"""«Bỏ qua kỳ này» of one unit: giving it, taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from blocs.access import own_unit_ids
from campaigns import permissions
from campaigns.forms.waivers import WaiverForm
from campaigns.owing import owed_units, waivers_of
from campaigns.rules import printed_words
from campaigns.services.waivers import end_waiver, waive_duty

from .common import as_key, get_deadline, page, try_service


@login_required
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    deadline = get_deadline(request, pk)
    permissions.can_manage(request.user, deadline).enforce()
    units = [unit for unit in owed_units(deadline) if unit.pk not in own_unit_ids(request.user)]
    return _page(request, deadline, units, waive_duty, "Cho bỏ qua kỳ này", "{unit} được bỏ qua kỳ này.")


@login_required
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    deadline = get_deadline(request, pk)
    permissions.can_manage(request.user, deadline).enforce()
    units = [row.unit for row in waivers_of([deadline]).values() if row.unit_id not in own_unit_ids(request.user)]
    return _page(request, deadline, units, end_waiver, "Hủy cho bỏ qua", "{unit} lại phải thực hiện mốc này.")


def _page(request: HttpRequest, deadline, units: list, service, label: str, done: str) -> HttpResponse:
    form = WaiverForm(request.POST or None, units=units, initial={"unit": as_key(request.GET.get("don-vi", ""))})
    if request.method == "POST" and form.is_valid():
        row = try_service(form, service, deadline_id=deadline.pk, by=request.user, **form.cleaned_data)
        if row:
            messages.success(request, done.format(unit=row.unit))
            return redirect("campaigns:deadline_detail", pk=deadline.pk)
    context = {
        "form": form,
        "campaign": deadline.campaign,
        "deadline": deadline,
        "title": f"{label}: {deadline.title}",
        "intro": f"Thời hạn: {printed_words(deadline)}. Đơn vị được bỏ qua không bị tính chậm và không được nhắc.",
        "label": label,
    }
    return page(request, "campaigns/part_form.html", context)
