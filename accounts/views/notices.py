"""Notification centre."""

from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.generic import ListView

from accounts import services
from accounts.kinds import ACCOUNT, GROUPS, group_of
from accounts.models import Notification

from .mailbox import mail_is_kept

UNREAD = "chua-doc"


class NotificationListView(LoginRequiredMixin, ListView):
    """What a person was told, newest first; ``?loc=chua-doc`` the unread ones, ``?loai=`` one group of messages."""

    template_name = "accounts/notifications.html"
    paginate_by = 50

    def get_queryset(self):
        kinds = self._kinds_of(self.request.GET.get("loai", ""))
        rows = Notification.objects.in_app_of(self.request.user)
        rows = rows if kinds is None else rows.filter(kind__in=kinds)
        return rows.filter(read_at__isnull=True) if self.request.GET.get("loc") == UNREAD else rows

    def _kinds_of(self, key: str) -> list[str] | None:
        """The person's kinds in a group; None when no group is chosen."""
        group = next((group for group in (ACCOUNT, *GROUPS) if group.key == key), None)
        return None if group is None else [kind for kind in self.counted if group_of(kind) is group]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        unread = Count("pk", filter=Q(read_at__isnull=True))
        rows = Notification.objects.in_app_of(request.user).order_by().values_list("kind")
        counts = rows.annotate(all=Count("pk"), unread=unread) if request.user.is_authenticated else ()
        self.counted = {kind: (every, new) for kind, every, new in counts}

    def paginate_queryset(self, queryset, page_size):
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        chosen, only_unread = self.request.GET.get("loai", ""), self.request.GET.get("loc") == UNREAD
        every, unread = (sum(counts[n] for counts in self.counted.values()) for n in (0, 1))
        chips = [
            self._chip("Tất cả", every, not only_unread, loai=chosen),
            self._chip("Chưa đọc", unread, only_unread, loc=UNREAD, loai=chosen),
        ]
        groups = [self._chip("Mọi loại", None, not chosen, loc=UNREAD if only_unread else "")]
        for group in (ACCOUNT, *GROUPS):
            number = sum(counts[only_unread] for kind, counts in self.counted.items() if group_of(kind) is group)
            if number or group.key == chosen:
                loc = UNREAD if only_unread else ""
                groups.append(self._chip(group.label, number, group.key == chosen, loc=loc, loai=group.key))
        context = {"chips": chips, "groups": groups, "unread": unread, "mailbox": mail_is_kept(), "here": self.here}
        return super().get_context_data(**context, **kwargs)

    @property
    def here(self) -> str:
        return self.request.get_full_path()

    @staticmethod
    def _chip(label: str, count: int | None, active: bool, **query: str) -> dict:
        kept = urlencode({name: value for name, value in query.items() if value})
        return {"label": label, "count": count, "url": f"?{kept}", "active": active}


class NotificationOpenView(LoginRequiredMixin, View):
    """Marks a notice read and goes where it points; only inside this application."""

    def get(self, request, pk) -> HttpResponse:
        notice = services.mark_read(by=request.user, notification_id=pk)
        if notice is None:
            raise Http404
        inside = notice.path.startswith("/") and url_has_allowed_host_and_scheme(notice.path, allowed_hosts=None)
        return redirect(notice.path if inside else "accounts:notifications")


class NotificationReadView(LoginRequiredMixin, View):
    """Marks one notice read and stays in the list."""

    def post(self, request, pk) -> HttpResponse:
        if services.mark_read(by=request.user, notification_id=pk) is None:
            raise Http404
        back = request.POST.get("next", "")
        safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return redirect(back if safe else "accounts:notifications")


class NotificationsReadAllView(LoginRequiredMixin, View):
    def post(self, request) -> HttpResponse:
        services.mark_all_read(by=request.user)
        return redirect("accounts:notifications")
