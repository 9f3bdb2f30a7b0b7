"""People, their posts, the role one acts in, accounts."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.generic import ListView

from accounts.clock import today
from accounts.decisions import Reason, Refused
from accounts.models import User
from accounts.vietnamese import search_words
from blocs import forms, permissions, services
from blocs.access import Action, holds, live_posts
from blocs.middleware import SESSION_KEY
from blocs.models import Post
from blocs.views_base import ScopedListMixin, fetch

from .common import ServiceFormView, ServicePostView


class PeopleView(ScopedListMixin, ListView):
    """Posts in reach: live ones, or those that have ended."""

    template_name = "blocs/people.html"
    queryset = Post.objects.select_related("user", "unit", "authority").order_by("user__sort_key", "user_id", "pk")

    def get_queryset(self):
        rows = search_people(super().get_queryset(), self.request.GET.get("q", ""))
        self.ended = self.request.GET.get("loc") == "da-ket-thuc"
        over = rows.filter(valid_to__lt=today())
        going = rows.exclude(valid_to__lt=today())
        self.counts = going.count(), over.count()
        return over if self.ended else going

    def get_context_data(self, **kwargs):
        user, text = self.request.user, self.request.GET.get("q", "").replace("\x00", "")
        context = super().get_context_data(q=text, ended=self.ended, counts=self.counts, **kwargs)
        context["may_invite"] = holds(user, Action.PEOPLE_INVITE)
        for post in context["object_list"]:
            post.may_end = not self.ended and post.user_id != user.pk and bool(permissions.can_invite(user, post))
            post.waits = not post.user.has_usable_password()
        return context


def search_people(posts, text: str):
    """Posts of people whose name or e-mail contains every word."""
    for word in search_words(text):
        posts = posts.filter(user__search_text__contains=word)
    return posts


class InviteView(ServiceFormView):
    form_class = forms.InviteForm
    title = "Mời người dùng"
    back_to = "Người dùng"
    text = "Người được mời nhận thư có liên kết dùng một lần để tự đặt mật khẩu."
    label = "Gửi lời mời"
    done = "Đã giao chức trách và gửi thông báo."
    draft = "moi"

    def get_place(self):
        if not holds(self.request.user, Action.PEOPLE_INVITE):
            raise Refused(Reason.NOT_YOUR_ROLE)

    def get_initial(self):
        return {"unit": self.request.GET.get("don-vi", "")[:20], "authority": self.request.GET.get("co-quan", "")[:20]}

    def get_back(self) -> str:
        return reverse("blocs:people")

    def save(self, *, authority=None, **data):
        return services.invite_person(by=self.request.user, authority=authority, **data)

    def to(self, post) -> str:
        return self.get_back()


class PostActionView(ServicePostView):
    def get_place(self):
        post = fetch(Post.objects.select_related("user", "unit", "authority"), self.request.user, pk=self.kwargs["pk"])
        permissions.can_invite(self.request.user, post).enforce()
        return post

    def to(self) -> str:
        return reverse("blocs:people")


class PostEndView(PostActionView):
    done = "Đã kết thúc chức trách. Quyền của chức trách này hết ngay."

    def save(self):
        services.end_post(by=self.request.user, post=self.place)


class ReinviteView(PostActionView):
    done = "Đã gửi lại thư mời; liên kết cũ không còn hiệu lực."

    def save(self):
        services.reinvite(by=self.request.user, post=self.place)


class ActAsView(LoginRequiredMixin, View):
    """Choose the post to act in; only one's own live posts exist here."""

    http_method_names = ["post"]

    def post(self, request, pk) -> HttpResponse:
        if pk not in {post.pk for post in live_posts(request.user)}:
            raise Http404
        request.session[SESSION_KEY] = pk
        target = request.POST.get("next", "")
        inside = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
        return redirect(target if inside else "home")


class AccountListView(LoginRequiredMixin, ListView):
    """Accounts by name, for the system administrator only: to lock and unlock, nothing of their work."""

    template_name = "blocs/account_list.html"
    paginate_by = 50

    def get_queryset(self):
        permissions.can_administer(self.request.user).enforce()
        rows = User.objects.order_by("sort_key", "pk")
        for word in search_words(self.request.GET.get("q", "")):
            rows = rows.filter(search_text__contains=word)
        return rows

    def paginate_queryset(self, queryset, page_size):
        return ScopedListMixin.paginate_queryset(self, queryset, page_size)

    def get_context_data(self, **kwargs):
        return super().get_context_data(q=self.request.GET.get("q", "").replace("\x00", ""), **kwargs)


class AccountFormView(ServiceFormView):
    form_class = forms.ReasonForm
    back_to = "Tài khoản"

    def get_place(self):
        permissions.can_administer(self.request.user).enforce()
        return get_object_or_404(User, pk=self.kwargs["pk"])

    def get_back(self) -> str:
        return reverse("blocs:account_list")

    def to(self, user) -> str:
        return self.get_back()


class AccountDisableView(AccountFormView):
    label = "Khóa tài khoản"
    text = "Người này bị đưa ra khỏi hệ thống ở lần bấm tiếp theo; thư đang chờ không được gửi. Hồ sơ vẫn giữ nguyên."
    done = "Đã khóa tài khoản."

    def get_title(self) -> str:
        return f"Khóa tài khoản: {self.place.full_name}"

    def save(self, **data):
        return services.disable_account(by=self.request.user, user=self.place, **data)


class AccountEnableView(AccountFormView):
    label = "Mở tài khoản"
    done = "Đã mở tài khoản."

    def get_title(self) -> str:
        return f"Mở tài khoản: {self.place.full_name}"

    def save(self, **data):
        return services.enable_account(by=self.request.user, user=self.place, **data)
