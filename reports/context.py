"""The frame around every page: acting role in words, menu, bloc-and-year switcher, unread notices.

``frame`` is lazy: a page that does not draw the frame (a fragment, a download) pays nothing for it.
"""

from functools import cached_property
from itertools import groupby

from django.urls import reverse

from accounts.clock import today
from accounts.models import Notification
from accounts.prepared import Prepared, given_ids
from blocs.access import Action, Grant, Reach, Role, grants, reach
from blocs.models import Authority, Post
from campaigns.models import Campaign

from .menu import Group, build_menu
from .tasks_due import things_to_do
from .things import Thing, bloc_words

SESSION_KEY = "campaign"
_WHOLE = {
    Authority.Level.CENTRAL: "Toàn quốc",
    Authority.Level.MINISTRY: "Toàn ngành",
    Authority.Level.PROVINCE: "Toàn tỉnh",
    Authority.Level.DISTRICT: "Toàn huyện",
    Authority.Level.COMMUNE: "Toàn xã",
}
# A reader of the whole country has ten thousand campaigns: the switcher holds the newest, lists and search the others.
MOST = 500
_VISIBLE = Prepared(
    lambda: (
        Campaign.objects.within(Reach(given_ids("units"), given_ids("blocs"), given_ids("authorities")))
        .select_related("bloc_year")
        .order_by("-to_year", "sort_key", "pk")[:MOST]
    )
)


def frame(request):
    """Context processor: ``frame`` for signed-in people."""
    user = getattr(request, "user", None)
    return {"frame": frame_of(request)} if user is not None and user.is_authenticated else {}


def frame_of(request) -> "Frame":
    """The one frame of this request."""
    if not hasattr(request, "frame"):
        request.frame = Frame(request)
    return request.frame


class Frame:
    """What base.html draws around a page; each part is read when first asked for, in a number of statements
    that does not depend on the data."""

    def __init__(self, request) -> None:
        self.request = request
        self.user = request.user

    @cached_property
    def visible(self) -> list[Campaign]:
        """Campaigns within reach (`visible_to`, read for every page), newest year first: the newest MOST of them, and the
        one chosen in this session."""
        scope = reach(self.user, Action.CAMPAIGN_VIEW)
        rows = _VISIBLE.rows(units=scope.unit_ids, blocs=scope.bloc_year_ids, authorities=scope.authority_ids)
        return sorted(
            rows + self._older(rows), key=lambda c: (-c.to_year, c.bloc_year_id is None, bytes(c.sort_key), c.pk)
        )

    def _older(self, rows: list[Campaign]) -> list[Campaign]:
        """The chosen campaign where it is not among the newest. No statement while all of them fit."""
        if len(rows) < MOST:
            return []
        chosen = self.request.session.get(SESSION_KEY)
        if chosen is None or any(row.pk == chosen for row in rows):
            return []
        return list(Campaign.objects.visible_to(self.user).filter(pk=chosen).select_related("bloc_year"))

    @cached_property
    def campaigns(self) -> list[tuple[int, list[dict]]]:
        """Options of the switcher by year: [(year, [{pk, label}])]."""
        return [
            (year, [{"pk": c.pk, "label": short_label(c)} for c in rows])
            for year, rows in groupby(self.visible, key=lambda c: c.to_year)
        ]

    @cached_property
    def campaign(self) -> Campaign | None:
        """The campaign in view: the one chosen in this session if still visible, else the newest one of the own unit that
        has begun; a year that is only being prepared does not hide the one that runs."""
        chosen = self.request.session.get(SESSION_KEY)
        own = {grant.bloc_year_id for grant in grants(self.user) if grant.role == Role.BLOC_MEMBER}
        year = today().year
        ranked = sorted(
            self.visible, key=lambda c: (c.pk != chosen, c.bloc_year_id not in own, c.from_year > year, -c.to_year)
        )
        return next(iter(ranked), None)

    @cached_property
    def acting(self) -> dict[str, str]:
        """The acting role in words: {title, area}."""
        post = getattr(self.request, "post_in_use", None)
        if post is None:
            return _without_post(self.user)
        if post.authority_id:
            return _at_board(post)
        return _at_unit(post, self.campaign, grants(self.user))

    @cached_property
    def posts(self) -> list[dict]:
        """Live posts to switch between: [{label, url, now}]; empty while there is nothing to choose."""
        rows = getattr(self.request, "posts", [])
        now = self.user.acting_post_id
        choices = [{"label": str(p), "url": reverse("blocs:act_as", args=[p.pk]), "now": p.pk == now} for p in rows]
        return choices if len(choices) > 1 else []

    @cached_property
    def unread(self) -> int | None:
        """Unread notices; None where they are asked for after the page is drawn."""
        return unread_of(self.user) if self.counted else None

    @cached_property
    def things(self) -> list[Thing]:
        """Things to do: the first page lists them; every other page asks for their counts after it is drawn."""
        return things_to_do(self.user)

    @property
    def counted(self) -> bool:
        """Whether this page has read the things to do, so that its menu shows the counts at once."""
        return "things" in self.__dict__

    @cached_property
    def menu(self) -> list[Group]:
        return build_menu(self.request, self.campaign, self.things if self.counted else None)


def unread_of(user) -> int:
    return Notification.objects.filter(user=user, channel=Notification.Channel.IN_APP, read_at__isnull=True).count()


def short_label(campaign: Campaign) -> str:
    """How the switcher names a campaign: «Khối 8 – năm 2026», or the movement with its years."""
    if campaign.bloc_year:
        return f"{campaign.bloc_year.name} – năm {campaign.bloc_year.year}"
    title = campaign.title if len(campaign.title) <= 60 else f"{campaign.title[:59].rstrip()}…"
    return f"{title} ({campaign.years})"


def _without_post(user) -> dict[str, str]:
    if user.is_superuser:
        return {"title": "Quản trị hệ thống", "area": "Toàn hệ thống"}
    return {"title": "Chưa có vai trò", "area": "Hãy liên hệ thủ trưởng đơn vị"}


def _at_board(post: Post) -> dict[str, str]:
    place = post.authority
    title = place.board_name or post.get_role_display()
    return {"title": title, "area": f"{_WHOLE[place.level]} · {post.get_role_display()}"}


def _at_unit(post: Post, campaign: Campaign | None, held: tuple[Grant, ...]) -> dict[str, str]:
    """The bloc-year's own words: «Trưởng khối – Khối 8, năm 2026»; the post at the unit stands below."""
    area = f"{post.get_role_display()} · {post.unit.short_name or post.unit.name}"
    bloc_year = campaign.bloc_year if campaign else None
    if bloc_year is None:
        return {"title": post.get_role_display(), "area": post.unit.name}
    roles = {grant.role for grant in held if grant.bloc_year_id == bloc_year.pk}
    words = {Role.BLOC_LEADER: bloc_year.leader_label, Role.BLOC_DEPUTY: bloc_year.deputy_label}
    label = next((words[role] for role in words if role in roles), None)
    label = label or (Role.BLOC_MEMBER.label if Role.BLOC_MEMBER in roles else post.get_role_display())
    return {"title": f"{label} – {bloc_words(bloc_year)}", "area": area}
