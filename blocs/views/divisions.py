"""Blocs, their years and members on the screen."""

from django.db.models import Count, Prefetch
from django.urls import reverse
from django.views.generic import DetailView, ListView

from accounts.clock import today
from accounts.decisions import Reason, Refused
from blocs import forms, permissions, services
from blocs.access import Action, granted, holds
from blocs.models import Bloc, BlocYear, Membership, Post
from blocs.moving import stays
from blocs.views_base import ScopedListMixin, ScopedObjectMixin, fetch

from .common import ServiceFormView

_MEMBERS = Prefetch("memberships", Membership.objects.select_related("unit").order_by("unit__sort_key", "valid_from"))


class BlocListView(ScopedListMixin, ListView):
    """Bloc-years of one year (the newest that has any, unless another is asked for)."""

    template_name = "blocs/bloc_list.html"
    queryset = BlocYear.objects.select_related("bloc__authority").prefetch_related(_MEMBERS)

    def get_queryset(self):
        rows = BlocYear.objects.visible_to(self.request.user).order_by()
        self.years = sorted(rows.values_list("year").annotate(Count("pk")), reverse=True)
        known = {str(year): year for year, _count in self.years}
        self.year = known.get(self.request.GET.get("nam", ""), self.years[0][0] if self.years else None)
        return super().get_queryset().filter(year=self.year).order_by("sort_key", "pk")

    def get_context_data(self, **kwargs):
        user = self.request.user
        chips = [
            {"label": f"Năm {year}", "count": count, "url": f"?nam={year}", "active": year == self.year}
            for year, count in self.years
        ]
        context = super().get_context_data(
            chips=chips, year=self.year, may_manage=holds(user, Action.ORG_MANAGE), **kwargs
        )
        context["rows"] = [_summary(bloc_year) for bloc_year in context["object_list"]]
        context["without_years"] = Bloc.objects.visible_to(user).filter(years__isnull=True).select_related("authority")
        return context


def _summary(bloc_year: BlocYear) -> dict:
    """Officers and size of a bloc-year: today for the current year, at its end for an earlier one."""
    day = today() if bloc_year.year >= today().year else None
    rows = list(bloc_year.memberships.all())
    live = [
        row for row in rows if (row.is_on(day) if day else row.valid_to is None or row.valid_to.year > bloc_year.year)
    ]
    live = live or rows
    role = Membership.Role
    return {
        "bloc_year": bloc_year,
        "leaders": [row.unit for row in live if row.role == role.LEADER],
        "deputies": [row.unit for row in live if row.role == role.DEPUTY],
        "size": len({row.unit_id for row in live}),
    }


class BlocYearDetailView(ScopedObjectMixin, DetailView):
    template_name = "blocs/bloc_year_detail.html"
    queryset = BlocYear.objects.select_related("bloc__authority").prefetch_related(_MEMBERS)
    context_object_name = "bloc_year"

    def get_context_data(self, **kwargs):
        bloc_year, user = self.object, self.request.user
        members = list(bloc_year.memberships.all())
        labels = dict(forms.divisions.role_choices(bloc_year))
        for row in members:
            row.role_words, row.now = labels[row.role], row.is_on(today())
        return super().get_context_data(
            members=members,
            contacts=contacts(members),
            other_years=BlocYear.objects.visible_to(user).filter(bloc=bloc_year.bloc_id).exclude(pk=bloc_year.pk),
            may_manage=permissions.can_manage(user, bloc_year),
            may_plan=bool(granted(user, Action.CAMPAIGN_MANAGE, bloc_year)),
            may_copy=bool(granted(user, Action.CAMPAIGN_MANAGE, bloc_year)),
            may_hand_over=bool(granted(user, Action.PROGRESS_VIEW, bloc_year)),
            stays=stays(bloc_year),
            **kwargs,
        )


def contacts(members: list[Membership]) -> list[Post]:
    """Heads of the units in the bloc today: whom the bloc's units reach each other through."""
    units = {row.unit_id for row in members if row.now}
    heads = Post.objects.live(today()).filter(unit_id__in=units, role=Post.Role.HEAD)
    return list(heads.select_related("user", "unit").order_by("unit__sort_key", "user__sort_key"))


class BlocCreateView(ServiceFormView):
    form_class = forms.BlocForm
    title = "Thêm khối, cụm thi đua"
    back_to = "Khối, cụm thi đua"
    done = "Đã thêm khối. Tiếp theo: mở một năm cho khối này."
    draft = "khoi"

    def get_place(self):
        if not holds(self.request.user, Action.ORG_MANAGE):
            raise Refused(Reason.NOT_YOUR_ROLE)

    def get_back(self) -> str:
        return reverse("blocs:bloc_list")

    def save(self, **data):
        return services.create_bloc(by=self.request.user, **data)

    def to(self, bloc) -> str:
        return reverse("blocs:bloc_year_create", args=[bloc.pk])


