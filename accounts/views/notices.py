"""Notification centre."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.generic import ListView

from accounts import services
from accounts.models import Notification

from .mailbox import mail_is_kept


class NotificationListView(LoginRequiredMixin, ListView):
    template_name = "accounts/notifications.html"
    paginate_by = 50

    def get_queryset(self):
        rows = Notification.objects.in_app_of(self.request.user)
        return rows.filter(read_at__isnull=True) if self.request.GET.get("loc") == "chua-doc" else rows

    def paginate_queryset(self, queryset, page_size):
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        everything = Notification.objects.in_app_of(self.request.user)
        unread = everything.filter(read_at__isnull=True).count()
        only_unread = self.request.GET.get("loc") == "chua-doc"
        chips = [
            {"label": "Tất cả", "count": everything.count(), "url": "?", "active": not only_unread},
            {"label": "Chưa đọc", "count": unread, "url": "?loc=chua-doc", "active": only_unread},
        ]
        return super().get_context_data(chips=chips, unread=unread, mailbox=mail_is_kept(), **kwargs)


class NotificationOpenView(LoginRequiredMixin, View):
    """Marks a notice read and goes where it points; only inside this application."""

    def get(self, request, pk) -> HttpResponse:
        notice = services.mark_read(by=request.user, notification_id=pk)
        if notice is None:
            raise Http404
        inside = notice.path.startswith("/") and url_has_allowed_host_and_scheme(notice.path, allowed_hosts=None)
        return redirect(notice.path if inside else "accounts:notifications")


class NotificationsReadAllView(LoginRequiredMixin, View):
    def post(self, request) -> HttpResponse:
        services.mark_all_read(by=request.user)
        return redirect("accounts:notifications")
