"""Roles and rights, said once.

``RIGHTS`` is the only table. ``reach(user, action)`` answers "which rows" (used by every ``visible_to``);
``granted(user, action, obj)`` answers "this one, and if not, why" (used by every ``can_*``). Both are computed from
dated posts and memberships; nothing is stored on the account and nothing survives the request.
"""

from dataclasses import dataclass

from django.db import models

from accounts.clock import today
from accounts.decisions import ALLOWED, Decision, Reason
from accounts.models import User

from .models import Authority, Membership, Post, UnitLineage
from .scope import Scope


class Role(models.TextChoices):
    UNIT_STAFF = "unit_staff", "Chuyên viên"
    UNIT_HEAD = "unit_head", "Thủ trưởng đơn vị"
    BLOC_MEMBER = "bloc_member", "Đơn vị thành viên"
    BLOC_LEADER = "bloc_leader", "Trưởng khối"
    BLOC_DEPUTY = "bloc_deputy", "Phó khối"
    BOARD_STAFF = "board_staff", "Cán bộ thi đua, khen thưởng"
    BOARD_VIEWER = "board_viewer", "Người xem của cơ quan thi đua, khen thưởng"
    SYSTEM_ADMIN = "system_admin", "Quản trị hệ thống"


class Action(models.TextChoices):
    """What a person can do. The ``*_VIEW`` ones only read: they also reach down the tree of authorities and back in time."""

    ORG_VIEW = "org_view", "Xem tổ chức"
    ORG_MANAGE = "org_manage", "Quản lý tổ chức"
    BLOC_VIEW = "bloc_view", "Xem khối"
    PEOPLE_VIEW = "people_view", "Xem người dùng"
    PEOPLE_INVITE = "people_invite", "Mời, kết thúc chức trách"
    CAMPAIGN_VIEW = "campaign_view", "Xem kế hoạch"
    CAMPAIGN_MANAGE = "campaign_manage", "Lập kế hoạch, mốc thời hạn, gia hạn, nhắc việc"
    SUBMISSION_VIEW = "submission_view", "Xem báo cáo đã gửi"
    SUBMISSION_EDIT = "submission_edit", "Soạn báo cáo"
    SUBMISSION_SEND = "submission_send", "Gửi báo cáo"
    SUBMISSION_RECEIVE = "submission_receive", "Nhận, trả lại báo cáo"
    CRITERIA_VIEW = "criteria_view", "Xem bộ tiêu chí"
    CRITERIA_MANAGE = "criteria_manage", "Quản lý bộ tiêu chí"
    PROGRESS_VIEW = "progress_view", "Xem tiến độ"
    SHEET_VIEW = "sheet_view", "Xem phiếu chấm điểm"
    SHEET_EDIT = "sheet_edit", "Chấm điểm đơn vị mình"
    SHEET_SUBMIT = "sheet_submit", "Gửi phiếu chấm điểm"
    SHEET_VERIFY = "sheet_verify", "Thẩm định, trả lại phiếu"
    RANKING_VIEW = "ranking_view", "Xem xếp hạng"
    RANKING_COMPUTE = "ranking_compute", "Tính xếp hạng"
    NOMINATION_VIEW = "nomination_view", "Xem đề nghị khen thưởng"
    NOMINATE = "nominate", "Đề nghị khen thưởng"
    AWARD_DECIDE = "award_decide", "Quyết định khen thưởng"
    AWARD_VIEW = "award_view", "Xem lịch sử khen thưởng"
    PROVINCE_VIEW = "province_view", "Xem tổng hợp toàn tỉnh"
    AUDIT_VIEW = "audit_view", "Xem nhật ký"
    ACCOUNT_ADMIN = "account_admin", "Khóa, mở tài khoản"
    AUTHORITY_FOUND = "authority_found", "Lập cơ quan tổ chức và mời cán bộ đầu tiên"

    @property
    def reads_only(self) -> bool:
        return self.value.endswith("_view")


