"""What every view of a scoped object shares."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404


class ScopedObjectMixin(LoginRequiredMixin):
    """Fetch through ``visible_to`` (404 outside), then ask ``permission`` (403 with its reason).

    Set ``queryset`` (its manager's queryset must have ``visible_to``) and optionally ``permission``, a function
    ``(user, obj) -> Decision``.
    """

    permission = None

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)

    def get_object(self, queryset=None):
        obj = super().get_object(queryset)
        if self.permission is not None:
            type(self).permission(self.request.user, obj).enforce()
        return obj


def fetch(queryset, user, **lookup):
    """One visible row or 404; for function-like views. Raises Http404."""
    row = queryset.visible_to(user).filter(**lookup).first()
    if row is None:
        raise Http404
    return row


class ScopedListMixin(LoginRequiredMixin):
    """Lists only visible rows, 50 a page; a page number that makes no sense shows the first or last page."""

    paginate_by = 50

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)

    def paginate_queryset(self, queryset, page_size):
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()
