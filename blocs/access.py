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

from .models import Authority, AuthorityLineage, Change, Membership, Post, UnitLineage
from .scope import Scope
from .standing import Seat, Standing, read_person, read_standing


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
    REGISTRATION_EDIT = "registration_edit", "Soạn đăng ký chỉ tiêu"
    REGISTRATION_SEND = "registration_send", "Gửi đăng ký chỉ tiêu"
    REGISTRATION_APPROVE = "registration_approve", "Duyệt, trả lại đăng ký chỉ tiêu; quyết định đề nghị về chỉ tiêu"
    PLEDGE_SIGN = "pledge_sign", "Ký giao ước thi đua, biên bản kiểm tra"
    PETITION_SEND = "petition_send", "Gửi, rút kiến nghị"
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
    NOMINATION_EDIT = "nomination_edit", "Soạn hồ sơ đề nghị của đơn vị"
    NOMINATION_SEND = "nomination_send", "Gửi hồ sơ đề nghị của đơn vị"
    NOMINATION_PASS = "nomination_pass", "Xem xét, trình hồ sơ đề nghị của các đơn vị trong khối"
    MERIT_EDIT = "merit_edit", "Ghi cá nhân, sáng kiến, kết quả xếp loại của đơn vị"
    BALLOT_MANAGE = "ballot_manage", "Lập, mở, kết thúc cuộc bỏ phiếu"
    AWARD_DECIDE = "award_decide", "Quyết định khen thưởng"
    AWARD_RULES = "award_rules", "Quy định khen thưởng, chỉ tiêu, hội đồng, phôi bằng, quỹ"
    AWARD_VIEW = "award_view", "Xem lịch sử khen thưởng"
    ROLE_MODEL_VIEW = "role_model_view", "Xem điển hình tiên tiến được giới thiệu"
    ROLE_MODEL_EDIT = "role_model_edit", "Ghi điển hình tiên tiến của đơn vị"
    ROLE_MODEL_PROPOSE = "role_model_propose", "Giới thiệu điển hình tiên tiến"
    ROLE_MODEL_REVIEW = "role_model_review", "Tổng kết, cho nhân rộng điển hình tiên tiến"
    PROVINCE_VIEW = "province_view", "Xem tổng hợp toàn tỉnh"
    DOCUMENT_VIEW = "document_view", "Xem văn bản"
    DOCUMENT_WRITE = "document_write", "Soạn văn bản, lấy ý kiến, cấp số"
    DOCUMENT_SIGN = "document_sign", "Phê duyệt, ký, ban hành văn bản"
    DOCUMENT_COMMENT = "document_comment", "Góp ý dự thảo"
    AUDIT_VIEW = "audit_view", "Xem nhật ký"
    ACCOUNT_ADMIN = "account_admin", "Khóa, mở tài khoản"
    AUTHORITY_FOUND = "authority_found", "Lập cơ quan tổ chức và mời cán bộ đầu tiên"

    @property
    def reads_only(self) -> bool:
        return self.value.endswith("_view")


A = Action
_READ_BLOC = frozenset({A.BLOC_VIEW, A.ORG_VIEW, A.CAMPAIGN_VIEW, A.CRITERIA_VIEW, A.RANKING_VIEW, A.DOCUMENT_VIEW})
_UNIT = frozenset(
    {
        A.ORG_VIEW,
        A.PEOPLE_VIEW,
        A.SUBMISSION_VIEW,
        A.SUBMISSION_EDIT,
        A.REGISTRATION_EDIT,
        A.SHEET_VIEW,
        A.SHEET_EDIT,
        A.AWARD_VIEW,
        A.NOMINATION_VIEW,
        A.DOCUMENT_VIEW,
        A.DOCUMENT_WRITE,
        A.ROLE_MODEL_VIEW,
        A.ROLE_MODEL_EDIT,
        A.CAMPAIGN_VIEW,
        A.NOMINATION_EDIT,
        A.MERIT_EDIT,
    }
)
_OFFICER = _READ_BLOC | {
    A.PROGRESS_VIEW,
    A.SHEET_VIEW,
    A.SHEET_VERIFY,
    A.REGISTRATION_APPROVE,
    A.SUBMISSION_VIEW,
    A.SUBMISSION_RECEIVE,
    A.ROLE_MODEL_VIEW,
    A.NOMINATION_PASS,
}
_BOARD_READ = _READ_BLOC | {
    A.PEOPLE_VIEW,
    A.SUBMISSION_VIEW,
    A.PROGRESS_VIEW,
    A.SHEET_VIEW,
    A.NOMINATION_VIEW,
    A.AWARD_VIEW,
    A.PROVINCE_VIEW,
    A.AUDIT_VIEW,
    A.ROLE_MODEL_VIEW,
}

