"""The acting post of the request: chosen by the person, checked to be live at every request."""

from django.http import HttpRequest, HttpResponse

from .access import live_posts

SESSION_KEY = "acting_post"


class ActingRoleMiddleware:
    """Sets ``request.user.acting_post_id`` and ``acting_label`` (written to the audit trail) and ``request.posts``."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.posts = []
        if request.user.is_authenticated:
            request.posts = live_posts(request.user)
            chosen = request.session.get(SESSION_KEY)
            post = next((p for p in request.posts if p.pk == chosen), next(iter(request.posts), None))
            request.post_in_use = post
            request.user.acting_post_id = post.pk if post else None
            request.user.acting_label = str(post) if post else ""
        return self.get_response(request)