A = Action
_READ_BLOC = frozenset({A.BLOC_VIEW, A.ORG_VIEW, A.CAMPAIGN_VIEW, A.CRITERIA_VIEW, A.RANKING_VIEW})
_UNIT = frozenset(
    {
        A.ORG_VIEW,
        A.PEOPLE_VIEW,
        A.SUBMISSION_VIEW,
        A.SUBMISSION_EDIT,
        A.SHEET_VIEW,
        A.SHEET_EDIT,
        A.AWARD_VIEW,
        A.NOMINATION_VIEW,
    }
)
_OFFICER = _READ_BLOC | {A.PROGRESS_VIEW, A.SHEET_VIEW, A.SHEET_VERIFY, A.SUBMISSION_VIEW, A.SUBMISSION_RECEIVE}
_BOARD_READ = _READ_BLOC | {
    A.PEOPLE_VIEW,
    A.SUBMISSION_VIEW,
    A.PROGRESS_VIEW,
    A.SHEET_VIEW,
    A.NOMINATION_VIEW,
    A.AWARD_VIEW,
    A.PROVINCE_VIEW,
    A.AUDIT_VIEW,
}

RIGHTS: dict[Role, frozenset[Action]] = {
    Role.UNIT_STAFF: _UNIT,
    Role.UNIT_HEAD: _UNIT | {A.PEOPLE_INVITE, A.SUBMISSION_SEND, A.SHEET_SUBMIT, A.AUDIT_VIEW},
    Role.BLOC_MEMBER: _READ_BLOC,
    Role.BLOC_LEADER: _OFFICER
    | {A.CAMPAIGN_MANAGE, A.CRITERIA_MANAGE, A.RANKING_COMPUTE, A.NOMINATE, A.NOMINATION_VIEW, A.AUDIT_VIEW},
    Role.BLOC_DEPUTY: _OFFICER,
    Role.BOARD_STAFF: _BOARD_READ
    | {
        A.ORG_MANAGE,
        A.PEOPLE_INVITE,
        A.CAMPAIGN_MANAGE,
        A.CRITERIA_MANAGE,
        A.SUBMISSION_RECEIVE,
        A.SHEET_VERIFY,
        A.RANKING_COMPUTE,
        A.AWARD_DECIDE,
    },
    Role.BOARD_VIEWER: _BOARD_READ,
    Role.SYSTEM_ADMIN: frozenset({A.ACCOUNT_ADMIN, A.AUTHORITY_FOUND, A.AUDIT_VIEW}),
}

# Nobody does these for the unit they work at, in whatever role they act.
CONFLICT = frozenset({A.SHEET_VERIFY, A.AWARD_DECIDE})


@dataclass(frozen=True)
class Grant:
    """One live right-giving fact: a role at a unit, in a bloc-year or at an authority.

    ``reads_units``: predecessors whose past a unit may read. ``judges``: for a deputy, the leader's unit (a deputy
    verifies only the leader's sheet). ``reads_authorities``: an authority and everything under it.
    """

    role: Role
    unit_id: int | None = None
    bloc_year_id: int | None = None
    authority_id: int | None = None
    reads_units: frozenset[int] = frozenset()
    reads_authorities: frozenset[int] = frozenset()
    judges: frozenset[int] = frozenset()

    def allows(self, action: Action) -> bool:
        return action in RIGHTS[self.role]

    def covers(self, scope: Scope, action: Action) -> bool:
        """Whether an object standing at ``scope`` is inside this grant's area for this kind of action."""
        match self.role:
            case Role.UNIT_STAFF | Role.UNIT_HEAD:
                return scope.unit_id == self.unit_id or (action.reads_only and scope.unit_id in self.reads_units)
            case Role.BLOC_MEMBER:
                return scope.bloc_year_id == self.bloc_year_id and scope.unit_id in (None, self.unit_id)
            case Role.BLOC_LEADER | Role.BLOC_DEPUTY:
                return scope.bloc_year_id == self.bloc_year_id
            case Role.BOARD_STAFF | Role.BOARD_VIEWER:
                return scope.authority_id == self.authority_id or (
                    action.reads_only and scope.authority_id in self.reads_authorities
                )
        return True