RIGHTS: dict[Role, frozenset[Action]] = {
    Role.UNIT_STAFF: _UNIT,
    Role.UNIT_HEAD: _UNIT
    | {A.PEOPLE_INVITE, A.SUBMISSION_SEND, A.REGISTRATION_SEND, A.SHEET_SUBMIT, A.AUDIT_VIEW, A.DOCUMENT_SIGN}
    | {A.PLEDGE_SIGN, A.PETITION_SEND, A.ROLE_MODEL_PROPOSE, A.NOMINATION_SEND},
    Role.BLOC_MEMBER: _READ_BLOC | {A.DOCUMENT_COMMENT},
    Role.BLOC_LEADER: _OFFICER
    | {
        A.CAMPAIGN_MANAGE,
        A.CRITERIA_MANAGE,
        A.RANKING_COMPUTE,
        A.NOMINATE,
        A.NOMINATION_VIEW,
        A.BALLOT_MANAGE,
        A.ROLE_MODEL_REVIEW,
        A.AUDIT_VIEW,
        A.DOCUMENT_WRITE,
    },
    Role.BLOC_DEPUTY: _OFFICER,
    Role.BOARD_STAFF: _BOARD_READ
    | {
        A.ORG_MANAGE,
        A.PEOPLE_INVITE,
        A.CAMPAIGN_MANAGE,
        A.CRITERIA_MANAGE,
        A.SUBMISSION_RECEIVE,
        A.SHEET_VERIFY,
        A.REGISTRATION_APPROVE,
        A.RANKING_COMPUTE,
        A.NOMINATION_PASS,
        A.AWARD_DECIDE,
        A.AWARD_RULES,
        A.MERIT_EDIT,
        A.BALLOT_MANAGE,
        A.ROLE_MODEL_REVIEW,
        A.DOCUMENT_WRITE,
        A.DOCUMENT_SIGN,
        A.DOCUMENT_COMMENT,
    },
    Role.BOARD_VIEWER: _BOARD_READ,
    Role.SYSTEM_ADMIN: frozenset({A.ACCOUNT_ADMIN, A.AUTHORITY_FOUND, A.AUDIT_VIEW}),
}

# Nobody does these for the unit they work at, in whatever role they act.
CONFLICT = frozenset({A.SHEET_VERIFY, A.REGISTRATION_APPROVE, A.AWARD_DECIDE, A.ROLE_MODEL_REVIEW, A.NOMINATION_PASS})


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
    user._grants = user._standing = user._posts = None
    return user


def keep_person(user: User, person: Standing) -> User:
    """Let the person's rights start from what was just read with the account."""
    user._standing, user._posts = person, person.posts
    return user


def _standing(user: User) -> Standing:
    if getattr(user, "_standing", None) is None:
        user._standing = read_standing(user.pk)
    return user._standing


def grants(user: User) -> tuple[Grant, ...]:
    """Live grants of a person in the acting post (all live posts when none is chosen). A constant number of queries."""
    if not getattr(user, "is_authenticated", False):
        return ()
    cached = getattr(user, "_grants", None)
    if cached is None or cached[0] != user.acting_post_id:
        cached = user._grants = (user.acting_post_id, tuple(_build_grants(user)))
    return cached[1]


def live_posts(user: User) -> list[Post]:
    """All posts of a person that give rights today, head and board posts first."""
    if getattr(user, "_posts", None) is None:
        keep_person(user, read_person(user.pk))
    return list(user._posts)


def own_unit_ids(user: User) -> frozenset[int]:
    """Units a person works at in any live post: what conflict of interest is about."""
    return _standing(user).unit_ids


