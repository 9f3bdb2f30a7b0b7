"""A person's own choices about messages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import services
from accounts.channels import GATED, NOT_CONNECTED, connected, mobile_number
from accounts.forms_preferences import PreferenceForm


@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferenceForm(request.POST or None, preference=services.preference_of(request.user))
    if request.method == "POST" and form.is_valid():
        services.save_preference(by=request.user, **form.values())
        messages.success(request, "Đã lưu cách nhận tin. Tin đang chờ gửi giữ giờ đã định.")
        return redirect("accounts:preferences")
    context = {
        "form": form,
        "missing": [channel.label for channel in GATED if not connected(channel)],
        "not_connected": NOT_CONNECTED,
        "mobile": mobile_number(request.user.phone),
        "gated": any(connected(channel) for channel in GATED),
    }
    return render(request, "accounts/preferences.html", context, status=422 if form.errors else 200)