@dataclass(frozen=True)
class Reach:
    """The rows an action may touch: rows of these units, of these bloc-years, under these authorities."""

    unit_ids: frozenset[int]
    bloc_year_ids: frozenset[int]
    authority_ids: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.unit_ids or self.bloc_year_ids or self.authority_ids)


def refresh(user: User) -> User:
    """Forget rights read earlier in this request. Services call it after taking their lock, then ask again."""
    user.__dict__.pop("_grants", None)
    user.__dict__.pop("_own_units", None)
    return user


def grants(user: User) -> tuple[Grant, ...]:
    """Live grants of a person in the acting post (all live posts when none is chosen). A constant number of queries."""
    if not getattr(user, "is_authenticated", False):
        return ()
    cached = user.__dict__.get("_grants")
    if cached is None or cached[0] != user.acting_post_id:
        cached = (user.acting_post_id, tuple(_build_grants(user)))
        user.__dict__["_grants"] = cached
    return cached[1]


def live_posts(user: User) -> list[Post]:
    """All posts of a person that give rights today, head and board posts first."""
    order = {"board_staff": 0, "head": 1, "board_viewer": 2, "staff": 3}
    posts = Post.objects.live(today()).filter(user_id=user.pk).select_related("unit", "authority")
    return sorted(posts, key=lambda post: (order[post.role], post.pk))


def own_unit_ids(user: User) -> frozenset[int]:
    """Units a person works at in any live post: what conflict of interest is about."""
    if "_own_units" not in user.__dict__:
        posts = Post.objects.live(today()).filter(user_id=user.pk, unit__isnull=False)
        user.__dict__["_own_units"] = frozenset(posts.values_list("unit_id", flat=True))
    return user.__dict__["_own_units"]


def _build_grants(user: User):
    # The account row is read again: a person disabled a moment ago has no rights.
    fresh = User.objects.filter(pk=user.pk, is_active=True).values_list("is_superuser", flat=True).first()
    if fresh is None:
        return
    if fresh:
        yield Grant(Role.SYSTEM_ADMIN)
    posts = [post for post in live_posts(user) if user.acting_post_id in (None, post.pk)]
    yield from _unit_grants([post for post in posts if post.unit_id])
    yield from _board_grants([post for post in posts if post.authority_id])


def _unit_grants(posts: list[Post]):
    if not posts:
        return
    lineage = list(UnitLineage.objects.values_list("successor_id", "predecessor_id"))
    for post in posts:
        role = Role.UNIT_HEAD if post.role == Post.Role.HEAD else Role.UNIT_STAFF
        yield Grant(role, unit_id=post.unit_id, reads_units=_closure({post.unit_id}, lineage))
    yield from _bloc_grants({post.unit_id for post in posts})


def _bloc_grants(unit_ids: set[int]):
    day = today()
    rows = list(Membership.objects.filter(bloc_year__memberships__unit_id__in=unit_ids).distinct())
    leaders: dict[int, set[int]] = {}
    for row in rows:
        if row.role == Membership.Role.LEADER and row.is_on(day):
            leaders.setdefault(row.bloc_year_id, set()).add(row.unit_id)
    for row in rows:
        if row.unit_id not in unit_ids:
            continue
        yield Grant(Role.BLOC_MEMBER, unit_id=row.unit_id, bloc_year_id=row.bloc_year_id)
        if row.role == Membership.Role.LEADER and row.is_on(day):
            yield Grant(Role.BLOC_LEADER, unit_id=row.unit_id, bloc_year_id=row.bloc_year_id)
        if row.role == Membership.Role.DEPUTY and row.is_on(day):
            judges = frozenset(leaders.get(row.bloc_year_id, ()))
            yield Grant(Role.BLOC_DEPUTY, unit_id=row.unit_id, bloc_year_id=row.bloc_year_id, judges=judges)