def _build_grants(user: User):
    # The account row of an administrator is read again: one disabled a moment ago has no rights.
    if user.is_superuser and User.objects.filter(pk=user.pk, is_active=True, is_superuser=True).exists():
        yield Grant(Role.SYSTEM_ADMIN)
    standing = _standing(user)
    posts = [post for post in standing.posts if user.acting_post_id in (None, post.pk)]
    yield from _unit_grants([post for post in posts if post.unit_id], standing)
    yield from _board_grants([post for post in posts if post.authority_id])


def _unit_grants(posts: list[Post], standing: Standing):
    lineage = _unit_edges() if standing.merged else []
    for post in posts:
        role = Role.UNIT_HEAD if post.role == Post.Role.HEAD else Role.UNIT_STAFF
        yield Grant(role, unit_id=post.unit_id, reads_units=closure({post.unit_id}, lineage))
    acting = {post.unit_id for post in posts}
    yield from _bloc_grants([seat for seat in standing.seats if seat.unit_id in acting])


def _bloc_grants(seats: list[Seat]):
    leaders = _leaders({seat.bloc_year_id for seat in seats if seat.live and seat.role == Membership.Role.DEPUTY})
    for seat in seats:
        place = {"unit_id": seat.unit_id, "bloc_year_id": seat.bloc_year_id}
        yield Grant(Role.BLOC_MEMBER, **place)
        if seat.live and seat.role == Membership.Role.LEADER:
            yield Grant(Role.BLOC_LEADER, **place)
        if seat.live and seat.role == Membership.Role.DEPUTY:
            yield Grant(Role.BLOC_DEPUTY, **place, judges=frozenset(leaders.get(seat.bloc_year_id, ())))


def _leaders(bloc_years: set[int]) -> dict[int, set[int]]:
    """Units that lead these bloc-years today; asked only for a deputy, who judges them."""
    found: dict[int, set[int]] = {}
    if not bloc_years:
        return found
    rows = Membership.objects.on(today()).filter(role=Membership.Role.LEADER, bloc_year_id__in=bloc_years)
    for bloc_year, unit in rows.values_list("bloc_year_id", "unit_id"):
        found.setdefault(bloc_year, set()).add(unit)
    return found


def _board_grants(posts: list[Post]):
    if not posts:
        return
    edges = _authority_edges()
    for post in posts:
        role = Role.BOARD_STAFF if post.role == Post.Role.BOARD_STAFF else Role.BOARD_VIEWER
        yield Grant(role, authority_id=post.authority_id, reads_authorities=_read_from(post.authority_id, edges))


def _unit_edges() -> list[tuple[int, int]]:
    """Whose past is read by whom: only of units that have ended, what goes on beside the new one stays its own."""
    ended = UnitLineage.objects.filter(undone=False, predecessor__dissolved_on__lte=today())
    return list(ended.values_list("successor_id", "predecessor_id"))


_TREE = "tree"


def _authority_edges() -> list[tuple[int, int, str]]:
    """(reader, read, how): the tree, and authorities that have ended with those that may read their past; one
    statement."""
    how = models.Value(_TREE, models.CharField())
    tree = Authority.objects.filter(parent__isnull=False).order_by()
    past = AuthorityLineage.objects.filter(undone=False, reads_past=True, predecessor__dissolved_on__lte=today())
    return list(
        tree.values_list("parent_id", "pk", how).union(
            past.order_by().values_list("successor_id", "predecessor_id", "kind"), all=True
        )
    )


def _read_from(authority_id: int, edges: list[tuple[int, int, str]]) -> frozenset[int]:
    """What lies under an authority, what it took over whole with all that lay under it, and those it is a part of:
    these alone, without what the other parts have."""
    whole = closure({authority_id}, [(begin, end) for begin, end, how in edges if how != Change.SPLIT])
    return whole | {end for begin, end, how in edges if how == Change.SPLIT and begin in whole}


def closure(start: set[int], edges: list[tuple[int, int]]) -> frozenset[int]:
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


def acting_unit_id(user: User, scope: Scope) -> int | None:
    """The unit a person speaks for at ``scope``: the unit itself, else one of theirs that is in that bloc-year; None
    for the people of an authority."""
    units = {grant.unit_id for grant in grants(user) if grant.role in (Role.UNIT_STAFF, Role.UNIT_HEAD)}
    if scope.unit_id in units:
        return scope.unit_id
    members = {grant.unit_id for grant in grants(user) if grant.bloc_year_id == scope.bloc_year_id}
    return min(units & members or units, default=None)


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
