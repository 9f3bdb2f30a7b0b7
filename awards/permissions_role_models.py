"""May this person do this to this role model, and if not, why."""

from django.db.models import TextChoices

from accounts.clock import today
from accounts.decisions import Decision as Answer
from accounts.decisions import Reason, only_if
from accounts.models import User
from blocs.access import Action, granted, own_unit_ids, reach
from blocs.models import Membership, Unit
from blocs.scope import Scope

from .models import RoleModel
from .states import SubjectKind
from .states_role_models import STAGES, RoleModelState, Standing, step_kind


class RoleModelReason(TextChoices):
    LOCKED = "locked", "Điển hình đã tổng kết nên nội dung được giữ nguyên. Người tổng kết có thể đưa về bước trước."
    NOT_PROPOSED = "not_proposed", "Thủ trưởng đơn vị chưa giới thiệu điển hình này."
    PROPOSED = "proposed", "Điển hình này đã được giới thiệu."
    SAME_STAGE = "same_stage", "Điển hình đang ở giai đoạn này."
    NO_CONSENT = "no_consent", "Cá nhân chưa đồng ý công khai nên chưa cho nhân rộng được."
    NOT_VALID = "not_valid", "Điển hình không còn giá trị nên không chuyển giai đoạn được."
    NO_CHANGE = "no_change", "Điển hình đang ở tình trạng này."
    NOT_PUBLISHED = "not_published", "Chỉ ghi việc học tập với điển hình đã được cho nhân rộng."
    NO_MODEL = "no_model", "Điển hình không còn giá trị nên không ghi thêm việc học tập."
    OTHER_UNIT = "other_unit", "Tài liệu này không thuộc kho minh chứng của đơn vị có điển hình."
    OTHER_SUBJECT = "other_subject", "Đề nghị khen thưởng này không phải của đơn vị có điển hình."


def scope_for(user: User, unit: Unit, action: Action) -> Scope:
    """Where a unit's role model stands for this person: with the bloc-year through which the person reaches it today."""
    rows = Membership.objects.on(today()).filter(unit=unit, bloc_year_id__in=reach(user, action).bloc_year_ids)
    return Scope(unit.authority_id, rows.values_list("bloc_year_id", flat=True).first(), unit.pk)


def _granted(user: User, row: RoleModel, action: Action) -> Answer:
    """Seen but not one's work is refused with the reason; what is not seen is not there."""
    answer = granted(user, action, scope_for(user, row.unit, action))
    if answer.out_of_reach:
        visible = RoleModel.objects.visible_to(user).filter(pk=row.pk).exists()
        return Answer(Reason.NOT_YOUR_ROLE) if visible else answer
    if answer and row.proposed_at is None and row.unit_id not in own_unit_ids(user):
        return Answer(Reason.OUT_OF_REACH)
    return answer


def can_write_for(user: User, unit: Unit) -> Answer:
    """Write down a role model of a unit: its own people."""
    return granted(user, Action.ROLE_MODEL_EDIT, unit)


def can_edit(user: User, row: RoleModel) -> Answer:
    return _granted(user, row, Action.ROLE_MODEL_EDIT) and only_if(row.is_editable, RoleModelReason.LOCKED)


def can_add_to(user: User, row: RoleModel) -> Answer:
    """Evidence, publicity, nominations: the unit's own people, at any stage."""
    return _granted(user, row, Action.ROLE_MODEL_EDIT)


def can_propose(user: User, row: RoleModel) -> Answer:
    """The unit's head, once."""
    return _granted(user, row, Action.ROLE_MODEL_PROPOSE) and only_if(row.proposed_at is None, RoleModelReason.PROPOSED)


def can_step(user: User, row: RoleModel, target: str) -> Answer:
    """Take it to a stage. Whoever may judge also may take it to an earlier stage, its own unit never."""
    kind, stage = step_kind(row.state, target), STAGES[RoleModelState(target)]
    action = Action.ROLE_MODEL_REVIEW if kind == "back" else Action(stage.action)
    consents = row.kind == SubjectKind.COLLECTIVE or row.consent_on is not None
    return (
        _granted(user, row, action)
        and only_if(kind != "same", RoleModelReason.SAME_STAGE)
        and only_if(row.proposed_at or not stage.needs_proposal, RoleModelReason.NOT_PROPOSED)
        and only_if(row.standing == Standing.VALID or kind == "back", RoleModelReason.NOT_VALID)
        and only_if(consents or target != RoleModelState.REPLICATED, RoleModelReason.NO_CONSENT)
    )


def can_set_standing(user: User, row: RoleModel, standing: str) -> Answer:
    """That it no longer is a model: its own head or whoever judges; that it is one again: only whoever judges."""
    change = only_if(row.standing != standing, RoleModelReason.NO_CHANGE)
    judge = _granted(user, row, Action.ROLE_MODEL_REVIEW)
    if judge or standing == Standing.VALID:
        return judge and change
    head = _granted(user, row, Action.ROLE_MODEL_PROPOSE)
    return change if head else judge


def can_record_spread(user: User, row: RoleModel, unit: Unit) -> Answer:
    """The unit that learned writes it down itself; the model's own unit and whoever judges may for it."""
    visible = RoleModel.objects.visible_to(user).filter(pk=row.pk).exists()
    learned = granted(user, Action.ROLE_MODEL_EDIT, unit)
    own = _granted(user, row, Action.ROLE_MODEL_EDIT)
    judge = _granted(user, row, Action.ROLE_MODEL_REVIEW)
    return (
        only_if(visible, Reason.OUT_OF_REACH)
        and only_if(learned or own or judge, Reason.NOT_YOUR_ROLE)
        and only_if(row.state == RoleModelState.REPLICATED, RoleModelReason.NOT_PUBLISHED)
        and only_if(row.standing == Standing.VALID, RoleModelReason.NO_MODEL)
    )


def judges(user: User, row: RoleModel) -> bool:
    """Whether the person judges this role model: the leader of a bloc its unit is in, or the board."""
    return bool(_granted(user, row, Action.ROLE_MODEL_REVIEW))


def reads_in_full(user: User, row: RoleModel) -> bool:
    """Evidence, steps and notes; others read what is published."""
    return RoleModel.objects.in_full(user).filter(pk=row.pk).exists()


def can_withdraw_consent(user: User, row: RoleModel) -> Answer:
    """The person's wish is carried out at once, by the unit or by whoever judges."""
    own, judge = _granted(user, row, Action.ROLE_MODEL_EDIT), _granted(user, row, Action.ROLE_MODEL_REVIEW)
    return (own if own or not judge else judge) and only_if(row.consent_on, RoleModelReason.NO_CONSENT)
