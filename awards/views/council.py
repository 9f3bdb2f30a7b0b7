"""Councils of the person's authorities and those the person sits on; who sits on them."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from accounts import clock
from awards import permissions_council as rights
from awards.council_reading import seats_on
from awards.forms_council import CouncilForm, MemberEndForm, MemberForm
from awards.models import Council, CouncilMember, CouncilSession
from awards.services import council as services
from awards.states import CouncilSeat
from blocs.access import Action, reach
from blocs.models import Authority
from blocs.views_base import fetch

from .base import ServiceFormView

BIGGEST_KEY = 2**63 - 1


class CouncilListView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        writable = reach(user, Action.AWARD_RULES).authority_ids
        sessions = CouncilSession.objects.visible_to(user).for_decisions()
        context = {
            "councils": Council.objects.visible_to(user).select_related("authority").order_by("-valid_from", "-pk"),
            "sessions": sessions.order_by("-starts_at", "-pk")[:50],
            "authorities": Authority.objects.filter(pk__in=writable).order_by("sort_key"),
        }
        return render(request, "awards/councils.html", context)


def get_council(request: HttpRequest, pk: int) -> Council:
    return fetch(Council.objects.select_related("authority"), request.user, pk=min(pk, BIGGEST_KEY))


class CouncilView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        council = get_council(request, pk)
        seats = seats_on(council, clock.today())
        voting = sum(row.votes for row in seats)
        context = {
            "council": council,
            "seats": seats,
            "former": council.members.filter(valid_to__lt=clock.today()).order_by("-valid_to", "pk"),
            "voting": voting,
            "even": voting > 0 and voting % 2 == 0,
            "voting_secretary": any(row.votes and row.seat == CouncilSeat.SECRETARY for row in seats),
            "chairs": sum(row.seat == CouncilSeat.CHAIR for row in seats),
            "sessions": council.sessions.order_by("-starts_at", "-pk"),
            "may_manage": rights.can_manage(request.user, council),
        }
        return render(request, "awards/council.html", context)


class CouncilFormView(ServiceFormView):
    form_class = CouncilForm
    template_name = "awards/council_form.html"
    submit_label = "Lưu"
    done = "Đã lưu hội đồng. Tiếp theo: ghi các thành viên."
    council: Council | None = None

    def call(self, data: dict) -> Council:
        return services.save_council(
            authority_id=self.authority.pk,
            council_id=self.council.pk if self.council else None,
            by=self.request.user,
            **data,
        )

    def where_next(self, council: Council) -> str:
        return reverse("awards:council", args=[council.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(council=self.council, authority=self.authority, **kwargs)


class CouncilCreateView(CouncilFormView):
    heading = "Hội đồng thi đua, khen thưởng mới"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.authority = fetch(Authority.objects.all(), request.user, pk=min(kwargs["pk"], BIGGEST_KEY))
        rights.can_establish(request.user, self.authority).enforce()
        return super().dispatch(request, *args, **kwargs)


class OfCouncil:
    """The address names a council the person may change."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.council = get_council(request, kwargs["pk"])
        self.authority = self.council.authority
        rights.can_manage(request.user, self.council).enforce()
        return super().dispatch(request, *args, **kwargs)


class CouncilUpdateView(OfCouncil, CouncilFormView):
    heading = "Sửa hội đồng"
    done = "Đã lưu hội đồng."

    def get_initial(self):
        return {name: getattr(self.council, name) for name in services.FIELDS}


class MemberCreateView(OfCouncil, ServiceFormView):
    form_class = MemberForm
    template_name = "awards/council_form.html"
    heading = "Thêm thành viên hội đồng"
    submit_label = "Thêm thành viên"
    done = "Đã thêm thành viên hội đồng."

    def get_initial(self):
        return {"valid_from": self.council.valid_from}

    def call(self, data: dict) -> CouncilMember:
        return services.add_member(council_id=self.council.pk, by=self.request.user, **data)

    def where_next(self, member: CouncilMember) -> str:
        return reverse("awards:council", args=[member.council_id])

    def get_context_data(self, **kwargs):
        return super().get_context_data(council=self.council, **kwargs)


class MemberEndView(ServiceFormView):
    form_class = MemberEndForm
    template_name = "awards/council_form.html"
    heading = "Thôi tham gia hội đồng"
    submit_label = "Ghi ngày thôi tham gia"
    explanation = "Từ ngày hôm sau thành viên không đọc hồ sơ và không biểu quyết; các phiên họp đã dự vẫn giữ nguyên."
    done = "Đã ghi ngày thôi tham gia."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        councils = Council.objects.visible_to(request.user)
        rows = CouncilMember.objects.filter(council__in=councils.order_by()).select_related("council")
        self.member = rows.filter(pk=min(kwargs["pk"], BIGGEST_KEY)).first()
        rights.only_if(self.member, rights.Reason.OUT_OF_REACH).enforce()
        rights.can_manage(request.user, self.member.council).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"last_day": clock.today()}

    def call(self, data: dict) -> CouncilMember:
        return services.end_member(member_id=self.member.pk, last_day=data["last_day"], by=self.request.user)

    def where_next(self, member: CouncilMember) -> str:
        return reverse("awards:council", args=[member.council_id])

    def get_context_data(self, **kwargs):
        return super().get_context_data(council=self.member.council, member=self.member, **kwargs)