def _board_grants(posts: list[Post]):
    if not posts:
        return
    tree = list(Authority.objects.filter(parent__isnull=False).values_list("parent_id", "pk"))
    for post in posts:
        role = Role.BOARD_STAFF if post.role == Post.Role.BOARD_STAFF else Role.BOARD_VIEWER
        yield Grant(role, authority_id=post.authority_id, reads_authorities=_closure({post.authority_id}, tree))


def _closure(start: set[int], edges: list[tuple[int, int]]) -> frozenset[int]:
    """Everything reachable from ``start`` along (from, to) edges, ``start`` included."""
    found, frontier = set(start), set(start)
    while frontier:
        frontier = {end for begin, end in edges if begin in frontier} - found
        found |= frontier
    return frozenset(found)


def reach(user: User, action: Action) -> Reach:
    """Rows the action may touch, for querysets. Conflict of interest is asked per object, by ``granted``."""
    live = [grant for grant in grants(user) if grant.allows(action)]
    units = {grant.unit_id for grant in live if grant.role in (Role.UNIT_STAFF, Role.UNIT_HEAD)}
    authorities = {grant.authority_id for grant in live if grant.authority_id}
    if action.reads_only:
        units |= {pk for grant in live for pk in grant.reads_units}
        authorities |= {pk for grant in live for pk in grant.reads_authorities}
    blocs = {grant.bloc_year_id for grant in live if grant.bloc_year_id}
    return Reach(frozenset(units), frozenset(blocs), frozenset(authorities))


def granted(user: User, action: Action, obj) -> Decision:
    """May this person do this to this object (anything with ``access_scope()``, or a Scope)?

    OUT_OF_REACH when no grant's area holds the object, OWN_UNIT on a conflict of interest, NOT_YOUR_ROLE otherwise.
    """
    scope = obj if isinstance(obj, Scope) else obj.access_scope()
    near = [grant for grant in grants(user) if grant.role is not Role.SYSTEM_ADMIN and grant.covers(scope, action)]
    if not near:
        visible = [g for g in grants(user) if g.role is not Role.SYSTEM_ADMIN and g.covers(scope, Action.ORG_VIEW)]
        return Decision(Reason.NOT_YOUR_ROLE if visible else Reason.OUT_OF_REACH)
    able = [grant for grant in near if grant.allows(action)]
    if action in CONFLICT and able:
        if scope.unit_id in own_unit_ids(user):
            return Decision(Reason.OWN_UNIT)
        able = [grant for grant in able if grant.role is not Role.BLOC_DEPUTY or scope.unit_id in grant.judges]
    return ALLOWED if able else Decision(Reason.NOT_YOUR_ROLE)


def holds(user: User, action: Action) -> bool:
    """Whether the person may do this anywhere (navigation, empty pages)."""
    return any(grant.allows(action) for grant in grants(user))


def people_holding(action: Action, *, unit_id: int | None = None, authority_id: int | None = None):
    """Active people whose live posts at a unit or an authority carry an action (receivers of notices)."""
    roles = [post_role for post_role, role in _POST_ROLES.items() if action in RIGHTS[role]]
    posts = Post.objects.live(today()).filter(role__in=roles)
    posts = posts.filter(unit_id=unit_id) if unit_id else posts.filter(authority_id=authority_id)
    return User.objects.filter(pk__in=posts.values("user_id"), is_active=True)


_POST_ROLES = {
    Post.Role.STAFF: Role.UNIT_STAFF,
    Post.Role.HEAD: Role.UNIT_HEAD,
    Post.Role.BOARD_STAFF: Role.BOARD_STAFF,
    Post.Role.BOARD_VIEWER: Role.BOARD_VIEWER,
}
