"""Authorities and units on the screen."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count
from django.urls import reverse
from django.views.generic import DetailView, ListView

from accounts.decisions import Reason, Refused
from blocs import forms, permissions, services
from blocs.access import Action, holds
from blocs.models import Authority, Membership, Post, Unit, UnitName
from blocs.rules import UNKNOWN_DAY
from blocs.views_base import ScopedListMixin, ScopedObjectMixin, fetch

from .common import ServiceFormView


class AuthorityListView(LoginRequiredMixin, ListView):
    """The tree, indented by depth; an authority whose parent is out of reach stands at the top."""

    template_name = "blocs/authority_list.html"

    def get_queryset(self):
        return Authority.objects.listed_to(self.request.user)

    def get_context_data(self, **kwargs):
        user = self.request.user
        opened = set(Authority.objects.visible_to(user).values_list("pk", flat=True))
        return super().get_context_data(
            tree=tree(list(self.object_list)),
            opened=opened,
            may_found=holds(user, Action.AUTHORITY_FOUND) or holds(user, Action.ORG_MANAGE),
            **kwargs,
        )


def tree(rows: list[Authority]) -> list[tuple[int, Authority]]:
    """(depth, authority) with children under their parents, siblings in the order given."""
    known = {row.pk for row in rows}
    children: dict[int | None, list[Authority]] = {}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    out: list[tuple[int, Authority]] = []
    waiting = [(0, row) for row in reversed(children.get(None, []))]
    while waiting:
        depth, row = waiting.pop()
        out.append((depth, row))
        waiting += [(depth + 1, child) for child in reversed(children.get(row.pk, []))]
    return out


class AuthorityDetailView(ScopedObjectMixin, DetailView):
    template_name = "blocs/authority_detail.html"
    queryset = Authority.objects.select_related("parent")
    context_object_name = "authority"

    def get_context_data(self, **kwargs):
        authority, user = self.object, self.request.user
        return super().get_context_data(
            children=Authority.objects.visible_to(user).filter(parent=authority),
            posts=Post.objects.visible_to(user).filter(authority=authority).select_related("user"),
            unit_count=Unit.objects.visible_to(user).filter(authority=authority).count(),
            origins=authority.origins.filter(undone=False).select_related("predecessor", "reorganisation"),
            successions=authority.successions.filter(undone=False).select_related("successor", "reorganisation"),
            may_manage=permissions.can_manage(user, authority),
            **kwargs,
        )


class AuthorityCreateView(ServiceFormView):
    form_class = forms.FoundForm
    title = "Lập cơ quan tổ chức phong trào"
    back_to = "Cơ quan tổ chức phong trào"
    text = "Cán bộ đầu tiên nhận thư mời và từ đó tự mời người khác, lập đơn vị, phân khối."
    done = "Đã lập cơ quan và gửi thư mời cán bộ đầu tiên."
    draft = "co-quan"

    def get_place(self):
        """Whether this person founds anywhere; a standing office founds under itself."""
        anywhere = holds(self.request.user, Action.AUTHORITY_FOUND)
        if not anywhere and not holds(self.request.user, Action.ORG_MANAGE):
            raise Refused(Reason.NOT_YOUR_ROLE)
        return anywhere

    def get_back(self) -> str:
        return reverse("blocs:authority_list")

    def save(self, **data):
        return services.found_authority(by=self.request.user, **data)

    def to(self, authority) -> str:
        return self.get_back()


class AuthorityUpdateView(ServiceFormView):
    form_class = forms.AuthorityForm
    title = "Sửa thông tin cơ quan"

    def get_place(self):
        authority = fetch(Authority.objects.all(), self.request.user, pk=self.kwargs["pk"])
        permissions.can_manage(self.request.user, authority).enforce()
        return authority

    def get_instance(self):
        return Authority.objects.get(pk=self.place.pk)

    def get_back(self) -> str:
        return reverse("blocs:authority_detail", args=[self.place.pk])

    def save(self, **data):
        return services.update_authority(by=self.request.user, authority=self.place, **data)

    def to(self, authority) -> str:
        return self.get_back()


class UnitListView(ScopedListMixin, ListView):
    template_name = "blocs/unit_list.html"
    queryset = Unit.objects.select_related("authority").order_by("sort_key", "pk")

    def get_queryset(self):
        rows = super().get_queryset().search(self.request.GET.get("q", ""))
        kind = self.request.GET.get("loai")
        return rows.filter(kind=kind) if kind in Unit.Kind.values else rows

    def get_context_data(self, **kwargs):
        user, text = self.request.user, self.request.GET.get("q", "")
        found = Unit.objects.visible_to(user).search(text).order_by()
        counts = dict(found.values_list("kind").annotate(Count("pk")))
        return super().get_context_data(
            kinds=[(kind, label, counts.get(kind, 0)) for kind, label in Unit.Kind.choices if kind in counts],
            total=sum(counts.values()),
            kind=self.request.GET.get("loai", ""),
            q=text.replace("\x00", ""),
            may_manage=holds(user, Action.ORG_MANAGE),
            **kwargs,
        )


class UnitDetailView(ScopedObjectMixin, DetailView):
    template_name = "blocs/unit_detail.html"
    queryset = Unit.objects.select_related("authority")
    context_object_name = "unit"

    def get_context_data(self, **kwargs):
        unit, user = self.object, self.request.user
        memberships = Membership.objects.visible_to(user).filter(unit=unit).select_related("bloc_year")
        return super().get_context_data(
            names=UnitName.objects.filter(unit=unit),
            unknown_day=UNKNOWN_DAY,
            origins=unit.origins.filter(undone=False).select_related("predecessor"),
            successions=unit.successions.filter(undone=False).select_related("successor"),
            memberships=memberships.order_by("-bloc_year__year", "-valid_from"),
            posts=Post.objects.visible_to(user)
            .filter(unit=unit)
            .select_related("user")
            .order_by("user__sort_key", "pk"),
            may_manage=permissions.can_manage(user, unit),
            may_invite=permissions.can_invite(user, unit) and not unit.has_ended,
            **kwargs,
        )


class UnitCreateView(ServiceFormView):
    form_class = forms.UnitForm
    title = "Thêm đơn vị"
    back_to = "Đơn vị"
    done = "Đã thêm đơn vị."
    draft = "don-vi"

    def get_place(self):
        if not holds(self.request.user, Action.ORG_MANAGE):
            raise Refused(Reason.NOT_YOUR_ROLE)

    def get_back(self) -> str:
        return reverse("blocs:unit_list")

    def save(self, **data):
        return services.create_unit(by=self.request.user, **data)

    def to(self, unit) -> str:
        return reverse("blocs:unit_detail", args=[unit.pk])


class UnitFormView(ServiceFormView):
    """A form about one unit, for whoever manages it."""

    draft = "don-vi"

    def get_place(self):
        unit = fetch(Unit.objects.select_related("authority"), self.request.user, pk=self.kwargs["pk"])
        permissions.can_manage(self.request.user, unit).enforce()
        return unit

    def get_back(self) -> str:
        return reverse("blocs:unit_detail", args=[self.place.pk])

    def to(self, result) -> str:
        return self.get_back()


class UnitUpdateView(UnitFormView):
    form_class = forms.UnitUpdateForm
    title = "Sửa thông tin đơn vị"

    def get_instance(self):
        return Unit.objects.get(pk=self.place.pk)

    def save(self, **data):
        return services.update_unit(by=self.request.user, unit=self.place, **data)


class UnitRenameView(UnitFormView):
    form_class = forms.RenameForm
    label = "Đổi tên"
    done = "Đã đổi tên đơn vị."

    def get_title(self) -> str:
        return f"Đổi tên: {self.place}"

    def save(self, **data):
        return services.rename_unit(by=self.request.user, unit=self.place, **data)