class BlocFormView(ServiceFormView):
    back_to = "Khối, cụm thi đua"

    def get_place(self):
        bloc = fetch(Bloc.objects.select_related("authority"), self.request.user, pk=self.kwargs["pk"])
        permissions.can_manage(self.request.user, bloc).enforce()
        return bloc

    def get_back(self) -> str:
        return reverse("blocs:bloc_list")


class BlocUpdateView(BlocFormView):
    form_class = forms.BlocForm
    title = "Sửa khối, cụm thi đua"

    def get_instance(self):
        return Bloc.objects.get(pk=self.place.pk)

    def save(self, **data):
        return services.update_bloc(by=self.request.user, bloc=self.place, **data)

    def to(self, bloc) -> str:
        return self.get_back()


class BlocYearCreateView(BlocFormView):
    form_class = forms.BlocYearForm
    done = "Đã mở năm. Tiếp theo: thêm các đơn vị thành viên."
    draft = "khoi-nam"

    def get_title(self) -> str:
        return f"Mở năm cho {self.place}"

    def get_initial(self):
        """The words and layout of the bloc's latest year carry over; its decision does not."""
        last = self.place.years.order_by("-year").first()
        kept = ("name", "leader_label", "deputy_label", "format_family", "number_sign", "superior_line")
        kept = (*kept, "issuer_lines", "place_name")
        first = {"name": self.place.name, "place_name": self.place.authority.place_name}
        return {**(first if last is None else {name: getattr(last, name) for name in kept}), "year": today().year}

    def save(self, **data):
        return services.create_bloc_year(by=self.request.user, bloc=self.place, **data)

    def to(self, bloc_year) -> str:
        return reverse("blocs:bloc_year_detail", args=[bloc_year.pk])


class BlocYearFormView(ServiceFormView):
    def get_place(self):
        bloc_year = fetch(BlocYear.objects.select_related("bloc"), self.request.user, pk=self.kwargs["pk"])
        permissions.can_manage(self.request.user, bloc_year).enforce()
        return bloc_year

    def get_back(self) -> str:
        return reverse("blocs:bloc_year_detail", args=[self.place.pk])

    def to(self, result) -> str:
        return self.get_back()


class BlocYearUpdateView(BlocYearFormView):
    form_class = forms.BlocYearUpdateForm
    draft = "khoi-nam"

    def get_title(self) -> str:
        return f"Sửa {self.place}"

    def get_instance(self):
        return BlocYear.objects.get(pk=self.place.pk)

    def save(self, **data):
        return services.update_bloc_year(by=self.request.user, bloc_year=self.place, **data)


class MemberAddView(BlocYearFormView):
    form_class = forms.MemberForm
    label = "Thêm vào khối"
    done = "Đã thêm đơn vị vào khối."
    draft = "thanh-vien"

    def get_title(self) -> str:
        return f"Thêm đơn vị vào {self.place}"

    def save(self, **data):
        return services.add_member(by=self.request.user, bloc_year=self.place, **data)


class MembershipFormView(ServiceFormView):
    def get_place(self):
        rows = Membership.objects.select_related("bloc_year__bloc", "unit")
        membership = fetch(rows, self.request.user, pk=self.kwargs["pk"])
        permissions.can_manage(self.request.user, membership.bloc_year).enforce()
        return membership

    def get_back(self) -> str:
        return reverse("blocs:bloc_year_detail", args=[self.place.bloc_year_id])

    def get_context_data(self, **kwargs):
        self.back_to = str(self.place.bloc_year)
        return super().get_context_data(**kwargs)

    def to(self, result) -> str:
        return self.get_back()


class MemberRoleView(MembershipFormView):
    form_class = forms.RoleForm
    label = "Đổi vai trò"
    done = "Đã đổi vai trò."

    def get_title(self) -> str:
        return f"Đổi vai trò: {self.place.unit}"

    def save(self, **data):
        return services.change_role(by=self.request.user, membership=self.place, **data)


class MemberEndView(MembershipFormView):
    form_class = forms.MemberEndForm
    label = "Kết thúc"
    text = "Sau ngày này đơn vị không còn vai trò trong khối; hồ sơ đã gửi vẫn giữ nguyên."
    done = "Đã ghi ngày đơn vị rời khối."

    def get_title(self) -> str:
        return f"Rời khối: {self.place.unit}"

    def save(self, **data):
        return services.end_membership(by=self.request.user, membership=self.place, **data)
